//! The decisions over texted codes: sign-in, set-up, step-up, recovery code (spec S, C, L, M, R). Each module is one
//! subject, told in a small world kept in memory; `model` compares 100,000 random histories with a second opinion.
//! Not here: the ladders alone (`tests/lockout`), what the database and the screens make of the decisions.
#![allow(clippy::unwrap_used)]

mod codes;
mod doors;
mod model;
mod no_arrow;
mod pending;
mod recovery;
mod set_up;
mod sign_in;
mod step_up;
mod texts;
mod world;
mod wrong_codes;
