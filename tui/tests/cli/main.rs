//! The command line, by running the program itself in a directory of its own and with nothing in its environment but what
//! a test puts there. The screens are not looked at here.

#![allow(clippy::unwrap_used)]

mod audit;
mod common;
mod doctor;
mod init;
mod interrupted;
mod pickup;
mod questions;
mod recovery;
mod report;
mod set_up;
mod staff;
mod staff_edit;
mod staff_export;
mod staff_import;
mod texts;
