//! A list of any length: a line of titles, rows over the width and the height that are left, one of them chosen.
//!
//! A page keeps a [`Place`], puts the list among the items of its form (`Form::list`) and draws the form with its [`Rows`]
//! (`Form::draw_with`). It is one stop of Tab; arrows, PgUp, PgDn, Home and End come to the page, which hands them on to
//! [`Place::key`]. Rows are asked for one by one as they are drawn, so that ten thousand cost no more than twenty.

use std::cell::Cell;
use std::ops::Range;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::style::Style;

use crate::theme::{Theme, Tone};
use crate::widgets::line::Line;
use crate::widgets::say::Say;
use crate::widgets::text::fit;

/// Cells before the first column: the mark of the chosen row and a blank.
const MARGIN: u16 = 2;
/// Cells between two columns.
const APART: u16 = 2;

/// One column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    title: &'static str,
    width: u16,
    grows: u16,
    from: u16,
    is_sorted: bool,
    /// What a click on the title names.
    number: Option<u16>,
}

impl Column {
    /// A column of so many cells; what is longer is cut with `…`.
    #[must_use]
    pub const fn new(title: &'static str, width: u16) -> Self {
        Self {
            title,
            width,
            grows: 0,
            from: 0,
            is_sorted: false,
            number: None,
        }
    }

    /// Takes so many parts of the room that is left.
    #[must_use]
    pub const fn grows(mut self, parts: u16) -> Self {
        self.grows = parts;
        self
    }

    /// Is shown only where the list is at least so many cells wide.
    #[must_use]
    pub const fn from(mut self, width: u16) -> Self {
        self.from = width;
        self
    }

    /// The rows are in order by it.
    #[must_use]
    pub const fn sorted(mut self, is_sorted: bool) -> Self {
        self.is_sorted = is_sorted;
        self
    }

    /// A click on the title is told as this number (`Screen::on_title`). A key has to do the same.
    #[must_use]
    pub const fn clicked_as(mut self, number: u16) -> Self {
        self.number = Some(number);
        self
    }
}

/// The rows of a list, as its page has them.
pub trait Rows {
    /// Its columns, from the left.
    fn columns(&self) -> &[Column];
    /// How many rows there are.
    fn len(&self) -> usize;
    /// One row: what stands in each of the columns, hidden ones included.
    fn row(&self, number: usize) -> Vec<Say>;
    /// Which row is chosen, and what is seen.
    fn place(&self) -> &Place;
    /// What stands there while there are no rows.
    fn nothing(&self) -> Say;
    /// Whether there is nothing to show.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// Which row is chosen and which are seen. The height is known from the drawing before.
#[derive(Clone, Debug, Default)]
pub struct Place {
    chosen: usize,
    first: Cell<usize>,
    height: Cell<usize>,
}

impl Place {
    /// The first row is chosen.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The number of the chosen row.
    #[must_use]
    pub fn chosen(&self) -> usize {
        self.chosen
    }

    /// Chooses a row; it comes into sight when the list is drawn.
    pub fn choose(&mut self, row: usize) {
        self.chosen = row;
    }

    /// The chosen row stands elsewhere now; on the screen it stays on its line, as far as there are rows before it.
    pub fn follow(&mut self, row: usize) {
        let above = self.chosen.saturating_sub(self.first.get());
        self.first.set(row.saturating_sub(above));
        self.chosen = row;
    }

    /// There are only so many rows now.
    pub fn shrink(&mut self, len: usize) {
        self.chosen = self.chosen.min(len.saturating_sub(1));
    }

    /// Takes a key that moves within a list of `len` rows; `false` for every other key.
    pub fn key(&mut self, key: &KeyEvent, len: usize) -> bool {
        if !key.modifiers.difference(KeyModifiers::SHIFT).is_empty() {
            return false;
        }
        let page = self.height.get().saturating_sub(1).max(1);
        let last = len.saturating_sub(1);
        self.chosen = match key.code {
            KeyCode::Up => self.chosen.saturating_sub(1),
            KeyCode::Down => self.chosen.saturating_add(1),
            KeyCode::PageUp => self.chosen.saturating_sub(page),
            KeyCode::PageDown => self.chosen.saturating_add(page),
            KeyCode::Home => 0,
            KeyCode::End => last,
            _ => return false,
        }
        .min(last);
        true
    }

    /// What is seen of `len` rows on `height` lines: the chosen row always, and no more blank lines than needed.
    fn seen(&self, len: usize, height: usize) -> Range<usize> {
        let height = height.max(1);
        let chosen = self.chosen.min(len.saturating_sub(1));
        let lowest = (chosen + 1).saturating_sub(height);
        let first = self.first.get().clamp(lowest, chosen);
        let first = first.min(len.saturating_sub(height));
        self.first.set(first);
        self.height.set(height);
        first..(first + height).min(len)
    }
}

/// How a list is drawn this time.
#[derive(Clone, Copy)]
pub(crate) struct Drawn {
    pub(crate) theme: Theme,
    pub(crate) width: u16,
    pub(crate) focused: bool,
    /// Its number in tab order.
    pub(crate) spot: u16,
}

/// Where the shown columns begin and how wide they are.
fn columns(all: &[Column], width: u16) -> Vec<Option<(u16, u16)>> {
    let shown = |column: &&Column| width >= column.from;
    let count = u16::try_from(all.iter().filter(shown).count()).unwrap_or(u16::MAX);
    let fixed: u16 = all.iter().filter(shown).map(|column| column.width).sum();
    let parts: u16 = all.iter().filter(shown).map(|column| column.grows).sum();
    let spare = width
        .saturating_sub(MARGIN)
        .saturating_sub(fixed)
        .saturating_sub(count.saturating_sub(1).saturating_mul(APART));
    let mut x = MARGIN;
    let place = |column: &Column| {
        if width < column.from {
            return None;
        }
        let more = spare.saturating_mul(column.grows).checked_div(parts).unwrap_or(0);
        let (begins, own) = (x, column.width + more);
        x = x.saturating_add(own).saturating_add(APART);
        Some((begins, own))
    };
    all.iter().map(place).collect()
}

/// The list in `height` lines: titles, the rows that are seen, nothing.
pub(crate) fn lines(rows: &dyn Rows, height: usize, drawn: Drawn) -> Vec<Line> {
    let places = columns(rows.columns(), drawn.width);
    let mut lines = vec![head(rows, &places, drawn)];
    let seen = rows.place().seen(rows.len(), height.saturating_sub(1));
    lines.extend(seen.map(|number| line(rows, number, &places, drawn)));
    if rows.is_empty() {
        let say = rows.nothing();
        let text = fit(&say.marked(), drawn.width.saturating_sub(MARGIN));
        lines.push(Line::blank().put(MARGIN, text, drawn.theme.style(say.tone)));
    }
    while lines.len() < height {
        lines.push(Line::blank());
    }
    lines
}

fn head(rows: &dyn Rows, places: &[Option<(u16, u16)>], drawn: Drawn) -> Line {
    let mut line = Line::blank();
    for (column, place) in rows.columns().iter().zip(places) {
        if let Some((x, width)) = *place {
            let tone = if column.is_sorted { Tone::Accent } else { Tone::Title };
            line = line.put(x, fit(column.title, width), drawn.theme.style(tone));
            if let Some(number) = column.number {
                line = line.title(x, width, number);
            }
        }
    }
    // With no row chosen, the list itself is nowhere else.
    if rows.is_empty() {
        line.spot(0, drawn.width, drawn.spot)
    } else {
        line
    }
}

fn line(rows: &dyn Rows, number: usize, places: &[Option<(u16, u16)>], drawn: Drawn) -> Line {
    let is_chosen = number == rows.place().chosen().min(rows.len().saturating_sub(1));
    let is_lit = is_chosen && drawn.focused;
    let (theme, width) = (drawn.theme, drawn.width);
    let mut line = Line::blank();
    if is_lit {
        let whole = " ".repeat(width.saturating_sub(MARGIN).into());
        line = line.put(MARGIN, whole, theme.focused());
    }
    if is_chosen {
        line = line.put(0, "▸", theme.style(Tone::Accent));
    }
    for (say, place) in rows.row(number).iter().zip(places) {
        if let Some((x, width)) = *place {
            line = line.put(x, cell(say, width), style(say, theme, is_lit));
        }
    }
    // Enter on the list means the chosen row.
    if is_chosen {
        line.spot(0, width, drawn.spot)
    } else {
        line.row(0, width, drawn.spot, number)
    }
}

fn style(say: &Say, theme: Theme, is_lit: bool) -> Style {
    if is_lit { theme.focused() } else { theme.style(say.tone) }
}

/// What is said behind its mark (colour never stands alone), cut to its column.
fn cell(say: &Say, width: u16) -> String {
    if say.text.is_empty() {
        return String::new();
    }
    fit(&say.marked(), width)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::theme::Colours;

    struct Numbers(usize, Place);

    const COLUMNS: [Column; 3] = [
        Column::new("When", 5),
        Column::new("Who", 6).grows(1),
        Column::new("Where", 8).from(27),
    ];

    impl Rows for Numbers {
        fn columns(&self) -> &[Column] {
            &COLUMNS
        }
        fn len(&self) -> usize {
            self.0
        }
        fn row(&self, number: usize) -> Vec<Say> {
            vec![
                Say::plain(number.to_string()),
                Say::plain("漢字漢字漢字漢字"),
                Say::done("desk"),
            ]
        }
        fn place(&self) -> &Place {
            &self.1
        }
        fn nothing(&self) -> Say {
            Say::look("Nobody.")
        }
    }

    fn shown(rows: &Numbers, width: u16, height: usize) -> Vec<String> {
        let theme = Theme {
            colours: Colours::None,
            ascii: false,
        };
        let drawn = Drawn {
            theme,
            width,
            focused: true,
            spot: 0,
        };
        lines(rows, height, drawn).iter().map(Line::text).collect()
    }

    fn press(place: &mut Place, code: KeyCode, len: usize) -> usize {
        assert!(place.key(&KeyEvent::from(code), len));
        place.chosen()
    }

    #[test]
    fn a01_keys_move_within_the_rows_and_stop_at_both_ends() {
        let mut place = Place::new();
        assert_eq!(place.seen(100, 10), 0..10);
        assert_eq!(press(&mut place, KeyCode::Up, 100), 0);
        assert_eq!(press(&mut place, KeyCode::Down, 100), 1);
        assert_eq!(press(&mut place, KeyCode::PageDown, 100), 10);
        assert_eq!(press(&mut place, KeyCode::PageUp, 100), 1);
        assert_eq!(press(&mut place, KeyCode::End, 100), 99);
        assert_eq!(press(&mut place, KeyCode::PageDown, 100), 99);
        assert_eq!(press(&mut place, KeyCode::Home, 100), 0);
        for code in [KeyCode::Down, KeyCode::End, KeyCode::PageDown] {
            assert_eq!(press(&mut place, code, 0), 0, "of none");
        }
        assert!(!place.key(&KeyEvent::from(KeyCode::Char('x')), 100));
        assert!(!place.key(&KeyEvent::new(KeyCode::Down, KeyModifiers::CONTROL), 100));
    }

    #[test]
    fn a01_the_chosen_row_is_always_seen_and_what_is_seen_moves_no_more_than_it_must() {
        let mut place = Place::new();
        for (chosen, seen) in [(9, 0..10), (10, 1..11), (5, 1..11), (0, 0..10), (99, 90..100)] {
            place.choose(chosen);
            assert_eq!(place.seen(100, 10), seen, "{chosen}");
        }
        assert_eq!(place.seen(100, 30), 70..100, "more room is used");
        assert_eq!(place.seen(3, 30), 0..3, "fewer rows than before");
        assert_eq!(place.seen(0, 30), 0..0);
        assert_eq!(place.seen(100, 0).len(), 1);
    }

    #[test]
    fn a01_the_chosen_row_stays_on_its_line_when_others_come_and_go() {
        let mut place = Place::new();
        place.choose(50);
        assert_eq!(place.seen(100, 10), 41..51);
        place.choose(45);
        assert_eq!(place.seen(100, 10), 41..51);
        place.follow(48);
        assert_eq!((place.seen(103, 10), place.chosen()), (44..54, 48));
        place.follow(2);
        assert_eq!(place.seen(50, 10), 0..10);
        place.shrink(1);
        assert_eq!((place.seen(1, 10), place.chosen()), (0..1, 0));
    }

    #[test]
    fn h01_columns_share_what_is_left_and_some_need_a_wide_screen() {
        assert_eq!(columns(&COLUMNS, 26), [Some((2, 5)), Some((9, 17)), None]);
        assert_eq!(columns(&COLUMNS, 27), [Some((2, 5)), Some((9, 8)), Some((19, 8))]);
        assert_eq!(columns(&COLUMNS, 45), [Some((2, 5)), Some((9, 26)), Some((37, 8))]);
        assert_eq!(columns(&COLUMNS, 4), [Some((2, 5)), Some((9, 6)), None]);
    }

    #[test]
    fn z05_wide_letters_are_cut_by_the_cells_they_take_and_columns_stay_where_they_are() {
        let lines = shown(&Numbers(2, Place::new()), 27, 4);
        let expected = [
            "  When   Who       Where",
            "▸ 0      漢字漢…   ✓ desk",
            "  1      漢字漢…   ✓ desk",
            "",
        ];
        assert_eq!(lines, expected);
        assert!(!cell(&Say::plain("a\u{1b}[2Jb"), 40).contains('\u{1b}'));
        assert_eq!(cell(&Say::done(""), 4), "", "no mark stands alone");
    }

    #[test]
    fn h01_a_list_fills_its_room_and_says_so_where_it_is_empty() {
        for height in 2..12 {
            assert_eq!(shown(&Numbers(30, Place::new()), 40, height).len(), height);
            assert_eq!(shown(&Numbers(0, Place::new()), 40, height)[1], "  ! Nobody.");
        }
    }
}
