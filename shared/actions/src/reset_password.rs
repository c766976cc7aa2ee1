//! `staff reset-password`: a temporary password, made by the operator (spec A07). It never touches the second step.

use domain::audit::{Actor, Kind};
use domain::contact::user_name_key;
use domain::entropy::salt;
use domain::message::{MailKind, Notice};
use domain::password::{self, TEMPORARY_MS};
use domain::secret::Secret;
use domain::time::{HOUR, Now};
use store::Db;
use store::staff::{self, NewPassword};

use crate::ActionError;
use crate::apply::{Hand, by_operator, notify, record, shut_out};

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
        let hand = Hand {
            actor: Actor::Operator(operator.to_owned()),
            place: "command line",
        };
        shut_out(tx, row.id, None, &hand, "your password was reset")?;
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
