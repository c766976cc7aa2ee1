//! **Activity** (spec D03): managers read the record, newest first, a page at a time. Reading it on the screen is no row of
//! it; exporting it is.

use domain::activity::Filter;
use domain::permission::Task;
use domain::time::Now;
use store::{Db, audit};

use crate::session::Running;
use crate::{ActionError, Token};

pub use store::audit::{AuditRow, Page};

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Older than which number; `None`: the newest there are.
    pub before: Option<i64>,
    /// The rows.
    pub page: Page,
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
) -> Result<Page, ActionError> {
    db.read(at, |tx| {
        Running::load_open(tx, token)?.may(Task::SeeActivity)?;
        Ok(audit::page(tx, filter, before.unwrap_or(i64::MAX), ROWS)?)
    })
}
