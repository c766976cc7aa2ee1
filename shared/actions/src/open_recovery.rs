//! Opening a recovery request for a locked-out owner (spec O01, O02): by whoever knows the owner's password and cannot
//! finish the second step, or by the operator, who says how identity was verified.

use domain::audit::Actor;
use domain::contact::{Reason, user_name_key};
use domain::ids::{RequestId, StaffId};
use domain::owner_recovery::{
    Calendar, NotOpened, RequestKind, RequestState, Step, may_open, moment, operator_may_open,
};
use domain::permission::{Task, operator_may};
use domain::person::Person;
use domain::time::{Delay, Now};
use store::owner_recovery::{self as requests, NewRequest};
use store::staff::{self, StaffRow};
use store::{Db, StoreError, Tx, WriteTx, clinic};

use crate::apply::Hand;
use crate::authority::{Authority, target};
use crate::locked_out;
use crate::owner_recovery::{announce, settle_void, zone};
use crate::{ActionError, By, Client, Policy, Token};

/// Who opened it, where it was done at the sign-in.
const BY_PASSWORD: &str = "somebody with the account owner's password";

/// A request that was opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opened {
    /// The row.
    pub id: RequestId,
    /// From when on it may be released, wall ms.
    pub release_at: i64,
}

/// Opens one in a pending sign-in of the owner.
///
/// # Errors
/// [`ActionError::Refused`] where the sign-in is over, it is not the owner's, another manager can help, or one runs; the
/// database's.
pub fn open_at_sign_in(
    db: &mut Db,
    pending: &Token,
    client: &Client,
    policy: &Policy,
    entropy: [u8; 16],
    at: Now,
) -> Result<Opened, ActionError> {
    db.write(at, entropy, |tx| {
        let owner = locked_out::pending_person(tx, pending, client, policy)?.ok_or_else(over)?;
        settle_void(tx)?;
        let runs = requests::find_open(tx)?.is_some();
        may_open(&owner.person(), &managers(tx)?, runs, at).map_err(not_opened)?;
        let hand = Hand {
            actor: Actor::Staff(owner.id),
            place: &client.place,
        };
        let wanted = Wanted {
            kind: RequestKind::Recovery,
            heir: None,
            by: BY_PASSWORD,
            verified: "",
        };
        begin(tx, &owner, &wanted, &hand)
    })
}

fn over() -> ActionError {
    ActionError::Refused("This sign-in is over. Nothing was opened. Sign in again.".into())
}

fn not_opened(why: NotOpened) -> ActionError {
    ActionError::Refused(format!("{why} Nothing was opened."))
}

/// Every manager as the decision sees them.
pub(crate) fn managers(tx: &Tx<'_>) -> Result<Vec<Person>, StoreError> {
    Ok(staff::managers(tx)?.iter().map(StaffRow::person).collect())
}

/// What the operator asks for.
pub struct OpenRecovery<'a> {
    /// The owner's user name.
    pub username: &'a str,
    /// Where the owner is gone for good: the user name of who becomes owner.
    pub transfer_to: Option<&'a str>,
    /// How identity was verified.
    pub note: &'a Reason,
    /// The operator's login name.
    pub operator: &'a str,
}

/// Opens one from the command line.
///
/// # Errors
/// [`ActionError::Refused`] for unknown names, somebody who is not the owner, or where one runs; [`ActionError::Denied`]
/// for an heir without full access or 2SV; the database's.
pub fn open_by_operator(
    db: &mut Db,
    command: &OpenRecovery<'_>,
    entropy: [u8; 16],
    at: Now,
) -> Result<Opened, ActionError> {
    db.write(at, entropy, |tx| {
        let authority = Authority::over_clinic(tx, By::Operator(command.operator), Task::CancelRecovery)?;
        let owner = named(tx, command.username)?;
        let heir = command.transfer_to.map(|name| named(tx, name)).transpose()?;
        settle_void(tx)?;
        let runs = requests::find_open(tx)?.is_some();
        operator_may_open(&owner.person(), runs).map_err(not_opened)?;
        if let Some(heir) = &heir {
            may_inherit(tx, heir)?;
        }
        let wanted = Wanted {
            kind: match heir {
                Some(_) => RequestKind::Transfer,
                None => RequestKind::Recovery,
            },
            heir: heir.map(|heir| heir.id),
            by: &format!("the operator ({})", command.operator),
            verified: command.note.as_str(),
        };
        begin(tx, &owner, &wanted, &authority.hand())
    })
}

fn named(tx: &Tx<'_>, username: &str) -> Result<StaffRow, ActionError> {
    staff::by_username(tx, &user_name_key(username))?
        .ok_or_else(|| ActionError::Refused(format!("Nobody has the user name {username}. Nothing was changed.")))
}

/// Whoever takes the ownership up has full access, 2SV, and a password that counts (spec A02).
pub(crate) fn may_inherit(tx: &Tx<'_>, heir: &StaffRow) -> Result<(), ActionError> {
    operator_may(Task::TransferOwnership, &target(tx, heir)?)?;
    if heir.person().may_sign_in(tx.at()) {
        return Ok(());
    }
    Err(ActionError::Refused(format!(
        "{} has no password that counts and could not sign in as account owner. Nothing was changed.",
        heir.username
    )))
}

struct Wanted<'a> {
    kind: RequestKind,
    heir: Option<StaffId>,
    by: &'a str,
    verified: &'a str,
}

fn begin(tx: &WriteTx<'_>, owner: &StaffRow, wanted: &Wanted<'_>, hand: &Hand<'_>) -> Result<Opened, ActionError> {
    let (zone, calendar) = calendar(tx)?;
    let delay = calendar.delay_from(tx.at());
    let delay: Delay = delay.map_err(|error| ActionError::Refused(format!("{error}. Nothing was opened.")))?;
    let new = NewRequest {
        kind: wanted.kind,
        owner: owner.id,
        heir: wanted.heir,
        opened_by: wanted.by,
        verified: wanted.verified,
        methods: &requests::method_set(tx, owner.id)?,
        email: &owner.email,
        zone: &zone,
        holidays: &calendar.holidays,
        delay,
    };
    let id = requests::open(tx, &new)?;
    let release_at = moment(delay, tx.at()).unwrap_or(tx.at().wall_ms);
    let row = requests::find(tx, id)?.filter(|row| row.state == RequestState::Open);
    let row = row.ok_or(StoreError::Overtaken)?;
    let verified = match wanted.verified {
        "" => "the password was right".to_owned(),
        note => format!("verified: {note}"),
    };
    announce(tx, &row, Step::Opened(release_at), hand, wanted.by, ("O01", &verified))?;
    Ok(Opened { id, release_at })
}

/// The clinic's zone, by name too, and its holidays, as they are now.
pub(crate) fn calendar(tx: &Tx<'_>) -> Result<(String, Calendar), ActionError> {
    let name = clinic::find(tx)?.map(|clinic| clinic.time_zone).unwrap_or_default();
    let zone = zone(&name).ok_or_else(|| {
        ActionError::Refused(format!(
            "This server does not know the clinic's time zone {name}, so no moment can be named. Nothing was opened."
        ))
    })?;
    let holidays = requests::holidays_now(tx)?;
    Ok((name, Calendar { zone, holidays }))
}
