//! `init` that fails or is killed half way blocks no later one, and takes nothing away that is not its own (spec Z07).

use std::fs;
use std::os::unix::fs::PermissionsExt;

use crate::common::{Place, set_mode};

/// As a kill between "key and configuration are in place" and "the database has its name" leaves it.
fn just_before_the_last_step(place: &Place) {
    let staging = place.in_data(".init");
    fs::create_dir(&staging).unwrap();
    set_mode(&staging, 0o700);
    fs::rename(place.in_data("vestibule.db"), staging.join("vestibule.db")).unwrap();
    fs::copy(place.in_data("vestibule.toml"), staging.join("vestibule.toml")).unwrap();
    for file in ["vestibule.wake", "write.lock"] {
        fs::copy(place.in_data(file), staging.join(file)).unwrap();
    }
}

#[test]
fn z07_an_init_killed_before_its_last_step_is_no_clinic_and_blocks_no_other() {
    let place = Place::with_clinic();
    just_before_the_last_step(&place);
    let old_key = fs::read(place.in_data("vestibule.key")).unwrap();
    place.run(&["staff", "list"]).refused(2);
    place.init(&[]).done();
    assert_ne!(fs::read(place.in_data("vestibule.key")).unwrap(), old_key);
    assert!(!place.in_data(".init").exists());
    assert_eq!(place.run(&["staff", "list", "--json"]).json().len(), 1);
}

#[test]
fn z07_an_init_killed_in_its_first_steps_blocks_no_other() {
    let place = Place::new();
    fs::create_dir_all(place.in_data(".init")).unwrap();
    for folder in [place.data(), place.in_data(".init")] {
        set_mode(&folder, 0o700);
    }
    fs::write(place.in_data(".init/vestibule.key"), "vestibule-key 1\n").unwrap();
    fs::write(place.in_data(".init/vestibule.db"), "half").unwrap();
    place.init(&[]).done();
    assert!(!place.in_data(".init").exists());
}

#[test]
fn z02_a_key_that_belongs_to_something_else_is_never_taken_away() {
    let place = Place::with_clinic();
    just_before_the_last_step(&place);
    let other = Place::with_clinic();
    let key = fs::read(other.in_data("vestibule.key")).unwrap();
    fs::write(place.in_data("vestibule.key"), &key).unwrap();
    let sentence = place.init(&[]).refused(78);
    assert!(sentence.contains("never overwritten"), "{sentence}");
    assert_eq!(fs::read(place.in_data("vestibule.key")).unwrap(), key);
}

#[test]
fn z02_a_key_or_configuration_in_the_way_is_refused_and_kept() {
    for (file, code) in [("vestibule.key", 78), ("vestibule.toml", 1)] {
        let place = Place::new();
        fs::create_dir(place.data()).unwrap();
        set_mode(&place.data(), 0o700);
        fs::write(place.in_data(file), "mine").unwrap();
        let before = place.snapshot();
        place.init(&[]).refused(code);
        place.is_as(&before);
    }
}

#[test]
fn z07_an_init_that_fails_half_way_takes_everything_back() {
    let place = Place::new();
    // A folder that is there and takes no file from anybody.
    let sentence = place.init(&["--key-file", "/proc/self/vestibule.key"]).refused(1);
    assert!(sentence.contains("vestibule.key"), "{sentence}");
    assert!(!place.data().exists());

    fs::create_dir(place.data()).unwrap();
    set_mode(&place.data(), 0o700);
    place.init(&["--key-file", "/proc/self/vestibule.key"]).refused(1);
    for left in ["vestibule.db", "vestibule.toml", ".init"] {
        assert!(!place.in_data(left).exists(), "{left}");
    }
    place.init(&[]).done();
}

#[test]
fn u01_a_directory_open_to_others_or_no_folder_for_the_key_is_refused() {
    let place = Place::new();
    fs::create_dir(place.data()).unwrap();
    set_mode(&place.data(), 0o755);
    let sentence = place.init(&[]).refused(78);
    assert!(sentence.contains("chmod 700"), "{sentence}");
    assert_eq!(place.data().metadata().unwrap().permissions().mode() & 0o7777, 0o755);
    assert_eq!(fs::read_dir(place.data()).unwrap().count(), 0);

    let place = Place::new();
    let sentence = place.init(&["--key-file", "none/vestibule.key"]).refused(78);
    assert!(sentence.contains("install -d"), "{sentence}");
    assert!(!place.data().exists());
}
