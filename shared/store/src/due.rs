//! When the worker has to wake next: the earliest end of anything that ends by itself (spec W01, L09).

use domain::time::Now;
use rusqlite::named_params;

use crate::{StoreError, Tx};

/// Milliseconds until the next code, pending sign-in or wait is over, 0 for now; `None` where nothing runs.
///
/// # Errors
/// [`StoreError`] of reading.
pub fn next_end_in_ms(tx: &Tx<'_>, at: Now) -> Result<Option<i64>, StoreError> {
    let mut next: Option<i64> = None;
    for (table, name, length, which) in [
        ("challenges", "issued", "length", "state = 'open'"),
        ("pending_sign_ins", "began", "length", "judged = 0"),
        ("code_ladders", "wait", "wait_length", "wait_wall IS NOT NULL"),
        ("trusted_browsers", "began", "length", "ended_at IS NULL"),
        ("pauses", "began", "length", "ended_at IS NULL"),
        ("documents", "made", "length", "state = 'waiting'"),
        ("ownership_offers", "made", "length", "state = 'open'"),
    ] {
        let sql = format!(
            "SELECT min(CASE WHEN {name}_boot_id = :boot_id
                 THEN min({name}_wall + {length} - :wall, {name}_boot + {length} - :boot)
                 ELSE {name}_wall + {length} - :wall END) FROM {table} WHERE {which}"
        );
        let end: Option<i64> = tx.conn.prepare_cached(&sql)?.query_row(
            named_params! { ":wall": at.wall_ms, ":boot": at.boot_ms, ":boot_id": at.boot_id.0 },
            |row| row.get(0),
        )?;
        next = [next, end].into_iter().flatten().min();
    }
    Ok(next.map(|end| end.max(0)))
}
