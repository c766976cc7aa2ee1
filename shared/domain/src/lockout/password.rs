//! Wrong passwords (spec L08): one ladder per user name as it is looked up, known or not, apart for known browsers. It
//! never touches the ladder of codes.
//!
//! The ten are counted since the last right password or the last 24 hours without a wrong one: stricter than any ten
//! within 24 hours, and exact for everybody who gets in now and then.

use super::{age_ms, stored_anew};
use crate::time::{DAY, HOUR, Now, SECOND, Wait};

/// Wrong passwords after which each one starts a lockout.
pub const PASSWORD_RUN: u32 = 10;

/// 24 hours without a wrong password clear the ladder.
const CLEARED_AFTER_MS: i64 = DAY;

/// The first lockout; each further one is twice as long, up to [`LONGEST_MS`].
const SHORTEST_MS: i64 = 30 * SECOND;

/// The longest lockout.
const LONGEST_MS: i64 = HOUR;

/// Where one user name stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PasswordLadder {
    /// Wrong passwords since it was cleared.
    pub wrong: u32,
    /// The newest of them.
    pub last: Option<Now>,
    /// Lockouts since it was cleared.
    pub rung: u32,
    /// The stored lockout. It may be over: [`PasswordLadder::is_waiting`] says.
    pub wait: Option<Wait>,
}

impl PasswordLadder {
    /// The lockout that is running, if any. While one runs no password is checked and none counted.
    #[must_use]
    pub fn is_waiting(&self, at: Now) -> Option<Wait> {
        self.wait.filter(|wait| !wait.ended(at))
    }

    /// The ladder as it counts now: cleared after 24 hours without a wrong password.
    #[must_use]
    pub fn current(self, at: Now) -> Self {
        match self.last {
            Some(last) if age_ms(last, at) >= CLEARED_AFTER_MS => Self::default(),
            Some(_) | None => self,
        }
    }

    /// Counts one wrong password, the tenth and each further one starting a wait. The caller has asked
    /// [`PasswordLadder::is_waiting`] before.
    #[must_use]
    pub fn after_wrong(self, at: Now) -> (Self, Option<Wait>) {
        debug_assert!(self.is_waiting(at).is_none(), "a password was checked during a lockout");
        let now = self.current(at);
        let wrong = now.wrong.saturating_add(1);
        let wait = (wrong >= PASSWORD_RUN).then(|| Wait::starting(at, rung_ms(now.rung)));
        let rung = if wait.is_some() {
            now.rung.saturating_add(1)
        } else {
            now.rung
        };
        (
            Self {
                wrong,
                last: Some(at),
                rung,
                wait,
            },
            wait,
        )
    }

    /// After a right password.
    #[must_use]
    pub fn after_right(self) -> Self {
        Self::default()
    }

    /// What has to be stored instead on a new boot whose wall clock lies before what is stored (spec Z08); `None` where
    /// nothing changes.
    #[must_use]
    pub fn stored_anew(self, at: Now) -> Option<Self> {
        let wait = self.wait.and_then(|wait| wait.stored_anew(at));
        let last = self.last.and_then(|last| stored_anew(last, at));
        (wait.is_some() || last.is_some()).then(|| Self {
            wait: wait.or(self.wait),
            last: last.or(self.last),
            ..self
        })
    }
}

/// Length of the lockout that follows `before` earlier ones, in milliseconds.
fn rung_ms(before: u32) -> i64 {
    // 30 s doubled seven times is past the hour.
    SHORTEST_MS.saturating_mul(1 << before.min(7)).min(LONGEST_MS)
}
