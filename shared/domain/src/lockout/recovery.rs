//! Wrong recovery codes (spec L04): 5 in 24 hours, then none until those are 24 hours old; 20 in 30 days, then one a
//! day. A budget of its own that the lockout of codes never touches, counted from the stamps of one class.
//!
//! "One a day" means: once 20 or more lie in the last 30 days, the next try is allowed 24 hours after the newest wrong
//! one.

use super::{MONTH, age_ms, younger_than};
use crate::time::{DAY, Now};

/// Wrong recovery codes in 24 hours after which none is compared until those are 24 hours old.
pub const RECOVERY_DAY_BUDGET: u32 = 5;

/// Wrong recovery codes in 30 days after which one a day is compared.
pub const RECOVERY_MONTH_BUDGET: u32 = 20;

/// Milliseconds until the next recovery code is compared; `None` where one can be typed now. `wrong` are the stamps of
/// this person's wrong recovery codes of one class, of any age. What is typed during the wait is not counted.
#[must_use]
pub fn recovery_wait(wrong: &[Now], at: Now) -> Option<i64> {
    let newest_ms = wrong.iter().map(|stamp| age_ms(*stamp, at)).min()?;
    let left_ms = DAY - newest_ms;
    // The budget of 24 hours as it was when the newest wrong one was typed: nothing is counted in a wait, so only that
    // one can have started a wait that still runs.
    let day = younger_than(newest_ms.saturating_add(DAY), wrong, at);
    let month = younger_than(MONTH, wrong, at);
    let spent = day >= RECOVERY_DAY_BUDGET || month >= RECOVERY_MONTH_BUDGET;
    (spent && left_ms > 0).then_some(left_ms)
}

/// How many recovery codes can be typed before the next wait: 0 during one, else at least 1.
#[must_use]
pub fn recovery_tries_left(wrong: &[Now], at: Now) -> u32 {
    if recovery_wait(wrong, at).is_some() {
        return 0;
    }
    let day = RECOVERY_DAY_BUDGET.saturating_sub(younger_than(DAY, wrong, at));
    let month = RECOVERY_MONTH_BUDGET.saturating_sub(younger_than(MONTH, wrong, at));
    day.min(month).max(1)
}
