//! The router: a stack of pages, tickets for their questions, and what is dropped.
//!
//! It has no field for any feature and knows no page by name; the pages are the type `P`. It does no I/O: `handle` says
//! what the runtime is to do, `draw` paints a frame, both with the time as argument.

use std::mem::{Discriminant, discriminant};

use crossterm::event::{KeyCode, KeyEvent};
use domain::time::{MINUTE, Now};
use ratatui::Frame;
use ratatui::layout::Rect;

use crate::aside::{Aside, Stand, Took};
use crate::clock;
use crate::effect::{Effect, Ticket, Wish, Wishes};
use crate::event::Event;
use crate::house::House;
use crate::keymap::{self, Key};
use crate::modals::help_text::Topic;
use crate::page::{Canvas, Hits, PageSet, Press, Pressed, Target};
use crate::theme::Theme;
use crate::widgets::say::{Busy, Say};
use crate::widgets::{Bands, countdown, draw_bands, draw_notice};

/// H03's sentence.
pub const COPIED: &str = "asked your terminal to copy; if pasting brings nothing, mark it by hand (Shift)";

/// How long before its end an untouched session counts down, in milliseconds (spec E04).
const LAST_MINUTE_MS: i64 = MINUTE;

/// The ticket of questions that belong to no page.
const HOUSE: u32 = 0;

struct Sheet<P> {
    id: u32,
    page: P,
}

struct Waiting<Q> {
    ticket: Ticket,
    kind: Discriminant<Q>,
}

/// A submit whose answer has not been drawn yet: until then what is typed is dropped (S08).
struct Hold {
    ticket: Ticket,
    since: Now,
    /// The answer is here; the next drawing ends the hold.
    answered: bool,
}

/// The program without its surroundings.
pub struct App<P: PageSet> {
    stack: Vec<Sheet<P>>,
    house: House,
    theme: Theme,
    hits: Hits,
    waiting: Vec<Waiting<P::Request>>,
    hold: Option<Hold>,
    notice: Option<Say>,
    /// What stands beside the pages, if anything does.
    aside: Option<Box<dyn Aside>>,
    /// When a person last did something; a session left alone ends (S16, E04).
    last_hand: Now,
    last_page: u32,
    last_question: u32,
}

type Effects<P> = Vec<Effect<<P as PageSet>::Request>>;

impl<P: PageSet> App<P> {
    /// An app that shows `first`, and what that page asks for at once.
    #[must_use]
    pub fn new(first: P, house: House, theme: Theme, at: Now) -> (Self, Effects<P>) {
        let mut app = Self {
            stack: Vec::new(),
            house,
            theme,
            hits: Hits::default(),
            waiting: Vec::new(),
            hold: None,
            notice: None,
            aside: None,
            last_hand: at,
            last_page: HOUSE,
            last_question: 0,
        };
        let effects = app.carry_out(HOUSE, vec![Wish::Push(first)], at);
        (app, effects)
    }

    /// Lets something stand beside the pages.
    pub fn beside(&mut self, aside: Box<dyn Aside>) {
        self.aside = Some(aside);
    }

    /// The page on top.
    ///
    /// # Panics
    /// Never: the stack is not empty from `new` on, `Back` keeps the last page.
    #[must_use]
    #[allow(clippy::expect_used)]
    pub fn page(&self) -> &P {
        &self.stack.last().expect("the stack keeps its last page").page
    }

    /// What stands round the pages.
    #[must_use]
    pub fn house(&self) -> &House {
        &self.house
    }

    /// Whether what is typed is dropped just now (S08).
    #[must_use]
    pub fn holds(&self) -> bool {
        self.hold.is_some()
    }

    /// Whether the next drawing ends the hold.
    #[must_use]
    pub fn settles(&self) -> bool {
        self.hold.as_ref().is_some_and(|hold| hold.answered)
    }

    /// Takes one event; says what the runtime has to do.
    pub fn handle(&mut self, event: Event<P::Reply>, at: Now) -> Effects<P> {
        let leaves = matches!(&event, Event::Key(key) if keymap::leaves(key));
        match self.idle_left(at) {
            _ if leaves => return vec![Effect::Quit],
            // A key that comes too late (a machine that slept) keeps nobody signed in and is not obeyed.
            Some(0) => return self.left_alone(event, at),
            Some(..=LAST_MINUTE_MS) if event.by_hand() => {
                self.last_hand = at;
                return Vec::new();
            }
            Some(_) | None => {}
        }
        if event.by_hand() {
            self.last_hand = at;
        }
        match event {
            Event::Key(_) | Event::Paste(_) | Event::Click { .. } if self.holds() => Vec::new(),
            Event::Key(key) => match self.aside.as_mut().map(|aside| aside.press(&key)) {
                Some(Took::Key) => Vec::new(),
                Some(Took::Leave) => vec![Effect::Quit],
                Some(Took::Nothing) | None => self.key(&key, at),
            },
            Event::Paste(_) if self.is_covered() => Vec::new(),
            Event::Paste(text) => self.press(&Press::Paste(text), at),
            Event::Click { x, y } => self.click(x, y, at),
            Event::Resize => Vec::new(),
            Event::Tick => self.with_top(at, |page, at| page.live_mut().tick(at)),
            Event::Wake => self.with_top(at, |page, at| page.live_mut().wake(at)),
            Event::Answer(ticket, reply) => self.answer(ticket, reply, at),
            Event::News(reply) => {
                let wishes = P::on_news(&mut self.house, reply, at);
                self.carry_out(HOUSE, wishes, at)
            }
            Event::Aside => {
                if let Some(aside) = &mut self.aside {
                    aside.hear();
                }
                Vec::new()
            }
            Event::Signal(_) | Event::Lost => vec![Effect::Quit],
        }
    }

    /// The session ends for want of a key (spec E04); what else happened just now happens to who is not signed in.
    fn left_alone(&mut self, event: Event<P::Reply>, at: Now) -> Effects<P> {
        let wishes = P::on_idle(&self.house, at);
        let mut effects = self.carry_out(HOUSE, wishes, at);
        if !event.by_hand() && self.idle_left(at).is_none() {
            effects.extend(self.handle(event, at));
        }
        effects
    }

    fn key(&mut self, key: &KeyEvent, at: Now) -> Effects<P> {
        self.notice = None;
        let live = self.page().live();
        if keymap::helps(key, live.typing(at)) {
            let topic = live.topic();
            return if topic == Topic::Help {
                Vec::new()
            } else {
                self.help(topic, at)
            };
        }
        if key.code == KeyCode::Esc {
            return self.with_top(at, |page, at| page.live_mut().back(at));
        }
        self.press(&Press::Key(*key), at)
    }

    fn help(&mut self, topic: Topic, at: Now) -> Effects<P> {
        self.carry_out(HOUSE, vec![Wish::Help(topic)], at)
    }

    fn click(&mut self, x: u16, y: u16, at: Now) -> Effects<P> {
        self.notice = None;
        match self.hits.at(x, y) {
            Some(Target::Spot(number)) => self.press(&Press::Spot(number), at),
            Some(Target::Row(number, row)) => self.press(&Press::Row(number, row), at),
            Some(Target::Title(number)) => self.press(&Press::Title(number), at),
            Some(Target::Key(key)) => self.handle(Event::Key(KeyEvent::new(key.code, key.mods)), at),
            Some(Target::SignOut) => self.sign_out(at),
            Some(Target::Aside(number)) => {
                if let Some(aside) = &mut self.aside {
                    aside.click(number);
                }
                Vec::new()
            }
            None => Vec::new(),
        }
    }

    fn press(&mut self, press: &Press, at: Now) -> Effects<P> {
        let head = self.house.who.is_some();
        let Some(sheet) = self.stack.last_mut() else {
            return Vec::new();
        };
        let id = sheet.id;
        match sheet.page.live_mut().press(press, head, at) {
            Pressed::Wishes(wishes) => self.carry_out(id, wishes, at),
            Pressed::SignOut => self.sign_out(at),
        }
    }

    fn sign_out(&mut self, at: Now) -> Effects<P> {
        let wishes = P::on_sign_out(at);
        self.carry_out(HOUSE, wishes, at)
    }

    fn with_top(&mut self, at: Now, what: impl FnOnce(&mut P, Now) -> Wishes<P>) -> Effects<P> {
        let Some(sheet) = self.stack.last_mut() else {
            return Vec::new();
        };
        let id = sheet.id;
        let wishes = what(&mut sheet.page, at);
        self.carry_out(id, wishes, at)
    }

    /// Gives an answer to the page that asked; one nobody waits for any more is dropped.
    fn answer(&mut self, ticket: Ticket, reply: P::Reply, at: Now) -> Effects<P> {
        let Some(place) = self.waiting.iter().position(|waiting| waiting.ticket == ticket) else {
            return Vec::new();
        };
        self.waiting.remove(place);
        if let Some(hold) = self.hold.as_mut().filter(|hold| hold.ticket == ticket) {
            hold.answered = true;
        }
        let wishes = match self.stack.iter_mut().find(|sheet| sheet.id == ticket.page) {
            Some(sheet) => sheet.page.live_mut().reply(reply, at),
            None => P::on_news(&mut self.house, reply, at),
        };
        self.carry_out(ticket.page, wishes, at)
    }

    /// Carries wishes out in their order. `by` is the page that wishes; after it has gone, the one on top.
    fn carry_out(&mut self, by: u32, wishes: Wishes<P>, at: Now) -> Effects<P> {
        let mut effects = Vec::new();
        for wish in wishes {
            let top = self.stack.last().map_or(HOUSE, |sheet| sheet.id);
            let by = if self.stack.iter().any(|sheet| sheet.id == by) {
                by
            } else {
                top
            };
            match wish {
                Wish::Ask(request) => effects.push(self.ask(by, request)),
                Wish::Tell(request) => effects.push(self.ask(HOUSE, request)),
                Wish::Submit(request) => {
                    let effect = self.ask(by, request);
                    if let Effect::Ask(ticket, _) = &effect {
                        self.hold = Some(Hold {
                            ticket: *ticket,
                            since: at,
                            answered: false,
                        });
                    }
                    effects.push(effect);
                }
                Wish::Go(page) => {
                    self.leave(by);
                    effects.extend(self.open(page, at));
                }
                Wish::Push(page) => effects.extend(self.open(page, at)),
                Wish::Help(topic) => {
                    let page = P::help(topic, &self.house.help);
                    effects.extend(self.open(page, at));
                }
                Wish::Back => effects.extend(self.back(by, at)),
                Wish::Reset(page) => {
                    self.stack.clear();
                    self.notice = None;
                    self.forget_the_gone();
                    effects.extend(self.open(page, at));
                }
                Wish::Copy(secret) => {
                    self.notice = Some(Say::plain(COPIED));
                    effects.push(Effect::Copy(secret));
                }
                Wish::Notice(say) => self.notice = Some(say),
                Wish::House(change) => change(&mut self.house),
                Wish::Quit => effects.push(Effect::Quit),
            }
        }
        effects
    }

    /// Stamps a question. A newer one of the same kind takes the place of an older one of the same page, but never of
    /// one that holds the keys.
    fn ask(&mut self, page: u32, request: P::Request) -> Effect<P::Request> {
        self.last_question += 1;
        let ticket = Ticket {
            page,
            question: self.last_question,
        };
        let kind = discriminant(&request);
        let held = self.hold.as_ref().map(|hold| hold.ticket);
        if page != HOUSE {
            self.waiting
                .retain(|old| old.ticket.page != page || old.kind != kind || Some(old.ticket) == held);
        }
        self.waiting.push(Waiting { ticket, kind });
        Effect::Ask(ticket, request)
    }

    fn open(&mut self, page: P, at: Now) -> Effects<P> {
        self.last_page += 1;
        let id = self.last_page;
        self.stack.push(Sheet { id, page });
        self.with_top(at, |page, at| page.live_mut().open(at))
    }

    /// One step back: the page beneath hears of it as of any news.
    fn back(&mut self, by: u32, at: Now) -> Effects<P> {
        if self.stack.first().is_none_or(|first| first.id == by) {
            return Vec::new();
        }
        self.leave(by);
        self.with_top(at, |page, at| page.live_mut().wake(at))
    }

    /// Takes a page and all above it away, and with them their questions.
    fn leave(&mut self, id: u32) {
        let place = self.stack.iter().position(|sheet| sheet.id == id);
        self.stack.truncate(place.unwrap_or(self.stack.len()));
        self.forget_the_gone();
    }

    fn forget_the_gone(&mut self) {
        let stack = &self.stack;
        let here = |page: u32| page == HOUSE || stack.iter().any(|sheet| sheet.id == page);
        self.waiting.retain(|waiting| here(waiting.ticket.page));
        if let Some(hold) = self.hold.as_mut().filter(|hold| !here(hold.ticket.page)) {
            hold.answered = true;
        }
    }

    /// Whether nothing of the page can be seen, so that nothing is typed into it either.
    fn is_covered(&self) -> bool {
        self.aside
            .as_ref()
            .is_some_and(|aside| aside.stand(Rect::ZERO) == Stand::Over)
    }

    /// Milliseconds until something on the screen changes by itself: a count-down, the minute, a word for waiting.
    #[must_use]
    pub fn next_tick(&self, at: Now) -> Option<i64> {
        let page = self.page().live().next_tick(at);
        let waiting = self.hold.as_ref().filter(|hold| !hold.answered);
        let busy = waiting.and_then(|hold| Busy::next_change(at.since(hold.since)));
        let aside = self.aside.as_ref().and_then(|aside| aside.next_tick(at));
        [page, busy, aside, self.idle_tick(at), Some(clock::to_next_minute(at))]
            .into_iter()
            .flatten()
            .min()
    }

    /// Milliseconds until a signed-in person's session ends for want of a key.
    fn idle_left(&self, at: Now) -> Option<i64> {
        let allowed = self.house.sign_out_after.ms();
        self.house
            .who
            .as_ref()
            .map(|_| (allowed - at.since(self.last_hand)).max(0))
    }

    /// Milliseconds until the count-down of the last minute begins or goes on.
    fn idle_tick(&self, at: Now) -> Option<i64> {
        self.idle_left(at).map(|left| match left {
            ..=LAST_MINUTE_MS => countdown::next_change(left).unwrap_or(0),
            _ => left - LAST_MINUTE_MS,
        })
    }

    /// What the last minute says, on every page and over every dialog (spec E04).
    fn idle_notice(&self, at: Now) -> Option<Say> {
        let left = self.idle_left(at).filter(|left| *left <= LAST_MINUTE_MS)?;
        Some(Say::look(format!(
            "You will be signed out in {}: any key keeps you signed in.",
            countdown::shown(left)
        )))
    }

    /// Paints the page on top with its bands, remembers where what can be clicked is, and ends a hold whose answer is
    /// now on the screen.
    pub fn draw(&mut self, frame: &mut Frame<'_>, at: Now) {
        let mut hits = Hits::default();
        if let Some(aside) = &mut self.aside {
            aside.fit(frame.area());
        }
        let waiting = self.hold.as_ref().filter(|hold| !hold.answered);
        let busy = waiting.and_then(|hold| Busy::after(at.since(hold.since)));
        let live = self.page().live();
        let area = frame.area();
        let mut canvas = Canvas {
            buffer: frame.buffer_mut(),
            area,
            theme: self.theme,
            house: &self.house,
            busy,
            hits: &mut hits,
            cursor: None,
        };
        let bands = Bands {
            keys: &self.foot_keys(),
            typing: self.is_covered() || live.typing(at),
            in_head: live.in_head(),
            is_whole: live.is_whole(),
            wall_ms: at.wall_ms,
        };
        draw_bands(&bands, &mut canvas);
        self.draw_body(&mut canvas, at);
        if let Some(notice) = self.idle_notice(at).as_ref().or(self.notice.as_ref()) {
            draw_notice(notice, area, &mut canvas);
        }
        let cursor = canvas.cursor;
        self.theme.plain(frame.buffer_mut());
        if let Some(cursor) = cursor {
            frame.set_cursor_position(cursor);
        }
        self.hits = hits;
        if self.settles() {
            self.hold = None;
        }
    }

    fn foot_keys(&self) -> Vec<Key> {
        let page: &[Key] = if self.is_covered() {
            &[]
        } else {
            self.page().live().keys()
        };
        let aside = self.aside.as_ref().map_or(&[][..], |aside| aside.keys());
        [page, aside].concat()
    }

    fn draw_body(&self, canvas: &mut Canvas<'_>, at: Now) {
        let live = self.page().live();
        let Some(aside) = &self.aside else {
            return live.view(canvas, at);
        };
        match aside.stand(canvas.area) {
            Stand::Away => live.view(canvas, at),
            Stand::Over => aside.view(canvas, at),
            Stand::Beside { page, own } => {
                canvas.area = page;
                live.view(canvas, at);
                canvas.area = own;
                aside.view(canvas, at);
            }
        }
    }
}
