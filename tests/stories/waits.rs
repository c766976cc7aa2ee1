//! Too many wrong codes: the wait, how it ends, and who is told (spec L01, L03, L09, L10).

use domain::time::{HOUR, MINUTE, SECOND};
use fixtures::clinic::{SAM, another_code, desk, elsewhere};
use fixtures::keyboard::{KeyCode, Keyboard, Story};

/// Types five wrong codes, the last of which starts the wait.
pub(crate) fn five_wrong(story: &mut Story, sam: &mut Keyboard) {
    sam.begins(&SAM);
    story.work();
    let wrong = another_code(&story.code_for(&SAM));
    for left in ["4 tries left", "3 tries left", "2 tries left", "1 try left"] {
        sam.types(&wrong);
        sam.sees(&format!("✗ That was not it. {left}."));
    }
    sam.types(&wrong);
    sam.sees("Please wait until");
}

#[test]
fn l01_l03_five_wrong_codes_lead_into_the_wait_which_names_its_end_and_three_ways_out() {
    let mut story = Story::new();
    let mut sam = story.at(desk());
    five_wrong(&mut story, &mut sam);
    sam.sees("Please wait until 07:15");
    sam.sees("Five codes were wrong, so nothing is checked for 15 minutes.");
    sam.sees("15:00 left");
    sam.sees("Use recovery code instead");
    sam.sees("Fay Okafor or Jane Maple can help you");
    assert!(sam.has_focus("Use recovery code instead"));
    story.passes(29 * SECOND);
    sam.sees("14:31 left");
    assert_eq!(
        story.mail_to(&SAM),
        ["Too many wrong codes for your account"],
        "L10: once"
    );
    assert_eq!(story.recorded("code.wrong"), 5);
    assert_eq!(story.recorded("lockout.started"), 1);
}

#[test]
fn l03_l09_the_wait_ends_by_itself_at_its_instant_and_the_screen_opens_again() {
    let mut story = Story::new();
    let mut sam = story.at(desk());
    five_wrong(&mut story, &mut sam);
    story.passes(10 * MINUTE);
    // The sign-in has its ten minutes, the wait is longer: a password opens on the wait again (S09).
    sam.sees("This sign-in is over: sign in again. The wait goes on");
    let texts = story.texts_to(SAM.mobile).len();
    sam.begins(&SAM);
    sam.sees("Please wait until 07:15");
    sam.sees("5:00 left");
    story.passes(5 * MINUTE - 1);
    sam.sees("Please wait until 07:15");
    assert_eq!(story.texts_to(SAM.mobile).len(), texts, "no text in a wait");
    assert_eq!(story.recorded("lockout.ended"), 0);
    story.passes(1);
    sam.sees("Verification code");
    sam.sees("No code is open. Resend code sends one to •••• ••00.");
    assert_eq!(story.recorded("lockout.ended"), 1, "within a second");
    sam.presses(KeyCode::F(5));
    sam.sees("A text is on its way.");
    story.work();
    let code = story.code_for(&SAM);
    sam.types(&code);
    sam.sees("Hello, Sam Tremblay");
    sam.sees("5 wrong codes");
}

#[test]
fn l09_the_wait_ends_by_the_clock_with_the_worker_down() {
    let mut story = Story::new();
    let mut sam = story.at(desk());
    five_wrong(&mut story, &mut sam);
    story.worker_stops();
    story.passes(15 * MINUTE - 1);
    sam.presses(KeyCode::Esc);
    sam.begins(&SAM);
    sam.sees("Please wait until 07:15");
    sam.sees("0:01 left");
    story.passes(1);
    sam.sees("Verification code");
    assert_eq!(story.recorded("lockout.ended"), 0, "the worker writes that");
    story.worker_starts();
    assert_eq!(
        story.recorded("lockout.ended"),
        1,
        "what is overdue is lifted when it starts"
    );
}

#[test]
fn l01_the_second_wait_is_twice_as_long() {
    let mut story = Story::new();
    let mut sam = story.at(desk());
    five_wrong(&mut story, &mut sam);
    story.passes(15 * MINUTE);
    let mut sam = story.at(desk());
    five_wrong(&mut story, &mut sam);
    sam.sees("Too many codes were wrong, so nothing is checked for 30 minutes.");
    sam.sees("Please wait until 07:45");
}

#[test]
fn l05_no_other_terminal_and_no_new_sign_in_gets_past_the_wait() {
    let mut story = Story::new();
    let mut first = story.at(elsewhere());
    first.begins(&SAM);
    story.work();
    let code = story.code_for(&SAM);
    let wrong = another_code(&code);
    first.types(&wrong);
    first.types(&wrong);
    first.presses(KeyCode::Esc);
    first.begins(&SAM);
    first.types(&wrong);
    first.sees("2 tries left");
    let mut second = story.at(elsewhere());
    second.begins(&SAM);
    second.types(&wrong);
    second.sees("1 try left");
    second.types(&wrong);
    second.sees("Please wait until 07:15");
    // The first one hears of it, and the right code is not even looked at.
    first.sees("Please wait until 07:15");
    let mut third = story.at(elsewhere());
    third.begins(&SAM);
    third.sees("Please wait until 07:15");
    first.pastes(&code);
    first.sees("Please wait until 07:15");
    third.presses(KeyCode::Esc);
    assert_eq!(story.recorded("sign_in.done"), 1, "when the clinic was made");
}

#[test]
fn l01_a_wait_elsewhere_does_not_keep_the_desk_out() {
    let mut story = Story::new();
    let mut thief = story.at(elsewhere());
    five_wrong(&mut story, &mut thief);
    story.passes(MINUTE);
    let mut sam = story.at(desk());
    story.signs_in(&mut sam, &SAM);
}

#[test]
fn l10_three_wrong_codes_elsewhere_are_mailed_and_the_wait_is_the_only_other_mail() {
    let mut story = Story::new();
    let mut thief = story.at(elsewhere());
    five_wrong(&mut story, &mut thief);
    story.work();
    assert_eq!(
        story.mail_to(&SAM),
        [
            "Wrong codes after your password",
            "Too many wrong codes for your account"
        ]
    );
}

#[test]
fn z08_a_wall_clock_set_back_makes_no_wait_longer() {
    let mut story = Story::new();
    let mut sam = story.at(desk());
    five_wrong(&mut story, &mut sam);
    story.clinic.clock.wall_only(-HOUR);
    story.work();
    story.passes(15 * MINUTE - 1);
    let mut sam = story.at(desk());
    sam.begins(&SAM);
    sam.sees("0:01 left");
    story.passes(1);
    sam.sees("Verification code");
}
