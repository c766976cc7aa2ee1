//! Cancelling a recovery request of the owner: by any manager, the owner in a session among them, or by the operator
//! (spec O02). Nothing of the owner's account was changed by it.

use domain::ids::RequestId;
use domain::owner_recovery::RequestState;
use domain::permission::Task;
use domain::time::Now;
use store::Db;
use store::owner_recovery as requests;

use crate::authority::Authority;
use crate::owner_recovery::cancel;
use crate::{ActionError, By};

/// Cancels the request of that number.
///
/// # Errors
/// [`ActionError::Denied`] for who is no manager; [`ActionError::Refused`] where there is none, or it is closed; the
/// session's and the database's.
pub fn cancel_recovery(db: &mut Db, by: By<'_>, id: RequestId, entropy: [u8; 16], at: Now) -> Result<(), ActionError> {
    db.write(at, entropy, |tx| {
        let authority = Authority::over_clinic(tx, by, Task::CancelRecovery)?;
        let row = requests::find(tx, id)?.ok_or_else(|| no_such(id))?;
        match row.state {
            RequestState::Open => {}
            RequestState::Released | RequestState::Cancelled => return Err(closed(id, row.state)),
        }
        Ok(cancel(tx, &row, &authority.hand(), authority.who(), ("O02", ""))?)
    })
}

/// Nobody opened one of that number.
pub(crate) fn no_such(id: RequestId) -> ActionError {
    ActionError::Refused(format!("There is no recovery request {}. Nothing was changed.", id.0))
}

/// It was closed before.
pub(crate) fn closed(id: RequestId, state: RequestState) -> ActionError {
    ActionError::Refused(format!(
        "Recovery request {} was {state} before. Nothing was changed.",
        id.0
    ))
}
