//! What the code screen says of the text, the tries and the wait (spec L03, W04), and what a paste is (spec S08).

use domain::delivery::{Handover, Rejection};
use domain::time::{MINUTE, SECOND};
use fixtures::clinic::{FAY, SAM, another_code, desk};
use fixtures::keyboard::{KeyCode, Story};

#[test]
fn l03_a_code_screen_opened_with_fewer_than_five_tries_says_how_many_are_left() {
    let mut story = Story::new();
    let mut sam = story.at(desk());
    sam.begins(&SAM);
    sam.does_not_see("left.");
    story.work();
    let code = story.code_for(&SAM);
    sam.types(&another_code(&code));
    sam.types(&another_code(&code));
    sam.sees("✗ That was not it. 3 tries left.");
    sam.presses(KeyCode::Char('1'));
    sam.sees("! 3 tries left.");
    sam.presses(KeyCode::Esc);
    sam.begins(&SAM);
    sam.sees("no second text was sent. 3 tries left.");
    sam.types(&code);
    sam.sees("Hello, Sam Tremblay");
}

#[test]
fn l03_a_wait_that_begins_at_a_step_up_is_whole_at_once() {
    let mut story = Story::new();
    let mut sam = story.at(desk());
    story.signs_in(&mut sam, &SAM);
    story.passes(15 * MINUTE);
    sam.opens_two_step();
    sam.chooses("Turn off");
    sam.types(SAM.password);
    sam.presses(KeyCode::Enter);
    story.work();
    let wrong = another_code(&story.code_for(&SAM));
    // No bell comes to the aid of the page.
    sam.is_deaf(true);
    for _ in 0..5 {
        sam.types(&wrong);
    }
    sam.sees("Please wait until 07:30");
    sam.sees("Five codes were wrong, so nothing is checked for 15 minutes.");
    sam.sees("15:00 left");
    sam.is_deaf(false);
}

#[test]
fn w04_sent_is_said_of_a_text_only_once_it_was_handed_over() {
    let mut story = Story::new();
    let mut sam = story.at(desk());
    sam.begins(&SAM);
    sam.sees("A text to •••• ••00 is waiting to be sent.");
    sam.does_not_see("We sent");
    story.work();
    sam.sees("We sent a text to •••• ••00.");
    sam.does_not_see("waiting to be sent");
    story.texts.answer_next(Handover::Refused {
        why: Rejection::Twilio(21614),
    });
    story.passes(30 * SECOND);
    sam.presses(KeyCode::F(5));
    sam.sees("A text to •••• ••00 is waiting to be sent.");
    story.work();
    sam.sees("No text got through to •••• ••00.");
    sam.sees("This number cannot get texts: use another way.");
    sam.does_not_see("We sent");
}

#[test]
fn s08_a_pasted_message_is_not_combed_for_digits() {
    let mut story = Story::new();
    let mut sam = story.at(desk());
    sam.begins(&SAM);
    story.work();
    let code = story.code_for(&SAM);
    sam.pastes("call 604 555 0100");
    sam.pastes(&format!("Maple Clinic: {code} is your verification code."));
    assert_eq!(story.recorded("code.wrong"), 0);
    sam.sees("_  _  _  _  _  _");
    sam.pastes(&format!(" {}-{}\n", &code[..3], &code[3..]));
    sam.sees("Hello, Sam Tremblay");
}

#[test]
fn h01_the_help_from_home_names_the_clinics_support_contact() {
    let mut story = Story::new();
    let mut fay = story.at(desk());
    story.signs_in(&mut fay, &FAY);
    fay.chooses("Help");
    fay.types("both lost");
    fay.presses(KeyCode::Enter);
    fay.sees("Whom to ask: the front desk, 604 555 0199.");
}
