//! **Activity** (spec D03): managers read the record, newest first, a page at a time. Reading it on the screen is no row of
//! it; exporting it is.

use domain::activity::Filter;
use domain::permission::Task;
use domain::time::Now;
use store::audit::AuditRow;
use store::{Db, audit};

use crate::session::Running;
use crate::{ActionError, Token};

/// A row of the record, as it is stored (see `store`'s of that name).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Counts from 1 without gaps.
    pub number: i64,
    /// Wall ms.
    pub at: i64,
    /// Who did it: a user name, `operator:…`, `worker`, `unknown:…`.
    pub actor: String,
    /// Whom it is about: a user name or nothing.
    pub subject: String,
    /// What happened.
    pub kind: String,
    /// How it ended.
    pub outcome: String,
    /// The one rule that fired.
    pub rule: String,
    /// From where.
    pub place: String,
    /// Anything else.
    pub detail: String,
}

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Older than which number; `None`: the newest there are.
    pub before: Option<i64>,
    /// Newest first.
    pub lines: Vec<Line>,
    /// Whether older ones may follow.
    pub more: bool,
}

/// Rows of a page: some screens full.
pub const ROWS: u32 = 200;

/// The newest rows that fit, older than number `before` where one is given.
///
/// # Errors
/// [`ActionError::Denied`] for who is no manager; the session's and the database's.
pub fn see_activity(
    db: &mut Db,
    token: &Token,
    filter: &Filter,
    before: Option<i64>,
    at: Now,
) -> Result<Found, ActionError> {
    db.read(at, |tx| {
        Running::load_open(tx, token)?.may(Task::SeeActivity)?;
        let page = audit::page(tx, filter, before.unwrap_or(i64::MAX), ROWS)?;
        Ok(Found {
            before,
            lines: page.rows.into_iter().map(line).collect(),
            more: page.more,
        })
    })
}

fn line(row: AuditRow) -> Line {
    Line {
        number: row.number,
        at: row.at,
        actor: row.actor,
        subject: row.subject,
        kind: row.kind,
        outcome: row.outcome,
        rule: row.rule,
        place: row.place,
        detail: row.detail,
    }
}
