//! Trusted browsers: one row a trust, kept for a while after its end (spec T01 to T05).

use domain::ids::{BrowserId, StaffId, TrustId};
use domain::time::Term;
use domain::trust::Trust;
use rusqlite::{OptionalExtension, Row, named_params};

use crate::stamp::term;
use crate::{StoreError, Tx, WriteTx};

/// A trust that has not ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrustRow {
    /// What is decided on.
    pub trust: Trust,
    /// Whose.
    pub staff: StaffId,
    /// Which browser.
    pub browser: BrowserId,
    /// From where it was ticked, in words.
    pub place: String,
    /// When it last skipped the second step, wall ms.
    pub last_used_at: Option<i64>,
}

fn read(row: &Row<'_>) -> rusqlite::Result<TrustRow> {
    Ok(TrustRow {
        trust: Trust {
            id: TrustId(row.get("id")?),
            term: term(row, "began")?,
        },
        staff: StaffId(row.get("staff_id")?),
        browser: BrowserId(row.get("browser_id")?),
        place: row.get("place")?,
        last_used_at: row.get("last_used_at")?,
    })
}

/// Begins a trust. One of the same person and browser must have ended.
///
/// # Errors
/// [`StoreError`] of writing.
pub fn begin(tx: &WriteTx<'_>, staff: StaffId, browser: BrowserId, place: &str, life: Term) -> Result<(), StoreError> {
    let start = life.start;
    tx.conn
        .prepare_cached(
            "INSERT INTO trusted_browsers (staff_id, browser_id, place, began_wall, began_boot, began_boot_id, length)
             VALUES (:staff, :browser, :place, :wall, :boot, :boot_id, :length)",
        )?
        .execute(named_params! {
            ":staff": staff.0, ":browser": browser.0, ":place": place, ":wall": start.wall_ms, ":boot": start.boot_ms,
            ":boot_id": start.boot_id.0, ":length": life.length_ms,
        })?;
    Ok(())
}

/// The trust of a person in a browser that has not ended early. It may be over by its term.
///
/// # Errors
/// [`StoreError`] of reading.
pub fn here(tx: &Tx<'_>, staff: StaffId, browser: BrowserId) -> Result<Option<Trust>, StoreError> {
    Ok(tx
        .conn
        .prepare_cached("SELECT * FROM trusted_browsers WHERE staff_id = ?1 AND browser_id = ?2 AND ended_at IS NULL")?
        .query_row((staff.0, browser.0), read)
        .optional()?
        .map(|row| row.trust))
}

/// A person's trusts, the newest first; those over by their term are left out.
///
/// # Errors
/// [`StoreError`] of reading.
pub fn of(tx: &Tx<'_>, staff: StaffId) -> Result<Vec<TrustRow>, StoreError> {
    let (rows, at) = (running(tx, Whose::Staff(staff))?, tx.at());
    let lasts = |row: &TrustRow| !row.trust.term.ended(at);
    Ok(rows.into_iter().rev().filter(lasts).collect())
}

/// Whose trusts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// Of the whole clinic.
    Everybody,
    /// Of one person.
    Staff(StaffId),
    /// In one browser.
    Browser(BrowserId),
}

/// Every trust that has not ended early, over by its term or not.
///
/// # Errors
/// [`StoreError`] of reading.
pub fn running(tx: &Tx<'_>, whose: Whose) -> Result<Vec<TrustRow>, StoreError> {
    let (which, id) = match whose {
        Whose::Everybody => ("?1 = 0", 0),
        Whose::Staff(staff) => ("staff_id = ?1", staff.0),
        Whose::Browser(browser) => ("browser_id = ?1", browser.0),
    };
    let sql = format!("SELECT * FROM trusted_browsers WHERE ended_at IS NULL AND {which} ORDER BY id");
    let mut statement = tx.conn.prepare_cached(&sql)?;
    let rows = statement.query_map([id], read)?.collect::<Result<_, _>>()?;
    Ok(rows)
}

/// It skipped the second step just now; that does not extend it.
///
/// # Errors
/// [`StoreError::Overtaken`] where it has ended meanwhile.
pub fn note_used(tx: &WriteTx<'_>, id: TrustId) -> Result<(), StoreError> {
    let changed = tx
        .conn
        .prepare_cached("UPDATE trusted_browsers SET last_used_at = ?2 WHERE id = ?1 AND ended_at IS NULL")?
        .execute((id.0, tx.at().wall_ms))?;
    if changed == 1 {
        Ok(())
    } else {
        Err(StoreError::Overtaken)
    }
}

/// Ends one. `false` where it had ended before.
///
/// # Errors
/// [`StoreError`] of writing.
pub fn end(tx: &WriteTx<'_>, id: TrustId, why: &str) -> Result<bool, StoreError> {
    let changed = tx
        .conn
        .prepare_cached("UPDATE trusted_browsers SET ended_at = ?2, ended_why = ?3 WHERE id = ?1 AND ended_at IS NULL")?
        .execute((id.0, tx.at().wall_ms, why))?;
    Ok(changed == 1)
}

/// Trusts whose 30 days are over, at most `limit` (spec T02).
///
/// # Errors
/// [`StoreError`] of reading.
pub fn over(tx: &Tx<'_>, limit: u32) -> Result<Vec<TrustRow>, StoreError> {
    let at = tx.at();
    let mut statement = tx.conn.prepare_cached(
        "SELECT * FROM trusted_browsers WHERE ended_at IS NULL AND (began_wall + length <= :wall
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
