//! Showing once more who one is (spec M10), and that every door moves one counter (T15).

use domain::time::{MINUTE, SECOND};
use fixtures::clinic::{FAY, SAM, another_code, desk};
use fixtures::keyboard::{KeyCode, Keyboard, Story};

const QUESTION: &str = "To turn 2-Step Verification off we ask once more for your password.";

fn turn_off(sam: &mut Keyboard) {
    sam.opens_two_step();
    sam.chooses("Turn off");
}

/// Signed in at the desk so long ago that everything is asked again.
fn long_signed_in(story: &mut Story) -> Keyboard {
    let mut sam = story.at(desk());
    story.signs_in(&mut sam, &SAM);
    story.passes(15 * MINUTE);
    sam
}

#[test]
fn m10_within_five_minutes_nothing_is_asked_then_the_password_then_the_code_too() {
    for (after, password, code) in [
        (5 * MINUTE - 1, false, false),
        (5 * MINUTE, true, false),
        (15 * MINUTE - 1, true, false),
        (15 * MINUTE, true, true),
    ] {
        let mut story = Story::new();
        let mut sam = story.at(desk());
        story.signs_in(&mut sam, &SAM);
        story.passes(after);
        turn_off(&mut sam);
        if password {
            sam.sees(QUESTION);
            sam.does_not_see("Turn 2-Step Verification off?");
            sam.types(SAM.password);
            sam.presses(KeyCode::Enter);
        }
        if code {
            sam.sees("Check your phone");
            sam.does_not_see("Turn 2-Step Verification off?");
            story.work();
            let code = story.code_for(&SAM);
            sam.types(&code);
        }
        sam.sees("Turn 2-Step Verification off?");
        assert_eq!(
            story.texts_to(SAM.mobile).len(),
            1 + usize::from(code),
            "after {after} ms"
        );
    }
}

#[test]
fn m10_where_2sv_is_off_the_password_is_all_there_is_to_ask() {
    let mut story = Story::new();
    let mut fay = story.at(desk());
    story.signs_in(&mut fay, &FAY);
    story.passes(5 * MINUTE);
    fay.chooses("Set Up");
    fay.sees("To set up text messages we ask once more for your password.");
    fay.types("not my password 12");
    fay.presses(KeyCode::Enter);
    fay.sees("✗ That is not your password.");
    assert!(fay.is_in_field("Your password"));
    fay.types(FAY.password);
    fay.presses(KeyCode::Enter);
    fay.sees("Mobile number");
}

#[test]
fn m10_l08_an_enter_with_no_password_typed_is_no_try() {
    let mut story = Story::new();
    let mut sam = long_signed_in(&mut story);
    turn_off(&mut sam);
    for _ in 0..12 {
        sam.presses(KeyCode::Enter);
        sam.sees("! Type your password.");
        assert!(sam.is_in_field("Your password"));
    }
    assert_eq!(story.recorded("step_up"), 0);
    sam.types(SAM.password);
    sam.presses(KeyCode::Enter);
    sam.sees("Check your phone");
}

#[test]
fn m10_the_recovery_code_passes_a_step_up_and_a_fresh_one_is_kept_before_it_goes_on() {
    let mut story = Story::new();
    let mut sam = long_signed_in(&mut story);
    turn_off(&mut sam);
    sam.types(SAM.password);
    sam.presses(KeyCode::Enter);
    sam.chooses("Try another way");
    sam.presses(KeyCode::Enter);
    let code = story.clinic.sams_recovery_code.clone();
    sam.types(&code);
    sam.presses(KeyCode::Enter);
    assert_ne!(sam.reads_recovery_code(), code);
    sam.chooses("I have saved it");
    sam.sees("Turn 2-Step Verification off?");
    story.work();
    assert_eq!(story.mail_to(&SAM), ["Your recovery code was used"]);
}

#[test]
fn t15_l01_sign_in_set_up_and_step_up_count_in_the_one_counter() {
    let mut story = Story::new();
    let mut sam = story.at(desk());
    story.signs_in(&mut sam, &SAM);
    story.passes(15 * MINUTE);
    // Step-up: one wrong code.
    turn_off(&mut sam);
    sam.types(SAM.password);
    sam.presses(KeyCode::Enter);
    story.work();
    let wrong = another_code(&story.code_for(&SAM));
    sam.types(&wrong);
    sam.sees("4 tries left");
    // Another terminal at the same desk, signing in: two more.
    let mut other = story.at(desk());
    other.begins(&SAM);
    story.work();
    let wrong = another_code(&story.code_for(&SAM));
    other.types(&wrong);
    other.sees("3 tries left");
    other.types(&wrong);
    other.sees("2 tries left");
    // Back at the step-up: one, and the last.
    sam.types(&another_code(&wrong));
    sam.sees("1 try left");
    sam.types(&another_code(&wrong));
    sam.sees("Please wait until");
    sam.sees("Use recovery code instead");
    other.sees("Please wait until");
    assert_eq!(story.recorded("code.wrong"), 5);
}

#[test]
fn t15_l03_wrong_set_up_codes_lead_into_the_wait_and_the_set_up_goes_on_by_itself_afterwards() {
    let mut story = Story::new();
    let mut fay = story.at(desk());
    story.signs_in(&mut fay, &FAY);
    fay.chooses("Set Up");
    fay.presses(KeyCode::Enter);
    story.work();
    let wrong = another_code(&story.code_for(&FAY));
    for _ in 0..5 {
        fay.types(&wrong);
    }
    fay.sees("Please wait until 07:15");
    fay.sees("Nothing has been changed.");
    fay.does_not_see("Use recovery code instead");
    fay.sees("Jane Maple can help you");
    story.passes(15 * MINUTE - 1);
    fay.sees("Please wait until 07:15");
    story.passes(1);
    fay.sees("Verification code");
    // Step-up is asked again by then; going back and in again is the way.
    fay.presses(KeyCode::Esc);
    fay.presses(KeyCode::Esc);
    fay.chooses("Set Up");
    fay.types(FAY.password);
    fay.presses(KeyCode::Enter);
    fay.presses(KeyCode::Enter);
    story.work();
    let code = story.code_for(&FAY);
    fay.types(&code);
    fay.sees("Your recovery code");
}

#[test]
fn x01_three_failed_step_ups_are_mailed() {
    let mut story = Story::new();
    let mut sam = long_signed_in(&mut story);
    turn_off(&mut sam);
    for _ in 0..3 {
        sam.types("not my password 12");
        sam.presses(KeyCode::Enter);
        sam.sees("✗ That is not your password.");
    }
    story.work();
    assert_eq!(story.mail_to(&SAM), ["Somebody tried to change your sign-in settings"]);
}

#[test]
fn m10_l08_wrong_passwords_at_a_step_up_count_with_those_of_the_sign_in() {
    let mut story = Story::new();
    let mut sam = long_signed_in(&mut story);
    let mut other = story.at(desk());
    for _ in 0..7 {
        other.types_password("sam", "not my password 12");
    }
    turn_off(&mut sam);
    for _ in 0..3 {
        sam.types("not my password 12");
        sam.presses(KeyCode::Enter);
    }
    sam.sees("✗ That is not your password. None is checked for 30 s now.");
    other.begins(&SAM);
    other.sees("Too many wrong passwords: wait 0:30");
    sam.types(SAM.password);
    sam.presses(KeyCode::Enter);
    sam.sees("Too many wrong passwords: none is checked for 30 s.");
    story.passes(30 * SECOND);
    sam.types(SAM.password);
    sam.presses(KeyCode::Enter);
    sam.sees("Check your phone");
}
