//! Ending sessions (spec S16): the person's own way out, and what the worker finds dead.

use domain::audit::{Ending, Entry, Kind};
use domain::ids::SessionId;
use domain::time::Now;
use store::{Db, sessions};

use crate::apply::record;
use crate::session::Running;
use crate::{ActionError, Token};

/// Why a session ends from inside its own program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// **Sign out**.
    SignedOut,
    /// The program was left (Ctrl-Q, Ctrl-C, SIGTERM, SIGHUP, lost terminal).
    Left,
    /// Nobody pressed a key for too long.
    Idle,
}

impl Why {
    /// In words, for the record and the person.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Why::SignedOut => "signed out",
            Why::Left => "program left",
            Why::Idle => "no key for too long",
        }
    }
}

/// Ends the session a token names; nothing happens where it had ended.
///
/// # Errors
/// [`ActionError`] of the database.
pub fn end_session(db: &mut Db, token: &Token, why: Why, entropy: [u8; 16], at: Now) -> Result<(), ActionError> {
    db.write(at, entropy, |tx| {
        let Some(session) = sessions::find_running(tx, token.reveal())? else {
            return Ok(());
        };
        if sessions::end(tx, session.id, why.as_str())? {
            let row = Entry::own(session.staff, Kind::SessionEnded, Ending::Done, &session.place);
            record(tx, &row.detail(why.as_str()))?;
        }
        Ok(())
    })
}

/// **End** in *Sessions* (spec M08): one other session of this person, or all others.
///
/// # Errors
/// [`ActionError`] of the session and the database.
pub fn end_own_sessions(
    db: &mut Db,
    token: &Token,
    which: Option<SessionId>,
    entropy: [u8; 16],
    at: Now,
) -> Result<(), ActionError> {
    db.write(at, entropy, |tx| {
        let running = Running::load_open(tx, token)?;
        let (staff, own) = (running.staff.id, running.session.id);
        for other in sessions::running_of(tx, staff)? {
            let meant = other.id != own && which.is_none_or(|which| which == other.id);
            if meant && sessions::end(tx, other.id, ENDED_ELSEWHERE)? {
                let row = Entry::own(staff, Kind::SessionEnded, Ending::Done, &other.place);
                record(tx, &row.detail(ENDED_ELSEWHERE))?;
            }
        }
        Ok(())
    })
}

const ENDED_ELSEWHERE: &str = "you ended it at another terminal";

/// Ends sessions whose program is gone (kill -9, power loss): `alive` says whether a lock file is held. Returns the lock
/// names that may be removed now.
///
/// # Errors
/// [`ActionError`] of the database.
pub fn end_dead_sessions(
    db: &mut Db,
    alive: impl Fn(&str) -> bool,
    entropy: [u8; 16],
    at: Now,
) -> Result<Vec<String>, ActionError> {
    let running = db.read(at, |tx| sessions::running(tx).map_err(ActionError::from))?;
    let dead: Vec<_> = running
        .into_iter()
        .filter(|session| !alive(&session.lock_name))
        .collect();
    if dead.is_empty() {
        return Ok(Vec::new());
    }
    db.write(at, entropy, |tx| {
        for session in &dead {
            if sessions::end(tx, session.id, "its program is gone")? {
                let row = Entry::by_worker(Some(session.staff), Kind::SessionEnded, Ending::Done);
                record(tx, &row.detail("its program is gone"))?;
            }
        }
        Ok(dead.iter().map(|session| session.lock_name.clone()).collect())
    })
}
