//! The six digits of a code: `4  8  1  _  _  _` (S08).
//!
//! Only ASCII digits count; blanks, dashes and all else are as if not typed. The sixth digit submits, which is the
//! form's doing (`inputs.rs`).

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use crate::widgets::input::{Edit, Input};

/// Digits of a code.
pub const DIGITS: usize = 6;
/// Cells of the band.
pub const WIDTH: u16 = 18;

/// Whether every digit is there.
#[must_use]
pub fn complete(input: &Input) -> bool {
    input.text().len() == DIGITS
}

/// Takes a key. There is no walking about in six digits: the last one goes first.
pub fn key(input: &mut Input, key: &KeyEvent) -> Edit {
    let held = key.modifiers.intersects(KeyModifiers::CONTROL | KeyModifiers::ALT);
    match key.code {
        KeyCode::Char('?') if !held => Edit::Unused,
        KeyCode::Char(c) if !held => {
            if c.is_ascii_digit() && !complete(input) {
                input.insert(c.encode_utf8(&mut [0; 4]));
                return Edit::Changed;
            }
            Edit::Moved
        }
        KeyCode::Char('u' | 'w') | KeyCode::Backspace | KeyCode::Delete => input.key(key),
        KeyCode::Left | KeyCode::Right | KeyCode::Home | KeyCode::End => Edit::Moved,
        _ => Edit::Unused,
    }
}

/// Takes a paste: its first six digits replace what is there when they are a whole code, else they are added.
pub fn paste(input: &mut Input, text: &str) -> Edit {
    let digits = text.chars().filter(char::is_ascii_digit).take(DIGITS);
    if digits.clone().count() == DIGITS {
        input.clear();
    }
    let mut edit = Edit::Moved;
    for digit in digits {
        if !complete(input) && input.insert(digit.encode_utf8(&mut [0; 4])) {
            edit = Edit::Changed;
        }
    }
    edit
}

/// The band and the caret's column in it.
#[must_use]
pub fn shown(digits: &str) -> (String, u16) {
    let slots = digits.chars().chain(std::iter::repeat('_')).take(DIGITS);
    let band: Vec<String> = slots.map(|slot| format!(" {slot} ")).collect();
    let caret = u16::try_from(digits.len().min(DIGITS - 1)).unwrap_or(0) * 3 + 1;
    (band.concat(), caret)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn type_in(text: &str) -> Input {
        let mut input = Input::default();
        for c in text.chars() {
            key(&mut input, &KeyEvent::from(KeyCode::Char(c)));
        }
        input
    }

    #[test]
    fn s08_blanks_and_dashes_are_as_if_not_typed() {
        assert_eq!(type_in("481 - 205").text(), "481205");
        let mut input = Input::default();
        assert_eq!(paste(&mut input, " 481-205\n"), Edit::Changed);
        assert_eq!(input.text(), "481205");
    }

    #[test]
    fn s08_only_ascii_digits_count() {
        assert_eq!(type_in("4８٣a1").text(), "41");
        let mut input = Input::default();
        paste(&mut input, "４８１205");
        assert_eq!(input.text(), "205");
    }

    #[test]
    fn s08_a_whole_code_pasted_replaces_what_was_begun() {
        let mut input = type_in("99");
        paste(
            &mut input,
            "481 205 is your verification code. It expires in 5 minutes.",
        );
        assert_eq!(input.text(), "481205");
        assert_eq!(key(&mut input, &KeyEvent::from(KeyCode::Char('7'))), Edit::Moved);
        assert_eq!(input.text(), "481205");
    }

    #[test]
    fn s08_the_digits_stand_apart() {
        assert_eq!(shown("481"), (" 4  8  1  _  _  _ ".to_owned(), 10));
        assert_eq!(shown("481205").1, 16);
    }

    #[test]
    fn backspace_takes_the_last_digit() {
        let mut input = type_in("48");
        key(&mut input, &KeyEvent::from(KeyCode::Left));
        key(&mut input, &KeyEvent::from(KeyCode::Backspace));
        assert_eq!(input.text(), "4");
    }
}
