//! **New password** after a temporary one (spec A07, M09): nothing else opens before.

use domain::time::Now;

use crate::backend::{Reply, Request};
use crate::effect::{Wish, Wishes};
use crate::keymap::{Key, TAB};
use crate::modals::help_text::Topic;
use crate::page::Screen;
use crate::pages::{Page, flow};
use crate::widgets::cell::button;
use crate::widgets::form::Form;
use crate::widgets::inputs::Inputs;
use crate::widgets::say::Say;

/// The page's items.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Item {
    /// `New password`.
    New,
    /// `New password again`.
    Again,
    /// `Save`.
    Save,
}

/// The page.
pub struct State {
    /// What is wrong with the first field, and with the second.
    wrong: [Option<Say>; 2],
    inputs: Inputs<Item>,
}

impl State {
    /// An empty form.
    #[must_use]
    pub fn new() -> Self {
        Self {
            wrong: [None, None],
            inputs: Inputs::new(Item::New),
        }
    }

    fn refused(&mut self, said: Say) -> Wishes<Page> {
        self.wrong = [Some(said), None];
        self.inputs.clear(Item::Again);
        self.inputs.retry(Item::New);
        Vec::new()
    }

    fn save(&mut self) -> Wishes<Page> {
        let (new, again) = (self.inputs.secret(Item::New), self.inputs.secret(Item::Again));
        if new.reveal().is_empty() {
            self.inputs.focus(Item::New);
            return Vec::new();
        }
        if new.reveal() != again.reveal() {
            self.wrong[1] = Some(if again.reveal().is_empty() {
                Say::look("Type it a second time.")
            } else {
                Say::wrong("The two are not the same: type the second one again.")
            });
            self.inputs.retry(Item::Again);
            return Vec::new();
        }
        self.wrong = [None, None];
        vec![Wish::Submit(Request::NewPassword(new))]
    }
}

impl Default for State {
    fn default() -> Self {
        Self::new()
    }
}

impl Screen<Page> for State {
    type Item = Item;
    const KEYS: &'static [Key] = &[TAB, Key::enter("save")];
    const TOPIC: Topic = Topic::NewPassword;

    fn form(&self, _at: Now) -> Form<Item> {
        Form::titled("Choose a new password")
            .text("The one you came in with was made for you. 8 letters at least; four words that do not belong together are good. Nothing else opens before.")
            .gap()
            .secret(Item::New, "New password", 40)
            .wrong(self.wrong[0].clone())
            .secret(Item::Again, "New password again", 40)
            .answer(self.wrong[1].clone())
            .gap()
            .cells([button(Item::Save, "Save")])
            .submit(Item::Save)
    }

    fn inputs(&self) -> &Inputs<Item> {
        &self.inputs
    }

    fn inputs_mut(&mut self) -> &mut Inputs<Item> {
        &mut self.inputs
    }

    fn on_act(&mut self, item: Item, _at: Now) -> Wishes<Page> {
        match item {
            Item::New | Item::Again => Vec::new(),
            Item::Save => self.save(),
        }
    }

    fn on_edit(&mut self, _item: Item, _at: Now) -> Wishes<Page> {
        self.wrong = [None, None];
        Vec::new()
    }

    fn on_reply(&mut self, reply: Reply, _at: Now) -> Wishes<Page> {
        match reply {
            Reply::Weak(why) => self.refused(Say::wrong(why)),
            Reply::Trouble(sentence) => self.refused(Say::wrong(sentence)),
            Reply::Account(account) => {
                let mut wishes = flow::enter(*account);
                wishes.push(Wish::Notice(Say::done("Your new password counts from now on.")));
                wishes
            }
            other => flow::common(other),
        }
    }

    fn on_back(&mut self, _at: Now) -> Wishes<Page> {
        Vec::new()
    }
}
