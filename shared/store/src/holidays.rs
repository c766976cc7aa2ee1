//! The clinic's holidays (spec E05, O03): one row a day.

use domain::holiday::Holiday;

use crate::{StoreError, Tx, WriteTx};

/// A holiday as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HolidayRow {
    /// `2026-12-25`.
    pub day: String,
    /// As the clinic calls it.
    pub name: String,
}

/// Every holiday, the earliest first.
///
/// # Errors
/// [`StoreError`] of reading.
pub fn all(tx: &Tx<'_>) -> Result<Vec<HolidayRow>, StoreError> {
    let mut statement = tx.conn.prepare_cached("SELECT day, name FROM holidays ORDER BY day")?;
    let rows = statement.query_map([], |row| {
        Ok(HolidayRow {
            day: row.get(0)?,
            name: row.get(1)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Adds a holiday. `false` where that day is one already.
///
/// # Errors
/// [`StoreError`] of writing.
pub fn add(tx: &WriteTx<'_>, holiday: &Holiday) -> Result<bool, StoreError> {
    let added = tx
        .conn
        .prepare_cached("INSERT INTO holidays (day, name) VALUES (?1, ?2) ON CONFLICT (day) DO NOTHING")?
        .execute((holiday.day(), holiday.name()))?;
    Ok(added == 1)
}

/// Removes a holiday. `false` where that day is none (any more), or goes by another name than was seen.
///
/// # Errors
/// [`StoreError`] of writing.
pub fn remove(tx: &WriteTx<'_>, seen: &HolidayRow) -> Result<bool, StoreError> {
    let removed = tx
        .conn
        .prepare_cached("DELETE FROM holidays WHERE day = ?1 AND name = ?2")?
        .execute((&seen.day, &seen.name))?;
    Ok(removed == 1)
}
