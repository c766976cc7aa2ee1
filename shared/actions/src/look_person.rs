//! What a manager sees of another person: the profile, the second step as it stands, and what may be done (spec A03, A05,
//! A07). Reads only; numbers masked.

use domain::ids::StaffId;
use domain::permission::{self, Task};
use domain::person::{Access, PasswordKind, TwoStep};
use domain::time::Now;
use store::staff::{self, StaffRow};
use store::trust::{self, Whose};
use store::{Db, Tx, clinic, counters, outbox, pauses, recovery, sessions};

use crate::authority::{Authority, By, target};
use crate::code_screen::masked;
use crate::{ActionError, Token};

/// A running pause.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PauseView {
    /// Until when, wall ms.
    pub until: i64,
    /// Who began it, by name.
    pub by: String,
    /// Why.
    pub reason: String,
}

/// Another person, as a manager sees them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonView {
    /// The row.
    pub id: StaffId,
    /// Counts the changes of the profile: comes back with an edit.
    pub version: i64,
    /// Name to sign in with.
    pub username: String,
    /// Name for people.
    pub name: String,
    /// Where mails go.
    pub email: String,
    /// Masked.
    pub mobile: Option<String>,
    /// What they may do.
    pub access: Access,
    /// The password's kind.
    pub password: PasswordKind,
    /// The second step.
    pub two_step: TwoStep,
    /// The pause that runs.
    pub pause: Option<PauseView>,
    /// Until when codes wait, wall ms.
    pub waits_until: Option<i64>,
    /// Whether there is a recovery code.
    pub has_recovery: bool,
    /// Browsers they trust.
    pub trusted: usize,
    /// Sessions that run.
    pub sessions: usize,
    /// Last full sign-in, wall ms.
    pub last_sign_in: Option<i64>,
    /// From where that was.
    pub last_place: Option<String>,
    /// Mails to them that wait.
    pub mails_waiting: u32,
    /// What may be done to them just now, by whoever looks.
    pub may: Vec<Task>,
    /// It is whoever looks.
    pub is_oneself: bool,
    /// The clinic's IANA time zone.
    pub time_zone: String,
}

impl PersonView {
    /// Whether a task may be done to them.
    #[must_use]
    pub fn allows(&self, task: Task) -> bool {
        self.may.contains(&task)
    }
}

/// A person's profile.
///
/// # Errors
/// [`ActionError::Denied`] for who is no manager; the session's and the database's.
pub fn look_person(db: &mut Db, token: &Token, whom: StaffId, at: Now) -> Result<PersonView, ActionError> {
    db.read(at, |tx| {
        let row = staff::get(tx, whom)?;
        let authority = Authority::over(tx, By::Session(token), Task::SeeStaff, &row)?;
        view(tx, &authority, row)
    })
}

fn view(tx: &Tx<'_>, authority: &Authority, row: StaffRow) -> Result<PersonView, ActionError> {
    let at = tx.at();
    let pause = pauses::of(tx, row.id)?.filter(|running| running.pause.holds(at));
    Ok(PersonView {
        may: may(tx, authority, &row)?,
        is_oneself: authority.running().is_some_and(|running| running.staff.id == row.id),
        pause: pause.map(|running| PauseView {
            until: at.wall_ms + running.pause.term.left_ms(at),
            by: running.by,
            reason: running.reason,
        }),
        waits_until: counters::longest_wait(tx, row.id, at)?.map(|wait| at.wall_ms + wait.left_ms(at)),
        has_recovery: recovery::state(tx, row.id)?.is_some(),
        trusted: trust::running(tx, Whose::Staff(row.id))?.len(),
        sessions: sessions::running_of(tx, row.id)?.len(),
        mails_waiting: outbox::mails_waiting(tx, row.id)?,
        time_zone: clinic::find(tx)?.map(|clinic| clinic.time_zone).unwrap_or_default(),
        id: row.id,
        version: row.version,
        mobile: row.mobile.as_deref().map(masked),
        username: row.username,
        name: row.name,
        email: row.email,
        access: row.access,
        password: row.password,
        two_step: row.two_step,
        last_sign_in: row.last_sign_in_at,
        last_place: row.last_sign_in_place,
    })
}

fn may(tx: &Tx<'_>, authority: &Authority, row: &StaffRow) -> Result<Vec<Task>, ActionError> {
    let Some(running) = authority.running() else {
        return Ok(Vec::new());
    };
    let (actor, target) = (running.actor(), target(tx, row)?);
    let allowed = |task: &Task| permission::may(*task, actor, Some(&target)).is_ok();
    Ok(Task::ALL.iter().copied().filter(allowed).collect())
}
