//! Checking the record (spec D02): the chain from the first row to the head, and the anchors that the worker's log holds
//! outside the file.

use domain::anchor::Anchor;
use rusqlite::OptionalExtension;

use super::{COLUMNS, HEAD, find_mac, head, mac_of, parts, read_head};
use crate::{StoreError, Tx, clinic};

/// Rows between two looks at whether to go on.
const STRETCH: i64 = 4_096;

/// What checking the chain found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Chain {
    /// Whole, with so many rows.
    Whole {
        /// The newest number.
        rows: i64,
    },
    /// Changed, removed, reordered or cut off.
    Broken {
        /// The first number that is not as it was written.
        row: i64,
    },
}

/// Checks the whole chain against the head. A row that cannot even be read is a changed row.
///
/// # Errors
/// [`StoreError`] of reading the file.
pub fn verify(tx: &Tx<'_>) -> Result<Chain, StoreError> {
    // Nobody stops it, so it comes to its end.
    Ok(check(tx, |_| true)?.unwrap_or(Chain::Broken { row: 1 }))
}

/// The same, row by row without copying; `go_on` hears now and then how many rows were whole so far, and `false` stops
/// it: then there is no answer (spec H04).
///
/// # Errors
/// [`StoreError`] of reading the file.
pub fn check(tx: &Tx<'_>, mut go_on: impl FnMut(i64) -> bool) -> Result<Option<Chain>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM audit ORDER BY number");
    let mut statement = tx.conn.prepare_cached(&sql)?;
    let mut stored = statement.query([])?;
    let (mut expected, mut before) = (1, [0; 32]);
    while let Some(row) = stored.next()? {
        match parts(row) {
            Ok(row) if row.number == expected && row.is_whole(tx, &before) => {
                (expected, before) = (expected + 1, row.mac);
            }
            Ok(_) | Err(_) => return Ok(Some(Chain::Broken { row: expected })),
        }
        if expected % STRETCH == 0 && !go_on(expected - 1) {
            return Ok(None);
        }
    }
    against_head(tx, expected - 1, &before).map(Some)
}

fn against_head(tx: &Tx<'_>, rows: i64, last: &[u8; 32]) -> Result<Chain, StoreError> {
    let head = tx
        .conn
        .prepare_cached(HEAD)?
        .query_row([], |row| Ok(read_head(row).ok()))
        .optional()?;
    Ok(match head {
        Some(Some(head)) if head.number == rows && head.is_whole(tx, last) => Chain::Whole { rows },
        Some(Some(head)) => Chain::Broken {
            row: head.number.clamp(1, rows + 1),
        },
        Some(None) => Chain::Broken { row: rows.max(1) },
        None if rows == 0 && clinic::find(tx)?.is_none() => Chain::Whole { rows },
        None => Chain::Broken { row: 1 },
    })
}

/// The number of the first row that is not the one an anchor was written for: a file rolled back does not have it, one
/// written anew has another (spec D02). `None` where all anchors hold.
///
/// # Errors
/// [`StoreError`] of reading the file.
pub fn first_unanchored(tx: &Tx<'_>, anchors: &[Anchor]) -> Result<Option<i64>, StoreError> {
    let mut broken = None;
    for anchor in anchors {
        // A MAC that cannot be read is another one.
        let holds = match find_mac(tx, anchor.number) {
            Ok(mac) => mac == Some(anchor.mac),
            Err(StoreError::Other(_)) => false,
            Err(error) => return Err(error),
        };
        if !holds {
            broken = Some(broken.map_or(anchor.number, |row: i64| row.min(anchor.number)));
        }
    }
    Ok(broken)
}

/// Whether the record was written under the keys in use: its head, its first or its last row is as it was written, or
/// there is none yet. Tampering with one end does not look like another key.
pub(crate) fn fits_the_keys(tx: &Tx<'_>) -> Result<bool, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM audit WHERE number = 1 OR number = (SELECT max(number) FROM audit)");
    let mut statement = tx.conn.prepare_cached(&sql)?;
    let mut ends = statement.query([])?;
    let mut is_empty = true;
    while let Some(row) = ends.next()? {
        is_empty = false;
        if let Ok(row) = parts(row)
            && row.is_whole(tx, &mac_of(tx, row.number - 1)?)
        {
            return Ok(true);
        }
    }
    if is_empty {
        return Ok(true);
    }
    Ok(match head(tx)? {
        Some(head) => head.is_whole(tx, &mac_of(tx, head.number)?),
        None => false,
    })
}
