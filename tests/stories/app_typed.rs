//! How a code of the app may be typed and pasted, at the sign-in, at a step-up and at the set-up (spec S08).

use domain::time::MINUTE;
use fixtures::clinic::{BO, FAY, code_at, desk};
use fixtures::keyboard::{KeyCode, Keyboard, Story};

const NONE: &str = "_ _ _ _ _ _";

/// Leads to a code page of the app, and says which code is right there.
type Door = fn(&mut Story) -> (Keyboard, String);

/// Each of its doors.
const DOORS: [(&str, Door); 3] = [
    ("sign-in", |story| {
        let mut bo = story.at(desk());
        bo.begins(&BO);
        let code = story.next_app_code(&BO);
        (bo, code)
    }),
    ("step-up", |story| {
        let mut bo = story.at(desk());
        story.signs_in(&mut bo, &BO);
        story.passes(15 * MINUTE);
        bo.opens_two_step();
        bo.chooses("Turn off");
        bo.types(BO.password);
        bo.presses(KeyCode::Enter);
        let code = story.next_app_code(&BO);
        (bo, code)
    }),
    ("set-up", |story| {
        let mut fay = story.at(desk());
        story.signs_in(&mut fay, &FAY);
        fay.opens_two_step();
        fay.chooses_beside("Authenticator App", "Set Up");
        let code = code_at(&fay.reads_app_secret(), story.clinic.clock.now());
        (fay, code)
    }),
];

/// Nothing was taken as a code: the field is empty, has the cursor, and nothing was judged.
#[track_caller]
fn is_untouched(story: &Story, keyboard: &mut Keyboard, door: &str) {
    keyboard.sees(NONE);
    assert!(keyboard.is_in_field("Verification code"), "{door}");
    let judged = ["code.wrong", "code.dead"].map(|kind| story.recorded(kind));
    assert_eq!(judged, [0, 0], "{door}");
}

#[test]
fn s08_blanks_and_dashes_are_as_if_not_typed_and_the_sixth_digit_submits() {
    for (door, go) in DOORS {
        let mut story = Story::with_apps();
        let (mut keyboard, code) = go(&mut story);
        keyboard.types(&format!(" {}-{} {}", &code[..2], &code[2..4], &code[4..5]));
        keyboard.sees("Verification code");
        keyboard.types(&code[5..]);
        keyboard.does_not_see("Verification code");
        assert_eq!(story.recorded("code.wrong"), 0, "{door}");
    }
}

#[test]
fn s08_a_code_is_pasted_in_any_writing_over_what_was_begun() {
    for (door, go) in DOORS {
        for pasted in [
            |code: &str| code.to_owned(),
            |code: &str| format!(" {} {}\r\n", &code[..3], &code[3..]),
            |code: &str| format!("{}\u{2011}{}", &code[..3], &code[3..]),
            |code: &str| format!("\t{}\u{a0}{}", &code[..3], &code[3..]),
        ] {
            let mut story = Story::with_apps();
            let (mut keyboard, code) = go(&mut story);
            keyboard.types("99");
            keyboard.pastes(&pasted(&code));
            keyboard.does_not_see("Verification code");
            assert_eq!(story.recorded("code.wrong"), 0, "{door}");
        }
    }
}

#[test]
fn s08_digits_of_other_scripts_are_no_digits() {
    for (door, go) in DOORS {
        let mut story = Story::with_apps();
        let (mut keyboard, code) = go(&mut story);
        for zero in ['\u{ff10}', '\u{660}', '\u{966}', '\u{1d7ce}'] {
            let other = |digit: char| char::from_u32(zero as u32 + digit.to_digit(10).unwrap()).unwrap();
            let written: String = code.chars().map(other).collect();
            keyboard.types(&written);
            is_untouched(&story, &mut keyboard, door);
            keyboard.pastes(&written);
            is_untouched(&story, &mut keyboard, door);
        }
        keyboard.types(&code);
        keyboard.does_not_see("Verification code");
    }
}

#[test]
fn s08_a_million_characters_and_other_rubbish_pasted_are_no_code_and_end_nothing() {
    for (door, go) in DOORS {
        let mut story = Story::with_apps();
        let (mut keyboard, code) = go(&mut story);
        for rubbish in [
            "7".repeat(1_000_000),
            format!("{code}{}", "\u{301}".repeat(1_000_000)),
            format!("{code}\u{fffd}"),
            format!("{code}7"),
            format!("Maple Clinic: {code} is your verification code."),
            "\u{1b}[200~\u{0}".to_owned(),
            String::new(),
        ] {
            keyboard.pastes(&rubbish);
            is_untouched(&story, &mut keyboard, door);
        }
        // Blanks and dashes are as if not there, however many.
        keyboard.pastes(&format!("{}{code}", " -".repeat(500_000)));
        keyboard.does_not_see("Verification code");
    }
}

#[test]
fn s08_keys_typed_before_the_next_screen_is_drawn_are_dropped() {
    let mut story = Story::with_apps();
    let mut bo = story.at(desk());
    bo.begins(&BO);
    let code = story.next_app_code(&BO);
    bo.types(&code[..5]);
    bo.is_slow(true);
    bo.types(&code[5..]);
    bo.types(&code);
    bo.presses(KeyCode::Enter);
    bo.presses(KeyCode::Esc);
    bo.is_slow(false);
    bo.sees("Hello, Bo Lindgren");
    assert!(bo.has_focus("My Account"), "Enter pressed nothing here");
}

#[test]
fn s08_after_a_refusal_the_field_is_empty_and_has_the_cursor_at_every_door() {
    for (door, go) in DOORS {
        let mut story = Story::with_apps();
        let (mut keyboard, code) = go(&mut story);
        keyboard.types("12345");
        keyboard.presses(KeyCode::Enter);
        keyboard.sees("A code has six digits.");
        is_untouched(&story, &mut keyboard, door);
        keyboard.types(&code);
        keyboard.does_not_see("Verification code");
    }
}
