//! Trouble that lasts is told once when it begins, once when it changes and once when it ends (spec Z07), not with every
//! try.

use std::fmt::Display;

/// How one thing the worker depends on is.
#[derive(Debug)]
pub(crate) struct Health {
    of: &'static str,
    trouble: Option<String>,
}

/// What a note changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Change {
    /// It is as it was.
    None,
    /// Trouble began, or is another one now.
    Began,
    /// Trouble is over.
    Ended,
}

impl Health {
    /// All well so far. `of` names it in the log.
    pub(crate) fn new(of: &'static str) -> Self {
        Self { of, trouble: None }
    }

    /// Notes how a try went, and tells of a change.
    pub(crate) fn note(&mut self, trouble: Option<&impl Display>) -> Change {
        let trouble = trouble.map(ToString::to_string);
        if trouble == self.trouble {
            return Change::None;
        }
        self.trouble = trouble;
        match &self.trouble {
            Some(trouble) => {
                tracing::error!(of = self.of, %trouble, "in trouble; trying again until it is over");
                Change::Began
            }
            None => {
                tracing::info!(of = self.of, "well again");
                Change::Ended
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn z07_lasting_trouble_is_told_once_a_change_and_once_when_it_ends() {
        let mut health = Health::new("the database");
        let tries = [
            None,
            Some("full"),
            Some("full"),
            Some("read-only"),
            Some("read-only"),
            None,
            None,
        ];
        let told: Vec<Change> = tries.iter().map(|trouble| health.note(trouble.as_ref())).collect();
        use Change::{Began, Ended, None as Same};
        assert_eq!(told, [Same, Began, Same, Began, Same, Ended, Same]);
    }
}
