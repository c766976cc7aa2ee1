//! **Save as PDF**, **Save as CSV** (spec R02, R09): a file at the server's own terminal, else a document that waits to be
//! fetched under a pickup number (`pick_up`). The document itself is made by the caller, out of the [`Content`] given.

use domain::audit::{Ending, Entry, Kind};
use domain::document::{DocumentKind, DocumentState, FILE_MS, PICKUP_MS, pickup_number};
use domain::ids::DocumentId;
use domain::secret::Secret;
use domain::time::{Now, Term};
use store::documents::{self, DocumentRow, NewDocument, Way};
use store::recovery::{self, StoredRecovery};
use store::{Db, StoreError, Tx, WriteTx, browsers};

use crate::apply::record;
use crate::papers::{Leave, ask};
use crate::save_recovery_code::{Kept, note_kept};
use crate::session::Running;
use crate::{ActionError, Token};

pub use crate::papers::{Content, Order, Paper};

/// Leave to write the file of that name, noted so that it will be erased.
///
/// # Errors
/// [`ActionError::Denied`] for a document that is a manager's. Of a recovery code: [`ActionError::StepUp`] outside the step
/// that keeps it, where step-up is not complete; [`ActionError::Refused`] where there is none.
pub fn begin_file(
    db: &mut Db,
    token: &Token,
    order: &Order,
    file_name: &str,
    entropy: [u8; 16],
    at: Now,
) -> Result<(DocumentId, Content), ActionError> {
    db.write(at, entropy, |tx| {
        let asked = Asked::load(tx, token, order)?;
        let id = asked.note_file(tx, file_name)?;
        Ok((id, asked.content(tx)?))
    })
}

/// The file of that document is written, and what it was made of is forgotten. A recovery code is kept with it; not where
/// another one has taken its place meanwhile, which nobody has seen.
///
/// # Errors
/// [`ActionError`] of the session and the database.
pub fn file_written(db: &mut Db, token: &Token, id: DocumentId, entropy: [u8; 16], at: Now) -> Result<(), ActionError> {
    db.write(at, entropy, |tx| {
        let running = Running::load(tx, token)?;
        let Some(row) = documents::find(tx, id)?.filter(|row| row.staff == running.staff.id) else {
            return Ok(());
        };
        documents::forget_fields(tx, id)?;
        if let Some(serial) = &row.recovery_serial {
            note_kept(tx, &running.staff, serial, &running.session.place, Kept::Pdf)?;
        }
        Ok(())
    })
}

/// Why there is no file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoFile {
    /// It could not be made or written.
    Failed,
    /// The person stopped it (spec H04).
    Stopped,
}

/// There is no file to erase.
///
/// # Errors
/// [`ActionError`] of the database.
pub fn file_failed(db: &mut Db, id: DocumentId, why: NoFile, entropy: [u8; 16], at: Now) -> Result<(), ActionError> {
    db.write(at, entropy, |tx| {
        let Some(row) = documents::find(tx, id)? else {
            return Ok(());
        };
        if documents::close(tx, id, DocumentState::Withdrawn)? {
            let (outcome, detail) = match why {
                NoFile::Failed => (Ending::Failed, "the file could not be written"),
                NoFile::Stopped => (Ending::Done, "stopped before the file was whole"),
            };
            let entry = Entry::own(row.staff, Kind::DocumentEnded, outcome, "the program");
            record(tx, &entry.rule("R09").detail(detail))?;
        }
        Ok(())
    })
}

const NO_KEY: &str = "This server does not say which SSH key you came with, so no document can be handed to you. Ask who runs the server to look at `vestibule doctor`.";

/// A document that waits to be fetched.
#[derive(Debug)]
pub struct Offer {
    /// Which one.
    pub id: DocumentId,
    /// What it is.
    pub kind: DocumentKind,
    /// Its pickup number, shown once.
    pub number: Secret<String>,
    /// How long it waits, in milliseconds.
    pub left_ms: i64,
}

/// Lets a document wait to be fetched from this browser.
///
/// # Errors
/// As [`begin_file`]; [`ActionError::Refused`] where clients cannot be told apart, too: nobody could fetch it.
pub fn offer_pickup(
    db: &mut Db,
    token: &Token,
    order: &Order,
    entropy: [u8; 16],
    at: Now,
) -> Result<Offer, ActionError> {
    db.write(at, entropy, |tx| Asked::load(tx, token, order)?.offer(tx))
}

/// Where a document stands that this person waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PickupState {
    /// It waits on, for so many milliseconds.
    Waiting {
        /// Milliseconds left.
        left_ms: i64,
    },
    /// It was fetched.
    Fetched,
    /// Its ten minutes are over.
    Over,
    /// It was withdrawn: wrong numbers, or a newer one was asked for.
    Withdrawn,
}

/// Looks where it stands.
///
/// # Errors
/// [`ActionError::Refused`] for somebody else's.
pub fn pickup_state(db: &mut Db, token: &Token, id: DocumentId, at: Now) -> Result<PickupState, ActionError> {
    db.read(at, |tx| {
        let running = Running::load(tx, token)?;
        let row = documents::find(tx, id)?.filter(|row| row.staff == running.staff.id);
        let row = row.ok_or_else(|| ActionError::Refused("That document is not there any more.".into()))?;
        let left_ms = row.document.term.left_ms(at);
        Ok(match row.document.state {
            DocumentState::Waiting if left_ms == 0 => PickupState::Over,
            DocumentState::Waiting => PickupState::Waiting { left_ms },
            DocumentState::Fetched => PickupState::Fetched,
            DocumentState::Over => PickupState::Over,
            DocumentState::Withdrawn => PickupState::Withdrawn,
        })
    })
}

/// A document that somebody may have.
pub(crate) struct Asked<'a> {
    running: Running,
    order: &'a Order,
    stored: Option<StoredRecovery>,
}

impl<'a> Asked<'a> {
    /// Checks the right to it.
    fn load(tx: &WriteTx<'_>, token: &Token, order: &'a Order) -> Result<Self, ActionError> {
        match order.kind {
            DocumentKind::RecoveryCode => {
                let running = Running::load(tx, token)?;
                running.may_see_recovery(tx.at())?;
                let stored = recovery::find(tx, running.staff.id)?;
                let none = || ActionError::Refused("There is no recovery code to save.".into());
                let stored = Some(stored.ok_or_else(none)?);
                Ok(Self { running, order, stored })
            }
            // Only what makes the passwords makes a list of them.
            DocumentKind::FirstPasswords => Err(ActionError::Refused(
                "A list of first passwords is made together with them. Nothing was made.".into(),
            )),
            DocumentKind::StatusPdf | DocumentKind::StatusCsv | DocumentKind::StaffCsv | DocumentKind::ActivityCsv => {
                let running = Running::load_open(tx, token)?;
                ask(order.kind, &running.staff)?;
                Ok(Self::of(running, order))
            }
        }
    }

    /// One whose right was checked; not a recovery code's.
    pub(crate) fn of(running: Running, order: &'a Order) -> Self {
        let stored = None;
        Self { running, order, stored }
    }

    /// Notes it as a file.
    pub(crate) fn note_file(&self, tx: &WriteTx<'_>, name: &str) -> Result<DocumentId, StoreError> {
        let id = self.note(tx, Way::File(name), FILE_MS)?;
        self.made(tx, "a file")?;
        Ok(id)
    }

    /// Lets it wait to be fetched.
    pub(crate) fn offer(&self, tx: &WriteTx<'_>) -> Result<Offer, ActionError> {
        let running = &self.running;
        if !browsers::familiarity(tx, running.staff.id, running.browser())?.can_be_known {
            return Err(ActionError::Refused(NO_KEY.into()));
        }
        if let Some(before) = documents::waiting_pickup(tx, running.browser())? {
            withdraw(tx, running, &before)?;
        }
        let number = Secret::new(pickup_number(tx.random16()));
        let id = self.note(tx, Way::Pickup(number.reveal()), PICKUP_MS)?;
        self.made(tx, "to be fetched")?;
        Ok(Offer {
            id,
            kind: self.order.kind,
            number,
            left_ms: PICKUP_MS,
        })
    }

    /// What it is made of.
    pub(crate) fn content(self, tx: &Tx<'_>) -> Result<Content, StoreError> {
        let staff = &self.running.staff;
        Ok(match self.stored {
            Some(stored) => Content::RecoveryCode(Box::new(Paper::load(tx, staff, stored)?)),
            None => Content::Leave(Leave::of_staff(staff.id, self.order.kind, self.order.fields.clone())),
        })
    }

    fn note(&self, tx: &WriteTx<'_>, way: Way<'_>, length_ms: i64) -> Result<DocumentId, StoreError> {
        let new = NewDocument {
            staff: self.running.staff.id,
            browser: self.running.browser(),
            kind: self.order.kind,
            recovery_serial: self.stored.as_ref().map(|stored| &stored.serial),
            fields: self.order.fields.as_ref(),
            way,
            term: Term::starting(tx.at(), length_ms),
        };
        documents::note(tx, &new)
    }

    fn made(&self, tx: &WriteTx<'_>, how: &str) -> Result<(), StoreError> {
        let running = &self.running;
        let row = Entry::own(
            running.staff.id,
            Kind::DocumentMade,
            Ending::Done,
            &running.session.place,
        );
        let detail = format!("{}, {how}", self.order.kind.words());
        record(tx, &row.rule("R09").detail(detail))
    }
}

/// One document waits at a time in a browser, whoever's: the newest.
fn withdraw(tx: &WriteTx<'_>, running: &Running, before: &DocumentRow) -> Result<(), StoreError> {
    documents::close(tx, before.document.id, DocumentState::Withdrawn)?;
    let row = Entry {
        subject: Some(before.staff),
        ..Entry::own(
            running.staff.id,
            Kind::DocumentEnded,
            Ending::Done,
            &running.session.place,
        )
    };
    record(
        tx,
        &row.rule("R09").detail("a newer one was asked for in the same browser"),
    )
}
