//! Settings > Security > **2-Step Verification Enforcement** (spec E01, E05, T05): *Allow trusted browsers*, a manager's
//! to switch, with old and new value in the record.

use domain::audit::{Actor, Ending, Entry, Kind};
use domain::permission::Task;
use domain::step_up::Act;
use domain::time::Now;
use store::trust::{self, Whose};
use store::{Db, clinic};

use crate::apply::{end_one_trust, record};
use crate::session::Running;
use crate::{ActionError, Token};

/// Whether anything was changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SettingChange {
    /// It stood so already.
    Same,
    /// Changed.
    Changed,
}

/// Allows trusted browsers, or does not any more: then every trust of the clinic ends, for good.
///
/// # Errors
/// [`ActionError::Refused`] for who is no manager; [`ActionError::StepUp`] where step-up is not complete.
pub fn allow_trusted_browsers(
    db: &mut Db,
    token: &Token,
    allowed: bool,
    entropy: [u8; 16],
    at: Now,
) -> Result<SettingChange, ActionError> {
    db.write(at, entropy, |tx| {
        let running = Running::load_open(tx, token)?;
        running.may(Task::Settings)?;
        if clinic::trust_allowed(tx)? == allowed {
            return Ok(SettingChange::Same);
        }
        running.ask_step_up(Act::Enforcement, at)?;
        clinic::set_trust_allowed(tx, allowed)?;
        let row = Entry {
            actor: Actor::Staff(running.staff.id),
            subject: None,
            kind: Kind::SettingChanged,
            outcome: Ending::Done,
            rule: "E01",
            place: running.session.place.clone(),
            detail: format!("allow trusted browsers: {} to {}", word(!allowed), word(allowed)),
        };
        record(tx, &row)?;
        if !allowed {
            for row in trust::running(tx, Whose::Everybody)? {
                end_one_trust(
                    tx,
                    &row,
                    &running.hand(),
                    "the clinic does not allow trusted browsers any more",
                )?;
            }
        }
        Ok(SettingChange::Changed)
    })
}

fn word(on: bool) -> &'static str {
    if on { "on" } else { "off" }
}
