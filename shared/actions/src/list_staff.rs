//! `staff list`: the operator reads the staff list; that is a row of the record (spec D01).

use domain::audit::Kind;
use domain::person::{Access, Method};
use domain::time::Now;
use store::{Db, counters, staff};

use crate::ActionError;
use crate::apply::{by_operator, record};
use crate::code_screen::masked;

/// A line of the list. Times are wall ms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StaffLine {
    /// Name to sign in with.
    pub username: String,
    /// Name for people.
    pub name: String,
    /// Where mails go.
    pub email: String,
    /// Masked.
    pub mobile: Option<String>,
    /// What they may do.
    pub access: Access,
    /// Methods that are set up.
    pub methods: Vec<Method>,
    /// The one asked first; `None`: 2SV is off.
    pub default_method: Option<Method>,
    /// When the pause ends, where one runs (spec A04).
    pub paused_until: Option<i64>,
    /// Until when codes wait.
    pub locked_until: Option<i64>,
    /// Last full sign-in.
    pub last_sign_in: Option<i64>,
}

/// Everybody, by name.
///
/// # Errors
/// [`ActionError`] of the database.
pub fn list_staff(db: &mut Db, operator: &str, entropy: [u8; 16], at: Now) -> Result<Vec<StaffLine>, ActionError> {
    db.write(at, entropy, |tx| {
        record(tx, &by_operator(operator, None, Kind::StaffListed))?;
        let mut lines = Vec::new();
        for row in staff::all(tx)? {
            let pause = row.pause.filter(|pause| pause.holds(at));
            let wait = counters::longest_wait(tx, row.id, at)?;
            lines.push(StaffLine {
                methods: row.methods(),
                default_method: row.default_method(),
                mobile: row.mobile.as_deref().map(masked),
                paused_until: pause.map(|pause| at.wall_ms + pause.term.left_ms(at)),
                locked_until: wait.map(|wait| at.wall_ms + wait.left_ms(at)),
                username: row.username,
                name: row.name,
                email: row.email,
                access: row.access,
                last_sign_in: row.last_sign_in_at,
            });
        }
        Ok(lines)
    })
}
