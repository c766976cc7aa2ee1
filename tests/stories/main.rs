//! What happens at a clinic, told from the keyboard: the real terminal program and the real worker over a real file, with
//! a clock moved by hand. Every story ends with nothing left owing (`fixtures::keyboard::Story`).
//!
//! A bug gets a story here that is named after what the clinic saw. Not here: terminals as bytes (`tui/tests`), what
//! goes over a wire (`transports`), many at once (`races`).
#![allow(clippy::unwrap_used)]

mod activity;
mod alike;
mod app;
mod app_set_up;
mod app_typed;
mod banners;
mod clinic_settings;
mod code_screen;
mod endings;
mod everywhere;
mod gates;
mod harmless;
mod home;
mod locked_out;
mod my_account;
mod new_password;
mod not_me;
mod outages;
mod own_password;
mod ownership;
mod places;
mod profile;
mod recovery;
mod reports;
mod required;
mod resend;
mod second_home;
mod sensitive_changes;
mod sessions;
mod set_up;
mod settings;
mod sign_in;
mod sign_out;
mod staff_list;
mod staffing;
mod step_up;
mod texts_refused;
mod trust;
mod trust_ends;
mod unfinished;
mod view_recovery;
mod waits;
