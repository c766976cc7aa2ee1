//! **Edit Mobile Phone**: another number on the profile, or none (spec N01, N02). It turns 2-step verification off, all
//! of it; only the person turns it on again.

use domain::change::Change;
use domain::contact::MobileNumber;
use domain::message::TextKind;
use domain::step_up::Act;
use domain::time::Now;
use store::{Db, staff};

use crate::apply::plain_text;
use crate::code_screen::masked;
use crate::session::Running;
use crate::turn_off::two_step_off;
use crate::{ActionError, Token};

/// Where 2-step verification is on, whether the person was told that it goes off and wants that (spec N01).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TurningOff {
    /// Not asked yet.
    Unasked,
    /// Asked, and wanted.
    Wanted,
}

/// What became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MobileChange {
    /// The same number in other writing: nothing was changed (spec N02).
    Same,
    /// 2-step verification is on, and nobody was asked whether it may go off: nothing was changed.
    AsksFirst,
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
    turning_off: TurningOff,
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
        if running.person().two_step.is_on() && turning_off == TurningOff::Unasked {
            return Ok(MobileChange::AsksFirst);
        }
        let why = "the mobile number was changed";
        let turned_off = two_step_off(tx, &running, why)?;
        running.end_trust(tx, why)?;
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
