//! `audit export` (spec D03): the operator takes the record away as a table, oldest row first, some rows at a time. The
//! first of it is a row that says so (D01), and that is the last one in it.

use domain::audit::Kind;
use domain::time::Now;
use store::audit::{self, AuditRow};
use store::{Db, Tx};

use crate::ActionError;
use crate::apply::{by_operator, record};

/// An export that was written down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Export {
    next: i64,
    last: i64,
}

/// Begins one.
///
/// # Errors
/// [`ActionError`] of writing: then there is none.
pub fn begin_export(db: &mut Db, operator: &str, entropy: [u8; 16], at: Now) -> Result<Export, ActionError> {
    db.write(at, entropy, |tx| {
        record(tx, &by_operator(operator, None, Kind::RecordExported).rule("D03"))?;
        let last = audit::newest_number(tx)?;
        Ok(Export { next: first(tx)?, last })
    })
}

fn first(tx: &Tx<'_>) -> Result<i64, ActionError> {
    Ok(audit::rows(tx, i64::MIN, 1)?.first().map_or(1, |row| row.number))
}

impl Export {
    /// How many rows it has.
    #[must_use]
    pub fn rows(&self) -> u64 {
        u64::try_from(self.last).unwrap_or_default()
    }

    /// The next rows, at most so many; none where that was all.
    ///
    /// # Errors
    /// [`ActionError`] of reading.
    pub fn part(&mut self, db: &mut Db, limit: u32, at: Now) -> Result<Vec<AuditRow>, ActionError> {
        let mut rows = db.read(at, |tx| audit::rows(tx, self.next, limit))?;
        rows.retain(|row| row.number <= self.last);
        self.next = rows.last().map_or(self.next, |row| row.number + 1);
        Ok(rows)
    }
}
