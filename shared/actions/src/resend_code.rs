//! **Resend code** at sign-in (spec C05).

use domain::ids::ChallengeId;
use domain::sign_in::{Event, Outcome};
use domain::time::Now;
use store::Db;

use crate::ActionError;
use crate::answer_code::{Answer, Answered, answer};

/// Asks for another text.
///
/// # Errors
/// [`ActionError`] of the database; no text is owed then.
pub fn resend_code(db: &mut Db, command: &Answer<'_, ()>, at: Now) -> Result<Outcome, ActionError> {
    let answered = db.write(at, command.entropy, |tx| {
        answer(tx, command, |tx, _| {
            Ok(Event::Resend {
                fresh: ChallengeId(tx.random16()),
            })
        })
    })?;
    match answered {
        Answered::Refused(outcome) => Ok(outcome),
        Answered::SignedIn { .. } => unreachable!("a resend lets nobody in"),
    }
}
