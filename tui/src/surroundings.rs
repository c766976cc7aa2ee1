//! What stands round every page as the database thread sees it: the clinic, the worker's state, transports that send
//! nothing. Looked at every ten seconds and at every ring of the wake file; told only when it has changed (spec W05).

use actions::look::{ClinicView, clinic_view};
use domain::time::Now;
use setup::DataDir;
use setup::locks::{WorkerState, worker_seen};
use store::Db;

/// What stands round every page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Surroundings {
    /// The clinic.
    pub clinic: ClinicView,
    /// Whether texts and mails are sent.
    pub worker: WorkerState,
    /// Texts or mails of a real clinic go into a folder.
    pub plain_folder: bool,
}

/// Looks, and remembers what it said last.
pub struct Lookout {
    folder_transport: bool,
    country: String,
    told: Option<Surroundings>,
}

impl Lookout {
    /// A lookout that has told nothing yet. `folder_transport`: the configuration sends texts or mails into a folder.
    #[must_use]
    pub fn new(folder_transport: bool) -> Self {
        Self {
            folder_transport,
            country: "CA".into(),
            told: None,
        }
    }

    /// The clinic's default country of numbers.
    #[must_use]
    pub fn country(&self) -> &str {
        &self.country
    }

    /// What has changed since it was told last; a database that cannot be read changes nothing.
    pub fn look(&mut self, db: &mut Db, dir: &DataDir, at: Now) -> Option<Surroundings> {
        let clinic = clinic_view(db, at).ok()?;
        let worker = worker_seen(dir, at.wall_ms);
        let plain_folder = self.folder_transport && !clinic.demo;
        self.country.clone_from(&clinic.country);
        let now = Surroundings {
            clinic,
            worker,
            plain_folder,
        };
        if self.told.as_ref() == Some(&now) {
            return None;
        }
        self.told = Some(now.clone());
        Some(now)
    }
}
