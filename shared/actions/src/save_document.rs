//! **Save as PDF** of the recovery code (spec R02, R09): a file at the server's own terminal, else a document that waits
//! to be fetched under a pickup number (`pick_up`). The page itself is made by the caller out of [`Paper`].

use domain::audit::{Ending, Entry, Kind};
use domain::document::{DocumentKind, DocumentState, FILE_MS, PICKUP_MS, pickup_number};
use domain::ids::DocumentId;
use domain::recovery_code::RecoveryCode;
use domain::secret::Secret;
use domain::time::{Now, Term};
use store::documents::{self, DocumentRow, NewDocument, Way};
use store::recovery::{self, StoredRecovery};
use store::{Db, StoreError, Tx, WriteTx, browsers, clinic};

use crate::apply::record;
use crate::save_recovery_code::{Kept, note_kept};
use crate::session::Running;
use crate::standing::manager_names;
use crate::{ActionError, Token};

/// What stands on the page.
#[derive(Debug)]
pub struct Paper {
    /// The clinic's full name.
    pub clinic: String,
    /// The person's name.
    pub name: String,
    /// The person's user name.
    pub username: String,
    /// The code.
    pub code: RecoveryCode,
    /// When the code was made, wall ms.
    pub made_at: i64,
    /// The clinic's IANA time zone.
    pub time_zone: String,
    /// Whom to tell when it is lost: the support contact, else managers by name; may be empty.
    pub contact: String,
}

impl Paper {
    pub(crate) fn load(
        tx: &Tx<'_>,
        staff: &store::staff::StaffRow,
        stored: StoredRecovery,
    ) -> Result<Self, StoreError> {
        let clinic =
            clinic::find(tx)?.ok_or_else(|| StoreError::Other("there is no clinic in this database".into()))?;
        let contact = if clinic.support_contact.is_empty() {
            manager_names(tx, Some(staff.id))?.join(" or ")
        } else {
            clinic.support_contact
        };
        Ok(Self {
            clinic: clinic.name,
            name: staff.name.clone(),
            username: staff.username.clone(),
            code: stored.code,
            made_at: stored.made_at,
            time_zone: clinic.time_zone,
            contact,
        })
    }
}

/// Leave to write the file of that name, noted so that it will be erased.
///
/// # Errors
/// [`ActionError::StepUp`] outside the step that keeps the code, where step-up is not complete; [`ActionError::Refused`]
/// where there is no code.
pub fn begin_file(
    db: &mut Db,
    token: &Token,
    file_name: &str,
    entropy: [u8; 16],
    at: Now,
) -> Result<(DocumentId, Paper), ActionError> {
    db.write(at, entropy, |tx| {
        let (running, stored) = allowed(tx, token)?;
        let id = note(tx, &running, &stored, Way::File(file_name), FILE_MS)?;
        made(tx, &running, "recovery code, a file")?;
        Ok((id, Paper::load(tx, &running.staff, stored)?))
    })
}

/// The file of that document is written: its code is kept. Not where another one has taken its place meanwhile, which
/// nobody has seen.
///
/// # Errors
/// [`ActionError`] of the session and the database.
pub fn file_written(db: &mut Db, token: &Token, id: DocumentId, entropy: [u8; 16], at: Now) -> Result<(), ActionError> {
    db.write(at, entropy, |tx| {
        let running = Running::load(tx, token)?;
        if let Some(row) = documents::find(tx, id)?.filter(|row| row.staff == running.staff.id) {
            let place = &running.session.place;
            note_kept(tx, &running.staff, &row.recovery_serial, place, Kept::Pdf)?;
        }
        Ok(())
    })
}

/// The file could not be written: there is none to erase.
///
/// # Errors
/// [`ActionError`] of the database.
pub fn file_failed(db: &mut Db, id: DocumentId, entropy: [u8; 16], at: Now) -> Result<(), ActionError> {
    db.write(at, entropy, |tx| {
        let Some(row) = documents::find(tx, id)? else {
            return Ok(());
        };
        if documents::close(tx, id, DocumentState::Withdrawn)? {
            let entry = Entry::own(row.staff, Kind::DocumentEnded, Ending::Failed, "the program");
            record(tx, &entry.rule("R09").detail("the file could not be written"))?;
        }
        Ok(())
    })
}

const NO_KEY: &str = "This server does not say which SSH key you came with, so no PDF can be handed to you. Copy the code or write it down instead.";

/// A document that waits to be fetched.
#[derive(Debug)]
pub struct Offer {
    /// Which one.
    pub id: DocumentId,
    /// Its pickup number, shown once.
    pub number: Secret<String>,
    /// How long it waits, in milliseconds.
    pub left_ms: i64,
}

/// Lets the recovery code's page wait to be fetched from this browser.
///
/// # Errors
/// As [`begin_file`]; [`ActionError::Refused`] where clients cannot be told apart, too: nobody could fetch it.
pub fn offer_pickup(db: &mut Db, token: &Token, entropy: [u8; 16], at: Now) -> Result<Offer, ActionError> {
    db.write(at, entropy, |tx| {
        let (running, stored) = allowed(tx, token)?;
        if !browsers::familiarity(tx, running.staff.id, running.browser())?.can_be_known {
            return Err(ActionError::Refused(NO_KEY.into()));
        }
        if let Some(before) = documents::waiting_pickup(tx, running.browser())? {
            withdraw(tx, &running, &before)?;
        }
        let number = Secret::new(pickup_number(tx.random16()));
        let id = note(tx, &running, &stored, Way::Pickup(number.reveal()), PICKUP_MS)?;
        made(tx, &running, "recovery code, to be fetched")?;
        Ok(Offer {
            id,
            number,
            left_ms: PICKUP_MS,
        })
    })
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

fn allowed(tx: &WriteTx<'_>, token: &Token) -> Result<(Running, StoredRecovery), ActionError> {
    let running = Running::load(tx, token)?;
    running.may_see_recovery(tx.at())?;
    let stored = recovery::find(tx, running.staff.id)?;
    let stored = stored.ok_or_else(|| ActionError::Refused("There is no recovery code to save.".into()))?;
    Ok((running, stored))
}

fn note(
    tx: &WriteTx<'_>,
    running: &Running,
    stored: &StoredRecovery,
    way: Way<'_>,
    length_ms: i64,
) -> Result<DocumentId, StoreError> {
    let new = NewDocument {
        staff: running.staff.id,
        browser: running.browser(),
        kind: DocumentKind::RecoveryCode,
        recovery_serial: &stored.serial,
        way,
        term: Term::starting(tx.at(), length_ms),
    };
    documents::note(tx, &new)
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

fn made(tx: &WriteTx<'_>, running: &Running, what: &str) -> Result<(), StoreError> {
    let row = Entry::own(
        running.staff.id,
        Kind::DocumentMade,
        Ending::Done,
        &running.session.place,
    );
    record(tx, &row.rule("R09").detail(what))
}
