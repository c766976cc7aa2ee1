//! `init` with options: what it makes, what it refuses, and that a refusal leaves nothing.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use crate::common::{CLINIC, PASSWORD, Place};

#[test]
fn u09_init_makes_a_private_clinic_with_its_owner_and_says_what_comes_next() {
    let place = Place::new();
    let said = place.init(&[]).done();
    for next in [
        "vestibule.toml",
        "auth_token_file",
        "password_file",
        "vestibule worker --data",
        "vestibule --data",
        "2-Step Verification",
    ] {
        assert!(said.contains(next), "{next} is missing in: {said}");
    }
    assert_eq!(place.data().metadata().unwrap().permissions().mode() & 0o7777, 0o700);
    for file in [
        "vestibule.db",
        "vestibule.toml",
        "vestibule.key",
        "vestibule.wake",
        "write.lock",
    ] {
        let mode = place.in_data(file).metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o7777, 0o600, "{file}");
    }
    assert!(place.config().contains("transport = \"folder\"") && place.config().contains("# account_sid"));
    assert!(!place.in_data(".init").exists());
    let staff = place.run(&["staff", "list", "--json"]).json();
    assert_eq!(
        (&staff[0]["username"], &staff[0]["access"]),
        (&"jane".into(), &"owner".into())
    );
}

#[test]
fn u09_the_password_of_the_owner_is_nowhere_in_clear() {
    let place = Place::new();
    let run = place.init(&[]);
    assert!(!run.out.contains(PASSWORD) && !run.err.contains(PASSWORD));
    for (path, (_, bytes)) in place.snapshot() {
        let is_in = bytes
            .windows(PASSWORD.len())
            .any(|window| window == PASSWORD.as_bytes());
        assert!(!is_in, "{}", path.display());
    }
}

#[test]
fn u09_a_second_init_is_refused_and_changes_nothing() {
    let place = Place::with_clinic();
    let before = place.snapshot();
    let sentence = place.init(&["--key-file", "other.key"]).refused(1);
    assert!(sentence.contains("it was left as it is"), "{sentence}");
    place.run(&["init"]).refused(1);
    place.is_as(&before);
}

#[test]
fn u09_what_is_missing_without_a_terminal_is_named_and_nothing_is_made() {
    let place = Place::new();
    let sentence = place.run(&["init", "--clinic", "Maple", "--country", "CA"]).refused(2);
    for option in [
        "--time-zone",
        "--owner-username",
        "--owner-name",
        "--owner-email",
        "--owner-mobile",
        "--password-stdin",
    ] {
        assert!(sentence.contains(option), "{option}: {sentence}");
    }
    assert!(
        !sentence.contains("--clinic") && !sentence.contains("--country"),
        "{sentence}"
    );
    assert!(!place.data().exists());
}

#[test]
fn u09_what_is_wrong_is_refused_with_its_option_and_nothing_is_made() {
    for (option, value) in [
        ("--clinic", " "),
        ("--time-zone", "Mars/Base"),
        ("--country", "Canada"),
        ("--country", "XX"),
        ("--owner-username", "jane doe"),
        ("--owner-name", "\u{200b}"),
        ("--owner-email", "jane"),
        ("--owner-mobile", "+4917612345678"),
        ("--short-name", "more than twenty letters"),
    ] {
        let place = Place::new();
        let mut arguments = vec!["init", "--password-stdin"];
        for pair in CLINIC.chunks(2).filter(|pair| pair[0] != option) {
            arguments.extend(pair);
        }
        arguments.extend([option, value]);
        let sentence = place.run_with(&arguments, PASSWORD).refused(2);
        assert!(
            sentence.starts_with(option) && sentence.contains("nothing was made"),
            "{sentence}"
        );
        assert!(!place.data().exists(), "{option}");
    }
}

#[test]
fn u09_a_weak_or_missing_password_is_refused_with_the_reason_and_never_repeated() {
    for (password, code, reason) in [
        ("jane", 1, "at least 8"),
        ("maplestreet1", 1, "a name that others know"),
        ("password1", 1, "Too easy to guess"),
        ("", 2, "no password"),
        ("\n", 2, "no password"),
    ] {
        let place = Place::new();
        let arguments: Vec<&str> = ["init", "--password-stdin"].iter().chain(&CLINIC).copied().collect();
        let sentence = place.run_with(&arguments, password).refused(code);
        assert!(sentence.contains(reason), "{sentence}");
        assert!(password.len() < 8 || !sentence.contains(password), "{sentence}");
        assert!(!place.data().exists());
    }
}

#[test]
fn u02_the_key_lies_where_it_is_told_to_and_the_configuration_names_it() {
    let place = Place::new();
    fs::create_dir(place.path("safe")).unwrap();
    place.init(&["--key-file", "safe/clinic.key"]).done();
    let key = place.path("safe/clinic.key");
    assert_eq!(key.metadata().unwrap().permissions().mode() & 0o7777, 0o600);
    assert!(place.config().contains(key.to_str().unwrap()), "{}", place.config());
    assert!(!place.in_data("vestibule.key").exists());
    place.run(&["staff", "list"]).done();
}

#[test]
fn u08_a_solo_practice_has_its_clinic_in_the_home_and_everything_finds_it_there() {
    let place = Place::new();
    let mut command = place.program();
    command.args(["init", "--password-stdin"]).args(CLINIC);
    let password = place.path("password.txt");
    fs::write(&password, format!("{PASSWORD}\r\n")).unwrap();
    let made = command.stdin(fs::File::open(&password).unwrap()).output().unwrap();
    assert!(made.status.success(), "{made:?}");
    assert!(!String::from_utf8_lossy(&made.stdout).contains("--data"));
    assert!(place.path("home/.local/share/vestibule/vestibule.db").exists());
    assert!(
        place
            .program()
            .args(["staff", "list"])
            .output()
            .unwrap()
            .status
            .success()
    );
}
