//! Pages to print. `typeset` sets any page: fonts, lines, paragraphs, lists; a document is one file beside it that says
//! what stands where. There is one so far, the sheet with a recovery code (spec R09).
//!
//! Nothing here knows where a document goes: no file, no network, no clock. The same input makes the same bytes.

pub mod csv;
mod error;
mod recovery_sheet;
mod typeset;

pub use error::DocumentError;
pub use recovery_sheet::{RecoverySheet, recovery_sheet};
