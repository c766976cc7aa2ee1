//! Threads and the loop: everything that happens arrives on one channel, and the loop sleeps until it does.
//!
//! ```text
//!   keys ──▶ input thread ──┐
//!   signals ▶ signal thread ┤                     ┌─▶ terminal
//!   commits ▶ Waker ────────┼──▶ Receiver<Event> ─▶ run ─▶ App
//!   answers ▶ backend ──────┘          ▲                    │ Effect::Ask
//!                └─────────────────────┴── backend thread ◀─┘
//! ```
//! A tick is the only timeout, and only when the screen changes by itself. What a page does is not here.

use std::io::{self, Write};
use std::os::fd::AsFd;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use domain::time::Now;
use rustix::event::{PollFd, PollFlags};
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::iterator::Signals;

use crate::app::App;
use crate::effect::{Effect, Ticket};
use crate::event::Event;
use crate::page::PageSet;
use crate::paint::Screen;
use crate::terminal;

/// How long the program may take to end by itself after a signal, and the database thread for its last words. A reader
/// whose terminal is gone spins meanwhile, so this is short.
const GRACE: Duration = Duration::from_secs(2);

/// Events taken in one go before the next frame.
const BATCH: usize = 256;

/// Reads the terminal for ever; ends the program when it is gone.
///
/// # Errors
/// No thread could be started.
pub fn read_terminal<R: Send + 'static>(events: Sender<Event<R>>) -> io::Result<()> {
    watch_hangup(events.clone())?;
    let read = move || {
        loop {
            let event = match crossterm::event::read() {
                Ok(raw) => Event::from_terminal(raw),
                Err(_) => Some(Event::Lost),
            };
            let lost = matches!(event, Some(Event::Lost));
            let heard = event.is_none_or(|event| events.send(event).is_ok());
            if lost || !heard {
                return;
            }
        }
    };
    thread::Builder::new().name("input".into()).spawn(read).map(drop)
}

/// A terminal that is gone tells its first process by SIGHUP and nobody else, and crossterm's reader then spins without an
/// error: whether it is there is asked of the terminal itself (S16).
fn watch_hangup<R: Send + 'static>(events: Sender<Event<R>>) -> io::Result<()> {
    let terminal = io::stdin().as_fd().try_clone_to_owned()?;
    let watch = move || {
        // Asked for nothing, poll(2) still tells of a hang-up. Where it fails there is nothing left to ask.
        let mut asked = [PollFd::new(&terminal, PollFlags::empty())];
        while rustix::event::poll(&mut asked, None).is_err_and(|error| error == rustix::io::Errno::INTR) {}
        end(&events, Event::Lost, 128 + SIGHUP);
    };
    thread::Builder::new().name("hang-up".into()).spawn(watch).map(drop)
}

/// Tells the loop of the end, and ends the program when that has not happened a moment later. A loop that hears nothing
/// any more has ended already, for another reason, and its program is at its last words.
fn end<R>(events: &Sender<Event<R>>, why: Event<R>, code: i32) {
    drop(events.send(why));
    thread::sleep(GRACE);
    terminal::give_back();
    std::process::exit(code)
}

/// Turns SIGTERM, SIGHUP and SIGINT into an event; when the program has not ended a moment later, gives the terminal
/// back and ends it (S16). To be called before the terminal is taken.
///
/// # Errors
/// The handlers could not be set.
pub fn watch_signals<R: Send + 'static>(events: Sender<Event<R>>) -> io::Result<()> {
    let mut signals = Signals::new([SIGTERM, SIGHUP, SIGINT])?;
    let watch = move || {
        if let Some(signal) = signals.forever().next() {
            end(&events, Event::Signal(signal), 128 + signal);
        }
    };
    thread::Builder::new().name("signals".into()).spawn(watch).map(drop)
}

/// What runs on the database thread: the only thing in this program that touches the database.
pub trait Database<Q, R>: Send + 'static {
    /// Answers a question.
    fn answer(&mut self, request: Q) -> R;
    /// Somebody committed, or it is time to look (worker on duty? session still there?): says what has changed and who
    /// stands round the pages has to know, nothing where nothing has.
    fn look(&mut self) -> Vec<R>;
    /// Whether somebody else committed since this was asked last: the cheap question where no bell is heard. A database
    /// that is never shared has nothing to say.
    fn has_changed(&mut self) -> bool {
        false
    }
}

enum Order<Q> {
    Asked(Ticket, Q),
    Look,
    Deaf(Duration),
}

/// The way to the database thread. When the last one is dropped, the thread ends.
pub struct Backend<Q> {
    orders: Sender<Order<Q>>,
}

impl<Q> Clone for Backend<Q> {
    fn clone(&self) -> Self {
        Self {
            orders: self.orders.clone(),
        }
    }
}

impl<Q> Backend<Q> {
    /// Asks; the answer comes as `Event::Answer`. Nobody to ask any more is an end that is on its way already.
    pub fn ask(&self, ticket: Ticket, request: Q) {
        drop(self.orders.send(Order::Asked(ticket, request)));
    }

    /// No wake file can be watched: from now on the thread asks for commits itself, `every` so often.
    pub fn is_deaf(&self, every: Duration) {
        drop(self.orders.send(Order::Deaf(every)));
    }
}

/// Tells everybody in this program that somebody committed. Made for the watcher of the wake file.
pub struct Waker<Q, R> {
    backend: Backend<Q>,
    events: Sender<Event<R>>,
}

impl<Q, R> Waker<Q, R> {
    /// A waker for the loop and the database thread.
    #[must_use]
    pub fn new(backend: &Backend<Q>, events: &Sender<Event<R>>) -> Self {
        Self {
            backend: backend.clone(),
            events: events.clone(),
        }
    }

    /// The page asks anew what it shows, the database thread looks for news.
    pub fn wake(&self) {
        drop(self.backend.orders.send(Order::Look));
        drop(self.events.send(Event::Wake));
    }
}

/// Starts the database thread. It looks when woken and after `every` without work.
///
/// # Errors
/// No thread could be started.
pub fn backend<Q, R>(
    events: Sender<Event<R>>,
    every: Option<Duration>,
    mut database: impl Database<Q, R>,
) -> io::Result<(Backend<Q>, JoinHandle<()>)>
where
    Q: Send + 'static,
    R: Send + 'static,
{
    let (orders, inbox) = mpsc::channel();
    let run = move || {
        let mut deaf = None;
        let mut looked = Instant::now();
        loop {
            let order = match deaf.or(every) {
                None => inbox.recv().map_err(|_| RecvTimeoutError::Disconnected),
                Some(wait) => inbox.recv_timeout(wait),
            };
            let mut told = Vec::new();
            let looks = match order {
                Ok(Order::Asked(ticket, request)) => {
                    told.push(Event::Answer(ticket, database.answer(request)));
                    false
                }
                Ok(Order::Look) => true,
                Ok(Order::Deaf(ask_every)) => {
                    deaf = Some(ask_every);
                    false
                }
                Err(RecvTimeoutError::Timeout) if deaf.is_some() => {
                    let changed = database.has_changed();
                    told.extend(changed.then_some(Event::Wake));
                    changed || every.is_some_and(|every| looked.elapsed() >= every)
                }
                Err(RecvTimeoutError::Timeout) => true,
                Err(RecvTimeoutError::Disconnected) => return,
            };
            if looks {
                looked = Instant::now();
                told.extend(database.look().into_iter().map(Event::News));
            }
            if told.into_iter().any(|event| events.send(event).is_err()) {
                return;
            }
        }
    };
    let thread = thread::Builder::new().name("database".into()).spawn(run)?;
    Ok((Backend { orders }, thread))
}

/// Waits for the last words of a database thread that nobody asks any more. They may have to wait for somebody else's turn
/// to write: then they stay unsaid after a moment, and the session's free lock tells instead (S16).
///
/// # Errors
/// The thread panicked, or none could be started to wait for it.
pub fn join(database: JoinHandle<()>) -> io::Result<()> {
    let (ended, wait) = mpsc::channel();
    let watch = move || {
        // Whoever waited may have gone.
        let _ = ended.send(database.join().is_ok());
    };
    thread::Builder::new().name("last words".into()).spawn(watch)?;
    match wait.recv_timeout(GRACE) {
        Ok(true) | Err(RecvTimeoutError::Timeout) => Ok(()),
        Ok(false) | Err(RecvTimeoutError::Disconnected) => Err(io::Error::other("the database thread stopped")),
    }
}

/// Runs the app until it wishes to leave. `first` are the effects of `App::new`.
///
/// # Errors
/// The terminal cannot be written any more.
pub fn run<P: PageSet, W: Write>(
    app: &mut App<P>,
    first: Vec<Effect<P::Request>>,
    screen: &mut Screen<W>,
    events: &Receiver<Event<P::Reply>>,
    backend: &Backend<P::Request>,
    clock: impl Fn() -> Now,
) -> io::Result<()> {
    screen.draw(|frame| app.draw(frame, clock()))?;
    if carry_out(first, screen, backend)? {
        return Ok(());
    }
    loop {
        let wait = app.next_tick(clock()).and_then(|ms| u64::try_from(ms).ok());
        let event = match wait {
            None => events.recv().unwrap_or(Event::Lost),
            Some(ms) => match events.recv_timeout(Duration::from_millis(ms)) {
                Ok(event) => event,
                Err(RecvTimeoutError::Timeout) => Event::Tick,
                Err(RecvTimeoutError::Disconnected) => Event::Lost,
            },
        };
        let batch = std::iter::once(event).chain(events.try_iter().take(BATCH));
        for event in batch {
            let effects = app.handle(event, clock());
            if carry_out(effects, screen, backend)? {
                return Ok(());
            }
        }
        if draw(app, screen, events, backend, &clock)? {
            return Ok(());
        }
    }
}

/// Draws. When that puts an answer on the screen, what was typed before it could be seen is dropped (S08). Says whether
/// to leave.
fn draw<P: PageSet, W: Write>(
    app: &mut App<P>,
    screen: &mut Screen<W>,
    events: &Receiver<Event<P::Reply>>,
    backend: &Backend<P::Request>,
    clock: &impl Fn() -> Now,
) -> io::Result<bool> {
    let settles = app.settles();
    screen.draw(|frame| app.draw(frame, clock()))?;
    if !settles {
        return Ok(false);
    }
    let unseen: Vec<Event<P::Reply>> = events.try_iter().collect();
    let mut again = false;
    for event in unseen {
        let leaves = matches!(&event, Event::Key(key) if crate::keymap::leaves(key));
        if event.by_hand() && !leaves {
            continue;
        }
        again = true;
        let effects = app.handle(event, clock());
        if carry_out(effects, screen, backend)? {
            return Ok(true);
        }
    }
    if again {
        screen.draw(|frame| app.draw(frame, clock()))?;
    }
    Ok(false)
}

/// Carries effects out; says whether to leave.
fn carry_out<Q, W: Write>(effects: Vec<Effect<Q>>, screen: &mut Screen<W>, backend: &Backend<Q>) -> io::Result<bool> {
    for effect in effects {
        match effect {
            Effect::Ask(ticket, request) => backend.ask(ticket, request),
            Effect::Copy(secret) => screen.backend_mut().copy(&secret)?,
            Effect::Quit => return Ok(true),
        }
    }
    Ok(false)
}
