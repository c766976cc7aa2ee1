//! **Default**: which of two methods is asked first (spec M06).

use domain::change::Change;
use domain::person::{Method, Methods};
use domain::step_up::Act;
use domain::time::Now;
use store::{Db, methods};

use crate::session::Running;
use crate::{ActionError, Token};

/// Asks `method` first from now on. Nothing happens where it is asked first already.
///
/// # Errors
/// [`ActionError::StepUp`] where step-up is not complete; [`ActionError::Refused`] where it is not set up.
pub fn change_default(
    db: &mut Db,
    token: &Token,
    method: Method,
    entropy: [u8; 16],
    at: Now,
) -> Result<(), ActionError> {
    db.write(at, entropy, |tx| {
        let running = Running::load_stepped_up(tx, token, Act::ChangeDefault)?;
        let two_step = running.person().two_step;
        match two_step
            .methods()
            .filter(|methods| methods.has(method))
            .map(Methods::default)
        {
            None => Err(ActionError::Refused(
                "That way is not set up any more. Nothing was changed. Look again.".into(),
            )),
            Some(default) if default == method => Ok(()),
            Some(_) => {
                methods::set_default(tx, running.staff.id, method)?;
                Ok(running.announce(tx, &Change::DefaultChanged { to: method })?)
            }
        }
    })
}
