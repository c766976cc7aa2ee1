//! The record, chained (spec D02): every row carries a MAC over the row before it and itself; the head row carries the
//! newest number and a MAC of its own, so that cutting rows off at the end shows too.

use domain::audit::{Actor, Entry};
use domain::ids::StaffId;
use rusqlite::{OptionalExtension, named_params};

use crate::{StoreError, Tx, WriteTx};

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
    fn mac(&self, tx: &Tx<'_>, before: &[u8; 32]) -> Result<[u8; 32], StoreError> {
        tx.keys.audit_mac(
            self.key_id,
            &[
                b"row",
                before,
                &self.number.to_be_bytes(),
                &self.at.to_be_bytes(),
                self.actor.as_bytes(),
                self.subject.as_bytes(),
                self.kind.as_bytes(),
                self.outcome.as_bytes(),
                self.rule.as_bytes(),
                self.place.as_bytes(),
                self.detail.as_bytes(),
            ],
        )
    }
}

struct Head {
    number: i64,
    key_id: u8,
    mac: [u8; 32],
}

fn head(tx: &Tx<'_>) -> Result<Option<Head>, StoreError> {
    Ok(tx
        .conn
        .prepare_cached("SELECT number, key_id, mac FROM audit_head")?
        .query_row([], |row| {
            Ok(Head {
                number: row.get(0)?,
                key_id: row.get(1)?,
                mac: row.get(2)?,
            })
        })
        .optional()?)
}

fn head_mac(tx: &Tx<'_>, key_id: u8, number: i64, last: &[u8; 32]) -> Result<[u8; 32], StoreError> {
    tx.keys.audit_mac(key_id, &[b"head", &number.to_be_bytes(), last])
}

fn mac_of(tx: &Tx<'_>, number: i64) -> Result<[u8; 32], StoreError> {
    Ok(tx
        .conn
        .prepare_cached("SELECT mac FROM audit WHERE number = ?1")?
        .query_row([number], |row| row.get(0))
        .optional()?
        .unwrap_or([0; 32]))
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
    row.mac = row.mac(tx, &before)?;
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
    let mut statement = tx
        .conn
        .prepare_cached("SELECT * FROM audit WHERE number >= ?1 ORDER BY number LIMIT ?2")?;
    let rows = statement
        .query_map((first, limit), |row| {
            Ok(AuditRow {
                number: row.get("number")?,
                at: row.get("at")?,
                actor: row.get("actor")?,
                subject: row.get("subject")?,
                kind: row.get("kind")?,
                outcome: row.get("outcome")?,
                rule: row.get("rule")?,
                place: row.get("place")?,
                detail: row.get("detail")?,
                key_id: row.get("key_id")?,
                mac: row.get("mac")?,
            })
        })?
        .collect::<Result<_, _>>()?;
    Ok(rows)
}

/// What checking the chain found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Chain {
    /// Whole, with so many rows.
    Whole {
        /// The newest number.
        rows: i64,
    },
    /// Changed, removed, reordered or cut off.
    Broken {
        /// The first number that is not as it was written.
        row: i64,
    },
}

/// Checks the whole chain against the head.
///
/// # Errors
/// [`StoreError`] of reading.
pub fn verify(tx: &Tx<'_>) -> Result<Chain, StoreError> {
    const BATCH: u32 = 4096;
    let Some(head) = head(tx)? else {
        let first = rows(tx, 0, 1)?;
        return Ok(first
            .first()
            .map_or(Chain::Whole { rows: 0 }, |row| Chain::Broken { row: row.number }));
    };
    let (mut expected, mut before) = (1, [0; 32]);
    loop {
        let batch = rows(tx, if expected == 1 { i64::MIN } else { expected }, BATCH)?;
        for row in &batch {
            if row.number != expected || row.mac(tx, &before)? != row.mac {
                return Ok(Chain::Broken { row: expected });
            }
            (expected, before) = (expected + 1, row.mac);
        }
        if batch.len() < BATCH as usize {
            break;
        }
    }
    let rows = expected - 1;
    if head.number != rows || head_mac(tx, head.key_id, rows, &before)? != head.mac {
        return Ok(Chain::Broken {
            row: expected.min(head.number.max(1)),
        });
    }
    Ok(Chain::Whole { rows })
}
