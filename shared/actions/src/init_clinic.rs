//! `init`: the clinic and its owner, in one transaction (spec U09).

use domain::audit::{Actor, Kind};
use domain::person::Access;
use domain::time::Now;
use store::clinic::{self, Clinic};
use store::{Db, staff};

use crate::ActionError;
use crate::add_staff::{AddStaff, FirstPassword, hash_first, insert_any};
use crate::apply::{Hand, by_operator, record};

/// Makes the clinic and its owner.
///
/// # Errors
/// [`ActionError::Refused`] where there is a clinic, or the password is too short.
pub fn init_clinic(
    db: &mut Db,
    new: &Clinic,
    owner: &AddStaff,
    first: &FirstPassword,
    operator: &str,
    entropy: [u8; 16],
    at: Now,
) -> Result<(), ActionError> {
    let phc = hash_first(first, entropy)?;
    db.write(at, entropy, |tx| {
        if clinic::find(tx)?.is_some() {
            return Err(ActionError::Refused(
                "There is a clinic here already. Nothing was changed.".into(),
            ));
        }
        clinic::insert(tx, new)?;
        record(tx, &by_operator(operator, None, Kind::ClinicMade))?;
        debug_assert_eq!(owner.access, Access::Owner);
        let hand = Hand {
            actor: Actor::Operator(operator.to_owned()),
            place: "command line",
        };
        let id = insert_any(tx, owner, &hand)?;
        Ok(staff::set_password(tx, id, &phc, first.parts().1)?)
    })
}
