//! The locked-out owner's request, from the operator's side (spec O, U06): every exit code and sentence.

use std::fs;
use std::process::Stdio;

use fixtures::foreign::Foreign;
use serde_json::Value;

use crate::common::{Place, Run, temporary_password};

/// 14 days: the same day of the week, and longer than any delay without a long row of holidays.
const AGES: i64 = 14 * 24 * 60 * 60 * 1000;

fn open(place: &Place, more: &[&str]) -> Run {
    let arguments: Vec<&str> = ["recovery", "open", "--note", "passport seen, called back"]
        .iter()
        .chain(more)
        .copied()
        .collect();
    place.run(&arguments)
}

fn opened() -> Place {
    let place = Place::with_clinic();
    open(&place, &["--username", "jane"]).done();
    place
}

fn release(place: &Place) -> Run {
    place.run(&["recovery", "release", "1", "--note", "passport seen again"])
}

fn list(place: &Place) -> Vec<Value> {
    place.run(&["recovery", "list", "--json"]).json()
}

#[test]
fn o02_open_says_the_number_the_moment_in_clinic_time_and_what_comes_next() {
    let place = Place::with_clinic();
    let said = open(&place, &["--username", " JANE "]).done();
    assert!(
        said.contains("Recovery request 1 is open: jane is to be let back in."),
        "{said}"
    );
    assert!(said.contains("00:00 (America/Vancouver)"), "{said}");
    assert!(said.contains("vestibule recovery release 1 --note TEXT"), "{said}");
    let again = open(&place, &["--username", "jane"]).refused(1);
    assert!(again.contains("runs already"), "{again}");
}

#[test]
fn o03_too_early_names_the_moment_and_what_was_kept() {
    let place = opened();
    let said = release(&place).refused(1);
    assert!(
        said.starts_with("Recovery request 1 cannot be released before ") && said.contains("00:00 (America/Vancouver)"),
        "{said}"
    );
    assert!(said.contains("Nothing was changed; it goes on."), "{said}");
    assert_eq!(list(&place)[0]["state"], "open");
}

#[test]
fn o04_release_shows_the_temporary_password_once_and_a_second_one_is_refused() {
    let place = opened();
    Foreign::open(&place.data()).age_recovery(AGES);
    assert_eq!(list(&place)[0]["ready"], true);
    let said = release(&place).done();
    let password = temporary_password(&said);
    assert_eq!(password.len(), 12);
    assert!(
        said.contains("2-Step Verification is removed") && said.contains("72 hours"),
        "{said}"
    );
    for (path, (_, bytes)) in place.snapshot() {
        let found = bytes.windows(12).any(|window| window == password.as_bytes());
        assert!(!found, "{}", path.display());
    }
    let again = release(&place).refused(1);
    assert!(again.contains("was released before"), "{again}");
    let line = &list(&place)[0];
    assert_eq!(
        (&line["state"], &line["closed_note"]),
        (&"released".into(), &"passport seen again".into())
    );
}

// A password that counts and was seen by nobody locks somebody out.
#[test]
fn o04_a_temporary_password_that_could_not_be_shown_is_told_of() {
    let place = opened();
    Foreign::open(&place.data()).age_recovery(AGES);
    let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let output = place
        .program()
        .args(["recovery", "release", "1", "--note", "passport seen", "--data"])
        .arg(place.data())
        .stdout(Stdio::from(full))
        .output()
        .unwrap();
    let sentence = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(
        sentence.contains("could not be shown") && sentence.contains("reset-password jane"),
        "{sentence}"
    );
}

#[test]
fn o02_cancel_ends_it_and_what_there_is_not_is_refused() {
    let place = opened();
    let said = place.run(&["recovery", "cancel", "1"]).done();
    assert!(
        said.starts_with("Recovery request 1 is cancelled. It changed nothing."),
        "{said}"
    );
    for arguments in [
        vec!["recovery", "cancel", "1"],
        vec!["recovery", "release", "1", "--note", "x"],
    ] {
        let again = place.run(&arguments).refused(1);
        assert!(again.contains("was cancelled before"), "{again}");
    }
    let none = place.run(&["recovery", "cancel", "9"]).refused(1);
    assert!(none.contains("There is no recovery request 9"), "{none}");
    open(&place, &["--username", "jane"]).done();
    let states: Vec<Value> = list(&place).iter().map(|line| line["state"].clone()).collect();
    assert_eq!(states, ["open", "cancelled"]);
}

#[test]
fn o01_only_the_owners_account_and_only_with_a_note() {
    let place = Place::with_clinic();
    place.add_sam();
    let staff = open(&place, &["--username", "sam"]).refused(1);
    assert!(staff.contains("Only the account owner"), "{staff}");
    let unknown = open(&place, &["--username", "no\u{1b}[31mbody"]).refused(1);
    assert!(unknown.contains("no␛[31mbody"), "{unknown}");
    let heir = open(&place, &["--username", "jane", "--transfer-to", "sam"]).refused(1);
    assert!(heir.contains("full access"), "{heir}");
    let empty = place
        .run(&["recovery", "open", "--username", "jane", "--note", " "])
        .refused(2);
    assert!(
        empty.starts_with("--note was refused and nothing was opened."),
        "{empty}"
    );
    let missing = place.run(&["recovery", "open", "--username", "jane"]);
    assert_eq!((missing.code, missing.out.as_str()), (2, ""));
    assert!(list(&place).is_empty());
    assert_eq!(
        place.run(&["recovery", "list"]).done(),
        "There was never a recovery request.\n"
    );
}

#[test]
fn o04_another_set_of_methods_voids_it_with_a_sentence() {
    let place = opened();
    let foreign = Foreign::open(&place.data());
    foreign.age_recovery(AGES);
    foreign.sets_up_texts("jane");
    let said = release(&place).refused(1);
    assert!(said.contains("is void") && said.contains("have changed"), "{said}");
    assert_eq!(list(&place)[0]["state"], "cancelled");
}

#[test]
fn recovery_list_has_the_promised_keys_and_a_line_for_people() {
    let place = opened();
    let keys = [
        "closed_at",
        "closed_by",
        "closed_note",
        "id",
        "kind",
        "not_before",
        "note",
        "opened_at",
        "opened_by",
        "ready",
        "state",
        "transfer_to",
        "username",
        "void",
    ];
    let rows = list(&place);
    let mut found: Vec<&str> = rows[0].as_object().unwrap().keys().map(String::as_str).collect();
    found.sort_unstable();
    assert_eq!(found, keys);
    assert_eq!(
        (&rows[0]["kind"], &rows[0]["username"]),
        (&"recovery".into(), &"jane".into())
    );
    assert_eq!(rows[0]["note"], "passport seen, called back");
    let shown = place.run(&["recovery", "list"]).done();
    assert!(shown.contains("not before") && shown.contains("jane"), "{shown}");
    assert!(shown.contains("passport seen, called back"), "{shown}");
}
