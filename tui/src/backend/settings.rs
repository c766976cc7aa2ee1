//! The managers' questions about the clinic's settings (spec E). What was typed is parsed here, at the edge.

use actions::change_clinic::{ClinicChange, Edit, change_clinic};
use actions::look_settings::{HolidayRow, clinic_settings, preview_enforcement};
use actions::set_enforcement::{Switches, set_enforcement};
use actions::{add_holiday, look, remove_holiday, set_sign_out};
use domain::contact::{self, BadClinic};
use domain::holiday::{self, Holiday};
use domain::policy::SignOutAfter;

use super::{Answers, Backend, ClinicField, ClinicTyped, Done, HolidayField, Reply, Source, TypedEdit};

/// A field as typed, checked; which field is wrong, and why.
fn checked(
    typed: Option<TypedEdit>,
    field: ClinicField,
    check: fn(&str) -> Result<String, BadClinic>,
) -> Result<Option<Edit>, (ClinicField, BadClinic)> {
    let Some(TypedEdit { seen, typed }) = typed else {
        return Ok(None);
    };
    let new = check(&typed).map_err(|bad| (field, bad))?;
    Ok(Some(Edit { seen, new }))
}

fn parsed(typed: ClinicTyped) -> Result<ClinicChange, (ClinicField, BadClinic)> {
    Ok(ClinicChange {
        name: checked(typed.name, ClinicField::Name, contact::clinic_name)?,
        short_name: checked(typed.short_name, ClinicField::ShortName, contact::short_name)?,
        support_contact: checked(typed.support_contact, ClinicField::Contact, contact::support_contact)?,
    })
}

impl<S: Source> Backend<S> {
    pub(super) fn security_settings(&mut self) -> Answers {
        let (token, at) = (self.session()?, self.source.now());
        let settings = look::security_settings(&mut self.db, &token, &self.policy, at)?;
        Ok(Reply::SecuritySettings(Box::new(settings)))
    }

    pub(super) fn set_enforcement(&mut self, switches: Switches) -> Answers {
        let (token, entropy, at) = self.hand()?;
        let change = set_enforcement(&mut self.db, &token, switches, entropy, at)?;
        self.done(Done::Setting(change))
    }

    pub(super) fn preview_enforcement(&mut self) -> Answers {
        let (token, at) = (self.session()?, self.source.now());
        let preview = preview_enforcement(&mut self.db, &token, at)?;
        Ok(Reply::Preview(Box::new(preview)))
    }

    pub(super) fn set_sign_out(&mut self, seen: SignOutAfter, after: SignOutAfter) -> Answers {
        let (token, entropy, at) = self.hand()?;
        let change = set_sign_out::set_sign_out(&mut self.db, &token, seen, after, entropy, at)?;
        self.done(Done::Setting(change))
    }

    pub(super) fn clinic_settings(&mut self) -> Answers {
        let (token, at) = (self.session()?, self.source.now());
        let settings = clinic_settings(&mut self.db, &token, at)?;
        Ok(Reply::ClinicSettings(Box::new(settings)))
    }

    pub(super) fn change_clinic(&mut self, typed: ClinicTyped) -> Answers {
        let change = match parsed(typed) {
            Ok(change) => change,
            Err((field, bad)) => return Ok(Reply::BadClinic(field, bad.to_string())),
        };
        let (token, entropy, at) = self.hand()?;
        let change = change_clinic(&mut self.db, &token, &change, entropy, at)?;
        self.done(Done::Setting(change))
    }

    pub(super) fn add_holiday(&mut self, day: &str, name: &str) -> Answers {
        let (token, entropy, at) = self.hand()?;
        let zone = clinic_settings(&mut self.db, &token, at)?.time_zone;
        let holiday = match Holiday::parse(day, name, holiday::today(&zone, at)) {
            Ok(holiday) => holiday,
            Err(bad) => {
                let field = if bad.is_about_day() {
                    HolidayField::Day
                } else {
                    HolidayField::Name
                };
                return Ok(Reply::BadHoliday(field, bad.to_string()));
            }
        };
        add_holiday::add_holiday(&mut self.db, &token, &holiday, entropy, at)?;
        self.done(Done::HolidayAdded {
            on_weekend: holiday.is_on_weekend(),
        })
    }

    pub(super) fn remove_holiday(&mut self, seen: &HolidayRow) -> Answers {
        let (token, entropy, at) = self.hand()?;
        remove_holiday::remove_holiday(&mut self.db, &token, seen, entropy, at)?;
        self.done(Done::HolidayRemoved)
    }
}
