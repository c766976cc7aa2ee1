//! **Pause** (spec A03, A04): for an hour, a day or a week the password alone signs somebody in. Methods, recovery code
//! and default stay; trust ends. It ends by itself, or early.

use domain::audit::Actor;
use domain::change::Change;
use domain::contact::Reason;
use domain::ids::StaffId;
use domain::pause::PauseLength;
use domain::permission::Task;
use domain::step_up::Act;
use domain::time::{Now, Term};
use store::staff::{self, StaffRow};
use store::{Db, StoreError, WriteTx, pauses};

use crate::apply::{Hand, announce_by, end_trust, lift_waits};
use crate::authority::{Authority, By};
use crate::helped::given;
use crate::{ActionError, Token};

/// Pauses another's second step.
///
/// # Errors
/// [`ActionError::Denied`], [`ActionError::StepUp`]; the session's and the database's.
pub fn pause_person(
    db: &mut Db,
    token: &Token,
    whom: StaffId,
    length: PauseLength,
    reason: Option<&Reason>,
    entropy: [u8; 16],
    at: Now,
) -> Result<(), ActionError> {
    db.write(at, entropy, |tx| {
        let row = staff::get(tx, whom)?;
        let reason = given(Task::Pause, &row, reason)?.unwrap_or_default();
        let authority = Authority::over(tx, By::Session(token), Task::Pause, &row)?;
        authority.pass_step_up(tx, Act::Pause)?;
        settle_pause(tx, &row)?;
        let term = Term::starting(at, length.ms());
        pauses::begin(tx, whom, term, authority.who(), &reason)?;
        end_trust(tx, whom, &authority.hand(), "2-Step Verification was paused")?;
        let change = Change::Paused {
            until_ms: at.wall_ms + length.ms(),
            length: length.label(),
            reason,
        };
        Ok(authority.announce(tx, whom, &change)?)
    })
}

/// Ends another's pause early.
///
/// # Errors
/// [`ActionError::Denied`], [`ActionError::StepUp`]; the session's and the database's.
pub fn end_pause(
    db: &mut Db,
    token: &Token,
    whom: StaffId,
    reason: Option<&Reason>,
    entropy: [u8; 16],
    at: Now,
) -> Result<(), ActionError> {
    db.write(at, entropy, |tx| {
        let row = staff::get(tx, whom)?;
        let authority = Authority::over(tx, By::Session(token), Task::EndPause, &row)?;
        authority.pass_step_up(tx, Act::HelpOther)?;
        end(tx, &row, "a manager ended it")?;
        let change = Change::PauseEnded {
            early: true,
            asks: row.two_step.is_on(),
            reason: given(Task::EndPause, &row, reason)?,
        };
        Ok(authority.announce(tx, whom, &change)?)
    })
}

/// Ends the pause of a person where its time is over; by whoever looks first, the worker or a sign-in (spec A04). `true`
/// where one ended.
pub(crate) fn settle_pause(tx: &WriteTx<'_>, row: &StaffRow) -> Result<bool, StoreError> {
    if row.pause.is_none_or(|pause| pause.holds(tx.at())) || !end(tx, row, "its time is over")? {
        return Ok(false);
    }
    let hand = Hand {
        actor: Actor::Worker,
        place: "worker",
    };
    let change = Change::PauseEnded {
        early: false,
        asks: row.two_step.is_on(),
        reason: None,
    };
    announce_by(tx, row.id, &change, &hand, "nobody: its time is over")?;
    Ok(true)
}

/// With the pause ends the running wait, and a run of five begins anew (spec L05).
pub(crate) fn end(tx: &WriteTx<'_>, row: &StaffRow, why: &str) -> Result<bool, StoreError> {
    let Some(pause) = row.pause else {
        return Ok(false);
    };
    if !pauses::end(tx, pause.id, why)? {
        return Ok(false);
    }
    lift_waits(tx, row.id)?;
    Ok(true)
}
