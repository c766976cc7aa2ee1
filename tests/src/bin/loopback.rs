//! Both stand-ins by hand: `loopback [TWILIO_PORT [SMTP_PORT]]` starts them on 127.0.0.1 and prints what arrives, until
//! Ctrl-C. The mail server is plain and wants no login: `security = "none"`.

#![allow(clippy::print_stdout, reason = "printing is what this program is for")]

use std::thread;

use fixtures::smtp::SmtpOptions;
use fixtures::twilio::{ACCOUNT_SID, AUTH_TOKEN};
use fixtures::{FakeSmtp, FakeTwilio};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let ports: Vec<u16> = std::env::args()
        .skip(1)
        .map(|port| port.parse())
        .collect::<Result<_, _>>()?;
    let twilio = FakeTwilio::start_on(ports.first().copied().unwrap_or(0))?;
    let smtp = FakeSmtp::with(SmtpOptions {
        port: ports.get(1).copied().unwrap_or(0),
        ..SmtpOptions::default()
    })?;
    println!(
        "[sms]\ntransport = \"twilio\"\naccount_sid = \"{ACCOUNT_SID}\"\napi_base = \"{}\"",
        twilio.api_base()
    );
    println!("# auth_token_file holds {AUTH_TOKEN}");
    println!(
        "[mail]\ntransport = \"smtp\"\nhost = \"127.0.0.1\"\nport = {}\nsecurity = \"none\"\n",
        smtp.port()
    );
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
