//! The one way into everything a signed-in person does: token, session, person, and what has to come first.

use domain::audit::{Actor, Ending, Entry, Kind};
use domain::change::Change;
use domain::ids::BrowserId;
use domain::permission::{self, Task};
use domain::person::{PasswordKind, Person};
use domain::policy;
use domain::step_up::{Act, Needs, needs, needs_for_password, needs_to_keep_recovery, rule};
use domain::time::Now;
use store::sessions::SessionRow;
use store::staff::{self, StaffRow};
use store::{StoreError, Tx, WriteTx, clinic, recovery, sessions};

use crate::apply::{Hand, Scene, announce, end_sessions, end_trust};
use crate::standing::Loaded;
use crate::{ActionError, Policy, Token};

/// What a signed-in person has to do before anything else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gate {
    /// Choose a new password (spec A07, M09).
    NewPassword,
    /// Set a method up: the clinic requires one, and nothing but the password opened this session (spec E03).
    SetUp,
    /// Keep the recovery code (spec R02).
    SaveRecovery,
}

/// A running session with its person.
pub(crate) struct Running {
    pub(crate) session: SessionRow,
    pub(crate) staff: StaffRow,
    pub(crate) gate: Option<Gate>,
}

impl Running {
    /// The session a token names, whatever has to come first.
    pub(crate) fn load(tx: &Tx<'_>, token: &Token) -> Result<Self, ActionError> {
        let Some(session) = sessions::find_running(tx, token.reveal())? else {
            let why = sessions::ended_why(tx, token.reveal())?.unwrap_or_else(|| "it is not known".into());
            return Err(ActionError::SessionEnded { why });
        };
        let staff = staff::get(tx, session.staff)?;
        if !staff.access.may_sign_in() {
            return Err(ActionError::SessionEnded {
                why: "you have no access any more".into(),
            });
        }
        let gate = gate(tx, &session, &staff)?;
        Ok(Self { session, staff, gate })
    }

    /// The same, only where nothing has to come first.
    pub(crate) fn load_open(tx: &Tx<'_>, token: &Token) -> Result<Self, ActionError> {
        let running = Self::load(tx, token)?;
        match running.gate {
            None => Ok(running),
            Some(Gate::NewPassword) => Err(ActionError::PasswordFirst),
            Some(Gate::SetUp) => Err(ActionError::SetUpFirst),
            Some(Gate::SaveRecovery) => Err(ActionError::RecoveryFirst),
        }
    }

    /// The same for setting a method up, which is the way through [`Gate::SetUp`].
    pub(crate) fn load_for_set_up(tx: &Tx<'_>, token: &Token) -> Result<Self, ActionError> {
        let running = Self::load(tx, token)?;
        match running.gate {
            None | Some(Gate::SetUp) => Ok(running),
            Some(Gate::NewPassword) => Err(ActionError::PasswordFirst),
            Some(Gate::SaveRecovery) => Err(ActionError::RecoveryFirst),
        }
    }

    /// Refuses where the recovery code may not be shown (spec R02, M10).
    pub(crate) fn may_see_recovery(&self, at: Now) -> Result<(), ActionError> {
        match self.gate {
            None => self.ask_step_up(Act::ViewRecovery, at),
            Some(Gate::NewPassword) => Err(ActionError::PasswordFirst),
            Some(Gate::SetUp) => Err(ActionError::SetUpFirst),
            Some(Gate::SaveRecovery) => ask(needs_to_keep_recovery(&self.person(), self.session.stamps, at)),
        }
    }

    /// Refuses where a new password may not be chosen (spec M09, M10).
    pub(crate) fn may_choose_password(&self, at: Now) -> Result<(), ActionError> {
        match self.gate {
            Some(Gate::SetUp) => Err(ActionError::SetUpFirst),
            Some(Gate::SaveRecovery) => Err(ActionError::RecoveryFirst),
            Some(Gate::NewPassword) | None => ask(needs_for_password(&self.person(), self.session.stamps, at)),
        }
    }

    /// Only where the clinic's table of permissions says so (spec A, E05).
    pub(crate) fn may(&self, task: Task) -> Result<(), ActionError> {
        Ok(permission::may(task, self.actor(), None)?)
    }

    /// This person as the table of permissions knows them.
    pub(crate) fn actor(&self) -> permission::Actor {
        permission::Actor {
            id: self.staff.id,
            access: self.staff.access,
        }
    }

    /// Refuses where step-up for `act` is not complete; one that asks each time is spent with it (spec M10).
    pub(crate) fn pass_step_up(&self, tx: &WriteTx<'_>, act: Act) -> Result<(), ActionError> {
        self.ask_step_up(act, tx.at())?;
        if rule(act).recent_password_counts {
            return Ok(());
        }
        Ok(sessions::spend_password(tx, self.session.id, act)?)
    }

    /// Writes down and tells a change this person made to themselves.
    pub(crate) fn announce(&self, tx: &WriteTx<'_>, change: &Change) -> Result<(), StoreError> {
        announce(tx, self.staff.id, change, &self.session.place)
    }

    /// By this person, from here.
    pub(crate) fn hand(&self) -> Hand<'_> {
        Hand {
            actor: Actor::Staff(self.staff.id),
            place: &self.session.place,
        }
    }

    /// A row about a setting of the clinic this person changed (spec E05).
    pub(crate) fn setting_changed(&self, rule: &'static str, detail: String) -> Entry {
        Entry {
            subject: None,
            ..Entry::own(self.staff.id, Kind::SettingChanged, Ending::Done, &self.session.place)
        }
        .rule(rule)
        .detail(detail)
    }

    /// Ends every trust of this person (spec T05).
    pub(crate) fn end_trust(&self, tx: &WriteTx<'_>, why: &str) -> Result<(), StoreError> {
        end_trust(tx, self.staff.id, &self.hand(), why)
    }

    /// Ends every other session of this person.
    pub(crate) fn end_others(&self, tx: &WriteTx<'_>, why: &str) -> Result<(), StoreError> {
        end_sessions(tx, self.staff.id, Some(self.session.id), &self.hand(), why)
    }

    /// The same, only where step-up for `act` is complete (spec M10).
    pub(crate) fn load_stepped_up(tx: &WriteTx<'_>, token: &Token, act: Act) -> Result<Self, ActionError> {
        let running = Self::load_open(tx, token)?;
        running.ask_step_up(act, tx.at())?;
        Ok(running)
    }

    /// Refuses where step-up for `act` is not complete.
    pub(crate) fn ask_step_up(&self, act: Act, at: Now) -> Result<(), ActionError> {
        ask(needs(act, &self.person(), self.session.stamps, at))
    }

    /// Everything a decision about this person in this browser is taken on.
    pub(crate) fn load_facts(&self, tx: &Tx<'_>, policy: &Policy) -> Result<Loaded, StoreError> {
        Loaded::load(tx, self.staff.clone(), self.browser(), &self.session.place, policy)
    }

    pub(crate) fn person(&self) -> Person {
        self.staff.person()
    }

    pub(crate) fn browser(&self) -> BrowserId {
        self.session.browser
    }

    pub(crate) fn scene(&self, tx: &WriteTx<'_>) -> Scene<'_> {
        Scene {
            staff: &self.staff,
            browser: self.session.browser,
            place: &self.session.place,
            lock_name: &self.session.lock_name,
            password_at: tx.at(),
            recognised: false,
        }
    }
}

fn ask(missing: Needs) -> Result<(), ActionError> {
    if missing.nothing() {
        Ok(())
    } else {
        Err(ActionError::StepUp(missing))
    }
}

fn gate(tx: &Tx<'_>, session: &SessionRow, staff: &StaffRow) -> Result<Option<Gate>, ActionError> {
    match staff.password {
        PasswordKind::Temporary { .. } | PasswordKind::Reported => return Ok(Some(Gate::NewPassword)),
        PasswordKind::Own | PasswordKind::Missing => {}
    }
    let enforced = clinic::rule(tx)?.enforced;
    if policy::is_held_back(session.must_set_up, enforced, &staff.person(), tx.at()) {
        return Ok(Some(Gate::SetUp));
    }
    let unsaved = matches!(recovery::state(tx, staff.id)?, Some((_, false)));
    Ok(unsaved.then_some(Gate::SaveRecovery))
}
