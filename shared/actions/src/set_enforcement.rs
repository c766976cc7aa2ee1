//! Settings > Security > **2-Step Verification Enforcement** (spec E01, E05, T05): *Require for all staff* and *Allow
//! trusted browsers*, a manager's to switch, with old and new value in the record. Only what was touched is changed (T68).

use domain::permission::Task;
use domain::policy::ClinicRule;
use domain::step_up::Act;
use domain::time::Now;
use store::trust::{self, Whose};
use store::{Db, WriteTx, clinic};

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

/// The two switches, as far as somebody has touched them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Switches {
    /// *Require for all staff*.
    pub enforced: Option<bool>,
    /// *Allow trusted browsers*.
    pub trust_allowed: Option<bool>,
}

impl Switches {
    /// Those that differ from what is set.
    fn against(self, rule: ClinicRule) -> Self {
        Self {
            enforced: self.enforced.filter(|on| *on != rule.enforced),
            trust_allowed: self.trust_allowed.filter(|on| *on != rule.trust_allowed),
        }
    }
}

/// Switches what was touched. Without *Require for all staff* sessions that were held back are open at once; without
/// *Allow trusted browsers* every trust of the clinic ends, for good.
///
/// # Errors
/// [`ActionError::Denied`] for who is no manager; [`ActionError::StepUp`] where step-up is not complete.
pub fn set_enforcement(
    db: &mut Db,
    token: &Token,
    wanted: Switches,
    entropy: [u8; 16],
    at: Now,
) -> Result<SettingChange, ActionError> {
    db.write(at, entropy, |tx| {
        let running = Running::load_open(tx, token)?;
        running.may(Task::Settings)?;
        let wanted = wanted.against(clinic::rule(tx)?);
        if wanted == Switches::default() {
            return Ok(SettingChange::Same);
        }
        running.ask_step_up(Act::Enforcement, at)?;
        if let Some(enforced) = wanted.enforced {
            clinic::set_enforced(tx, enforced)?;
            note(tx, &running, "require for all staff", enforced)?;
        }
        if let Some(allowed) = wanted.trust_allowed {
            clinic::set_trust_allowed(tx, allowed)?;
            note(tx, &running, "allow trusted browsers", allowed)?;
            end_all_trust_unless(tx, &running, allowed)?;
        }
        Ok(SettingChange::Changed)
    })
}

fn end_all_trust_unless(tx: &WriteTx<'_>, running: &Running, allowed: bool) -> Result<(), ActionError> {
    if allowed {
        return Ok(());
    }
    for row in trust::running(tx, Whose::Everybody)? {
        let why = "the clinic does not allow trusted browsers any more";
        end_one_trust(tx, &row, &running.hand(), why)?;
    }
    Ok(())
}

fn note(tx: &WriteTx<'_>, running: &Running, switch: &str, on: bool) -> Result<(), ActionError> {
    let row = running.setting_changed("E01", format!("{switch}: {} to {}", word(!on), word(on)));
    Ok(record(tx, &row)?)
}

fn word(on: bool) -> &'static str {
    if on { "on" } else { "off" }
}
