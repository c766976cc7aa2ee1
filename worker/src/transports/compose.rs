//! One mail as RFC 5322 wants it: Date, stable Message-ID, encoded names, plain text and HTML.
//!
//! Names come from people and are cleaned here, at the last door: a line break in one cannot start a header of its own
//! (spec Z05), and cannot make lettre panic either, which takes them for a programmer's mistake. The words are the
//! business of `messages`.

use std::time::{Duration, SystemTime};

use domain::delivery::Rejection;
use lettre::message::header::{Header, HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart};
use lettre::{Address, Message};

use super::SetUpError;
use crate::transport::Mail;

/// Characters of a name or subject that are kept.
const LONGEST: usize = 200;

/// The last instant a Date header can say, in milliseconds: the year 9999's end.
const LAST_DATE_MS: u64 = 253_402_300_799_000;

/// "Mailbox name not allowed" (RFC 5321, 4.2.3): what a server would say of an address that is none.
const NO_SUCH_MAILBOX: u16 = 553;

/// Tells other programs not to answer (RFC 3834, 5): no out-of-office replies, no loops.
#[derive(Clone)]
struct AutoSubmitted;

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}

/// The clinic as a sender.
///
/// # Errors
/// [`SetUpError::Sender`] where the address is none.
pub fn sender(name: &str, address: &str) -> Result<Mailbox, SetUpError> {
    mailbox(name, address).ok_or_else(|| SetUpError::Sender(address.to_owned()))
}

/// The whole mail.
///
/// # Errors
/// The rejection a server would have given, where the recipient's address is none.
pub fn message(from: &Mailbox, mail: &Mail) -> Result<Message, Rejection> {
    let to = mailbox(&mail.to_name, &mail.to_address).ok_or(Rejection::Smtp(NO_SUCH_MAILBOX))?;
    let since = u64::try_from(mail.date_wall_ms).unwrap_or(0).min(LAST_DATE_MS);
    Message::builder()
        .from(from.clone())
        .to(to)
        .subject(one_line(&mail.subject))
        .date(SystemTime::UNIX_EPOCH + Duration::from_millis(since))
        .message_id(Some(one_line(&mail.message_id)))
        .header(AutoSubmitted)
        .multipart(MultiPart::alternative_plain_html(lines(&mail.text), lines(&mail.html)))
        // lettre refuses a mail without sender or recipient only, and both are there.
        .map_err(|_| Rejection::Smtp(NO_SUCH_MAILBOX))
}

fn mailbox(name: &str, address: &str) -> Option<Mailbox> {
    let address: Address = address.parse().ok()?;
    let name = one_line(name);
    Some(Mailbox::new((!name.is_empty()).then_some(name), address))
}

/// Text for a header: what is invisible is made visible, so that it stays one line and shows what it is.
#[must_use]
pub fn one_line(text: &str) -> String {
    text.trim().chars().take(LONGEST).map(visible).collect()
}

/// Text for a body: as [`one_line`], but lines and tabs stay.
fn lines(text: &str) -> String {
    let text = text.replace("\r\n", "\n");
    text.chars()
        .map(|c| if matches!(c, '\n' | '\t') { c } else { visible(c) })
        .collect()
}

/// Control characters as their pictures (U+2400…), other marks that change how text reads as U+FFFD.
fn visible(c: char) -> char {
    match c {
        '\0'..='\u{1f}' => char::from_u32(0x2400 + u32::from(c)).unwrap_or('\u{fffd}'),
        '\u{7f}' => '\u{2421}',
        // C1 controls; line and paragraph separators; marks that turn the writing direction (Unicode TR 36, Bidi).
        '\u{80}'..='\u{9f}'
        | '\u{61c}'
        | '\u{200e}'
        | '\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2066}'..='\u{2069}'
        | '\u{feff}' => '\u{fffd}',
        other => other,
    }
}
