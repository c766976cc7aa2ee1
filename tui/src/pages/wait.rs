//! The wait after wrong codes (spec L03): when it ends, and the three ways in. It opens the code again by itself.

use actions::code_screen::CodeScreen;
use domain::sign_in::Outcome;
use domain::time::{MINUTE, Now};

use crate::backend::Reply;
use crate::clock::{self, span};
use crate::effect::{Wish, Wishes};
use crate::keymap::{ESC, Key};
use crate::modals::help_text::Topic;
use crate::page::Screen;
use crate::pages::{Page, another_way, code, flow, locked_out, step_up, use_recovery_code};
use crate::theme::Tone;
use crate::widgets::cell::{button, link, text};
use crate::widgets::form::Form;
use crate::widgets::inputs::Inputs;
use crate::widgets::say::Say;

/// The page's items.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Item {
    /// `Use recovery code instead`.
    Recovery,
    /// `Locked out?`
    LockedOut,
    /// Back to where the person came from.
    Back,
}

/// The page.
pub struct State {
    door: code::Door,
    screen: CodeScreen,
    inputs: Inputs<Item>,
}

impl State {
    /// The page on a screen whose wait is running.
    #[must_use]
    pub fn new(door: code::Door, screen: CodeScreen, _at: Now) -> Self {
        let first = if door.takes_recovery_code() {
            Item::Recovery
        } else {
            Item::Back
        };
        Self {
            door,
            screen,
            inputs: Inputs::new(first),
        }
    }

    fn left(&self, at: Now) -> i64 {
        self.screen.wait.map_or(0, |wait| wait.left_ms(at))
    }

    fn why(&self) -> String {
        let length = self.screen.wait.map_or(0, |wait| wait.length_ms);
        let many = if length == 15 * MINUTE {
            "Five codes were wrong"
        } else {
            "Too many codes were wrong"
        };
        format!(
            "{many}, so nothing is checked for {}.",
            span(length).replace(" min", " minutes")
        )
    }

    /// Ten minutes of a sign-in are fewer than most waits (spec S09): it does not promise to be here then.
    fn how_it_ends(&self) -> &'static str {
        match self.door {
            code::Door::SignIn => "it ends by itself; then sign in again",
            code::Door::StepUp(_) | code::Door::SetUp { .. } => "this screen opens again by itself",
        }
    }

    fn open_again(&self, screen: CodeScreen, at: Now) -> Wishes<Page> {
        vec![Wish::Go(Page::Code(code::State::new(
            self.door.clone(),
            screen,
            None,
            at,
        )))]
    }
}

impl Screen<Page> for State {
    type Item = Item;
    const KEYS: &'static [Key] = &[ESC, Key::enter("choose")];
    const TOPIC: Topic = Topic::Lockout;

    fn form(&self, at: Now) -> Form<Item> {
        let zone = clock::zone(&self.screen.time_zone);
        let left = self.left(at);
        let end = clock::day_or_time(at.wall_ms + left, at.wall_ms, &zone);
        let form = Form::titled(format!("Please wait until {end}"))
            .text(self.why())
            .left(left)
            .gap();
        let form = if self.door.takes_recovery_code() {
            form.text("Three ways in:")
                .cells([
                    text(Tone::Plain, "  wait").width(10),
                    text(Tone::Quiet, self.how_it_ends()),
                ])
                .cells([
                    text(Tone::Plain, "  code").width(10),
                    link(Item::Recovery, "Use recovery code instead"),
                ])
                .cells([
                    text(Tone::Plain, "  ask").width(10),
                    text(Tone::Quiet, "in person or by telephone"),
                ])
        } else {
            form.text("Nothing has been changed. The set-up goes on by itself when the wait is over.")
        };
        form.gap()
            .text(format!("Ask: {}.", another_way::whom_to_ask(&self.screen.managers)))
            .gap()
            .cells([button(Item::Back, "Back"), link(Item::LockedOut, "Locked out?")])
    }

    fn inputs(&self) -> &Inputs<Item> {
        &self.inputs
    }

    fn inputs_mut(&mut self) -> &mut Inputs<Item> {
        &mut self.inputs
    }

    fn on_act(&mut self, item: Item, _at: Now) -> Wishes<Page> {
        match item {
            Item::Recovery => {
                vec![Wish::Push(Page::UseRecoveryCode(use_recovery_code::State::new(
                    self.door.clone(),
                )))]
            }
            Item::LockedOut => vec![Wish::Push(Page::LockedOut(locked_out::State::at(&self.door)))],
            Item::Back => step_up::out_of(&self.door),
        }
    }

    fn on_reply(&mut self, reply: Reply, at: Now) -> Wishes<Page> {
        match reply {
            Reply::CodeScreen(screen) if screen.wait.is_none() => self.open_again(*screen, at),
            Reply::CodeScreen(screen) => {
                self.screen = *screen;
                Vec::new()
            }
            Reply::StepUp(view) => match view.code {
                Some(screen) if screen.wait.is_none() => self.open_again(screen, at),
                Some(screen) => {
                    self.screen = screen;
                    Vec::new()
                }
                None => vec![Wish::Back],
            },
            Reply::Judged {
                outcome: Outcome::SignInAgain,
                ..
            } => flow::sign_in_again(Say::look(
                "This sign-in is over: sign in again. The wait goes on; the recovery code works all the same.",
            )),
            other => flow::common(other),
        }
    }

    fn on_back(&mut self, _at: Now) -> Wishes<Page> {
        step_up::out_of(&self.door)
    }

    fn on_wake(&mut self, _at: Now) -> Wishes<Page> {
        vec![Wish::Ask(self.door.refresh(Some(self.screen.method())))]
    }

    fn on_tick(&mut self, at: Now) -> Wishes<Page> {
        if self.left(at) == 0 {
            vec![Wish::Ask(self.door.refresh(Some(self.screen.method())))]
        } else {
            Vec::new()
        }
    }
}
