//! Who acts upon others: a manager in a session, or the operator at the command line (spec A, U06). One way for both, so
//! that the same rules hold, the same rows are written and the same mails go out.

use domain::audit;
use domain::change::Change;
use domain::ids::StaffId;
use domain::permission::{self, Target, Task};
use domain::step_up::Act;
use domain::time::Now;
use store::staff::StaffRow;
use store::{StoreError, Tx, WriteTx, counters};

use crate::apply::{Hand, announce_by};
use crate::session::Running;
use crate::{ActionError, Token};

/// Who acts.
#[derive(Clone, Copy)]
pub enum By<'a> {
    /// A manager, named by the token of the session.
    Session(&'a Token),
    /// Who may become the system user: the login name.
    Operator(&'a str),
}

/// Somebody who may do what is asked; only [`Authority::over`] and [`Authority::over_clinic`] make one.
pub(crate) struct Authority {
    actor: audit::Actor,
    place: String,
    /// As mails name them.
    who: String,
    /// The session, where it is a manager's.
    running: Option<Running>,
}

impl Authority {
    /// Leave for something about the clinic.
    pub(crate) fn over_clinic(tx: &Tx<'_>, by: By<'_>, task: Task) -> Result<Self, ActionError> {
        let own = Self::load(tx, by)?;
        if let Some(running) = &own.running {
            running.may(task)?;
        }
        Ok(own)
    }

    /// Leave for something about one person, as things stand with them.
    pub(crate) fn over(tx: &Tx<'_>, by: By<'_>, task: Task, whom: &StaffRow) -> Result<Self, ActionError> {
        let own = Self::load(tx, by)?;
        own.may_also(tx, task, whom)?;
        Ok(own)
    }

    /// Refuses where another thing may not be done to a person.
    pub(crate) fn may_also(&self, tx: &Tx<'_>, task: Task, whom: &StaffRow) -> Result<(), ActionError> {
        let target = target(tx, whom)?;
        match &self.running {
            Some(running) => permission::may(task, running.actor(), Some(&target))?,
            None => permission::operator_may(task, &target)?,
        }
        Ok(())
    }

    fn load(tx: &Tx<'_>, by: By<'_>) -> Result<Self, ActionError> {
        Ok(match by {
            By::Session(token) => {
                let running = Running::load_open(tx, token)?;
                Self {
                    actor: audit::Actor::Staff(running.staff.id),
                    place: running.session.place.clone(),
                    who: running.staff.name.clone(),
                    running: Some(running),
                }
            }
            By::Operator(login) => Self {
                actor: audit::Actor::Operator(login.to_owned()),
                place: "command line".into(),
                who: "the operator".into(),
                running: None,
            },
        })
    }

    /// Refuses where a manager's step-up for `act` is not complete (spec M10); the operator is asked none (U06).
    pub(crate) fn pass_step_up(&self, tx: &WriteTx<'_>, act: Act) -> Result<(), ActionError> {
        match &self.running {
            Some(running) => running.pass_step_up(tx, act),
            None => Ok(()),
        }
    }

    /// The same, and one that asks each time is not spent yet.
    pub(crate) fn ask_step_up(&self, act: Act, at: Now) -> Result<(), ActionError> {
        match &self.running {
            Some(running) => running.ask_step_up(act, at),
            None => Ok(()),
        }
    }

    /// The session, where it is a manager's.
    pub(crate) fn running(&self) -> Option<&Running> {
        self.running.as_ref()
    }

    /// The name, as mails and lists give it.
    pub(crate) fn who(&self) -> &str {
        &self.who
    }

    /// Who, from where.
    pub(crate) fn hand(&self) -> Hand<'_> {
        Hand {
            actor: self.actor.clone(),
            place: &self.place,
        }
    }

    /// Writes down and tells a change that was made to somebody.
    pub(crate) fn announce(&self, tx: &WriteTx<'_>, staff: StaffId, change: &Change) -> Result<(), StoreError> {
        announce_by(tx, staff, change, &self.hand(), &self.who)
    }
}

/// A person as the table of permissions sees them.
pub(crate) fn target(tx: &Tx<'_>, row: &StaffRow) -> Result<Target, StoreError> {
    Ok(Target {
        id: row.id,
        access: row.access,
        two_step_on: row.two_step.is_on(),
        paused: row.person().is_paused(tx.at()),
        waits: counters::longest_wait(tx, row.id, tx.at())?.is_some(),
        has_signed_in: row.last_sign_in_at.is_some(),
    })
}
