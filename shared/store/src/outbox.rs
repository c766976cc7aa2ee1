//! The outbox: what is owed, as intents (spec W02, Z03). A row is claimed and committed, sent with nothing held, and
//! settled only by whoever holds its lease.
//!
//! ```text
//!   queued ──claim──▶ sending ──settle──▶ handed_over ──follow-up──▶ delivered | failed
//!     ▲                  │  └────────────▶ failed | unknown | too_late
//!     └── may be retried ┘
//! ```

mod watch;

use std::collections::BTreeMap;

use domain::challenge::Purpose;
use domain::ids::{ChallengeId, MessageId, StaffId};
use domain::message::{MailKind, MessageState, TextKind};
use domain::time::Now;
use rusqlite::{OptionalExtension, Row, named_params};

use crate::keys::Field;
use crate::stamp::{stamp, word};
use crate::{StoreError, Tx, WriteTx};

pub use watch::{
    Queue, TextStatus, Underway, clinic_texts, look_at_all_now, mails_waiting, newest_code_text, next_look, note_fate,
    queue, recent_texts, text_status, to_look_at, was_owed,
};

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
