//! The simulated phone and mailbox as an [`Aside`]: what its keys do. How it looks is `drawing`.
//!
//! ```text
//!   100 columns and more              fewer
//!   page │ phone, mailbox             page ◀─F8─▶ phone, mailbox
//!        F8, PgDn read mail                       PgDn reads mail
//! ```
//! An app's QR code goes before the phone where there is no room for both.
//! Mails are read like a pile of paper: on and on with PgDn, back with PgUp. `F9` asks once, then leaves; `demo` starts anew.

use std::cell::Cell;
use std::rc::Rc;
use std::sync::Arc;

use crossterm::event::{KeyCode, KeyEvent};
use domain::time::Now;
use jiff::tz::TimeZone;
use ratatui::layout::Rect;

use super::authenticator::{Held, Pocket};
use super::drawing;
use super::feed::{Feed, Latest};
use crate::aside::{Aside, Stand, Took};
use crate::clock;
use crate::keymap::Key;
use crate::page::Canvas;

/// From this width on it stands beside the page (screens: "100 columns and more").
const WIDE: u16 = 100;
/// Its width there; it takes a quarter of what there is more.
const NARROWEST: u16 = 36;
/// The widest it gets.
const WIDEST: u16 = 48;
/// Columns the page needs to show an app's QR code beside its words: while one is shown it goes before the phone.
const QR_PAGE: u16 = 79;

/// Opens and closes what is not on the screen.
pub(super) const F8: Key = Key::f(8, "read mail");
/// Starts the clinic afresh.
pub(super) const F9: Key = Key::f(9, "start afresh");
/// Reads on.
pub(super) const ON: Key = Key::new(KeyCode::PageDown, "on");
/// Reads back.
pub(super) const BACK: Key = Key::new(KeyCode::PageUp, "back");
/// Closes the mail that is read.
pub(super) const CLOSE: Key = Key::f(8, "close");

const AWAY: &[Key] = &[Key::f(8, "phone")];
const AWAY_NEW_TEXT: &[Key] = &[Key::f(8, "text")];
const AWAY_NEW_MAIL: &[Key] = &[Key::f(8, "mail")];
const OVER: &[Key] = &[CLOSE, Key::new(KeyCode::Down, "mail"), F9];

/// The mail that is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Reading {
    /// Its place, the oldest is 0: it stays when new ones arrive.
    pub(super) mail: usize,
    /// The first of its lines on the screen.
    pub(super) from: usize,
}

/// How much of a mail was drawn last: told by `drawing`, needed to read on.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Sheet {
    /// Lines the mail has.
    pub(super) lines: usize,
    /// Lines there is room for.
    pub(super) room: usize,
}

/// What the phone and mailbox have to know of their clinic.
pub(super) struct Facts {
    /// Whose phone a number is: `Sam's phone`.
    pub(super) phones: Vec<(String, String)>,
    pub(super) zone: TimeZone,
    /// What follows from starting afresh.
    pub(super) follows: String,
}

/// Phone, mailbox, and the question before a fresh start.
pub(super) struct Beside {
    pub(super) facts: Facts,
    pub(super) feed: Arc<Feed>,
    pub(super) held: Held,
    pub(super) reading: Option<Reading>,
    pub(super) is_asking: bool,
    pub(super) sheet: Cell<Sheet>,
    latest: Latest,
    pocket: Pocket,
    screen: Rect,
    is_open: bool,
    /// Texts and mails that were on the screen.
    looked_at: (usize, usize),
    afresh: Rc<Cell<bool>>,
}

impl Beside {
    /// Shows what `latest` has and what the phone has in its `pocket`; `afresh` is set when the person wants a fresh clinic.
    pub(super) fn new(facts: Facts, latest: Latest, pocket: Pocket, afresh: Rc<Cell<bool>>) -> Self {
        Self {
            facts,
            feed: latest.get(),
            held: pocket.get(),
            reading: None,
            is_asking: false,
            sheet: Cell::default(),
            latest,
            pocket,
            screen: Rect::ZERO,
            is_open: false,
            looked_at: (0, 0),
            afresh,
        }
    }

    /// Whether it stands beside the page.
    pub(super) fn is_wide(&self) -> bool {
        let width = self.screen.width;
        let is_crowded = self.held.scanned.is_some() && width.saturating_sub(own_width(width)) < QR_PAGE;
        width >= WIDE && !is_crowded
    }

    fn is_over(&self) -> bool {
        self.is_open && !self.is_wide()
    }

    /// Whether the phone is on the screen: in two columns a mail that is read takes its place.
    fn shows_the_phone(&self) -> bool {
        let is_covered = self.reading.is_some() && drawing::has_two_columns(self.screen.width);
        self.is_wide() || (self.is_open && !is_covered)
    }

    fn arrived(&self) -> (usize, usize) {
        (self.feed.texts.len(), self.feed.mails.len())
    }

    fn open_or_close(&mut self) {
        match (self.is_wide(), self.reading.take()) {
            (true, None) => self.read(self.feed.mails.len().checked_sub(1)),
            (true, Some(_)) => {}
            (false, _) => self.is_open = !self.is_open,
        }
        self.looked_at = self.arrived();
    }

    fn read(&mut self, mail: Option<usize>) {
        self.reading = mail.map(|mail| Reading { mail, from: 0 });
    }

    /// The next screenful of the mail, then the next older mail.
    fn read_on(&mut self) {
        let Sheet { lines, room } = self.sheet.get();
        match self.reading {
            None => self.read(self.feed.mails.len().checked_sub(1)),
            Some(Reading { mail, from }) if from + room < lines => {
                // One line stays, for the eye.
                let from = from + room.saturating_sub(1).max(1);
                self.reading = Some(Reading { mail, from });
            }
            Some(Reading { mail: 0, .. }) => {}
            Some(Reading { mail, .. }) => self.read(Some(mail - 1)),
        }
    }

    /// The screenful before, then the next newer mail, then the list.
    fn read_back(&mut self) {
        let Some(Reading { mail, from }) = self.reading else {
            return;
        };
        if from > 0 {
            let from = from.saturating_sub(self.sheet.get().room.saturating_sub(1).max(1));
            self.reading = Some(Reading { mail, from });
        } else {
            self.read(Some(mail + 1).filter(|newer| *newer < self.feed.mails.len()));
        }
    }

    /// A key while nothing of the page can be seen.
    fn press_over(&mut self, key: &KeyEvent) -> Took {
        match key.code {
            KeyCode::Esc | KeyCode::Enter if self.reading.is_some() => self.reading = None,
            KeyCode::Esc | KeyCode::Enter => self.open_or_close(),
            KeyCode::Down => self.read_on(),
            KeyCode::Up => self.read_back(),
            KeyCode::F(1) => {
                self.open_or_close();
                return Took::Nothing;
            }
            _ => {}
        }
        Took::Key
    }
}

/// Its width on a screen of that width.
fn own_width(screen: u16) -> u16 {
    (NARROWEST + screen.saturating_sub(WIDE) / 4).min(WIDEST)
}

impl Aside for Beside {
    fn fit(&mut self, screen: Rect) {
        self.screen = screen;
        if self.is_wide() {
            self.is_open = false;
            self.looked_at = self.arrived();
        }
    }

    fn stand(&self, body: Rect) -> Stand {
        if self.is_over() {
            return Stand::Over;
        }
        if !self.is_wide() {
            return Stand::Away;
        }
        let width = own_width(body.width);
        let page = Rect {
            width: body.width.saturating_sub(width),
            ..body
        };
        Stand::Beside {
            page,
            own: Rect {
                x: page.right(),
                width,
                ..body
            },
        }
    }

    fn keys(&self) -> &'static [Key] {
        match (self.is_wide(), self.is_open) {
            (true, _) => &[],
            (false, true) => OVER,
            (false, false) if self.feed.texts.len() > self.looked_at.0 => AWAY_NEW_TEXT,
            (false, false) if self.feed.mails.len() > self.looked_at.1 => AWAY_NEW_MAIL,
            (false, false) => AWAY,
        }
    }

    fn press(&mut self, key: &KeyEvent) -> Took {
        if std::mem::take(&mut self.is_asking) {
            match key.code {
                KeyCode::F(9) => {
                    self.afresh.set(true);
                    return Took::Leave;
                }
                KeyCode::Esc => return Took::Key,
                _ => {}
            }
        }
        match key.code {
            KeyCode::F(9) => {
                self.is_asking = true;
                self.is_open = !self.is_wide();
            }
            KeyCode::F(8) => self.open_or_close(),
            KeyCode::PageDown if self.is_wide() || self.is_open => self.read_on(),
            KeyCode::PageUp if self.is_wide() || self.is_open => self.read_back(),
            _ if self.is_over() => return self.press_over(key),
            _ => return Took::Nothing,
        }
        Took::Key
    }

    fn click(&mut self, number: u16) {
        self.read(Some(usize::from(number)).filter(|mail| *mail < self.feed.mails.len()));
    }

    fn hear(&mut self) {
        self.feed = self.latest.get();
        self.held = self.pocket.get();
        if self.is_open {
            self.looked_at = self.arrived();
        }
    }

    /// Once a second while codes are on the screen.
    fn next_tick(&self, at: Now) -> Option<i64> {
        let shows_codes = self.shows_the_phone() && self.held.has_codes(at);
        shows_codes.then(|| clock::to_next_second(at))
    }

    fn view(&self, canvas: &mut Canvas<'_>, at: Now) {
        drawing::draw(self, canvas, at);
    }
}

#[cfg(test)]
mod tests;
