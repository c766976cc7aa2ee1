//! **Reports** (spec D04, A02, A07, R09, H04): figures on the screen, the report as a file or fetched, first passwords on one
//! list; for managers alone, up to the moment it leaves.

use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;

use actions::pick_up::{PickedUp, pick_up};
use domain::document::DocumentKind;
use domain::time::{DAY, MINUTE, SECOND};
use fixtures::clinic::{FAY, JANE, SAM, desk, keyless, ssh_key, token_file, typed};
use fixtures::keyboard::{KeyCode, Keyboard, Story};

fn exports(story: &Story) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(story.clinic.data().exports()).unwrap();
    entries.map(|entry| entry.unwrap().path()).collect()
}

/// The one file there is, which nobody else can read.
#[track_caller]
fn the_file(story: &Story) -> (String, Vec<u8>) {
    let files = exports(story);
    assert_eq!(files.len(), 1, "{files:?}");
    let mode = std::fs::metadata(&files[0]).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    let name = files[0].file_name().unwrap().to_str().unwrap().to_owned();
    (name, std::fs::read(&files[0]).unwrap())
}

/// At the server's own terminal, on **Reports**.
fn at_reports(story: &mut Story) -> Keyboard {
    let mut jane = story.at(token_file(7, "one", 1000));
    story.signs_in(&mut jane, &JANE);
    jane.chooses("Reports");
    jane.sees("2-Step Verification status");
    jane
}

/// So many people who joined by a table and have no password.
fn import(story: &Story, number: u32) {
    let sql = format!(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {number})
         INSERT INTO staff (username, username_key, name, email, mobile, access, password_kind, added_at)
         SELECT 'new' || i, 'new' || i, '=Newcomer; ' || i, 'new' || i || '@maple.example', '+1604555' || (1000 + i),
             'staff', 'missing', 0 FROM n"
    );
    story.clinic.foreign().execute_batch(&sql).unwrap();
}

/// The number of the document that waits to be fetched, as it stands on the screen.
fn reads_number(keyboard: &mut Keyboard) -> String {
    keyboard.sees("It asks for this number:");
    let is_half = |word: &&str| word.len() == 3 && word.bytes().all(|byte| byte.is_ascii_digit());
    let lines = keyboard.lines();
    let mut halves = lines
        .iter()
        .map(|line| line.split_whitespace().filter(is_half).collect::<Vec<_>>());
    halves.find(|halves| halves.len() == 2).unwrap().concat()
}

#[test]
fn d04_managers_alone_see_reports() {
    let mut story = Story::new();
    for (person, sees) in [(&JANE, true), (&FAY, true), (&SAM, false)] {
        let mut keyboard = story.at(desk());
        story.signs_in(&mut keyboard, person);
        assert_eq!(keyboard.shows("Reports"), sees, "{}", person.username);
        drop(keyboard);
        story.passes(MINUTE);
    }
}

#[test]
fn d04_the_figures_follow_what_happens_elsewhere() {
    let mut story = Story::with_apps();
    let mut jane = at_reports(&mut story);
    jane.sees("3 of 5 (60 %)");
    jane.sees("1 text, 1 app, 1 both");
    jane.sees("no: it is each person's choice");
    story
        .clinic
        .foreign()
        .execute_batch("UPDATE staff SET access = 'none' WHERE username = 'sam'")
        .unwrap();
    story.passes(SECOND);
    jane.sees("2 of 4 (50 %)");
}

#[test]
fn r09_d04_at_the_servers_own_terminal_the_report_is_a_private_file_for_a_day() {
    for (button, starts, stem) in [
        ("Save as PDF", "%PDF-", "status-"),
        ("Save as CSV", "name,username,access,two_step,", "status-"),
        (
            "Staff list as CSV",
            "username,name,email,mobile,access,two_step,",
            "staff-",
        ),
    ] {
        let mut story = Story::with_apps();
        let mut jane = at_reports(&mut story);
        jane.chooses(button);
        jane.sees("✓ Saved. Print it or take it from there; after 24 hours it is erased:");
        let (name, bytes) = the_file(&story);
        assert!(name.starts_with(stem) && bytes.starts_with(starts.as_bytes()), "{name}");
        story.passes(DAY - SECOND);
        assert_eq!(exports(&story).len(), 1);
        story.passes(SECOND);
        assert!(exports(&story).is_empty());
        assert_eq!(story.recorded("document.made"), 1);
    }
}

#[test]
fn d04_the_table_has_everybody_once_with_how_they_stand() {
    let mut story = Story::with_apps();
    let mut jane = at_reports(&mut story);
    jane.chooses("Save as CSV");
    let (_, bytes) = the_file(&story);
    let text = String::from_utf8(bytes).unwrap();
    let rows: Vec<Vec<&str>> = text.lines().map(|line| line.split(',').collect()).collect();
    assert_eq!(
        rows[0],
        [
            "name",
            "username",
            "access",
            "two_step",
            "methods",
            "default_method",
            "two_step_since",
            "paused_until",
            "last_sign_in"
        ]
    );
    let stands: Vec<&[&str]> = rows[1..].iter().map(|row| &row[..6]).collect();
    assert_eq!(
        stands,
        [
            ["Bo Lindgren", "bo", "staff", "on", "app", "app"].as_slice(),
            &["Fay Okafor", "fay", "full", "off", "", ""],
            &["Jane Maple", "jane", "owner", "off", "", ""],
            &["Kim Sato", "kim", "staff", "on", "sms app", "sms"],
            &["Sam Tremblay", "sam", "staff", "on", "sms", "sms"],
        ]
    );
    assert!(rows[1][6].ends_with('Z') && rows[1][6].contains('T'), "{}", rows[1][6]);
}

/// Z05, A02: what people are called and their numbers stay text, and come back as they were.
#[test]
fn z05_a_long_staff_list_goes_out_in_parts_and_no_cell_is_a_formula() {
    let mut story = Story::new();
    import(&story, 2_500);
    let mut jane = at_reports(&mut story);
    jane.sees("1 of 2,503 (0 %)");
    jane.chooses("Staff list as CSV");
    jane.sees("✓ Saved.");
    let (_, bytes) = the_file(&story);
    let text = String::from_utf8(bytes).unwrap();
    assert_eq!(text.lines().count(), 2_504);
    let last = text.lines().last().unwrap();
    assert!(
        last.starts_with("new2500,'=Newcomer; 2500,new2500@maple.example,'+16045553500,staff,off,"),
        "{last}"
    );
}

/// H04: it is stopped between two parts, and nothing of it stays.
#[test]
fn h04_a_long_export_shows_how_far_it_is_and_can_be_stopped() {
    let mut story = Story::new();
    import(&story, 2_500);
    let mut jane = at_reports(&mut story);
    jane.is_slow(true);
    jane.chooses("Staff list as CSV");
    jane.answers_one();
    jane.sees("1,000 of 2,503 rows");
    jane.does_not_see("Save as PDF");
    assert_eq!(exports(&story).len(), 1, "under its hidden name");
    jane.presses(KeyCode::Esc);
    jane.is_slow(false);
    jane.sees("! Stopped. Nothing was saved, and nothing else was changed.");
    jane.sees("Save as PDF");
    assert!(exports(&story).is_empty());
    assert_eq!(story.recorded("document.ended"), 1);
}

#[test]
fn h04_signing_out_stops_it_too() {
    let mut story = Story::new();
    import(&story, 2_500);
    let mut jane = at_reports(&mut story);
    jane.is_slow(true);
    jane.chooses("Staff list as CSV");
    jane.answers_one();
    jane.clicks("Sign out");
    jane.is_slow(false);
    jane.sees("You are signed out.");
    assert!(exports(&story).is_empty());
    assert_eq!(story.recorded("document.ended"), 1);
}

#[test]
fn r09_over_ssh_and_sudo_the_screen_names_the_file_and_hands_it_out_once() {
    for (client, button, command, kind) in [
        (
            ssh_key(1),
            "Save as PDF",
            "pickup > status.pdf",
            DocumentKind::StatusPdf,
        ),
        (
            ssh_key(1),
            "Save as CSV",
            "pickup > status.csv",
            DocumentKind::StatusCsv,
        ),
        (
            desk(),
            "Staff list as CSV",
            "sudo -u vestibule vestibule pickup > staff.csv",
            DocumentKind::StaffCsv,
        ),
    ] {
        let mut story = Story::new();
        let mut fay = story.at(client.clone());
        story.signs_in(&mut fay, &FAY);
        fay.chooses("Reports");
        fay.chooses(button);
        fay.sees(command);
        fay.sees("10:00 left");
        let number = reads_number(&mut fay);
        let (entropy, at) = (story.clinic.dice.throw(), story.clinic.clock.now());
        let picked = pick_up(&mut story.clinic.db, &client, &typed(&number), entropy, at).unwrap();
        let PickedUp::Given { content, .. } = picked else {
            panic!("it is not handed out");
        };
        assert_eq!(content.kind(), kind);
        fay.sees("✓ It was fetched. Look into");
        fay.presses(KeyCode::Enter);
        fay.sees("2-Step Verification status");
        assert!(exports(&story).is_empty(), "no file is made on the server");
    }
}

#[test]
fn r09_where_no_key_is_shown_it_is_said_and_nothing_made() {
    let mut story = Story::new();
    let mut fay = story.at(keyless());
    story.signs_in(&mut fay, &FAY);
    fay.chooses("Reports");
    fay.chooses("Save as PDF");
    fay.sees("✗ This server does not say which SSH key you came with");
    assert_eq!(story.recorded("document.made"), 0);
}

/// The issue: a demoted manager with an open screen is refused at the next key, and nothing changes.
#[test]
fn t47_a_demoted_manager_with_the_page_open_gets_nothing() {
    let mut story = Story::new();
    let mut fay = story.at(token_file(7, "one", 1000));
    story.signs_in(&mut fay, &FAY);
    fay.chooses("Reports");
    fay.sees("Save as PDF");
    fay.is_deaf(true);
    story
        .clinic
        .foreign()
        .execute_batch("UPDATE staff SET access = 'staff' WHERE username = 'fay'")
        .unwrap();
    fay.chooses("Save as PDF");
    fay.sees("✗ Only the account owner and people with full access may do that.");
    assert!(exports(&story).is_empty());
    assert_eq!(story.recorded("document.made"), 0);
}

#[test]
fn a07_first_passwords_are_made_for_the_ticked_with_one_step_up_and_one_list() {
    let mut story = Story::new();
    import(&story, 3);
    let mut jane = at_reports(&mut story);
    jane.chooses("First passwords");
    jane.sees("Fay Okafor (fay) · has a password of their own");
    jane.sees("Make first passwords for 3");
    // The first newcomer is left out.
    jane.clicks("=Newcomer; 1 (new1)");
    jane.chooses("Make first passwords for 2");
    jane.sees("Is it you?");
    story.steps_up(&mut jane, &JANE);
    jane.sees("✓ Saved.");
    let (name, bytes) = the_file(&story);
    assert!(
        name.starts_with("first-passwords-") && bytes.starts_with(b"%PDF-"),
        "{name}"
    );
    assert_eq!(story.recorded("password.reset"), 2);
    let temporary = "SELECT count(*) FROM staff WHERE password_kind = 'temporary'";
    assert_eq!(story.clinic.number(temporary), 2);
    jane.sees("=Newcomer; 2 (new2) · has a temporary password");
    jane.sees("Nobody is ticked.");
    story.work();
    assert_eq!(story.mail_at("new2@maple.example").len(), 1);
    assert!(story.mail_at("new1@maple.example").is_empty());
}

#[test]
fn a07_over_ssh_the_list_is_fetched_once_and_the_passwords_sign_in() {
    let mut story = Story::new();
    import(&story, 1);
    let mut fay = story.at(ssh_key(1));
    story.signs_in(&mut fay, &FAY);
    fay.chooses("Reports");
    fay.chooses("First passwords");
    fay.chooses("Make first passwords for 1");
    story.steps_up(&mut fay, &FAY);
    fay.sees("pickup > first-passwords.pdf");
    let number = reads_number(&mut fay);
    let (entropy, at) = (story.clinic.dice.throw(), story.clinic.clock.now());
    let picked = pick_up(&mut story.clinic.db, &ssh_key(1), &typed(&number), entropy, at).unwrap();
    let PickedUp::Given {
        content: actions::Content::Leave(leave),
        ..
    } = picked
    else {
        panic!("it is not handed out");
    };
    let list = actions::first_passwords::first_list(&mut story.clinic.db, &leave, at).unwrap();
    let password = list.people[0].password.reveal().clone();
    story.never_in_a_file(&password);
    let mut new = story.at(desk());
    new.types_password("new1", &password);
    new.sees("New password again");
}

#[test]
fn h04_making_many_passwords_can_be_stopped_before_any_counts() {
    let mut story = Story::new();
    import(&story, 12);
    let mut jane = at_reports(&mut story);
    jane.chooses("First passwords");
    jane.sees("1 to 8 of 13");
    jane.chooses("Make first passwords for 12");
    jane.types(JANE.password);
    jane.is_slow(true);
    jane.presses(KeyCode::Enter);
    // The password, what is left to ask, and the first few of them.
    while !jane.shows("4 of 12 passwords") {
        jane.answers_one();
    }
    jane.sees("Nothing counts until all of them are made.");
    jane.presses(KeyCode::Esc);
    jane.is_slow(false);
    jane.sees("! Stopped.");
    assert_eq!(story.recorded("password.reset"), 0);
    assert_eq!(
        story
            .clinic
            .number("SELECT count(*) FROM staff WHERE password_kind = 'temporary'"),
        0
    );
}

#[test]
fn a07_with_everybody_in_there_is_nobody_to_make_one_for() {
    let mut story = Story::new();
    story
        .clinic
        .foreign()
        .execute_batch("UPDATE staff SET last_sign_in_at = 1")
        .unwrap();
    let mut jane = at_reports(&mut story);
    jane.chooses("First passwords");
    jane.sees("✓ Everybody with access has signed in.");
    jane.chooses("Back");
    jane.sees("2-Step Verification status");
}
