//! People: the staff list with passwords and methods.

use domain::contact::UserName;
use domain::ids::{PauseId, StaffId};
use domain::password::TEMPORARY_MS;
use domain::pause::Pause;
use domain::person::{Access, Method, Methods, PasswordKind, Person, TwoStep};
use domain::time::Term;
use rusqlite::{OptionalExtension, Row, named_params};

use crate::stamp::{stamp, word};
use crate::{StoreError, Tx, WriteTx};

/// The PHC string of a password. It is never printed (spec Z03).
#[derive(Clone, PartialEq, Eq)]
pub struct PasswordHash(String);

impl PasswordHash {
    /// The PHC string.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for PasswordHash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("***")
    }
}

/// A row of the staff list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StaffRow {
    /// The row.
    pub id: StaffId,
    /// As written by whoever added the person.
    pub username: String,
    /// Name for people.
    pub name: String,
    /// Where mails go.
    pub email: String,
    /// E.164, or none.
    pub mobile: Option<String>,
    /// What they may do.
    pub access: Access,
    /// PHC string of the password.
    pub password_hash: Option<PasswordHash>,
    /// The password's kind.
    pub password: PasswordKind,
    /// The second step.
    pub two_step: TwoStep,
    /// The pause that was not ended early.
    pub pause: Option<Pause>,
    /// Counts the changes of the profile.
    pub version: i64,
    /// Last full sign-in, wall ms.
    pub last_sign_in_at: Option<i64>,
    /// Where that was.
    pub last_sign_in_place: Option<String>,
}

impl StaffRow {
    /// The person as the decisions see them.
    #[must_use]
    pub fn person(&self) -> Person {
        Person {
            id: self.id,
            access: self.access,
            password: self.password,
            two_step: self.two_step.clone(),
            pause: self.pause,
        }
    }

    /// The method asked first; `None` where 2SV is off.
    #[must_use]
    pub fn default_method(&self) -> Option<Method> {
        self.two_step.methods().map(Methods::default)
    }

    /// Methods that are set up.
    #[must_use]
    pub fn methods(&self) -> Vec<Method> {
        let all = Method::ALL.iter().copied();
        all.filter(|method| self.two_step.has(*method)).collect()
    }
}

/// Somebody to add.
#[derive(Clone, Debug)]
pub struct NewStaff<'a> {
    /// As typed.
    pub username: &'a str,
    /// Its comparable form (spec S03).
    pub username_key: &'a str,
    /// Name for people.
    pub name: &'a str,
    /// Where mails go.
    pub email: &'a str,
    /// E.164.
    pub mobile: Option<&'a str>,
    /// What they may do.
    pub access: Access,
}

/// Adds somebody without a password.
///
/// # Errors
/// [`StoreError::Overtaken`] where the user name (or the one owner) is taken.
pub fn insert(tx: &WriteTx<'_>, new: &NewStaff<'_>) -> Result<StaffId, StoreError> {
    let added = tx
        .conn
        .prepare_cached(
            "INSERT INTO staff (username, username_key, name, email, mobile, access, password_kind, added_at)
         VALUES (:username, :username_key, :name, :email, :mobile, :access, 'missing', :at)",
        )?
        .execute(named_params! {
            ":username": new.username, ":username_key": new.username_key, ":name": new.name, ":email": new.email,
            ":mobile": new.mobile, ":access": new.access.as_str(), ":at": tx.at().wall_ms,
        });
    match added {
        Ok(_) => Ok(StaffId(tx.conn.last_insert_rowid())),
        Err(error) if error.sqlite_error_code() == Some(rusqlite::ErrorCode::ConstraintViolation) => {
            Err(StoreError::Overtaken)
        }
        Err(error) => Err(error.into()),
    }
}

/// With the pause that was not ended early.
const FROM: &str = "staff LEFT JOIN pauses ON pauses.staff_id = staff.id AND pauses.ended_at IS NULL";
const COLUMNS: &str = "staff.id, username, name, email, mobile, access, password_hash, password_kind, password_wall,
    password_boot, password_boot_id, password_reported, default_method, last_sign_in_at, last_sign_in_place,
    EXISTS (SELECT 1 FROM methods WHERE staff_id = staff.id AND kind = 'sms') AS has_sms,
    EXISTS (SELECT 1 FROM methods WHERE staff_id = staff.id AND kind = 'app') AS has_app, version,
    pauses.id AS pause_id, began_wall AS pause_wall, began_boot AS pause_boot, began_boot_id AS pause_boot_id,
    pauses.length AS pause_length";

fn read(row: &Row<'_>) -> rusqlite::Result<StaffRow> {
    let kind: String = row.get("password_kind")?;
    let password = match kind.as_str() {
        "missing" => PasswordKind::Missing,
        "own" if row.get("password_reported")? => PasswordKind::Reported,
        "own" => PasswordKind::Own,
        "temporary" => PasswordKind::Temporary {
            term: Term {
                start: stamp(row, "password")?,
                length_ms: TEMPORARY_MS,
            },
        },
        _ => return word(None, "staff.password_kind"),
    };
    let access: String = row.get("access")?;
    let mobile: Option<String> = row.get("mobile")?;
    let two_step = two_step(row, mobile.as_deref())?;
    Ok(StaffRow {
        id: StaffId(row.get("id")?),
        username: row.get("username")?,
        name: row.get("name")?,
        email: row.get("email")?,
        mobile,
        access: word(Access::parse(&access), "staff.access")?,
        password_hash: row.get::<_, Option<String>>("password_hash")?.map(PasswordHash),
        password,
        two_step,
        pause: pause(row)?,
        version: row.get("version")?,
        last_sign_in_at: row.get("last_sign_in_at")?,
        last_sign_in_place: row.get("last_sign_in_place")?,
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

/// A row whose methods, default and number do not fit each other is refused: never open by mistake (T54).
fn two_step(row: &Row<'_>, mobile: Option<&str>) -> rusqlite::Result<TwoStep> {
    let default: Option<String> = row.get("default_method")?;
    let default = match default {
        None => None,
        Some(text) => Some(word(Method::parse(&text), "staff.default_method")?),
    };
    let (has_sms, has_app): (bool, bool) = (row.get("has_sms")?, row.get("has_app")?);
    let number = mobile.map(str::to_owned);
    Ok(TwoStep::On(match (default, has_sms, has_app, number) {
        (None, false, false, _) => return Ok(TwoStep::Off),
        (Some(Method::Sms), true, false, Some(number)) => Methods::Text { number },
        (Some(Method::App), false, true, _) => Methods::App,
        (Some(default), true, true, Some(number)) => Methods::Both { number, default },
        (None | Some(_), _, _, _) => return word(None, "staff.default_method"),
    }))
}

/// By comparable user name (spec S03).
///
/// # Errors
/// [`StoreError`] of reading.
pub fn by_username(tx: &Tx<'_>, username_key: &str) -> Result<Option<StaffRow>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM {FROM} WHERE username_key = ?1");
    Ok(tx
        .conn
        .prepare_cached(&sql)?
        .query_row([username_key], read)
        .optional()?)
}

/// By id.
///
/// # Errors
/// [`StoreError`] of reading; `Other` where nobody has that id.
pub fn get(tx: &Tx<'_>, id: StaffId) -> Result<StaffRow, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM {FROM} WHERE staff.id = ?1");
    Ok(tx.conn.prepare_cached(&sql)?.query_row([id.0], read)?)
}

/// Everybody, by name.
///
/// # Errors
/// [`StoreError`] of reading.
pub fn all(tx: &Tx<'_>) -> Result<Vec<StaffRow>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM {FROM} ORDER BY name COLLATE NOCASE, staff.id");
    let mut statement = tx.conn.prepare_cached(&sql)?;
    let rows = statement.query_map([], read)?.collect::<Result<_, _>>()?;
    Ok(rows)
}

/// The next people in the order in which they joined, at most `limit`.
///
/// # Errors
/// [`StoreError`] of reading.
pub fn after(tx: &Tx<'_>, last: Option<StaffId>, limit: u32) -> Result<Vec<StaffRow>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM {FROM} WHERE staff.id > ?1 ORDER BY staff.id LIMIT ?2");
    let mut statement = tx.conn.prepare_cached(&sql)?;
    let rows = statement.query_map((last.map_or(0, |last| last.0), limit), read)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Who has never signed in, by name.
///
/// # Errors
/// [`StoreError`] of reading.
pub fn never_signed_in(tx: &Tx<'_>) -> Result<Vec<StaffRow>, StoreError> {
    let sql =
        format!("SELECT {COLUMNS} FROM {FROM} WHERE last_sign_in_at IS NULL ORDER BY name COLLATE NOCASE, staff.id");
    let mut statement = tx.conn.prepare_cached(&sql)?;
    let rows = statement.query_map([], read)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// How many people there are.
///
/// # Errors
/// [`StoreError`] of reading.
pub fn count(tx: &Tx<'_>) -> Result<u64, StoreError> {
    let mut statement = tx.conn.prepare_cached("SELECT count(*) FROM staff")?;
    Ok(statement.query_row([], |row| row.get::<_, u32>(0))?.into())
}

/// Managers who can sign in.
///
/// # Errors
/// [`StoreError`] of reading.
pub fn managers(tx: &Tx<'_>) -> Result<Vec<StaffRow>, StoreError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM {FROM} WHERE access IN ('owner', 'full') ORDER BY name COLLATE NOCASE, staff.id"
    );
    let mut statement = tx.conn.prepare_cached(&sql)?;
    let rows = statement.query_map([], read)?.collect::<Result<_, _>>()?;
    Ok(rows)
}

/// Whether a password is the person's own or made for them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NewPassword {
    /// The person's own.
    Own,
    /// To be changed at the first sign-in, within 72 hours.
    Temporary,
}

/// Stores a password's hash.
///
/// # Errors
/// [`StoreError`] of writing.
pub fn set_password(tx: &WriteTx<'_>, id: StaffId, phc: &str, kind: NewPassword) -> Result<(), StoreError> {
    let kind = match kind {
        NewPassword::Own => "own",
        NewPassword::Temporary => "temporary",
    };
    tx.conn
        .prepare_cached(
            "UPDATE staff SET password_hash = :phc, password_kind = :kind, password_wall = :wall,
             password_boot = :boot, password_boot_id = :boot_id, password_reported = 0 WHERE id = :id",
        )?
        .execute(named_params! {
            ":phc": phc, ":kind": kind, ":wall": tx.at().wall_ms, ":boot": tx.at().boot_ms,
            ":boot_id": tx.at().boot_id.0, ":id": id.0,
        })?;
    Ok(())
}

/// Raises the cost of a stored hash, only if it is still the one that was verified (spec Z01).
///
/// # Errors
/// [`StoreError`] of writing.
pub fn rehash(tx: &WriteTx<'_>, id: StaffId, seen: &PasswordHash, phc: &str) -> Result<(), StoreError> {
    tx.conn
        .prepare_cached("UPDATE staff SET password_hash = ?3 WHERE id = ?1 AND password_hash = ?2")?
        .execute((id.0, seen.reveal(), phc))?;
    Ok(())
}

/// Notes a full sign-in on the profile.
///
/// # Errors
/// [`StoreError`] of writing.
pub fn note_sign_in(tx: &WriteTx<'_>, id: StaffId, place: &str) -> Result<(), StoreError> {
    tx.conn
        .prepare_cached("UPDATE staff SET last_sign_in_at = ?2, last_sign_in_place = ?3 WHERE id = ?1")?
        .execute((id.0, tx.at().wall_ms, place))?;
    Ok(())
}

/// The person's own password is known to somebody else: it has to be changed first (spec S11). `false` where it is not
/// the person's own, and so has to be anyway.
///
/// # Errors
/// [`StoreError`] of writing.
pub fn report_password(tx: &WriteTx<'_>, id: StaffId) -> Result<bool, StoreError> {
    let changed = tx
        .conn
        .prepare_cached("UPDATE staff SET password_reported = 1 WHERE id = ?1 AND password_kind = 'own'")?
        .execute([id.0])?;
    Ok(changed == 1)
}

/// Another name for people.
///
/// # Errors
/// [`StoreError`] of writing.
pub fn set_name(tx: &WriteTx<'_>, id: StaffId, name: &str) -> Result<(), StoreError> {
    let mut statement = tx.conn.prepare_cached("UPDATE staff SET name = ?2 WHERE id = ?1")?;
    statement.execute((id.0, name))?;
    Ok(())
}

/// Another e-mail address.
///
/// # Errors
/// [`StoreError`] of writing.
pub fn set_email(tx: &WriteTx<'_>, id: StaffId, email: &str) -> Result<(), StoreError> {
    let mut statement = tx.conn.prepare_cached("UPDATE staff SET email = ?2 WHERE id = ?1")?;
    statement.execute((id.0, email))?;
    Ok(())
}

/// Another mobile number, or none; only while texts are no method.
///
/// # Errors
/// [`StoreError::Overtaken`] where they are.
pub fn set_mobile(tx: &WriteTx<'_>, id: StaffId, mobile: Option<&str>) -> Result<(), StoreError> {
    let changed = tx
        .conn
        .prepare_cached(
            "UPDATE staff SET mobile = ?2 WHERE id = ?1
                 AND NOT EXISTS (SELECT 1 FROM methods WHERE staff_id = ?1 AND kind = 'sms')",
        )?
        .execute((id.0, mobile))?;
    if changed == 1 {
        Ok(())
    } else {
        Err(StoreError::Overtaken)
    }
}

/// Another user name.
///
/// # Errors
/// [`StoreError::Overtaken`] where somebody has it.
pub fn set_username(tx: &WriteTx<'_>, id: StaffId, username: &UserName) -> Result<(), StoreError> {
    let changed = tx
        .conn
        .prepare_cached("UPDATE staff SET username = ?2, username_key = ?3 WHERE id = ?1")?
        .execute((id.0, username.as_str(), username.key()));
    match changed {
        Ok(_) => Ok(()),
        Err(error) if error.sqlite_error_code() == Some(rusqlite::ErrorCode::ConstraintViolation) => {
            Err(StoreError::Overtaken)
        }
        Err(error) => Err(error.into()),
    }
}

/// Another access level; never to or from owner, of whom there is exactly one.
///
/// # Errors
/// [`StoreError::Overtaken`] where it is the owner's, or would be.
pub fn set_access(tx: &WriteTx<'_>, id: StaffId, access: Access) -> Result<(), StoreError> {
    let changed = tx
        .conn
        .prepare_cached("UPDATE staff SET access = ?2 WHERE id = ?1 AND access <> 'owner' AND ?2 <> 'owner'")?
        .execute((id.0, access.as_str()))?;
    if changed == 1 {
        Ok(())
    } else {
        Err(StoreError::Overtaken)
    }
}
