//! The main job: a password, a texted code, in.

use domain::delivery::Fate;
use domain::time::{HOUR, MINUTE, SECOND};
use fixtures::clinic::{FAY, JANE, SAM, another_code, desk, elsewhere};
use fixtures::keyboard::{KeyCode, Story};

#[test]
fn s04_s06_w04_a_texted_code_signs_in_and_the_screen_tells_what_becomes_of_the_text() {
    let mut story = Story::new();
    let mut sam = story.at(desk());
    sam.sees("Maple Clinic");
    sam.begins(&SAM);
    sam.sees("Check your phone");
    sam.sees("A text to •••• ••00 is waiting to be sent.");
    sam.sees("5:00 left");
    assert!(sam.is_in_field("Verification code"));
    story.work();
    sam.sees("We sent a text to •••• ••00.");
    sam.sees("handed over 07:00:00");
    story.passes(3 * SECOND);
    sam.sees("✓ delivered 07:00:02");
    sam.sees("4:57 left");
    sam.sees_in_order(&["No text?", "blocked or spam messages", "other texts arrive"]);
    let code = story.code_for(&SAM);
    sam.types(&code[..5]);
    assert!(!sam.is_signed_in());
    sam.types(&code[5..]);
    sam.sees("Hello, Sam Tremblay");
    sam.sees("Sam Tremblay · staff");
    assert!(story.mail_to(&SAM).is_empty(), "the desk is known (S12)");
    assert_eq!(
        story.recorded("sign_in.done"),
        2,
        "once when the clinic was made, once now"
    );
}

#[test]
fn w04_a_text_that_is_twenty_seconds_late_puts_another_way_first() {
    let mut story = Story::new();
    for _ in 0..20 {
        story.texts.fate_next(Ok(Fate::Underway));
    }
    let mut sam = story.at(desk());
    sam.begins(&SAM);
    story.work();
    story.passes(20 * SECOND - 1);
    sam.sees_in_order(&["[ Verify ]", "Resend code", "Try another way"]);
    story.passes(1);
    sam.sees_in_order(&["[ Verify ]", "Try another way", "Resend code"]);
    sam.presses(KeyCode::Tab);
    sam.presses(KeyCode::Tab);
    assert!(sam.has_focus("Try another way"), "first in the tab order too");
}

#[test]
fn s08_blanks_dashes_and_a_pasted_text_are_codes_and_a_refusal_leaves_an_empty_field_with_the_cursor() {
    let mut story = Story::new();
    let mut sam = story.at(desk());
    sam.begins(&SAM);
    story.work();
    let code = story.code_for(&SAM);
    let wrong = another_code(&code);
    sam.types(&format!("{}-{} {}", &wrong[..2], &wrong[2..4], &wrong[4..]));
    sam.sees("✗ That was not it. 4 tries left.");
    sam.sees("_ _ _ _ _ _");
    assert!(sam.is_in_field("Verification code"));
    sam.types("１２３٤x");
    sam.sees("_ _ _ _ _ _");
    sam.pastes(&format!(" {}-{}\n", &code[..3], &code[3..]));
    sam.sees("Hello, Sam Tremblay");
}

#[test]
fn s03_every_spelling_of_a_user_name_signs_in() {
    for spelling in ["SAM", "  sam ", "ｓａｍ", "s\u{200b}am"] {
        let mut story = Story::new();
        let mut sam = story.at(desk());
        sam.types_password(spelling, SAM.password);
        sam.sees("Check your phone");
        story.work();
    }
}

#[test]
fn c01_a_new_sign_in_at_the_same_place_takes_the_open_code_over_and_sends_no_second_text() {
    let mut story = Story::new();
    let mut sam = story.at(desk());
    sam.begins(&SAM);
    story.work();
    let code = story.code_for(&SAM);
    story.passes(MINUTE);
    sam.presses(KeyCode::Esc);
    sam.sees("Forgot password?");
    sam.begins(&SAM);
    sam.sees("A code was sent here a moment ago and still works");
    sam.sees("4:00 left");
    story.work();
    assert_eq!(story.texts_to(SAM.mobile).len(), 1);
    sam.types(&code);
    sam.sees("Hello, Sam Tremblay");
}

#[test]
fn c02_the_screen_counts_to_nothing_and_the_code_is_taken_for_ten_seconds_more() {
    for (late, is_taken) in [(10 * SECOND - 1, true), (10 * SECOND, false)] {
        let mut story = Story::new();
        let mut sam = story.at(desk());
        sam.begins(&SAM);
        story.work();
        let code = story.code_for(&SAM);
        story.passes(5 * MINUTE);
        sam.sees("0:00 left");
        story.passes(late);
        sam.types(&code);
        assert_eq!(sam.is_signed_in(), is_taken);
        if !is_taken {
            sam.sees("That code has expired: resend to get a new one. It was not counted.");
            assert_eq!(story.recorded("code.wrong"), 0, "L06");
        }
    }
}

#[test]
fn c03_a_code_that_was_used_is_refused_as_used_and_not_counted() {
    let mut story = Story::new();
    let mut sam = story.at(desk());
    sam.begins(&SAM);
    story.work();
    let code = story.code_for(&SAM);
    sam.types(&code);
    sam.clicks("Sign out");
    sam.sees("You are signed out.");
    sam.begins(&SAM);
    story.work();
    assert_ne!(story.code_for(&SAM), code);
    sam.types(&code);
    sam.sees("That code was used already");
    assert_eq!(story.recorded("code.wrong"), 0, "L06");
}

#[test]
fn s12_a_browser_that_is_not_known_is_mailed_once() {
    let mut story = Story::new();
    for _ in 0..2 {
        let mut sam = story.at(elsewhere());
        story.signs_in(&mut sam, &SAM);
        sam.chooses("Sign out");
        story.passes(MINUTE);
    }
    assert_eq!(story.mail_to(&SAM), ["New sign-in to your account"]);
}

#[test]
fn s13_u09_where_2sv_is_off_the_password_alone_signs_in_and_a_banner_says_so() {
    for (person, rank) in [(&JANE, "owner"), (&FAY, "full access")] {
        let story = Story::new();
        let mut keyboard = story.at(elsewhere());
        keyboard.begins(person);
        keyboard.sees(&format!("Hello, {}", person.name));
        keyboard.sees(&format!("{} · {rank}", person.name));
        keyboard.sees("! 2-Step Verification is off: the password is enough. My Account sets it up.");
        keyboard.sees("This is your first sign-in.");
        assert!(keyboard.has_focus("Set Up"), "the one thing to do");
        keyboard.chooses("Sign out");
        keyboard.does_not_see("2-Step Verification is off");
    }
}

#[test]
fn s11_the_home_screen_tells_of_the_sign_in_before_and_of_wrong_codes_since() {
    let mut story = Story::new();
    let mut sam = story.at(desk());
    sam.begins(&SAM);
    story.work();
    let code = story.code_for(&SAM);
    sam.types(&another_code(&code));
    sam.types(&code);
    sam.sees("Last sign-in: Tue 24 Nov, 07:00, sudo by account 1001");
    sam.sees("! Since then: 1 wrong code");
}

#[test]
fn l06_a_code_sent_for_something_else_is_refused_as_that_and_not_counted() {
    let mut story = Story::new();
    let mut sam = story.at(desk());
    story.signs_in(&mut sam, &SAM);
    sam.opens_two_step();
    sam.chooses("Set Up");
    sam.presses(KeyCode::Enter);
    story.work();
    let for_set_up = story.code_for(&SAM);
    story.passes(MINUTE);
    let mut other = story.at(desk());
    other.begins(&SAM);
    story.work();
    other.types(&for_set_up);
    other.sees("That code was sent for something else: use the newest text. It was not counted.");
    assert_eq!(story.recorded("code.wrong"), 0);
    let code = story.code_for(&SAM);
    other.types(&code);
    other.sees("Hello, Sam Tremblay");
}

#[test]
fn t23_wrong_passwords_use_up_no_tries_of_the_code() {
    let mut story = Story::new();
    let mut sam = story.at(desk());
    for _ in 0..9 {
        sam.types_password(SAM.username, "not my password 12");
    }
    sam.begins(&SAM);
    story.work();
    let code = story.code_for(&SAM);
    sam.types(&another_code(&code));
    sam.sees("4 tries left");
}

#[test]
fn t6_programs_and_worker_started_anew_bring_no_used_code_back() {
    let mut story = Story::new();
    let mut sam = story.at(desk());
    story.signs_in(&mut sam, &SAM);
    let used = story.code_for(&SAM);
    drop(sam);
    story.worker_stops();
    story.worker_starts();
    let mut sam = story.at(desk());
    sam.begins(&SAM);
    sam.types(&used);
    sam.sees("That code was used already");
    assert!(!sam.is_signed_in());
}

#[test]
fn z08_a_wall_clock_set_back_lengthens_no_code_and_one_set_forward_ends_it() {
    for (jump, after) in [(-HOUR, 5 * MINUTE + 10 * SECOND), (HOUR, 0)] {
        let mut story = Story::new();
        let mut sam = story.at(desk());
        sam.begins(&SAM);
        story.work();
        let code = story.code_for(&SAM);
        story.clinic.clock.wall_only(jump);
        story.clinic.clock.plus(after);
        sam.is_slow(true);
        sam.pastes(&code);
        sam.is_slow(false);
        assert!(!sam.is_signed_in(), "{jump}");
        story.work();
    }
}

#[test]
fn s06_the_help_names_what_to_do_when_no_text_comes_in_its_order() {
    let mut story = Story::new();
    let mut sam = story.at(desk());
    sam.begins(&SAM);
    story.work();
    sam.presses(KeyCode::Char('?'));
    sam.chooses("No text comes");
    sam.sees_in_order(&[
        "blocked or spam messages",
        "other texts arrive",
        "Resend code",
        "Try another way",
        "Use recovery code instead",
        "Ask a manager",
        "roaming on for a moment",
        "number on your profile",
        "Fay Okafor",
    ]);
}
