//! **Reports** ▸ **First passwords** (spec A07): who has never signed in, with ticks; one list with a password each, handed
//! out on paper. Everybody without a password is ticked at first.

use actions::first_passwords::{AT_MOST, HasSoFar, Newcomer};
use crossterm::event::KeyCode;
use domain::contact::visible_within;
use domain::ids::StaffId;
use domain::step_up::Act;
use domain::time::Now;

use crate::backend::{Reply, Request};
use crate::effect::{Wish, Wishes};
use crate::keymap::{ESC, Key, TAB};
use crate::modals::help_text::Topic;
use crate::page::Screen;
use crate::pages::saving::Saving;
use crate::pages::{Page, flow, step_up};
use crate::theme::Tone;
use crate::widgets::cell::{button, link, text};
use crate::widgets::form::Form;
use crate::widgets::inputs::Inputs;
use crate::widgets::say::Say;

/// People on the screen at once.
const SHOWN: usize = 8;

/// The page's items.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Item {
    /// Somebody's tick.
    Person(StaffId),
    /// The people before.
    Before,
    /// The people after.
    After,
    /// The passwords and their list.
    Make,
    /// `Stop`.
    Stop,
    /// Back.
    Back,
}

/// The page.
pub struct State {
    people: Option<Vec<Newcomer>>,
    /// The first one on the screen.
    first: usize,
    /// Whether the ticks are the person's by now, or still those of the beginning.
    ticked: bool,
    saving: Saving,
    inputs: Inputs<Item>,
}

impl State {
    /// The page; who is on it is asked at once.
    #[must_use]
    pub fn new() -> Self {
        Self {
            people: None,
            first: 0,
            ticked: false,
            saving: Saving::default(),
            inputs: Inputs::new(Item::Make),
        }
    }

    fn seen(&mut self, people: Vec<Newcomer>) {
        if !self.ticked {
            let without = people.iter().filter(|person| person.has == HasSoFar::Nothing);
            for person in without.take(AT_MOST) {
                self.inputs.tick(Item::Person(person.id), true);
            }
            self.ticked = true;
        }
        self.first = self.first.min(last_page(people.len()));
        self.people = Some(people);
    }

    fn chosen(&self) -> Vec<StaffId> {
        let people = self.people.iter().flatten().map(|person| person.id);
        people.filter(|id| self.inputs.ticked(Item::Person(*id))).collect()
    }

    fn ask(&self) -> Request {
        Request::FirstPasswords(self.chosen())
    }

    fn make(&mut self) -> Wishes<Page> {
        self.saving.forget();
        vec![Wish::Submit(self.ask())]
    }

    /// Whoever is on the list has a password now: their ticks go, so that nobody gets another one by a second Enter.
    fn done(&mut self) {
        for id in self.chosen() {
            self.inputs.tick(Item::Person(id), false);
        }
        self.inputs.focus(Item::Back);
    }

    fn turn(&mut self, item: Item) {
        let people = self.people.as_ref().map_or(0, Vec::len);
        self.first = match item {
            Item::Before => self.first.saturating_sub(SHOWN),
            Item::After => (self.first + SHOWN).min(last_page(people)),
            Item::Person(_) | Item::Make | Item::Stop | Item::Back => self.first,
        };
    }

    fn list(&self, mut form: Form<Item>, people: &[Newcomer]) -> Form<Item> {
        for person in people.iter().skip(self.first).take(SHOWN) {
            form = form.check_box(Item::Person(person.id), line(person), None);
        }
        if people.len() <= SHOWN {
            return form;
        }
        let last = (self.first + SHOWN).min(people.len());
        form.cells([
            text(Tone::Quiet, format!("{} to {last} of {}", self.first + 1, people.len())).width(24),
            link(Item::Before, "Before"),
            link(Item::After, "After"),
        ])
    }
}

impl Default for State {
    fn default() -> Self {
        Self::new()
    }
}

/// Where the last page of so many people begins.
fn last_page(people: usize) -> usize {
    people.saturating_sub(1) / SHOWN * SHOWN
}

fn line(person: &Newcomer) -> String {
    let has = match person.has {
        HasSoFar::Nothing => "",
        HasSoFar::Temporary { .. } => " · has a temporary password",
        HasSoFar::Own => " · has a password of their own",
    };
    let (name, username) = (visible_within(&person.name, 26), visible_within(&person.username, 14));
    format!("{name} ({username}){has}")
}

impl Screen<Page> for State {
    type Item = Item;
    const KEYS: &'static [Key] = &[ESC, TAB, Key::new(KeyCode::Char(' '), "tick")];
    const TOPIC: Topic = Topic::FirstPasswords;

    fn form(&self, _at: Now) -> Form<Item> {
        let form = Form::titled("First passwords").column(72);
        let Some(people) = &self.people else {
            return self.saving.show(form, Item::Stop).cells([link(Item::Back, "Back")]);
        };
        if self.saving.is_busy() {
            return self
                .saving
                .show(form.text("Nothing counts until all of them are made."), Item::Stop);
        }
        if people.is_empty() {
            let form = form.say(Say::done("Everybody with access has signed in."));
            return self.saving.show(form, Item::Stop).cells([link(Item::Back, "Back")]);
        }
        let chosen = self.chosen().len();
        let make = match chosen {
            0 => Say::look("Nobody is ticked."),
            1..=AT_MOST => {
                Say::plain("Each works for 72 hours. You get one list, to be cut apart and handed over in person.")
            }
            _ => Say::look(format!("At most {AT_MOST} people at once: take some ticks away.")),
        };
        let form = self.list(form.text("Who has never signed in:"), people);
        let form = form
            .gap()
            .say(make)
            .cells([button(Item::Make, format!("Make first passwords for {chosen}"))]);
        self.saving
            .show(form, Item::Stop)
            .gap()
            .cells([link(Item::Back, "Back")])
            .submit(Item::Make)
    }

    fn inputs(&self) -> &Inputs<Item> {
        &self.inputs
    }

    fn inputs_mut(&mut self) -> &mut Inputs<Item> {
        &mut self.inputs
    }

    fn on_open(&mut self, _at: Now) -> Wishes<Page> {
        vec![Wish::Ask(Request::Newcomers)]
    }

    fn on_wake(&mut self, at: Now) -> Wishes<Page> {
        self.on_open(at)
    }

    fn on_act(&mut self, item: Item, _at: Now) -> Wishes<Page> {
        match item {
            Item::Person(_) => Vec::new(),
            Item::Before | Item::After => {
                self.turn(item);
                Vec::new()
            }
            Item::Make => self.make(),
            Item::Stop => self.saving.stop(),
            Item::Back => vec![Wish::Back],
        }
    }

    fn on_back(&mut self, _at: Now) -> Wishes<Page> {
        if self.saving.is_busy() {
            return self.saving.stop();
        }
        vec![Wish::Back]
    }

    fn on_reply(&mut self, reply: Reply, at: Now) -> Wishes<Page> {
        if matches!(reply, Reply::SavedAs(_) | Reply::Offered(..)) {
            self.done();
        }
        match self.saving.hear(reply, at) {
            Ok(wishes) => wishes,
            Err(Reply::Newcomers(people)) => {
                self.seen(people);
                Vec::new()
            }
            Err(Reply::StepUpFirst) => vec![step_up::then_ask(Act::FirstPasswords, self.ask())],
            Err(other) => flow::common(other),
        }
    }
}
