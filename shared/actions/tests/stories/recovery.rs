//! The recovery code (spec R02 to R08).

use actions::answer_code::Answered;
use actions::save_recovery_code::{Kept, save_recovery_code, show_recovery_code};
use actions::{ActionError, Gate, Token, look};
use domain::message::MailKind;
use domain::person::Method;
use domain::sign_in::Outcome;
use domain::time::MINUTE;
use fixtures::clinic::{Clinic, FAY, KIM, SAM, desk, elsewhere};

use crate::acts::{dump, missing, offer, renew_code};
use crate::{let_in, mails_to};

fn gate(clinic: &mut Clinic, session: &Token) -> Option<Gate> {
    look::account(&mut clinic.db, session, clinic.clock.now()).unwrap().gate
}

fn recover(clinic: &mut Clinic, code: &str) -> Token {
    let pending = clinic.pending(&SAM, &elsewhere());
    let_in(clinic.recover(&pending, &elsewhere(), code))
}

/// T9: what is said is what is so.
#[test]
fn r02_the_method_is_on_and_mailed_with_the_code_and_nothing_else_opens_until_the_recovery_code_is_kept() {
    let mut clinic = Clinic::new();
    let session = clinic.sign_in(&FAY, &desk());
    clinic.deliver();
    clinic.turn_texts_on(&session, FAY.mobile);
    assert_eq!(mails_to(&mut clinic, FAY.email), [MailKind::TwoStepOn]);
    assert_eq!(gate(&mut clinic, &session), Some(Gate::SaveRecovery));
    let at = clinic.clock.now();
    let off = actions::turn_off::turn_off(&mut clinic.db, &session, [7; 16], at);
    assert!(matches!(off, Err(ActionError::RecoveryFirst)));
    clinic.keep_recovery_code(&session);
    assert_eq!(gate(&mut clinic, &session), None);
}

#[test]
fn r02_leaving_the_step_keeps_2sv_on_and_the_next_sign_in_opens_on_it_with_the_same_code() {
    let mut clinic = Clinic::new();
    let session = clinic.sign_in(&FAY, &desk());
    clinic.turn_texts_on(&session, FAY.mobile);
    let at = clinic.clock.now();
    let shown = show_recovery_code(&mut clinic.db, &session, [7; 16], at).unwrap();
    clinic.sign_out(&session);
    clinic.clock.plus(MINUTE);
    let session = clinic.sign_in(&FAY, &desk());
    assert_eq!(gate(&mut clinic, &session), Some(Gate::SaveRecovery));
    assert_eq!(clinic.keep_recovery_code(&session), *shown.code.bare().reveal());
}

#[test]
fn r02_a_kept_code_is_not_shown_again_and_not_noted_twice() {
    let mut clinic = Clinic::new();
    let session = clinic.sign_in(&SAM, &desk());
    let at = clinic.clock.now();
    assert!(matches!(
        show_recovery_code(&mut clinic.db, &session, [7; 16], at),
        Err(ActionError::Refused(_))
    ));
    let rows = clinic.record().len();
    save_recovery_code(&mut clinic.db, &session, Kept::Copied, &[9; 16], [7; 16], at).unwrap();
    assert_eq!(clinic.record().len(), rows, "kept already: nothing is noted");
}

/// T9: what is noted as kept is what was seen.
#[test]
fn r02_saying_that_a_code_is_kept_which_is_dead_by_now_keeps_the_one_in_its_place_for_nobody() {
    let mut clinic = Clinic::new();
    let session = clinic.sign_in(&FAY, &desk());
    clinic.turn_texts_on(&session, FAY.mobile);
    let at = clinic.clock.now();
    let shown = show_recovery_code(&mut clinic.db, &session, [7; 16], at).unwrap();
    clinic.clock.plus(MINUTE);
    let pending = clinic.pending(&FAY, &elsewhere());
    let other = let_in(clinic.recover(&pending, &elsewhere(), shown.code.bare().reveal()));
    let (entropy, at) = (clinic.dice.throw(), clinic.clock.now());
    let late = save_recovery_code(&mut clinic.db, &session, Kept::Said, &shown.serial, entropy, at);
    assert!(matches!(late, Err(ActionError::RecoveryFirst)), "{late:?}");
    for session in [&session, &other] {
        assert_eq!(gate(&mut clinic, session), Some(Gate::SaveRecovery));
    }
    let fresh = clinic.keep_recovery_code(&session);
    assert_ne!(fresh, *shown.code.bare().reveal());
    assert_eq!(gate(&mut clinic, &other), None);
}

/// M10, T45: a trusted browser is no code step, and the step that keeps the code shows it to nobody without one.
#[test]
fn m10_a_trusted_sign_in_sees_a_code_that_is_to_be_kept_only_after_a_code_step() {
    let mut clinic = Clinic::with_apps();
    clinic.allow_trust();
    let session = clinic.sign_in_and_trust(&KIM, &desk());
    renew_code(&mut clinic, &session).unwrap();
    clinic.sign_out(&session);
    clinic.clock.plus(MINUTE);
    let session = clinic.sign_in(&KIM, &desk());
    assert_eq!(gate(&mut clinic, &session), Some(Gate::SaveRecovery));
    let before = dump(&clinic);
    let at = clinic.clock.now();
    let shown = show_recovery_code(&mut clinic.db, &session, [7; 16], at).map(|_| ());
    assert_eq!(missing(shown), (false, true));
    assert_eq!(missing(offer(&mut clinic, &session)), (false, true));
    assert!(dump(&clinic) == before);
    let code = clinic.next_app_code(&KIM);
    clinic.step_up_code(&session, Method::App, &code);
    clinic.keep_recovery_code(&session);
    assert_eq!(gate(&mut clinic, &session), None);
}

#[test]
fn r03_it_works_once_with_the_password_from_any_browser_and_leaves_2sv_on() {
    let mut clinic = Clinic::new();
    let code = clinic.sams_recovery_code.clone();
    recover(&mut clinic, &code);
    assert_eq!(clinic.staff(&SAM).default_method(), Some(domain::person::Method::Sms));
    let pending = clinic.pending(&SAM, &elsewhere());
    assert_eq!(
        clinic.not_recovered(&pending, &elsewhere(), &code),
        Outcome::RecoveryDead
    );
}

/// T13.
#[test]
fn r03_it_is_taken_as_people_write_it() {
    let mut clinic = Clinic::new();
    let code = clinic.sams_recovery_code.to_lowercase();
    recover(&mut clinic, &format!(" {} - {}", &code[..3], &code[3..]));
}

#[test]
fn r03_its_use_withdraws_the_open_code() {
    let mut clinic = Clinic::new();
    let recovery = clinic.sams_recovery_code.clone();
    let pending = clinic.pending(&SAM, &elsewhere());
    let second = clinic.pending(&SAM, &elsewhere());
    let texted = clinic.texted_code(&SAM);
    let_in(clinic.recover(&pending, &elsewhere(), &recovery));
    assert!(matches!(
        clinic.answer(&second, &elsewhere(), &texted),
        Answered::Refused(Outcome::Dead(_) | Outcome::SignInAgain)
    ));
}

/// T8: dead in the transaction that makes the session, and not at all where that transaction fails.
#[test]
fn r03_it_is_dead_with_the_session_and_alive_where_the_session_could_not_begin() {
    let mut clinic = Clinic::new();
    let code = clinic.sams_recovery_code.clone();
    let pending = clinic.pending(&SAM, &elsewhere());
    let refuse = "CREATE TRIGGER no BEFORE INSERT ON sessions BEGIN SELECT RAISE(ABORT, 'no'); END";
    clinic.foreign().execute_batch(refuse).unwrap();
    let typed = domain::recovery_code::TypedRecoveryCode::parse(&code).unwrap();
    let seat = elsewhere();
    let command = fixtures::clinic::second_step(&clinic.policy, &clinic.dice, &pending, &typed, &seat);
    let at = clinic.clock.now();
    assert!(actions::use_recovery_code::use_recovery_code(&mut clinic.db, &command, at).is_err());
    clinic.foreign().execute_batch("DROP TRIGGER no").unwrap();
    let_in(clinic.recover(&pending, &elsewhere(), &code));
}

/// T12: there is no way to bring one's own; it is made here, and the fresh one is another.
#[test]
fn r04_after_use_a_fresh_one_has_to_be_kept_and_one_mail_tells_of_it() {
    let mut clinic = Clinic::new();
    let code = clinic.sams_recovery_code.clone();
    let session = recover(&mut clinic, &code);
    assert_eq!(
        mails_to(&mut clinic, SAM.email),
        [MailKind::RecoveryUsed],
        "one action, one mail"
    );
    assert_eq!(gate(&mut clinic, &session), Some(Gate::SaveRecovery));
    let fresh = clinic.keep_recovery_code(&session);
    assert_ne!(fresh, code);
    recover(&mut clinic, &fresh);
}

#[test]
fn r05_showing_it_is_in_the_record_and_the_code_is_not() {
    let mut clinic = Clinic::new();
    let code = clinic.sams_recovery_code.clone();
    let session = recover(&mut clinic, &code);
    let fresh = clinic.keep_recovery_code(&session);
    let rows = clinic.record();
    assert!(
        rows.iter()
            .any(|row| row.kind == "recovery_code.shown" && row.subject == "sam")
    );
    assert!(
        rows.iter()
            .all(|row| !format!("{row:?}").contains(&fresh) && !format!("{row:?}").contains(&code))
    );
}

#[test]
fn r06_an_old_one_is_told_so_and_not_counted_and_only_to_whom_it_belonged() {
    let mut clinic = Clinic::new();
    let old = clinic.sams_recovery_code.clone();
    let session = recover(&mut clinic, &old);
    clinic.keep_recovery_code(&session);
    let pending = clinic.pending(&SAM, &elsewhere());
    for _ in 0..20 {
        assert_eq!(
            clinic.not_recovered(&pending, &elsewhere(), &old),
            Outcome::RecoveryDead
        );
    }
    assert_eq!(clinic.number("SELECT count(*) FROM wrong_codes"), 0);
    // fay types sam's old code.
    let fays = clinic.sign_in(&FAY, &desk());
    clinic.turn_texts_on(&fays, FAY.mobile);
    clinic.keep_recovery_code(&fays);
    clinic.clock.plus(MINUTE);
    let pending = clinic.pending(&FAY, &desk());
    assert!(matches!(
        clinic.not_recovered(&pending, &desk(), &old),
        Outcome::RecoveryWrong { .. }
    ));
}

/// T10.
#[test]
fn r07_turning_2sv_off_voids_it_and_setting_up_again_makes_a_new_one() {
    let mut clinic = Clinic::new();
    let old = clinic.sams_recovery_code.clone();
    let session = clinic.sign_in(&SAM, &desk());
    let at = clinic.clock.now();
    actions::turn_off::turn_off(&mut clinic.db, &session, [7; 16], at).unwrap();
    assert_eq!(clinic.number("SELECT count(*) FROM recovery_codes"), 0);
    clinic.turn_texts_on(&session, SAM.mobile);
    let new = clinic.keep_recovery_code(&session);
    assert_ne!(new, old);
    clinic.clock.plus(MINUTE);
    let pending = clinic.pending(&SAM, &elsewhere());
    assert_eq!(
        clinic.not_recovered(&pending, &elsewhere(), &old),
        Outcome::RecoveryDead
    );
    let_in(clinic.recover(&pending, &elsewhere(), &new));
}
