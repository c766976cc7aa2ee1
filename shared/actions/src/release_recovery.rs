//! Releasing a recovery request (spec O03, O04): by the operator, who verifies identity once more. The owner's second step
//! goes, every session and trust ends, and a temporary password is made; or, where the owner is gone for good, somebody
//! with full access becomes owner.

use domain::audit::Kind;
use domain::contact::Reason;
use domain::entropy::salt;
use domain::ids::{RequestId, StaffId};
use domain::owner_recovery::{Readiness, RequestState, Step, Void};
use domain::password;
use domain::permission::Task;
use domain::person::Access;
use domain::secret::Secret;
use domain::time::Now;
use store::owner_recovery as requests;
use store::staff::{self, NewPassword};
use store::{Db, WriteTx};

use crate::accept_ownership::hand_over;
use crate::apply::{record, shut_out};
use crate::authority::Authority;
use crate::cancel_recovery::{closed, no_such};
use crate::open_recovery::may_inherit;
use crate::owner_recovery::{Case, announce, end_void, refused};
use crate::{ActionError, By, pause_person, remove_two_step};

const WHY: &str = "the account was recovered";

/// What became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Released {
    /// The owner has the temporary password, and no second step.
    LetIn {
        /// The owner's user name.
        username: String,
    },
    /// There is another owner.
    HandedOver {
        /// The new owner's user name.
        username: String,
    },
    /// Too early: not before this wall time.
    NotBefore(i64),
    /// It is void, and ended by that.
    Void(Void),
}

/// Releases the request of that number. `temporary` becomes the owner's password for 72 hours, where the owner is let in.
///
/// # Errors
/// [`ActionError::Refused`] where there is no such request, it is closed, or whoever is to become owner cannot; the
/// database's.
pub fn release_recovery(
    db: &mut Db,
    id: RequestId,
    note: &Reason,
    temporary: &Secret<String>,
    operator: &str,
    entropy: [u8; 16],
    at: Now,
) -> Result<Released, ActionError> {
    let phc = password::hash(temporary, salt(entropy))?;
    db.write(at, entropy, |tx| {
        let authority = Authority::over_clinic(tx, By::Operator(operator), Task::CancelRecovery)?;
        let row = requests::find(tx, id)?.ok_or_else(|| no_such(id))?;
        match row.state {
            RequestState::Open => {}
            RequestState::Released | RequestState::Cancelled => return Err(closed(id, row.state)),
        }
        let case = Case::of(tx, row)?;
        let (row, hand) = (&case.row, authority.hand());
        match case.readiness(tx)? {
            Readiness::Ready => {}
            Readiness::NotBefore(wall_ms) => {
                record(tx, &refused(row, &hand, "O03", "too early"))?;
                return Ok(Released::NotBefore(wall_ms));
            }
            Readiness::Void(why) => {
                record(tx, &refused(row, &hand, "O04", &why.to_string()))?;
                end_void(tx, row, why)?;
                return Ok(Released::Void(why));
            }
        }
        let done = match row.heir {
            None => let_in(tx, &authority, row.owner, &phc)?,
            Some(heir) => succeed(tx, &authority, row.owner, heir)?,
        };
        requests::close(tx, id, RequestState::Released, authority.who(), note.as_str())?;
        let verified = format!("verified: {}", note.as_str());
        announce(tx, row, Step::Released, &hand, authority.who(), ("O04", &verified))?;
        Ok(done)
    })
}

/// The second step goes, with everything that rests on it; a temporary password takes the place of the own one.
fn let_in(tx: &WriteTx<'_>, authority: &Authority, owner: StaffId, phc: &str) -> Result<Released, ActionError> {
    let (row, hand) = (staff::get(tx, owner)?, authority.hand());
    pause_person::end(tx, &row, WHY)?;
    if remove_two_step::take_away(tx, owner, &hand, WHY)? {
        record(tx, &hand.entry(owner, Kind::TwoStepOff, WHY.into()).rule("O04"))?;
    }
    // Also where there was no second step to take away.
    shut_out(tx, owner, None, &hand, WHY)?;
    staff::set_password(tx, owner, phc, NewPassword::Temporary)?;
    record(tx, &hand.entry(owner, Kind::PasswordReset, WHY.into()).rule("A07"))?;
    Ok(Released::LetIn { username: row.username })
}

/// Whoever was named becomes owner. Who was owner is gone for good: no access, nobody signed in.
fn succeed(tx: &WriteTx<'_>, authority: &Authority, owner: StaffId, heir: StaffId) -> Result<Released, ActionError> {
    let heir = staff::get(tx, heir)?;
    may_inherit(tx, &heir)?;
    shut_out(tx, owner, None, &authority.hand(), "the ownership was handed over")?;
    let former = staff::get(tx, owner)?;
    hand_over(
        tx,
        &former,
        &heir,
        Access::None,
        (&authority.hand(), authority.who()),
        "O04",
    )?;
    Ok(Released::HandedOver {
        username: heir.username,
    })
}
