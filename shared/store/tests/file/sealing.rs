//! Sealed fields open only where they were sealed (spec Z01), and what must not be in the file is not (Z02, Z03).

use actions::Token;
use fixtures::clinic::{Clinic, FAY, SAM, desk, elsewhere};
use store::outbox::{self, Channel, Facts, Kind, Owed};
use store::{StoreError, recovery};

/// sam (3) and fay (2) both have a recovery code.
fn two_with_codes() -> (Clinic, Token) {
    let mut clinic = Clinic::new();
    let session = clinic.sign_in(&FAY, &elsewhere());
    clinic.turn_texts_on(&session, FAY.mobile);
    (clinic, session)
}

fn opens(clinic: &mut Clinic, person: &fixtures::clinic::Person) -> Result<bool, StoreError> {
    let staff = clinic.staff(person).id;
    let at = clinic.clock.now();
    clinic.db.read(at, |tx| Ok(recovery::find(tx, staff)?.is_some()))
}

fn does_not_open(clinic: &mut Clinic, person: &fixtures::clinic::Person) {
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

fn contains(clinic: &Clinic, needle: &[u8]) -> bool {
    let files = ["vestibule.db", "vestibule.db-wal"];
    files.iter().any(|name| {
        let bytes = std::fs::read(clinic.path().join(name)).unwrap();
        bytes.windows(needle.len()).any(|window| window == needle)
    })
}
