//! Keys as tables: the foot line and the help are read from them (convention 10).
//!
//! A page lists its own keys; what works everywhere stands here alone. What a key does is not here.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use unicode_width::UnicodeWidthStr;

/// Cells of the foot line that belong to the keys on an 80-column screen; the rest is the worker's state.
pub const FOOT_KEYS: usize = 54;

/// One key of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key {
    /// What is pressed.
    pub code: KeyCode,
    /// Held with it: nothing or Control.
    pub mods: KeyModifiers,
    /// What it does, in one or two words ("resend").
    pub what: &'static str,
}

impl Key {
    /// A key without modifiers.
    #[must_use]
    pub const fn new(code: KeyCode, what: &'static str) -> Self {
        Self {
            code,
            mods: KeyModifiers::NONE,
            what,
        }
    }

    /// A letter held with Control.
    #[must_use]
    pub const fn ctrl(letter: char, what: &'static str) -> Self {
        Self {
            code: KeyCode::Char(letter),
            mods: KeyModifiers::CONTROL,
            what,
        }
    }

    /// Enter, and what it does here.
    #[must_use]
    pub const fn enter(what: &'static str) -> Self {
        Self::new(KeyCode::Enter, what)
    }

    /// A function key.
    #[must_use]
    pub const fn f(number: u8, what: &'static str) -> Self {
        Self::new(KeyCode::F(number), what)
    }

    /// How the key is called on the screen: `Tab`, `F4`, `Ctrl-Q`.
    #[must_use]
    pub fn label(&self) -> String {
        let held = if self.mods == KeyModifiers::CONTROL {
            "Ctrl-"
        } else {
            ""
        };
        match self.code {
            KeyCode::Char(letter) if !held.is_empty() => {
                format!("{held}{}", letter.to_ascii_uppercase())
            }
            code => format!("{held}{code}"),
        }
    }

    /// Whether this event is this key.
    #[must_use]
    pub fn is(&self, event: &KeyEvent) -> bool {
        let letter = match event.code {
            KeyCode::Char(letter) if self.mods == KeyModifiers::CONTROL => KeyCode::Char(letter.to_ascii_lowercase()),
            code => code,
        };
        letter == self.code && event.modifiers.difference(KeyModifiers::SHIFT) == self.mods
    }
}

/// On to the next item of a page.
pub const TAB: Key = Key::new(KeyCode::Tab, "next");
/// One step back.
pub const ESC: Key = Key::new(KeyCode::Esc, "back");
/// Help, everywhere.
pub const F1: Key = Key::new(KeyCode::F(1), "help");
/// Help, outside fields.
pub const QUESTION: Key = Key::new(KeyCode::Char('?'), "help");
/// Leave from anywhere; stands in the foot line.
pub const CTRL_Q: Key = Key::ctrl('q', "leave");
/// Leave from anywhere.
pub const CTRL_C: Key = Key::ctrl('c', "leave");

/// Whether this key leaves the program, whatever is on the screen.
#[must_use]
pub fn leaves(event: &KeyEvent) -> bool {
    CTRL_Q.is(event) || CTRL_C.is(event)
}

/// Whether this key opens the help: F1 everywhere, `?` where it cannot be typed.
#[must_use]
pub fn helps(event: &KeyEvent, typing: bool) -> bool {
    F1.is(event) || (!typing && QUESTION.is(event))
}

/// The keys of the foot line: the page's own, then help (by the key that works just now) and leaving.
#[must_use]
pub fn foot(own: &[Key], typing: bool) -> Vec<Key> {
    let help = if typing { F1 } else { QUESTION };
    own.iter().copied().chain([help, CTRL_Q]).collect()
}

/// How wide `keys` are in the foot line: ` Tab next  Enter sign in`.
#[must_use]
pub fn foot_width(keys: &[Key]) -> usize {
    keys.iter().map(|key| key.label().width() + key.what.width() + 3).sum()
}

/// What is wrong with a page's table: a key twice, or a foot line that does not fit 80 columns. For tests.
///
/// # Errors
/// A sentence that names the key or the width.
pub fn check(own: &[Key]) -> Result<(), String> {
    let all: Vec<Key> = own.iter().copied().chain([F1, QUESTION, CTRL_Q, CTRL_C]).collect();
    for (n, key) in all.iter().enumerate() {
        if all[..n]
            .iter()
            .any(|other| (other.code, other.mods) == (key.code, key.mods))
        {
            return Err(format!("{} stands twice", key.label()));
        }
    }
    let width = foot_width(&foot(own, false));
    if width > FOOT_KEYS {
        return Err(format!("the foot line needs {width} cells, there are {FOOT_KEYS}"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn h01_labels_are_made_from_the_key_itself() {
        let labels: Vec<String> = [TAB, ESC, F1, QUESTION, CTRL_Q, Key::enter("go")]
            .iter()
            .map(Key::label)
            .collect();
        assert_eq!(labels, ["Tab", "Esc", "F1", "?", "Ctrl-Q", "Enter"]);
    }

    #[test]
    fn h01_a_key_twice_and_a_foot_line_too_long_are_found() {
        assert_eq!(check(&[TAB, Key::enter("sign in")]), Ok(()));
        assert!(check(&[TAB, TAB]).is_err());
        assert!(check(&[Key::new(KeyCode::Char('?'), "ask")]).is_err());
        assert!(check(&[Key::f(4, "a very long story about a key that goes on")]).is_err());
    }

    #[test]
    fn ctrl_q_is_known_with_and_without_shift() {
        let plain = KeyEvent::new(KeyCode::Char('q'), KeyModifiers::CONTROL);
        let shifted = KeyEvent::new(KeyCode::Char('Q'), KeyModifiers::CONTROL | KeyModifiers::SHIFT);
        assert!(leaves(&plain) && leaves(&shifted));
        assert!(!leaves(&KeyEvent::new(KeyCode::Char('q'), KeyModifiers::NONE)));
    }
}
