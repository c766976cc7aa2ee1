//! The staff list as a whole (spec A01): everybody, with what the list shows of them, in four scans that are laid beside
//! each other; no question is asked about one person. No password, number or secret is read.

use std::collections::HashMap;

use domain::ids::StaffId;
use domain::person::{Access, Method};
use domain::roster::{Member, Ways, by_name, found_by};
use domain::time::{BootId, Now, Term, Wait};
use rusqlite::{Row, Rows};

use crate::stamp::word;
use crate::{StoreError, Tx};

const STAFF: &str = "SELECT id, username, name, email, access, default_method, password_kind, last_sign_in_at
    FROM staff ORDER BY id";
const METHODS: &str = "SELECT staff_id, kind FROM methods ORDER BY staff_id";
const PAUSES: &str =
    "SELECT staff_id, began_wall, began_boot, began_boot_id, length FROM pauses WHERE ended_at IS NULL";
const WAITS: &str = "SELECT staff_id, wait_wall, wait_boot, wait_boot_id, wait_length FROM code_ladders
    WHERE wait_wall IS NOT NULL";

/// Everybody, in the order of their names.
///
/// # Errors
/// [`StoreError`] of reading, and where somebody's methods and default do not fit each other.
pub fn everybody(tx: &Tx<'_>) -> Result<Vec<Member>, StoreError> {
    let (pauses, waits) = (pauses(tx)?, waits(tx)?);
    let mut methods = tx.conn.prepare_cached(METHODS)?;
    let mut methods = Beside::new(methods.query([])?)?;
    let mut statement = tx.conn.prepare_cached(STAFF)?;
    let mut rows = statement.query([])?;
    let mut members = Vec::new();
    while let Some(row) = rows.next()? {
        let id = row.get(0)?;
        let ways = ways(row, methods.of(id)?)?;
        members.push(Member {
            ways,
            pause: pauses.get(&id).copied(),
            wait: waits.get(&id).copied(),
            ..person(row)?
        });
    }
    by_name(&mut members);
    Ok(members)
}

fn person(row: &Row<'_>) -> rusqlite::Result<Member> {
    let (username, name, email): (String, String, String) = (row.get(1)?, row.get(2)?, row.get(3)?);
    Ok(Member {
        id: StaffId(row.get(0)?),
        found_by: found_by(&name, &username, &email),
        username,
        name,
        email,
        access: word(Access::parse(row.get_ref(4)?.as_str()?), "staff.access")?,
        ways: None,
        has_password: row.get_ref(6)?.as_str()? != "missing",
        last_sign_in: row.get(7)?,
        pause: None,
        wait: None,
    })
}

/// As [`crate::staff`] reads it: methods and default that do not fit each other are refused (T54).
fn ways(row: &Row<'_>, methods: HasMethods) -> rusqlite::Result<Option<Ways>> {
    let default = match row.get_ref(5)?.as_str_or_null()? {
        None => None,
        Some(text) => Some(word(Method::parse(text), "staff.default_method")?),
    };
    match (default, methods) {
        (None, HasMethods { sms: false, app: false }) => Ok(None),
        (Some(default @ Method::Sms), HasMethods { sms: true, app: both })
        | (Some(default @ Method::App), HasMethods { sms: both, app: true }) => Ok(Some(Ways { default, both })),
        (None | Some(_), _) => word(None, "staff.default_method"),
    }
}

#[derive(Clone, Copy, Default)]
struct HasMethods {
    sms: bool,
    app: bool,
}

/// Rows of `methods` in the order of people, read on beside theirs.
struct Beside<'a> {
    rows: Rows<'a>,
    next: Option<(i64, Method)>,
}

impl<'a> Beside<'a> {
    fn new(rows: Rows<'a>) -> rusqlite::Result<Self> {
        let mut own = Self { rows, next: None };
        own.step()?;
        Ok(own)
    }

    fn step(&mut self) -> rusqlite::Result<()> {
        self.next = match self.rows.next()? {
            None => None,
            Some(row) => {
                let method = word(Method::parse(row.get_ref(1)?.as_str()?), "methods.kind")?;
                Some((row.get(0)?, method))
            }
        };
        Ok(())
    }

    /// What this person has; people are asked about in the order of their ids.
    fn of(&mut self, id: i64) -> rusqlite::Result<HasMethods> {
        let mut has = HasMethods::default();
        while let Some((whose, method)) = self.next.filter(|(whose, _)| *whose <= id) {
            if whose == id {
                match method {
                    Method::Sms => has.sms = true,
                    Method::App => has.app = true,
                }
            }
            self.step()?;
        }
        Ok(has)
    }
}

fn start(row: &Row<'_>) -> rusqlite::Result<Now> {
    Ok(Now {
        wall_ms: row.get(1)?,
        boot_ms: row.get(2)?,
        boot_id: BootId(row.get(3)?),
    })
}

fn pauses(tx: &Tx<'_>) -> Result<HashMap<i64, Term>, StoreError> {
    let mut statement = tx.conn.prepare_cached(PAUSES)?;
    let rows = statement.query_map([], |row| {
        let (start, length_ms) = (start(row)?, row.get(4)?);
        Ok((row.get(0)?, Term { start, length_ms }))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The longer of the two classes' waits.
fn waits(tx: &Tx<'_>) -> Result<HashMap<i64, Wait>, StoreError> {
    let mut statement = tx.conn.prepare_cached(WAITS)?;
    let mut rows = statement.query([])?;
    let mut waits: HashMap<i64, Wait> = HashMap::new();
    while let Some(row) = rows.next()? {
        let wait = Wait {
            start: start(row)?,
            length_ms: row.get(4)?,
        };
        let longest = waits.entry(row.get(0)?).or_insert(wait);
        if wait.left_ms(tx.at()) > longest.left_ms(tx.at()) {
            *longest = wait;
        }
    }
    Ok(waits)
}
