//! A file that cannot be written, and one that is damaged (spec Z07, T54, T55). A full disk is in `tests/inside/` and,
//! for whole programs, among the races.

use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use fixtures::clinic::{Clinic, JANE, elsewhere, keys};
use rustix::thread::{CapabilitySet, capabilities, set_capabilities};
use store::{Db, StoreError};

fn mode(path: &Path, mode: u32) {
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
}

/// Root may write whatever the mode says. Capabilities are a thread's own, and every test has its thread.
fn be_nobody_special() {
    let mut mine = capabilities(None).unwrap();
    mine.effective &= !(CapabilitySet::DAC_OVERRIDE | CapabilitySet::DAC_READ_SEARCH);
    set_capabilities(None, mine).unwrap();
}

fn refused(clinic: &Clinic) -> StoreError {
    match Db::open(clinic.data(), keys()) {
        Ok(_) => panic!("it was opened"),
        Err(error) => error,
    }
}

/// A connection that SQLite quietly opened for reading only would stay so for ever, also when the cause is gone.
#[test]
fn z07_a_read_only_file_is_refused_in_a_sentence_and_opens_again_when_it_can_be_written() {
    be_nobody_special();
    let mut clinic = Clinic::new();
    let path = clinic.data().db();
    mode(&path, 0o400);
    let refusal = refused(&clinic);
    assert!(matches!(refusal, StoreError::ReadOnly), "{refusal}");
    assert!(refusal.to_string().contains("nothing was changed"));
    mode(&path, 0o600);
    clinic.db = Db::open(clinic.data(), keys()).unwrap();
    clinic.sign_in(&JANE, &elsewhere());
}

#[test]
fn z07_a_directory_that_cannot_be_written_is_refused_too() {
    be_nobody_special();
    let mut clinic = Clinic::new();
    // The last connection takes WAL and index with it.
    clinic.db = Clinic::unfounded().db;
    mode(clinic.path(), 0o500);
    let refusal = refused(&clinic);
    mode(clinic.path(), 0o700);
    assert!(matches!(refusal, StoreError::ReadOnly), "{refusal}");
    clinic.db = Db::open(clinic.data(), keys()).unwrap();
    clinic.sign_in(&JANE, &elsewhere());
}

#[test]
fn z07_a_damaged_page_is_named_and_nobody_is_signed_in() {
    let mut clinic = Clinic::new();
    clinic.db = Clinic::unfounded().db;
    let mut bytes = std::fs::read(clinic.data().db()).unwrap();
    // Page 1 says what the file is; all behind it is lost.
    bytes[4096..].fill(0xa5);
    std::fs::write(clinic.data().db(), bytes).unwrap();
    match Db::open(clinic.data(), keys()) {
        Err(refusal) => assert!(matches!(refusal, StoreError::Corrupt(_)), "{refusal}"),
        Ok(db) => {
            clinic.db = db;
            let refusal = clinic
                .try_begin(JANE.username, JANE.password, &elsewhere())
                .unwrap_err();
            assert!(refusal.to_string().contains("damaged"), "{refusal}");
        }
    }
}

#[test]
fn z07_a_whole_file_has_no_faults() {
    assert_eq!(Clinic::new().db.faults().unwrap(), Vec::<String>::new());
}
