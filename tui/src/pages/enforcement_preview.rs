//! Before *Require for all staff* goes on (spec E02): how many have none, who has no number, who would have to be paused.
//! The list stands a page at a time, so that it is as quick with 10,000 people as with ten.

use actions::look_settings::{Preview, PreviewLine};
use actions::set_enforcement::Switches;
use domain::contact::visible;
use domain::policy::Readiness;
use domain::time::Now;
use jiff::tz::TimeZone;

use crate::backend::{Reply, Request};
use crate::clock;
use crate::effect::{Wish, Wishes};
use crate::keymap::{ESC, Key, TAB};
use crate::modals::help_text::Topic;
use crate::page::Screen;
use crate::pages::{Page, flow};
use crate::theme::Tone;
use crate::widgets::cell::{button, text};
use crate::widgets::form::Form;
use crate::widgets::inputs::Inputs;
use crate::widgets::paging::{EARLIER, MORE, Paging, Ways};
use crate::widgets::say::Say;

/// People on one page of the list.
const LINES: usize = 5;

/// The page's items.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Item {
    /// The page of the list before.
    Earlier,
    /// The next page of the list.
    More,
    /// Leave all as it is.
    Cancel,
    /// `Switch on`.
    SwitchOn,
}

/// The page.
pub struct State {
    wanted: Switches,
    preview: Option<Preview>,
    paging: Paging,
    said: Option<Say>,
    inputs: Inputs<Item>,
}

impl State {
    /// The page before these switches are set; who stands how is asked at once.
    #[must_use]
    pub fn new(wanted: Switches) -> Self {
        Self {
            wanted,
            preview: None,
            paging: Paging::new(LINES),
            said: None,
            inputs: Inputs::new(Item::Cancel),
        }
    }
}

/// `1 person`, `12 people`.
fn people(count: usize) -> String {
    if count == 1 {
        "1 person".into()
    } else {
        format!("{count} people")
    }
}

/// `has`, `have`.
fn have(count: usize) -> &'static str {
    if count == 1 { "has" } else { "have" }
}

/// The counts, in words.
fn counts(form: Form<Item>, preview: &Preview) -> Form<Item> {
    let none = preview.without_method();
    let (all, on) = (people(preview.people), preview.on);
    let form = match none {
        0 => form.say(Say::done(format!("{all} can sign in, and all of them use it already."))),
        _ => form.text(format!(
            "{all} can sign in. {on} use it already; {none} {} none and must set it up at the next sign-in, before anything else.",
            have(none)
        )),
    };
    let form = match preview.without_number {
        0 => form,
        without => form.text(format!(
            "{} {} no mobile number on the profile: texts need one.",
            people(without),
            have(without)
        )),
    };
    let form = match preview.no_way_yet {
        0 => form,
        neither => form.say(Say::look(format!(
            "{} {} neither: an app, or a number typed at the set-up, lets them in. Who has neither phone nor computer would have to be paused: their profile, Pause.",
            people(neither),
            have(neither)
        ))),
    };
    if preview.oneself {
        form.say(Say::look("You are among those who have none."))
    } else {
        form
    }
}

/// What the rule asks of one person.
fn asks(line: &PreviewLine, zone: &TimeZone, now_ms: i64) -> (Tone, String) {
    match (line.stands, line.paused_until) {
        (Readiness::NoWayYet, _) => (Tone::Look, "no number: an app, or Pause".into()),
        (Readiness::Paused, Some(until)) => {
            let until = clock::time_or_day(until, now_ms, zone);
            (Tone::Quiet, format!("paused until {until}"))
        }
        (Readiness::Paused, None) => (Tone::Quiet, "paused".into()),
        (Readiness::NoPassword, _) => (Tone::Quiet, "no password yet".into()),
        (Readiness::SetsUp, _) => (Tone::Plain, "sets it up".into()),
        (Readiness::OnWithoutNumber, _) => (Tone::Done, "on by app; no number".into()),
        (Readiness::On, _) => (Tone::Done, "on".into()),
    }
}

impl Screen<Page> for State {
    type Item = Item;
    const KEYS: &'static [Key] = &[ESC, TAB];
    const TOPIC: Topic = Topic::Settings;

    fn keys(&self) -> &'static [Key] {
        match self.paging.ways() {
            Ways::None => Self::KEYS,
            Ways::More => &[ESC, TAB, MORE],
            Ways::Earlier => &[ESC, TAB, EARLIER],
            Ways::Both => &[ESC, EARLIER, MORE],
        }
    }

    fn form(&self, at: Now) -> Form<Item> {
        let form = Form::titled("Require 2-Step Verification of everybody?").column(72);
        let cancel = button(Item::Cancel, "Cancel");
        let Some(preview) = &self.preview else {
            return form.answer(self.said.clone()).cells([cancel]);
        };
        if preview.enforced {
            return form
                .say(Say::done(
                    "Another manager has switched it on meanwhile: there is nothing left to do.",
                ))
                .gap()
                .cells([cancel]);
        }
        let mut form = counts(form, preview).gap();
        let shown = preview.lines.get(self.paging.shown()).unwrap_or_default();
        let zone = clock::zone(&preview.time_zone);
        for line in shown {
            let (tone, words) = asks(line, &zone, at.wall_ms);
            form = form.cells([
                text(Tone::Plain, visible(&line.name)).width(28),
                text(Tone::Quiet, visible(&line.username)).width(15),
                text(tone, words).width(28),
            ]);
        }
        form = self.paging.row(form, Item::Earlier, Item::More);
        form.answer(self.said.clone())
            .gap()
            .cells([cancel, button(Item::SwitchOn, "Switch on")])
    }

    fn inputs(&self) -> &Inputs<Item> {
        &self.inputs
    }

    fn inputs_mut(&mut self) -> &mut Inputs<Item> {
        &mut self.inputs
    }

    fn on_open(&mut self, _at: Now) -> Wishes<Page> {
        vec![Wish::Ask(Request::PreviewEnforcement)]
    }

    fn on_wake(&mut self, at: Now) -> Wishes<Page> {
        self.on_open(at)
    }

    fn on_act(&mut self, item: Item, _at: Now) -> Wishes<Page> {
        match item {
            Item::Earlier => self.paging.earlier(),
            Item::More => self.paging.more(),
            Item::Cancel => return vec![Wish::Back],
            // The page beneath gets the answer, and asks for a step-up where one is due.
            Item::SwitchOn => return vec![Wish::Back, Wish::Submit(Request::SetEnforcement(self.wanted))],
        }
        Vec::new()
    }

    fn on_reply(&mut self, reply: Reply, _at: Now) -> Wishes<Page> {
        match reply {
            Reply::Preview(preview) => {
                self.paging.holds(preview.lines.len());
                self.preview = Some(*preview);
                Vec::new()
            }
            Reply::Trouble(sentence) => {
                // Not a manager any more, or not readable: nothing old is shown.
                self.preview = None;
                self.said = Some(Say::wrong(sentence));
                Vec::new()
            }
            other => flow::common(other),
        }
    }
}
