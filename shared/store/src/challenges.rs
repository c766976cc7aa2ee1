//! Challenges: texted codes as rows without the codes (spec C01 to C03).

use domain::challenge::{Challenge, ChallengeState, DEAD_CODES_MS, Purpose};
use domain::ids::{BrowserId, ChallengeId, SessionId, StaffId};
use domain::time::Term;
use domain::verification::Door;
use rusqlite::{OptionalExtension, Row, named_params};

use crate::stamp::{term, word};
use crate::{StoreError, Tx, WriteTx};

fn read(row: &Row<'_>) -> rusqlite::Result<Challenge> {
    let purpose: String = row.get("purpose")?;
    let state: String = row.get("state")?;
    Ok(Challenge {
        id: ChallengeId(row.get("id")?),
        purpose: word(Purpose::parse(&purpose), "challenges.purpose")?,
        state: word(ChallengeState::parse(&state), "challenges.state")?,
        reissue: row.get("reissue")?,
        key_id: row.get("key_id")?,
        to: row.get("to_number")?,
        browser: BrowserId(row.get("browser_id")?),
        session: row.get::<_, Option<i64>>("session_id")?.map(SessionId),
        term: term(row, "issued")?,
    })
}

/// The person's challenges an answer may match: open ones and those of the last hour (spec L06).
///
/// # Errors
/// [`StoreError`] of reading.
pub fn recent(tx: &Tx<'_>, staff: StaffId) -> Result<Vec<Challenge>, StoreError> {
    let at = tx.at();
    let mut statement = tx.conn.prepare_cached(
        "SELECT * FROM challenges WHERE staff_id = :staff AND (issued_wall > :wall - :hour
             OR (issued_boot_id = :boot_id AND issued_boot > :boot - :hour)) ORDER BY issued_wall",
    )?;
    let rows = statement
        .query_map(
            named_params! { ":staff": staff.0, ":wall": at.wall_ms, ":boot": at.boot_ms, ":boot_id": at.boot_id.0,
            ":hour": DEAD_CODES_MS },
            read,
        )?
        .collect::<Result<_, _>>()?;
    Ok(rows)
}

/// One challenge.
///
/// # Errors
/// [`StoreError`] of reading.
pub fn find(tx: &Tx<'_>, id: ChallengeId) -> Result<Option<Challenge>, StoreError> {
    Ok(tx
        .conn
        .prepare_cached("SELECT * FROM challenges WHERE id = ?1")?
        .query_row([id.0], read)
        .optional()?)
}

/// The open challenge of a door, over or not.
///
/// # Errors
/// [`StoreError`] of reading.
pub fn open_at(tx: &Tx<'_>, staff: StaffId, door: Door) -> Result<Option<Challenge>, StoreError> {
    Ok(tx
        .conn
        .prepare_cached(
            "SELECT * FROM challenges WHERE staff_id = ?1 AND purpose = ?2 AND browser_id = ?3
                 AND coalesce(session_id, 0) = ?4 AND state = 'open'",
        )?
        .query_row(
            (
                staff.0,
                door.purpose.as_str(),
                door.browser.0,
                door.session.map_or(0, |session| session.0),
            ),
            read,
        )
        .optional()?)
}

/// Issues a challenge under the current key; an open one of the same door dies.
///
/// # Errors
/// [`StoreError`] of writing.
pub fn issue(
    tx: &WriteTx<'_>,
    staff: StaffId,
    door: Door,
    id: ChallengeId,
    to: &str,
    life: Term,
) -> Result<(), StoreError> {
    if let Some(open) = open_at(tx, staff, door)? {
        let state = if open.term.ended(tx.at()) {
            ChallengeState::Expired
        } else {
            ChallengeState::Void
        };
        close(tx, open.id, state)?;
    }
    let start = life.start;
    tx.conn
        .prepare_cached(
            "INSERT INTO challenges (id, staff_id, purpose, browser_id, session_id, to_number, key_id, reissue, state,
             issued_wall, issued_boot, issued_boot_id, length)
         VALUES (:id, :staff, :purpose, :browser, :session, :to, :key, 0, 'open', :wall, :boot, :boot_id, :length)",
        )?
        .execute(named_params! {
            ":id": id.0, ":staff": staff.0, ":purpose": door.purpose.as_str(), ":browser": door.browser.0,
            ":session": door.session.map(|session| session.0), ":to": to, ":key": tx.keys.current_id(),
            ":wall": start.wall_ms, ":boot": start.boot_ms, ":boot_id": start.boot_id.0, ":length": life.length_ms,
        })?;
    Ok(())
}

/// A new code of the same challenge replaces the one before; the challenge must still be open with the count before.
///
/// # Errors
/// [`StoreError::Overtaken`] where it is not.
pub fn reissue(tx: &WriteTx<'_>, id: ChallengeId, reissue: u32, life: Term) -> Result<(), StoreError> {
    let start = life.start;
    let changed = tx.conn.prepare_cached(
        "UPDATE challenges SET reissue = :reissue, issued_wall = :wall, issued_boot = :boot, issued_boot_id = :boot_id,
             length = :length WHERE id = :id AND state = 'open' AND reissue = :reissue - 1",
    )?
    .execute(named_params! {
        ":id": id.0, ":reissue": reissue, ":wall": start.wall_ms, ":boot": start.boot_ms,
        ":boot_id": start.boot_id.0, ":length": life.length_ms,
    })?;
    if changed == 1 {
        Ok(())
    } else {
        Err(StoreError::Overtaken)
    }
}

/// Uses the challenge up; only whoever changes it from open goes on (spec C03).
///
/// # Errors
/// [`StoreError::Overtaken`] where somebody else was first.
pub fn use_up(tx: &WriteTx<'_>, id: ChallengeId) -> Result<(), StoreError> {
    if close(tx, id, ChallengeState::Used)? {
        Ok(())
    } else {
        Err(StoreError::Overtaken)
    }
}

/// Moves a challenge from open to another state. `false` where it was not open.
///
/// # Errors
/// [`StoreError`] of writing.
pub fn close(tx: &WriteTx<'_>, id: ChallengeId, state: ChallengeState) -> Result<bool, StoreError> {
    let changed = tx
        .conn
        .prepare_cached("UPDATE challenges SET state = ?2 WHERE id = ?1 AND state = 'open'")?
        .execute((id.0, state.as_str()))?;
    Ok(changed == 1)
}

/// Withdraws every open challenge of a person for which `dies` says so. Returns how many.
///
/// # Errors
/// [`StoreError`] of writing.
pub fn void_open(tx: &WriteTx<'_>, staff: StaffId, dies: impl Fn(&Challenge) -> bool) -> Result<usize, StoreError> {
    let mut statement = tx
        .conn
        .prepare_cached("SELECT * FROM challenges WHERE staff_id = ?1 AND state = 'open'")?;
    let open: Vec<Challenge> = statement.query_map([staff.0], read)?.collect::<Result<_, _>>()?;
    let mut died = 0;
    for challenge in open.iter().filter(|challenge| dies(challenge)) {
        let state = if challenge.term.ended(tx.at()) {
            ChallengeState::Expired
        } else {
            ChallengeState::Void
        };
        died += usize::from(close(tx, challenge.id, state)?);
    }
    Ok(died)
}

/// Marks every code whose life is over as expired (spec C02). Returns how many.
///
/// # Errors
/// [`StoreError`] of writing.
pub fn expire_due(tx: &WriteTx<'_>) -> Result<usize, StoreError> {
    let at = tx.at();
    Ok(tx
        .conn
        .prepare_cached(
            "UPDATE challenges SET state = 'expired' WHERE state = 'open' AND (issued_wall + length <= :wall
             OR (issued_boot_id = :boot_id AND issued_boot + length <= :boot)
             OR (issued_boot_id <> :boot_id AND issued_wall > :wall))",
        )?
        .execute(named_params! { ":wall": at.wall_ms, ":boot": at.boot_ms, ":boot_id": at.boot_id.0 })?)
}
