//! Whether the other side of texts and mails can be reached at all: one TCP connection, closed at once, without a byte sent.
//! TLS and signing in there are not tried here: the secrets are the worker's alone (contract), which tells of them in its
//! log and by what waits in the queue.

use std::io;
use std::net::{SocketAddr, TcpStream, ToSocketAddrs};
use std::time::{Duration, Instant};

use setup::config::{Mail, MailTransport, Sms, SmsTransport};

use super::Check;

/// So long is waited for all addresses of one host together.
const PATIENCE: Duration = Duration::from_secs(3);

/// The gateway of texts; nothing where they go into a folder.
pub(super) fn gateway(sms: &Sms) -> Option<Check> {
    match &sms.transport {
        SmsTransport::Folder => None,
        SmsTransport::Twilio(twilio) => {
            let (host, port) = host_and_port(&twilio.api_base);
            Some(told("gateway", host, port, "api_base"))
        }
    }
}

/// The server of mails; nothing where they go into a folder.
pub(super) fn mail_server(mail: &Mail) -> Option<Check> {
    match &mail.transport {
        MailTransport::Folder => None,
        MailTransport::Smtp(smtp) => Some(told("mail_server", &smtp.host, smtp.port, "host and port")),
    }
}

fn told(check: &'static str, host: &str, port: u16, keys: &str) -> Check {
    match connect(host, port) {
        Ok(()) => Check::ok(check, format!("{host} port {port} can be reached")),
        Err(error) => Check::warn(
            check,
            format!("{host} port {port} cannot be reached ({})", why(&error)),
            format!("look at this machine's network and firewall, and at {keys} in vestibule.toml"),
        ),
    }
}

/// Of an address the configuration has accepted: scheme, host and perhaps a port.
fn host_and_port(api_base: &str) -> (&str, u16) {
    let (scheme, authority) = api_base.split_once("://").unwrap_or(("https", api_base));
    let usual = if scheme == "http" { 80 } else { 443 };
    let (host, port) = match authority.rsplit_once(':') {
        // A colon within [brackets] is part of the address.
        Some((host, port)) if !port.ends_with(']') => (host, port.parse().unwrap_or(usual)),
        Some(_) | None => (authority, usual),
    };
    (host.trim_start_matches('[').trim_end_matches(']'), port)
}

fn connect(host: &str, port: u16) -> io::Result<()> {
    let until = Instant::now() + PATIENCE;
    let mut last = io::ErrorKind::HostUnreachable.into();
    for address in addresses(host, port)? {
        let left = until.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(io::ErrorKind::TimedOut.into());
        }
        match TcpStream::connect_timeout(&address, left) {
            Ok(_) => return Ok(()),
            Err(error) => last = error,
        }
    }
    Err(last)
}

/// How long a name is looked for is the system's business (resolv.conf).
fn addresses(host: &str, port: u16) -> io::Result<impl Iterator<Item = SocketAddr>> {
    (host, port).to_socket_addrs()
}

/// Few words: what the system says, without its number. The resolver's errors have no kind of their own.
fn why(error: &io::Error) -> String {
    match error.raw_os_error() {
        Some(_) => error.kind().to_string(),
        None if error.kind() == io::ErrorKind::TimedOut => "no answer within 3 seconds".into(),
        None => error.to_string(),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::super::Verdict;
    use super::*;

    #[test]
    fn u10_host_and_port_are_read_from_the_address() {
        for (api_base, expected) in [
            ("https://api.twilio.com", ("api.twilio.com", 443)),
            ("https://api.twilio.com:8443", ("api.twilio.com", 8443)),
            ("http://localhost", ("localhost", 80)),
            ("https://[::1]", ("::1", 443)),
            ("http://[::1]:8080", ("::1", 8080)),
        ] {
            assert_eq!(host_and_port(api_base), expected);
        }
    }

    #[test]
    fn u10_whoever_does_not_listen_is_named_with_the_reason() {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        assert_eq!(told("gateway", "127.0.0.1", port, "api_base").verdict, Verdict::Ok);
        drop(listener);
        let dead = told("gateway", "127.0.0.1", port, "api_base");
        assert_eq!(dead.verdict, Verdict::Warn);
        assert_eq!(
            dead.saw,
            format!("127.0.0.1 port {port} cannot be reached (connection refused)")
        );
        assert!(dead.to_do.is_some_and(|to_do| to_do.contains("api_base")));
    }
}
