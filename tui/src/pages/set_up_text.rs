//! Setting up *Text Message (SMS)*: the number (spec M03). Nothing changes before its code was accepted.

use domain::sign_in::{Outcome, TextPlan};
use domain::step_up::Act;
use domain::time::Now;

use crate::backend::{Reply, Request};
use crate::effect::{Wish, Wishes};
use crate::keymap::{ESC, Key};
use crate::modals::help_text::Topic;
use crate::page::Screen;
use crate::pages::{Page, code, flow, step_up, wait};
use crate::widgets::cell::button;
use crate::widgets::form::Form;
use crate::widgets::inputs::Inputs;
use crate::widgets::say::Say;

/// The page's items.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Item {
    /// The number.
    Number,
    /// Sends the code.
    Send,
}

/// The page.
pub struct State {
    said: Option<Say>,
    typed: bool,
    inputs: Inputs<Item>,
}

impl State {
    /// The page; the profile's number is filled in once it is known.
    #[must_use]
    pub fn new() -> Self {
        Self {
            said: None,
            typed: false,
            inputs: Inputs::new(Item::Number),
        }
    }

    fn send(&self) -> Request {
        Request::SetUpText(self.inputs.text(Item::Number).to_owned())
    }

    fn refused(&mut self, said: Say) -> Wishes<Page> {
        self.said = Some(said);
        self.inputs.focus(Item::Number);
        Vec::new()
    }
}

impl Default for State {
    fn default() -> Self {
        Self::new()
    }
}

impl Screen<Page> for State {
    type Item = Item;
    const KEYS: &'static [Key] = &[ESC, Key::enter("send")];
    const TOPIC: Topic = Topic::SetUpText;

    fn form(&self, _at: Now) -> Form<Item> {
        Form::titled("Text Message (SMS)")
            .text("We send a code to this number now, and whenever you sign in by text. The clinic charges nothing; your carrier's rates may apply.")
            .gap()
            .field(Item::Number, "Mobile number", 24)
            .answer(self.said.clone())
            .gap()
            .cells([button(Item::Send, "Send code")])
            .gap()
            .text("A number that is not on your profile is put there once its code is accepted. Until then nothing changes.")
            .submit(Item::Send)
    }

    fn inputs(&self) -> &Inputs<Item> {
        &self.inputs
    }

    fn inputs_mut(&mut self) -> &mut Inputs<Item> {
        &mut self.inputs
    }

    fn on_open(&mut self, _at: Now) -> Wishes<Page> {
        vec![Wish::Ask(Request::Account)]
    }

    fn on_act(&mut self, item: Item, _at: Now) -> Wishes<Page> {
        match item {
            Item::Number => Vec::new(),
            Item::Send => {
                self.said = None;
                vec![Wish::Submit(self.send())]
            }
        }
    }

    fn on_edit(&mut self, _item: Item, _at: Now) -> Wishes<Page> {
        self.typed = true;
        self.said = None;
        Vec::new()
    }

    fn on_reply(&mut self, reply: Reply, at: Now) -> Wishes<Page> {
        match reply {
            Reply::Account(account) if flow::is_in_the_way(&account) => flow::enter(*account),
            Reply::Account(account) => {
                if let Some(number) = account.mobile.filter(|_| !self.typed) {
                    self.inputs.put(Item::Number, &number);
                }
                Vec::new()
            }
            // Step-up, and then this number once more.
            Reply::StepUpFirst => vec![step_up::then_ask(Act::SetUpSms, self.send())],
            Reply::BadNumber(why) => self.refused(Say::wrong(why)),
            Reply::Trouble(sentence) => self.refused(Say::wrong(sentence)),
            Reply::Judged {
                outcome,
                screen: Some(screen),
            } => {
                let door = code::Door::SetUp {
                    number: self.inputs.text(Item::Number).to_owned(),
                };
                match outcome {
                    Outcome::MustWait(_) => vec![Wish::Push(Page::Wait(wait::State::new(door, *screen, at)))],
                    // No text and no code to wait for: the number can still be corrected here.
                    Outcome::CodeAsked(TextPlan::NotYet(_))
                        if screen.text().is_none_or(|text| text.code_left_ms.is_none()) =>
                    {
                        self.refused(flow::said(&outcome))
                    }
                    Outcome::CodeAsked(plan) => {
                        vec![Wish::Push(Page::Code(code::State::new(door, *screen, Some(plan), at)))]
                    }
                    other => self.refused(flow::said(&other)),
                }
            }
            other => flow::common(other),
        }
    }
}
