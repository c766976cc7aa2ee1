//! What two ways of helping one person have in common: a reset and a removal by one hand within a day give that hand the
//! account, so all managers are told (spec A07).

use domain::contact::Reason;
use domain::message::{MailKind, Notice, Recipients};
use domain::permission::{Task, needs_reason};
use domain::time::DAY;
use store::staff::StaffRow;
use store::taken_away::Taken;
use store::{WriteTx, taken_away};

use crate::ActionError;
use crate::apply::notify;
use crate::authority::Authority;

/// The reason that was given; refused without one where `task` needs it.
pub(crate) fn given(task: Task, row: &StaffRow, reason: Option<&Reason>) -> Result<Option<String>, ActionError> {
    if reason.is_none() && needs_reason(task, row.last_sign_in_at.is_some()) {
        return Err(ActionError::Refused("A reason is needed. Nothing was changed.".into()));
    }
    Ok(reason.map(|reason| reason.as_str().to_owned()))
}

/// Notes what was taken away just now, and tells all managers where the same hand has taken the other from the same
/// person within a day.
pub(crate) fn taken_away(
    tx: &WriteTx<'_>,
    authority: &Authority,
    row: &StaffRow,
    what: Taken,
) -> Result<(), ActionError> {
    let by = authority.running().map(|running| running.staff.id);
    taken_away::note(tx, row.id, by, what)?;
    if !taken_away::was_taken(tx, row.id, by, what.other(), tx.at().wall_ms - DAY)? {
        return Ok(());
    }
    let notice = Notice {
        to: Recipients::Managers,
        ..Notice::to_person(row.id, MailKind::ResetAndRemoved).fact("person", &row.name)
    };
    Ok(notify(tx, &notice, authority.who(), authority.hand().place)?)
}
