//! Pending sign-ins: password right, second step open (spec S09, S10).

use domain::ids::{BrowserId, PendingId, StaffId};
use domain::sign_in::Pending;
use domain::time::Term;
use rusqlite::{OptionalExtension, Row, named_params};

use crate::stamp::term;
use crate::{StoreError, Tx, WriteTx};

/// A pending sign-in with what the record needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PendingRow {
    /// What the machine decides on.
    pub pending: Pending,
    /// From where.
    pub place: String,
    /// Whether the browser was recognised when it began.
    pub recognised: bool,
}

/// A pending sign-in to store.
pub struct NewPending<'a> {
    /// The token the terminal holds.
    pub token: &'a [u8; 16],
    /// Who.
    pub staff: StaffId,
    /// Where.
    pub browser: BrowserId,
    /// From where, in words.
    pub place: &'a str,
    /// Whether the browser is recognised.
    pub recognised: bool,
    /// Ten minutes.
    pub term: Term,
}

/// Opens one.
///
/// # Errors
/// [`StoreError`] of writing.
pub fn open(tx: &WriteTx<'_>, new: &NewPending<'_>) -> Result<PendingId, StoreError> {
    let start = new.term.start;
    tx.conn
        .prepare_cached(
            "INSERT INTO pending_sign_ins (token_tag, staff_id, browser_id, place, recognised, state,
             began_wall, began_boot, began_boot_id, length)
         VALUES (:tag, :staff, :browser, :place, :recognised, 'open', :wall, :boot, :boot_id, :length)",
        )?
        .execute(named_params! {
            ":tag": tx.keys.token_tag(new.token), ":staff": new.staff.0, ":browser": new.browser.0, ":place": new.place,
            ":recognised": new.recognised, ":wall": start.wall_ms, ":boot": start.boot_ms, ":boot_id": start.boot_id.0,
            ":length": new.term.length_ms,
        })?;
    Ok(PendingId(tx.conn.last_insert_rowid()))
}

fn read(row: &Row<'_>) -> rusqlite::Result<PendingRow> {
    Ok(PendingRow {
        pending: Pending {
            id: PendingId(row.get("id")?),
            staff: StaffId(row.get("staff_id")?),
            browser: BrowserId(row.get("browser_id")?),
            term: term(row, "began")?,
            wrong: row.get("wrong")?,
        },
        place: row.get("place")?,
        recognised: row.get("recognised")?,
    })
}

/// The open one a terminal's token names, with the wrong codes of all sign-ins there in the hour before it: going back
/// and signing in again does not begin to count anew (spec L10).
///
/// # Errors
/// [`StoreError`] of reading.
pub fn find_open(tx: &Tx<'_>, token: &[u8; 16]) -> Result<Option<PendingRow>, StoreError> {
    Ok(tx
        .conn
        .prepare_cached(
            "SELECT id, staff_id, browser_id, place, recognised, began_wall, began_boot, began_boot_id, length,
                 (SELECT sum(o.wrong) FROM pending_sign_ins o WHERE o.staff_id = p.staff_id
                  AND o.browser_id = p.browser_id AND o.began_wall > p.began_wall - 3600000) AS wrong
             FROM pending_sign_ins p WHERE token_tag = ?1 AND state = 'open'",
        )?
        .query_row([tx.keys.token_tag(token)], read)
        .optional()?)
}

/// One more wrong code in it.
///
/// # Errors
/// [`StoreError`] of writing.
pub fn count_wrong(tx: &WriteTx<'_>, id: PendingId) -> Result<(), StoreError> {
    tx.conn
        .prepare_cached("UPDATE pending_sign_ins SET wrong = wrong + 1 WHERE id = ?1")?
        .execute([id.0])?;
    Ok(())
}

/// It ended in a session; only whoever changes the row from open goes on.
///
/// # Errors
/// [`StoreError::Overtaken`] where it was not open any more.
pub fn finish(tx: &WriteTx<'_>, id: PendingId) -> Result<(), StoreError> {
    let changed = tx
        .conn
        .prepare_cached("UPDATE pending_sign_ins SET state = 'finished', judged = 1 WHERE id = ?1 AND state = 'open'")?
        .execute([id.0])?;
    if changed == 1 {
        Ok(())
    } else {
        Err(StoreError::Overtaken)
    }
}

/// Ends every open one of a person (password changed or reset). They are judged all the same when their ten minutes
/// end: a stranger's password was right (spec S10).
///
/// # Errors
/// [`StoreError`] of writing.
pub fn void_all(tx: &WriteTx<'_>, staff: StaffId) -> Result<usize, StoreError> {
    Ok(tx
        .conn
        .prepare_cached("UPDATE pending_sign_ins SET state = 'void' WHERE staff_id = ?1 AND state = 'open'")?
        .execute([staff.0])?)
}

/// Those whose ten minutes are over and that nobody judged yet (spec S10), at most `limit`.
///
/// # Errors
/// [`StoreError`] of reading.
pub fn to_judge(tx: &Tx<'_>, limit: u32) -> Result<Vec<PendingRow>, StoreError> {
    let at = tx.at();
    let mut statement = tx.conn.prepare_cached(
        "SELECT * FROM pending_sign_ins WHERE judged = 0 AND (began_wall + length <= :wall OR
             (began_boot_id = :boot_id AND began_boot + length <= :boot) OR (began_boot_id <> :boot_id AND began_wall > :wall))
         ORDER BY began_wall LIMIT :limit",
    )?;
    let rows = statement
        .query_map(
            named_params! { ":wall": at.wall_ms, ":boot": at.boot_ms, ":boot_id": at.boot_id.0, ":limit": limit },
            read,
        )?
        .collect::<Result<_, _>>()?;
    Ok(rows)
}

/// Notes that it was judged.
///
/// # Errors
/// [`StoreError`] of writing.
pub fn note_judged(tx: &WriteTx<'_>, id: PendingId) -> Result<(), StoreError> {
    tx.conn
        .prepare_cached("UPDATE pending_sign_ins SET judged = 1 WHERE id = ?1")?
        .execute([id.0])?;
    Ok(())
}

/// Whether a person signed in fully in that browser within a sign-in's ten minutes.
///
/// # Errors
/// [`StoreError`] of reading.
pub fn signed_in_within(tx: &Tx<'_>, pending: &Pending) -> Result<bool, StoreError> {
    let (from, to) = (
        pending.term.start.wall_ms,
        pending.term.start.wall_ms + pending.term.length_ms,
    );
    Ok(tx
        .conn
        .prepare_cached(
            "SELECT 1 FROM sessions WHERE staff_id = ?1 AND browser_id = ?2 AND began_at >= ?3 AND began_at < ?4",
        )?
        .exists((pending.staff.0, pending.browser.0, from, to))?)
}

/// Closes judged ones that no code holds open any more: one that is open, or that a lockout withdrew, until its end.
///
/// # Errors
/// [`StoreError`] of writing.
pub fn close_over(tx: &WriteTx<'_>) -> Result<usize, StoreError> {
    Ok(tx
        .conn
        .prepare_cached(
            "UPDATE pending_sign_ins SET state = 'over' WHERE state = 'open' AND judged = 1 AND NOT EXISTS (
             SELECT 1 FROM challenges c WHERE c.staff_id = pending_sign_ins.staff_id AND c.purpose = 'sign_in'
             AND c.browser_id = pending_sign_ins.browser_id AND c.state IN ('open', 'void')
             AND c.issued_wall + c.length > ?1)",
        )?
        .execute([tx.at().wall_ms])?)
}

/// Sign-ins of a person whose ten minutes ended since wall ms and that nobody finished, there or anew.
///
/// # Errors
/// [`StoreError`] of reading.
pub fn unfinished_since(tx: &Tx<'_>, staff: StaffId, wall_ms: i64) -> Result<u32, StoreError> {
    Ok(tx
        .conn
        .prepare_cached(
            "SELECT count(*) FROM pending_sign_ins p WHERE p.staff_id = ?1 AND p.began_wall + p.length > ?2
                 AND p.state <> 'finished' AND p.judged = 1 AND NOT EXISTS (SELECT 1 FROM sessions s
                 WHERE s.staff_id = p.staff_id AND s.browser_id = p.browser_id AND s.began_at >= p.began_wall
                 AND s.began_at < p.began_wall + p.length)",
        )?
        .query_row((staff.0, wall_ms), |row| row.get(0))?)
}
