//! The staff list as it is changed (spec A02): tables, and the last manager.
#![allow(clippy::unwrap_used)]

mod last_manager;
mod table;
