//! Settings > Clinic > **Holidays**: a day is a business day after all (spec E05, O03, M10: no step-up). A request of the
//! owner that is open keeps the days it began with.

use domain::permission::Task;
use domain::time::Now;
use store::Db;
use store::holidays::{self, HolidayRow};

use crate::apply::record;
use crate::session::Running;
use crate::{ActionError, Token};

/// Removes a holiday as the manager saw it.
///
/// # Errors
/// [`ActionError::Denied`] for who is no manager; [`ActionError::Refused`] where it is gone, or goes by another name.
pub fn remove_holiday(
    db: &mut Db,
    token: &Token,
    seen: &HolidayRow,
    entropy: [u8; 16],
    at: Now,
) -> Result<(), ActionError> {
    db.write(at, entropy, |tx| {
        let running = Running::load_open(tx, token)?;
        running.may(Task::Settings)?;
        if !holidays::remove(tx, seen)? {
            return Err(ActionError::Refused(format!(
                "{} was changed or removed by another manager meanwhile. Nothing was changed. Look again.",
                seen.day
            )));
        }
        let detail = format!("holiday removed: {}, {}", seen.day, seen.name);
        Ok(record(tx, &running.setting_changed("E05", detail))?)
    })
}
