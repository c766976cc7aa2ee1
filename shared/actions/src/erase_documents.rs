//! The worker erases files of `exports/` whose time is over (spec R09, W01). Which files lie there without anybody knowing
//! them is `setup`'s to find; this says which are still to be kept.

use domain::audit::{Entry, Kind};
use domain::document::DocumentState;
use domain::time::Now;
use store::{Db, documents};

use crate::ActionError;
use crate::apply::record;

/// Erases every file whose time is over: `erase` removes one by its name and says whether it is gone. One that cannot be
/// removed is tried again at the next call. Returns how many are gone.
///
/// # Errors
/// [`ActionError`] of the database.
pub fn erase_documents(
    db: &mut Db,
    mut erase: impl FnMut(&str) -> bool,
    entropy: [u8; 16],
    at: Now,
) -> Result<usize, ActionError> {
    let due = db.read(at, |tx| documents::files_to_erase(tx).map_err(ActionError::from))?;
    let gone: Vec<_> = due.into_iter().filter(|(_, name)| erase(name)).collect();
    if gone.is_empty() {
        return Ok(0);
    }
    db.write(at, entropy, |tx| {
        for (id, _) in &gone {
            let staff = documents::find(tx, *id)?.map(|row| row.staff);
            if documents::close(tx, *id, DocumentState::Over)? {
                let row = Entry::by_worker(staff, Kind::DocumentEnded, domain::audit::Ending::Done);
                record(tx, &row.rule("R09").detail("the file was erased after 24 hours"))?;
            }
        }
        Ok(gone.len())
    })
}

/// Names of the files that are still to be kept.
///
/// # Errors
/// [`ActionError`] of the database.
pub fn files_kept(db: &mut Db, at: Now) -> Result<Vec<String>, ActionError> {
    db.read(at, |tx| Ok(documents::files_kept(tx)?))
}
