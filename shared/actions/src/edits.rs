//! Putting edits on a profile, whoever makes them: what is another, what follows from it, who is told (spec A02, N01, X03).
//! Permission and step-up are asked by the actions that come here.

use domain::contact::MobileNumber;
use domain::edit::{Edited, Step, full_access_told};
use domain::ids::StaffId;
use domain::last_manager::is_left;
use domain::message::TextKind;
use domain::person::{Access, Person};
use domain::staff_table::Edits;
use store::staff::{self, StaffRow};
use store::taken_away::Taken;
use store::{StoreError, Tx, WriteTx, challenges, counters, methods};

use crate::ActionError;
use crate::apply::{end_trust, kill_recovery, notify, plain_text, record, shut_out, withdraw_pickups};
use crate::authority::Authority;
use crate::code_screen::masked;
use crate::helped;

/// What of the edits is another than what stands on the profile (spec N02: other writing is no change).
pub(crate) fn another(edits: &Edits, row: &StaffRow) -> Edits {
    let number = |number: &Option<MobileNumber>| number.as_ref().map(MobileNumber::as_str) != row.mobile.as_deref();
    Edits {
        username: edits.username.clone().filter(|name| name.as_str() != row.username),
        name: edits.name.clone().filter(|name| name.as_str() != row.name),
        email: edits.email.clone().filter(|email| email.as_str() != row.email),
        mobile: edits.mobile.clone().filter(number),
        access: edits.access.filter(|access| *access != row.access),
    }
}

/// Puts edits, each of them another than what stands there, on a profile; writes it down and tells the person.
pub(crate) fn carry_out(
    tx: &WriteTx<'_>,
    authority: &Authority,
    row: &StaffRow,
    edits: &Edits,
) -> Result<Edited, ActionError> {
    let mut edited = Edited::default();
    if let Some(username) = &edits.username {
        rename(tx, row, username)?;
        edited.username = Some(step(&row.username, username.as_str()));
    }
    if let Some(name) = &edits.name {
        staff::set_name(tx, row.id, name.as_str())?;
        edited.name = Some(step(&row.name, name.as_str()));
    }
    if let Some(email) = &edits.email {
        staff::set_email(tx, row.id, email.as_str())?;
        edited.email = Some(step(&row.email, email.as_str()));
    }
    if let Some(number) = &edits.mobile {
        let number = number.as_ref().map(MobileNumber::as_str);
        edited.turned_off = change_number(tx, authority, row, number)?;
        edited.mobile = Some(number.map(masked));
    }
    if let Some(access) = edits.access {
        change_access(tx, authority, row, access)?;
        edited.access = Some(Step {
            was: row.access,
            is: access,
        });
    }
    tell(tx, authority, row.id, &edited)?;
    if edited.turned_off {
        helped::taken_away(tx, authority, row, Taken::TwoStep)?;
    }
    Ok(edited)
}

fn step(was: &str, is: &str) -> Step<String> {
    Step {
        was: was.to_owned(),
        is: is.to_owned(),
    }
}

/// Wrong passwords stay counted under the new name (spec L05, L08).
fn rename(tx: &WriteTx<'_>, row: &StaffRow, username: &domain::contact::UserName) -> Result<(), ActionError> {
    staff::set_username(tx, row.id, username).map_err(|error| match error {
        StoreError::Overtaken => ActionError::Refused(format!(
            "The user name {} is taken. Nothing was changed.",
            username.as_str()
        )),
        error => error.into(),
    })?;
    let was = tx.keys().name_tag(&domain::contact::user_name_key(&row.username));
    let is = tx.keys().name_tag(username.key());
    Ok(counters::move_password_ladders(tx, &was, &is)?)
}

/// Turns 2-step verification off where it is on (spec N01); the old number is told. Says whether it was on.
fn change_number(
    tx: &WriteTx<'_>,
    authority: &Authority,
    row: &StaffRow,
    number: Option<&str>,
) -> Result<bool, ActionError> {
    let (hand, why) = (authority.hand(), "the mobile number was changed");
    let turned_off = methods::turn_two_step_off(tx, row.id)?;
    if turned_off {
        kill_recovery(tx, row.id, &hand)?;
        shut_out(tx, row.id, None, &hand, why)?;
        challenges::void_open(tx, row.id, |_| true)?;
    }
    end_trust(tx, row.id, &hand, why)?;
    staff::set_mobile(tx, row.id, number)?;
    if let Some(old) = row.mobile.as_deref() {
        plain_text(tx, TextKind::NumberChanged, row.id, old)?;
    }
    Ok(turned_off)
}

/// Who has no access is out at once; who has full access no more fetches nothing that it made.
fn change_access(tx: &WriteTx<'_>, authority: &Authority, row: &StaffRow, access: Access) -> Result<(), ActionError> {
    staff::set_access(tx, row.id, access)?;
    let hand = authority.hand();
    if access == Access::None {
        shut_out(tx, row.id, None, &hand, "you have no access any more")?;
    } else if row.access.is_manager() && !access.is_manager() {
        withdraw_pickups(tx, row.id, None, &hand, "full access was taken away")?;
    }
    Ok(())
}

fn tell(tx: &WriteTx<'_>, authority: &Authority, staff: StaffId, edited: &Edited) -> Result<(), StoreError> {
    let hand = authority.hand();
    let told = edited.told(staff, hand.place);
    for mut entry in told.entries {
        entry.actor = hand.actor.clone();
        record(tx, &entry)?;
    }
    for notice in &told.notices {
        notify(tx, notice, authority.who(), hand.place)?;
    }
    Ok(())
}

/// The managers as they stand, to be told of new ones and to see that one is left.
pub(crate) struct Managers(Vec<Person>);

impl Managers {
    pub(crate) fn before(tx: &Tx<'_>) -> Result<Self, StoreError> {
        Ok(Self(persons(tx)?))
    }

    /// Refuses where no manager able to sign in is left (spec A02; T63).
    pub(crate) fn keep_one(&self, tx: &Tx<'_>) -> Result<(), ActionError> {
        if is_left(&self.0, &persons(tx)?, tx.at()) {
            return Ok(());
        }
        Err(ActionError::Refused(
            "No other manager could sign in with a password of their own any more. Nothing was changed: give somebody \
             full access first, and let them choose their password."
                .into(),
        ))
    }

    /// Tells all of them who was given full access (spec A02).
    pub(crate) fn hear_of(&self, tx: &WriteTx<'_>, authority: &Authority, people: &[String]) -> Result<(), StoreError> {
        let to: Vec<StaffId> = self.0.iter().map(|person| person.id).collect();
        for notice in full_access_told(people, &to) {
            notify(tx, &notice, authority.who(), authority.hand().place)?;
        }
        Ok(())
    }
}

fn persons(tx: &Tx<'_>) -> Result<Vec<Person>, StoreError> {
    Ok(staff::managers(tx)?.iter().map(StaffRow::person).collect())
}
