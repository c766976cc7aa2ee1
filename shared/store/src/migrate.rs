//! Bringing a database file to the newest schema, forwards only, by `user_version`. The statements stand in
//! `data/migrations/`.

use rusqlite::{Connection, TransactionBehavior};

use crate::StoreError;

/// Marks a file as a clinic of Vestibule (`application_id`): "VEST".
const APPLICATION_ID: i32 = 0x5645_5354;
const MIGRATIONS: &[&str] = &[
    include_str!("../../../data/migrations/0001_first.sql"),
    include_str!("../../../data/migrations/0002_own_second_step.sql"),
    include_str!("../../../data/migrations/0003_running_the_clinic.sql"),
];

/// The newest schema version this program knows.
#[must_use]
pub fn newest() -> i64 {
    i64::try_from(MIGRATIONS.len()).unwrap_or(i64::MAX)
}

pub(crate) fn refuse_newer(conn: &Connection) -> Result<(), StoreError> {
    let found = version(conn)?;
    if found > newest() {
        Err(StoreError::Newer { found, known: newest() })
    } else {
        Ok(())
    }
}

/// Whether no step was made yet: an empty file.
pub(crate) fn is_empty(conn: &Connection) -> Result<bool, StoreError> {
    Ok(version(conn)? == 0)
}

pub(crate) fn is_newest(conn: &Connection) -> Result<bool, StoreError> {
    Ok(version(conn)? == newest())
}

/// A table is made anew by copying it, which its foreign keys would hinder: they rest meanwhile, and are checked before
/// each step is committed (SQLite's own way, "Making Other Kinds Of Table Schema Changes").
pub(crate) fn to_newest(conn: &mut Connection) -> Result<(), StoreError> {
    refuse_newer(conn)?;
    let kept: bool = conn.pragma_query_value(None, "foreign_keys", |row| row.get(0))?;
    conn.pragma_update(None, "foreign_keys", false)?;
    let stepped = all_steps(conn);
    conn.pragma_update(None, "foreign_keys", kept)?;
    stepped
}

fn all_steps(conn: &mut Connection) -> Result<(), StoreError> {
    while let Some(statements) = usize::try_from(version(conn)?)
        .ok()
        .and_then(|done| MIGRATIONS.get(done))
    {
        let transaction = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let next = version(&transaction)? + 1;
        transaction.execute_batch(statements)?;
        if transaction.prepare("PRAGMA foreign_key_check")?.exists([])? {
            return Err(StoreError::Corrupt("a row names another one that is not there".into()));
        }
        transaction.pragma_update(None, "user_version", next)?;
        transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
        transaction.commit()?;
    }
    Ok(())
}

fn version(conn: &Connection) -> Result<i64, StoreError> {
    Ok(conn.pragma_query_value(None, "user_version", |row| row.get(0))?)
}

/// The whole newest schema as SQL text, one statement a paragraph, as SQLite keeps it.
///
/// # Errors
/// What SQLite says of the migrations.
pub fn schema_text() -> Result<String, StoreError> {
    let mut conn = Connection::open_in_memory()?;
    to_newest(&mut conn)?;
    let mut statement = conn.prepare("SELECT sql || ';' FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY rowid")?;
    let all = statement
        .query_map([], |row| row.get::<_, String>(0))?
        .collect::<Result<Vec<_>, _>>()?;
    Ok(all.join("\n\n") + "\n")
}
