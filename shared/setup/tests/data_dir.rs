//! Which directory is a clinic's, and which ones are refused. The owner's check stands beside the private files.
#![allow(clippy::unwrap_used)]

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;

use setup::{DataDir, Fault, SetupError, Surroundings};

fn around(base: &Path) -> Surroundings {
    let current = base.join("checkout");
    fs::create_dir_all(&current).unwrap();
    Surroundings {
        xdg_data_home: Some(base.join("xdg")),
        home: Some(base.join("home")),
        current,
        root: base.join("root"),
        ..Surroundings::default()
    }
}

fn clinic(path: &Path) {
    let dir = DataDir::at(path);
    dir.create().unwrap();
    fs::write(dir.db(), "").unwrap();
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o7777
}

fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

#[test]
fn u01_the_option_comes_before_the_environment_and_that_before_what_exists() {
    let base = tempfile::tempdir().unwrap();
    let mut around = around(base.path());
    for place in [
        "option",
        "env",
        "root/var/lib/vestibule",
        "checkout/data/clinic",
        "xdg/vestibule",
    ] {
        clinic(&base.path().join(place));
    }
    around.vestibule_data = Some(base.path().join("env"));
    let option = base.path().join("option");
    assert_eq!(DataDir::find(Some(&option), &around).unwrap().path(), option);
    assert_eq!(DataDir::find(None, &around).unwrap().path(), base.path().join("env"));
    around.vestibule_data = None;
    for place in ["root/var/lib/vestibule", "checkout/data/clinic", "xdg/vestibule"] {
        assert_eq!(DataDir::find(None, &around).unwrap().path(), base.path().join(place));
        fs::remove_dir_all(base.path().join(place)).unwrap();
    }
    around.xdg_data_home = None;
    clinic(&base.path().join("home/.local/share/vestibule"));
    assert_eq!(
        DataDir::find(None, &around).unwrap().path(),
        base.path().join("home/.local/share/vestibule")
    );
}

#[test]
fn u01_a_relative_directory_is_meant_from_where_one_stands() {
    let base = tempfile::tempdir().unwrap();
    let around = around(base.path());
    clinic(&around.current.join("mine"));
    assert_eq!(
        DataDir::find(Some(Path::new("mine")), &around).unwrap().path(),
        around.current.join("mine")
    );
}

#[test]
fn h05_where_no_clinic_is_the_sentence_offers_init_and_demo_and_exits_2() {
    let base = tempfile::tempdir().unwrap();
    let around = around(base.path());
    let nowhere = DataDir::find(None, &around).unwrap_err();
    fs::create_dir_all(base.path().join("root/var/lib/vestibule")).unwrap();
    let empty = DataDir::find(None, &around).unwrap_err();
    for error in [nowhere, empty] {
        assert_eq!(error.exit_code(), 2);
        let sentence = error.to_string();
        assert!(
            sentence.contains("/var/lib/vestibule") && sentence.contains("vestibule init"),
            "{sentence}"
        );
        assert!(sentence.contains("vestibule demo"), "{sentence}");
    }
}

#[test]
fn u02_init_prefers_the_installed_place_then_the_checkout_then_the_home() {
    let base = tempfile::tempdir().unwrap();
    let mut around = around(base.path());
    let home = DataDir::for_init(None, &around).unwrap();
    assert_eq!(home.path(), base.path().join("xdg/vestibule"));
    assert_eq!(home.key_for_init(&around), home.path().join("vestibule.key"));

    fs::create_dir_all(around.current.join("data/migrations")).unwrap();
    fs::write(around.current.join("Cargo.toml"), "").unwrap();
    assert_eq!(
        DataDir::for_init(None, &around).unwrap().path(),
        around.current.join("data/clinic")
    );

    fs::create_dir_all(base.path().join("root/var/lib/vestibule")).unwrap();
    let installed = DataDir::for_init(None, &around).unwrap();
    assert_eq!(installed.path(), base.path().join("root/var/lib/vestibule"));
    assert_eq!(
        installed.key_for_init(&around),
        base.path().join("root/etc/vestibule/vestibule.key")
    );

    fs::remove_dir_all(base.path().join("root")).unwrap();
    fs::remove_file(around.current.join("Cargo.toml")).unwrap();
    around.xdg_data_home = None;
    around.home = None;
    let error = DataDir::for_init(None, &around).unwrap_err();
    assert!(matches!(error, SetupError::NoPlace) && error.exit_code() == 2);
}

#[test]
fn u01_a_new_directory_and_its_folders_are_for_its_owner_alone() {
    let base = tempfile::tempdir().unwrap();
    let dir = DataDir::at(base.path().join("deep/down"));
    dir.create().unwrap();
    dir.check().unwrap();
    for folder in [
        dir.path().to_owned(),
        dir.run(),
        dir.exports(),
        dir.backups(),
        dir.log(),
        dir.phone(),
        dir.mail(),
    ] {
        assert_eq!(mode(&folder), 0o700, "{}", folder.display());
    }
    for file in [dir.wake(), dir.write_lock()] {
        assert_eq!(mode(&file), 0o600, "{}", file.display());
    }
    assert!(!dir.worker_lock().exists(), "no worker has ever been seen here");
}

#[test]
fn u01_init_leaves_a_clinic_that_is_there_alone() {
    let base = tempfile::tempdir().unwrap();
    clinic(&base.path().join("c"));
    let error = DataDir::at(base.path().join("c")).create().unwrap_err();
    assert!(
        matches!(error, SetupError::AlreadyThere { .. }) && error.exit_code() == 1,
        "{error}"
    );
}

#[test]
fn u01_a_directory_that_is_a_link_a_file_missing_or_too_open_is_refused() {
    let base = tempfile::tempdir().unwrap();
    let real = base.path().join("real");
    DataDir::at(&real).create().unwrap();
    let fault = |path: &Path| match DataDir::at(path).check().unwrap_err() {
        error @ SetupError::Directory { .. } => {
            assert_eq!(error.exit_code(), 78);
            assert!(error.to_string().contains("nothing was opened"), "{error}");
            match error {
                SetupError::Directory { fault, .. } => fault,
                other => panic!("{other}"),
            }
        }
        other => panic!("{other}"),
    };
    symlink(&real, base.path().join("link")).unwrap();
    fs::write(base.path().join("file"), "").unwrap();
    assert!(matches!(fault(&base.path().join("link")), Fault::Link));
    assert!(matches!(fault(&base.path().join("file")), Fault::NotADirectory));
    assert!(matches!(fault(&base.path().join("none")), Fault::Missing));
    for open in [0o710, 0o701, 0o755, 0o770, 0o2750] {
        set_mode(&real, open);
        assert!(matches!(fault(&real), Fault::TooOpen { mode } if mode == open));
    }
    set_mode(&real, 0o700);
    DataDir::at(&real).check().unwrap();
}
