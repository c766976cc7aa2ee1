//! **Staff** (spec A01), for managers alone: who is protected and who is not; search as you type, filters, orders.
//!
//! The rows lie in memory, shared with whoever sent them, and are looked through here: no key waits for the database. What
//! is found and in which order is decided in `domain::roster`; the columns are `staff/columns.rs`.

mod columns;

use std::sync::Arc;

use crossterm::event::{KeyCode, KeyEvent};
use domain::contact::SearchWords;
use domain::roster::{Filter, Member, Order, Tally, View, next_change};
use domain::time::Now;
use jiff::tz::TimeZone;

use crate::backend::{Reply, Request};
use crate::effect::{Wish, Wishes};
use crate::keymap::{ESC, Key};
use crate::modals::help_text::Topic;
use crate::page::{Canvas, Screen};
use crate::pages::{Page, add_person, flow, import, person};
use crate::theme::Tone;
use crate::widgets::bar::Bar;
use crate::widgets::cell::{Cell, link};
use crate::widgets::form::Form;
use crate::widgets::inputs::Inputs;
use crate::widgets::list::{Column, Place, Rows};
use crate::widgets::say::Say;

/// What the search looks through.
const HINT: &str = "name, user name or e-mail address";
/// Cells of what is typed there.
const SEARCH: u16 = 40;

/// The page's items.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Item {
    /// What is looked for.
    Search,
    /// Who is shown.
    Show(Filter),
    /// The people.
    List,
    /// The next order.
    Order,
    /// The other way round.
    Reverse,
    /// Somebody new.
    Add,
    /// A table of people.
    Import,
    /// Back to home.
    Back,
}

/// The page.
pub struct State {
    /// Everybody; `None` before the answer, and once it was refused.
    members: Option<Arc<Vec<Member>>>,
    view: View,
    /// The places in `members` of those who are shown.
    shown: Vec<usize>,
    tally: Tally,
    place: Place,
    columns: Vec<Column>,
    said: Option<Say>,
    inputs: Inputs<Item>,
}

/// Who is chosen after the people, or what is looked for, have changed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Choose {
    /// The first.
    First,
    /// The same person, where still shown.
    Same,
}

impl State {
    /// The page; everybody is asked for at once.
    #[must_use]
    pub fn new() -> Self {
        let view = View::default();
        Self {
            members: None,
            columns: columns::of(&view),
            view,
            shown: Vec::new(),
            tally: Tally::default(),
            place: Place::new(),
            said: None,
            inputs: Inputs::new(Item::Search),
        }
    }

    fn member(&self, row: usize) -> Option<&Member> {
        let members = self.members.as_ref()?;
        self.shown.get(row).and_then(|place| members.get(*place))
    }

    /// Who is chosen.
    fn chosen(&self) -> Option<&Member> {
        self.member(self.place.chosen())
    }

    /// Looks through everybody anew.
    fn look_through(&mut self, choose: Choose, members: Option<Arc<Vec<Member>>>, at: Now) {
        let before = self.chosen().map(|member| member.id);
        let all = members.as_deref().map_or(&[][..], Vec::as_slice);
        self.shown = self.view.of(all, at);
        self.tally = Tally::of(all, at);
        self.columns = columns::of(&self.view);
        let same = before.and_then(|id| self.shown.iter().position(|place| all[*place].id == id));
        match (choose, same) {
            (Choose::Same, Some(row)) => self.place.follow(row),
            (Choose::Same, None) => self.place.shrink(self.shown.len()),
            (Choose::First, _) => self.place.choose(0),
        }
        self.members = members;
    }

    fn again(&mut self, choose: Choose, at: Now) {
        self.look_through(choose, self.members.clone(), at);
    }

    /// The page of one person. Everything that leads there leads through here.
    fn open(&self) -> Wishes<Page> {
        let page = |member: &Member| Wish::Push(Page::Person(person::State::new(member.id)));
        self.chosen().map(page).into_iter().collect()
    }

    fn sort_by(&mut self, order: Order) {
        self.view.order = order;
        self.view.reversed = false;
    }

    fn filters(&self) -> Vec<Cell<Item>> {
        let next = self.view.filter.next();
        let cell = |filter: &Filter| {
            let label = format!("{filter} {}", self.tally.taken_by(*filter));
            let cell = link(Item::Show(*filter), label).chosen(self.view.filter == *filter);
            if *filter == next { cell.key(KeyCode::F(3)) } else { cell }
        };
        Filter::ALL.iter().map(cell).collect()
    }

    /// How many of those who can sign in are protected.
    fn chart(&self) -> Bar {
        let (on, all) = (self.tally.on, self.tally.with_access());
        let mut says = format!("{on} of {all}");
        if self.tally.paused > 0 {
            says.push_str(&format!(", {} paused", self.tally.paused));
        }
        Bar {
            label: "2SV on".into(),
            full: on,
            half: self.tally.paused,
            all,
            says,
        }
    }

    /// Who is chosen, whole, and how many are found.
    fn foot(&self) -> Say {
        let text = match (self.chosen(), self.members.is_some()) {
            (Some(member), _) => {
                let number = self.place.chosen() + 1;
                format!("{number} of {} · {}", self.shown.len(), columns::whole(member))
            }
            (None, true) => "Nobody fits. Type less, or show all.".into(),
            (None, false) => String::new(),
        };
        Say {
            tone: Tone::Quiet,
            text,
        }
    }
}

impl Default for State {
    fn default() -> Self {
        Self::new()
    }
}

/// The people as the list draws them.
struct Shown<'a> {
    page: &'a State,
    zone: &'a TimeZone,
    at: Now,
}

impl Rows for Shown<'_> {
    fn columns(&self) -> &[Column] {
        &self.page.columns
    }

    fn len(&self) -> usize {
        self.page.shown.len()
    }

    fn row(&self, number: usize) -> Vec<Say> {
        let member = self.page.member(number);
        member.map_or_else(Vec::new, |member| columns::row(member, self.zone, self.at))
    }

    fn place(&self) -> &Place {
        &self.page.place
    }

    fn nothing(&self) -> Say {
        match &self.page.members {
            Some(_) => Say::look("Nobody is found. Change what you look for, or who is shown."),
            None => Say::plain(""),
        }
    }
}

impl Screen<Page> for State {
    type Item = Item;
    const KEYS: &'static [Key] = &[ESC, Key::f(3, "filter"), Key::f(4, "sort")];
    const TOPIC: Topic = Topic::Staff;

    fn form(&self, _at: Now) -> Form<Item> {
        if let Some(said) = &self.said {
            return Form::titled("Staff")
                .say(said.clone())
                .gap()
                .cells([link(Item::Back, "Back")]);
        }
        let order = format!("in order of {}", columns::order_label(self.view.order));
        let way = if self.view.reversed {
            "as usual"
        } else {
            "the other way round"
        };
        Form::titled("Staff")
            .wide()
            .inline(Item::Search, "Search", SEARCH, HINT)
            .cells(self.filters())
            .bar(self.chart())
            .gap()
            .list(Item::List)
            .line(self.foot())
            .cells([
                link(Item::Order, order).key(KeyCode::F(4)),
                link(Item::Reverse, way),
                link(Item::Add, "Add"),
                link(Item::Import, "Import"),
                link(Item::Back, "Back"),
            ])
            .submit(Item::List)
    }

    fn keys(&self) -> &'static [Key] {
        if self.said.is_some() { &[ESC] } else { Self::KEYS }
    }

    fn inputs(&self) -> &Inputs<Item> {
        &self.inputs
    }

    fn inputs_mut(&mut self) -> &mut Inputs<Item> {
        &mut self.inputs
    }

    fn on_act(&mut self, item: Item, at: Now) -> Wishes<Page> {
        match item {
            Item::Show(filter) => self.view.filter = filter,
            Item::Order => self.sort_by(self.view.order.next()),
            Item::Reverse => self.view.reversed = !self.view.reversed,
            Item::List => return self.open(),
            Item::Add => return vec![Wish::Push(Page::AddPerson(add_person::State::new()))],
            Item::Import => return vec![Wish::Push(Page::Import(import::State::new()))],
            Item::Back => return vec![Wish::Back],
            Item::Search => {}
        }
        self.again(Choose::Same, at);
        Vec::new()
    }

    fn on_edit(&mut self, _item: Item, at: Now) -> Wishes<Page> {
        self.view.words = SearchWords::parse(self.inputs.text(Item::Search));
        self.again(Choose::First, at);
        Vec::new()
    }

    fn on_row(&mut self, row: usize, _at: Now) -> Wishes<Page> {
        self.place.choose(row);
        self.open()
    }

    fn on_title(&mut self, number: u16, at: Now) -> Wishes<Page> {
        match columns::order_of(number) {
            Some(order) if order == self.view.order => self.view.reversed = !self.view.reversed,
            Some(order) => self.sort_by(order),
            None => {}
        }
        self.again(Choose::Same, at);
        Vec::new()
    }

    fn on_key(&mut self, key: &KeyEvent, _at: Now) -> Wishes<Page> {
        self.place.key(key, self.shown.len());
        Vec::new()
    }

    fn on_open(&mut self, _at: Now) -> Wishes<Page> {
        vec![Wish::Ask(Request::Staff)]
    }

    fn on_wake(&mut self, at: Now) -> Wishes<Page> {
        self.on_open(at)
    }

    fn on_tick(&mut self, at: Now) -> Wishes<Page> {
        self.again(Choose::Same, at);
        Vec::new()
    }

    fn on_reply(&mut self, reply: Reply, at: Now) -> Wishes<Page> {
        match reply {
            Reply::Staff(members) => {
                self.said = None;
                self.look_through(Choose::Same, Some(members), at);
                Vec::new()
            }
            Reply::Trouble(sentence) => {
                // Not a manager any more, or not readable: nobody old is shown.
                self.look_through(Choose::First, None, at);
                self.said = Some(Say::wrong(sentence));
                Vec::new()
            }
            other => flow::common(other),
        }
    }

    /// Somebody's wait or pause ends.
    fn next_tick(&self, at: Now) -> Option<i64> {
        next_change(self.members.as_ref()?, at)
    }

    fn view(&self, canvas: &mut Canvas<'_>, at: Now) {
        let rows = Shown {
            page: self,
            zone: &canvas.house.zone.clone(),
            at,
        };
        self.form(at).draw_with(&self.inputs, Some(&rows), canvas);
    }
}
