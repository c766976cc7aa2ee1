//! The record as a table (spec D03), some rows at a time: a million of them take no more memory than one part. Rows written
//! after the export began are not in it.

use domain::time::Now;
use store::Db;
use store::audit::{self, AuditRow};

use crate::ActionError;
use crate::papers::Leave;

/// The newest number: the last row an export that begins now has.
///
/// # Errors
/// [`ActionError::Denied`] once whoever has the leave may not any more; the database's.
pub fn newest(db: &mut Db, leave: &Leave, at: Now) -> Result<i64, ActionError> {
    db.read(at, |tx| {
        leave.ask(tx)?;
        Ok(audit::newest_number(tx)?)
    })
}

/// Rows from number `first` on, at most so many, in order.
///
/// # Errors
/// As [`newest`].
pub fn part(db: &mut Db, leave: &Leave, first: i64, limit: u32, at: Now) -> Result<Vec<AuditRow>, ActionError> {
    db.read(at, |tx| {
        leave.ask(tx)?;
        Ok(audit::rows(tx, first, limit)?)
    })
}
