//! Pauses of the second step: one row a pause, kept after its end (spec A04).

use domain::ids::{PauseId, StaffId};
use domain::pause::Pause;
use domain::time::Term;
use rusqlite::{Row, named_params};

use crate::stamp::term;
use crate::{StoreError, Tx, WriteTx};

/// A pause that was not ended early.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PauseRow {
    /// What is decided on.
    pub pause: Pause,
    /// Whose.
    pub staff: StaffId,
    /// Who began it, by name.
    pub by: String,
    /// Why, in words.
    pub reason: String,
}

fn read(row: &Row<'_>) -> rusqlite::Result<PauseRow> {
    Ok(PauseRow {
        pause: Pause {
            id: PauseId(row.get("id")?),
            term: term(row, "began")?,
        },
        staff: StaffId(row.get("staff_id")?),
        by: row.get("began_by")?,
        reason: row.get("reason")?,
    })
}

/// Begins a pause. One that is over has to be ended first.
///
/// # Errors
/// [`StoreError::Overtaken`] where one runs already.
pub fn begin(tx: &WriteTx<'_>, staff: StaffId, life: Term, by: &str, reason: &str) -> Result<(), StoreError> {
    let start = life.start;
    let added = tx
        .conn
        .prepare_cached(
            "INSERT INTO pauses (staff_id, began_wall, began_boot, began_boot_id, length, began_by, reason)
             SELECT :staff, :wall, :boot, :boot_id, :length, :by, :reason
             WHERE NOT EXISTS (SELECT 1 FROM pauses WHERE staff_id = :staff AND ended_at IS NULL)",
        )?
        .execute(named_params! {
            ":staff": staff.0, ":wall": start.wall_ms, ":boot": start.boot_ms, ":boot_id": start.boot_id.0,
            ":length": life.length_ms, ":by": by, ":reason": reason,
        })?;
    if added == 1 { Ok(()) } else { Err(StoreError::Overtaken) }
}

/// A person's pause that was not ended, over by its term or not.
///
/// # Errors
/// [`StoreError`] of reading.
pub fn of(tx: &Tx<'_>, staff: StaffId) -> Result<Option<PauseRow>, StoreError> {
    let mut statement = tx
        .conn
        .prepare_cached("SELECT * FROM pauses WHERE staff_id = ?1 AND ended_at IS NULL")?;
    let mut rows = statement.query_map([staff.0], read)?;
    Ok(rows.next().transpose()?)
}

/// Ends one. `false` where it had ended before.
///
/// # Errors
/// [`StoreError`] of writing.
pub fn end(tx: &WriteTx<'_>, id: PauseId, why: &str) -> Result<bool, StoreError> {
    let changed = tx
        .conn
        .prepare_cached("UPDATE pauses SET ended_at = ?2, ended_why = ?3 WHERE id = ?1 AND ended_at IS NULL")?
        .execute((id.0, tx.at().wall_ms, why))?;
    Ok(changed == 1)
}

/// Pauses whose time is over, at most `limit` (spec A04).
///
/// # Errors
/// [`StoreError`] of reading.
pub fn over(tx: &Tx<'_>, limit: u32) -> Result<Vec<PauseRow>, StoreError> {
    let at = tx.at();
    let mut statement = tx.conn.prepare_cached(
        "SELECT * FROM pauses WHERE ended_at IS NULL AND (began_wall + length <= :wall
             OR (began_boot_id = :boot_id AND began_boot + length <= :boot)
             OR (began_boot_id <> :boot_id AND began_wall > :wall)) LIMIT :limit",
    )?;
    let rows = statement
        .query_map(
            named_params! { ":wall": at.wall_ms, ":boot": at.boot_ms, ":boot_id": at.boot_id.0, ":limit": limit },
            read,
        )?
        .collect::<Result<_, _>>()?;
    Ok(rows)
}
