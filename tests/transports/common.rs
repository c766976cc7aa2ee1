//! Messages and transports the tests of this binary start from.

use std::sync::Arc;

use domain::delivery::{Handover, Obstacle, Rejection};
use domain::secret::Secret;
use fixtures::FakeTwilio;
use fixtures::smtp::{FakeSmtp, SmtpOptions, SmtpSecurity};
use fixtures::twilio::{ACCOUNT_SID, AUTH_TOKEN};
use mail_parser::MessageParser;
use worker::transport::{Mail, Text};
use worker::transports::smtp::{Security, Smtp, SmtpSettings};
use worker::transports::twilio::{Sender, Twilio, TwilioSettings};

/// 2025-03-01T14:30:05Z
pub(crate) const AT_MS: i64 = 1_740_839_405_000;

pub(crate) const CODE: &str = "048213";
pub(crate) const NUMBER: &str = "+16045550123";

/// Characters a form, JSON or a terminal may trip over.
pub(crate) fn text() -> Text {
    let body = format!("Maple & Söhne + 100% = 😀: {CODE} is your verification code.\nTell \"Jo\".");
    Text {
        to: NUMBER.to_owned(),
        body: Secret::new(body),
        validity_s: 270,
        date_wall_ms: AT_MS,
    }
}

pub(crate) fn mail() -> Mail {
    Mail {
        message_id: "<3f2a.1@maple.example>".to_owned(),
        to_name: "Zoë O'Neill, RN".to_owned(),
        to_address: "zoe@maple.example".to_owned(),
        subject: "2-Step Verification is on – Maple Clinic".to_owned(),
        text: "Hello Zoë,\n\n.\n..two dots\n\nIt is on now.\n".to_owned(),
        html: "<p>Hello Zoë,</p>\n.\n<p>It is on now.</p>\n".to_owned(),
        date_wall_ms: AT_MS,
    }
}

pub(crate) fn twilio_settings(api_base: String) -> TwilioSettings {
    TwilioSettings {
        account_sid: ACCOUNT_SID.to_owned(),
        auth_token: AUTH_TOKEN.into(),
        sender: Sender::Number("+16045550100".to_owned()),
        api_base,
    }
}

pub(crate) fn twilio(stand_in: &FakeTwilio) -> Twilio {
    Twilio::new(twilio_settings(stand_in.api_base())).unwrap()
}

pub(crate) const USER: &str = "2sv@maple.example";
pub(crate) const PASSWORD: &str = "k\u{e4}se & \"brot\"";

pub(crate) fn smtp_options(security: SmtpSecurity) -> SmtpOptions {
    SmtpOptions {
        security,
        login: Some((USER.to_owned(), PASSWORD.to_owned())),
        ..SmtpOptions::default()
    }
}

pub(crate) fn smtp_settings(stand_in: &FakeSmtp, security: Security) -> SmtpSettings {
    SmtpSettings {
        host: "127.0.0.1".to_owned(),
        port: stand_in.port(),
        security,
        username: Some(USER.to_owned()),
        password: Some(PASSWORD.into()),
        from_name: "Maple Clinic".to_owned(),
        from_address: "2sv@maple.example".to_owned(),
        ca_pem: Some(stand_in.ca_pem().to_owned()),
    }
}

/// A stand-in without TLS that wants a login, and the transport to it.
pub(crate) fn plain_smtp() -> (Arc<FakeSmtp>, Smtp) {
    let stand_in = FakeSmtp::with(smtp_options(SmtpSecurity::Plain)).unwrap();
    let smtp = Smtp::new(smtp_settings(&stand_in, Security::None)).unwrap();
    (Arc::new(stand_in), smtp)
}

/// A port on loopback nobody listens on.
pub(crate) fn dead_port() -> u16 {
    std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port()
}

pub(crate) fn not_sent(why: Obstacle) -> Handover {
    Handover::NotSent {
        why,
        retry_after_ms: None,
    }
}

pub(crate) fn unknown(why: Obstacle) -> Handover {
    Handover::Unknown { why }
}

pub(crate) fn refused(why: Rejection) -> Handover {
    Handover::Refused { why }
}

pub(crate) fn reference(handover: &Handover) -> String {
    match handover {
        Handover::Accepted { reference } => reference.clone(),
        Handover::NotSent { .. } | Handover::Refused { .. } | Handover::Unknown { .. } => {
            panic!("not accepted: {handover:?}")
        }
    }
}

/// A mail as its reader gets it.
pub(crate) fn read(raw: &[u8]) -> mail_parser::Message<'_> {
    MessageParser::default().parse(raw).unwrap()
}
