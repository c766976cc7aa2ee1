//! **Turn off** beside one of two methods: it goes, the other stays (spec M06, M07). The last one goes by `turn_off`.

use domain::change::Change;
use domain::person::{Method, Methods};
use domain::step_up::Act;
use domain::time::Now;
use store::{Db, challenges, methods};

use crate::session::Running;
use crate::{ActionError, Token};

/// Removes one of two methods; if it was asked first, the other one is from now on.
///
/// # Errors
/// [`ActionError::StepUp`] where step-up is not complete; [`ActionError::Refused`] where it is not one of two.
pub fn remove_method(
    db: &mut Db,
    token: &Token,
    method: Method,
    entropy: [u8; 16],
    at: Now,
) -> Result<(), ActionError> {
    db.write(at, entropy, |tx| {
        let running = Running::load_stepped_up(tx, token, Act::RemoveMethod)?;
        let two_step = running.person().two_step;
        let before = two_step.methods().filter(|methods| methods.without(method).is_some());
        let Some(before) = before else {
            return Err(ActionError::Refused(
                "That is not one of two ways any more. Nothing was changed. Look again.".into(),
            ));
        };
        methods::remove(tx, running.staff.id, method)?;
        if method == Method::Sms {
            challenges::void_open(tx, running.staff.id, |_| true)?;
        }
        let change = Change::MethodRemoved {
            method,
            default_moved: Methods::default(before) == method,
        };
        Ok(running.announce(tx, &change)?)
    })
}
