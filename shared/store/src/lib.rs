//! All SQL of Vestibule: one SQLite file, opened with the promised settings, read in snapshots, written in IMMEDIATE
//! transactions, with sealed columns and a chained record. No decision is taken here (`domain`), and nothing here
//! knows what an action is (`actions`).

pub mod audit;
pub mod browsers;
pub mod challenges;
pub mod clinic;
pub mod counters;
mod db;
pub mod documents;
pub mod due;
mod error;
pub mod holidays;
mod keys;
pub mod methods;
pub mod migrate;
pub mod outbox;
pub mod owner_recovery;
pub mod ownership;
pub mod pauses;
pub mod pending;
pub mod recovery;
pub mod report;
pub mod roster;
pub mod sessions;
pub mod set_ups;
pub mod staff;
mod stamp;
pub mod taken_away;
pub mod trust;
mod turn;

pub use db::{Db, Tx, WriteTx};
pub use error::StoreError;
pub use keys::{Keys, Tag};

#[cfg(test)]
#[allow(clippy::unwrap_used)]
#[path = "../tests/inside/full_disk.rs"]
mod full_disk;
