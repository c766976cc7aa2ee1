//! The questions of managers about adding, changing and importing people (spec A02, N01), and what is asked and answered in
//! them. What is typed is parsed here; step-up, permission and rules are the actions'.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use actions::By;
use actions::add_person::add_person;
use actions::add_staff::AddStaff;
use actions::change_mobile::TurningOff;
use actions::edit_person::{EditPerson, Meanwhile, Outcome, Seen, edit_person, profile};
use actions::import_staff::{Counts, ImportStaff, Imported, check_table, import_staff};
use domain::contact::{EmailAddress, MobileNumber, PersonName, UserName};
use domain::ids::StaffId;
use domain::person::Access;
use domain::secret::Secret;
use domain::staff_table::Edits;

use super::{Answers, Backend, Done, Reply, Source};

/// A field of somebody's profile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PersonField {
    /// User name.
    Username,
    /// Name.
    Name,
    /// E-mail address.
    Email,
    /// Mobile number.
    Mobile,
}

/// Somebody to add, as typed.
#[derive(Clone, Debug)]
pub struct NewPerson {
    /// User name.
    pub username: String,
    /// Name.
    pub name: String,
    /// E-mail address.
    pub email: String,
    /// Mobile number, empty for none.
    pub mobile: String,
    /// Access level.
    pub access: Access,
}

/// What was touched on somebody's profile, as typed; the rest stays as it is (T68).
#[derive(Clone, Debug)]
pub struct PersonEdit {
    /// Whose.
    pub whom: StaffId,
    /// User name.
    pub username: Option<String>,
    /// Name.
    pub name: Option<String>,
    /// E-mail address.
    pub email: Option<String>,
    /// Mobile number; empty deletes it.
    pub mobile: Option<String>,
    /// Access level.
    pub access: Option<Access>,
    /// What the page showed.
    pub seen: Seen,
    /// Whether it was asked if 2-step verification may go off.
    pub turning_off: TurningOff,
}

/// Why somebody was not saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotSaved {
    /// A field cannot be used, and why.
    Bad(PersonField, String),
    /// The number turns 2-step verification off, and nobody was asked whether it may.
    AsksFirst,
    /// Somebody else has changed this profile meanwhile.
    Overtaken(Vec<Meanwhile>),
}

/// How somebody was saved.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Saved {
    /// Anything was another.
    pub changed: bool,
    /// 2-step verification went off with the number.
    pub turned_off: bool,
    /// Both addresses are told.
    pub email: bool,
    /// More than the name: the person is told.
    pub mailed: bool,
    /// All managers are told.
    pub full_access: bool,
}

/// How far an import is, between the page that shows it and the thread that does it; and whether it is to stop.
#[derive(Clone, Debug, Default)]
pub struct ImportProgress(Arc<Shared>);

#[derive(Debug, Default)]
struct Shared {
    done: AtomicUsize,
    total: AtomicUsize,
    stop: AtomicBool,
}

impl ImportProgress {
    /// Rows done and rows to do; 0 to do while the table is judged.
    #[must_use]
    pub fn rows(&self) -> (usize, usize) {
        (
            self.0.done.load(Ordering::Relaxed),
            self.0.total.load(Ordering::Relaxed),
        )
    }

    /// Asks the import to stop.
    pub fn stop(&self) {
        self.0.stop.store(true, Ordering::Relaxed);
    }

    /// Whether that was asked.
    #[must_use]
    pub fn is_stopping(&self) -> bool {
        self.0.stop.load(Ordering::Relaxed)
    }

    fn tell(&self, done: usize, total: usize) -> bool {
        self.0.done.store(done, Ordering::Relaxed);
        self.0.total.store(total, Ordering::Relaxed);
        !self.is_stopping()
    }
}

/// A table to import, as it was pasted.
#[derive(Clone, Debug)]
pub struct PastedTable {
    /// The table.
    pub text: Secret<String>,
    /// What the page showed of it.
    pub expected: Counts,
    /// Told how far it is.
    pub progress: ImportProgress,
}

type Parsed<T> = Result<T, NotSaved>;

fn bad<T, E: std::fmt::Display>(field: PersonField, parsed: Result<T, E>) -> Parsed<T> {
    parsed.map_err(|why| NotSaved::Bad(field, why.to_string()))
}

impl<S: Source> Backend<S> {
    fn number(&self, typed: &str) -> Parsed<Option<MobileNumber>> {
        if typed.trim().is_empty() {
            return Ok(None);
        }
        let (country, countries) = (self.lookout.country(), &self.policy.countries);
        bad(PersonField::Mobile, MobileNumber::parse(typed, country, countries)).map(Some)
    }

    fn new_person(&self, typed: &NewPerson) -> Parsed<AddStaff> {
        Ok(AddStaff {
            username: bad(PersonField::Username, UserName::parse(&typed.username))?,
            name: bad(PersonField::Name, PersonName::parse(&typed.name))?,
            email: bad(PersonField::Email, EmailAddress::parse(&typed.email))?,
            mobile: self.number(&typed.mobile)?,
            access: typed.access,
        })
    }

    fn edits(&self, typed: &PersonEdit) -> Parsed<Edits> {
        let username = typed.username.as_deref().map(UserName::parse).transpose();
        let name = typed.name.as_deref().map(PersonName::parse).transpose();
        let email = typed.email.as_deref().map(EmailAddress::parse).transpose();
        Ok(Edits {
            username: bad(PersonField::Username, username)?,
            name: bad(PersonField::Name, name)?,
            email: bad(PersonField::Email, email)?,
            mobile: typed.mobile.as_deref().map(|typed| self.number(typed)).transpose()?,
            access: typed.access,
        })
    }

    pub(super) fn add_person(&mut self, typed: &NewPerson) -> Answers {
        let new = match self.new_person(typed) {
            Ok(new) => new,
            Err(not) => return Ok(Reply::NotSaved(not)),
        };
        let (token, entropy, at) = self.hand()?;
        add_person(&mut self.db, &token, &new, entropy, at)?;
        self.done(Done::PersonAdded(new.access))
    }

    pub(super) fn edit_form(&mut self, whom: StaffId) -> Answers {
        let (token, at) = (self.session()?, self.source.now());
        Ok(Reply::EditForm(Box::new(profile(&mut self.db, &token, whom, at)?)))
    }

    pub(super) fn save_edit(&mut self, typed: &PersonEdit) -> Answers {
        let edits = match self.edits(typed) {
            Ok(edits) => edits,
            Err(not) => return Ok(Reply::NotSaved(not)),
        };
        let (token, entropy, at) = self.hand()?;
        let command = EditPerson {
            whom: typed.whom,
            edits: &edits,
            seen: Some(&typed.seen),
            turning_off: typed.turning_off,
        };
        match edit_person(&mut self.db, By::Session(&token), &command, entropy, at)? {
            Outcome::Same => self.done(Done::PersonSaved(Saved::default())),
            Outcome::AsksFirst => Ok(Reply::NotSaved(NotSaved::AsksFirst)),
            Outcome::Overtaken(by) => Ok(Reply::NotSaved(NotSaved::Overtaken(by))),
            Outcome::Done(edited) => self.done(Done::PersonSaved(Saved {
                changed: true,
                turned_off: edited.turned_off,
                email: edited.email.is_some(),
                mailed: edited.username.is_some() || edited.mobile.is_some() || edited.access.is_some(),
                full_access: edited.gave_full_access(),
            })),
        }
    }

    pub(super) fn check_table(&mut self, text: &Secret<String>) -> Answers {
        let (token, at) = (self.session()?, self.source.now());
        let (by, countries) = (By::Session(&token), &self.policy.countries);
        let found = check_table(&mut self.db, by, text.reveal(), countries, at)?;
        Ok(Reply::Table(Box::new(found)))
    }

    pub(super) fn import_table(&mut self, pasted: &PastedTable) -> Answers {
        let (token, entropy, at) = self.hand()?;
        let command = ImportStaff {
            text: pasted.text.reveal(),
            countries: &self.policy.countries,
            expected: Some(pasted.expected),
        };
        let mut tell = |done, total| pasted.progress.tell(done, total);
        match import_staff(&mut self.db, By::Session(&token), &command, &mut tell, entropy, at)? {
            Imported::Done(counts) => self.done(Done::Imported(counts)),
            Imported::Bad(found) | Imported::Differs(found) => Ok(Reply::Table(Box::new(found))),
        }
    }
}
