//! Somebody at a keyboard: the real terminal program on a screen of letters, over the real file of a made clinic.
//!
//! The whole program is here but for its threads and its terminal: `App`, every page, the backend with its own
//! connection. A question is answered before the next key; [`Keyboard::is_slow`] keeps answers back instead. Commits of
//! others are heard as the wake file tells them, and what the screen does by itself happens when the clinic's clock was
//! moved. [`Story`] is the clinic with its worker. What the person does is `hands`, what the person sees `eyes`.

// A fixture that cannot be made is a failed test: it says so where it is.
#![allow(clippy::unwrap_used)]

mod eyes;
mod hands;
mod story;

use std::collections::VecDeque;

use actions::Client;
use domain::time::{Now, SECOND};
use jiff::tz::TimeZone;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use tui::app::App;
use tui::backend::{Backend, Reply, Request, Source};
use tui::effect::{Effect, Ticket};
use tui::event::Event;
use tui::house::House;
use tui::pages::{Page, sign_in};
use tui::runtime::Database;
use tui::surroundings::Lookout;
use tui::theme::{Colours, Theme};

use crate::clinic::{Clinic, Clock, Dice};

pub use ratatui::crossterm::event::KeyCode;
pub use story::Story;

/// How often the program looks without a bell, in milliseconds (spec W05).
const LOOK_EVERY_MS: i64 = 10 * SECOND;
/// Frames after which a screen that never rests is called broken.
const RESTLESS: usize = 50;

/// The clinic's clock and dice, as the program sees them.
#[derive(Clone, Debug)]
struct Hand {
    clock: Clock,
    dice: Dice,
}

impl Source for Hand {
    fn now(&self) -> Now {
        self.clock.now()
    }

    fn entropy(&mut self) -> [u8; 16] {
        self.dice.throw()
    }
}

/// One running program. Dropped, it ends as after Ctrl-Q.
pub struct Keyboard {
    app: App<Page>,
    /// `None` once the program was left.
    backend: Option<Backend<Hand>>,
    terminal: Terminal<TestBackend>,
    clock: Clock,
    bell: rusqlite::Connection,
    heard: i64,
    looked_at: Now,
    drawn_at: Now,
    is_deaf: bool,
    is_slow: bool,
    asked: VecDeque<(Ticket, Request)>,
    copied: Vec<String>,
}

impl Keyboard {
    /// The program, started in this browser at 80x24.
    ///
    /// # Panics
    /// Where it cannot start.
    #[must_use]
    pub fn new(clinic: &Clinic, client: Client) -> Self {
        let hand = Hand {
            clock: clinic.clock.clone(),
            dice: clinic.dice.clone(),
        };
        let (data, policy) = (clinic.data().clone(), clinic.policy.clone());
        let backend = Backend::new(
            clinic.another_db(),
            data,
            client,
            policy,
            Lookout::new(false),
            hand.clone(),
        );
        let theme = Theme {
            colours: Colours::Many,
            ascii: false,
        };
        let (at, house) = (hand.now(), House::new("Vestibule", TimeZone::UTC));
        let (app, first) = App::new(Page::SignIn(sign_in::State::new()), house, theme, at);
        let Ok(terminal) = Terminal::new(TestBackend::new(80, 24));
        let bell = clinic.foreign();
        let mut keyboard = Self {
            app,
            backend: Some(backend),
            terminal,
            clock: hand.clock,
            heard: version(&bell),
            bell,
            looked_at: at,
            drawn_at: at,
            is_deaf: false,
            is_slow: false,
            asked: VecDeque::new(),
            copied: Vec::new(),
        };
        keyboard.carry_out(first);
        keyboard.look();
        keyboard.rest();
        keyboard
    }

    /// Whether bells are not heard: a commit of somebody else that has not come through yet.
    pub fn is_deaf(&mut self, deaf: bool) {
        self.is_deaf = deaf;
        self.rest();
    }

    /// Whether answers are kept back: a database that is busy. What was asked meanwhile is asked at the end.
    pub fn is_slow(&mut self, slow: bool) {
        self.is_slow = slow;
        self.answer();
        self.rest();
    }

    /// While answers are kept back: the oldest question is answered.
    ///
    /// # Panics
    /// Where nothing was asked.
    pub fn answers_one(&mut self) {
        let (ticket, request) = self.asked.pop_front().expect("nothing was asked");
        let reply = self.backend.as_mut().map(|backend| backend.answer(request));
        self.handle(Event::Answer(ticket, reply.expect("the program was left")));
        self.rest();
    }

    /// One event, and all that follows from it until the screen rests.
    fn happens(&mut self, event: Event<Reply>) {
        assert!(self.backend.is_some(), "the program was left");
        self.rest();
        self.handle(event);
        self.rest();
    }

    fn handle(&mut self, event: Event<Reply>) {
        let effects = self.app.handle(event, self.clock.now());
        self.carry_out(effects);
    }

    fn carry_out(&mut self, effects: Vec<Effect<Request>>) {
        for effect in effects {
            match effect {
                Effect::Ask(ticket, request) => self.asked.push_back((ticket, request)),
                Effect::Copy(secret) => self.copied.push(secret.reveal().clone()),
                Effect::Quit => {
                    self.backend = None;
                    self.asked.clear();
                    return;
                }
            }
        }
        self.answer();
    }

    fn answer(&mut self) {
        while !self.is_slow
            && let Some(backend) = &mut self.backend
            && let Some((ticket, request)) = self.asked.pop_front()
        {
            let reply = backend.answer(request);
            self.handle(Event::Answer(ticket, reply));
        }
    }

    /// Lets everything happen that happens by itself at this instant, and draws.
    fn rest(&mut self) {
        for _ in 0..RESTLESS {
            if self.backend.is_none() {
                return;
            }
            let moved = self.hears() | self.ticks();
            self.draw();
            if !moved {
                return;
            }
        }
        panic!("the screen never rests:\n{}", self.lines().join("\n"));
    }

    /// A commit, this program's own too, and the look every ten seconds.
    fn hears(&mut self) -> bool {
        let now = version(&self.bell);
        let rings = now != self.heard && !self.is_deaf;
        if rings {
            self.heard = now;
            self.look();
            self.handle(Event::Wake);
        } else if self.clock.now().since(self.looked_at) >= LOOK_EVERY_MS && !self.is_deaf {
            self.look();
        }
        rings
    }

    fn look(&mut self) {
        self.looked_at = self.clock.now();
        let news = self.backend.as_mut().map(Database::look).unwrap_or_default();
        for reply in news {
            self.handle(Event::News(reply));
        }
    }

    fn ticks(&mut self) -> bool {
        let (now, drawn) = (self.clock.now(), self.drawn_at);
        let is_due = self.app.next_tick(drawn).is_some_and(|in_ms| now.since(drawn) >= in_ms);
        if is_due {
            self.handle(Event::Tick);
        }
        is_due
    }

    fn draw(&mut self) {
        let at = self.clock.now();
        let Ok(_) = self.terminal.draw(|frame| self.app.draw(frame, at));
        self.drawn_at = at;
    }
}

/// Changes with every commit of another connection.
fn version(bell: &rusqlite::Connection) -> i64 {
    bell.query_row("PRAGMA data_version", [], |row| row.get(0)).unwrap()
}
