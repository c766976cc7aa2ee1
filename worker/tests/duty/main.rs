//! The real worker over a real database: messages in memory, time by hand; one module for each duty.
#![allow(clippy::unwrap_used)]

mod anchors;
mod bench;
mod ending;
mod exports;
mod log;
mod on_duty;
mod program;
mod sending;
mod trouble;
