//! How one message left the house, and what follows from it (spec W02 to W04). No I/O: transports report a
//! [`Handover`] or a [`Fate`], this module says what the outbox does next.

use crate::time::{HOUR, MINUTE, SECOND};

/// What a transport says of one attempt to hand a message over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Handover {
    /// The other side took it. `reference` is its own name for it (a Twilio SID, an SMTP reply), empty where it has none.
    Accepted {
        /// The other side's name for the message.
        reference: String,
    },
    /// Nothing was handed over and a later try may help.
    NotSent {
        /// What was in the way.
        why: Obstacle,
        /// The other side's wish (`Retry-After`) in milliseconds.
        retry_after_ms: Option<i64>,
    },
    /// The other side said no for good.
    Refused {
        /// What it said.
        why: Rejection,
    },
    /// The request left but no readable answer came back: it may or may not have been taken.
    Unknown {
        /// What was in the way.
        why: Obstacle,
    },
}

/// Why an attempt brought no answer that settles the matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Obstacle {
    /// No connection: DNS, refused, TLS.
    Connect,
    /// The connection or the answer timed out.
    Timeout,
    /// 429 or SMTP 4xx: asked to come again later.
    Later,
    /// 5xx of an HTTP gateway.
    GatewayTrouble,
    /// Cut off in the middle, too long, or not understood.
    Unreadable,
    /// The folder cannot be written.
    Folder,
}

/// A final no.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Rejection {
    /// Twilio error code (21211, 21610, 30003, …), 0 where the answer had none.
    Twilio(u32),
    /// SMTP reply code of the recipient's refusal.
    Smtp(u16),
    /// SMTP refused the clinic itself (535 and the like): the set-up is wrong, not the recipient.
    SmtpSetUp(u16),
    /// Too late to be of use (spec C06).
    TooLate,
}

/// What became of a text after it was handed over (Twilio message status, spec W04).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Fate {
    /// Still on its way.
    Underway,
    /// The carrier says it arrived.
    Delivered,
    /// It did not arrive; Twilio error code, 0 where none was given.
    Failed(u32),
}

/// Waits between attempts of a text, in milliseconds (spec W03).
pub const TEXT_RETRIES_MS: [i64; 5] = [SECOND, 2 * SECOND, 5 * SECOND, 10 * SECOND, 20 * SECOND];

/// How long a text without a code is tried before it is given up, in milliseconds.
pub const PLAIN_TEXT_GIVE_UP_MS: i64 = 4 * HOUR;

/// How often a mail is tried at least before it is given up: 72 hours of trying.
const MAIL_ATTEMPTS: u32 = 76;

/// Whether a mail is given up after `attempts`, if it were `age_ms` old at the next one (spec W03: 72 hours). Hours in which no worker
/// tried do not count, so that nothing owed over a long weekend is lost at the first try after it.
#[must_use]
pub fn mail_is_given_up(attempts: u32, age_ms: i64) -> bool {
    attempts >= MAIL_ATTEMPTS && age_ms > 72 * HOUR
}

/// Wait before attempt `attempts + 1` of a text that was not sent, in milliseconds. `attempts` counts those made. At least
/// a second, also where the other side says "at once".
#[must_use]
pub fn text_retry_ms(attempts: u32, retry_after_ms: Option<i64>) -> i64 {
    let step = usize::try_from(attempts.max(1) - 1)
        .unwrap_or(usize::MAX)
        .min(TEXT_RETRIES_MS.len() - 1);
    // Longer than a code lives is for ever: the next claim finds it too late then (C06).
    retry_after_ms
        .unwrap_or(TEXT_RETRIES_MS[step])
        .clamp(TEXT_RETRIES_MS[0], 5 * MINUTE)
}

/// Wait before attempt `attempts + 1` of a mail, in milliseconds (spec W03: 1, 5, 15, 30, 60 min, then hourly).
#[must_use]
pub fn mail_retry_ms(attempts: u32) -> i64 {
    match attempts {
        0 | 1 => MINUTE,
        2 => 5 * MINUTE,
        3 => 15 * MINUTE,
        4 => 30 * MINUTE,
        _ => HOUR,
    }
}

impl Obstacle {
    /// The stable short word that is stored.
    #[must_use]
    pub fn as_word(self) -> String {
        match self {
            Obstacle::Connect => "no connection",
            Obstacle::Timeout => "timeout",
            Obstacle::Later => "asked to come later",
            Obstacle::GatewayTrouble => "gateway trouble",
            Obstacle::Unreadable => "unreadable answer",
            Obstacle::Folder => "folder",
        }
        .to_owned()
    }
}

impl Rejection {
    /// The stable short word that is stored: `twilio 21610`, `smtp 550`.
    #[must_use]
    pub fn as_word(self) -> String {
        match self {
            Rejection::Twilio(code) => format!("twilio {code}"),
            Rejection::Smtp(code) => format!("smtp {code}"),
            Rejection::SmtpSetUp(code) => format!("smtp set-up {code}"),
            Rejection::TooLate => "too late".to_owned(),
        }
    }
}

/// Whether the clinic's own set-up is at fault, so that the managers are told, once a day (spec W03).
#[must_use]
pub fn blames_the_clinic(why: Rejection) -> bool {
    match why {
        Rejection::Twilio(code) => matches!(code, 20003 | 21408),
        Rejection::Smtp(_) | Rejection::SmtpSetUp(_) | Rejection::TooLate => false,
    }
}

/// What such a rejection means for the managers, and what to do (spec W03).
#[must_use]
pub fn clinic_meaning(why: Rejection) -> &'static str {
    match why {
        Rejection::Twilio(20003) => {
            "Twilio does not accept the clinic's account or its token: whoever looks after the server has to check \
             account_sid and the token file in vestibule.toml."
        }
        Rejection::Twilio(21408) => {
            "Twilio may not send texts to that country: allow it among Twilio's geographic permissions, or take it out of \
             countries in vestibule.toml."
        }
        Rejection::Twilio(_) | Rejection::Smtp(_) | Rejection::SmtpSetUp(_) | Rejection::TooLate => {
            "Whoever looks after the server finds more in the worker's log."
        }
    }
}

/// What a stored error means for the person who waits for the text, and what to do (spec W03).
#[must_use]
pub fn text_error_sentence(word: &str) -> &'static str {
    let code = word.strip_prefix("twilio ").and_then(|code| code.parse::<u32>().ok());
    match code {
        Some(21211 | 21614 | 21635 | 30005 | 30006) => "This number cannot get texts: use another way.",
        Some(21610) => "This phone asked not to get texts. Reply START to the clinic's number, then resend.",
        Some(30003 | 30004 | 30007 | 30008) => "Your phone or carrier did not take it: try Resend or another way.",
        Some(20003 | 21408) => "Texts do not work at this clinic just now: use another way.",
        Some(_) => "The text was refused: use another way.",
        None if word == "too late" => "The text could not be sent in time: try Resend or another way.",
        None => "Nobody knows whether the text arrived: look at your phone, or try Resend.",
    }
}

/// Milliseconds until a text's fate is asked for again, `age_ms` after it was owed; `None` once it is let rest.
#[must_use]
pub fn next_look_ms(age_ms: i64) -> Option<i64> {
    if age_ms < 30 * SECOND {
        Some(2 * SECOND)
    } else if age_ms < 2 * MINUTE {
        Some(10 * SECOND)
    } else if age_ms < HOUR {
        Some(5 * MINUTE)
    } else {
        None
    }
}
