//! Step-up (spec M10): how long what was shown counts, what serves, and what wrong answers do. Which acts ask is
//! `every_act`'s.

use actions::ActionError;
use actions::Token;
use actions::begin_sign_in::Begun;
use actions::code_screen::{Asks, OtherWay};
use actions::enrol_sms::SetUp;
use actions::step_up::{PasswordAnswer, StepUpView, view};
use domain::message::MailKind;
use domain::person::Method;
use domain::sign_in::{How, Outcome, TextPlan};
use domain::step_up::Act;
use domain::time::MINUTE;
use domain::verification::Dead;
use fixtures::clinic::{Clinic, FAY, JANE, KIM, Person, SAM, desk, elsewhere};

use crate::acts::{confirm, missing, off, own_password, send, step_up_recovery, step_up_text};
use crate::mails_to;

const NEW_NUMBER: &str = "+16045550177";

/// A session in which everything that was shown is too old.
fn stale_session(clinic: &mut Clinic, person: &Person) -> Token {
    let session = clinic.sign_in(person, &desk());
    clinic.clock.plus(20 * MINUTE);
    clinic.deliver();
    session
}

/// T45.
#[test]
fn m10_what_was_shown_at_sign_in_counts_five_and_fifteen_minutes_and_then_is_asked_again() {
    for (passed, wanted) in [
        (5 * MINUTE - 1, None),
        (5 * MINUTE, Some((true, false))),
        (15 * MINUTE - 1, Some((true, false))),
        (15 * MINUTE, Some((true, true))),
    ] {
        let mut clinic = Clinic::new();
        let session = clinic.sign_in(&SAM, &desk());
        clinic.clock.plus(passed);
        let done = off(&mut clinic, &session);
        let asked = match done {
            Ok(()) => None,
            refused => Some(missing(refused)),
        };
        assert_eq!(asked, wanted, "after {passed} ms");
    }
}

/// Step-up was complete when the code was asked for: who reads the text slowly is not asked again.
#[test]
fn m10_a_set_up_begun_behind_a_complete_step_up_is_finished_and_resent_without_another() {
    let mut clinic = Clinic::new();
    let session = clinic.sign_in(&FAY, &desk());
    clinic.clock.plus(5 * MINUTE - 1);
    send(&mut clinic, &session, NEW_NUMBER).unwrap();
    clinic.clock.plus(MINUTE);
    assert_eq!(
        send(&mut clinic, &session, NEW_NUMBER).unwrap(),
        Outcome::CodeAsked(TextPlan::SentAgain)
    );
    let another = send(&mut clinic, &session, SAM.mobile);
    assert_eq!(missing(another), (true, false), "another number is another act");
    let code = clinic.read_phone();
    assert!(matches!(confirm(&mut clinic, &session, &code).unwrap(), SetUp::On));
}

/// Resends and a slow phone prolong it to twenty minutes after that password, and no further.
#[test]
fn m10_resends_of_a_set_up_code_do_not_put_step_up_off_for_ever() {
    let mut clinic = Clinic::new();
    let session = clinic.sign_in(&FAY, &desk());
    clinic.clock.plus(5 * MINUTE - 1);
    send(&mut clinic, &session, NEW_NUMBER).unwrap();
    for _ in 0..2 {
        clinic.clock.plus(7 * MINUTE);
        send(&mut clinic, &session, NEW_NUMBER).unwrap();
    }
    clinic.clock.plus(MINUTE + 1);
    let code = clinic.texted_code(&FAY);
    assert_eq!(missing(send(&mut clinic, &session, NEW_NUMBER)), (true, false));
    assert_eq!(missing(confirm(&mut clinic, &session, &code)), (true, false));
}

#[test]
fn m10_without_step_up_no_set_up_code_is_even_compared() {
    let mut clinic = Clinic::new();
    let session = stale_session(&mut clinic, &SAM);
    assert_eq!(missing(send(&mut clinic, &session, NEW_NUMBER)), (true, true));
    assert_eq!(missing(confirm(&mut clinic, &session, "123456")), (true, true));
    assert_eq!(clinic.number("SELECT count(*) FROM wrong_codes"), 0);
}

#[test]
fn m10_password_and_code_open_the_way_and_each_counts_on_its_own() {
    let mut clinic = Clinic::new();
    let session = stale_session(&mut clinic, &SAM);
    assert_eq!(own_password(&mut clinic, &session, SAM.password), PasswordAnswer::Right);
    assert_eq!(missing(off(&mut clinic, &session)), (false, true));
    assert_eq!(step_up_text(&mut clinic, &session), Outcome::CodeAsked(TextPlan::Sent));
    let code = clinic.read_phone();
    let passed = clinic.step_up_code(&session, Method::Sms, &code);
    assert_eq!(passed, Outcome::Passed(How::Text));
    off(&mut clinic, &session).unwrap();
}

#[test]
fn m10_the_recovery_code_serves_instead_and_a_fresh_one_comes_first() {
    let mut clinic = Clinic::new();
    let session = stale_session(&mut clinic, &SAM);
    own_password(&mut clinic, &session, SAM.password);
    let code = clinic.sams_recovery_code.clone();
    let passed = step_up_recovery(&mut clinic, &session, &code);
    assert_eq!(passed, Outcome::Passed(How::Recovery));
    assert_eq!(mails_to(&mut clinic, SAM.email), [MailKind::RecoveryUsed]);
    assert!(matches!(off(&mut clinic, &session), Err(ActionError::RecoveryFirst)));
    clinic.keep_recovery_code(&session);
    off(&mut clinic, &session).unwrap();
}

#[test]
fn m10_wrong_passwords_count_in_the_ladder_of_the_sign_in_and_every_third_failure_is_mailed() {
    let mut clinic = Clinic::new();
    let session = stale_session(&mut clinic, &SAM);
    for _ in 0..2 {
        assert_eq!(
            own_password(&mut clinic, &session, "not the password"),
            PasswordAnswer::Wrong { wait_ms: None }
        );
    }
    assert_eq!(mails_to(&mut clinic, SAM.email), []);
    own_password(&mut clinic, &session, "not the password");
    assert_eq!(mails_to(&mut clinic, SAM.email), [MailKind::StepUpFailed]);
    for _ in 0..6 {
        own_password(&mut clinic, &session, "not the password");
    }
    let tenth = own_password(&mut clinic, &session, "not the password");
    assert!(matches!(tenth, PasswordAnswer::Wrong { wait_ms: Some(_) }));
    assert!(matches!(
        own_password(&mut clinic, &session, SAM.password),
        PasswordAnswer::MustWait { .. }
    ));
    assert!(matches!(
        clinic.begin("sam", SAM.password, &desk()),
        Begun::MustWait { .. }
    ));
    let sixth_and_ninth = [MailKind::StepUpFailed, MailKind::StepUpFailed];
    assert_eq!(mails_to(&mut clinic, SAM.email), sixth_and_ninth);
}

/// X01: failures of any kind add up, and passing once begins anew.
#[test]
fn x01_three_failed_step_ups_of_any_kind_are_mailed_and_one_passed_begins_anew() {
    let mut clinic = Clinic::with_apps();
    let session = stale_session(&mut clinic, &KIM);
    let wrong = clinic.wrong_app_code(&KIM);
    own_password(&mut clinic, &session, "not the password");
    clinic.step_up_code(&session, Method::App, &wrong);
    let right = clinic.next_app_code(&KIM);
    let passed = clinic.step_up_code(&session, Method::App, &right);
    assert_eq!(passed, Outcome::Passed(How::App));
    own_password(&mut clinic, &session, "not the password");
    step_up_recovery(&mut clinic, &session, "AAAAAA");
    assert_eq!(mails_to(&mut clinic, KIM.email), [], "two since then");
    clinic.step_up_code(&session, Method::App, &wrong);
    assert_eq!(mails_to(&mut clinic, KIM.email), [MailKind::StepUpFailed]);
}

#[test]
fn m10_without_2sv_no_code_is_asked_and_a_step_up_text_is_not_sent() {
    let mut clinic = Clinic::new();
    let session = stale_session(&mut clinic, &JANE);
    assert_eq!(missing(send(&mut clinic, &session, JANE.mobile)), (true, false));
    assert_eq!(step_up_text(&mut clinic, &session), Outcome::SignInAgain);
    assert!(clinic.deliver().is_empty());
    own_password(&mut clinic, &session, JANE.password);
    send(&mut clinic, &session, JANE.mobile).unwrap();
}

fn looked(clinic: &mut Clinic, session: &Token, method: Option<Method>) -> StepUpView {
    let at = clinic.clock.now();
    view(&mut clinic.db, session, Act::TurnOff, method, &clinic.policy, at).unwrap()
}

/// S05 at this door: the default first, the other one and the recovery code beside it.
#[test]
fn m10_it_asks_by_the_default_method_and_by_the_other_one_where_that_is_chosen() {
    let mut clinic = Clinic::with_apps();
    let session = stale_session(&mut clinic, &KIM);
    let shown = looked(&mut clinic, &session, None).code.unwrap();
    assert_eq!((shown.method(), shown.other), (Method::Sms, Some(OtherWay::App)));
    let shown = looked(&mut clinic, &session, Some(Method::App)).code.unwrap();
    assert_eq!(shown.asks, Asks::App);
    assert!(matches!(&shown.other, Some(OtherWay::Text(masked)) if masked.ends_with("04")));
    assert!(!shown.trust_offered, "T01: the box belongs to the sign-in");
    assert_eq!(
        clinic.number("SELECT count(*) FROM outbox WHERE state = 'queued'"),
        0,
        "looking sends nothing"
    );
}

#[test]
fn m10_what_is_fresh_is_not_asked_and_no_code_screen_is_shown_for_it() {
    let mut clinic = Clinic::with_apps();
    let session = clinic.sign_in(&KIM, &desk());
    let shown = looked(&mut clinic, &session, None);
    assert!(shown.needs.nothing());
    assert_eq!(shown.code, None);
}

/// T1: one code, two doors.
#[test]
fn c04_a_code_that_signed_in_is_no_step_up_and_one_that_stepped_up_does_not_sign_in() {
    let mut clinic = Clinic::with_apps();
    let session = stale_session(&mut clinic, &KIM);
    let code = clinic.next_app_code(&KIM);
    let pending = clinic.pending(&KIM, &elsewhere());
    let passed = clinic.step_up_code(&session, Method::App, &code);
    assert_eq!(passed, Outcome::Passed(How::App));
    let used = Outcome::Dead(Dead::StepUsed);
    assert_eq!(clinic.step_up_code(&session, Method::App, &code), used);
    assert_eq!(clinic.app_refused(&pending, &elsewhere(), &code), used);
    assert_eq!(clinic.number("SELECT count(*) FROM wrong_codes"), 0, "L06: not counted");
}

/// Whoever has the session of somebody with texts alone cannot try an app that is not there.
#[test]
fn m10_a_code_of_a_method_that_is_not_set_up_is_never_right_and_shows_nothing() {
    let mut clinic = Clinic::with_apps();
    let session = stale_session(&mut clinic, &SAM);
    own_password(&mut clinic, &session, SAM.password);
    assert_eq!(
        clinic.step_up_code(&session, Method::App, "123456"),
        Outcome::SignInAgain
    );
    assert_eq!(missing(off(&mut clinic, &session)), (false, true));
}
