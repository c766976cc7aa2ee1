//! The staff list as a table (spec A02), some people at a time, so that no list is too long and nobody waits for it. A
//! mobile number stands there whole: the table can be imported again.

use domain::ids::StaffId;
use domain::person::{Access, Method};
use domain::report::Status;
use domain::time::Now;
use store::staff::StaffRow;
use store::{Db, StoreError, Tx, counters, staff};

use crate::ActionError;
use crate::papers::Leave;

/// Somebody in the table. Times are wall ms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StaffExport {
    /// The row, after which the next part begins.
    pub id: StaffId,
    /// Name to sign in with.
    pub username: String,
    /// Name for people.
    pub name: String,
    /// Where mails go.
    pub email: String,
    /// E.164, or none.
    pub mobile: Option<String>,
    /// What they may do.
    pub access: Access,
    /// The second step.
    pub status: Status,
    /// Methods that are set up.
    pub methods: Vec<Method>,
    /// The one asked first.
    pub default_method: Option<Method>,
    /// When the pause ends, where one runs.
    pub paused_until: Option<i64>,
    /// Until when codes wait.
    pub locked_until: Option<i64>,
    /// Last full sign-in.
    pub last_sign_in: Option<i64>,
}

/// How many people there are.
///
/// # Errors
/// [`ActionError::Denied`] once whoever has the leave may not any more; the database's.
pub fn size(db: &mut Db, leave: &Leave, at: Now) -> Result<u64, ActionError> {
    db.read(at, |tx| {
        leave.ask(tx)?;
        Ok(staff::count(tx)?)
    })
}

/// The next people, at most so many, in the order in which they joined; none where that was everybody.
///
/// # Errors
/// As [`size`].
pub fn part(
    db: &mut Db,
    leave: &Leave,
    after: Option<StaffId>,
    limit: u32,
    at: Now,
) -> Result<Vec<StaffExport>, ActionError> {
    db.read(at, |tx| {
        leave.ask(tx)?;
        let rows = staff::after(tx, after, limit)?;
        let people = rows.into_iter().map(|row| person(tx, row));
        Ok(people.collect::<Result<_, StoreError>>()?)
    })
}

fn person(tx: &Tx<'_>, row: StaffRow) -> Result<StaffExport, StoreError> {
    let at = tx.at();
    let wait = counters::longest_wait(tx, row.id, at)?;
    let pause = row.pause.filter(|pause| pause.holds(at));
    Ok(StaffExport {
        status: match (pause, row.two_step.is_on()) {
            (Some(_), _) => Status::Paused,
            (None, true) => Status::On,
            (None, false) => Status::Off,
        },
        methods: row.methods(),
        default_method: row.default_method(),
        paused_until: pause.map(|pause| at.wall_ms + pause.term.left_ms(at)),
        locked_until: wait.map(|wait| at.wall_ms + wait.left_ms(at)),
        id: row.id,
        username: row.username,
        name: row.name,
        email: row.email,
        mobile: row.mobile,
        access: row.access,
        last_sign_in: row.last_sign_in_at,
    })
}
