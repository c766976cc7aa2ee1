//! What is unsafe or invalid keeps every program from starting: exit code 78, one sentence, nothing written.

use std::fs::{self, OpenOptions};
use std::os::unix::fs::FileExt;

use crate::common::{Place, Run, set_mode};

/// Every way to start on a clinic but `doctor`, which goes on.
const STARTS: [&[&str]; 5] = [
    &[],
    &["pickup"],
    &["staff", "list"],
    &["staff", "reset-password", "jane"],
    &["worker", "--once"],
];

#[track_caller]
fn refused_everywhere(place: &Place) -> String {
    let before = place.snapshot();
    let sentences: Vec<String> = STARTS.iter().map(|start| place.run(start).refused(78)).collect();
    assert!(sentences.windows(2).all(|pair| pair[0] == pair[1]), "{sentences:?}");
    place.is_as(&before);
    sentences[0].clone()
}

#[test]
fn h05_with_no_clinic_init_and_demo_are_offered() {
    let place = Place::new();
    for start in STARTS {
        let sentence = place.run(start).refused(2);
        assert!(
            sentence.contains("vestibule init") && sentence.contains("vestibule demo"),
            "{sentence}"
        );
    }
    let alone = Run::from(place.program().output().unwrap());
    assert!(alone.refused(2).contains("home/.local/share/vestibule"));
    assert!(!place.data().exists());
}

#[test]
fn h05_a_wrong_configuration_is_refused_with_file_and_line() {
    let place = Place::with_clinic();
    let right = place.config();
    let line_of = |start: &str| right.lines().position(|line| line.starts_with(start)).unwrap() + 1;
    for (old, new) in [
        ("daily_cap = 150", "daily_cap = 0"),
        ("daily_cap = 150", "daily_cap = \"swordfish\""),
        ("daily_cap = 150", "daily_cup = 150"),
        ("keep_backups = 14", "keep_backups = 14\nkeep_backups = 15"),
        ("keep_backups = 14", "keep_backups = "),
    ] {
        place.set_config(&right.replace(old, new));
        let sentence = refused_everywhere(&place);
        let line = line_of(old) + new.matches('\n').count();
        assert!(
            sentence.starts_with(&format!("vestibule.toml, line {line}: ")),
            "{new}: {sentence}"
        );
        assert!(!sentence.contains("swordfish"), "{sentence}");
    }
    place.set_config(&right);
    place.run(&["staff", "list"]).done();
}

#[test]
fn h05_a_missing_configuration_is_refused() {
    let place = Place::with_clinic();
    fs::remove_file(place.in_data("vestibule.toml")).unwrap();
    assert!(refused_everywhere(&place).starts_with("vestibule.toml: the file is missing"));
}

#[test]
fn z02_a_key_others_can_read_a_linked_one_and_none_are_refused() {
    let place = Place::with_clinic();
    let key = place.in_data("vestibule.key");
    set_mode(&key, 0o640);
    assert!(refused_everywhere(&place).contains("chmod 600"));
    set_mode(&key, 0o600);
    fs::rename(&key, place.path("key")).unwrap();
    assert!(refused_everywhere(&place).contains("is not there"));
    std::os::unix::fs::symlink(place.path("key"), &key).unwrap();
    assert!(refused_everywhere(&place).contains("is a link"));
}

// With it somebody whose second step cannot be read would be let in by the password alone.
#[test]
fn z02_the_key_of_another_clinic_is_refused() {
    let (place, other) = (Place::with_clinic(), Place::with_clinic());
    fs::copy(other.in_data("vestibule.key"), place.in_data("vestibule.key")).unwrap();
    assert!(refused_everywhere(&place).contains("right key file"));
    assert_eq!(place.run(&["doctor"]).code, 2);
}

#[test]
fn u01_a_data_directory_open_to_others_is_refused() {
    let place = Place::with_clinic();
    set_mode(&place.data(), 0o750);
    assert!(refused_everywhere(&place).contains("chmod 700"));
}

#[test]
fn z07_a_database_of_a_newer_version_is_refused_and_not_touched() {
    let place = Place::with_clinic();
    // The user version, a big-endian number in the header (SQLite's file format, 1.3).
    let file = OpenOptions::new()
        .write(true)
        .open(place.in_data("vestibule.db"))
        .unwrap();
    file.write_all_at(&9_999_u32.to_be_bytes(), 60).unwrap();
    let sentence = refused_everywhere(&place);
    assert!(
        sentence.contains("version 9999") && sentence.contains("newer program"),
        "{sentence}"
    );
}

#[test]
fn z07_a_damaged_database_is_a_sentence_and_stays_as_it_is() {
    let place = Place::with_clinic();
    fs::write(
        place.in_data("vestibule.db"),
        "this is not a database, however long it is".repeat(200),
    )
    .unwrap();
    let before = place.snapshot();
    let sentence = place.run(&["staff", "list"]).refused(1);
    assert!(
        sentence.contains("damaged") && sentence.contains("put a copy you have of it back"),
        "{sentence}"
    );
    assert_eq!(place.run(&["doctor"]).code, 2);
    place.is_as(&before);
}

#[test]
fn z07_a_program_that_ended_does_not_promise_to_go_on() {
    let place = Place::with_clinic();
    let database = place.in_data("vestibule.db");
    fs::remove_file(&database).unwrap();
    fs::create_dir(&database).unwrap();
    for start in [&["staff", "list"][..], &["worker", "--once"]] {
        let sentence = place.run(start).refused(1);
        assert!(
            sentence.contains("cannot be written") && sentence.ends_with("Make it writable, then start again.\n"),
            "{sentence}"
        );
    }
}

#[test]
fn h05_a_worker_whose_log_goes_to_standard_error_says_why_it_ended_once() {
    let place = Place::with_clinic();
    fs::write(
        place.in_data("vestibule.db"),
        "this is not a database, however long it is".repeat(200),
    )
    .unwrap();
    let log = place.in_data("log");
    if log.exists() {
        fs::remove_dir_all(&log).unwrap();
    }
    fs::write(&log, "no folder").unwrap();
    let run = place.run(&["worker", "--once"]);
    assert!(
        run.code == 1 && run.err.contains("the log goes to standard error"),
        "{run:?}"
    );
    assert_eq!(run.err.matches("database is damaged").count(), 1, "{run:?}");
}

#[test]
fn the_terminal_program_without_a_terminal_says_so() {
    let place = Place::with_clinic();
    let sentence = place.run(&[]).refused(2);
    assert!(sentence.contains("needs a terminal"), "{sentence}");
}
