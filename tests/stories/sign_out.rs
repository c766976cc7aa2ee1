//! *Automatic Sign Out* (spec E04): the count-down of the last minute, what a key does in it, the end of what was typed, and
//! a shorter time for sessions that run. The clock is moved by hand.

use domain::time::{DAY, HOUR, MINUTE, SECOND};
use fixtures::clinic::{FAY, JANE, SAM, desk, elsewhere};
use fixtures::keyboard::{KeyCode, Keyboard, Story};

const COUNTS: &str = "You will be signed out in";

/// As a manager has set it.
fn set(story: &Story, ms: i64) {
    let set = format!("UPDATE clinic SET sign_out_after = {ms}");
    story.clinic.foreign().execute_batch(&set).unwrap();
}

fn sam(story: &mut Story) -> Keyboard {
    let mut sam = story.at(desk());
    story.signs_in(&mut sam, &SAM);
    sam
}

fn running(story: &Story) -> i64 {
    story
        .clinic
        .number("SELECT count(*) FROM sessions WHERE ended_at IS NULL")
}

#[test]
fn e04_a_manager_chooses_one_of_nine_and_two_hours_are_suggested() {
    let mut story = Story::new();
    let mut jane = story.at(desk());
    story.signs_in(&mut jane, &JANE);
    jane.chooses("Settings");
    jane.sees("after 1 week without a key");
    jane.chooses("Automatic Sign Out");
    jane.sees_in_order(&["[ ] 10 minutes", "[ ] 2 hours, suggested", "[ ] 1 day", "[x] 1 week"]);
    jane.clicks("2 hours, suggested");
    jane.sees_in_order(&["[x] 2 hours, suggested", "[ ] 1 week"]);
    jane.sees("! Saving applies to everybody who is signed in, at once.");
    jane.clicks("2 hours, suggested");
    jane.sees("[x] 2 hours, suggested");
    jane.chooses("Save");
    jane.sees("✓ Saved.");
    jane.sees("after 2 hours without a key");
    let last = story.clinic.record().pop().unwrap();
    assert_eq!(last.detail, "automatic sign out: 1 week to 2 hours");
    jane.presses(KeyCode::F(1));
    jane.chooses("What is Automatic Sign Out, and is it the same thing?");
    jane.sees("This clinic has set 2 hours.");
}

#[test]
fn e04_of_two_managers_the_second_is_told_and_saves_again_or_not() {
    let mut story = Story::new();
    let mut jane = story.at(desk());
    story.signs_in(&mut jane, &JANE);
    let mut fay = story.at(elsewhere());
    story.signs_in(&mut fay, &FAY);
    for (keyboard, choice) in [(&mut jane, "1 hour"), (&mut fay, "1 day")] {
        keyboard.chooses("Settings");
        keyboard.chooses("Automatic Sign Out");
        keyboard.clicks(choice);
    }
    jane.chooses("Save");
    fay.chooses("Save");
    fay.sees("✗ Another manager has set 1 hour meanwhile. Nothing was changed.");
    assert_eq!(story.clinic.number("SELECT sign_out_after FROM clinic"), HOUR);
    fay.sees("[x] 1 day");
    fay.chooses("Save");
    fay.sees("after 1 day without a key");
}

#[test]
fn e04_the_last_minute_counts_down_and_then_the_screen_is_cleared_with_a_sentence_that_names_the_time() {
    let mut story = Story::new();
    set(&story, 10 * MINUTE);
    let mut sam = sam(&mut story);
    story.passes(9 * MINUTE - SECOND);
    sam.does_not_see(COUNTS);
    story.passes(SECOND);
    sam.sees("! You will be signed out in 1:00: any key keeps you signed in.");
    story.passes(17 * SECOND);
    sam.sees("signed out in 0:43");
    story.passes(43 * SECOND - 1);
    sam.sees("signed out in 0:01");
    assert_eq!(running(&story), 1);
    story.passes(1);
    sam.sees("You were signed out at 07:10: no key was pressed for 10 minutes.");
    sam.does_not_see("Sam Tremblay");
    assert!(!sam.is_signed_in());
    assert_eq!(running(&story), 0);
    let last = story.clinic.record().pop().unwrap();
    assert_eq!((last.kind.as_str(), last.actor.as_str()), ("session.ended", "sam"));
}

#[test]
fn e04_any_key_stays_and_does_nothing_else() {
    let mut story = Story::new();
    set(&story, 10 * MINUTE);
    let mut sam = sam(&mut story);
    sam.chooses("My Account");
    sam.chooses("Profile");
    assert!(sam.is_in_field("Name"));
    for key in [
        KeyCode::Char('x'),
        KeyCode::Enter,
        KeyCode::Esc,
        KeyCode::F(1),
        KeyCode::Tab,
    ] {
        let before = sam.screen();
        story.passes(9 * MINUTE + 30 * SECOND);
        sam.sees("signed out in 0:30");
        sam.presses(key);
        sam.does_not_see(COUNTS);
        let words = |screen: &str| screen.lines().skip(1).map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(words(&sam.screen()), words(&before), "{key}: but for the time of day");
    }
    // Outside the last minute the same keys do what they do.
    sam.types("x");
    sam.sees("Sam Tremblayx");
}

#[test]
fn e04_a_click_and_a_paste_stay_too_and_ctrl_q_still_leaves() {
    let mut story = Story::new();
    set(&story, 10 * MINUTE);
    let mut sam = sam(&mut story);
    story.passes(9 * MINUTE + 30 * SECOND);
    sam.clicks("My Account");
    sam.sees("Hello, Sam Tremblay");
    story.passes(9 * MINUTE + 30 * SECOND);
    sam.pastes("x");
    sam.does_not_see(COUNTS);
    story.passes(9 * MINUTE + 30 * SECOND);
    sam.sees(COUNTS);
    sam.presses_ctrl('q');
    assert!(sam.has_left());
    assert_eq!(running(&story), 0);
}

#[test]
fn e04_a_key_that_comes_too_late_keeps_nobody_in() {
    let mut story = Story::new();
    set(&story, 10 * MINUTE);
    let mut sam = sam(&mut story);
    // The machine slept: no tick came, and the first thing that happens is a key.
    sam.is_deaf(true);
    story.clinic.clock.plus(HOUR);
    sam.presses(KeyCode::Enter);
    sam.sees("no key was pressed for 10 minutes.");
    assert_eq!(running(&story), 0);
    sam.is_deaf(false);
}

#[test]
fn e04_also_while_a_dialog_or_a_step_up_is_open_and_what_was_typed_is_gone() {
    let mut story = Story::new();
    set(&story, 10 * MINUTE);
    let mut sam = sam(&mut story);
    story.passes(5 * MINUTE);
    sam.chooses("My Account");
    sam.chooses("Password");
    sam.sees("Choose a new password");
    sam.types("gravel ott");
    sam.sees("••••••••••");
    story.passes(9 * MINUTE + 15 * SECOND);
    sam.sees("signed out in 0:45");
    story.passes(45 * SECOND);
    sam.sees("no key was pressed for 10 minutes.");
    sam.does_not_see("••••");
    assert_eq!(running(&story), 0);

    sam.presses_ctrl('u');
    story.signs_in(&mut sam, &SAM);
    sam.chooses("This wasn't me");
    sam.sees("nothing else opens before");
    story.passes(10 * MINUTE);
    sam.sees("no key was pressed for 10 minutes.");
    assert_eq!(story.recorded("not_me.reported"), 0);
}

#[test]
fn e04_shortening_it_applies_to_sessions_that_run() {
    let mut story = Story::new();
    let mut sam = sam(&mut story);
    let mut fay = story.at(elsewhere());
    story.passes(20 * MINUTE);
    story.signs_in(&mut fay, &FAY);
    fay.chooses("Settings");
    fay.chooses("Automatic Sign Out");
    fay.clicks("30 minutes");
    fay.chooses("Save");
    sam.does_not_see(COUNTS);
    story.passes(9 * MINUTE + 30 * SECOND);
    sam.sees("signed out in 0:30");
    story.passes(30 * SECOND);
    sam.sees("no key was pressed for 30 minutes.");
    assert!(fay.is_signed_in(), "her own time goes by her own keys");
    // Shorter than somebody has been away already: at once.
    fay.chooses("Automatic Sign Out");
    fay.clicks("10 minutes");
    story.signs_in(&mut sam, &SAM);
    story.passes(15 * MINUTE);
    fay.chooses("Save");
    story.steps_up(&mut fay, &FAY);
    sam.sees("no key was pressed for 10 minutes.");
}

#[test]
fn e04_it_has_nothing_to_do_with_2sv_and_the_default_is_a_week() {
    let mut story = Story::new();
    let mut fay = story.at(desk());
    story.signs_in(&mut fay, &FAY);
    story.passes(7 * DAY - MINUTE - 1);
    fay.does_not_see(COUNTS);
    story.passes(MINUTE + 1);
    fay.sees("no key was pressed for 1 week.");
}
