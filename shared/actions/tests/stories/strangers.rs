//! Somebody else in the person's name: a session by the password alone, a walked-away desk, a copied token (T43, T45, T47).
//! The second step is not got round by what the person does at another terminal.

use actions::enrol_app::AppAnswer;
use actions::save_recovery_code::{Kept, save_recovery_code, show_recovery_code};
use actions::{ActionError, Gate, Token};
use domain::time::{DAY, HOUR, MINUTE};
use fixtures::clinic::{BO, Clinic, FAY, browser, code_at, desk, elsewhere};

use crate::acts::{
    account, begin_app, confirm_app, ended, missing, not_me, off, offer, recorded_since, renew_code, send, view_code,
};
use crate::let_in;

fn show(clinic: &mut Clinic, session: &Token) -> Result<String, ActionError> {
    let (entropy, at) = (clinic.dice.throw(), clinic.clock.now());
    let shown = show_recovery_code(&mut clinic.db, session, entropy, at);
    shown.map(|shown| shown.code.bare().reveal().clone())
}

fn kinds(clinic: &mut Clinic, rows: usize) -> Vec<String> {
    recorded_since(clinic, rows).into_iter().map(|(kind, _)| kind).collect()
}

#[test]
fn t47_turning_2sv_on_ends_a_session_that_only_the_password_opened() {
    let mut clinic = Clinic::new();
    let thief = clinic.sign_in(&FAY, &browser(7));
    let set_up = begin_app(&mut clinic, &thief).unwrap();
    let victim = clinic.sign_in(&FAY, &desk());
    clinic.set_up_app(&victim);
    clinic.keep_recovery_code(&victim);
    assert!(ended(&mut clinic, &thief).is_some());
    let code = code_at(set_up.secret(), clinic.clock.now());
    let refused = confirm_app(&mut clinic, &thief, &set_up, &code);
    assert!(matches!(refused, Err(ActionError::SessionEnded { .. })), "{refused:?}");
    assert!(matches!(
        show(&mut clinic, &thief),
        Err(ActionError::SessionEnded { .. })
    ));
}

#[test]
fn t47_turning_2sv_off_ends_the_other_sessions() {
    let mut clinic = Clinic::with_apps();
    let one = clinic.sign_in(&BO, &desk());
    clinic.clock.plus(MINUTE);
    let two = clinic.sign_in(&BO, &browser(5));
    off(&mut clinic, &one).unwrap();
    assert!(ended(&mut clinic, &two).is_some());
    assert!(ended(&mut clinic, &one).is_none());
}

#[test]
fn m10_a_new_recovery_code_is_not_shown_to_a_session_that_a_trusted_browser_opened() {
    let mut clinic = Clinic::with_apps();
    clinic.allow_trust();
    let first = clinic.sign_in_and_trust(&BO, &desk());
    clinic.sign_out(&first);
    clinic.clock.plus(DAY);
    let walked_away = clinic.sign_in(&BO, &desk());
    clinic.clock.plus(HOUR);
    let at_home = clinic.sign_in(&BO, &browser(5));
    renew_code(&mut clinic, &at_home).unwrap();
    assert_eq!(account(&mut clinic, &walked_away).gate, Some(Gate::SaveRecovery));
    assert_eq!(missing(show(&mut clinic, &walked_away)), (true, true));
    assert_eq!(missing(offer(&mut clinic, &walked_away)), (true, true));
    assert!(show(&mut clinic, &at_home).is_ok());
}

#[test]
fn m10_a_code_left_unsaved_is_shown_by_the_next_sign_in_of_a_trusted_browser_after_a_code_step_alone() {
    let mut clinic = Clinic::with_apps();
    clinic.allow_trust();
    let first = clinic.sign_in_and_trust(&BO, &desk());
    renew_code(&mut clinic, &first).unwrap();
    clinic.sign_out(&first);
    clinic.clock.plus(DAY);
    let trusted = clinic.sign_in(&BO, &desk());
    assert_eq!(account(&mut clinic, &trusted).gate, Some(Gate::SaveRecovery));
    assert_eq!(missing(show(&mut clinic, &trusted)), (false, true));
}

#[test]
fn r02_saying_that_a_dead_code_is_kept_keeps_no_other_one_unseen() {
    let mut clinic = Clinic::new();
    let one = clinic.sign_in(&FAY, &desk());
    clinic.set_up_app(&one);
    let (entropy, at) = (clinic.dice.throw(), clinic.clock.now());
    let shown = show_recovery_code(&mut clinic.db, &one, entropy, at).unwrap();
    clinic.clock.plus(MINUTE);
    let pending = clinic.pending(&FAY, &elsewhere());
    let two = let_in(clinic.recover(&pending, &elsewhere(), shown.code.bare().reveal()));
    clinic.sign_out(&two);
    let (entropy, at) = (clinic.dice.throw(), clinic.clock.now());
    let said = save_recovery_code(&mut clinic.db, &one, Kept::Said, &shown.serial, entropy, at);
    assert!(matches!(said, Err(ActionError::RecoveryFirst)), "{said:?}");
    assert_eq!(account(&mut clinic, &one).gate, Some(Gate::SaveRecovery));
}

#[test]
fn m02_resends_do_not_stretch_the_step_up_in_front_of_a_set_up() {
    let mut clinic = Clinic::with_apps();
    let session = clinic.sign_in(&BO, &desk());
    send(&mut clinic, &session, "+16045550177").unwrap();
    clinic.clock.plus(14 * MINUTE);
    send(&mut clinic, &session, "+16045550177").unwrap();
    clinic.clock.plus(14 * MINUTE);
    assert_eq!(missing(send(&mut clinic, &session, "+16045550177")), (true, true));
}

#[test]
fn m02_an_app_is_confirmed_within_the_step_up_it_began_with() {
    let mut clinic = Clinic::with_apps();
    let session = clinic.sign_in(&BO, &desk());
    let set_up = begin_app(&mut clinic, &session).unwrap();
    clinic.clock.plus(14 * MINUTE);
    let code = code_at(set_up.secret(), clinic.clock.now());
    assert!(matches!(
        confirm_app(&mut clinic, &session, &set_up, &code).unwrap(),
        AppAnswer::On
    ));
    let late = begin_app(&mut clinic, &session);
    assert_eq!(missing(late), (true, false));
}

#[test]
fn d01_a_page_that_is_withdrawn_has_its_row() {
    let mut clinic = Clinic::with_apps();
    let session = clinic.sign_in(&BO, &desk());
    offer(&mut clinic, &session).unwrap();
    let rows = clinic.record().len();
    offer(&mut clinic, &session).unwrap();
    assert_eq!(kinds(&mut clinic, rows), ["document.ended", "document.made"]);
    let rows = clinic.record().len();
    not_me(&mut clinic, &session).unwrap();
    assert_eq!(kinds(&mut clinic, rows), ["document.ended", "not_me.reported"]);
    assert!(view_code(&mut clinic, &session).is_err());
}
