//! Recovery codes: one sealed row a person, and keyed hashes of the dead ones (spec R03, R06, R08).

use domain::ids::StaffId;
use domain::recovery_code::RecoveryCode;
use rusqlite::OptionalExtension;

use crate::keys::Field;
use crate::{StoreError, Tx, WriteTx};

/// A person's recovery code.
pub struct StoredRecovery {
    /// Names this very code, so that only one use of it can win.
    pub serial: [u8; 16],
    /// The code.
    pub code: RecoveryCode,
    /// When it was made, wall ms.
    pub made_at: i64,
    /// Whether the person said it is kept (spec R02).
    pub saved: bool,
}

/// The row it is sealed for: person and serial, so that handing the row to somebody else does not open it.
fn row_of(staff: StaffId, serial: &[u8; 16]) -> [u8; 24] {
    let mut row = [0; 24];
    row[..8].copy_from_slice(&staff.0.to_be_bytes());
    row[8..].copy_from_slice(serial);
    row
}

fn field(row: &[u8; 24]) -> Field<'_> {
    Field {
        name: "A recovery code",
        table: "recovery_codes",
        column: "code",
        row,
    }
}

/// The person's recovery code.
///
/// # Errors
/// [`StoreError::Unreadable`] with another key.
pub fn find(tx: &Tx<'_>, staff: StaffId) -> Result<Option<StoredRecovery>, StoreError> {
    let row = tx
        .conn
        .prepare_cached("SELECT serial, code, made_at, saved_at IS NOT NULL FROM recovery_codes WHERE staff_id = ?1")?
        .query_row([staff.0], |row| {
            Ok((row.get(0)?, row.get::<_, Vec<u8>>(1)?, row.get(2)?, row.get(3)?))
        })
        .optional()?;
    let Some((serial, sealed, made_at, saved)) = row else {
        return Ok(None);
    };
    let plain = tx.keys.open(field(&row_of(staff, &serial)), &sealed)?;
    let code = std::str::from_utf8(&plain).ok().and_then(RecoveryCode::from_bare);
    let code = code.ok_or(StoreError::Unreadable("A recovery code"))?;
    Ok(Some(StoredRecovery {
        serial,
        code,
        made_at,
        saved,
    }))
}

/// Whether the person has one and said it is kept; without opening it.
///
/// # Errors
/// [`StoreError`] of reading.
pub fn state(tx: &Tx<'_>, staff: StaffId) -> Result<Option<(i64, bool)>, StoreError> {
    Ok(tx
        .conn
        .prepare_cached("SELECT made_at, saved_at IS NOT NULL FROM recovery_codes WHERE staff_id = ?1")?
        .query_row([staff.0], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?)
}

/// Makes a fresh code, not yet saved. The person must have none.
///
/// # Errors
/// [`StoreError::Overtaken`] where there is one.
pub fn make(tx: &WriteTx<'_>, staff: StaffId) -> Result<RecoveryCode, StoreError> {
    let code = RecoveryCode::from_entropy(tx.random16());
    let serial = tx.random16();
    let row = row_of(staff, &serial);
    let sealed = tx
        .keys
        .seal(field(&row), tx.random24(), code.bare().reveal().as_bytes())?;
    let added = tx
        .conn
        .prepare_cached(
            "INSERT INTO recovery_codes (staff_id, serial, code, made_at) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (staff_id) DO NOTHING",
        )?
        .execute((staff.0, serial, sealed, tx.at().wall_ms))?;
    if added == 1 {
        Ok(code)
    } else {
        Err(StoreError::Overtaken)
    }
}

/// Kills the code: only whoever removes that very row goes on (spec R03).
///
/// # Errors
/// [`StoreError::Overtaken`] where somebody else was first.
pub fn kill(tx: &WriteTx<'_>, staff: StaffId, code: &StoredRecovery) -> Result<(), StoreError> {
    let gone = tx
        .conn
        .prepare_cached("DELETE FROM recovery_codes WHERE staff_id = ?1 AND serial = ?2")?
        .execute((staff.0, code.serial))?;
    if gone != 1 {
        return Err(StoreError::Overtaken);
    }
    let tag = tx.keys.recovery_tag(staff.0, code.code.bare().reveal().as_bytes());
    tx.conn
        .prepare_cached(
            "INSERT INTO dead_recovery_codes (staff_id, tag, died_at) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
        )?
        .execute((staff.0, tag, tx.at().wall_ms))?;
    Ok(())
}

/// Whether `bare` is a code of this person that was used or replaced.
///
/// # Errors
/// [`StoreError`] of reading.
pub fn is_dead(tx: &Tx<'_>, staff: StaffId, bare: &str) -> Result<bool, StoreError> {
    let tag = tx.keys.recovery_tag(staff.0, bare.as_bytes());
    Ok(tx
        .conn
        .prepare_cached("SELECT 1 FROM dead_recovery_codes WHERE staff_id = ?1 AND tag = ?2")?
        .exists((staff.0, tag))?)
}

/// Notes that the person keeps that very code. `false` where it was noted before, or another one has taken its place.
///
/// # Errors
/// [`StoreError`] of writing.
pub fn note_saved(tx: &WriteTx<'_>, staff: StaffId, serial: &[u8; 16]) -> Result<bool, StoreError> {
    let changed = tx
        .conn
        .prepare_cached(
            "UPDATE recovery_codes SET saved_at = ?3 WHERE staff_id = ?1 AND serial = ?2 AND saved_at IS NULL",
        )?
        .execute((staff.0, serial, tx.at().wall_ms))?;
    Ok(changed == 1)
}
