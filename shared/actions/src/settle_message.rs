//! The worker settles a message it claimed (spec W02 to W04): only with the lease, and with its row of the record.

use domain::audit::{Ending, Entry, Kind};
use domain::delivery::{
    Handover, PLAIN_TEXT_GIVE_UP_MS, Rejection, blames_the_clinic, clinic_meaning, mail_is_given_up, mail_retry_ms,
    text_retry_ms,
};
use domain::message::{MailKind, MessageState, Notice, Pace, Recipients};
use domain::time::{Now, SECOND};
use store::outbox::{self, Channel, Claimed, Settlement};
use store::{Db, WriteTx};

use crate::ActionError;
use crate::apply::{notify, record};

/// The first question about a text's fate comes this long after it was handed over, in milliseconds.
const FIRST_LOOK_MS: i64 = 2 * SECOND;

/// Writes down what became of an attempt. `false` where somebody else holds the message now.
///
/// # Errors
/// [`ActionError`] of the database.
pub fn settle_message(
    db: &mut Db,
    claimed: &Claimed,
    handover: &Handover,
    entropy: [u8; 16],
    at: Now,
) -> Result<bool, ActionError> {
    let settlement = settlement(claimed, handover, at);
    db.write(at, entropy, |tx| {
        let held = write(tx, claimed, &settlement)?;
        if held && let Handover::Refused { why } = handover {
            tell_managers(tx, *why)?;
        }
        Ok(held)
    })
}

/// Tells the managers, once a day, where the clinic's own set-up is at fault (spec W03).
pub(crate) fn tell_managers(tx: &WriteTx<'_>, why: Rejection) -> Result<(), ActionError> {
    if !blames_the_clinic(why) {
        return Ok(());
    }
    let notice = Notice {
        kind: MailKind::TextsFailing,
        to: Recipients::Managers,
        pace: Pace::Daily,
        facts: [("error", why.as_word()), ("meaning", clinic_meaning(why).to_owned())].into(),
    };
    notify(tx, &notice, "the worker", "")?;
    Ok(())
}

/// What the outbox does after an attempt.
fn settlement(claimed: &Claimed, handover: &Handover, at: Now) -> Settlement {
    let channel = claimed.kind.channel();
    match handover {
        Handover::Accepted { reference } => Settlement::Settled {
            state: match channel {
                Channel::Text => MessageState::HandedOver,
                Channel::Mail => MessageState::Delivered,
            },
            reference: reference.clone(),
            error: String::new(),
            look_at: (channel == Channel::Text).then_some(at.wall_ms + FIRST_LOOK_MS),
        },
        // The clinic's own set-up is mended by the clinic; its mails wait meanwhile.
        Handover::Refused {
            why: why @ Rejection::SmtpSetUp(_),
        } => retry(claimed, why.as_word(), None, at),
        Handover::Refused { why } => settled(MessageState::Failed, why.as_word()),
        Handover::NotSent { why, retry_after_ms } => retry(claimed, why.as_word(), *retry_after_ms, at),
        Handover::Unknown { why } => match channel {
            Channel::Text => settled(MessageState::Unknown, why.as_word()),
            Channel::Mail => retry(claimed, why.as_word(), None, at),
        },
    }
}

fn settled(state: MessageState, error: String) -> Settlement {
    Settlement::Settled {
        state,
        reference: String::new(),
        error,
        look_at: None,
    }
}

fn retry(claimed: &Claimed, error: String, retry_after_ms: Option<i64>, at: Now) -> Settlement {
    let wait = match claimed.kind.channel() {
        Channel::Text => text_retry_ms(claimed.attempts, retry_after_ms),
        Channel::Mail => mail_retry_ms(claimed.attempts),
    };
    // A text with a code is given up by C06, when it is claimed next.
    let age_ms = at.since(claimed.made);
    let given_up = match (claimed.kind.channel(), claimed.code) {
        (Channel::Mail, _) => mail_is_given_up(claimed.attempts, age_ms + wait),
        (Channel::Text, None) => age_ms + wait > PLAIN_TEXT_GIVE_UP_MS,
        (Channel::Text, Some(_)) => false,
    };
    if given_up {
        settled(MessageState::Failed, error)
    } else {
        Settlement::Retry {
            due: at.plus(wait),
            error,
        }
    }
}

/// Settles with the lease and records what became of it, where it is settled for good.
pub(crate) fn write(tx: &WriteTx<'_>, claimed: &Claimed, settlement: &Settlement) -> Result<bool, ActionError> {
    let held = outbox::settle(tx, claimed.id, &claimed.lease, settlement)?;
    if held && let Settlement::Settled { state, error, .. } = settlement {
        let outcome = ending(*state);
        let detail = [
            claimed.kind.channel().as_str(),
            claimed.kind.as_str(),
            state.as_str(),
            error.as_str(),
        ];
        let rule = if *state == MessageState::TooLate { "C06" } else { "" };
        let row = Entry::by_worker(claimed.staff, Kind::Message, outcome).rule(rule);
        record(tx, &row.detail(detail.join(" ").trim()))?;
    }
    Ok(held)
}

pub(crate) fn ending(state: MessageState) -> Ending {
    match state {
        MessageState::HandedOver | MessageState::Delivered | MessageState::Queued | MessageState::Sending => {
            Ending::Done
        }
        MessageState::Failed | MessageState::Unknown => Ending::Failed,
        MessageState::TooLate => Ending::Refused,
    }
}
