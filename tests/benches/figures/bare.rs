//! The limit beside every judged code: one small row, committed with the settings of the clinic's database, under its
//! `write.lock`. It is a file of its own, so that nothing but the commit is in it.

use std::fs::File;

use rusqlite::{Connection, TransactionBehavior};
use setup::DataDir;

const SETTINGS: &str = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;
    PRAGMA trusted_schema = OFF; PRAGMA secure_delete = ON; PRAGMA cell_size_check = ON";

/// A connection that commits and does nothing else.
pub(crate) struct Bare {
    conn: Connection,
    lock: File,
}

impl Bare {
    /// Beside the clinic in `data`; made where it is missing.
    pub(crate) fn open(data: &DataDir) -> Self {
        let lock = File::options().read(true).write(true).open(data.write_lock()).unwrap();
        lock.lock().unwrap();
        let conn = Connection::open(data.path().join("bare.db")).unwrap();
        conn.execute_batch(SETTINGS).unwrap();
        conn.execute_batch("CREATE TABLE IF NOT EXISTS bare (id INTEGER PRIMARY KEY, at INTEGER NOT NULL) STRICT")
            .unwrap();
        lock.unlock().unwrap();
        Self { conn, lock }
    }

    /// One row, durable when this returns.
    pub(crate) fn commit(&mut self) {
        self.lock.lock().unwrap();
        let transaction = self
            .conn
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .unwrap();
        let mut insert = transaction.prepare_cached("INSERT INTO bare (at) VALUES (?1)").unwrap();
        insert.execute([1_795_532_400_000_i64]).unwrap();
        drop(insert);
        transaction.commit().unwrap();
        self.lock.unlock().unwrap();
    }
}
