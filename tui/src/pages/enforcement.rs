//! Settings ▸ Security ▸ **2-Step Verification Enforcement** (spec E01, T05): *Require for all staff* and *Allow trusted
//! browsers*, with what follows said before it is saved. Requiring it goes through the preview (E02).

use actions::look::SecuritySettings;
use actions::set_enforcement::{SettingChange, Switches};
use crossterm::event::KeyCode;
use domain::policy::ClinicRule;
use domain::step_up::Act;
use domain::time::Now;

use crate::backend::{Done, Reply, Request};
use crate::effect::{Wish, Wishes};
use crate::keymap::{ESC, Key, TAB};
use crate::modals::help_text::Topic;
use crate::page::Screen;
use crate::pages::{Page, enforcement_preview, flow, step_up};
use crate::widgets::cell::button;
use crate::widgets::form::Form;
use crate::widgets::inputs::Inputs;
use crate::widgets::say::Say;

/// The page's items.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Item {
    /// `Require for all staff`.
    Require,
    /// `Allow trusted browsers`.
    Trust,
    /// `Save`.
    Save,
    /// `Cancel`.
    Cancel,
}

/// The page.
pub struct State {
    was: ClinicRule,
    trusted: u32,
    said: Option<Say>,
    inputs: Inputs<Item>,
}

impl State {
    /// The page on what is set now.
    #[must_use]
    pub fn new(settings: &SecuritySettings) -> Self {
        let mut inputs = Inputs::new(Item::Require);
        inputs.tick(Item::Require, settings.rule.enforced);
        inputs.tick(Item::Trust, settings.rule.trust_allowed);
        Self {
            was: settings.rule,
            trusted: settings.trusted_browsers,
            said: None,
            inputs,
        }
    }

    /// What was touched, and nothing else (T68).
    fn touched(&self) -> Switches {
        let touched = |item, was: bool| Some(self.inputs.ticked(item)).filter(|on| *on != was);
        Switches {
            enforced: touched(Item::Require, self.was.enforced),
            trust_allowed: touched(Item::Trust, self.was.trust_allowed),
        }
    }

    fn save(&self) -> Request {
        Request::SetEnforcement(self.touched())
    }

    /// What is set now; what the person has ticked stays.
    fn refreshed(&mut self, settings: &SecuritySettings) {
        let touched = self.touched();
        if touched.enforced.is_none() {
            self.inputs.tick(Item::Require, settings.rule.enforced);
        }
        if touched.trust_allowed.is_none() {
            self.inputs.tick(Item::Trust, settings.rule.trust_allowed);
        }
        self.was = settings.rule;
        self.trusted = settings.trusted_browsers;
    }

    /// What saving *Require for all staff* would do.
    fn requires(&self) -> Say {
        match (self.was.enforced, self.inputs.ticked(Item::Require)) {
            (false, false) => Say::plain("Now: each person decides."),
            (true, true) => Say::plain(
                "Now: who has none sets it up at the next sign-in, before anything else; nobody turns it off.",
            ),
            (false, true) => Say::look("Saving first shows who would have to do what. Nothing is switched on before."),
            (true, false) => Say::look("Saving leaves it to each person again. What is set up stays set up."),
        }
    }

    /// What saving *Allow trusted browsers* would do.
    fn trusts(&self) -> Say {
        match (self.was.trust_allowed, self.inputs.ticked(Item::Trust), self.trusted) {
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
            .check_box(Item::Require, "Require for all staff", None)
            .say(self.requires())
            .gap()
            .check_box(Item::Trust, "Allow trusted browsers", None)
            .say(self.trusts())
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
        let touched = self.touched();
        match item {
            Item::Require | Item::Trust => Vec::new(),
            // What another manager has saved meanwhile is not undone by a form nobody touched.
            Item::Save if touched == Switches::default() => {
                let same = flow::told(Done::Setting(SettingChange::Same));
                vec![Wish::Back, Wish::Notice(same)]
            }
            Item::Save if touched.enforced == Some(true) => {
                self.said = None;
                let preview = enforcement_preview::State::new(touched);
                vec![Wish::Push(Page::EnforcementPreview(preview))]
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
