//! `vestibule demo`: the made-up clinic, until the person leaves. What it is made of is `crate::demo`'s.

use std::path::PathBuf;
use std::process::ExitCode;

use super::clinic::Around;
use super::failure::Failure;
use super::output::Output;
use super::terminal;
use crate::{browser, demo};

/// What `vestibule demo` takes.
#[derive(Debug, clap::Args)]
pub(crate) struct Demo {
    /// Keep the clinic in this new or empty directory, instead of throwing it away at the end
    #[arg(long, value_name = "DIR")]
    keep: Option<PathBuf>,
}

impl Demo {
    /// Runs it.
    ///
    /// # Errors
    /// No terminal, or the system refuses; nothing throw-away is left.
    pub(crate) fn run(&self, around: &Around, no_color: bool, output: &Output) -> Result<ExitCode, Failure> {
        if around.data.is_some() {
            return Err(Failure::WrongUse(
                "The demo makes a clinic of its own; nothing was made: leave --data out, or say --keep DIR.".into(),
            ));
        }
        let client = terminal::client(&browser::Surroundings::read())?;
        let keep = self.keep.as_ref().map(|path| around.surroundings.current.join(path));
        for kept in demo::run(keep.as_deref(), &client, no_color)? {
            output.print(&format!("The demo's clinic was kept in {}.", kept.display()))?;
        }
        Ok(ExitCode::SUCCESS)
    }
}
