//! The outbox: what is owed, as intents (spec W02, Z03). A row is claimed and committed, sent with nothing held, and
//! settled only by whoever holds its lease.
//!
//! ```text
//!   queued ──claim──▶ sending ──settle──▶ handed_over ──follow-up──▶ delivered | failed
//!     ▲                  │  └────────────▶ failed | unknown | too_late
//!     └── may be retried ┘
//! ```

use std::collections::BTreeMap;

use domain::challenge::Purpose;
use domain::ids::{ChallengeId, MessageId, StaffId};
use domain::message::{MailKind, MessageState, TextKind};
use domain::resend::Sent;
use domain::time::{DAY, HOUR, Now};
use rusqlite::{OptionalExtension, Row, named_params};

use crate::keys::Field;
use crate::stamp::{stamp, word};
use crate::{StoreError, Tx, WriteTx};

/// What a message is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A text.
    Text(TextKind),
    /// A mail.
    Mail(MailKind),
}

/// How a message leaves the house.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Channel {
    /// Text message.
    Text,
    /// E-mail.
    Mail,
}

impl Channel {
    /// The stored word.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Channel::Text => "text",
            Channel::Mail => "mail",
        }
    }
}

impl Kind {
    /// Its channel.
    #[must_use]
    pub fn channel(self) -> Channel {
        match self {
            Kind::Text(_) => Channel::Text,
            Kind::Mail(_) => Channel::Mail,
        }
    }

    /// The stored word.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Text(kind) => kind.as_str(),
            Kind::Mail(kind) => kind.as_str(),
        }
    }
}

/// The code a text carries: derived when it is sent, stored nowhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CodeOf {
    /// Which challenge.
    pub challenge: ChallengeId,
    /// Which of its codes.
    pub reissue: u32,
    /// What it is for.
    pub purpose: Purpose,
}

/// Facts the wording names.
pub type Facts = BTreeMap<String, String>;

/// A message to owe.
#[derive(Clone, Debug)]
pub struct Owed<'a> {
    /// What it is.
    pub kind: Kind,
    /// About or to whom.
    pub staff: Option<StaffId>,
    /// E.164 or e-mail address, copied.
    pub address: &'a str,
    /// The code it carries.
    pub code: Option<CodeOf>,
    /// Facts for the wording; sealed, wiped once settled.
    pub facts: &'a Facts,
}

fn field(uid: &[u8; 16]) -> Field<'_> {
    Field {
        name: "A waiting message",
        table: "outbox",
        column: "fields",
        row: uid,
    }
}

/// Owes a message, due at once.
///
/// # Errors
/// [`StoreError`] of writing.
pub fn owe(tx: &WriteTx<'_>, owed: &Owed<'_>) -> Result<MessageId, StoreError> {
    let (at, uid) = (tx.at(), tx.random16());
    let plain = serde_json::to_vec(owed.facts).map_err(|error| StoreError::Other(error.to_string()))?;
    let fields = tx.keys.seal(field(&uid), tx.random24(), &plain)?;
    tx.conn.prepare_cached(
        "INSERT INTO outbox (uid, channel, kind, staff_id, address, challenge_id, purpose, reissue, fields,
             made_wall, made_boot, made_boot_id, due_wall, due_boot, due_boot_id, state, changed_at)
         VALUES (:uid, :channel, :kind, :staff, :address, :challenge, :purpose, :reissue, :fields,
             :wall, :boot, :boot_id, :wall, :boot, :boot_id, 'queued', :wall)",
    )?
    .execute(named_params! {
        ":uid": uid, ":channel": owed.kind.channel().as_str(), ":kind": owed.kind.as_str(),
        ":staff": owed.staff.map(|staff| staff.0), ":address": owed.address,
        ":challenge": owed.code.map(|code| code.challenge.0), ":purpose": owed.code.map(|code| code.purpose.as_str()),
        ":reissue": owed.code.map(|code| code.reissue), ":fields": fields, ":wall": at.wall_ms, ":boot": at.boot_ms,
        ":boot_id": at.boot_id.0,
    })?;
    Ok(MessageId(tx.conn.last_insert_rowid()))
}

/// A claimed message: whoever holds `lease` may settle it.
#[derive(Clone, Debug)]
pub struct Claimed {
    /// The row.
    pub id: MessageId,
    /// Random and stable: the Message-ID is made of it.
    pub uid: [u8; 16],
    /// The right to settle.
    pub lease: [u8; 16],
    /// What it is.
    pub kind: Kind,
    /// About or to whom.
    pub staff: Option<StaffId>,
    /// E.164 or e-mail address.
    pub address: String,
    /// The code it carries.
    pub code: Option<CodeOf>,
    /// Facts for the wording.
    pub facts: Facts,
    /// Whether the facts could be opened; not with another key, or changed by hand. It must not keep others from going.
    pub readable: bool,
    /// Attempts made, this one included.
    pub attempts: u32,
    /// When it was owed.
    pub made: Now,
}

/// What the index of waiting messages is about, word by word: SQLite does not see that `state = 'queued'` lies within.
const OWED: &str = "state IN ('queued', 'sending')";
const DUE: &str = "(due_wall <= :wall OR (due_boot_id = :boot_id AND due_boot <= :boot)
    OR (due_boot_id <> :boot_id AND due_wall > :wall + 3600000))";

/// Claims the message of a channel that is due the longest; `None` when nothing is.
///
/// # Errors
/// [`StoreError`] of writing.
pub fn claim(tx: &WriteTx<'_>, channel: Channel) -> Result<Option<Claimed>, StoreError> {
    let (at, lease) = (tx.at(), tx.random16());
    let sql = format!(
        "UPDATE outbox SET state = 'sending', lease = :lease, attempts = attempts + 1, changed_at = :wall
         WHERE id = (SELECT id FROM outbox WHERE {OWED} AND state = 'queued' AND channel = :channel AND {DUE}
             ORDER BY due_wall, id LIMIT 1) RETURNING *"
    );
    let row = tx
        .conn
        .prepare_cached(&sql)?
        .query_row(
            named_params! { ":lease": lease, ":channel": channel.as_str(), ":wall": at.wall_ms, ":boot": at.boot_ms,
            ":boot_id": at.boot_id.0 },
            |row| read_claimed(row, lease),
        )
        .optional()?;
    let Some((mut claimed, sealed)) = row else {
        return Ok(None);
    };
    match facts(tx, &claimed.uid, &sealed) {
        Ok(facts) => claimed.facts = facts,
        Err(StoreError::Unreadable(_)) => claimed.readable = false,
        Err(error) => return Err(error),
    }
    Ok(Some(claimed))
}

fn facts(tx: &Tx<'_>, uid: &[u8; 16], sealed: &[u8]) -> Result<Facts, StoreError> {
    let plain = tx.keys.open(field(uid), sealed)?;
    serde_json::from_slice(&plain).map_err(|_| StoreError::Unreadable("A waiting message"))
}

fn read_claimed(row: &Row<'_>, lease: [u8; 16]) -> rusqlite::Result<(Claimed, Vec<u8>)> {
    let claimed = Claimed {
        id: MessageId(row.get("id")?),
        uid: row.get("uid")?,
        lease,
        kind: read_kind(row)?,
        staff: row.get::<_, Option<i64>>("staff_id")?.map(StaffId),
        address: row.get("address")?,
        code: read_code(row)?,
        facts: Facts::new(),
        readable: true,
        attempts: row.get("attempts")?,
        made: stamp(row, "made")?,
    };
    Ok((claimed, row.get("fields")?))
}

fn read_kind(row: &Row<'_>) -> rusqlite::Result<Kind> {
    let (channel, kind): (String, String) = (row.get("channel")?, row.get("kind")?);
    match channel.as_str() {
        "text" => word(TextKind::parse(&kind), "outbox.kind").map(Kind::Text),
        "mail" => word(MailKind::parse(&kind), "outbox.kind").map(Kind::Mail),
        _ => word(None, "outbox.channel"),
    }
}

fn read_code(row: &Row<'_>) -> rusqlite::Result<Option<CodeOf>> {
    let Some(challenge) = row.get::<_, Option<[u8; 16]>>("challenge_id")? else {
        return Ok(None);
    };
    let purpose: String = row.get("purpose")?;
    Ok(Some(CodeOf {
        challenge: ChallengeId(challenge),
        reissue: row.get("reissue")?,
        purpose: word(Purpose::parse(&purpose), "outbox.purpose")?,
    }))
}

/// What becomes of a claimed message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Settlement {
    /// Settled for good (see [`MessageState::is_settled`]).
    Settled {
        /// Handed over, delivered, failed, unknown, too late.
        state: MessageState,
        /// The other side's name for it.
        reference: String,
        /// What went wrong, as a stable short word (`twilio 21610`, `smtp 550`); empty for nothing.
        error: String,
        /// When to ask what became of it, wall ms.
        look_at: Option<i64>,
    },
    /// Tried again later.
    Retry {
        /// When.
        due: Now,
        /// What was in the way.
        error: String,
    },
}

/// Settles a message, only with its lease. `false` where the lease is not the one that holds it any more.
///
/// # Errors
/// [`StoreError`] of writing.
pub fn settle(tx: &WriteTx<'_>, id: MessageId, lease: &[u8; 16], settlement: &Settlement) -> Result<bool, StoreError> {
    let wall = tx.at().wall_ms;
    let changed = match settlement {
        Settlement::Settled { state, reference, error, look_at } => tx
            .conn
            .prepare_cached(
                "UPDATE outbox SET state = :state, lease = NULL, fields = NULL, reference = :reference, error = :error,
                     look_at = :look_at, changed_at = :wall WHERE id = :id AND lease = :lease",
            )?
            .execute(named_params! {
                ":state": state.as_str(), ":reference": reference, ":error": error, ":look_at": look_at,
                ":wall": wall, ":id": id.0, ":lease": lease,
            })?,
        Settlement::Retry { due, error } => tx
            .conn
            .prepare_cached(
                "UPDATE outbox SET state = 'queued', lease = NULL, error = :error, due_wall = :due_wall,
                     due_boot = :due_boot, due_boot_id = :due_boot_id, changed_at = :wall WHERE id = :id AND lease = :lease",
            )?
            .execute(named_params! {
                ":error": error, ":due_wall": due.wall_ms, ":due_boot": due.boot_ms, ":due_boot_id": due.boot_id.0,
                ":wall": wall, ":id": id.0, ":lease": lease,
            })?,
    };
    Ok(changed == 1)
}

/// A message left in `sending` by a worker that is gone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Orphan {
    /// The row.
    pub id: MessageId,
    /// Its lease.
    pub lease: [u8; 16],
    /// What it is.
    pub kind: Kind,
    /// About or to whom.
    pub staff: Option<StaffId>,
}

/// Every message in `sending`. Only the worker that holds `worker.lock` and has just started may call them orphans.
///
/// # Errors
/// [`StoreError`] of reading.
pub fn orphans(tx: &Tx<'_>) -> Result<Vec<Orphan>, StoreError> {
    let sql = format!("SELECT * FROM outbox WHERE {OWED} AND state = 'sending' ORDER BY id");
    let mut statement = tx.conn.prepare_cached(&sql)?;
    let rows = statement
        .query_map([], |row| {
            Ok(Orphan {
                id: MessageId(row.get("id")?),
                lease: row.get("lease")?,
                kind: read_kind(row)?,
                staff: row.get::<_, Option<i64>>("staff_id")?.map(StaffId),
            })
        })?
        .collect::<Result<_, _>>()?;
    Ok(rows)
}

/// Milliseconds until the next queued message is due, 0 for now; `None` where nothing is queued.
///
/// # Errors
/// [`StoreError`] of reading.
pub fn next_due_in_ms(tx: &Tx<'_>, at: Now) -> Result<Option<i64>, StoreError> {
    let sql = format!(
        "SELECT min(CASE WHEN due_boot_id = :boot_id THEN min(due_wall - :wall, due_boot - :boot)
             WHEN due_wall > :wall + 3600000 THEN 0 ELSE due_wall - :wall END)
         FROM outbox WHERE {OWED} AND state = 'queued'"
    );
    let due: Option<i64> = tx.conn.prepare_cached(&sql)?.query_row(
        named_params! { ":wall": at.wall_ms, ":boot": at.boot_ms, ":boot_id": at.boot_id.0 },
        |row| row.get(0),
    )?;
    Ok(due.map(|due| due.max(0)))
}

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

/// The newest text of a challenge.
///
/// # Errors
/// [`StoreError`] of reading.
pub fn text_status(tx: &Tx<'_>, challenge: ChallengeId) -> Result<Option<TextStatus>, StoreError> {
    Ok(tx
        .conn
        .prepare_cached("SELECT * FROM outbox WHERE challenge_id = ?1 AND channel = 'text' ORDER BY id DESC LIMIT 1")?
        .query_row([challenge.0], |row| {
            let state: String = row.get("state")?;
            Ok(TextStatus {
                state: word(MessageState::parse(&state), "outbox.state")?,
                error: row.get("error")?,
                made: stamp(row, "made")?,
                changed_at: row.get("changed_at")?,
            })
        })
        .optional()?)
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
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Queue {
    /// Texts not sent yet.
    pub texts: u32,
    /// Mails not sent yet.
    pub mails: u32,
    /// Wall ms when the oldest of them was owed.
    pub oldest: Option<i64>,
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
