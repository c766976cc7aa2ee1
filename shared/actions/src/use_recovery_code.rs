//! **Use recovery code instead** at sign-in (spec R03, R04, R06, L04).

use domain::recovery_code::TypedRecoveryCode;
use domain::sign_in::Event;
use domain::time::Now;
use store::{Db, recovery};

use crate::ActionError;
use crate::answer_code::{Answer, Answered, answer};

/// Judges a recovery code; it is dead before the session exists, in the same transaction.
///
/// # Errors
/// [`ActionError`] of the database; nobody is let in then.
pub fn use_recovery_code(
    db: &mut Db,
    command: &Answer<'_, TypedRecoveryCode>,
    at: Now,
) -> Result<Answered, ActionError> {
    db.write(at, command.entropy, |tx| {
        answer(tx, command, |tx, loaded| {
            let dead = recovery::is_dead(tx, loaded.staff.id, command.typed.bare().reveal())?;
            Ok(Event::Recovery {
                typed: command.typed,
                dead,
            })
        })
    })
}
