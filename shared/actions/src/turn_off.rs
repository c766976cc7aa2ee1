//! **Turn off**: 2-step verification goes off for the person who asks (spec M07, R07, X01).

use domain::audit::{Ending, Entry, Kind};
use domain::message::{MailKind, Notice};
use domain::step_up::Act;
use domain::time::Now;
use store::{Db, challenges, pending, recovery, staff};

use crate::apply::{notify, record};
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
        let (id, place) = (running.staff.id, running.session.place.as_str());
        if !staff::turn_two_step_off(tx, id)? {
            return Err(ActionError::Refused(
                "2-Step Verification is off already. Nothing was changed.".into(),
            ));
        }
        if let Some(code) = recovery::find(tx, id)? {
            recovery::kill(tx, id, &code)?;
        }
        challenges::void_open(tx, id, |_| true)?;
        pending::void_all(tx, id)?;
        record(tx, &Entry::own(id, Kind::TwoStepOff, Ending::Done, place))?;
        notify(tx, &Notice::to_person(id, MailKind::TwoStepOff), "you", place)?;
        Ok(())
    })
}
