//! The six digits of a code: `4  8  1  _  _  _` (S08).
//!
//! Only ASCII digits count; blanks, dashes and all else are as if not typed. The sixth digit submits, which is the
//! form's doing (`inputs.rs`).

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use zeroize::Zeroizing;

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

/// Takes a paste: six ASCII digits, but for blanks and dashes, replace what is there. Anything else is no code and
/// changes nothing, so that no number of a longer text is ever submitted as one.
pub fn paste(input: &mut Input, text: &str) -> Edit {
    let code = Zeroizing::new(text.chars().filter(|c| !is_blank_or_dash(*c)).collect::<String>());
    if code.len() != DIGITS || !code.bytes().all(|byte| byte.is_ascii_digit()) {
        return Edit::Moved;
    }
    input.put(&code);
    Edit::Changed
}

/// Dashes of every kind: hyphens, en and em dashes, the minus sign.
fn is_blank_or_dash(c: char) -> bool {
    c.is_whitespace() || matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}')
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
        assert_eq!(paste(&mut input, "４８１205"), Edit::Moved);
        assert_eq!(input.text(), "");
    }

    #[test]
    fn s08_a_whole_code_pasted_replaces_what_was_begun() {
        let mut input = type_in("99");
        paste(&mut input, "481\u{a0}205");
        assert_eq!(input.text(), "481205");
        assert_eq!(key(&mut input, &KeyEvent::from(KeyCode::Char('7'))), Edit::Moved);
        assert_eq!(input.text(), "481205");
    }

    #[test]
    fn s08_a_paste_that_is_not_just_a_code_is_none() {
        for text in [
            "481 205 is your verification code. It expires in 5 minutes.",
            "call 604 555 0100",
            "4812057",
            "48120",
            "481.205",
            "+481205",
            "",
        ] {
            let mut input = type_in("99");
            assert_eq!(paste(&mut input, text), Edit::Moved, "{text:?}");
            assert_eq!(input.text(), "99", "{text:?}");
        }
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
