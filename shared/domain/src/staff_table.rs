//! A staff table (spec A02): read cell by cell, judged against who is there already, every fault told with its row, its
//! column and its reason. What comes of it is a plan: who is new, what changes, how many rows change nothing.
//!
//! A row is found again by its user name, in any spelling. It is all or nothing: a table with one bad row is imported by
//! nobody. Reading a file and carrying the plan out happen elsewhere.

mod cells;
mod judge;

use std::collections::HashMap;
use std::fmt;

use crate::contact::{
    BadEmail, BadNumber, BadPersonName, BadUserName, EmailAddress, MobileNumber, PersonName, UserName,
};
use crate::ids::StaffId;
use crate::person::Access;
use crate::text_enum::text_enum;

pub use cells::from_bytes;
pub use judge::judge;

text_enum! {
    /// The columns a table must have, in the order of the contract; any order is read, others are left alone.
    pub enum Column {
        /// The name to sign in with.
        Username = "username",
        /// The name for people.
        Name = "name",
        /// Where mails go.
        Email = "email",
        /// Where texts may go; may be empty.
        Mobile = "mobile",
        /// What they may do.
        Access = "access",
    }
}

/// Somebody who is on the staff list already.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// Who.
    pub id: StaffId,
    /// Name for people.
    pub name: String,
    /// Where mails go.
    pub email: String,
    /// E.164, or none.
    pub mobile: Option<String>,
    /// What they may do.
    pub access: Access,
    /// A method is set up: the number is not an import's to change (spec N01).
    pub two_step_on: bool,
}

/// What a table is judged against.
#[derive(Clone, Copy, Debug)]
pub struct Facts<'a> {
    /// Everybody, by comparable user name.
    pub known: &'a HashMap<String, Known>,
    /// The clinic's country, two letters.
    pub country: &'a str,
    /// Countries texts go to, two letters each.
    pub countries: &'a [String],
    /// Who imports; none for the operator.
    pub importer: Option<StaffId>,
}

/// Somebody new.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Newcomer {
    /// The row they stand in.
    pub row: u32,
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

/// What is to be another on a profile; what is not named stays.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Edits {
    /// The name to sign in with; never an import's to change.
    pub username: Option<UserName>,
    /// The name for people.
    pub name: Option<PersonName>,
    /// Where mails go.
    pub email: Option<EmailAddress>,
    /// Where texts may go; `Some(None)` deletes it.
    pub mobile: Option<Option<MobileNumber>>,
    /// What they may do; never owner.
    pub access: Option<Access>,
}

impl Edits {
    /// Whether nothing is to be another.
    #[must_use]
    pub fn are_none(&self) -> bool {
        *self == Self::default()
    }
}

/// Somebody who is there already, and what the row changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed {
    /// The row.
    pub row: u32,
    /// Who.
    pub id: StaffId,
    /// What.
    pub edits: Edits,
}

/// What came of judging a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// Who is new.
    pub new: Vec<Newcomer>,
    /// Who is there, with changes.
    pub changed: Vec<Changed>,
    /// Rows that change nothing.
    pub unchanged: usize,
    /// Every fault. While there is one, nothing is imported.
    pub bad: Vec<BadCell>,
}

impl Table {
    /// Whether the number of somebody who is there already is to be another.
    #[must_use]
    pub fn changes_numbers(&self) -> bool {
        self.changed.iter().any(|changed| changed.edits.mobile.is_some())
    }

    /// How many get full access that did not have it.
    #[must_use]
    pub fn new_managers(&self) -> usize {
        let new = self.new.iter().filter(|new| new.access == Access::Full).count();
        let raised = |changed: &&Changed| changed.edits.access == Some(Access::Full);
        new + self.changed.iter().filter(raised).count()
    }

    /// How many rows have a fault.
    #[must_use]
    pub fn bad_rows(&self) -> usize {
        let mut rows: Vec<u32> = self.bad.iter().map(|bad| bad.row).collect();
        rows.dedup();
        rows.len()
    }
}

/// One fault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadCell {
    /// The row as a spreadsheet numbers it: the header is 1, empty rows count.
    pub row: u32,
    /// The column, where it is one's.
    pub column: Option<Column>,
    /// Why.
    pub reason: Reason,
}

impl fmt::Display for BadCell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.column {
            Some(column) => write!(f, "row {}, {column}: {}", self.row, self.reason),
            None => write!(f, "row {}: {}", self.row, self.reason),
        }
    }
}

/// Why a row cannot be imported.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Reason {
    /// No header, or no row below it.
    #[error(
        "There is nobody in this table. Its first row is username,name,email,mobile,access, then one person a row."
    )]
    Nobody,
    /// The header lacks a column.
    #[error("This column is missing. The first row is username,name,email,mobile,access.")]
    NoColumn,
    /// The header has a column twice.
    #[error("The first row names this column twice.")]
    ColumnTwice,
    /// The row ends before this column.
    #[error("The row ends before this column.")]
    NoCell,
    /// More cells than the header names.
    #[error("The row has more cells than the first row names. A cell with the separator in it needs \" round it.")]
    TooManyCells,
    /// A quotation mark that is not closed.
    #[error("A quotation mark begins here that nothing closes, so the rows below it were not read.")]
    Unclosed,
    /// Not UTF-8.
    #[error("There is a letter that is not UTF-8. Save the table as \"CSV UTF-8\".")]
    NotUtf8,
    /// The user name.
    #[error(transparent)]
    Username(#[from] BadUserName),
    /// The name.
    #[error(transparent)]
    Name(#[from] BadPersonName),
    /// The e-mail address.
    #[error(transparent)]
    Email(#[from] BadEmail),
    /// The number.
    #[error(transparent)]
    Mobile(#[from] BadNumber),
    /// Another row has this user name.
    #[error("Row {0} has this user name too.")]
    Twice(u32),
    /// No access level; the word, made visible and cut.
    #[error("Access is full, staff or none, not \"{0}\".")]
    UnknownAccess(String),
    /// Somebody is to become a second owner.
    #[error("An owner is never imported: there is exactly one, and ownership is transferred.")]
    SecondOwner,
    /// The owner's row has changes.
    #[error(
        "This is the account owner's row. It may stand in the table as it is, but an import changes nothing of it."
    )]
    TheOwner,
    /// The importer's own row has changes.
    #[error("This is your own row. It may stand in the table as it is: your profile is changed in My Account.")]
    Oneself,
    /// The number of somebody whose 2SV is on (spec N01).
    #[error("2-Step Verification is on for this person, so an import does not change the number. Edit the profile.")]
    TwoStepOn,
}
