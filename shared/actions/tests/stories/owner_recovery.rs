//! The locked-out owner (spec O01 to O04; T59, T63), from opening to release and by every way it is cancelled.

use actions::list_recovery::{RecoveryLine, list_recovery};
use actions::locked_out::{LockedOut, OwnRecovery, locked_out};
use actions::open_recovery::{OpenRecovery, Opened, open_at_sign_in, open_by_operator};
use actions::release_recovery::{Released, release_recovery};
use actions::{ActionError, By, Token, cancel_recovery};
use domain::contact::Reason;
use domain::ids::RequestId;
use domain::message::MailKind;
use domain::owner_recovery::{RequestKind, RequestState, Void};
use domain::person::Method;
use domain::time::{DAY, HOUR, MINUTE};
use fixtures::clinic::{Clinic, FAY, JANE, KIM, OPERATOR, SAM, browser, desk, elsewhere};

use crate::acts::{Done, account, dump, ended};
use crate::{let_in, mails_to};

pub(crate) const TEMPORARY: &str = "k7mm2qpx9wzt";
/// 2026-11-26 is a Thursday in Vancouver: Friday and Monday pass, Tuesday 2026-12-01 00:00 is the moment.
pub(crate) const RELEASE: i64 = 1_796_112_000_000;

pub(crate) fn reason(text: &str) -> Reason {
    Reason::parse(text).unwrap()
}

/// jane with texts on and nobody else who could help her.
pub(crate) fn alone() -> Clinic {
    let clinic = with_fay();
    let gone = "UPDATE staff SET access = 'none' WHERE username = 'fay'";
    clinic.foreign().execute_batch(gone).unwrap();
    clinic
}

/// jane with texts on, and fay.
pub(crate) fn with_fay() -> Clinic {
    let mut clinic = Clinic::new();
    let session = clinic.sign_in(&JANE, &desk());
    clinic.turn_texts_on(&session, JANE.mobile);
    clinic.keep_recovery_code(&session);
    clinic.sign_out(&session);
    clinic.deliver();
    clinic
}

pub(crate) fn page(clinic: &mut Clinic, pending: &Token) -> LockedOut {
    let at = clinic.clock.now();
    locked_out(&mut clinic.db, pending, &elsewhere(), &clinic.policy, at)
        .unwrap()
        .unwrap()
}

pub(crate) fn open(clinic: &mut Clinic, pending: &Token) -> Done<Opened> {
    let (entropy, at) = (clinic.dice.throw(), clinic.clock.now());
    open_at_sign_in(&mut clinic.db, pending, &elsewhere(), &clinic.policy, entropy, at)
}

pub(crate) fn operator_opens(clinic: &mut Clinic, username: &str, transfer_to: Option<&str>) -> Done<Opened> {
    let (entropy, at) = (clinic.dice.throw(), clinic.clock.now());
    let command = OpenRecovery {
        username,
        transfer_to,
        note: &reason("passport seen, called back"),
        operator: OPERATOR,
    };
    open_by_operator(&mut clinic.db, &command, entropy, at)
}

pub(crate) fn release(clinic: &mut Clinic, id: RequestId) -> Done<Released> {
    let (entropy, at) = (clinic.dice.throw(), clinic.clock.now());
    let note = reason("passport seen again");
    release_recovery(&mut clinic.db, id, &note, &TEMPORARY.into(), OPERATOR, entropy, at)
}

pub(crate) fn cancel(clinic: &mut Clinic, by: By<'_>, id: RequestId) -> Done {
    let (entropy, at) = (clinic.dice.throw(), clinic.clock.now());
    cancel_recovery::cancel_recovery(&mut clinic.db, by, id, entropy, at)
}

pub(crate) fn list(clinic: &mut Clinic) -> Vec<RecoveryLine> {
    let (entropy, at) = (clinic.dice.throw(), clinic.clock.now());
    list_recovery(&mut clinic.db, OPERATOR, entropy, at).unwrap()
}

pub(crate) fn newest(clinic: &mut Clinic) -> RecoveryLine {
    list(clinic).remove(0)
}

pub(crate) fn let_in_by_text(clinic: &mut Clinic) -> Token {
    let pending = clinic.pending(&JANE, &elsewhere());
    let code = clinic.texted_code(&JANE);
    let_in(clinic.answer(&pending, &elsewhere(), &code))
}

pub(crate) fn opened_alone() -> (Clinic, RequestId) {
    let mut clinic = alone();
    let pending = clinic.pending(&JANE, &elsewhere());
    let opened = open(&mut clinic, &pending).unwrap();
    clinic.deliver();
    (clinic, opened.id)
}

/// To the moment, and `ms` more.
pub(crate) fn to_the_moment(clinic: &Clinic, ms: i64) {
    let left = RELEASE - clinic.clock.now().wall_ms;
    clinic.clock.plus(left + ms);
}

#[test]
fn o01_an_owner_whom_nobody_else_can_let_in_opens_one_after_the_password_and_is_mailed() {
    let mut clinic = alone();
    let pending = clinic.pending(&JANE, &elsewhere());
    let before = page(&mut clinic, &pending);
    assert_eq!(before.managers, Vec::<String>::new());
    assert_eq!(before.recovery, OwnRecovery::MayOpen(RELEASE));
    let opened = open(&mut clinic, &pending).unwrap();
    assert_eq!(opened.release_at, RELEASE);
    let OwnRecovery::Runs(running) = page(&mut clinic, &pending).recovery else {
        panic!("it runs");
    };
    assert_eq!(
        (running.id, running.kind, running.release_at, running.heir),
        (opened.id, RequestKind::Recovery, Some(RELEASE), None)
    );
    let row = clinic.record().pop().unwrap();
    assert_eq!((row.kind.as_str(), row.rule.as_str()), ("owner_recovery.opened", "O01"));
    assert_eq!(mails_to(&mut clinic, JANE.email), [MailKind::RecoveryOpened]);
    assert!(row.detail.contains("the password was right"), "{}", row.detail);
    // One at a time.
    let again = open(&mut clinic, &pending).unwrap_err();
    assert!(again.to_string().contains("runs already"), "{again}");
    let again = operator_opens(&mut clinic, "jane", None).unwrap_err();
    assert!(again.to_string().contains("runs already"), "{again}");
}

#[test]
fn o01_with_another_manager_or_as_staff_the_managers_are_named_and_nothing_is_opened() {
    let mut clinic = with_fay();
    for (person, managers) in [(&JANE, vec![FAY.name]), (&SAM, vec![FAY.name, JANE.name])] {
        let pending = clinic.pending(person, &elsewhere());
        let seen = page(&mut clinic, &pending);
        assert_eq!(
            (seen.recovery, seen.managers),
            (
                OwnRecovery::NotOffered,
                managers.iter().map(|name| (*name).to_owned()).collect()
            )
        );
        let before = dump(&clinic);
        assert!(matches!(open(&mut clinic, &pending), Err(ActionError::Refused(_))));
        assert!(dump(&clinic) == before, "{}", person.username);
    }
    for name in ["fay", "sam", "nobody"] {
        let before = dump(&clinic);
        assert!(operator_opens(&mut clinic, name, None).is_err());
        assert!(dump(&clinic) == before, "{name}");
    }
}

#[test]
fn o01_a_manager_whose_temporary_password_has_ended_is_no_help() {
    let mut clinic = with_fay();
    let (entropy, at) = (clinic.dice.throw(), clinic.clock.now());
    actions::reset_password::reset_password(&mut clinic.db, "fay", &TEMPORARY.into(), OPERATOR, entropy, at).unwrap();
    let pending = clinic.pending(&JANE, &elsewhere());
    assert_eq!(page(&mut clinic, &pending).recovery, OwnRecovery::NotOffered);
    clinic.clock.plus(72 * HOUR);
    let pending = clinic.pending(&JANE, &elsewhere());
    assert!(matches!(page(&mut clinic, &pending).recovery, OwnRecovery::MayOpen(_)));
    open(&mut clinic, &pending).unwrap();
}

#[test]
fn o01_a_sign_in_that_is_over_or_somebody_elses_opens_nothing() {
    let mut clinic = alone();
    let pending = clinic.pending(&JANE, &elsewhere());
    let (entropy, at) = (clinic.dice.throw(), clinic.clock.now());
    let other = open_at_sign_in(&mut clinic.db, &pending, &browser(7), &clinic.policy, entropy, at);
    assert!(other.unwrap_err().to_string().contains("This sign-in is over"));
    clinic.clock.plus(10 * MINUTE);
    let late = open(&mut clinic, &pending).unwrap_err();
    assert!(late.to_string().contains("This sign-in is over"), "{late}");
    assert_eq!(clinic.number("SELECT count(*) FROM recovery_requests"), 0);
}

#[test]
fn o03_over_a_weekend_it_is_refused_a_minute_early_and_released_at_the_first_instant() {
    let (mut clinic, id) = opened_alone();
    to_the_moment(&clinic, -MINUTE);
    let rows = clinic.record().len();
    assert_eq!(release(&mut clinic, id).unwrap(), Released::NotBefore(RELEASE));
    let refused = clinic.record().split_off(rows);
    assert_eq!(refused.len(), 1);
    assert_eq!(
        (
            refused[0].kind.as_str(),
            refused[0].outcome.as_str(),
            refused[0].rule.as_str()
        ),
        ("owner_recovery.released", "refused", "O03")
    );
    clinic.clock.plus(MINUTE - 1);
    assert_eq!(release(&mut clinic, id).unwrap(), Released::NotBefore(RELEASE));
    clinic.clock.plus(1);
    let done = release(&mut clinic, id).unwrap();
    assert_eq!(
        done,
        Released::LetIn {
            username: "jane".into()
        }
    );
    let again = release(&mut clinic, id).unwrap_err();
    assert!(again.to_string().contains("was released before"), "{again}");
}

#[test]
fn o04_a_release_takes_the_second_step_sessions_and_trust_and_leaves_a_temporary_password() {
    let mut clinic = alone();
    clinic.allow_trust();
    clinic.sign_in_and_trust(&JANE, &browser(3));
    let elsewhere_in = clinic.sign_in(&JANE, &desk());
    let opened = operator_opens(&mut clinic, " Jane ", None).unwrap();
    clinic.deliver();
    to_the_moment(&clinic, 0);
    release(&mut clinic, opened.id).unwrap();
    assert!(ended(&mut clinic, &elsewhere_in).unwrap().contains("recovered"));
    let jane = clinic.staff(&JANE);
    assert!(!jane.two_step.is_on());
    for left in [
        "SELECT count(*) FROM methods m JOIN staff s ON s.id = m.staff_id WHERE s.username = 'jane'",
        "SELECT count(*) FROM trusted_browsers WHERE ended_at IS NULL",
        "SELECT count(*) FROM sessions WHERE ended_at IS NULL",
        "SELECT count(*) FROM recovery_codes c JOIN staff s ON s.id = c.staff_id WHERE s.username = 'jane'",
        "SELECT count(*) FROM pending_sign_ins WHERE state = 'open'",
    ] {
        assert_eq!(clinic.number(left), 0, "{left}");
    }
    // One action, one mail.
    assert_eq!(mails_to(&mut clinic, JANE.email), [MailKind::RecoveryReleased]);
    assert!(matches!(
        clinic.begin(JANE.username, JANE.password, &elsewhere()),
        actions::begin_sign_in::Begun::Wrong { .. }
    ));
    let begun = clinic.begin(JANE.username, TEMPORARY, &elsewhere());
    let actions::begin_sign_in::Begun::SignedIn { session } = begun else {
        panic!("{begun:?}");
    };
    assert_eq!(account(&mut clinic, &session).gate, Some(actions::Gate::NewPassword));
    let line = newest(&mut clinic);
    assert_eq!(
        (line.state, line.note.as_str(), line.closed_note.as_deref()),
        (
            RequestState::Released,
            "passport seen, called back",
            Some("passport seen again")
        )
    );
}

/// T63.
#[test]
fn o04_an_owner_with_no_method_no_code_and_no_mail_gets_back_in_by_waiting() {
    let mut clinic = Clinic::new();
    let gone = "UPDATE staff SET access = 'none' WHERE username = 'fay'";
    clinic.foreign().execute_batch(gone).unwrap();
    let opened = operator_opens(&mut clinic, "jane", None).unwrap();
    // Nothing is ever delivered.
    to_the_moment(&clinic, 3 * DAY);
    clinic.expire();
    assert!(matches!(
        release(&mut clinic, opened.id).unwrap(),
        Released::LetIn { .. }
    ));
    let begun = clinic.begin(JANE.username, TEMPORARY, &elsewhere());
    assert!(
        matches!(begun, actions::begin_sign_in::Begun::SignedIn { .. }),
        "{begun:?}"
    );
}

#[test]
fn z08_a_clock_set_forward_releases_nothing_and_the_moment_named_goes_with_it() {
    let (mut clinic, id) = opened_alone();
    clinic.clock.plus(HOUR);
    clinic.clock.wall_only(10 * DAY);
    let told = release(&mut clinic, id).unwrap();
    assert_eq!(told, Released::NotBefore(RELEASE + 10 * DAY));
    // What has really to pass still has to.
    let real = RELEASE - (clinic.clock.now().wall_ms - 10 * DAY);
    clinic.clock.plus(real - 1);
    assert!(matches!(release(&mut clinic, id).unwrap(), Released::NotBefore(_)));
    clinic.clock.plus(1);
    assert!(matches!(release(&mut clinic, id).unwrap(), Released::LetIn { .. }));
}

#[test]
fn z08_a_restart_and_another_connection_in_between_shorten_nothing() {
    let (mut clinic, id) = opened_alone();
    clinic.clock.plus(DAY);
    clinic.clock.reboot(HOUR);
    clinic.db = clinic.another_db();
    to_the_moment(&clinic, -1);
    assert_eq!(release(&mut clinic, id).unwrap(), Released::NotBefore(RELEASE));
    clinic.clock.plus(1);
    assert!(matches!(release(&mut clinic, id).unwrap(), Released::LetIn { .. }));
}

#[test]
fn o03_a_holiday_that_was_added_since_lengthens_and_taking_it_off_gives_back_no_more_than_that() {
    let (mut clinic, id) = opened_alone();
    let monday = "INSERT INTO holidays VALUES ('2026-11-30', 'St Andrew')";
    clinic.foreign().execute_batch(monday).unwrap();
    to_the_moment(&clinic, 0);
    assert_eq!(release(&mut clinic, id).unwrap(), Released::NotBefore(RELEASE + DAY));
    clinic.foreign().execute_batch("DELETE FROM holidays").unwrap();
    assert!(matches!(release(&mut clinic, id).unwrap(), Released::LetIn { .. }));

    let mut clinic = alone();
    clinic.foreign().execute_batch(monday).unwrap();
    let opened = operator_opens(&mut clinic, "jane", None).unwrap();
    clinic.foreign().execute_batch("DELETE FROM holidays").unwrap();
    to_the_moment(&clinic, 0);
    let told = release(&mut clinic, opened.id).unwrap();
    assert_eq!(told, Released::NotBefore(RELEASE + DAY), "as it was at the opening");
}

/// T59.
#[test]
fn o04_another_set_of_methods_or_another_owner_voids_it_and_another_one_can_be_opened() {
    for (change, why) in [
        ("UPDATE methods SET added_at = added_at + 1", Void::MethodsChanged),
        (
            "UPDATE staff SET access = 'none' WHERE username = 'jane'; UPDATE staff SET access = 'owner' WHERE username = 'fay'",
            Void::OwnerChanged,
        ),
    ] {
        let (mut clinic, id) = opened_alone();
        clinic.foreign().execute_batch(change).unwrap();
        to_the_moment(&clinic, DAY);
        let before = clinic.number("SELECT count(*) FROM methods");
        assert_eq!(release(&mut clinic, id).unwrap(), Released::Void(why));
        assert_eq!(clinic.number("SELECT count(*) FROM methods"), before);
        assert_eq!(
            clinic.number("SELECT count(*) FROM staff WHERE password_kind = 'temporary'"),
            0
        );
        assert_eq!(newest(&mut clinic).state, RequestState::Cancelled);
        let refused = release(&mut clinic, id).unwrap_err();
        assert!(refused.to_string().contains("was cancelled before"), "{refused}");
    }
    // One that is void stands in nobody's way.
    let (mut clinic, id) = opened_alone();
    clinic
        .foreign()
        .execute_batch("UPDATE methods SET added_at = added_at + 1")
        .unwrap();
    let pending = clinic.pending(&JANE, &elsewhere());
    assert!(matches!(page(&mut clinic, &pending).recovery, OwnRecovery::MayOpen(_)));
    let second = open(&mut clinic, &pending).unwrap();
    assert_ne!(second.id, id);
    let states: Vec<RequestState> = list(&mut clinic).into_iter().map(|line| line.state).collect();
    assert_eq!(states, [RequestState::Open, RequestState::Cancelled]);
}

#[test]
fn o04_an_owner_who_is_gone_for_good_is_succeeded_and_all_managers_are_mailed() {
    let mut clinic = with_fay();
    let session = clinic.sign_in(&FAY, &desk());
    clinic.set_up_app(&session);
    clinic.keep_recovery_code(&session);
    clinic.deliver();
    let jane_in = clinic.sign_in(&JANE, &desk());
    let opened = operator_opens(&mut clinic, "jane", Some("FAY")).unwrap();
    let told: Vec<MailKind> = mails_to(&mut clinic, FAY.email);
    assert_eq!(told, [MailKind::RecoveryReported]);
    assert_eq!(
        account(&mut clinic, &session).recovery.unwrap().heir.as_deref(),
        Some(FAY.name)
    );
    to_the_moment(&clinic, 0);
    let password = clinic.staff(&JANE).password_hash;
    assert_eq!(
        release(&mut clinic, opened.id).unwrap(),
        Released::HandedOver { username: "fay".into() }
    );
    let (jane, fay) = (clinic.staff(&JANE), clinic.staff(&FAY));
    assert_eq!((jane.access.as_str(), fay.access.as_str()), ("none", "owner"));
    assert_eq!(jane.password_hash, password, "no temporary password is made");
    assert!(fay.two_step.is_on());
    assert!(ended(&mut clinic, &jane_in).is_some());
    assert_eq!(clinic.number("SELECT count(*) FROM staff WHERE access = 'owner'"), 1);
    let mails = clinic.deliver();
    let told: Vec<&str> = mails.iter().map(|mail| mail.to.as_str()).collect();
    assert_eq!(told, [JANE.email, FAY.email]);
    assert_eq!(account(&mut clinic, &session).access.as_str(), "owner");
}

#[test]
fn o04_nobody_succeeds_without_full_access_second_step_and_password() {
    let mut clinic = Clinic::with_apps();
    for (heir, why) in [
        ("kim", "full access"),
        ("fay", "not set up"),
        ("jane", "full access"),
        ("nobody", "Nobody has"),
    ] {
        let refused = operator_opens(&mut clinic, "jane", Some(heir)).unwrap_err();
        assert!(refused.to_string().contains(why), "{heir}: {refused}");
    }
    clinic
        .foreign()
        .execute_batch("UPDATE staff SET access = 'full' WHERE username = 'kim'")
        .unwrap();
    let opened = operator_opens(&mut clinic, "jane", Some("kim")).unwrap();
    to_the_moment(&clinic, 0);
    // kim loses the second step meanwhile: refused, and the request goes on.
    let session = clinic.sign_in(&KIM, &desk());
    clinic.step_up(&session, &KIM);
    crate::acts::off(&mut clinic, &session).unwrap();
    let before = dump(&clinic);
    let refused = release(&mut clinic, opened.id).unwrap_err();
    assert!(refused.to_string().contains("not set up"), "{refused}");
    assert!(dump(&clinic) == before);
    assert_eq!(newest(&mut clinic).state, RequestState::Open);
    assert_eq!(clinic.staff(&KIM).methods(), Vec::<Method>::new());
}

#[test]
fn d01_the_list_says_where_each_stands_and_reading_it_is_a_row() {
    let (mut clinic, id) = opened_alone();
    let rows = clinic.record().len();
    let line = newest(&mut clinic);
    assert_eq!(
        (
            line.id,
            line.username.as_str(),
            line.state,
            line.not_before,
            line.ready,
            line.void
        ),
        (id, "jane", RequestState::Open, Some(RELEASE), false, None)
    );
    assert_eq!(line.opened_by, "somebody with the account owner's password");
    let row = clinic.record().split_off(rows);
    assert_eq!(row[0].kind, "owner_recovery.listed");
    to_the_moment(&clinic, 0);
    let line = newest(&mut clinic);
    assert_eq!((line.not_before, line.ready), (None, true));
    clinic
        .foreign()
        .execute_batch("UPDATE methods SET added_at = added_at + 1")
        .unwrap();
    let line = newest(&mut clinic);
    assert!(!line.ready && line.void.unwrap().contains("have changed"));
}
