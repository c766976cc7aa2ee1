//! A page drawn as the app draws it, to be looked at: its cells, what can be clicked, the cursor.

use domain::time::Now;
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::{Position, Rect};

use super::Page;
use crate::house::House;
use crate::page::{Canvas, Hits, PageSet, Target};
use crate::testing::{AT, THEME};
use crate::theme::Theme;
use crate::widgets::{Bands, draw_bands};

/// What is on the screen.
pub(super) struct Sheet {
    pub(super) buffer: Buffer,
    pub(super) cursor: Option<Position>,
    /// Where the page itself goes.
    pub(super) body: Rect,
    hits: Hits,
}

impl Sheet {
    /// The page at this size, with colours, at [`AT`].
    pub(super) fn of(page: &Page, house: &House, size: (u16, u16)) -> Self {
        Self::at(page, house, THEME, size, AT)
    }

    pub(super) fn at(page: &Page, house: &House, theme: Theme, (width, height): (u16, u16), at: Now) -> Self {
        let area = Rect::new(0, 0, width, height);
        let (mut buffer, mut hits) = (Buffer::empty(area), Hits::default());
        let live = page.live();
        let mut canvas = Canvas {
            buffer: &mut buffer,
            area,
            theme,
            house,
            busy: None,
            hits: &mut hits,
            cursor: None,
        };
        let bands = Bands {
            keys: live.keys(),
            typing: live.typing(at),
            in_head: live.in_head(),
            is_whole: live.is_whole(),
            wall_ms: at.wall_ms,
        };
        draw_bands(&bands, &mut canvas);
        let body = canvas.area;
        live.view(&mut canvas, at);
        let cursor = canvas.cursor;
        theme.plain(&mut buffer);
        Self {
            buffer,
            cursor,
            body,
            hits,
        }
    }

    /// Line by line, blanks at the end cut.
    pub(super) fn lines(&self) -> Vec<String> {
        let width = usize::from(self.buffer.area.width).max(1);
        let line = |cells: &[Cell]| cells.iter().map(Cell::symbol).collect::<String>();
        let rows = self.buffer.content.chunks(width);
        rows.map(|row| line(row).trim_end().to_owned()).collect()
    }

    pub(super) fn text(&self) -> String {
        self.lines().join("\n")
    }

    /// On one line, single blanks.
    pub(super) fn flat(&self) -> String {
        flat(&self.text())
    }

    /// The lines of the page itself that have something on them, without the blanks round it.
    pub(super) fn body_lines(&self) -> Vec<String> {
        let lines = self.lines();
        let body = &lines[usize::from(self.body.y)..usize::from(self.body.bottom())];
        let filled = body.iter().map(|line| line.trim().to_owned());
        filled.filter(|line| !line.is_empty()).collect()
    }

    /// What a click on a cell meets.
    pub(super) fn hit(&self, x: u16, y: u16) -> Option<Target> {
        self.hits.at(x, y)
    }

    /// Whether the item with this number can be clicked somewhere.
    pub(super) fn shows(&self, spot: usize) -> bool {
        let all = self.buffer.area.positions();
        let wanted = u16::try_from(spot).map(Target::Spot).ok();
        all.into_iter()
            .any(|at| wanted.is_some() && self.hit(at.x, at.y) == wanted)
    }
}

/// One line, single blanks.
pub(super) fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
