//! `vestibule demo`: the made-up clinic, until the person leaves. What it is made of is `crate::demo`'s.

use std::path::{Path, PathBuf};
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
            output.print(&how_to_go_on(&kept))?;
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// Its worker ended with the demo, and the people's lines are shown by the demo alone.
fn how_to_go_on(kept: &Path) -> String {
    let dir = kept.display();
    format!(
        "The demo's clinic was kept in {dir}. It goes on with

  vestibule worker --data {dir}   (in one terminal: texts and mails become files in phone/ and mail/ there)
  vestibule --data {dir}          (in another: sign in)

Its people have the passwords they had in the demo, and those that were changed there."
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn g01_what_was_kept_says_which_commands_open_it() {
        let said = how_to_go_on(Path::new("/srv/lesson"));
        for command in ["vestibule worker --data /srv/lesson ", "vestibule --data /srv/lesson "] {
            assert!(said.contains(command), "{said}");
        }
    }
}
