//! The token file of a browser: kept while it is fit, made anew where it is not.
#![allow(clippy::unwrap_used)]

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};

use setup::token_file::load_or_make;

fn place() -> (tempfile::TempDir, PathBuf) {
    let base = tempfile::tempdir().unwrap();
    let path = base.path().join("state/vestibule/browser");
    (base, path)
}

fn token(path: &Path, byte: u8) -> Option<[u8; 32]> {
    load_or_make(path, [byte; 32]).map(|token| *token.reveal())
}

fn mode(path: &Path) -> u32 {
    fs::symlink_metadata(path).unwrap().permissions().mode() & 0o7777
}

#[test]
fn t03_a_token_is_made_once_for_its_user_alone_and_kept() {
    let (_base, path) = place();
    assert_eq!(token(&path, 7), Some([7; 32]));
    assert_eq!(mode(&path), 0o600);
    assert_eq!(mode(path.parent().unwrap()), 0o700);
    assert_eq!(token(&path, 8), Some([7; 32]));
    assert_eq!(
        fs::read_dir(path.parent().unwrap()).unwrap().count(),
        1,
        "nothing is left beside it"
    );
}

#[test]
fn t04_deleting_the_file_makes_another_browser() {
    let (_base, path) = place();
    token(&path, 7).unwrap();
    fs::remove_file(&path).unwrap();
    assert_eq!(token(&path, 8), Some([8; 32]));
}

#[test]
fn t03_a_file_that_is_open_a_link_or_damaged_is_not_used() {
    let (base, path) = place();
    token(&path, 7).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
    assert_eq!(token(&path, 8), Some([8; 32]));
    assert_eq!(mode(&path), 0o600);

    let stolen = base.path().join("stolen");
    fs::rename(&path, &stolen).unwrap();
    symlink(&stolen, &path).unwrap();
    assert_eq!(token(&path, 9), Some([9; 32]));
    assert!(fs::symlink_metadata(&path).unwrap().is_file());
    assert_eq!(token(&stolen, 1), Some([8; 32]), "what the link led to is left alone");

    for damage in ["", "07", &"zz".repeat(32), &"07".repeat(33)] {
        fs::write(&path, damage).unwrap();
        assert_eq!(token(&path, 10), Some([10; 32]), "{damage}");
    }
}

#[test]
fn t03_where_nothing_can_be_written_there_is_no_token() {
    let (base, path) = place();
    fs::write(base.path().join("state"), "a file stands in the way").unwrap();
    assert_eq!(token(&path, 7), None);
    let (_base, path) = place();
    fs::create_dir_all(&path).unwrap();
    assert_eq!(token(&path, 7), None);
}

#[test]
fn t03_terminals_started_at_once_share_one_token() {
    let (_base, path) = place();
    token(&path, 1).unwrap();
    let found: Vec<_> = std::thread::scope(|scope| {
        let path = &path;
        let all: Vec<_> = (2..10).map(|byte| scope.spawn(move || token(path, byte))).collect();
        all.into_iter().map(|one| one.join().unwrap()).collect()
    });
    assert!(found.iter().all(|token| *token == Some([1; 32])));
}
