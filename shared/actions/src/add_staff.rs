//! `staff add`: somebody joins the staff list with a password at once (operator's half; spec A02, A07, U06).

use domain::audit::{Ending, Entry, Kind};
use domain::contact::{EmailAddress, MobileNumber, PersonName, UserName};
use domain::entropy::salt;
use domain::ids::StaffId;
use domain::password;
use domain::permission::Task;
use domain::person::Access;
use domain::secret::Secret;
use domain::time::Now;
use store::staff::{self, NewPassword, NewStaff};
use store::{Db, StoreError, WriteTx};

use crate::ActionError;
use crate::apply::{Hand, record};
use crate::authority::{Authority, By};
use crate::edits::Managers;

/// Somebody to add, checked at the edge.
pub struct AddStaff {
    /// Name to sign in with.
    pub username: UserName,
    /// Name for people.
    pub name: PersonName,
    /// Where mails go.
    pub email: EmailAddress,
    /// Where texts may go.
    pub mobile: Option<MobileNumber>,
    /// What they may do; never owner.
    pub access: Access,
}

/// The first password.
pub enum FirstPassword {
    /// Chosen by whoever adds; no change is forced.
    Own(Secret<String>),
    /// Made here, shown once, 72 h, to be changed at the first sign-in.
    Temporary(Secret<String>),
}

impl FirstPassword {
    pub(crate) fn parts(&self) -> (&Secret<String>, NewPassword) {
        match self {
            FirstPassword::Own(password) => (password, NewPassword::Own),
            FirstPassword::Temporary(password) => (password, NewPassword::Temporary),
        }
    }
}

/// Adds somebody with a first password; full access is told to all managers.
///
/// # Errors
/// [`ActionError::Refused`] where the user name is taken, the password too short or a second owner is asked for.
pub fn add_staff(
    db: &mut Db,
    new: &AddStaff,
    first: &FirstPassword,
    operator: &str,
    entropy: [u8; 16],
    at: Now,
) -> Result<StaffId, ActionError> {
    let phc = hash_first(first, entropy)?;
    db.write(at, entropy, |tx| {
        let authority = Authority::over_clinic(tx, By::Operator(operator), Task::AddStaff)?;
        let managers = Managers::before(tx)?;
        let id = insert(tx, new, &authority.hand())?;
        staff::set_password(tx, id, &phc, first.parts().1)?;
        if new.access == Access::Full {
            managers.hear_of(tx, &authority, &[new.name.as_str().to_owned()])?;
        }
        Ok(id)
    })
}

pub(crate) fn hash_first(first: &FirstPassword, entropy: [u8; 16]) -> Result<String, ActionError> {
    let (password, _) = first.parts();
    password::check_length(password).map_err(|weak| ActionError::Refused(weak.to_string()))?;
    Ok(password::hash(password, salt(entropy))?)
}

/// Adds somebody who is no owner, without a password.
pub(crate) fn insert(tx: &WriteTx<'_>, new: &AddStaff, hand: &Hand<'_>) -> Result<StaffId, ActionError> {
    if new.access == Access::Owner {
        return Err(ActionError::Refused(
            "There is exactly one owner, made by `vestibule init`. Nobody was added.".into(),
        ));
    }
    insert_any(tx, new, hand)
}

/// The same, the owner of a new clinic too.
pub(crate) fn insert_any(tx: &WriteTx<'_>, new: &AddStaff, hand: &Hand<'_>) -> Result<StaffId, ActionError> {
    let row = NewStaff {
        username: new.username.as_str(),
        username_key: new.username.key(),
        name: new.name.as_str(),
        email: new.email.as_str(),
        mobile: new.mobile.as_ref().map(MobileNumber::as_str),
        access: new.access,
    };
    let id = staff::insert(tx, &row).map_err(|error| match error {
        StoreError::Overtaken => ActionError::Refused(format!(
            "The user name {} is taken. Nobody was added.",
            new.username.as_str()
        )),
        error => error.into(),
    })?;
    let entry = Entry {
        actor: hand.actor.clone(),
        ..Entry::own(id, Kind::StaffAdded, Ending::Done, hand.place)
    };
    record(tx, &entry.detail(new.access.as_str()))?;
    Ok(id)
}
