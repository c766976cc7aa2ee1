//! A stand-in for a mail server on loopback: plain, STARTTLS or TLS from the first byte, with or without a login, and
//! misbehaving at the step it is told to.
//!
//! What it records is what came over the wire; reading a mail is the test's work. The conversation itself is in
//! `session`.

mod session;

use std::collections::{HashMap, VecDeque};
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::record::Record;
use crate::server::Server;
use crate::tls::TestTls;

/// How the stand-in's connections are protected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SmtpSecurity {
    /// Not at all.
    Plain,
    /// TLS after `STARTTLS`.
    StartTls,
    /// TLS from the first byte.
    Tls,
}

/// Where in the conversation something is to happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SmtpStep {
    /// The server's first line.
    Greeting,
    /// `EHLO`
    Ehlo,
    /// `STARTTLS`
    StartTls,
    /// `AUTH`, the last line of it.
    Auth,
    /// `MAIL FROM`
    MailFrom,
    /// `RCPT TO`
    RcptTo,
    /// `DATA`
    Data,
    /// The final dot of the content.
    FinalDot,
    /// `QUIT`
    Quit,
}

/// What is to happen there instead of what is usual.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SmtpAnswer {
    /// This reply line.
    Reply(String),
    /// No answer.
    Stall,
    /// The connection ends without an answer.
    Close,
    /// A line of this many bytes without an end.
    Endless(usize),
    /// As usual, but this line came with it in the same breath, before TLS (RFC 3207's injected reply).
    UsualThen(String),
}

/// What kind of server it is.
#[derive(Clone, Debug)]
pub struct SmtpOptions {
    /// How connections are protected.
    pub security: SmtpSecurity,
    /// User name and password it insists on.
    pub login: Option<(String, String)>,
    /// Whether `AUTH` offers PLAIN; LOGIN is always there.
    pub plain_login: bool,
    /// Whether it takes addresses beyond ASCII.
    pub international: bool,
    /// Its port, 0 for any free one.
    pub port: u16,
}

impl Default for SmtpOptions {
    fn default() -> Self {
        Self {
            security: SmtpSecurity::Plain,
            login: None,
            plain_login: true,
            international: false,
            port: 0,
        }
    }
}

/// A mail whose final dot arrived, however it was answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReceivedMail {
    /// The envelope's sender.
    pub from: String,
    /// The envelope's recipients.
    pub to: Vec<String>,
    /// The whole mail, dots unstuffed.
    pub data: Vec<u8>,
    /// Whether it came over TLS.
    pub tls: bool,
    /// Who had logged in.
    pub user: Option<String>,
}

/// The stand-in; it lives until it is dropped.
pub struct FakeSmtp {
    server: Server,
    tls: TestTls,
    shared: Arc<Shared>,
}

struct Shared {
    options: SmtpOptions,
    mails: Record<ReceivedMail>,
    commands: Record<String>,
    script: Mutex<HashMap<SmtpStep, VecDeque<SmtpAnswer>>>,
}

impl FakeSmtp {
    /// Starts a plain one without a login on a free port.
    ///
    /// # Errors
    /// Where no listener, thread or certificate can be had.
    pub fn start() -> io::Result<Self> {
        Self::with(SmtpOptions::default())
    }

    /// Starts one of choice.
    ///
    /// # Errors
    /// As [`FakeSmtp::start`].
    pub fn with(options: SmtpOptions) -> io::Result<Self> {
        let tls = TestTls::new()?;
        let port = options.port;
        let shared = Arc::new(Shared {
            options,
            mails: Record::default(),
            commands: Record::default(),
            script: Mutex::default(),
        });
        let (for_connections, acceptor) = (Arc::clone(&shared), tls.acceptor.clone());
        let server = Server::start(port, move |stream| {
            let (shared, acceptor) = (Arc::clone(&for_connections), acceptor.clone());
            async move {
                // However a connection ends, the test looks at what was recorded.
                let _ = session::serve(shared, acceptor, stream).await;
            }
        })?;
        Ok(Self { server, tls, shared })
    }

    /// Its port on 127.0.0.1.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.server.address().port()
    }

    /// The certificate to trust, PEM.
    #[must_use]
    pub fn ca_pem(&self) -> &str {
        &self.tls.ca_pem
    }

    /// Queues what happens the next time the conversation comes to `step` without anything queued before.
    pub fn answer_next(&self, step: SmtpStep, answer: SmtpAnswer) {
        self.shared.script().entry(step).or_default().push_back(answer);
    }

    /// Every mail whose final dot arrived.
    #[must_use]
    pub fn mails(&self) -> Vec<ReceivedMail> {
        self.shared.mails.all()
    }

    /// Every command line, the secrets of `AUTH` left out.
    #[must_use]
    pub fn commands(&self) -> Vec<String> {
        self.shared.commands.all()
    }

    /// Waits until there are `n` mails; panics after a minute.
    #[must_use]
    pub fn wait_for_mails(&self, n: usize) -> Vec<ReceivedMail> {
        self.shared.mails.wait_for(n, "mails")
    }

    /// Waits until there are `n` command lines; panics after a minute.
    #[must_use]
    pub fn wait_for_commands(&self, n: usize) -> Vec<String> {
        self.shared.commands.wait_for(n, "SMTP commands")
    }

    /// The mail number `index` (from 0), however long it takes to come.
    #[must_use]
    pub fn mail(&self, index: usize) -> ReceivedMail {
        self.shared.mails.at(index)
    }
}

impl Shared {
    fn script(&self) -> MutexGuard<'_, HashMap<SmtpStep, VecDeque<SmtpAnswer>>> {
        self.script.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn next(&self, step: SmtpStep) -> Option<SmtpAnswer> {
        self.script().get_mut(&step)?.pop_front()
    }
}
