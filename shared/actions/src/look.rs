//! What a signed-in person sees of themselves: the home screen, My Account, and what has to come first. Reads only.

use domain::person::{Access, Method};
use domain::time::Now;
use store::{Db, StoreError, Tx, clinic, counters, outbox, recovery, sessions, staff};

use crate::code_screen::masked;
use crate::session::{Gate, Running};
use crate::standing::manager_names;
use crate::{ActionError, Token};

/// The clinic as every screen needs it, signed in or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClinicView {
    /// Full name.
    pub name: String,
    /// IANA time zone.
    pub time_zone: String,
    /// Default country of numbers.
    pub country: String,
    /// Whom to tell; may be empty.
    pub support_contact: String,
    /// Made by `vestibule demo`.
    pub demo: bool,
}

/// A person's own account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// As signed in.
    pub username: String,
    /// Name for people.
    pub name: String,
    /// What they may do.
    pub access: Access,
    /// What has to come first.
    pub gate: Option<Gate>,
    /// E.164 of the profile, to be edited by its owner.
    pub mobile: Option<String>,
    /// The same, masked.
    pub masked: Option<String>,
    /// The method asked first; `None` where 2SV is off.
    pub default_method: Option<Method>,
    /// When texts were set up, wall ms.
    pub sms_since: Option<i64>,
    /// When the recovery code was made, wall ms.
    pub recovery_made: Option<i64>,
    /// The sign-in before this one, wall ms.
    pub previous_at: Option<i64>,
    /// Where that was.
    pub previous_place: Option<String>,
    /// Wrong codes between the two.
    pub wrong_since: u32,
    /// Right passwords between the two without a second step.
    pub unfinished_since: u32,
    /// Mails to this person that wait.
    pub mails_waiting: u32,
    /// Other running sessions.
    pub other_sessions: u32,
    /// Managers to ask, by name, without the person.
    pub managers: Vec<String>,
    /// Until when codes wait, wall ms.
    pub waits_until: Option<i64>,
    /// The clinic's IANA time zone.
    pub time_zone: String,
}

/// The clinic.
///
/// # Errors
/// [`ActionError`] of the database, or where `init` did not get that far.
pub fn clinic_view(db: &mut Db, at: Now) -> Result<ClinicView, ActionError> {
    db.read(at, |tx| {
        let found = clinic::find(tx)?.ok_or_else(|| ActionError::Refused(UNFINISHED.into()))?;
        Ok(ClinicView {
            name: found.name,
            time_zone: found.time_zone,
            country: found.country,
            support_contact: found.support_contact,
            demo: found.demo,
        })
    })
}

const UNFINISHED: &str = "This clinic was not set up to its end. Nothing was changed. Remove its data directory and run `vestibule init` again.";

/// The account a session's token names.
///
/// # Errors
/// [`ActionError::SessionEnded`] once it has ended.
pub fn account(db: &mut Db, token: &Token, at: Now) -> Result<Account, ActionError> {
    db.read(at, |tx| {
        let running = Running::load(tx, token)?;
        let row = &running.staff;
        Ok(Account {
            username: row.username.clone(),
            name: row.name.clone(),
            access: row.access,
            gate: running.gate,
            mobile: row.mobile.clone(),
            masked: row.mobile.as_deref().map(masked),
            default_method: row.default_method,
            sms_since: staff::sms_since(tx, row.id)?,
            recovery_made: recovery::state(tx, row.id)?.map(|(made, _)| made),
            previous_at: running.session.previous_at,
            previous_place: running.session.previous_place.clone(),
            wrong_since: running.session.wrong_since,
            unfinished_since: running.session.unfinished_since,
            mails_waiting: outbox::mails_waiting(tx, row.id)?,
            other_sessions: other_sessions(tx, &running)?,
            managers: manager_names(tx, Some(row.id))?,
            waits_until: counters::longest_wait(tx, row.id, at)?.map(|wait| at.wall_ms + wait.left_ms(at)),
            time_zone: clinic::find(tx)?.map(|clinic| clinic.time_zone).unwrap_or_default(),
        })
    })
}

fn other_sessions(tx: &Tx<'_>, running: &Running) -> Result<u32, StoreError> {
    let others = sessions::running(tx)?
        .into_iter()
        .filter(|session| session.staff == running.staff.id && session.id != running.session.id);
    Ok(u32::try_from(others.count()).unwrap_or(u32::MAX))
}

/// Whether a session still runs; the cheap question asked at every ring of the wake file (spec S16).
///
/// # Errors
/// [`ActionError::SessionEnded`] once it has ended.
pub fn still_running(db: &mut Db, token: &Token, at: Now) -> Result<(), ActionError> {
    db.read(at, |tx| Running::load(tx, token).map(|_| ()))
}
