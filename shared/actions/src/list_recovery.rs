//! `recovery list`: every request there ever was, read by the operator; that is a row of the record (spec D01).

use domain::audit::Kind;
use domain::ids::RequestId;
use domain::owner_recovery::{Readiness, RequestKind, RequestState};
use domain::time::Now;
use store::owner_recovery::{self as requests, RequestRow};
use store::{Db, WriteTx, staff};

use crate::ActionError;
use crate::apply::{by_operator, record};
use crate::owner_recovery::Case;

/// A line of the list. Times are wall ms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecoveryLine {
    /// The row.
    pub id: RequestId,
    /// Back in, or handed over.
    pub kind: RequestKind,
    /// The owner's user name.
    pub username: String,
    /// The user name of who becomes owner.
    pub transfer_to: Option<String>,
    /// Where it stands.
    pub state: RequestState,
    /// When it was opened.
    pub opened_at: i64,
    /// By whom, in words.
    pub opened_by: String,
    /// How identity was verified; empty where the owner's password was.
    pub note: String,
    /// From when on it may be released, where that is still to come.
    pub not_before: Option<i64>,
    /// Whether it can be released now.
    pub ready: bool,
    /// Why it never can be, where it is void.
    pub void: Option<String>,
    /// When it was closed.
    pub closed_at: Option<i64>,
    /// By whom, in words.
    pub closed_by: Option<String>,
    /// What was noted.
    pub closed_note: Option<String>,
}

/// Every request, the newest first.
///
/// # Errors
/// [`ActionError`] of the database.
pub fn list_recovery(
    db: &mut Db,
    operator: &str,
    entropy: [u8; 16],
    at: Now,
) -> Result<Vec<RecoveryLine>, ActionError> {
    db.write(at, entropy, |tx| {
        record(tx, &by_operator(operator, None, Kind::OwnerRecoveryListed))?;
        requests::all(tx)?.into_iter().map(|row| line(tx, row)).collect()
    })
}

fn line(tx: &WriteTx<'_>, row: RequestRow) -> Result<RecoveryLine, ActionError> {
    let case = Case::of(tx, row)?;
    let readiness = match case.row.state {
        RequestState::Open => Some(case.readiness(tx)?),
        RequestState::Released | RequestState::Cancelled => None,
    };
    let (not_before, void) = match readiness {
        Some(Readiness::NotBefore(wall_ms)) => (Some(wall_ms), None),
        Some(Readiness::Void(why)) => (None, Some(why.to_string())),
        Some(Readiness::Ready) | None => (None, None),
    };
    let row = case.row;
    let heir = row.heir.map(|heir| staff::get(tx, heir)).transpose()?;
    Ok(RecoveryLine {
        id: row.id,
        kind: row.kind,
        username: staff::get(tx, row.owner)?.username,
        transfer_to: heir.map(|heir| heir.username),
        state: row.state,
        opened_at: row.delay.start.wall_ms,
        opened_by: row.opened_by,
        note: row.verified,
        not_before,
        ready: readiness == Some(Readiness::Ready),
        void,
        closed_at: row.closed_at,
        closed_by: row.closed_by,
        closed_note: row.closed_note,
    })
}
