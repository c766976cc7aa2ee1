//! How one message leaves the house: the closed sets of ways a text and a mail can go (design convention 11).
//!
//! A transport makes exactly one attempt and reports what it knows of it as a [`Handover`]; whether and when there is
//! another attempt is the dispatcher's business (spec W02, W03). Nothing here knows of the outbox, the database or a
//! clock: what a message needs of time comes with it.

use domain::delivery::{Fate, Handover, Obstacle};
use domain::secret::Secret;

use crate::transports::folder::{MailFolder, TextFolder};
use crate::transports::memory::Memory;
use crate::transports::smtp::Smtp;
use crate::transports::twilio::Twilio;

/// One text message, ready to go.
#[derive(Clone, Debug)]
pub struct Text {
    /// The recipient's number in E.164 (`+16045550123`).
    pub to: String,
    /// The whole text; it holds the code, so it is printed nowhere (spec Z03).
    pub body: Secret<String>,
    /// Seconds the text may still be delivered in (`ValidityPeriod`, spec W03).
    pub validity_s: u32,
    /// Now, in wall milliseconds; the folder writes it down, the real thing has its own clock.
    pub date_wall_ms: i64,
}

/// One e-mail, ready to go.
#[derive(Clone, Debug)]
pub struct Mail {
    /// The Message-ID, `<…@…>`; the same in every attempt, so that a mail that went out twice shows once (spec W02).
    pub message_id: String,
    /// The recipient's name, as people typed it.
    pub to_name: String,
    /// The recipient's address.
    pub to_address: String,
    /// The subject, one line.
    pub subject: String,
    /// The plain text.
    pub text: String,
    /// The same as HTML.
    pub html: String,
    /// The Date header in wall milliseconds.
    pub date_wall_ms: i64,
}

/// The ways a text can go.
#[derive(Clone, Debug)]
pub enum TextTransport {
    /// Twilio's Messages API.
    Twilio(Twilio),
    /// A file per text, for training and trying.
    Folder(TextFolder),
    /// A list in memory, for tests.
    Memory(Memory<Text>),
}

impl TextTransport {
    /// Makes one attempt to hand the text over.
    pub async fn send(&self, text: &Text) -> Handover {
        match self {
            Self::Twilio(twilio) => twilio.send(text).await,
            Self::Folder(folder) => folder.send(text).await,
            Self::Memory(memory) => memory.send(text),
        }
    }

    /// Asks what became of an accepted text (spec W04). `reference` is the one [`Handover::Accepted`] carried.
    ///
    /// # Errors
    /// What was in the way of an answer; asking again is always harmless.
    pub async fn fate(&self, reference: &str) -> Result<Fate, Obstacle> {
        match self {
            Self::Twilio(twilio) => twilio.fate(reference).await,
            Self::Folder(_) => Ok(Fate::Delivered),
            Self::Memory(memory) => memory.fate(),
        }
    }
}

/// The ways an e-mail can go.
#[derive(Clone, Debug)]
pub enum MailTransport {
    /// A mail server.
    Smtp(Smtp),
    /// A file per mail, for training and trying.
    Folder(MailFolder),
    /// A list in memory, for tests.
    Memory(Memory<Mail>),
}

impl MailTransport {
    /// Makes one attempt to hand the mail over.
    pub async fn send(&self, mail: &Mail) -> Handover {
        match self {
            Self::Smtp(smtp) => smtp.send(mail).await,
            Self::Folder(folder) => folder.send(mail).await,
            Self::Memory(memory) => memory.send(mail),
        }
    }
}
