//! The recovery code, to be kept (spec R02, R04): nothing else opens before it was copied or said to be saved.

use actions::Gate;
use actions::save_recovery_code::Kept;
use domain::recovery_code::RecoveryCode;
use domain::step_up::Act;
use domain::time::Now;

use crate::backend::{Reply, Request};
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
    /// `I have saved it`.
    Saved,
}

/// The page.
pub struct State {
    code: Option<RecoveryCode>,
    /// Copied, so the way on is open; the code stays on the screen.
    kept: bool,
    leaving: bool,
    said: Option<Say>,
    /// The act that step-up stood in front of, where the recovery code passed it.
    then: Option<Act>,
    /// It takes the place of one that was just used (spec R04).
    renewed: bool,
    inputs: Inputs<Item>,
}

impl State {
    /// The page; `then` goes on with an act afterwards.
    #[must_use]
    pub fn new(then: Option<Act>) -> Self {
        Self {
            code: None,
            kept: false,
            leaving: false,
            said: None,
            then,
            renewed: false,
            inputs: Inputs::new(Item::Copy),
        }
    }

    /// The page for a code that takes the place of one that was just used.
    #[must_use]
    pub fn renewed(then: Option<Act>) -> Self {
        Self {
            renewed: true,
            ..Self::new(then)
        }
    }

    fn go_on(&mut self, account: actions::look::Account) -> Wishes<Page> {
        match self.then {
            None => {
                let mut wishes = flow::enter(account);
                wishes.push(Wish::Notice(Say::done(
                    "2-Step Verification is on, and your recovery code is kept.",
                )));
                wishes
            }
            Some(act) => vec![Wish::Go(flow::after_step_up(act))],
        }
    }
}

impl Screen<Page> for State {
    type Item = Item;
    const KEYS: &'static [Key] = &[TAB, Key::enter("choose")];
    const TOPIC: Topic = Topic::RecoveryCode;

    fn form(&self, _at: Now) -> Form<Item> {
        let form = Form::titled("Your recovery code");
        let form = match &self.code {
            None => form.gap(),
            Some(code) => form.centered(Tone::Accent, spaced(code.grouped().reveal())),
        };
        let form = if self.renewed {
            form.gap()
                .say(Say::look("This is a new one: the one you used does not work any more."))
        } else {
            form
        };
        form.gap()
            .text("A spare key. With your password it lets you in once when your phone is lost, stolen or forgotten, without service, or when texts do not arrive. With it nobody has to remove 2-Step Verification for you.")
            .text("Keep it in a password manager, a private cloud folder or on paper in a private place. Not on a shared drive.")
            .gap()
            .cells([button(Item::Copy, "Copy"), button(Item::Saved, "I have saved it")])
            .answer(self.said.clone())
            .submit(Item::Copy)
    }

    fn inputs(&self) -> &Inputs<Item> {
        &self.inputs
    }

    fn inputs_mut(&mut self) -> &mut Inputs<Item> {
        &mut self.inputs
    }

    fn on_open(&mut self, _at: Now) -> Wishes<Page> {
        vec![Wish::Submit(Request::ShowRecovery)]
    }

    fn on_act(&mut self, item: Item, _at: Now) -> Wishes<Page> {
        let Some(code) = &self.code else {
            return vec![Wish::Submit(Request::ShowRecovery)];
        };
        match item {
            Item::Copy if self.kept => vec![Wish::Copy(code.bare())],
            // Keys wait for the answer: nothing may be chosen between the two (S08).
            Item::Copy => vec![
                Wish::Copy(code.bare()),
                Wish::Submit(Request::SaveRecovery(Kept::Copied)),
            ],
            Item::Saved => {
                self.leaving = true;
                vec![Wish::Submit(if self.kept {
                    Request::Account
                } else {
                    Request::SaveRecovery(Kept::Said)
                })]
            }
        }
    }

    fn on_reply(&mut self, reply: Reply, _at: Now) -> Wishes<Page> {
        match reply {
            Reply::RecoveryCode(code) => {
                self.code = Some(code);
                Vec::new()
            }
            // Kept at another terminal in the meantime: there is nothing left to do here.
            Reply::Account(account) if self.leaving || (self.code.is_none() && account.gate.is_none()) => {
                self.go_on(*account)
            }
            Reply::Account(account) if account.gate == Some(Gate::NewPassword) => flow::enter(*account),
            Reply::Account(_) => {
                // The cursor stays: a second Enter copies again and leaves nothing behind unseen.
                self.kept = true;
                Vec::new()
            }
            Reply::Trouble(sentence) => {
                self.leaving = false;
                self.said = Some(Say::wrong(sentence));
                match self.code {
                    Some(_) => Vec::new(),
                    None => vec![Wish::Ask(Request::Account)],
                }
            }
            other => flow::common(other),
        }
    }

    fn on_back(&mut self, _at: Now) -> Wishes<Page> {
        Vec::new()
    }
}

/// `7KQ 4MX` as `7 K Q   4 M X`: letters that cannot run into each other.
fn spaced(grouped: &str) -> String {
    grouped
        .chars()
        .map(|c| if c == ' ' { "  ".to_owned() } else { format!("{c} ") })
        .collect::<String>()
        .trim()
        .to_owned()
}
