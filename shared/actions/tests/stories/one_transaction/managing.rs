//! Lines of managers and the operator at the staff list: adding, changing, importing.

use actions::By;
use domain::person::Access;

use super::*;
use crate::managing::{self, OPERATES};

const PAT: Person = Person {
    username: "pat",
    name: "Pat New",
    email: "pat@maple.example",
    ..SAM
};

const TABLE: &str = "username,name,email,mobile,access\npat,Pat New,pat@maple.example,,full\n\
                     sam,Sam Other,sam@home.example,604 555 0100,staff\n";

fn edited(
    session: Token,
    whom: &'static Person,
    edits: domain::staff_table::Edits,
) -> impl FnMut(&mut Clinic) -> Result<(), ActionError> {
    move |clinic| managing::edit(clinic, By::Session(&session), whom, &edits).map(|_| ())
}

pub(super) fn lines() -> Vec<Line> {
    let (added, add_in) = signed_in(&JANE);
    let (mut everything, everything_in) = signed_in(&JANE);
    managing::types_password_for(&mut everything, &everything_in, &JANE, StepUpAct::ChangeNumberOf);
    let (named, name_in) = signed_in(&JANE);
    vec![
        line(
            "add_person",
            "with full access",
            added,
            move |clinic| {
                let new = Person {
                    access: Access::Full,
                    ..PAT
                };
                managing::add(clinic, &add_in, &new).map(|_| ())
            },
            &["staff.added"],
            &[("full_access", FAY.email), ("full_access", JANE.email)],
        ),
        line(
            "edit_person",
            "everything",
            everything,
            edited(everything_in, &SAM, managing::everything()),
            &[
                "profile.username_changed",
                "profile.name_changed",
                "profile.email_changed",
                "profile.mobile_changed",
                "two_step.off",
                "profile.access_changed",
            ],
            &[
                ("number_changed", SAM.mobile),
                ("profile_edited", SAM.email),
                ("profile_edited", "samuel@maple.example"),
                ("full_access", FAY.email),
                ("full_access", JANE.email),
            ],
        ),
        line(
            "edit_person",
            "the name",
            named,
            edited(name_in, &SAM, managing::another_name("Sam Other")),
            &["profile.name_changed"],
            &[],
        ),
        line(
            "edit_person",
            "by the operator",
            Clinic::with_apps(),
            |clinic| {
                let none = managing::another_access(Access::None);
                managing::edit(clinic, OPERATES, &KIM, &none).map(|_| ())
            },
            &["profile.access_changed"],
            &[("profile_edited", KIM.email)],
        ),
        line(
            "import_staff",
            "one new, one changed",
            Clinic::new(),
            |clinic| managing::import(clinic, OPERATES, TABLE).map(|_| ()),
            &[
                "staff.imported",
                "staff.added",
                "profile.name_changed",
                "profile.email_changed",
            ],
            &[
                ("profile_edited", SAM.email),
                ("profile_edited", "sam@home.example"),
                ("full_access", FAY.email),
                ("full_access", JANE.email),
            ],
        ),
    ]
}
