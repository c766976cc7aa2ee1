//! Pages to print, and tables for a spreadsheet. `typeset` sets any page: fonts, lines, paragraphs, lists, tables; a document
//! is one file beside it that says what stands where: the sheet with a recovery code (spec R09), the 2SV status report
//! (D04), the list of first passwords (A07). `csv` is the one way into a spreadsheet's cell (Z05).
//!
//! Nothing here knows where a document goes: no file, no network, no clock. The same input makes the same bytes.

pub mod csv;
mod error;
mod first_passwords;
mod recovery_sheet;
mod status_report;
mod typeset;

pub use error::DocumentError;
pub use first_passwords::{FirstPassword, FirstPasswords, first_passwords};
pub use recovery_sheet::{RecoverySheet, recovery_sheet};
pub use status_report::{StatusPerson, StatusReport, status_report};
