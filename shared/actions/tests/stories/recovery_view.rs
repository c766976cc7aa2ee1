//! **View Recovery Code** and **Generate new** (spec R05, R02, R07, R08): what was kept at set-up, looked at later.

use actions::{ActionError, Gate};
use domain::message::MailKind;
use domain::sign_in::Outcome;
use domain::time::{HOUR, MINUTE};
use fixtures::clinic::{BO, Clinic, JANE, KIM, SAM, desk, elsewhere};

use crate::acts::{account, dump, offer, recorded_since, renew_code, view_code};
use crate::{let_in, mails_to};

#[test]
fn r05_its_owner_sees_it_as_it_was_kept_and_every_view_is_a_row_without_the_code() {
    let mut clinic = Clinic::new();
    let session = clinic.sign_in(&SAM, &desk());
    let rows = clinic.record().len();
    for _ in 0..2 {
        let seen = view_code(&mut clinic, &session).unwrap();
        assert_eq!(*seen.bare().reveal(), clinic.sams_recovery_code);
    }
    let viewed = ("recovery_code.viewed".to_owned(), "R05".to_owned());
    assert_eq!(recorded_since(&mut clinic, rows), [viewed.clone(), viewed]);
    let code = clinic.sams_recovery_code.clone();
    let row = clinic.record().pop().unwrap();
    assert_eq!((row.actor.as_str(), row.subject.as_str()), ("sam", "sam"));
    assert!(!format!("{row:?}").contains(&code), "R08");
}

/// R08: looking is no mail, and no session of anybody else's shows it.
#[test]
fn r08_a_manager_sees_their_own_alone() {
    let mut clinic = Clinic::with_apps();
    let session = clinic.sign_in(&JANE, &desk());
    assert!(matches!(view_code(&mut clinic, &session), Err(ActionError::Refused(_))));
    clinic.set_up_app(&session);
    let own = clinic.keep_recovery_code(&session);
    let seen = view_code(&mut clinic, &session).unwrap();
    assert_eq!(*seen.bare().reveal(), own);
    for other in [&SAM, &BO, &KIM] {
        assert_ne!(clinic.recovery_code(other), own);
    }
}

#[test]
fn r05_generate_new_kills_the_old_one_at_once_and_the_new_one_has_to_be_kept_next() {
    let mut clinic = Clinic::new();
    let old = clinic.sams_recovery_code.clone();
    let session = clinic.sign_in(&SAM, &desk());
    clinic.deliver();
    let pending = clinic.pending(&SAM, &elsewhere());
    renew_code(&mut clinic, &session).unwrap();
    assert_eq!(mails_to(&mut clinic, SAM.email), [MailKind::RecoveryRenewed]);
    assert_eq!(
        clinic.not_recovered(&pending, &elsewhere(), &old),
        Outcome::RecoveryDead,
        "before anybody has seen the new one"
    );
    assert_eq!(account(&mut clinic, &session).gate, Some(Gate::SaveRecovery));
    let before = dump(&clinic);
    for gated in [
        view_code(&mut clinic, &session).map(|_| ()),
        renew_code(&mut clinic, &session),
    ] {
        assert!(matches!(gated, Err(ActionError::RecoveryFirst)));
    }
    assert!(dump(&clinic) == before);
    let new = clinic.keep_recovery_code(&session);
    assert_ne!(new, old, "T12");
    assert_eq!(*view_code(&mut clinic, &session).unwrap().bare().reveal(), new);
    let_in(clinic.recover(&pending, &elsewhere(), &new));
}

/// R02: leaving on the way keeps everything on, and the next sign-in opens on the step.
#[test]
fn r02_leaving_before_the_new_one_is_kept_opens_the_step_at_the_next_sign_in() {
    let mut clinic = Clinic::with_apps();
    let session = clinic.sign_in(&BO, &desk());
    renew_code(&mut clinic, &session).unwrap();
    clinic.sign_out(&session);
    let session = clinic.sign_in(&BO, &elsewhere());
    assert_eq!(account(&mut clinic, &session).gate, Some(Gate::SaveRecovery));
    clinic.keep_recovery_code(&session);
    assert_eq!(account(&mut clinic, &session).gate, None);
}

/// A second **Generate new** in another terminal: both are dead but the newest.
#[test]
fn r05_of_two_generated_one_after_the_other_only_the_newest_lives() {
    let mut clinic = Clinic::new();
    let session = clinic.sign_in(&SAM, &desk());
    let mut dead = vec![clinic.sams_recovery_code.clone()];
    renew_code(&mut clinic, &session).unwrap();
    dead.push(clinic.keep_recovery_code(&session));
    renew_code(&mut clinic, &session).unwrap();
    let newest = clinic.keep_recovery_code(&session);
    clinic.clock.plus(HOUR);
    let pending = clinic.pending(&SAM, &elsewhere());
    for code in &dead {
        assert_eq!(
            clinic.not_recovered(&pending, &elsewhere(), code),
            Outcome::RecoveryDead
        );
    }
    let_in(clinic.recover(&pending, &elsewhere(), &newest));
}

#[test]
fn r05_without_2sv_there_is_none_to_see_to_renew_or_to_save() {
    let mut clinic = Clinic::new();
    let session = clinic.sign_in(&JANE, &desk());
    let before = dump(&clinic);
    let refusals = [
        view_code(&mut clinic, &session).map(|_| ()),
        renew_code(&mut clinic, &session),
        offer(&mut clinic, &session).map(|_| ()),
    ];
    for refused in refusals {
        assert!(matches!(refused, Err(ActionError::Refused(_))), "{refused:?}");
    }
    assert!(dump(&clinic) == before);
    assert_eq!(account(&mut clinic, &session).recovery_made, None);
}

#[test]
fn r05_my_account_says_since_when_the_code_is() {
    let mut clinic = Clinic::new();
    let session = clinic.sign_in(&SAM, &desk());
    clinic.clock.plus(MINUTE);
    renew_code(&mut clinic, &session).unwrap();
    let made = account(&mut clinic, &session).recovery_made;
    assert_eq!(made, Some(clinic.clock.now().wall_ms));
}

/// L05: a new recovery code is a new code, not a new budget.
#[test]
fn l05_generate_new_does_not_give_back_tries() {
    let mut clinic = Clinic::new();
    let session = clinic.sign_in(&SAM, &desk());
    clinic.clock.plus(MINUTE);
    let pending = clinic.pending(&SAM, &desk());
    (0..4).for_each(|_| drop(clinic.recover(&pending, &desk(), "AAAAAA")));
    renew_code(&mut clinic, &session).unwrap();
    assert_eq!(
        clinic.not_recovered(&pending, &desk(), "AAAAAA"),
        Outcome::RecoveryWrong { tries_left: 0 }
    );
}

#[test]
fn r04_a_code_used_for_step_up_is_as_dead_as_one_used_to_sign_in() {
    let mut clinic = Clinic::new();
    let old = clinic.sams_recovery_code.clone();
    let session = clinic.sign_in(&SAM, &desk());
    clinic.clock.plus(MINUTE);
    crate::acts::step_up_recovery(&mut clinic, &session, &old);
    let pending = clinic.pending(&SAM, &elsewhere());
    assert_eq!(
        clinic.not_recovered(&pending, &elsewhere(), &old),
        Outcome::RecoveryDead
    );
}
