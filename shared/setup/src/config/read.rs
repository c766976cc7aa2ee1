//! The sections of `vestibule.toml`: which keys each has, which belong together, and what stands for those left out. What
//! one value may be is in `values`.

use super::secret::Files;
use super::section::{Finished, Found, Section};
use super::{
    LogLevel, Mail, MailTransport, Security, Sender, Sms, SmsTransport, Smtp, SmtpLogin, Twilio, Worker, values,
};
use crate::error::SetupError;

pub(super) fn read_sms(mut section: Section<'_>, files: Files<'_>) -> Result<Sms, SetupError> {
    let transport = section.string("transport")?;
    let twilio = TwilioKeys::take(&mut section)?;
    let countries = section.strings("countries")?;
    let daily_cap = section.number("daily_cap")?;
    let finished = section.finish()?;
    let is_twilio = finished.need(transport, "transport")?.check(|word| match word {
        "twilio" => Ok(true),
        "folder" => Ok(false),
        _ => Err("must be \"twilio\" or \"folder\""),
    })?;
    // Keys of the transport that is off may stay, and must still make sense.
    let twilio = twilio.check(&finished, files, is_twilio)?;
    Ok(Sms {
        transport: twilio.map_or(SmsTransport::Folder, SmsTransport::Twilio),
        countries: match countries {
            Some(found) => found.check_list(values::countries)?,
            None => vec!["CA".into(), "US".into()],
        },
        daily_cap: daily_cap.map_or(Ok(150), |found| found.check(values::number(1..=100_000)))?,
    })
}

struct TwilioKeys {
    account_sid: Option<Found<String>>,
    auth_token_file: Option<Found<String>>,
    from: Option<Found<String>>,
    service: Option<Found<String>>,
    api_base: Option<Found<String>>,
}

impl TwilioKeys {
    fn take(section: &mut Section<'_>) -> Result<Self, SetupError> {
        Ok(Self {
            account_sid: section.string("account_sid")?,
            auth_token_file: section.string("auth_token_file")?,
            from: section.string("from")?,
            service: section.string("messaging_service_sid")?,
            api_base: section.string("api_base")?,
        })
    }

    fn check(self, section: &Finished, files: Files<'_>, is_on: bool) -> Result<Option<Twilio>, SetupError> {
        let account_sid = self
            .account_sid
            .as_ref()
            .map(|found| found.check(values::account_sid))
            .transpose()?;
        let token = self
            .auth_token_file
            .as_ref()
            .map(|found| found.check(values::path))
            .transpose()?;
        let sender = match (self.from, self.service) {
            (Some(_), Some(service)) => {
                return Err(service.wrong("stands beside from, but only one of the two may"));
            }
            (Some(from), None) => Some(Sender::From(from.check(values::e164)?)),
            (None, Some(service)) => Some(Sender::Service(service.check(values::service_sid)?)),
            (None, None) => None,
        };
        let api_base = match self.api_base {
            Some(found) => found.check(values::api_base)?,
            None => "https://api.twilio.com".into(),
        };
        if !is_on {
            return Ok(None);
        }
        Ok(Some(Twilio {
            account_sid: account_sid.ok_or_else(|| section.lacks("account_sid, which Twilio needs"))?,
            auth_token_file: files.resolve(&token.ok_or_else(|| section.lacks("auth_token_file, which Twilio needs"))?),
            sender: sender.ok_or_else(|| section.lacks("from or messaging_service_sid, of which Twilio needs one"))?,
            api_base,
        }))
    }
}

pub(super) fn read_mail(mut section: Section<'_>, files: Files<'_>) -> Result<Mail, SetupError> {
    let transport = section.string("transport")?;
    let smtp = SmtpKeys::take(&mut section)?;
    let from = section.string("from")?;
    let finished = section.finish()?;
    let is_smtp = finished.need(transport, "transport")?.check(|word| match word {
        "smtp" => Ok(true),
        "folder" => Ok(false),
        _ => Err("must be \"smtp\" or \"folder\""),
    })?;
    let smtp = smtp.check(&finished, files, is_smtp)?;
    Ok(Mail {
        transport: smtp.map_or(MailTransport::Folder, MailTransport::Smtp),
        from: finished.need(from, "from")?.check(values::mailbox)?,
    })
}

struct SmtpKeys {
    host: Option<Found<String>>,
    port: Option<Found<i64>>,
    security: Option<Found<String>>,
    username: Option<Found<String>>,
    password_file: Option<Found<String>>,
    ca_file: Option<Found<String>>,
}

impl SmtpKeys {
    fn take(section: &mut Section<'_>) -> Result<Self, SetupError> {
        Ok(Self {
            host: section.string("host")?,
            port: section.number("port")?,
            security: section.string("security")?,
            username: section.string("username")?,
            password_file: section.string("password_file")?,
            ca_file: section.string("ca_file")?,
        })
    }

    fn check(self, section: &Finished, files: Files<'_>, is_on: bool) -> Result<Option<Smtp>, SetupError> {
        let host = self.host.as_ref().map(|found| found.check(values::host)).transpose()?;
        let port = self
            .port
            .as_ref()
            .map(|found| found.check(values::number(1..=65_535)))
            .transpose()?;
        let security = match &self.security {
            Some(found) => found.check(values::security)?,
            None => Security::Starttls,
        };
        if let (Security::None, Some(host), Some(found)) = (security, &host, &self.security)
            && !values::is_loopback(host)
        {
            return Err(found.wrong("may be \"none\" only where host is this machine itself (127.0.0.1 or localhost)"));
        }
        let username = self.username.filter(|found| !found.value.is_empty());
        let username = username.map(|found| found.check(values::one_line)).transpose()?;
        let password = self.password_file.map(|found| found.check(values::path)).transpose()?;
        let ca_file = self.ca_file.filter(|found| !found.value.is_empty());
        let ca_file = ca_file.map(|found| found.check(values::path)).transpose()?;
        if !is_on {
            return Ok(None);
        }
        let login = match username {
            None => None,
            Some(username) => {
                let password = password.ok_or_else(|| section.lacks("password_file, which username needs"))?;
                Some(SmtpLogin {
                    username,
                    password_file: files.resolve(&password),
                })
            }
        };
        Ok(Some(Smtp {
            host: host.ok_or_else(|| section.lacks("host, which SMTP needs"))?,
            port: port.unwrap_or(587),
            security,
            login,
            ca_file: ca_file.map(|name| files.resolve(&name).path),
        }))
    }
}

pub(super) fn read_worker(section: Option<Section<'_>>) -> Result<Worker, SetupError> {
    let mut worker = Worker {
        backup: "0 30 2 * * *".into(),
        keep_backups: 14,
        log: LogLevel::Info,
    };
    let Some(mut section) = section else {
        return Ok(worker);
    };
    let backup = section.string("backup")?;
    let keep_backups = section.number("keep_backups")?;
    let log = section.string("log")?;
    section.finish()?;
    if let Some(found) = backup {
        worker.backup = found.check(values::schedule)?;
    }
    if let Some(found) = keep_backups {
        worker.keep_backups = found.check(values::number(1..=3_650))?;
    }
    if let Some(found) = log {
        worker.log = found.check(values::log_level)?;
    }
    Ok(worker)
}
