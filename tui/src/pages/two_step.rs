//! My Account ▸ 2-Step Verification (spec M02, M03, M07): the methods, and how to set them up and turn them off.

use actions::look::Account;
use domain::step_up::Act;
use domain::time::Now;

use crate::backend::{Reply, Request};
use crate::clock;
use crate::effect::{Wish, Wishes};
use crate::keymap::{ESC, Key, TAB};
use crate::modals::help_text::Topic;
use crate::page::Screen;
use crate::pages::{Page, flow, step_up};
use crate::theme::Tone;
use crate::widgets::cell::{link, text};
use crate::widgets::form::Form;
use crate::widgets::inputs::Inputs;
use crate::widgets::say::Say;

/// The page's items.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Item {
    /// `Set Up`; where texts are on, it replaces the number (spec M03).
    SetUp,
    /// `Turn off`.
    TurnOff,
    /// Back to home.
    Back,
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
            inputs: Inputs::new(Item::SetUp),
        }
    }

    fn is_on(&self) -> bool {
        self.account.default_method.is_some()
    }

    fn rows(&self, form: Form<Item>) -> Form<Item> {
        let zone = clock::zone(&self.account.time_zone);
        let name = text(Tone::Plain, "Text Message (SMS)").width(22);
        if !self.is_on() {
            return form
                .cells([
                    name,
                    text(Tone::Quiet, "not set up").width(16),
                    link(Item::SetUp, "Set Up"),
                ])
                .gap()
                .say(Say::look("2-Step Verification is off: the password is enough."));
        }
        let number = self.account.masked.clone().unwrap_or_default();
        let since = self
            .account
            .sms_since
            .map(|at| format!("since {}", clock::day(at, &zone)))
            .unwrap_or_default();
        let form = form.cells([
            name,
            text(Tone::Plain, number).width(12),
            text(Tone::Done, "Default").width(10),
            link(Item::SetUp, "Set Up"),
            link(Item::TurnOff, "Turn off"),
        ]);
        let form = form
            .cells([text(Tone::Plain, " ").width(22), text(Tone::Quiet, since)])
            .gap();
        match self.account.recovery_made {
            None => form,
            Some(at) => form.cells([
                text(Tone::Plain, "Recovery code").width(22),
                text(Tone::Quiet, format!("made {}", clock::day(at, &zone))),
            ]),
        }
    }
}

impl Screen<Page> for State {
    type Item = Item;
    const KEYS: &'static [Key] = &[ESC, TAB, Key::enter("open")];
    const TOPIC: Topic = Topic::TwoStep;

    fn form(&self, _at: Now) -> Form<Item> {
        let (tone, state) = if self.is_on() {
            (Tone::Done, "✓ on")
        } else {
            (Tone::Look, "! off")
        };
        let form = Form::default().column(72).cells([
            text(Tone::Title, "My Account ▸ 2-Step Verification").width(48),
            text(tone, state),
        ]);
        let mut form = self.rows(form.gap()).gap();
        if self.account.mails_waiting > 0 {
            form = form.say(flow::mails_waiting(self.account.mails_waiting));
        }
        form.cells([link(Item::Back, "Back")])
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
            Item::TurnOff => vec![Wish::Push(Page::StepUp(step_up::State::new(Act::TurnOff)))],
            Item::Back => vec![Wish::Back],
        }
    }

    fn on_reply(&mut self, reply: Reply, _at: Now) -> Wishes<Page> {
        match reply {
            Reply::TurnedOff => {
                let said = Wish::Notice(Say::done("2-Step Verification is off. You get an e-mail about it."));
                vec![said, Wish::Ask(Request::Account)]
            }
            Reply::StepUpFirst => vec![Wish::Push(Page::StepUp(step_up::State::new(Act::TurnOff)))],
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
}
