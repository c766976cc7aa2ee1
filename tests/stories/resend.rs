//! **Resend code**: when, which code, how often (spec C05, C06, T28, T29).

use domain::time::{MINUTE, SECOND};
use fixtures::clinic::{SAM, desk, elsewhere};
use fixtures::keyboard::{KeyCode, Story};

#[test]
fn c05_resend_counts_down_sends_the_same_code_then_a_new_one_and_the_screen_says_which() {
    let mut story = Story::new();
    let mut sam = story.at(desk());
    sam.begins(&SAM);
    story.work();
    let first = story.code_for(&SAM);
    sam.sees("Resend code (in 0:30)");
    story.passes(29 * SECOND);
    sam.sees("Resend code (in 0:01)");
    sam.presses(KeyCode::F(5));
    story.work();
    assert_eq!(story.texts_to(SAM.mobile).len(), 1, "not before its time");
    story.passes(SECOND);
    for n in 2..5 {
        // At 0:30, 1:30 and 2:30: two minutes or more are left.
        sam.does_not_see("(in ");
        sam.presses(KeyCode::F(5));
        sam.sees("The same code is sent again; its time goes on.");
        sam.sees("Resend code (in 1:00)");
        story.work();
        assert_eq!(story.texts_to(SAM.mobile).len(), n);
        assert_eq!(story.code_for(&SAM), first, "T29: a late first text still works");
        story.passes(MINUTE);
    }
    sam.sees("1:30 left");
    sam.presses(KeyCode::F(5));
    sam.sees("A new code is on its way: the one before does not work any more.");
    sam.sees("5:00 left");
    story.work();
    let second = story.code_for(&SAM);
    assert_ne!(second, first);
    sam.types(&first);
    sam.sees("That is an older code: use the newest text. It was not counted.");
    sam.types(&second);
    sam.sees("Hello, Sam Tremblay");
}

#[test]
fn c05_t28_five_texts_in_ten_minutes_and_no_door_gives_a_sixth() {
    let mut story = Story::new();
    let mut sam = story.at(desk());
    sam.begins(&SAM);
    story.passes(30 * SECOND);
    for _ in 0..4 {
        sam.presses(KeyCode::F(5));
        story.passes(MINUTE);
    }
    assert_eq!(story.texts_to(SAM.mobile).len(), 5);
    // 4:30 after the first text: the next one when that is ten minutes old.
    sam.sees("Resend code (in 5:30)");
    sam.presses(KeyCode::F(5));
    let mut elsewhere = story.at(elsewhere());
    elsewhere.begins(&SAM);
    elsewhere.sees("the next one may go in 6 min. Try another way.");
    elsewhere.presses(KeyCode::Esc);
    elsewhere.begins(&SAM);
    elsewhere.sees("the next one may go in 6 min. Try another way.");
    elsewhere.presses(KeyCode::F(5));
    drop(sam);
    let mut restarted = story.at(desk());
    restarted.begins(&SAM);
    story.passes(5 * MINUTE + 30 * SECOND - 1);
    assert_eq!(story.texts_to(SAM.mobile).len(), 5);
    story.passes(1);
    elsewhere.does_not_see("(in ");
    elsewhere.presses(KeyCode::F(5));
    story.work();
    assert_eq!(story.texts_to(SAM.mobile).len(), 6);
}

#[test]
fn c05_s09_no_text_is_sent_after_the_tenth_minute() {
    let mut story = Story::new();
    let mut sam = story.at(desk());
    sam.begins(&SAM);
    story.passes(9 * MINUTE + 30 * SECOND);
    sam.sees("The code's time is over. Resend code sends a new one.");
    sam.presses(KeyCode::F(5));
    story.passes(30 * SECOND);
    // The last code holds the sign-in open, and is the last.
    sam.sees("4:30 left");
    sam.does_not_see("Resend code");
    story.work();
    let code = story.code_for(&SAM);
    sam.types(&code);
    sam.sees("Hello, Sam Tremblay");
}

#[test]
fn c06_a_text_with_less_than_a_minute_left_is_never_sent() {
    for (late, texts) in [(4 * MINUTE, 1), (4 * MINUTE + 1, 0)] {
        let mut story = Story::new();
        let mut sam = story.at(desk());
        story.worker_stops();
        sam.begins(&SAM);
        story.passes(late);
        story.worker_starts();
        assert_eq!(story.texts_to(SAM.mobile).len(), texts, "after {late} ms");
        if texts == 0 {
            sam.sees("The text could not be sent in time: try Resend or another way.");
            sam.sees_in_order(&["[ Verify ]", "Try another way", "Resend code"]);
            sam.presses(KeyCode::F(5));
            story.work();
            let code = story.code_for(&SAM);
            sam.types(&code);
            sam.sees("Hello, Sam Tremblay");
        }
    }
}

#[test]
fn w07_the_clinics_cap_of_a_day_is_told_on_the_screen() {
    let mut story = Story::new();
    story.clinic.policy.daily_cap = 1;
    let mut sam = story.at(desk());
    story.signs_in(&mut sam, &SAM);
    drop(sam);
    story.passes(MINUTE);
    let mut sam = story.at(desk());
    sam.begins(&SAM);
    sam.sees("The clinic has sent all its texts of a day: the next one may go in 23 h 59 min. Try another way.");
    story.work();
    assert_eq!(story.texts_to(SAM.mobile).len(), 1);
}
