//! Setting texts up, replacing the number, turning off, and the step-up before them (spec M01 to M03, M07, M10).

use actions::enrol_sms::{SetUp, confirm_set_up, send_set_up_code};
use actions::step_up::{self, PasswordAnswer};
use actions::turn_off::turn_off;
use actions::{ActionError, Token};
use domain::code::TypedCode;
use domain::message::{MailKind, TextKind};
use domain::recovery_code::TypedRecoveryCode;
use domain::sign_in::{Outcome, TextPlan};
use domain::step_up::{Act, Needs};
use domain::time::MINUTE;
use domain::verification::Dead;
use fixtures::clinic::{Clinic, FAY, JANE, SAM, another_code, desk, elsewhere, mobile, typed};
use store::outbox::Kind;

use crate::{let_in, mails_to};

const NEW_NUMBER: &str = "+16045550177";

fn send(clinic: &mut Clinic, session: &Token, number: &str) -> Result<Outcome, ActionError> {
    let (entropy, at) = (clinic.dice.throw(), clinic.clock.now());
    send_set_up_code(&mut clinic.db, session, &mobile(number), &clinic.policy, entropy, at)
}

fn confirm(clinic: &mut Clinic, session: &Token, code: &str) -> Result<SetUp, ActionError> {
    let (entropy, at) = (clinic.dice.throw(), clinic.clock.now());
    let code = TypedCode::parse(code).unwrap();
    confirm_set_up(&mut clinic.db, session, &code, &clinic.policy, entropy, at)
}

fn refused(clinic: &mut Clinic, session: &Token, code: &str) -> Outcome {
    match confirm(clinic, session, code).unwrap() {
        SetUp::Refused(outcome) => outcome,
        SetUp::On => panic!("it was taken"),
    }
}

fn off(clinic: &mut Clinic, session: &Token) -> Result<(), ActionError> {
    let (entropy, at) = (clinic.dice.throw(), clinic.clock.now());
    turn_off(&mut clinic.db, session, entropy, at)
}

fn needs(error: ActionError) -> Needs {
    match error {
        ActionError::StepUp(needs) => needs,
        other => panic!("{other}"),
    }
}

fn own_password(clinic: &mut Clinic, session: &Token, password: &str) -> PasswordAnswer {
    let (entropy, at) = (clinic.dice.throw(), clinic.clock.now());
    step_up::password(&mut clinic.db, session, &typed(password), &clinic.policy, entropy, at).unwrap()
}

fn step_up_text(clinic: &mut Clinic, session: &Token) -> Outcome {
    let (entropy, at) = (clinic.dice.throw(), clinic.clock.now());
    step_up::text(&mut clinic.db, session, &clinic.policy, entropy, at).unwrap()
}

fn step_up_code(clinic: &mut Clinic, session: &Token, code: &str) -> Outcome {
    let (entropy, at) = (clinic.dice.throw(), clinic.clock.now());
    let code = TypedCode::parse(code).unwrap();
    step_up::code(&mut clinic.db, session, &code, &clinic.policy, entropy, at).unwrap()
}

/// A session of sam's in which everything that was shown is too old.
fn stale_session(clinic: &mut Clinic) -> Token {
    let session = clinic.sign_in(&SAM, &desk());
    clinic.clock.plus(20 * MINUTE);
    clinic.deliver();
    session
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
        step_up_code(&mut clinic, &session, &wrong),
        Outcome::Wrong { tries_left: 1 }
    );
    assert!(matches!(
        step_up_code(&mut clinic, &session, &wrong),
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

/// T45.
#[test]
fn m10_what_was_shown_at_sign_in_counts_five_and_fifteen_minutes_and_then_is_asked_again() {
    let both = Needs {
        password: true,
        code: true,
    };
    for (passed, wanted) in [
        (5 * MINUTE - 1, None),
        (
            5 * MINUTE,
            Some(Needs {
                password: true,
                code: false,
            }),
        ),
        (
            15 * MINUTE - 1,
            Some(Needs {
                password: true,
                code: false,
            }),
        ),
        (15 * MINUTE, Some(both)),
    ] {
        let mut clinic = Clinic::new();
        let session = clinic.sign_in(&SAM, &desk());
        clinic.clock.plus(passed);
        let outcome = off(&mut clinic, &session);
        assert_eq!(outcome.err().map(needs), wanted, "after {passed} ms");
    }
}

#[test]
fn m10_every_act_of_the_table_is_refused_in_a_stale_session_and_nothing_changes() {
    let mut clinic = Clinic::new();
    let session = stale_session(&mut clinic);
    let dump =
        |clinic: &Clinic| clinic.number("SELECT count(*) FROM outbox") + clinic.number("SELECT count(*) FROM audit");
    let before = dump(&clinic);
    for act in Act::ALL {
        let refusal = match act {
            Act::SetUpSms => send(&mut clinic, &session, NEW_NUMBER).map(|_| ()),
            Act::TurnOff => off(&mut clinic, &session),
        };
        assert_eq!(
            needs(refusal.unwrap_err()),
            Needs {
                password: true,
                code: true
            },
            "{act:?}"
        );
    }
    assert_eq!(dump(&clinic), before);
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
    assert!(
        matches!(send(&mut clinic, &session, SAM.mobile), Err(ActionError::StepUp(_))),
        "another number is another act"
    );
    let code = clinic.read_phone();
    assert!(matches!(confirm(&mut clinic, &session, &code).unwrap(), SetUp::On));
}

#[test]
fn m10_without_step_up_no_set_up_code_is_even_compared() {
    let mut clinic = Clinic::new();
    let session = stale_session(&mut clinic);
    assert!(send(&mut clinic, &session, NEW_NUMBER).is_err());
    assert!(matches!(
        confirm(&mut clinic, &session, "123456"),
        Err(ActionError::StepUp(_))
    ));
    assert_eq!(clinic.number("SELECT count(*) FROM wrong_codes"), 0);
}

#[test]
fn m10_password_and_code_open_the_way_and_each_counts_on_its_own() {
    let mut clinic = Clinic::new();
    let session = stale_session(&mut clinic);
    assert_eq!(own_password(&mut clinic, &session, SAM.password), PasswordAnswer::Right);
    assert_eq!(
        needs(off(&mut clinic, &session).unwrap_err()),
        Needs {
            password: false,
            code: true
        }
    );
    assert_eq!(step_up_text(&mut clinic, &session), Outcome::CodeAsked(TextPlan::Sent));
    let code = clinic.read_phone();
    assert!(matches!(step_up_code(&mut clinic, &session, &code), Outcome::Passed(_)));
    off(&mut clinic, &session).unwrap();
}

#[test]
fn m10_the_recovery_code_serves_instead_and_a_fresh_one_comes_first() {
    let mut clinic = Clinic::new();
    let session = stale_session(&mut clinic);
    own_password(&mut clinic, &session, SAM.password);
    let code = TypedRecoveryCode::parse(&clinic.sams_recovery_code).unwrap();
    let (entropy, at) = (clinic.dice.throw(), clinic.clock.now());
    let outcome = step_up::recovery_code(&mut clinic.db, &session, &code, &clinic.policy, entropy, at).unwrap();
    assert!(matches!(outcome, Outcome::Passed(_)));
    assert_eq!(mails_to(&mut clinic, SAM.email), [MailKind::RecoveryUsed]);
    assert!(matches!(off(&mut clinic, &session), Err(ActionError::RecoveryFirst)));
    clinic.keep_recovery_code(&session);
    off(&mut clinic, &session).unwrap();
}

#[test]
fn m10_wrong_passwords_count_in_the_ladder_of_the_sign_in_and_every_third_failure_is_mailed() {
    let mut clinic = Clinic::new();
    let session = stale_session(&mut clinic);
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
        actions::begin_sign_in::Begun::MustWait { .. }
    ));
    let sixth_and_ninth = [MailKind::StepUpFailed, MailKind::StepUpFailed];
    assert_eq!(mails_to(&mut clinic, SAM.email), sixth_and_ninth);
}

#[test]
fn m10_without_2sv_no_code_is_asked_and_a_step_up_text_is_not_sent() {
    let mut clinic = Clinic::new();
    let session = clinic.sign_in(&JANE, &desk());
    clinic.clock.plus(20 * MINUTE);
    clinic.deliver();
    assert_eq!(
        needs(send(&mut clinic, &session, JANE.mobile).unwrap_err()),
        Needs {
            password: true,
            code: false
        }
    );
    step_up_text(&mut clinic, &session);
    assert!(clinic.deliver().is_empty());
    own_password(&mut clinic, &session, JANE.password);
    send(&mut clinic, &session, JANE.mobile).unwrap();
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
    assert!(clinic.staff(&JANE).default_method.is_some());
    assert_eq!(clinic.staff(&FAY).default_method, None);
    assert_eq!(clinic.number("SELECT count(*) FROM methods"), 2, "sam's, and hers");
}
