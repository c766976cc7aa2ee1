//! The first screen (spec S11): the sign-in before, what was wrong since, and what needs attention beside what mends it.

use domain::delivery::Fate;
use domain::time::{HOUR, MINUTE, SECOND};
use fixtures::clinic::{BO, FAY, KIM, SAM, another_code, code_at, desk, elsewhere};
use fixtures::keyboard::{KeyCode, Story};

const APP: &str = "Authenticator App";
const TEXT: &str = "Text Message (SMS)";

#[test]
fn s11_the_last_sign_in_is_shown_with_its_time_and_its_browser() {
    let mut story = Story::new();
    let mut fay = story.at(elsewhere());
    story.signs_in(&mut fay, &FAY);
    fay.sees("This is your first sign-in.");
    fay.does_not_see("This wasn't me");
    drop(fay);
    story.passes(26 * HOUR);
    let mut fay = story.at(desk());
    story.signs_in(&mut fay, &FAY);
    fay.sees("Last sign-in: Thu 26 Nov, 07:00, sudo by account 1099");
    fay.sees("✓ Since then: no wrong code, no sign-in left unfinished.");
    fay.sees("This wasn't me");
    drop(fay);
    let mut fay = story.at(elsewhere());
    story.signs_in(&mut fay, &FAY);
    fay.sees("Last sign-in: Fri 27 Nov, 09:00, sudo by account 1001");
}

#[test]
fn s11_wrong_codes_of_both_ways_and_unfinished_sign_ins_since_then_are_counted() {
    let mut story = Story::with_apps();
    let mut thief = story.at(elsewhere());
    thief.begins(&KIM);
    story.work();
    let wrong = another_code(&story.code_for(&KIM));
    thief.types(&wrong);
    thief.chooses("Try another way");
    thief.chooses(APP);
    let wrong = story.clinic.wrong_app_code(&KIM);
    thief.types(&wrong);
    thief.presses(KeyCode::Esc);
    story.passes(11 * MINUTE);
    let mut kim = story.at(desk());
    story.signs_in(&mut kim, &KIM);
    kim.sees("! Since then: 2 wrong codes and 1 sign-in with your password left unfinished.");
    kim.sees("choose This wasn't me, and tell a manager at once.");
    kim.clicks("Sign out");
    story.passes(MINUTE);
    story.signs_in(&mut kim, &KIM);
    kim.sees("✓ Since then: no wrong code");
}

#[test]
fn s11_where_2sv_is_off_both_ways_stand_there_to_be_set_up() {
    let mut story = Story::new();
    let mut fay = story.at(desk());
    story.signs_in(&mut fay, &FAY);
    fay.sees_in_order(&[
        "! 2-Step Verification is off: whoever learns your password is in.",
        TEXT,
        "Set Up",
        APP,
        "Set Up",
    ]);
    assert!(fay.has_focus_beside(TEXT, "Set Up"), "the one thing to do");
    fay.chooses_beside(APP, "Set Up");
    assert_eq!(fay.reads_app_secret().bytes().len(), 20);
    fay.presses(KeyCode::Esc);
    fay.sees("Hello, Fay Okafor");
    fay.chooses_beside(TEXT, "Set Up");
    fay.sees("Mobile number");
}

#[test]
fn s11_one_way_in_only_stands_beside_the_one_that_is_missing_and_is_gone_with_both() {
    for (person, missing) in [(&SAM, APP), (&BO, TEXT)] {
        let mut story = Story::with_apps();
        let mut keyboard = story.at(desk());
        story.signs_in(&mut keyboard, person);
        keyboard.sees_in_order(&[
            "! One way in only: a second one makes a lost phone no drama.",
            missing,
            "Set Up",
        ]);
        assert!(keyboard.has_focus("My Account"));
        keyboard.chooses("Set Up");
        keyboard.sees(if missing == APP {
            "Nothing changes before that."
        } else {
            "Mobile number"
        });
    }
    let mut story = Story::with_apps();
    let mut kim = story.at(desk());
    story.signs_in(&mut kim, &KIM);
    kim.does_not_see("One way in only");
    kim.does_not_see("Set Up");
}

#[test]
fn s11_w04_a_text_that_did_not_arrive_stands_beside_the_way_to_mend_it_until_one_does() {
    let mut story = Story::new();
    story.texts.fate_next(Ok(Fate::Failed(30005)));
    let mut sam = story.at(desk());
    sam.begins(&SAM);
    story.work();
    story.passes(5 * SECOND);
    sam.sees("This number cannot get texts: use another way.");
    sam.chooses("Try another way");
    sam.presses(KeyCode::Enter);
    let code = story.clinic.sams_recovery_code.clone();
    sam.types(&code);
    sam.presses(KeyCode::Enter);
    sam.chooses("I have saved it");
    sam.sees("! The last text to you did not arrive: This number cannot get texts: use another way.");
    sam.chooses("2-Step Verification");
    sam.sees("My Account ▸ 2-Step Verification");
    sam.presses(KeyCode::Esc);
    sam.clicks("Sign out");
    story.passes(MINUTE);
    sam.begins(&SAM);
    story.work();
    story.passes(5 * SECOND);
    story.types_the_code(&mut sam, &SAM);
    sam.sees("Hello, Sam Tremblay");
    sam.does_not_see("did not arrive");
}

#[test]
fn s11_without_a_recovery_code_generate_new_stands_there_and_the_new_one_has_to_be_kept() {
    let mut story = Story::new();
    story
        .clinic
        .foreign()
        .execute("DELETE FROM recovery_codes", [])
        .unwrap();
    let mut sam = story.at(desk());
    story.signs_in(&mut sam, &SAM);
    sam.sees("! You have no recovery code: without your phone only a manager can let you in.");
    story.passes(20 * MINUTE);
    sam.chooses("Generate new");
    sam.sees("To make a new recovery code we ask once more for your password.");
    story.steps_up(&mut sam, &SAM);
    let fresh = sam.reads_recovery_code();
    assert_eq!(story.clinic.recovery_code(&SAM), fresh);
    sam.chooses("I have saved it");
    sam.sees("Hello, Sam Tremblay");
    sam.does_not_see("You have no recovery code");
}

#[test]
fn s11_what_was_done_at_another_terminal_shows_at_once() {
    let mut story = Story::new();
    let mut sam = story.at(desk());
    story.signs_in(&mut sam, &SAM);
    let mut other = story.at(elsewhere());
    story.signs_in(&mut other, &SAM);
    sam.sees("One way in only");
    sam.chooses("My Account");
    sam.sees("this one, 1 other");
    sam.presses(KeyCode::Esc);
    other.chooses("Set Up");
    let code = code_at(&other.reads_app_secret(), story.clinic.clock.now());
    other.types(&code);
    other.sees("✓ The authenticator app is set up.");
    sam.does_not_see("One way in only");
    other.chooses("Turn 2-Step Verification off");
    other.chooses("Turn off");
    other.sees("✓ 2-Step Verification is off.");
    sam.sees("Your session has ended: 2-Step Verification was turned off. Sign in again.");
    story.signs_in(&mut sam, &SAM);
    sam.sees("! 2-Step Verification is off: whoever learns your password is in.");
    sam.sees_in_order(&["the password is enough. My Account sets it up.", "Hello, Sam Tremblay"]);
}
