//! Setting texts up, replacing the number, turning off (spec M01 to M03, M07).

use actions::enrol_sms::SetUp;
use actions::{ActionError, Token};
use domain::message::{MailKind, TextKind};
use domain::person::Method;
use domain::sign_in::{Outcome, TextPlan};
use domain::time::MINUTE;
use domain::verification::Dead;
use fixtures::clinic::{Clinic, FAY, JANE, SAM, another_code, desk, elsewhere};
use store::outbox::Kind;

use crate::acts::{confirm, off, send};
use crate::{let_in, mails_to};

const NEW_NUMBER: &str = "+16045550177";

fn refused(clinic: &mut Clinic, session: &Token, code: &str) -> Outcome {
    match confirm(clinic, session, code).unwrap() {
        SetUp::Refused(outcome) => outcome,
        SetUp::On => panic!("it was taken"),
    }
}

fn state(clinic: &mut Clinic) -> String {
    format!("{:?}", clinic.staff(&FAY))
}

/// T49, T51.
#[test]
fn m02_leaving_before_the_code_was_accepted_changes_nothing_at_all() {
    let mut clinic = Clinic::new();
    let session = clinic.sign_in(&FAY, &desk());
    clinic.deliver();
    let before = state(&mut clinic);
    send(&mut clinic, &session, NEW_NUMBER).unwrap();
    let code = clinic.read_phone();
    assert!(matches!(
        refused(&mut clinic, &session, &another_code(&code)),
        Outcome::Wrong { tries_left: 4 }
    ));
    assert_eq!(state(&mut clinic), before);
    assert_eq!(mails_to(&mut clinic, FAY.email), []);
    clinic.sign_out(&session);
    let later = clinic.sign_in(&FAY, &desk());
    assert_eq!(
        refused(&mut clinic, &later, &code),
        Outcome::Wrong { tries_left: 3 },
        "nor does it go on later"
    );
    assert_eq!(state(&mut clinic), before);
}

#[test]
fn m02_a_set_up_code_goes_to_the_number_being_set_up_and_the_number_becomes_the_profile_s() {
    let mut clinic = Clinic::new();
    let session = clinic.sign_in(&FAY, &desk());
    assert_eq!(
        send(&mut clinic, &session, NEW_NUMBER).unwrap(),
        Outcome::CodeAsked(TextPlan::Sent)
    );
    let texts = clinic.deliver();
    let text = texts.iter().find(|message| message.code.is_some()).unwrap();
    assert_eq!(text.to, NEW_NUMBER);
    assert!(matches!(
        confirm(&mut clinic, &session, text.code.as_ref().unwrap()).unwrap(),
        SetUp::On
    ));
    assert_eq!(clinic.staff(&FAY).mobile.as_deref(), Some(NEW_NUMBER));
}

#[test]
fn m02_correcting_the_number_kills_the_code_that_went_to_the_wrong_one() {
    let mut clinic = Clinic::new();
    let session = clinic.sign_in(&FAY, &desk());
    send(&mut clinic, &session, NEW_NUMBER).unwrap();
    let astray = clinic.read_phone();
    clinic.clock.plus(MINUTE);
    send(&mut clinic, &session, FAY.mobile).unwrap();
    assert!(matches!(
        refused(&mut clinic, &session, &astray),
        Outcome::Dead(Dead::Withdrawn)
    ));
    let right = clinic.read_phone();
    assert!(matches!(confirm(&mut clinic, &session, &right).unwrap(), SetUp::On));
    assert_eq!(clinic.staff(&FAY).mobile.as_deref(), Some(FAY.mobile));
}

/// T5 for texts: a code that set the method up is no sign-in code.
#[test]
fn m02_the_set_up_code_does_not_sign_in() {
    let mut clinic = Clinic::new();
    let session = clinic.sign_in(&FAY, &desk());
    send(&mut clinic, &session, FAY.mobile).unwrap();
    let code = clinic.read_phone();
    confirm(&mut clinic, &session, &code).unwrap();
    clinic.keep_recovery_code(&session);
    let pending = clinic.pending(&FAY, &desk());
    assert!(matches!(
        clinic.refused(&pending, &desk(), &code),
        Outcome::Dead(Dead::AlreadyUsed)
    ));
}

#[test]
fn m03_a_new_number_takes_over_when_its_code_was_accepted_and_the_old_one_and_the_mail_address_are_told() {
    let mut clinic = Clinic::new();
    let session = clinic.sign_in(&SAM, &desk());
    clinic.deliver();
    send(&mut clinic, &session, NEW_NUMBER).unwrap();
    let code = clinic.read_phone();
    assert_eq!(
        clinic.staff(&SAM).mobile.as_deref(),
        Some(SAM.mobile),
        "the old one works until then"
    );
    assert!(matches!(confirm(&mut clinic, &session, &code).unwrap(), SetUp::On));
    let told = clinic.deliver();
    let mail = told.iter().find(|message| message.to == SAM.email).unwrap();
    assert_eq!(mail.kind, Kind::Mail(MailKind::NumberChanged));
    assert!(!mail.facts["number"].contains("5550177"), "masked: {:?}", mail.facts);
    let text = told.iter().find(|message| message.to == SAM.mobile).unwrap();
    assert_eq!(
        (text.kind, text.code.is_none()),
        (Kind::Text(TextKind::NumberChanged), true)
    );
    assert_eq!(told.len(), 2);
    let kept = clinic.sams_recovery_code.clone();
    let pending = clinic.pending(&SAM, &elsewhere());
    assert_eq!(clinic.deliver()[0].to, NEW_NUMBER);
    let_in(clinic.recover(&pending, &elsewhere(), &kept));
}

#[test]
fn m03_codes_on_their_way_to_the_old_number_die_with_it() {
    let mut clinic = Clinic::new();
    let session = clinic.sign_in(&SAM, &desk());
    let pending = clinic.pending(&SAM, &elsewhere());
    let stolen = clinic.texted_code(&SAM);
    send(&mut clinic, &session, NEW_NUMBER).unwrap();
    let code = clinic.read_phone();
    confirm(&mut clinic, &session, &code).unwrap();
    assert_eq!(
        clinic.refused(&pending, &elsewhere(), &stolen),
        Outcome::Dead(Dead::Withdrawn)
    );
}

/// T15: every door moves the one counter.
#[test]
fn l01_wrong_codes_at_sign_in_set_up_and_step_up_are_counted_together() {
    let mut clinic = Clinic::new();
    let session = clinic.sign_in(&SAM, &desk());
    let pending = clinic.pending(&SAM, &desk());
    clinic.wrong_codes(&SAM, &pending, &desk(), 2);
    send(&mut clinic, &session, NEW_NUMBER).unwrap();
    let wrong = another_code(&clinic.texted_code(&SAM));
    assert_eq!(refused(&mut clinic, &session, &wrong), Outcome::Wrong { tries_left: 2 });
    assert_eq!(
        clinic.step_up_code(&session, Method::Sms, &wrong),
        Outcome::Wrong { tries_left: 1 }
    );
    assert!(matches!(
        clinic.step_up_code(&session, Method::Sms, &wrong),
        Outcome::MustWait(_)
    ));
    assert!(
        matches!(send(&mut clinic, &session, NEW_NUMBER).unwrap(), Outcome::MustWait(_)),
        "no text either"
    );
    assert!(matches!(
        clinic.wrong_codes(&SAM, &pending, &desk(), 1),
        Outcome::MustWait(_)
    ));
}

/// T39: mailed, recorded and so, in one; T47: the other door is shut too.
#[test]
fn m07_turning_off_kills_codes_and_pending_sign_ins_and_is_mailed() {
    let mut clinic = Clinic::new();
    let session = clinic.sign_in(&SAM, &desk());
    let pending = clinic.pending(&SAM, &elsewhere());
    let code = clinic.texted_code(&SAM);
    clinic.deliver();
    off(&mut clinic, &session).unwrap();
    assert_eq!(mails_to(&mut clinic, SAM.email), [MailKind::TwoStepOff]);
    assert_eq!(clinic.refused(&pending, &elsewhere(), &code), Outcome::SignInAgain);
    assert_eq!(clinic.number("SELECT count(*) FROM challenges WHERE state = 'open'"), 0);
    assert!(
        matches!(off(&mut clinic, &session), Err(ActionError::Refused(_))),
        "off already"
    );
    clinic.sign_in(&SAM, &desk());
}

#[test]
fn m01_a_manager_who_sets_up_turns_it_on_for_nobody_else_not_even_with_their_number() {
    let mut clinic = Clinic::new();
    let session = clinic.sign_in(&JANE, &desk());
    clinic.turn_texts_on(&session, FAY.mobile);
    assert!(clinic.staff(&JANE).two_step.is_on());
    assert!(!clinic.staff(&FAY).two_step.is_on());
    assert_eq!(clinic.number("SELECT count(*) FROM methods"), 2, "sam's, and hers");
}
