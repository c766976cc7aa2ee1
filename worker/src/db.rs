//! The worker's database on a thread of its own: SQLite blocks, and whoever waits for `write.lock` must not keep a
//! text from being sent. One job after the other, each with the instant and the randomness of the moment it runs.
//!
//! The only file of the worker, beside its start, that knows the store; what the others need of it goes out from here.

use std::thread;

use actions::ActionError;
use domain::time::Now;
use setup::DataDir;
use setup::key_file::KeyRing;
use store::{Db, Keys, StoreError};
use tokio::sync::{mpsc, oneshot};

use crate::clock::{Clock, Seeds};

pub(crate) use store::outbox::{Channel, Claimed, Kind, Underway};

type Job = Box<dyn FnOnce(&mut Db) + Send>;

/// The database as the async side sees it.
#[derive(Debug)]
pub(crate) struct DbThread {
    jobs: mpsc::UnboundedSender<Job>,
    clock: Clock,
    seeds: Seeds,
}

impl DbThread {
    /// Opens the clinic's database on a new thread, which ends once this value and every job are gone. `guard` lives
    /// exactly as long as the database is open: the worker's lock.
    pub(crate) async fn open(
        dir: &DataDir,
        ring: &KeyRing,
        (clock, seeds): (Clock, Seeds),
        guard: impl Send + 'static,
    ) -> Result<Self, ActionError> {
        let (jobs, mut inbox) = mpsc::unbounded_channel::<Job>();
        let (opened, is_open) = oneshot::channel();
        let (dir, keys) = (dir.clone(), Keys::from_ring(ring));
        let work = move || {
            let _guard = guard;
            match Db::open(&dir, keys) {
                Err(error) => drop(opened.send(Err(error))),
                Ok(mut db) => {
                    drop(opened.send(Ok(())));
                    while let Some(job) = inbox.blocking_recv() {
                        job(&mut db);
                    }
                }
            }
        };
        thread::Builder::new()
            .name("database".into())
            .spawn(work)
            .map_err(StoreError::from)?;
        is_open.await.map_err(|_| stopped())??;
        Ok(Self { jobs, clock, seeds })
    }

    /// Runs one job. A job whose caller is gone runs all the same.
    ///
    /// # Errors
    /// What the job says, or that the thread has ended.
    pub(crate) async fn call<T: Send + 'static>(
        &self,
        job: impl FnOnce(&mut Db, [u8; 16], Now) -> Result<T, ActionError> + Send + 'static,
    ) -> Result<T, ActionError> {
        let (answer, answered) = oneshot::channel();
        let (clock, seeds) = (self.clock.clone(), self.seeds);
        let job: Job = Box::new(move |db| {
            let result = match seeds.next() {
                Ok(entropy) => job(db, entropy, clock.now()),
                Err(error) => Err(StoreError::Other(format!("no randomness: {error}")).into()),
            };
            drop(answer.send(result));
        });
        self.jobs.send(job).map_err(|_| stopped())?;
        answered.await.map_err(|_| stopped())?
    }

    /// The instant that is now, by the clock the jobs go by.
    pub(crate) fn now(&self) -> Now {
        self.clock.now()
    }

    /// Whether the thread has ended, which only a panic in a job can do.
    pub(crate) fn has_stopped(&self) -> bool {
        self.jobs.is_closed()
    }
}

fn stopped() -> ActionError {
    StoreError::Other("its thread has stopped".into()).into()
}

/// Whether trying again later may help: a full or read-only disk, a database somebody keeps locked (spec Z07).
pub(crate) fn may_pass(error: &ActionError) -> bool {
    match error {
        ActionError::Store(StoreError::Full | StoreError::ReadOnly | StoreError::Disk(_) | StoreError::Busy) => true,
        ActionError::Store(
            StoreError::Corrupt(_)
            | StoreError::Newer { .. }
            | StoreError::Missing(_)
            | StoreError::Setting(_)
            | StoreError::Unreadable(_)
            | StoreError::Overtaken
            | StoreError::Other(_),
        )
        | ActionError::SessionEnded { .. }
        | ActionError::PasswordFirst
        | ActionError::SetUpFirst
        | ActionError::RecoveryFirst
        | ActionError::StepUp(_)
        | ActionError::Refused(_)
        | ActionError::Denied(_)
        | ActionError::Hashing(_) => false,
    }
}

/// What a worker says that ends with it.
pub(crate) fn last_words(error: &ActionError) -> String {
    match error {
        ActionError::Store(error) => error.last_words(),
        ActionError::SessionEnded { .. }
        | ActionError::PasswordFirst
        | ActionError::SetUpFirst
        | ActionError::RecoveryFirst
        | ActionError::StepUp(_)
        | ActionError::Refused(_)
        | ActionError::Denied(_)
        | ActionError::Hashing(_) => error.to_string(),
    }
}

/// The exit code of the contract for an error of the database: 78 where the set-up is at fault, else 1.
pub(crate) fn exit_code(error: &ActionError) -> u8 {
    match error {
        ActionError::Store(error) if error.is_set_up() => 78,
        ActionError::Store(StoreError::Missing(_)) => 2,
        ActionError::Store(_)
        | ActionError::SessionEnded { .. }
        | ActionError::PasswordFirst
        | ActionError::SetUpFirst
        | ActionError::RecoveryFirst
        | ActionError::StepUp(_)
        | ActionError::Refused(_)
        | ActionError::Denied(_)
        | ActionError::Hashing(_) => 1,
    }
}
