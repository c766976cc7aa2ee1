//! The decisions over codes, texted and of an app: sign-in, set-up, step-up, recovery code, trust, and what a change
//! writes down (spec S, C, L, M, R, T, X). Each module is one subject, told in a small world kept in memory; `model`
//! compares 100,000 random histories with a second opinion. Not here: the ladders alone (`tests/lockout`), codes of an
//! app alone (`tests/totp`), what the database and the screens make of the decisions.
#![allow(clippy::unwrap_used)]

mod activity;
mod app_set_up;
mod apps;
mod changes;
mod codes;
mod doors;
mod methods;
mod model;
mod no_arrow;
mod pauses;
mod pending;
mod policy;
mod recovery;
mod roster;
mod set_up;
mod sign_in;
mod step_up;
mod texts;
mod trust;
mod world;
mod wrong_codes;
