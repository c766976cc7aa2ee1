//! The terminal is given back whole, whatever ends the program: looked at from the other end of a real terminal.
//!
//! The child is this very test binary, told by a variable to be the program instead of the test. What is on the screen
//! is not looked at here.

#![allow(clippy::unwrap_used)]

use std::io::{Read, Write};
use std::sync::mpsc;

use domain::time::Now;
use jiff::tz::TimeZone;
use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use rustix::process::{Pid, Signal, kill_process};
use tui::app::App;
use tui::clock;
use tui::effect::Wishes;
use tui::event::Event;
use tui::house::House;
use tui::keymap::Key;
use tui::modals::help;
use tui::modals::help_text::{HelpFacts, Topic};
use tui::page::{PageSet, Screen};
use tui::runtime::{self, Database};
use tui::terminal::Guard;
use tui::theme::{Colours, Theme};
use tui::widgets::cell::button;
use tui::widgets::form::Form;
use tui::widgets::inputs::Inputs;

const PROGRAM: &str = "VESTIBULE_TEST_PROGRAM";

enum Page {
    Only(Only),
    Help(help::State),
}

struct Only(Inputs<()>);

impl PageSet for Page {
    type Request = ();
    type Reply = ();
    tui::page_set!(Only, Help);
    fn help(topic: Topic, facts: &HelpFacts) -> Self {
        Self::Help(help::State::new(topic, facts))
    }
    fn on_news(_house: &mut House, (): (), _at: Now) -> Wishes<Self> {
        Vec::new()
    }
    fn on_sign_out(_at: Now) -> Wishes<Self> {
        Vec::new()
    }
}

impl Screen<Page> for Only {
    type Item = ();
    const KEYS: &'static [Key] = &[Key::enter("fall")];
    const TOPIC: Topic = Topic::SignIn;
    fn form(&self, _at: Now) -> Form<()> {
        Form::titled("The only page").cells([button((), "Fall")])
    }
    fn inputs(&self) -> &Inputs<()> {
        &self.0
    }
    fn inputs_mut(&mut self) -> &mut Inputs<()> {
        &mut self.0
    }
    fn on_act(&mut self, (): (), _at: Now) -> Wishes<Page> {
        panic!("the password is swordfish")
    }
}

struct Nothing;

impl Database<(), ()> for Nothing {
    fn answer(&mut self, (): ()) {}
    fn look(&mut self) -> Vec<()> {
        Vec::new()
    }
}

/// The program of these tests; as a test of its own it has nothing to do.
#[test]
fn program() {
    if std::env::var_os(PROGRAM).is_none() {
        return;
    }
    let (events, inbox) = mpsc::channel::<Event<()>>();
    runtime::watch_signals(events.clone()).unwrap();
    let guard = Guard::take().unwrap();
    let mut screen = guard.screen().unwrap();
    let (backend, _thread) = runtime::backend(events.clone(), None, Nothing).unwrap();
    runtime::read_terminal(events).unwrap();
    let theme = Theme {
        colours: Colours::Many,
        ascii: false,
    };
    let first = Page::Only(Only(Inputs::new(())));
    let (mut app, effects) = App::new(first, House::new("Clinic", TimeZone::UTC), theme, clock::now());
    let ended = runtime::run(&mut app, effects, &mut screen, &inbox, &backend, clock::now);
    drop(guard);
    std::process::exit(i32::from(ended.is_err()));
}

struct Seat {
    master: Box<dyn MasterPty + Send>,
    writer: Box<dyn Write + Send>,
    child: Box<dyn Child + Send + Sync>,
    written: mpsc::Receiver<Vec<u8>>,
    seen: String,
}

impl Seat {
    /// Starts the program and waits for its first frame.
    fn take() -> Self {
        let size = PtySize {
            rows: 24,
            cols: 80,
            pixel_width: 0,
            pixel_height: 0,
        };
        let pair = native_pty_system().openpty(size).unwrap();
        let mut command = CommandBuilder::new(std::env::current_exe().unwrap());
        command.args(["--exact", "program", "--nocapture", "--test-threads=1"]);
        command.env(PROGRAM, "1");
        command.env("TERM", "xterm-256color");
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let writer = pair.master.take_writer().unwrap();
        let mut reader = pair.master.try_clone_reader().unwrap();
        let (sender, written) = mpsc::channel();
        std::thread::spawn(move || {
            let mut bytes = [0; 4_096];
            while let Ok(count @ 1..) = reader.read(&mut bytes) {
                if sender.send(bytes[..count].to_vec()).is_err() {
                    return;
                }
            }
        });
        let mut seat = Self {
            master: pair.master,
            writer,
            child,
            written,
            seen: String::new(),
        };
        seat.read_until("The only page");
        seat
    }

    fn read_until(&mut self, text: &str) {
        while !self.seen.contains(text) {
            let bytes = self.written.recv().unwrap_or_else(|_| panic!("ended: {:?}", self.seen));
            self.seen.push_str(&String::from_utf8_lossy(&bytes));
        }
    }

    fn type_in(&mut self, keys: &str) {
        self.writer.write_all(keys.as_bytes()).unwrap();
        self.writer.flush().unwrap();
    }

    fn signal(&self, signal: Signal) {
        let pid = i32::try_from(self.child.process_id().unwrap()).unwrap();
        kill_process(Pid::from_raw(pid).unwrap(), signal).unwrap();
    }

    /// Waits for the end; gives the exit code and what was written after the first frame.
    fn end(mut self) -> (u32, String) {
        let code = self.child.wait().unwrap().exit_code();
        let start = self.seen.len();
        while let Ok(bytes) = self.written.recv() {
            self.seen.push_str(&String::from_utf8_lossy(&bytes));
        }
        (code, self.seen[start..].to_owned())
    }
}

/// The letters come back, the cursor, the first screen; pastes and the mouse go.
fn assert_given_back(after: &str) {
    let modes = ["?1006l", "?1000l", "?2004l", "?25h", "?1049l"];
    let places: Vec<usize> = modes
        .iter()
        .map(|mode| {
            after
                .rfind(&format!("\x1b[{mode}"))
                .unwrap_or_else(|| panic!("{mode}: {after:?}"))
        })
        .collect();
    assert!(places.is_sorted(), "{after:?}");
    assert_eq!(after.matches("\x1b[?1049l").count(), 1, "given back once: {after:?}");
}

fn cooked(seat: &Seat) -> String {
    format!("{:?}", seat.master.get_termios().unwrap())
}

#[test]
fn h01_ctrl_q_and_ctrl_c_give_the_terminal_back() {
    for key in ["\x11", "\x03"] {
        let mut seat = Seat::take();
        seat.type_in(key);
        let (code, after) = seat.end();
        assert_eq!(code, 0);
        assert_given_back(&after);
    }
}

#[test]
fn z03_a_panic_gives_the_terminal_back_and_then_names_the_place_alone() {
    let mut seat = Seat::take();
    seat.type_in("\r");
    let (code, after) = seat.end();
    assert_eq!(code, 101);
    assert_given_back(&after);
    let said = after.split("\x1b[?1049l").nth(1).unwrap();
    assert!(
        said.contains("Vestibule has stopped") && said.contains("given_back.rs"),
        "{said:?}"
    );
    assert!(!after.contains("swordfish"));
}

#[test]
fn s16_signals_give_the_terminal_back() {
    for signal in [Signal::TERM, Signal::INT, Signal::HUP] {
        let seat = Seat::take();
        seat.signal(signal);
        let (_, after) = seat.end();
        assert_given_back(&after);
    }
}

#[test]
fn s16_the_modes_of_the_line_are_as_before() {
    let size = PtySize {
        rows: 24,
        cols: 80,
        pixel_width: 0,
        pixel_height: 0,
    };
    let fresh = native_pty_system().openpty(size).unwrap();
    let before = format!("{:?}", fresh.master.get_termios().unwrap());
    let mut seat = Seat::take();
    assert_ne!(cooked(&seat), before, "raw while it runs");
    seat.signal(Signal::TERM);
    seat.read_until("\x1b[?1049l");
    seat.child.wait().unwrap();
    assert_eq!(cooked(&seat), before);
}

#[test]
fn s16_a_lost_terminal_ends_the_program() {
    let Seat {
        master,
        writer,
        mut child,
        written,
        ..
    } = Seat::take();
    // The reader holds the terminal too: the next frame tells it that nobody listens any more.
    drop(written);
    master
        .resize(PtySize {
            rows: 30,
            cols: 100,
            pixel_width: 0,
            pixel_height: 0,
        })
        .unwrap();
    drop((writer, master));
    let ended = child.wait().unwrap();
    assert_eq!(ended.signal(), None, "it ends itself");
}

#[test]
fn h01_without_a_terminal_there_is_a_sentence_and_nothing_is_written() {
    let error = std::process::Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "program", "--nocapture"])
        .env(PROGRAM, "1")
        .stdin(std::process::Stdio::null())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&error.stderr).into_owned();
    assert!(said.contains("NoTerminal"), "{said}");
    assert!(!String::from_utf8_lossy(&error.stdout).contains('\x1b'));
    assert!(
        tui::terminal::Error::NoTerminal
            .to_string()
            .contains("needs a terminal")
    );
}
