//! Opening the file: which settings hold, and what is refused (spec Z06, Z07).

use fixtures::clinic::{Clinic, JANE, elsewhere, keys};
use setup::DataDir;
use setup::key_file::KeyRing;
use store::{Db, Keys, StoreError};

#[test]
fn z06_every_promised_setting_is_read_back() {
    let clinic = Clinic::new();
    let settings = clinic.db.settings().unwrap();
    for wanted in [
        ("journal_mode", "wal"),
        ("synchronous", "2"),
        ("foreign_keys", "1"),
        ("trusted_schema", "0"),
        ("secure_delete", "1"),
    ] {
        assert!(
            settings.iter().any(|(name, value)| (*name, value.as_str()) == wanted),
            "{wanted:?} in {settings:?}"
        );
    }
    assert_eq!(
        clinic.number("SELECT count(*) FROM pragma_journal_mode WHERE journal_mode = 'wal'"),
        1
    );
}

#[test]
fn z06_the_file_is_for_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt;
    let clinic = Clinic::new();
    for entry in std::fs::read_dir(clinic.path()).unwrap() {
        let entry = entry.unwrap();
        let mode = entry.metadata().unwrap().permissions().mode() & 0o777;
        assert_eq!(mode & 0o077, 0, "{:?} has mode {mode:o}", entry.file_name());
    }
}

fn refusal(opened: Result<Db, StoreError>) -> StoreError {
    match opened {
        Ok(_) => panic!("it was opened"),
        Err(error) => error,
    }
}

#[test]
fn z07_where_no_clinic_is_none_is_made() {
    let dir = tempfile::TempDir::new().unwrap();
    let data = DataDir::at(dir.path());
    assert!(matches!(refusal(Db::open(&data, keys())), StoreError::Missing(_)));
    assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 0);
}

#[test]
fn z07_a_clinic_is_never_made_over_another() {
    let clinic = Clinic::new();
    assert!(matches!(
        refusal(Db::create(clinic.data(), keys())),
        StoreError::Overtaken
    ));
}

#[test]
fn z07_a_file_of_a_newer_program_is_refused_and_not_touched() {
    let clinic = Clinic::new();
    clinic.foreign().execute_batch("PRAGMA user_version = 99").unwrap();
    let refused = refusal(Db::open(clinic.data(), keys()));
    assert!(matches!(refused, StoreError::Newer { found: 99, known } if known == store::migrate::newest()));
    assert!(refused.is_set_up());
    assert_eq!(clinic.number("PRAGMA user_version"), 99);
}

/// Otherwise the owner (no sealed field in the way) would be signed in, and the record go on under a key that breaks it.
#[test]
fn z07_with_another_key_the_clinic_is_not_opened() {
    let clinic = Clinic::new();
    let dir = tempfile::TempDir::new().unwrap();
    let another = Keys::from_ring(&KeyRing::create(&dir.path().join("key"), [7; 32]).unwrap());
    let refused = refusal(Db::open(clinic.data(), another));
    assert!(matches!(refused, StoreError::Unreadable("The record")), "{refused}");
    assert!(refused.is_set_up());
    assert!(refused.to_string().contains("Put the right key file back."));
}

#[test]
fn z07_a_record_that_was_tampered_with_does_not_keep_the_clinic_shut() {
    for tampering in [
        "UPDATE audit_head SET mac = zeroblob(32)",
        "UPDATE audit SET detail = 'x' WHERE number = (SELECT max(number) FROM audit)",
        "DELETE FROM audit WHERE number > 3",
    ] {
        let mut clinic = Clinic::new();
        clinic.foreign().execute_batch(tampering).unwrap();
        clinic.db = Db::open(clinic.data(), keys()).expect(tampering);
        clinic.sign_in(&JANE, &elsewhere());
    }
}

#[test]
fn a_commit_of_somebody_else_moves_the_data_version_and_an_own_one_does_not() {
    let clinic = Clinic::new();
    let mut other = clinic.another_db();
    let (mine, theirs) = (clinic.db.data_version().unwrap(), other.data_version().unwrap());
    let (at, entropy) = (clinic.clock.now(), clinic.dice.throw());
    actions::list_staff::list_staff(&mut other, "root", entropy, at).unwrap();
    assert_ne!(clinic.db.data_version().unwrap(), mine);
    assert_eq!(other.data_version().unwrap(), theirs);
}
