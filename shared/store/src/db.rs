//! The one SQLite file: opening it with the promised settings, reading, and writing one transaction at a time (spec Z06).
//!
//! Every write waits for its turn first (`turn`: SQLite's own busy handler starves writers), then BEGIN IMMEDIATE, and
//! rings the wake file after COMMIT.

use std::cell::RefCell;
use std::ops::Deref;
use std::path::Path;
use std::time::Duration;

use domain::entropy::Entropy;
use domain::time::{BootId, Now};
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, TransactionBehavior};
use setup::data_dir::DataDir;
use setup::wake::Wake;

use crate::turn::Turns;
use crate::{Keys, StoreError, audit, counters, migrate};

/// How long a write waits for a foreign program that holds the file (the net under `write.lock`).
const BUSY: Duration = Duration::from_secs(5);
/// The WAL-reset bug is gone from this version on (spec Z06).
const OLDEST_SQLITE: i32 = 3_051_003;

/// An open clinic database.
pub struct Db {
    conn: Connection,
    turns: Turns,
    wake: Wake,
    keys: Keys,
    /// The boot whose undatable instants were stored anew (spec Z08).
    dated: Option<BootId>,
}

/// With other keys somebody without a sealed field would be let in, and the record go on in a way that breaks it.
fn refuse_other_keys(conn: &Connection, keys: &Keys) -> Result<(), StoreError> {
    if migrate::is_empty(conn)? {
        return Ok(());
    }
    let never = Now {
        wall_ms: 0,
        boot_ms: 0,
        boot_id: BootId([0; 16]),
    };
    let tx = Tx { conn, keys, at: never };
    if audit::fits_the_keys(&tx)? {
        Ok(())
    } else {
        Err(StoreError::Unreadable("The record"))
    }
}

impl Db {
    /// Opens an existing clinic, brought to the newest schema.
    ///
    /// # Errors
    /// [`StoreError::Missing`], [`StoreError::Newer`], a damaged or unreadable file, one that can only be read, settings
    /// that did not hold, [`StoreError::Unreadable`] with the keys of another clinic.
    pub fn open(dir: &DataDir, keys: Keys) -> Result<Self, StoreError> {
        if !dir.db().exists() {
            return Err(StoreError::Missing(dir.db().display().to_string()));
        }
        let conn = Connection::open_with_flags(
            dir.db(),
            OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX,
        )?;
        // SQLite falls back to reading alone, and such a connection stays so when the file can be written again.
        if conn.is_readonly("main")? {
            return Err(StoreError::ReadOnly);
        }
        migrate::refuse_newer(&conn)?;
        Self::set_up(conn, dir, keys)
    }

    /// Makes the file of a new clinic. It must not exist.
    ///
    /// # Errors
    /// [`StoreError::Overtaken`] where the file is there already.
    pub fn create(dir: &DataDir, keys: Keys) -> Result<Self, StoreError> {
        private_file(&dir.db())?;
        let conn = Connection::open_with_flags(
            dir.db(),
            OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX,
        )?;
        Self::set_up(conn, dir, keys)
    }

    fn set_up(conn: Connection, dir: &DataDir, keys: Keys) -> Result<Self, StoreError> {
        settings(&conn)?;
        // Before anything is brought to another version: a wrong key changes nothing.
        refuse_other_keys(&conn, &keys)?;
        let turns = Turns::open(dir)?;
        let wake = Wake::open(dir).map_err(|error| StoreError::Other(error.to_string()))?;
        let mut db = Self {
            conn,
            turns,
            wake,
            keys,
            dated: None,
        };
        // Whoever only looks does not wait for whoever writes.
        if !migrate::is_newest(&db.conn)? {
            db.locked(migrate::to_newest)?;
        }
        Ok(db)
    }

    /// The keys in use.
    #[must_use]
    pub fn keys(&self) -> &Keys {
        &self.keys
    }

    /// Runs `f` on one snapshot; writes nothing.
    ///
    /// # Errors
    /// What `f` says, or what reading says.
    pub fn read<T, E: From<StoreError>>(&mut self, at: Now, f: impl FnOnce(&Tx<'_>) -> Result<T, E>) -> Result<T, E> {
        let snapshot = self
            .conn
            .transaction_with_behavior(TransactionBehavior::Deferred)
            .map_err(StoreError::from)?;
        f(&Tx {
            conn: &snapshot,
            keys: &self.keys,
            at,
        })
    }

    /// Runs `f` in one IMMEDIATE transaction: all of it is durable when this returns `Ok`, none of it otherwise.
    ///
    /// # Errors
    /// What `f` says, or what writing says.
    pub fn write<T, E: From<StoreError>>(
        &mut self,
        at: Now,
        entropy: [u8; 16],
        f: impl FnOnce(&WriteTx<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let keys = &self.keys;
        let turn = self.turns.take()?;
        let before = self.conn.total_changes();
        let transaction = self
            .conn
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(StoreError::from)?;
        let write = WriteTx {
            tx: Tx {
                conn: &transaction,
                keys,
                at,
            },
            entropy: RefCell::new(Entropy::new(entropy)),
        };
        // A newer program may have brought the file to its version since this one opened it.
        migrate::refuse_newer(&transaction)?;
        if self.dated != Some(at.boot_id) {
            counters::store_anew(&write)?;
        }
        let value = f(&write)?;
        transaction.commit().map_err(StoreError::from)?;
        drop(turn);
        self.dated = Some(at.boot_id);
        if self.conn.total_changes() != before {
            self.wake.ring();
        }
        Ok(value)
    }

    /// SQLite's count of commits by others, for the net under the wake file. Own commits do not move it.
    ///
    /// # Errors
    /// What reading says.
    pub fn data_version(&self) -> Result<i64, StoreError> {
        Ok(self.conn.pragma_query_value(None, "data_version", |row| row.get(0))?)
    }

    /// Every setting that is promised, with what SQLite reads back (for `doctor`).
    ///
    /// # Errors
    /// What reading says.
    pub fn settings(&self) -> Result<Vec<(&'static str, String)>, StoreError> {
        let mut all = vec![("sqlite_version", rusqlite::version().to_owned())];
        for (name, _, _) in PRAGMAS {
            all.push((name, read_pragma(&self.conn, name)?));
        }
        Ok(all)
    }

    /// SQLite's own check of the whole file: empty when it is whole.
    ///
    /// # Errors
    /// What reading says.
    pub fn faults(&self) -> Result<Vec<String>, StoreError> {
        let mut statement = self.conn.prepare("PRAGMA quick_check")?;
        let lines = statement
            .query_map([], |row| row.get::<_, String>(0))?
            .collect::<Result<Vec<_>, _>>()?;
        Ok(lines.into_iter().filter(|line| line != "ok").collect())
    }

    /// Runs `f` under `write.lock` outside any transaction (migrations, benchmarks of the bare commit).
    pub(crate) fn locked<T>(
        &mut self,
        f: impl FnOnce(&mut Connection) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let turn = self.turns.take()?;
        let value = f(&mut self.conn);
        drop(turn);
        value
    }
}

/// A snapshot to read from.
pub struct Tx<'a> {
    pub(crate) conn: &'a Connection,
    pub(crate) keys: &'a Keys,
    at: Now,
}

impl Tx<'_> {
    /// The keys in use.
    #[must_use]
    pub fn keys(&self) -> &Keys {
        self.keys
    }

    /// The instant everything in it happens at.
    #[must_use]
    pub fn at(&self) -> Now {
        self.at
    }
}

/// A transaction to write in, with its instant and its randomness.
pub struct WriteTx<'a> {
    tx: Tx<'a>,
    entropy: RefCell<Entropy>,
}

impl<'a> Deref for WriteTx<'a> {
    type Target = Tx<'a>;

    fn deref(&self) -> &Self::Target {
        &self.tx
    }
}

impl WriteTx<'_> {
    /// 16 random bytes nobody else gets.
    #[must_use]
    pub fn random16(&self) -> [u8; 16] {
        self.entropy.borrow_mut().take16()
    }

    /// 24 random bytes nobody else gets.
    #[must_use]
    pub fn random24(&self) -> [u8; 24] {
        self.entropy.borrow_mut().take24()
    }
}

const PRAGMAS: [(&str, &str, &str); 7] = [
    ("journal_mode", "WAL", "wal"),
    ("synchronous", "FULL", "2"),
    ("foreign_keys", "ON", "1"),
    ("trusted_schema", "OFF", "0"),
    ("secure_delete", "ON", "1"),
    ("cell_size_check", "ON", "1"),
    ("recursive_triggers", "OFF", "0"),
];

fn settings(conn: &Connection) -> Result<(), StoreError> {
    if rusqlite::version_number() < OLDEST_SQLITE {
        return Err(StoreError::Setting("version 3.51.3 or newer"));
    }
    conn.busy_timeout(BUSY)?;
    conn.set_prepared_statement_cache_capacity(128);
    for (name, value, wanted) in PRAGMAS {
        conn.pragma_update_and_check(None, name, value, |_| Ok(()))
            .or_else(no_rows_is_fine)?;
        if read_pragma(conn, name)? != wanted {
            return Err(StoreError::Setting(name));
        }
    }
    for (config, on) in [
        (DbConfig::SQLITE_DBCONFIG_DQS_DML, false),
        (DbConfig::SQLITE_DBCONFIG_DQS_DDL, false),
        (DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true),
        // Without it a statement is parsed anew for every value bound to a range: a quarter of what a judged code costs.
        (DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true),
    ] {
        if conn.set_db_config(config, on)? != on {
            return Err(StoreError::Setting("defensive mode"));
        }
    }
    Ok(())
}

fn no_rows_is_fine(error: rusqlite::Error) -> Result<(), rusqlite::Error> {
    match error {
        rusqlite::Error::QueryReturnedNoRows => Ok(()),
        error => Err(error),
    }
}

fn read_pragma(conn: &Connection, name: &str) -> Result<String, StoreError> {
    let value: rusqlite::types::Value = conn.pragma_query_value(None, name, |row| row.get(0))?;
    Ok(match value {
        rusqlite::types::Value::Integer(number) => number.to_string(),
        rusqlite::types::Value::Text(text) => text,
        rusqlite::types::Value::Null | rusqlite::types::Value::Real(_) | rusqlite::types::Value::Blob(_) => {
            String::new()
        }
    })
}

fn private_file(path: &Path) -> Result<(), StoreError> {
    use std::os::unix::fs::OpenOptionsExt;
    let made = std::fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path);
    match made {
        Ok(_) => Ok(()),
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Err(StoreError::Overtaken),
        Err(error) => Err(error.into()),
    }
}
