//! Every way a message can leave the house, held to one contract, and the real ones held to their failure tables
//! (spec W02 to W04) against stand-ins on loopback. Not here: what the outbox makes of it; those are stories.

#![allow(clippy::unwrap_used, reason = "a test may end with a panic")]

mod common;
mod contract;
mod folder;
mod log;
mod mail_format;
mod smtp;
mod twilio;
mod twilio_answers;
