//! The record, chained (spec D02): every row carries a MAC over the row before it and itself; the head row carries the
//! newest number and a MAC of its own, so that cutting rows off at the end shows too. Checking the chain is `chain`,
//! looking rows up `search`.

mod chain;
mod search;

use domain::anchor::Anchor;
use domain::audit::{Actor, Entry};
use domain::ids::StaffId;
use rusqlite::{OptionalExtension, Row, named_params};

use crate::{StoreError, Tx, WriteTx};

pub(crate) use chain::fits_the_keys;
pub use chain::{Chain, check, first_unanchored, verify};
pub use search::{Page, page};

/// A stored row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditRow {
    /// Counts from 1 without gaps.
    pub number: i64,
    /// Wall ms.
    pub at: i64,
    /// Who did it: a user name, `operator:…`, `worker`, `unknown:…`.
    pub actor: String,
    /// Whom it is about: a user name or nothing.
    pub subject: String,
    /// What happened.
    pub kind: String,
    /// How it ended.
    pub outcome: String,
    /// The one rule that fired.
    pub rule: String,
    /// From where.
    pub place: String,
    /// Anything else.
    pub detail: String,
    key_id: u8,
    mac: [u8; 32],
}

impl AuditRow {
    fn parts(&self) -> Parts<'_> {
        Parts {
            number: self.number,
            at: self.at,
            texts: [
                &self.actor,
                &self.subject,
                &self.kind,
                &self.outcome,
                &self.rule,
                &self.place,
                &self.detail,
            ],
            key_id: self.key_id,
            mac: self.mac,
        }
    }
}

/// A row as it lies in the file, not copied.
struct Parts<'a> {
    number: i64,
    at: i64,
    /// From `actor` to `detail`.
    texts: [&'a str; 7],
    key_id: u8,
    mac: [u8; 32],
}

/// The columns, in the order [`parts`] reads them.
const COLUMNS: &str = "number, at, actor, subject, kind, outcome, rule, place, detail, key_id, mac";

impl Parts<'_> {
    fn mac(&self, tx: &Tx<'_>, before: &[u8; 32]) -> Result<[u8; 32], StoreError> {
        let [actor, subject, kind, outcome, rule, place, detail] = self.texts.map(str::as_bytes);
        let (number, at) = (self.number.to_be_bytes(), self.at.to_be_bytes());
        let parts: [&[u8]; 11] = [
            b"row", before, &number, &at, actor, subject, kind, outcome, rule, place, detail,
        ];
        tx.keys.audit_mac(self.key_id, &parts)
    }

    /// Whether it is as it was written, under a key that is there.
    fn is_whole(&self, tx: &Tx<'_>, before: &[u8; 32]) -> bool {
        self.mac(tx, before).is_ok_and(|mac| mac == self.mac)
    }

    fn to_row(&self) -> AuditRow {
        let [actor, subject, kind, outcome, rule, place, detail] = self.texts.map(str::to_owned);
        AuditRow {
            number: self.number,
            at: self.at,
            actor,
            subject,
            kind,
            outcome,
            rule,
            place,
            detail,
            key_id: self.key_id,
            mac: self.mac,
        }
    }
}

fn parts<'a>(row: &'a Row<'_>) -> rusqlite::Result<Parts<'a>> {
    let mut texts = [""; 7];
    for (text, column) in texts.iter_mut().zip(2..) {
        *text = row.get_ref(column)?.as_str()?;
    }
    Ok(Parts {
        number: row.get(0)?,
        at: row.get(1)?,
        texts,
        key_id: row.get(9)?,
        mac: row.get(10)?,
    })
}

fn read(row: &Row<'_>) -> rusqlite::Result<AuditRow> {
    parts(row).map(|parts| parts.to_row())
}

struct Head {
    number: i64,
    key_id: u8,
    mac: [u8; 32],
}

impl Head {
    /// Whether it is as it was written after a row with that MAC.
    fn is_whole(&self, tx: &Tx<'_>, last: &[u8; 32]) -> bool {
        head_mac(tx, self.key_id, self.number, last).is_ok_and(|mac| mac == self.mac)
    }
}

fn read_head(row: &Row<'_>) -> rusqlite::Result<Head> {
    Ok(Head {
        number: row.get("number")?,
        key_id: row.get("key_id")?,
        mac: row.get("mac")?,
    })
}

const HEAD: &str = "SELECT number, key_id, mac FROM audit_head";

fn head(tx: &Tx<'_>) -> Result<Option<Head>, StoreError> {
    Ok(tx.conn.prepare_cached(HEAD)?.query_row([], read_head).optional()?)
}

fn head_mac(tx: &Tx<'_>, key_id: u8, number: i64, last: &[u8; 32]) -> Result<[u8; 32], StoreError> {
    tx.keys.audit_mac(key_id, &[b"head", &number.to_be_bytes(), last])
}

fn mac_of(tx: &Tx<'_>, number: i64) -> Result<[u8; 32], StoreError> {
    Ok(find_mac(tx, number)?.unwrap_or([0; 32]))
}

fn find_mac(tx: &Tx<'_>, number: i64) -> Result<Option<[u8; 32]>, StoreError> {
    Ok(tx
        .conn
        .prepare_cached("SELECT mac FROM audit WHERE number = ?1")?
        .query_row([number], |row| row.get(0))
        .optional()?)
}

/// Appends a row and moves the head, both in the caller's transaction.
///
/// # Errors
/// [`StoreError`] of writing: then the action does not happen either.
pub fn append(tx: &WriteTx<'_>, entry: &Entry) -> Result<i64, StoreError> {
    let newest = head(tx)?.map_or(0, |head| head.number);
    let before = mac_of(tx, newest)?;
    let mut row = AuditRow {
        number: newest + 1,
        at: tx.at().wall_ms,
        actor: actor(tx, &entry.actor)?,
        subject: entry
            .subject
            .map(|staff| username(tx, staff))
            .transpose()?
            .unwrap_or_default(),
        kind: entry.kind.as_str().to_owned(),
        outcome: entry.outcome.as_str().to_owned(),
        rule: entry.rule.to_owned(),
        place: entry.place.clone(),
        detail: entry.detail.clone(),
        key_id: tx.keys.current_id(),
        mac: [0; 32],
    };
    row.mac = row.parts().mac(tx, &before)?;
    tx.conn
        .prepare_cached(
            "INSERT INTO audit (number, at, actor, subject, kind, outcome, rule, place, detail, key_id, mac)
         VALUES (:number, :at, :actor, :subject, :kind, :outcome, :rule, :place, :detail, :key_id, :mac)",
        )?
        .execute(named_params! {
            ":number": row.number, ":at": row.at, ":actor": row.actor, ":subject": row.subject, ":kind": row.kind,
            ":outcome": row.outcome, ":rule": row.rule, ":place": row.place, ":detail": row.detail,
            ":key_id": row.key_id, ":mac": row.mac,
        })?;
    let mac = head_mac(tx, row.key_id, row.number, &row.mac)?;
    tx.conn
        .prepare_cached(
            "INSERT INTO audit_head (id, number, key_id, mac) VALUES (1, ?1, ?2, ?3)
         ON CONFLICT (id) DO UPDATE SET number = excluded.number, key_id = excluded.key_id, mac = excluded.mac",
        )?
        .execute((row.number, row.key_id, mac))?;
    Ok(row.number)
}

fn actor(tx: &Tx<'_>, actor: &Actor) -> Result<String, StoreError> {
    Ok(match actor {
        Actor::Staff(staff) => username(tx, *staff)?,
        Actor::Operator(login) => format!("operator:{login}"),
        Actor::Worker => "worker".to_owned(),
        Actor::Unknown(tag) => format!("unknown:{tag}"),
    })
}

fn username(tx: &Tx<'_>, staff: StaffId) -> Result<String, StoreError> {
    Ok(tx
        .conn
        .prepare_cached("SELECT username FROM staff WHERE id = ?1")?
        .query_row([staff.0], |row| row.get(0))?)
}

/// Rows from `first` on, at most `limit`, in order.
///
/// # Errors
/// [`StoreError`] of reading.
pub fn rows(tx: &Tx<'_>, first: i64, limit: u32) -> Result<Vec<AuditRow>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM audit WHERE number >= ?1 ORDER BY number LIMIT ?2");
    let mut statement = tx.conn.prepare_cached(&sql)?;
    let rows = statement.query_map((first, limit), read)?.collect::<Result<_, _>>()?;
    Ok(rows)
}

/// The newest number; 0 in an empty record.
///
/// # Errors
/// [`StoreError`] of reading.
pub fn newest_number(tx: &Tx<'_>) -> Result<i64, StoreError> {
    Ok(head(tx)?.map_or(0, |head| head.number))
}

/// Rows about somebody, by any of the user names, after that number.
///
/// # Errors
/// [`StoreError`] of reading.
pub fn about_since(tx: &Tx<'_>, usernames: &[&str], number: i64) -> Result<Vec<AuditRow>, StoreError> {
    let mut statement = tx
        .conn
        .prepare_cached("SELECT * FROM audit WHERE number > ?1 ORDER BY number")?;
    let about = |row: &rusqlite::Result<AuditRow>| {
        row.as_ref()
            .map_or(true, |row| usernames.contains(&row.subject.as_str()))
    };
    let rows = statement
        .query_map([number], read)?
        .filter(about)
        .collect::<Result<_, _>>()?;
    Ok(rows)
}

/// The newest row's number and MAC, for the worker's log (spec D02); nothing in an empty record.
///
/// # Errors
/// [`StoreError`] of reading.
pub fn anchor(tx: &Tx<'_>) -> Result<Option<Anchor>, StoreError> {
    let number = newest_number(tx)?;
    Ok(find_mac(tx, number)?.map(|mac| Anchor { number, mac }))
}
