//! Somebody joins the staff list, added by a manager (spec A02). They have no password until **Reset password** or a first
//! password (spec A07). The operator's half, with a password at once, is `add_staff`.

use domain::ids::StaffId;
use domain::permission::Task;
use domain::person::Access;
use domain::step_up::Act;
use domain::time::Now;
use store::Db;

use crate::add_staff::{AddStaff, insert};
use crate::authority::{Authority, By};
use crate::edits::Managers;
use crate::{ActionError, Token};

/// Adds somebody without a password. Full access asks step-up and is told to all managers.
///
/// # Errors
/// [`ActionError::Denied`] for who may not, [`ActionError::StepUp`] for full access, [`ActionError::Refused`] where the
/// user name is taken or a second owner is asked for; the session's and the database's.
pub fn add_person(
    db: &mut Db,
    token: &Token,
    new: &AddStaff,
    entropy: [u8; 16],
    at: Now,
) -> Result<StaffId, ActionError> {
    db.write(at, entropy, |tx| {
        let authority = Authority::over_clinic(tx, By::Session(token), Task::AddStaff)?;
        if new.access == Access::Full {
            authority.pass_step_up(tx, Act::EditOther)?;
        }
        let managers = Managers::before(tx)?;
        let id = insert(tx, new, &authority.hand())?;
        if new.access == Access::Full {
            managers.hear_of(tx, &authority, &[new.name.as_str().to_owned()])?;
        }
        Ok(id)
    })
}
