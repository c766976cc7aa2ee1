//! One conversation with a mail client: only the commands a client of a submission server sends (RFC 5321, 3207, 4954).

use std::io;
use std::sync::Arc;

use data_encoding::BASE64;
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncWrite, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;

use super::{ReceivedMail, Shared, SmtpAnswer, SmtpSecurity, SmtpStep};

/// How a session on one stream ended.
enum Ended {
    Over,
    WantsTls,
}

pub(super) async fn serve(
    shared: Arc<Shared>,
    acceptor: tokio_rustls::TlsAcceptor,
    stream: TcpStream,
) -> io::Result<()> {
    if shared.options.security == SmtpSecurity::Tls {
        let mut session = Session::new(&shared, acceptor.accept(stream).await?, true);
        session.greet().await?;
        return session.run().await.map(drop);
    }
    let mut session = Session::new(&shared, stream, false);
    session.greet().await?;
    if let Ended::WantsTls = session.run().await? {
        let stream = acceptor.accept(session.wire.into_inner()).await?;
        Session::new(&shared, stream, true).run().await?;
    }
    Ok(())
}

struct Session<'a, S> {
    shared: &'a Shared,
    wire: BufReader<S>,
    tls: bool,
    user: Option<String>,
    from: String,
    to: Vec<String>,
}

impl<'a, S: AsyncRead + AsyncWrite + Unpin> Session<'a, S> {
    fn new(shared: &'a Shared, stream: S, tls: bool) -> Self {
        Self {
            shared,
            wire: BufReader::new(stream),
            tls,
            user: None,
            from: String::new(),
            to: Vec::new(),
        }
    }

    async fn greet(&mut self) -> io::Result<()> {
        self.answer(SmtpStep::Greeting, "220 stand-in ESMTP").await.map(drop)
    }

    async fn run(&mut self) -> io::Result<Ended> {
        while let Some(line) = self.line().await? {
            let verb = line.split([' ', ':']).next().unwrap_or_default().to_ascii_uppercase();
            self.shared.commands.push(if verb == "AUTH" {
                "AUTH".to_owned()
            } else {
                line.clone()
            });
            match verb.as_str() {
                "EHLO" => self.ehlo().await?,
                "STARTTLS" if self.offers_starttls() => {
                    if self.answer(SmtpStep::StartTls, "220 go ahead").await? {
                        return Ok(Ended::WantsTls);
                    }
                }
                "AUTH" => self.auth(&line).await?,
                "MAIL" => self.mail_from(&line).await?,
                "RCPT" => {
                    if self.answer(SmtpStep::RcptTo, "250 recipient fine").await? {
                        self.to.push(path(&line));
                    }
                }
                "DATA" => self.data().await?,
                "QUIT" => {
                    self.answer(SmtpStep::Quit, "221 bye").await?;
                    return Ok(Ended::Over);
                }
                "RSET" | "NOOP" => self.say("250 fine").await?,
                _ => self.say("502 not here").await?,
            }
        }
        Ok(Ended::Over)
    }

    fn offers_starttls(&self) -> bool {
        self.shared.options.security == SmtpSecurity::StartTls && !self.tls
    }

    async fn ehlo(&mut self) -> io::Result<()> {
        let options = &self.shared.options;
        let mut lines = vec!["stand-in", "8BITMIME"];
        if options.international {
            lines.push("SMTPUTF8");
        }
        if self.offers_starttls() {
            lines.push("STARTTLS");
        } else if options.login.is_some() {
            lines.push(if options.plain_login {
                "AUTH PLAIN LOGIN"
            } else {
                "AUTH LOGIN"
            });
        }
        let last = lines.len() - 1;
        let reply: Vec<String> = lines
            .iter()
            .enumerate()
            .map(|(i, line)| format!("250{}{line}", if i == last { ' ' } else { '-' }))
            .collect();
        self.answer(SmtpStep::Ehlo, &reply.join("\r\n")).await.map(drop)
    }

    /// `AUTH PLAIN` with its answer in the line or after it (RFC 4616), or `AUTH LOGIN`.
    async fn auth(&mut self, line: &str) -> io::Result<()> {
        let mut words = line.split_whitespace().skip(1);
        let method = words.next().unwrap_or_default().to_ascii_uppercase();
        let given = if method == "LOGIN" {
            let user = self.ask("VXNlcm5hbWU6").await?;
            let password = self.ask("UGFzc3dvcmQ6").await?;
            (user, password)
        } else {
            let response = match words.next() {
                Some(initial) => decode(initial),
                None => self.ask("").await?,
            };
            let mut parts = response.splitn(3, '\0').skip(1).map(str::to_owned);
            (parts.next().unwrap_or_default(), parts.next().unwrap_or_default())
        };
        if self.shared.options.login.as_ref() != Some(&given) {
            return self.answer(SmtpStep::Auth, "535 5.7.8 not you").await.map(drop);
        }
        if self.answer(SmtpStep::Auth, "235 welcome").await? {
            self.user = Some(given.0);
        }
        Ok(())
    }

    async fn ask(&mut self, challenge: &str) -> io::Result<String> {
        self.say(&format!("334 {challenge}")).await?;
        Ok(decode(&self.line().await?.unwrap_or_default()))
    }

    async fn mail_from(&mut self, line: &str) -> io::Result<()> {
        if self.shared.options.login.is_some() && self.user.is_none() {
            return self.say("530 5.7.0 who are you").await;
        }
        if self.answer(SmtpStep::MailFrom, "250 sender fine").await? {
            self.from = path(line);
            self.to.clear();
        }
        Ok(())
    }

    async fn data(&mut self) -> io::Result<()> {
        if !self.answer(SmtpStep::Data, "354 go on").await? {
            return Ok(());
        }
        let mut data = Vec::new();
        loop {
            let mut line = Vec::new();
            if self.wire.read_until(b'\n', &mut line).await? == 0 {
                return Ok(());
            }
            if line == b".\r\n" {
                break;
            }
            data.extend_from_slice(line.strip_prefix(b".").unwrap_or(&line));
        }
        self.shared.mails.push(ReceivedMail {
            from: std::mem::take(&mut self.from),
            to: std::mem::take(&mut self.to),
            data,
            tls: self.tls,
            user: self.user.clone(),
        });
        self.answer(SmtpStep::FinalDot, "250 2.0.0 taken as 42").await.map(drop)
    }

    /// One line without its end; `None` when the client is gone.
    async fn line(&mut self) -> io::Result<Option<String>> {
        let mut line = String::new();
        if self.wire.read_line(&mut line).await? == 0 {
            return Ok(None);
        }
        Ok(Some(line.trim_end_matches(['\r', '\n']).to_owned()))
    }

    /// What was queued for `step`, else `usual`. True when the conversation goes on as usual.
    async fn answer(&mut self, step: SmtpStep, usual: &str) -> io::Result<bool> {
        match self.shared.next(step) {
            None => self.say(usual).await.map(|()| !usual.starts_with('5')),
            Some(SmtpAnswer::UsualThen(line)) => self.say(&format!("{usual}\r\n{line}")).await.map(|()| true),
            Some(SmtpAnswer::Reply(line)) => self.say(&line).await.map(|()| false),
            Some(SmtpAnswer::Close) => Err(io::ErrorKind::ConnectionAborted.into()),
            Some(SmtpAnswer::Stall) => std::future::pending().await,
            Some(SmtpAnswer::Endless(bytes)) => {
                self.wire.get_mut().write_all(&vec![b'2'; bytes]).await?;
                self.wire.get_mut().flush().await?;
                std::future::pending().await
            }
        }
    }

    async fn say(&mut self, line: &str) -> io::Result<()> {
        let wire = self.wire.get_mut();
        wire.write_all(format!("{line}\r\n").as_bytes()).await?;
        wire.flush().await
    }
}

/// The address between the angle brackets of `MAIL FROM` and `RCPT TO`.
fn path(line: &str) -> String {
    let inside = line.split_once('<').and_then(|(_, rest)| rest.split_once('>'));
    inside.map_or_else(String::new, |(address, _)| address.to_owned())
}

fn decode(text: &str) -> String {
    BASE64
        .decode(text.trim().as_bytes())
        .map_or_else(|_| String::new(), |bytes| String::from_utf8_lossy(&bytes).into_owned())
}
