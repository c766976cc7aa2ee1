//! Settings > Clinic > **Holidays**: one more day that is no business day (spec E05, O03, M10: no step-up).

use domain::holiday::Holiday;
use domain::permission::Task;
use domain::time::Now;
use store::{Db, holidays};

use crate::apply::record;
use crate::session::Running;
use crate::{ActionError, Token};

/// Adds a holiday, which was checked at the edge.
///
/// # Errors
/// [`ActionError::Denied`] for who is no manager; [`ActionError::Refused`] where that day is one already.
pub fn add_holiday(
    db: &mut Db,
    token: &Token,
    holiday: &Holiday,
    entropy: [u8; 16],
    at: Now,
) -> Result<(), ActionError> {
    db.write(at, entropy, |tx| {
        let running = Running::load_open(tx, token)?;
        running.may(Task::Settings)?;
        if !holidays::add(tx, holiday)? {
            return Err(ActionError::Refused(format!(
                "{} is a holiday already. Nothing was changed.",
                holiday.day()
            )));
        }
        let detail = format!("holiday added: {}, {}", holiday.day(), holiday.name());
        Ok(record(tx, &running.setting_changed("E05", detail))?)
    })
}
