//! Sealed fields open only where they were sealed (spec Z01), and what must not be in the file is not (Z02, Z03).

use actions::Token;
use fixtures::clinic::{BO, Clinic, FAY, KIM, Person, SAM, by_app, desk, elsewhere, recovery_page, token_file};
use store::outbox::{self, Channel, Facts, Kind, Owed};
use store::{StoreError, methods, recovery};

/// sam (3) and fay (2) both have a recovery code.
fn two_with_codes() -> (Clinic, Token) {
    let mut clinic = Clinic::new();
    let session = clinic.sign_in(&FAY, &elsewhere());
    clinic.turn_texts_on(&session, FAY.mobile);
    (clinic, session)
}

fn opens(clinic: &mut Clinic, person: &Person) -> Result<bool, StoreError> {
    let staff = clinic.staff(person).id;
    let at = clinic.clock.now();
    clinic.db.read(at, |tx| Ok(recovery::find(tx, staff)?.is_some()))
}

fn does_not_open(clinic: &mut Clinic, person: &Person) {
    assert!(matches!(
        opens(clinic, person),
        Err(StoreError::Unreadable("A recovery code"))
    ));
}

#[test]
fn z01_a_sealed_code_put_into_another_row_does_not_open() {
    let (mut clinic, _session) = two_with_codes();
    assert!(opens(&mut clinic, &SAM).unwrap() && opens(&mut clinic, &FAY).unwrap());
    let steal =
        "UPDATE recovery_codes SET code = (SELECT code FROM recovery_codes WHERE staff_id = 3) WHERE staff_id = 2";
    clinic.foreign().execute_batch(steal).unwrap();
    does_not_open(&mut clinic, &FAY);
    assert!(opens(&mut clinic, &SAM).unwrap());
}

/// Whoever can write the file must not be able to sign in as somebody else with the own recovery code.
#[test]
fn z01_a_whole_row_handed_to_another_person_does_not_open() {
    let (mut clinic, _session) = two_with_codes();
    let hand_over = "DELETE FROM recovery_codes WHERE staff_id = 2; UPDATE recovery_codes SET staff_id = 2";
    clinic.foreign().execute_batch(hand_over).unwrap();
    does_not_open(&mut clinic, &FAY);
}

#[test]
fn z01_a_sealed_field_changed_anywhere_does_not_open() {
    let sealed: Vec<u8> = Clinic::new()
        .foreign()
        .query_row("SELECT code FROM recovery_codes", [], |row| row.get(0))
        .unwrap();
    for at in 0..sealed.len() {
        let mut clinic = Clinic::new();
        let mut changed = sealed.clone();
        changed[at] ^= 1;
        clinic
            .foreign()
            .execute("UPDATE recovery_codes SET code = ?1", [&changed])
            .unwrap();
        does_not_open(&mut clinic, &SAM);
    }
    let mut clinic = Clinic::new();
    clinic
        .foreign()
        .execute("UPDATE recovery_codes SET code = ?1", [&sealed[..24]])
        .unwrap();
    does_not_open(&mut clinic, &SAM);
}

#[test]
fn z01_the_same_code_sealed_twice_looks_different() {
    let (mut clinic, session) = two_with_codes();
    clinic.keep_recovery_code(&session);
    let different = "SELECT count(DISTINCT substr(code, 2, 24)) = count(*) FROM recovery_codes";
    assert_eq!(clinic.number(different), 1, "nonces");
}

#[test]
fn z01_a_message_s_facts_do_not_open_as_a_recovery_code() {
    let (mut clinic, _session) = two_with_codes();
    let swap =
        "UPDATE recovery_codes SET (serial, code) = (SELECT uid, fields FROM outbox WHERE fields IS NOT NULL LIMIT 1)
        WHERE staff_id = 2";
    assert_eq!(clinic.foreign().execute(swap, []).unwrap(), 1);
    does_not_open(&mut clinic, &FAY);
}

/// T35, Z03.
#[test]
fn z03_a_waiting_message_is_sealed_and_its_fields_are_gone_once_it_is_settled() {
    let mut clinic = Clinic::new();
    let facts: Facts = [("place".to_owned(), "a very telling place".to_owned())].into();
    let owed = Owed {
        kind: Kind::Mail(domain::message::MailKind::NewBrowser),
        staff: None,
        address: "sam@maple.example",
        code: None,
        facts: &facts,
    };
    clinic.write(|tx| outbox::owe(tx, &owed)).unwrap();
    assert!(!contains(&clinic, b"a very telling place"));
    assert_eq!(clinic.number("SELECT count(*) FROM outbox WHERE fields IS NOT NULL"), 1);
    let claimed = clinic.write(|tx| outbox::claim(tx, Channel::Mail)).unwrap().unwrap();
    assert_eq!(claimed.facts, facts);
    clinic
        .write(|tx| {
            let done = outbox::Settlement::Settled {
                state: domain::message::MessageState::Delivered,
                reference: String::new(),
                error: String::new(),
                look_at: None,
            };
            outbox::settle(tx, claimed.id, &claimed.lease, &done)
        })
        .unwrap();
    assert_eq!(clinic.number("SELECT count(*) FROM outbox WHERE fields IS NOT NULL"), 0);
}

/// T11, T34, T35: what `strings` over everything in the directory but the key finds.
#[test]
fn z01_no_password_code_or_recovery_code_is_anywhere_in_the_files() {
    let mut clinic = Clinic::new();
    let pending = clinic.pending(&SAM, &elsewhere());
    let code = clinic.texted_code(&SAM);
    clinic.wrong_codes(&SAM, &pending, &elsewhere(), 2);
    let old = clinic.sams_recovery_code.clone();
    let session = match clinic.recover(&pending, &elsewhere(), &old) {
        actions::answer_code::Answered::SignedIn { session } => session,
        other => panic!("{other:?}"),
    };
    let fresh = clinic.keep_recovery_code(&session);
    clinic.begin("sam", "a wrong password 123", &desk());
    clinic.begin("nobody-of-this-name", "a wrong password 123", &desk());
    clinic.deliver();

    let token: &[u8] = session.reveal();
    for secret in [
        SAM.password,
        "a wrong password 123",
        &code,
        &old,
        &fresh,
        "nobody-of-this-name",
    ] {
        assert!(!contains(&clinic, secret.as_bytes()), "{secret} is readable");
    }
    assert!(!contains(&clinic, token), "the session's token is readable");
    assert!(!contains(&clinic, pending.reveal()), "the sign-in's token is readable");
    assert!(
        contains(&clinic, SAM.name.as_bytes()),
        "names are readable: the search works"
    );
}

fn app_opens(clinic: &mut Clinic, person: &Person) -> Result<bool, StoreError> {
    let staff = clinic.staff(person).id;
    let at = clinic.clock.now();
    clinic.db.read(at, |tx| Ok(methods::app(tx, staff)?.is_some()))
}

fn app_does_not_open(clinic: &mut Clinic, person: &Person) {
    assert!(matches!(
        app_opens(clinic, person),
        Err(StoreError::Unreadable("An authenticator secret"))
    ));
}

/// bo's secret in kim's row: with the own phone he would have her second step.
const BOS_FOR_KIM: &str = "UPDATE methods SET secret = (SELECT secret FROM methods JOIN staff ON id = staff_id
        WHERE username = 'bo') WHERE kind = 'app' AND staff_id = (SELECT id FROM staff WHERE username = 'kim')";

#[test]
fn z01_a_sealed_app_secret_put_into_another_person_s_row_does_not_open() {
    let mut clinic = Clinic::with_apps();
    assert!(app_opens(&mut clinic, &BO).unwrap() && app_opens(&mut clinic, &KIM).unwrap());
    assert_eq!(clinic.foreign().execute(BOS_FOR_KIM, []).unwrap(), 1);
    app_does_not_open(&mut clinic, &KIM);
    assert!(app_opens(&mut clinic, &BO).unwrap());
}

#[test]
fn z01_a_whole_app_handed_to_another_person_does_not_open() {
    let mut clinic = Clinic::with_apps();
    let hand_over = "PRAGMA foreign_keys = OFF;
        DELETE FROM methods WHERE kind = 'app' AND staff_id = (SELECT id FROM staff WHERE username = 'kim');
        UPDATE methods SET staff_id = (SELECT id FROM staff WHERE username = 'kim') WHERE kind = 'app'";
    clinic.foreign().execute_batch(hand_over).unwrap();
    app_does_not_open(&mut clinic, &KIM);
}

/// S14, T54: what cannot be opened lets nobody in, with either code.
#[test]
fn z01_nobody_signs_in_by_an_app_secret_that_does_not_open() {
    let mut clinic = Clinic::with_apps();
    let pending = clinic.pending(&KIM, &elsewhere());
    let text = clinic.texted_code(&KIM);
    let (bos, own) = (clinic.app_code(&BO), clinic.app_code(&KIM));
    clinic.foreign().execute(BOS_FOR_KIM, []).unwrap();
    let sessions = clinic.number("SELECT count(*) FROM sessions");
    for code in [&bos, &own] {
        assert!(clinic.try_code(&pending, &elsewhere(), &by_app(code)).is_err());
    }
    assert!(clinic.try_answer(&pending, &elsewhere(), &text).is_err());
    assert_eq!(clinic.number("SELECT count(*) FROM sessions"), sessions);
}

#[test]
fn z01_a_sealed_app_secret_changed_anywhere_does_not_open() {
    let sealed: Vec<u8> = Clinic::with_apps()
        .foreign()
        .query_row(
            "SELECT secret FROM methods JOIN staff ON id = staff_id WHERE username = 'bo'",
            [],
            |row| row.get(0),
        )
        .unwrap();
    let shortened = sealed[..sealed.len() - 1].to_vec();
    let changed = (0..sealed.len()).map(|at| {
        let mut changed = sealed.clone();
        changed[at] ^= 1;
        changed
    });
    for secret in changed.chain([shortened, Vec::new()]) {
        let mut clinic = Clinic::with_apps();
        let put = "UPDATE methods SET secret = ?1 WHERE staff_id = (SELECT id FROM staff WHERE username = 'bo')";
        clinic.foreign().execute(put, [&secret]).unwrap();
        app_does_not_open(&mut clinic, &BO);
    }
}

/// Z01, Z02, R08, R09, T03: what `strings` finds of an app, a document and a browser.
#[test]
fn z01_no_app_secret_pickup_number_or_token_is_anywhere_in_the_files() {
    let mut clinic = Clinic::with_apps();
    clinic.allow_trust();
    let browser = token_file(77, "a-machine-of-its-own", 1000);
    clinic.sign_in_and_trust(&KIM, &browser);
    let session = clinic.sign_in(&BO, &desk());
    let code = clinic.app_code(&BO);
    let new_phone = clinic.set_up_app(&session);
    let (entropy, at) = (clinic.dice.throw(), clinic.clock.now());
    let offer = actions::save_document::offer_pickup(&mut clinic.db, &session, &recovery_page(), entropy, at).unwrap();

    for secret in [new_phone, clinic.app_secret(&KIM)] {
        assert!(!contains(&clinic, secret.bytes()), "an app's secret is readable");
        let base32 = secret.base32().reveal().clone();
        assert!(!contains(&clinic, base32.as_bytes()), "an app's secret is readable");
        assert!(!contains(&clinic, &base32.as_bytes()[..8]), "a part of it is readable");
    }
    assert!(!contains(&clinic, offer.number.reveal().as_bytes()), "a pickup number");
    assert!(!contains(&clinic, code.as_bytes()), "a code");
    assert!(!contains(&clinic, &[77; 32]), "a browser's token");
    assert!(!contains(&clinic, b"a-machine-of-its-own"), "a machine's id");
    assert!(!contains(&clinic, session.reveal()), "a session's token");
    let bos = clinic.recovery_code(&BO);
    assert!(!contains(&clinic, bos.as_bytes()), "a recovery code");
    assert!(
        contains(&clinic, browser.place.as_bytes()),
        "places are readable: the search works"
    );
}

fn contains(clinic: &Clinic, needle: &[u8]) -> bool {
    let files = ["vestibule.db", "vestibule.db-wal"];
    files.iter().any(|name| {
        let bytes = std::fs::read(clinic.path().join(name)).unwrap();
        bytes.windows(needle.len()).any(|window| window == needle)
    })
}
