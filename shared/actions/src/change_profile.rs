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

/// Puts name and address, which were checked at the edge, on the profile; what is not given, or the same, stays untouched.
///
/// # Errors
/// [`ActionError::StepUp`] where the address is another one and step-up is not complete; nothing is changed then, the
/// name neither.
pub fn change_profile(
    db: &mut Db,
    token: &Token,
    name: Option<&PersonName>,
    email: Option<&EmailAddress>,
    entropy: [u8; 16],
    at: Now,
) -> Result<ProfileChange, ActionError> {
    db.write(at, entropy, |tx| {
        let running = Running::load_open(tx, token)?;
        let row = &running.staff;
        let name = name.map(PersonName::as_str).filter(|name| *name != row.name);
        let email = email.map(EmailAddress::as_str).filter(|email| *email != row.email);
        if email.is_some() {
            running.ask_step_up(Act::ChangeEmail, at)?;
        }
        if let Some(name) = name {
            staff::set_name(tx, row.id, name)?;
            running.announce(tx, &Change::NameChanged { old: row.name.clone() })?;
        }
        if let Some(email) = email {
            staff::set_email(tx, row.id, email)?;
            let change = Change::EmailChanged {
                old: row.email.clone(),
                new: email.to_owned(),
            };
            running.announce(tx, &change)?;
        }
        Ok(ProfileChange {
            name: name.is_some(),
            email: email.is_some(),
        })
    })
}
