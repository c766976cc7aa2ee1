//! The operator's side of the staff list.

use std::fs;
use std::process::Stdio;

use serde_json::Value;

use crate::common::{PASSWORD, Place, temporary_password};

#[test]
fn a07_somebody_new_gets_a_temporary_password_shown_once_with_its_end() {
    let place = Place::with_clinic();
    let sam = [
        "--username",
        "sam",
        "--name",
        "Sam Example",
        "--email",
        "sam@example.org",
    ];
    let arguments: Vec<&str> = ["staff", "add", "--access", "staff"]
        .iter()
        .chain(&sam)
        .copied()
        .collect();
    let said = place.run(&arguments).done();
    let password = temporary_password(&said);
    assert!(
        password.len() == 12 && password.bytes().all(|byte| byte.is_ascii_alphanumeric()),
        "{said}"
    );
    assert!(
        said.contains("72 hours") && said.contains("shown this once") && said.contains("first sign-in"),
        "{said}"
    );
    for (path, (_, bytes)) in place.snapshot() {
        assert!(
            !bytes.windows(12).any(|window| window == password.as_bytes()),
            "{}",
            path.display()
        );
    }
    let again = place.run(&arguments).refused(1);
    assert!(again.contains("is taken"), "{again}");
}

#[test]
fn a07_an_own_password_is_judged_kept_and_never_shown() {
    let place = Place::with_clinic();
    let kim = [
        "staff",
        "add",
        "--username",
        "kim",
        "--name",
        "Kim Example",
        "--email",
        "kim@example.org",
        "--mobile",
        "604 555 0123",
        "--access",
        "full",
        "--password-stdin",
    ];
    let weak = place.run_with(&kim, "password1\n").refused(1);
    assert!(
        weak.contains("Too easy to guess") && !weak.contains("password1"),
        "{weak}"
    );
    place.run_with(&kim, "").refused(2);
    let said = place.run_with(&kim, &format!("{PASSWORD}\nand more")).done();
    assert_eq!(said, "kim was added.\n");
}

#[test]
fn a07_reset_password_shows_another_one_and_an_unknown_name_is_refused() {
    let place = Place::with_clinic();
    let first = place.add_sam();
    let said = place.run(&["staff", "reset-password", " SAM "]).done();
    let second = temporary_password(&said);
    assert_ne!(first, second);
    assert!(
        said.contains("the second step is as it was") && said.contains("72 hours"),
        "{said}"
    );
    let unknown = place.run(&["staff", "reset-password", "nobody\u{1b}[31m\n"]).refused(1);
    assert!(unknown.contains("nobody␛[31m⏎"), "{unknown}");
}

// A password that counts and was seen by nobody locks somebody out.
#[test]
fn a07_a_temporary_password_that_could_not_be_shown_is_told_of() {
    let place = Place::with_clinic();
    place.add_sam();
    let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let output = place
        .program()
        .args(["staff", "reset-password", "sam", "--data"])
        .arg(place.data())
        .stdout(Stdio::from(full))
        .output()
        .unwrap();
    let sentence = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(
        sentence.contains("could not be shown") && sentence.contains("reset-password sam"),
        "{sentence}"
    );
}

#[test]
fn a02_wrong_addresses_are_refused_with_the_option_and_nobody_is_added() {
    let place = Place::with_clinic();
    for (option, value) in [
        ("--username", "sam example"),
        ("--name", " "),
        ("--email", "sam@@example.org"),
        ("--mobile", "12"),
        ("--mobile", "+4917612345678"),
    ] {
        let mut arguments = vec!["staff", "add", "--access", "staff"];
        for (known, right) in [("--username", "sam"), ("--name", "Sam"), ("--email", "sam@example.org")] {
            if known != option {
                arguments.extend([known, right]);
            }
        }
        arguments.extend([option, value]);
        let sentence = place.run(&arguments).refused(2);
        assert!(
            sentence.starts_with(option) && sentence.contains("nobody was added"),
            "{sentence}"
        );
    }
    assert_eq!(place.run(&["staff", "list", "--json"]).json().len(), 1);
}

#[test]
fn a02_nobody_can_be_made_a_second_owner() {
    let place = Place::with_clinic();
    let arguments = [
        "staff",
        "add",
        "--username",
        "x",
        "--name",
        "X",
        "--email",
        "x@example.org",
        "--access",
        "owner",
    ];
    let run = place.run(&arguments);
    assert_eq!((run.code, run.out.as_str()), (2, ""));
    assert!(run.err.contains("full, staff"), "{}", run.err);
}

#[test]
fn staff_list_as_json_has_the_promised_keys_and_no_number() {
    let place = Place::with_clinic();
    place.add_sam();
    let run = place.run(&["staff", "list", "--json"]);
    let rows = run.json();
    assert_eq!(rows.len(), 2);
    let keys = [
        "access",
        "default_method",
        "email",
        "last_sign_in",
        "locked_until",
        "methods",
        "mobile",
        "name",
        "two_step",
        "username",
    ];
    for row in &rows {
        let mut found: Vec<&str> = row.as_object().unwrap().keys().map(String::as_str).collect();
        found.sort_unstable();
        assert_eq!(found, keys);
    }
    let jane = rows.iter().find(|row| row["username"] == "jane").unwrap();
    assert_eq!(
        (&jane["mobile"], &jane["two_step"]),
        (&"•••• ••00".into(), &"off".into())
    );
    assert_eq!(
        (&jane["methods"], &jane["last_sign_in"]),
        (&Value::Array(Vec::new()), &Value::Null)
    );
    assert!(!run.done().contains("6045550100"));
}

// T70
#[test]
fn z05_names_are_shown_without_being_obeyed() {
    let place = Place::with_clinic();
    let arguments = [
        "staff",
        "add",
        "--username",
        "eve",
        "--name",
        "\u{1b}]0;x\u{7}Eve\n\u{202e}",
        "--email",
        "eve@example.org",
        "--access",
        "staff",
    ];
    place.run(&arguments).done();
    let shown = place.run(&["staff", "list"]).done();
    assert!(shown.contains("␛]0;x␇Eve⏎<U+202E>"), "{shown}");
    assert!(!shown.contains('\u{1b}') && shown.lines().count() == 3, "{shown}");
}

#[test]
fn u06_every_command_of_the_operator_is_in_the_record() {
    let place = Place::with_clinic();
    let rows = || {
        let checks = place.run(&["doctor", "--json"]).json();
        let record = checks.iter().find(|check| check["check"] == "record").unwrap().clone();
        record["saw"]
            .as_str()
            .unwrap()
            .split(' ')
            .next()
            .unwrap()
            .parse::<u32>()
            .unwrap()
    };
    let before = rows();
    place.run(&["staff", "list"]).done();
    place.add_sam();
    place.run(&["staff", "reset-password", "sam"]).done();
    assert_eq!(rows(), before + 3, "and looking with doctor is none");
}
