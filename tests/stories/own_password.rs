//! My Account ▸ **Password** (spec M09): the reason of every refusal, what ends with the old one, and what stays.

use domain::time::MINUTE;
use fixtures::clinic::{KIM, Person, browser, desk, elsewhere};
use fixtures::keyboard::{KeyCode, Keyboard, Story};

use crate::trust::{is_asked, running, trusts};

const OWN: &str = "velvet anchor 52 thunder";
const DOTS: &str = "••••••••••••••••••••••••";

fn opens_it(keyboard: &mut Keyboard) {
    keyboard.chooses("My Account");
    keyboard.chooses("Password");
    keyboard.sees("Choose a new password");
    keyboard.sees("Saving it signs you out everywhere else and ends your trusted browsers");
    assert!(keyboard.is_in_field("New password"));
}

fn at_the_form(story: &mut Story) -> Keyboard {
    story.never_in_a_file(OWN);
    let mut kim = story.at(desk());
    story.signs_in(&mut kim, &KIM);
    opens_it(&mut kim);
    kim
}

fn types_twice(kim: &mut Keyboard, password: &str) {
    for _ in 0..2 {
        kim.presses_ctrl('u');
        kim.pastes(password);
        kim.presses(KeyCode::Enter);
    }
}

#[test]
fn m09_a_weak_password_is_refused_with_its_reason_and_the_old_one_goes_on() {
    let mut story = Story::with_apps();
    let mut kim = at_the_form(&mut story);
    let long = "velvet anchor ".repeat(10);
    for (weak, reason) in [
        ("short", "✗ A password has at least 8 characters."),
        (long.as_str(), "✗ A password has at most 128 characters."),
        ("password1", "✗ Too easy to guess."),
        (
            "kim-sato-2026",
            "✗ Too easy to guess: it is built on a name that others know.",
        ),
        (
            "Maple Clinic 1",
            "✗ Too easy to guess: it is built on a name that others know.",
        ),
        ("qwertyuiop", "✗ Too easy to guess."),
        (KIM.password, "✗ That is the password you have now: choose another one."),
    ] {
        types_twice(&mut kim, weak);
        kim.sees(reason);
        assert!(kim.is_in_field("New password"), "{weak}");
        kim.does_not_see("•••");
    }
    assert_eq!(story.recorded("password.changed"), 0);
    kim.presses(KeyCode::Esc);
    kim.clicks("Sign out");
    story.signs_in(&mut kim, &KIM);
}

#[test]
fn m09_the_two_have_to_be_the_same() {
    let mut story = Story::with_apps();
    let mut kim = at_the_form(&mut story);
    kim.presses(KeyCode::Enter);
    kim.presses(KeyCode::Enter);
    assert!(kim.is_in_field("New password"), "nothing is typed yet");
    kim.types(OWN);
    kim.presses(KeyCode::Enter);
    kim.presses(KeyCode::Enter);
    kim.sees("! Type it a second time.");
    kim.types("velvet anchor 52 lightning");
    kim.presses(KeyCode::Enter);
    kim.sees("✗ The two are not the same: type the second one again.");
    assert!(kim.is_in_field("New password again"));
    kim.types(OWN);
    kim.presses(KeyCode::Enter);
    kim.sees("✓ Your new password counts from now on.");
    kim.sees_in_order(&["My Account", "Profile"]);
}

#[test]
fn m09_f4_shows_and_hides_what_is_typed_without_leaving_the_field_and_pasting_works() {
    let mut story = Story::with_apps();
    let mut kim = at_the_form(&mut story);
    kim.pastes(&format!("{OWN}\n"));
    kim.sees(DOTS);
    kim.does_not_see(OWN);
    kim.presses(KeyCode::F(4));
    kim.sees(OWN);
    assert!(kim.is_in_field("New password"));
    kim.presses(KeyCode::F(4));
    kim.does_not_see(OWN);
    kim.presses(KeyCode::Enter);
    kim.presses(KeyCode::F(4));
    assert!(kim.is_in_field("New password again"));
    kim.pastes(OWN);
    kim.sees_in_order(&[OWN, OWN]);
    kim.clicks("Show what is typed");
    kim.does_not_see(OWN);
    kim.chooses("Save");
    kim.sees("✓ Your new password counts from now on.");
    kim.clicks("Sign out");
    let changed = Person { password: OWN, ..KIM };
    story.signs_in(&mut kim, &changed);
}

#[test]
fn m09_a_million_characters_pasted_are_refused_in_a_sentence() {
    let mut story = Story::with_apps();
    let mut kim = at_the_form(&mut story);
    for rubbish in ["x".repeat(1_000_000), "\u{301}".repeat(1_000_000), "漢".repeat(300_000)] {
        types_twice(&mut kim, &rubbish);
        kim.sees("✗ A password has at most 128 characters.");
        assert!(kim.is_in_field("New password"));
    }
    assert_eq!(story.recorded("password.changed"), 0);
}

#[test]
fn m09_t41_t47_all_other_sessions_sign_ins_and_trusts_end_at_once_and_this_one_goes_on() {
    let mut story = Story::with_trust();
    drop(trusts(&mut story, browser(2), &KIM));
    let mut other = story.at(browser(2));
    other.begins(&KIM);
    other.sees("Hello, Kim Sato");
    other.chooses("My Account");
    let mut half_way = story.at(elsewhere());
    half_way.begins(&KIM);
    half_way.sees("Check your phone");
    story.passes(MINUTE);
    let recovery = story.clinic.recovery_code(&KIM);
    let mut kim = at_the_form(&mut story);
    types_twice(&mut kim, OWN);
    kim.sees("✓ Your new password counts from now on.");
    other.sees("Your session has ended: your password was changed. Sign in again.");
    other.does_not_see("Kim Sato");
    half_way.sees("This sign-in is over");
    assert_eq!(running(&story), 0);
    story.work();
    assert_eq!(story.mail_to(&KIM).last().unwrap(), "Your password was changed");
    assert_eq!(story.recorded("password.changed"), 1);

    kim.sees("this one");
    kim.chooses("2-Step Verification");
    kim.sees_in_order(&["✓ on", "Text Message (SMS)", "Default", "Authenticator App"]);
    assert_eq!(story.clinic.recovery_code(&KIM), recovery, "R07");
    other.begins(&KIM);
    other.sees("✗ User name or password is wrong.");
    is_asked(&mut story, browser(2), &Person { password: OWN, ..KIM });
}

#[test]
fn m09_who_is_about_to_save_in_a_session_that_ended_saves_nothing() {
    let mut story = Story::with_apps();
    let mut late = at_the_form(&mut story);
    late.types("copper anchor 41 lightning");
    late.presses(KeyCode::Enter);
    late.types("copper anchor 41 lightning");
    late.is_deaf(true);
    story.passes(MINUTE);
    let mut kim = at_the_form(&mut story);
    types_twice(&mut kim, OWN);
    kim.sees("✓ Your new password counts from now on.");
    late.presses(KeyCode::Enter);
    late.sees("Your session has ended: your password was changed.");
    assert_eq!(story.recorded("password.changed"), 1);
    late.is_deaf(false);
    late.types_password("kim", OWN);
    late.sees("Check your phone");
    story.work();
}

#[test]
fn m09_cancel_and_esc_leave_the_password_as_it_was() {
    for way in ["Cancel", "Esc"] {
        let mut story = Story::with_apps();
        let mut kim = at_the_form(&mut story);
        kim.types(OWN);
        if way == "Esc" {
            kim.presses(KeyCode::Esc);
        } else {
            kim.chooses(way);
        }
        kim.sees_in_order(&["My Account", "Profile", "Password"]);
        assert_eq!(story.recorded("password.changed"), 0, "{way}");
        // What was typed is gone with the page.
        kim.chooses("Password");
        kim.does_not_see("•••");
    }
}
