//! **Pause** (spec A04): for a while the password alone signs a person in. Methods, recovery code and default stay. It
//! ends by itself: whoever decides looks at its term, also where the worker is off.

use crate::ids::PauseId;
use crate::text_enum::text_enum;
use crate::time::{DAY, HOUR, Now, Term};

text_enum! {
    /// How long.
    pub enum PauseLength {
        /// One hour.
        Hour = "hour",
        /// 24 hours; what is chosen at first.
        Day = "day",
        /// Seven days.
        Week = "week",
    }
}

impl PauseLength {
    /// In milliseconds.
    #[must_use]
    pub fn ms(self) -> i64 {
        match self {
            PauseLength::Hour => HOUR,
            PauseLength::Day => DAY,
            PauseLength::Week => 7 * DAY,
        }
    }

    /// As the screens name it.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            PauseLength::Hour => "1 hour",
            PauseLength::Day => "24 hours",
            PauseLength::Week => "7 days",
        }
    }
}

/// A pause that was not ended early. It may be over by its term.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pause {
    /// The row.
    pub id: PauseId,
    /// From when, how long.
    pub term: Term,
}

impl Pause {
    /// Whether it still holds.
    #[must_use]
    pub fn holds(self, at: Now) -> bool {
        !self.term.ended(at)
    }
}
