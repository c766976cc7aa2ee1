//! Import of a staff table (spec A02, N01, H04, X01; T38): all of it or nothing, by a manager or the operator, who is told.

use actions::import_staff::{Counts, Imported};
use actions::{ActionError, By};
use domain::message::{MailKind, TextKind};
use domain::permission::Denied;
use domain::person::{Access, PasswordKind};
use domain::staff_table::Reason;
use domain::step_up::Act;
use domain::time::MINUTE;
use fixtures::clinic::{BO, Clinic, FAY, JANE, KIM, Person, SAM, desk, elsewhere};
use store::outbox::Kind;

use crate::acts::{dump, missing};
use crate::managing::*;

const HEADER: &str = "username,name,email,mobile,access\n";
const LEE: Person = Person { username: "lee", ..SAM };

/// bo's number and address become others, lee and moe are new, sam stays as he is.
fn table() -> String {
    format!(
        "{HEADER}jane,Jane Maple,{},{},owner\nlee,Lee Moe,lee@maple.example,,staff\nmoe,Moe Lee,moe@maple.example,604 555 0166,full\n\
         fay,{},fay@home.example,604 555 0177,full\nsam,{},{},{},staff\n",
        JANE.email, JANE.mobile, FAY.name, SAM.name, SAM.email, SAM.mobile
    )
}

fn counts(new: usize, changed: usize, unchanged: usize, new_managers: usize) -> Counts {
    Counts {
        new,
        changed,
        unchanged,
        new_managers,
        bad: 0,
    }
}

#[test]
fn a02_a_table_is_looked_at_then_imported_recorded_and_told_in_one_transaction() {
    let mut clinic = Clinic::new();
    let jane = clinic.sign_in(&JANE, &desk());
    clinic.deliver();
    let by = By::Session(&jane);
    let before = dump(&clinic);
    let found = check(&mut clinic, by, &table()).unwrap();
    assert_eq!(
        (found.counts, found.act()),
        (counts(2, 1, 2, 1), Act::ChangeNumberOf),
        "{:?}",
        found.bad
    );
    assert!(dump(&clinic) == before, "looking changes nothing");
    assert_eq!(
        missing(import(&mut clinic, by, &table())),
        (true, false),
        "a number asks each time"
    );
    types_password_for(&mut clinic, &jane, &JANE, Act::ChangeNumberOf);
    let rows = clinic.record().len();
    let mut heard = Vec::new();
    let done = import_expecting(&mut clinic, by, &table(), Some(found.counts), &mut |done, total| {
        heard.push((done, total));
        true
    });
    assert_eq!(done.unwrap(), Imported::Done(found.counts));
    assert_eq!(heard, [(0, 3)]);
    let rows: Vec<String> = clinic
        .record()
        .into_iter()
        .skip(rows)
        .map(|row| format!("{} {} {}", row.kind, row.subject, row.detail))
        .collect();
    assert_eq!(
        rows,
        [
            "staff.imported  2 new, 1 changed, 2 as they were",
            "staff.added lee staff",
            "staff.added moe full",
            "profile.email_changed fay ",
            "profile.mobile_changed fay •••• ••77",
        ]
    );
    assert_eq!(clinic.staff(&LEE).password, PasswordKind::Missing);
    let told = clinic.deliver();
    let kinds: Vec<_> = told.iter().map(|message| (message.kind, message.to.as_str())).collect();
    let (edited, access) = (Kind::Mail(MailKind::ProfileEdited), Kind::Mail(MailKind::FullAccess));
    assert_eq!(
        kinds,
        [
            (Kind::Text(TextKind::NumberChanged), FAY.mobile),
            (edited, FAY.email),
            (edited, "fay@home.example"),
            (access, "fay@home.example"),
            (access, JANE.email),
        ]
    );
    let again = import(&mut clinic, by, &table()).unwrap();
    assert_eq!(
        again,
        Imported::Done(counts(0, 0, 5, 0)),
        "and asks nothing where nothing is to be done"
    );
}

#[test]
fn a02_one_bad_row_and_nobody_is_imported() {
    let mut clinic = Clinic::new();
    let before = dump(&clinic);
    let text = format!("{}kim,Kim,kim,,staff\n", table());
    let Imported::Bad(found) = import(&mut clinic, OPERATES, &text).unwrap() else {
        panic!("imported")
    };
    assert_eq!((found.counts.bad, found.bad[0].row), (1, 7));
    assert!(dump(&clinic) == before);
}

#[test]
fn n01_the_number_of_somebody_whose_2sv_is_on_paused_or_not_makes_the_row_bad() {
    let mut clinic = Clinic::with_apps();
    for person in [&SAM, &BO, &KIM] {
        for number in ["604 555 0177", ""] {
            let row = format!(
                "{HEADER}{},{},{},{number},staff\n",
                person.username, person.name, person.email
            );
            let Imported::Bad(found) = import(&mut clinic, OPERATES, &row).unwrap() else {
                panic!("imported: {row}")
            };
            assert_eq!(found.bad[0].reason, Reason::TwoStepOn, "{row}");
        }
    }
}

#[test]
fn h04_an_import_that_is_stopped_leaves_nothing_behind() {
    let mut clinic = Clinic::new();
    let mut text = HEADER.to_owned();
    for number in 0..450 {
        text.push_str(&format!("p{number},Person {number},p@example.org,,staff\n"));
    }
    let before = dump(&clinic);
    let mut heard = Vec::new();
    let stopped = import_expecting(&mut clinic, OPERATES, &text, None, &mut |done, total| {
        heard.push((done, total));
        done < 300
    });
    match stopped {
        Err(ActionError::Refused(why)) => assert_eq!(why, "The import was stopped. Nobody was added or changed."),
        other => panic!("{other:?}"),
    }
    assert_eq!(heard, [(0, 450), (100, 450), (200, 450), (300, 450)]);
    assert!(dump(&clinic) == before);
    import(&mut clinic, OPERATES, &text).unwrap();
    assert_eq!(
        clinic.number("SELECT count(*) FROM staff WHERE password_kind = 'missing'"),
        450
    );
}

/// Somebody else has added lee meanwhile: what was shown is not what would happen.
#[test]
fn a02_a_table_that_would_do_other_things_than_shown_is_shown_again() {
    let mut clinic = Clinic::new();
    let text = format!("{HEADER}lee,Lee Moe,lee@maple.example,,staff\n");
    let shown = check(&mut clinic, OPERATES, &text).unwrap().counts;
    assert_eq!(shown, counts(1, 0, 0, 0));
    clinic.add(&LEE);
    let before = dump(&clinic);
    let late = import_expecting(&mut clinic, OPERATES, &text, Some(shown), &mut |_, _| true).unwrap();
    let Imported::Differs(found) = late else {
        panic!("{late:?}")
    };
    assert_eq!(found.counts, counts(0, 1, 0, 0));
    assert!(dump(&clinic) == before);
}

#[test]
fn m10_an_import_asks_the_password_of_a_manager_and_staff_may_not() {
    let mut clinic = Clinic::new();
    let (jane, sam) = (clinic.sign_in(&JANE, &desk()), clinic.sign_in(&SAM, &elsewhere()));
    let text = format!("{HEADER}lee,Lee Moe,lee@maple.example,,staff\n");
    clinic.clock.plus(6 * MINUTE);
    let before = dump(&clinic);
    assert_eq!(missing(import(&mut clinic, By::Session(&jane), &text)), (true, false));
    match import(&mut clinic, By::Session(&sam), &text) {
        Err(ActionError::Denied(why)) => assert_eq!(why, Denied::NotManager),
        other => panic!("{other:?}"),
    }
    assert!(dump(&clinic) == before);
}

/// T38: one mail to each manager there was, however many are new.
#[test]
fn a02_many_new_managers_are_one_mail_to_each_there_was() {
    let mut clinic = Clinic::new();
    let mut text = HEADER.to_owned();
    for number in 0..50 {
        text.push_str(&format!("p{number},Person {number},p@example.org,,full\n"));
    }
    import(&mut clinic, OPERATES, &text).unwrap();
    let told = clinic.deliver();
    let to: Vec<&str> = told.iter().map(|mail| mail.to.as_str()).collect();
    assert_eq!(to, [FAY.email, JANE.email]);
    assert_eq!(told[0].facts["people"], "Person 0, Person 1, Person 2 and 47 more");
}

/// T63: the owner's password is a temporary one, so fay is the one who lasts.
#[test]
fn a02_an_import_that_leaves_no_manager_is_refused() {
    let mut clinic = Clinic::new();
    let (entropy, at) = (clinic.dice.throw(), clinic.clock.now());
    let temporary = "k7mm2qpx9wzt".into();
    actions::reset_password::reset_password(&mut clinic.db, "jane", &temporary, "root", entropy, at).unwrap();
    let before = dump(&clinic);
    let text = format!("{HEADER}fay,{},{},{},staff\n", FAY.name, FAY.email, FAY.mobile);
    match import(&mut clinic, OPERATES, &text) {
        Err(ActionError::Refused(why)) => assert!(why.starts_with("No other manager could sign in"), "{why}"),
        other => panic!("{other:?}"),
    }
    assert!(dump(&clinic) == before);
    assert_eq!(clinic.staff(&FAY).access, Access::Full);
}
