//! Starts the terminal program on an open clinic and ends it in order: session row, lock file, terminal.
//!
//! Where the clinic is and whether it is safe to open is the command line's business (`cli`).

use std::sync::mpsc;
use std::time::Duration;

use actions::{Client, Policy};
use domain::time::Now;
use setup::config::Config;
use setup::{DataDir, SetupError};
use store::Db;

use crate::app::App;
use crate::backend::{Backend, Reply, Request, Source};
use crate::house::House;
use crate::pages::{Page, sign_in};
use crate::runtime::{self, Database, Waker};
use crate::surroundings::Lookout;
use crate::terminal;
use crate::theme::Theme;

/// How often the worker's state and a commit that rang no bell are looked for (spec W05).
const LOOK_EVERY: Duration = Duration::from_secs(10);

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

/// Runs until the person leaves.
///
/// # Errors
/// [`StartError`]; the terminal is given back then too.
pub fn run_terminal(start: Start) -> Result<(), StartError> {
    let Start {
        dir,
        config,
        db,
        client,
        no_color,
    } = start;
    let policy = Policy {
        daily_cap: config.sms.daily_cap,
        countries: config.sms.countries.clone(),
    };
    let lookout = Lookout::new(config.has_folder_transport());
    let mut database = Backend::new(db, dir.clone(), client, policy, lookout, System);
    let house = first_house(&mut database);

    let (events, inbox) = mpsc::channel();
    runtime::watch_signals(events.clone())?;
    let guard = terminal::Guard::take()?;
    let mut screen = guard.screen()?;
    let theme = Theme::detect(|name| std::env::var(name).ok(), no_color);
    let (mut app, first) = App::new(Page::SignIn(sign_in::State::new()), house, theme, System.now());
    let (backend, thread) = runtime::backend(events.clone(), Some(LOOK_EVERY), database)?;
    let waker = Waker::new(&backend, &events);
    // Looking every ten seconds still works where the system has no watch left.
    let watcher = setup::wake::watch(&dir, move || waker.wake()).ok();
    runtime::read_terminal(events)?;
    warm_up()?;
    let ran = runtime::run(&mut app, first, &mut screen, &inbox, &backend, || System.now());
    drop((watcher, backend, guard));
    // The session's row says ended and its lock file is gone when this returns.
    let joined = thread.join();
    ran?;
    joined.map_err(|_| std::io::Error::other("the database thread stopped"))?;
    Ok(())
}

/// The house as it is before anybody asked, so that the first frame is a whole one.
fn first_house(database: &mut impl Database<Request, Reply>) -> House {
    let mut house = House::new("Vestibule", jiff::tz::TimeZone::UTC);
    for reply in database.look() {
        drop(<Page as crate::page::PageSet>::on_news(&mut house, reply, System.now()));
    }
    house
}

/// The first parsed number takes 95 ms: not while somebody waits.
fn warm_up() -> std::io::Result<()> {
    std::thread::Builder::new()
        .name("warm-up".into())
        .spawn(domain::contact::warm)
        .map(drop)
}
