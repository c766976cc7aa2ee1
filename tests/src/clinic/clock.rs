//! A clock that is moved by hand and dice that always fall the same way. Handles are cheap to clone and share one state,
//! so that a screen, a worker and a test can hold the same clock.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use domain::time::{BootId, DAY, Now};

/// 2026-11-24T15:00:00Z: a Tuesday, seven in the morning in Vancouver.
pub const START_WALL_MS: i64 = 1_795_532_400_000;

/// Both clocks of Z08.
#[derive(Clone, Debug)]
pub struct Clock(Arc<Mutex<Now>>);

impl Default for Clock {
    fn default() -> Self {
        Self::at(Now {
            wall_ms: START_WALL_MS,
            boot_ms: 40 * DAY,
            boot_id: BootId([1; 16]),
        })
    }
}

impl Clock {
    /// A clock that shows `now`.
    #[must_use]
    pub fn at(now: Now) -> Self {
        Self(Arc::new(Mutex::new(now)))
    }

    /// What it shows.
    #[must_use]
    pub fn now(&self) -> Now {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Time passes: both clocks go on by `ms`.
    pub fn plus(&self, ms: i64) {
        self.change(|now| now.plus(ms));
    }

    /// Somebody sets the wall clock by `ms`, forwards or (negative) back; the boot clock does not notice.
    pub fn wall_only(&self, ms: i64) {
        self.change(|now| Now {
            wall_ms: now.wall_ms + ms,
            ..now
        });
    }

    /// The machine is started anew: another boot, its clock near zero. The wall clock goes on by `wall_ms`.
    pub fn reboot(&self, wall_ms: i64) {
        self.change(|now| Now {
            wall_ms: now.wall_ms + wall_ms,
            boot_ms: 1_000,
            boot_id: BootId(now.boot_id.0.map(|byte| byte.wrapping_add(1))),
        });
    }

    fn change(&self, to: impl FnOnce(Now) -> Now) {
        let mut now = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *now = to(*now);
    }
}

/// Randomness for commands: never the same twice within a clinic, always the same from run to run.
#[derive(Clone, Debug, Default)]
pub struct Dice(Arc<AtomicU64>);

impl Dice {
    /// Dice that go on after `thrown` throws; for another process, where they must not fall as they do here.
    #[must_use]
    pub fn after(thrown: u64) -> Self {
        Self(Arc::new(AtomicU64::new(thrown)))
    }

    /// 16 bytes for one command.
    #[must_use]
    pub fn throw(&self) -> [u8; 16] {
        let thrown = self.0.fetch_add(1, Ordering::Relaxed);
        u128::from(thrown).to_be_bytes()
    }

    pub(super) fn thrown(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}
