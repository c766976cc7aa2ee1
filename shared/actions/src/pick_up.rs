//! `vestibule pickup` (spec R09): a document is handed out once, to the browser that asked for it, under its number.

use domain::audit::{Ending, Entry, Kind};
use domain::document::{DocumentState, Pickup, judge_pickup};
use domain::ids::DocumentId;
use domain::secret::Secret;
use domain::time::Now;
use store::documents::{self, DocumentRow};
use store::recovery::StoredRecovery;
use store::staff::StaffRow;
use store::{Db, StoreError, WriteTx, browsers, recovery, staff};

use crate::apply::record;
use crate::papers::{Content, Leave, Paper, ask};
use crate::save_recovery_code::{Kept, note_kept};
use crate::{ActionError, Client};

/// What became of a pickup number.
#[derive(Debug)]
pub enum PickedUp {
    /// Hand this out, then say so with [`handed_out`].
    Given {
        /// Which document.
        id: DocumentId,
        /// What it is made of.
        content: Content,
    },
    /// A wrong number, counted.
    Wrong {
        /// Tries left before it is withdrawn; 0: it is withdrawn.
        tries_left: u32,
    },
    /// Nothing waits for this browser (any more).
    Nothing,
}

/// Judges a pickup number. What is given is taken: a second time there is nothing.
///
/// # Errors
/// [`ActionError`] of the database; nothing is handed out then.
pub fn pick_up(
    db: &mut Db,
    client: &Client,
    number: &Secret<String>,
    entropy: [u8; 16],
    at: Now,
) -> Result<PickedUp, ActionError> {
    db.write(at, entropy, |tx| {
        let browser = match client.seen.may_be_known() {
            true => browsers::find(tx, &client.seen)?,
            false => None,
        };
        let waiting = match browser {
            Some(browser) => documents::waiting_pickup(tx, browser)?,
            None => None,
        };
        match waiting {
            Some(row) => judge(tx, client, &row, number),
            None => Ok(PickedUp::Nothing),
        }
    })
}

fn judge(
    tx: &WriteTx<'_>,
    client: &Client,
    row: &DocumentRow,
    number: &Secret<String>,
) -> Result<PickedUp, ActionError> {
    let id = row.document.id;
    let right = documents::has_number(tx, row, number.reveal())?;
    match judge_pickup(row.document, right, tx.at()) {
        Pickup::Nothing => Ok(PickedUp::Nothing),
        Pickup::Wrong { tries_left } => {
            documents::count_wrong(tx, id)?;
            entry(
                tx,
                client,
                row,
                Kind::DocumentRefused,
                Ending::Refused,
                "wrong pickup number",
            )?;
            if tries_left == 0 {
                documents::close(tx, id, DocumentState::Withdrawn)?;
                entry(
                    tx,
                    client,
                    row,
                    Kind::DocumentEnded,
                    Ending::Done,
                    "withdrawn after wrong numbers",
                )?;
            }
            Ok(PickedUp::Wrong { tries_left })
        }
        Pickup::Given => give(tx, client, row),
    }
}

fn give(tx: &WriteTx<'_>, client: &Client, row: &DocumentRow) -> Result<PickedUp, ActionError> {
    let id = row.document.id;
    let person = staff::get(tx, row.staff)?;
    let Some(alive) = alive(tx, row, &person)? else {
        documents::close(tx, id, DocumentState::Withdrawn)?;
        let why = match row.recovery_serial {
            Some(_) => "its recovery code is dead",
            None => "who asked for it may not have it any more",
        };
        entry(tx, client, row, Kind::DocumentEnded, Ending::Done, why)?;
        return Ok(PickedUp::Nothing);
    };
    let content = match alive {
        Alive::Code(stored) => Content::RecoveryCode(Box::new(Paper::load(tx, &person, *stored)?)),
        Alive::Right => {
            let fields = documents::fields(tx, id)?;
            Content::Leave(Leave::of_staff(row.staff, row.kind, fields))
        }
    };
    documents::close(tx, id, DocumentState::Fetched)?;
    let what = row.kind.words();
    entry(tx, client, row, Kind::DocumentFetched, Ending::Done, what)?;
    Ok(PickedUp::Given { id, content })
}

/// What a document still rests on.
enum Alive {
    /// The recovery code it was asked for with.
    Code(Box<StoredRecovery>),
    /// The right of who asked for it.
    Right,
}

/// The right is looked at again, as things stand now (spec R09).
fn alive(tx: &WriteTx<'_>, row: &DocumentRow, person: &StaffRow) -> Result<Option<Alive>, StoreError> {
    if ask(row.kind, person).is_err() {
        return Ok(None);
    }
    let Some(serial) = row.recovery_serial else {
        return Ok(Some(Alive::Right));
    };
    let stored = recovery::find(tx, row.staff)?.filter(|stored| stored.serial == serial);
    Ok(stored.map(|stored| Alive::Code(Box::new(stored))))
}

/// The document has left: a recovery code on it is kept.
///
/// # Errors
/// [`ActionError`] of the database.
pub fn handed_out(db: &mut Db, client: &Client, id: DocumentId, entropy: [u8; 16], at: Now) -> Result<(), ActionError> {
    db.write(at, entropy, |tx| {
        let Some(row) = documents::find(tx, id)?.filter(|row| row.document.state == DocumentState::Fetched) else {
            return Ok(());
        };
        if let Some(serial) = &row.recovery_serial {
            let person = staff::get(tx, row.staff)?;
            note_kept(tx, &person, serial, &client.place, Kept::Pdf)?;
        }
        Ok(())
    })
}

fn entry(
    tx: &WriteTx<'_>,
    client: &Client,
    row: &DocumentRow,
    kind: Kind,
    outcome: Ending,
    detail: &str,
) -> Result<(), StoreError> {
    let entry = Entry::own(row.staff, kind, outcome, &client.place);
    record(tx, &entry.rule("R09").detail(detail))
}
