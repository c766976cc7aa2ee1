//! Adding, changing and importing people on the screen (spec A02, N01, N02, M10, X01; T47, T62, T63, T68, T70).

use domain::person::{Access, TwoStep};
use domain::time::{HOUR, MINUTE};
use fixtures::clinic::{BO, FAY, JANE, KIM, Person, SAM, browser, desk, elsewhere};
use fixtures::keyboard::{KeyCode, Keyboard, Story};

const AT_HOME: &str = "sam@home.example";

/// A manager at the staff list.
fn at_the_list(story: &mut Story, person: &Person) -> Keyboard {
    let mut keyboard = story.at(browser(5));
    story.signs_in(&mut keyboard, person);
    keyboard.chooses("Staff");
    keyboard.sees("2SV on");
    keyboard
}

/// On the page that changes sam.
fn editing(story: &mut Story, manager: &Person, name: &str) -> Keyboard {
    let mut keyboard = at_the_list(story, manager);
    keyboard.types(name);
    keyboard.presses(KeyCode::Enter);
    keyboard.chooses("Edit");
    keyboard.sees("▸ Edit");
    keyboard
}

fn types_into(keyboard: &mut Keyboard, label: &str, text: &str) {
    keyboard.goes_to(label);
    keyboard.presses_ctrl('u');
    keyboard.types(text);
}

fn person(story: &mut Story, username: &'static str) -> store::staff::StaffRow {
    story.clinic.staff(&Person { username, ..SAM })
}

#[test]
fn a02_somebody_is_added_by_a_manager_and_stands_in_the_list() {
    let mut story = Story::new();
    let mut jane = at_the_list(&mut story, &JANE);
    jane.chooses("Add");
    jane.sees("Staff ▸ Add somebody");
    for (label, text) in [
        ("User name", "lee"),
        ("Name", "Lee Moe"),
        ("E-mail", "lee@maple.example"),
    ] {
        types_into(&mut jane, label, text);
    }
    types_into(&mut jane, "Mobile phone, if there is one", "12");
    jane.presses(KeyCode::Enter);
    jane.sees("✗ This number is too short.");
    types_into(&mut jane, "Mobile phone, if there is one", "604 555 0166");
    jane.presses(KeyCode::Enter);
    jane.sees("✓ Added, without a password yet");
    jane.sees("Lee Moe");
    let lee = person(&mut story, "lee");
    assert_eq!(
        (lee.mobile.as_deref(), lee.access),
        (Some("+16045550166"), Access::Staff)
    );
    story.work();
    assert!(story.mail_to(&FAY).is_empty(), "not of full access");
}

// M10
#[test]
fn a02_full_access_for_somebody_new_asks_the_password_and_is_told_to_all_managers() {
    let mut story = Story::new();
    let mut jane = at_the_list(&mut story, &JANE);
    story.passes(6 * MINUTE);
    jane.chooses("Add");
    for (label, text) in [
        ("User name", "lee"),
        ("Name", "Lee Moe"),
        ("E-mail", "lee@maple.example"),
    ] {
        types_into(&mut jane, label, text);
    }
    jane.chooses("( ) full access");
    jane.sees("(x) full access");
    jane.chooses("Save");
    jane.sees("Is it you?");
    story.steps_up(&mut jane, &JANE);
    jane.sees("All managers get an e-mail.");
    story.work();
    for manager in [&JANE, &FAY] {
        let newest = story.mail_to(manager).pop();
        assert_eq!(
            newest.as_deref(),
            Some("Somebody was given full access"),
            "{}",
            manager.username
        );
    }
}

// T62
#[test]
fn x01_another_address_is_told_to_both_with_who_did_it() {
    let mut story = Story::new();
    let mut fay = editing(&mut story, &FAY, "sam");
    types_into(&mut fay, "E-mail", AT_HOME);
    fay.chooses("Save");
    fay.sees("✓ Saved. Both addresses get an e-mail about it.");
    fay.sees(AT_HOME);
    story.work();
    assert_eq!(story.mail_to(&SAM), ["Your e-mail address was changed for you"]);
    assert_eq!(story.mail_at(AT_HOME), ["Your e-mail address was changed for you"]);
}

#[test]
fn n01_another_number_says_before_that_2sv_goes_off_asks_the_password_and_tells_the_old_one() {
    let mut story = Story::with_apps();
    let mut sam = story.at(desk());
    story.signs_in(&mut sam, &SAM);
    let texts = story.texts_to(SAM.mobile).len();
    let mut fay = editing(&mut story, &FAY, "sam");
    fay.sees("! Another number turns 2-Step Verification off for them, all of it.");
    types_into(&mut fay, "Mobile phone", "604 555 0100");
    fay.chooses("Save");
    fay.sees("Nothing was different, so nothing was changed.");
    fay.chooses("Edit");
    types_into(&mut fay, "Mobile phone", "604 555 0177");
    fay.chooses("Save");
    fay.sees("Is it you?");
    story.steps_up(&mut fay, &FAY);
    fay.sees("Save another number and turn 2-Step Verification off for Sam Tremblay?");
    assert!(person(&mut story, "sam").two_step.is_on(), "nothing before the button");
    fay.chooses("Save and turn off");
    fay.sees("2-Step Verification is off for them now.");
    assert_eq!(person(&mut story, "sam").two_step, TwoStep::Off);
    sam.sees("Your session has ended");
    story.work();
    assert_eq!(story.texts_to(SAM.mobile).len(), texts + 1, "the old number is told");
    assert_eq!(
        story.mail_to(&SAM),
        ["2-step verification is off: your number was changed"]
    );
}

#[test]
fn a02_of_two_managers_at_once_the_second_is_told_and_nothing_is_overwritten() {
    let mut story = Story::new();
    let mut jane = editing(&mut story, &JANE, "sam");
    let mut fay = story.at(elsewhere());
    story.signs_in(&mut fay, &FAY);
    fay.chooses("Staff");
    fay.types("sam");
    fay.presses(KeyCode::Enter);
    fay.chooses("Edit");
    types_into(&mut fay, "E-mail", AT_HOME);
    fay.chooses("Save");
    fay.sees("✓ Saved.");
    types_into(&mut jane, "E-mail", "sam@other.example");
    types_into(&mut jane, "Name", "Samuel Tremblay");
    jane.chooses("Save");
    jane.sees("! Fay Okafor changed the e-mail address meanwhile: nothing of yours was saved.");
    jane.sees("! Saved there by now: sam@home.example");
    jane.sees("Samuel Tremblay");
    let row = person(&mut story, "sam");
    assert_eq!((row.email.as_str(), row.name.as_str()), (AT_HOME, SAM.name));
    types_into(&mut jane, "E-mail", AT_HOME);
    jane.chooses("Save");
    jane.sees("✓ Saved.");
    let row = person(&mut story, "sam");
    assert_eq!((row.email.as_str(), row.name.as_str()), (AT_HOME, "Samuel Tremblay"));
}

// T47
#[test]
fn a02_no_access_clears_the_screen_and_a_demoted_manager_is_refused_at_the_next_key() {
    let mut story = Story::with_apps();
    let mut kim = story.at(desk());
    story.signs_in(&mut kim, &KIM);
    let mut fay = editing(&mut story, &FAY, "bo");
    let mut jane = story.at(elsewhere());
    story.signs_in(&mut jane, &JANE);
    for (name, choice) in [("kim", "( ) no access"), ("fay", "( ) staff")] {
        jane.chooses("Staff");
        jane.types(name);
        jane.presses(KeyCode::Enter);
        jane.chooses("Edit");
        jane.chooses(choice);
        jane.chooses("Save");
        jane.sees("✓ Saved.");
        jane.presses(KeyCode::Esc);
        jane.presses(KeyCode::Esc);
    }
    kim.sees("Your session has ended: you have no access any more.");
    types_into(&mut fay, "Name", "Bo Other");
    fay.chooses("Save");
    fay.sees("Only the account owner and people with full access may do that.");
    assert_eq!(person(&mut story, "bo").name, BO.name);
    story.work();
    assert_eq!(story.mail_to(&KIM), ["You have no access any more"]);
    assert_eq!(story.mail_to(&FAY).pop().as_deref(), Some("Your access was changed"));
}

#[test]
fn a02_the_owner_and_oneself_keep_their_access_on_the_page() {
    let mut story = Story::new();
    let mut fay = editing(&mut story, &FAY, "jane");
    fay.sees("Access: owner. Transfer ownership changes it.");
    for _ in 0..3 {
        fay.presses(KeyCode::Esc);
    }
    fay.chooses("Staff");
    fay.types("fay");
    fay.presses(KeyCode::Enter);
    fay.chooses("Edit");
    fay.sees("your own number is changed in My Account, Profile.");
    fay.sees("another manager changes yours.");
}

const HEADER: &str = "username\tname\temail\tmobile\taccess\r";

/// At the page that takes a paste.
fn at_the_import(story: &mut Story) -> Keyboard {
    let mut jane = at_the_list(story, &JANE);
    jane.chooses("Import");
    jane.sees("paste it here");
    jane
}

#[test]
fn a02_a_pasted_table_is_shown_then_imported_and_pasted_again_changes_nothing() {
    let mut story = Story::new();
    let mut jane = at_the_import(&mut story);
    story.passes(6 * MINUTE);
    let table = format!(
        "{HEADER}lee\tLee Moe\tlee@maple.example\t\tstaff\rfay\tFay Other\t{}\t{}\tfull\rmoe\tMoe Lee\tmoe@maple.example\t604 555 0166\tfull\r",
        FAY.email, FAY.mobile
    );
    jane.pastes(&table);
    jane.sees("✓ 2 new, 1 changed, 0 as they are. Full access: 1; all managers are told.");
    assert_eq!(
        story.clinic.number("SELECT count(*) FROM staff"),
        3,
        "looked at, no more"
    );
    jane.chooses("Import");
    jane.sees("Is it you?");
    story.steps_up(&mut jane, &JANE);
    jane.sees("✓ Imported: 2 new, 1 changed, 0 as they were. Who is new has no password yet.");
    assert_eq!(story.clinic.number("SELECT count(*) FROM staff"), 5);
    assert_eq!(story.recorded("staff.imported"), 1);
    jane.pastes(&table);
    jane.sees("0 new, 0 changed, 3 as they are.");
    assert!(!jane.shows("[ Import ]"));
    jane.presses(KeyCode::Esc);
    jane.sees("Lee Moe");
    story.work();
    assert_eq!(
        story.mail_to(&JANE).pop().as_deref(),
        Some("Somebody was given full access")
    );
}

#[test]
fn a02_every_bad_row_is_shown_and_nobody_is_imported() {
    let mut story = Story::new();
    let mut jane = at_the_import(&mut story);
    let mut table = HEADER.to_owned();
    for number in 0..12 {
        table.push_str(&format!("p{number}\tPerson {number}\tnobody\t\tstaff\r"));
    }
    jane.pastes(&table);
    jane.sees("✗ 0 new, 0 changed, 0 as they are. 12 bad: nobody is imported until these are mended.");
    for page in [2..=6, 7..=11, 12..=13] {
        for row in page {
            jane.sees(&format!("row {row}, email: An e-mail address has one @ in it."));
        }
        jane.presses(KeyCode::F(3));
    }
    assert!(!jane.shows("[ Import ]"));
    assert_eq!(story.clinic.number("SELECT count(*) FROM staff"), 3);
}

// T70
#[test]
fn z05_names_with_escapes_are_shown_without_being_obeyed_wherever_they_stand() {
    let mut story = Story::new();
    let mut jane = at_the_import(&mut story);
    jane.pastes(&format!(
        "{HEADER}eve\t\"\u{1b}]0;x\u{7}Eve\n\u{202e}\"\teve@maple.example\t\tfull\r"
    ));
    jane.chooses("Import");
    jane.sees("✓ Imported: 1 new");
    jane.presses(KeyCode::Esc);
    jane.presses(KeyCode::Esc);
    jane.chooses("Staff");
    jane.types("eve");
    jane.sees("␛]0;x␇Eve⏎");
    jane.presses(KeyCode::Enter);
    jane.sees("Staff ▸ ␛]0;x␇Eve⏎<U+202E>");
    jane.chooses("Edit");
    jane.sees("Staff ▸ ␛]0;x␇Eve⏎<U+202E> ▸ Edit");
    types_into(&mut jane, "E-mail", "eve@home.example");
    jane.chooses("Save");
    jane.sees("✓ Saved. Both addresses");
    story.work();
    for mail in story.mails.accepted() {
        assert!(!mail.subject.chars().any(char::is_control), "{:?}", mail.subject);
        assert!(!mail.text.contains(['\u{1b}', '\u{7}', '\u{202e}']), "{:?}", mail.text);
    }
}

#[test]
fn a02_an_import_another_manager_was_faster_than_is_shown_again() {
    let mut story = Story::new();
    let mut jane = at_the_import(&mut story);
    jane.is_deaf(true);
    jane.pastes(&format!("{HEADER}bo\tBo Lindgren\tbo@maple.example\t\tstaff\r"));
    jane.sees("1 new, 0 changed");
    story.clinic.add(&BO);
    jane.chooses("Import");
    jane.sees("The staff list has changed meanwhile. Nobody was imported");
    jane.sees("0 new, 1 changed");
    assert_eq!(story.recorded("staff.imported"), 0);
    story.passes(HOUR);
}
