//! Requests of an owner who is locked out (spec O): one row a request, at most one of them open. What a request may come
//! to is decided in `domain::owner_recovery`.

use domain::business_days::Holidays;
use domain::ids::{RequestId, StaffId};
use domain::owner_recovery::{MethodSet, Reminder, RequestKind, RequestState};
use domain::person::Method;
use domain::time::Delay;
use rusqlite::{OptionalExtension, Row, named_params};

use crate::stamp::{stamp, word};
use crate::{StoreError, Tx, WriteTx, methods};

/// A request as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestRow {
    /// The row.
    pub id: RequestId,
    /// Back in, or handed over.
    pub kind: RequestKind,
    /// Who was owner at the opening.
    pub owner: StaffId,
    /// Who becomes owner, where it is handed over.
    pub heir: Option<StaffId>,
    /// Who opened it, in words.
    pub opened_by: String,
    /// How identity was verified, in words; empty where the owner's password was.
    pub verified: String,
    /// The owner's methods at the opening.
    pub methods: MethodSet,
    /// The owner's address at the opening.
    pub email: String,
    /// The clinic's IANA zone at the opening.
    pub zone: String,
    /// The clinic's holidays at the opening.
    pub holidays: Holidays,
    /// The delay as it was reckoned at the opening.
    pub delay: Delay,
    /// The owner was told half-way.
    pub half_told: bool,
    /// The owner was told at the end.
    pub end_told: bool,
    /// Where it stands.
    pub state: RequestState,
    /// When it was closed, wall ms.
    pub closed_at: Option<i64>,
    /// By whom, in words.
    pub closed_by: Option<String>,
    /// What was noted, in words.
    pub closed_note: Option<String>,
}

/// A request to open.
pub struct NewRequest<'a> {
    /// Back in, or handed over.
    pub kind: RequestKind,
    /// The owner.
    pub owner: StaffId,
    /// Who becomes owner.
    pub heir: Option<StaffId>,
    /// Who opens it, in words.
    pub opened_by: &'a str,
    /// How identity was verified.
    pub verified: &'a str,
    /// The owner's methods.
    pub methods: &'a MethodSet,
    /// The owner's address.
    pub email: &'a str,
    /// The clinic's IANA zone.
    pub zone: &'a str,
    /// The clinic's holidays.
    pub holidays: &'a Holidays,
    /// The delay, from now on.
    pub delay: Delay,
}

fn read(row: &Row<'_>) -> rusqlite::Result<RequestRow> {
    let kind: String = row.get("kind")?;
    let state: String = row.get("state")?;
    let methods: String = row.get("methods")?;
    let holidays: String = row.get("holidays")?;
    Ok(RequestRow {
        id: RequestId(row.get("id")?),
        kind: word(RequestKind::parse(&kind), "recovery_requests.kind")?,
        owner: StaffId(row.get("staff_id")?),
        heir: row.get::<_, Option<i64>>("transfer_to")?.map(StaffId),
        opened_by: row.get("opened_by")?,
        verified: row.get("verified")?,
        methods: word(MethodSet::parse(&methods), "recovery_requests.methods")?,
        email: row.get("email")?,
        zone: row.get("zone")?,
        holidays: word(Holidays::parse(&holidays).ok(), "recovery_requests.holidays")?,
        delay: Delay {
            start: stamp(row, "opened")?,
            length_ms: row.get("length")?,
        },
        half_told: row.get::<_, Option<i64>>("half_told_at")?.is_some(),
        end_told: row.get::<_, Option<i64>>("end_told_at")?.is_some(),
        state: word(RequestState::parse(&state), "recovery_requests.state")?,
        closed_at: row.get("closed_at")?,
        closed_by: row.get("closed_by")?,
        closed_note: row.get("closed_note")?,
    })
}

/// Opens a request.
///
/// # Errors
/// [`StoreError::Overtaken`] where one is open already.
pub fn open(tx: &WriteTx<'_>, new: &NewRequest<'_>) -> Result<RequestId, StoreError> {
    let start = new.delay.start;
    let added = tx
        .conn
        .prepare_cached(
            "INSERT INTO recovery_requests (kind, staff_id, transfer_to, opened_by, verified, methods, email, zone,
                 holidays, opened_wall, opened_boot, opened_boot_id, length, state)
             SELECT :kind, :owner, :heir, :opened_by, :verified, :methods, :email, :zone,
                 :holidays, :wall, :boot, :boot_id, :length, 'open'
             WHERE NOT EXISTS (SELECT 1 FROM recovery_requests WHERE state = 'open')",
        )?
        .execute(named_params! {
            ":kind": new.kind.as_str(), ":owner": new.owner.0, ":heir": new.heir.map(|heir| heir.0),
            ":opened_by": new.opened_by, ":verified": new.verified, ":methods": new.methods.written(),
            ":email": new.email, ":zone": new.zone, ":holidays": new.holidays.written(), ":wall": start.wall_ms,
            ":boot": start.boot_ms, ":boot_id": start.boot_id.0, ":length": new.delay.length_ms,
        })?;
    if added == 1 {
        Ok(RequestId(tx.conn.last_insert_rowid()))
    } else {
        Err(StoreError::Overtaken)
    }
}

/// The one that is open.
///
/// # Errors
/// [`StoreError`] of reading.
pub fn find_open(tx: &Tx<'_>) -> Result<Option<RequestRow>, StoreError> {
    let mut statement = tx
        .conn
        .prepare_cached("SELECT * FROM recovery_requests WHERE state = 'open'")?;
    Ok(statement.query_row([], read).optional()?)
}

/// By id.
///
/// # Errors
/// [`StoreError`] of reading.
pub fn find(tx: &Tx<'_>, id: RequestId) -> Result<Option<RequestRow>, StoreError> {
    let mut statement = tx
        .conn
        .prepare_cached("SELECT * FROM recovery_requests WHERE id = ?1")?;
    Ok(statement.query_row([id.0], read).optional()?)
}

/// All there ever were, the newest first.
///
/// # Errors
/// [`StoreError`] of reading.
pub fn all(tx: &Tx<'_>) -> Result<Vec<RequestRow>, StoreError> {
    let mut statement = tx
        .conn
        .prepare_cached("SELECT * FROM recovery_requests ORDER BY id DESC")?;
    let rows = statement.query_map([], read)?.collect::<Result<_, _>>()?;
    Ok(rows)
}

/// Closes one; `how` is released or cancelled.
///
/// # Errors
/// [`StoreError::Overtaken`] where it was closed already.
pub fn close(tx: &WriteTx<'_>, id: RequestId, how: RequestState, by: &str, note: &str) -> Result<(), StoreError> {
    let changed = tx
        .conn
        .prepare_cached(
            "UPDATE recovery_requests SET state = ?2, closed_at = ?3, closed_by = ?4, closed_note = ?5
             WHERE id = ?1 AND state = 'open'",
        )?
        .execute((id.0, how.as_str(), tx.at().wall_ms, by, note))?;
    if changed == 1 {
        Ok(())
    } else {
        Err(StoreError::Overtaken)
    }
}

/// The owner was told.
///
/// # Errors
/// [`StoreError`] of writing.
pub fn note_told(tx: &WriteTx<'_>, id: RequestId, reminder: Reminder) -> Result<(), StoreError> {
    let column = match reminder {
        Reminder::HalfWay => "half_told_at",
        Reminder::End => "end_told_at",
    };
    let sql = format!("UPDATE recovery_requests SET {column} = ?2 WHERE id = ?1 AND {column} IS NULL");
    tx.conn.prepare_cached(&sql)?.execute((id.0, tx.at().wall_ms))?;
    Ok(())
}

/// The methods of a person and since when.
///
/// # Errors
/// [`StoreError`] of reading.
pub fn method_set(tx: &Tx<'_>, staff: StaffId) -> Result<MethodSet, StoreError> {
    let mut set = MethodSet::default();
    for method in Method::ALL {
        if let Some(since) = methods::since(tx, staff, *method)? {
            set.0.insert(*method, since);
        }
    }
    Ok(set)
}

/// The clinic's holidays as they are now.
///
/// # Errors
/// [`StoreError`] of reading.
pub fn holidays_now(tx: &Tx<'_>) -> Result<Holidays, StoreError> {
    let mut statement = tx.conn.prepare_cached("SELECT day FROM holidays ORDER BY day")?;
    let days: Vec<String> = statement.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    let read = Holidays::read(days.iter().map(String::as_str));
    read.map_err(|error| StoreError::Other(error.to_string()))
}
