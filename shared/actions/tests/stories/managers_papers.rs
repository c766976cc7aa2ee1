//! Documents about others (spec R09, D04, D03, A02): only a manager's, when asked for and when fetched; made of what is sealed
//! while they wait, and of nothing once they do not.

use actions::make_document::{operator_makes, operator_reads_status};
use actions::pick_up::PickedUp;
use actions::save_document::{NoFile, PickupState, begin_file, file_failed, offer_pickup, pickup_state};
use actions::status_report::{self, status_report};
use actions::{ActionError, Content, Leave, Order, Token, export_activity, export_staff};
use domain::document::DocumentKind;
use domain::person::Method;
use domain::report::{Status, Totals};
use domain::secret::Secret;
use fixtures::clinic::{BO, Clinic, FAY, JANE, KIM, OPERATOR, SAM, desk};

use crate::acts::{self, fetch};

const TO_MANAGERS: [DocumentKind; 4] = [
    DocumentKind::StatusPdf,
    DocumentKind::StatusCsv,
    DocumentKind::StaffCsv,
    DocumentKind::ActivityCsv,
];

fn order(clinic: &mut Clinic, session: &Token, order: &Order) -> Result<actions::save_document::Offer, ActionError> {
    let (entropy, at) = (clinic.dice.throw(), clinic.clock.now());
    offer_pickup(&mut clinic.db, session, order, entropy, at)
}

fn file(clinic: &mut Clinic, session: &Token, kind: DocumentKind) -> Result<Content, ActionError> {
    let (entropy, at) = (clinic.dice.throw(), clinic.clock.now());
    let name = kind.file_name();
    begin_file(&mut clinic.db, session, &Order::of(kind), &name, entropy, at).map(|(_, content)| content)
}

fn leave(content: Content) -> Leave {
    match content {
        Content::Leave(leave) => leave,
        Content::RecoveryCode(_) => panic!("a recovery code"),
    }
}

fn given(picked: PickedUp) -> Leave {
    match picked {
        PickedUp::Given { content, .. } => leave(content),
        other => panic!("{other:?}"),
    }
}

fn demote(clinic: &Clinic, person: &str) {
    let sql = format!("UPDATE staff SET access = 'staff' WHERE username = '{person}'");
    clinic.foreign().execute_batch(&sql).unwrap();
}

#[test]
fn r09_a_document_about_others_is_a_managers_and_nobody_elses() {
    let mut clinic = Clinic::new();
    let (fay, sam) = (clinic.sign_in(&FAY, &desk()), clinic.sign_in(&SAM, &desk()));
    for kind in TO_MANAGERS {
        let rows = clinic.record().len();
        let refused = file(&mut clinic, &sam, kind).unwrap_err();
        assert!(matches!(refused, ActionError::Denied(_)), "{kind}: {refused}");
        let refused = order(&mut clinic, &sam, &Order::of(kind)).unwrap_err();
        assert!(matches!(refused, ActionError::Denied(_)), "{kind}: {refused}");
        assert_eq!(clinic.record().len(), rows);
        assert_eq!(leave(file(&mut clinic, &fay, kind).unwrap()).kind(), kind);
        assert_eq!(order(&mut clinic, &fay, &Order::of(kind)).unwrap().kind, kind);
    }
    assert!(status_report::look(&mut clinic.db, &sam, clinic.clock.now()).is_err());
    assert!(status_report::look(&mut clinic.db, &fay, clinic.clock.now()).is_ok());
}

#[test]
fn a07_nobody_orders_a_list_of_first_passwords_by_itself() {
    let mut clinic = Clinic::new();
    let fay = clinic.sign_in(&FAY, &desk());
    let list = Order {
        kind: DocumentKind::FirstPasswords,
        fields: Some(Secret::from("1 k7mm2qpx9wzt\n")),
    };
    assert!(order(&mut clinic, &fay, &list).is_err());
    assert!(file(&mut clinic, &fay, DocumentKind::FirstPasswords).is_err());
    assert_eq!(clinic.number("SELECT count(*) FROM documents"), 0);
}

#[test]
fn r09_a_demoted_manager_gets_nothing_of_what_waits() {
    let mut clinic = Clinic::new();
    let fay = clinic.sign_in(&FAY, &desk());
    let offer = order(&mut clinic, &fay, &Order::of(DocumentKind::StatusPdf)).unwrap();
    demote(&clinic, "fay");
    let number = offer.number.reveal().clone();
    assert!(matches!(fetch(&mut clinic, &desk(), &number), PickedUp::Nothing));
    let at = clinic.clock.now();
    let state = pickup_state(&mut clinic.db, &fay, offer.id, at).unwrap();
    assert_eq!(state, PickupState::Withdrawn);
    let last = clinic.record().pop().unwrap();
    assert_eq!(
        (last.kind.as_str(), last.detail.as_str()),
        ("document.ended", "who asked for it may not have it any more")
    );
}

/// Half of a table is no secret kept: the next part is refused, so that nothing more leaves.
#[test]
fn r09_a_manager_demoted_half_way_gets_no_further_part() {
    let mut clinic = Clinic::with_apps();
    let fay = clinic.sign_in(&FAY, &desk());
    let at = clinic.clock.now();
    let staff = leave(file(&mut clinic, &fay, DocumentKind::StaffCsv).unwrap());
    assert_eq!(export_staff::size(&mut clinic.db, &staff, at).unwrap(), 5);
    let part = export_staff::part(&mut clinic.db, &staff, None, 2, at).unwrap();
    let names: Vec<&str> = part.iter().map(|person| person.username.as_str()).collect();
    assert_eq!(names, ["jane", "fay"]);
    demote(&clinic, "fay");
    let last = part.last().map(|person| person.id);
    let refused = export_staff::part(&mut clinic.db, &staff, last, 2, at);
    assert!(matches!(refused, Err(ActionError::Denied(_))));
    assert!(export_activity::part(&mut clinic.db, &staff, 1, 10, at).is_err());
    assert!(export_activity::newest(&mut clinic.db, &staff, at).is_err());
    assert!(status_report(&mut clinic.db, &staff, at).is_err());
}

#[test]
fn z01_what_a_document_is_made_of_is_sealed_while_it_waits_and_gone_afterwards() {
    const FILTER: &str = "person=sam kind=code.wrong from=2026-11-01";
    let mut clinic = Clinic::new();
    let fay = clinic.sign_in(&FAY, &desk());
    let filtered = Order {
        kind: DocumentKind::ActivityCsv,
        fields: Some(Secret::from(FILTER)),
    };
    let kept = |clinic: &Clinic| clinic.number("SELECT count(*) FROM documents WHERE fields IS NOT NULL");
    let offer = order(&mut clinic, &fay, &filtered).unwrap();
    assert_eq!(kept(&clinic), 1);
    let readable = "SELECT count(*) FROM documents WHERE instr(fields, CAST('person' AS BLOB)) > 0";
    assert_eq!(clinic.number(readable), 0);
    let number = offer.number.reveal().clone();
    let leave = given(fetch(&mut clinic, &desk(), &number));
    assert_eq!(leave.fields().unwrap().reveal(), FILTER);
    assert_eq!(kept(&clinic), 0, "fetched");

    for end in [
        |clinic: &mut Clinic, fay: &Token| drop(order(clinic, fay, &Order::of(DocumentKind::StatusCsv)).unwrap()),
        |clinic: &mut Clinic, fay: &Token| drop(acts::not_me(clinic, fay)),
        |clinic: &mut Clinic, _: &Token| {
            clinic.clock.plus(domain::document::PICKUP_MS);
            clinic.expire();
        },
    ] {
        let mut clinic = Clinic::new();
        let fay = clinic.sign_in(&FAY, &desk());
        order(&mut clinic, &fay, &filtered).unwrap();
        assert_eq!(kept(&clinic), 1);
        end(&mut clinic, &fay);
        assert_eq!(kept(&clinic), 0);
    }
}

/// Moved to another row, it opens nothing.
#[test]
fn z01_what_one_document_is_made_of_opens_no_other() {
    let mut clinic = Clinic::new();
    let fay = clinic.sign_in(&FAY, &desk());
    let filtered = Order {
        kind: DocumentKind::ActivityCsv,
        fields: Some(Secret::from("person=sam")),
    };
    order(&mut clinic, &fay, &filtered).unwrap();
    let offer = order(&mut clinic, &fay, &filtered).unwrap();
    let (entropy, at) = (clinic.dice.throw(), clinic.clock.now());
    let name = "activity.csv";
    begin_file(&mut clinic.db, &fay, &filtered, name, entropy, at).unwrap();
    let swap = "UPDATE documents SET fields = (SELECT fields FROM documents WHERE file_name IS NOT NULL)
        WHERE state = 'waiting' AND number_tag IS NOT NULL";
    clinic.foreign().execute_batch(swap).unwrap();
    let (entropy, at) = (clinic.dice.throw(), clinic.clock.now());
    let picked = actions::pick_up::pick_up(&mut clinic.db, &desk(), &offer.number, entropy, at);
    assert!(picked.is_err(), "{picked:?}");
}

/// R05's withdrawal is about the code's own page; a report is nobody's code.
#[test]
fn r09_a_new_recovery_code_leaves_a_report_waiting_and_a_new_password_does_not() {
    let mut clinic = Clinic::new();
    let fay = clinic.sign_in(&FAY, &desk());
    clinic.turn_texts_on(&fay, FAY.mobile);
    clinic.keep_recovery_code(&fay);
    let offer = order(&mut clinic, &fay, &Order::of(DocumentKind::StatusPdf)).unwrap();
    acts::renew_code(&mut clinic, &fay).unwrap();
    clinic.keep_recovery_code(&fay);
    let state = |clinic: &mut Clinic| pickup_state(&mut clinic.db, &fay, offer.id, clinic.clock.now()).unwrap();
    assert!(matches!(state(&mut clinic), PickupState::Waiting { .. }));
    acts::choose(&mut clinic, &fay, "nettle orbit 58 window").unwrap();
    assert_eq!(state(&mut clinic), PickupState::Withdrawn);
}

#[test]
fn h04_a_file_that_was_stopped_is_written_down_as_that() {
    let mut clinic = Clinic::new();
    let fay = clinic.sign_in(&FAY, &desk());
    for (why, outcome) in [(NoFile::Stopped, "done"), (NoFile::Failed, "failed")] {
        let (entropy, at) = (clinic.dice.throw(), clinic.clock.now());
        let (name, asked) = (format!("staff-{outcome}.csv"), Order::of(DocumentKind::StaffCsv));
        let (id, _) = begin_file(&mut clinic.db, &fay, &asked, &name, entropy, at).unwrap();
        for _ in 0..2 {
            file_failed(&mut clinic.db, id, why, clinic.dice.throw(), at).unwrap();
        }
        let last = clinic.record().pop().unwrap();
        assert_eq!((last.kind.as_str(), last.outcome.as_str()), ("document.ended", outcome));
    }
    let ended = clinic
        .record()
        .iter()
        .filter(|row| row.kind == "document.ended")
        .count();
    assert_eq!(ended, 2, "each once");
}

#[test]
fn d04_the_report_says_how_everybody_stands_in_the_instant_it_was_made() {
    let mut clinic = Clinic::with_apps();
    let fay = clinic.sign_in(&FAY, &desk());
    let kim = clinic.staff(&KIM).id;
    clinic
        .write(|tx| {
            let life = domain::time::Term::starting(tx.at(), domain::time::HOUR);
            store::pauses::begin(tx, kim, life, "Fay Okafor", "phone at home")
        })
        .unwrap();
    clinic
        .foreign()
        .execute_batch("UPDATE staff SET access = 'none' WHERE username = 'bo'")
        .unwrap();
    let at = clinic.clock.now();
    let leave = leave(file(&mut clinic, &fay, DocumentKind::StatusPdf).unwrap());
    let report = status_report(&mut clinic.db, &leave, at).unwrap();
    let names: Vec<&str> = report.people.iter().map(|line| line.username.as_str()).collect();
    assert_eq!(
        names,
        ["fay", "jane", "kim", "sam", "bo"],
        "by name, who has no access last"
    );
    let expected = Totals {
        people: 4,
        on: 1,
        off: 2,
        paused: 1,
        text_alone: 1,
        app_alone: 0,
        both: 1,
        no_access: 1,
    };
    assert_eq!((report.totals, report.made_at), (expected, at.wall_ms));
    assert_eq!((report.clinic.as_str(), report.by.as_str()), ("Maple Clinic", FAY.name));
    let kim = &report.people[2];
    assert_eq!(
        (kim.status, kim.paused_until, kim.methods.as_slice(), kim.default_method),
        (
            Status::Paused,
            Some(at.wall_ms + domain::time::HOUR),
            [Method::Sms, Method::App].as_slice(),
            Some(Method::Sms)
        )
    );
    let sam = &report.people[3];
    let added =
        clinic.number("SELECT methods.added_at FROM methods JOIN staff ON id = staff_id WHERE username = 'sam'");
    assert_eq!((sam.status, sam.since), (Status::On, Some(added)));
    assert!(report.people[1].last_sign_in.is_none(), "jane has never signed in");
    let view = status_report::look(&mut clinic.db, &fay, at).unwrap();
    assert_eq!((view.totals, view.rules), (report.totals, report.rules));
    assert_eq!((view.rules.enforced, view.rules.trust_allowed), (false, false));

    clinic.clock.plus(domain::time::HOUR);
    let later = status_report(&mut clinic.db, &leave, clinic.clock.now()).unwrap();
    assert_eq!(
        later.people[2].status,
        Status::On,
        "the pause is over by the clock alone"
    );
}

/// T54: nobody is shown as protected whose methods do not fit each other.
#[test]
fn d04_a_row_that_contradicts_itself_is_no_line_of_a_report() {
    let mut clinic = Clinic::new();
    let fay = clinic.sign_in(&FAY, &desk());
    let broken = "PRAGMA foreign_keys = OFF; DELETE FROM methods";
    clinic.foreign().execute_batch(broken).unwrap();
    let at = clinic.clock.now();
    assert!(status_report::look(&mut clinic.db, &fay, at).is_err());
}

#[test]
fn u06_the_operators_documents_are_in_the_record_and_recovery_codes_are_none_of_them() {
    let mut clinic = Clinic::new();
    for kind in DocumentKind::ALL {
        let rows = clinic.record().len();
        let (entropy, at) = (clinic.dice.throw(), clinic.clock.now());
        let made = operator_makes(&mut clinic.db, &Order::of(*kind), OPERATOR, entropy, at);
        if !TO_MANAGERS.contains(kind) {
            assert!(matches!(made, Err(ActionError::Refused(_))), "{kind}");
            assert_eq!(clinic.record().len(), rows);
            continue;
        }
        assert_eq!(made.unwrap().kind(), *kind);
        let last = clinic.record().pop().unwrap();
        let expected = ("operator:root", "document.made", kind.words());
        assert_eq!(
            (last.actor.as_str(), last.kind.as_str(), last.detail.as_str()),
            expected
        );
    }
    let (entropy, at) = (clinic.dice.throw(), clinic.clock.now());
    let leave = operator_reads_status(&mut clinic.db, OPERATOR, entropy, at).unwrap();
    let report = status_report(&mut clinic.db, &leave, at).unwrap();
    assert_eq!(report.by, "the operator (root)");
    assert_eq!(
        clinic.record().pop().unwrap().detail,
        "2SV status report, on the terminal"
    );
}

#[test]
fn a02_the_staff_list_goes_out_in_parts_each_person_once() {
    let mut clinic = Clinic::with_apps();
    let jane = clinic.sign_in(&JANE, &desk());
    let leave = leave(file(&mut clinic, &jane, DocumentKind::StaffCsv).unwrap());
    let at = clinic.clock.now();
    for limit in 1..=6 {
        let (mut after, mut names) = (None, Vec::new());
        loop {
            let part = export_staff::part(&mut clinic.db, &leave, after, limit, at).unwrap();
            assert!(part.len() <= limit as usize);
            let Some(last) = part.last() else { break };
            after = Some(last.id);
            names.extend(part.into_iter().map(|person| person.username));
        }
        assert_eq!(names, ["jane", "fay", "sam", "bo", "kim"], "{limit}");
    }
    let people = export_staff::part(&mut clinic.db, &leave, None, 10, at).unwrap();
    let bo = people.iter().find(|person| person.username == BO.username).unwrap();
    assert_eq!(
        (bo.mobile.as_deref(), bo.status, bo.methods.as_slice()),
        (Some(BO.mobile), Status::On, [Method::App].as_slice())
    );
}
