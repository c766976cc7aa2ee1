//! Methods set up in a session that a password alone had opened, until the managers were told (spec E03).

use domain::ids::StaffId;
use domain::policy::next_told_in_ms;
use domain::time::Now;

use crate::{StoreError, Tx, WriteTx};

/// Notes one; `told`: the managers are told of it in this very transaction.
///
/// # Errors
/// [`StoreError`] of writing.
pub fn note(tx: &WriteTx<'_>, staff: StaffId, told: bool) -> Result<(), StoreError> {
    let at = tx.at().wall_ms;
    tx.conn
        .prepare_cached("INSERT INTO set_ups_by_password (staff_id, at, told_at) VALUES (?1, ?2, ?3)")?
        .execute((staff.0, at, told.then_some(at)))?;
    Ok(())
}

/// When the managers were told last, wall ms.
///
/// # Errors
/// [`StoreError`] of reading.
pub fn last_told(tx: &Tx<'_>) -> Result<Option<i64>, StoreError> {
    let mut statement = tx.conn.prepare_cached("SELECT max(told_at) FROM set_ups_by_password")?;
    Ok(statement.query_row([], |row| row.get(0))?)
}

/// Whom the managers were not told of yet, the earliest first.
///
/// # Errors
/// [`StoreError`] of reading.
pub fn untold(tx: &Tx<'_>) -> Result<Vec<StaffId>, StoreError> {
    let mut statement = tx
        .conn
        .prepare_cached("SELECT staff_id FROM set_ups_by_password WHERE told_at IS NULL ORDER BY at, id")?;
    let rows = statement.query_map([], |row| row.get(0).map(StaffId))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The managers are told of all of them now.
///
/// # Errors
/// [`StoreError`] of writing.
pub fn note_told(tx: &WriteTx<'_>) -> Result<(), StoreError> {
    tx.conn
        .prepare_cached("UPDATE set_ups_by_password SET told_at = ?1 WHERE told_at IS NULL")?
        .execute([tx.at().wall_ms])?;
    Ok(())
}

/// Milliseconds until the managers are to be told of somebody, 0 for now; `None` where there is nobody to tell of.
///
/// # Errors
/// [`StoreError`] of reading.
pub fn next_telling_in_ms(tx: &Tx<'_>, at: Now) -> Result<Option<i64>, StoreError> {
    let mut statement = tx
        .conn
        .prepare_cached("SELECT 1 FROM set_ups_by_password WHERE told_at IS NULL")?;
    if !statement.exists([])? {
        return Ok(None);
    }
    Ok(Some(next_told_in_ms(last_told(tx)?, at)))
}
