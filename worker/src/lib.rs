//! The background worker: sends texts and mails, follows texts up, ends what ends by itself, erases files (spec W).
//!
//! One loop: do everything that is due (`scheduler`), then sleep until the next thing is, a commit rings the bell
//! (`wakeup`), or an answer comes back from outside (`dispatcher`). All decisions are `domain`'s, all writing is
//! `actions`'; this crate knows time, the outside world and patience.
//!
//! Three ways to have one: [`cli`] for the programs, [`Background`] inside another program, [`ByHand`] for tests. All
//! three are the same [`Worker`].

mod background;
mod by_hand;
pub mod cli;
pub mod clock;
pub mod config;
mod db;
mod dispatcher;
mod error;
mod exports;
mod flights;
mod health;
pub mod log;
pub mod messages;
mod scheduler;
mod systemd;
pub mod transport;
pub mod transports;
mod wakeup;

use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use setup::locks::WorkerLock;
use setup::{DataDir, SetupError};
use tokio::time::{Instant, sleep, timeout_at};

pub use background::Background;
pub use by_hand::ByHand;
pub use config::{Settings, Transports};
pub use error::WorkerError;

use db::DbThread;
use health::Health;
use scheduler::{Round, Scheduler};
use wakeup::Wakeup;

/// How long a worker that was told to stop waits for what is on its way.
const LAST_WORDS: Duration = Duration::from_secs(15);
/// How long a worker that cannot begin waits before it tries again.
const BETWEEN_STARTS: Duration = Duration::from_secs(2);
/// The shortest sleep: the next thing may become due while this round ends.
const SHORTEST: Duration = Duration::from_millis(20);
/// The shortest sleep while something stays due: it waits for an answer from outside, which wakes by itself, or is a file
/// that cannot be removed for now.
const SHORTEST_IN_A_WAIT: Duration = Duration::from_millis(500);

/// The worker on duty: it holds `worker.lock` for as long as it lives.
pub struct Worker {
    dir: DataDir,
    scheduler: Scheduler,
}

impl Worker {
    /// Goes on duty: takes `worker.lock`, then opens the database. Does no work yet.
    ///
    /// # Errors
    /// [`SetupError::WorkerElsewhere`] in [`WorkerError::SetUp`] where another worker is on duty; what opening the database
    /// says.
    pub async fn start(settings: &Settings) -> Result<Self, WorkerError> {
        let dir = settings.dir.clone();
        let taken = tokio::task::spawn_blocking(move || WorkerLock::take(&dir)).await;
        let lock = Arc::new(taken.map_err(|_| WorkerError::Broken)??);
        lock.touch(settings.clock.now().wall_ms)?;
        let sources = (settings.clock.clone(), settings.seeds);
        let db = DbThread::open(&settings.dir, &settings.ring, sources, Arc::clone(&lock)).await?;
        let dir = settings.dir.clone();
        Ok(Self {
            scheduler: Scheduler::new(dir.clone(), db, lock, settings.transports.clone()),
            dir,
        })
    }

    /// Works until `shutdown`; where another worker is on duty, waits for it to go first. What is on its way then gets 15
    /// seconds.
    ///
    /// # Errors
    /// What keeps it from starting for good. A full or read-only disk does not: it is waited out (spec Z07).
    pub async fn run(settings: Settings, shutdown: impl Future<Output = ()>) -> Result<(), WorkerError> {
        tokio::pin!(shutdown);
        let worker = tokio::select! {
            started = Self::start_when_possible(&settings) => started?,
            () = &mut shutdown => return Ok(()),
        };
        systemd::ready("on duty");
        tracing::info!("on duty");
        worker.work(shutdown).await
    }

    /// Does everything that is due, then returns.
    ///
    /// # Errors
    /// As [`Worker::start`], and where something could not be done.
    pub async fn once(settings: Settings) -> Result<(), WorkerError> {
        Self::start(&settings).await?.tick().await
    }

    /// Does everything due at the instant its clock shows, until nothing is left and nothing is on its way.
    ///
    /// # Errors
    /// The first thing that could not be done; all else was done, and the next tick tries again.
    pub async fn tick(&mut self) -> Result<(), WorkerError> {
        loop {
            let round = self.scheduler.round().await;
            if !self.scheduler.dispatcher().is_idle() {
                self.scheduler.dispatcher().answered().await;
                continue;
            }
            match round.trouble {
                Some(error) => return Err(error.into()),
                None if round.moved == 0 => return Ok(()),
                None => {}
            }
        }
    }

    /// Does one round, and says how long it would sleep after that with nothing to wake it.
    pub(crate) async fn round(&mut self) -> Duration {
        let round = self.scheduler.round().await;
        self.pause(&round, wakeup::LONGEST)
    }

    async fn start_when_possible(settings: &Settings) -> Result<Self, WorkerError> {
        let mut start = Health::new("the start");
        let mut is_second = false;
        loop {
            match Self::start(settings).await {
                Err(WorkerError::SetUp(SetupError::WorkerElsewhere)) => {
                    if !is_second {
                        tracing::warn!("another worker is on duty; this one waits");
                        systemd::ready("another worker is on duty; this one waits");
                        is_second = true;
                    }
                }
                Err(error) if error.may_pass() => {
                    start.note(Some(&error));
                }
                done => return done,
            }
            systemd::alive();
            sleep(BETWEEN_STARTS).await;
        }
    }

    async fn work(mut self, mut shutdown: Pin<&mut impl Future<Output = ()>>) -> Result<(), WorkerError> {
        let bell = Wakeup::listen(&self.dir);
        let deadline = loop {
            let round = match unless_told(self.scheduler.round(), shutdown.as_mut()).await {
                Ok(round) => round,
                Err(deadline) => break deadline,
            };
            if self.scheduler.has_stopped() {
                return Err(WorkerError::Broken);
            }
            systemd::alive();
            let pause = self.pause(&round, bell.longest());
            tokio::select! {
                biased;
                () = shutdown.as_mut() => break Instant::now() + LAST_WORDS,
                () = self.scheduler.dispatcher().answered() => {}
                () = bell.rung() => {}
                () = sleep(pause) => {}
            }
        };
        systemd::stopping();
        match timeout_at(deadline, self.finish()).await {
            Ok(()) => tracing::info!("off duty"),
            Err(_) => tracing::warn!("off duty with messages on their way; the next start looks after them"),
        }
        Ok(())
    }

    /// How long to sleep. After trouble the whole time: what is due then is due because it could not be done.
    fn pause(&self, round: &Round, longest: Duration) -> Duration {
        let shortest = if self.scheduler.makes_due_things_wait() {
            SHORTEST_IN_A_WAIT
        } else {
            SHORTEST
        };
        match round.next_in_ms {
            Some(ms) if round.trouble.is_none() => {
                Duration::from_millis(u64::try_from(ms).unwrap_or(0)).clamp(shortest, longest)
            }
            Some(_) | None => longest,
        }
    }

    /// Waits for everything on its way and writes it down.
    async fn finish(&mut self) {
        let mut round = Round::default();
        while !self.scheduler.dispatcher().is_idle() {
            self.scheduler.dispatcher().answered().await;
            self.scheduler.write_answers(&mut round).await;
        }
        self.scheduler.write_answers(&mut round).await;
        if let Some(trouble) = round.trouble {
            tracing::error!(%trouble, "not everything could be written down");
        }
    }
}

/// The value of `round`, or, where `shutdown` comes first, until when the worker may go on: the round is not cut off
/// before that, as half of it may be committed.
async fn unless_told<T>(round: impl Future<Output = T>, shutdown: impl Future<Output = ()>) -> Result<T, Instant> {
    tokio::pin!(round);
    tokio::select! {
        biased;
        round = &mut round => return Ok(round),
        () = shutdown => {}
    }
    let deadline = Instant::now() + LAST_WORDS;
    // Late or not, the loop ends here.
    let _ = timeout_at(deadline, round).await;
    Err(deadline)
}
