//! A right password whose second step was not finished in its ten minutes (spec S10).

use super::Pending;

/// What follows from a right password whose second step was not finished in its ten minutes (spec S10).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unfinished {
    /// The same browser signed in fully by then.
    Nothing,
    /// Shown at the next sign-in only: a recognised browser, no wrong code.
    ShownNext,
    /// Mailed.
    Mailed,
}

/// Judges a sign-in whose ten minutes are over.
#[must_use]
pub fn judge_unfinished(pending: &Pending, recognised: bool, signed_in_by_then: bool) -> Unfinished {
    match (signed_in_by_then, recognised && pending.wrong == 0) {
        (true, _) => Unfinished::Nothing,
        (false, true) => Unfinished::ShownNext,
        (false, false) => Unfinished::Mailed,
    }
}
