//! The 2SV status report's facts (spec D04), in one snapshot: on the screen, and for a document. Who had it made stands in
//! the record already (`save_document`, `make_document`); nothing is changed here.

use domain::permission::Task;
use domain::report::{Line, Rules, Totals};
use domain::time::Now;
use store::{Db, Tx, report};

use crate::papers::{Leave, the_clinic};
use crate::session::Running;
use crate::{ActionError, Token};

/// The figures, as the screen shows them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StatusView {
    /// Counted now.
    pub totals: Totals,
    /// What is set.
    pub rules: Rules,
}

/// Everything that stands in the document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatusReport {
    /// The clinic's full name.
    pub clinic: String,
    /// The clinic's IANA time zone.
    pub time_zone: String,
    /// Who has it made.
    pub by: String,
    /// When, wall ms.
    pub made_at: i64,
    /// What is set.
    pub rules: Rules,
    /// Counted in the same instant.
    pub totals: Totals,
    /// Everybody, by name; who has no access last.
    pub people: Vec<Line>,
}

/// The figures for the screen.
///
/// # Errors
/// [`ActionError::Denied`] for who is no manager; the session's and the database's.
pub fn look(db: &mut Db, token: &Token, at: Now) -> Result<StatusView, ActionError> {
    db.read(at, |tx| {
        Running::load_open(tx, token)?.may(Task::Report)?;
        Ok(StatusView {
            totals: Totals::of(&report::people(tx)?),
            rules: report::rules(tx)?,
        })
    })
}

/// The whole of it.
///
/// # Errors
/// [`ActionError::Denied`] once whoever has the leave may not any more; the database's.
pub fn status_report(db: &mut Db, leave: &Leave, at: Now) -> Result<StatusReport, ActionError> {
    db.read(at, |tx| {
        leave.ask(tx)?;
        load(tx, leave)
    })
}

fn load(tx: &Tx<'_>, leave: &Leave) -> Result<StatusReport, ActionError> {
    let clinic = the_clinic(tx)?;
    let mut people = report::people(tx)?;
    people.sort_by_key(|line| !line.access.may_sign_in());
    Ok(StatusReport {
        clinic: clinic.name,
        time_zone: clinic.time_zone,
        by: leave.by(tx)?,
        made_at: tx.at().wall_ms,
        rules: report::rules(tx)?,
        totals: Totals::of(&people),
        people,
    })
}
