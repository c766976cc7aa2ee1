//! Documents people get to keep (spec R09): files on the server's own terminal, and ones fetched under a pickup number.
//! What stands in them is `document`'s (the crate), where they lie `setup`'s.

use crate::ids::DocumentId;
use crate::permission::Task;
use crate::text_enum::text_enum;
use crate::time::{DAY, MINUTE, Now, Term};

/// How long a file in `exports/` is kept, in milliseconds.
pub const FILE_MS: i64 = DAY;
/// How long a document waits to be fetched, in milliseconds.
pub const PICKUP_MS: i64 = 10 * MINUTE;
/// Wrong pickup numbers that withdraw a document.
pub const WRONG_NUMBERS: u32 = 3;
/// Digits of a pickup number.
pub const NUMBER_DIGITS: usize = 6;

text_enum! {
    /// What a document is.
    pub enum DocumentKind {
        /// The recovery code on one page.
        RecoveryCode = "recovery_code",
        /// The 2SV status report, to be printed (spec D04).
        StatusPdf = "status_pdf",
        /// The 2SV status report, as a table.
        StatusCsv = "status_csv",
        /// The staff list, as a table (spec A02).
        StaffCsv = "staff_csv",
        /// The record, as a table (spec D03).
        ActivityCsv = "activity_csv",
        /// First passwords, to be handed out (spec A07).
        FirstPasswords = "first_passwords",
    }
}

impl DocumentKind {
    /// What its file's name begins with.
    #[must_use]
    pub const fn stem(self) -> &'static str {
        match self {
            Self::RecoveryCode => "recovery",
            Self::StatusPdf | Self::StatusCsv => "status",
            Self::StaffCsv => "staff",
            Self::ActivityCsv => "activity",
            Self::FirstPasswords => "first-passwords",
        }
    }

    /// What its file's name ends with, behind the dot.
    #[must_use]
    pub const fn ending(self) -> &'static str {
        match self {
            Self::RecoveryCode | Self::StatusPdf | Self::FirstPasswords => "pdf",
            Self::StatusCsv | Self::StaffCsv | Self::ActivityCsv => "csv",
        }
    }

    /// The file that whoever fetches it is told to write it to.
    #[must_use]
    pub fn file_name(self) -> String {
        format!("{}.{}", self.stem(), self.ending())
    }

    /// What it is, in the record.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::RecoveryCode => "recovery code",
            Self::StatusPdf => "2SV status report as PDF",
            Self::StatusCsv => "2SV status report as CSV",
            Self::StaffCsv => "staff list as CSV",
            Self::ActivityCsv => "record as CSV",
            Self::FirstPasswords => "list of first passwords",
        }
    }

    /// What whoever gets it has to be allowed to do, when it is asked for and when it is fetched; `None` for what is about
    /// oneself.
    #[must_use]
    pub const fn task(self) -> Option<Task> {
        match self {
            Self::RecoveryCode => None,
            Self::StatusPdf | Self::StatusCsv => Some(Task::Report),
            Self::StaffCsv => Some(Task::ExportStaff),
            Self::ActivityCsv => Some(Task::ExportActivity),
            Self::FirstPasswords => Some(Task::FirstPasswords),
        }
    }
}

text_enum! {
    /// Where a document stands.
    pub enum DocumentState {
        /// Lies in `exports/`, or waits to be fetched.
        Waiting = "waiting",
        /// Fetched, once.
        Fetched = "fetched",
        /// Its time is over; a file is erased.
        Over = "over",
        /// Withdrawn: wrong numbers, a newer one, another recovery code or password.
        Withdrawn = "withdrawn",
    }
}

/// A document as decisions see it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Document {
    /// The row.
    pub id: DocumentId,
    /// Where it stands.
    pub state: DocumentState,
    /// Wrong numbers typed for it.
    pub wrong: u32,
    /// How long it lives.
    pub term: Term,
}

/// What became of a pickup number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pickup {
    /// It is handed out, once.
    Given,
    /// Wrong, counted.
    Wrong {
        /// Tries left before it is withdrawn; 0: it is withdrawn.
        tries_left: u32,
    },
    /// Nothing waits (any more).
    Nothing,
}

/// Judges a pickup number against what waits in this browser. `right`: the number is the one asked for.
#[must_use]
pub fn judge_pickup(document: Document, right: bool, at: Now) -> Pickup {
    let waits = document.state == DocumentState::Waiting && document.wrong < WRONG_NUMBERS;
    match (waits && !document.term.ended(at), right) {
        (false, _) => Pickup::Nothing,
        (true, true) => Pickup::Given,
        (true, false) => Pickup::Wrong {
            tries_left: WRONG_NUMBERS.saturating_sub(document.wrong + 1),
        },
    }
}

/// A pickup number out of random bytes: six digits, uniform to within one in 10¹³.
#[must_use]
pub fn pickup_number(entropy: [u8; 16]) -> String {
    let draw = u64::from_be_bytes(std::array::from_fn(|at| entropy[at])) % 1_000_000;
    format!("{draw:06}")
}
