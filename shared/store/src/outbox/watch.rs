//! Looking at the outbox: texts underway and what became of them, what was sent lately, what still waits (spec C05, W04,
//! W07, X03). Owing, claiming and settling stand in the file above.

use domain::challenge::Purpose;
use domain::ids::{ChallengeId, MessageId, StaffId};
use domain::message::{MailKind, MessageState};
use domain::resend::Sent;
use domain::time::{DAY, HOUR, Now};
use rusqlite::{OptionalExtension, Row, named_params};

use crate::stamp::{stamp, word};
use crate::{StoreError, Tx, WriteTx};

/// A text that was handed over and whose fate is asked for now (spec W04).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Underway {
    /// The row.
    pub id: MessageId,
    /// The other side's name for it.
    pub reference: String,
    /// To whom.
    pub staff: Option<StaffId>,
    /// When it was owed.
    pub made: Now,
}

/// Texts to ask about, at most `limit`.
///
/// # Errors
/// [`StoreError`] of reading.
pub fn to_look_at(tx: &Tx<'_>, at: Now, limit: u32) -> Result<Vec<Underway>, StoreError> {
    let mut statement = tx
        .conn
        .prepare_cached("SELECT * FROM outbox WHERE look_at <= ?1 ORDER BY look_at LIMIT ?2")?;
    let rows = statement
        .query_map((at.wall_ms, limit), |row| {
            Ok(Underway {
                id: MessageId(row.get("id")?),
                reference: row.get("reference")?,
                staff: row.get::<_, Option<i64>>("staff_id")?.map(StaffId),
                made: stamp(row, "made")?,
            })
        })?
        .collect::<Result<_, _>>()?;
    Ok(rows)
}

/// Wall ms of the next question about a text's fate.
///
/// # Errors
/// [`StoreError`] of reading.
pub fn next_look(tx: &Tx<'_>) -> Result<Option<i64>, StoreError> {
    Ok(tx
        .conn
        .prepare_cached("SELECT min(look_at) FROM outbox WHERE look_at IS NOT NULL")?
        .query_row([], |row| row.get(0))?)
}

/// Asks about every text underway at once: the wall clock moved, by which the questions go.
///
/// # Errors
/// [`StoreError`] of writing.
pub fn look_at_all_now(tx: &WriteTx<'_>) -> Result<usize, StoreError> {
    Ok(tx
        .conn
        .prepare_cached("UPDATE outbox SET look_at = ?1 WHERE look_at IS NOT NULL")?
        .execute([tx.at().wall_ms])?)
}

/// Notes a text's fate, only while it is handed over. `false` where somebody did before.
///
/// # Errors
/// [`StoreError`] of writing.
pub fn note_fate(
    tx: &WriteTx<'_>,
    id: MessageId,
    state: MessageState,
    error: &str,
    look_at: Option<i64>,
) -> Result<bool, StoreError> {
    let changed = tx
        .conn
        .prepare_cached(
            "UPDATE outbox SET state = ?2, error = ?3, look_at = ?4,
                 changed_at = CASE ?2 WHEN state THEN changed_at ELSE ?5 END WHERE id = ?1 AND state = 'handed_over'",
        )?
        .execute((id.0, state.as_str(), error, look_at, tx.at().wall_ms))?;
    Ok(changed == 1)
}

/// What became of the newest text of a challenge, for the code screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextStatus {
    /// Where it stands.
    pub state: MessageState,
    /// What went wrong, as stored.
    pub error: String,
    /// When it was owed.
    pub made: Now,
    /// When the state last changed, wall ms.
    pub changed_at: i64,
}

/// The newest text with a code to a person, over any challenge.
///
/// # Errors
/// [`StoreError`] of reading.
pub fn newest_code_text(tx: &Tx<'_>, staff: StaffId) -> Result<Option<TextStatus>, StoreError> {
    Ok(tx
        .conn
        .prepare_cached(
            "SELECT * FROM outbox WHERE kind = 'code' AND staff_id = ?1 ORDER BY made_wall DESC, id DESC LIMIT 1",
        )?
        .query_row([staff.0], status)
        .optional()?)
}

/// The newest text of a challenge.
///
/// # Errors
/// [`StoreError`] of reading.
pub fn text_status(tx: &Tx<'_>, challenge: ChallengeId) -> Result<Option<TextStatus>, StoreError> {
    Ok(tx
        .conn
        .prepare_cached("SELECT * FROM outbox WHERE challenge_id = ?1 AND channel = 'text' ORDER BY id DESC LIMIT 1")?
        .query_row([challenge.0], status)
        .optional()?)
}

fn status(row: &Row<'_>) -> rusqlite::Result<TextStatus> {
    let state: String = row.get("state")?;
    Ok(TextStatus {
        state: word(MessageState::parse(&state), "outbox.state")?,
        error: row.get("error")?,
        made: stamp(row, "made")?,
        changed_at: row.get("changed_at")?,
    })
}

/// A person's texts with codes of the last 24 hours, oldest first (spec C05).
///
/// # Errors
/// [`StoreError`] of reading.
pub fn recent_texts(tx: &Tx<'_>, staff: StaffId) -> Result<Vec<Sent>, StoreError> {
    let at = tx.at();
    let mut statement = tx.conn.prepare_cached(
        "SELECT o.made_wall, o.made_boot, o.made_boot_id, o.purpose, c.state = 'used' AS used
         FROM outbox o JOIN challenges c ON c.id = o.challenge_id
         WHERE o.staff_id = :staff AND o.channel = 'text' AND o.kind = 'code' AND (o.made_wall > :wall - :day
             OR (o.made_boot_id = :boot_id AND o.made_boot > :boot - :day)) ORDER BY o.id",
    )?;
    let rows = statement
        .query_map(
            named_params! { ":staff": staff.0, ":wall": at.wall_ms, ":boot": at.boot_ms, ":boot_id": at.boot_id.0,
            ":day": DAY },
            |row| {
                let purpose: String = row.get("purpose")?;
                Ok(Sent {
                    at: stamp(row, "made")?,
                    purpose: word(Purpose::parse(&purpose), "outbox.purpose")?,
                    used: row.get("used")?,
                })
            },
        )?
        .collect::<Result<_, _>>()?;
    Ok(rows)
}

/// How many texts the clinic sent in the last 24 hours, and the wall ms of the oldest of them (spec W07).
///
/// # Errors
/// [`StoreError`] of reading.
pub fn clinic_texts(tx: &Tx<'_>, at: Now) -> Result<(u32, Option<i64>), StoreError> {
    Ok(tx
        .conn
        .prepare_cached("SELECT count(*), min(made_wall) FROM outbox WHERE channel = 'text' AND made_wall > ?1")?
        .query_row([at.wall_ms - DAY], |row| Ok((row.get(0)?, row.get(1)?)))?)
}

/// Whether a mail of one of these kinds was owed for a person within `window_ms`.
///
/// # Errors
/// [`StoreError`] of reading.
pub fn was_owed(tx: &Tx<'_>, staff: Option<StaffId>, kinds: &[MailKind], window_ms: i64) -> Result<bool, StoreError> {
    // Two statements: with one for both, only the kind would be looked up.
    let whose = match staff {
        Some(_) => "staff_id = ?2",
        None => "?2 IS NULL",
    };
    let sql = format!(
        "SELECT made_wall, made_boot, made_boot_id FROM outbox WHERE kind = ?1 AND {whose} ORDER BY id DESC LIMIT 1"
    );
    let mut statement = tx.conn.prepare_cached(&sql)?;
    for kind in kinds {
        let newest = statement
            .query_row((kind.as_str(), staff.map(|staff| staff.0)), |row| stamp(row, "made"))
            .optional()?;
        if newest.is_some_and(|made| tx.at().since(made) < window_ms) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// What waits, for `doctor` and the screens.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Queue {
    /// Texts not sent yet.
    pub texts: u32,
    /// Mails not sent yet.
    pub mails: u32,
    /// Wall ms when the oldest of them was owed.
    pub oldest: Option<i64>,
    /// How many of them were tried without success and are tried again.
    pub trying: u32,
    /// What was in the way of the newest try of these, as stored; empty where there is none.
    pub in_the_way: String,
    /// Messages of the last 24 hours that failed for good or are unknown.
    pub failed: u32,
}

/// Counts what waits.
///
/// # Errors
/// [`StoreError`] of reading.
pub fn queue(tx: &Tx<'_>, at: Now) -> Result<Queue, StoreError> {
    let (texts, mails, oldest) = tx
        .conn
        .prepare_cached(
            "SELECT count(*) FILTER (WHERE channel = 'text'), count(*) FILTER (WHERE channel = 'mail'), min(made_wall)
             FROM outbox WHERE state IN ('queued', 'sending')",
        )?
        .query_row([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    // SQLite takes `error` from the row that has the max() (https://sqlite.org/lang_select.html#bareagg).
    let (trying, in_the_way) = tx
        .conn
        .prepare_cached(
            "SELECT count(*), coalesce(error, ''), max(changed_at) FROM outbox
             WHERE state IN ('queued', 'sending') AND attempts > 0 AND error <> ''",
        )?
        .query_row([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let failed = tx
        .conn
        .prepare_cached(
            "SELECT count(*) FROM outbox WHERE state IN ('failed', 'unknown', 'too_late') AND changed_at > ?1",
        )?
        .query_row([at.wall_ms - 24 * HOUR], |row| row.get(0))?;
    Ok(Queue {
        texts,
        mails,
        oldest,
        trying,
        in_the_way,
        failed,
    })
}

/// Mails of a person that still wait (spec X03).
///
/// # Errors
/// [`StoreError`] of reading.
pub fn mails_waiting(tx: &Tx<'_>, staff: StaffId) -> Result<u32, StoreError> {
    Ok(tx
        .conn
        .prepare_cached(
            "SELECT count(*) FROM outbox WHERE staff_id = ?1 AND channel = 'mail' AND state IN ('queued', 'sending')",
        )?
        .query_row([staff.0], |row| row.get(0))?)
}
