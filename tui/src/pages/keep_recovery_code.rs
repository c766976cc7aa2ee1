//! The recovery code, to be kept (spec R02, R04, R05): nothing else opens before it was copied, saved as PDF or said to be
//! saved.

use actions::Gate;
use actions::look::Account;
use actions::save_recovery_code::Kept;
use domain::browser::PaperWay;
use domain::recovery_code::RecoveryCode;
use domain::step_up::Act;
use domain::time::Now;

use crate::backend::{Reply, Request};
use crate::effect::{Wish, Wishes};
use crate::keymap::{Key, TAB};
use crate::modals::help_text::Topic;
use crate::page::Screen;
use crate::pages::{Page, flow, recovery_code, step_up};
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
    /// `Save as PDF`.
    Pdf,
    /// `I have saved it`.
    Saved,
}

/// Why there is a code to keep.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Why {
    /// 2-step verification was just set up, or the step was left before.
    SetUp,
    /// The one before was just used (spec R04).
    Used,
    /// **Generate new**.
    Renewed,
}

/// The page.
pub struct State {
    /// The code is asked for as soon as the page stands.
    asks: bool,
    code: Option<RecoveryCode>,
    paper: Option<PaperWay>,
    /// Copied or saved, so the way on is open; the code stays on the screen.
    kept: bool,
    leaving: bool,
    /// It was copied, and the answer is awaited.
    noting: bool,
    /// The page of a pickup is, or was, over this one.
    fetching: bool,
    said: Option<Say>,
    /// A step-up beneath goes on afterwards, where the recovery code passed it.
    in_step_up: bool,
    why: Why,
    inputs: Inputs<Item>,
}

impl State {
    /// The page of a set-up.
    #[must_use]
    pub fn new() -> Self {
        Self::because(Why::SetUp)
    }

    /// The page after a sign-in by recovery code.
    #[must_use]
    pub fn after_use() -> Self {
        Self::because(Why::Used)
    }

    /// The page after a step-up by recovery code, over it.
    #[must_use]
    pub fn in_step_up() -> Self {
        Self {
            in_step_up: true,
            ..Self::because(Why::Used)
        }
    }

    /// The page of a code that was made at another terminal: it is shown once somebody asks for it here.
    #[must_use]
    pub fn elsewhere() -> Self {
        Self {
            asks: false,
            said: Some(Say::look(
                "Your recovery code was made at another terminal. Choose Copy to see it here.",
            )),
            ..Self::because(Why::SetUp)
        }
    }

    /// The page after **Generate new**.
    #[must_use]
    pub fn renewed() -> Self {
        Self::because(Why::Renewed)
    }

    fn because(why: Why) -> Self {
        Self {
            asks: true,
            code: None,
            paper: None,
            kept: false,
            leaving: false,
            noting: false,
            fetching: false,
            said: None,
            in_step_up: false,
            why,
            inputs: Inputs::new(Item::Copy),
        }
    }

    fn go_on(&mut self, account: Account) -> Wishes<Page> {
        if self.in_step_up {
            return vec![Wish::Back];
        }
        let mut wishes = flow::enter(account);
        wishes.push(Wish::Notice(Say::done(match self.why {
            Why::SetUp => "2-Step Verification is on, and your recovery code is kept.",
            Why::Used | Why::Renewed => "Your new recovery code is kept.",
        })));
        wishes
    }
}

impl Default for State {
    fn default() -> Self {
        Self::new()
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
            Some(code) => form.centered(Tone::Accent, recovery_code::spaced(code)),
        };
        let form = match self.why {
            Why::SetUp if self.kept => form
                .gap()
                .say(Say::done("2-Step Verification is on, and this code is kept.")),
            Why::SetUp => form
                .gap()
                .say(Say::done("2-Step Verification is on. Keep this code before you go on.")),
            Why::Used => form
                .gap()
                .say(Say::look("This is a new one: the one you used does not work any more.")),
            Why::Renewed => form
                .gap()
                .say(Say::look("This is a new one: the one before does not work any more.")),
        };
        let mut buttons = vec![button(Item::Copy, "Copy")];
        buttons.extend(self.paper.map(|_| button(Item::Pdf, "Save as PDF")));
        buttons.push(button(Item::Saved, "I have saved it"));
        recovery_code::with_advice(form.gap())
            .gap()
            .cells(buttons)
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
        if self.asks {
            vec![Wish::Submit(Request::ShowRecovery)]
        } else {
            Vec::new()
        }
    }

    fn on_act(&mut self, item: Item, _at: Now) -> Wishes<Page> {
        let Some(code) = &self.code else {
            return vec![Wish::Submit(Request::ShowRecovery)];
        };
        self.said = None;
        match item {
            Item::Copy if self.kept => vec![Wish::Copy(code.bare())],
            // Keys wait for the answer: nothing may be chosen between the two (S08).
            Item::Copy => {
                self.noting = true;
                vec![
                    Wish::Copy(code.bare()),
                    Wish::Submit(Request::SaveRecovery(Kept::Copied)),
                ]
            }
            Item::Pdf => vec![Wish::Submit(Request::SaveAsPdf)],
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

    fn on_reply(&mut self, reply: Reply, at: Now) -> Wishes<Page> {
        match reply {
            Reply::RecoveryCode(code, paper) => {
                self.code = Some(code);
                self.said = None;
                self.paper = paper;
                Vec::new()
            }
            Reply::SavedAs(path) => {
                self.kept = true;
                self.said = Some(recovery_code::saved_as(&path));
                Vec::new()
            }
            Reply::Offered(offer, way) => {
                self.fetching = true;
                vec![recovery_code::to_pickup(offer, way, at)]
            }
            // Kept at another terminal, or fetched, in the meantime: there is nothing left to do here.
            Reply::Account(account) if self.leaving || (self.code.is_none() && account.gate.is_none()) => {
                self.go_on(*account)
            }
            Reply::Account(account) if account.gate == Some(Gate::NewPassword) => flow::enter(*account),
            Reply::Account(account) => {
                if account.gate.is_some() && std::mem::take(&mut self.noting) {
                    // Another code has taken this one's place meanwhile: that one has to be kept.
                    return vec![Wish::Submit(Request::ShowRecovery)];
                }
                self.noting = false;
                // The cursor stays: a second Enter copies again and leaves nothing behind unseen.
                self.kept = account.gate.is_none();
                if self.kept && self.fetching {
                    self.said = Some(Say::done("Kept as PDF. Look into it before you go on."));
                    self.inputs.focus(Item::Saved);
                }
                self.fetching = false;
                Vec::new()
            }
            // This session came in by trust, or before there was a second step: who it is comes first.
            Reply::StepUpFirst => {
                self.said = Some(Say::look(
                    "It is shown once you have said again who you are: choose Copy.",
                ));
                vec![step_up::then_ask(Act::ViewRecovery, Request::ShowRecovery)]
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

    /// The page of a pickup went away, or somebody committed: it may have been fetched.
    fn on_wake(&mut self, _at: Now) -> Wishes<Page> {
        match self.code {
            Some(_) if !self.kept => vec![Wish::Ask(Request::Account)],
            None if !self.asks => vec![Wish::Ask(Request::Account)],
            Some(_) | None => Vec::new(),
        }
    }

    fn on_back(&mut self, _at: Now) -> Wishes<Page> {
        Vec::new()
    }
}
