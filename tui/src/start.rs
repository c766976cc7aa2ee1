//! Starts the terminal program on an open clinic and ends it in order: session row, lock file, terminal.
//!
//! Where the clinic is and whether it is safe to open is the command line's business (`cli`).

use std::fs::File;
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread::JoinHandle;
use std::time::Duration;

use actions::{Client, Policy};
use domain::time::Now;
use ratatui::Frame;
use setup::config::Config;
use setup::{DataDir, SetupError};
use store::Db;

use crate::app::App;
use crate::aside::Aside;
use crate::backend::{Backend, Phone, Reply, Request, Source};
use crate::event::Event;
use crate::house::House;
use crate::keymap;
use crate::pages::{Page, sign_in};
use crate::paint::Screen;
use crate::runtime::{self, Database, Waker};
use crate::surroundings::Lookout;
use crate::terminal;
use crate::theme::{Theme, Tone};
use crate::widgets::banner::Banner;
use crate::widgets::say::Say;

/// How often the worker's state and a commit that rang no bell are looked for (spec W05).
const LOOK_EVERY: Duration = Duration::from_secs(10);
/// How often the database is asked for commits where the wake file cannot be watched (spec S16: within a second).
const ASK_EVERY: Duration = Duration::from_secs(1);

/// Everything the terminal program needs.
pub struct Start {
    /// The clinic's data directory.
    pub dir: DataDir,
    /// Its configuration.
    pub config: Config,
    /// Its database.
    pub db: Db,
    /// The browser this program runs in (spec T03).
    pub client: Client,
    /// `--no-color`.
    pub no_color: bool,
}

/// Why the terminal program did not start, or stopped.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// No terminal, or it cannot be set up.
    #[error(transparent)]
    Terminal(#[from] terminal::Error),
    /// Something around the database.
    #[error(transparent)]
    Setup(#[from] SetupError),
    /// A thread, a signal handler, or the terminal's writing.
    #[error("The terminal could not be used ({0}). What was saved is kept. Start again.")]
    Io(#[from] std::io::Error),
}

/// The instants and the randomness of this program: the system's.
#[derive(Clone, Copy, Debug)]
pub struct System;

impl Source for System {
    fn now(&self) -> Now {
        crate::clock::now()
    }

    fn entropy(&mut self) -> [u8; 16] {
        let mut bytes = [0; 16];
        // Without randomness no code, token or key may be made: stopping is the only safe thing.
        #[allow(clippy::expect_used)]
        getrandom::fill(&mut bytes).expect("the system gives random bytes");
        bytes
    }
}

/// What stands round the pages of a demo, and nowhere else.
#[derive(Default)]
pub struct Extras {
    /// The lines beside the sign-in.
    pub people: Vec<Say>,
    /// What stands beside the pages.
    pub aside: Option<Box<dyn Aside>>,
    /// Called after every commit, on the watcher's thread.
    pub woken: Option<Box<dyn Fn() + Send>>,
    /// Looks at the screen while an app is set up.
    pub phone: Option<Phone>,
    /// Overhears who signs in.
    pub ear: Option<Box<dyn Overhear>>,
}

/// Overhears what the pages and the database thread say to each other; it changes nothing of it.
pub trait Overhear: Send {
    /// This is about to be answered.
    fn asked(&mut self, request: &Request);
    /// This is the answer, or news that nobody asked for.
    fn told(&mut self, reply: &Reply);
    /// The database thread has looked: somebody may have committed.
    fn looked(&mut self);
}

/// Runs until the person leaves.
///
/// # Errors
/// [`StartError`]; the terminal is given back then too.
pub fn run_terminal(start: Start) -> Result<(), StartError> {
    let mut console = Console::take(start.no_color)?;
    let left = console.run(start, Extras::default())?;
    drop(console);
    left.wait()
}

/// The terminal and what comes from it, taken once. One clinic can run on it after the other.
pub struct Console {
    events: Sender<Event<Reply>>,
    inbox: Receiver<Event<Reply>>,
    screen: Screen<File>,
    theme: Theme,
    _guard: terminal::Guard,
}

impl Console {
    /// Takes the terminal and starts to read it. Dropping the console gives it back.
    ///
    /// # Errors
    /// No terminal, no thread, no signal handler.
    pub fn take(no_color: bool) -> Result<Self, StartError> {
        let (events, inbox) = mpsc::channel();
        runtime::watch_signals(events.clone())?;
        let guard = terminal::Guard::take()?;
        let screen = guard.screen()?;
        let theme = Theme::detect(|name| std::env::var(name).ok(), no_color);
        runtime::read_terminal(events.clone())?;
        Ok(Self {
            events,
            inbox,
            screen,
            theme,
            _guard: guard,
        })
    }

    /// Where everything that happens arrives.
    #[must_use]
    pub fn events(&self) -> Sender<Event<Reply>> {
        self.events.clone()
    }

    /// Puts one sentence on the empty screen.
    ///
    /// # Errors
    /// The terminal is gone.
    pub fn say(&mut self, sentence: &str) -> std::io::Result<()> {
        let style = self.theme.style(Tone::Plain);
        let draw = |frame: &mut Frame<'_>| {
            let area = frame.area();
            let y = area.height / 3;
            frame
                .buffer_mut()
                .set_stringn(2, y, sentence, area.width.saturating_sub(3).into(), style);
            self.theme.plain(frame.buffer_mut());
        };
        self.screen.draw(draw).map(drop)
    }

    /// Runs a clinic until the person leaves it.
    ///
    /// # Errors
    /// [`StartError`].
    pub fn run(&mut self, start: Start, extras: Extras) -> Result<Left, StartError> {
        if self.leaves_already() {
            return Ok(Left {
                ran: Ok(()),
                database: None,
            });
        }
        let Start {
            dir,
            config,
            db,
            client,
            no_color: _,
        } = start;
        let policy = Policy {
            daily_cap: config.sms.daily_cap,
            countries: config.sms.countries.clone(),
        };
        let lookout = Lookout::new(config.has_folder_transport());
        let mut backend = Backend::new(db, dir.clone(), client, policy, lookout, System);
        if let Some(phone) = extras.phone {
            backend.shown_to(phone);
        }
        let mut database = Overheard::new(backend, extras.ear);
        let mut house = first_house(&mut database, &dir);
        house.people = extras.people;
        let (mut app, first) = App::new(Page::SignIn(sign_in::State::new()), house, self.theme, System.now());
        if let Some(aside) = extras.aside {
            app.beside(aside);
        }
        let (backend, thread) = runtime::backend(self.events.clone(), Some(LOOK_EVERY), database)?;
        let waker = Waker::new(&backend, &self.events);
        let woken = extras.woken.unwrap_or_else(|| Box::new(|| {}));
        let heard = move || {
            waker.wake();
            woken();
        };
        // Where the system has no watch left, the database is asked instead.
        let watcher = setup::wake::watch(&dir, heard).ok();
        if watcher.is_none() {
            backend.is_deaf(ASK_EVERY);
        }
        warm_up()?;
        let ran = runtime::run(&mut app, first, &mut self.screen, &self.inbox, &backend, || {
            System.now()
        });
        drop((watcher, backend));
        Ok(Left {
            ran,
            database: Some(thread),
        })
    }

    /// Throws away what the clinic before has left on the channel, and what was typed while this one was made; says whether
    /// some of it leaves the program.
    fn leaves_already(&self) -> bool {
        let is_end = |event: Event<Reply>| match event {
            Event::Signal(_) | Event::Lost => true,
            Event::Key(key) => keymap::leaves(&key),
            Event::Paste(_)
            | Event::Click { .. }
            | Event::Resize
            | Event::Tick
            | Event::Wake
            | Event::Answer(..)
            | Event::News(_)
            | Event::Aside => false,
        };
        self.inbox.try_iter().any(is_end)
    }
}

/// The database thread's work, and who overhears it.
pub(crate) struct Overheard {
    backend: Backend<System>,
    ear: Option<Box<dyn Overhear>>,
}

impl Overheard {
    pub(crate) fn new(backend: Backend<System>, ear: Option<Box<dyn Overhear>>) -> Self {
        Self { backend, ear }
    }
}

impl Database<Request, Reply> for Overheard {
    fn answer(&mut self, request: Request) -> Reply {
        if let Some(ear) = &mut self.ear {
            ear.asked(&request);
        }
        let reply = self.backend.answer(request);
        if let Some(ear) = &mut self.ear {
            ear.told(&reply);
        }
        reply
    }

    fn look(&mut self) -> Vec<Reply> {
        let news = self.backend.look();
        if let Some(ear) = &mut self.ear {
            news.iter().for_each(|news| ear.told(news));
            ear.looked();
        }
        news
    }

    fn has_changed(&mut self) -> bool {
        self.backend.has_changed()
    }
}

/// A clinic that was left: its database thread may still write that the session has ended.
pub struct Left {
    ran: std::io::Result<()>,
    database: Option<JoinHandle<()>>,
}

impl Left {
    /// Waits for it: the session's row says ended and its lock file is gone when this returns, unless somebody else keeps
    /// the turn to write.
    ///
    /// # Errors
    /// [`StartError::Io`] where the terminal or the thread had failed.
    pub fn wait(self) -> Result<(), StartError> {
        let joined = self.database.map(runtime::join).transpose();
        self.ran?;
        joined?;
        Ok(())
    }
}

/// The house as it is before anybody asked, so that the first frame is a whole one.
fn first_house(database: &mut impl Database<Request, Reply>, dir: &DataDir) -> House {
    let mut house = House::new("Vestibule", jiff::tz::TimeZone::UTC);
    for reply in database.look() {
        if let Reply::Surroundings(now) = &reply
            && now.clinic.demo
        {
            house.banners.push(Banner::Demo {
                command: command_for(dir),
            });
        }
        drop(<Page as crate::page::PageSet>::on_news(&mut house, reply, System.now()));
    }
    house
}

/// What is typed to get a second terminal on the same clinic.
fn command_for(dir: &DataDir) -> String {
    let typed = std::env::args().next().filter(|program| program.contains('/'));
    format!(
        "{} --data {}",
        typed.as_deref().unwrap_or("vestibule"),
        dir.path().display()
    )
}

/// The first parsed number takes 95 ms: not while somebody waits.
fn warm_up() -> std::io::Result<()> {
    std::thread::Builder::new()
        .name("warm-up".into())
        .spawn(domain::contact::warm)
        .map(drop)
}
