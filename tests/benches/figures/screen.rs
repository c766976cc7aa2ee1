//! The terminal program: from the start of the process to its first frame, in a real terminal; from a key to the frame
//! that shows it, through the real loop.
//!
//! The program is this very binary, told by a variable to be it: the same code, built the same way.

use std::io::{self, Read as _, Write};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, mpsc};
use std::thread::JoinHandle;
use std::time::Instant;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use domain::time::{BootId, Now};
use domain::{password, secret::Secret};
use fixtures::clinic::{Clinic, START_WALL_MS};
use jiff::tz::TimeZone;
use portable_pty::{CommandBuilder, PtySize, native_pty_system};
use ratatui::layout;
use setup::config::{Template, template};
use tui::app::App;
use tui::backend::{Reply, Request};
use tui::event::Event;
use tui::house::House;
use tui::pages::{Page, sign_in};
use tui::runtime::{self, Database};
use tui::theme::{Colours, Theme};

use crate::qr_page;
use crate::table::{Line, Samples, both, head, row};

/// The variable.
pub(crate) const PROGRAM: &str = "VESTIBULE_FIGURES_PROGRAM";
const STARTS: u32 = 100;
const KEYS: usize = 1_000;
/// What every frame ends with.
const FRAME_ENDS: &[u8] = b"\x1b[?2026l";

/// Prints it.
pub(crate) fn figure() -> Vec<Line> {
    let clinic = clinic();
    let (version, started) = (starts(&clinic, &["--version"]), starts(&clinic, &[]));
    let letter = keys(SIGN_IN, SMALL, LETTER);
    let large = keys(SIGN_IN, LARGE, LETTER);
    let help = keys(SIGN_IN, LARGE, [KeyCode::F(1), KeyCode::Esc]);
    let qr = keys(SET_UP_APP, SMALL, [KeyCode::Char('4'), KeyCode::Backspace]);
    let hashing = Hashing::start();
    let busy = keys(SIGN_IN, SMALL, LETTER);
    hashing.stop();
    head("The screen");
    row("process that says its version and ends", &version);
    row("start of the process to the first frame", &started);
    row("a letter, 80x24", &letter);
    row("a letter, 140x45", &large);
    row("help and back (all of 140x45 anew)", &help);
    row("a digit beside the QR code, 80x24", &qr);
    row("a letter, 80x24, while a password is hashed", &busy);
    let at_start = format!("`--version`: {}", both(&version));
    let hashing = format!("while a password is hashed: {}", both(&busy));
    vec![
        Line::new("start of the process to its first frame", &started, "20 ms", &at_start),
        Line::new("key to frame, 80x24", &letter, "2 ms", &hashing),
        Line::new("key to frame, all of 140x45 anew", &help, "2 ms", ""),
        Line::new("key to frame beside the QR code, 80x24", &qr, "2 ms", ""),
    ]
}

/// A page about to be shown.
#[derive(Clone, Copy)]
pub(crate) struct Opened {
    /// The app that shows it.
    pub(crate) app: fn(Theme, Now) -> App<Page>,
    /// What stands on it.
    pub(crate) shows: &'static str,
}

const SIGN_IN: Opened = Opened {
    app: |theme, at| {
        let house = House::new("Maple Clinic", TimeZone::UTC);
        App::new(Page::SignIn(sign_in::State::new()), house, theme, at).0
    },
    shows: "Sign in",
};
const SET_UP_APP: Opened = Opened {
    app: qr_page::app,
    shows: "▀",
};

pub(crate) type Size = fn() -> io::Result<layout::Size>;

pub(crate) const SMALL: Size = || Ok(layout::Size::new(80, 24));
pub(crate) const LARGE: Size = || Ok(layout::Size::new(140, 45));
/// One that changes what is typed, and one that takes it back.
const LETTER: [KeyCode; 2] = [KeyCode::Char('a'), KeyCode::Backspace];

/// One that the program opens without a word.
fn clinic() -> Clinic {
    let clinic = Clinic::new();
    let toml = template(Template {
        key_file: "vestibule.key",
        clinic: "Maple Clinic",
        country: "CA",
    });
    std::fs::write(clinic.data().config(), toml).unwrap();
    clinic
}

/// Until the first frame, or, where there is none, until the end.
fn starts(clinic: &Clinic, options: &[&str]) -> Samples {
    let mut samples = Samples::default();
    for _ in 0..STARTS {
        let pair = native_pty_system().openpty(PtySize::default()).unwrap();
        let mut command = CommandBuilder::new(std::env::current_exe().unwrap());
        command.env(PROGRAM, "1");
        command.env("TERM", "xterm-256color");
        command.args(["--data", clinic.path().to_str().unwrap()]);
        command.args(options);
        let mut reader = pair.master.try_clone_reader().unwrap();
        let mut writer = pair.master.take_writer().unwrap();
        let (mut seen, mut bytes) = (Vec::new(), [0; 65_536]);
        let begun = Instant::now();
        let mut child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        while let Ok(count @ 1..) = reader.read(&mut bytes) {
            seen.extend_from_slice(&bytes[..count]);
            if seen.windows(FRAME_ENDS.len()).any(|end| end == FRAME_ENDS) {
                break;
            }
        }
        samples.push(begun.elapsed());
        if options.is_empty() {
            assert!(String::from_utf8_lossy(&seen).contains("Sign in"), "a whole frame");
            writer.write_all(b"\x11").unwrap();
            while let Ok(1..) = reader.read(&mut bytes) {}
        }
        assert!(child.wait().unwrap().success());
    }
    samples
}

/// A terminal that hands every frame on.
pub(crate) struct Wire(pub(crate) mpsc::Sender<Vec<u8>>);

impl Write for Wire {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.send(bytes.to_vec()).map_err(io::Error::other)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

struct Nobody;

impl Database<Request, Reply> for Nobody {
    fn answer(&mut self, _request: Request) -> Reply {
        Reply::Trouble("Nobody is asked anything here.".into())
    }

    fn look(&mut self) -> Vec<Reply> {
        Vec::new()
    }
}

/// The keys in turn, each pressed when the frame before has been written.
pub(crate) fn keys(opened: Opened, size: Size, turn: [KeyCode; 2]) -> Samples {
    let (events, inbox) = mpsc::channel();
    let (written, frames) = mpsc::channel();
    let (backend, database) = runtime::backend(events.clone(), None, Nobody).unwrap();
    let program = std::thread::spawn(move || {
        let at = Now {
            wall_ms: START_WALL_MS,
            boot_ms: START_WALL_MS,
            boot_id: BootId([1; 16]),
        };
        let theme = Theme {
            colours: Colours::Many,
            ascii: false,
        };
        let mut app = (opened.app)(theme, at);
        let mut screen = tui::paint::screen(Wire(written), size).unwrap();
        runtime::run(&mut app, Vec::new(), &mut screen, &inbox, &backend, || at).unwrap();
    });
    let first = frames.recv().unwrap();
    assert!(String::from_utf8_lossy(&first).contains(opened.shows), "a whole page");
    let key = |code, mods| Event::Key(KeyEvent::new(code, mods));
    let mut samples = Samples::default();
    for code in turn.into_iter().cycle().take(KEYS) {
        samples.time(|| {
            events.send(key(code, KeyModifiers::NONE)).unwrap();
            frames.recv().unwrap();
        });
    }
    events.send(key(KeyCode::Char('q'), KeyModifiers::CONTROL)).unwrap();
    program.join().unwrap();
    database.join().unwrap();
    samples
}

/// What the database thread does after Enter, without an end.
struct Hashing {
    enough: Arc<AtomicBool>,
    thread: JoinHandle<()>,
}

impl Hashing {
    fn start() -> Self {
        let enough = Arc::new(AtomicBool::new(false));
        let told = Arc::clone(&enough);
        let thread = std::thread::spawn(move || {
            while !told.load(Ordering::Relaxed) {
                password::hash(&Secret::from("gravel otter 19 piano"), [7; 16]).unwrap();
            }
        });
        Self { enough, thread }
    }

    fn stop(self) {
        self.enough.store(true, Ordering::Relaxed);
        self.thread.join().unwrap();
    }
}
