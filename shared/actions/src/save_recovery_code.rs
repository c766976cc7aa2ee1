//! The recovery-code step (spec R02, R04): shown until the person said it is kept; nothing else opens before.

use domain::audit::{Ending, Entry, Kind};
use domain::recovery_code::RecoveryCode;
use domain::time::Now;
use store::staff::StaffRow;
use store::{Db, StoreError, WriteTx, recovery};

use crate::apply::record;
use crate::session::{Gate, Running};
use crate::{ActionError, Token};

/// How the person keeps it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    /// **Copy**.
    Copied,
    /// **Save as PDF**.
    Pdf,
    /// **I have saved it**.
    Said,
}

/// The code, only while it has to be kept. Showing it is a row of the record (spec R05).
///
/// # Errors
/// [`ActionError::Refused`] where there is nothing to keep.
pub fn show_recovery_code(db: &mut Db, token: &Token, entropy: [u8; 16], at: Now) -> Result<RecoveryCode, ActionError> {
    db.write(at, entropy, |tx| {
        let running = gated(Running::load(tx, token)?)?;
        let stored = recovery::find(tx, running.staff.id)?;
        let stored = stored.ok_or_else(|| ActionError::Refused("There is no recovery code to show.".into()))?;
        let row = Entry::own(
            running.staff.id,
            Kind::RecoveryShown,
            Ending::Done,
            &running.session.place,
        );
        record(tx, &row.rule("R02"))?;
        Ok(stored.code)
    })
}

/// Notes that it is kept.
///
/// # Errors
/// [`ActionError::Refused`] where there is nothing to keep.
pub fn save_recovery_code(
    db: &mut Db,
    token: &Token,
    kept: Kept,
    entropy: [u8; 16],
    at: Now,
) -> Result<(), ActionError> {
    db.write(at, entropy, |tx| {
        // Kept already, here or in another terminal: there is nothing left to note.
        let running = Running::load(tx, token)?;
        if running.gate.is_none() {
            return Ok(());
        }
        let running = gated(running)?;
        Ok(note_kept(tx, &running.staff, &running.session.place, kept)?)
    })
}

/// Notes that the code is kept, once.
pub(crate) fn note_kept(tx: &WriteTx<'_>, person: &StaffRow, place: &str, kept: Kept) -> Result<(), StoreError> {
    if !recovery::note_saved(tx, person.id)? {
        return Ok(());
    }
    let how = match kept {
        Kept::Copied => "copied",
        Kept::Pdf => "saved as PDF",
        Kept::Said => "said to be saved",
    };
    let row = Entry::own(person.id, Kind::RecoverySaved, Ending::Done, place);
    record(tx, &row.detail(how))
}

fn gated(running: Running) -> Result<Running, ActionError> {
    match running.gate {
        Some(Gate::SaveRecovery) => Ok(running),
        Some(Gate::NewPassword) => Err(ActionError::PasswordFirst),
        None => Err(ActionError::Refused("Your recovery code is kept already.".into())),
    }
}
