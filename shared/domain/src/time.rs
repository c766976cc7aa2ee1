//! Instants, terms and waits over two clocks (spec Z08). No clock is read here: every decision gets a [`Now`].
//!
//! The wall clock can be moved by an operator or by NTP; the boot clock (`CLOCK_BOOTTIME`) cannot, but it starts anew
//! with every boot and only means something together with its boot id. What ends a permission counts the larger of the
//! two times passed; a wait (lockout) ends on whichever clock says so first, and is stored anew once when, after a
//! reboot, its end lies further off than its whole length; a delay that protects somebody counts the smaller of the two.

/// One second, one minute, one hour, one day in milliseconds.
pub const SECOND: i64 = 1_000;
/// One minute in milliseconds.
pub const MINUTE: i64 = 60 * SECOND;
/// One hour in milliseconds.
pub const HOUR: i64 = 60 * MINUTE;
/// One day of 24 hours in milliseconds.
pub const DAY: i64 = 24 * HOUR;

/// Names one boot of the machine (`/proc/sys/kernel/random/boot_id`), so that boot times of two boots are never compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct BootId(pub [u8; 16]);

/// An instant on both clocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Now {
    /// Milliseconds since 1970-01-01T00:00:00Z.
    pub wall_ms: i64,
    /// Milliseconds since boot, suspend included.
    pub boot_ms: i64,
    /// The boot `boot_ms` belongs to.
    pub boot_id: BootId,
}

impl Now {
    /// The same instant moved by `ms` on both clocks.
    #[must_use]
    pub fn plus(self, ms: i64) -> Self {
        Self {
            wall_ms: self.wall_ms.saturating_add(ms),
            boot_ms: self.boot_ms.saturating_add(ms),
            ..self
        }
    }

    /// Milliseconds passed since `start`: the larger of what the two clocks say, the wall clock alone after a reboot.
    /// Never negative.
    #[must_use]
    pub fn since(self, start: Now) -> i64 {
        let wall = self.wall_ms.saturating_sub(start.wall_ms);
        let passed = if self.boot_id == start.boot_id {
            wall.max(self.boot_ms.saturating_sub(start.boot_ms))
        } else {
            wall
        };
        passed.max(0)
    }

    /// Milliseconds that have surely passed since `start`: the smaller of what the two clocks say, the wall clock alone
    /// after a reboot. Never negative.
    #[must_use]
    pub fn surely_since(self, start: Now) -> i64 {
        let wall = self.wall_ms.saturating_sub(start.wall_ms);
        let passed = if self.boot_id == start.boot_id {
            wall.min(self.boot_ms.saturating_sub(start.boot_ms))
        } else {
            wall
        };
        passed.max(0)
    }

    /// By how much the wall clock was moved against the boot clock since `seen`, where that is a jump: over 60 s, and
    /// within one boot (spec Z08). Negative for back.
    #[must_use]
    pub fn wall_jump_ms(self, seen: Now) -> Option<i64> {
        let by_ms = (self.wall_ms - seen.wall_ms) - (self.boot_ms - seen.boot_ms);
        (seen.boot_id == self.boot_id && by_ms.abs() > MINUTE).then_some(by_ms)
    }

    /// Whether `start` belongs to another boot and lies in the future by the wall clock, so that nothing can be said
    /// about how long ago it was.
    #[must_use]
    pub fn cannot_date(self, start: Now) -> bool {
        self.boot_id != start.boot_id && start.wall_ms > self.wall_ms
    }
}

/// How long something that permits (code, pending sign-in, session, trust, pause) lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Term {
    /// When it began.
    pub start: Now,
    /// Its whole length in milliseconds.
    pub length_ms: i64,
}

impl Term {
    /// A term of `length_ms` that begins at `at`.
    #[must_use]
    pub fn starting(at: Now, length_ms: i64) -> Self {
        Self { start: at, length_ms }
    }

    /// Whether it is over; the end itself is over. One that cannot be dated (Z08: rebooted and set back) is over too.
    #[must_use]
    pub fn ended(self, at: Now) -> bool {
        at.cannot_date(self.start) || at.since(self.start) >= self.length_ms
    }

    /// Milliseconds left, 0 once ended.
    #[must_use]
    pub fn left_ms(self, at: Now) -> i64 {
        if self.ended(at) {
            0
        } else {
            self.length_ms - at.since(self.start)
        }
    }
}

/// A wait that somebody has to sit out (a lockout).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Wait {
    /// When it began.
    pub start: Now,
    /// Its whole length in milliseconds.
    pub length_ms: i64,
}

impl Wait {
    /// A wait of `length_ms` that begins at `at`.
    #[must_use]
    pub fn starting(at: Now, length_ms: i64) -> Self {
        Self { start: at, length_ms }
    }

    /// Whether it is over by either clock; the end itself is over.
    #[must_use]
    pub fn ended(self, at: Now) -> bool {
        at.since(self.start) >= self.length_ms
    }

    /// Milliseconds left, 0 once ended, never more than the whole length.
    #[must_use]
    pub fn left_ms(self, at: Now) -> i64 {
        (self.length_ms - at.since(self.start)).clamp(0, self.length_ms)
    }

    /// The wall time of its end in milliseconds.
    #[must_use]
    pub fn end_wall_ms(self) -> i64 {
        self.start.wall_ms.saturating_add(self.length_ms)
    }

    /// What has to be stored instead, once, on a new boot whose wall clock puts the end further off than the whole
    /// length (Z08); `None` where nothing changes.
    #[must_use]
    pub fn stored_anew(self, at: Now) -> Option<Self> {
        at.cannot_date(self.start).then_some(Self { start: at, ..self })
    }
}

/// A delay that protects somebody while others ask for a right (the owner's recovery, spec O03): no clock that was set
/// forward ends it sooner.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Delay {
    /// When it began.
    pub start: Now,
    /// Its whole length in milliseconds.
    pub length_ms: i64,
}

impl Delay {
    /// Whether it is over by both clocks; the end itself is over. After a reboot the wall clock alone tells.
    #[must_use]
    pub fn ended(self, at: Now) -> bool {
        at.surely_since(self.start) >= self.length_ms
    }

    /// Milliseconds left, 0 once ended.
    #[must_use]
    pub fn left_ms(self, at: Now) -> i64 {
        self.length_ms.saturating_sub(at.surely_since(self.start)).max(0)
    }

    /// The delay of the half of it.
    #[must_use]
    pub fn half(self) -> Self {
        Self {
            length_ms: self.length_ms / 2,
            ..self
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn z08_a_jump_is_over_a_minute_and_within_one_boot() {
        let seen = Now {
            wall_ms: 10 * HOUR,
            boot_ms: HOUR,
            boot_id: BootId([1; 16]),
        };
        let moved = |by_ms| Now {
            wall_ms: seen.wall_ms + SECOND + by_ms,
            boot_ms: seen.boot_ms + SECOND,
            ..seen
        };
        assert_eq!(moved(MINUTE).wall_jump_ms(seen), None);
        assert_eq!(moved(MINUTE + 1).wall_jump_ms(seen), Some(MINUTE + 1));
        assert_eq!(moved(-MINUTE - 1).wall_jump_ms(seen), Some(-MINUTE - 1));
        let rebooted = Now {
            boot_id: BootId([2; 16]),
            ..moved(HOUR)
        };
        assert_eq!(rebooted.wall_jump_ms(seen), None);
    }
}
