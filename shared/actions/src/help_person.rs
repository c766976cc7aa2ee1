//! Help for somebody who cannot get in (spec A05): a wait lifted, sessions ended, trusted browsers ended. A reason may be
//! given; the person is mailed.

use domain::change::Change;
use domain::contact::Reason;
use domain::ids::StaffId;
use domain::permission::Task;
use domain::step_up::Act;
use domain::time::Now;
use store::staff::{self, StaffRow};
use store::trust::{self, Whose};
use store::{Db, WriteTx, sessions};

use crate::apply::{end_sessions, end_trust, lift_waits};
use crate::authority::{Authority, By};
use crate::helped::given;
use crate::{ActionError, Token};

/// Which help.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Help {
    /// Codes are looked at again at once (spec L05).
    LiftWait,
    /// Every session ends.
    EndSessions,
    /// Every trust ends.
    EndTrust,
}

impl Help {
    /// What the table of permissions calls it.
    #[must_use]
    pub fn task(self) -> Task {
        match self {
            Help::LiftWait => Task::LiftWait,
            Help::EndSessions => Task::EndSessions,
            Help::EndTrust => Task::EndTrust,
        }
    }
}

/// Helps another that way.
///
/// # Errors
/// [`ActionError::Denied`], [`ActionError::StepUp`], [`ActionError::Refused`] where there is nothing to end; the session's
/// and the database's.
pub fn help_person(
    db: &mut Db,
    token: &Token,
    whom: StaffId,
    help: Help,
    reason: Option<&Reason>,
    entropy: [u8; 16],
    at: Now,
) -> Result<(), ActionError> {
    db.write(at, entropy, |tx| {
        let row = staff::get(tx, whom)?;
        let authority = Authority::over(tx, By::Session(token), help.task(), &row)?;
        authority.pass_step_up(tx, Act::HelpOther)?;
        let reason = given(help.task(), &row, reason)?;
        let change = match help {
            Help::LiftWait => {
                lift_waits(tx, whom)?;
                Change::WaitLifted { reason }
            }
            Help::EndSessions => Change::SessionsEnded {
                number: sessions_of(tx, &authority, &row)?,
                reason,
            },
            Help::EndTrust => Change::TrustEnded {
                number: trust_of(tx, &authority, &row)?,
                reason,
            },
        };
        Ok(authority.announce(tx, whom, &change)?)
    })
}

fn sessions_of(tx: &WriteTx<'_>, authority: &Authority, row: &StaffRow) -> Result<usize, ActionError> {
    let number = sessions::running_of(tx, row.id)?.len();
    some(number, "No session of theirs is running (any more).")?;
    end_sessions(tx, row.id, None, &authority.hand(), "a manager ended it")?;
    Ok(number)
}

fn trust_of(tx: &WriteTx<'_>, authority: &Authority, row: &StaffRow) -> Result<usize, ActionError> {
    let number = trust::running(tx, Whose::Staff(row.id))?.len();
    some(number, "No browser is trusted by them (any more).")?;
    end_trust(tx, row.id, &authority.hand(), "a manager ended it")?;
    Ok(number)
}

fn some(number: usize, none: &str) -> Result<(), ActionError> {
    if number > 0 {
        return Ok(());
    }
    Err(ActionError::Refused(format!("{none} Nothing was changed.")))
}
