//! **Transfer ownership**, the first half (spec A02): the owner offers, with step-up each time, to somebody with full
//! access and 2SV on. Nothing changes before it is accepted.

use domain::audit::Kind;
use domain::ids::StaffId;
use domain::message::{MailKind, Notice, Recipients};
use domain::ownership::OFFER_MS;
use domain::permission::Task;
use domain::step_up::Act;
use domain::time::Now;
use store::{Db, StoreError, ownership, staff};

use crate::apply::record;
use crate::authority::Authority;
use crate::close_offer::settle_offer;
use crate::owner_recovery::tell;
use crate::{ActionError, By, Token};

/// Offers the ownership to somebody for seven days.
///
/// # Errors
/// [`ActionError::Denied`], [`ActionError::StepUp`]; [`ActionError::Refused`] where an offer is open; the session's and the
/// database's.
pub fn offer_ownership(
    db: &mut Db,
    token: &Token,
    whom: StaffId,
    entropy: [u8; 16],
    at: Now,
) -> Result<(), ActionError> {
    db.write(at, entropy, |tx| {
        let row = staff::get(tx, whom)?;
        let authority = Authority::over(tx, By::Session(token), Task::TransferOwnership, &row)?;
        settle_offer(tx)?;
        if let Some(open) = ownership::find_open(tx)? {
            let to = staff::get(tx, open.to)?.name;
            return Err(ActionError::Refused(format!(
                "The ownership is offered to {to} already. Withdraw that offer first. Nothing was changed."
            )));
        }
        authority.pass_step_up(tx, Act::TransferOwnership)?;
        let owner = authority.running().map(|running| &running.staff);
        let owner = owner.ok_or_else(|| StoreError::Other("an offer is made in a session".into()))?;
        ownership::offer(tx, owner.id, whom)?;
        let hand = authority.hand();
        record(
            tx,
            &hand
                .entry(whom, Kind::OwnershipOffered, "for 7 days".into())
                .rule("A02"),
        )?;
        let notice = Notice {
            to: Recipients::Managers,
            ..Notice::to_person(whom, MailKind::OwnershipOffered)
        };
        let notice = notice.fact("person", &owner.name).fact("heir", &row.name);
        let until = at.wall_ms + OFFER_MS;
        let notice = notice.fact("until_ms", until.to_string());
        Ok(tell(tx, &[notice], &hand, authority.who())?)
    })
}
