//! From `vestibule.toml` to transports: secrets are read here and nowhere else (contract: a missing one is refused by the
//! worker alone), and everything wrong is told before any work begins.

use setup::DataDir;
use setup::SetupError;
use setup::config::{self, Config, read_secret};
use setup::key_file::KeyRing;

use crate::WorkerError;
use crate::clock::{Clock, Seeds};
use crate::transport::{Mail, MailTransport, Text, TextTransport};
use crate::transports::folder::{MailFolder, TextFolder};
use crate::transports::memory::Memory;
use crate::transports::smtp::{Security, Smtp, SmtpSettings};
use crate::transports::twilio::{Sender, Twilio, TwilioSettings};

/// Everything a worker needs.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The clinic's data directory.
    pub dir: DataDir,
    /// Its keys.
    pub ring: KeyRing,
    /// How messages leave the house.
    pub transports: Transports,
    /// Where instants come from.
    pub clock: Clock,
    /// Where randomness comes from.
    pub seeds: Seeds,
}

impl Settings {
    /// The settings of a real worker: what `vestibule.toml` says, the system's clocks and randomness.
    ///
    /// # Errors
    /// [`WorkerError::SetUp`] for a secret or certificate that cannot be read, [`WorkerError::Transport`] for settings no
    /// transport can be made of.
    pub fn load(dir: &DataDir, config: &Config, ring: KeyRing) -> Result<Self, WorkerError> {
        Ok(Self {
            dir: dir.clone(),
            ring,
            transports: Transports::open(config, dir)?,
            clock: Clock::System,
            seeds: Seeds::System,
        })
    }
}

/// How messages leave the house.
#[derive(Clone, Debug)]
pub struct Transports {
    /// Texts.
    pub texts: TextTransport,
    /// Mails.
    pub mails: MailTransport,
    /// The host of the clinic's own mail address; Message-IDs end with it.
    pub mail_host: String,
}

impl Transports {
    /// The transports that `vestibule.toml` names.
    ///
    /// # Errors
    /// As [`Settings::load`].
    pub fn open(config: &Config, dir: &DataDir) -> Result<Self, WorkerError> {
        let address = &config.mail.from.address;
        Ok(Self {
            texts: texts(&config.sms, dir)?,
            mails: mails(&config.mail, dir)?,
            mail_host: address
                .rsplit_once('@')
                .map_or("localhost", |(_, host)| host)
                .to_owned(),
        })
    }

    /// Lists in memory, for tests.
    #[must_use]
    pub fn in_memory(texts: &Memory<Text>, mails: &Memory<Mail>) -> Self {
        Self {
            texts: TextTransport::Memory(texts.clone()),
            mails: MailTransport::Memory(mails.clone()),
            mail_host: "clinic.test".into(),
        }
    }

    /// Whether texts or mails never leave this machine, which only suits training.
    #[must_use]
    pub fn stay_in_a_folder(&self) -> bool {
        matches!(self.texts, TextTransport::Folder(_)) || matches!(self.mails, MailTransport::Folder(_))
    }
}

fn texts(sms: &config::Sms, dir: &DataDir) -> Result<TextTransport, WorkerError> {
    let twilio = match &sms.transport {
        config::SmsTransport::Folder => return Ok(TextTransport::Folder(TextFolder::new(dir.phone()))),
        config::SmsTransport::Twilio(twilio) => twilio,
    };
    let settings = TwilioSettings {
        account_sid: twilio.account_sid.clone(),
        auth_token: read_secret(&twilio.auth_token_file)?,
        sender: match &twilio.sender {
            config::Sender::From(number) => Sender::Number(number.clone()),
            config::Sender::Service(sid) => Sender::MessagingService(sid.clone()),
        },
        api_base: twilio.api_base.clone(),
    };
    Ok(TextTransport::Twilio(Twilio::new(settings)?))
}

fn mails(mail: &config::Mail, dir: &DataDir) -> Result<MailTransport, WorkerError> {
    let from_name = mail.from.name.as_deref().unwrap_or_default();
    let from_address = &mail.from.address;
    let smtp = match &mail.transport {
        config::MailTransport::Folder => {
            return Ok(MailTransport::Folder(MailFolder::new(
                dir.mail(),
                from_name,
                from_address,
            )?));
        }
        config::MailTransport::Smtp(smtp) => smtp,
    };
    let password = smtp
        .login
        .as_ref()
        .map(|login| read_secret(&login.password_file))
        .transpose()?;
    let settings = SmtpSettings {
        host: smtp.host.clone(),
        port: smtp.port,
        security: match smtp.security {
            config::Security::Starttls => Security::StartTls,
            config::Security::Tls => Security::Tls,
            config::Security::None => Security::None,
        },
        username: smtp.login.as_ref().map(|login| login.username.clone()),
        password,
        from_name: from_name.to_owned(),
        from_address: from_address.clone(),
        ca_pem: certificate(smtp)?,
    };
    Ok(MailTransport::Smtp(Smtp::new(settings)?))
}

fn certificate(smtp: &config::Smtp) -> Result<Option<String>, SetupError> {
    let Some(path) = &smtp.ca_file else {
        return Ok(None);
    };
    let read = std::fs::read_to_string(path).map_err(|source| SetupError::Failed {
        doing: "read the extra root certificate",
        path: path.clone(),
        source,
    })?;
    Ok(Some(read))
}
