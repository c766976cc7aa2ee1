//! **Password** in My Account (spec M09, M10, R07; T47, T60): what it ends, and what it leaves as it is. The forced change
//! and temporary passwords are `passwords`'.

use actions::begin_sign_in::Begun;
use actions::choose_password::Chosen;
use actions::{ActionError, Gate, Token};
use domain::message::MailKind;
use domain::sign_in::Outcome;
use domain::time::{HOUR, MINUTE};
use fixtures::clinic::{BO, Clinic, JANE, KIM, OPERATOR, Person, SAM, by_app, desk, elsewhere};

use crate::acts::{account, choose, dump, ended, missing, own_password};
use crate::mails_to;

const NEW: &str = "nettle orbit 58 window";

fn with_new(person: &Person) -> Person {
    Person {
        password: NEW,
        ..*person
    }
}

#[test]
fn m09_it_ends_all_other_sessions_and_pending_sign_ins_and_leaves_2sv_and_the_recovery_code() {
    let mut clinic = Clinic::with_apps();
    let other = clinic.sign_in(&KIM, &elsewhere());
    clinic.clock.plus(MINUTE);
    let session = clinic.sign_in(&KIM, &desk());
    let pending = clinic.pending(&KIM, &elsewhere());
    let texted = clinic.texted_code(&KIM);
    clinic.deliver();
    let (two_step, recovery) = (clinic.staff(&KIM).two_step, clinic.recovery_code(&KIM));

    assert_eq!(choose(&mut clinic, &session, NEW).unwrap(), Chosen::Changed);

    assert_eq!(ended(&mut clinic, &session), None, "the one it was changed in goes on");
    assert_eq!(ended(&mut clinic, &other).as_deref(), Some("your password was changed"));
    assert_eq!(clinic.refused(&pending, &elsewhere(), &texted), Outcome::SignInAgain);
    assert_eq!(clinic.staff(&KIM).two_step, two_step);
    assert_eq!(clinic.recovery_code(&KIM), recovery, "R07");
    assert_eq!(mails_to(&mut clinic, KIM.email), [MailKind::PasswordChanged]);
    assert!(matches!(
        clinic.begin("kim", KIM.password, &desk()),
        Begun::Wrong { .. }
    ));
    clinic.clock.plus(MINUTE);
    clinic.sign_in(&with_new(&KIM), &desk());
}

/// S09: also the pending sign-in whose app code is right.
#[test]
fn s09_a_pending_sign_in_by_app_dies_with_the_password() {
    let mut clinic = Clinic::with_apps();
    let session = clinic.sign_in(&BO, &desk());
    clinic.clock.plus(MINUTE);
    let pending = clinic.pending(&BO, &elsewhere());
    choose(&mut clinic, &session, NEW).unwrap();
    let code = clinic.app_code(&BO);
    assert_eq!(clinic.app_refused(&pending, &elsewhere(), &code), Outcome::SignInAgain);
    assert!(clinic.screen(&pending, &elsewhere(), None).is_none());
}

#[test]
fn m10_password_and_code_are_asked_when_they_are_stale_and_a_new_password_counts_as_typed() {
    let mut clinic = Clinic::with_apps();
    let session = clinic.sign_in(&BO, &desk());
    clinic.clock.plus(4 * MINUTE);
    choose(&mut clinic, &session, NEW).unwrap();
    clinic.clock.plus(4 * MINUTE);
    choose(&mut clinic, &session, "meadow spoon 91 tram").unwrap();
    clinic.clock.plus(5 * MINUTE);
    let before = dump(&clinic);
    assert_eq!(missing(choose(&mut clinic, &session, NEW)), (true, false));
    assert!(dump(&clinic) == before);
}

/// With its reason, and nothing ended by it.
#[test]
fn m09_weak_ones_the_present_one_and_personal_ones_are_refused_with_a_reason() {
    let mut clinic = Clinic::new();
    let session = clinic.sign_in(&SAM, &desk());
    let before = dump(&clinic);
    let long = "x".repeat(129);
    for weak in [
        "",
        "short",
        "password1",
        "sam12345",
        "tremblay1",
        "maple clinic 1",
        SAM.password,
        &long,
    ] {
        match choose(&mut clinic, &session, weak).unwrap() {
            Chosen::Weak(reason) => assert!(reason.ends_with('.') && !reason.contains(SAM.password), "{reason}"),
            Chosen::Changed => panic!("{weak:?} was taken"),
        }
    }
    assert!(dump(&clinic) == before);
    let longest = "the kettle of my aunt sings on mondays ".repeat(4);
    let longest: String = longest.chars().take(128).collect();
    assert_eq!(choose(&mut clinic, &session, &longest).unwrap(), Chosen::Changed);
}

/// M10: a strange session that only stays open cannot take the account over.
#[test]
fn m10_an_unattended_session_changes_no_password_without_the_old_one_and_a_code() {
    let mut clinic = Clinic::new();
    let session = clinic.sign_in(&SAM, &desk());
    clinic.clock.plus(HOUR);
    assert_eq!(missing(choose(&mut clinic, &session, NEW)), (true, true));
    own_password(&mut clinic, &session, SAM.password);
    assert_eq!(missing(choose(&mut clinic, &session, NEW)), (false, true));
    clinic.step_up(&session, &SAM);
    assert_eq!(choose(&mut clinic, &session, NEW).unwrap(), Chosen::Changed);
}

fn reset(clinic: &mut Clinic, person: &Person, temporary: &'static str) {
    let (entropy, at) = (clinic.dice.throw(), clinic.clock.now());
    actions::reset_password::reset_password(
        &mut clinic.db,
        person.username,
        &temporary.into(),
        OPERATOR,
        entropy,
        at,
    )
    .unwrap();
}

/// T60: nor round the app. The forced change asks no step-up: the temporary one was typed to get here.
#[test]
fn a07_a_reset_leaves_the_app_and_asks_its_code_before_the_new_password() {
    let mut clinic = Clinic::with_apps();
    let recovery = clinic.recovery_code(&BO);
    reset(&mut clinic, &BO, "k7mm2qpx9wzt");
    let Begun::SecondStep { pending, .. } = clinic.begin("bo", "k7mm2qpx9wzt", &desk()) else {
        panic!("the second step was skipped")
    };
    let code = clinic.app_code(&BO);
    let session = crate::let_in(clinic.try_code(&pending, &desk(), &by_app(&code)).unwrap());
    assert_eq!(account(&mut clinic, &session).gate, Some(Gate::NewPassword));
    clinic.clock.plus(HOUR);
    assert_eq!(choose(&mut clinic, &session, NEW).unwrap(), Chosen::Changed);
    assert_eq!(clinic.recovery_code(&BO), recovery);
    clinic.sign_in(&with_new(&BO), &desk());
}

/// Argon2id runs between looking and writing: whoever was first wins.
#[test]
fn s14_a_password_reset_while_a_new_one_was_being_chosen_is_not_overwritten() {
    let mut clinic = Clinic::new();
    let (one, other) = (clinic.sign_in(&JANE, &desk()), clinic.sign_in(&JANE, &elsewhere()));
    choose(&mut clinic, &one, NEW).unwrap();
    let late = choose(&mut clinic, &other, "meadow spoon 91 tram");
    assert!(matches!(late, Err(ActionError::SessionEnded { .. })), "{late:?}");
    clinic.sign_in(&with_new(&JANE), &desk());
}

/// Z03: neither the record nor an error names one.
#[test]
fn z03_no_password_is_in_the_record() {
    let mut clinic = Clinic::new();
    let session: Token = clinic.sign_in(&SAM, &desk());
    choose(&mut clinic, &session, "password1").unwrap();
    choose(&mut clinic, &session, NEW).unwrap();
    let record = format!("{:?}", clinic.record());
    for secret in [NEW, SAM.password, "password1"] {
        assert!(!record.contains(secret), "{secret}");
    }
}
