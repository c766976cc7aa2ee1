//! Adding, changing and importing people.

use actions::edit_person::{Meanwhile, Profile, Seen};
use actions::import_staff::{Counts, Found};
use domain::ids::StaffId;
use domain::person::Access;
use domain::secret::Secret;
use domain::staff_table::{BadCell, Column, Reason};

use super::super::super::{add_person, edit_person, import};
use super::super::facts::{LONG_EMAIL, LONG_NAME, busy};
use super::{Page, Sample};
use crate::backend::{NotSaved, PersonField, Reply};
use crate::page::{PageSet, Screen};
use crate::testing::AT;

pub(super) fn samples() -> Vec<Sample> {
    let parts = [added(), edited(), imported()];
    parts.into_iter().flatten().collect()
}

fn of(state: &'static str, page: Page, words: &'static [&'static str]) -> Sample {
    Sample::of(busy(), state, page, words)
}

fn added() -> Vec<Sample> {
    const ALL: &[&str] = &[
        "Staff ▸ Add somebody",
        "User name",
        "Name",
        "E-mail",
        "Mobile phone",
        "(x) staff",
        "( ) full access",
        "[ Save ]",
        "[ Cancel ]",
    ];
    let refused = |reply| {
        let mut page = Page::AddPerson(add_person::State::new());
        page.live_mut().reply(reply, AT);
        page
    };
    let bad = NotSaved::Bad(PersonField::Email, "An e-mail address has one @ in it.".into());
    let taken = "The user name sam is taken. Nobody was added.";
    vec![
        of("empty", Page::AddPerson(add_person::State::new()), ALL),
        of(
            "bad address",
            refused(Reply::NotSaved(bad)),
            &["one @ in it", "[ Save ]", "[ Cancel ]"],
        ),
        of(
            "taken",
            refused(Reply::Trouble(taken.into())),
            &["is taken", "[ Save ]", "[ Cancel ]"],
        ),
    ]
}

/// sam as fay changes him.
pub(in super::super) fn profile() -> Profile {
    Profile {
        id: StaffId(3),
        name: "Sam Example".into(),
        email: "sam@maple.example".into(),
        mobile: Some("+16045550100".into()),
        access: Access::Staff,
        two_step_on: true,
        number_allowed: true,
        access_allowed: true,
        seen: Seen {
            version: 2,
            record: 40,
            username: "sam".into(),
        },
    }
}

/// The page on a profile.
pub(in super::super) fn editing(profile: Profile) -> Page {
    let mut page = Page::EditPerson(edit_person::State::new(profile.id, profile.name.clone()));
    page.live_mut().reply(Reply::EditForm(Box::new(profile)), AT);
    page
}

fn edited() -> Vec<Sample> {
    let mut overtaken = editing(profile());
    let by = |what| Meanwhile {
        who: "Fay Roy".into(),
        what,
    };
    let both = vec![by("the e-mail address"), by("the name")];
    overtaken
        .live_mut()
        .reply(Reply::NotSaved(NotSaved::Overtaken(both)), AT);
    let own = Profile {
        number_allowed: false,
        access_allowed: false,
        access: Access::Full,
        ..profile()
    };
    let owner = Profile {
        access_allowed: false,
        access: Access::Owner,
        two_step_on: false,
        mobile: None,
        ..profile()
    };
    let long = Profile {
        name: LONG_NAME.into(),
        email: LONG_EMAIL.into(),
        ..profile()
    };
    vec![
        of(
            "somebody",
            editing(profile()),
            &[
                "Staff ▸ Sam Example ▸ Edit",
                "User name",
                "E-mail",
                "Mobile phone",
                "turns 2-Step Verification off",
                "(x) staff",
                "( ) no access",
                "[ Save ]",
                "[ Cancel ]",
            ],
        ),
        of(
            "oneself",
            editing(own),
            &[
                "your own number is changed in My Account",
                "another manager changes yours",
                "[ Save ]",
            ],
        ),
        of(
            "the owner",
            editing(owner),
            &["Transfer ownership", "[ Save ]", "[ Cancel ]"],
        ),
        of("long", editing(long), &["▸ Edit", "[ Save ]"]),
        of(
            "overtaken",
            overtaken,
            &[
                "Fay Roy changed the e-mail address",
                "nothing of yours was saved",
                "[ Save ]",
            ],
        ),
        of(
            "not yet known",
            Page::EditPerson(edit_person::State::new(StaffId(3), "Sam Example")),
            &["Sam Example", "Back"],
        ),
    ]
}

/// A table with so many faults.
pub(in super::super) fn found(faults: u32) -> Found {
    let bad = (0..faults).map(|fault| BadCell {
        row: 2 + 3 * fault,
        column: Some(Column::ALL[usize::try_from(fault).unwrap_or(0) % Column::ALL.len()]),
        reason: Reason::TwoStepOn,
    });
    Found {
        counts: Counts {
            new: 12,
            changed: 3,
            unchanged: 40,
            new_managers: 2,
            bad: usize::try_from(faults).unwrap_or(0),
        },
        changes_numbers: false,
        bad: bad.collect(),
    }
}

/// The page after a paste, and what was found.
pub(in super::super) fn pasted(found: Found) -> Page {
    let mut page = import::State::new();
    page.on_paste(&Secret::from("username,name,email,mobile,access"), AT);
    let mut page = Page::Import(page);
    page.live_mut().reply(Reply::Table(Box::new(found)), AT);
    page
}

fn imported() -> Vec<Sample> {
    let mut refused = pasted(found(0));
    let sentence = "The import was stopped. Nobody was added or changed.";
    refused.live_mut().reply(Reply::Trouble(sentence.into()), AT);
    vec![
        of(
            "empty",
            Page::Import(import::State::new()),
            &["Staff ▸ Import", "username name email mobile access", "Back"],
        ),
        of(
            "fit",
            pasted(found(0)),
            &[
                "12 new, 3 changed, 40 as they are",
                "all managers are told",
                "[ Import ]",
                "Back",
            ],
        ),
        of(
            "two faults",
            pasted(found(2)),
            &["2 bad", "row 2, username:", "row 5, name:", "Back"],
        ),
        of(
            "forty faults",
            pasted(found(40)),
            &[
                "40 bad",
                "row 2, username:",
                "1 to 5 of 40 faults",
                "Earlier",
                "Later",
                "Back",
            ],
        ),
        of("stopped", refused, &["The import was stopped", "[ Import ]", "Back"]),
    ]
}
