//! What stands round every page as the database thread sees it: the clinic, the worker's state, transports that send
//! nothing. Looked at every ten seconds and at every ring of the wake file; told only when it has changed (spec W05).

use actions::look::{ClinicView, clinic_view};
use domain::time::{HOUR, Now};
use setup::DataDir;
use setup::locks::{WorkerState, worker_seen};
use store::Db;

use crate::clock;

/// What stands round every page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Surroundings {
    /// The clinic.
    pub clinic: ClinicView,
    /// Whether texts and mails are sent.
    pub worker: WorkerState,
    /// Texts or mails of a real clinic go into a folder.
    pub plain_folder: bool,
    /// The newest jump of the server's clock, for an hour.
    pub clock_jump: Option<ClockJump>,
    /// The day it is at the clinic: yesterday's times are not to be read as today's.
    pub today: String,
}

/// The wall clock moved against the boot clock (spec Z08).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClockJump {
    /// By how many milliseconds, negative for back.
    pub by_ms: i64,
    /// The wall clock right after it.
    pub wall_ms: i64,
}

/// How long a jump is told of, in milliseconds.
const JUMP_TOLD_MS: i64 = HOUR;

/// Looks, and remembers what it said last.
pub struct Lookout {
    folder_transport: bool,
    country: String,
    told: Option<Surroundings>,
    last: Option<Now>,
    jumped: Option<(ClockJump, Now)>,
}

impl Lookout {
    /// A lookout that has told nothing yet. `folder_transport`: the configuration sends texts or mails into a folder.
    #[must_use]
    pub fn new(folder_transport: bool) -> Self {
        Self {
            folder_transport,
            country: "CA".into(),
            told: None,
            last: None,
            jumped: None,
        }
    }

    /// The clinic's default country of numbers.
    #[must_use]
    pub fn country(&self) -> &str {
        &self.country
    }

    /// Whether the worker was on duty when this was looked at last.
    #[must_use]
    pub fn is_worker_on_duty(&self) -> bool {
        self.told
            .as_ref()
            .is_some_and(|told| told.worker == WorkerState::OnDuty)
    }

    /// Compares how far the two clocks went since the look before; over a reboot nothing can be said.
    fn watch_clocks(&mut self, at: Now) -> Option<ClockJump> {
        if let Some(by_ms) = self.last.replace(at).and_then(|last| at.wall_jump_ms(last)) {
            let wall_ms = at.wall_ms;
            self.jumped = Some((ClockJump { by_ms, wall_ms }, at));
        }
        let told = self.jumped.filter(|(_, since)| at.since(*since) < JUMP_TOLD_MS);
        told.map(|(jump, _)| jump)
    }

    /// What has changed since it was told last; a database that cannot be read changes nothing.
    pub fn look(&mut self, db: &mut Db, dir: &DataDir, at: Now) -> Option<Surroundings> {
        let clock_jump = self.watch_clocks(at);
        let clinic = clinic_view(db, at).ok()?;
        let today = clock::day(at.wall_ms, &clock::zone(&clinic.time_zone));
        let worker = worker_seen(dir, at.wall_ms);
        let plain_folder = self.folder_transport && !clinic.demo;
        self.country.clone_from(&clinic.country);
        let now = Surroundings {
            clinic,
            worker,
            plain_folder,
            clock_jump,
            today,
        };
        if self.told.as_ref() == Some(&now) {
            return None;
        }
        self.told = Some(now.clone());
        Some(now)
    }
}
