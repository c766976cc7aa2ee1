//! The text a person types into one field: a buffer that is wiped, a caret, and the keys that edit it.
//!
//! It works on graphemes, so that a caret never stands inside a letter. How it looks is `field.rs`.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use unicode_segmentation::UnicodeSegmentation;
use zeroize::{Zeroize, Zeroizing};

/// The most a field takes, in bytes. The buffer has this room from the start and never moves, so that no copy of a
/// password stays behind in memory.
pub const MAX_BYTES: usize = 1_024;

/// What a key did to the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edit {
    /// The text is another.
    Changed,
    /// Only the caret moved, or the key meant nothing more (it was for a field all the same).
    Moved,
    /// Not a key for a field.
    Unused,
}

/// Text and caret. `Debug` prints `Input(***)`.
pub struct Input {
    text: Zeroizing<String>,
    caret: usize,
}

impl Default for Input {
    fn default() -> Self {
        Self {
            text: Zeroizing::new(String::with_capacity(MAX_BYTES)),
            caret: 0,
        }
    }
}

impl std::fmt::Debug for Input {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Input(***)")
    }
}

impl Input {
    /// The text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The caret as a byte offset, always between two graphemes.
    #[must_use]
    pub fn caret(&self) -> usize {
        self.caret
    }

    /// Wipes the text.
    pub fn clear(&mut self) {
        self.text.zeroize();
        self.caret = 0;
    }

    /// Replaces the text; the caret goes to its end.
    pub fn put(&mut self, text: &str) {
        self.clear();
        self.insert(text);
    }

    /// Inserts at the caret: what can be seen of it, up to the first line end, as far as there is room. Says whether
    /// anything came in.
    pub fn insert(&mut self, text: &str) -> bool {
        let line = text.trim_matches(['\r', '\n']);
        let line = line.split(['\r', '\n']).next().unwrap_or_default();
        let before = self.text.len();
        for c in line.chars().filter(|c| !c.is_control()) {
            if self.text.len() + c.len_utf8() > MAX_BYTES {
                break;
            }
            self.text.insert(self.caret, c);
            self.caret += c.len_utf8();
        }
        self.caret = self.boundary_at_or_after(self.caret);
        self.text.len() > before
    }

    /// Takes a key.
    pub fn key(&mut self, key: &KeyEvent) -> Edit {
        let word = key.modifiers.intersects(KeyModifiers::CONTROL | KeyModifiers::ALT);
        match key.code {
            KeyCode::Char(c) if word => self.chord(c, key.modifiers),
            KeyCode::Char(c) => {
                let mut bytes = Zeroizing::new([0; 4]);
                let fits = self.insert(c.encode_utf8(bytes.as_mut_slice()));
                if fits { Edit::Changed } else { Edit::Moved }
            }
            KeyCode::Backspace if word => self.erase(self.word_left()),
            KeyCode::Backspace => self.erase(self.left()),
            KeyCode::Delete if word => self.erase(self.word_right()),
            KeyCode::Delete => self.erase(self.right()),
            KeyCode::Left if word => self.go(self.word_left()),
            KeyCode::Left => self.go(self.left()),
            KeyCode::Right if word => self.go(self.word_right()),
            KeyCode::Right => self.go(self.right()),
            KeyCode::Home => self.go(0),
            KeyCode::End => self.go(self.text.len()),
            _ => Edit::Unused,
        }
    }

    /// The letters with Control that shells have taught: ends of the line, delete a word, delete all before and after.
    fn chord(&mut self, c: char, held: KeyModifiers) -> Edit {
        if !held.contains(KeyModifiers::CONTROL) {
            return Edit::Unused;
        }
        match c {
            'a' => self.go(0),
            'e' => self.go(self.text.len()),
            'w' => self.erase(self.word_left()),
            'h' => self.erase(self.left()),
            'u' => self.erase(0),
            'k' => self.erase(self.text.len()),
            _ => Edit::Unused,
        }
    }

    fn go(&mut self, to: usize) -> Edit {
        self.caret = to;
        Edit::Moved
    }

    /// Deletes between the caret and `to`.
    fn erase(&mut self, to: usize) -> Edit {
        let (from, to) = (self.caret.min(to), self.caret.max(to));
        self.text.replace_range(from..to, "");
        self.caret = self.boundary_at_or_after(from);
        if from == to { Edit::Moved } else { Edit::Changed }
    }

    fn boundary_at_or_after(&self, offset: usize) -> usize {
        let ends = self.text.grapheme_indices(true).map(|(at, _)| at);
        ends.chain([self.text.len()]).find(|at| *at >= offset).unwrap_or(offset)
    }

    fn left(&self) -> usize {
        self.text[..self.caret]
            .grapheme_indices(true)
            .next_back()
            .map_or(0, |(at, _)| at)
    }

    fn right(&self) -> usize {
        let step = self.text[self.caret..].graphemes(true).next().map_or(0, str::len);
        self.caret + step
    }

    fn word_left(&self) -> usize {
        let before = self.text[..self.caret].trim_end();
        before
            .rfind(char::is_whitespace)
            .map_or(0, |at| self.boundary_at_or_after(at + 1))
    }

    fn word_right(&self) -> usize {
        let after = &self.text[self.caret..];
        let blanks = after.len() - after.trim_start().len();
        let word = after[blanks..]
            .find(char::is_whitespace)
            .unwrap_or(after.len() - blanks);
        self.boundary_at_or_after(self.caret + blanks + word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn press(input: &mut Input, code: KeyCode) -> Edit {
        input.key(&KeyEvent::new(code, KeyModifiers::NONE))
    }

    fn ctrl(input: &mut Input, code: KeyCode) -> Edit {
        input.key(&KeyEvent::new(code, KeyModifiers::CONTROL))
    }

    fn with(text: &str) -> Input {
        let mut input = Input::default();
        input.put(text);
        input
    }

    #[test]
    fn the_caret_steps_over_whole_letters() {
        let mut input = with("ae\u{301}漢👩‍⚕️");
        let mut stops = vec![input.caret()];
        while input.caret() > 0 {
            press(&mut input, KeyCode::Left);
            stops.push(input.caret());
        }
        assert_eq!(stops, [20, 7, 4, 1, 0]);
        press(&mut input, KeyCode::End);
        press(&mut input, KeyCode::Backspace);
        press(&mut input, KeyCode::Backspace);
        press(&mut input, KeyCode::Backspace);
        assert_eq!(input.text(), "a");
    }

    #[test]
    fn a_combining_mark_joins_the_letter_before_the_caret() {
        let mut input = with("ex");
        press(&mut input, KeyCode::Left);
        press(&mut input, KeyCode::Char('\u{301}'));
        assert_eq!(input.text(), "e\u{301}x");
        press(&mut input, KeyCode::Backspace);
        assert_eq!(input.text(), "x");
    }

    #[test]
    fn words_are_walked_and_deleted() {
        let mut input = with("sam the  second");
        ctrl(&mut input, KeyCode::Left);
        assert_eq!(input.caret(), 9);
        ctrl(&mut input, KeyCode::Char('w'));
        assert_eq!(input.text(), "sam second");
        ctrl(&mut input, KeyCode::Right);
        assert_eq!(input.caret(), 10);
        ctrl(&mut input, KeyCode::Char('u'));
        assert_eq!(input.text(), "");
        assert_eq!(ctrl(&mut input, KeyCode::Char('z')), Edit::Unused);
    }

    #[test]
    fn delete_and_home_work_from_the_front() {
        let mut input = with("xsam");
        press(&mut input, KeyCode::Home);
        assert_eq!(press(&mut input, KeyCode::Delete), Edit::Changed);
        assert_eq!(press(&mut input, KeyCode::Backspace), Edit::Moved);
        assert_eq!(input.text(), "sam");
    }

    #[test]
    fn a_paste_is_one_line_without_control_characters() {
        let mut input = Input::default();
        assert!(input.insert("\nsw\u{1b}[31mord\tfish\nrest"));
        assert_eq!(input.text(), "sw[31mordfish");
    }

    #[test]
    fn z03_the_buffer_never_moves_and_is_empty_after_clear() {
        let mut input = Input::default();
        let home = input.text.as_ptr();
        input.insert(&"漢".repeat(2_000));
        assert!(input.text().len() <= MAX_BYTES);
        assert_eq!(input.text.as_ptr(), home);
        input.clear();
        assert_eq!((input.text(), input.caret()), ("", 0));
        assert_eq!(input.text.as_ptr(), home);
    }

    #[test]
    fn z03_what_is_typed_is_not_in_debug() {
        assert_eq!(format!("{:?}", with("swordfish")), "Input(***)");
    }
}
