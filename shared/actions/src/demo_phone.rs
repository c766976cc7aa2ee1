//! What the simulated phone of `vestibule demo` holds of somebody: their number and their app's secret (spec G01, C07). Reads
//! only, and refuses in a clinic that the demo did not make: there nobody ever sees a secret again once it was set up.

use domain::contact::user_name_key;
use domain::time::Now;
use domain::totp::AppSecret;
use store::{Db, clinic, methods, staff};

use crate::ActionError;

const REAL: &str = "Only a clinic made by `vestibule demo` has simulated phones. Nothing was changed.";

/// Somebody's simulated phone.
#[derive(Clone, Debug)]
pub struct DemoPhone {
    /// Whose it is, for people.
    pub name: String,
    /// The number texts go to, E.164.
    pub mobile: Option<String>,
    /// What the authenticator app holds; `None` where it is not set up.
    pub app: Option<AppSecret>,
}

/// The phone of whoever signs in by that name, in any spelling (spec S03); `None` where nobody does.
///
/// # Errors
/// [`ActionError::Refused`] in every clinic that is not the demo's; the database's.
pub fn phone_of(db: &mut Db, username: &str, at: Now) -> Result<Option<DemoPhone>, ActionError> {
    db.read(at, |tx| {
        if !clinic::find(tx)?.is_some_and(|clinic| clinic.demo) {
            return Err(ActionError::Refused(REAL.into()));
        }
        let Some(person) = staff::by_username(tx, &user_name_key(username))? else {
            return Ok(None);
        };
        let app = methods::app(tx, person.id)?;
        Ok(Some(DemoPhone {
            name: person.name,
            mobile: person.mobile,
            app: app.map(|app| app.secret),
        }))
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use fixtures::clinic::{BO, Clinic, SAM};

    use super::*;

    fn demo() -> Clinic {
        let clinic = Clinic::with_apps();
        let changed = clinic.foreign().execute("UPDATE clinic SET demo = 1", []);
        assert_eq!(changed.unwrap(), 1);
        clinic
    }

    #[test]
    fn c07_a_real_clinic_shows_nobodys_secret_by_any_name() {
        let mut clinic = Clinic::with_apps();
        let mut unfounded = Clinic::unfounded();
        for name in [BO.username, SAM.username, "nobody", ""] {
            for clinic in [&mut clinic, &mut unfounded] {
                let at = clinic.clock.now();
                let refused = phone_of(&mut clinic.db, name, at);
                assert!(matches!(refused, Err(ActionError::Refused(_))), "{name}: {refused:?}");
            }
        }
    }

    #[test]
    fn g01_the_simulated_phone_holds_the_app_of_that_person_in_any_spelling_of_the_name() {
        let mut clinic = demo();
        let (wanted, at) = (clinic.app_secret(&BO), clinic.clock.now());
        for spelling in [BO.username.to_owned(), format!(" {} ", BO.username.to_uppercase())] {
            let phone = phone_of(&mut clinic.db, &spelling, at).unwrap().unwrap();
            assert_eq!(phone.app.unwrap().bytes(), wanted.bytes());
            assert_eq!(phone.name, BO.name);
        }
        let sams = phone_of(&mut clinic.db, SAM.username, at).unwrap().unwrap();
        assert!(sams.app.is_none() && sams.mobile.is_some());
        assert!(phone_of(&mut clinic.db, "nobody", at).unwrap().is_none());
    }

    #[test]
    fn z03_a_simulated_phone_is_not_printed_with_its_secret() {
        let mut clinic = demo();
        let at = clinic.clock.now();
        let phone = phone_of(&mut clinic.db, BO.username, at).unwrap().unwrap();
        assert!(format!("{phone:?}").contains("AppSecret(***)"));
    }
}
