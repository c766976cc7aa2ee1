//! What managers and the operator do with the staff list, a line each: by the real action, with the clinic's dice, at its
//! time.

use actions::add_person::add_person;
use actions::change_mobile::TurningOff;
use actions::edit_person::{EditPerson, Outcome, Profile, Seen, edit_person, profile};
use actions::import_staff::{Counts, Found, ImportStaff, Imported, check_table, import_staff};
use actions::step_up::{self, PasswordAnswer};
use actions::{By, Token};
use domain::contact::{EmailAddress, PersonName, UserName};
use domain::ids::StaffId;
use domain::person::Access;
use domain::staff_table::Edits;
use domain::step_up::Act;
use fixtures::clinic::{Clinic, OPERATOR, Person, mobile, to_add, typed};

use crate::acts::Done;

pub(crate) const OPERATES: By<'static> = By::Operator(OPERATOR);

pub(crate) fn another_name(name: &str) -> Edits {
    Edits {
        name: Some(PersonName::parse(name).unwrap()),
        ..Edits::default()
    }
}

pub(crate) fn another_address(email: &str) -> Edits {
    Edits {
        email: Some(EmailAddress::parse(email).unwrap()),
        ..Edits::default()
    }
}

pub(crate) fn another_username(username: &str) -> Edits {
    Edits {
        username: Some(UserName::parse(username).unwrap()),
        ..Edits::default()
    }
}

pub(crate) fn another_number(number: Option<&str>) -> Edits {
    Edits {
        mobile: Some(number.map(mobile)),
        ..Edits::default()
    }
}

pub(crate) fn another_access(access: Access) -> Edits {
    Edits {
        access: Some(access),
        ..Edits::default()
    }
}

/// Everything at once.
pub(crate) fn everything() -> Edits {
    Edits {
        username: another_username("samuel").username,
        name: another_name("Samuel Tremblay").name,
        email: another_address("samuel@maple.example").email,
        mobile: another_number(Some("+16045550177")).mobile,
        access: another_access(Access::Full).access,
    }
}

/// Types the own password for an act.
pub(crate) fn types_password_for(clinic: &mut Clinic, session: &Token, person: &Person, act: Act) {
    let (entropy, at) = (clinic.dice.throw(), clinic.clock.now());
    let typed = typed(person.password);
    let answer = step_up::password(&mut clinic.db, session, act, &typed, &clinic.policy, entropy, at).unwrap();
    assert_eq!(answer, PasswordAnswer::Right);
}

pub(crate) fn edit(clinic: &mut Clinic, by: By<'_>, whom: &Person, edits: &Edits) -> Done<Outcome> {
    let whom = clinic.staff(whom).id;
    edit_as_seen(clinic, by, whom, edits, None, TurningOff::Wanted)
}

pub(crate) fn edit_as_seen(
    clinic: &mut Clinic,
    by: By<'_>,
    whom: StaffId,
    edits: &Edits,
    seen: Option<&Seen>,
    turning_off: TurningOff,
) -> Done<Outcome> {
    let (entropy, at) = (clinic.dice.throw(), clinic.clock.now());
    let command = EditPerson {
        whom,
        edits,
        seen,
        turning_off,
    };
    edit_person(&mut clinic.db, by, &command, entropy, at)
}

pub(crate) fn profile_of(clinic: &mut Clinic, session: &Token, whom: &Person) -> Done<Profile> {
    let (whom, at) = (clinic.staff(whom).id, clinic.clock.now());
    profile(&mut clinic.db, session, whom, at)
}

pub(crate) fn add(clinic: &mut Clinic, session: &Token, person: &Person) -> Done<StaffId> {
    let (entropy, at) = (clinic.dice.throw(), clinic.clock.now());
    add_person(&mut clinic.db, session, &to_add(person), entropy, at)
}

pub(crate) fn check(clinic: &mut Clinic, by: By<'_>, text: &str) -> Done<Found> {
    let at = clinic.clock.now();
    check_table(&mut clinic.db, by, text, &clinic.policy.countries, at)
}

pub(crate) fn import(clinic: &mut Clinic, by: By<'_>, text: &str) -> Done<Imported> {
    import_expecting(clinic, by, text, None, &mut |_, _| true)
}

pub(crate) fn import_expecting(
    clinic: &mut Clinic,
    by: By<'_>,
    text: &str,
    expected: Option<Counts>,
    progress: &mut dyn FnMut(usize, usize) -> bool,
) -> Done<Imported> {
    let (entropy, at) = (clinic.dice.throw(), clinic.clock.now());
    let countries = clinic.policy.countries.clone();
    let command = ImportStaff {
        text,
        countries: &countries,
        expected,
    };
    import_staff(&mut clinic.db, by, &command, progress, entropy, at)
}
