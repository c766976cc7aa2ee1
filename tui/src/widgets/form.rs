//! The description of a page: a list of rows in tab order. Focus, keys, mouse, drawing and the next tick follow from it.
//!
//! A form is made anew from a page's facts whenever it is needed and holds nothing a person typed: that is `inputs.rs`.
//! How rows become lines is `lay.rs`.

use crossterm::event::KeyCode;

use crate::page::Canvas;
use crate::theme::Tone;
use crate::widgets::bar::Bar;
use crate::widgets::cell::Cell;
use crate::widgets::code_field;
use crate::widgets::countdown;
use crate::widgets::field::{Field, Kind};
use crate::widgets::inputs::Inputs;
use crate::widgets::lay;
use crate::widgets::list::Rows;
use crate::widgets::say::Say;

/// Width of a form that asks for no other.
const WIDTH: u16 = 68;
/// The widest column of text (screens: one column, at most 72 wide).
pub const COLUMN: u16 = 72;

/// One row.
#[derive(Clone, Debug)]
pub(crate) enum Row<I> {
    /// Distance; goes first when the screen is low.
    Gap,
    /// A sentence that wraps.
    Text(Say, Align),
    /// A field.
    Field(I, Field),
    /// A field on one line with its label, and what stands in it while it is empty.
    Inline(I, Field, &'static str),
    /// A check box.
    Tick(I, String, Option<KeyCode>),
    /// Cells beside each other.
    Cells(Vec<Cell<I>>),
    /// Where an answer stands; one line is kept free for it.
    Answer(Option<Say>),
    /// A sentence on one line, cut where it is too long.
    Line(Say),
    /// How much of something is so, over the width.
    Bar(Bar),
    /// The page's list, over the height that is left.
    List(I),
}

/// Where a text stands in the column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Align {
    Left,
    Center,
}

/// What an item is, for focus and keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    Field(Kind),
    Tick,
    /// A button or link; whether it can be chosen now.
    Press(bool),
    /// The page's list: arrows move within it.
    List,
}

/// An item in tab order.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Spot<I> {
    pub(crate) item: I,
    pub(crate) role: Role,
    pub(crate) key: Option<KeyCode>,
}

/// A page as a list of rows.
#[derive(Clone, Debug)]
pub struct Form<I> {
    pub(crate) rows: Vec<Row<I>>,
    pub(crate) width: u16,
    /// The row where "checking …" stands.
    pub(crate) answer_at: Option<usize>,
    submit: Option<I>,
    counts: Vec<i64>,
    tight: bool,
}

impl<I> Default for Form<I> {
    fn default() -> Self {
        Self {
            rows: Vec::new(),
            width: WIDTH,
            answer_at: None,
            submit: None,
            counts: Vec::new(),
            tight: false,
        }
    }
}

impl<I: Copy + PartialEq> Form<I> {
    /// A form that begins with its title and a gap.
    #[must_use]
    pub fn titled(title: impl Into<String>) -> Self {
        let title = Say {
            tone: Tone::Title,
            text: title.into(),
        };
        Self::default().row(Row::Text(title, Align::Left)).gap()
    }

    fn row(mut self, row: Row<I>) -> Self {
        self.rows.push(row);
        self
    }

    /// How wide the column is, at most 72; it stands in the middle.
    #[must_use]
    pub fn column(mut self, width: u16) -> Self {
        self.width = width.min(COLUMN);
        self
    }

    /// A list: takes the width there is.
    #[must_use]
    pub fn wide(mut self) -> Self {
        self.width = u16::MAX;
        self
    }

    /// Fields take a line less from here on: a form of many.
    #[must_use]
    pub fn tight(mut self) -> Self {
        self.tight = true;
        self
    }

    /// An empty line, which goes first when the screen is low.
    #[must_use]
    pub fn gap(self) -> Self {
        self.row(Row::Gap)
    }

    /// A paragraph.
    #[must_use]
    pub fn text(self, text: impl Into<String>) -> Self {
        self.say(Say::plain(text))
    }

    /// A paragraph with a tone.
    #[must_use]
    pub fn say(self, say: Say) -> Self {
        self.row(Row::Text(say, Align::Left))
    }

    /// The head of a part of the page.
    #[must_use]
    pub fn heading(self, text: impl Into<String>) -> Self {
        self.say(Say {
            tone: Tone::Title,
            text: text.into(),
        })
    }

    /// A line in the middle of the column: a recovery code.
    #[must_use]
    pub fn centered(self, tone: Tone, text: impl Into<String>) -> Self {
        self.row(Row::Text(
            Say {
                tone,
                text: text.into(),
            },
            Align::Center,
        ))
    }

    /// `14:31 left`, counting down.
    #[must_use]
    pub fn left(mut self, ms: i64) -> Self {
        self.counts.push(ms);
        self.text(format!("{} left", countdown::shown(ms)))
    }

    /// A field for any text; `width` is what belongs in it, in cells.
    #[must_use]
    pub fn field(self, item: I, label: impl Into<String>, width: u16) -> Self {
        self.any_field(item, Kind::Plain, label.into(), width)
    }

    /// A field for a password.
    #[must_use]
    pub fn secret(self, item: I, label: impl Into<String>, width: u16) -> Self {
        self.any_field(item, Kind::Secret, label.into(), width)
    }

    /// A field for a code of six digits; the sixth submits.
    #[must_use]
    pub fn code(self, item: I, label: impl Into<String>) -> Self {
        self.any_field(item, Kind::Code, label.into(), code_field::WIDTH)
    }

    /// A field on one line, with `hint` in it while it is empty.
    #[must_use]
    pub fn inline(self, item: I, label: impl Into<String>, width: u16, hint: &'static str) -> Self {
        let field = Field {
            kind: Kind::Plain,
            label: label.into(),
            width,
            right: None,
            below: None,
            tight: false,
        };
        self.row(Row::Inline(item, field, hint))
    }

    /// A sentence on one line, cut where it is too long.
    #[must_use]
    pub fn line(self, say: Say) -> Self {
        self.row(Row::Line(say))
    }

    /// How much of something is so, over the width.
    #[must_use]
    pub fn bar(self, bar: Bar) -> Self {
        self.row(Row::Bar(bar))
    }

    fn any_field(self, item: I, kind: Kind, label: String, width: u16) -> Self {
        let tight = self.tight;
        self.row(Row::Field(
            item,
            Field {
                kind,
                label,
                width,
                right: None,
                below: None,
                tight,
            },
        ))
    }

    /// Puts `4:37 left` at the right of the field before.
    #[must_use]
    pub fn time_left(mut self, ms: i64) -> Self {
        if let Some(Row::Field(_, field)) = self.rows.last_mut() {
            field.right = Some(format!("{} left", countdown::shown(ms)));
            self.counts.push(ms);
        }
        self
    }

    /// What is wrong with the field before.
    #[must_use]
    pub fn wrong(mut self, say: Option<Say>) -> Self {
        if let Some(Row::Field(_, field)) = self.rows.last_mut() {
            field.below = say;
        }
        self
    }

    /// Where the answer stands: under the field before, else on a line of its own. "checking …" stands there while one
    /// is awaited.
    #[must_use]
    pub fn answer(mut self, say: Option<Say>) -> Self {
        if let Some(Row::Field(_, field)) = self.rows.last_mut() {
            field.below = say;
        } else {
            self.rows.push(Row::Answer(say));
        }
        self.answer_at = Some(self.rows.len() - 1);
        self
    }

    /// A check box; its key, if any, ticks it without leaving the field and has to stand in the page's `KEYS`.
    #[must_use]
    pub fn check_box(self, item: I, label: impl Into<String>, key: Option<KeyCode>) -> Self {
        self.row(Row::Tick(item, label.into(), key))
    }

    /// Buttons, links and texts beside each other (see [`crate::widgets::cell`]).
    #[must_use]
    pub fn cells(mut self, cells: impl IntoIterator<Item = Cell<I>>) -> Self {
        let cells: Vec<Cell<I>> = cells.into_iter().collect();
        self.counts.extend(cells.iter().filter_map(|cell| cell.wait_ms));
        self.row(Row::Cells(cells))
    }

    /// The page's list (see [`crate::widgets::list`]): takes the height that is left; Enter on it chooses `item`.
    #[must_use]
    pub fn list(self, item: I) -> Self {
        self.row(Row::List(item))
    }

    /// What Enter on the last field and the sixth digit do. Left out, it is the first button of the form.
    #[must_use]
    pub fn submit(mut self, item: I) -> Self {
        self.submit = Some(item);
        self
    }

    /// The form looks different in `ms` milliseconds for a reason of its own (a wait ends).
    #[must_use]
    pub fn changes_in(mut self, ms: i64) -> Self {
        self.counts.push(ms);
        self
    }

    /// Milliseconds until the form looks different by itself.
    #[must_use]
    pub fn next_tick(&self) -> Option<i64> {
        self.counts
            .iter()
            .filter_map(|left| countdown::next_change(*left))
            .min()
    }

    /// The keys bound to items.
    #[must_use]
    pub fn bound(&self) -> Vec<KeyCode> {
        self.spots().iter().filter_map(|spot| spot.key).collect()
    }

    /// What submitting means.
    pub(crate) fn submits(&self) -> Option<I> {
        let first_button = || {
            self.rows.iter().find_map(|row| match row {
                Row::Cells(cells) => cells.iter().find(|cell| cell.is_button())?.item,
                Row::Gap
                | Row::Text(..)
                | Row::Field(..)
                | Row::Inline(..)
                | Row::Tick(..)
                | Row::Answer(_)
                | Row::Line(_)
                | Row::Bar(_)
                | Row::List(_) => None,
            })
        };
        self.submit.or_else(first_button)
    }

    /// The items in tab order.
    pub(crate) fn spots(&self) -> Vec<Spot<I>> {
        let mut spots = Vec::new();
        for row in &self.rows {
            match row {
                Row::Field(item, field) | Row::Inline(item, field, _) => {
                    spots.push(Spot {
                        item: *item,
                        role: Role::Field(field.kind),
                        key: None,
                    });
                }
                Row::Tick(item, _, key) => {
                    spots.push(Spot {
                        item: *item,
                        role: Role::Tick,
                        key: *key,
                    });
                }
                Row::Cells(cells) => spots.extend(cells.iter().filter_map(|cell| {
                    let role = Role::Press(cell.ready());
                    cell.item.map(|item| Spot {
                        item,
                        role,
                        key: cell.key,
                    })
                })),
                Row::List(item) => {
                    spots.push(Spot {
                        item: *item,
                        role: Role::List,
                        key: None,
                    });
                }
                Row::Gap | Row::Text(..) | Row::Answer(_) | Row::Line(_) | Row::Bar(_) => {}
            }
        }
        spots
    }

    /// Draws the form with what was typed into the canvas.
    pub fn draw(&self, inputs: &Inputs<I>, canvas: &mut Canvas<'_>) {
        lay::draw(self, inputs, None, canvas);
    }

    /// The same with the rows of its list.
    pub fn draw_with(&self, inputs: &Inputs<I>, rows: Option<&dyn Rows>, canvas: &mut Canvas<'_>) {
        lay::draw(self, inputs, rows, canvas);
    }
}
