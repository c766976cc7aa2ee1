//! An offer of the ownership that comes to nothing (spec A02): withdrawn by who made it, declined by who got it, or over by
//! its seven days, by whoever looks first.

use domain::audit::Kind;
use domain::ids::OfferId;
use domain::message::{MailKind, Notice, Recipients};
use domain::ownership::{Offer, OfferState};
use domain::time::Now;
use store::{Db, StoreError, Tx, WriteTx, ownership, staff};

use crate::accept_ownership::gone;
use crate::apply::{Hand, record};
use crate::owner_recovery::{by_itself, tell};
use crate::session::Running;
use crate::{ActionError, Token};

/// An offer that is open, for a screen. Times are wall ms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfferLine {
    /// The row.
    pub id: OfferId,
    /// The owner's name.
    pub from: String,
    /// Who may accept, by name.
    pub to: String,
    /// Whether it was made to this person; else this person made it.
    pub to_me: bool,
    /// Until when.
    pub ends: i64,
}

/// The open offer that concerns this person.
pub(crate) fn own_offer(tx: &Tx<'_>, running: &Running) -> Result<Option<OfferLine>, StoreError> {
    let me = running.staff.id;
    let open = ownership::find_open(tx)?.filter(|offer| !is_over(tx, *offer).unwrap_or(true));
    let Some(offer) = open.filter(|offer| offer.from == me || offer.to == me) else {
        return Ok(None);
    };
    Ok(Some(OfferLine {
        id: offer.id,
        from: staff::get(tx, offer.from)?.name,
        to: staff::get(tx, offer.to)?.name,
        to_me: offer.to == me,
        ends: tx.at().wall_ms + offer.term.left_ms(tx.at()),
    }))
}

/// Withdraws or declines the offer of that number, by whose session it is.
///
/// # Errors
/// [`ActionError::Refused`] where there is no such offer (any more) or it concerns somebody else; the session's and the
/// database's.
pub fn close_offer(db: &mut Db, token: &Token, id: OfferId, entropy: [u8; 16], at: Now) -> Result<(), ActionError> {
    db.write(at, entropy, |tx| {
        let running = Running::load_open(tx, token)?;
        let offer = ownership::find_open(tx)?
            .filter(|offer| offer.id == id)
            .ok_or_else(gone)?;
        let how = match running.staff.id {
            me if me == offer.from => OfferState::Withdrawn,
            me if me == offer.to => OfferState::Declined,
            _ => return Err(gone()),
        };
        Ok(close(tx, offer, how, &running.hand(), &running.staff.name)?)
    })
}

/// Ends the open offer where its time is over or who made it is not owner any more. The number of offers ended.
pub(crate) fn settle_offer(tx: &WriteTx<'_>) -> Result<usize, StoreError> {
    let Some(offer) = ownership::find_open(tx)? else {
        return Ok(0);
    };
    if !is_over(tx, offer)? {
        return Ok(0);
    }
    close(tx, offer, OfferState::Over, &by_itself(), "nobody: its time is over")?;
    Ok(1)
}

fn is_over(tx: &Tx<'_>, offer: Offer) -> Result<bool, StoreError> {
    Ok(offer.term.ended(tx.at()) || ownership::owner(tx)? != offer.from)
}

fn close(tx: &WriteTx<'_>, offer: Offer, how: OfferState, hand: &Hand<'_>, who: &str) -> Result<(), StoreError> {
    ownership::close(tx, offer.id, how)?;
    let entry = hand.entry(offer.to, Kind::OwnershipOfferClosed, how.as_str().into());
    record(tx, &entry.rule("A02"))?;
    let (from, to) = (staff::get(tx, offer.from)?, staff::get(tx, offer.to)?);
    let said = match how {
        OfferState::Declined => "declined",
        OfferState::Withdrawn => "withdrawn",
        OfferState::Over | OfferState::Open | OfferState::Accepted => "over",
    };
    let notice = Notice {
        to: Recipients::Managers,
        ..Notice::to_person(offer.to, MailKind::OwnershipOfferClosed)
    };
    let notice = notice
        .fact("person", &from.name)
        .fact("heir", &to.name)
        .fact(said, "yes");
    tell(tx, &[notice], hand, who)
}
