//! The mail itself, byte by byte and through a strict parser: what servers and readers insist on, and that no name can
//! become a header (T40, T70).

use worker::transport::Mail;
use worker::transports::folder::MailFolder;

use crate::common::{AT_MS, mail, plain_smtp, read, reference};

/// The mail as the server got it.
async fn sent(mail: &Mail) -> Vec<u8> {
    let (stand_in, smtp) = plain_smtp();
    reference(&smtp.send(mail).await);
    stand_in.wait_for_mails(1).remove(0).data
}

/// Header names of the mail itself, in order; panics on anything RFC 5322 does not allow in a header.
fn header_names(raw: &[u8]) -> Vec<String> {
    let text = std::str::from_utf8(raw).unwrap();
    let (head, _) = text.split_once("\r\n\r\n").unwrap();
    assert!(head.is_ascii() && !head.replace("\r\n", "").contains(|c: char| c.is_control() && c != '\t'));
    let lines: Vec<&str> = head.split("\r\n").collect();
    assert!(lines.iter().all(|line| line.len() <= 998 && !line.trim().is_empty()));
    let fields = lines.iter().filter(|line| !line.starts_with([' ', '\t']));
    fields.map(|line| line.split_once(": ").unwrap().0.to_owned()).collect()
}

const HEADERS: [&str; 8] = [
    "Auto-Submitted",
    "Content-Type",
    "Date",
    "From",
    "MIME-Version",
    "Message-ID",
    "Subject",
    "To",
];

fn sorted(mut names: Vec<String>) -> Vec<String> {
    names.sort();
    names
}

#[tokio::test]
async fn x02_a_mail_has_what_strict_servers_ask_for() {
    let raw = sent(&mail()).await;
    assert_eq!(sorted(header_names(&raw)), HEADERS);
    let parsed = read(&raw);
    assert_eq!(parsed.date().unwrap().to_timestamp() * 1_000, AT_MS);
    assert_eq!(parsed.message_id(), Some("3f2a.1@maple.example"));
    assert_eq!(parsed.subject(), Some("2-Step Verification is on – Maple Clinic"));
    let from = parsed.from().unwrap().first().unwrap();
    assert_eq!(
        (from.name(), from.address()),
        (Some("Maple Clinic"), Some("2sv@maple.example"))
    );
    let to = parsed.to().unwrap().first().unwrap();
    assert_eq!(
        (to.name(), to.address()),
        (Some("Zoë O'Neill, RN"), Some("zoe@maple.example"))
    );
    let text = String::from_utf8(raw.clone()).unwrap();
    assert!(text.contains("\r\nAuto-Submitted: auto-generated\r\n"));
    assert!(text.contains("\r\nMessage-ID: <3f2a.1@maple.example>\r\n"));
}

#[tokio::test]
async fn x02_a_mail_says_the_same_in_plain_text_and_html() {
    let raw = sent(&mail()).await;
    let parsed = read(&raw);
    assert_eq!(
        (parsed.text_body.len(), parsed.html_body.len(), parsed.attachments.len()),
        (1, 1, 0)
    );
    assert!(parsed.content_type_is("multipart", "alternative"));
    let lf = |text: &str| text.replace("\r\n", "\n");
    assert_eq!(lf(&parsed.body_text(0).unwrap()), mail().text);
    assert_eq!(lf(&parsed.body_html(0).unwrap()), mail().html);
    let lines = raw.split(|byte| *byte == b'\n');
    assert!(
        raw.is_ascii() && lines.clone().all(|line| line.len() <= 999),
        "any server can take it"
    );
    assert!(raw.ends_with(b"\r\n") && lines.rev().skip(1).all(|line| line.ends_with(b"\r")));
}

trait Is {
    fn content_type_is(&self, kind: &str, sub: &str) -> bool;
}

impl Is for mail_parser::Message<'_> {
    fn content_type_is(&self, kind: &str, sub: &str) -> bool {
        use mail_parser::MimeHeaders;
        self.content_type()
            .is_some_and(|content| content.ctype() == kind && content.subtype() == Some(sub))
    }
}

#[tokio::test]
async fn w02_every_attempt_carries_the_same_message_id_and_date() {
    let (stand_in, smtp) = plain_smtp();
    for _ in 0..2 {
        reference(&smtp.send(&mail()).await);
    }
    let mails = stand_in.mails();
    let marks = |raw: &[u8]| {
        let parsed = read(raw);
        (
            parsed.message_id().unwrap().to_owned(),
            parsed.date().unwrap().to_timestamp(),
        )
    };
    assert_eq!(marks(&mails[0].data), marks(&mails[1].data));
}

#[tokio::test]
async fn z05_no_name_and_no_subject_can_split_a_header() {
    let long = "ä".repeat(5_000);
    for nasty in [
        "Bob\r\nBcc: eve@evil.example",
        "Bob\nBcc: eve@evil.example\n\nbody",
        "Bob\rX: y",
        "\0\u{1}\u{1b}]8;;http://evil.example\u{7}Bob\u{1b}[31m\u{7f}",
        "Bob\u{85}Bcc: x\u{2028}Bcc: y",
        "\u{202e}olleH\u{2066}",
        "\"Bob\" <eve@evil.example>, \\",
        "=?utf-8?q?Bob=0D=0ABcc:_eve@evil.example?=",
        &long,
        "",
        "   ",
    ] {
        let raw = sent(&Mail {
            to_name: nasty.to_owned(),
            subject: nasty.to_owned(),
            ..mail()
        })
        .await;
        assert_eq!(sorted(header_names(&raw)), HEADERS, "{nasty:?}");
        let parsed = read(&raw);
        assert!(parsed.bcc().is_none(), "{nasty:?}");
        let to: Vec<_> = parsed
            .to()
            .unwrap()
            .iter()
            .map(|to| to.address().unwrap().to_owned())
            .collect();
        assert_eq!(to, ["zoe@maple.example"], "{nasty:?}");
    }
}

#[tokio::test]
async fn z05_control_characters_are_shown_not_obeyed() {
    let nasty = "Bob\r\n\u{1b}[31m\u{202e}\u{9b}x";
    let raw = sent(&Mail {
        to_name: nasty.to_owned(),
        subject: nasty.to_owned(),
        text: nasty.to_owned(),
        ..mail()
    })
    .await;
    let parsed = read(&raw);
    let shown = "Bob␍␊␛[31m\u{fffd}\u{fffd}x";
    assert_eq!(parsed.subject(), Some(shown));
    assert_eq!(parsed.to().unwrap().first().unwrap().name(), Some(shown));
    assert_eq!(parsed.body_text(0).unwrap().trim_end(), "Bob\r\n␛[31m\u{fffd}\u{fffd}x");
}

#[test]
fn z05_a_clinics_name_cannot_make_building_the_sender_panic() {
    assert!(MailFolder::new("mail", "Maple\r\n\0Clinic", "2sv@maple.example").is_ok());
    assert!(MailFolder::new("mail", "Maple", "2sv@maple.example\r\nX: y").is_err());
}

#[tokio::test]
async fn x02_a_date_no_clock_can_mean_still_makes_a_mail() {
    for date_wall_ms in [i64::MIN, -1, 0, i64::MAX] {
        let raw = sent(&Mail { date_wall_ms, ..mail() }).await;
        assert!(read(&raw).date().is_some(), "{date_wall_ms}");
    }
}
