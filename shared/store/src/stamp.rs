//! Instants in rows: three columns each, `_wall`, `_boot`, `_boot_id` (spec Z08).

use domain::time::{BootId, Now, Term, Wait};
use rusqlite::Row;

/// Reads three columns that begin with `name`.
pub(crate) fn stamp(row: &Row<'_>, name: &str) -> rusqlite::Result<Now> {
    Ok(Now {
        wall_ms: row.get(format!("{name}_wall").as_str())?,
        boot_ms: row.get(format!("{name}_boot").as_str())?,
        boot_id: BootId(row.get(format!("{name}_boot_id").as_str())?),
    })
}

/// The same where the columns may be null.
pub(crate) fn optional(row: &Row<'_>, name: &str) -> rusqlite::Result<Option<Now>> {
    match row.get::<_, Option<i64>>(format!("{name}_wall").as_str())? {
        None => Ok(None),
        Some(_) => stamp(row, name).map(Some),
    }
}

/// A term out of a stamp and the column `length`.
pub(crate) fn term(row: &Row<'_>, name: &str) -> rusqlite::Result<Term> {
    Ok(Term {
        start: stamp(row, name)?,
        length_ms: row.get("length")?,
    })
}

/// A wait out of the columns that begin with `wait`.
pub(crate) fn wait(row: &Row<'_>) -> rusqlite::Result<Option<Wait>> {
    match optional(row, "wait")? {
        None => Ok(None),
        Some(start) => Ok(Some(Wait {
            start,
            length_ms: row.get("wait_length")?,
        })),
    }
}

/// The columns of a wait, to be bound.
pub(crate) type WaitColumns = (Option<i64>, Option<i64>, Option<[u8; 16]>, Option<i64>);

pub(crate) fn wait_columns(wait: Option<Wait>) -> WaitColumns {
    match wait {
        None => (None, None, None, None),
        Some(wait) => (
            Some(wait.start.wall_ms),
            Some(wait.start.boot_ms),
            Some(wait.start.boot_id.0),
            Some(wait.length_ms),
        ),
    }
}

/// A stored word that is not one of ours: the file was changed by somebody else.
pub(crate) fn word<T>(parsed: Option<T>, column: &'static str) -> rusqlite::Result<T> {
    parsed
        .ok_or_else(|| rusqlite::Error::InvalidColumnName(format!("{column} holds a word this program does not know")))
}
