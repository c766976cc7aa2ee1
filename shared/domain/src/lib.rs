//! Every decision of Vestibule, as pure functions over explicit time.
//!
//! Nothing here reads a clock, a file, a network or a generator: time is an argument, randomness is bytes in the
//! command. Callers load facts, ask, and write down what comes back in one transaction.

pub mod activity;
pub mod anchor;
pub mod audit;
pub mod browser;
pub mod business_days;
pub mod challenge;
pub mod change;
pub mod code;
pub mod contact;
pub mod delivery;
pub mod document;
pub mod edit;
pub mod effect;
pub mod enrolment;
pub mod entropy;
pub mod holiday;
pub mod ids;
mod judging;
pub mod last_manager;
pub mod lockout;
pub mod message;
pub mod owner_recovery;
pub mod ownership;
pub mod password;
pub mod pause;
pub mod permission;
pub mod person;
pub mod policy;
pub mod recovery_code;
pub mod report;
pub mod resend;
pub mod roster;
pub mod secret;
pub mod sign_in;
pub mod staff_table;
pub mod step_up;
mod text_enum;
mod texting;
pub mod time;
pub mod totp;
pub mod trust;
pub mod verification;
