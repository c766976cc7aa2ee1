//! Takes the terminal (raw mode, second screen, pastes, mouse) and gives it back whole: at the end, at a panic, at a
//! signal.
//!
//! The mouse is asked for presses alone: reports of every movement would wake the program for nothing.

use std::fs::File;
use std::io::{self, IsTerminal, Write};
use std::os::fd::AsFd;
use std::sync::atomic::{AtomicBool, Ordering};

use crossterm::terminal::{disable_raw_mode, enable_raw_mode};
use ratatui::layout::Size;

use crate::paint::{self, Screen};

/// Second screen, hidden cursor, bracketed paste, mouse presses in SGR form.
const TAKE: &str = "\x1b[?1049h\x1b[2J\x1b[?25l\x1b[?2004h\x1b[?1000h\x1b[?1006h";
/// The same back, in reverse, with plain letters.
const GIVE: &str = "\x1b[?2026l\x1b[?1006l\x1b[?1000l\x1b[?2004l\x1b[0m\x1b[?25h\x1b[?1049l";

/// Whether there is something to give back.
static TAKEN: AtomicBool = AtomicBool::new(false);

/// Why the terminal cannot be had.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Input or output is a file or a pipe.
    #[error(
        "Vestibule needs a terminal to draw on, and input or output is none. \
         Nothing was changed. Over SSH add -t."
    )]
    NoTerminal,
    /// The terminal refused.
    #[error("could not set the terminal up")]
    Refused(#[from] io::Error),
}

/// The taken terminal. Dropping it gives it back.
#[derive(Debug)]
pub struct Guard(());

impl Guard {
    /// Takes the terminal and sees to it that a panic gives it back and ends the program.
    ///
    /// # Errors
    /// [`Error::NoTerminal`] where input or output is none; nothing has been written then.
    pub fn take() -> Result<Self, Error> {
        if !io::stdin().is_terminal() || !io::stdout().is_terminal() {
            return Err(Error::NoTerminal);
        }
        std::panic::set_hook(Box::new(|info| {
            give_back();
            let place = info.location().map(ToString::to_string);
            say(&panic_sentence(place.as_deref()));
            std::process::exit(101);
        }));
        enable_raw_mode()?;
        TAKEN.store(true, Ordering::SeqCst);
        let guard = Self(());
        output()?.write_all(TAKE.as_bytes())?;
        Ok(guard)
    }

    /// A screen on the taken terminal.
    ///
    /// # Errors
    /// The terminal is gone.
    pub fn screen(&self) -> io::Result<Screen<File>> {
        paint::screen(output()?, || crossterm::terminal::size().map(|(x, y)| Size::new(x, y)))
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        give_back();
    }
}

/// Gives the terminal back, once, from whichever thread. A terminal that is gone is given back by being gone.
pub fn give_back() {
    if TAKEN.swap(false, Ordering::SeqCst) {
        let written = output().and_then(|mut terminal| terminal.write_all(GIVE.as_bytes()));
        let cooked = disable_raw_mode();
        drop((written, cooked));
    }
}

/// Standard output without Rust's lock and buffer: a panic in one thread never waits for another.
fn output() -> io::Result<File> {
    Ok(File::from(io::stdout().as_fd().try_clone_to_owned()?))
}

/// What a person reads after a panic: where it happened, never what was in memory (Z03).
fn panic_sentence(place: Option<&str>) -> String {
    let place = place.unwrap_or("an unknown place");
    format!(
        "Vestibule has stopped because of a fault of its own at {place}. What was saved is kept, \
         what was not yet saved is gone. Start it again, and tell who looks after it about that place.\n"
    )
}

fn say(sentence: &str) {
    let said = io::stderr().as_fd().try_clone_to_owned().map(File::from);
    drop(said.and_then(|mut terminal| terminal.write_all(sentence.as_bytes())));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_taken_is_given_back_mode_by_mode() {
        for mode in ["?1049", "?2004", "?1000", "?1006"] {
            assert!(TAKE.contains(&format!("{mode}h")) && GIVE.contains(&format!("{mode}l")));
        }
        assert!(TAKE.contains("?25l") && GIVE.contains("?25h"));
        assert!(!TAKE.contains("?1003"), "movements are not asked for");
    }

    #[test]
    fn z03_a_panic_names_the_place_and_nothing_else() {
        let sentence = panic_sentence(Some("tui/src/app.rs:12:3"));
        assert!(sentence.contains("tui/src/app.rs:12:3") && sentence.ends_with(".\n"));
    }
}
