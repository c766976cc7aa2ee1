//! Waits after wrong codes, recovery codes and passwords (spec L): ladders and budgets as values. Callers load the
//! stored ladder and the stamps of wrong ones, ask, and write back what they get, in one transaction (L07).
//!
//! Not here: what makes a code wrong or dead (L06), who may lift a wait (A05), mails and audit.
//!
//! ```text
//!            wrong, less than five                     wrong, the fifth or the month's tenth
//!           ┌──────────┐                              ┌──────────────────────────────────▶ waiting
//!           ▼          │                              │                                      │
//!          open ───────┴──────────────────────────────┘   ends by time, or lifted (run = 0)  │
//!           ▲ ◀──────────────────────────────────────────────────────────────────────────────┘
//!           └─ right: run and rung back to 0; the month's count is left to age
//! ```

mod ladder;
mod password;
mod recovery;

pub use ladder::{Cause, Class, Ladder, Lockout, MONTH, RUN};
pub use password::{PASSWORD_RUN, PasswordLadder};
pub use recovery::{RECOVERY_DAY_BUDGET, RECOVERY_MONTH_BUDGET, recovery_tries_left, recovery_wait};

use crate::time::Now;

/// How old a stored stamp is in milliseconds. One that cannot be dated (another boot, and ahead of the wall clock)
/// counts as made just now, so that a clock set back never empties a budget.
#[must_use]
pub fn age_ms(stamp: Now, at: Now) -> i64 {
    if at.cannot_date(stamp) { 0 } else { at.since(stamp) }
}

/// What to store instead of a stamp that cannot be dated, once, so that it ages from now on (spec Z08); `None` where
/// nothing changes.
#[must_use]
pub fn stored_anew(stamp: Now, at: Now) -> Option<Now> {
    at.cannot_date(stamp).then_some(at)
}

/// How many of the stamps are younger than `span_ms`; at that very age one no longer counts.
fn younger_than(span_ms: i64, stamps: &[Now], at: Now) -> u32 {
    let count = stamps.iter().filter(|stamp| age_ms(**stamp, at) < span_ms).count();
    u32::try_from(count).unwrap_or(u32::MAX)
}
