//! **New password** after a temporary one (spec A07, M09): nothing else opens before.

use domain::audit::{Actor, Ending, Entry, Kind};
use domain::entropy::salt;
use domain::message::{MailKind, Notice};
use domain::password;
use domain::secret::Secret;
use domain::time::Now;
use store::staff::{self, NewPassword};
use store::{Db, clinic, pending, sessions};

use crate::apply::{end_sessions, notify, record};
use crate::session::{Gate, Running};
use crate::{ActionError, Token};

/// What became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Chosen {
    /// It counts from now on.
    Changed,
    /// Refused, with the reason.
    Weak(String),
}

/// Checks and stores the new password; ends all other sessions and pending sign-ins.
///
/// # Errors
/// [`ActionError::Refused`] where no change is forced; the database's and hashing's.
pub fn choose_password(
    db: &mut Db,
    token: &Token,
    new: &Secret<String>,
    entropy: [u8; 16],
    at: Now,
) -> Result<Chosen, ActionError> {
    let (words, old) = db.read(at, |tx| {
        let running = Running::load(tx, token)?;
        let clinic = clinic::find(tx)?.map(|clinic| clinic.name).unwrap_or_default();
        let row = running.staff;
        Ok::<_, ActionError>((
            personal_words(&[&row.name, &row.username, &row.email, &clinic]),
            row.password_hash,
        ))
    })?;
    let personal: Vec<&str> = words.iter().map(String::as_str).collect();
    if let Err(weak) = password::check_strength(new, &personal) {
        return Ok(Chosen::Weak(weak.to_string()));
    }
    if let Some(old) = &old
        && password::verify(new, old.reveal())?
    {
        return Ok(Chosen::Weak(
            "That is the temporary password: choose one of your own.".into(),
        ));
    }
    let phc = password::hash(new, salt(entropy))?;
    db.write(at, entropy, |tx| {
        let running = Running::load(tx, token)?;
        if running.gate != Some(Gate::NewPassword) || running.staff.password_hash != old {
            return Err(ActionError::Refused(
                "Your password was changed in the meantime. Nothing was changed.".into(),
            ));
        }
        let id = running.staff.id;
        staff::set_password(tx, id, &phc, NewPassword::Own)?;
        end_sessions(
            tx,
            id,
            Some(running.session.id),
            &Actor::Staff(id),
            "your password was changed",
        )?;
        sessions::stamp_password(tx, running.session.id)?;
        pending::void_all(tx, id)?;
        store::challenges::void_open(tx, id, |open| open.session != Some(running.session.id))?;
        let place = running.session.place.clone();
        record(
            tx,
            &Entry::own(id, Kind::PasswordChanged, Ending::Done, &place).rule("M09"),
        )?;
        notify(tx, &Notice::to_person(id, MailKind::PasswordChanged), "you", &place)?;
        Ok(Chosen::Changed)
    })
}

/// Words of a person that a password must not lean on, one by one.
fn personal_words(texts: &[&str]) -> Vec<String> {
    texts
        .iter()
        .flat_map(|text| text.split(|c: char| !c.is_alphanumeric()))
        .filter(|word| word.chars().count() > 2)
        .map(str::to_owned)
        .collect()
}
