//! What can stand beside each other in one row: a button, a link, a piece of text.

use crossterm::event::KeyCode;
use ratatui::style::Style;

use crate::theme::{Theme, Tone};
use crate::widgets::countdown;
use crate::widgets::line::Line;
use crate::widgets::text::{cells, fit};

/// How a cell looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// `[ Verify ]`, reverse when focused.
    Button,
    /// Underlined, reverse when focused.
    Link,
    /// The link that is in force just now: between marks, in the accent.
    Chosen,
    /// Just text in a tone.
    Text(Tone),
}

/// One cell of a row. Made by [`button`], [`link`] and [`text`].
#[derive(Clone, Debug)]
pub struct Cell<I> {
    pub(crate) item: Option<I>,
    pub(crate) look: Look,
    pub(crate) label: String,
    pub(crate) key: Option<KeyCode>,
    pub(crate) width: Option<u16>,
    pub(crate) wait_ms: Option<i64>,
    /// Keeps the room of the marks of [`Look::Chosen`].
    one_of: bool,
}

/// A button.
pub fn button<I>(item: I, label: impl Into<String>) -> Cell<I> {
    Cell::new(Some(item), Look::Button, label.into())
}

/// A link.
pub fn link<I>(item: I, label: impl Into<String>) -> Cell<I> {
    Cell::new(Some(item), Look::Link, label.into())
}

/// A piece of text that cannot be chosen.
#[must_use]
pub fn text<I>(tone: Tone, label: impl Into<String>) -> Cell<I> {
    Cell::new(None, Look::Text(tone), label.into())
}

impl<I> Cell<I> {
    fn new(item: Option<I>, look: Look, label: String) -> Self {
        Self {
            item,
            look,
            label,
            key: None,
            width: None,
            wait_ms: None,
            one_of: false,
        }
    }

    /// A key that acts as if the cell was chosen, from anywhere on the page. It has to stand in the page's `KEYS`.
    #[must_use]
    pub fn key(mut self, code: KeyCode) -> Self {
        self.key = Some(code);
        self
    }

    /// One of several links of which one is in force: between marks where it is, between blanks where it is not, so
    /// that nothing moves.
    #[must_use]
    pub fn chosen(mut self, is_chosen: bool) -> Self {
        self.look = if is_chosen { Look::Chosen } else { Look::Link };
        self.one_of = true;
        self
    }

    /// Makes a column: the next cell begins `width` cells further, a longer label is cut.
    #[must_use]
    pub fn width(mut self, width: u16) -> Self {
        self.width = Some(width);
        self
    }

    /// Not before `ms` milliseconds have passed: shows `(in 0:21)` and cannot be chosen until then.
    #[must_use]
    pub fn not_before(mut self, ms: i64) -> Self {
        self.wait_ms = Some(ms.max(0));
        self
    }

    /// Whether it can be chosen now.
    pub(crate) fn ready(&self) -> bool {
        self.wait_ms.is_none_or(|ms| ms == 0)
    }

    /// Whether it is a button.
    pub(crate) fn is_button(&self) -> bool {
        self.look == Look::Button
    }

    /// What is drawn, without the count.
    fn shown(&self) -> String {
        let label = match self.width {
            Some(width) => fit(&self.label, width),
            None => self.label.clone(),
        };
        match self.look {
            Look::Button => format!("[ {label} ]"),
            Look::Chosen => format!("▸{label}"),
            Look::Link | Look::Text(_) => label,
        }
    }

    /// Cells it takes, the count included: its room stays when the count has ended, so that a neighbour never moves.
    pub(crate) fn room(&self) -> u16 {
        let count = if self.wait_ms.is_some() { 10 } else { 0 };
        let mark = u16::from(self.one_of && self.look != Look::Chosen);
        self.width
            .unwrap_or(cells(&self.shown()).saturating_add(count).saturating_add(mark))
    }

    /// Cells between it and the next one.
    pub(crate) fn apart(&self) -> u16 {
        match (self.width, self.one_of) {
            (Some(_), _) => 0,
            (None, true) => 1,
            (None, false) => 3,
        }
    }

    /// Adds the cell to a line at column `x`.
    pub(crate) fn put(&self, line: Line, x: u16, theme: Theme, focus: bool, spot: Option<u16>) -> Line {
        let shown = self.shown();
        let style = match (focus, self.ready(), self.look) {
            (true, _, _) => theme.focused(),
            (false, false, _) => theme.style(Tone::Quiet),
            (false, true, Look::Button) => Style::new(),
            (false, true, Look::Link) => theme.link(),
            (false, true, Look::Chosen) => theme.style(Tone::Accent),
            (false, true, Look::Text(tone)) => theme.style(tone),
        };
        let own = cells(&shown);
        let x = x + u16::from(self.one_of && self.look != Look::Chosen);
        let mut line = line.put(x, shown, style);
        if let Some(spot) = spot {
            line = line.spot(x, own, spot);
        }
        if let Some(ms) = self.wait_ms.filter(|ms| *ms > 0) {
            let rest = format!(" (in {})", countdown::shown(ms));
            line = line.put(x.saturating_add(own), rest, theme.style(Tone::Quiet));
        }
        line
    }
}
