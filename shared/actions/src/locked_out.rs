//! What **Locked out?** shows once the password was right (spec O01): whom to ask, and for an owner whom no other manager
//! can let in, the recovery request. Reads only.

use domain::owner_recovery::{NotOpened, Readiness, may_open, moment};
use domain::person::Access;
use domain::sign_in::is_alive;
use domain::time::Now;
use store::staff::{self, StaffRow};
use store::{Db, Tx, browsers, clinic, pending};

use crate::open_recovery::{calendar, managers};
use crate::owner_recovery::Case;
use crate::standing::{Loaded, manager_names};
use crate::{ActionError, Client, Policy, Token};

pub use crate::owner_recovery::RunningRequest;

/// What can be done about being locked out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LockedOut {
    /// Managers who can sign in, by name, without the person.
    pub managers: Vec<String>,
    /// The account recovery.
    pub recovery: OwnRecovery,
    /// The clinic's IANA time zone.
    pub time_zone: String,
}

/// Where the account recovery stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OwnRecovery {
    /// It is not this person's, or somebody else can help at once.
    NotOffered,
    /// It may be opened, and would be released from this wall time on.
    MayOpen(i64),
    /// One runs.
    Runs(RunningRequest),
}

/// The page of a pending sign-in; `None` where the sign-in is over.
///
/// # Errors
/// [`ActionError`] of the database.
pub fn locked_out(
    db: &mut Db,
    token: &Token,
    client: &Client,
    policy: &Policy,
    at: Now,
) -> Result<Option<LockedOut>, ActionError> {
    db.read(at, |tx| {
        let Some(row) = pending_person(tx, token, client, policy)? else {
            return Ok(None);
        };
        Ok(Some(LockedOut {
            managers: manager_names(tx, Some(row.id))?,
            recovery: own_recovery(tx, &row)?,
            time_zone: clinic::find(tx)?.map(|clinic| clinic.time_zone).unwrap_or_default(),
        }))
    })
}

fn own_recovery(tx: &Tx<'_>, row: &StaffRow) -> Result<OwnRecovery, ActionError> {
    if row.access != Access::Owner {
        return Ok(OwnRecovery::NotOffered);
    }
    let running = Case::open(tx)?.filter(|case| case.row.owner == row.id);
    // One that is void is ended by whoever opens another.
    if let Some(case) = running
        && !is_void(tx, &case)?
    {
        return Ok(OwnRecovery::Runs(case.for_screen(tx)?));
    }
    match may_open(&row.person(), &managers(tx)?, false, tx.at()) {
        Ok(()) => {
            let (_, calendar) = calendar(tx)?;
            let delay = calendar.delay_from(tx.at());
            let release = delay.ok().and_then(|delay| moment(delay, tx.at()));
            Ok(release.map_or(OwnRecovery::NotOffered, OwnRecovery::MayOpen))
        }
        Err(NotOpened::NotOwner | NotOpened::OthersCanHelp | NotOpened::RunsAlready) => Ok(OwnRecovery::NotOffered),
    }
}

fn is_void(tx: &Tx<'_>, case: &Case) -> Result<bool, ActionError> {
    Ok(match case.readiness(tx)? {
        Readiness::Void(_) => true,
        Readiness::Ready | Readiness::NotBefore(_) => false,
    })
}

/// Whose sign-in that is, where it stands open in this browser.
pub(crate) fn pending_person(
    tx: &Tx<'_>,
    token: &Token,
    client: &Client,
    policy: &Policy,
) -> Result<Option<StaffRow>, ActionError> {
    let Some(row) = pending::find_open(tx, token.reveal())? else {
        return Ok(None);
    };
    if browsers::find(tx, &client.seen)? != Some(row.pending.browser) {
        return Ok(None);
    }
    let person = staff::get(tx, row.pending.staff)?;
    let loaded = Loaded::load(tx, person, row.pending.browser, &client.place, policy)?;
    let alive = is_alive(row.pending, &loaded.standing(tx), tx.at()) && loaded.person.may_sign_in(tx.at());
    Ok(alive.then_some(loaded.staff))
}
