//! Everything the transports and what they stand on say at trace level, searched for what must never be said (T34).

use std::io::Write;
use std::sync::{Arc, Mutex};

use fixtures::FakeTwilio;
use fixtures::smtp::{FakeSmtp, SmtpAnswer, SmtpSecurity, SmtpStep};
use fixtures::twilio::{AUTH_TOKEN, TwilioAnswer};
use tracing_subscriber::fmt::MakeWriter;
use worker::transports::smtp::{Security, Smtp};

use crate::common::{CODE, NUMBER, PASSWORD, mail, smtp_options, smtp_settings, text, twilio};

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

#[tokio::test]
async fn z03_the_log_holds_no_code_no_secret_and_no_person_even_at_trace_level() {
    let log = Log::default();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_writer(log.clone())
        .finish();
    let _guard = tracing::subscriber::set_default(subscriber);

    let stand_in = FakeTwilio::start().unwrap();
    for answer in [
        TwilioAnswer::Normal,
        TwilioAnswer::Error(400, 21211),
        TwilioAnswer::Page(500),
        TwilioAnswer::CutAfter(200),
        TwilioAnswer::CloseBeforeReading,
        TwilioAnswer::Garbage,
    ] {
        stand_in.answer_next(answer);
        twilio(&stand_in).send(&text()).await;
    }
    for security in [
        (SmtpSecurity::Plain, Security::None),
        (SmtpSecurity::StartTls, Security::StartTls),
    ] {
        let server = FakeSmtp::with(smtp_options(security.0)).unwrap();
        let smtp = Smtp::new(smtp_settings(&server, security.1)).unwrap();
        server.answer_next(
            SmtpStep::RcptTo,
            SmtpAnswer::Reply("550 <zoe@maple.example> Zoë unknown".to_owned()),
        );
        server.answer_next(SmtpStep::Auth, SmtpAnswer::Close);
        server.answer_next(
            SmtpStep::FinalDot,
            SmtpAnswer::Reply("<zoe@maple.example> what?".to_owned()),
        );
        for _ in 0..4 {
            smtp.send(&mail()).await;
        }
    }

    let log = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    assert!(
        log.contains("Twilio refused a text") && log.contains("the mail server refused"),
        "{log}"
    );
    for secret in [CODE, AUTH_TOKEN, PASSWORD, NUMBER, &NUMBER[1..], "zoe@", "Zoë", "3f2a"] {
        assert!(!log.contains(secret), "{secret} is in {log}");
    }
}
