//! A right password and no second step: how long it stands open, and who is told (spec S09, S10, S11).

use domain::time::{MINUTE, SECOND};
use fixtures::clinic::{SAM, another_code, desk, elsewhere};
use fixtures::keyboard::{KeyCode, Story};

const UNFINISHED: &str = "A sign-in to your account was not finished";

#[test]
fn s09_a_sign_in_left_open_is_over_after_ten_minutes_and_the_screen_says_sign_in_again() {
    let mut story = Story::new();
    let mut sam = story.at(desk());
    sam.begins(&SAM);
    story.passes(10 * MINUTE - 1);
    sam.sees("Check your phone");
    story.passes(1);
    sam.sees("This sign-in is over: its ten minutes have passed, or something changed. Sign in again.");
    sam.does_not_see("Verification code");
}

#[test]
fn s09_it_is_over_by_the_clock_with_the_worker_down() {
    let mut story = Story::new();
    let mut sam = story.at(desk());
    sam.begins(&SAM);
    story.work();
    let code = story.code_for(&SAM);
    story.worker_stops();
    story.passes(10 * MINUTE);
    sam.is_slow(true);
    sam.pastes(&code);
    sam.is_slow(false);
    sam.sees("This sign-in is over");
    assert!(!sam.is_signed_in());
}

#[test]
fn s10_a_password_from_elsewhere_without_its_second_step_is_mailed_when_its_ten_minutes_end() {
    let mut story = Story::new();
    let mut thief = story.at(elsewhere());
    thief.begins(&SAM);
    thief.presses(KeyCode::Esc);
    story.passes(10 * MINUTE - 1);
    assert!(story.mail_to(&SAM).is_empty(), "never at Esc");
    story.passes(1);
    assert_eq!(story.mail_to(&SAM), [UNFINISHED]);
    // Once an hour at most.
    thief.begins(&SAM);
    story.passes(30 * MINUTE);
    assert_eq!(story.mail_to(&SAM), [UNFINISHED]);
}

#[test]
fn s10_who_signs_in_fully_there_meanwhile_gets_no_such_mail() {
    let mut story = Story::new();
    let mut sam = story.at(elsewhere());
    sam.begins(&SAM);
    sam.presses(KeyCode::Esc);
    story.passes(MINUTE);
    sam.begins(&SAM);
    let code = story.code_for(&SAM);
    sam.types(&code);
    sam.sees("Hello, Sam Tremblay");
    story.passes(20 * MINUTE);
    assert_eq!(story.mail_to(&SAM), ["New sign-in to your account"]);
}

#[test]
fn s10_s11_from_a_recognised_browser_it_is_only_shown_at_the_next_sign_in() {
    let mut story = Story::new();
    let mut sam = story.at(desk());
    sam.begins(&SAM);
    sam.presses(KeyCode::Esc);
    story.passes(11 * MINUTE);
    assert!(story.mail_to(&SAM).is_empty());
    story.signs_in(&mut sam, &SAM);
    sam.sees("! Since then: 1 sign-in with your password left unfinished.");
    sam.sees("tell a manager at once.");
}

#[test]
fn s10_a_wrong_code_at_the_desk_makes_it_a_mail() {
    let mut story = Story::new();
    let mut sam = story.at(desk());
    sam.begins(&SAM);
    story.work();
    let wrong = another_code(&story.code_for(&SAM));
    sam.types(&wrong);
    drop(sam);
    story.passes(10 * MINUTE + SECOND);
    assert_eq!(story.mail_to(&SAM), [UNFINISHED]);
}
