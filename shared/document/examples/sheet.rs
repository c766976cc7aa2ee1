//! Writes one recovery sheet to the file named, to look at and to print: `cargo run -p vestibule-document --example
//! sheet -- /tmp/sheet.pdf`. Not for real codes: it sets no permissions.
#![allow(clippy::unwrap_used, clippy::print_stderr)]

use document::{RecoverySheet, recovery_sheet};
use domain::recovery_code::RecoveryCode;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let Some(file) = arguments.next() else {
        eprintln!("Name the file to write.");
        std::process::exit(2);
    };
    let name = arguments.next().unwrap_or_else(|| "Sam Example".to_owned());
    let contact = arguments.next();
    let code = arguments.next().unwrap_or_else(|| "7KQ4MX".to_owned());
    let sheet = RecoverySheet {
        clinic: "Maple Street Clinic",
        name: &name,
        username: "sam",
        code: &RecoveryCode::from_bare(&code).unwrap(),
        made: "Tue 24 Nov 2026, 14:03",
        contact: contact.as_deref(),
    };
    std::fs::write(file, recovery_sheet(&sheet).unwrap().as_slice()).unwrap();
}
