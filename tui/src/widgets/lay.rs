//! From rows to lines to cells: wrapping, the column in the middle, and what goes when the screen is low.
//!
//! Gaps go first, from the bottom; what is still too much scrolls so that the focused item is seen. A list takes the lines
//! that are left over.

use crossterm::event::KeyCode;
use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::page::Canvas;
use crate::theme::Theme;
use crate::widgets::cell::Cell;
use crate::widgets::field;
use crate::widgets::form::{Align, Form, Row};
use crate::widgets::inputs::Inputs;
use crate::widgets::line::Line;
use crate::widgets::list::{self, Drawn, Rows};
use crate::widgets::say::Say;
use crate::widgets::text::{cells, fit, wrap};

/// Lines of a usual page. Up to so many, and some more, it begins on the same row, so that nothing above a sentence moves
/// when it comes or goes, and titles do not jump from page to page.
const USUAL: usize = 15;
/// Lines of a list, its titles included, that come before gaps.
const LIST: usize = 9;
/// Lines of a list without which it is no list.
const LEAST: usize = 2;

/// The lines of a form and which of them the focused item takes.
struct Laid {
    lines: Vec<Line>,
    focus: std::ops::Range<usize>,
    /// Before which line the list goes, whether it has the focus, its number in tab order.
    list: Option<(usize, bool, u16)>,
}

/// Draws a form.
pub(crate) fn draw<I: Copy + PartialEq>(
    form: &Form<I>,
    inputs: &Inputs<I>,
    rows: Option<&dyn Rows>,
    canvas: &mut Canvas<'_>,
) {
    let area = canvas.area;
    let width = form.width.min(area.width.saturating_sub(2)).max(area.width.min(1));
    let mut laid = lay(form, inputs, canvas, width);
    let wanted = laid.list.map_or(0, |_| LIST);
    squeeze(&mut laid, usize::from(area.height).saturating_sub(wanted));
    if let Some(rows) = rows {
        put_rows(&mut laid, rows, canvas, width);
    }
    let start = scroll(&laid, area.height.into());
    let shown = laid.lines.len().saturating_sub(start).min(area.height.into());
    let spare = usize::from(area.height) - shown;
    let lowest = if laid.list.is_some() { 0 } else { spare };
    let top = lowest.min(usize::from(area.height).saturating_sub(USUAL) / 3);
    let top = area.y + u16::try_from(top).unwrap_or(0);
    let left = area.x + (area.width - width) / 2;
    for (line, y) in laid.lines[start..start + shown].iter().zip(top..) {
        line.draw(Rect::new(left, y, width, 1), canvas);
    }
}

/// Takes gaps out, the last first, until the rest fits.
fn squeeze(laid: &mut Laid, height: usize) {
    while laid.lines.len() > height {
        let Some(gap) = laid.lines.iter().rposition(|line| line.gap) else {
            return;
        };
        laid.lines.remove(gap);
        if gap < laid.focus.start {
            laid.focus = laid.focus.start - 1..laid.focus.end - 1;
        }
        if let Some((place, ..)) = laid.list.as_mut().filter(|(place, ..)| gap < *place) {
            *place -= 1;
        }
    }
}

/// Puts the list into the room that is left; where there is hardly any, what stands below it gives way.
fn put_rows(laid: &mut Laid, rows: &dyn Rows, canvas: &Canvas<'_>, width: u16) {
    let Some((place, focused, spot)) = laid.list else {
        return;
    };
    let height = usize::from(canvas.area.height);
    let height = height.saturating_sub(laid.lines.len()).max(LEAST);
    let drawn = Drawn {
        theme: canvas.theme,
        width,
        focused,
        spot,
    };
    let lines = list::lines(rows, height, drawn);
    let count = lines.len();
    laid.lines.splice(place..place, lines);
    if focused {
        laid.focus.end += count;
    } else if laid.focus.start >= place {
        laid.focus = laid.focus.start + count..laid.focus.end + count;
    }
}

/// The first line to show.
fn scroll(laid: &Laid, height: usize) -> usize {
    let most = laid.lines.len().saturating_sub(height);
    let below = laid.focus.end.saturating_sub(height);
    below.min(laid.focus.start).min(most)
}

fn lay<I: Copy + PartialEq>(form: &Form<I>, inputs: &Inputs<I>, canvas: &Canvas<'_>, width: u16) -> Laid {
    let focus = inputs.position(&form.spots());
    let mut laid = Laid {
        lines: Vec::new(),
        focus: 0..0,
        list: None,
    };
    let mut spot = 0;
    for (number, row) in form.rows.iter().enumerate() {
        let first = spot;
        let busy = canvas
            .busy
            .filter(|_| form.answer_at == Some(number))
            .map(|busy| busy.say());
        let ticked = |item| inputs.ticked(item);
        let mut here = Here {
            theme: canvas.theme,
            width,
            focus,
            spot: &mut spot,
        };
        let lines = match row {
            Row::Gap => vec![Line::gap()],
            Row::Text(say, align) => here.text(say, *align),
            Row::Field(item, own) => {
                let mut own = own.clone();
                own.below = busy.or(own.below);
                let (focused, spot) = here.next();
                own.lines(inputs.input(*item), focused, canvas.theme, width, spot)
            }
            Row::Inline(item, own, hint) => {
                let (focused, spot) = here.next();
                vec![own.inline(hint, inputs.input(*item), focused, canvas.theme, spot)]
            }
            Row::Line(say) => {
                let text = fit(&say.marked(), width.saturating_sub(1));
                vec![Line::blank().put(1, text, here.theme.style(say.tone))]
            }
            Row::Bar(bar) => vec![bar.line(here.theme, width)],
            Row::Tick(item, label, key) => here.check_box(label, *key, ticked(*item)),
            Row::Cells(all) => here.cells(all),
            Row::Answer(say) => field::below(busy.as_ref().or(say.as_ref()), here.theme, width),
            Row::List(_) => {
                let (focused, spot) = here.next();
                laid.list = Some((laid.lines.len(), focused, spot));
                Vec::new()
            }
        };
        let begin = laid.lines.len();
        laid.lines.extend(lines);
        if focus.is_some_and(|focus| (first..spot).contains(&focus)) {
            laid.focus = begin..laid.lines.len();
        }
    }
    laid
}

/// What a row needs to know about where it stands.
struct Here<'a> {
    theme: Theme,
    width: u16,
    focus: Option<usize>,
    /// Number of the next item in tab order.
    spot: &'a mut usize,
}

impl Here<'_> {
    /// Takes the next number: whether it is focused, and itself.
    fn next(&mut self) -> (bool, u16) {
        let own = *self.spot;
        *self.spot += 1;
        (self.focus == Some(own), u16::try_from(own).unwrap_or(u16::MAX))
    }

    fn text(self, say: &Say, align: Align) -> Vec<Line> {
        let style = self.theme.style(say.tone);
        let room = self.width.saturating_sub(1);
        let lines = wrap(&say.marked(), room).into_iter();
        lines
            .map(|text| {
                let x = match align {
                    Align::Left => 1,
                    Align::Center => 1 + room.saturating_sub(cells(&text)) / 2,
                };
                Line::blank().put(x, text, style)
            })
            .collect()
    }

    fn check_box(mut self, label: &str, key: Option<KeyCode>, ticked: bool) -> Vec<Line> {
        let (focused, spot) = self.next();
        let sign = if ticked { "[x]" } else { "[ ]" };
        let style = if focused { self.theme.focused() } else { Style::new() };
        let label = key.map_or_else(|| label.to_owned(), |key| format!("{key}  {label}"));
        let mut lines = Vec::new();
        for (n, text) in wrap(&label, self.width.saturating_sub(5)).into_iter().enumerate() {
            let line = if n == 0 {
                Line::blank().put(1, sign, style)
            } else {
                Line::blank()
            };
            let line = line.put(5, text, Style::new());
            let end = line.end();
            lines.push(line.spot(1, end.saturating_sub(1), spot));
        }
        lines
    }

    fn cells<I: Copy + PartialEq>(mut self, all: &[Cell<I>]) -> Vec<Line> {
        let (mut lines, mut line, mut x) = (Vec::new(), Line::blank(), 1_u16);
        for cell in all {
            let room = cell.room();
            if x > 1 && x.saturating_add(room) > self.width {
                lines.push(std::mem::take(&mut line));
                x = 1;
            }
            let (focused, spot) = match cell.item {
                Some(_) => {
                    let (focused, spot) = self.next();
                    (focused, Some(spot))
                }
                None => (false, None),
            };
            line = cell.put(line, x, self.theme, focused, spot);
            x = x.saturating_add(room).saturating_add(cell.apart());
        }
        lines.push(line);
        lines
    }
}
