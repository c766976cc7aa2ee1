//! **New password** (spec M09): in My Account after step-up, or because it has to be before anything else: after a
//! temporary one (A07), and after **This wasn't me** (S11).

use domain::change::Change;
use domain::entropy::salt;
use domain::password;
use domain::person::PasswordKind;
use domain::secret::Secret;
use domain::step_up::Act;
use domain::time::Now;
use store::staff::{self, NewPassword};
use store::{Db, Tx, clinic, sessions};

use crate::apply::shut_out;
use crate::session::Running;
use crate::{ActionError, Token};

/// What became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Chosen {
    /// It counts from now on.
    Changed,
    /// Refused, with the reason.
    Weak(String),
}

/// Checks and stores the new password; ends all other sessions, every trust and pending sign-in. 2-step verification and
/// the recovery code stay as they are.
///
/// # Errors
/// [`ActionError::StepUp`] where it is asked and not complete; the database's and hashing's.
pub fn choose_password(
    db: &mut Db,
    token: &Token,
    new: &Secret<String>,
    entropy: [u8; 16],
    at: Now,
) -> Result<Chosen, ActionError> {
    let (row, clinic) = db.read(at, |tx| {
        let row = may_choose(tx, token)?.staff;
        let clinic = clinic::find(tx)?.map(|clinic| clinic.name).unwrap_or_default();
        Ok::<_, ActionError>((row, clinic))
    })?;
    let (old, kind) = (row.password_hash, row.password);
    if let Err(weak) = password::check_strength(new, &[&row.name, &row.username, &row.email, &clinic]) {
        return Ok(Chosen::Weak(weak.to_string()));
    }
    if let Some(old) = &old
        && password::verify(new, old.reveal())?
    {
        return Ok(Chosen::Weak(the_same(kind).into()));
    }
    let phc = password::hash(new, salt(entropy))?;
    db.write(at, entropy, |tx| {
        let running = may_choose(tx, token)?;
        if running.staff.password_hash != old {
            return Err(ActionError::Refused(
                "Your password was changed in the meantime. Nothing was changed.".into(),
            ));
        }
        let (id, own) = (running.staff.id, running.session.id);
        staff::set_password(tx, id, &phc, NewPassword::Own)?;
        shut_out(tx, id, Some(own), &running.hand(), "your password was changed")?;
        sessions::stamp_password(tx, own, Act::ChangePassword)?;
        running.announce(tx, &Change::PasswordChanged)?;
        Ok(Chosen::Changed)
    })
}

fn may_choose(tx: &Tx<'_>, token: &Token) -> Result<Running, ActionError> {
    let running = Running::load(tx, token)?;
    running.may_choose_password(tx.at())?;
    Ok(running)
}

fn the_same(kind: PasswordKind) -> &'static str {
    match kind {
        PasswordKind::Temporary { .. } => "That is the temporary password: choose one of your own.",
        PasswordKind::Own | PasswordKind::Reported | PasswordKind::Missing => {
            "That is the password you have now: choose another one."
        }
    }
}
