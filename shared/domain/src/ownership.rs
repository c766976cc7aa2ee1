//! **Transfer ownership** (spec A02): the owner offers, somebody with full access and 2SV on accepts within seven days.
//! There is exactly one owner at any instant: both changes are one transaction. Step-up is asked of both, each time.

use crate::ids::{OfferId, StaffId};
use crate::text_enum::text_enum;
use crate::time::{DAY, Now, Term};

/// An offer lasts this long, in milliseconds.
pub const OFFER_MS: i64 = 7 * DAY;

text_enum! {
    /// Where an offer stands.
    pub enum OfferState {
        /// May be accepted.
        Open = "open",
        /// The ownership has moved.
        Accepted = "accepted",
        /// Not wanted.
        Declined = "declined",
        /// Taken back by the owner.
        Withdrawn = "withdrawn",
        /// Its seven days are over, or it cannot be taken up any more.
        Over = "over",
    }
}

/// An offer that is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Offer {
    /// The row.
    pub id: OfferId,
    /// Who offered.
    pub from: StaffId,
    /// To whom.
    pub to: StaffId,
    /// Seven days.
    pub term: Term,
}

/// Why an offer cannot be accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotYours {
    /// Made to somebody else.
    #[error("The ownership was not offered to you (any more).")]
    OfferedToAnother,
    /// Seven days are over.
    #[error("The offer is over: its seven days have passed. Ask the account owner for another one.")]
    Over,
    /// Who made it is not owner any more.
    #[error("The offer is void: whoever made it is not the account owner any more.")]
    OwnerChanged,
}

impl Offer {
    /// Whether `person` may take the ownership up now; roles and 2SV are the permission table's.
    ///
    /// # Errors
    /// Why not.
    pub fn may_accept(self, person: StaffId, owner: StaffId, at: Now) -> Result<(), NotYours> {
        if self.to != person {
            return Err(NotYours::OfferedToAnother);
        }
        if self.from != owner {
            return Err(NotYours::OwnerChanged);
        }
        if self.term.ended(at) {
            return Err(NotYours::Over);
        }
        Ok(())
    }
}
