//! What a page is, and what it is drawn upon.
//!
//! A page is a module with a `State` that implements [`Screen`]: it describes itself as a [`Form`] (from its facts and
//! the time), says what its items do, and takes answers. Focus, typing, mouse, drawing and the next tick follow from
//! the form. The set of pages is an enum that implements [`PageSet`]; the `page_set!` macro writes the dispatch.
//!
//! Routing (stack, tickets, dropped keys) is `app.rs`.

use crossterm::event::{KeyCode, KeyEvent};
use domain::secret::Secret;
use domain::time::Now;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::effect::{Wish, Wishes};
use crate::house::House;
use crate::keymap::Key;
use crate::modals::help_text::{HelpFacts, Topic};
use crate::theme::Theme;
use crate::widgets::form::Form;
use crate::widgets::inputs::{Did, Inputs};
use crate::widgets::say::Busy;

/// A closed set of pages, as an enum.
pub trait PageSet: Sized + 'static {
    /// What the database thread is asked. One variant is one kind of question.
    type Request: Send + 'static;
    /// What it answers.
    type Reply: Send + 'static;

    /// The page inside.
    fn live(&self) -> &dyn Live<Self>;
    /// The page inside, to change it.
    fn live_mut(&mut self) -> &mut dyn Live<Self>;
    /// The page that shows the help on a topic.
    fn help(topic: Topic, facts: &HelpFacts) -> Self;
    /// Takes something nobody on the stack asked for: news of the worker, a session ended from elsewhere, the answer to
    /// a [`Wish::Tell`].
    fn on_news(house: &mut House, reply: Self::Reply, at: Now) -> Wishes<Self>;
    /// `Sign out` was chosen.
    fn on_sign_out(at: Now) -> Wishes<Self>;
    /// Nobody pressed a key for as long as the house allows while somebody was signed in (spec E04).
    fn on_idle(_house: &House, at: Now) -> Wishes<Self> {
        Self::on_sign_out(at)
    }
}

/// Writes `live` and `live_mut` of a [`PageSet`] whose every variant holds one page's `State`.
#[macro_export]
macro_rules! page_set {
    ($($variant:ident),+ $(,)?) => {
        fn live(&self) -> &dyn $crate::page::Live<Self> {
            match self { $(Self::$variant(page) => page,)+ }
        }
        fn live_mut(&mut self) -> &mut dyn $crate::page::Live<Self> {
            match self { $(Self::$variant(page) => page,)+ }
        }
    };
}

/// One page, as its author writes it. Only the first six are needed.
pub trait Screen<P: PageSet> {
    /// Names the fields, boxes, buttons and links of the page.
    type Item: Copy + PartialEq;
    /// The page's own keys; help and leaving are added by themselves.
    const KEYS: &'static [Key];
    /// What `?` opens here.
    const TOPIC: Topic;

    /// The page as it is now: what stands on it, in tab order.
    fn form(&self, at: Now) -> Form<Self::Item>;
    /// What the person has typed and ticked, and where the cursor is.
    fn inputs(&self) -> &Inputs<Self::Item>;
    /// The same, to change it.
    fn inputs_mut(&mut self) -> &mut Inputs<Self::Item>;
    /// The page's own keys as it is now; [`Screen::KEYS`] where they never change.
    fn keys(&self) -> &'static [Key] {
        Self::KEYS
    }
    /// What `?` opens on the page as it is now; [`Screen::TOPIC`] where that never changes.
    fn topic(&self) -> Topic {
        Self::TOPIC
    }
    /// Whether the page needs all the room there is: one banner at most and no empty lines round it (the QR code).
    fn is_whole(&self) -> bool {
        false
    }
    /// A button or link was chosen, or the form was submitted (its submit item).
    fn on_act(&mut self, item: Self::Item, at: Now) -> Wishes<P>;

    /// The answer to a question of this page that is still wanted.
    fn on_reply(&mut self, _reply: P::Reply, _at: Now) -> Wishes<P> {
        Vec::new()
    }
    /// The page was put on the screen: what it asks first.
    fn on_open(&mut self, _at: Now) -> Wishes<P> {
        Vec::new()
    }
    /// Somebody committed, or the page above this one went away.
    fn on_wake(&mut self, _at: Now) -> Wishes<P> {
        Vec::new()
    }
    /// The moment of `next_tick` came.
    fn on_tick(&mut self, _at: Now) -> Wishes<P> {
        Vec::new()
    }
    /// A field or box was changed.
    fn on_edit(&mut self, _item: Self::Item, _at: Now) -> Wishes<P> {
        Vec::new()
    }
    /// A row of the page's list that is not the chosen one was clicked: the same as Enter on it.
    fn on_row(&mut self, _row: usize, _at: Now) -> Wishes<P> {
        Vec::new()
    }
    /// A title of the list's columns was clicked.
    fn on_title(&mut self, _number: u16, _at: Now) -> Wishes<P> {
        Vec::new()
    }
    /// A key that is no item's (those are bound in the form).
    fn on_key(&mut self, _key: &KeyEvent, _at: Now) -> Wishes<P> {
        Vec::new()
    }
    /// A paste while no field has the cursor.
    fn on_paste(&mut self, _text: &Secret<String>, _at: Now) -> Wishes<P> {
        Vec::new()
    }
    /// Esc: one step back.
    fn on_back(&mut self, _at: Now) -> Wishes<P> {
        vec![Wish::Back]
    }
    /// Milliseconds until the page looks different by itself; `None` where it never does.
    fn next_tick(&self, at: Now) -> Option<i64> {
        self.form(at).next_tick()
    }
    /// Draws the body.
    fn view(&self, canvas: &mut Canvas<'_>, at: Now) {
        self.form(at).draw(self.inputs(), canvas);
    }
}

/// What a person did to a page.
pub enum Press {
    /// A key that the house did not take.
    Key(KeyEvent),
    /// A paste.
    Paste(Secret<String>),
    /// A click on the item with this number in tab order.
    Spot(u16),
    /// A click on a row of the list that is this item.
    Row(u16, usize),
    /// A click on a title of the list's columns.
    Title(u16),
}

/// What came of it.
pub enum Pressed<P: PageSet> {
    /// Wishes, maybe none.
    Wishes(Wishes<P>),
    /// `Sign out` in the head line was chosen.
    SignOut,
}

/// A page as the app sees it. Every [`Screen`] is one; nobody else implements it.
pub trait Live<P: PageSet> {
    /// [`Screen::keys`].
    fn keys(&self) -> &'static [Key];
    /// [`Screen::topic`].
    fn topic(&self) -> Topic;
    /// [`Screen::is_whole`].
    fn is_whole(&self) -> bool;
    /// Keys bound to items of the form as it is now. For tests.
    fn bound(&self, at: Now) -> Vec<KeyCode>;
    /// Whether the cursor is in a field that takes a `?`.
    fn typing(&self, at: Now) -> bool;
    /// Whether `Sign out` in the head line has the focus.
    fn in_head(&self) -> bool;
    /// Takes what a person did. `head`: whether `Sign out` stands in the head line and is part of the ring.
    fn press(&mut self, press: &Press, head: bool, at: Now) -> Pressed<P>;
    /// [`Screen::on_reply`].
    fn reply(&mut self, reply: P::Reply, at: Now) -> Wishes<P>;
    /// [`Screen::on_open`].
    fn open(&mut self, at: Now) -> Wishes<P>;
    /// [`Screen::on_wake`].
    fn wake(&mut self, at: Now) -> Wishes<P>;
    /// [`Screen::on_tick`].
    fn tick(&mut self, at: Now) -> Wishes<P>;
    /// [`Screen::on_back`].
    fn back(&mut self, at: Now) -> Wishes<P>;
    /// [`Screen::next_tick`].
    fn next_tick(&self, at: Now) -> Option<i64>;
    /// [`Screen::view`].
    fn view(&self, canvas: &mut Canvas<'_>, at: Now);
}

impl<P: PageSet, S: Screen<P>> Live<P> for S {
    fn keys(&self) -> &'static [Key] {
        Screen::keys(self)
    }
    fn topic(&self) -> Topic {
        Screen::topic(self)
    }
    fn is_whole(&self) -> bool {
        Screen::is_whole(self)
    }
    fn bound(&self, at: Now) -> Vec<KeyCode> {
        self.form(at).bound()
    }
    fn typing(&self, at: Now) -> bool {
        self.inputs().typing(&self.form(at))
    }
    fn in_head(&self) -> bool {
        self.inputs().in_head()
    }
    fn press(&mut self, press: &Press, head: bool, at: Now) -> Pressed<P> {
        let form = self.form(at);
        Pressed::Wishes(match (self.inputs_mut().press(&form, press, head), press) {
            (Did::SignOut, _) => return Pressed::SignOut,
            (Did::Act(item), _) => self.on_act(item, at),
            (Did::Edited(item), _) => self.on_edit(item, at),
            (Did::Row(row), _) => self.on_row(row, at),
            (Did::Unused, Press::Key(key)) => self.on_key(key, at),
            (Did::Unused, Press::Title(number)) => self.on_title(*number, at),
            (Did::Unused, Press::Paste(text)) => self.on_paste(text, at),
            (Did::Unused, Press::Spot(_) | Press::Row(..)) | (Did::Moved, _) => Vec::new(),
        })
    }
    fn reply(&mut self, reply: P::Reply, at: Now) -> Wishes<P> {
        self.on_reply(reply, at)
    }
    fn open(&mut self, at: Now) -> Wishes<P> {
        self.on_open(at)
    }
    fn wake(&mut self, at: Now) -> Wishes<P> {
        self.on_wake(at)
    }
    fn tick(&mut self, at: Now) -> Wishes<P> {
        self.on_tick(at)
    }
    fn back(&mut self, at: Now) -> Wishes<P> {
        self.on_back(at)
    }
    fn next_tick(&self, at: Now) -> Option<i64> {
        Screen::next_tick(self, at)
    }
    fn view(&self, canvas: &mut Canvas<'_>, at: Now) {
        Screen::view(self, canvas, at);
    }
}

/// What a click meets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// The page's item with this number in tab order.
    Spot(u16),
    /// A row of the list that is this item; the chosen one is the item itself.
    Row(u16, usize),
    /// A title of the list's columns, by the page's own number.
    Title(u16),
    /// A key of the foot line.
    Key(Key),
    /// `Sign out`.
    SignOut,
    /// What the aside drew under this number.
    Aside(u16),
}

/// Where on the screen what can be clicked was drawn.
#[derive(Debug, Default)]
pub struct Hits(Vec<(Rect, Target)>);

impl Hits {
    /// Remembers an area.
    pub fn add(&mut self, area: Rect, target: Target) {
        self.0.push((area, target));
    }

    /// What lies under a cell.
    #[must_use]
    pub fn at(&self, x: u16, y: u16) -> Option<Target> {
        let here = Position::new(x, y);
        self.0
            .iter()
            .find(|(area, _)| area.contains(here))
            .map(|(_, target)| *target)
    }
}

/// What a page is drawn upon: its area, the looks, and where it leaves its hit areas and the cursor.
pub struct Canvas<'a> {
    /// The whole screen.
    pub buffer: &'a mut Buffer,
    /// The part that is this page's.
    pub area: Rect,
    /// Colours and glyphs.
    pub theme: Theme,
    /// What stands round the pages.
    pub house: &'a House,
    /// Whether an answer is awaited long enough to say so.
    pub busy: Option<Busy>,
    /// Collects what can be clicked.
    pub hits: &'a mut Hits,
    /// Where the terminal's cursor goes.
    pub cursor: Option<Position>,
}
