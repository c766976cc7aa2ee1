//! Step-up (spec M10): the own password once more, then a code where one is due. Skips what was shown a moment ago.
//!
//! ```text
//!   a page ── then_ask / before ──▶ StepUp ──password──▶ StepUp ──▶ Code, Wait, recovery code (above it)
//!      ▲                              │  nothing left to ask  ◀── back ──┘
//!      └── the page's request, or ────┘
//!          the page it stood before
//! ```
//! This page stays beneath the code's, so that every door leads back here and nothing that was typed before is lost.

use actions::step_up::{PasswordAnswer, StepUpView};
use domain::step_up::{Act, rule};
use domain::time::Now;

use crate::backend::{Reply, Request};
use crate::clock::span;
use crate::effect::{Wish, Wishes};
use crate::keymap::{ESC, Key};
use crate::modals::help_text::Topic;
use crate::page::Screen;
use crate::pages::{Page, code, flow, wait};
use crate::widgets::cell::button;
use crate::widgets::form::Form;
use crate::widgets::inputs::Inputs;
use crate::widgets::say::Say;

/// Step-up, and then that page.
pub(super) fn before(act: Act, page: Page) -> Wish<Page> {
    Wish::Push(Page::StepUp(State::new(act, Then::Open(Box::new(page)))))
}

/// Step-up, and then that question on behalf of the page that wishes it.
pub(super) fn then_ask(act: Act, request: Request) -> Wish<Page> {
    Wish::Push(Page::StepUp(State::new(act, Then::Ask(request))))
}

/// Esc at a door: out of a step-up as a whole, back to the page that wanted it.
pub(super) fn out_of(door: &code::Door) -> Wishes<Page> {
    match door {
        code::Door::StepUp(_) => vec![Wish::Back, Wish::Back],
        code::Door::SignIn | code::Door::SetUp { .. } => vec![Wish::Back],
    }
}

/// What comes after it.
pub enum Then {
    /// A page in this one's place.
    Open(Box<Page>),
    /// A question, whose answer goes to the page beneath.
    Ask(Request),
}

/// The page's items.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Item {
    /// `Your password`.
    Password,
    /// On.
    Continue,
}

/// The page.
pub struct State {
    act: Act,
    then: Option<Then>,
    /// The password is asked; before that is known the page stands empty for a moment.
    asked: bool,
    said: Option<Say>,
    inputs: Inputs<Item>,
}

impl State {
    /// Step-up before `act`.
    #[must_use]
    pub fn new(act: Act, then: Then) -> Self {
        Self {
            act,
            then: Some(then),
            asked: false,
            said: None,
            inputs: Inputs::new(Item::Password),
        }
    }

    fn seen(&mut self, view: StepUpView, at: Now) -> Wishes<Page> {
        if view.needs.password {
            self.asked = true;
            return Vec::new();
        }
        let door = code::Door::StepUp(self.act);
        match view.code {
            Some(screen) if screen.wait.is_some() => vec![Wish::Push(Page::Wait(wait::State::new(door, screen, at)))],
            Some(screen) => vec![Wish::Push(Page::Code(code::State::new(door, screen, None, at)))],
            None => self.passed(),
        }
    }

    fn passed(&mut self) -> Wishes<Page> {
        match self.then.take() {
            Some(Then::Open(page)) => vec![Wish::Go(*page)],
            Some(Then::Ask(request)) => vec![Wish::Back, Wish::Submit(request)],
            None => vec![Wish::Back],
        }
    }

    fn refused(&mut self, said: Say) -> Wishes<Page> {
        self.said = Some(said);
        self.inputs.retry(Item::Password);
        Vec::new()
    }
}

impl Screen<Page> for State {
    type Item = Item;
    const KEYS: &'static [Key] = &[ESC, Key::enter("continue")];
    const TOPIC: Topic = Topic::StepUp;

    fn form(&self, _at: Now) -> Form<Item> {
        let form = Form::titled("Is it you?");
        if !self.asked {
            return form.answer(self.said.clone());
        }
        form.text(format!(
            "To {} we ask once more for your password.",
            rule(self.act).purpose
        ))
        .gap()
        .secret(Item::Password, "Your password", 30)
        .answer(self.said.clone())
        .gap()
        .cells([button(Item::Continue, "Continue")])
        .submit(Item::Continue)
    }

    fn inputs(&self) -> &Inputs<Item> {
        &self.inputs
    }

    fn inputs_mut(&mut self) -> &mut Inputs<Item> {
        &mut self.inputs
    }

    fn on_open(&mut self, _at: Now) -> Wishes<Page> {
        vec![Wish::Submit(Request::StepUp(self.act, None))]
    }

    /// A page above went away: what is left is asked, nothing where the code was passed there.
    fn on_wake(&mut self, _at: Now) -> Wishes<Page> {
        if self.asked {
            return Vec::new();
        }
        vec![Wish::Submit(Request::StepUp(self.act, None))]
    }

    fn on_act(&mut self, item: Item, _at: Now) -> Wishes<Page> {
        match item {
            Item::Password => Vec::new(),
            Item::Continue => {
                // Nothing typed is no try: a second Enter counts as none.
                if self.inputs.text(Item::Password).is_empty() {
                    return self.refused(Say::look("Type your password."));
                }
                self.said = None;
                vec![Wish::Submit(Request::StepUpPassword(
                    self.act,
                    self.inputs.secret(Item::Password),
                ))]
            }
        }
    }

    fn on_edit(&mut self, _item: Item, _at: Now) -> Wishes<Page> {
        self.said = None;
        Vec::new()
    }

    fn on_reply(&mut self, reply: Reply, at: Now) -> Wishes<Page> {
        match reply {
            Reply::StepUp(view) => self.seen(*view, at),
            Reply::StepUpPassword(PasswordAnswer::Right) => {
                self.asked = false;
                self.inputs.clear(Item::Password);
                vec![Wish::Submit(Request::StepUp(self.act, None))]
            }
            Reply::StepUpPassword(PasswordAnswer::Wrong { wait_ms: None }) => {
                self.refused(Say::wrong("That is not your password."))
            }
            Reply::StepUpPassword(PasswordAnswer::Wrong { wait_ms: Some(ms) }) => self.refused(Say::wrong(format!(
                "That is not your password. None is checked for {} now.",
                span(ms)
            ))),
            Reply::StepUpPassword(PasswordAnswer::MustWait { in_ms }) => self.refused(Say::look(format!(
                "Too many wrong passwords: none is checked for {}.",
                span(in_ms)
            ))),
            Reply::Trouble(sentence) => self.refused(Say::wrong(sentence)),
            other => flow::common(other),
        }
    }
}
