//! Import of a staff table by a manager or the operator (spec A02, N01, H04): looked at first, then carried out as one
//! transaction, all of it or nothing. People who are new have no password.

use std::collections::HashMap;

use domain::audit::{Ending, Entry, Kind};
use domain::contact::user_name_key;
use domain::permission::Task;
use domain::person::Access;
use domain::staff_table::{BadCell, Edits, Facts, Known, Newcomer, Table, judge};
use domain::step_up::Act;
use domain::time::Now;
use store::staff::{self, StaffRow};
use store::{Db, StoreError, Tx, WriteTx, clinic};

use crate::ActionError;
use crate::add_staff::{AddStaff, insert};
use crate::apply::record;
use crate::authority::{Authority, By};
use crate::edits::{Managers, carry_out};

/// Rows after which progress is told.
const STRIDE: usize = 100;

/// How many rows of a table do what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Who is new.
    pub new: usize,
    /// Who is there, with changes.
    pub changed: usize,
    /// Rows that change nothing.
    pub unchanged: usize,
    /// Who gets full access, of the new and the changed.
    pub new_managers: usize,
    /// Rows with a fault.
    pub bad: usize,
}

impl Counts {
    /// Rows that an import has something to do for.
    #[must_use]
    pub fn to_do(self) -> usize {
        self.new + self.changed
    }
}

/// What was found in a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// How many rows do what.
    pub counts: Counts,
    /// Somebody's number becomes another one.
    pub changes_numbers: bool,
    /// Every fault; while there is one, nothing is imported.
    pub bad: Vec<BadCell>,
}

impl Found {
    fn of(table: &Table) -> Self {
        Self {
            counts: Counts {
                new: table.new.len(),
                changed: table.changed.len(),
                unchanged: table.unchanged,
                new_managers: table.new_managers(),
                bad: table.bad_rows(),
            },
            changes_numbers: table.changes_numbers(),
            bad: table.bad.clone(),
        }
    }

    /// The act whose step-up the import asks (spec M10): a number's, each time, where one becomes another.
    #[must_use]
    pub fn act(&self) -> Act {
        if self.changes_numbers {
            Act::ChangeNumberOf
        } else {
            Act::EditOther
        }
    }
}

/// A table to import.
#[derive(Clone, Copy, Debug)]
pub struct ImportStaff<'a> {
    /// The table.
    pub text: &'a str,
    /// Countries texts go to.
    pub countries: &'a [String],
    /// What was found when it was looked at; where it does other things by now, nobody is imported.
    pub expected: Option<Counts>,
}

/// What became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Imported {
    /// There are faults. Nobody was added or changed.
    Bad(Found),
    /// It would do other things by now than what was shown. Nobody was added or changed.
    Differs(Found),
    /// Done.
    Done(Counts),
}

/// Looks at a table: what an import of it would do.
///
/// # Errors
/// [`ActionError::Denied`] for who may not; the session's and the database's.
pub fn check_table(db: &mut Db, by: By<'_>, text: &str, countries: &[String], at: Now) -> Result<Found, ActionError> {
    let (table, _) = db.read(at, |tx| {
        let authority = Authority::over_clinic(tx, by, Task::ImportStaff)?;
        judged(tx, &authority, text, countries)
    })?;
    Ok(Found::of(&table))
}

/// Imports a table. `progress` hears of rows done and rows to do, now and then; where it says `false`, the import stops
/// and nothing of it is kept.
///
/// # Errors
/// [`ActionError::Denied`], [`ActionError::StepUp`], [`ActionError::Refused`] where it was stopped or no manager would be
/// left; the session's and the database's.
pub fn import_staff(
    db: &mut Db,
    by: By<'_>,
    command: &ImportStaff<'_>,
    progress: &mut dyn FnMut(usize, usize) -> bool,
    entropy: [u8; 16],
    at: Now,
) -> Result<Imported, ActionError> {
    // Judging takes longer than writing, so others write meanwhile; what it was judged against is looked at again.
    let (table, known) = db.read(at, |tx| {
        let authority = Authority::over_clinic(tx, by, Task::ImportStaff)?;
        judged(tx, &authority, command.text, command.countries)
    })?;
    db.write(at, entropy, |tx| {
        let authority = Authority::over_clinic(tx, by, Task::ImportStaff)?;
        let table = if everybody(tx)? == known {
            table
        } else {
            judged(tx, &authority, command.text, command.countries)?.0
        };
        let found = Found::of(&table);
        if !found.bad.is_empty() {
            return Ok(Imported::Bad(found));
        }
        if command.expected.is_some_and(|expected| expected != found.counts) {
            return Ok(Imported::Differs(found));
        }
        if found.counts.to_do() > 0 {
            authority.pass_step_up(tx, found.act())?;
            let mut task = Import {
                authority: &authority,
                progress,
                total: found.counts.to_do(),
                done: 0,
            };
            task.carry_out(tx, table, found.counts)?;
        }
        Ok(Imported::Done(found.counts))
    })
}

fn judged(
    tx: &Tx<'_>,
    authority: &Authority,
    text: &str,
    countries: &[String],
) -> Result<(Table, HashMap<String, Known>), ActionError> {
    let country = clinic::find(tx)?.map(|clinic| clinic.country).unwrap_or_default();
    let known = everybody(tx)?;
    let facts = Facts {
        known: &known,
        country: &country,
        countries,
        importer: authority.running().map(|running| running.staff.id),
    };
    Ok((judge(text, &facts), known))
}

/// Everybody on the staff list, by comparable user name.
fn everybody(tx: &Tx<'_>) -> Result<HashMap<String, Known>, StoreError> {
    let known = |row: StaffRow| {
        let known = Known {
            id: row.id,
            two_step_on: row.two_step.is_on(),
            name: row.name,
            email: row.email,
            mobile: row.mobile,
            access: row.access,
        };
        (user_name_key(&row.username), known)
    };
    Ok(staff::all(tx)?.into_iter().map(known).collect())
}

struct Import<'a> {
    authority: &'a Authority,
    progress: &'a mut dyn FnMut(usize, usize) -> bool,
    total: usize,
    done: usize,
}

impl Import<'_> {
    fn carry_out(&mut self, tx: &WriteTx<'_>, table: Table, counts: Counts) -> Result<(), ActionError> {
        let managers = Managers::before(tx)?;
        let mut told = Vec::new();
        self.record(tx, counts)?;
        for new in table.new {
            self.step()?;
            if new.access == Access::Full {
                told.push(new.name.as_str().to_owned());
            }
            insert(tx, &to_add(new), &self.authority.hand())?;
        }
        for changed in table.changed {
            self.step()?;
            let row = staff::get(tx, changed.id)?;
            self.may_change(tx, &row, &changed.edits)?;
            if carry_out(tx, self.authority, &row, &changed.edits)?.gave_full_access() {
                told.push(row.name);
            }
        }
        managers.hear_of(tx, self.authority, &told)?;
        managers.keep_one(tx)
    }

    fn record(&self, tx: &WriteTx<'_>, counts: Counts) -> Result<(), StoreError> {
        let hand = self.authority.hand();
        let Counts {
            new,
            changed,
            unchanged,
            ..
        } = counts;
        let entry = Entry {
            actor: hand.actor,
            subject: None,
            kind: Kind::StaffImported,
            outcome: Ending::Done,
            rule: "A02",
            place: hand.place.to_owned(),
            detail: format!("{new} new, {changed} changed, {unchanged} as they were"),
        };
        record(tx, &entry)
    }

    fn may_change(&self, tx: &WriteTx<'_>, row: &StaffRow, edits: &Edits) -> Result<(), ActionError> {
        self.authority.may_also(tx, Task::EditStaff, row)?;
        if edits.access.is_some() {
            self.authority.may_also(tx, Task::ChangeAccess, row)?;
        }
        if edits.mobile.is_some() {
            self.authority.may_also(tx, Task::ChangeNumber, row)?;
        }
        Ok(())
    }

    /// One row more; tells of it now and then, and stops where that is wanted.
    fn step(&mut self) -> Result<(), ActionError> {
        if self.done.is_multiple_of(STRIDE) && !(self.progress)(self.done, self.total) {
            return Err(ActionError::Refused(
                "The import was stopped. Nobody was added or changed.".into(),
            ));
        }
        self.done += 1;
        Ok(())
    }
}

fn to_add(new: Newcomer) -> AddStaff {
    AddStaff {
        username: new.username,
        name: new.name,
        email: new.email,
        mobile: new.mobile,
        access: new.access,
    }
}
