//! **Settings** ▸ **Security**, for managers alone (spec E01, E05): what is set for everybody's second step.

use actions::look::SecuritySettings;
use domain::time::Now;

use crate::backend::{Reply, Request};
use crate::effect::{Wish, Wishes};
use crate::keymap::{ESC, Key, TAB};
use crate::modals::help_text::Topic;
use crate::page::Screen;
use crate::pages::{Page, enforcement, flow};
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
        let form = Form::titled("Settings ▸ Security").column(72);
        let Some(settings) = &self.settings else {
            return form.answer(self.said.clone()).cells([link(Item::Back, "Back")]);
        };
        let trust = match (settings.trust_allowed, settings.trusted_browsers) {
            (false, _) => "trusted browsers: not allowed".to_owned(),
            (true, 0) => "trusted browsers: allowed".into(),
            (true, trusted) => format!("trusted browsers: allowed, {trusted} now"),
        };
        let form = form
            .cells([
                link(Item::Enforcement, "2-Step Verification Enforcement").width(36),
                text(Tone::Plain, trust).width(34),
            ])
            .gap();
        fixed(form, settings).gap().cells([link(Item::Back, "Back")])
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
        match (item, &self.settings) {
            (Item::Enforcement, Some(settings)) => {
                vec![Wish::Push(Page::Enforcement(enforcement::State::new(settings)))]
            }
            (Item::Enforcement, None) => Vec::new(),
            (Item::Back, _) => vec![Wish::Back],
        }
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
