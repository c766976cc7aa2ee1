//! First step of a sign-in: user name and password (spec S01 to S03, L08), and what follows from them.

use data_encoding::HEXLOWER;
use domain::audit::{Actor, Ending, Entry, Kind};
use domain::contact::user_name_key;
use domain::entropy::salt;
use domain::ids::{BrowserId, ChallengeId};
use domain::lockout::PasswordLadder;
use domain::message::{MailKind, Notice};
use domain::password;
use domain::person::PasswordKind;
use domain::secret::Secret;
use domain::sign_in::{Event, How, Outcome, State, TextPlan, advance};
use domain::time::{Now, Wait};
use store::counters::{self, PasswordClass};
use store::staff::{self, PasswordHash, StaffRow};
use store::trust::{self, Whose};
use store::{Db, StoreError, WriteTx, browsers};

use crate::apply::{Hand, Scene, apply, end_one_trust, notify, record};
use crate::pause_person::settle_pause;
use crate::standing::Loaded;
use crate::{ActionError, Client, Policy, Token};

/// What was typed, where.
pub struct BeginSignIn<'a> {
    /// As typed.
    pub username: &'a str,
    /// As typed.
    pub password: &'a Secret<String>,
    /// In which browser.
    pub client: &'a Client,
    /// The lock file in `run/` this program holds, for a session that begins at once.
    pub lock_name: &'a str,
    /// The clinic's limits.
    pub policy: &'a Policy,
    /// 16 random bytes.
    pub entropy: [u8; 16],
}

/// What became of it.
#[derive(Debug)]
pub enum Begun {
    /// Unknown user, wrong password, no access: one and the same (spec S02). A wait may have begun with it.
    Wrong {
        /// The wait that began, in milliseconds.
        wait_ms: Option<i64>,
    },
    /// Nothing was checked: too many wrong passwords (spec L08).
    MustWait {
        /// Milliseconds until passwords are checked again.
        in_ms: i64,
    },
    /// The password was right, but it was a temporary one and its 72 hours are over.
    TemporaryEnded,
    /// Let in: 2SV is off (spec S13), or this browser is trusted (T02).
    SignedIn {
        /// Names the session.
        session: Token,
    },
    /// The second step is open.
    SecondStep {
        /// Names the pending sign-in.
        pending: Token,
        /// What became of the text; `None` where the app is asked, or a wait for codes is running.
        text: Option<TextPlan>,
        /// The wait for codes that is running.
        wait: Option<Wait>,
    },
}

struct Checked {
    seen_hash: Option<PasswordHash>,
    matched: bool,
    rehashed: Option<String>,
}

/// Judges user name and password and takes the first step that follows.
///
/// # Errors
/// [`ActionError`] of the database or of hashing; nobody is let in then.
pub fn begin_sign_in(db: &mut Db, command: &BeginSignIn<'_>, at: Now) -> Result<Begun, ActionError> {
    // The password may be changed, or a wait end, while it is being checked: then it is checked once more.
    for _ in 0..2 {
        let checked = check_password(db, command, at)?;
        if let Some(begun) = db.write(at, command.entropy, |tx| judge(tx, command, &checked))? {
            return Ok(begun);
        }
    }
    Err(ActionError::Refused(
        "Your password was changed just now. Nobody was let in. Try again.".into(),
    ))
}

/// Argon2id, outside any transaction. In a wait, for unknown names and for people without access a dummy is checked, so
/// that nothing can be told by time (spec S02, L08).
fn check_password(db: &mut Db, command: &BeginSignIn<'_>, at: Now) -> Result<Checked, ActionError> {
    let key = user_name_key(command.username);
    let seen_hash = db.read(at, |tx| -> Result<_, ActionError> {
        let Some(row) = staff::by_username(tx, &key)? else {
            return Ok(None);
        };
        let known = match browsers::find(tx, &command.client.seen)? {
            Some(browser) => browsers::familiarity(tx, row.id, browser)?.known,
            None => false,
        };
        let ladder = counters::password_ladder(tx, &tx.keys().name_tag(&key), PasswordClass::of(known))?;
        let checkable = ladder.is_waiting(at).is_none() && row.access.may_sign_in();
        Ok(row.password_hash.filter(|_| checkable))
    })?;
    let phc = seen_hash.as_ref().map_or(password::dummy_phc(), PasswordHash::reveal);
    let matched = password::verify(command.password, phc)? && seen_hash.is_some();
    let rehashed = if matched && password::needs_rehash(phc) {
        Some(password::hash(command.password, salt(command.entropy))?)
    } else {
        None
    };
    Ok(Checked {
        seen_hash,
        matched,
        rehashed,
    })
}

struct Attempt<'a> {
    command: &'a BeginSignIn<'a>,
    row: Option<StaffRow>,
    browser: BrowserId,
    tag: [u8; 32],
    class: PasswordClass,
}

impl Attempt<'_> {
    /// Whoever has typed that name.
    fn actor(&self) -> Actor {
        match &self.row {
            Some(row) => Actor::Staff(row.id),
            None => Actor::Unknown(HEXLOWER.encode(&self.tag[..8])),
        }
    }

    fn entry(&self, kind: Kind, outcome: Ending, rule: &'static str) -> Entry {
        let actor = self.actor();
        let place = self.command.client.place.clone();
        let subject = self.row.as_ref().map(|row| row.id);
        Entry {
            actor,
            subject,
            kind,
            outcome,
            rule,
            place,
            detail: String::new(),
        }
    }

    fn store(&self, tx: &WriteTx<'_>, ladder: PasswordLadder) -> Result<(), StoreError> {
        counters::store_password_ladder(tx, &self.tag, self.class, self.row.is_some(), ladder)
    }
}

/// `None` where what was checked is not what counts any more.
fn judge(tx: &WriteTx<'_>, command: &BeginSignIn<'_>, checked: &Checked) -> Result<Option<Begun>, ActionError> {
    let key = user_name_key(command.username);
    let row = staff::by_username(tx, &key)?;
    let browser = command.client.browser(tx)?;
    let known = match &row {
        Some(row) => browsers::familiarity(tx, row.id, browser)?.known,
        None => false,
    };
    let attempt = Attempt {
        command,
        row,
        browser,
        tag: tx.keys().name_tag(&key),
        class: PasswordClass::of(known),
    };
    end_moved_trust(tx, &attempt)?;
    let ladder = counters::password_ladder(tx, &attempt.tag, attempt.class)?;
    let ladder = ladder.stored_anew(tx.at()).unwrap_or(ladder).current(tx.at());
    if let Some(wait) = ladder.is_waiting(tx.at()) {
        record(tx, &attempt.entry(Kind::PasswordLockedOut, Ending::Refused, "L08"))?;
        return Ok(Some(Begun::MustWait {
            in_ms: wait.left_ms(tx.at()),
        }));
    }
    let counts = attempt.row.as_ref().filter(|row| row.access.may_sign_in());
    if counts.and_then(|row| row.password_hash.as_ref()) != checked.seen_hash.as_ref() {
        return Ok(None);
    }
    match counts.filter(|_| checked.matched) {
        None => wrong(tx, &attempt, ladder).map(Some),
        Some(row) => {
            attempt.store(tx, ladder.after_right())?;
            right(tx, &attempt, row, checked).map(Some)
        }
    }
}

/// This browser's token was seen on another machine or account: whoever trusts it there does not any more, and is told
/// (spec T03).
fn end_moved_trust(tx: &WriteTx<'_>, attempt: &Attempt<'_>) -> Result<(), StoreError> {
    let client = &attempt.command.client;
    let hand = Hand {
        actor: attempt.actor(),
        place: &client.place,
    };
    for browser in browsers::with_the_same_token(tx, &client.seen)? {
        for row in trust::running(tx, Whose::Browser(browser))? {
            end_one_trust(tx, &row, &hand, "its token was shown from another machine or account")?;
            let notice = Notice::to_person(row.staff, MailKind::TrustMoved).fact("trust_place", &row.place);
            notify(tx, &notice, "somebody with a copy of the browser's file", &client.place)?;
        }
    }
    Ok(())
}

fn wrong(tx: &WriteTx<'_>, attempt: &Attempt<'_>, ladder: PasswordLadder) -> Result<Begun, ActionError> {
    let (ladder, wait) = ladder.after_wrong(tx.at());
    attempt.store(tx, ladder)?;
    record(tx, &attempt.entry(Kind::PasswordWrong, Ending::Refused, "S02"))?;
    if wait.is_some() {
        record(tx, &attempt.entry(Kind::PasswordLockout, Ending::Done, "L08"))?;
    }
    Ok(Begun::Wrong {
        wait_ms: wait.map(|wait| wait.length_ms),
    })
}

fn right(tx: &WriteTx<'_>, attempt: &Attempt<'_>, row: &StaffRow, checked: &Checked) -> Result<Begun, ActionError> {
    if let (Some(seen), Some(phc)) = (&checked.seen_hash, &checked.rehashed) {
        staff::rehash(tx, row.id, seen, phc)?;
    }
    match row.password {
        PasswordKind::Temporary { term } if term.ended(tx.at()) => {
            record(tx, &attempt.entry(Kind::Password, Ending::Refused, "A07"))?;
            return Ok(Begun::TemporaryEnded);
        }
        PasswordKind::Temporary { .. } | PasswordKind::Own | PasswordKind::Reported | PasswordKind::Missing => {}
    }
    let command = attempt.command;
    // A pause that is over ends here, also where no worker runs (spec A04): with it ends the wait it covered.
    let row = &if settle_pause(tx, row)? {
        staff::get(tx, row.id)?
    } else {
        row.clone()
    };
    let loaded = Loaded::load(tx, row.clone(), attempt.browser, &command.client.place, command.policy)?;
    let event = Event::Begin {
        fresh: ChallengeId(tx.random16()),
    };
    let step = advance(State::PasswordRight, event, &loaded.standing(tx), tx.at());
    let scene = Scene {
        staff: &loaded.staff,
        browser: attempt.browser,
        place: &command.client.place,
        lock_name: command.lock_name,
        password_at: tx.at(),
        recognised: loaded.familiarity.recognised,
    };
    let applied = apply(tx, &scene, step.effects)?;
    match (step.outcome, applied.session, applied.pending) {
        (Outcome::Passed(How::PasswordAlone | How::Trusted), Some(session), _) => Ok(Begun::SignedIn { session }),
        (Outcome::AppCodeAsked, _, Some(pending)) => Ok(Begun::SecondStep {
            pending,
            text: None,
            wait: None,
        }),
        (Outcome::CodeAsked(text), _, Some(pending)) => Ok(Begun::SecondStep {
            pending,
            text: Some(text),
            wait: None,
        }),
        (Outcome::MustWait(wait), _, Some(pending)) => Ok(Begun::SecondStep {
            pending,
            text: None,
            wait: Some(wait),
        }),
        (outcome, _, _) => Err(ActionError::Refused(format!(
            "The sign-in could not go on ({outcome:?})."
        ))),
    }
}
