//! A list of any length: rows of cells under heads, one of them chosen, as many shown as there is room for.
//!
//! One item of the form, so one stop of Tab: arrows, PgUp, PgDn, Home and End move inside it (`inputs.rs`), Enter and a
//! click on a row open it. What is chosen and what was scrolled to lies in [`Place`]; the rows come from the page, which
//! makes them once and not at every drawing.

use std::cell::Cell;
use std::rc::Rc;

use crossterm::event::KeyCode;
use ratatui::style::Style;

use crate::theme::{Theme, Tone};
use crate::widgets::line::Line;
use crate::widgets::say::Say;
use crate::widgets::text::{cells, fit, wrap};

/// Lines a list keeps before anything else of its page scrolls: its head and some rows.
pub(crate) const LEAST: usize = 6;
/// Between two columns.
const APART: u16 = 2;
/// Before the first column: the mark of the chosen row.
const MARK: u16 = 2;
/// Rows a page of PgDn has before the list was ever drawn.
const UNSEEN: usize = 10;

/// One column.
#[derive(Clone, Debug)]
pub struct Column {
    head: String,
    width: u16,
    grows: bool,
    may_go: bool,
}

impl Column {
    /// A column of `width` cells; what is longer is cut with `…`.
    #[must_use]
    pub fn new(head: impl Into<String>, width: u16) -> Self {
        Self {
            head: head.into(),
            width,
            grows: false,
            may_go: false,
        }
    }

    /// Shares what room there is beyond the widths asked for.
    #[must_use]
    pub fn grows(mut self) -> Self {
        self.grows = true;
        self
    }

    /// Is left out where the screen is too narrow for all; the last such column goes first.
    #[must_use]
    pub fn may_go(mut self) -> Self {
        self.may_go = true;
        self
    }
}

/// The cells of one row, in the order of the columns.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListRow(Vec<Say>);

impl ListRow {
    /// A row without cells.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// A cell as it is.
    #[must_use]
    pub fn plain(self, text: impl Into<String>) -> Self {
        self.cell(Say::plain(text))
    }

    /// A cell with a tone, its mark before it.
    #[must_use]
    pub fn cell(mut self, say: Say) -> Self {
        self.0.push(say);
        self
    }
}

/// What a list shows.
#[derive(Clone, Debug)]
pub struct List {
    columns: Vec<Column>,
    rows: Rc<[ListRow]>,
    empty: Say,
}

impl List {
    /// A list; `empty` stands there while it has no rows.
    #[must_use]
    pub fn new(columns: Vec<Column>, rows: Rc<[ListRow]>, empty: Say) -> Self {
        Self { columns, rows, empty }
    }

    /// How many rows it has.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether it has none, and so nothing to choose.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The columns there is room for, with their widths.
    fn columns_within(&self, width: u16) -> Vec<(usize, u16)> {
        let mut shown: Vec<usize> = (0..self.columns.len()).collect();
        let needed = |shown: &[usize]| {
            let own: u16 = shown.iter().map(|at| self.columns[*at].width).sum();
            own + APART * u16::try_from(shown.len().saturating_sub(1)).unwrap_or(0) + MARK
        };
        while needed(&shown) > width {
            let Some(last) = shown.iter().rposition(|at| self.columns[*at].may_go) else {
                break;
            };
            shown.remove(last);
        }
        let growing = shown.iter().filter(|at| self.columns[**at].grows).count();
        let mut spare = width.saturating_sub(needed(&shown));
        let mut left = u16::try_from(growing).unwrap_or(0);
        let widths = shown.into_iter().map(|at| {
            let column = &self.columns[at];
            let more = if column.grows { spare / left.max(1) } else { 0 };
            (spare, left) = (spare - more, left - u16::from(column.grows));
            (at, column.width + more)
        });
        widths.collect()
    }

    /// The list as `room` lines: its head, the rows round the chosen one, nothing.
    pub(crate) fn lines(&self, place: &Place, drawn: &Drawn) -> Vec<Line> {
        let columns = self.columns_within(drawn.width);
        let mut lines = vec![self.head(&columns, drawn.theme)];
        let room = drawn.room.saturating_sub(1).max(1);
        let first = place.scrolled(self.len(), room);
        let chosen = place.chosen(self.len());
        let rows = self.rows.iter().enumerate().skip(first).take(room);
        lines.extend(rows.map(|(at, row)| self.row(row, at, chosen == Some(at), &columns, drawn)));
        if self.is_empty() {
            let style = drawn.theme.style(self.empty.tone);
            let said = wrap(&self.empty.marked(), drawn.width.saturating_sub(MARK));
            lines.extend(said.into_iter().map(|text| Line::blank().put(MARK, text, style)));
        }
        while lines.len() < drawn.room {
            lines.push(Line::blank());
        }
        lines
    }

    fn head(&self, columns: &[(usize, u16)], theme: Theme) -> Line {
        let style = theme.style(Tone::Title);
        let (mut line, mut x) = (Line::blank(), MARK);
        for (at, width) in columns {
            line = line.put(x, fit(&self.columns[*at].head, *width), style);
            x += width + APART;
        }
        line
    }

    fn row(&self, row: &ListRow, at: usize, chosen: bool, columns: &[(usize, u16)], drawn: &Drawn) -> Line {
        let (mut line, mut x) = (Line::blank(), MARK);
        if chosen {
            line = line.put(0, "▸", drawn.theme.style(Tone::Accent));
        }
        let focused = chosen && drawn.focused;
        if focused {
            let whole = " ".repeat(drawn.width.saturating_sub(MARK).into());
            line = line.put(MARK, whole, drawn.theme.focused());
        }
        for (column, width) in columns {
            if let Some(say) = row.0.get(*column) {
                let style = if focused {
                    drawn.theme.focused()
                } else {
                    drawn.style(say)
                };
                line = line.put(x, fit(&say.marked(), *width), style);
            }
            x += width + APART;
        }
        if chosen {
            line.spot(0, drawn.width, drawn.spot)
        } else {
            line.row(0, drawn.width, drawn.spot, at)
        }
    }
}

/// How a list is drawn this time.
pub(crate) struct Drawn {
    pub(crate) theme: Theme,
    pub(crate) width: u16,
    pub(crate) room: usize,
    pub(crate) focused: bool,
    pub(crate) spot: u16,
}

impl Drawn {
    fn style(&self, say: &Say) -> Style {
        self.theme.style(say.tone)
    }
}

/// Where somebody is in a list. What was drawn last is kept with it, so that PgDn goes as far as one sees.
#[derive(Clone, Debug, Default)]
pub struct Place {
    chosen: usize,
    first: Cell<usize>,
    room: Cell<usize>,
}

impl Place {
    /// The row chosen, of so many; `None` of none.
    #[must_use]
    pub fn chosen(&self, rows: usize) -> Option<usize> {
        rows.checked_sub(1).map(|last| self.chosen.min(last))
    }

    /// Chooses a row.
    pub fn choose(&mut self, row: usize) {
        self.chosen = row;
    }

    /// The first row to show, so that the chosen one is among `room`; it moves no further than it has to.
    fn scrolled(&self, rows: usize, room: usize) -> usize {
        let chosen = self.chosen(rows).unwrap_or(0);
        let least = (chosen + 1).saturating_sub(room);
        let most = rows.saturating_sub(room).min(chosen);
        let first = self.first.get().clamp(least, most.max(least));
        self.first.set(first);
        self.room.set(room);
        first
    }

    /// What a key does inside a list of so many rows; `false` where it is no key of a list, or leads out at its top.
    pub(crate) fn key(&mut self, code: KeyCode, rows: usize) -> bool {
        let Some(at) = self.chosen(rows) else {
            return false;
        };
        let page = match self.room.get() {
            0 => UNSEEN,
            room => room.saturating_sub(1).max(1),
        };
        let last = rows - 1;
        self.chosen = match code {
            KeyCode::Up if at == 0 => return false,
            KeyCode::Up => at - 1,
            KeyCode::Down => last.min(at + 1),
            KeyCode::PageUp => at.saturating_sub(page),
            KeyCode::PageDown => last.min(at + page),
            KeyCode::Home => 0,
            KeyCode::End => last,
            _ => return false,
        };
        true
    }
}

/// The width a column needs so that none of `texts` is cut.
#[must_use]
pub fn widest<'a>(texts: impl IntoIterator<Item = &'a str>) -> u16 {
    texts.into_iter().map(cells).max().unwrap_or(0)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::theme::Colours;

    const BARE: Theme = Theme {
        colours: Colours::None,
        ascii: false,
    };

    fn list(rows: usize) -> List {
        let columns = vec![
            Column::new("When", 5),
            Column::new("Who", 6).grows(),
            Column::new("Where", 8).may_go(),
        ];
        let row = |n: usize| {
            ListRow::new()
                .plain(format!("{n}"))
                .plain("漢字漢字漢字漢字")
                .plain("desk")
        };
        List::new(columns, (0..rows).map(row).collect(), Say::plain("Nothing."))
    }

    fn drawn(width: u16, room: usize) -> Drawn {
        Drawn {
            theme: BARE,
            width,
            room,
            focused: true,
            spot: 0,
        }
    }

    fn shown(list: &List, place: &Place, width: u16, room: usize) -> Vec<String> {
        let lines = list.lines(place, &drawn(width, room));
        lines.iter().map(Line::text).collect()
    }

    fn press(place: &mut Place, rows: usize, codes: &[KeyCode]) -> Option<usize> {
        for code in codes {
            place.key(*code, rows);
        }
        place.chosen(rows)
    }

    #[test]
    fn h01_a_list_fills_its_room_and_no_more() {
        let place = Place::default();
        for room in 2..12 {
            assert_eq!(shown(&list(30), &place, 40, room).len(), room);
            assert_eq!(shown(&list(3), &place, 40, room.max(4)).len(), room.max(4));
        }
    }

    #[test]
    fn h01_columns_grow_with_the_width_and_the_last_that_may_goes_first() {
        let widths = |width| list(1).columns_within(width);
        assert_eq!(widths(25), [(0, 5), (1, 6), (2, 8)]);
        assert_eq!(widths(45), [(0, 5), (1, 26), (2, 8)]);
        assert_eq!(widths(24), [(0, 5), (1, 15)]);
        assert_eq!(widths(4), [(0, 5), (1, 6)], "what is left is cut at the edge");
    }

    #[test]
    fn h01_wide_letters_are_cut_by_the_cells_they_take() {
        let lines = shown(&list(1), &Place::default(), 25, 2);
        assert_eq!(lines, ["  When   Who     Where", "▸ 0      漢字…   desk"]);
    }

    #[test]
    fn h01_the_chosen_row_is_always_among_those_shown() {
        let mut place = Place::default();
        let list = list(30);
        let moves = [
            KeyCode::PageDown,
            KeyCode::Down,
            KeyCode::End,
            KeyCode::Up,
            KeyCode::PageUp,
            KeyCode::Home,
            KeyCode::End,
        ];
        for (code, room) in moves.into_iter().zip([6, 3, 9, 2, 5, 7, 4]) {
            place.key(code, list.len());
            let lines = shown(&list, &place, 40, room);
            assert_eq!(lines.iter().filter(|line| line.starts_with('▸')).count(), 1, "{code}");
        }
    }

    #[test]
    fn h01_keys_move_by_one_by_a_screen_and_to_the_ends() {
        let mut place = Place::default();
        shown(&list(30), &place, 40, 6);
        assert_eq!(press(&mut place, 30, &[KeyCode::Down, KeyCode::Down]), Some(2));
        assert_eq!(press(&mut place, 30, &[KeyCode::PageDown]), Some(6));
        assert_eq!(press(&mut place, 30, &[KeyCode::End, KeyCode::Down]), Some(29));
        assert_eq!(press(&mut place, 30, &[KeyCode::PageUp, KeyCode::Up]), Some(24));
        assert_eq!(press(&mut place, 30, &[KeyCode::Home]), Some(0));
        assert!(!place.key(KeyCode::Up, 30), "up leads out at the top");
        assert!(!place.key(KeyCode::Down, 0), "an empty list takes no key");
    }

    #[test]
    fn h01_a_list_that_became_shorter_keeps_its_last_row() {
        let mut place = Place::default();
        place.choose(20);
        assert_eq!(place.chosen(5), Some(4));
        assert_eq!(place.chosen(0), None);
        assert_eq!(shown(&list(0), &place, 40, 3)[1], "  Nothing.");
    }
}
