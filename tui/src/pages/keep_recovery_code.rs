//! The recovery code, to be kept (spec R02, R04, R05): nothing else opens before it was copied, saved as PDF or said to be
//! saved.

use actions::Gate;
use actions::look::Account;
use actions::save_recovery_code::Kept;
use domain::browser::PaperWay;
use domain::recovery_code::RecoveryCode;
use domain::step_up::Act;
use domain::time::Now;

use crate::backend::{Done, Reply, Request};
use crate::effect::{Wish, Wishes};
use crate::keymap::{Key, TAB};
use crate::modals::help_text::Topic;
use crate::page::Screen;
use crate::pages::{Page, flow, recovery_code, saving, step_up};
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
    /// It was made at another terminal: it is shown here once somebody asks for it, not by itself (spec M10).
    Elsewhere,
    /// The one before was just used (spec R04).
    Used,
    /// **Generate new**.
    Renewed,
}

/// The page.
pub struct State {
    code: Option<RecoveryCode>,
    paper: Option<PaperWay>,
    /// Copied or saved, so the way on is open; the code stays on the screen.
    kept: bool,
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
        Self::because(Why::Elsewhere)
    }

    /// The page after **Generate new**.
    #[must_use]
    pub fn renewed() -> Self {
        Self::because(Why::Renewed)
    }

    fn because(why: Why) -> Self {
        Self {
            code: None,
            paper: None,
            kept: false,
            fetching: false,
            said: None,
            in_step_up: false,
            why,
            inputs: Inputs::new(Item::Copy),
        }
    }

    /// The account as it is by now, whatever was chosen here meanwhile.
    fn follow(&mut self, account: Account) -> Wishes<Page> {
        match account.gate {
            Some(Gate::NewPassword | Gate::SetUp) => flow::enter(account),
            Some(Gate::SaveRecovery) => Vec::new(),
            // Kept at another terminal before this one has shown it: there is nothing left to do here.
            None if self.code.is_none() => self.go_on(account),
            None => {
                self.kept = true;
                if std::mem::take(&mut self.fetching) {
                    self.said = Some(Say::done("Kept as PDF. Look into it before you go on."));
                    self.inputs.focus(Item::Saved);
                }
                Vec::new()
            }
        }
    }

    fn go_on(&mut self, account: Account) -> Wishes<Page> {
        if self.in_step_up {
            return vec![Wish::Back];
        }
        let mut wishes = flow::enter(account);
        wishes.push(Wish::Notice(Say::done(match self.why {
            Why::SetUp | Why::Elsewhere => "2-Step Verification is on, and your recovery code is kept.",
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
            Why::Elsewhere if self.code.is_none() => form.say(Say::look(
                "It was made at another terminal. Choose Copy to see it here.",
            )),
            Why::SetUp | Why::Elsewhere if self.kept => form
                .gap()
                .say(Say::done("2-Step Verification is on, and this code is kept.")),
            Why::SetUp | Why::Elsewhere => form
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
        match self.why {
            Why::SetUp | Why::Used | Why::Renewed => vec![Wish::Submit(Request::ShowRecovery)],
            Why::Elsewhere => Vec::new(),
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
            Item::Copy => vec![
                Wish::Copy(code.bare()),
                Wish::Submit(Request::SaveRecovery(Kept::Copied)),
            ],
            Item::Pdf => vec![Wish::Submit(saving::recovery_code())],
            Item::Saved => vec![Wish::Submit(Request::SaveRecovery(Kept::Said))],
        }
    }

    fn on_reply(&mut self, reply: Reply, at: Now) -> Wishes<Page> {
        match reply {
            Reply::RecoveryCode(code, paper) => {
                let before = self.code.replace(code);
                self.kept = false;
                self.said = before.map(|_| Say::look("Another one was made meanwhile: this is the one to keep."));
                self.paper = paper;
                Vec::new()
            }
            Reply::SavedAs(path) => {
                self.kept = true;
                self.said = Some(saving::saved_as(&path));
                Vec::new()
            }
            Reply::Offered(offer, way) => {
                self.fetching = true;
                vec![saving::to_pickup(offer, way, at)]
            }
            // The cursor stays: a second Enter copies again and leaves nothing behind unseen.
            Reply::Done(Done::RecoveryKept(Kept::Copied | Kept::Pdf), _) => {
                self.kept = true;
                Vec::new()
            }
            Reply::Done(Done::RecoveryKept(Kept::Said), account) => self.go_on(*account),
            Reply::Account(account) => self.follow(*account),
            // This session came in by trust, or before there was a second step: who it is comes first.
            Reply::StepUpFirst => {
                self.said = Some(Say::look(
                    "It is shown once you have said again who you are: choose Copy.",
                ));
                vec![step_up::then_ask(Act::ViewRecovery, Request::ShowRecovery)]
            }
            Reply::Trouble(sentence) => {
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
            Some(_) if self.kept => Vec::new(),
            Some(_) | None => vec![Wish::Ask(Request::Account)],
        }
    }

    fn on_back(&mut self, _at: Now) -> Wishes<Page> {
        Vec::new()
    }
}
