//! Documents made for people (spec R09): files in `exports/` that the worker erases, and ones that wait to be fetched
//! under a pickup number, of which a keyed hash is kept. No contents stand here: they are made when written or fetched.
//! What has to be known for that and stands nowhere else (a filter, first passwords) is sealed, and gone once the document
//! no longer waits.

use domain::document::{Document, DocumentKind, DocumentState};
use domain::ids::{BrowserId, DocumentId, StaffId};
use domain::secret::Secret;
use domain::time::Term;
use rusqlite::{OptionalExtension, Row, named_params};

use crate::keys::Field;
use crate::stamp::{term, word};
use crate::{StoreError, Tx, WriteTx};

/// A document as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentRow {
    /// What is decided on.
    pub document: Document,
    /// For whom.
    pub staff: StaffId,
    /// The browser that asked for it.
    pub browser: BrowserId,
    /// What it is.
    pub kind: DocumentKind,
    /// The recovery code it shows, where it shows one.
    pub recovery_serial: Option<[u8; 16]>,
    /// Its file in `exports/`, where it is one.
    pub file_name: Option<String>,
}

/// A document to note.
pub struct NewDocument<'a> {
    /// For whom.
    pub staff: StaffId,
    /// The browser that asks for it.
    pub browser: BrowserId,
    /// What it is.
    pub kind: DocumentKind,
    /// The recovery code it shows, where it shows one.
    pub recovery_serial: Option<&'a [u8; 16]>,
    /// What has to be known to make it, and stands nowhere else.
    pub fields: Option<&'a Secret<String>>,
    /// How it gets to the person.
    pub way: Way<'a>,
    /// How long it lives.
    pub term: Term,
}

/// How a document gets to the person.
#[derive(Clone, Copy)]
pub enum Way<'a> {
    /// A file of that name in `exports/`.
    File(&'a str),
    /// Fetched under that pickup number.
    Pickup(&'a str),
}

fn read(row: &Row<'_>) -> rusqlite::Result<DocumentRow> {
    let (kind, state): (String, String) = (row.get("kind")?, row.get("state")?);
    Ok(DocumentRow {
        document: Document {
            id: DocumentId(row.get("id")?),
            state: word(DocumentState::parse(&state), "documents.state")?,
            wrong: row.get("wrong")?,
            term: term(row, "made")?,
        },
        staff: StaffId(row.get("staff_id")?),
        browser: BrowserId(row.get("browser_id")?),
        kind: word(DocumentKind::parse(&kind), "documents.kind")?,
        recovery_serial: row.get("recovery_serial")?,
        file_name: row.get("file_name")?,
    })
}

/// Notes a document. Of those to be fetched, one waits at a time in a browser: the one before has to be closed.
///
/// # Errors
/// [`StoreError`] of writing.
pub fn note(tx: &WriteTx<'_>, new: &NewDocument<'_>) -> Result<DocumentId, StoreError> {
    let (file_name, number) = match new.way {
        Way::File(name) => (Some(name), None),
        Way::Pickup(number) => (None, Some(tag(tx, new.browser, number))),
    };
    let start = new.term.start;
    tx.conn
        .prepare_cached(
            "INSERT INTO documents (staff_id, browser_id, kind, recovery_serial, file_name, number_tag, state,
                 made_wall, made_boot, made_boot_id, length)
             VALUES (:staff, :browser, :kind, :serial, :file, :number, 'waiting', :wall, :boot, :boot_id, :length)",
        )?
        .execute(named_params! {
            ":staff": new.staff.0, ":browser": new.browser.0, ":kind": new.kind.as_str(),
            ":serial": new.recovery_serial, ":file": file_name, ":number": number, ":wall": start.wall_ms,
            ":boot": start.boot_ms, ":boot_id": start.boot_id.0, ":length": new.term.length_ms,
        })?;
    let id = DocumentId(tx.conn.last_insert_rowid());
    if let Some(fields) = new.fields {
        let sealed = tx
            .keys
            .seal(field(&id.0.to_be_bytes()), tx.random24(), fields.reveal().as_bytes())?;
        tx.conn
            .prepare_cached("UPDATE documents SET fields = ?2 WHERE id = ?1")?
            .execute((id.0, sealed))?;
    }
    Ok(id)
}

fn field(row: &[u8; 8]) -> Field<'_> {
    Field {
        name: "What a document is made of",
        table: "documents",
        column: "fields",
        row,
    }
}

/// What has to be known to make a document; `None` once it no longer waits, or where nothing has to be.
///
/// # Errors
/// [`StoreError::Unreadable`] with another key.
pub fn fields(tx: &Tx<'_>, id: DocumentId) -> Result<Option<Secret<String>>, StoreError> {
    let sealed: Option<Vec<u8>> = tx
        .conn
        .prepare_cached("SELECT fields FROM documents WHERE id = ?1")?
        .query_row([id.0], |row| row.get(0))
        .optional()?
        .flatten();
    let Some(sealed) = sealed else {
        return Ok(None);
    };
    let plain = tx.keys.open(field(&id.0.to_be_bytes()), &sealed)?;
    let text = std::str::from_utf8(&plain).map_err(|_| StoreError::Unreadable("What a document is made of"))?;
    Ok(Some(Secret::new(text.to_owned())))
}

/// Forgets what a document was made of: its file is written.
///
/// # Errors
/// [`StoreError`] of writing.
pub fn forget_fields(tx: &WriteTx<'_>, id: DocumentId) -> Result<(), StoreError> {
    tx.conn
        .prepare_cached("UPDATE documents SET fields = NULL WHERE id = ?1")?
        .execute([id.0])?;
    Ok(())
}

fn tag(tx: &Tx<'_>, browser: BrowserId, number: &str) -> [u8; 32] {
    let mut bytes = browser.0.to_be_bytes().to_vec();
    bytes.extend_from_slice(number.as_bytes());
    tx.keys.token_tag(&bytes)
}

/// One document.
///
/// # Errors
/// [`StoreError`] of reading.
pub fn find(tx: &Tx<'_>, id: DocumentId) -> Result<Option<DocumentRow>, StoreError> {
    Ok(tx
        .conn
        .prepare_cached("SELECT * FROM documents WHERE id = ?1")?
        .query_row([id.0], read)
        .optional()?)
}

/// What waits to be fetched in a browser; it may be over by its term.
///
/// # Errors
/// [`StoreError`] of reading.
pub fn waiting_pickup(tx: &Tx<'_>, browser: BrowserId) -> Result<Option<DocumentRow>, StoreError> {
    Ok(tx
        .conn
        .prepare_cached(
            "SELECT * FROM documents WHERE browser_id = ?1 AND state = 'waiting' AND number_tag IS NOT NULL",
        )?
        .query_row([browser.0], read)
        .optional()?)
}

/// Whether a document waits under that number; the hash is compared by SQLite, and tells nothing without the key.
///
/// # Errors
/// [`StoreError`] of reading.
pub fn has_number(tx: &Tx<'_>, row: &DocumentRow, number: &str) -> Result<bool, StoreError> {
    Ok(tx
        .conn
        .prepare_cached("SELECT 1 FROM documents WHERE id = ?1 AND number_tag = ?2")?
        .exists((row.document.id.0, tag(tx, row.browser, number)))?)
}

/// One more wrong number.
///
/// # Errors
/// [`StoreError`] of writing.
pub fn count_wrong(tx: &WriteTx<'_>, id: DocumentId) -> Result<(), StoreError> {
    tx.conn
        .prepare_cached("UPDATE documents SET wrong = wrong + 1 WHERE id = ?1")?
        .execute([id.0])?;
    Ok(())
}

/// Moves a document from waiting to another state, and forgets what it was made of. `false` where it did not wait any
/// more.
///
/// # Errors
/// [`StoreError`] of writing.
pub fn close(tx: &WriteTx<'_>, id: DocumentId, state: DocumentState) -> Result<bool, StoreError> {
    let changed = tx
        .conn
        .prepare_cached("UPDATE documents SET state = ?2, fields = NULL WHERE id = ?1 AND state = 'waiting'")?
        .execute((id.0, state.as_str()))?;
    Ok(changed == 1)
}

/// Withdraws what waits to be fetched by a person, of one kind or any: the recovery code it would show is dead, or the
/// password is. Returns what was withdrawn.
///
/// # Errors
/// [`StoreError`] of writing.
pub fn withdraw_pickups(
    tx: &WriteTx<'_>,
    staff: StaffId,
    only: Option<DocumentKind>,
) -> Result<Vec<DocumentRow>, StoreError> {
    let mut withdrawn = waiting(tx, "number_tag IS NOT NULL")?;
    withdrawn.retain(|row| row.staff == staff && only.is_none_or(|kind| kind == row.kind));
    for row in &withdrawn {
        close(tx, row.document.id, DocumentState::Withdrawn)?;
    }
    Ok(withdrawn)
}

/// Files in `exports/` whose time is over.
///
/// # Errors
/// [`StoreError`] of reading.
pub fn files_to_erase(tx: &Tx<'_>) -> Result<Vec<(DocumentId, String)>, StoreError> {
    let rows = waiting(tx, "file_name IS NOT NULL")?;
    let at = tx.at();
    let done = rows.into_iter().filter(|row| row.document.term.ended(at));
    Ok(done.filter_map(|row| Some((row.document.id, row.file_name?))).collect())
}

/// Names of the files that are still to be kept.
///
/// # Errors
/// [`StoreError`] of reading.
pub fn files_kept(tx: &Tx<'_>) -> Result<Vec<String>, StoreError> {
    let rows = waiting(tx, "file_name IS NOT NULL")?;
    Ok(rows.into_iter().filter_map(|row| row.file_name).collect())
}

/// Pickups whose time is over.
///
/// # Errors
/// [`StoreError`] of reading.
pub fn pickups_over(tx: &Tx<'_>) -> Result<Vec<DocumentRow>, StoreError> {
    let at = tx.at();
    let rows = waiting(tx, "number_tag IS NOT NULL")?;
    Ok(rows.into_iter().filter(|row| row.document.term.ended(at)).collect())
}

fn waiting(tx: &Tx<'_>, which: &str) -> Result<Vec<DocumentRow>, StoreError> {
    let sql = format!("SELECT * FROM documents WHERE state = 'waiting' AND {which} ORDER BY id");
    let mut statement = tx.conn.prepare_cached(&sql)?;
    let rows = statement.query_map([], read)?.collect::<Result<_, _>>()?;
    Ok(rows)
}
