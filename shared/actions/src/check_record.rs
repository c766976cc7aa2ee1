//! `audit verify` (spec D02): the operator has the record checked, from the first row to the head and against the anchors
//! of the worker's log. That is a row of the record itself (D01).

use domain::anchor::Anchor;
use domain::audit::{Ending, Kind};
use domain::time::Now;
use store::audit::{self, Chain};
use store::{Db, Tx};

use crate::ActionError;
use crate::apply::{by_operator, record};

/// What came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Checked {
    /// Every row is as it was written, and every anchor holds.
    Whole {
        /// How many rows there are.
        rows: i64,
    },
    /// Somebody changed it.
    Broken {
        /// The first row that is not as it was written.
        row: i64,
    },
    /// It was stopped before the end; nothing was found until there.
    Stopped {
        /// How many rows were whole so far.
        rows: i64,
    },
}

impl Checked {
    fn row(self) -> (Ending, String) {
        match self {
            Self::Whole { rows } => (Ending::Done, format!("whole, {rows} rows")),
            Self::Broken { row } => (Ending::Failed, format!("broken at row {row}")),
            Self::Stopped { rows } => (Ending::Failed, format!("stopped after {rows} rows")),
        }
    }
}

/// The newest row's number and MAC, for the worker's log; nothing in an empty record.
///
/// # Errors
/// [`ActionError`] of the database.
pub fn newest_anchor(db: &mut Db, at: Now) -> Result<Option<Anchor>, ActionError> {
    db.read(at, |tx| Ok(audit::anchor(tx)?))
}

/// How many rows there are to check.
///
/// # Errors
/// [`ActionError`] of the database.
pub fn size(db: &mut Db, at: Now) -> Result<i64, ActionError> {
    db.read(at, |tx| Ok(audit::newest_number(tx).unwrap_or_default()))
}

/// Checks it on one snapshot; `go_on` hears how many rows were whole so far, and `false` stops it.
///
/// # Errors
/// [`ActionError`] of reading.
pub fn check_record(
    db: &mut Db,
    anchors: &[Anchor],
    mut go_on: impl FnMut(i64) -> bool,
    at: Now,
) -> Result<Checked, ActionError> {
    db.read(at, |tx| {
        let mut so_far = 0;
        let chain = audit::check(tx, |rows| {
            so_far = rows;
            go_on(rows)
        })?;
        match chain {
            None => Ok(Checked::Stopped { rows: so_far }),
            Some(chain) => against(tx, chain, anchors),
        }
    })
}

/// The earlier of what the chain and the anchors say.
fn against(tx: &Tx<'_>, chain: Chain, anchors: &[Anchor]) -> Result<Checked, ActionError> {
    let unanchored = audit::first_unanchored(tx, anchors)?;
    Ok(match (chain, unanchored) {
        (Chain::Whole { rows }, None) => Checked::Whole { rows },
        (Chain::Whole { .. }, Some(row)) | (Chain::Broken { row }, None) => Checked::Broken { row },
        (Chain::Broken { row }, Some(anchored)) => Checked::Broken { row: row.min(anchored) },
    })
}

/// Writes down that it was checked, and what came of it.
///
/// # Errors
/// [`ActionError`] of writing: the answer holds all the same.
pub fn note_check(
    db: &mut Db,
    checked: Checked,
    operator: &str,
    entropy: [u8; 16],
    at: Now,
) -> Result<(), ActionError> {
    db.write(at, entropy, |tx| {
        let (outcome, detail) = checked.row();
        let mut entry = by_operator(operator, None, Kind::RecordChecked);
        entry.outcome = outcome;
        record(tx, &entry.rule("D02").detail(detail))?;
        Ok(())
    })
}
