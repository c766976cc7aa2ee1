//! What the 2SV status report is made of (spec D04): everybody in one scan, without passwords, numbers or secrets.

use domain::ids::PauseId;
use domain::pause::Pause;
use domain::person::{Access, Method};
use domain::report::{Line, Rules, Status};
use domain::time::Term;
use rusqlite::{OptionalExtension, Row};

use crate::stamp::{stamp, word};
use crate::{StoreError, Tx};

const PEOPLE: &str = "SELECT name, username, access, default_method, last_sign_in_at,
    (SELECT added_at FROM methods WHERE staff_id = staff.id AND kind = 'sms') AS sms_since,
    (SELECT added_at FROM methods WHERE staff_id = staff.id AND kind = 'app') AS app_since,
    pauses.id AS pause_id, began_wall AS pause_wall, began_boot AS pause_boot, began_boot_id AS pause_boot_id,
    pauses.length AS pause_length
    FROM staff LEFT JOIN pauses ON pauses.staff_id = staff.id AND pauses.ended_at IS NULL
    ORDER BY name COLLATE NOCASE, staff.id";

/// Everybody, by name.
///
/// # Errors
/// [`StoreError`] of reading, and where somebody's methods and default do not fit each other.
pub fn people(tx: &Tx<'_>) -> Result<Vec<Line>, StoreError> {
    let mut statement = tx.conn.prepare_cached(PEOPLE)?;
    let lines = statement.query_map([], |row| line(tx, row))?;
    Ok(lines.collect::<Result<_, _>>()?)
}

fn line(tx: &Tx<'_>, row: &Row<'_>) -> rusqlite::Result<Line> {
    let (access, default): (String, Option<String>) = (row.get("access")?, row.get("default_method")?);
    let since: [(Method, Option<i64>); 2] = [
        (Method::Sms, row.get("sms_since")?),
        (Method::App, row.get("app_since")?),
    ];
    let default_method = match default {
        None => None,
        Some(text) => Some(word(Method::parse(&text), "staff.default_method")?),
    };
    let methods: Vec<Method> = since
        .iter()
        .filter_map(|(method, since)| since.map(|_| *method))
        .collect();
    let fits = default_method.map_or(methods.is_empty(), |default| methods.contains(&default));
    if !fits {
        return word(None, "staff.default_method");
    }
    let pause = pause(row)?.filter(|pause| pause.holds(tx.at()));
    let status = match (pause, default_method) {
        (Some(_), _) => Status::Paused,
        (None, Some(_)) => Status::On,
        (None, None) => Status::Off,
    };
    Ok(Line {
        name: row.get("name")?,
        username: row.get("username")?,
        access: word(Access::parse(&access), "staff.access")?,
        status,
        paused_until: pause.map(|pause| tx.at().wall_ms + pause.term.left_ms(tx.at())),
        methods,
        default_method,
        since: since.iter().filter_map(|(_, since)| *since).min(),
        last_sign_in: row.get("last_sign_in_at")?,
    })
}

fn pause(row: &Row<'_>) -> rusqlite::Result<Option<Pause>> {
    let Some(id) = row.get("pause_id")? else {
        return Ok(None);
    };
    Ok(Some(Pause {
        id: PauseId(id),
        term: Term {
            start: stamp(row, "pause")?,
            length_ms: row.get("pause_length")?,
        },
    }))
}

/// What is set for everybody; a file without a clinic has nothing set.
///
/// # Errors
/// [`StoreError`] of reading.
pub fn rules(tx: &Tx<'_>) -> Result<Rules, StoreError> {
    let found = tx
        .conn
        .prepare_cached("SELECT enforced, trust_allowed FROM clinic")?
        .query_row([], |row| {
            Ok(Rules {
                enforced: row.get(0)?,
                trust_allowed: row.get(1)?,
            })
        })
        .optional()?;
    Ok(found.unwrap_or(Rules {
        enforced: false,
        trust_allowed: false,
    }))
}
