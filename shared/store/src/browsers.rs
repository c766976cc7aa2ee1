//! Browsers as keyed hashes, and who is familiar with which (spec T03, S12, L01).

use domain::browser::{KEYLESS_MAIL_EVERY_MS, KNOWN_MS, Seen};
use domain::ids::{BrowserId, StaffId};
use domain::person::Familiarity;
use domain::time::Term;
use rusqlite::{OptionalExtension, named_params};

use crate::stamp::{optional, stamp};
use crate::{StoreError, Tx, WriteTx};

/// All clients that cannot be told apart are this one browser.
const NOBODY: &[u8] = b"cannot be told apart";

fn tag(tx: &Tx<'_>, seen: &Seen) -> [u8; 32] {
    match seen.identity_bytes() {
        Some(identity) => tx.keys.browser_tag(identity.reveal()),
        None => tx.keys.browser_tag(NOBODY),
    }
}

/// The browser's row, if it was ever here.
///
/// # Errors
/// [`StoreError`] of reading.
pub fn find(tx: &Tx<'_>, seen: &Seen) -> Result<Option<BrowserId>, StoreError> {
    Ok(tx
        .conn
        .prepare_cached("SELECT id FROM browsers WHERE tag = ?1")?
        .query_row([tag(tx, seen)], |row| row.get(0).map(BrowserId))
        .optional()?)
}

/// The browser's row, made if need be.
///
/// # Errors
/// [`StoreError`] of writing.
pub fn find_or_insert(tx: &WriteTx<'_>, seen: &Seen) -> Result<BrowserId, StoreError> {
    if let Some(id) = find(tx, seen)? {
        note_token(tx, id, seen)?;
        return Ok(id);
    }
    tx.conn
        .prepare_cached("INSERT INTO browsers (tag, can_be_known, first_seen, token_tag) VALUES (?1, ?2, ?3, ?4)")?
        .execute((tag(tx, seen), seen.may_be_known(), tx.at().wall_ms, token_tag(tx, seen)))?;
    Ok(BrowserId(tx.conn.last_insert_rowid()))
}

/// A row from before tokens were noted by themselves learns its own.
fn note_token(tx: &WriteTx<'_>, id: BrowserId, seen: &Seen) -> Result<(), StoreError> {
    if let Some(token) = token_tag(tx, seen) {
        tx.conn
            .prepare_cached("UPDATE browsers SET token_tag = ?2 WHERE id = ?1 AND token_tag IS NULL")?
            .execute((id.0, token))?;
    }
    Ok(())
}

fn token_tag(tx: &Tx<'_>, seen: &Seen) -> Option<[u8; 32]> {
    seen.token_bytes().map(|token| tx.keys.browser_tag(token.reveal()))
}

/// Other browsers that showed the same token: it was copied to another machine or account (spec T03).
///
/// # Errors
/// [`StoreError`] of reading.
pub fn with_the_same_token(tx: &Tx<'_>, seen: &Seen) -> Result<Vec<BrowserId>, StoreError> {
    let Some(token) = token_tag(tx, seen) else {
        return Ok(Vec::new());
    };
    let mut statement = tx
        .conn
        .prepare_cached("SELECT id FROM browsers WHERE token_tag = ?1 AND tag <> ?2")?;
    let rows = statement
        .query_map((token, tag(tx, seen)), |row| row.get(0).map(BrowserId))?
        .collect::<Result<_, _>>()?;
    Ok(rows)
}

/// How familiar a person is with a browser at the transaction's instant.
///
/// # Errors
/// [`StoreError`] of reading.
pub fn familiarity(tx: &Tx<'_>, staff: StaffId, browser: BrowserId) -> Result<Familiarity, StoreError> {
    let can_be_known: bool = tx
        .conn
        .prepare_cached("SELECT can_be_known FROM browsers WHERE id = ?1")?
        .query_row([browser.0], |row| row.get(0))?;
    let row = tx
        .conn
        .prepare_cached("SELECT * FROM familiar_browsers WHERE staff_id = ?1 AND browser_id = ?2")?
        .query_row((staff.0, browser.0), |row| {
            Ok((stamp(row, "known")?, optional(row, "recognised")?))
        })
        .optional()?;
    let lasts = |since| can_be_known && !Term::starting(since, KNOWN_MS).ended(tx.at());
    let announced = |since| !can_be_known && !Term::starting(since, KEYLESS_MAIL_EVERY_MS).ended(tx.at());
    let (known, recognised, announced) = match row {
        Some((known, recognised)) => (lasts(known), recognised.is_some_and(lasts), announced(known)),
        None => (false, false, false),
    };
    Ok(Familiarity {
        browser,
        known,
        recognised,
        can_be_known,
        announced,
    })
}

/// Notes a full sign-in, or a finished second step, of a person in a browser.
///
/// # Errors
/// [`StoreError`] of writing.
pub fn mark_familiar(
    tx: &WriteTx<'_>,
    staff: StaffId,
    browser: BrowserId,
    place: &str,
    second_step: bool,
) -> Result<(), StoreError> {
    // Clients that cannot be told apart keep the instant of the first: a sign-in is mailed again 90 days later (T03).
    if familiarity(tx, staff, browser)?.announced {
        return Ok(());
    }
    let at = tx.at();
    let step = second_step.then_some(at);
    tx.conn
        .prepare_cached(
            "INSERT INTO familiar_browsers (staff_id, browser_id, place, known_wall, known_boot, known_boot_id,
             recognised_wall, recognised_boot, recognised_boot_id)
         VALUES (:staff, :browser, :place, :wall, :boot, :boot_id, :r_wall, :r_boot, :r_boot_id)
         ON CONFLICT (staff_id, browser_id) DO UPDATE SET place = excluded.place, known_wall = excluded.known_wall,
             known_boot = excluded.known_boot, known_boot_id = excluded.known_boot_id,
             recognised_wall = coalesce(excluded.recognised_wall, recognised_wall),
             recognised_boot = coalesce(excluded.recognised_boot, recognised_boot),
             recognised_boot_id = coalesce(excluded.recognised_boot_id, recognised_boot_id)",
        )?
        .execute(named_params! {
            ":staff": staff.0, ":browser": browser.0, ":place": place, ":wall": at.wall_ms, ":boot": at.boot_ms,
            ":boot_id": at.boot_id.0, ":r_wall": step.map(|at| at.wall_ms), ":r_boot": step.map(|at| at.boot_ms),
            ":r_boot_id": step.map(|at| at.boot_id.0),
        })?;
    Ok(())
}

/// Browsers of a person that belong to the recognised class, or to the other one.
///
/// # Errors
/// [`StoreError`] of reading.
pub fn recognised_browsers(tx: &Tx<'_>, staff: StaffId) -> Result<Vec<BrowserId>, StoreError> {
    let mut statement = tx
        .conn
        .prepare_cached("SELECT browser_id FROM familiar_browsers WHERE staff_id = ?1")?;
    let ids = statement
        .query_map([staff.0], |row| row.get(0).map(BrowserId))?
        .collect::<Result<Vec<_>, _>>()?;
    let mut recognised = Vec::new();
    for id in ids {
        if familiarity(tx, staff, id)?.recognised {
            recognised.push(id);
        }
    }
    Ok(recognised)
}

/// Whether somebody has signed in from a client that cannot be told apart from others (spec T03).
///
/// # Errors
/// [`StoreError`] of reading.
pub fn any_keyless(tx: &Tx<'_>) -> Result<bool, StoreError> {
    Ok(tx
        .conn
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM familiar_browsers JOIN browsers ON browsers.id = browser_id WHERE NOT can_be_known)",
        )?
        .query_row([], |row| row.get(0))?)
}
