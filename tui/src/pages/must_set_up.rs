//! A method has to be set up before anything else (spec E03): `Set Up` twice and `Sign out`, and no way past them.

use actions::Gate;
use actions::look::Account;
use domain::contact::visible;
use domain::person::Method;
use domain::time::Now;

use crate::backend::{Reply, Request};
use crate::effect::{Wish, Wishes};
use crate::keymap::{Key, TAB};
use crate::modals::help_text::Topic;
use crate::page::Screen;
use crate::pages::{Page, flow, two_step};
use crate::theme::Tone;
use crate::widgets::cell::{button, text};
use crate::widgets::form::Form;
use crate::widgets::inputs::Inputs;
use crate::widgets::say::Say;

/// The page's items.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Item {
    /// `Set Up`.
    SetUp(Method),
}

/// The page.
pub struct State {
    account: Account,
    inputs: Inputs<Item>,
}

impl State {
    /// The page of an account as loaded.
    #[must_use]
    pub fn new(account: Account) -> Self {
        Self {
            account,
            inputs: Inputs::new(Item::SetUp(Method::Sms)),
        }
    }

    /// Whom to ask where neither way is at hand.
    fn whom(&self) -> String {
        let names: Vec<String> = self.account.managers.iter().map(|name| visible(name)).collect();
        match names.as_slice() {
            [] => "whoever looks after the server".into(),
            [only] => only.clone(),
            [one, other] => format!("{one} or {other}"),
            [one, other, ..] => format!("{one}, {other} or another manager"),
        }
    }
}

impl Screen<Page> for State {
    type Item = Item;
    const KEYS: &'static [Key] = &[TAB, Key::enter("set up")];
    const TOPIC: Topic = Topic::MustSetUp;

    fn form(&self, _at: Now) -> Form<Item> {
        let way = |form: Form<Item>, method: Method, words: &'static str| {
            let label = text(Tone::Plain, method.label()).width(22);
            let below = [text(Tone::Plain, " ").width(22), text(Tone::Quiet, words)];
            form.cells([label, button(Item::SetUp(method), "Set Up")]).cells(below)
        };
        let form = Form::titled("Set up 2-Step Verification first")
            .say(Say::look(
                "This clinic requires 2-Step Verification of everybody, and you have not set it up yet.",
            ))
            .text("Choose one of the two ways. It takes two minutes; nothing else opens before. The other one can be added later.")
            .gap();
        let form = way(form, Method::Sms, "a code comes to your phone at each sign-in");
        let form = way(form, Method::App, "safer than texts, works abroad and offline");
        form.gap().text(format!(
            "No phone at hand? Sign out and ask {}: a manager can pause it for a while.",
            self.whom()
        ))
    }

    fn inputs(&self) -> &Inputs<Item> {
        &self.inputs
    }

    fn inputs_mut(&mut self) -> &mut Inputs<Item> {
        &mut self.inputs
    }

    fn on_act(&mut self, item: Item, _at: Now) -> Wishes<Page> {
        match item {
            Item::SetUp(method) => vec![two_step::set_up(method)],
        }
    }

    /// Set up at another terminal, paused or not required any more: then there is nothing in the way.
    fn on_wake(&mut self, _at: Now) -> Wishes<Page> {
        vec![Wish::Ask(Request::Account)]
    }

    fn on_reply(&mut self, reply: Reply, _at: Now) -> Wishes<Page> {
        match reply {
            Reply::Account(account) if account.gate == Some(Gate::SetUp) => {
                let house = flow::signed_in(&account);
                self.account = *account;
                vec![house]
            }
            other => flow::common(other),
        }
    }

    fn on_back(&mut self, _at: Now) -> Wishes<Page> {
        Vec::new()
    }
}
