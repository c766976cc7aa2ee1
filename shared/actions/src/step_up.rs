//! Step-up (spec M10): showing once more who one is, by the own password and a code or the recovery code. What was shown
//! is stamped on the session; the sensitive actions ask for the stamps themselves.

use domain::audit::{Ending, Entry, Kind};
use domain::challenge::Purpose;
use domain::code::TypedCode;
use domain::effect::Effect;
use domain::ids::ChallengeId;
use domain::password;
use domain::person::Method;
use domain::recovery_code::TypedRecoveryCode;
use domain::secret::Secret;
use domain::sign_in::{Outcome, Step};
use domain::step_up::{self, Act, Needs, StepUpSession, failure, needs};
use domain::time::Now;
use domain::verification::Door;
use store::counters::{self, PasswordClass};
use store::staff::PasswordHash;
use store::{Db, Tx, WriteTx, recovery};

use crate::apply::{apply, record};
use crate::code_screen::{CodeScreen, by_method};
use crate::session::Running;
use crate::standing::Loaded;
use crate::{ActionError, Policy, Token};

/// What step-up still asks before `act`, and what its code screen shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepUpView {
    /// What is still asked.
    pub needs: Needs,
    /// The code screen, where a code is asked.
    pub code: Option<CodeScreen>,
}

/// Looks at what is still asked; a code by that method, or by the default one.
///
/// # Errors
/// [`ActionError`] of the session and the database.
pub fn view(
    db: &mut Db,
    token: &Token,
    act: Act,
    method: Option<Method>,
    policy: &Policy,
    at: Now,
) -> Result<StepUpView, ActionError> {
    db.read(at, |tx| {
        let running = Running::load(tx, token)?;
        let needs = needs(act, &running.staff.person(), running.session.stamps, at);
        let code = if needs.code {
            screen(tx, &running, method, policy)?
        } else {
            None
        };
        Ok(StepUpView { needs, code })
    })
}

fn screen(
    tx: &Tx<'_>,
    running: &Running,
    method: Option<Method>,
    policy: &Policy,
) -> Result<Option<CodeScreen>, ActionError> {
    let loaded = running.load_facts(tx, policy)?;
    let door = Door {
        purpose: Purpose::StepUp,
        browser: running.browser(),
        session: Some(running.session.id),
    };
    Ok(by_method(tx, &loaded, door, method)?)
}

fn session(running: &Running) -> StepUpSession {
    StepUpSession {
        id: running.session.id,
        failures: running.session.step_up_failures,
    }
}

/// What became of a password typed for step-up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PasswordAnswer {
    /// Right, and stamped on the session.
    Right,
    /// Wrong and counted (spec L08); a wait may have begun.
    Wrong {
        /// The wait that began, in milliseconds.
        wait_ms: Option<i64>,
    },
    /// Nothing was checked.
    MustWait {
        /// Milliseconds until passwords are checked again.
        in_ms: i64,
    },
}

/// Judges the own password, typed for `act`.
///
/// # Errors
/// [`ActionError`] of the session, the database and hashing.
pub fn password(
    db: &mut Db,
    token: &Token,
    act: Act,
    typed: &Secret<String>,
    policy: &Policy,
    entropy: [u8; 16],
    at: Now,
) -> Result<PasswordAnswer, ActionError> {
    let seen = db.read(at, |tx| {
        Ok::<_, ActionError>(Running::load(tx, token)?.staff.password_hash)
    })?;
    let matched =
        password::verify(typed, seen.as_ref().map_or(password::dummy_phc(), PasswordHash::reveal))? && seen.is_some();
    db.write(at, entropy, |tx| {
        let running = Running::load(tx, token)?;
        let matched = matched && running.staff.password_hash == seen;
        judge_password(tx, &running, act, matched, policy)
    })
}

fn judge_password(
    tx: &WriteTx<'_>,
    running: &Running,
    act: Act,
    matched: bool,
    policy: &Policy,
) -> Result<PasswordAnswer, ActionError> {
    let loaded = running.load_facts(tx, policy)?;
    let tag = tx
        .keys()
        .name_tag(&domain::contact::user_name_key(&running.staff.username));
    let class = PasswordClass::of(loaded.familiarity.known);
    let ladder = counters::password_ladder(tx, &tag, class)?;
    let ladder = ladder.stored_anew(tx.at()).unwrap_or(ladder).current(tx.at());
    if let Some(wait) = ladder.is_waiting(tx.at()) {
        let row = Entry::own(running.staff.id, Kind::StepUp, Ending::Refused, &running.session.place);
        record(tx, &row.rule("L08").detail("password"))?;
        return Ok(PasswordAnswer::MustWait {
            in_ms: wait.left_ms(tx.at()),
        });
    }
    if matched {
        counters::store_password_ladder(tx, &tag, class, true, ladder.after_right())?;
        apply(
            tx,
            &running.scene(tx),
            vec![Effect::StampPassword(running.session.id, act)],
        )?;
        let row = Entry::own(running.staff.id, Kind::StepUp, Ending::Done, &running.session.place);
        record(tx, &row.detail("password"))?;
        return Ok(PasswordAnswer::Right);
    }
    let (ladder, wait) = ladder.after_wrong(tx.at());
    counters::store_password_ladder(tx, &tag, class, true, ladder)?;
    let row = Entry::own(running.staff.id, Kind::StepUp, Ending::Refused, &running.session.place);
    record(tx, &row.rule("M10").detail("password"))?;
    if wait.is_some() {
        let row = Entry::own(
            running.staff.id,
            Kind::PasswordLockout,
            Ending::Done,
            &running.session.place,
        );
        record(tx, &row.rule("L08"))?;
    }
    apply(tx, &running.scene(tx), failure(session(running), &loaded.standing(tx)))?;
    Ok(PasswordAnswer::Wrong {
        wait_ms: wait.map(|wait| wait.length_ms),
    })
}

/// Asks for a text with a code for step-up.
///
/// # Errors
/// [`ActionError`] of the session and the database.
pub fn text(db: &mut Db, token: &Token, policy: &Policy, entropy: [u8; 16], at: Now) -> Result<Outcome, ActionError> {
    with_standing(db, token, policy, entropy, at, |tx, running, loaded| {
        let fresh = ChallengeId(tx.random16());
        Ok(step_up::text(session(running), fresh, &loaded.standing(tx), tx.at()))
    })
}

/// Judges a code of a method.
///
/// # Errors
/// [`ActionError`] of the session and the database.
pub fn code(
    db: &mut Db,
    token: &Token,
    method: Method,
    typed: &TypedCode,
    policy: &Policy,
    entropy: [u8; 16],
    at: Now,
) -> Result<Outcome, ActionError> {
    with_standing(db, token, policy, entropy, at, |tx, running, loaded| {
        Ok(step_up::code(
            session(running),
            method,
            typed,
            &loaded.standing(tx),
            tx.at(),
        ))
    })
}

/// Judges a recovery code; a fresh one has to be kept afterwards (spec R04).
///
/// # Errors
/// [`ActionError`] of the session and the database.
pub fn recovery_code(
    db: &mut Db,
    token: &Token,
    typed: &TypedRecoveryCode,
    policy: &Policy,
    entropy: [u8; 16],
    at: Now,
) -> Result<Outcome, ActionError> {
    with_standing(db, token, policy, entropy, at, |tx, running, loaded| {
        let dead = recovery::is_dead(tx, running.staff.id, typed.bare().reveal())?;
        Ok(step_up::recovery(
            session(running),
            typed,
            dead,
            &loaded.standing(tx),
            tx.at(),
        ))
    })
}

fn with_standing(
    db: &mut Db,
    token: &Token,
    policy: &Policy,
    entropy: [u8; 16],
    at: Now,
    decide: impl FnOnce(&WriteTx<'_>, &Running, &Loaded) -> Result<Step, ActionError>,
) -> Result<Outcome, ActionError> {
    db.write(at, entropy, |tx| {
        let running = Running::load(tx, token)?;
        let loaded = running.load_facts(tx, policy)?;
        let step = decide(tx, &running, &loaded)?;
        apply(tx, &running.scene(tx), step.effects)?;
        Ok(step.outcome)
    })
}
