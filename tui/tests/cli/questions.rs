//! `init` by question and answer, on a real terminal looked at from its other end.

use std::io::{Read, Write};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::Duration;

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

use crate::common::{PASSWORD, PROGRAM, Place};

/// Long enough for a slow machine; only a failure ever takes it.
const PATIENCE: Duration = Duration::from_secs(20);

struct Terminal {
    child: Box<dyn Child + Send + Sync>,
    keys: Box<dyn Write + Send>,
    shown: String,
    /// How much of it was waited for already.
    passed: usize,
    heard: Receiver<Vec<u8>>,
    _master: Box<dyn MasterPty + Send>,
}

impl Terminal {
    fn start(place: &Place, arguments: &[&str]) -> Self {
        let pair = native_pty_system().openpty(PtySize::default()).unwrap();
        let mut command = CommandBuilder::new(PROGRAM);
        command.env_clear();
        command.env("TERM", "xterm");
        command.env("TZ", "America/Vancouver");
        command.args(arguments);
        command.args(["--data", place.data().to_str().unwrap()]);
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let (mut output, keys) = (
            pair.master.try_clone_reader().unwrap(),
            pair.master.take_writer().unwrap(),
        );
        let (sender, heard) = mpsc::channel();
        thread::spawn(move || {
            let mut bytes = [0; 4096];
            while let Ok(count @ 1..) = output.read(&mut bytes) {
                if sender.send(bytes[..count].to_vec()).is_err() {
                    return;
                }
            }
        });
        Self {
            child,
            keys,
            shown: String::new(),
            passed: 0,
            heard,
            _master: pair.master,
        }
    }

    /// Waits until that is shown, after everything waited for before.
    #[track_caller]
    fn wait_for(&mut self, words: &str) {
        loop {
            if let Some(at) = self.shown[self.passed..].find(words) {
                self.passed += at + words.len();
                return;
            }
            match self.heard.recv_timeout(PATIENCE) {
                Ok(bytes) => self.shown.push_str(&String::from_utf8_lossy(&bytes)),
                Err(error) => panic!("{error} while waiting for {words:?}; shown: {}", self.shown),
            }
        }
    }

    #[track_caller]
    fn answer(&mut self, question: &str, answer: &str) {
        self.wait_for(question);
        self.wait_for(": ");
        self.keys.write_all(format!("{answer}\r").as_bytes()).unwrap();
    }

    /// How it ended, and everything that was shown.
    fn end(mut self) -> (u32, String) {
        let code = self.child.wait().unwrap().exit_code();
        while let Ok(bytes) = self.heard.recv_timeout(PATIENCE) {
            self.shown.push_str(&String::from_utf8_lossy(&bytes));
        }
        (code, self.shown)
    }
}

fn answer_up_to_the_password(terminal: &mut Terminal) {
    terminal.answer("Clinic's name", "Maple Street Family Clinic");
    terminal.answer("Its name in texts [Maple Street Family]", "");
    terminal.answer("Time zone [", "Mars/Base");
    terminal.wait_for("no time zone");
    terminal.answer("Time zone [", "America/Vancouver");
    terminal.answer("Country", "ca");
    terminal.answer("Whom people tell", "");
    terminal.answer("user name", "jane doe");
    terminal.wait_for("no blanks");
    terminal.answer("user name", "jane");
    terminal.answer("owner's name", "Jane Doe");
    terminal.answer("e-mail address", "jane@example.org");
    terminal.answer("mobile number", "604 555 0100");
}

#[test]
fn u09_on_a_terminal_init_asks_says_what_is_wrong_and_shows_no_password() {
    let place = Place::new();
    let mut terminal = Terminal::start(&place, &["init"]);
    answer_up_to_the_password(&mut terminal);
    terminal.answer("Password", "jane doe");
    terminal.wait_for("Too easy to guess");
    terminal.answer("Password", PASSWORD);
    terminal.answer("Password again", "something else");
    terminal.wait_for("not the same");
    // A slip, rubbed out, and a line begun anew.
    terminal.answer("Password", &format!("wrong\u{15}{PASSWORD}é\u{7f}"));
    terminal.answer("Password again", PASSWORD);
    terminal.wait_for("Maple Street Family Clinic is set up");
    let (code, shown) = terminal.end();
    assert_eq!(code, 0, "{shown}");
    assert!(!shown.contains(PASSWORD) && !shown.contains("krokus"), "{shown}");
    assert_eq!(place.run(&["staff", "list", "--json"]).json()[0]["username"], "jane");
}

#[test]
fn z03_what_is_typed_as_a_password_is_not_echoed() {
    let place = Place::new();
    let mut terminal = Terminal::start(&place, &["init"]);
    answer_up_to_the_password(&mut terminal);
    terminal.answer("Password", PASSWORD);
    terminal.wait_for("Password again");
    terminal.keys.write_all(b"\x03").unwrap();
    let (code, shown) = terminal.end();
    assert_eq!(code, 1);
    assert!(
        shown.contains("not answered to the end") && !shown.contains("krokus"),
        "{shown}"
    );
    assert!(!place.data().exists());
}

#[test]
fn u09_only_what_is_missing_is_asked() {
    let place = Place::new();
    let given: Vec<&str> = ["init"].iter().chain(&crate::common::CLINIC).copied().collect();
    let mut terminal = Terminal::start(&place, &given);
    terminal.answer("Its name in texts [Maple Street Clinic]", "Maple");
    terminal.answer("Whom people tell", "reception");
    terminal.answer("Password", PASSWORD);
    terminal.answer("Password again", PASSWORD);
    let (code, shown) = terminal.end();
    assert_eq!(code, 0, "{shown}");
}
