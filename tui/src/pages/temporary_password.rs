//! A temporary password, shown once to who made it (spec A07): it leaves the screen only when that is said.

use domain::secret::Secret;
use domain::time::Now;

use crate::backend::Reply;
use crate::effect::{Wish, Wishes};
use crate::keymap::{Key, TAB};
use crate::modals::help_text::Topic;
use crate::page::Screen;
use crate::pages::{Page, flow};
use crate::theme::Tone;
use crate::widgets::cell::button;
use crate::widgets::form::Form;
use crate::widgets::inputs::Inputs;
use crate::widgets::say::Say;

/// The page's items.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Item {
    /// `Copy`.
    Copy,
    /// `I have passed it on`.
    PassedOn,
}

/// The page.
pub struct State {
    name: String,
    password: Secret<String>,
    inputs: Inputs<Item>,
}

impl State {
    /// The page of a password made for the person of that name, fit to be shown.
    #[must_use]
    pub fn new(name: String, password: Secret<String>) -> Self {
        Self {
            name,
            password,
            inputs: Inputs::new(Item::Copy),
        }
    }
}

impl Screen<Page> for State {
    type Item = Item;
    const KEYS: &'static [Key] = &[TAB, Key::enter("choose")];
    const TOPIC: Topic = Topic::OnPerson;

    fn form(&self, _at: Now) -> Form<Item> {
        Form::titled("A temporary password")
            .say(Say {
                tone: Tone::Accent,
                text: self.name.clone(),
            })
            .gap()
            .centered(Tone::Accent, self.password.reveal().as_str())
            .gap()
            .text("It is shown this once. It works for 72 hours and has to be changed at the sign-in.")
            .text("Hand it over in person or on the telephone, to somebody whose voice you know. Not by e-mail.")
            .gap()
            .cells([
                button(Item::Copy, "Copy"),
                button(Item::PassedOn, "I have passed it on"),
            ])
            .submit(Item::Copy)
    }

    fn inputs(&self) -> &Inputs<Item> {
        &self.inputs
    }

    fn inputs_mut(&mut self) -> &mut Inputs<Item> {
        &mut self.inputs
    }

    fn on_act(&mut self, item: Item, _at: Now) -> Wishes<Page> {
        match item {
            Item::Copy => vec![Wish::Copy(self.password.clone())],
            Item::PassedOn => vec![Wish::Back],
        }
    }

    fn on_reply(&mut self, reply: Reply, _at: Now) -> Wishes<Page> {
        flow::common(reply)
    }

    /// Esc would lose it.
    fn on_back(&mut self, _at: Now) -> Wishes<Page> {
        Vec::new()
    }
}
