//! The transports themselves, one file each, and what they share: limits, set-up errors, the words of an error.
//!
//! How they are chosen is in [`crate::transport`]; reading `vestibule.toml` into their settings is the configuration's
//! work.

pub mod compose;
pub mod folder;
pub mod memory;
pub mod smtp;
mod stream;
pub mod twilio;

use std::net::IpAddr;
use std::time::Duration;

/// Bytes of an answer that are read; a longer one is not understood (spec W03).
const MAX_ANSWER: usize = 64 * 1024;

/// How long one attempt may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Until there is a connection.
    pub connect: Duration,
    /// The whole attempt, connecting included.
    pub whole: Duration,
}

impl Default for Limits {
    /// 5 s and 15 s (spec W03).
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(5),
            whole: Duration::from_secs(15),
        }
    }
}

/// Settings a transport cannot be built from. No message repeats a secret.
#[derive(Debug, thiserror::Error)]
pub enum SetUpError {
    /// `api_base` is no `https:` address.
    #[error("the Twilio address {0:?} is not an https address (plain http is allowed on this computer only)")]
    ApiBase(String),
    /// Mail without TLS to another computer.
    #[error("mail to {0:?} without TLS is refused: security \"none\" is allowed on this computer only")]
    PlainMail(String),
    /// The clinic's own mail address.
    #[error("the sender's mail address {0:?} is not an e-mail address")]
    Sender(String),
    /// A user name without its password.
    #[error("there is a user name for the mail server but no password")]
    NoPassword,
    /// The extra root certificate.
    #[error("the extra root certificate (ca_file) is not a certificate in PEM form")]
    Certificate,
    /// TLS or the HTTP client as a whole.
    #[error("encrypted connections cannot be set up: {0}")]
    Tls(String),
}

/// Whether `host` can only be this computer.
fn is_loopback(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    bare.eq_ignore_ascii_case("localhost") || bare.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

/// An error and its causes on one line, for the log. Only for errors of the connection: what the other side *said* may
/// name people.
fn causes(error: &dyn std::error::Error) -> String {
    let mut line = error.to_string();
    let mut next = error.source();
    while let Some(cause) = next {
        line.push_str(": ");
        line.push_str(&cause.to_string());
        next = cause.source();
    }
    line
}
