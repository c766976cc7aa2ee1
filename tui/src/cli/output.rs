//! What a command says: results on standard output, a failure on standard error. A reader that went away (`| head`) is
//! no failure, unless what it missed is shown only once.

use std::io::{self, IsTerminal, Write};

use domain::contact::visible;
use serde::Serialize;

use super::failure::Failure;

/// A colour with a meaning; the words beside it say the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tint {
    Good,
    Look,
    Danger,
}

/// Standard output.
#[derive(Debug)]
pub(crate) struct Output {
    colored: bool,
}

impl Output {
    /// In colours where a terminal shows them and nobody asked for none.
    pub(crate) fn new(no_color: bool) -> Self {
        let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
        let dumb = std::env::var_os("TERM").is_none_or(|term| term == "dumb");
        Self {
            colored: !no_color && !set("NO_COLOR") && !dumb && io::stdout().is_terminal(),
        }
    }

    /// The columns of the terminal it is, if it is one.
    pub(crate) fn width(&self) -> Option<u16> {
        let is_terminal = io::stdout().is_terminal();
        is_terminal.then(|| crossterm::terminal::size().ok().map(|(columns, _)| columns))?
    }

    /// The words in their colour.
    pub(crate) fn tinted(&self, tint: Tint, words: &str) -> String {
        let code = match tint {
            Tint::Good => 32,
            Tint::Look => 33,
            Tint::Danger => 31,
        };
        if self.colored {
            format!("\x1b[{code}m{words}\x1b[0m")
        } else {
            words.to_owned()
        }
    }

    /// Prints a result, line end included.
    ///
    /// # Errors
    /// [`Failure::Output`] where it cannot be written.
    pub(crate) fn print(&self, result: &str) -> Result<(), Failure> {
        match write(result) {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
            written => written.map_err(Failure::Output),
        }
    }

    /// Prints a result for scripts.
    ///
    /// # Errors
    /// [`Failure::Output`] where it cannot be written.
    pub(crate) fn print_json(&self, rows: &impl Serialize) -> Result<(), Failure> {
        let text = serde_json::to_string_pretty(rows).map_err(|error| Failure::Output(error.into()))?;
        self.print(&text)
    }

    /// Prints what is shown only this once: whoever could not see it has to hear so.
    ///
    /// # Errors
    /// [`Failure::Output`] where it cannot be written, a reader that went away included.
    pub(crate) fn print_once(&self, result: &str) -> Result<(), Failure> {
        write(result).map_err(Failure::Output)
    }
}

fn write(result: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    writeln!(out, "{result}")?;
    out.flush()
}

/// Says on standard error why it was not done: one line, whatever somebody's name has in it (spec Z05).
pub(crate) fn complain(failure: &Failure) {
    // With standard error gone there is nobody to tell; the exit code says it.
    let _ = writeln!(io::stderr(), "{}", visible(&failure.last_words()));
}
