//! The one place of the worker where instants and randomness come from: the system's in a real program, a hand-moved
//! clock and a counter in tests. What an instant means is decided in `domain::time`.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use domain::time::Now;

/// Where instants come from.
#[derive(Clone, Debug)]
pub enum Clock {
    /// Both clocks of the machine (spec Z08).
    System,
    /// A clock moved by hand.
    Manual(ManualClock),
}

impl Clock {
    /// The instant that is now.
    #[must_use]
    pub fn now(&self) -> Now {
        match self {
            Clock::System => setup::clock::read_now(),
            Clock::Manual(clock) => clock.now(),
        }
    }
}

/// A clock that stands still until it is moved; clones are the same clock.
#[derive(Clone, Debug)]
pub struct ManualClock(Arc<Mutex<Now>>);

impl ManualClock {
    /// A clock that shows `at`.
    #[must_use]
    pub fn new(at: Now) -> Self {
        Self(Arc::new(Mutex::new(at)))
    }

    /// What it shows.
    #[must_use]
    pub fn now(&self) -> Now {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Sets it, forwards or back.
    pub fn set(&self, at: Now) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = at;
    }
}

/// What [`Seeds::Counted`] counts.
static COUNT: AtomicU64 = AtomicU64::new(0);

/// Where randomness comes from.
#[derive(Clone, Copy, Debug)]
pub enum Seeds {
    /// The kernel.
    System,
    /// A count, for tests: every value once in a process, none of them secret.
    Counted,
}

impl Seeds {
    /// 16 bytes nobody had before.
    ///
    /// # Errors
    /// What the kernel says where it has none to give.
    pub fn next(&self) -> Result<[u8; 16], getrandom::Error> {
        let mut seed = *b"worker's\0\0\0\0\0\0\0\0";
        match self {
            Seeds::System => getrandom::fill(&mut seed)?,
            Seeds::Counted => seed[8..].copy_from_slice(&COUNT.fetch_add(1, Ordering::Relaxed).to_be_bytes()),
        }
        Ok(seed)
    }
}
