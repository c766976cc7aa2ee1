//! One answer after the other: from the option where it was given, by question where somebody is there to ask. What an
//! answer has to be is in `check`.

use crate::cli::failure::Failure;
use crate::cli::prompt;

/// Whoever gets the answers.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Asker {
    can_ask: bool,
}

impl Asker {
    /// With everything there, or somebody to ask for `missing`.
    ///
    /// # Errors
    /// [`Failure::WrongUse`] where neither is so.
    pub(crate) fn new(missing: &[&str]) -> Result<Self, Failure> {
        let can_ask = prompt::can_ask();
        if can_ask || missing.is_empty() {
            Ok(Self { can_ask })
        } else {
            Err(Failure::WrongUse(format!(
                "Some of what a clinic needs is missing ({}), and there is no terminal to ask on; nothing was made: \
                 give the options, or start `vestibule init` on a terminal.",
                missing.join(", ")
            )))
        }
    }

    /// Whether what is missing is asked for.
    pub(crate) fn can_ask(self) -> bool {
        self.can_ask
    }

    /// One answer.
    ///
    /// # Errors
    /// [`Failure::WrongUse`] where the option is wrong, [`Failure::Refused`] where the terminal ends first.
    pub(crate) fn field<T>(
        self,
        option: &str,
        question: &str,
        given: &Option<String>,
        preset: Option<&str>,
        check: impl Fn(&str) -> Result<T, String>,
    ) -> Result<T, Failure> {
        match given {
            Some(given) => check(given)
                .map_err(|reason| Failure::WrongUse(format!("{option} was refused and nothing was made. {reason}"))),
            None => prompt::ask(question, preset, check),
        }
    }
}
