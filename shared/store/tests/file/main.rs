//! The store over a real file: its schema as it is written down, its settings, its chain, its sealed fields, its leases,
//! and what it says on bad days.
#![allow(clippy::unwrap_used)]

mod bad_days;
mod chain;
mod counters;
mod migration;
mod once;
mod opening;
mod outbox;
mod roster;
mod schema;
mod sealing;
mod search;
