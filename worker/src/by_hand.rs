//! The worker driven by hand, for tests and stories: a clock that stands still, and one call that does everything due at
//! an instant. It is the real worker over the real database; only time and the outside world are made up.

use std::time::Duration;

use domain::time::Now;
use setup::DataDir;
use setup::key_file::KeyRing;
use tokio::runtime::{Builder, Runtime};

use crate::clock::{Clock, ManualClock, Seeds};
use crate::config::{Settings, Transports};
use crate::{Worker, WorkerError};

/// A worker that does nothing until it is told what time it is.
pub struct ByHand {
    clock: ManualClock,
    // Before the runtime, which it needs to be dropped in order.
    worker: Worker,
    runtime: Runtime,
}

impl ByHand {
    /// Takes `worker.lock` and opens the database; messages another worker left in the middle are found at the first tick.
    ///
    /// # Errors
    /// As [`Worker::start`].
    pub fn start(dir: &DataDir, ring: KeyRing, transports: Transports, at: Now) -> Result<Self, WorkerError> {
        let clock = ManualClock::new(at);
        let settings = Settings {
            dir: dir.clone(),
            ring,
            transports,
            clock: Clock::Manual(clock.clone()),
            seeds: Seeds::Counted,
        };
        let runtime = Builder::new_current_thread().enable_all().build()?;
        let worker = runtime.block_on(Worker::start(&settings))?;
        Ok(Self { clock, worker, runtime })
    }

    /// Sets the clock and does everything due at that instant, until nothing is left.
    ///
    /// # Errors
    /// [`WorkerError::Database`] where something could not be done; the next tick tries again.
    pub fn tick(&mut self, at: Now) -> Result<(), WorkerError> {
        self.clock.set(at);
        self.runtime.block_on(self.worker.tick())
    }

    /// Sets the clock, does one round of what is due at that instant, and says how long the worker would sleep after it
    /// if nothing woke it.
    pub fn sleep_after(&mut self, at: Now) -> Duration {
        self.clock.set(at);
        self.runtime.block_on(self.worker.round())
    }
}
