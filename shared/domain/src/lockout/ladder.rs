//! Wrong codes of both methods and all purposes (spec L01, L02). One ladder per person and class.

use super::younger_than;
use crate::time::{DAY, HOUR, MINUTE, Now, Wait};

/// Wrong codes in a row that start a lockout (spec L01).
pub const RUN: u32 = 5;

/// How long a wrong code counts in the month's budget, in milliseconds (spec L02). At this age it no longer does.
pub const MONTH: i64 = 30 * DAY;

/// Lengths of the lockouts in a row; from the seventh on it is the last (spec L01).
const RUNGS_MS: [i64; 7] = [15 * MINUTE, 30 * MINUTE, HOUR, 2 * HOUR, 4 * HOUR, 8 * HOUR, 24 * HOUR];

/// Whose wrong codes are counted together: those from browsers where this person finished a second step in the last 90
/// days, and all others. What strangers do never locks the desk at which the person works.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Class {
    /// From a recognised browser.
    Recognised,
    /// From any other.
    Other,
}

impl Class {
    /// Its stored name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Recognised => "recognised",
            Self::Other => "other",
        }
    }

    /// Reads the stored name back.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "recognised" => Some(Self::Recognised),
            "other" => Some(Self::Other),
            _ => None,
        }
    }

    /// Wrong codes in any 30 days from which on each one locks (spec L02).
    #[must_use]
    pub fn budget(self) -> u32 {
        match self {
            Self::Recognised => 30,
            Self::Other => 10,
        }
    }

    /// How long such a lock is, in milliseconds (spec L02).
    #[must_use]
    pub fn budget_lock_ms(self) -> i64 {
        match self {
            Self::Recognised => 24 * HOUR,
            Self::Other => 72 * HOUR,
        }
    }
}

/// Where one person stands in one class. The month's budget is not in it: that is counted from the stamps.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ladder {
    /// Wrong codes in a row since the last five in a row, right code or lifting.
    pub run: u32,
    /// How often five in a row came together since the last right code.
    pub rung: u32,
    /// The stored lockout. It may be over: [`Ladder::is_waiting`] says.
    pub wait: Option<Wait>,
}

/// Which rule started a lockout.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Cause {
    /// Five wrong codes in a row (spec L01).
    Run,
    /// The month's budget (spec L02).
    Month,
}

impl Cause {
    /// The rule's spec id, for the record.
    #[must_use]
    pub fn rule(self) -> &'static str {
        match self {
            Cause::Run => "L01",
            Cause::Month => "L02",
        }
    }
}

/// A lockout that has just begun.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lockout {
    /// Its begin and length.
    pub wait: Wait,
    /// The rule that decided its length.
    pub cause: Cause,
    /// The ladder's height now, the first being 1.
    pub rung: u32,
}

impl Ladder {
    /// The lockout that is running, if any. While one runs no code is compared and none counted.
    #[must_use]
    pub fn is_waiting(&self, at: Now) -> Option<Wait> {
        self.wait.filter(|wait| !wait.ended(at))
    }

    /// Counts one wrong code. `wrong_before` are the stamps of this person's earlier wrong codes of this class, of any
    /// age and without this one. The caller has asked [`Ladder::is_waiting`] before.
    #[must_use]
    pub fn after_wrong(self, class: Class, wrong_before: &[Now], at: Now) -> (Self, Option<Lockout>) {
        debug_assert!(self.is_waiting(at).is_none(), "a code was compared during a lockout");
        let run = self.run.saturating_add(1);
        let run_full = run >= RUN;
        let rung = if run_full {
            self.rung.saturating_add(1)
        } else {
            self.rung
        };
        let by_run = run_full.then(|| (rung_ms(self.rung), Cause::Run));
        let month = younger_than(MONTH, wrong_before, at).saturating_add(1);
        let by_month = (month >= class.budget()).then(|| (class.budget_lock_ms(), Cause::Month));

        let longest = by_run
            .into_iter()
            .chain(by_month)
            .max_by_key(|(length_ms, _)| *length_ms);
        let lockout = longest.map(|(length_ms, cause)| Lockout {
            wait: Wait::starting(at, length_ms),
            cause,
            rung,
        });
        let run = if run_full { 0 } else { run };
        (
            Self {
                run,
                rung,
                wait: lockout.map(|lockout| lockout.wait),
            },
            lockout,
        )
    }

    /// After a right code of this class: the ladder starts anew. The month's budget is not touched.
    #[must_use]
    pub fn after_right(self) -> Self {
        Self::default()
    }

    /// After a manager lifted it, Remove, or the end of a pause (spec L05): nothing to wait for, a new run of five, the
    /// same height.
    #[must_use]
    pub fn lifted(self) -> Self {
        Self {
            run: 0,
            wait: None,
            ..self
        }
    }

    /// How many codes can be typed before the next lockout: 0 during one, else at least 1.
    #[must_use]
    pub fn tries_left(&self, class: Class, wrong_before: &[Now], at: Now) -> u32 {
        if self.is_waiting(at).is_some() {
            return 0;
        }
        let run = RUN.saturating_sub(self.run);
        let month = class.budget().saturating_sub(younger_than(MONTH, wrong_before, at));
        run.min(month).max(1)
    }

    /// What has to be stored instead when, on a new boot, the lockout's end lies further off than its whole length
    /// (spec Z08); `None` where nothing changes.
    #[must_use]
    pub fn stored_anew(self, at: Now) -> Option<Self> {
        let wait = self.wait?.stored_anew(at)?;
        Some(Self {
            wait: Some(wait),
            ..self
        })
    }
}

/// Length of the lockout that follows `before` earlier ones, in milliseconds.
fn rung_ms(before: u32) -> i64 {
    let last = RUNGS_MS.len() - 1;
    RUNGS_MS[usize::try_from(before).unwrap_or(last).min(last)]
}
