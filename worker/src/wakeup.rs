//! What wakes the worker before its time: a ring of the wake file after anybody's commit, its own included. A ring leads
//! to one look at what is due (reads only), however many came together.

use std::sync::Arc;
use std::time::Duration;

use setup::DataDir;
use setup::wake::{Watcher, watch};
use tokio::sync::Notify;

/// The longest sleep, so that a moved clock and a lost ring are noticed (spec W01).
pub(crate) const LONGEST: Duration = Duration::from_secs(5);
/// The longest sleep of a worker that hears no bell.
const LONGEST_DEAF: Duration = Duration::from_secs(1);

/// The ear for the bell.
#[derive(Debug)]
pub(crate) struct Wakeup {
    rung: Arc<Notify>,
    watcher: Option<Watcher>,
}

impl Wakeup {
    /// Listens from now on.
    pub(crate) fn listen(dir: &DataDir) -> Self {
        let rung = Arc::new(Notify::new());
        let bell = Arc::clone(&rung);
        let watcher = watch(dir, move || bell.notify_one())
            .inspect_err(|error| tracing::warn!(%error, "looking every second instead"))
            .ok();
        Self { rung, watcher }
    }

    /// Waits for a ring; one that came since the last call counts.
    pub(crate) async fn rung(&self) {
        self.rung.notified().await;
    }

    /// The longest sleep.
    pub(crate) fn longest(&self) -> Duration {
        match self.watcher {
            Some(_) => LONGEST,
            None => LONGEST_DEAF,
        }
    }
}
