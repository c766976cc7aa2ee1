//! What became of texts that were handed over (spec W04): asked for a few times, then let rest.

use domain::audit::{Entry, Kind};
use domain::delivery::{Fate, Rejection, next_look_ms};
use domain::message::MessageState;
use domain::time::Now;
use store::Db;
use store::outbox::{self, Underway};

use crate::ActionError;
use crate::apply::record;
use crate::settle_message::{ending, tell_managers};

/// Texts to ask about now, at most 20.
///
/// # Errors
/// [`ActionError`] of the database.
pub fn texts_to_look_at(db: &mut Db, at: Now) -> Result<Vec<Underway>, ActionError> {
    db.read(at, |tx| Ok(outbox::to_look_at(tx, at, 20)?))
}

/// Notes a text's fate; `None` where it could not be asked for.
///
/// # Errors
/// [`ActionError`] of the database.
pub fn note_fate(
    db: &mut Db,
    text: &Underway,
    fate: Option<Fate>,
    entropy: [u8; 16],
    at: Now,
) -> Result<(), ActionError> {
    let look_at = next_look_ms(at.since(text.made)).map(|wait| at.wall_ms + wait);
    let (state, error, look_at) = match fate {
        Some(Fate::Delivered) => (MessageState::Delivered, String::new(), None),
        Some(Fate::Failed(code)) => (MessageState::Failed, Rejection::Twilio(code).as_word(), None),
        Some(Fate::Underway) | None => (MessageState::HandedOver, String::new(), look_at),
    };
    db.write(at, entropy, |tx| {
        let noted = outbox::note_fate(tx, text.id, state, &error, look_at)?;
        if noted && state != MessageState::HandedOver {
            let row = Entry::by_worker(text.staff, Kind::Message, ending(state));
            record(tx, &row.detail(format!("text {} {error}", state.as_str()).trim()))?;
        }
        if noted && let Some(Fate::Failed(code)) = fate {
            tell_managers(tx, Rejection::Twilio(code))?;
        }
        Ok(())
    })
}
