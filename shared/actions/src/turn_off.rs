//! **Turn off**: 2-step verification goes off for the person who asks (spec M07, R07, X01).

use domain::change::Change;
use domain::step_up::Act;
use domain::time::Now;
use store::{Db, WriteTx, challenges, clinic, methods};

use crate::apply::{kill_recovery, shut_out};
use crate::session::Running;
use crate::{ActionError, Token};

const REQUIRED: &str =
    "This clinic requires 2-Step Verification of everybody: it cannot be turned off. Nothing was changed.";

/// Removes the methods and the recovery code; open codes and pending sign-ins end. Off, mailed and recorded when this
/// returns.
///
/// # Errors
/// [`ActionError::StepUp`] where step-up is not complete; [`ActionError::Refused`] where the clinic requires it, or it is
/// off already.
pub fn turn_off(db: &mut Db, token: &Token, entropy: [u8; 16], at: Now) -> Result<(), ActionError> {
    db.write(at, entropy, |tx| {
        let running = Running::load_open(tx, token)?;
        if clinic::rule(tx)?.enforced {
            return Err(ActionError::Refused(REQUIRED.into()));
        }
        running.ask_step_up(Act::TurnOff, at)?;
        if !two_step_off(tx, &running, "2-Step Verification was turned off")? {
            return Err(ActionError::Refused(
                "2-Step Verification is off already. Nothing was changed.".into(),
            ));
        }
        Ok(running.announce(tx, &Change::TwoStepOff)?)
    })
}

/// The methods, the recovery code and everything that rests on them go; whoever else is signed in is not any more (T47).
/// `false` where it was off already.
pub(crate) fn two_step_off(tx: &WriteTx<'_>, running: &Running, why: &str) -> Result<bool, ActionError> {
    let id = running.staff.id;
    if !methods::turn_two_step_off(tx, id)? {
        return Ok(false);
    }
    kill_recovery(tx, id, &running.hand())?;
    shut_out(tx, id, Some(running.session.id), &running.hand(), why)?;
    challenges::void_open(tx, id, |_| true)?;
    Ok(true)
}
