//! **Profile**: name and e-mail address (spec M11, X01). User name and access level are a manager's to change.

use domain::change::Change;
use domain::contact::{EmailAddress, PersonName};
use domain::step_up::Act;
use domain::time::Now;
use store::{Db, staff};

use crate::session::Running;
use crate::{ActionError, Token};

/// What was changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ProfileChange {
    /// The name.
    pub name: bool,
    /// The e-mail address: both are told.
    pub email: bool,
}

/// Puts name and address, which were checked at the edge, on the profile; what is the same stays untouched.
///
/// # Errors
/// [`ActionError::StepUp`] where the address is another one and step-up is not complete; nothing is changed then, the
/// name neither.
pub fn change_profile(
    db: &mut Db,
    token: &Token,
    name: &PersonName,
    email: &EmailAddress,
    entropy: [u8; 16],
    at: Now,
) -> Result<ProfileChange, ActionError> {
    db.write(at, entropy, |tx| {
        let running = Running::load_open(tx, token)?;
        let row = &running.staff;
        let changed = ProfileChange {
            name: row.name != name.as_str(),
            email: row.email != email.as_str(),
        };
        if changed.email {
            running.ask_step_up(Act::ChangeEmail, at)?;
        }
        if changed.name {
            staff::set_name(tx, row.id, name.as_str())?;
            running.announce(tx, &Change::NameChanged { old: row.name.clone() })?;
        }
        if changed.email {
            staff::set_email(tx, row.id, email.as_str())?;
            let change = Change::EmailChanged {
                old: row.email.clone(),
                new: email.as_str().to_owned(),
            };
            running.announce(tx, &change)?;
        }
        Ok(changed)
    })
}
