//! A texted code, at whichever door: sign-in, step-up, set-up (spec S06, S08, L03, W04). One page, so that one counter,
//! one count-down and one set of words serve all of them.

use actions::code_screen::CodeScreen;
use domain::delivery::text_error_sentence;
use domain::lockout::RUN;
use domain::message::MessageState;
use domain::sign_in::{Outcome, TextPlan};
use domain::step_up::Act;
use domain::time::{Now, SECOND};
use jiff::tz::TimeZone;

use crate::backend::{Reply, Request};
use crate::clock;
use crate::effect::{Wish, Wishes};
use crate::keymap::{ESC, Key};
use crate::modals::help_text::Topic;
use crate::page::Screen;
use crate::pages::{Page, another_way, flow, keep_recovery_code, step_up, wait};
use crate::theme::Tone;
use crate::widgets::cell::{button, link, text};
use crate::widgets::form::Form;
use crate::widgets::inputs::Inputs;
use crate::widgets::say::Say;

use crossterm::event::KeyCode;

/// A text that has not arrived after so long puts **Try another way** first, in milliseconds (spec W04).
const LATE_MS: i64 = 20 * SECOND;

/// Which door the code opens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Door {
    /// The second step of a sign-in.
    SignIn,
    /// Step-up before an act.
    StepUp(Act),
    /// Proof of the number being set up, as typed.
    SetUp {
        /// The number.
        number: String,
    },
}

impl Door {
    /// Asks for the screen as it is now.
    pub(super) fn refresh(&self) -> Request {
        match self {
            Door::SignIn => Request::CodeScreen,
            Door::StepUp(act) => Request::StepUp(*act),
            Door::SetUp { .. } => Request::SetUpScreen,
        }
    }

    fn resend(&self) -> Request {
        match self {
            Door::SignIn => Request::Resend,
            Door::StepUp(_) => Request::StepUpText,
            Door::SetUp { number } => Request::SetUpText(number.clone()),
        }
    }

    fn answer(&self, typed: domain::secret::Secret<String>) -> Request {
        match self {
            Door::SignIn => Request::Code(typed),
            Door::StepUp(_) => Request::StepUpCode(typed),
            Door::SetUp { .. } => Request::SetUpCode(typed),
        }
    }

    /// Whether the recovery code opens it too.
    pub(super) fn takes_recovery_code(&self) -> bool {
        match self {
            Door::SignIn | Door::StepUp(_) => true,
            Door::SetUp { .. } => false,
        }
    }
}

/// The page's items.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Item {
    /// `Verification code`.
    Code,
    /// `Verify`.
    Verify,
    /// `Resend code`.
    Resend,
    /// `Try another way`.
    AnotherWay,
}

/// The page.
pub struct State {
    door: Door,
    screen: CodeScreen,
    loaded: Now,
    zone: TimeZone,
    said: Option<Say>,
    /// A code was open here and its time is over.
    expired: bool,
    inputs: Inputs<Item>,
}

impl State {
    /// The page on a screen loaded at `at`; `text` is what became of the text just asked for.
    #[must_use]
    pub fn new(door: Door, screen: CodeScreen, text: Option<TextPlan>, at: Now) -> Self {
        let said = match text {
            Some(TextPlan::Sent) | None => None,
            Some(plan) => Some(flow::said(&Outcome::CodeAsked(plan))),
        };
        let zone = clock::zone(&screen.time_zone);
        Self {
            door,
            screen,
            loaded: at,
            zone,
            said,
            expired: false,
            inputs: Inputs::new(Item::Code),
        }
    }

    fn show(&mut self, screen: CodeScreen, at: Now) {
        self.expired = screen.code_left_ms.is_none() && (self.expired || self.code_left(at) == Some(0));
        let arrived = screen
            .text
            .as_ref()
            .is_some_and(|text| text.state == MessageState::Delivered);
        // "On its way" is not said of what has arrived.
        self.said = self.said.take().filter(|said| !arrived || said.tone != Tone::Done);
        self.screen = screen;
        self.loaded = at;
    }

    /// The screen as it is now; a wait that began at another terminal shows here too (spec L05).
    fn refreshed(&mut self, screen: CodeScreen, at: Now) -> Wishes<Page> {
        self.show(screen, at);
        if self.screen.wait.is_some() {
            self.to_the_wait(at)
        } else {
            Vec::new()
        }
    }

    fn to_the_wait(&self, at: Now) -> Wishes<Page> {
        let page = wait::State::new(self.door.clone(), self.screen.clone(), at);
        vec![Wish::Go(Page::Wait(page))]
    }

    fn code_left(&self, at: Now) -> Option<i64> {
        self.screen
            .code_left_ms
            .map(|left| (left - at.since(self.loaded)).max(0))
    }

    fn resend_in(&self, at: Now) -> i64 {
        (self.screen.resend.in_ms() - at.since(self.loaded)).max(0)
    }

    /// Milliseconds until a text that has not arrived is called late; `None` where none is underway.
    fn late_in(&self, at: Now) -> Option<i64> {
        let text = self.screen.text.as_ref()?;
        match text.state {
            MessageState::Queued | MessageState::Sending | MessageState::HandedOver | MessageState::Unknown => {
                Some((LATE_MS - text.age_ms - at.since(self.loaded)).max(0))
            }
            MessageState::Failed | MessageState::TooLate => Some(0),
            MessageState::Delivered => None,
        }
    }

    fn where_it_went(&self) -> Say {
        match (self.screen.code_left_ms, &self.door) {
            (None, _) if self.screen.texts_over => {
                Say::look("No text is sent any more: sign in again, or try another way.")
            }
            (None, _) if self.expired => Say::look("The code's time is over. Resend code sends a new one."),
            (None, _) => Say::plain(format!(
                "No code is open. Resend code sends one to {}.",
                self.screen.masked
            )),
            (Some(_), _) => self.how_it_went(),
        }
    }

    /// "We sent" is said of a text that was handed over, and of no other (spec W04).
    fn how_it_went(&self) -> Say {
        let masked = &self.screen.masked;
        match self.screen.text.as_ref().map(|text| text.state) {
            None | Some(MessageState::Queued) => Say::plain(format!("A text to {masked} is waiting to be sent.")),
            Some(MessageState::Sending) => Say::plain(format!("A text to {masked} is being sent.")),
            Some(MessageState::HandedOver | MessageState::Delivered) => {
                Say::plain(format!("We sent a text to {masked}."))
            }
            Some(MessageState::Unknown) => Say::look(format!("A text to {masked} may be on its way.")),
            Some(MessageState::Failed | MessageState::TooLate) => {
                Say::look(format!("No text got through to {masked}."))
            }
        }
    }

    /// What was said last, and how many tries are left where some are gone (spec L03). A refusal says so itself.
    fn answer(&self) -> Option<Say> {
        let left = self.screen.tries_left;
        let tries = (left < RUN).then(|| format!("{} left.", flow::tries(left)));
        match (self.said.clone(), tries) {
            (Some(said), Some(tries)) if said.tone != Tone::Danger => Some(Say {
                text: format!("{} {tries}", said.text),
                ..said
            }),
            (None, Some(tries)) => Some(Say::look(tries)),
            (said, _) => said,
        }
    }

    fn news(&self) -> Option<Say> {
        let text = self.screen.text.as_ref()?;
        let since = clock::hour_minute_second(text.since_wall_ms, &self.zone);
        Some(match text.state {
            MessageState::Queued if text.error.is_empty() => Say::plain("queued …"),
            MessageState::Queued => Say::look(format!("not sent yet ({}): it is tried again", text.error)),
            MessageState::Sending => Say::plain("being handed over …"),
            MessageState::HandedOver => Say::plain(format!("handed over {since}")),
            MessageState::Delivered => Say::done(format!("delivered {since}")),
            MessageState::Failed | MessageState::Unknown | MessageState::TooLate => {
                Say::look(text_error_sentence(&text.error))
            }
        })
    }

    fn judged(&mut self, outcome: &Outcome, at: Now) -> Wishes<Page> {
        match outcome {
            Outcome::SignInAgain => flow::sign_in_again(flow::said(outcome)),
            Outcome::MustWait(wait) => {
                // A step-up answers without a screen.
                self.screen.wait = Some(*wait);
                self.to_the_wait(at)
            }
            Outcome::Wrong { tries_left } => {
                self.screen.tries_left = *tries_left;
                self.refused(flow::said(outcome))
            }
            Outcome::Passed(how) => match (&self.door, how) {
                (Door::StepUp(act), domain::sign_in::How::Recovery) => {
                    vec![Wish::Go(Page::KeepRecoveryCode(keep_recovery_code::State::renewed(
                        Some(*act),
                    )))]
                }
                (Door::StepUp(act), _) => vec![Wish::Go(flow::after_step_up(*act))],
                (Door::SignIn | Door::SetUp { .. }, _) => Vec::new(),
            },
            Outcome::CodeAsked(_) => {
                self.said = Some(flow::said(outcome));
                vec![Wish::Ask(self.door.refresh())]
            }
            Outcome::Dead(_)
            | Outcome::RecoveryDead
            | Outcome::RecoveryWrong { .. }
            | Outcome::RecoveryMustWait { .. } => self.refused(flow::said(outcome)),
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
    const KEYS: &'static [Key] = &[ESC, Key::f(5, "resend")];
    const TOPIC: Topic = Topic::Code;

    fn form(&self, at: Now) -> Form<Item> {
        let mut form = Form::titled("Check your phone").say(self.where_it_went());
        if let Some(news) = self.news() {
            form = form.say(news);
        }
        form = form.gap().code(Item::Code, "Verification code");
        if let Some(left) = self.code_left(at) {
            form = form.time_left(left);
        }
        form = form.answer(self.answer()).gap();
        let verify = button(Item::Verify, "Verify");
        let resend = link(Item::Resend, "Resend code")
            .key(KeyCode::F(5))
            .not_before(self.resend_in(at));
        let late = self.late_in(at);
        form = match (self.screen.texts_over, late) {
            (true, _) => form.cells([verify]),
            (false, Some(0)) => form.cells([verify, link(Item::AnotherWay, "Try another way"), resend]),
            (false, _) => form.cells([verify, resend]),
        };
        if self.screen.texts_over || late != Some(0) {
            form = form.gap().cells([link(Item::AnotherWay, "Try another way")]);
        }
        if let Some(late) = late.filter(|late| *late > 0) {
            form = form.changes_in(late);
        }
        form.gap()
            .cells([
                text(Tone::Quiet, "No text?").width(10),
                text(Tone::Quiet, "1  Look among blocked or spam messages."),
            ])
            .cells([
                text(Tone::Quiet, " ").width(10),
                text(Tone::Quiet, "2  Do other texts arrive?   ? for the rest"),
            ])
            .submit(Item::Verify)
    }

    fn inputs(&self) -> &Inputs<Item> {
        &self.inputs
    }

    fn inputs_mut(&mut self) -> &mut Inputs<Item> {
        &mut self.inputs
    }

    fn on_act(&mut self, item: Item, at: Now) -> Wishes<Page> {
        match item {
            Item::Code => Vec::new(),
            Item::Verify => {
                self.said = None;
                vec![Wish::Submit(self.door.answer(self.inputs.secret(Item::Code)))]
            }
            Item::Resend => vec![Wish::Submit(self.door.resend())],
            Item::AnotherWay => {
                // Who comes back types the code.
                self.inputs.focus(Item::Code);
                let page = another_way::State::new(self.door.clone(), self.screen.clone(), at);
                vec![Wish::Push(Page::AnotherWay(page))]
            }
        }
    }

    fn on_edit(&mut self, _item: Item, _at: Now) -> Wishes<Page> {
        self.said = None;
        Vec::new()
    }

    fn on_reply(&mut self, reply: Reply, at: Now) -> Wishes<Page> {
        match reply {
            Reply::CodeScreen(screen) => self.refreshed(*screen, at),
            Reply::StepUp(view) => match view.code {
                Some(screen) => self.refreshed(screen, at),
                None => Vec::new(),
            },
            Reply::Judged { outcome, screen } => {
                if let Some(screen) = screen {
                    self.show(*screen, at);
                }
                self.judged(&outcome, at)
            }
            Reply::NotACode(sentence) | Reply::BadNumber(sentence) => self.refused(Say::look(sentence)),
            Reply::Trouble(sentence) => self.refused(Say::wrong(sentence)),
            // Back to the number, and from there through step-up.
            Reply::StepUpFirst if matches!(self.door, Door::SetUp { .. }) => {
                vec![Wish::Back, Wish::Go(Page::StepUp(step_up::State::new(Act::SetUpSms)))]
            }
            Reply::Account(account) => match (&self.door, account.gate) {
                (Door::SetUp { .. }, None) => {
                    let number = account.masked.clone().unwrap_or_default();
                    let said = Say::done(format!("Texts go to {number} from now on."));
                    flow::my_account(*account, Some(said))
                }
                (Door::SetUp { .. }, Some(_)) | (Door::SignIn | Door::StepUp(_), _) => flow::enter(*account),
            },
            other => flow::common(other),
        }
    }

    fn on_open(&mut self, _at: Now) -> Wishes<Page> {
        match self.door {
            // The first text of a step-up is asked for by the page that asks for its code.
            Door::StepUp(_) if self.screen.code_left_ms.is_none() => vec![Wish::Submit(self.door.resend())],
            Door::StepUp(_) | Door::SignIn | Door::SetUp { .. } => Vec::new(),
        }
    }

    fn on_wake(&mut self, _at: Now) -> Wishes<Page> {
        vec![Wish::Ask(self.door.refresh())]
    }

    fn on_tick(&mut self, at: Now) -> Wishes<Page> {
        let over = self.code_left(at) == Some(0);
        if over {
            vec![Wish::Ask(self.door.refresh())]
        } else {
            Vec::new()
        }
    }
}
