//! **Remove** (spec A03, A04): another's methods, recovery code and trust go, for good. Only the person sets it up again.

use domain::change::Change;
use domain::contact::Reason;
use domain::ids::StaffId;
use domain::permission::Task;
use domain::step_up::Act;
use domain::time::Now;
use store::taken_away::Taken;
use store::{Db, WriteTx, challenges, methods, staff};

use crate::apply::{Hand, kill_recovery, lift_waits, shut_out};
use crate::authority::{Authority, By};
use crate::pause_person;
use crate::{ActionError, Token, helped};

/// Removes 2-step verification from another; every session of theirs ends (T47).
///
/// # Errors
/// [`ActionError::Denied`], [`ActionError::StepUp`]; the session's and the database's.
pub fn remove_two_step(
    db: &mut Db,
    token: &Token,
    whom: StaffId,
    reason: Option<&Reason>,
    entropy: [u8; 16],
    at: Now,
) -> Result<(), ActionError> {
    db.write(at, entropy, |tx| {
        let row = staff::get(tx, whom)?;
        let reason = helped::given(Task::Remove, &row, reason)?.unwrap_or_default();
        let authority = Authority::over(tx, By::Session(token), Task::Remove, &row)?;
        authority.pass_step_up(tx, Act::Remove)?;
        pause_person::end(tx, &row, "2-Step Verification was removed")?;
        take_away(tx, whom, &authority.hand(), "2-Step Verification was removed")?;
        let change = Change::TwoStepRemoved { reason };
        authority.announce(tx, whom, &change)?;
        helped::taken_away(tx, &authority, &row, Taken::TwoStep)
    })
}

/// Methods, recovery code, trust, sessions, open codes and waits of a person go. `false` where it was off already.
pub(crate) fn take_away(tx: &WriteTx<'_>, whom: StaffId, hand: &Hand<'_>, why: &str) -> Result<bool, ActionError> {
    if !methods::turn_two_step_off(tx, whom)? {
        return Ok(false);
    }
    kill_recovery(tx, whom, hand)?;
    shut_out(tx, whom, None, hand, why)?;
    challenges::void_open(tx, whom, |_| true)?;
    lift_waits(tx, whom)?;
    Ok(true)
}
