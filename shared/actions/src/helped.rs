//! What two ways of helping one person have in common: a reset and a removal by one hand within a day give that hand the
//! account, so all managers are told (spec A07).

use domain::audit::Kind;
use domain::contact::Reason;
use domain::message::{MailKind, Notice, Recipients};
use store::staff::StaffRow;
use store::{WriteTx, audit};

use crate::ActionError;
use crate::apply::notify;
use crate::authority::Authority;

/// The reason, where the spec asks for one (A03, A07).
pub(crate) fn needed(reason: Option<&Reason>) -> Result<&str, ActionError> {
    let missing = || ActionError::Refused("A reason is needed. Nothing was changed.".into());
    reason.map(Reason::as_str).ok_or_else(missing)
}

/// The reason, where it may be left out.
pub(crate) fn given(reason: Option<&Reason>) -> Option<String> {
    reason.map(|reason| reason.as_str().to_owned())
}

/// Which half was done just now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Half {
    /// **Reset password**.
    Reset,
    /// **Remove**.
    Removal,
}

impl Half {
    /// The other half as the record names it.
    fn other(self) -> Kind {
        match self {
            Half::Reset => Kind::TwoStepOff,
            Half::Removal => Kind::PasswordReset,
        }
    }
}

/// Tells all managers where the same hand has done the other half to the same person within `window_ms`.
pub(crate) fn warn_of_both(
    tx: &WriteTx<'_>,
    authority: &Authority,
    row: &StaffRow,
    half: Half,
    window_ms: i64,
) -> Result<(), ActionError> {
    let hand = authority.hand();
    let since = tx.at().wall_ms - window_ms;
    if !audit::was_done(tx, &hand.actor, row.id, half.other(), since)? {
        return Ok(());
    }
    let notice = Notice {
        to: Recipients::Managers,
        ..Notice::to_person(row.id, MailKind::ResetAndRemoved).fact("person", &row.name)
    };
    Ok(notify(tx, &notice, authority.who(), hand.place)?)
}
