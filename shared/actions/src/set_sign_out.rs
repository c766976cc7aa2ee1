//! Settings > Security > **Automatic Sign Out** (spec E04, E05): after how long without a key a session ends, running ones
//! included.

use domain::permission::Task;
use domain::policy::SignOutAfter;
use domain::step_up::Act;
use domain::time::Now;
use store::{Db, clinic};

use crate::apply::record;
use crate::session::Running;
use crate::set_enforcement::SettingChange;
use crate::{ActionError, Token};

/// Sets it; `seen` is what the manager had before their eyes.
///
/// # Errors
/// [`ActionError::Denied`] for who is no manager; [`ActionError::StepUp`] where step-up is not complete;
/// [`ActionError::Refused`] where another manager was faster.
pub fn set_sign_out(
    db: &mut Db,
    token: &Token,
    seen: SignOutAfter,
    after: SignOutAfter,
    entropy: [u8; 16],
    at: Now,
) -> Result<SettingChange, ActionError> {
    db.write(at, entropy, |tx| {
        let running = Running::load_open(tx, token)?;
        running.may(Task::Settings)?;
        let old = clinic::rule(tx)?.sign_out_after;
        if old == after {
            return Ok(SettingChange::Same);
        }
        if old != seen {
            return Err(ActionError::Refused(format!(
                "Another manager has set {} meanwhile. Nothing was changed. Look again, and save once more if you still want to.",
                old.label()
            )));
        }
        running.ask_step_up(Act::Enforcement, at)?;
        clinic::set_sign_out_after(tx, after)?;
        let detail = format!("automatic sign out: {} to {}", old.label(), after.label());
        record(tx, &running.setting_changed("E04", detail))?;
        Ok(SettingChange::Changed)
    })
}
