//! The open database: what SQLite promised, whether the file is whole, whether the record is, and whether its clients
//! can be told apart.

use domain::audit::Kind;
use domain::time::Now;
use store::audit::{self, Chain};
use store::{Db, StoreError, browsers};

use super::Check;

/// What a whole record says of the clock, in wall ms.
#[derive(Clone, Copy, Default)]
pub(super) struct Record {
    /// When its newest row was written.
    pub(super) newest: Option<i64>,
    /// When the clock was last seen jumping, as far as the newest rows tell (spec Z08).
    pub(super) jumped: Option<i64>,
}

/// So many of the newest rows are looked through.
const NEWEST: u32 = 1_000;

/// Settings, file, record and clients; and what the record says of the clock.
pub(super) fn look(db: &mut Db, at: Now) -> ([Check; 4], Record) {
    let checked = db.read(at, |tx| {
        let chain = audit::verify(tx)?;
        let newest = match chain {
            Chain::Whole { rows } => audit::rows(tx, rows - i64::from(NEWEST) + 1, NEWEST)?,
            Chain::Broken { .. } => Vec::new(),
        };
        let jump = newest.iter().rev().find(|row| row.kind == Kind::ClockJumped.as_str());
        let record = Record {
            newest: newest.last().map(|row| row.at),
            jumped: jump.map(|row| row.at),
        };
        Ok((chain, record))
    });
    let said = checked.as_ref().map(|(_, record)| *record).unwrap_or_default();
    let chain = checked.map(|(chain, _)| chain);
    let keyless = db.read(at, browsers::any_keyless);
    ([settings(db), integrity(db), record(chain), clients(keyless)], said)
}

/// Opening has compared them with what is promised (spec Z06); here they are shown.
fn settings(db: &Db) -> Check {
    match db.settings() {
        Ok(all) => {
            let shown: Vec<String> = all.iter().map(|(name, value)| format!("{name} {value}")).collect();
            Check::ok("database", shown.join(", "))
        }
        Err(error) => Check::failed("database", &error),
    }
}

fn integrity(db: &Db) -> Check {
    match db.faults() {
        Ok(faults) if faults.is_empty() => Check::ok("integrity", "the file is whole"),
        Ok(faults) => Check::broken(
            "integrity",
            format!("the file is damaged: {}", faults.join("; ")),
            "stop here, keep the file, and put a copy you have of it back",
        ),
        Err(error) => Check::failed("integrity", &error),
    }
}

/// Over SSH the key tells one client from another, where the server says which it was (spec T03, U03).
fn clients(keyless: Result<bool, StoreError>) -> Check {
    match keyless {
        Ok(false) => Check::ok("clients", "all that signed in can be told apart"),
        Ok(true) => Check::warn(
            "clients",
            "somebody has signed in over SSH without a key to be seen: all such clients count as one",
            "set `ExposeAuthInfo yes` in sshd_config, and let people in by keys only",
        ),
        Err(error) => Check::failed("clients", &error),
    }
}

/// The record's chain (spec D02).
fn record(chain: Result<Chain, StoreError>) -> Check {
    match chain {
        Ok(Chain::Whole { rows }) => Check::ok("record", format!("{rows} rows, none changed or removed")),
        Ok(Chain::Broken { row }) => Check::broken(
            "record",
            format!("row {row} is not as it was written"),
            "keep a copy of the data directory and find out who could write to it",
        ),
        Err(error) => Check::failed("record", &error),
    }
}
