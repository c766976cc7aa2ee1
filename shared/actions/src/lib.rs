//! One file for each thing somebody can do, one transaction each: load, ask `domain`, write everything down.
//!
//! Every action checks session, role and rule itself inside its transaction; a screen that hides a button protects
//! nothing. Nothing is sent, drawn or awaited here, no clock is read and no randomness made: `at` and `entropy` come in.

mod apply;
mod authority;
mod edits;
mod error;
mod helped;
mod owner_recovery;
mod papers;
mod session;
mod set_ups;
mod standing;

pub mod accept_ownership;
pub mod add_holiday;
pub mod add_person;
pub mod add_staff;
pub mod answer_code;
pub mod begin_sign_in;
pub mod cancel_recovery;
pub mod change_clinic;
pub mod change_default;
pub mod change_mobile;
pub mod change_profile;
pub mod check_record;
pub mod choose_password;
pub mod claim_message;
pub mod close_offer;
pub mod code_screen;
pub mod demo_phone;
pub mod edit_person;
pub mod end_session;
pub mod end_trust;
pub mod enrol_app;
pub mod enrol_sms;
pub mod erase_documents;
pub mod expire_due;
pub mod export_activity;
pub mod export_staff;
pub mod first_passwords;
pub mod follow_up;
pub mod help_person;
pub mod import_staff;
pub mod init_clinic;
pub mod list_recovery;
pub mod list_staff;
pub mod locked_out;
pub mod look;
pub mod look_person;
pub mod look_settings;
pub mod look_staff;
pub mod make_document;
pub mod offer_ownership;
pub mod open_recovery;
pub mod pause_person;
pub mod pick_up;
pub mod release_recovery;
pub mod remove_holiday;
pub mod remove_method;
pub mod remove_two_step;
pub mod renew_recovery_code;
pub mod report_not_me;
pub mod resend_code;
pub mod reset_password;
pub mod save_document;
pub mod save_recovery_code;
pub mod see_activity;
pub mod set_enforcement;
pub mod set_sign_out;
pub mod settle_message;
pub mod start_worker;
pub mod status_report;
pub mod step_up;
pub mod turn_off;
pub mod use_recovery_code;
pub mod view_recovery_code;

pub use authority::By;
pub use error::ActionError;
pub use papers::{Content, Leave, Order, Paper};
pub use session::Gate;
pub use standing::{Client, Policy};

/// What a program holds to name its session or pending sign-in; the database knows a keyed hash of it only.
pub type Token = domain::secret::Secret<[u8; 16]>;
