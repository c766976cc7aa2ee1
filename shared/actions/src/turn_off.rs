//! **Turn off**: 2-step verification goes off for the person who asks (spec M07, R07, X01).

use domain::change::Change;
use domain::step_up::Act;
use domain::time::Now;
use store::{Db, challenges, methods, pending};

use crate::apply::kill_recovery;
use crate::session::Running;
use crate::{ActionError, Token};

/// Removes the methods and the recovery code; open codes and pending sign-ins end. Off, mailed and recorded when this
/// returns.
///
/// # Errors
/// [`ActionError::StepUp`] where step-up is not complete; [`ActionError::Refused`] where it is off already.
pub fn turn_off(db: &mut Db, token: &Token, entropy: [u8; 16], at: Now) -> Result<(), ActionError> {
    db.write(at, entropy, |tx| {
        let running = Running::load_stepped_up(tx, token, Act::TurnOff)?;
        let id = running.staff.id;
        if !methods::turn_two_step_off(tx, id)? {
            return Err(ActionError::Refused(
                "2-Step Verification is off already. Nothing was changed.".into(),
            ));
        }
        kill_recovery(tx, id)?;
        running.end_trust(tx, "2-Step Verification was turned off")?;
        challenges::void_open(tx, id, |_| true)?;
        pending::void_all(tx, id)?;
        Ok(running.announce(tx, &Change::TwoStepOff)?)
    })
}
