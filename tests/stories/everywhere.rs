//! What holds on every screen: leaving, help, the mouse, every size (contract: keys and mouse; spec H01, S16).

use fixtures::clinic::{SAM, desk};
use fixtures::keyboard::{KeyCode, Story};

use crate::places::PLACES;

#[test]
fn s16_ctrl_q_and_ctrl_c_leave_from_anywhere_and_end_the_session() {
    for place in &PLACES {
        for letter in ['q', 'c'] {
            let mut story = Story::with_apps();
            let mut keyboard = place.reach(&mut story);
            keyboard.presses_ctrl(letter);
            assert!(keyboard.has_left(), "Ctrl-{letter} on {}", place.title);
            let running = "SELECT count(*) FROM sessions WHERE ended_at IS NULL";
            assert_eq!(story.clinic.number(running), 0, "{}", place.title);
        }
    }
}

#[test]
fn sign_out_stands_on_every_screen_of_a_signed_in_person_and_on_no_other() {
    for place in &PLACES {
        let mut story = Story::with_apps();
        let mut keyboard = place.reach(&mut story);
        assert_eq!(keyboard.is_signed_in(), place.signed_in, "{}", place.title);
        if place.signed_in {
            keyboard.chooses("Sign out");
            keyboard.sees("You are signed out.");
        }
    }
}

#[test]
fn h01_f1_opens_help_about_this_screen_and_esc_comes_back_with_everything_as_it_was() {
    for place in &PLACES {
        let mut story = Story::with_apps();
        let mut keyboard = place.reach(&mut story);
        let before = keyboard.screen();
        if before.contains("Help about this screen") || before.contains("Search") {
            continue;
        }
        keyboard.presses(KeyCode::F(1));
        keyboard.does_not_see(place.title);
        keyboard.presses(KeyCode::Esc);
        assert_eq!(keyboard.screen(), before);
    }
}

#[test]
fn h01_every_screen_names_its_keys_and_is_drawn_at_every_size() {
    for place in &PLACES {
        let mut story = Story::with_apps();
        let mut keyboard = place.reach(&mut story);
        let foot = keyboard.lines().pop().unwrap();
        assert!(
            foot.contains("Ctrl-Q leave") && foot.contains("help"),
            "{}: {foot}",
            place.title
        );
        for (width, height) in [(100, 36), (140, 45), (60, 20), (40, 12), (20, 5), (1, 1), (80, 24)] {
            keyboard.resizes(width, height);
            assert_eq!(keyboard.lines().len(), usize::from(height));
        }
        keyboard.sees(place.title);
    }
}

#[test]
fn h01_the_mouse_does_what_enter_does_from_the_sign_in_to_the_sign_out() {
    let mut story = Story::new();
    let mut sam = story.at(desk());
    sam.clicks_into("Password");
    assert!(sam.is_in_field("Password"));
    sam.types(SAM.password);
    sam.clicks_into("User name");
    sam.types(SAM.username);
    sam.clicks("Sign in");
    sam.sees("Check your phone");
    sam.clicks("Try another way");
    sam.clicks("Use recovery code instead");
    sam.sees("Use your recovery code");
    sam.clicks("Esc");
    sam.sees("Check your phone");
    sam.clicks("?");
    sam.sees("Help about this screen");
    sam.clicks("Esc");
    story.work();
    let code = story.code_for(&SAM);
    sam.types(&code[..5]);
    sam.clicks("Verify");
    sam.sees("A code has six digits.");
    sam.pastes(&code);
    sam.sees("Hello, Sam Tremblay");
    sam.clicks("My Account");
    sam.clicks("2-Step Verification");
    sam.clicks("Turn off");
    sam.clicks("Cancel");
    sam.sees("✓ on");
    sam.clicks("Back");
    sam.sees_in_order(&["My Account", "Profile", "Password", "Trusted browsers", "Sessions"]);
    sam.clicks("Back");
    sam.sees("Hello, Sam Tremblay");
    sam.clicks("Sign out");
    sam.sees("You are signed out.");
    sam.clicks("Ctrl-Q");
    assert!(sam.has_left());
}

#[test]
fn h01_enter_on_the_last_field_submits_and_the_cursor_starts_in_the_user_name() {
    let mut story = Story::new();
    let mut sam = story.at(desk());
    assert!(sam.is_in_field("User name"));
    sam.presses(KeyCode::Enter);
    sam.presses(KeyCode::Enter);
    sam.sees("! Type your user name first.");
    assert!(sam.is_in_field("User name"));
    sam.types(SAM.username);
    sam.presses(KeyCode::Enter);
    assert!(sam.is_in_field("Password"));
    sam.presses(KeyCode::Enter);
    sam.sees("! Type your password.");
    sam.types(SAM.password);
    sam.presses(KeyCode::Enter);
    assert!(sam.is_in_field("Verification code"));
    story.work();
}

#[test]
fn z06_a_database_that_is_busy_is_waited_for_in_words_and_keys_are_kept_off() {
    let mut story = Story::new();
    let mut sam = story.at(desk());
    sam.types(SAM.username);
    sam.presses(KeyCode::Enter);
    sam.types(SAM.password);
    sam.is_slow(true);
    sam.presses(KeyCode::Enter);
    sam.does_not_see("checking");
    story.clinic.clock.plus(150);
    sam.sees("checking …");
    story.clinic.clock.plus(1_850);
    sam.sees("! still checking … the clinic's file is busy; nothing is lost, please wait");
    sam.types("impatient");
    sam.is_slow(false);
    sam.sees("Check your phone");
    sam.sees("_ _ _ _ _ _");
    story.work();
}
