//! Asks before something dangerous: who is meant, what follows, and a button that says the act.
//!
//! The act is a value: a request that is sent for the page beneath, which gets the answer. The cursor starts on
//! `Cancel`. Own password and code are not asked here: that is the step-up's page.

use domain::time::Now;

use crate::effect::{Wish, Wishes};
use crate::keymap::{ESC, Key, TAB};
use crate::modals::help_text::Topic;
use crate::page::{PageSet, Screen};
use crate::theme::Tone;
use crate::widgets::cell::button;
use crate::widgets::form::Form;
use crate::widgets::inputs::Inputs;
use crate::widgets::say::Say;

/// What the dialog says.
#[derive(Clone, Debug)]
pub struct Act {
    /// The act as a question or a title: `Turn off 2-Step Verification?`
    pub title: String,
    /// Who is meant, by name.
    pub person: String,
    /// What follows, one paragraph each.
    pub follows: Vec<String>,
    /// The button: the act itself, never OK.
    pub button: String,
}

/// The dialog's items.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Item {
    /// Leave all as it is.
    Cancel,
    /// Do it.
    Act,
}

/// The dialog.
pub struct State<P: PageSet> {
    act: Act,
    request: Option<P::Request>,
    inputs: Inputs<Item>,
}

impl<P: PageSet> State<P> {
    /// A dialog that sends `request` once the act is chosen.
    #[must_use]
    pub fn new(act: Act, request: P::Request) -> Self {
        Self {
            act,
            request: Some(request),
            inputs: Inputs::new(Item::Cancel),
        }
    }
}

impl<P: PageSet> Screen<P> for State<P> {
    type Item = Item;
    const KEYS: &'static [Key] = &[ESC, TAB];
    const TOPIC: Topic = Topic::All;

    fn form(&self, _at: Now) -> Form<Item> {
        let person = Say {
            tone: Tone::Accent,
            text: self.act.person.clone(),
        };
        let mut form = Form::titled(&self.act.title).say(person).gap();
        for follows in &self.act.follows {
            form = form.text(follows).gap();
        }
        form.cells([button(Item::Cancel, "Cancel"), button(Item::Act, &self.act.button)])
    }

    fn inputs(&self) -> &Inputs<Item> {
        &self.inputs
    }

    fn inputs_mut(&mut self) -> &mut Inputs<Item> {
        &mut self.inputs
    }

    fn on_act(&mut self, item: Item, _at: Now) -> Wishes<P> {
        match (item, self.request.take()) {
            (Item::Act, Some(request)) => vec![Wish::Back, Wish::Submit(request)],
            (Item::Cancel, _) | (Item::Act, None) => vec![Wish::Back],
        }
    }
}
