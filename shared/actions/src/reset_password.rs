//! **Reset password** (spec A07): a temporary password, made by a manager or the operator and shown once to who makes it.
//! It never touches the second step.

use domain::change::Change;
use domain::contact::{Reason, user_name_key};
use domain::entropy::salt;
use domain::ids::StaffId;
use domain::password;
use domain::permission::Task;
use domain::secret::Secret;
use domain::step_up::Act;
use domain::time::Now;
use store::staff::{self, NewPassword, StaffRow};
use store::taken_away::Taken;
use store::{Db, WriteTx};

use crate::apply::shut_out;
use crate::authority::{Authority, By};
use crate::{ActionError, Token, helped};

/// The operator's way: stores `temporary` as the person's password for 72 hours; sessions and pending sign-ins end; mailed.
///
/// # Errors
/// [`ActionError::Refused`] for an unknown user name.
pub fn reset_password(
    db: &mut Db,
    username: &str,
    temporary: &Secret<String>,
    operator: &str,
    entropy: [u8; 16],
    at: Now,
) -> Result<(), ActionError> {
    let phc = password::hash(temporary, salt(entropy))?;
    db.write(at, entropy, |tx| {
        let row = staff::by_username(tx, &user_name_key(username))?.ok_or_else(|| {
            ActionError::Refused(format!("Nobody has the user name {username}. Nothing was changed."))
        })?;
        reset(tx, By::Operator(operator), &row, &phc, None)
    })
}

/// A manager's way, with step-up each time and a reason; none is needed for who has never signed in.
///
/// # Errors
/// [`ActionError::Denied`], [`ActionError::StepUp`], [`ActionError::Refused`] without a reason; the session's and the
/// database's.
pub fn reset_password_of(
    db: &mut Db,
    token: &Token,
    whom: StaffId,
    temporary: &Secret<String>,
    reason: Option<&Reason>,
    entropy: [u8; 16],
    at: Now,
) -> Result<(), ActionError> {
    let phc = password::hash(temporary, salt(entropy))?;
    db.write(at, entropy, |tx| {
        let row = staff::get(tx, whom)?;
        let reason = helped::given(Task::ResetPassword, &row, reason)?;
        reset(tx, By::Session(token), &row, &phc, reason)
    })
}

fn reset(tx: &WriteTx<'_>, by: By<'_>, row: &StaffRow, phc: &str, reason: Option<String>) -> Result<(), ActionError> {
    let authority = Authority::over(tx, by, Task::ResetPassword, row)?;
    authority.pass_step_up(tx, Act::ResetPassword)?;
    staff::set_password(tx, row.id, phc, NewPassword::Temporary)?;
    shut_out(tx, row.id, None, &authority.hand(), "your password was reset")?;
    authority.announce(tx, row.id, &Change::PasswordReset { reason })?;
    helped::taken_away(tx, &authority, row, Taken::Password)
}
