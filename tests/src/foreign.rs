//! A clinic's database as a foreign program sees it: for looking at rows while the real programs run, and for moving what
//! happened into the past. It knows nothing of the program's own crates.

// A look that fails is a failed test: it says so where it is.
#![allow(clippy::unwrap_used)]

use std::path::Path;
use std::time::Duration;

/// How long a write waits for the programs.
const BUSY: Duration = Duration::from_secs(30);

/// An open file.
pub struct Foreign(rusqlite::Connection);

impl Foreign {
    /// Opens `vestibule.db` of a data directory.
    ///
    /// # Panics
    /// Where it cannot be opened.
    #[must_use]
    pub fn open(data: &Path) -> Self {
        let conn = rusqlite::Connection::open(data.join("vestibule.db")).unwrap();
        conn.busy_timeout(BUSY).unwrap();
        Self(conn)
    }

    /// The one number that `sql` gives.
    ///
    /// # Panics
    /// Where it gives none.
    #[must_use]
    pub fn number(&self, sql: &str) -> i64 {
        self.0.query_row(sql, [], |row| row.get(0)).unwrap()
    }

    /// The words in the one column that `sql` gives, row by row.
    ///
    /// # Panics
    /// Where it gives something else.
    #[must_use]
    pub fn words(&self, sql: &str) -> Vec<String> {
        let mut statement = self.0.prepare(sql).unwrap();
        let rows = statement.query_map([], |row| row.get(0)).unwrap();
        rows.map(Result::unwrap).collect()
    }

    /// Every text was owed, and is due, so many milliseconds earlier than it was: time that has passed for the rules of
    /// resending and of trying again, without anybody waiting for it.
    ///
    /// # Panics
    /// Where the file cannot be written.
    pub fn age_texts(&self, by_ms: i64) {
        let sql = "UPDATE outbox SET made_wall = made_wall - ?1, made_boot = made_boot - ?1,
                   due_wall = due_wall - ?1, due_boot = due_boot - ?1 WHERE channel = 'text'";
        self.0.execute(sql, [by_ms]).unwrap();
    }

    /// Every recovery request was opened so many milliseconds earlier than it was, by both clocks: time that has passed.
    ///
    /// # Panics
    /// Where the file cannot be written.
    pub fn age_recovery(&self, by_ms: i64) {
        let sql = "UPDATE recovery_requests SET opened_wall = opened_wall - ?1, opened_boot = opened_boot - ?1";
        self.0.execute(sql, [by_ms]).unwrap();
    }

    /// Texts are set up for somebody, as if at a screen.
    ///
    /// # Panics
    /// Where the file cannot be written.
    pub fn sets_up_texts(&self, username: &str) {
        let id = "SELECT id FROM staff WHERE username = ?1";
        let insert = format!("INSERT INTO methods (staff_id, kind, added_at) VALUES (({id}), 'sms', 1)");
        self.0.execute(&insert, [username]).unwrap();
        let first = "UPDATE staff SET default_method = 'sms' WHERE username = ?1";
        self.0.execute(first, [username]).unwrap();
    }
}
