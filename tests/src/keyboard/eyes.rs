//! What a person sees: words, wherever lines were broken; what can be clicked; where the cursor is.

use data_encoding::BASE32_NOPAD;
use domain::totp::AppSecret;
use ratatui::buffer::Cell;
use ratatui::style::Modifier;

use super::Keyboard;

impl Keyboard {
    /// The lines of the screen as they are now, without blanks at their ends.
    #[must_use]
    pub fn lines(&self) -> Vec<String> {
        self.rows().map(|row| text(row).trim_end().to_owned()).collect()
    }

    /// The screen as it is now, once everything has happened that happens by itself.
    pub fn screen(&mut self) -> String {
        self.rest();
        self.lines().join("\n")
    }

    /// The words stand on the screen; where a line was broken does not matter.
    ///
    /// # Panics
    /// Where they do not, with the screen.
    #[track_caller]
    pub fn sees(&mut self, words: &str) {
        let screen = self.screen();
        assert!(shows(&screen, words), "{words:?} is not on\n{screen}");
    }

    /// The words stand nowhere on the screen.
    ///
    /// # Panics
    /// Where they do, with the screen.
    #[track_caller]
    pub fn does_not_see(&mut self, words: &str) {
        let screen = self.screen();
        assert!(!shows(&screen, words), "{words:?} is on\n{screen}");
    }

    /// Whether the words stand on the screen.
    pub fn shows(&mut self, words: &str) -> bool {
        shows(&self.screen(), words)
    }

    /// These words come in this order.
    ///
    /// # Panics
    /// Where they do not, with the screen.
    #[track_caller]
    pub fn sees_in_order(&mut self, words: &[&str]) {
        let screen = self.screen();
        let mut rest = flat(&screen);
        for word in words {
            let Some(at) = rest.find(word) else {
                panic!("{word:?} does not come after the ones before on\n{screen}");
            };
            rest.drain(..at + word.len());
        }
    }

    /// The recovery code that is shown, bare.
    ///
    /// # Panics
    /// Where none is shown.
    #[track_caller]
    pub fn reads_recovery_code(&mut self) -> String {
        self.sees("Your recovery code");
        let lines = self.lines();
        let letters = |line: &String| line.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        let is_code = |all: &Vec<String>| all.len() == 6 && all.iter().all(|letter| letter.chars().count() == 1);
        match lines.iter().map(letters).find(is_code) {
            Some(code) => code.concat(),
            None => panic!("no recovery code on\n{}", lines.join("\n")),
        }
    }

    /// What a phone takes off the screen while an app is set up: the secret in its groups of four.
    ///
    /// # Panics
    /// Where none is shown.
    #[track_caller]
    pub fn reads_app_secret(&mut self) -> AppSecret {
        self.rest();
        let is_group = |word: &&str| word.len() == 4 && word.bytes().all(|b| matches!(b, b'A'..=b'Z' | b'2'..=b'7'));
        let lines = self.lines();
        let groups = lines.iter().flat_map(|line| line.split_whitespace().filter(is_group));
        let secret = groups.collect::<String>();
        let bytes = BASE32_NOPAD.decode(secret.as_bytes()).ok();
        match bytes.and_then(|bytes| AppSecret::from_bytes(&bytes)) {
            Some(secret) => secret,
            None => panic!("no secret on\n{}", lines.join("\n")),
        }
    }

    /// What was copied so far, oldest first.
    #[must_use]
    pub fn copied(&self) -> &[String] {
        &self.copied
    }

    /// Whether the program was left.
    #[must_use]
    pub fn has_left(&self) -> bool {
        self.backend.is_none()
    }

    /// Whether somebody is signed in here: `Sign out` stands on the screen for nobody else.
    pub fn is_signed_in(&mut self) -> bool {
        shows(&self.screen(), "Sign out")
    }

    /// Whether this button or link has the focus.
    pub fn has_focus(&mut self, text: &str) -> bool {
        self.rest();
        self.places(text)
            .iter()
            .any(|(x, y)| self.cell(*x, *y).modifier.contains(Modifier::REVERSED))
    }

    /// The same on the line that begins with these words.
    pub fn has_focus_beside(&mut self, label: &str, wanted: &str) -> bool {
        self.rest();
        let rows: Vec<String> = self.rows().map(text).collect();
        self.places(wanted).iter().any(|(x, y)| {
            rows[usize::from(*y)].trim_start().starts_with(label)
                && self.cell(*x, *y).modifier.contains(Modifier::REVERSED)
        })
    }

    /// Whether the cursor is in the field below this label: its caret stands one column left of it.
    pub fn is_in_field(&mut self, label: &str) -> bool {
        self.rest();
        let lines = self.lines();
        let ends_there = |x: u16, y: u16| {
            let after = lines[usize::from(y)]
                .chars()
                .skip(usize::from(x))
                .skip(label.chars().count());
            after.take(2).all(|c| c == ' ')
        };
        let mut labels = self.places(label).into_iter().filter(|(x, y)| ends_there(*x, *y));
        labels.any(|(x, y)| x > 0 && usize::from(y) + 1 < lines.len() && self.cell(x - 1, y + 1).symbol() == "▌")
    }

    /// Where something that looks as if it could be chosen stands: in brackets, beside a box,
    /// underlined, reverse, or in the foot line.
    pub(super) fn find(&mut self, wanted: &str) -> (u16, u16) {
        self.rest();
        let foot = self.terminal.backend().buffer().area.bottom() - 1;
        let lines = self.lines();
        let is_box = |line: &str| ["[ ]", "[x]"].iter().any(|tick| line.trim_start().starts_with(tick));
        let looks_so = |(x, y): &(u16, u16)| {
            let look = self.cell(*x, *y).modifier;
            let bracket = *x > 1 && self.cell(*x - 2, *y).symbol() == "[";
            let is_link = look.intersects(Modifier::REVERSED | Modifier::UNDERLINED);
            bracket || *y == foot || is_link || is_box(&lines[usize::from(*y)])
        };
        match self.places(wanted).iter().find(|place| looks_so(place)) {
            Some(place) => *place,
            None => panic!("nothing to click says {wanted:?} on\n{}", lines.join("\n")),
        }
    }

    /// The first place where this text stands, whatever it looks like.
    pub(super) fn anywhere(&mut self, text: &str) -> (u16, u16) {
        self.rest();
        match self.places(text).first() {
            Some(place) => *place,
            None => panic!("no {text:?} on\n{}", self.lines().join("\n")),
        }
    }

    /// The columns of the screen in which this text begins, a line each.
    pub fn columns_of(&mut self, text: &str) -> Vec<u16> {
        self.rest();
        self.places(text).into_iter().map(|(x, _)| x).collect()
    }

    /// Below the first place where this label stands.
    pub(super) fn below(&mut self, label: &str) -> (u16, u16) {
        self.rest();
        match self.places(label).first() {
            Some((x, y)) => (*x, y + 1),
            None => panic!("no {label:?} on\n{}", self.lines().join("\n")),
        }
    }

    /// Every place where the text begins.
    fn places(&self, wanted: &str) -> Vec<(u16, u16)> {
        let mut places = Vec::new();
        for (row, y) in self.rows().zip(0..) {
            for (start, x) in (0..row.len()).zip(0..) {
                if text(&row[start..]).starts_with(wanted) {
                    places.push((x, y));
                }
            }
        }
        places
    }

    fn cell(&self, x: u16, y: u16) -> &Cell {
        &self.terminal.backend().buffer()[(x, y)]
    }

    fn rows(&self) -> impl Iterator<Item = &[Cell]> {
        let buffer = self.terminal.backend().buffer();
        buffer.content.chunks(usize::from(buffer.area.width).max(1))
    }
}

fn text(row: &[Cell]) -> String {
    row.iter().map(Cell::symbol).collect()
}

/// Everything on one line, single blanks between the words. What a QR code is painted of is no word.
fn flat(text: &str) -> String {
    let words = text.split_whitespace().filter(|word| !word.chars().all(|c| c == '▀'));
    words.collect::<Vec<_>>().join(" ")
}

fn shows(screen: &str, words: &str) -> bool {
    flat(screen).contains(&flat(words))
}
