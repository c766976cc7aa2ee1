//! **Generate new** (spec R05, R02): the recovery code before is dead at once, the new one has to be kept next.

use domain::change::Change;
use domain::step_up::Act;
use domain::time::Now;
use store::Db;

use crate::apply::replace_recovery;
use crate::session::Running;
use crate::{ActionError, Token};

/// Makes a new recovery code. It is shown by the step that keeps it.
///
/// # Errors
/// [`ActionError::StepUp`] where step-up is not complete; [`ActionError::Refused`] where 2-step verification is off.
pub fn renew_recovery_code(db: &mut Db, token: &Token, entropy: [u8; 16], at: Now) -> Result<(), ActionError> {
    db.write(at, entropy, |tx| {
        let running = Running::load_stepped_up(tx, token, Act::RenewRecovery)?;
        if !running.person().two_step.is_on() {
            return Err(ActionError::Refused(
                "2-Step Verification is off: it needs no recovery code. Nothing was changed.".into(),
            ));
        }
        replace_recovery(tx, running.staff.id, &running.session.place)?;
        Ok(running.announce(tx, &Change::RecoveryRenewed)?)
    })
}
