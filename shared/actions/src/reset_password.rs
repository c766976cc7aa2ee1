//! `staff reset-password`: a temporary password, made by the operator (spec A07). It never touches the second step.

use domain::audit::{Actor, Kind};
use domain::contact::user_name_key;
use domain::entropy::salt;
use domain::message::{MailKind, Notice};
use domain::password::{self, TEMPORARY_MS};
use domain::secret::Secret;
use domain::time::{HOUR, Now};
use store::staff::{self, NewPassword};
use store::{Db, challenges, documents, pending};

use crate::ActionError;
use crate::apply::{by_operator, end_sessions, end_trust, notify, record};

/// Stores `temporary` as the person's password for 72 hours; sessions and pending sign-ins end; mailed.
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
        staff::set_password(tx, row.id, &phc, NewPassword::Temporary)?;
        let actor = Actor::Operator(operator.to_owned());
        end_sessions(tx, row.id, None, &actor, "your password was reset")?;
        pending::void_all(tx, row.id)?;
        challenges::void_open(tx, row.id, |_| true)?;
        end_trust(tx, row.id, &actor, "your password was reset")?;
        documents::withdraw_pickups(tx, row.id)?;
        record(
            tx,
            &by_operator(operator, Some(row.id), Kind::PasswordReset).rule("A07"),
        )?;
        let notice = Notice::to_person(row.id, MailKind::PasswordReset);
        notify(
            tx,
            &notice.fact("hours", (TEMPORARY_MS / HOUR).to_string()),
            "the operator",
            "command line",
        )?;
        Ok(())
    })
}
