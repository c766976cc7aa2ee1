//! **Use recovery code instead** (spec R03, R06, L04), at the sign-in and at a step-up.

use actions::Gate;
use domain::sign_in::Outcome;
use domain::time::Now;

use crate::backend::{Reply, Request};
use crate::effect::{Wish, Wishes};
use crate::keymap::{ESC, Key};
use crate::modals::help_text::Topic;
use crate::page::Screen;
use crate::pages::{Page, code, flow, keep_recovery_code};
use crate::widgets::cell::button;
use crate::widgets::form::Form;
use crate::widgets::inputs::Inputs;
use crate::widgets::say::Say;

/// The page's items.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Item {
    /// `Recovery code`.
    Code,
    /// `Verify`.
    Verify,
}

/// The page.
pub struct State {
    door: code::Door,
    said: Option<Say>,
    inputs: Inputs<Item>,
}

impl State {
    /// An empty field.
    #[must_use]
    pub fn new(door: code::Door) -> Self {
        Self {
            door,
            said: None,
            inputs: Inputs::new(Item::Code),
        }
    }

    fn refused(&mut self, said: Say) -> Wishes<Page> {
        self.said = Some(said);
        self.inputs.retry(Item::Code);
        Vec::new()
    }
}

impl Screen<Page> for State {
    type Item = Item;
    const KEYS: &'static [Key] = &[ESC, Key::enter("verify")];
    const TOPIC: Topic = Topic::UseRecoveryCode;

    fn form(&self, _at: Now) -> Form<Item> {
        Form::titled("Use your recovery code")
            .text("Six letters and digits. Blanks, dashes, small or capital letters do not matter.")
            .gap()
            .field(Item::Code, "Recovery code", 12)
            .answer(self.said.clone())
            .gap()
            .cells([button(Item::Verify, "Verify")])
            .gap()
            .text("It works once. You are shown a new one at once, and an e-mail tells you that it was used.")
            .submit(Item::Verify)
    }

    fn inputs(&self) -> &Inputs<Item> {
        &self.inputs
    }

    fn inputs_mut(&mut self) -> &mut Inputs<Item> {
        &mut self.inputs
    }

    fn on_act(&mut self, item: Item, _at: Now) -> Wishes<Page> {
        match item {
            Item::Code => Vec::new(),
            Item::Verify => {
                self.said = None;
                let typed = self.inputs.secret(Item::Code);
                vec![Wish::Submit(match self.door {
                    code::Door::StepUp(_) => Request::StepUpRecovery(typed),
                    code::Door::SignIn | code::Door::SetUp { .. } => Request::Recovery(typed),
                })]
            }
        }
    }

    fn on_edit(&mut self, _item: Item, _at: Now) -> Wishes<Page> {
        self.said = None;
        Vec::new()
    }

    fn on_reply(&mut self, reply: Reply, _at: Now) -> Wishes<Page> {
        match reply {
            Reply::NotACode(sentence) => self.refused(Say::look(sentence)),
            Reply::Trouble(sentence) => self.refused(Say::wrong(sentence)),
            Reply::Judged {
                outcome: Outcome::Passed(_),
                ..
            } => match self.door {
                code::Door::StepUp(_) => {
                    vec![Wish::Go(
                        Page::KeepRecoveryCode(keep_recovery_code::State::in_step_up()),
                    )]
                }
                code::Door::SignIn | code::Door::SetUp { .. } => Vec::new(),
            },
            Reply::Judged {
                outcome: Outcome::SignInAgain,
                ..
            } => flow::sign_in_again(flow::said(&Outcome::SignInAgain)),
            Reply::Judged { outcome, .. } => self.refused(flow::said(&outcome)),
            Reply::Account(account) if account.gate == Some(Gate::SaveRecovery) => {
                flow::enter_at(&account, Page::KeepRecoveryCode(keep_recovery_code::State::after_use()))
            }
            other => flow::common(other),
        }
    }
}
