//! **This wasn't me** (spec S11, X05): every other session and every trust end, what a stranger began is void, a new
//! password has to be chosen before anything else, and the managers are told.

use domain::change::Change;
use domain::time::Now;
use store::{Db, staff};

use crate::apply::shut_out;
use crate::session::Running;
use crate::{ActionError, Token};

/// Does all of that. The session it is said in goes on, up to the new password.
///
/// # Errors
/// [`ActionError`] of the session and the database.
pub fn report_not_me(db: &mut Db, token: &Token, entropy: [u8; 16], at: Now) -> Result<(), ActionError> {
    db.write(at, entropy, |tx| {
        let running = Running::load_open(tx, token)?;
        let id = running.staff.id;
        shut_out(
            tx,
            id,
            Some(running.session.id),
            &running.hand(),
            "This wasn't me was chosen",
        )?;
        staff::report_password(tx, id)?;
        let name = running.staff.name.clone();
        Ok(running.announce(tx, &Change::NotMe { name })?)
    })
}
