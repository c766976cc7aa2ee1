//! A list that stands a page at a time, so that it is as quick with 10,000 lines as with ten: which part is shown, and the
//! ways to the next and the one before.

use std::ops::Range;

use crossterm::event::KeyCode;

use crate::keymap::Key;
use crate::theme::Tone;
use crate::widgets::cell::{link, text};
use crate::widgets::form::Form;

/// The key of the page before.
pub const EARLIER: Key = Key::f(7, "earlier");
/// The key of the next page.
pub const MORE: Key = Key::f(8, "more");

/// Which page of a list is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Paging {
    page: usize,
    lines: usize,
    all: usize,
}

/// The ways there are from a page of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ways {
    /// One page holds all.
    None,
    /// On the first page.
    More,
    /// On the last page.
    Earlier,
    /// In between.
    Both,
}

impl Paging {
    /// The first page of an empty list, `lines` to a page.
    #[must_use]
    pub fn new(lines: usize) -> Self {
        Self { page: 0, lines, all: 0 }
    }

    /// The list has so many lines now; a page that is gone gives way to the last one.
    pub fn holds(&mut self, all: usize) {
        self.all = all;
        self.page = self.page.min(all.saturating_sub(1) / self.lines.max(1));
    }

    /// To the page before.
    pub fn earlier(&mut self) {
        self.page = self.page.saturating_sub(1);
    }

    /// To the next page.
    pub fn more(&mut self) {
        self.page += 1;
        self.holds(self.all);
    }

    /// The lines that are shown.
    #[must_use]
    pub fn shown(self) -> Range<usize> {
        let first = self.page * self.lines;
        first..(first + self.lines).min(self.all)
    }

    /// Where one can go from here.
    #[must_use]
    pub fn ways(self) -> Ways {
        match (self.page > 0, self.shown().end < self.all) {
            (false, false) => Ways::None,
            (false, true) => Ways::More,
            (true, false) => Ways::Earlier,
            (true, true) => Ways::Both,
        }
    }

    /// Adds `6 to 10 of 212   Earlier   More`; nothing where one page holds all, and no way that leads nowhere.
    #[must_use]
    pub fn row<I: Copy + PartialEq>(self, form: Form<I>, earlier: I, more: I) -> Form<I> {
        let shown = self.shown();
        let part = format!("{} to {} of {}", shown.start + 1, shown.end, self.all);
        let part = text(Tone::Quiet, part).width(28);
        let way = |item, label: &'static str, code: KeyCode| link(item, label).key(code);
        let (earlier, more) = (way(earlier, "Earlier", EARLIER.code), way(more, "More", MORE.code));
        match self.ways() {
            Ways::None => form,
            Ways::More => form.cells([part, more]),
            Ways::Earlier => form.cells([part, earlier]),
            Ways::Both => form.cells([part, earlier, more]),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn walk(all: usize) -> Vec<(Range<usize>, Ways, usize)> {
        let mut paging = Paging::new(5);
        paging.holds(all);
        let mut seen = Vec::new();
        loop {
            let items = paging.row(Form::default(), 1_u8, 2).spots().len();
            seen.push((paging.shown(), paging.ways(), items));
            let before = paging;
            paging.more();
            if paging == before {
                return seen;
            }
        }
    }

    #[test]
    fn e02_every_line_stands_on_one_page_and_the_ends_have_one_way() {
        assert_eq!(walk(0), [(0..0, Ways::None, 0)]);
        assert_eq!(walk(5), [(0..5, Ways::None, 0)]);
        assert_eq!(walk(6), [(0..5, Ways::More, 1), (5..6, Ways::Earlier, 1)]);
        let pages = walk(11);
        assert_eq!(pages[1], (5..10, Ways::Both, 2));
        assert_eq!(pages[2], (10..11, Ways::Earlier, 1));
    }

    #[test]
    fn a_list_that_got_shorter_shows_its_last_page() {
        let mut paging = Paging::new(5);
        paging.holds(11);
        paging.more();
        paging.more();
        paging.holds(7);
        assert_eq!(paging.shown(), 5..7);
        paging.earlier();
        paging.earlier();
        assert_eq!(paging.shown(), 0..5);
        paging.holds(0);
        assert_eq!((paging.shown(), paging.ways()), (0..0, Ways::None));
    }
}
