//! `staff edit`: the operator's side of somebody's profile.

use serde_json::Value;

use crate::common::Place;

fn person(place: &Place, username: &str) -> Value {
    let rows = place.run(&["staff", "list", "--json"]).json();
    rows.into_iter().find(|row| row["username"] == username).unwrap()
}

#[test]
fn a02_every_part_of_a_profile_is_changed_and_said() {
    let place = Place::with_clinic();
    place.add_sam();
    let said = place
        .run(&[
            "staff",
            "edit",
            " SAM ",
            "--username",
            "samuel",
            "--name",
            "Samuel Example",
            "--email",
            "samuel@example.org",
            "--mobile",
            "604 555 0123",
            "--access",
            "full",
        ])
        .done();
    assert_eq!(
        said,
        "Changed for Sam Example: user name, name, e-mail address, mobile number, access. Both addresses get an e-mail \
         about it. All managers are told.\n"
    );
    let samuel = person(&place, "samuel");
    assert_eq!(
        (
            &samuel["name"],
            &samuel["email"],
            &samuel["mobile"],
            &samuel["access"],
            &samuel["two_step"]
        ),
        (
            &"Samuel Example".into(),
            &"samuel@example.org".into(),
            &"•••• ••23".into(),
            &"full".into(),
            &"off".into()
        )
    );
    place
        .run(&["staff", "edit", "samuel", "--mobile", "", "--access", "none"])
        .done();
    let samuel = person(&place, "samuel");
    assert_eq!((&samuel["mobile"], &samuel["access"]), (&Value::Null, &"none".into()));
    let same = place.run(&["staff", "edit", "samuel", "--access", "none"]).done();
    assert_eq!(same, "Nothing was different, so nothing was changed.\n");
}

#[test]
fn a02_what_makes_no_sense_is_refused_with_the_option_and_nothing_is_changed() {
    let place = Place::with_clinic();
    place.add_sam();
    let before = place.snapshot();
    for (option, value) in [
        ("--username", "sam example"),
        ("--name", " "),
        ("--email", "sam@@example.org"),
        ("--mobile", "12"),
        ("--mobile", "+4917612345678"),
    ] {
        let sentence = place.run(&["staff", "edit", "sam", "--name", "Other", option, value]);
        if option == "--name" {
            assert_eq!(sentence.code, 2, "an option twice");
            continue;
        }
        let sentence = sentence.refused(2);
        assert!(
            sentence.starts_with(option) && sentence.contains("nothing was changed"),
            "{sentence}"
        );
    }
    let nothing = place.run(&["staff", "edit", "sam"]).refused(2);
    assert!(nothing.contains("--access"), "{nothing}");
    let owner = place.run(&["staff", "edit", "sam", "--access", "owner"]);
    assert!(
        owner.code == 2 && owner.err.contains("full, staff, none"),
        "{}",
        owner.err
    );
    let unknown = place.run(&["staff", "edit", "nobody\u{1b}", "--name", "X"]).refused(1);
    assert!(unknown.contains("Nobody has the user name nobody␛"), "{unknown}");
    let taken = place.run(&["staff", "edit", "sam", "--username", "JANE"]).refused(1);
    assert!(taken.contains("JANE is taken. Nothing was changed."), "{taken}");
    place.is_as(&before);
}

// T63
#[test]
fn a02_the_owners_access_is_nobodys_to_change_and_the_last_manager_stays() {
    let place = Place::with_clinic();
    for access in ["full", "staff", "none"] {
        let refused = place.run(&["staff", "edit", "jane", "--access", access]).refused(1);
        assert!(refused.contains("changed by Transfer ownership alone"), "{refused}");
    }
    let fay = [
        "staff",
        "add",
        "--username",
        "fay",
        "--name",
        "Fay",
        "--email",
        "fay@example.org",
        "--access",
        "full",
    ];
    let arguments: Vec<&str> = fay.iter().copied().chain(["--password-stdin"]).collect();
    place.run_with(&arguments, "thimble ravine 88 cocoa\n").done();
    place.run(&["staff", "reset-password", "jane"]).done();
    let refused = place.run(&["staff", "edit", "fay", "--access", "staff"]).refused(1);
    assert!(
        refused.contains("No other manager could sign in with a password of their own"),
        "{refused}"
    );
    assert_eq!(person(&place, "fay")["access"], "full");
}
