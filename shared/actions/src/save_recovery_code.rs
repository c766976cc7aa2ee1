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

/// A recovery code as it was shown.
#[derive(Debug)]
pub struct ShownCode {
    /// The code.
    pub code: RecoveryCode,
    /// Names this very code, so that no other one is noted as kept.
    pub serial: [u8; 16],
}

/// The code, only while it has to be kept. Showing it is a row of the record (spec R05).
///
/// # Errors
/// [`ActionError::StepUp`] for a session that passed no code step (spec M10); [`ActionError::Refused`] where there is
/// nothing to keep.
pub fn show_recovery_code(db: &mut Db, token: &Token, entropy: [u8; 16], at: Now) -> Result<ShownCode, ActionError> {
    db.write(at, entropy, |tx| {
        let running = gated(Running::load(tx, token)?)?;
        running.may_see_recovery(at)?;
        let stored = recovery::find(tx, running.staff.id)?;
        let stored = stored.ok_or_else(|| ActionError::Refused("There is no recovery code to show.".into()))?;
        let row = Entry::own(
            running.staff.id,
            Kind::RecoveryShown,
            Ending::Done,
            &running.session.place,
        );
        record(tx, &row.rule("R02"))?;
        Ok(ShownCode {
            code: stored.code,
            serial: stored.serial,
        })
    })
}

/// Notes that the code shown under `serial` is kept.
///
/// # Errors
/// [`ActionError::RecoveryFirst`] where another one has taken its place, which nobody has seen yet.
pub fn save_recovery_code(
    db: &mut Db,
    token: &Token,
    kept: Kept,
    serial: &[u8; 16],
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
        if note_kept(tx, &running.staff, serial, &running.session.place, kept)? {
            Ok(())
        } else {
            Err(ActionError::RecoveryFirst)
        }
    })
}

/// Notes that a code is kept, once. `false` where it was noted before, or another one has taken its place.
pub(crate) fn note_kept(
    tx: &WriteTx<'_>,
    person: &StaffRow,
    serial: &[u8; 16],
    place: &str,
    kept: Kept,
) -> Result<bool, StoreError> {
    if !recovery::note_saved(tx, person.id, serial)? {
        return Ok(false);
    }
    let how = match kept {
        Kept::Copied => "copied",
        Kept::Pdf => "saved as PDF",
        Kept::Said => "said to be saved",
    };
    let row = Entry::own(person.id, Kind::RecoverySaved, Ending::Done, place);
    record(tx, &row.detail(how))?;
    Ok(true)
}

fn gated(running: Running) -> Result<Running, ActionError> {
    match running.gate {
        Some(Gate::SaveRecovery) => Ok(running),
        Some(Gate::NewPassword) => Err(ActionError::PasswordFirst),
        Some(Gate::SetUp) => Err(ActionError::SetUpFirst),
        None => Err(ActionError::Refused("Your recovery code is kept already.".into())),
    }
}
