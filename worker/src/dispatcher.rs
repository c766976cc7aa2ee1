//! Messages on their way out (spec W02 to W04): claimed and committed, sent with nothing held, settled with the lease.
//!
//! ```text
//!   claim ──▶ render ──▶ send ──▶ settle ──▶ (texts) ask for its fate, a few times
//!     database   └── a task of its own ──┘     database
//! ```
//!
//! Texts and mails are two lanes with room of their own, so that a slow mail server never delays a text. An answer that
//! cannot be written down (full disk) is kept and tried again; should the worker stop before, its next start finds the
//! message in the middle. Not here: when to look, and what is due by the clock (`scheduler`).

use std::sync::Arc;

use actions::ActionError;
use actions::claim_message::{Claim, ToSend, claim_message};
use actions::follow_up::{note_fate, texts_to_look_at};
use actions::settle_message::settle_message;
use domain::challenge::WORTH_SENDING_MS;
use domain::delivery::{Fate, Handover, Obstacle, Rejection};
use domain::message::{MailKind, TextKind};
use domain::secret::Secret;
use domain::time::{Now, SECOND};

use crate::config::Transports;
use crate::db::{Channel, Claimed, DbThread, Kind, Underway};
use crate::flights::Flights;
use crate::messages::{Clinic, render_code_text, render_mail, render_number_changed_text};
use crate::transport::{Mail, Text};

/// Texts on their way at the same time.
const TEXTS_AT_ONCE: usize = 8;
/// Mails on their way at the same time.
const MAILS_AT_ONCE: usize = 4;
/// Texts whose fate is asked for at the same time.
const FATES_AT_ONCE: usize = 8;
/// `ValidityPeriod` of a text that carries no code, in seconds: four hours.
const PLAIN_TEXT_VALIDITY_S: u32 = 14_400;

/// Everything that is on its way.
pub(crate) struct Dispatcher {
    transports: Arc<Transports>,
    texts: Flights<Claimed, Handover>,
    mails: Flights<Claimed, Handover>,
    fates: Flights<Underway, Option<Fate>>,
}

impl Dispatcher {
    pub(crate) fn new(transports: Transports) -> Self {
        Self {
            transports: Arc::new(transports),
            texts: Flights::new(TEXTS_AT_ONCE),
            mails: Flights::new(MAILS_AT_ONCE),
            fates: Flights::new(FATES_AT_ONCE),
        }
    }

    /// Whether nothing is under way.
    pub(crate) fn is_idle(&self) -> bool {
        self.texts.none_under_way() && self.mails.none_under_way() && self.fates.none_under_way()
    }

    /// Whether something may stay due until an answer comes: a full lane, a fate that is being asked for.
    pub(crate) fn makes_due_things_wait(&self) -> bool {
        !(self.texts.have_room() && self.mails.have_room() && self.fates.none_under_way())
    }

    /// Waits for the next answer from outside; for ever where nothing is under way. Safe to drop at any time.
    pub(crate) async fn answered(&mut self) {
        tokio::select! {
            () = self.texts.answered() => {}
            () = self.mails.answered() => {}
            () = self.fates.answered() => {}
        }
    }

    /// Claims what is due in one channel while there is room, and sends it. Returns how many messages moved.
    pub(crate) async fn send_due(&mut self, db: &DbThread, channel: Channel) -> Result<usize, ActionError> {
        let mut moved = 0;
        while self.lane(channel).have_room() {
            match db
                .call(move |db, entropy, at| claim_message(db, channel, entropy, at))
                .await?
            {
                Claim::Nothing => break,
                Claim::TooLate => tracing::info!(channel = channel.as_str(), "a message came too late to be sent"),
                Claim::PutOff => tracing::error!(channel = channel.as_str(), "a message cannot be read with this key"),
                Claim::Send(to_send) => self.send(*to_send, db.now()),
            }
            moved += 1;
        }
        Ok(moved)
    }

    fn lane(&mut self, channel: Channel) -> &mut Flights<Claimed, Handover> {
        match channel {
            Channel::Text => &mut self.texts,
            Channel::Mail => &mut self.mails,
        }
    }

    fn send(&mut self, to_send: ToSend, at: Now) {
        let claimed = to_send.claimed.clone();
        tracing::debug!(
            id = claimed.id.0,
            kind = claimed.kind.as_str(),
            attempt = claimed.attempts,
            "sending"
        );
        let transports = Arc::clone(&self.transports);
        self.lane(claimed.kind.channel())
            .start(claimed, attempt(transports, to_send, at));
    }

    /// Writes down what became of attempts. Returns how many.
    pub(crate) async fn settle(&mut self, db: &DbThread, channel: Channel) -> Result<usize, ActionError> {
        let mut settled = 0;
        let mut trouble = None;
        for (claimed, answer) in self.lane(channel).take_answers() {
            if trouble.is_some() {
                self.lane(channel).keep(claimed, answer);
                continue;
            }
            match settle_one(db, &claimed, answer.as_ref()).await {
                Ok(()) => settled += 1,
                Err(error) => {
                    trouble = Some(error);
                    self.lane(channel).keep(claimed, answer);
                }
            }
        }
        trouble.map_or(Ok(settled), Err)
    }

    /// Asks what became of texts that were handed over, where it is time to. Returns how many questions began.
    pub(crate) async fn ask_fates(&mut self, db: &DbThread) -> Result<usize, ActionError> {
        let mut asked = 0;
        if !self.fates.have_room() {
            return Ok(asked);
        }
        for text in db.call(|db, _, at| texts_to_look_at(db, at)).await? {
            if self.fates.have_room() && !self.fates.all().any(|other| other.id == text.id) {
                let (transports, reference) = (Arc::clone(&self.transports), text.reference.clone());
                // What was in the way is logged by the transport; asking again is harmless.
                self.fates
                    .start(text, async move { transports.texts.fate(&reference).await.ok() });
                asked += 1;
            }
        }
        Ok(asked)
    }

    /// Writes down what became of texts. Returns how many.
    pub(crate) async fn note_fates(&mut self, db: &DbThread) -> Result<usize, ActionError> {
        let mut noted = 0;
        let mut trouble = None;
        for (text, answer) in self.fates.take_answers() {
            let (row, fate) = (text.clone(), answer.flatten());
            match db
                .call(move |db, entropy, at| note_fate(db, &row, fate, entropy, at))
                .await
            {
                Ok(()) => noted += 1,
                // Not kept: it is asked for again.
                Err(error) => trouble = Some(error),
            }
        }
        trouble.map_or(Ok(noted), Err)
    }
}

async fn settle_one(db: &DbThread, claimed: &Claimed, answer: Option<&Handover>) -> Result<(), ActionError> {
    // A question that broke may have been asked already.
    let handover = answer.cloned().unwrap_or(Handover::Unknown {
        why: Obstacle::Unreadable,
    });
    let (row, outcome) = (claimed.clone(), handover.clone());
    let held = db
        .call(move |db, entropy, at| settle_message(db, &row, &outcome, entropy, at))
        .await?;
    let (id, kind) = (claimed.id.0, claimed.kind.as_str());
    if held {
        tracing::info!(
            id,
            kind,
            attempt = claimed.attempts,
            outcome = outcome_word(&handover),
            "settled"
        );
    } else {
        tracing::warn!(id, kind, "somebody else holds this message now");
    }
    Ok(())
}

fn outcome_word(handover: &Handover) -> String {
    match handover {
        Handover::Accepted { .. } => "accepted".into(),
        Handover::NotSent { why, .. } => format!("not sent: {}", why.as_word()),
        Handover::Refused { why } => format!("refused: {}", why.as_word()),
        Handover::Unknown { why } => format!("unknown: {}", why.as_word()),
    }
}

/// One attempt: into words, and out.
async fn attempt(transports: Arc<Transports>, to_send: ToSend, at: Now) -> Handover {
    match to_send.claimed.kind {
        Kind::Text(kind) => match text(kind, &to_send, at) {
            Some(text) => transports.texts.send(&text).await,
            None => Handover::Refused {
                why: Rejection::TooLate,
            },
        },
        Kind::Mail(kind) => {
            transports
                .mails
                .send(&mail(kind, to_send, &transports.mail_host, at))
                .await
        }
    }
}

/// The text in words; `None` where it should carry a code and there is none to carry.
fn text(kind: TextKind, to_send: &ToSend, at: Now) -> Option<Text> {
    let clinic = clinic(to_send);
    let (body, validity_s) = match kind {
        TextKind::Code => {
            let code = to_send.code.as_ref()?;
            // The claim may have waited long for its turn to write: what was worth sending then may not be now (C06).
            let waited_s = u32::try_from(at.since(to_send.at) / SECOND).unwrap_or(u32::MAX);
            let validity_s = code.validity_s.saturating_sub(waited_s);
            if i64::from(validity_s) * SECOND < WORTH_SENDING_MS {
                return None;
            }
            let body = render_code_text(code.digits.reveal(), &clinic, to_send.shared_with.as_deref());
            (body, validity_s)
        }
        TextKind::NumberChanged => (Secret::new(render_number_changed_text(&clinic)), PLAIN_TEXT_VALIDITY_S),
    };
    Some(Text {
        to: to_send.claimed.address.clone(),
        body,
        validity_s,
        date_wall_ms: at.wall_ms,
    })
}

fn mail(kind: MailKind, to_send: ToSend, host: &str, at: Now) -> Mail {
    let words = render_mail(kind, &to_send.claimed.facts, &clinic(&to_send));
    Mail {
        message_id: message_id(&to_send.claimed, host),
        to_name: to_send.name,
        to_address: to_send.claimed.address,
        subject: words.subject,
        text: words.text,
        html: words.html,
        date_wall_ms: at.wall_ms,
    }
}

/// Of what never changes between attempts (spec W02).
fn message_id(claimed: &Claimed, host: &str) -> String {
    format!("<{:032x}@{host}>", u128::from_be_bytes(claimed.uid))
}

fn clinic(to_send: &ToSend) -> Clinic {
    Clinic {
        name: to_send.clinic.name.clone(),
        short_name: to_send.clinic.short_name.clone(),
        time_zone: to_send.clinic.time_zone.clone(),
        support_contact: to_send.clinic.support_contact.clone(),
        managers: to_send.managers.clone(),
    }
}
