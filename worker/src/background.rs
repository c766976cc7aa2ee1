//! The worker on a thread of another program, for `vestibule demo`.

use std::io;
use std::thread::{self, JoinHandle};

use tokio::runtime::Builder;
use tokio::sync::oneshot;

use crate::config::Settings;
use crate::{Worker, WorkerError};

/// A running worker. Dropping it asks it to stop; [`Background::stop`] waits until it has.
#[derive(Debug)]
pub struct Background {
    stop: oneshot::Sender<()>,
    thread: JoinHandle<Result<(), WorkerError>>,
}

impl Background {
    /// Starts [`Worker::run`] on a thread of its own.
    ///
    /// # Errors
    /// Where the system has no thread left.
    pub fn start(settings: Settings) -> io::Result<Self> {
        let runtime = Builder::new_current_thread().enable_all().build()?;
        let (stop, stopped) = oneshot::channel::<()>();
        let shutdown = async move {
            // A dropped sender means stop as well.
            let _ = stopped.await;
        };
        let thread = thread::Builder::new()
            .name("worker".into())
            .spawn(move || runtime.block_on(Worker::run(settings, shutdown)))?;
        Ok(Self { stop, thread })
    }

    /// Whether it still works; one that does not has something to say in [`Background::stop`].
    #[must_use]
    pub fn is_running(&self) -> bool {
        !self.thread.is_finished()
    }

    /// Lets it finish what is on its way, at most 15 seconds, and waits for that.
    ///
    /// # Errors
    /// Why it had stopped before.
    pub fn stop(self) -> Result<(), WorkerError> {
        // An error means that it has stopped already.
        let _ = self.stop.send(());
        self.thread.join().unwrap_or(Err(WorkerError::Broken))
    }
}
