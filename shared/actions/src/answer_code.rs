//! Second step of a sign-in: a code was typed, texted or of the app (spec C03, C04, L06, L07, S14).

use domain::code::TypedCode;
use domain::person::Method;
use domain::sign_in::{Event, Outcome, State, advance};
use domain::time::Now;
use store::staff;
use store::{Db, WriteTx, pending};

use crate::apply::{Scene, apply};
use crate::standing::Loaded;
use crate::{ActionError, Client, Policy, Token};

/// An answer to an open second step.
pub struct Answer<'a, T> {
    /// Names the pending sign-in.
    pub pending: &'a Token,
    /// What was typed.
    pub typed: &'a T,
    /// In which browser; the one the sign-in began in.
    pub client: &'a Client,
    /// The lock file in `run/` this program holds.
    pub lock_name: &'a str,
    /// The clinic's limits.
    pub policy: &'a Policy,
    /// 16 random bytes.
    pub entropy: [u8; 16],
}

/// What became of it.
#[derive(Debug)]
pub enum Answered {
    /// Let in.
    SignedIn {
        /// Names the session.
        session: Token,
    },
    /// Not let in.
    Refused(Outcome),
}

/// A code as it was typed.
pub struct TypedAnswer {
    /// Which method's code it is to be.
    pub method: Method,
    /// The six digits.
    pub code: TypedCode,
    /// The box **Trust this browser** was ticked (spec T01).
    pub trust: bool,
}

/// Judges a code; verdict and count are one transaction, durable when this returns (spec L07).
///
/// # Errors
/// [`ActionError`] of the database; nobody is let in then.
pub fn answer_code(db: &mut Db, command: &Answer<'_, TypedAnswer>, at: Now) -> Result<Answered, ActionError> {
    let event = Event::Code {
        method: command.typed.method,
        typed: &command.typed.code,
        trust: command.typed.trust,
    };
    db.write(at, command.entropy, |tx| answer(tx, command, |_, _| Ok(event)))
}

/// Loads the pending sign-in, asks the machine and writes what it says.
pub(crate) fn answer<'e, T>(
    tx: &WriteTx<'_>,
    command: &Answer<'_, T>,
    event: impl FnOnce(&WriteTx<'_>, &Loaded) -> Result<Event<'e>, ActionError>,
) -> Result<Answered, ActionError> {
    let Some(row) = pending::find_open(tx, command.pending.reveal())? else {
        return Ok(Answered::Refused(Outcome::SignInAgain));
    };
    if command.client.browser(tx)? != row.pending.browser {
        return Ok(Answered::Refused(Outcome::SignInAgain));
    }
    let person = staff::get(tx, row.pending.staff)?;
    let loaded = Loaded::load(tx, person, row.pending.browser, &command.client.place, command.policy)?;
    let event = event(tx, &loaded)?;
    let step = advance(State::Open(row.pending), event, &loaded.standing(tx), tx.at());
    let scene = Scene {
        staff: &loaded.staff,
        browser: row.pending.browser,
        place: &command.client.place,
        lock_name: command.lock_name,
        password_at: row.pending.term.start,
        recognised: loaded.familiarity.recognised,
    };
    let applied = apply(tx, &scene, step.effects)?;
    match applied.session {
        Some(session) => Ok(Answered::SignedIn { session }),
        None => Ok(Answered::Refused(step.outcome)),
    }
}
