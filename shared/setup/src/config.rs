//! `vestibule.toml` (contract), read once at start, typed and checked: what comes out of here can be used as it is.
//! Every wrong thing is one sentence with its line, and never shows a value: it may be a password in the wrong place.
//!
//! The clinic's own settings are not here; they live in the database. Secrets are named here and read by
//! [`read_secret`], by the worker alone.

mod read;
mod secret;
mod section;
mod template;
mod values;

use std::io::Read;
use std::path::PathBuf;

use crate::data_dir::{DataDir, Surroundings};
use crate::error::SetupError;
use crate::private_file::LARGEST;
use secret::Files;
use section::Section;

pub use secret::{SecretFile, read_secret};
pub use template::{Template, template};

/// Everything `vestibule.toml` says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Config {
    /// The key file, resolved.
    pub key_file: PathBuf,
    /// `[sms]`.
    pub sms: Sms,
    /// `[mail]`.
    pub mail: Mail,
    /// `[worker]`.
    pub worker: Worker,
}

/// How texts leave the house, and how many.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sms {
    /// By what.
    pub transport: SmsTransport,
    /// Countries texts may go to: ISO 3166 codes of two capital letters, at least one.
    pub countries: Vec<String>,
    /// Texts a day for the whole clinic, at least 1 (spec W07).
    pub daily_cap: u32,
}

/// By what texts leave the house.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SmsTransport {
    /// Twilio's API.
    Twilio(Twilio),
    /// Files in `phone/`: training and tests only.
    Folder,
}

/// An account with Twilio.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Twilio {
    /// `AC…`.
    pub account_sid: String,
    /// The file with the auth token.
    pub auth_token_file: SecretFile,
    /// Who texts come from.
    pub sender: Sender,
    /// Scheme, host and port without a slash at the end. Plain http on loopback only.
    pub api_base: String,
}

/// Who texts come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sender {
    /// A number of the clinic's in E.164.
    From(String),
    /// A messaging service, `MG…`.
    Service(String),
}

/// How mails leave the house.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mail {
    /// By what.
    pub transport: MailTransport,
    /// Who they come from.
    pub from: Mailbox,
}

/// A name and an address of a mail header, free of control characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mailbox {
    /// The name before the address, where one is given.
    pub name: Option<String>,
    /// The address alone.
    pub address: String,
}

/// By what mails leave the house.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MailTransport {
    /// A mail server.
    Smtp(Smtp),
    /// Files in `mail/`: training and tests only.
    Folder,
}

/// A mail server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Smtp {
    /// Its name or address.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the line is secured.
    pub security: Security,
    /// Who signs in there; `None` for no AUTH.
    pub login: Option<SmtpLogin>,
    /// An extra root certificate, in PEM.
    pub ca_file: Option<PathBuf>,
}

/// How one signs in at a mail server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SmtpLogin {
    /// The user name there.
    pub username: String,
    /// The file with the password.
    pub password_file: SecretFile,
}

/// How the line to the mail server is secured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Security {
    /// TLS after STARTTLS, never without.
    Starttls,
    /// TLS from the first byte.
    Tls,
    /// None, on loopback only.
    None,
}

/// `[worker]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Worker {
    /// When backups are made, as `sec min hour day month weekday` in clinic time; weekdays are names.
    pub backup: String,
    /// How many backups are kept, at least 1.
    pub keep_backups: u32,
    /// How much the log says.
    pub log: LogLevel,
}

/// How much the log says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogLevel {
    /// Errors.
    Error,
    /// Warnings too.
    Warn,
    /// What happened too.
    Info,
    /// Steps too.
    Debug,
    /// Everything. Still no secrets (spec Z03).
    Trace,
}

impl LogLevel {
    /// The word in the file.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warn => "warn",
            Self::Info => "info",
            Self::Debug => "debug",
            Self::Trace => "trace",
        }
    }
}

impl Config {
    /// Reads and checks the data directory's `vestibule.toml`.
    ///
    /// # Errors
    /// [`SetupError::Config`] with line and sentence for the first thing that is wrong.
    pub fn load(dir: &DataDir, around: &Surroundings) -> Result<Self, SetupError> {
        let path = dir.config();
        let mut text = String::new();
        let read = std::fs::File::open(&path).and_then(|file| file.take(LARGEST).read_to_string(&mut text));
        read.map_err(|source| {
            let (problem, remedy) = match source.kind() {
                std::io::ErrorKind::NotFound => ("the file is missing", "Put the clinic's copy back there"),
                std::io::ErrorKind::InvalidData => ("the file is not text", "Put the clinic's copy back there"),
                _ => (
                    "the file cannot be read",
                    "Start the program as the owner of the data directory",
                ),
            };
            let problem = format!("{problem} ({})", path.display());
            SetupError::Config {
                line: None,
                problem,
                remedy: remedy.into(),
            }
        })?;
        Self::parse(&text, dir, around)
    }

    /// Checks the text of a `vestibule.toml` that lies, or will lie, in that directory.
    ///
    /// # Errors
    /// As [`Config::load`].
    pub fn parse(text: &str, dir: &DataDir, around: &Surroundings) -> Result<Self, SetupError> {
        let files = Files {
            dir: dir.path(),
            credentials: around.credentials.as_deref(),
        };
        let mut top = Section::parse(text)?;
        let key_file = top.string("key_file")?;
        let (sms, mail, worker) = (top.section("sms")?, top.section("mail")?, top.section("worker")?);
        let top = top.finish()?;
        let key_file = match key_file {
            Some(found) => files.resolve(&found.check(values::path)?).path,
            None => files.dir.join("vestibule.key"),
        };
        Ok(Self {
            key_file,
            sms: read::read_sms(sms.ok_or_else(|| top.lacks("the section [sms]"))?, files)?,
            mail: read::read_mail(mail.ok_or_else(|| top.lacks("the section [mail]"))?, files)?,
            worker: read::read_worker(worker)?,
        })
    }

    /// Whether nothing leaves this machine by texts, by mails, or either: what a clinic that is not a demo must be warned of.
    #[must_use]
    pub fn has_folder_transport(&self) -> bool {
        matches!(self.sms.transport, SmsTransport::Folder) || matches!(self.mail.transport, MailTransport::Folder)
    }
}
