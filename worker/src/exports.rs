//! Files of `exports/` (spec R09, W01): erased when their 24 hours are over, and swept where nobody knows them.
//!
//! One that cannot be removed stays due; it is tried again once a minute, and keeps no other from its time. The log never
//! names a file, since its name holds somebody's user name (Z03). Not here: which files are over or still to be kept
//! (`actions`), and how one is found and removed (`setup`).

use std::collections::BTreeMap;

use actions::ActionError;
use actions::erase_documents::{erase_documents, files_kept};
use domain::document::FILE_MS;
use domain::time::{MINUTE, Now};
use setup::exports::{FileName, strays};
use setup::{DataDir, SetupError};

use crate::clock::Clock;
use crate::db::DbThread;
use crate::health::Health;

/// How often a file is tried again that could not be removed, in milliseconds.
const AGAIN_AFTER_MS: i64 = MINUTE;

/// The worker's hand on `exports/`.
pub(crate) struct Exports {
    dir: DataDir,
    /// Files that are over and could not be removed, by name.
    left: BTreeMap<String, Left>,
    erasing: Health,
    sweeping: Health,
}

/// A file that could not be removed.
#[derive(Clone)]
struct Left {
    tried: Now,
    why: String,
}

impl Exports {
    pub(crate) fn new(dir: DataDir) -> Self {
        Self {
            dir,
            left: BTreeMap::new(),
            erasing: Health::new("erasing files of exports/"),
            sweeping: Health::new("sweeping exports/"),
        }
    }

    /// Whether a file stays due until it is tried again.
    pub(crate) fn make_due_things_wait(&self) -> bool {
        !self.left.is_empty()
    }

    /// Erases the files whose time is over. Returns how many.
    pub(crate) async fn erase_what_is_over(&mut self, db: &DbThread) -> Result<usize, ActionError> {
        let (dir, mut before) = (self.dir.clone(), self.left.clone());
        let job = move |db: &mut _, entropy, at| {
            let mut left = BTreeMap::new();
            let erase = |name: &str| match try_again(&dir, name, before.remove(name), at) {
                None => true,
                Some(one) => {
                    left.insert(name.to_owned(), one);
                    false
                }
            };
            let erased = erase_documents(db, erase, entropy, at)?;
            Ok((erased, left))
        };
        let (erased, left) = db.call(job).await?;
        self.left = left;
        self.erasing.note(self.left.values().map(|one| &one.why).next());
        if erased > 0 {
            tracing::info!(files = erased, "erased files whose time is over");
        }
        Ok(erased)
    }

    /// Removes files that nobody knows and that are as old as a file may get. Returns how many.
    pub(crate) async fn sweep(&mut self, db: &DbThread) -> Result<usize, ActionError> {
        let kept = db.call(|db, _, at| files_kept(db, at)).await?;
        // Files are stamped by the system's own clock, which the worker's may be ahead of.
        let before = Clock::System.now().wall_ms - FILE_MS;
        let found = strays(&self.dir, before, &|name| kept.iter().any(|one| one == name));
        let failed: Vec<String> = found.iter().filter_map(|name| remove(&self.dir, name)).collect();
        self.sweeping.note(failed.first());
        let swept = found.len() - failed.len();
        if swept > 0 {
            tracing::warn!(files = swept, "removed files of exports/ that nobody knew");
        }
        Ok(swept)
    }
}

/// Removes a file, where that was not tried just now; what is returned is left.
fn try_again(dir: &DataDir, name: &str, before: Option<Left>, at: Now) -> Option<Left> {
    if let Some(left) = before
        && at.since(left.tried) < AGAIN_AFTER_MS
    {
        return Some(left);
    }
    let why = match FileName::parse(name) {
        Some(name) => remove(dir, &name)?,
        None => "its name is none that is ever given".into(),
    };
    Some(Left { tried: at, why })
}

/// Removes a file, or says why not; without its name.
fn remove(dir: &DataDir, name: &FileName) -> Option<String> {
    let error = setup::exports::erase(dir, name).err()?;
    Some(if let SetupError::Export { trouble, .. } = error {
        trouble.to_string()
    } else {
        "it was refused".into()
    })
}
