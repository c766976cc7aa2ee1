//! The authenticator app set up, and put on a new phone (spec M01 to M05, R02; T45, T49, T51).

use actions::Gate;
use actions::enrol_app::{AppAnswer, AppSetUp};
use domain::message::MailKind;
use domain::person::{Method, Methods, TwoStep};
use domain::sign_in::Outcome;
use domain::time::{HOUR, MINUTE, SECOND};
use domain::totp::STEP_MS;
use domain::verification::Dead;
use fixtures::clinic::{BO, Clinic, FAY, SAM, code_at, desk, elsewhere, wrong_code_of};

use crate::acts::{account, begin_app, confirm_app, dump, missing, off, own_password, remove};
use crate::mails_to;

fn shown(set_up: &AppSetUp, clinic: &Clinic) -> String {
    code_at(set_up.secret(), clinic.clock.now())
}

/// What a phone shows whose clock is ahead by so much, or behind.
fn shown_ahead(set_up: &AppSetUp, clinic: &Clinic, ahead_ms: i64) -> String {
    code_at(set_up.secret(), clinic.clock.now().plus(ahead_ms))
}

fn told(answer: AppAnswer) -> Outcome {
    match answer {
        AppAnswer::Refused { outcome, .. } => outcome,
        other => panic!("{other:?}"),
    }
}

/// T49: also where the program ends at any moment: the secret stands nowhere before.
#[test]
fn m02_leaving_before_the_first_code_was_accepted_changes_nothing_at_all() {
    let mut clinic = Clinic::new();
    let session = clinic.sign_in(&FAY, &desk());
    clinic.deliver();
    let before = dump(&clinic);
    let left = begin_app(&mut clinic, &session).unwrap();
    assert!(dump(&clinic) == before, "showing the QR writes nothing");
    let wrong = wrong_code_of(left.secret(), clinic.clock.now());
    let outcome = told(confirm_app(&mut clinic, &session, &left, &wrong).unwrap());
    assert_eq!(outcome, Outcome::Wrong { tries_left: 4 });
    assert_eq!(clinic.staff(&FAY).two_step, TwoStep::Off);
    assert_eq!(mails_to(&mut clinic, FAY.email), []);
    clinic.sign_out(&session);
    clinic.sign_in(&FAY, &desk());
    assert_eq!(clinic.number("SELECT count(*) FROM methods WHERE kind = 'app'"), 0);
    assert_eq!(clinic.number("SELECT count(*) FROM recovery_codes"), 1, "sam's");
}

#[test]
fn r02_with_its_first_code_it_is_on_and_mailed_and_the_recovery_code_comes_next() {
    let mut clinic = Clinic::new();
    let session = clinic.sign_in(&FAY, &desk());
    clinic.deliver();
    clinic.set_up_app(&session);
    assert_eq!(mails_to(&mut clinic, FAY.email), [MailKind::TwoStepOn]);
    let seen = account(&mut clinic, &session);
    assert_eq!(seen.two_step, TwoStep::On(Methods::App));
    assert_eq!(seen.gate, Some(Gate::SaveRecovery));
    assert_eq!(seen.app_since, Some(clinic.clock.now().wall_ms));
    clinic.keep_recovery_code(&session);
    clinic.clock.plus(MINUTE);
    clinic.sign_in(&FAY, &elsewhere());
}

#[test]
fn m04_the_uri_carries_the_clinic_s_short_name_the_user_and_the_secret() {
    let mut clinic = Clinic::new();
    let session = clinic.sign_in(&FAY, &desk());
    let set_up = begin_app(&mut clinic, &session).unwrap();
    let secret = set_up.secret().base32();
    let wanted = format!(
        "otpauth://totp/Maple%20Clinic:fay?secret={}&issuer=Maple%20Clinic",
        secret.reveal()
    );
    assert_eq!(*set_up.uri.reveal(), wanted);
}

/// T12: made here, each time another.
#[test]
fn m04_every_set_up_has_a_secret_of_its_own() {
    let mut clinic = Clinic::new();
    let session = clinic.sign_in(&FAY, &desk());
    let first = begin_app(&mut clinic, &session).unwrap();
    let second = begin_app(&mut clinic, &session).unwrap();
    assert_ne!(first.secret().bytes(), second.secret().bytes());
    let of_the_first = shown(&first, &clinic);
    let outcome = told(confirm_app(&mut clinic, &session, &second, &of_the_first).unwrap());
    assert_eq!(outcome, Outcome::Wrong { tries_left: 4 });
}

/// T5, T1: the code that confirmed the set-up is used up by it.
#[test]
fn c04_the_code_that_confirmed_the_set_up_does_not_sign_in() {
    let mut clinic = Clinic::new();
    let session = clinic.sign_in(&FAY, &desk());
    clinic.set_up_app(&session);
    clinic.keep_recovery_code(&session);
    let code = clinic.app_code(&FAY);
    let pending = clinic.pending(&FAY, &desk());
    let used = Outcome::Dead(Dead::StepUsed);
    assert_eq!(clinic.app_refused(&pending, &desk(), &code), used);
    clinic.clock.plus(STEP_MS);
    assert_eq!(
        clinic.app_refused(&pending, &desk(), &code),
        used,
        "nor in the next step"
    );
    clinic.sign_in(&FAY, &desk());
}

/// T58.
#[test]
fn m05_a_phone_with_a_wrong_clock_is_told_by_how_much_and_not_counted() {
    for ahead_ms in [
        2 * MINUTE + 30 * SECOND,
        -2 * STEP_MS,
        2 * STEP_MS,
        HOUR,
        -HOUR,
        12 * HOUR,
        -12 * HOUR,
    ] {
        let mut clinic = Clinic::new();
        let session = clinic.sign_in(&FAY, &desk());
        let set_up = begin_app(&mut clinic, &session).unwrap();
        let code = shown_ahead(&set_up, &clinic, ahead_ms);
        let answer = confirm_app(&mut clinic, &session, &set_up, &code).unwrap();
        assert!(
            matches!(answer, AppAnswer::ClockOff { ahead_ms: found } if found == ahead_ms),
            "{ahead_ms}: {answer:?}"
        );
        assert_eq!(clinic.number("SELECT count(*) FROM wrong_codes"), 0);
        assert_eq!(clinic.staff(&FAY).two_step, TwoStep::Off);
        // The clock was set right: the same set-up goes on.
        let right = shown(&set_up, &clinic);
        let answer = confirm_app(&mut clinic, &session, &set_up, &right).unwrap();
        assert!(matches!(answer, AppAnswer::On), "{answer:?}");
    }
}

#[test]
fn m05_a_difference_of_more_than_twelve_hours_is_a_wrong_code_and_counted() {
    for ahead_ms in [12 * HOUR + STEP_MS, -12 * HOUR - STEP_MS] {
        let mut clinic = Clinic::new();
        let session = clinic.sign_in(&FAY, &desk());
        let set_up = begin_app(&mut clinic, &session).unwrap();
        let code = shown_ahead(&set_up, &clinic, ahead_ms);
        let outcome = told(confirm_app(&mut clinic, &session, &set_up, &code).unwrap());
        assert_eq!(outcome, Outcome::Wrong { tries_left: 4 });
        assert_eq!(clinic.number("SELECT count(*) FROM wrong_codes"), 1);
    }
}

#[test]
fn l01_every_other_wrong_set_up_code_counts_and_in_the_wait_none_is_compared() {
    let mut clinic = Clinic::new();
    let session = clinic.sign_in(&FAY, &desk());
    let set_up = begin_app(&mut clinic, &session).unwrap();
    let wrong = wrong_code_of(set_up.secret(), clinic.clock.now());
    for tries_left in (1..=4).rev() {
        match confirm_app(&mut clinic, &session, &set_up, &wrong).unwrap() {
            AppAnswer::Refused { outcome, screen } => {
                assert_eq!(outcome, Outcome::Wrong { tries_left });
                assert_eq!((screen.tries_left, screen.wait), (tries_left, None), "L03");
            }
            other => panic!("{other:?}"),
        }
    }
    let off_by_an_hour = shown_ahead(&set_up, &clinic, HOUR);
    for code in [&wrong, &wrong, &shown(&set_up, &clinic), &off_by_an_hour] {
        let answer = confirm_app(&mut clinic, &session, &set_up, code).unwrap();
        assert!(matches!(told(answer), Outcome::MustWait(_)));
    }
    assert_eq!(clinic.number("SELECT count(*) FROM wrong_codes"), 5);
    assert_eq!(
        mails_to(&mut clinic, FAY.email).last(),
        Some(&MailKind::Lockout),
        "L10, at this door too"
    );
    clinic.clock.plus(15 * MINUTE - 1);
    own_password(&mut clinic, &session, FAY.password);
    let late = shown(&set_up, &clinic);
    assert!(matches!(
        told(confirm_app(&mut clinic, &session, &set_up, &late).unwrap()),
        Outcome::MustWait(_)
    ));
    clinic.clock.plus(1);
    let right = shown(&set_up, &clinic);
    assert!(matches!(
        confirm_app(&mut clinic, &session, &set_up, &right).unwrap(),
        AppAnswer::On
    ));
}

/// T51: a new phone; the old one is not lost on the way.
#[test]
fn m03_the_old_phone_works_until_the_new_one_s_code_was_accepted_and_not_after() {
    let mut clinic = Clinic::with_apps();
    let session = clinic.sign_in(&BO, &desk());
    clinic.deliver();
    let old = clinic.app_secret(&BO);
    let kept = clinic.recovery_code(&BO);
    let set_up = begin_app(&mut clinic, &session).unwrap();
    let wrong = wrong_code_of(set_up.secret(), clinic.clock.now());
    assert_eq!(
        told(confirm_app(&mut clinic, &session, &set_up, &wrong).unwrap()),
        Outcome::Wrong { tries_left: 4 }
    );
    clinic.sign_in(&BO, &desk());
    assert_eq!(clinic.app_secret(&BO).bytes(), old.bytes());

    clinic.clock.plus(STEP_MS);
    let right = shown(&set_up, &clinic);
    assert!(matches!(
        confirm_app(&mut clinic, &session, &set_up, &right).unwrap(),
        AppAnswer::On
    ));
    assert_eq!(mails_to(&mut clinic, BO.email), [MailKind::MethodReplaced]);
    assert_eq!(clinic.recovery_code(&BO), kept, "R07");
    clinic.clock.plus(MINUTE);
    let pending = clinic.pending(&BO, &desk());
    let of_the_old = code_at(&old, clinic.clock.now());
    assert_eq!(
        clinic.app_refused(&pending, &desk(), &of_the_old),
        Outcome::Wrong { tries_left: 4 }
    );
    clinic.sign_in(&BO, &desk());
}

#[test]
fn m10_a_set_up_older_than_a_code_step_or_of_another_session_asks_step_up_before_a_code_is_compared() {
    let mut clinic = Clinic::with_apps();
    let session = clinic.sign_in(&BO, &desk());
    let set_up = begin_app(&mut clinic, &session).unwrap();
    clinic.clock.plus(15 * MINUTE - 1);
    let wrong = wrong_code_of(set_up.secret(), clinic.clock.now());
    let answer = confirm_app(&mut clinic, &session, &set_up, &wrong).unwrap();
    assert_eq!(
        told(answer),
        Outcome::Wrong { tries_left: 4 },
        "begun behind a complete one"
    );
    clinic.clock.plus(1);
    let of_another = begun_elsewhere(&mut clinic);
    let before = dump(&clinic);
    for set_up in [&set_up, &of_another] {
        let right = shown(set_up, &clinic);
        assert_eq!(
            missing(confirm_app(&mut clinic, &session, set_up, &right)),
            (true, true)
        );
        let wrong = wrong_code_of(set_up.secret(), clinic.clock.now());
        assert_eq!(
            missing(confirm_app(&mut clinic, &session, set_up, &wrong)),
            (true, true)
        );
    }
    assert!(dump(&clinic) == before, "not even compared");
}

fn begun_elsewhere(clinic: &mut Clinic) -> AppSetUp {
    let other = clinic.sign_in(&BO, &elsewhere());
    begin_app(clinic, &other).unwrap()
}

/// N01's neighbour: whatever went off meanwhile in another terminal, a first code turns on what it says.
#[test]
fn m02_a_set_up_confirmed_after_2sv_went_off_elsewhere_is_a_first_method_with_a_new_recovery_code() {
    let mut clinic = Clinic::with_apps();
    let session = clinic.sign_in(&BO, &desk());
    let old = clinic.recovery_code(&BO);
    let set_up = begin_app(&mut clinic, &session).unwrap();
    off(&mut clinic, &session).unwrap();
    clinic.deliver();
    let right = shown(&set_up, &clinic);
    assert!(matches!(
        confirm_app(&mut clinic, &session, &set_up, &right).unwrap(),
        AppAnswer::On
    ));
    assert_eq!(mails_to(&mut clinic, BO.email), [MailKind::TwoStepOn]);
    assert_ne!(clinic.keep_recovery_code(&session), old);
}

#[test]
fn m06_a_second_method_beside_texts_leaves_texts_first_and_the_recovery_code_as_it_was() {
    let mut clinic = Clinic::new();
    let session = clinic.sign_in(&SAM, &desk());
    clinic.deliver();
    clinic.set_up_app(&session);
    let both = Methods::Both {
        number: SAM.mobile.into(),
        default: Method::Sms,
    };
    assert_eq!(clinic.staff(&SAM).two_step, TwoStep::On(both));
    assert_eq!(clinic.recovery_code(&SAM), clinic.sams_recovery_code);
    assert_eq!(account(&mut clinic, &session).gate, None, "R07: nothing to keep");
    assert_eq!(mails_to(&mut clinic, SAM.email), [MailKind::MethodAdded]);
    remove(&mut clinic, &session, Method::Sms).unwrap();
    assert_eq!(clinic.staff(&SAM).two_step, TwoStep::On(Methods::App));
}
