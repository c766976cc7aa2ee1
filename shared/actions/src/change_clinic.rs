//! Settings > **Clinic**: its names and its support contact (spec E05, M10: no step-up). They stand on every screen, in
//! every mail and every text from then on.

use domain::permission::Task;
use domain::time::Now;
use store::clinic::{self, Names};
use store::{Db, WriteTx};

use crate::apply::record;
use crate::session::Running;
use crate::set_enforcement::SettingChange;
use crate::{ActionError, Token};

/// One field that was touched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// What stood there when it was opened.
    pub seen: String,
    /// What is to stand there, checked at the edge.
    pub new: String,
}

/// What was touched (T68).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ClinicChange {
    /// Full name.
    pub name: Option<Edit>,
    /// Name in texts.
    pub short_name: Option<Edit>,
    /// Whom people tell; may become empty.
    pub support_contact: Option<Edit>,
}

/// Saves what was touched, all of it or nothing.
///
/// # Errors
/// [`ActionError::Denied`] for who is no manager; [`ActionError::Refused`] where another manager has changed one of these
/// fields meanwhile.
pub fn change_clinic(
    db: &mut Db,
    token: &Token,
    change: &ClinicChange,
    entropy: [u8; 16],
    at: Now,
) -> Result<SettingChange, ActionError> {
    db.write(at, entropy, |tx| {
        let running = Running::load_open(tx, token)?;
        running.may(Task::Settings)?;
        let Some(found) = clinic::find(tx)? else {
            return Err(ActionError::Refused(
                "There is no clinic here. Nothing was changed.".into(),
            ));
        };
        let mut names = Names {
            name: found.name,
            short_name: found.short_name,
            support_contact: found.support_contact,
        };
        let mut changed = SettingChange::Same;
        for (label, field, edit) in [
            ("name", &mut names.name, &change.name),
            ("name in texts", &mut names.short_name, &change.short_name),
            ("support contact", &mut names.support_contact, &change.support_contact),
        ] {
            if put(tx, &running, label, field, edit.as_ref())? == SettingChange::Changed {
                changed = SettingChange::Changed;
            }
        }
        if changed == SettingChange::Changed {
            clinic::set_names(tx, &names)?;
        }
        Ok(changed)
    })
}

/// One field, with its row of the record.
fn put(
    tx: &WriteTx<'_>,
    running: &Running,
    label: &str,
    field: &mut String,
    edit: Option<&Edit>,
) -> Result<SettingChange, ActionError> {
    let Some(edit) = edit.filter(|edit| edit.new != *field) else {
        return Ok(SettingChange::Same);
    };
    if edit.seen != *field {
        return Err(ActionError::Refused(format!(
            "Another manager has changed the {label} meanwhile, to “{field}”. Nothing was saved. Save once more to put yours in its place.",
        )));
    }
    let detail = format!("{label}: “{field}” to “{}”", edit.new);
    record(tx, &running.setting_changed("E05", detail))?;
    edit.new.clone_into(field);
    Ok(SettingChange::Changed)
}
