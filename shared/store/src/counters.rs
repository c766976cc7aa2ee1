//! The counters of wrong codes and wrong passwords (spec L01 to L09). They live here and nowhere else, so that no
//! restart, terminal or method resets them.

use domain::ids::StaffId;
use domain::lockout::{Class, Ladder, PasswordLadder};
use domain::time::{Now, Wait};
use rusqlite::{OptionalExtension, named_params};

use crate::stamp::{optional, stamp, wait, wait_columns, word};
use crate::{StoreError, Tx, WriteTx};

/// Unknown names kept at most (spec L08).
const UNKNOWN_NAMES: u32 = 10_000;
/// What a wrong answer was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// A texted code.
    Code,
    /// The recovery code.
    Recovery,
}

impl Wrong {
    fn as_str(self) -> &'static str {
        match self {
            Wrong::Code => "code",
            Wrong::Recovery => "recovery",
        }
    }
}

/// A person's ladder of one class.
///
/// # Errors
/// [`StoreError`] of reading.
pub fn ladder(tx: &Tx<'_>, staff: StaffId, class: Class) -> Result<Ladder, StoreError> {
    let found = tx
        .conn
        .prepare_cached("SELECT * FROM code_ladders WHERE staff_id = ?1 AND class = ?2")?
        .query_row((staff.0, class.as_str()), |row| {
            Ok(Ladder {
                run: row.get("run")?,
                rung: row.get("rung")?,
                wait: wait(row)?,
            })
        })
        .optional()?;
    Ok(found.unwrap_or_default())
}

/// Stores a ladder. One that never moved leaves no row.
///
/// # Errors
/// [`StoreError`] of writing.
pub fn store_ladder(tx: &WriteTx<'_>, staff: StaffId, class: Class, ladder: Ladder) -> Result<(), StoreError> {
    if ladder == Ladder::default() {
        tx.conn
            .prepare_cached("DELETE FROM code_ladders WHERE staff_id = ?1 AND class = ?2")?
            .execute((staff.0, class.as_str()))?;
        return Ok(());
    }
    let (wall, boot, boot_id, length) = wait_columns(ladder.wait);
    tx.conn
        .prepare_cached(
            "INSERT INTO code_ladders (staff_id, class, run, rung, wait_wall, wait_boot, wait_boot_id, wait_length)
         VALUES (:staff, :class, :run, :rung, :wall, :boot, :boot_id, :length)
         ON CONFLICT (staff_id, class) DO UPDATE SET run = excluded.run, rung = excluded.rung,
             wait_wall = excluded.wait_wall, wait_boot = excluded.wait_boot, wait_boot_id = excluded.wait_boot_id,
             wait_length = excluded.wait_length",
        )?
        .execute(named_params! {
            ":staff": staff.0, ":class": class.as_str(), ":run": ladder.run, ":rung": ladder.rung, ":wall": wall,
            ":boot": boot, ":boot_id": boot_id, ":length": length,
        })?;
    Ok(())
}

/// The running wait of a person that ends last, either class; for lists.
///
/// # Errors
/// [`StoreError`] of reading.
pub fn longest_wait(tx: &Tx<'_>, staff: StaffId, at: Now) -> Result<Option<Wait>, StoreError> {
    let mut longest: Option<Wait> = None;
    for class in [Class::Recognised, Class::Other] {
        if let Some(wait) = ladder(tx, staff, class)?.is_waiting(at) {
            longest = longest
                .filter(|other| other.left_ms(at) >= wait.left_ms(at))
                .or(Some(wait));
        }
    }
    Ok(longest)
}

/// Wrong answers of a person and class, oldest first.
///
/// # Errors
/// [`StoreError`] of reading.
pub fn wrong(tx: &Tx<'_>, staff: StaffId, class: Class, what: Wrong) -> Result<Vec<Now>, StoreError> {
    let mut statement = tx.conn.prepare_cached(
        "SELECT wall AS w_wall, boot AS w_boot, boot_id AS w_boot_id FROM wrong_codes
         WHERE staff_id = ?1 AND what = ?2 AND class = ?3 ORDER BY id",
    )?;
    let rows = statement
        .query_map((staff.0, what.as_str(), class.as_str()), |row| stamp(row, "w"))?
        .collect::<Result<_, _>>()?;
    Ok(rows)
}

/// Counts one.
///
/// # Errors
/// [`StoreError`] of writing.
pub fn count_wrong(tx: &WriteTx<'_>, staff: StaffId, class: Class, what: Wrong) -> Result<(), StoreError> {
    let at = tx.at();
    tx.conn
        .prepare_cached(
            "INSERT INTO wrong_codes (staff_id, class, what, wall, boot, boot_id) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?
        .execute((
            staff.0,
            class.as_str(),
            what.as_str(),
            at.wall_ms,
            at.boot_ms,
            at.boot_id.0,
        ))?;
    Ok(())
}

/// Wrong codes and recovery codes of a person since wall ms, both classes.
///
/// # Errors
/// [`StoreError`] of reading.
pub fn wrong_since(tx: &Tx<'_>, staff: StaffId, wall_ms: i64) -> Result<u32, StoreError> {
    Ok(tx
        .conn
        .prepare_cached("SELECT count(*) FROM wrong_codes WHERE staff_id = ?1 AND wall >= ?2")?
        .query_row((staff.0, wall_ms), |row| row.get(0))?)
}

/// A wait that is over: whose, of which class.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OverWait {
    /// Whose.
    pub staff: StaffId,
    /// Which class.
    pub class: Class,
    /// The ladder without it.
    pub ladder: Ladder,
}

/// Waits that are over and still stored, at most `limit` (spec L09).
///
/// # Errors
/// [`StoreError`] of reading.
pub fn over_waits(tx: &Tx<'_>, limit: u32) -> Result<Vec<OverWait>, StoreError> {
    let at = tx.at();
    let mut statement = tx.conn.prepare_cached(
        "SELECT * FROM code_ladders WHERE wait_wall IS NOT NULL AND (wait_wall + wait_length <= :wall
             OR (wait_boot_id = :boot_id AND wait_boot + wait_length <= :boot)) LIMIT :limit",
    )?;
    let rows = statement
        .query_map(
            named_params! { ":wall": at.wall_ms, ":boot": at.boot_ms, ":boot_id": at.boot_id.0, ":limit": limit },
            |row| {
                let class: String = row.get("class")?;
                Ok(OverWait {
                    staff: StaffId(row.get("staff_id")?),
                    class: word(Class::parse(&class), "code_ladders.class")?,
                    ladder: Ladder {
                        run: row.get("run")?,
                        rung: row.get("rung")?,
                        wait: None,
                    },
                })
            },
        )?
        .collect::<Result<_, _>>()?;
    Ok(rows)
}

/// Which counter of wrong passwords (spec L08).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PasswordClass {
    /// From browsers where this person signed in fully in the last 90 days.
    Known,
    /// From all others.
    Other,
}

impl PasswordClass {
    /// The class of a browser that is known to the person, or not.
    #[must_use]
    pub fn of(known: bool) -> Self {
        if known { Self::Known } else { Self::Other }
    }

    fn as_str(self) -> &'static str {
        match self {
            PasswordClass::Known => "known",
            PasswordClass::Other => "other",
        }
    }
}

/// The ladder of a name's keyed hash.
///
/// # Errors
/// [`StoreError`] of reading.
pub fn password_ladder(tx: &Tx<'_>, tag: &[u8; 32], class: PasswordClass) -> Result<PasswordLadder, StoreError> {
    let found = tx
        .conn
        .prepare_cached("SELECT * FROM password_ladders WHERE tag = ?1 AND class = ?2")?
        .query_row((tag, class.as_str()), |row| {
            Ok(PasswordLadder {
                wrong: row.get("wrong")?,
                last: optional(row, "last")?,
                rung: row.get("rung")?,
                wait: wait(row)?,
            })
        })
        .optional()?;
    Ok(found.unwrap_or_default())
}

/// Stores it; one that never moved leaves no row. Of names nobody has, at most 10,000 are kept.
///
/// # Errors
/// [`StoreError`] of writing.
pub fn store_password_ladder(
    tx: &WriteTx<'_>,
    tag: &[u8; 32],
    class: PasswordClass,
    has_staff: bool,
    ladder: PasswordLadder,
) -> Result<(), StoreError> {
    if ladder == PasswordLadder::default() {
        tx.conn
            .prepare_cached("DELETE FROM password_ladders WHERE tag = ?1 AND class = ?2")?
            .execute((tag, class.as_str()))?;
        return Ok(());
    }
    let (wall, boot, boot_id, length) = wait_columns(ladder.wait);
    tx.conn.prepare_cached(
        "INSERT INTO password_ladders (tag, class, has_staff, wrong, last_wall, last_boot, last_boot_id, rung,
             wait_wall, wait_boot, wait_boot_id, wait_length)
         VALUES (:tag, :class, :has_staff, :wrong, :l_wall, :l_boot, :l_boot_id, :rung, :wall, :boot, :boot_id, :length)
         ON CONFLICT (tag, class) DO UPDATE SET has_staff = excluded.has_staff, wrong = excluded.wrong, last_wall = excluded.last_wall,
             last_boot = excluded.last_boot, last_boot_id = excluded.last_boot_id, rung = excluded.rung,
             wait_wall = excluded.wait_wall, wait_boot = excluded.wait_boot, wait_boot_id = excluded.wait_boot_id,
             wait_length = excluded.wait_length",
    )?
    .execute(named_params! {
        ":tag": tag, ":class": class.as_str(), ":has_staff": has_staff, ":wrong": ladder.wrong, ":l_wall": ladder.last.map(|at| at.wall_ms),
        ":l_boot": ladder.last.map(|at| at.boot_ms), ":l_boot_id": ladder.last.map(|at| at.boot_id.0),
        ":rung": ladder.rung, ":wall": wall, ":boot": boot, ":boot_id": boot_id, ":length": length,
    })?;
    forget_beyond_cap(tx)?;
    Ok(())
}

/// Somebody is called otherwise: their wrong passwords stay counted (spec L05). What was typed under the new name while
/// nobody had it gives way.
///
/// # Errors
/// [`StoreError`] of writing.
pub fn move_password_ladders(tx: &WriteTx<'_>, was: &[u8; 32], is: &[u8; 32]) -> Result<(), StoreError> {
    if was == is {
        return Ok(());
    }
    tx.conn
        .prepare_cached("DELETE FROM password_ladders WHERE tag = ?1")?
        .execute([is])?;
    tx.conn
        .prepare_cached("UPDATE password_ladders SET tag = ?2 WHERE tag = ?1")?
        .execute((was, is))?;
    Ok(())
}

/// Forgets ladders of names nobody typed wrongly for so long (spec L08: 24 hours).
///
/// # Errors
/// [`StoreError`] of writing.
pub fn forget_old_names(tx: &WriteTx<'_>, age_ms: i64) -> Result<usize, StoreError> {
    Ok(tx
        .conn
        .prepare_cached("DELETE FROM password_ladders WHERE last_wall <= ?1 - ?2")?
        .execute((tx.at().wall_ms, age_ms))?)
}

/// Names typed wrongly least often go first, so that flooding the table with made-up names forgets no wait; known names
/// stay. Runs for every name alike, so that the time tells nothing (spec S02).
fn forget_beyond_cap(tx: &WriteTx<'_>) -> Result<usize, StoreError> {
    let unknown: u32 = tx
        .conn
        .prepare_cached("SELECT count(*) FROM password_ladders WHERE has_staff = 0")?
        .query_row([], |row| row.get(0))?;
    if unknown <= UNKNOWN_NAMES {
        return Ok(0);
    }
    Ok(tx
        .conn
        .prepare_cached(
            "DELETE FROM password_ladders WHERE (tag, class) IN (SELECT tag, class FROM password_ladders
                 WHERE has_staff = 0 ORDER BY wrong DESC, last_wall DESC LIMIT -1 OFFSET ?1)",
        )?
        .execute([UNKNOWN_NAMES])?)
}

/// Stores anew, once, what a new boot cannot date (spec Z08): waits and stamps of another boot that lie in the future.
/// Returns how many rows.
///
/// # Errors
/// [`StoreError`] of writing.
pub fn store_anew(tx: &WriteTx<'_>) -> Result<usize, StoreError> {
    let at = tx.at();
    let mut changed = 0;
    for (table, name) in [
        ("code_ladders", "wait"),
        ("password_ladders", "wait"),
        ("password_ladders", "last"),
        ("outbox", "made"),
    ] {
        let sql = format!(
            "UPDATE {table} SET {name}_wall = ?1, {name}_boot = ?2, {name}_boot_id = ?3
             WHERE {name}_boot_id <> ?3 AND {name}_wall > ?1"
        );
        changed += tx
            .conn
            .prepare_cached(&sql)?
            .execute((at.wall_ms, at.boot_ms, at.boot_id.0))?;
    }
    changed += tx
        .conn
        .prepare_cached("UPDATE wrong_codes SET wall = ?1, boot = ?2, boot_id = ?3 WHERE boot_id <> ?3 AND wall > ?1")?
        .execute((at.wall_ms, at.boot_ms, at.boot_id.0))?;
    Ok(changed)
}
