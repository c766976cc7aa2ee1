//! The authenticator apps that work, and the advice which to take (spec M04).

use domain::time::Now;

use crate::backend::Reply;
use crate::effect::{Wish, Wishes};
use crate::keymap::{ESC, Key, TAB};
use crate::modals::apps::{ADVICE, APPS, App, HEADS, HERE};
use crate::modals::help_text::Topic;
use crate::page::Screen;
use crate::pages::{Page, flow};
use crate::theme::Tone;
use crate::widgets::cell::{link, text};
use crate::widgets::form::Form;
use crate::widgets::inputs::Inputs;
use crate::widgets::say::Say;

/// Columns of the table.
const WIDTHS: [u16; 4] = [24, 25, 12, 10];

/// The page's items.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Item {
    /// One app: what is special about it.
    App(usize),
    /// Back.
    Back,
}

/// The page.
pub struct State {
    inputs: Inputs<Item>,
}

impl State {
    /// The list.
    #[must_use]
    pub fn new() -> Self {
        Self {
            inputs: Inputs::new(Item::App(0)),
        }
    }
}

impl Default for State {
    fn default() -> Self {
        Self::new()
    }
}

fn row(form: Form<Item>, number: usize, app: &App) -> Form<Item> {
    let cell = |words, width| text(Tone::Plain, words).width(width);
    form.cells([
        link(Item::App(number), app.name).width(WIDTHS[0]),
        cell(app.runs_on, WIDTHS[1]),
        cell(app.syncs, WIDTHS[2]),
        cell(app.fills_in, WIDTHS[3]),
    ])
}

impl Screen<Page> for State {
    type Item = Item;
    const KEYS: &'static [Key] = &[ESC, TAB];
    const TOPIC: Topic = Topic::Apps;

    fn form(&self, _at: Now) -> Form<Item> {
        let heads = HEADS.iter().zip(WIDTHS);
        let heads = heads.map(|(head, width)| text(Tone::Title, *head).width(width));
        let form = Form::titled("Apps that work").column(72).cells(heads);
        let form = APPS.iter().enumerate().fold(form, |form, (n, app)| row(form, n, app));
        let note = match self.inputs.focused() {
            Some(Item::App(number)) => APPS.get(number).map_or("", |app| app.note),
            Some(Item::Back) | None => HERE,
        };
        let form = form.say(Say {
            tone: Tone::Accent,
            text: note.into(),
        });
        let form = ADVICE.iter().fold(form.gap(), |form, advice| form.text(*advice));
        form.gap().cells([link(Item::Back, "Back")])
    }

    fn inputs(&self) -> &Inputs<Item> {
        &self.inputs
    }

    fn inputs_mut(&mut self) -> &mut Inputs<Item> {
        &mut self.inputs
    }

    fn on_act(&mut self, item: Item, _at: Now) -> Wishes<Page> {
        match item {
            // Its note stands below as long as the cursor is on it.
            Item::App(_) => Vec::new(),
            Item::Back => vec![Wish::Back],
        }
    }

    fn on_reply(&mut self, reply: Reply, _at: Now) -> Wishes<Page> {
        flow::common(reply)
    }
}
