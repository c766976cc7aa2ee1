//! **Edit Mobile Phone**: another number on the profile, or none (spec N01, N02). It turns 2-step verification off, all
//! of it; only the person turns it on again.

use domain::change::Change;
use domain::contact::MobileNumber;
use domain::message::TextKind;
use domain::step_up::Act;
use domain::time::Now;
use store::{Db, WriteTx, challenges, methods, pending, staff};

use crate::apply::{kill_recovery, plain_text};
use crate::code_screen::masked;
use crate::session::Running;
use crate::{ActionError, Token};

/// What became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MobileChange {
    /// The same number in other writing: nothing was changed (spec N02).
    Same,
    /// Changed.
    Changed {
        /// 2-step verification was on and is off now.
        turned_off: bool,
    },
}

/// Puts another number, which was checked at the edge, on the profile; `None` deletes it.
///
/// # Errors
/// [`ActionError::StepUp`] where step-up is not complete; the session's and the database's.
pub fn change_mobile(
    db: &mut Db,
    token: &Token,
    number: Option<&MobileNumber>,
    entropy: [u8; 16],
    at: Now,
) -> Result<MobileChange, ActionError> {
    db.write(at, entropy, |tx| {
        let running = Running::load_open(tx, token)?;
        let number = number.map(MobileNumber::as_str);
        if running.staff.mobile.as_deref() == number {
            return Ok(MobileChange::Same);
        }
        running.ask_step_up(Act::ChangeMobile, at)?;
        let turned_off = turn_off(tx, &running)?;
        staff::set_mobile(tx, running.staff.id, number)?;
        if let Some(old) = running.staff.mobile.as_deref() {
            plain_text(tx, TextKind::NumberChanged, running.staff.id, old)?;
        }
        let change = Change::MobileChanged {
            number: number.map(masked),
            turned_off,
        };
        running.announce(tx, &change)?;
        Ok(MobileChange::Changed { turned_off })
    })
}

/// Whether there was anything to turn off.
fn turn_off(tx: &WriteTx<'_>, running: &Running) -> Result<bool, ActionError> {
    let id = running.staff.id;
    let was_on = methods::turn_two_step_off(tx, id)?;
    kill_recovery(tx, id)?;
    running.end_trust(tx, "the mobile number was changed")?;
    challenges::void_open(tx, id, |_| true)?;
    pending::void_all(tx, id)?;
    Ok(was_on)
}
