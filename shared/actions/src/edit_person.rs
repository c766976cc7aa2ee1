//! Somebody's profile, changed by a manager or the operator (spec A02, N01, N02; T62, T63): user name, name, e-mail address,
//! number, access level. All of it or nothing, and nothing over what somebody else has saved meanwhile.

use domain::audit::Kind;
use domain::contact::user_name_key;
use domain::edit::Edited;
use domain::ids::StaffId;
use domain::permission::{self, Task};
use domain::person::Access;
use domain::staff_table::Edits;
use domain::step_up::Act;
use domain::time::Now;
use store::audit::{self, AuditRow};
use store::staff::{self, StaffRow};
use store::{Db, Tx};

use crate::authority::{Authority, By, target};
use crate::change_mobile::TurningOff;
use crate::edits::{Managers, another, carry_out};
use crate::{ActionError, Token};

/// What a page showed when it was opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    /// The profile's version.
    pub version: i64,
    /// The newest row of the record.
    pub record: i64,
    /// The user name.
    pub username: String,
}

/// Another's profile as it is changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Profile {
    /// Who.
    pub id: StaffId,
    /// Name for people.
    pub name: String,
    /// Where mails go.
    pub email: String,
    /// E.164.
    pub mobile: Option<String>,
    /// What they may do.
    pub access: Access,
    /// A method is set up: another number turns it off.
    pub two_step_on: bool,
    /// The number may be changed by who asks.
    pub number_allowed: bool,
    /// The access level may be changed by who asks.
    pub access_allowed: bool,
    /// What was seen.
    pub seen: Seen,
}

/// A change of somebody's profile.
#[derive(Clone, Debug)]
pub struct EditPerson<'a> {
    /// Whose.
    pub whom: StaffId,
    /// What is to be another.
    pub edits: &'a Edits,
    /// What the page showed; none at the command line.
    pub seen: Option<&'a Seen>,
    /// Whether it was asked if 2-step verification may go off.
    pub turning_off: TurningOff,
}

/// What became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Nothing was another.
    Same,
    /// The number turns 2-step verification off, and nobody was asked whether it may (spec N01). Nothing was changed.
    AsksFirst,
    /// Somebody has changed this profile meanwhile. Nothing was changed.
    Overtaken(Vec<Meanwhile>),
    /// Done.
    Done(Box<Edited>),
}

/// What somebody else has changed meanwhile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meanwhile {
    /// Who, by name.
    pub who: String,
    /// What, in words: "the e-mail address".
    pub what: &'static str,
}

/// Somebody's profile as a manager changes it.
///
/// # Errors
/// [`ActionError::Denied`] for who may not; the session's and the database's.
pub fn profile(db: &mut Db, token: &Token, whom: StaffId, at: Now) -> Result<Profile, ActionError> {
    db.read(at, |tx| load(tx, By::Session(token), &staff::get(tx, whom)?))
}

/// The same as the operator names people: by user name.
///
/// # Errors
/// [`ActionError::Refused`] for a user name nobody has.
pub fn profile_of(db: &mut Db, operator: &str, username: &str, at: Now) -> Result<Profile, ActionError> {
    db.read(at, |tx| {
        let row = staff::by_username(tx, &user_name_key(username))?.ok_or_else(|| {
            ActionError::Refused(format!("Nobody has the user name {username}. Nothing was changed."))
        })?;
        load(tx, By::Operator(operator), &row)
    })
}

fn load(tx: &Tx<'_>, by: By<'_>, row: &StaffRow) -> Result<Profile, ActionError> {
    let authority = Authority::over(tx, by, Task::EditStaff, row)?;
    let target = target(tx, row)?;
    let may = |task| match authority.running() {
        Some(running) => permission::may(task, running.actor(), Some(&target)).is_ok(),
        None => permission::operator_may(task, &target).is_ok(),
    };
    Ok(Profile {
        id: row.id,
        name: row.name.clone(),
        email: row.email.clone(),
        mobile: row.mobile.clone(),
        access: row.access,
        two_step_on: row.two_step.is_on(),
        number_allowed: may(Task::ChangeNumber),
        access_allowed: may(Task::ChangeAccess),
        seen: Seen {
            version: row.version,
            record: audit::newest_number(tx)?,
            username: row.username.clone(),
        },
    })
}

/// Changes somebody's profile.
///
/// # Errors
/// [`ActionError::Denied`], [`ActionError::StepUp`] (address and access level; the number each time),
/// [`ActionError::Refused`] where the user name is taken or no manager would be left; the session's and the database's.
pub fn edit_person(
    db: &mut Db,
    by: By<'_>,
    command: &EditPerson<'_>,
    entropy: [u8; 16],
    at: Now,
) -> Result<Outcome, ActionError> {
    db.write(at, entropy, |tx| {
        let row = staff::get(tx, command.whom)?;
        let edits = another(command.edits, &row);
        let authority = Authority::over(tx, by, Task::EditStaff, &row)?;
        if edits.are_none() {
            return Ok(Outcome::Same);
        }
        if let Some(seen) = command.seen.filter(|seen| seen.version != row.version) {
            return Ok(Outcome::Overtaken(meanwhile(tx, seen, &row)?));
        }
        if edits.access.is_some() {
            authority.may_also(tx, Task::ChangeAccess, &row)?;
        }
        if edits.mobile.is_some() {
            authority.may_also(tx, Task::ChangeNumber, &row)?;
        }
        if edits.email.is_some() || edits.access.is_some() {
            authority.pass_step_up(tx, Act::EditOther)?;
        }
        if edits.mobile.is_some() {
            authority.ask_step_up(Act::ChangeNumberOf, at)?;
            if row.two_step.is_on() && command.turning_off == TurningOff::Unasked {
                return Ok(Outcome::AsksFirst);
            }
            authority.pass_step_up(tx, Act::ChangeNumberOf)?;
        }
        let managers = Managers::before(tx)?;
        let edited = carry_out(tx, &authority, &row, &edits)?;
        if edited.gave_full_access() {
            let name = edits.name.as_ref().map_or(row.name.as_str(), |name| name.as_str());
            managers.hear_of(tx, &authority, &[name.to_owned()])?;
        }
        managers.keep_one(tx)?;
        Ok(Outcome::Done(Box::new(edited)))
    })
}

/// Who has changed what since it was seen, off the record.
fn meanwhile(tx: &Tx<'_>, seen: &Seen, row: &StaffRow) -> Result<Vec<Meanwhile>, ActionError> {
    let mut found = Vec::new();
    for done in audit::about_since(tx, &[&seen.username, &row.username], seen.record)? {
        let Some(what) = Kind::parse(&done.kind).and_then(in_words) else {
            continue;
        };
        let who = named(tx, &done)?;
        found.push(Meanwhile { who, what });
    }
    found.dedup();
    Ok(found)
}

/// What of a profile a row of the record is about.
fn in_words(kind: Kind) -> Option<&'static str> {
    [
        (Kind::UsernameChanged, "the user name"),
        (Kind::NameChanged, "the name"),
        (Kind::EmailChanged, "the e-mail address"),
        (Kind::MobileChanged, "the mobile number"),
        (Kind::AccessChanged, "the access level"),
        (Kind::TwoStepOn, "2-Step Verification and its number"),
        (Kind::MethodAdded, "2-Step Verification and its number"),
        (Kind::MethodReplaced, "2-Step Verification and its number"),
    ]
    .into_iter()
    .find_map(|(of, words)| (of == kind).then_some(words))
}

/// Whoever a row of the record names, by name.
fn named(tx: &Tx<'_>, row: &AuditRow) -> Result<String, ActionError> {
    if row.actor.starts_with("operator:") {
        return Ok("The operator".into());
    }
    let found = staff::by_username(tx, &user_name_key(&row.actor))?;
    Ok(found.map_or_else(|| row.actor.clone(), |row| row.name))
}
