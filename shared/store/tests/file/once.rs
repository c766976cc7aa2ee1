//! Compare-and-set (spec C03, R03, T7, T8): whoever comes second is told so by the row itself, whatever was read before.

use domain::challenge::{Challenge, ChallengeState};
use domain::ids::StaffId;
use fixtures::clinic::{Clinic, JANE, SAM, desk, elsewhere};
use store::{StoreError, WriteTx, challenges, pending, recovery, sessions};

fn open_code(clinic: &mut Clinic) -> Challenge {
    clinic.pending(&SAM, &elsewhere());
    let (staff, at) = (clinic.staff(&SAM).id, clinic.clock.now());
    let codes = clinic.db.read(at, |tx| challenges::recent(tx, staff)).unwrap();
    codes
        .into_iter()
        .find(|code| code.state == ChallengeState::Open)
        .unwrap()
}

fn overtaken<T>(clinic: &mut Clinic, act: impl FnOnce(&WriteTx<'_>) -> Result<T, StoreError>) {
    assert!(matches!(clinic.write(act), Err(StoreError::Overtaken)));
}

#[test]
fn c03_a_code_is_used_up_once_and_stays_used() {
    let mut clinic = Clinic::new();
    let code = open_code(&mut clinic);
    clinic.write(|tx| challenges::use_up(tx, code.id)).unwrap();
    overtaken(&mut clinic, |tx| challenges::use_up(tx, code.id));
    for state in [ChallengeState::Void, ChallengeState::Expired, ChallengeState::Open] {
        assert!(!clinic.write(|tx| challenges::close(tx, code.id, state)).unwrap());
    }
    let used =
        "SELECT count(*) FROM challenges WHERE state = 'used' AND purpose = 'sign_in' AND to_number = '+16045550100'";
    assert_eq!(clinic.number(used), 1);
}

#[test]
fn c03_a_code_that_was_withdrawn_or_expired_is_not_used_up_any_more() {
    for state in [ChallengeState::Void, ChallengeState::Expired] {
        let mut clinic = Clinic::new();
        let code = open_code(&mut clinic);
        assert!(clinic.write(|tx| challenges::close(tx, code.id, state)).unwrap());
        overtaken(&mut clinic, |tx| challenges::use_up(tx, code.id));
    }
}

#[test]
fn c05_a_code_is_replaced_by_one_only_and_not_once_it_was_used() {
    let mut clinic = Clinic::new();
    let code = open_code(&mut clinic);
    let life = Challenge::term_from(clinic.clock.now());
    clinic.write(|tx| challenges::reissue(tx, code.id, 1, life)).unwrap();
    overtaken(&mut clinic, |tx| challenges::reissue(tx, code.id, 1, life));
    clinic.write(|tx| challenges::use_up(tx, code.id)).unwrap();
    overtaken(&mut clinic, |tx| challenges::reissue(tx, code.id, 2, life));
}

#[test]
fn r03_a_recovery_code_dies_once_and_what_replaced_it_is_not_killed_in_its_place() {
    let mut clinic = Clinic::new();
    let (sam, at) = (clinic.staff(&SAM).id, clinic.clock.now());
    let read = clinic.db.read(at, |tx| recovery::find(tx, sam)).unwrap().unwrap();
    overtaken(&mut clinic, |tx| recovery::make(tx, sam));
    clinic.write(|tx| recovery::kill(tx, sam, &read)).unwrap();
    overtaken(&mut clinic, |tx| recovery::kill(tx, sam, &read));
    clinic.write(|tx| recovery::make(tx, sam)).unwrap();
    overtaken(&mut clinic, |tx| recovery::kill(tx, sam, &read));
    assert_eq!(clinic.number("SELECT count(*) FROM recovery_codes"), 1);
}

#[test]
fn s09_a_pending_sign_in_is_finished_once_and_not_after_it_was_ended() {
    let mut clinic = Clinic::new();
    let tokens = [(); 2].map(|()| clinic.pending(&SAM, &elsewhere()));
    let at = clinic.clock.now();
    let [first, second] = tokens.map(|token| {
        let row = clinic.db.read(at, |tx| pending::find_open(tx, token.reveal())).unwrap();
        row.unwrap().pending
    });
    clinic.write(|tx| pending::finish(tx, first.id)).unwrap();
    overtaken(&mut clinic, |tx| pending::finish(tx, first.id));
    clinic.write(|tx| pending::void_all(tx, StaffId(3))).unwrap();
    overtaken(&mut clinic, |tx| pending::finish(tx, second.id));
    assert_eq!(
        clinic.number("SELECT count(*) FROM pending_sign_ins WHERE state = 'void'"),
        1
    );
}

#[test]
fn s16_a_session_is_ended_once_and_keeps_its_reason() {
    let mut clinic = Clinic::new();
    let token = clinic.sign_in(&JANE, &desk());
    let at = clinic.clock.now();
    let running = clinic
        .db
        .read(at, |tx| sessions::find_running(tx, token.reveal()))
        .unwrap();
    let id = running.unwrap().id;
    assert!(clinic.write(|tx| sessions::end(tx, id, "first")).unwrap());
    assert!(!clinic.write(|tx| sessions::end(tx, id, "second")).unwrap());
    assert_eq!(
        clinic.number("SELECT count(*) FROM sessions WHERE ended_why = 'first'"),
        1
    );
}
