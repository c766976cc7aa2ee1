//! A made clinic with the real worker beside it.

use std::sync::{Once, mpsc};
use std::time::Duration;

use domain::delivery::{Handover, Obstacle, Rejection};
use fixtures::clinic::Clinic;
use setup::DataDir;
use setup::key_file::KeyRing;
use setup::wake::watch;
use store::audit::AuditRow;
use tracing::Level;
use worker::clock::{Clock, ManualClock, Seeds};
use worker::transport::{Mail, Text};
use worker::transports::memory::Memory;
use worker::{ByHand, Settings, Transports, WorkerError};

/// Clinic, worker, and what left the house.
pub(crate) struct Bench {
    pub(crate) clinic: Clinic,
    pub(crate) worker: ByHand,
    pub(crate) texts: Memory<Text>,
    pub(crate) mails: Memory<Mail>,
}

impl Bench {
    pub(crate) fn new() -> Self {
        Self::beside(Clinic::new())
    }

    /// A worker that begins at this clinic, with nothing sent yet.
    pub(crate) fn beside(clinic: Clinic) -> Self {
        let (texts, mails) = (Memory::new(), Memory::new());
        let worker = by_hand(&clinic, &texts, &mails).unwrap();
        let mut bench = Self {
            clinic,
            worker,
            texts,
            mails,
        };
        bench.tick();
        bench
    }

    pub(crate) fn tick(&mut self) {
        self.try_tick().unwrap();
    }

    pub(crate) fn try_tick(&mut self) -> Result<(), WorkerError> {
        self.worker.tick(self.clinic.clock.now())
    }

    /// Time passes, then the worker looks.
    pub(crate) fn after(&mut self, ms: i64) {
        self.clinic.clock.plus(ms);
        self.tick();
    }

    /// How many attempts were made to send a text.
    pub(crate) fn text_attempts(&self) -> usize {
        self.texts.attempts().len()
    }

    /// Kinds of the mails that were owed since the clinic was made, oldest first.
    pub(crate) fn mails_owed(&self) -> Vec<String> {
        let file = self.clinic.foreign();
        let sql = "SELECT kind FROM outbox WHERE channel = 'mail' AND made_wall > ?1 ORDER BY id";
        let mut statement = file.prepare(sql).unwrap();
        let made = fixtures::clinic::START_WALL_MS + domain::time::DAY;
        let rows = statement.query_map([made], |row| row.get(0)).unwrap();
        rows.map(Result::unwrap).collect()
    }

    /// State and error of the newest text.
    pub(crate) fn text_state(&self) -> (String, String) {
        newest(&self.clinic, "text")
    }

    /// State and error of the newest mail.
    pub(crate) fn mail_state(&self) -> (String, String) {
        newest(&self.clinic, "mail")
    }

    /// How many rows of the record are of one kind.
    pub(crate) fn recorded(&mut self, kind: &str) -> usize {
        self.clinic.record().iter().filter(|row| row.kind == kind).count()
    }
}

/// The newest row of the record that is of one kind.
pub(crate) fn last_recorded(clinic: &mut Clinic, kind: &str) -> AuditRow {
    clinic.record().into_iter().rfind(|row| row.kind == kind).unwrap()
}

/// State and error of the newest message of a channel.
pub(crate) fn newest(clinic: &Clinic, channel: &str) -> (String, String) {
    let sql = "SELECT state, error FROM outbox WHERE channel = ?1 ORDER BY id DESC LIMIT 1";
    clinic
        .foreign()
        .query_row(sql, [channel], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap()
}

/// The clinic's keys.
pub(crate) fn ring(dir: &DataDir) -> KeyRing {
    KeyRing::load(&dir.path().join("vestibule.key")).unwrap()
}

pub(crate) fn by_hand(clinic: &Clinic, texts: &Memory<Text>, mails: &Memory<Mail>) -> Result<ByHand, WorkerError> {
    let transports = Transports::in_memory(texts, mails);
    ByHand::start(clinic.data(), ring(clinic.data()), transports, clinic.clock.now())
}

/// Settings of a worker that runs by itself, on a clock that stands at the clinic's time.
pub(crate) fn settings(clinic: &Clinic, transports: Transports) -> Settings {
    Settings {
        dir: clinic.data().clone(),
        ring: ring(clinic.data()),
        transports,
        clock: Clock::Manual(ManualClock::new(clinic.clock.now())),
        seeds: Seeds::Counted,
    }
}

/// Waits until something is so, looking after every commit anybody makes. A commit makes it so within four seconds: before
/// the worker would look by itself.
pub(crate) fn wait_until(dir: &DataDir, mut is_so: impl FnMut() -> bool) {
    let (tell, told) = mpsc::channel();
    let _watcher = watch(dir, move || tell.send(()).unwrap_or_default()).unwrap();
    while !is_so() {
        told.recv_timeout(Duration::from_secs(4))
            .expect("nothing happened for four seconds");
    }
}

/// To be called before a log of one thread is read: with only that one listening, a line that another thread says first is
/// switched off for all. A listener for all that keeps nothing prevents it.
pub(crate) fn everybody_listens() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let log = tracing_subscriber::fmt()
            .with_max_level(Level::TRACE)
            .with_writer(std::io::sink)
            .finish();
        tracing::subscriber::set_global_default(log).unwrap();
    });
}

/// The six digits in a text.
pub(crate) fn code_in(text: &Text) -> String {
    let body = text.body.reveal();
    let words = body.split(|c: char| !c.is_ascii_digit());
    words.into_iter().find(|word| word.len() == 6).unwrap().to_owned()
}

pub(crate) fn not_sent(why: Obstacle) -> Handover {
    Handover::NotSent {
        why,
        retry_after_ms: None,
    }
}

pub(crate) fn refused(code: u32) -> Handover {
    Handover::Refused {
        why: Rejection::Twilio(code),
    }
}
