//! Settings ▸ Security ▸ **2-Step Verification Enforcement** (spec E01, T05): *Allow trusted browsers*, with what follows
//! said before it is saved.

use actions::look::SecuritySettings;
use actions::set_enforcement::SettingChange;
use crossterm::event::KeyCode;
use domain::step_up::Act;
use domain::time::Now;

use crate::backend::{Done, Reply, Request};
use crate::effect::{Wish, Wishes};
use crate::keymap::{ESC, Key, TAB};
use crate::modals::help_text::Topic;
use crate::page::Screen;
use crate::pages::{Page, flow, step_up};
use crate::widgets::cell::button;
use crate::widgets::form::Form;
use crate::widgets::inputs::Inputs;
use crate::widgets::say::Say;

/// The page's items.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Item {
    /// `Allow trusted browsers`.
    Trust,
    /// `Save`.
    Save,
    /// `Cancel`.
    Cancel,
}

/// The page.
pub struct State {
    was_allowed: bool,
    trusted: u32,
    said: Option<Say>,
    inputs: Inputs<Item>,
}

impl State {
    /// The page on what is set now.
    #[must_use]
    pub fn new(settings: &SecuritySettings) -> Self {
        let mut inputs = Inputs::new(Item::Trust);
        inputs.tick(Item::Trust, settings.trust_allowed);
        Self {
            was_allowed: settings.trust_allowed,
            trusted: settings.trusted_browsers,
            said: None,
            inputs,
        }
    }

    fn save(&self) -> Request {
        Request::AllowTrust(self.inputs.ticked(Item::Trust))
    }

    fn is_untouched(&self) -> bool {
        self.inputs.ticked(Item::Trust) == self.was_allowed
    }

    /// What is set now; what the person has ticked stays.
    fn refreshed(&mut self, settings: &SecuritySettings) {
        if self.is_untouched() {
            self.inputs.tick(Item::Trust, settings.trust_allowed);
        }
        self.was_allowed = settings.trust_allowed;
        self.trusted = settings.trusted_browsers;
    }

    /// What saving would do.
    fn follows(&self) -> Say {
        match (self.was_allowed, self.inputs.ticked(Item::Trust), self.trusted) {
            (false, false, _) => Say::plain("Now: everybody with 2-Step Verification types a code at each sign-in."),
            (true, true, _) => Say::plain("Now: whoever ticks the box on the code step skips it there for 30 days."),
            (false, true, _) => {
                Say::look("Saving shows the box on the code step to everybody. The password is always asked.")
            }
            (true, false, 0) => Say::look("Saving takes the box away. No browser is trusted just now."),
            (true, false, 1) => Say::look(
                "Saving ends the one trusted browser there is, for good: allowing it again does not bring it back.",
            ),
            (true, false, trusted) => Say::look(format!(
                "Saving ends all {trusted} trusted browsers, for good: allowing them again does not bring them back."
            )),
        }
    }
}

impl Screen<Page> for State {
    type Item = Item;
    const KEYS: &'static [Key] = &[ESC, TAB, Key::new(KeyCode::Char(' '), "tick")];
    const TOPIC: Topic = Topic::Settings;

    fn form(&self, _at: Now) -> Form<Item> {
        Form::titled("2-Step Verification Enforcement")
            .text("For the whole clinic, never for some. Which way people get their codes is their own choice.")
            .gap()
            .check_box(Item::Trust, "Allow trusted browsers", None)
            .gap()
            .say(self.follows())
            .answer(self.said.clone())
            .gap()
            .cells([button(Item::Save, "Save"), button(Item::Cancel, "Cancel")])
            .submit(Item::Save)
    }

    fn inputs(&self) -> &Inputs<Item> {
        &self.inputs
    }

    fn inputs_mut(&mut self) -> &mut Inputs<Item> {
        &mut self.inputs
    }

    fn on_act(&mut self, item: Item, _at: Now) -> Wishes<Page> {
        match item {
            Item::Trust => Vec::new(),
            // What another manager has saved meanwhile is not undone by a form nobody touched.
            Item::Save if self.is_untouched() => {
                let same = flow::told(Done::Setting(SettingChange::Same));
                vec![Wish::Back, Wish::Notice(same)]
            }
            Item::Save => {
                self.said = None;
                vec![Wish::Submit(self.save())]
            }
            Item::Cancel => vec![Wish::Back],
        }
    }

    fn on_wake(&mut self, _at: Now) -> Wishes<Page> {
        vec![Wish::Ask(Request::SecuritySettings)]
    }

    fn on_reply(&mut self, reply: Reply, _at: Now) -> Wishes<Page> {
        match reply {
            Reply::SecuritySettings(settings) => {
                self.refreshed(&settings);
                Vec::new()
            }
            Reply::StepUpFirst => vec![step_up::then_ask(Act::Enforcement, self.save())],
            Reply::Trouble(sentence) => {
                self.said = Some(Say::wrong(sentence));
                Vec::new()
            }
            Reply::Done(done @ Done::Setting(_), account) => {
                vec![Wish::Back, flow::signed_in(&account), Wish::Notice(flow::told(done))]
            }
            other => flow::common(other),
        }
    }
}
