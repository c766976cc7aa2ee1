//! Documents the operator makes at the command line (spec U06): leave to make one, which is a row of the record.

use domain::audit::Kind;
use domain::document::DocumentKind;
use domain::time::Now;
use store::Db;

use crate::ActionError;
use crate::apply::{by_operator, record};
use crate::papers::{Leave, Order};

/// Leave to make a document, written down.
///
/// # Errors
/// [`ActionError::Refused`] for what only a person in a session may have; the database's.
pub fn operator_makes(
    db: &mut Db,
    order: &Order,
    operator: &str,
    entropy: [u8; 16],
    at: Now,
) -> Result<Leave, ActionError> {
    match order.kind {
        DocumentKind::StatusPdf | DocumentKind::StatusCsv | DocumentKind::StaffCsv | DocumentKind::ActivityCsv => {}
        // R08: nobody else sees a recovery code; the operator makes first passwords one by one (A07).
        DocumentKind::RecoveryCode | DocumentKind::FirstPasswords => {
            let sentence = "No command makes that document. Nothing was made.";
            return Err(ActionError::Refused(sentence.into()));
        }
    }
    db.write(at, entropy, |tx| {
        let row = by_operator(operator, None, Kind::DocumentMade);
        record(tx, &row.detail(order.kind.words()))?;
        Ok(Leave::of_operator(operator, order))
    })
}

/// Leave to read the 2SV status report on the terminal, written down.
///
/// # Errors
/// [`ActionError`] of the database.
pub fn operator_reads_status(db: &mut Db, operator: &str, entropy: [u8; 16], at: Now) -> Result<Leave, ActionError> {
    db.write(at, entropy, |tx| {
        let row = by_operator(operator, None, Kind::DocumentMade);
        record(tx, &row.detail("2SV status report, on the terminal"))?;
        Ok(Leave::of_operator(operator, &Order::of(DocumentKind::StatusCsv)))
    })
}
