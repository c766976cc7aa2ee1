//! The questions about a locked-out owner and about the ownership (spec O, A02).

use actions::By;
use actions::accept_ownership::accept_ownership;
use actions::cancel_recovery::cancel_recovery;
use actions::close_offer::close_offer;
use actions::locked_out::locked_out;
use actions::offer_ownership::offer_ownership;
use actions::open_recovery::open_at_sign_in;
use domain::ids::{OfferId, RequestId, StaffId};
use domain::sign_in::Outcome;

use super::{Answers, Backend, Done, Reply, Source};

impl<S: Source> Backend<S> {
    /// **Locked out?** after a right password.
    pub(super) fn locked_out(&mut self) -> Answers {
        let (pending, at) = (self.pending()?, self.source.now());
        let seen = locked_out(&mut self.db, &pending, &self.client, &self.policy, at)?;
        Ok(match seen {
            Some(seen) => Reply::LockedOut(Box::new(seen)),
            None => Reply::Judged {
                outcome: Outcome::SignInAgain,
                screen: None,
            },
        })
    }

    pub(super) fn open_recovery(&mut self) -> Answers {
        let (pending, entropy, at) = (self.pending()?, self.source.entropy(), self.source.now());
        open_at_sign_in(&mut self.db, &pending, &self.client, &self.policy, entropy, at)?;
        self.locked_out()
    }

    pub(super) fn cancel_recovery(&mut self, id: RequestId) -> Answers {
        let (token, entropy, at) = self.hand()?;
        cancel_recovery(&mut self.db, By::Session(&token), id, entropy, at)?;
        self.done(Done::RecoveryCancelled)
    }

    pub(super) fn offer_ownership(&mut self, whom: StaffId) -> Answers {
        let (token, entropy, at) = self.hand()?;
        offer_ownership(&mut self.db, &token, whom, entropy, at)?;
        self.done(Done::OwnershipOffered)
    }

    pub(super) fn accept_ownership(&mut self, id: OfferId) -> Answers {
        let (token, entropy, at) = self.hand()?;
        accept_ownership(&mut self.db, &token, id, entropy, at)?;
        self.done(Done::OwnershipAccepted)
    }

    /// Withdraws it or declines it, by whose it is.
    pub(super) fn close_offer(&mut self, id: OfferId) -> Answers {
        let (token, entropy, at) = self.hand()?;
        close_offer(&mut self.db, &token, id, entropy, at)?;
        self.done(Done::OfferClosed)
    }
}
