//! Pages for the tests of this crate: a small sign-in with a code, and a page behind it; and a terminal to look at.

mod look;
pub(crate) mod qr_reader;
mod router;
mod running;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use domain::person::Access;
use domain::time::{BootId, Now};
use jiff::tz::TimeZone;
use ratatui::Terminal;
use ratatui::backend::TestBackend;

use crate::app::App;
use crate::effect::{Effect, Ticket, Wish, Wishes};
use crate::event::Event;
use crate::house::{House, Who};
use crate::keymap::{ESC, Key, TAB};
use crate::modals::help_text::{HelpFacts, Topic};
use crate::modals::{confirm, help};
use crate::page::{PageSet, Screen};
use crate::theme::{Colours, Theme, Tone};
use crate::widgets::cell::{button, link};
use crate::widgets::form::Form;
use crate::widgets::inputs::Inputs;
use crate::widgets::say::Say;

pub(crate) const AT: Now = Now {
    wall_ms: 1_795_557_771_000,
    boot_ms: 60_000,
    boot_id: BootId([1; 16]),
};

pub(crate) const THEME: Theme = Theme {
    colours: Colours::Many,
    ascii: false,
};

#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Request {
    Verify(String),
    List,
    Remove,
    SignOut,
}

#[derive(Debug)]
pub(crate) enum Reply {
    Wrong,
    Right,
    Listed(u32),
    SignedOut,
}

pub(crate) enum Page {
    Door(Door),
    Inside(Inside),
    Help(help::State),
    Confirm(confirm::State<Page>),
}

impl PageSet for Page {
    type Request = Request;
    type Reply = Reply;

    crate::page_set!(Door, Inside, Help, Confirm);

    fn help(topic: Topic, facts: &HelpFacts) -> Self {
        Self::Help(help::State::new(topic, facts))
    }

    fn on_news(house: &mut House, reply: Reply, _at: Now) -> Wishes<Self> {
        match reply {
            Reply::Wrong | Reply::Right => Vec::new(),
            Reply::Listed(_) => {
                house.worker = Some(Say::look("texts off since 13:58"));
                Vec::new()
            }
            Reply::SignedOut => {
                house.who = None;
                vec![Wish::Reset(Self::Door(Door::default()))]
            }
        }
    }

    fn on_sign_out(_at: Now) -> Wishes<Self> {
        vec![Wish::Tell(Request::SignOut)]
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Item {
    User,
    Password,
    Box,
    Code,
    Verify,
    Resend,
    Another,
}

pub(crate) struct Door {
    pub(crate) inputs: Inputs<Item>,
    pub(crate) said: Option<Say>,
    pub(crate) left_ms: i64,
    pub(crate) resend_ms: i64,
}

impl Default for Door {
    fn default() -> Self {
        Self {
            inputs: Inputs::new(Item::Code),
            said: None,
            left_ms: 277_000,
            resend_ms: 21_000,
        }
    }
}

impl Screen<Page> for Door {
    type Item = Item;
    const KEYS: &'static [Key] = &[ESC, Key::f(4, "trust"), Key::f(5, "resend")];
    const TOPIC: Topic = Topic::Code;

    fn form(&self, _at: Now) -> Form<Item> {
        Form::titled("Check your phone")
            .text("We sent a text to •••• ••00.")
            .field(Item::User, "User name", 30)
            .secret(Item::Password, "Password", 30)
            .check_box(
                Item::Box,
                "Trust this browser to skip 2-Step Verification for 30 days",
                Some(KeyCode::F(4)),
            )
            .gap()
            .code(Item::Code, "Verification code")
            .time_left(self.left_ms)
            .answer(self.said.clone())
            .cells([
                button(Item::Verify, "Verify"),
                link(Item::Resend, "Resend code")
                    .key(KeyCode::F(5))
                    .not_before(self.resend_ms),
                link(Item::Another, "Try another way"),
            ])
    }

    fn inputs(&self) -> &Inputs<Item> {
        &self.inputs
    }

    fn inputs_mut(&mut self) -> &mut Inputs<Item> {
        &mut self.inputs
    }

    fn on_act(&mut self, item: Item, _at: Now) -> Wishes<Page> {
        match item {
            Item::Verify => {
                vec![Wish::Submit(Request::Verify(self.inputs.text(Item::Code).to_owned()))]
            }
            Item::Resend => vec![Wish::Ask(Request::List)],
            Item::Another => vec![Wish::Push(Page::Inside(Inside::default()))],
            Item::User | Item::Password | Item::Box | Item::Code => Vec::new(),
        }
    }

    fn on_reply(&mut self, reply: Reply, _at: Now) -> Wishes<Page> {
        match reply {
            Reply::Wrong => {
                self.said = Some(Say::wrong("That was not it. 4 tries left."));
                self.inputs.retry(Item::Code);
                Vec::new()
            }
            Reply::Right => vec![Wish::Go(Page::Inside(Inside::default()))],
            Reply::Listed(_) | Reply::SignedOut => Vec::new(),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum InsideItem {
    Copy,
    Remove,
}

pub(crate) struct Inside {
    inputs: Inputs<InsideItem>,
    pub(crate) listed: Vec<u32>,
}

impl Default for Inside {
    fn default() -> Self {
        Self {
            inputs: Inputs::new(InsideItem::Copy),
            listed: Vec::new(),
        }
    }
}

impl Screen<Page> for Inside {
    type Item = InsideItem;
    const KEYS: &'static [Key] = &[ESC, TAB];
    const TOPIC: Topic = Topic::RecoveryCode;

    fn form(&self, _at: Now) -> Form<InsideItem> {
        Form::titled("Your recovery code")
            .centered(Tone::Title, "7 K Q   4 M X")
            .gap()
            .cells([button(InsideItem::Copy, "Copy"), button(InsideItem::Remove, "Remove")])
    }

    fn inputs(&self) -> &Inputs<InsideItem> {
        &self.inputs
    }

    fn inputs_mut(&mut self) -> &mut Inputs<InsideItem> {
        &mut self.inputs
    }

    fn on_act(&mut self, item: InsideItem, _at: Now) -> Wishes<Page> {
        match item {
            InsideItem::Copy => vec![Wish::Copy("7KQ4MX".into())],
            InsideItem::Remove => vec![Wish::Push(Page::Confirm(confirm::State::new(
                confirm::Act {
                    title: "Turn off text messages?".into(),
                    person: "Sam Example".into(),
                    follows: vec!["Your password alone will open your account.".into()],
                    button: "Turn off".into(),
                },
                Request::Remove,
            )))],
        }
    }

    fn on_reply(&mut self, reply: Reply, _at: Now) -> Wishes<Page> {
        if let Reply::Listed(number) = reply {
            self.listed.push(number);
        }
        Vec::new()
    }

    fn on_open(&mut self, _at: Now) -> Wishes<Page> {
        vec![Wish::Ask(Request::List)]
    }

    fn on_wake(&mut self, _at: Now) -> Wishes<Page> {
        vec![Wish::Ask(Request::List)]
    }
}

pub(crate) fn house() -> House {
    let mut house = House::new("Maple Street Clinic", TimeZone::UTC);
    house.worker = Some(Say::done("texts on duty"));
    house.help.managers = vec!["Jane Doe".into(), "Fay Roy".into()];
    house
}

/// Somebody of the staff, by this name.
pub(crate) fn sam(name: &str) -> Who {
    Who {
        name: name.into(),
        access: Access::Staff,
    }
}

/// An app on a terminal of letters, with what it has asked.
pub(crate) struct Desk {
    pub(crate) app: App<Page>,
    pub(crate) at: Now,
    pub(crate) effects: Vec<Effect<Request>>,
    terminal: Terminal<TestBackend>,
}

impl Desk {
    pub(crate) fn new(first: Page, house: House, theme: Theme) -> Self {
        let (app, effects) = App::new(first, house, theme, AT);
        let Ok(terminal) = Terminal::new(TestBackend::new(80, 24));
        let mut desk = Self {
            app,
            at: AT,
            effects,
            terminal,
        };
        desk.draw();
        desk
    }

    pub(crate) fn door() -> Self {
        Self::new(Page::Door(Door::default()), house(), THEME)
    }

    pub(crate) fn size(&mut self, width: u16, height: u16) {
        self.terminal.backend_mut().resize(width, height);
        self.send(Event::Resize);
    }

    pub(crate) fn send(&mut self, event: Event<Reply>) {
        self.effects.extend(self.app.handle(event, self.at));
    }

    pub(crate) fn key(&mut self, code: KeyCode) {
        self.send(Event::Key(KeyEvent::new(code, KeyModifiers::NONE)));
    }

    pub(crate) fn type_in(&mut self, text: &str) {
        for c in text.chars() {
            self.key(KeyCode::Char(c));
        }
    }

    pub(crate) fn draw(&mut self) {
        let Ok(_) = self.terminal.draw(|frame| self.app.draw(frame, self.at));
    }

    /// Draws and clicks on the first place where `text` stands.
    pub(crate) fn click(&mut self, text: &str) {
        self.draw();
        let (x, y) = self.find(text);
        self.send(Event::Click { x, y });
    }

    pub(crate) fn find(&self, text: &str) -> (u16, u16) {
        let lines = self.lines();
        let found = lines.iter().zip(0..).find_map(|(line, y)| {
            let at = line.find(text)?;
            Some((crate::widgets::text::cells(&line[..at]), y))
        });
        found.unwrap_or_else(|| panic!("no {text:?} on\n{}", lines.join("\n")))
    }

    pub(crate) fn lines(&self) -> Vec<String> {
        let buffer = self.terminal.backend().buffer();
        let width = usize::from(buffer.area.width).max(1);
        let line = |cells: &[ratatui::buffer::Cell]| -> String {
            cells
                .iter()
                .map(|cell| cell.symbol())
                .collect::<String>()
                .trim_end()
                .to_owned()
        };
        buffer.content.chunks(width).map(line).collect()
    }

    pub(crate) fn shown(&mut self) -> String {
        self.draw();
        self.lines().join("\n")
    }

    pub(crate) fn buffer(&self) -> &ratatui::buffer::Buffer {
        self.terminal.backend().buffer()
    }

    pub(crate) fn cursor(&self) -> Option<(u16, u16)> {
        let backend = self.terminal.backend();
        let at = backend.cursor_position();
        backend.cursor_visible().then_some((at.x, at.y))
    }

    /// The questions asked since the last call.
    pub(crate) fn asked(&mut self) -> Vec<(Ticket, Request)> {
        let all = std::mem::take(&mut self.effects);
        all.into_iter()
            .filter_map(|effect| match effect {
                Effect::Ask(ticket, request) => Some((ticket, request)),
                Effect::Copy(_) | Effect::Quit => None,
            })
            .collect()
    }

    pub(crate) fn door_page(&self) -> &Door {
        match self.app.page() {
            Page::Door(door) => door,
            Page::Inside(_) | Page::Help(_) | Page::Confirm(_) => panic!("another page"),
        }
    }
}
