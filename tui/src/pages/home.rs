//! The first screen of a signed-in person: the last sign-in, what needs attention and the way to mend it.

use actions::look::Account;
use domain::contact::visible;
use domain::time::Now;

use crate::backend::{Reply, Request};
use crate::clock;
use crate::effect::{Wish, Wishes};
use crate::keymap::{Key, TAB};
use crate::modals::help_text::Topic;
use crate::page::Screen;
use crate::pages::{Page, flow, step_up, two_step};
use crate::widgets::cell::{button, link};
use crate::widgets::form::Form;
use crate::widgets::inputs::Inputs;
use crate::widgets::say::Say;

use domain::step_up::Act;

/// The page's items.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Item {
    /// `Set Up`, where 2SV is off.
    SetUp,
    /// `My Account`.
    Account,
    /// `Help`.
    Help,
}

/// The page.
pub struct State {
    account: Account,
    inputs: Inputs<Item>,
}

impl State {
    /// Home of an account as loaded.
    #[must_use]
    pub fn new(account: Account) -> Self {
        let first = if account.default_method.is_none() {
            Item::SetUp
        } else {
            Item::Account
        };
        Self {
            account,
            inputs: Inputs::new(first),
        }
    }

    fn last_sign_in(&self) -> String {
        let zone = clock::zone(&self.account.time_zone);
        match (self.account.previous_at, &self.account.previous_place) {
            (None, _) => "This is your first sign-in.".into(),
            (Some(at), None) => format!("Last sign-in: {}.", clock::day_and_time(at, &zone)),
            (Some(at), Some(place)) => {
                format!("Last sign-in: {}, {}.", clock::day_and_time(at, &zone), visible(place))
            }
        }
    }

    fn whom_to_tell(&self) -> &'static str {
        match (self.account.access.is_manager(), self.account.managers.is_empty()) {
            (false, _) => "a manager",
            (true, false) => "another manager",
            (true, true) => "whoever looks after the server",
        }
    }

    fn since_then(&self) -> Say {
        match (self.account.wrong_since, self.account.unfinished_since) {
            (0, 0) => Say::done("Nothing wrong since then: no wrong code, no sign-in left unfinished."),
            (wrong, unfinished) => {
                let seen = [
                    (wrong, "wrong code"),
                    (unfinished, "sign-in with your password left unfinished"),
                ];
                let seen = seen.iter().filter(|(number, _)| *number > 0);
                let seen: Vec<String> = seen.map(|(number, what)| counted(*number, what)).collect();
                let seen = seen.join(" and ");
                Say::look(format!(
                    "Since then: {seen}. If that was not you, tell {} at once.",
                    self.whom_to_tell()
                ))
            }
        }
    }
}

fn counted(number: u32, what: &str) -> String {
    match number {
        1 => format!("1 {what}"),
        _ if what.contains("sign-in") => format!("{number} {}", what.replacen("sign-in", "sign-ins", 1)),
        _ => format!("{number} {what}s"),
    }
}

impl Screen<Page> for State {
    type Item = Item;
    const KEYS: &'static [Key] = &[TAB, Key::enter("open")];
    const TOPIC: Topic = Topic::Home;

    fn form(&self, _at: Now) -> Form<Item> {
        let mut form = Form::titled(format!("Hello, {}", visible(&self.account.name))).text(self.last_sign_in());
        if self.account.previous_at.is_some() {
            form = form.say(self.since_then());
        }
        if self.account.mails_waiting > 0 {
            form = form.say(flow::mails_waiting(self.account.mails_waiting));
        }
        form = form.gap();
        if self.account.default_method.is_none() {
            form = form
                .say(Say::look(
                    "2-Step Verification is off: whoever learns your password is in.",
                ))
                .text("With it, a code sent to your phone is asked as well. It takes two minutes.")
                .cells([button(Item::SetUp, "Set Up")])
                .gap();
        }
        form.cells([link(Item::Account, "My Account"), link(Item::Help, "Help")])
    }

    fn inputs(&self) -> &Inputs<Item> {
        &self.inputs
    }

    fn inputs_mut(&mut self) -> &mut Inputs<Item> {
        &mut self.inputs
    }

    fn on_act(&mut self, item: Item, _at: Now) -> Wishes<Page> {
        match item {
            Item::SetUp => vec![Wish::Push(Page::StepUp(step_up::State::new(Act::SetUpSms)))],
            Item::Account => vec![Wish::Push(Page::TwoStep(two_step::State::new(self.account.clone())))],
            Item::Help => vec![Wish::Help(Topic::All)],
        }
    }

    fn on_reply(&mut self, reply: Reply, _at: Now) -> Wishes<Page> {
        match reply {
            Reply::Account(account) if account.gate.is_some() => flow::enter(*account),
            Reply::Account(account) => {
                let house = flow::signed_in(&account);
                self.account = *account;
                vec![house]
            }
            other => flow::common(other),
        }
    }

    fn on_wake(&mut self, _at: Now) -> Wishes<Page> {
        vec![Wish::Ask(Request::Account)]
    }

    fn on_back(&mut self, _at: Now) -> Wishes<Page> {
        Vec::new()
    }
}
