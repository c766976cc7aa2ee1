//! The waits after wrong codes, recovery codes and passwords, on the instant and under moved clocks (spec L; mistakes
//! T24 to T27). Here: instants and one person's wrong codes, as the database would keep them.
#![allow(clippy::unwrap_used)]

mod clocks;
mod codes;
mod passwords;
mod recovery;

use domain::lockout::{Cause, Class, Ladder};
use domain::time::{BootId, Now};

/// The instant `ms` after the tests begin, both clocks running evenly.
pub(crate) fn t(ms: i64) -> Now {
    Now {
        wall_ms: 1_795_000_000_000 + ms,
        boot_ms: 1_000_000 + ms,
        boot_id: BootId([1; 16]),
    }
}

/// The same instant with the wall clock moved by `ms`, the boot clock untouched.
pub(crate) fn wall_moved(now: Now, ms: i64) -> Now {
    Now {
        wall_ms: now.wall_ms + ms,
        ..now
    }
}

/// The same instant after a reboot.
pub(crate) fn rebooted(now: Now) -> Now {
    Now {
        boot_ms: 5_000,
        boot_id: BootId([2; 16]),
        ..now
    }
}

pub(crate) const CLASSES: [Class; 2] = [Class::Recognised, Class::Other];

/// One person's wrong codes of one class, as the database would keep them.
pub(crate) struct Desk {
    pub(crate) class: Class,
    pub(crate) ladder: Ladder,
    pub(crate) wrong: Vec<Now>,
}

impl Desk {
    pub(crate) fn new(class: Class) -> Self {
        Self {
            class,
            ladder: Ladder::default(),
            wrong: Vec::new(),
        }
    }

    /// A wrong code, where one is compared at all; the length of the lockout it starts.
    pub(crate) fn wrong(&mut self, at: Now) -> Option<(i64, Cause, u32)> {
        if self.ladder.is_waiting(at).is_some() {
            return None;
        }
        let (ladder, lockout) = self.ladder.after_wrong(self.class, &self.wrong, at);
        self.ladder = ladder;
        self.wrong.push(at);
        assert_eq!(
            lockout.map(|lockout| lockout.wait),
            ladder.wait,
            "what is told is what is stored"
        );
        lockout.map(|lockout| (lockout.wait.length_ms, lockout.cause, lockout.rung))
    }

    pub(crate) fn tries_left(&self, at: Now) -> u32 {
        self.ladder.tries_left(self.class, &self.wrong, at)
    }
}
