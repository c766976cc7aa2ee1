//! One line of a page before it is drawn: pieces of text at columns, what of it can be clicked, where the cursor is.

use domain::contact::visible;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

use crate::page::{Canvas, Target};
use crate::widgets::text::cells;

/// A line. Columns count from the left edge of the form.
#[derive(Clone, Debug, Default)]
pub struct Line {
    pieces: Vec<(u16, String, Style)>,
    spots: Vec<(u16, u16, Target)>,
    /// Column of the terminal's cursor.
    pub cursor: Option<u16>,
    /// Nothing but distance: the first to go when the screen is low.
    pub gap: bool,
}

impl Line {
    /// An empty line that stays.
    #[must_use]
    pub fn blank() -> Self {
        Self::default()
    }

    /// An empty line that may go.
    #[must_use]
    pub fn gap() -> Self {
        Self {
            gap: true,
            ..Self::default()
        }
    }

    /// Adds text at a column, control characters made visible (Z05).
    #[must_use]
    pub fn put(mut self, x: u16, text: impl AsRef<str>, style: Style) -> Self {
        self.pieces.push((x, visible(text.as_ref()), style));
        self
    }

    /// Makes `width` cells from column `x` clickable as item `spot`.
    #[must_use]
    pub fn spot(mut self, x: u16, width: u16, spot: u16) -> Self {
        self.spots.push((x, width, Target::Spot(spot)));
        self
    }

    /// Makes `width` cells from column `x` clickable as row `row` of the list that is item `spot`.
    #[must_use]
    pub fn row(mut self, x: u16, width: u16, spot: u16, row: usize) -> Self {
        self.spots.push((x, width, Target::Row(spot, row)));
        self
    }

    /// Makes `width` cells from column `x` clickable as a title of the list's columns.
    #[must_use]
    pub fn title(mut self, x: u16, width: u16, number: u16) -> Self {
        self.spots.push((x, width, Target::Title(number)));
        self
    }

    /// Sets the cursor.
    #[must_use]
    pub fn cursor(mut self, x: Option<u16>) -> Self {
        self.cursor = x;
        self
    }

    /// The column after the last piece.
    #[must_use]
    pub fn end(&self) -> u16 {
        self.pieces
            .iter()
            .map(|(x, text, _)| x.saturating_add(cells(text)))
            .max()
            .unwrap_or(0)
    }

    /// Draws the line into a row of one cell's height.
    pub fn draw(&self, row: Rect, canvas: &mut Canvas<'_>) {
        let row = row.intersection(canvas.buffer.area);
        if row.is_empty() {
            return;
        }
        for (x, text, style) in &self.pieces {
            if let Some(room) = row.width.checked_sub(*x).filter(|room| *room > 0) {
                canvas.buffer.set_stringn(row.x + x, row.y, text, room.into(), *style);
            }
        }
        for (x, width, target) in &self.spots {
            let area = Rect::new(row.x.saturating_add(*x), row.y, *width, 1).intersection(row);
            canvas.hits.add(area, *target);
        }
        if let Some(x) = self.cursor.filter(|x| *x < row.width) {
            canvas.cursor = Some(Position::new(row.x + x, row.y));
        }
    }

    /// What stands in the line, blanks at its end cut. For tests.
    #[cfg(test)]
    pub(crate) fn text(&self) -> String {
        use ratatui::buffer::Buffer;
        let area = Rect::new(0, 0, self.end(), 1);
        let mut buffer = Buffer::empty(area);
        for (x, text, style) in &self.pieces {
            buffer.set_string(*x, 0, text, *style);
        }
        let mut whole = String::new();
        let mut hidden = 0;
        for cell in &buffer.content {
            if hidden == 0 {
                whole.push_str(cell.symbol());
                hidden = cells(cell.symbol()).max(1);
            }
            hidden -= 1;
        }
        whole.trim_end().to_owned()
    }
}
