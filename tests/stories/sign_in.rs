//! The main job: a password, a texted code, in.

use domain::time::SECOND;
use fixtures::clinic::{SAM, desk, elsewhere};
use fixtures::keyboard::{KeyCode, Story};

#[test]
fn s04_s06_w04_a_texted_code_signs_in_and_the_screen_tells_what_becomes_of_the_text() {
    let mut story = Story::new();
    let mut sam = story.at(desk());
    sam.sees("Maple Clinic");
    sam.begins(&SAM);
    sam.sees("Check your phone");
    sam.sees("We sent a text to •••• ••00.");
    sam.sees("queued …");
    sam.sees("5:00 left");
    assert!(sam.is_in_field("Verification code"));
    story.work();
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
    assert_eq!(story.mail_to(&SAM), [""; 0], "the desk is known");
}

#[test]
fn w04_a_text_that_is_twenty_seconds_late_puts_another_way_first() {
    let mut story = Story::new();
    for _ in 0..20 {
        story.texts.fate_next(Ok(domain::delivery::Fate::Underway));
    }
    let mut sam = story.at(elsewhere());
    sam.begins(&SAM);
    story.work();
    story.passes(20 * SECOND - 1);
    sam.sees_in_order(&["Verify", "Resend code", "Try another way"]);
    story.passes(1);
    sam.sees_in_order(&["Verify", "Try another way", "Resend code"]);
    sam.presses(KeyCode::Esc);
}
