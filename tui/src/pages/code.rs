//! A code, texted or of the authenticator app, at whichever door: sign-in, step-up, set-up of a number (spec S05 to S08,
//! L03, T01, W04). One page, so that one counter, one count-down and one set of words serve all of them.

mod door;
mod texted;

use actions::code_screen::{Asks, CodeScreen, TextScreen};
use domain::lockout::RUN;
use domain::person::Method;
use domain::sign_in::{Outcome, TextPlan};
use domain::step_up::{Act, rule};
use domain::time::Now;
use jiff::tz::TimeZone;

use crate::backend::{Reply, Request};
use crate::clock;
use crate::effect::{Wish, Wishes};
use crate::keymap::{ESC, Key};
use crate::modals::help_text::Topic;
use crate::page::Screen;
use crate::pages::{Page, another_way, flow, step_up, wait};
use crate::theme::Tone;
use crate::widgets::cell::{button, link, text};
use crate::widgets::form::Form;
use crate::widgets::inputs::Inputs;
use crate::widgets::say::Say;

use crossterm::event::KeyCode;

pub use door::Door;

/// The box of T01, word for word.
const TRUST: &str = "Trust this browser to skip 2-Step Verification for 30 days";
const TEXT_KEYS: &[Key] = &[ESC, Key::f(5, "resend")];
const TEXT_TRUST_KEYS: &[Key] = &[ESC, Key::f(4, "trust"), Key::f(5, "resend")];
/// No text is sent any more, or the app is asked.
const VERIFY_KEYS: &[Key] = &[ESC, Key::enter("verify")];
const VERIFY_TRUST_KEYS: &[Key] = &[ESC, Key::f(4, "trust")];

/// The page's items.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Item {
    /// `Trust this browser to skip 2-Step Verification for 30 days`.
    Trust,
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
    /// A texted code was open here and its time is over.
    expired: bool,
    /// A code of the app was wrong: the clocks may not agree (spec S07).
    refused: bool,
    /// A text was asked for last, not a code judged: what step-up goes on with.
    resent: bool,
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
            refused: false,
            resent: false,
            inputs: Inputs::new(Item::Code),
        }
    }

    /// The same with the box of T01 as it was ticked before another way was chosen.
    #[must_use]
    pub fn trusting(mut self, ticked: bool) -> Self {
        self.inputs.tick(Item::Trust, ticked);
        self
    }

    fn method(&self) -> Method {
        self.screen.method()
    }

    fn show(&mut self, screen: CodeScreen, at: Now) {
        let was_over = self.code_left(at) == Some(0);
        if let Some(text) = screen.text() {
            self.expired = text.code_left_ms.is_none() && (self.expired || was_over);
            // "On its way" is not said of what has arrived.
            let arrived = texted::has_arrived(text);
            self.said = self.said.take().filter(|said| !arrived || said.tone != Tone::Done);
        }
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
        let text = self.screen.text()?;
        texted::code_left(text, self.loaded, at)
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

    fn judged(&mut self, outcome: &Outcome, at: Now) -> Wishes<Page> {
        match outcome {
            Outcome::SignInAgain => match self.door {
                Door::SignIn | Door::SetUp { .. } => flow::sign_in_again(flow::said(outcome)),
                // The way is gone (removed at another terminal): what is left is asked anew.
                Door::StepUp(act) => vec![Wish::Ask(Request::StepUp(act, None))],
            },
            Outcome::MustWait(wait) => {
                // A step-up answers without a screen.
                self.screen.wait = Some(*wait);
                self.to_the_wait(at)
            }
            Outcome::Wrong { tries_left } => {
                self.screen.tries_left = *tries_left;
                self.refused = true;
                self.refused(flow::said(outcome))
            }
            Outcome::Passed(_) => match self.door {
                // The step-up beneath goes on.
                Door::StepUp(_) => vec![Wish::Back],
                Door::SignIn | Door::SetUp { .. } => Vec::new(),
            },
            Outcome::CodeAsked(_) | Outcome::AppCodeAsked => {
                self.said = Some(flow::said(outcome));
                vec![Wish::Ask(self.door.refresh(Some(self.method())))]
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

    /// What stands above the field: what is asked, and the box of T01.
    fn head(&self, at: Now) -> Form<Item> {
        let form = match &self.screen.asks {
            Asks::Text(text) => {
                let form = Form::titled("Check your phone").say(texted::where_it_went(text, self.expired));
                match texted::news(text, &self.zone) {
                    Some(news) => form.say(news),
                    None => form,
                }
            }
            Asks::App => {
                let time = clock::hour_minute_second(at.wall_ms, &self.zone);
                Form::titled("Open your authenticator app")
                    .text("Type the six digits it shows for this clinic.")
                    .text(format!("The server's time is {time}."))
                    .changes_in(clock::to_next_second(at))
            }
        };
        let form = match self.door {
            Door::StepUp(act) => form.text(format!("The code is needed to {}.", rule(act).purpose)),
            Door::SignIn | Door::SetUp { .. } => form,
        };
        if self.screen.trust_offered {
            form.check_box(Item::Trust, TRUST, Some(KeyCode::F(4)))
        } else {
            form
        }
    }

    fn text_form(&self, form: Form<Item>, screen: &TextScreen, at: Now) -> Form<Item> {
        let verify = button(Item::Verify, "Verify");
        let resend = link(Item::Resend, "Resend code")
            .key(KeyCode::F(5))
            .not_before(texted::resend_in(screen, self.loaded, at));
        let late = texted::late_in(screen, self.loaded, at);
        let mut form = match (screen.texts_over, late) {
            (true, _) => form.cells([verify]),
            (false, Some(0)) => form.cells([verify, link(Item::AnotherWay, "Try another way"), resend]),
            (false, _) => form.cells([verify, resend]),
        };
        if screen.texts_over || late != Some(0) {
            form = form.gap().cells([link(Item::AnotherWay, "Try another way")]);
        }
        if let Some(late) = late.filter(|late| *late > 0) {
            form = form.changes_in(late);
        }
        let quiet = |words| text(Tone::Quiet, words);
        if screen.texts_over {
            return form;
        }
        form.gap()
            .cells([
                quiet("No text?").width(10),
                quiet("1  Look among blocked or spam messages."),
            ])
            .cells([
                quiet(" ").width(10),
                quiet("2  Do other texts arrive?   ? for the rest"),
            ])
    }

    fn app_form(&self, form: Form<Item>) -> Form<Item> {
        let form = form.cells([
            button(Item::Verify, "Verify"),
            link(Item::AnotherWay, "Try another way"),
        ]);
        if !self.refused {
            return form;
        }
        form.gap().say(Say::look(
            "Wait for the next code, and check that your phone's time agrees with the server's.",
        ))
    }
}

impl Screen<Page> for State {
    type Item = Item;
    const KEYS: &'static [Key] = TEXT_KEYS;
    const TOPIC: Topic = Topic::Code;

    fn keys(&self) -> &'static [Key] {
        let resends = self.screen.text().is_some_and(|text| !text.texts_over);
        match (resends, self.screen.trust_offered) {
            (true, false) => TEXT_KEYS,
            (true, true) => TEXT_TRUST_KEYS,
            (false, false) => VERIFY_KEYS,
            (false, true) => VERIFY_TRUST_KEYS,
        }
    }

    fn topic(&self) -> Topic {
        match self.screen.asks {
            Asks::Text(_) => Topic::Code,
            Asks::App => Topic::AppCode,
        }
    }

    fn form(&self, at: Now) -> Form<Item> {
        let mut form = self.head(at).gap().code(Item::Code, "Verification code");
        if let Some(left) = self.code_left(at) {
            form = form.time_left(left);
        }
        form = form.answer(self.answer()).gap();
        let form = match &self.screen.asks {
            Asks::Text(screen) => self.text_form(form, screen, at),
            Asks::App => self.app_form(form),
        };
        form.submit(Item::Verify)
    }

    fn inputs(&self) -> &Inputs<Item> {
        &self.inputs
    }

    fn inputs_mut(&mut self) -> &mut Inputs<Item> {
        &mut self.inputs
    }

    fn on_act(&mut self, item: Item, at: Now) -> Wishes<Page> {
        match item {
            Item::Code | Item::Trust => Vec::new(),
            Item::Verify => {
                self.said = None;
                self.resent = false;
                let trust = self.screen.trust_offered && self.inputs.ticked(Item::Trust);
                let typed = self.inputs.secret(Item::Code);
                vec![Wish::Submit(self.door.answer(self.method(), typed, trust))]
            }
            Item::Resend => {
                self.resent = true;
                vec![Wish::Submit(self.door.resend())]
            }
            Item::AnotherWay => {
                // Who comes back types the code.
                self.inputs.focus(Item::Code);
                let trust = self.inputs.ticked(Item::Trust);
                let page = another_way::State::new(self.door.clone(), self.screen.clone(), trust, at);
                vec![Wish::Push(Page::AnotherWay(page))]
            }
        }
    }

    fn on_edit(&mut self, item: Item, _at: Now) -> Wishes<Page> {
        if item == Item::Code {
            self.said = None;
        }
        Vec::new()
    }

    fn on_reply(&mut self, reply: Reply, at: Now) -> Wishes<Page> {
        match reply {
            Reply::CodeScreen(screen) => self.refreshed(*screen, at),
            Reply::StepUp(view) => match view.code {
                Some(screen) => self.refreshed(screen, at),
                // Passed at another way: the step-up beneath goes on.
                None => vec![Wish::Back],
            },
            Reply::Judged { outcome, screen } => {
                if let Some(screen) = screen {
                    self.show(*screen, at);
                }
                self.judged(&outcome, at)
            }
            Reply::NotACode(sentence) | Reply::BadNumber(sentence) => self.refused(Say::look(sentence)),
            Reply::Trouble(sentence) => self.refused(Say::wrong(sentence)),
            // Step-up, and then the same once more.
            Reply::StepUpFirst => {
                let again = if self.resent {
                    self.door.resend()
                } else {
                    let typed = self.inputs.secret(Item::Code);
                    self.door.answer(self.method(), typed, false)
                };
                vec![step_up::then_ask(Act::SetUpSms, again)]
            }
            other => flow::common(other),
        }
    }

    fn on_open(&mut self, _at: Now) -> Wishes<Page> {
        let no_code = self.screen.text().is_some_and(|text| text.code_left_ms.is_none());
        match self.door {
            // The first text of a step-up is asked for by the page that asks for its code.
            Door::StepUp(_) if no_code => vec![Wish::Submit(self.door.resend())],
            Door::StepUp(_) | Door::SignIn | Door::SetUp { .. } => Vec::new(),
        }
    }

    fn on_wake(&mut self, _at: Now) -> Wishes<Page> {
        vec![Wish::Ask(self.door.refresh(Some(self.method())))]
    }

    fn on_tick(&mut self, at: Now) -> Wishes<Page> {
        if self.code_left(at) == Some(0) {
            return self.on_wake(at);
        }
        Vec::new()
    }

    fn on_back(&mut self, _at: Now) -> Wishes<Page> {
        step_up::out_of(&self.door)
    }
}
