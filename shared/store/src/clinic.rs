//! The clinic itself: one row.

use domain::policy::{ClinicRule, SignOutAfter};
use rusqlite::{OptionalExtension, named_params};

use crate::stamp::word;
use crate::{StoreError, Tx, WriteTx};

/// The clinic's own settings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clinic {
    /// Full name.
    pub name: String,
    /// Short name, at most 20 letters, for texts.
    pub short_name: String,
    /// IANA time zone.
    pub time_zone: String,
    /// Default country of numbers, ISO 3166 alpha-2.
    pub country: String,
    /// Whom to tell, in words; may be empty.
    pub support_contact: String,
    /// **Allow trusted browsers** (spec E01).
    pub trust_allowed: bool,
    /// Made by `vestibule demo`.
    pub demo: bool,
}

/// Writes the one row of a new clinic.
///
/// # Errors
/// [`StoreError`] of writing.
pub fn insert(tx: &WriteTx<'_>, clinic: &Clinic) -> Result<(), StoreError> {
    tx.conn
        .prepare_cached(
            "INSERT INTO clinic (id, name, short_name, time_zone, country, support_contact, trust_allowed, made_at, demo)
         VALUES (1, :name, :short_name, :time_zone, :country, :support_contact, :trust_allowed, :at, :demo)",
        )?
        .execute(named_params! {
            ":name": clinic.name, ":short_name": clinic.short_name, ":time_zone": clinic.time_zone,
            ":country": clinic.country, ":support_contact": clinic.support_contact, ":at": tx.at().wall_ms,
            ":trust_allowed": clinic.trust_allowed, ":demo": clinic.demo,
        })?;
    Ok(())
}

/// The clinic; `None` in a file where `init` did not get that far.
///
/// # Errors
/// [`StoreError`] of reading.
pub fn find(tx: &Tx<'_>) -> Result<Option<Clinic>, StoreError> {
    let found = tx
        .conn
        .prepare_cached(
            "SELECT name, short_name, time_zone, country, support_contact, trust_allowed, demo FROM clinic",
        )?
        .query_row([], |row| {
            Ok(Clinic {
                name: row.get(0)?,
                short_name: row.get(1)?,
                time_zone: row.get(2)?,
                country: row.get(3)?,
                support_contact: row.get(4)?,
                trust_allowed: row.get(5)?,
                demo: row.get(6)?,
            })
        })
        .optional()?;
    Ok(found)
}

/// Whether the clinic allows trusted browsers; not where there is no clinic.
///
/// # Errors
/// [`StoreError`] of reading.
pub fn trust_allowed(tx: &Tx<'_>) -> Result<bool, StoreError> {
    let mut statement = tx.conn.prepare_cached("SELECT 1 FROM clinic WHERE trust_allowed = 1")?;
    Ok(statement.exists([])?)
}

/// Switches **Allow trusted browsers**. `false` where it stood so already.
///
/// # Errors
/// [`StoreError`] of writing.
pub fn set_trust_allowed(tx: &WriteTx<'_>, allowed: bool) -> Result<bool, StoreError> {
    let changed = tx
        .conn
        .prepare_cached("UPDATE clinic SET trust_allowed = ?1 WHERE trust_allowed <> ?1")?
        .execute([allowed])?;
    Ok(changed == 1)
}

/// What the clinic has set for everybody; a file without a clinic has nothing set.
///
/// # Errors
/// [`StoreError`] of reading.
pub fn rule(tx: &Tx<'_>) -> Result<ClinicRule, StoreError> {
    let found = tx
        .conn
        .prepare_cached("SELECT enforced, trust_allowed, sign_out_after FROM clinic")?
        .query_row([], |row| {
            Ok(ClinicRule {
                enforced: row.get(0)?,
                trust_allowed: row.get(1)?,
                sign_out_after: word(SignOutAfter::of_ms(row.get(2)?), "clinic.sign_out_after")?,
            })
        })
        .optional()?;
    Ok(found.unwrap_or(ClinicRule {
        enforced: false,
        trust_allowed: false,
        sign_out_after: SignOutAfter::DEFAULT,
    }))
}

/// Switches *Require for all staff*.
///
/// # Errors
/// [`StoreError`] of writing.
pub fn set_enforced(tx: &WriteTx<'_>, enforced: bool) -> Result<(), StoreError> {
    let mut statement = tx.conn.prepare_cached("UPDATE clinic SET enforced = ?1")?;
    statement.execute([enforced])?;
    Ok(())
}

/// Sets *Automatic Sign Out*.
///
/// # Errors
/// [`StoreError`] of writing.
pub fn set_sign_out_after(tx: &WriteTx<'_>, after: SignOutAfter) -> Result<(), StoreError> {
    let mut statement = tx.conn.prepare_cached("UPDATE clinic SET sign_out_after = ?1")?;
    statement.execute([after.ms()])?;
    Ok(())
}

/// What the clinic calls itself, and whom people tell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Names {
    /// Full name.
    pub name: String,
    /// Short name, for texts.
    pub short_name: String,
    /// Whom to tell, in words; may be empty.
    pub support_contact: String,
}

/// Writes the names and the support contact.
///
/// # Errors
/// [`StoreError`] of writing.
pub fn set_names(tx: &WriteTx<'_>, names: &Names) -> Result<(), StoreError> {
    tx.conn
        .prepare_cached("UPDATE clinic SET name = ?1, short_name = ?2, support_contact = ?3")?
        .execute((&names.name, &names.short_name, &names.support_contact))?;
    Ok(())
}
