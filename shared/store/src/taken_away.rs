//! Who has reset whose password and removed whose second step, by ids, so that no change of a name hides it (spec A07).

use domain::ids::StaffId;
use rusqlite::named_params;

use crate::{StoreError, Tx, WriteTx};

/// Which of the two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taken {
    /// The password was reset.
    Password,
    /// The second step was removed.
    TwoStep,
}

impl Taken {
    fn as_str(self) -> &'static str {
        match self {
            Taken::Password => "password",
            Taken::TwoStep => "two_step",
        }
    }

    /// The other of the two.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Taken::Password => Taken::TwoStep,
            Taken::TwoStep => Taken::Password,
        }
    }
}

/// Notes one, by a manager, or by the operator where there is none.
///
/// # Errors
/// [`StoreError`] of writing.
pub fn note(tx: &WriteTx<'_>, from: StaffId, by: Option<StaffId>, what: Taken) -> Result<(), StoreError> {
    tx.conn
        .prepare_cached("INSERT INTO taken_away (staff_id, by_id, what, at) VALUES (?1, ?2, ?3, ?4)")?
        .execute((from.0, by.map(|by| by.0), what.as_str(), tx.at().wall_ms))?;
    Ok(())
}

/// Whether that hand has taken it from that person since wall ms.
///
/// # Errors
/// [`StoreError`] of reading.
pub fn was_taken(
    tx: &Tx<'_>,
    from: StaffId,
    by: Option<StaffId>,
    what: Taken,
    since_ms: i64,
) -> Result<bool, StoreError> {
    let mut statement = tx.conn.prepare_cached(
        "SELECT 1 FROM taken_away WHERE staff_id = :from AND at >= :since AND by_id IS :by AND what = :what",
    )?;
    Ok(statement.exists(named_params! {
        ":from": from.0, ":since": since_ms, ":by": by.map(|by| by.0), ":what": what.as_str(),
    })?)
}
