//! **Activity** (spec D03), for managers alone: the record, newest first, by day, person and kind, as much of it as was
//! scrolled to. One row opens with all that stands in it and why something was refused (`activity_row`).
//!
//! Days and names are read here; rows are found in `store`, a page at a time, however many there are.

use actions::save_document::Order;
use actions::see_activity::{Found, Line};
use crossterm::event::{KeyCode, KeyEvent};
use domain::activity::{Filter, Group, WrongDay, filter};
use domain::audit::{Ending, Kind};
use domain::document::DocumentKind;
use domain::secret::Secret;
use domain::time::Now;
use jiff::tz::TimeZone;

use crate::backend::{Reply, Request};
use crate::clock;
use crate::effect::{Wish, Wishes};
use crate::keymap::{ESC, Key};
use crate::modals::help_text::Topic;
use crate::page::{Canvas, Screen};
use crate::pages::saving::Saving;
use crate::pages::{Page, activity_row, flow};
use crate::theme::Tone;
use crate::widgets::cell::{Cell, link};
use crate::widgets::form::Form;
use crate::widgets::inputs::Inputs;
use crate::widgets::list::{Column, Place, Rows};
use crate::widgets::say::Say;

/// So many rows before the last one that is here, older ones are asked for.
const AHEAD: usize = 100;
/// Cells of a day, and of a name.
const DAY: u16 = 14;
const NAME: u16 = 30;

const COLUMNS: [Column; 5] = [
    Column::new("When", 17),
    Column::new("Who", 13).grows(2),
    Column::new("What", 27).grows(2),
    Column::new("About", 12).grows(2),
    Column::new("From where", 24).grows(3).from(108),
];

/// The page's items.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Item {
    /// The first day.
    From,
    /// The last day.
    To,
    /// Who did it, or whom it is about.
    Person,
    /// Of which kind; everything.
    Show(Option<Group>),
    /// The rows.
    List,
    /// `Export CSV`.
    Export,
    /// `Stop` of an export.
    Stop,
    /// Back to home.
    Back,
}

/// The page.
pub struct State {
    zone: TimeZone,
    group: Option<Group>,
    /// What the rows were asked with.
    filter: Filter,
    wrong: Option<WrongDay>,
    /// `None` before the answer, and once it was refused.
    rows: Option<Vec<Line>>,
    more: bool,
    place: Place,
    saving: Saving,
    /// An export was asked for, and is not answered yet.
    is_ordered: bool,
    said: Option<Say>,
    inputs: Inputs<Item>,
}

impl State {
    /// The page; the newest rows are asked for at once.
    #[must_use]
    pub fn new(zone: TimeZone) -> Self {
        Self {
            zone,
            group: None,
            filter: Filter::default(),
            wrong: None,
            rows: None,
            more: false,
            place: Place::new(),
            saving: Saving::default(),
            is_ordered: false,
            said: None,
            inputs: Inputs::new(Item::List),
        }
    }

    /// The same with everything about one name.
    #[must_use]
    pub fn about(name: &str, zone: TimeZone) -> Self {
        let mut page = Self::new(zone);
        page.inputs.put(Item::Person, &format!("={name}"));
        page
    }

    fn shown(&self) -> &[Line] {
        self.rows.as_deref().unwrap_or_default()
    }

    fn chosen(&self) -> Option<&Line> {
        self.shown().get(self.place.chosen())
    }

    /// Reads what was typed, and asks for the newest rows that fit.
    fn look(&mut self, at: Now) -> Wishes<Page> {
        let typed = |item| self.inputs.text(item);
        let days = (typed(Item::From), typed(Item::To));
        let today = clock::civil_day(at.wall_ms, &self.zone);
        match filter(days, typed(Item::Person), self.group, today, &self.zone) {
            Ok(found) => {
                self.wrong = None;
                self.filter = found;
                self.ask(None)
            }
            Err(wrong) => {
                self.wrong = Some(wrong);
                Vec::new()
            }
        }
    }

    fn ask(&self, before: Option<i64>) -> Wishes<Page> {
        vec![Wish::Ask(Request::Activity(self.filter.clone(), before))]
    }

    /// Older rows, where the last one that is here comes near; the newest ones, where somebody looks at them.
    fn follow_up(&self) -> Wishes<Page> {
        let (chosen, rows) = (self.place.chosen(), self.shown());
        match rows.last() {
            _ if chosen == 0 => self.ask(None),
            Some(last) if self.more && chosen + AHEAD >= rows.len() => self.ask(Some(last.number)),
            Some(_) | None => Vec::new(),
        }
    }

    fn take(&mut self, found: Found) {
        let Found { before, lines, more } = found;
        self.said = None;
        match (&mut self.rows, before) {
            (Some(rows), Some(before)) if rows.last().is_some_and(|last| last.number == before) => {
                rows.extend(lines);
            }
            // Meanwhile something else is looked at.
            (_, Some(_)) => return,
            (rows, None) => *rows = Some(lines),
        }
        self.more = more;
        let len = self.shown().len();
        self.place.shrink(len);
    }

    fn open(&self) -> Wishes<Page> {
        let page = |row: &Line| Page::ActivityRow(activity_row::State::new(row.clone(), self.zone.clone()));
        self.chosen().map(|row| Wish::Push(page(row))).into_iter().collect()
    }

    fn export(&mut self) -> Wishes<Page> {
        self.is_ordered = true;
        let fields = (!self.filter.is_empty()).then(|| Secret::new(self.filter.to_text()));
        self.saving.order(Order {
            kind: DocumentKind::ActivityCsv,
            fields,
        })
    }

    fn next_group(&self) -> Option<Group> {
        let place = Group::ALL.iter().position(|group| Some(*group) == self.group);
        Group::ALL.get(place.map_or(0, |place| place + 1)).copied()
    }

    fn groups(&self) -> Vec<Cell<Item>> {
        let next = self.next_group();
        let cell = |group: Option<Group>| {
            let label = group.map_or("all", Group::label);
            let cell = link(Item::Show(group), label).chosen(group == self.group);
            if group == next { cell.key(KeyCode::F(3)) } else { cell }
        };
        let all = Group::ALL.iter().copied().map(Some);
        std::iter::once(None).chain(all).map(cell).collect()
    }

    /// What is wrong with a day; else the chosen row, whole, and how many are here.
    fn foot(&self) -> Say {
        match self.wrong {
            Some(WrongDay::From(why)) => return Say::wrong(format!("From: {why}")),
            Some(WrongDay::To(why)) => return Say::wrong(format!("To: {why}")),
            None => {}
        }
        let text = self.chosen().map_or_else(String::new, |row| {
            let more = if self.more { "+" } else { "" };
            let (number, of) = (self.place.chosen() + 1, self.shown().len());
            format!("{number} of {of}{more} · {}", activity_row::sentence(row))
        });
        Say {
            tone: Tone::Quiet,
            text,
        }
    }
}

/// The rows as the list draws them.
struct Shown<'a>(&'a State);

impl Rows for Shown<'_> {
    fn columns(&self) -> &[Column] {
        &COLUMNS
    }

    fn len(&self) -> usize {
        self.0.shown().len()
    }

    fn row(&self, number: usize) -> Vec<Say> {
        let Some(row) = self.0.shown().get(number) else {
            return Vec::new();
        };
        let about = if row.subject == row.actor { "" } else { &row.subject };
        vec![
            Say::plain(clock::day_and_time(row.at, &self.0.zone)),
            Say::plain(activity_row::who(&row.actor)),
            what(row),
            Say::plain(about),
            Say::plain(&row.place),
        ]
    }

    fn place(&self) -> &Place {
        &self.0.place
    }

    fn nothing(&self) -> Say {
        match &self.0.rows {
            Some(_) => Say::look("Nothing is found. Change the days, the person or the kind."),
            None => Say::plain(""),
        }
    }
}

/// What happened, by its looks how it ended.
pub(super) fn what(row: &Line) -> Say {
    let text = match Kind::parse(&row.kind) {
        Some(kind) => domain::activity::what(kind),
        None => row.kind.as_str(),
    };
    match Ending::parse(&row.outcome) {
        Some(Ending::Done) | None => Say::plain(text),
        Some(Ending::Refused) => Say::wrong(text),
        Some(Ending::Failed) => Say::look(text),
    }
}

impl Screen<Page> for State {
    type Item = Item;
    const KEYS: &'static [Key] = &[ESC, Key::enter("open"), Key::f(3, "kind")];
    const TOPIC: Topic = Topic::Activity;

    fn form(&self, _at: Now) -> Form<Item> {
        let form = Form::titled("Activity");
        if let Some(said) = &self.said {
            return form.say(said.clone()).gap().cells([link(Item::Back, "Back")]);
        }
        if self.saving.is_busy() {
            return self.saving.show(form.column(72), Item::Stop);
        }
        let form = form
            .wide()
            .inline(Item::From, "From  ", DAY, "24 Nov")
            .inline(Item::To, "To    ", DAY, "today")
            .inline(Item::Person, "Person", NAME, "user name, or part of it")
            .cells(self.groups())
            .gap()
            .list(Item::List)
            .line(self.foot());
        let form = self.saving.show(form, Item::Stop);
        form.cells([link(Item::Export, "Export CSV"), link(Item::Back, "Back")])
            .submit(Item::List)
    }

    fn keys(&self) -> &'static [Key] {
        if self.said.is_some() || self.saving.is_busy() {
            &[ESC]
        } else {
            Self::KEYS
        }
    }

    fn inputs(&self) -> &Inputs<Item> {
        &self.inputs
    }

    fn inputs_mut(&mut self) -> &mut Inputs<Item> {
        &mut self.inputs
    }

    fn on_act(&mut self, item: Item, at: Now) -> Wishes<Page> {
        match item {
            Item::Show(group) => {
                self.group = group;
                self.place.choose(0);
                self.look(at)
            }
            // From the last field it leads into what was found.
            Item::List if self.inputs.focused() != Some(Item::List) => {
                self.inputs.focus(Item::List);
                Vec::new()
            }
            Item::List => self.open(),
            Item::Export => self.export(),
            Item::Stop => self.saving.stop(),
            Item::Back => vec![Wish::Back],
            Item::From | Item::To | Item::Person => Vec::new(),
        }
    }

    fn on_edit(&mut self, _item: Item, at: Now) -> Wishes<Page> {
        self.saving.forget();
        self.place.choose(0);
        self.look(at)
    }

    fn on_row(&mut self, row: usize, _at: Now) -> Wishes<Page> {
        self.place.choose(row);
        self.open()
    }

    fn on_key(&mut self, key: &KeyEvent, _at: Now) -> Wishes<Page> {
        if self.place.key(key, self.shown().len()) {
            return self.follow_up();
        }
        Vec::new()
    }

    fn on_open(&mut self, at: Now) -> Wishes<Page> {
        self.look(at)
    }

    /// Who looks at the newest rows sees newer ones come; elsewhere nothing moves.
    fn on_wake(&mut self, _at: Now) -> Wishes<Page> {
        if self.place.chosen() == 0 && !self.saving.is_busy() {
            return self.ask(None);
        }
        Vec::new()
    }

    fn on_back(&mut self, _at: Now) -> Wishes<Page> {
        if self.saving.is_busy() {
            return self.saving.stop();
        }
        vec![Wish::Back]
    }

    fn on_reply(&mut self, reply: Reply, at: Now) -> Wishes<Page> {
        match reply {
            Reply::Activity(found) => {
                self.take(found);
                Vec::new()
            }
            Reply::Trouble(sentence) if !self.is_ordered => {
                // Not a manager any more, or not readable: nothing old is shown.
                self.rows = None;
                self.said = Some(Say::wrong(sentence));
                Vec::new()
            }
            other => {
                let heard = self.saving.hear(other, at);
                self.is_ordered = self.saving.is_busy();
                heard.unwrap_or_else(flow::common)
            }
        }
    }

    fn view(&self, canvas: &mut Canvas<'_>, at: Now) {
        self.form(at).draw_with(&self.inputs, Some(&Shown(self)), canvas);
    }
}
