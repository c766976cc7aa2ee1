//! The methods of a second step: text messages and the authenticator app, whose secret is sealed (spec Z01) and whose
//! used time steps only move forward (C04). The row of a person says which is asked first.

use domain::ids::StaffId;
use domain::person::Method;
use domain::totp::AppSecret;
use domain::verification::AppKey;
use rusqlite::OptionalExtension;

use crate::keys::Field;
use crate::{StoreError, Tx, WriteTx};

fn field(row: &[u8; 8]) -> Field<'_> {
    Field {
        name: "An authenticator secret",
        table: "methods",
        column: "secret",
        row,
    }
}

/// Turns texts on: the number becomes the profile's; the first method is the default (spec M03, M06).
///
/// # Errors
/// [`StoreError`] of writing.
pub fn turn_sms_on(tx: &WriteTx<'_>, id: StaffId, number: &str) -> Result<(), StoreError> {
    tx.conn
        .prepare_cached(
            "INSERT INTO methods (staff_id, kind, added_at) VALUES (?1, 'sms', ?2)
         ON CONFLICT (staff_id, kind) DO UPDATE SET added_at = excluded.added_at",
        )?
        .execute((id.0, tx.at().wall_ms))?;
    tx.conn
        .prepare_cached("UPDATE staff SET mobile = ?2, default_method = coalesce(default_method, 'sms') WHERE id = ?1")?
        .execute((id.0, number))?;
    Ok(())
}

/// Turns the app on, or puts a new phone's secret in the place of the old one's; `step` confirmed it and counts as used
/// (spec C04, M03). The first method is the default.
///
/// # Errors
/// [`StoreError`] of writing.
pub fn turn_app_on(tx: &WriteTx<'_>, id: StaffId, secret: &AppSecret, step: i64) -> Result<(), StoreError> {
    let sealed = tx
        .keys
        .seal(field(&id.0.to_be_bytes()), tx.random24(), secret.bytes())?;
    tx.conn
        .prepare_cached(
            "INSERT INTO methods (staff_id, kind, added_at, secret, last_step) VALUES (?1, 'app', ?2, ?3, ?4)
             ON CONFLICT (staff_id, kind) DO UPDATE SET added_at = excluded.added_at, secret = excluded.secret,
                 last_step = excluded.last_step",
        )?
        .execute((id.0, tx.at().wall_ms, sealed, step))?;
    tx.conn
        .prepare_cached("UPDATE staff SET default_method = coalesce(default_method, 'app') WHERE id = ?1")?
        .execute([id.0])?;
    Ok(())
}

/// The person's app.
///
/// # Errors
/// [`StoreError::Unreadable`] with another key.
pub fn app(tx: &Tx<'_>, id: StaffId) -> Result<Option<AppKey>, StoreError> {
    let row: Option<(Vec<u8>, i64)> = tx
        .conn
        .prepare_cached("SELECT secret, last_step FROM methods WHERE staff_id = ?1 AND kind = 'app'")?
        .query_row([id.0], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let Some((sealed, last_step)) = row else {
        return Ok(None);
    };
    let plain = tx.keys.open(field(&id.0.to_be_bytes()), &sealed)?;
    let secret = AppSecret::from_bytes(&plain).ok_or(StoreError::Unreadable("An authenticator secret"))?;
    Ok(Some(AppKey {
        secret,
        last_step: Some(last_step),
    }))
}

/// Uses a time step up, and every earlier one: only whoever moves it forward goes on (spec C04).
///
/// # Errors
/// [`StoreError::Overtaken`] where that step or a later one was used already.
pub fn use_time_step(tx: &WriteTx<'_>, id: StaffId, step: i64) -> Result<(), StoreError> {
    let changed = tx
        .conn
        .prepare_cached("UPDATE methods SET last_step = ?2 WHERE staff_id = ?1 AND kind = 'app' AND last_step < ?2")?
        .execute((id.0, step))?;
    if changed == 1 {
        Ok(())
    } else {
        Err(StoreError::Overtaken)
    }
}

/// Removes one of two methods; if it was asked first, the other one is from now on (spec M06).
///
/// # Errors
/// [`StoreError`] of writing; the schema refuses to remove the last one so.
pub fn remove(tx: &WriteTx<'_>, id: StaffId, method: Method) -> Result<(), StoreError> {
    set_default(tx, id, method.other())?;
    tx.conn
        .prepare_cached("DELETE FROM methods WHERE staff_id = ?1 AND kind = ?2")?
        .execute((id.0, method.as_str()))?;
    Ok(())
}

/// Asks another method first.
///
/// # Errors
/// [`StoreError`] of writing; the schema refuses one that is not set up.
pub fn set_default(tx: &WriteTx<'_>, id: StaffId, method: Method) -> Result<(), StoreError> {
    tx.conn
        .prepare_cached("UPDATE staff SET default_method = ?2 WHERE id = ?1")?
        .execute((id.0, method.as_str()))?;
    Ok(())
}

/// Turns 2SV off: no method, no default. `false` where it was off already.
///
/// # Errors
/// [`StoreError`] of writing.
pub fn turn_two_step_off(tx: &WriteTx<'_>, id: StaffId) -> Result<bool, StoreError> {
    tx.conn
        .prepare_cached("UPDATE staff SET default_method = NULL WHERE id = ?1")?
        .execute([id.0])?;
    let gone = tx
        .conn
        .prepare_cached("DELETE FROM methods WHERE staff_id = ?1")?
        .execute([id.0])?;
    Ok(gone > 0)
}

/// When a method was set up, wall ms.
///
/// # Errors
/// [`StoreError`] of reading.
pub fn since(tx: &Tx<'_>, id: StaffId, method: Method) -> Result<Option<i64>, StoreError> {
    Ok(tx
        .conn
        .prepare_cached("SELECT added_at FROM methods WHERE staff_id = ?1 AND kind = ?2")?
        .query_row((id.0, method.as_str()), |row| row.get(0))
        .optional()?)
}
