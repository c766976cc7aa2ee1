//! One row of the record (spec D03): all that stands in it, in plain words; where something was refused, by which rule, and
//! what the person can do now.

use actions::see_activity::Line;
use domain::activity::{explain, rule_words};
use domain::audit::{Ending, Kind};
use domain::time::Now;
use jiff::tz::TimeZone;

use crate::clock;
use crate::effect::{Wish, Wishes};
use crate::keymap::{ESC, Key, TAB};
use crate::modals::help_text::Topic;
use crate::page::Screen;
use crate::pages::{Page, activity};
use crate::widgets::cell::{Cell, link};
use crate::widgets::form::Form;
use crate::widgets::inputs::Inputs;

/// The page's items.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Item {
    /// Everything about who did it.
    Actor,
    /// Everything about whom it is about.
    Subject,
    /// Back to the list.
    Back,
}

/// The page.
pub struct State {
    row: Line,
    zone: TimeZone,
    inputs: Inputs<Item>,
}

impl State {
    /// The page of a row.
    #[must_use]
    pub fn new(row: Line, zone: TimeZone) -> Self {
        Self {
            row,
            zone,
            inputs: Inputs::new(Item::Back),
        }
    }

    fn outcome(&self) -> &'static str {
        match Ending::parse(&self.row.outcome) {
            Some(Ending::Done) => "done",
            Some(Ending::Refused) => "refused",
            Some(Ending::Failed) => "failed",
            None => "not known",
        }
    }

    fn explained(&self, form: Form<Item>) -> Form<Item> {
        let reason = match (Kind::parse(&self.row.kind), Ending::parse(&self.row.outcome)) {
            (Some(kind), Some(outcome)) => explain(kind, outcome, &self.row.rule),
            (Some(_) | None, Some(_) | None) => None,
        };
        let Some(reason) = reason else {
            return form;
        };
        let asked = if self.row.outcome == Ending::Refused.as_str() {
            "Why was it refused?"
        } else {
            "Why did it fail?"
        };
        form.gap()
            .heading(asked)
            .text(reason.why)
            .heading("What now?")
            .text(reason.now)
    }

    fn links(&self) -> Vec<Cell<Item>> {
        let row = &self.row;
        let mut links = vec![link(Item::Actor, format!("All about {}", who(&row.actor)))];
        if !row.subject.is_empty() && row.subject != row.actor {
            links.push(link(Item::Subject, format!("All about {}", row.subject)));
        }
        links.push(link(Item::Back, "Back"));
        links
    }

    fn about(&self, name: &str) -> Wishes<Page> {
        vec![Wish::Go(Page::Activity(activity::State::about(
            name,
            self.zone.clone(),
        )))]
    }
}

/// Who did it, as people call them.
pub(super) fn who(actor: &str) -> String {
    match actor.split_once(':') {
        Some(("operator", login)) => format!("operator {login}"),
        Some(("unknown", _)) => "unknown name".into(),
        Some(_) | None => actor.to_owned(),
    }
}

/// A row in one sentence, for whom the columns are too narrow.
pub(super) fn sentence(row: &Line) -> String {
    let detail = [row.place.as_str(), row.detail.as_str()];
    let detail: Vec<&str> = detail.into_iter().filter(|part| !part.is_empty()).collect();
    detail.join(", ")
}

/// A field with its name before it; nothing where there is nothing.
fn field(form: Form<Item>, name: &str, value: &str) -> Form<Item> {
    if value.is_empty() {
        return form;
    }
    form.text(format!("{name}: {value}"))
}

impl Screen<Page> for State {
    type Item = Item;
    const KEYS: &'static [Key] = &[ESC, TAB, Key::enter("open")];
    const TOPIC: Topic = Topic::Activity;

    fn form(&self, _at: Now) -> Form<Item> {
        let row = &self.row;
        let form = Form::titled(format!("Activity ▸ row {}", row.number)).column(72);
        let form = form.say(activity::what(row)).gap();
        let form = field(form, "When", &clock::date_and_second(row.at, &self.zone));
        let form = field(form, "Who", &row.actor);
        let form = field(form, "About", &row.subject);
        let form = field(form, "From", &row.place);
        let form = field(form, "Outcome", self.outcome());
        let rule = rule_words(&row.rule).map_or_else(|| row.rule.clone(), |words| format!("{}. {words}", row.rule));
        let form = field(form, "Rule", &rule);
        let form = field(form, "More", &row.detail);
        self.explained(form).gap().cells(self.links())
    }

    fn inputs(&self) -> &Inputs<Item> {
        &self.inputs
    }

    fn inputs_mut(&mut self) -> &mut Inputs<Item> {
        &mut self.inputs
    }

    fn on_act(&mut self, item: Item, _at: Now) -> Wishes<Page> {
        match item {
            Item::Actor => self.about(&self.row.actor),
            Item::Subject => self.about(&self.row.subject),
            Item::Back => vec![Wish::Back],
        }
    }
}
