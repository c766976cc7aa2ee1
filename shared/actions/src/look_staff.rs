//! **Staff** (spec A01): the whole list for a manager, in one read. Nothing is changed, nothing recorded: the list is
//! what managers work with all day.

use domain::permission::Task;
use domain::roster::Member;
use domain::time::Now;
use store::{Db, roster};

use crate::session::Running;
use crate::{ActionError, Token};

/// Everybody, in the order of their names.
///
/// # Errors
/// [`ActionError::Denied`] for who is no manager (any more); the session's and the database's.
pub fn look_staff(db: &mut Db, token: &Token, at: Now) -> Result<Vec<Member>, ActionError> {
    db.read(at, |tx| {
        Running::load_open(tx, token)?.may(Task::SeeStaff)?;
        Ok(roster::everybody(tx)?)
    })
}
