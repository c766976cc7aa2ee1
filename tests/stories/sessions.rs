//! A session is one running program (spec S16): how it ends, and that it ends at once.

use actions::reset_password::reset_password;
use domain::time::{DAY, MINUTE};
use fixtures::clinic::{BO, FAY, OPERATOR, SAM, browser, desk, elsewhere, typed};
use fixtures::keyboard::{KeyCode, Story};

fn running(story: &Story) -> i64 {
    story
        .clinic
        .number("SELECT count(*) FROM sessions WHERE ended_at IS NULL")
}

fn reset(story: &mut Story, username: &str) {
    let (entropy, at) = (story.clinic.dice.throw(), story.clinic.clock.now());
    let temporary = typed("temporary-1234");
    reset_password(&mut story.clinic.db, username, &temporary, OPERATOR, entropy, at).unwrap();
}

#[test]
fn s16_a_session_ended_from_elsewhere_clears_its_screen_at_the_next_ring() {
    let mut story = Story::new();
    let mut sam = story.at(desk());
    story.signs_in(&mut sam, &SAM);
    sam.opens_two_step();
    reset(&mut story, "sam");
    sam.sees("Your session has ended: your password was reset. Sign in again.");
    sam.does_not_see("Sam Tremblay");
    sam.does_not_see("Sign out");
    sam.does_not_see("••00");
    sam.presses(KeyCode::Esc);
    sam.does_not_see("My Account");
}

#[test]
fn s16_before_the_ring_comes_through_no_key_does_anything_and_the_first_question_ends_it() {
    let mut story = Story::new();
    let mut sam = story.at(desk());
    story.signs_in(&mut sam, &SAM);
    sam.opens_two_step();
    sam.chooses("Turn off");
    sam.sees("Turn 2-Step Verification off?");
    sam.is_deaf(true);
    reset(&mut story, "sam");
    sam.chooses("Turn off");
    sam.sees("Your session has ended: your password was reset.");
    assert!(story.clinic.staff(&SAM).default_method().is_some(), "it is still on");
    assert_eq!(running(&story), 0);
    sam.is_deaf(false);
    sam.sees("Sign in");
}

#[test]
fn s16_without_any_bell_the_look_every_ten_seconds_finds_it() {
    let mut story = Story::new();
    let mut sam = story.at(desk());
    story.signs_in(&mut sam, &SAM);
    sam.is_deaf(true);
    reset(&mut story, "sam");
    sam.sees("Hello, Sam Tremblay");
    story.clinic.clock.plus(10_000);
    sam.is_deaf(false);
    sam.sees("Your session has ended");
}

#[test]
fn s16_a_week_without_a_key_ends_the_session_and_any_key_starts_it_anew() {
    let mut story = Story::new();
    let mut sam = story.at(desk());
    story.signs_in(&mut sam, &SAM);
    story.passes(6 * DAY);
    sam.presses(KeyCode::Tab);
    story.passes(7 * DAY - 1);
    assert!(sam.is_signed_in());
    story.passes(1);
    sam.sees("✓ You were signed out at 07:00: no key was");
    assert!(!sam.is_signed_in());
    assert_eq!(running(&story), 0);
}

#[test]
fn s16_every_way_out_ends_the_session_at_once_and_nothing_resumes_it() {
    let mut story = Story::new();
    for way in ["sign out", "ctrl-q", "ctrl-c", "terminal lost"] {
        let mut fay = story.at(desk());
        story.signs_in(&mut fay, &FAY);
        assert_eq!(running(&story), 1);
        match way {
            "sign out" => fay.clicks("Sign out"),
            "ctrl-q" => fay.presses_ctrl('q'),
            "ctrl-c" => fay.presses_ctrl('c'),
            _ => fay.loses_the_terminal(),
        }
        assert_eq!(running(&story), 0, "{way}");
        assert_eq!(
            std::fs::read_dir(story.clinic.data().run()).unwrap().count(),
            0,
            "{way}"
        );
        let mut next = story.at(desk());
        assert!(!next.is_signed_in(), "{way}");
    }
}

#[test]
fn s16_signing_out_at_one_terminal_leaves_the_other_alone() {
    let mut story = Story::new();
    let mut desk = story.at(desk());
    story.signs_in(&mut desk, &FAY);
    let mut home = story.at(elsewhere());
    story.signs_in(&mut home, &FAY);
    desk.clicks("Sign out");
    home.sees("Hello, Fay Okafor");
    story.passes(MINUTE);
    assert_eq!(running(&story), 1);
}

#[test]
fn s16_who_signs_out_leaves_nothing_of_theirs_on_the_screen() {
    let mut story = Story::new();
    let mut sam = story.at(desk());
    story.signs_in(&mut sam, &SAM);
    sam.opens_two_step();
    sam.clicks("Sign out");
    for theirs in ["Sam", "sam", "••00", "Sign out", "Jane", "My Account"] {
        sam.does_not_see(theirs);
    }
    sam.sees("✓ You are signed out.");
    assert!(sam.is_in_field("User name"));
    sam.presses(KeyCode::F(1));
    sam.does_not_see("Jane");
}

#[test]
fn m08_one_other_session_or_all_others_are_ended_and_their_screens_cleared() {
    let mut story = Story::with_apps();
    let places = [browser(2), browser(3), browser(4)];
    let mut others = places.map(|place| {
        let mut keyboard = story.at(place);
        story.signs_in(&mut keyboard, &BO);
        story.passes(MINUTE);
        keyboard
    });
    let mut bo = story.at(desk());
    story.signs_in(&mut bo, &BO);
    bo.chooses("My Account");
    bo.sees("this one, 3 others");
    bo.chooses("Sessions");
    bo.sees_in_order(&[
        "sudo by account 1001",
        "this one",
        "sudo by account 1004",
        "sudo by account 1003",
    ]);
    bo.sees("by a code of the app");
    bo.chooses("End");
    bo.sees("✓ Ended: that screen is cleared.");
    bo.does_not_see("account 1004");
    others[2].sees("Your session has ended: you ended it at another terminal. Sign in again.");
    others[2].does_not_see("Bo Lindgren");
    others[1].sees("Hello, Bo Lindgren");
    bo.chooses("End all others");
    for other in &mut others[..2] {
        other.sees("Your session has ended: you ended it at another terminal.");
    }
    bo.does_not_see("End all others");
    bo.sees("this one");
    assert_eq!(running(&story), 1);
    bo.presses(KeyCode::Esc);
    bo.sees("Bo Lindgren");
}
