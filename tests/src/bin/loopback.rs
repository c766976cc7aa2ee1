//! Both stand-ins by hand: `loopback [TWILIO_PORT [SMTP_PORT]]` starts them on 127.0.0.1, prints the sections of
//! `vestibule.toml` that lead to them, and then what arrives, until Ctrl-C.

#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "printing is what this program is for"
)]

use std::process::ExitCode;
use std::{io, thread};

use fixtures::smtp::SmtpOptions;
use fixtures::twilio::{ACCOUNT_SID, AUTH_TOKEN};
use fixtures::{FakeSmtp, FakeTwilio};

const USAGE: &str = "\
Stands in for Twilio and for a mail server on 127.0.0.1, and prints what arrives, until Ctrl-C.

Usage: loopback [TWILIO_PORT [SMTP_PORT]]

A port left out, or 0, is a free one.";

/// What was asked for.
#[derive(Debug, PartialEq, Eq)]
enum Asked {
    Help,
    Ports([u16; 2]),
    Wrong(String),
}

fn main() -> ExitCode {
    match asked(std::env::args().skip(1)) {
        Asked::Help => {
            println!("{USAGE}");
            ExitCode::SUCCESS
        }
        Asked::Wrong(argument) => {
            eprintln!("{argument:?} is no port from 0 to 65535; nothing was started: `loopback --help` shows how.");
            ExitCode::from(2)
        }
        Asked::Ports(ports) => match stand_in(ports) {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => {
                eprintln!("The stand-ins could not be started ({error}): choose other ports, or leave them out.");
                ExitCode::FAILURE
            }
        },
    }
}

fn asked(arguments: impl Iterator<Item = String>) -> Asked {
    let mut ports = [0; 2];
    for (n, argument) in arguments.enumerate() {
        if argument == "--help" || argument == "-h" {
            return Asked::Help;
        }
        match (ports.get_mut(n), argument.parse()) {
            (Some(port), Ok(number)) => *port = number,
            (Some(_) | None, _) => return Asked::Wrong(argument),
        }
    }
    Asked::Ports(ports)
}

fn stand_in([twilio, smtp]: [u16; 2]) -> io::Result<()> {
    let twilio = FakeTwilio::start_on(twilio)?;
    let smtp = FakeSmtp::with(SmtpOptions {
        port: smtp,
        ..SmtpOptions::default()
    })?;
    println!("{}", sections(&twilio.api_base(), smtp.port()));
    thread::scope(|both| {
        both.spawn(|| {
            for text in (0..usize::MAX).map(|n| twilio.text(n)) {
                println!("text to {}: {}", text.to, text.body);
            }
        });
        both.spawn(|| {
            for mail in (0..usize::MAX).map(|n| smtp.mail(n)) {
                println!(
                    "mail to {}:\n{}",
                    mail.to.join(", "),
                    String::from_utf8_lossy(&mail.data)
                );
            }
        });
    });
    Ok(())
}

/// Both sections as they are to stand in `vestibule.toml`; what is to be done beside that is in comments.
fn sections(api_base: &str, smtp_port: u16) -> String {
    format!(
        r#"# In place of [sms] and [mail] in vestibule.toml. The token goes into a file beside it; in the clinic's data directory:
#   (umask 077; printf '%s\n' {AUTH_TOKEN} > twilio.token)
# Then start the worker again.

[sms]
transport = "twilio"
account_sid = "{ACCOUNT_SID}"
auth_token_file = "twilio.token"
from = "+16045550199"
api_base = "{api_base}"
countries = ["CA", "US"]                  # yours, where it is another
daily_cap = 150

[mail]
transport = "smtp"
host = "127.0.0.1"
port = {smtp_port}
security = "none"                         # and neither username nor password_file: it asks for none
from = "Maple Street Clinic <2sv@example.org>"
"#
    )
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use setup::config::{Config, MailTransport, SmsTransport};
    use setup::{DataDir, Surroundings};

    fn of(arguments: &[&str]) -> Asked {
        asked(arguments.iter().map(ToString::to_string))
    }

    #[test]
    fn what_is_printed_is_a_configuration_that_leads_here() {
        let text = sections("http://127.0.0.1:8080", 2525);
        let config = Config::parse(&text, &DataDir::at("/nowhere"), &Surroundings::read()).unwrap();
        let SmsTransport::Twilio(twilio) = config.sms.transport else {
            panic!("{text}")
        };
        assert_eq!(
            (twilio.api_base.as_str(), twilio.account_sid.as_str()),
            ("http://127.0.0.1:8080", ACCOUNT_SID)
        );
        let MailTransport::Smtp(smtp) = config.mail.transport else {
            panic!("{text}")
        };
        assert_eq!((smtp.host.as_str(), smtp.port, smtp.login), ("127.0.0.1", 2525, None));
        assert!(text.contains(&format!("{AUTH_TOKEN} > twilio.token)")), "{text}");
    }

    #[test]
    fn help_ports_and_what_is_neither() {
        assert_eq!(of(&[]), Asked::Ports([0, 0]));
        assert_eq!(of(&["8080", "2525"]), Asked::Ports([8080, 2525]));
        assert_eq!(of(&["--help"]), Asked::Help);
        assert_eq!(of(&["65536"]), Asked::Wrong("65536".into()));
        assert_eq!(of(&["1", "2", "3"]), Asked::Wrong("3".into()));
    }
}
