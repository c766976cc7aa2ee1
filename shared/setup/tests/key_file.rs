//! The key file: what is accepted, what is refused, and what never gets out of it.
#![allow(clippy::unwrap_used)]

use std::collections::HashSet;
use std::fs;
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt, symlink};
use std::path::{Path, PathBuf};

use setup::key_file::{KeyRing, Purpose};
use setup::{Fault, SetupError};

fn write(dir: &Path, text: &str) -> PathBuf {
    let path = dir.join("vestibule.key");
    let _ = fs::remove_file(&path);
    let mut file = fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&path)
        .unwrap();
    std::io::Write::write_all(&mut file, text.as_bytes()).unwrap();
    path
}

fn refusal(path: &Path) -> Fault {
    let error = KeyRing::load(path).unwrap_err();
    assert_eq!(error.exit_code(), 78);
    let sentence = error.to_string();
    assert!(
        sentence.contains("vestibule.key") && sentence.contains("nothing was opened"),
        "{sentence}"
    );
    match error {
        SetupError::KeyFile { fault, .. } => fault,
        other => panic!("{other}"),
    }
}

#[test]
fn z02_a_new_key_is_0600_and_reads_back_the_same() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("vestibule.key");
    let made = KeyRing::create(&path, [7; 32]).unwrap();
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o7777, 0o600);
    assert_eq!(
        fs::read_to_string(&path).unwrap(),
        format!("vestibule-key 1\n1 {}\n", "07".repeat(32))
    );
    let read = KeyRing::load(&path).unwrap();
    let (id, key) = read.current();
    assert_eq!(id, 1);
    assert_eq!(
        key.subkey(Purpose::Code).reveal(),
        made.current().1.subkey(Purpose::Code).reveal()
    );
    fs::set_permissions(&path, fs::Permissions::from_mode(0o400)).unwrap();
    KeyRing::load(&path).unwrap();
}

#[test]
fn z02_a_key_is_never_overwritten() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("vestibule.key");
    KeyRing::create(&path, [1; 32]).unwrap();
    let before = fs::read(&path).unwrap();
    let error = KeyRing::create(&path, [2; 32]).unwrap_err();
    assert!(
        matches!(
            error,
            SetupError::KeyFile {
                fault: Fault::Exists,
                ..
            }
        ),
        "{error}"
    );
    assert_eq!(fs::read(&path).unwrap(), before);
    symlink(dir.path().join("elsewhere"), dir.path().join("link")).unwrap();
    assert!(KeyRing::create(&dir.path().join("link"), [2; 32]).is_err());
    assert!(!dir.path().join("elsewhere").exists());
}

#[test]
fn z02_a_key_that_is_missing_a_link_no_file_or_too_open_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    assert!(matches!(refusal(&dir.path().join("vestibule.key")), Fault::Missing));
    let path = write(dir.path(), &format!("vestibule-key 1\n1 {}\n", "ab".repeat(32)));
    for open in [0o640, 0o604, 0o644, 0o660, 0o700] {
        fs::set_permissions(&path, fs::Permissions::from_mode(open)).unwrap();
        assert!(matches!(refusal(&path), Fault::TooOpen { mode } if mode == open));
    }
    fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
    let other = tempfile::tempdir().unwrap();
    let link = other.path().join("vestibule.key");
    symlink(&path, &link).unwrap();
    assert!(matches!(refusal(&link), Fault::Link));
    fs::remove_file(&link).unwrap();
    fs::create_dir(&link).unwrap();
    assert!(matches!(refusal(&link), Fault::NotAFile));
}

#[test]
fn z02_what_is_no_key_file_is_refused_without_quoting_it() {
    let dir = tempfile::tempdir().unwrap();
    let good = "c0".repeat(32);
    let bad = [
        String::new(),
        format!("1 {good}\n"),
        "vestibule-key 1\n".into(),
        format!("vestibule-key 2\n1 {good}\n"),
        format!("vestibule-key 1\n1 {}\n", &good[2..]),
        format!("vestibule-key 1\n1 {good}c0\n"),
        format!("vestibule-key 1\n1 {}zz\n", &good[2..]),
        format!("vestibule-key 1\n256 {good}\n"),
        format!("vestibule-key 1\n{good}\n"),
        format!("vestibule-key 1\n1 {good}\n1 {}\n", "c1".repeat(32)),
    ];
    for text in bad {
        let path = write(dir.path(), &text);
        assert!(matches!(refusal(&path), Fault::Content(_)), "{text}");
        assert!(
            !KeyRing::load(&path).unwrap_err().to_string().contains("c0c0"),
            "{text}"
        );
    }
    let path = dir.path().join("vestibule.key");
    fs::write(&path, [0xff; 80]).unwrap();
    assert!(matches!(refusal(&path), Fault::Content(_)));
    fs::write(&path, vec![b'a'; 70_000]).unwrap();
    assert!(matches!(refusal(&path), Fault::Content(_)));
}

#[test]
fn z02_the_last_key_is_current_and_the_older_ones_still_open() {
    let dir = tempfile::tempdir().unwrap();
    let path = write(
        dir.path(),
        &format!("vestibule-key 1\n4 {}\n9 {}\n", "11".repeat(32), "22".repeat(32)),
    );
    let ring = KeyRing::load(&path).unwrap();
    assert_eq!(ring.current().0, 9);
    let sub = |id| *ring.get(id).unwrap().subkey(Purpose::Column).reveal();
    assert_ne!(sub(4), sub(9));
    assert_eq!(sub(9), *ring.current().1.subkey(Purpose::Column).reveal());
    assert!(ring.get(5).is_none());
}

#[test]
fn z01_every_purpose_has_its_own_key() {
    let dir = tempfile::tempdir().unwrap();
    let ring = KeyRing::create(&dir.path().join("vestibule.key"), [3; 32]).unwrap();
    let subkeys: HashSet<_> = Purpose::ALL
        .iter()
        .map(|purpose| *ring.current().1.subkey(*purpose).reveal())
        .collect();
    assert_eq!(subkeys.len(), Purpose::ALL.len());
    assert!(!subkeys.contains(&[3; 32]) && !subkeys.contains(&[0; 32]));
}

#[test]
fn z03_a_printed_ring_shows_no_key() {
    let dir = tempfile::tempdir().unwrap();
    let ring = KeyRing::create(&dir.path().join("vestibule.key"), [0xab; 32]).unwrap();
    let printed = format!("{ring:?}").to_lowercase();
    assert!(
        printed.contains("***") && !printed.contains("abab") && !printed.contains("171"),
        "{printed}"
    );
}
