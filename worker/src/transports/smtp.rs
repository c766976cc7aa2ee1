//! Mail through the clinic's mail server (RFC 5321), driven step by step, because what a failure means depends on how
//! far the conversation got:
//!
//! ```text
//!   connect ─ TLS ─ EHLO ─ AUTH ─ MAIL FROM │ RCPT TO │ DATA ─ content ─ final dot │ 250
//!   lost:  nothing was sent, try again                 │ unknown: the server may have it
//!   4xx:   asked to come later                                                     │
//!   5xx:   our set-up is wrong               │ this mail is refused for good       │ accepted
//! ```
//!
//! Mails go out at least once, always with the same Message-ID (spec W02). Not here: retries (spec W03) and the wording.

use std::sync::Arc;

use domain::delivery::{Handover, Obstacle, Rejection};
use domain::secret::Secret;
use lettre::Message;
use lettre::address::Envelope;
use lettre::message::Mailbox;
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::{Credentials, DEFAULT_MECHANISMS};
use lettre::transport::smtp::client::{AsyncSmtpConnection, Certificate, TlsParameters};
use lettre::transport::smtp::commands;
use lettre::transport::smtp::extension::{ClientId, Extension, MailParameter};
use lettre::transport::smtp::response::Response;
use tokio::net::TcpStream;
use tokio::time::{Duration, Instant, timeout, timeout_at};

use super::stream::Bounded;
use super::{Limits, MAX_ANSWER, SetUpError, causes, compose, is_loopback};
use crate::transport::Mail;

/// How long we wait for the answer to our good-bye; the mail is settled by then.
const GOOD_BYE: Duration = Duration::from_secs(1);

/// Reply codes that speak of the clinic's account whenever they come (RFC 4954, 6; RFC 3207, 4).
const ABOUT_OUR_ACCOUNT: [u16; 4] = [530, 534, 535, 538];

/// "Mailbox name not allowed", RFC 6531's answer to an address the server has no letters for.
const NO_SUCH_MAILBOX: u16 = 553;

/// How the connection is protected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Security {
    /// TLS after `STARTTLS`; without it nothing is sent.
    StartTls,
    /// TLS from the first byte.
    Tls,
    /// None; on loopback only.
    None,
}

/// What is needed to talk to a mail server.
#[derive(Clone, Debug)]
pub struct SmtpSettings {
    /// Its name or address; what its certificate must be for.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the connection is protected.
    pub security: Security,
    /// The user name; without one there is no AUTH.
    pub username: Option<String>,
    /// The password that goes with it.
    pub password: Option<Secret<String>>,
    /// The clinic's name on its mails.
    pub from_name: String,
    /// The clinic's address on its mails.
    pub from_address: String,
    /// An extra root certificate, PEM.
    pub ca_pem: Option<String>,
}

/// Mails through a mail server.
#[derive(Clone)]
pub struct Smtp {
    settings: Arc<SmtpSettings>,
    from: Mailbox,
    tls: Option<TlsParameters>,
    limits: Limits,
}

impl std::fmt::Debug for Smtp {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Smtp")
            .field("settings", &self.settings)
            .field("limits", &self.limits)
            .finish_non_exhaustive()
    }
}

impl Smtp {
    /// A transport with the limits of spec W03.
    ///
    /// # Errors
    /// [`SetUpError`] where the settings contradict themselves or TLS cannot be set up.
    pub fn new(settings: SmtpSettings) -> Result<Self, SetUpError> {
        Self::with_limits(settings, Limits::default())
    }

    /// A transport with limits of its own.
    ///
    /// # Errors
    /// As [`Smtp::new`].
    pub fn with_limits(settings: SmtpSettings, limits: Limits) -> Result<Self, SetUpError> {
        if settings.username.is_some() && settings.password.is_none() {
            return Err(SetUpError::NoPassword);
        }
        let from = compose::sender(&settings.from_name, &settings.from_address)?;
        let tls = match settings.security {
            Security::StartTls | Security::Tls => Some(tls(&settings)?),
            Security::None if is_loopback(&settings.host) => None,
            Security::None => return Err(SetUpError::PlainMail(settings.host)),
        };
        Ok(Self {
            settings: Arc::new(settings),
            from,
            tls,
            limits,
        })
    }

    /// Makes one attempt to hand the mail over.
    pub async fn send(&self, mail: &Mail) -> Handover {
        let message = match compose::message(&self.from, mail) {
            Ok(message) => message,
            Err(why) => return Handover::Refused { why },
        };
        let deadline = Instant::now() + self.limits.whole;
        let mut connection = match timeout_at(deadline, self.open(&message)).await {
            Ok(Ok(connection)) => connection,
            Ok(Err(outcome)) => return outcome,
            Err(_) => return not_sent(Obstacle::Timeout),
        };
        let outcome = match timeout_at(deadline, connection.message(&message.formatted())).await {
            Ok(answer) => after_the_dot(answer),
            Err(_) => return Handover::Unknown { why: Obstacle::Timeout },
        };
        if !matches!(outcome, Handover::Unknown { .. }) {
            // Courtesy only: what the server says to it changes nothing.
            let _ = timeout(GOOD_BYE, connection.quit()).await;
        }
        outcome
    }

    /// Everything up to the server's "start mail input"; nothing of the mail itself has left when this fails.
    async fn open(&self, message: &Message) -> Result<AsyncSmtpConnection, Handover> {
        let ours = |error: Error| failed(&error, Rejection::SmtpSetUp, Obstacle::Unreadable);
        let theirs = |error: Error| failed(&error, Rejection::Smtp, Obstacle::Unreadable);
        let mut connection = self.connect().await?;
        self.log_in(&mut connection).await?;

        let international = !is_ascii(message.envelope());
        if international && !connection.server_info().supports_feature(Extension::SmtpUtfEight) {
            return Err(Handover::Refused {
                why: Rejection::Smtp(NO_SUCH_MAILBOX),
            });
        }
        let parameters = if international {
            vec![MailParameter::SmtpUtfEight]
        } else {
            Vec::new()
        };
        let from = message.envelope().from().cloned();
        connection
            .command(commands::Mail::new(from, parameters))
            .await
            .map_err(ours)?;
        for to in message.envelope().to() {
            connection
                .command(commands::Rcpt::new(to.clone(), Vec::new()))
                .await
                .map_err(theirs)?;
        }
        let ready = connection.command(commands::Data).await.map_err(theirs)?;
        // Exactly 354: replies that are out of step (somebody slipped one in before TLS) must not pass for it.
        if ready.has_code(354) {
            Ok(connection)
        } else {
            Err(not_sent(Obstacle::Unreadable))
        }
    }

    /// Connection, TLS, greeting and EHLO.
    async fn connect(&self) -> Result<AsyncSmtpConnection, Handover> {
        let no_tls = |error: Error| failed(&error, Rejection::SmtpSetUp, Obstacle::Connect);
        let no_talk = |error: Error| failed(&error, Rejection::SmtpSetUp, Obstacle::Unreadable);
        let server = (self.settings.host.as_str(), self.settings.port);
        // Our own domain: an address literal of a clinic behind NAT is what relays refuse first.
        let hello = ClientId::Domain(self.from.email.domain().to_owned());
        if let (Security::Tls, Some(tls)) = (self.settings.security, &self.tls) {
            // No budget for what is read here: before the first line the server has shown its certificate, and the
            // time-out holds.
            let limit = Some(self.limits.connect);
            return AsyncSmtpConnection::connect_tokio1(server, limit, &hello, Some(tls.clone()), None)
                .await
                .map_err(no_tls);
        }
        let stream = match timeout(self.limits.connect, TcpStream::connect(server)).await {
            Ok(Ok(stream)) => {
                // The content and its final dot are two small writes: waiting to join them costs 40 ms a mail. Where
                // the system cannot, it is only slower.
                let _ = stream.set_nodelay(true);
                Box::new(Bounded::new(stream, MAX_ANSWER))
            }
            Ok(Err(error)) => return Err(unreachable(&error)),
            Err(elapsed) => return Err(unreachable(&elapsed)),
        };
        let mut connection = AsyncSmtpConnection::connect_with_transport(stream, &hello)
            .await
            .map_err(no_talk)?;
        if let Some(tls) = &self.tls {
            connection.starttls(tls.clone(), &hello).await.map_err(no_tls)?;
        }
        Ok(connection)
    }

    /// AUTH, where there is a user name.
    async fn log_in(&self, connection: &mut AsyncSmtpConnection) -> Result<(), Handover> {
        let (Some(username), Some(password)) = (&self.settings.username, &self.settings.password) else {
            return Ok(());
        };
        if connection
            .server_info()
            .get_auth_mechanism(DEFAULT_MECHANISMS)
            .is_none()
        {
            // No 5xx was said: a server whose log-in is down for a while offers none either.
            return Err(Handover::NotSent {
                why: Obstacle::Later,
                retry_after_ms: None,
            });
        }
        let credentials = Credentials::new(username.clone(), password.reveal().clone());
        let answer = connection.auth(DEFAULT_MECHANISMS, &credentials).await;
        answer
            .map(drop)
            .map_err(|error| failed(&error, Rejection::SmtpSetUp, Obstacle::Unreadable))
    }
}

fn is_ascii(envelope: &Envelope) -> bool {
    envelope
        .to()
        .iter()
        .chain(envelope.from())
        .all(|address| AsRef::<str>::as_ref(address).is_ascii())
}

/// TLS that trusts the system's roots and the extra one.
fn tls(settings: &SmtpSettings) -> Result<TlsParameters, SetUpError> {
    let mut builder = TlsParameters::builder(settings.host.clone());
    if let Some(pem) = &settings.ca_pem {
        // lettre takes a text without any certificate for an empty list: say so instead of trusting nothing new.
        if !pem.contains("-----BEGIN CERTIFICATE-----") {
            return Err(SetUpError::Certificate);
        }
        let root = Certificate::from_pem(pem.as_bytes()).map_err(|_| SetUpError::Certificate)?;
        builder = builder.add_root_certificate(root);
    }
    builder.build().map_err(|error| match &settings.ca_pem {
        // With a root of our own this fails over that one only.
        Some(_) => SetUpError::Certificate,
        None => SetUpError::Tls(causes(&error)),
    })
}

/// What a failure before the mail itself means. `refusal` says whom a 5xx is about, `lost` what a broken conversation
/// is at this point.
fn failed(error: &Error, refusal: fn(u16) -> Rejection, lost: Obstacle) -> Handover {
    if let Some(code) = error.status() {
        let code = u16::from(code);
        return if error.is_transient() {
            later(code)
        } else {
            refused(code, refusal)
        };
    }
    if error.is_response() {
        // Not with its cause: that is what the server said, which may name people.
        tracing::warn!("the mail server broke off or was not understood");
        return not_sent(Obstacle::Unreadable);
    }
    tracing::warn!(cause = %causes(error), "the conversation with the mail server broke");
    not_sent(lost)
}

fn unreachable(error: &dyn std::error::Error) -> Handover {
    tracing::warn!(cause = %causes(error), "no connection to the mail server");
    not_sent(Obstacle::Connect)
}

/// What came after the content. Without a readable answer the server may or may not have the mail.
fn after_the_dot(answer: Result<Response, Error>) -> Handover {
    match answer {
        Ok(reply) if (200..300).contains(&u16::from(reply.code())) => Handover::Accepted {
            reference: compose::one_line(reply.first_line().unwrap_or_default()),
        },
        Ok(_) => Handover::Unknown {
            why: Obstacle::Unreadable,
        },
        Err(error) if error.status().is_some() => failed(&error, Rejection::Smtp, Obstacle::Unreadable),
        Err(error) if error.is_timeout() => Handover::Unknown { why: Obstacle::Timeout },
        Err(_) => Handover::Unknown {
            why: Obstacle::Unreadable,
        },
    }
}

fn refused(code: u16, refusal: fn(u16) -> Rejection) -> Handover {
    tracing::warn!(code, "the mail server refused");
    let why = if ABOUT_OUR_ACCOUNT.contains(&code) {
        Rejection::SmtpSetUp(code)
    } else {
        refusal(code)
    };
    Handover::Refused { why }
}

fn later(code: u16) -> Handover {
    tracing::info!(code, "the mail server asked to come later");
    not_sent(Obstacle::Later)
}

fn not_sent(why: Obstacle) -> Handover {
    Handover::NotSent {
        why,
        retry_after_ms: None,
    }
}
