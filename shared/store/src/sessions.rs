//! Sessions: one running program each (spec S16).

use domain::ids::{BrowserId, SessionId, StaffId};
use domain::sign_in::{Admission, How};
use domain::step_up::{Act, Stamps, rule};
use domain::time::Now;
use rusqlite::{OptionalExtension, Row, named_params};

use crate::stamp::{optional, word};
use crate::{StoreError, Tx, WriteTx};

/// A session as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionRow {
    /// The row.
    pub id: SessionId,
    /// Whose.
    pub staff: StaffId,
    /// In which browser.
    pub browser: BrowserId,
    /// From where, in words.
    pub place: String,
    /// The lock file in `run/` its program holds.
    pub lock_name: String,
    /// How it came about.
    pub how: How,
    /// When, wall ms.
    pub began_at: i64,
    /// What it has shown so far (spec M10).
    pub stamps: Stamps,
    /// Step-ups that failed in it.
    pub step_up_failures: u32,
    /// A method has to be set up before anything else, as long as the rule and the person stand so (spec E03).
    pub must_set_up: bool,
    /// The sign-in before this one, wall ms.
    pub previous_at: Option<i64>,
    /// Where that was.
    pub previous_place: Option<String>,
    /// Wrong codes between the two.
    pub wrong_since: u32,
    /// Right passwords between the two without a second step.
    pub unfinished_since: u32,
    /// When it ended, wall ms.
    pub ended_at: Option<i64>,
}

/// A session to begin.
pub struct NewSession<'a> {
    /// Leave to begin it.
    pub admission: &'a Admission,
    /// The token the program holds.
    pub token: &'a [u8; 16],
    /// In which browser.
    pub browser: BrowserId,
    /// From where, in words.
    pub place: &'a str,
    /// The lock file in `run/` the program holds already.
    pub lock_name: &'a str,
    /// When the password was typed.
    pub password_at: Now,
    /// The sign-in before.
    pub previous_at: Option<i64>,
    /// Where that was.
    pub previous_place: Option<&'a str>,
    /// Wrong codes since then.
    pub wrong_since: u32,
    /// Unfinished sign-ins since then.
    pub unfinished_since: u32,
    /// A method has to be set up before anything else (spec E03).
    pub must_set_up: bool,
}

/// Begins a session.
///
/// # Errors
/// [`StoreError`] of writing.
pub fn begin(tx: &WriteTx<'_>, new: &NewSession<'_>) -> Result<SessionId, StoreError> {
    let how = new.admission.how();
    let code = how.is_code_step().then_some(tx.at());
    tx.conn
        .prepare_cached(
            "INSERT INTO sessions (token_tag, staff_id, browser_id, place, lock_name, how, began_at,
             password_wall, password_boot, password_boot_id, code_wall, code_boot, code_boot_id,
             previous_at, previous_place, wrong_since, unfinished_since, must_set_up)
         VALUES (:tag, :staff, :browser, :place, :lock_name, :how, :at, :p_wall, :p_boot, :p_boot_id,
             :c_wall, :c_boot, :c_boot_id, :previous_at, :previous_place, :wrong_since, :unfinished_since,
             :must_set_up)",
        )?
        .execute(named_params! {
            ":tag": tx.keys.token_tag(new.token), ":staff": new.admission.staff().0, ":browser": new.browser.0,
            ":place": new.place, ":lock_name": new.lock_name, ":how": how.as_str(), ":at": tx.at().wall_ms,
            ":p_wall": new.password_at.wall_ms, ":p_boot": new.password_at.boot_ms,
            ":p_boot_id": new.password_at.boot_id.0, ":c_wall": code.map(|at| at.wall_ms),
            ":c_boot": code.map(|at| at.boot_ms), ":c_boot_id": code.map(|at| at.boot_id.0),
            ":previous_at": new.previous_at, ":previous_place": new.previous_place, ":wrong_since": new.wrong_since,
            ":unfinished_since": new.unfinished_since, ":must_set_up": new.must_set_up,
        })?;
    Ok(SessionId(tx.conn.last_insert_rowid()))
}

fn password_act(row: &Row<'_>) -> rusqlite::Result<Option<Act>> {
    let stored: Option<String> = row.get("password_act")?;
    let act = stored.map(|act| word(Act::parse(&act), "sessions.password_act"));
    act.transpose()
}

fn read(row: &Row<'_>) -> rusqlite::Result<SessionRow> {
    let how: String = row.get("how")?;
    Ok(SessionRow {
        id: SessionId(row.get("id")?),
        staff: StaffId(row.get("staff_id")?),
        browser: BrowserId(row.get("browser_id")?),
        place: row.get("place")?,
        lock_name: row.get("lock_name")?,
        how: word(How::parse(&how), "sessions.how")?,
        began_at: row.get("began_at")?,
        stamps: Stamps {
            password: optional(row, "password")?,
            password_act: password_act(row)?,
            code_step: optional(row, "code")?,
        },
        step_up_failures: row.get("step_up_failures")?,
        must_set_up: row.get("must_set_up")?,
        previous_at: row.get("previous_at")?,
        previous_place: row.get("previous_place")?,
        wrong_since: row.get("wrong_since")?,
        unfinished_since: row.get("unfinished_since")?,
        ended_at: row.get("ended_at")?,
    })
}

/// The running session a program's token names; `None` once it has ended.
///
/// # Errors
/// [`StoreError`] of reading.
pub fn find_running(tx: &Tx<'_>, token: &[u8; 16]) -> Result<Option<SessionRow>, StoreError> {
    Ok(tx
        .conn
        .prepare_cached("SELECT * FROM sessions WHERE token_tag = ?1 AND ended_at IS NULL")?
        .query_row([tx.keys.token_tag(token)], read)
        .optional()?)
}

/// Why the session a token names has ended, if it has.
///
/// # Errors
/// [`StoreError`] of reading.
pub fn ended_why(tx: &Tx<'_>, token: &[u8; 16]) -> Result<Option<String>, StoreError> {
    Ok(tx
        .conn
        .prepare_cached("SELECT ended_why FROM sessions WHERE token_tag = ?1")?
        .query_row([tx.keys.token_tag(token)], |row| row.get(0))
        .optional()?
        .flatten())
}

/// Every running session.
///
/// # Errors
/// [`StoreError`] of reading.
pub fn running(tx: &Tx<'_>) -> Result<Vec<SessionRow>, StoreError> {
    let mut statement = tx
        .conn
        .prepare_cached("SELECT * FROM sessions WHERE ended_at IS NULL ORDER BY id")?;
    let rows = statement.query_map([], read)?.collect::<Result<_, _>>()?;
    Ok(rows)
}

/// Every running session of a person, the newest first.
///
/// # Errors
/// [`StoreError`] of reading.
pub fn running_of(tx: &Tx<'_>, staff: StaffId) -> Result<Vec<SessionRow>, StoreError> {
    let mut statement = tx
        .conn
        .prepare_cached("SELECT * FROM sessions WHERE staff_id = ?1 AND ended_at IS NULL ORDER BY id DESC")?;
    let rows = statement.query_map([staff.0], read)?.collect::<Result<_, _>>()?;
    Ok(rows)
}

/// Ends one session. `false` where it had ended before.
///
/// # Errors
/// [`StoreError`] of writing.
pub fn end(tx: &WriteTx<'_>, id: SessionId, why: &str) -> Result<bool, StoreError> {
    let changed = tx
        .conn
        .prepare_cached("UPDATE sessions SET ended_at = ?2, ended_why = ?3 WHERE id = ?1 AND ended_at IS NULL")?
        .execute((id.0, tx.at().wall_ms, why))?;
    Ok(changed == 1)
}

/// Ends every running session of a person but one. Returns those that ended.
///
/// # Errors
/// [`StoreError`] of writing.
pub fn end_all_but(
    tx: &WriteTx<'_>,
    staff: StaffId,
    keep: Option<SessionId>,
    why: &str,
) -> Result<Vec<SessionRow>, StoreError> {
    let mut ended = Vec::new();
    for session in running_of(tx, staff)? {
        if Some(session.id) != keep && end(tx, session.id, why)? {
            ended.push(session);
        }
    }
    Ok(ended)
}

/// A code step was passed in it: failures before it count no more.
///
/// # Errors
/// [`StoreError`] of writing.
pub fn stamp_code_step(tx: &WriteTx<'_>, id: SessionId) -> Result<(), StoreError> {
    let at = tx.at();
    tx.conn
        .prepare_cached(
            "UPDATE sessions SET code_wall = ?2, code_boot = ?3, code_boot_id = ?4, step_up_failures = 0 WHERE id = ?1",
        )?
        .execute((id.0, at.wall_ms, at.boot_ms, at.boot_id.0))?;
    Ok(())
}

/// A method was set up in it: what had to come first is done (spec E03).
///
/// # Errors
/// [`StoreError`] of writing.
pub fn has_set_up(tx: &WriteTx<'_>, id: SessionId) -> Result<(), StoreError> {
    let mut statement = tx
        .conn
        .prepare_cached("UPDATE sessions SET must_set_up = 0 WHERE id = ?1")?;
    statement.execute([id.0])?;
    Ok(())
}

/// The own password was typed in it, for that act.
///
/// # Errors
/// [`StoreError`] of writing.
pub fn stamp_password(tx: &WriteTx<'_>, id: SessionId, act: Act) -> Result<(), StoreError> {
    let at = tx.at();
    let once = (!rule(act).recent_password_counts).then(|| act.as_str());
    tx.conn
        .prepare_cached(
            "UPDATE sessions SET password_wall = ?2, password_boot = ?3, password_boot_id = ?4, password_act = ?5
             WHERE id = ?1",
        )?
        .execute((id.0, at.wall_ms, at.boot_ms, at.boot_id.0, once))?;
    Ok(())
}

/// The act that asks the password each time was done: the next one asks again.
///
/// # Errors
/// [`StoreError::Overtaken`] where it was done already.
pub fn spend_password(tx: &WriteTx<'_>, id: SessionId, act: Act) -> Result<(), StoreError> {
    let spent = tx
        .conn
        .prepare_cached("UPDATE sessions SET password_act = NULL WHERE id = ?1 AND password_act = ?2")?
        .execute((id.0, act.as_str()))?;
    if spent == 1 { Ok(()) } else { Err(StoreError::Overtaken) }
}

/// A step-up failed in it.
///
/// # Errors
/// [`StoreError`] of writing.
pub fn count_step_up_failure(tx: &WriteTx<'_>, id: SessionId) -> Result<(), StoreError> {
    tx.conn
        .prepare_cached("UPDATE sessions SET step_up_failures = step_up_failures + 1 WHERE id = ?1")?
        .execute([id.0])?;
    Ok(())
}
