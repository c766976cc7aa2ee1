//! **Resend code** at sign-in, and a text by **Try another way** (spec C05, S05).

use domain::ids::ChallengeId;
use domain::sign_in::{Event, Outcome};
use domain::time::Now;
use store::Db;

use crate::ActionError;
use crate::answer_code::{Answer, Answered, answer};

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// Another text.
    Another,
    /// A text, unless a code is open here.
    Text,
}

/// Asks for a text.
///
/// # Errors
/// [`ActionError`] of the database; no text is owed then.
pub fn resend_code(db: &mut Db, command: &Answer<'_, Wanted>, at: Now) -> Result<Outcome, ActionError> {
    let answered = db.write(at, command.entropy, |tx| {
        answer(tx, command, |tx, _| {
            let fresh = ChallengeId(tx.random16());
            Ok(match command.typed {
                Wanted::Another => Event::Resend { fresh },
                Wanted::Text => Event::Text { fresh },
            })
        })
    })?;
    match answered {
        Answered::Refused(outcome) => Ok(outcome),
        Answered::SignedIn { .. } => unreachable!("a text lets nobody in"),
    }
}
