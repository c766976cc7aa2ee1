//! **End** in *Trusted browsers* (spec M08, T04): one, or all of one's own.

use domain::ids::TrustId;
use domain::time::Now;
use store::Db;
use store::trust::{self, Whose};

use crate::apply::end_one_trust;
use crate::session::Running;
use crate::{ActionError, Token};

/// Ends one trust of this person, or all of them. What has ended already stays so.
///
/// # Errors
/// [`ActionError`] of the session and the database.
pub fn end_own_trust(
    db: &mut Db,
    token: &Token,
    which: Option<TrustId>,
    entropy: [u8; 16],
    at: Now,
) -> Result<(), ActionError> {
    db.write(at, entropy, |tx| {
        let running = Running::load_open(tx, token)?;
        let id = running.staff.id;
        for row in trust::running(tx, Whose::Staff(id))? {
            if which.is_none_or(|which| which == row.trust.id) {
                end_one_trust(tx, &row, &running.hand(), "ended in My Account")?;
            }
        }
        Ok(())
    })
}
