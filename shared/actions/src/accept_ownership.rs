//! **Transfer ownership**, the second half (spec A02): who was offered it accepts in an own session, with step-up. Who was
//! owner has full access from then on. There is exactly one owner at any instant.

use domain::audit::Kind;
use domain::ids::OfferId;
use domain::message::{MailKind, Notice, Recipients};
use domain::owner_recovery::Void;
use domain::ownership::OfferState;
use domain::permission::Task;
use domain::person::Access;
use domain::step_up::Act;
use domain::time::Now;
use store::owner_recovery as requests;
use store::staff::{self, StaffRow};
use store::{Db, StoreError, WriteTx, ownership};

use crate::apply::{Hand, record};
use crate::owner_recovery::{end_void, tell};
use crate::session::Running;
use crate::{ActionError, Token};

/// Takes the offer of that number up.
///
/// # Errors
/// [`ActionError::Denied`] for who has not full access; [`ActionError::Refused`] where there is no such offer (any more),
/// it is somebody else's, or the person has no 2SV; [`ActionError::StepUp`]; the session's and the database's.
pub fn accept_ownership(
    db: &mut Db,
    token: &Token,
    id: OfferId,
    entropy: [u8; 16],
    at: Now,
) -> Result<(), ActionError> {
    db.write(at, entropy, |tx| {
        let running = Running::load_open(tx, token)?;
        running.may(Task::AcceptOwnership)?;
        let offer = ownership::find_open(tx)?
            .filter(|offer| offer.id == id)
            .ok_or_else(gone)?;
        let owner = ownership::owner(tx)?;
        let mine = offer.may_accept(running.staff.id, owner, at);
        mine.map_err(|why| ActionError::Refused(format!("{why} Nothing was changed.")))?;
        if !running.person().two_step.is_on() {
            return Err(ActionError::Refused(
                "The account owner needs 2-Step Verification: set it up under My Account first. Nothing was changed."
                    .into(),
            ));
        }
        running.pass_step_up(tx, Act::TransferOwnership)?;
        ownership::close(tx, offer.id, OfferState::Accepted)?;
        let former = staff::get(tx, owner)?;
        let by = (&running.hand(), running.staff.name.as_str());
        hand_over(tx, &former, &running.staff, Access::Full, by, "A02")?;
        // A request of who was owner is for another state of things now (T59).
        match requests::find_open(tx)? {
            Some(row) => Ok(end_void(tx, &row, Void::OwnerChanged)?),
            None => Ok(()),
        }
    })
}

/// There is no such offer (any more).
pub(crate) fn gone() -> ActionError {
    ActionError::Refused("That offer is not open any more. Nothing was changed.".into())
}

/// Another owner: both changes, what hangs on who is owner, the row and the mails. `left`: what the former owner keeps.
pub(crate) fn hand_over(
    tx: &WriteTx<'_>,
    former: &StaffRow,
    heir: &StaffRow,
    left: Access,
    (hand, who): (&Hand<'_>, &str),
    rule: &'static str,
) -> Result<(), StoreError> {
    ownership::hand_over(tx, former.id, heir.id, left)?;
    if let Some(offer) = ownership::find_open(tx)? {
        ownership::close(tx, offer.id, OfferState::Over)?;
    }
    let detail = format!("owner until now: {}, {} from now on", former.username, left.label());
    record(tx, &hand.entry(heir.id, Kind::OwnershipMoved, detail).rule(rule))?;
    let notice = Notice::to_person(former.id, MailKind::OwnershipMoved);
    let notice = notice.fact("person", &former.name).fact("heir", &heir.name);
    let notice = notice.fact("keeps", left.label());
    let managers = Notice {
        to: Recipients::ManagersBut(former.id),
        ..notice.clone()
    };
    tell(tx, &[notice, managers], hand, who)
}
