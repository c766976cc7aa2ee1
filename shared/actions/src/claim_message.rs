//! The worker claims the next message (spec W02, C06): claimed and committed before anything is sent. A text whose code
//! has too little life left is settled as too late in the same transaction, and never leaves the house.

use domain::code::derive;
use domain::message::MessageState;
use domain::secret::Secret;
use domain::time::{MINUTE, Now, SECOND};
use store::outbox::{self, Channel, Claimed, CodeOf, Kind, Settlement};
use store::{Db, StoreError, Tx, WriteTx, challenges, clinic, staff};

use crate::ActionError;
use crate::settle_message::write;
use crate::standing::manager_names;

/// A message that cannot be opened is tried again after this long, in milliseconds.
const UNREADABLE_RETRY_MS: i64 = 5 * MINUTE;

/// A message to send, with everything its wording needs.
#[derive(Debug)]
pub struct ToSend {
    /// What was claimed.
    pub claimed: Claimed,
    /// The instant it was judged worth sending at.
    pub at: Now,
    /// The code it carries, derived just now.
    pub code: Option<CodeToSend>,
    /// The clinic, for the wording.
    pub clinic: clinic::Clinic,
    /// Managers, by name.
    pub managers: Vec<String>,
    /// The recipient's name; for mails.
    pub name: String,
    /// The user name, where two people share the number (spec N02).
    pub shared_with: Option<String>,
}

/// A code on its way out.
#[derive(Debug)]
pub struct CodeToSend {
    /// Six ASCII digits.
    pub digits: Secret<String>,
    /// Seconds of its shown life left (`ValidityPeriod`).
    pub validity_s: u32,
}

/// What there was to claim.
#[derive(Debug)]
pub enum Claim {
    /// Send this, then settle it.
    Send(Box<ToSend>),
    /// It came too late and is settled; look for the next one.
    TooLate,
    /// It cannot be read with the key in use and waits for the right one; look for the next one.
    PutOff,
    /// Nothing is due.
    Nothing,
}

/// Claims the next message of a channel.
///
/// # Errors
/// [`ActionError`] of the database; nothing is claimed then.
pub fn claim_message(db: &mut Db, channel: Channel, entropy: [u8; 16], at: Now) -> Result<Claim, ActionError> {
    db.write(at, entropy, |tx| {
        let Some(claimed) = outbox::claim(tx, channel)? else {
            return Ok(Claim::Nothing);
        };
        if !claimed.readable {
            return put_off(tx, &claimed);
        }
        let code = match claimed.code {
            None => None,
            Some(code_of) => match live_code(tx, code_of, at)? {
                Some(code) => Some(code),
                None => return too_late(tx, &claimed),
            },
        };
        Ok(Claim::Send(Box::new(to_send(tx, claimed, code)?)))
    })
}

/// Nothing is lost: it is tried again, but keeps nobody else waiting.
fn put_off(tx: &WriteTx<'_>, claimed: &Claimed) -> Result<Claim, ActionError> {
    let settlement = Settlement::Retry {
        due: tx.at().plus(UNREADABLE_RETRY_MS),
        error: "cannot be read with the key in use".into(),
    };
    write(tx, claimed, &settlement)?;
    Ok(Claim::PutOff)
}

fn too_late(tx: &WriteTx<'_>, claimed: &Claimed) -> Result<Claim, ActionError> {
    let settlement = Settlement::Settled {
        state: MessageState::TooLate,
        reference: String::new(),
        error: "too late".into(),
        look_at: None,
    };
    write(tx, claimed, &settlement)?;
    Ok(Claim::TooLate)
}

/// The code, only while it is the one that counts and worth sending (spec C06).
fn live_code(tx: &Tx<'_>, code_of: CodeOf, at: Now) -> Result<Option<CodeToSend>, StoreError> {
    let Some(challenge) = challenges::find(tx, code_of.challenge)? else {
        return Ok(None);
    };
    if !challenge.is_worth_sending(code_of.reissue, at) {
        return Ok(None);
    }
    let key = tx
        .keys()
        .codes()
        .0
        .get(&challenge.key_id)
        .ok_or(StoreError::Unreadable("A code"))?;
    let digits = derive(key, challenge.id, code_of.reissue);
    Ok(Some(CodeToSend {
        digits: Secret::new(digits.reveal().iter().copied().map(char::from).collect()),
        validity_s: u32::try_from(challenge.shown_left_ms(at) / SECOND).unwrap_or(0),
    }))
}

fn to_send(tx: &Tx<'_>, claimed: Claimed, code: Option<CodeToSend>) -> Result<ToSend, ActionError> {
    let clinic =
        clinic::find(tx)?.ok_or_else(|| ActionError::Refused("There is no clinic in this database.".into()))?;
    let everybody = staff::all(tx)?;
    let person = everybody.iter().find(|row| Some(row.id) == claimed.staff);
    let shared = everybody
        .iter()
        .filter(|row| row.mobile.as_deref() == Some(&claimed.address))
        .count()
        > 1;
    let shared_with = match (claimed.kind, person) {
        (Kind::Text(_), Some(person)) if shared => Some(person.username.clone()),
        (Kind::Text(_) | Kind::Mail(_), _) => None,
    };
    Ok(ToSend {
        managers: manager_names(tx, None)?,
        name: person.map(|row| row.name.clone()).unwrap_or_default(),
        shared_with,
        at: tx.at(),
        claimed,
        code,
        clinic,
    })
}
