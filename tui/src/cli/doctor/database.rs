//! The open database: what SQLite promised, whether the file is whole, whether the record is.

use domain::time::Now;
use store::audit::{self, Chain};
use store::{Db, StoreError};

use super::Check;

/// When the newest row of the record was written, in wall ms; nothing where that cannot be read.
pub(super) fn newest_record(db: &mut Db, at: Now) -> Option<i64> {
    let newest = db.read(at, |tx| match audit::verify(tx)? {
        Chain::Whole { rows } => audit::rows(tx, rows, 1),
        Chain::Broken { .. } => Ok::<_, StoreError>(Vec::new()),
    });
    newest.ok()?.first().map(|row| row.at)
}

/// Settings, file and record.
pub(super) fn look(db: &mut Db, at: Now) -> [Check; 3] {
    [settings(db), integrity(db), record(db, at)]
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
            "stop here, keep the file, and restore the newest backup",
        ),
        Err(error) => Check::failed("integrity", &error),
    }
}

/// The record's chain (spec D02).
fn record(db: &mut Db, at: Now) -> Check {
    match db.read(at, audit::verify) {
        Ok(Chain::Whole { rows }) => Check::ok("record", format!("{rows} rows, none changed or removed")),
        Ok(Chain::Broken { row }) => Check::broken(
            "record",
            format!("row {row} is not as it was written"),
            "keep a copy of the data directory and find out who could write to it",
        ),
        Err(error) => Check::failed("record", &error),
    }
}
