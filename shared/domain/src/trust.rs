//! **Trust this browser to skip 2-Step Verification for 30 days** (spec T01 to T05): where the box stands, how long a
//! trust lives, and when it skips the second step. Not here: what tells browsers apart (`browser`), and storing.

use crate::ids::TrustId;
use crate::person::Familiarity;
use crate::time::{DAY, Now, Term};

/// How long a browser is trusted, from ticking, in milliseconds (spec T02).
pub const TRUST_MS: i64 = 30 * DAY;

/// A trust that has not ended early.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Trust {
    /// The row.
    pub id: TrustId,
    /// 30 days from ticking; use does not extend it.
    pub term: Term,
}

/// What trust is decided on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TrustFacts {
    /// The clinic allows it (Settings > Security).
    pub allowed: bool,
    /// This person's trust of this browser, if it has not ended early.
    pub here: Option<Trust>,
}

/// The trust that skips the second step here and now (spec T02).
#[must_use]
pub fn skips(facts: TrustFacts, familiarity: Familiarity, at: Now) -> Option<TrustId> {
    let here = facts.here.filter(|_| is_offered(facts, familiarity));
    here.filter(|trust| !trust.term.ended(at)).map(|trust| trust.id)
}

/// Whether the box is shown: the clinic allows it, and this client can be told apart (spec T01, T03).
#[must_use]
pub fn is_offered(facts: TrustFacts, familiarity: Familiarity) -> bool {
    facts.allowed && familiarity.can_be_known
}

/// The term of a trust ticked now.
#[must_use]
pub fn term_from(at: Now) -> Term {
    Term::starting(at, TRUST_MS)
}
