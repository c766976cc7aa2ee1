//! The table of the help, a file a chapter, in the order of the whole list.
//!
//! Only what the program can do stands here: an answer that names a key or a screen has one. Tests count the lines.

mod account;
mod activity;
mod app;
mod general;
mod people;
mod recovery;
mod setting_up;
mod staff;
mod texts;
mod trouble;
mod trust;

use super::help_text::{Chapter, Question};

/// Every question under its chapter, in the order of the whole list.
pub(super) static CHAPTERS: &[(Chapter, &[Question])] = &[
    (Chapter::General, general::QUESTIONS),
    (Chapter::General, trust::QUESTIONS),
    (Chapter::General, account::QUESTIONS),
    (Chapter::General, people::QUESTIONS),
    (Chapter::General, staff::QUESTIONS),
    (Chapter::General, activity::QUESTIONS),
    (Chapter::SettingUp, setting_up::QUESTIONS),
    (Chapter::Texts, texts::QUESTIONS),
    (Chapter::App, app::QUESTIONS),
    (Chapter::Trouble, trouble::QUESTIONS),
    (Chapter::RecoveryCode, recovery::QUESTIONS),
];
