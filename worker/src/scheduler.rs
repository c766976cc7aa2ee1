//! One round of the worker: everything that is due at this instant, by the clock or because somebody owes a message.
//!
//! ```text
//!   begin (once) ─▶ clock jumped? ─▶ write answers down ─▶ anything due? ──no──▶ until then
//!                                                               │ yes
//!              end what is over ─▶ send texts ─▶ send mails ─▶ ask fates ─▶ erase files
//! ```
//!
//! The look is one read; a round with nothing due writes nothing. One part's trouble never keeps the others from their
//! work. Not here: sleeping and waking (`lib`), how messages leave (`dispatcher`), which files go (`exports`), and what
//! ends when (`domain`).

use std::sync::Arc;

use actions::ActionError;
use actions::check_record::newest_anchor;
use actions::end_session::end_dead_sessions;
use actions::expire_due::{expire_due, next_due_in_ms};
use actions::look::clinic_view;
use actions::start_worker::{record_clock_jump, start_worker};
use domain::time::{MINUTE, Now, SECOND};
use setup::DataDir;
use setup::locks::{WorkerLock, clear_session, session_alive, sweep_sessions};

use crate::config::Transports;
use crate::db::{Channel, DbThread};
use crate::dispatcher::Dispatcher;
use crate::exports::Exports;
use crate::health::Health;
use crate::log::ANCHORS;

/// How often the lock's time is set, and dead sessions and stray files are looked for, in milliseconds (spec W05).
const CHORES_EVERY_MS: i64 = MINUTE;
/// How often the newest row of the record is written to the log, where there is a newer one (spec D02).
const ANCHOR_EVERY_MS: i64 = 5 * MINUTE;
/// Texts first: somebody stands at a screen and waits for them.
const CHANNELS: [Channel; 2] = [Channel::Text, Channel::Mail];

/// Everything the worker on duty holds.
pub(crate) struct Scheduler {
    dir: DataDir,
    db: DbThread,
    lock: Arc<WorkerLock>,
    dispatcher: Dispatcher,
    exports: Exports,
    only_trains: bool,
    has_begun: bool,
    seen: Option<Now>,
    chores_at: Option<Now>,
    /// When the record was anchored last, and at which row.
    anchored: Option<(Now, i64)>,
    database: Health,
    lock_file: Health,
}

/// What a round came to.
#[derive(Debug, Default)]
pub(crate) struct Round {
    /// How many things were done.
    pub(crate) moved: usize,
    /// Milliseconds until the next one is due, 0 where one is that could not be done; `None` for nothing.
    pub(crate) next_in_ms: Option<i64>,
    /// The first thing that went wrong.
    pub(crate) trouble: Option<ActionError>,
}

impl Round {
    fn keep(&mut self, part: Result<usize, ActionError>) {
        match part {
            Ok(moved) => self.moved += moved,
            Err(error) => self.trouble = self.trouble.take().or(Some(error)),
        }
    }
}

impl Scheduler {
    pub(crate) fn new(dir: DataDir, db: DbThread, lock: Arc<WorkerLock>, transports: Transports) -> Self {
        Self {
            exports: Exports::new(dir.clone()),
            dir,
            db,
            lock,
            only_trains: transports.stay_in_a_folder(),
            dispatcher: Dispatcher::new(transports),
            has_begun: false,
            seen: None,
            chores_at: None,
            anchored: None,
            database: Health::new("the database"),
            lock_file: Health::new("worker.lock"),
        }
    }

    /// Messages on their way and answers to write down.
    pub(crate) fn dispatcher(&mut self) -> &mut Dispatcher {
        &mut self.dispatcher
    }

    /// Whether something may stay due for a while, whatever a round does.
    pub(crate) fn makes_due_things_wait(&self) -> bool {
        self.dispatcher.makes_due_things_wait() || self.exports.make_due_things_wait()
    }

    /// Whether the database's thread has ended, after which there is nothing left to do.
    pub(crate) fn has_stopped(&self) -> bool {
        self.db.has_stopped()
    }

    /// Does everything due at this instant that there is room for.
    pub(crate) async fn round(&mut self) -> Round {
        let mut round = Round::default();
        let at = self.db.now();
        match self.begin().await {
            Ok(()) => self.work(at, &mut round).await,
            Err(error) => round.trouble = Some(error),
        }
        self.database.note(round.trouble.as_ref());
        round
    }

    /// Writes down what has come back from outside.
    pub(crate) async fn write_answers(&mut self, round: &mut Round) {
        for channel in CHANNELS {
            round.keep(self.dispatcher.settle(&self.db, channel).await);
        }
        round.keep(self.dispatcher.note_fates(&self.db).await);
    }

    async fn work(&mut self, at: Now, round: &mut Round) {
        round.keep(self.watch_the_clock(at).await);
        self.write_answers(round).await;
        let chores = self.chores_at.is_none_or(|last| at.since(last) >= CHORES_EVERY_MS);
        if chores {
            round.keep(self.chores(at).await);
            round.keep(self.anchor_the_record(at).await);
            round.keep(self.exports.sweep(&self.db).await);
        }
        if chores || self.next_due(round).await == Some(0) {
            round.keep(self.end_what_is_over().await);
            for channel in CHANNELS {
                round.keep(self.dispatcher.send_due(&self.db, channel).await);
            }
            round.keep(self.dispatcher.ask_fates(&self.db).await);
            round.keep(self.exports.erase_what_is_over(&self.db).await);
            round.next_in_ms = self.next_due(round).await;
        }
    }

    /// What comes before any work, until it was done once: messages a dead worker left in the middle.
    async fn begin(&mut self) -> Result<(), ActionError> {
        if self.has_begun {
            return Ok(());
        }
        let orphans = self.db.call(start_worker).await?;
        if orphans > 0 {
            tracing::warn!(orphans, "found messages that a worker was sending when it stopped");
        }
        let clinic = self.db.call(|db, _, at| clinic_view(db, at)).await?;
        if self.only_trains && !clinic.demo {
            tracing::warn!("texts or mails go into a folder and reach nobody: see vestibule.toml");
        }
        self.has_begun = true;
        Ok(())
    }

    async fn next_due(&mut self, round: &mut Round) -> Option<i64> {
        match self.db.call(|db, _, at| next_due_in_ms(db, at)).await {
            Ok(next) => {
                round.next_in_ms = next;
                next
            }
            Err(error) => {
                round.keep(Err(error));
                None
            }
        }
    }

    async fn end_what_is_over(&self) -> Result<usize, ActionError> {
        let mut moved = 0;
        loop {
            let done = self.db.call(expire_due).await?;
            let now_moved = done.codes + done.waits + done.sign_ins + done.ended + done.told;
            if now_moved > 0 {
                tracing::info!(
                    codes = done.codes,
                    waits = done.waits,
                    sign_ins = done.sign_ins,
                    trusts_pickups_and_pauses = done.ended,
                    set_ups_told = done.told,
                    "ended what is over"
                );
            }
            moved += now_moved;
            if !done.more {
                return Ok(moved);
            }
        }
    }

    /// Once a minute: the sign of life, and sessions whose program is gone (spec W05, S16).
    async fn chores(&mut self, at: Now) -> Result<usize, ActionError> {
        let touched = self.lock.touch(at.wall_ms);
        self.lock_file.note(touched.as_ref().err());
        let dir = self.dir.clone();
        let dead = self
            .db
            .call(move |db, entropy, at| end_dead_sessions(db, |name| session_alive(&dir, name), entropy, at))
            .await?;
        for name in &dead {
            clear_session(&self.dir, name);
        }
        sweep_sessions(&self.dir, at.wall_ms);
        if !dead.is_empty() {
            tracing::info!(sessions = dead.len(), "ended sessions whose program is gone");
        }
        self.chores_at = Some(at);
        Ok(dead.len())
    }

    /// Every five minutes: number and MAC of the newest row, where it is a newer one, go where a database rolled back does
    /// not reach.
    async fn anchor_the_record(&mut self, at: Now) -> Result<usize, ActionError> {
        if self.anchored.is_some_and(|(last, _)| at.since(last) < ANCHOR_EVERY_MS) {
            return Ok(0);
        }
        if let Some(anchor) = self.db.call(|db, _, at| newest_anchor(db, at)).await? {
            if self.anchored.is_none_or(|(_, number)| number != anchor.number) {
                tracing::info!(target: ANCHORS, "{anchor}");
            }
            self.anchored = Some((at, anchor.number));
        }
        Ok(0)
    }

    /// Compares how far the two clocks went since the round before; a jump brings everything forward that goes by time.
    async fn watch_the_clock(&mut self, at: Now) -> Result<usize, ActionError> {
        let jump = self.seen.and_then(|seen| at.wall_jump_ms(seen));
        if let Some(by_ms) = jump {
            self.chores_at = None;
            self.db
                .call(move |db, entropy, at| record_clock_jump(db, by_ms, entropy, at))
                .await?;
            tracing::warn!(seconds = by_ms / SECOND, "the wall clock jumped");
        }
        // Only now: a jump that could not be recorded is seen again.
        self.seen = Some(at);
        Ok(usize::from(jump.is_some()))
    }
}
