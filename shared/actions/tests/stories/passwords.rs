//! Wrong passwords (spec L08), temporary ones (A07) and choosing a new one (M09).

use actions::add_staff::{FirstPassword, add_staff};
use actions::begin_sign_in::Begun;
use actions::choose_password::{Chosen, choose_password};
use actions::reset_password::reset_password;
use actions::{ActionError, Gate, Token, look};
use domain::lockout::PasswordLadder;
use domain::message::MailKind;
use domain::person::Access;
use domain::secret::Secret;
use domain::time::{DAY, HOUR, SECOND};
use fixtures::clinic::{Clinic, FAY, JANE, OPERATOR, Person, SAM, desk, elsewhere, to_add};
use store::counters::{PasswordClass, store_password_ladder};

use crate::mails_to;

const TEMPORARY: &str = "k7mm2qpx9wzt";

fn wrong(clinic: &mut Clinic, name: &str) -> String {
    format!("{:?}", clinic.begin(name, "not the password", &elsewhere()))
}

#[test]
fn l08_the_tenth_wrong_password_starts_thirty_seconds_and_each_further_one_doubles_it_to_an_hour() {
    let mut clinic = Clinic::new();
    for _ in 0..9 {
        assert_eq!(wrong(&mut clinic, "sam"), "Wrong { wait_ms: None }");
    }
    for wait in [30, 60, 120, 240, 480, 960, 1920, 3600, 3600].map(|seconds| seconds * SECOND) {
        assert_eq!(wrong(&mut clinic, "sam"), format!("Wrong {{ wait_ms: Some({wait}) }}"));
        assert_eq!(wrong(&mut clinic, "sam"), format!("MustWait {{ in_ms: {wait} }}"));
        clinic.clock.plus(wait - 1);
        assert_eq!(wrong(&mut clinic, "sam"), "MustWait { in_ms: 1 }");
        clinic.clock.plus(1);
    }
    clinic.pending(&SAM, &elsewhere());
    assert_eq!(
        wrong(&mut clinic, "sam"),
        "Wrong { wait_ms: None }",
        "a right password clears it"
    );
}

#[test]
fn l08_in_a_wait_not_even_the_right_password_is_taken() {
    let mut clinic = Clinic::new();
    (0..10).for_each(|_| drop(wrong(&mut clinic, "jane")));
    assert!(matches!(
        clinic.begin("jane", JANE.password, &elsewhere()),
        Begun::MustWait { .. }
    ));
}

#[test]
fn l08_a_day_without_a_wrong_one_clears_it() {
    let mut clinic = Clinic::new();
    (0..9).for_each(|_| drop(wrong(&mut clinic, "sam")));
    clinic.clock.plus(DAY);
    assert_eq!(wrong(&mut clinic, "sam"), "Wrong { wait_ms: None }");
}

#[test]
fn l08_browsers_the_person_knows_are_counted_apart() {
    let mut clinic = Clinic::new();
    (0..10).for_each(|_| drop(wrong(&mut clinic, "sam")));
    clinic.pending(&SAM, &desk());
    assert!(
        wrong(&mut clinic, "sam").starts_with("MustWait"),
        "and the desk does not clear elsewhere"
    );
}

/// T65: what a stranger sees tells nothing about who exists.
#[test]
fn l08_a_name_nobody_has_waits_in_the_same_words() {
    let mut clinic = Clinic::new();
    for n in 0..12 {
        assert_eq!(wrong(&mut clinic, "nobody"), wrong(&mut clinic, "sam"), "attempt {n}");
    }
}

#[test]
fn l08_ten_thousand_made_up_names_are_kept_and_flooding_them_forgets_nobody_s_tries() {
    let mut clinic = Clinic::new();
    (0..9).for_each(|_| drop(wrong(&mut clinic, "the-first")));
    clinic.clock.plus(1);
    clinic
        .write(|tx| {
            (0..10_000_u32).try_for_each(|n| {
                let (ladder, _) = PasswordLadder::default().after_wrong(tx.at());
                let mut tag = [0; 32];
                tag[..4].copy_from_slice(&n.to_be_bytes());
                store_password_ladder(tx, &tag, PasswordClass::Other, false, ladder)
            })
        })
        .unwrap();
    clinic.clock.plus(1);
    assert_eq!(wrong(&mut clinic, "the-last"), "Wrong { wait_ms: None }");
    assert_eq!(
        clinic.number("SELECT count(*) FROM password_ladders WHERE has_staff = 0"),
        10_000
    );
    assert_eq!(
        wrong(&mut clinic, "the-first"),
        "Wrong { wait_ms: Some(30000) }",
        "its tenth, as for a name that somebody has"
    );
}

#[test]
fn l08_the_worker_forgets_unknown_names_after_a_day() {
    let mut clinic = Clinic::new();
    wrong(&mut clinic, "nobody");
    clinic.clock.plus(DAY - 1);
    clinic.expire();
    assert_eq!(clinic.number("SELECT count(*) FROM password_ladders"), 1);
    clinic.clock.plus(1);
    clinic.expire();
    assert_eq!(clinic.number("SELECT count(*) FROM password_ladders"), 0);
}

fn reset(clinic: &mut Clinic, person: &Person) {
    let (entropy, at) = (clinic.dice.throw(), clinic.clock.now());
    reset_password(
        &mut clinic.db,
        person.username,
        &TEMPORARY.into(),
        OPERATOR,
        entropy,
        at,
    )
    .unwrap();
}

fn gate(clinic: &mut Clinic, session: &Token) -> Option<Gate> {
    look::account(&mut clinic.db, session, clinic.clock.now()).unwrap().gate
}

fn choose(clinic: &mut Clinic, session: &Token, new: &str) -> Result<Chosen, ActionError> {
    let (entropy, at) = (clinic.dice.throw(), clinic.clock.now());
    choose_password(&mut clinic.db, session, &Secret::from(new), entropy, at)
}

fn begin_session(clinic: &mut Clinic, name: &str, password: &str) -> Token {
    match clinic.begin(name, password, &desk()) {
        Begun::SignedIn { session } => session,
        other => panic!("{other:?}"),
    }
}

/// T47, T60.
#[test]
fn a07_a_reset_ends_sessions_and_pending_sign_ins_is_mailed_and_leaves_2sv_alone() {
    let mut clinic = Clinic::new();
    let session = clinic.sign_in(&SAM, &desk());
    clinic.clock.plus(HOUR);
    let pending = clinic.pending(&SAM, &elsewhere());
    let code = clinic.texted_code(&SAM);
    clinic.deliver();
    reset(&mut clinic, &SAM);
    assert_eq!(mails_to(&mut clinic, SAM.email), [MailKind::PasswordReset]);
    let at = clinic.clock.now();
    let ended = look::still_running(&mut clinic.db, &session, at).unwrap_err();
    assert!(ended.to_string().contains("your password was reset"), "{ended}");
    assert!(matches!(
        clinic.refused(&pending, &elsewhere(), &code),
        domain::sign_in::Outcome::SignInAgain
    ));
    assert!(
        matches!(clinic.begin("sam", SAM.password, &desk()), Begun::Wrong { .. }),
        "the old one is gone"
    );
    let begun = clinic.begin("sam", TEMPORARY, &desk());
    assert!(
        matches!(begun, Begun::SecondStep { .. }),
        "it never goes round the second step: {begun:?}"
    );
}

#[test]
fn a07_a_temporary_password_works_for_seventy_two_hours() {
    let mut clinic = Clinic::new();
    reset(&mut clinic, &JANE);
    clinic.clock.plus(72 * HOUR - 1);
    begin_session(&mut clinic, "jane", TEMPORARY);
    clinic.clock.plus(1);
    assert!(matches!(
        clinic.begin("jane", TEMPORARY, &desk()),
        Begun::TemporaryEnded
    ));
    assert!(matches!(
        clinic.begin("jane", "not the password", &desk()),
        Begun::Wrong { .. }
    ));
}

#[test]
fn a07_nothing_opens_before_a_new_password_was_chosen() {
    let mut clinic = Clinic::new();
    reset(&mut clinic, &JANE);
    let session = begin_session(&mut clinic, "jane", TEMPORARY);
    assert_eq!(gate(&mut clinic, &session), Some(Gate::NewPassword));
    let at = clinic.clock.now();
    let off = actions::turn_off::turn_off(&mut clinic.db, &session, [7; 16], at);
    assert!(matches!(off, Err(ActionError::PasswordFirst)));
    let number = fixtures::clinic::mobile(JANE.mobile);
    let set_up = actions::enrol_sms::send_set_up_code(&mut clinic.db, &session, &number, &clinic.policy, [7; 16], at);
    assert!(matches!(set_up, Err(ActionError::PasswordFirst)));
    // Another terminal and a restart do not get past.
    let other = begin_session(&mut clinic, "jane", TEMPORARY);
    assert_eq!(gate(&mut clinic, &other), Some(Gate::NewPassword));
}

#[test]
fn m09_weak_ones_are_refused_with_their_reason_and_the_temporary_one_too() {
    let mut clinic = Clinic::new();
    reset(&mut clinic, &JANE);
    let session = begin_session(&mut clinic, "jane", TEMPORARY);
    for weak in [
        "short",
        "password1",
        "jane1234",
        "maple123",
        "janemaple1",
        "maple clinic 1",
        TEMPORARY,
    ] {
        match choose(&mut clinic, &session, weak).unwrap() {
            Chosen::Weak(reason) => assert!(reason.ends_with('.'), "{reason}"),
            Chosen::Changed => panic!("{weak} was taken"),
        }
    }
    assert_eq!(gate(&mut clinic, &session), Some(Gate::NewPassword));
}

/// T47.
#[test]
fn m09_a_new_password_ends_all_other_sessions_is_mailed_and_opens_the_gate() {
    let mut clinic = Clinic::new();
    reset(&mut clinic, &JANE);
    let session = begin_session(&mut clinic, "jane", TEMPORARY);
    let other = begin_session(&mut clinic, "jane", TEMPORARY);
    clinic.deliver();
    assert_eq!(
        choose(&mut clinic, &session, "nettle orbit 58 window").unwrap(),
        Chosen::Changed
    );
    assert_eq!(gate(&mut clinic, &session), None);
    assert_eq!(mails_to(&mut clinic, JANE.email), [MailKind::PasswordChanged]);
    let at = clinic.clock.now();
    assert!(matches!(
        look::still_running(&mut clinic.db, &other, at),
        Err(ActionError::SessionEnded { .. })
    ));
    begin_session(&mut clinic, "jane", "nettle orbit 58 window");
    assert!(matches!(clinic.begin("jane", TEMPORARY, &desk()), Begun::Wrong { .. }));
}

#[test]
fn a07_an_added_person_has_a_temporary_password_or_an_own_one_and_no_second_owner() {
    let mut clinic = Clinic::new();
    let pat = Person {
        username: "pat",
        name: "Pat New",
        email: "pat@maple.example",
        access: Access::Staff,
        ..FAY
    };
    let (entropy, at) = (clinic.dice.throw(), clinic.clock.now());
    add_staff(
        &mut clinic.db,
        &to_add(&pat),
        &FirstPassword::Temporary(TEMPORARY.into()),
        OPERATOR,
        entropy,
        at,
    )
    .unwrap();
    let session = begin_session(&mut clinic, "pat", TEMPORARY);
    assert_eq!(gate(&mut clinic, &session), Some(Gate::NewPassword));

    let own = FirstPassword::Own("meadow spoon 91 tram".into());
    let taken = add_staff(&mut clinic.db, &to_add(&pat), &own, OPERATOR, [7; 16], at).unwrap_err();
    assert!(taken.to_string().contains("pat is taken"), "{taken}");
    let owner = Person {
        username: "max",
        access: Access::Owner,
        ..pat
    };
    assert!(add_staff(&mut clinic.db, &to_add(&owner), &own, OPERATOR, [7; 16], at).is_err());
    let short = FirstPassword::Own("short".into());
    let max = Person { username: "max", ..pat };
    assert!(matches!(
        add_staff(&mut clinic.db, &to_add(&max), &short, OPERATOR, [7; 16], at),
        Err(ActionError::Refused(_))
    ));
    assert_eq!(clinic.number("SELECT count(*) FROM staff"), 4);
}

#[test]
fn a07_resetting_nobody_s_password_is_said_and_changes_nothing() {
    let mut clinic = Clinic::new();
    let (rows, at) = (clinic.record().len(), clinic.clock.now());
    let refused = reset_password(&mut clinic.db, "nobody", &TEMPORARY.into(), OPERATOR, [7; 16], at).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "Nobody has the user name nobody. Nothing was changed."
    );
    assert_eq!(clinic.record().len(), rows);
}
