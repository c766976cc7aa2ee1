//! **View Recovery Code** (spec R05): shown to its owner after step-up; each view is a row of the record.

use domain::audit::{Ending, Entry, Kind};
use domain::recovery_code::RecoveryCode;
use domain::step_up::Act;
use domain::time::Now;
use store::{Db, recovery};

use crate::apply::record;
use crate::session::Running;
use crate::{ActionError, Token};

/// The recovery code.
///
/// # Errors
/// [`ActionError::StepUp`] where step-up is not complete; [`ActionError::Refused`] where there is none.
pub fn view_recovery_code(db: &mut Db, token: &Token, entropy: [u8; 16], at: Now) -> Result<RecoveryCode, ActionError> {
    db.write(at, entropy, |tx| {
        let running = Running::load_stepped_up(tx, token, Act::ViewRecovery)?;
        let (id, place) = (running.staff.id, &running.session.place);
        let stored = recovery::find(tx, id)?.ok_or_else(|| {
            ActionError::Refused("There is no recovery code. Generate new makes one; nothing was changed.".into())
        })?;
        let row = Entry::own(id, Kind::RecoveryViewed, Ending::Done, place);
        record(tx, &row.rule("R05"))?;
        Ok(stored.code)
    })
}
