//! Compare-and-set (spec C03, C04, R03, R09, T7, T8): whoever comes second is told so by the row itself, whatever was read before.

use domain::challenge::{Challenge, ChallengeState};
use domain::document::{DocumentKind, DocumentState, PICKUP_MS};
use domain::ids::{BrowserId, DocumentId, StaffId};
use domain::time::Term;
use fixtures::clinic::{BO, Clinic, JANE, SAM, desk, elsewhere};
use store::documents::{self, NewDocument, Way};
use store::trust::{self, Whose};
use store::{StoreError, WriteTx, browsers, challenges, methods, pending, recovery, sessions, staff};

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

/// T1, T4: the one statement that decides; it moves forwards alone.
#[test]
fn c04_a_time_step_is_used_once_and_takes_every_earlier_one_with_it() {
    let mut clinic = Clinic::with_apps();
    let (bo, last) = (clinic.staff(&BO).id, clinic.last_step(&BO));
    overtaken(&mut clinic, |tx| methods::use_time_step(tx, bo, last));
    clinic.write(|tx| methods::use_time_step(tx, bo, last + 5)).unwrap();
    for used in [last + 5, last + 4, last, i64::MIN] {
        overtaken(&mut clinic, |tx| methods::use_time_step(tx, bo, used));
    }
    assert_eq!(clinic.last_step(&BO), last + 5);
    clinic.write(|tx| methods::use_time_step(tx, bo, last + 6)).unwrap();
}

#[test]
fn c04_whoever_has_no_app_uses_no_time_step() {
    let mut clinic = Clinic::new();
    let sam = clinic.staff(&SAM).id;
    overtaken(&mut clinic, |tx| methods::use_time_step(tx, sam, 1));
}

/// sam's browser of the desk, and its row.
fn at_the_desk(clinic: &mut Clinic) -> (StaffId, BrowserId) {
    let (sam, at) = (clinic.staff(&SAM).id, clinic.clock.now());
    let found = clinic.db.read(at, |tx| browsers::find(tx, &desk().seen)).unwrap();
    (sam, found.unwrap())
}

#[test]
fn t02_a_person_trusts_a_browser_once_at_a_time() {
    let mut clinic = Clinic::new();
    let (sam, browser) = at_the_desk(&mut clinic);
    let life = Term::starting(clinic.clock.now(), 1_000);
    clinic
        .write(|tx| trust::begin(tx, sam, browser, "first", life))
        .unwrap();
    assert!(
        clinic
            .write(|tx| trust::begin(tx, sam, browser, "second", life))
            .is_err()
    );
    let at = clinic.clock.now();
    let first = clinic.db.read(at, |tx| trust::here(tx, sam, browser)).unwrap().unwrap();
    clinic.write(|tx| trust::end(tx, first.id, "ended")).unwrap();
    clinic
        .write(|tx| trust::begin(tx, sam, browser, "third", life))
        .unwrap();
    let running = clinic.db.read(at, |tx| trust::running(tx, Whose::Staff(sam))).unwrap();
    assert_eq!(
        running.iter().map(|row| row.place.as_str()).collect::<Vec<_>>(),
        ["third"]
    );
}

#[test]
fn t04_a_trust_is_ended_once_keeps_its_reason_and_skips_nothing_any_more() {
    let mut clinic = Clinic::new();
    let (sam, browser) = at_the_desk(&mut clinic);
    let life = Term::starting(clinic.clock.now(), 1_000);
    clinic.write(|tx| trust::begin(tx, sam, browser, "desk", life)).unwrap();
    let at = clinic.clock.now();
    let id = clinic
        .db
        .read(at, |tx| trust::here(tx, sam, browser))
        .unwrap()
        .unwrap()
        .id;
    clinic.write(|tx| trust::note_used(tx, id)).unwrap();
    assert!(clinic.write(|tx| trust::end(tx, id, "first")).unwrap());
    assert!(!clinic.write(|tx| trust::end(tx, id, "second")).unwrap());
    overtaken(&mut clinic, |tx| trust::note_used(tx, id));
    let kept = "SELECT count(*) FROM trusted_browsers WHERE ended_why = 'first' AND last_used_at IS NOT NULL";
    assert_eq!(clinic.number(kept), 1);
}

fn note(clinic: &mut Clinic, number: &str) -> Result<DocumentId, StoreError> {
    let (staff, browser) = at_the_desk(clinic);
    let new = NewDocument {
        staff,
        browser,
        kind: DocumentKind::RecoveryCode,
        recovery_serial: Some(&[7; 16]),
        fields: None,
        way: Way::Pickup(number),
        term: Term::starting(clinic.clock.now(), PICKUP_MS),
    };
    clinic.write(|tx| documents::note(tx, &new))
}

#[test]
fn r09_a_document_leaves_waiting_once() {
    let mut clinic = Clinic::new();
    let id = note(&mut clinic, "123456").unwrap();
    assert!(
        clinic
            .write(|tx| documents::close(tx, id, DocumentState::Fetched))
            .unwrap()
    );
    for state in [DocumentState::Withdrawn, DocumentState::Over, DocumentState::Fetched] {
        assert!(!clinic.write(|tx| documents::close(tx, id, state)).unwrap());
    }
    assert_eq!(
        clinic.number("SELECT count(*) FROM documents WHERE state = 'fetched'"),
        1
    );
}

#[test]
fn r09_one_document_waits_in_a_browser_under_its_own_number() {
    let mut clinic = Clinic::new();
    let first = note(&mut clinic, "123456").unwrap();
    assert!(note(&mut clinic, "654321").is_err());
    assert!(
        clinic
            .write(|tx| documents::close(tx, first, DocumentState::Withdrawn))
            .unwrap()
    );
    let second = note(&mut clinic, "654321").unwrap();
    let (_, browser) = at_the_desk(&mut clinic);
    let at = clinic.clock.now();
    let seen = clinic.db.read(at, |tx| {
        let waits = documents::waiting_pickup(tx, browser)?.unwrap();
        let fits = |number| documents::has_number(tx, &waits, number);
        Ok::<_, StoreError>((waits.document.id, fits("123456")?, fits("654321")?))
    });
    assert_eq!(seen.unwrap(), (second, false, true));
}

/// S14: what is noted as kept is that very code.
#[test]
fn r02_a_recovery_code_is_noted_as_kept_once_and_only_by_its_own_serial() {
    let mut clinic = Clinic::new();
    let (sam, at) = (clinic.staff(&SAM).id, clinic.clock.now());
    let old = clinic.db.read(at, |tx| recovery::find(tx, sam)).unwrap().unwrap();
    clinic.write(|tx| recovery::kill(tx, sam, &old)).unwrap();
    clinic.write(|tx| recovery::make(tx, sam)).unwrap();
    let new = clinic.db.read(at, |tx| recovery::find(tx, sam)).unwrap().unwrap();
    for (serial, noted) in [(old.serial, false), (new.serial, true), (new.serial, false)] {
        assert_eq!(
            clinic.write(|tx| recovery::note_saved(tx, sam, &serial)).unwrap(),
            noted
        );
    }
}

/// N01: never a number that texts do not go to.
#[test]
fn n01_the_number_of_somebody_with_texts_on_is_not_changed_behind_their_back() {
    let mut clinic = Clinic::new();
    let (sam, jane) = (clinic.staff(&SAM).id, clinic.staff(&JANE).id);
    for number in [Some("+16045550177"), None] {
        overtaken(&mut clinic, |tx| staff::set_mobile(tx, sam, number));
        clinic.write(|tx| staff::set_mobile(tx, jane, number)).unwrap();
    }
    assert_eq!(clinic.staff(&SAM).mobile.as_deref(), Some(SAM.mobile));
    assert_eq!(clinic.staff(&JANE).mobile, None);
}
