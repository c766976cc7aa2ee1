//! The open database: what SQLite promised, whether the file is whole, whether the record is.

use domain::time::Now;
use store::audit::{self, Chain};
use store::{Db, StoreError};

use super::Check;

/// Settings, file and record; and when the newest row of a whole record was written, in wall ms.
pub(super) fn look(db: &mut Db, at: Now) -> ([Check; 3], Option<i64>) {
    let checked = db.read(at, |tx| {
        let chain = audit::verify(tx)?;
        let newest = match chain {
            Chain::Whole { rows } => audit::rows(tx, rows, 1)?.first().map(|row| row.at),
            Chain::Broken { .. } => None,
        };
        Ok((chain, newest))
    });
    let newest = checked.as_ref().ok().and_then(|(_, newest)| *newest);
    let chain = checked.map(|(chain, _)| chain);
    ([settings(db), integrity(db), record(chain)], newest)
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
            "stop here, keep the file, and put the newest backup of it back",
        ),
        Err(error) => Check::failed("integrity", &error),
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
