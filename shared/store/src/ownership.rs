//! Offers of the ownership (spec A02), at most one of them open, and the one change of who is owner.

use domain::ids::{OfferId, StaffId};
use domain::ownership::{OFFER_MS, Offer, OfferState};
use domain::person::Access;
use rusqlite::{OptionalExtension, Row, named_params};

use crate::stamp::term;
use crate::{StoreError, Tx, WriteTx};

fn read(row: &Row<'_>) -> rusqlite::Result<Offer> {
    Ok(Offer {
        id: OfferId(row.get("id")?),
        from: StaffId(row.get("from_id")?),
        to: StaffId(row.get("to_id")?),
        term: term(row, "made")?,
    })
}

/// Makes an offer, good for seven days from now.
///
/// # Errors
/// [`StoreError::Overtaken`] where one is open already.
pub fn offer(tx: &WriteTx<'_>, from: StaffId, to: StaffId) -> Result<(), StoreError> {
    let at = tx.at();
    let added = tx
        .conn
        .prepare_cached(
            "INSERT INTO ownership_offers (from_id, to_id, made_wall, made_boot, made_boot_id, length, state)
             SELECT :from, :to, :wall, :boot, :boot_id, :length, 'open'
             WHERE NOT EXISTS (SELECT 1 FROM ownership_offers WHERE state = 'open')",
        )?
        .execute(named_params! {
            ":from": from.0, ":to": to.0, ":wall": at.wall_ms, ":boot": at.boot_ms, ":boot_id": at.boot_id.0,
            ":length": OFFER_MS,
        })?;
    if added == 1 { Ok(()) } else { Err(StoreError::Overtaken) }
}

/// The one that is open, over by its term or not.
///
/// # Errors
/// [`StoreError`] of reading.
pub fn find_open(tx: &Tx<'_>) -> Result<Option<Offer>, StoreError> {
    let mut statement = tx
        .conn
        .prepare_cached("SELECT * FROM ownership_offers WHERE state = 'open'")?;
    Ok(statement.query_row([], read).optional()?)
}

/// Closes one.
///
/// # Errors
/// [`StoreError::Overtaken`] where it was closed already.
pub fn close(tx: &WriteTx<'_>, id: OfferId, how: OfferState) -> Result<(), StoreError> {
    let changed = tx
        .conn
        .prepare_cached("UPDATE ownership_offers SET state = ?2, closed_at = ?3 WHERE id = ?1 AND state = 'open'")?
        .execute((id.0, how.as_str(), tx.at().wall_ms))?;
    if changed == 1 {
        Ok(())
    } else {
        Err(StoreError::Overtaken)
    }
}

/// The owner.
///
/// # Errors
/// [`StoreError`] of reading; `Other` where the clinic has none.
pub fn owner(tx: &Tx<'_>) -> Result<StaffId, StoreError> {
    let mut statement = tx.conn.prepare_cached("SELECT id FROM staff WHERE access = 'owner'")?;
    Ok(StaffId(statement.query_row([], |row| row.get(0))?))
}

/// `to` becomes owner in the place of `from`, who keeps `left`. The schema allows one owner at any instant.
///
/// # Errors
/// [`StoreError::Overtaken`] where `from` is not owner or `to` has no full access (any more).
pub fn hand_over(tx: &WriteTx<'_>, from: StaffId, to: StaffId, left: Access) -> Result<(), StoreError> {
    let mut set = tx
        .conn
        .prepare_cached("UPDATE staff SET access = ?2 WHERE id = ?1 AND access = ?3")?;
    for (person, now, before) in [(from, left, Access::Owner), (to, Access::Owner, Access::Full)] {
        if set.execute((person.0, now.as_str(), before.as_str()))? != 1 {
            return Err(StoreError::Overtaken);
        }
    }
    Ok(())
}
