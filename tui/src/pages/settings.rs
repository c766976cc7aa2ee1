//! **Settings**, for managers alone (spec E01, E04, E05): what is set for everybody's second step and sessions, the
//! clinic's own page, and what is fixed.

use actions::look::SecuritySettings;
use domain::time::Now;

use crate::backend::{Reply, Request};
use crate::effect::{Wish, Wishes};
use crate::keymap::{ESC, Key, TAB};
use crate::modals::help_text::Topic;
use crate::page::Screen;
use crate::pages::{Page, clinic, enforcement, flow, holidays, sign_out};
use crate::theme::Tone;
use crate::widgets::cell::{link, text};
use crate::widgets::form::Form;
use crate::widgets::inputs::Inputs;
use crate::widgets::say::Say;

/// The page's items.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Item {
    /// `2-Step Verification Enforcement`.
    Enforcement,
    /// `Automatic Sign Out`.
    SignOut,
    /// The clinic's names and support contact.
    Clinic,
    /// Its holidays.
    Holidays,
    /// Back to home.
    Back,
}

/// The page.
pub struct State {
    settings: Option<SecuritySettings>,
    said: Option<Say>,
    inputs: Inputs<Item>,
}

impl State {
    /// The page; what is set is asked at once.
    #[must_use]
    pub fn new() -> Self {
        Self {
            settings: None,
            said: None,
            inputs: Inputs::new(Item::Enforcement),
        }
    }
}

impl Default for State {
    fn default() -> Self {
        Self::new()
    }
}

/// What can be set: a link, and how it stands.
fn choices(form: Form<Item>, settings: &SecuritySettings) -> Form<Item> {
    let row =
        |item, label: &'static str, value: String| [link(item, label).width(36), text(Tone::Plain, value).width(34)];
    let required = if settings.rule.enforced {
        "required for all staff"
    } else {
        "each person decides"
    };
    let trust = match (settings.rule.trust_allowed, settings.trusted_browsers) {
        (false, _) => "trusted browsers: not allowed".to_owned(),
        (true, 0) => "trusted browsers: allowed".into(),
        (true, trusted) => format!("trusted browsers: allowed, {trusted} now"),
    };
    let below = [text(Tone::Plain, " ").width(36), text(Tone::Plain, trust).width(34)];
    let after = format!("after {} without a key", settings.rule.sign_out_after.label());
    form.heading("Security")
        .cells(row(
            Item::Enforcement,
            "2-Step Verification Enforcement",
            required.into(),
        ))
        .cells(below)
        .cells(row(Item::SignOut, "Automatic Sign Out", after))
        .gap()
        .heading("Clinic")
        .cells(row(
            Item::Clinic,
            "Names and support contact",
            "on screens, in mails and texts".into(),
        ))
        .cells(row(Item::Holidays, "Holidays", "no business days".into()))
        .gap()
}

/// What cannot be set here, and where it stands (spec E05).
fn fixed(form: Form<Item>, settings: &SecuritySettings) -> Form<Item> {
    let row =
        |label: &'static str, value: String| [text(Tone::Plain, label).width(36), text(Tone::Quiet, value).width(34)];
    form.heading("Fixed")
        .cells(row("A texted code lasts", "5 minutes".into()))
        .cells(row("Wrong codes in a row before a wait", "5".into()))
        .cells(row("The first wait", "15 minutes, then twice as long".into()))
        .gap()
        .heading("In vestibule.toml on the server")
        .cells(row("Texts go to numbers of", settings.countries.join(", ")))
        .cells(row("Texts a day, the whole clinic", settings.daily_cap.to_string()))
}

impl Screen<Page> for State {
    type Item = Item;
    const KEYS: &'static [Key] = &[ESC, TAB, Key::enter("open")];
    const TOPIC: Topic = Topic::Settings;

    fn form(&self, _at: Now) -> Form<Item> {
        let form = Form::titled("Settings").column(72);
        let Some(settings) = &self.settings else {
            return form.answer(self.said.clone()).cells([link(Item::Back, "Back")]);
        };
        fixed(choices(form, settings), settings)
            .gap()
            .cells([link(Item::Back, "Back")])
    }

    fn inputs(&self) -> &Inputs<Item> {
        &self.inputs
    }

    fn inputs_mut(&mut self) -> &mut Inputs<Item> {
        &mut self.inputs
    }

    fn on_open(&mut self, _at: Now) -> Wishes<Page> {
        vec![Wish::Ask(Request::SecuritySettings)]
    }

    fn on_wake(&mut self, at: Now) -> Wishes<Page> {
        self.on_open(at)
    }

    fn on_act(&mut self, item: Item, _at: Now) -> Wishes<Page> {
        let page = match (item, &self.settings) {
            (Item::Back, _) => return vec![Wish::Back],
            (_, None) => return Vec::new(),
            (Item::Enforcement, Some(settings)) => Page::Enforcement(enforcement::State::new(settings)),
            (Item::SignOut, Some(settings)) => Page::SignOut(sign_out::State::new(settings)),
            (Item::Clinic, Some(_)) => Page::Clinic(clinic::State::new()),
            (Item::Holidays, Some(_)) => Page::Holidays(holidays::State::new()),
        };
        vec![Wish::Push(page)]
    }

    fn on_reply(&mut self, reply: Reply, _at: Now) -> Wishes<Page> {
        match reply {
            Reply::SecuritySettings(settings) => {
                self.settings = Some(*settings);
                Vec::new()
            }
            Reply::Trouble(sentence) => {
                // Not a manager any more, or not readable: nothing old is shown.
                self.settings = None;
                self.said = Some(Say::wrong(sentence));
                Vec::new()
            }
            other => flow::common(other),
        }
    }
}
