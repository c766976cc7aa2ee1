//! What every transport promises, whichever it is: an accepted message arrived once and word for word, one that could
//! not go says so and left nothing behind, and none of it can be printed by accident.

use std::path::Path;
use std::sync::Arc;

use domain::delivery::{Fate, Handover, Obstacle};
use fixtures::smtp::{FakeSmtp, SmtpSecurity};
use fixtures::{FakeTwilio, twilio::AUTH_TOKEN};
use tempfile::TempDir;
use worker::transport::{Mail, MailTransport, Text, TextTransport};
use worker::transports::folder::{MailFolder, TextFolder};
use worker::transports::memory::Memory;
use worker::transports::smtp::{Security, Smtp};
use worker::transports::twilio::Twilio;

use crate::common::{self, CODE, PASSWORD, mail, not_sent, read, reference, text};

/// Recipient and content of everything that arrived, oldest first.
type Arrived = Box<dyn Fn() -> Vec<(String, String)>>;

fn texts() -> Vec<(&'static str, TextTransport, Arrived)> {
    let stand_in = Arc::new(FakeTwilio::start().unwrap());
    let twilio = common::twilio(&stand_in);
    let folder = TempDir::new().unwrap();
    let files = TextFolder::new(folder.path().join("phone"));
    let memory: Memory<Text> = Memory::new();
    let list = memory.clone();
    vec![
        (
            "twilio",
            TextTransport::Twilio(twilio),
            Box::new(move || stand_in.texts().into_iter().map(|text| (text.to, text.body)).collect()),
        ),
        (
            "folder",
            TextTransport::Folder(files),
            Box::new(move || {
                let json = contents(&folder.path().join("phone"));
                let json = json
                    .iter()
                    .map(|file| serde_json::from_slice::<serde_json::Value>(file).unwrap());
                let field = |text: &serde_json::Value, name: &str| text[name].as_str().unwrap().to_owned();
                json.map(|text| (field(&text, "to"), field(&text, "body"))).collect()
            }),
        ),
        (
            "memory",
            TextTransport::Memory(memory),
            Box::new(move || {
                list.accepted()
                    .into_iter()
                    .map(|text| (text.to, text.body.reveal().clone()))
                    .collect()
            }),
        ),
    ]
}

fn mails() -> Vec<(&'static str, MailTransport, Arrived)> {
    let folder = TempDir::new().unwrap();
    let files = MailFolder::new(folder.path().join("mail"), "Maple Clinic", "2sv@maple.example").unwrap();
    let memory: Memory<Mail> = Memory::new();
    let list = memory.clone();
    vec![
        smtp("smtp plain", SmtpSecurity::Plain, Security::None),
        smtp("smtp starttls", SmtpSecurity::StartTls, Security::StartTls),
        smtp("smtp tls", SmtpSecurity::Tls, Security::Tls),
        (
            "folder",
            MailTransport::Folder(files),
            Box::new(move || {
                contents(&folder.path().join("mail"))
                    .iter()
                    .map(|raw| parsed(raw))
                    .collect()
            }),
        ),
        (
            "memory",
            MailTransport::Memory(memory),
            Box::new(move || {
                list.accepted()
                    .into_iter()
                    .map(|mail| (mail.to_address, mail.text))
                    .collect()
            }),
        ),
    ]
}

fn smtp(name: &'static str, theirs: SmtpSecurity, ours: Security) -> (&'static str, MailTransport, Arrived) {
    let stand_in = FakeSmtp::with(common::smtp_options(theirs)).unwrap();
    let smtp = Smtp::new(common::smtp_settings(&stand_in, ours)).unwrap();
    let arrived = move || {
        let received = stand_in.mails();
        assert!(received.iter().all(|mail| mail.tls == (theirs != SmtpSecurity::Plain)));
        received.iter().map(|mail| parsed(&mail.data)).collect()
    };
    (name, MailTransport::Smtp(smtp), Box::new(arrived))
}

fn parsed(raw: &[u8]) -> (String, String) {
    let mail = read(raw);
    let to = mail.to().unwrap().first().unwrap().address().unwrap().to_owned();
    (to, mail.body_text(0).unwrap().replace("\r\n", "\n"))
}

/// The files of a folder in the order of their names; none where there is no folder.
fn contents(folder: &Path) -> Vec<Vec<u8>> {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut paths: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths.iter().map(|path| std::fs::read(path).unwrap()).collect()
}

#[tokio::test]
async fn w02_every_text_transport_hands_over_word_for_word_and_once() {
    for (name, transport, arrived) in texts() {
        let second = Text {
            to: "+447700900123".to_owned(),
            ..text()
        };
        let first = reference(&transport.send(&text()).await);
        let other = reference(&transport.send(&second).await);
        let body = text().body.reveal().clone();
        assert_eq!(arrived(), [(text().to, body.clone()), (second.to, body)], "{name}");
        assert!(
            !first.is_empty() && first != other,
            "{name}: {first:?} and {other:?} tell two texts apart"
        );
    }
}

#[tokio::test]
async fn w04_every_text_transport_tells_the_fate_of_what_it_took() {
    for (name, transport, _) in texts() {
        let reference = reference(&transport.send(&text()).await);
        assert_eq!(transport.fate(&reference).await, Ok(Fate::Delivered), "{name}");
    }
}

#[tokio::test]
async fn w02_every_mail_transport_hands_over_word_for_word_and_once() {
    for (name, transport, arrived) in mails() {
        assert!(
            matches!(transport.send(&mail()).await, Handover::Accepted { .. }),
            "{name}"
        );
        let second = Mail {
            to_address: "ann@maple.example".to_owned(),
            text: "Second.\n".to_owned(),
            ..mail()
        };
        assert!(
            matches!(transport.send(&second).await, Handover::Accepted { .. }),
            "{name}"
        );
        assert_eq!(
            arrived(),
            [(mail().to_address, mail().text), (second.to_address, second.text)],
            "{name}"
        );
    }
}

#[tokio::test]
async fn w02_every_transport_that_cannot_send_says_so_and_may_be_asked_again() {
    let file = tempfile::NamedTempFile::new().unwrap();
    let below = file.path().join("phone");
    let (texts, mails) = (Memory::new(), Memory::new());
    texts.answer_next(not_sent(Obstacle::Connect));
    mails.answer_next(not_sent(Obstacle::Connect));
    let nobody = format!("http://127.0.0.1:{}", common::dead_port());
    let unreachable = Twilio::new(common::twilio_settings(nobody)).unwrap();
    for (transport, why) in [
        (TextTransport::Twilio(unreachable), Obstacle::Connect),
        (TextTransport::Folder(TextFolder::new(&below)), Obstacle::Folder),
        (TextTransport::Memory(texts.clone()), Obstacle::Connect),
    ] {
        assert_eq!(transport.send(&text()).await, not_sent(why), "{transport:?}");
    }
    let gone = FakeSmtp::start().unwrap();
    let settings = common::smtp_settings(&gone, Security::StartTls);
    drop(gone);
    for (transport, why) in [
        (MailTransport::Smtp(Smtp::new(settings).unwrap()), Obstacle::Connect),
        (
            MailTransport::Folder(MailFolder::new(&below, "", "a@maple.example").unwrap()),
            Obstacle::Folder,
        ),
        (MailTransport::Memory(mails.clone()), Obstacle::Connect),
    ] {
        assert_eq!(transport.send(&mail()).await, not_sent(why), "{transport:?}");
    }
    assert_eq!((texts.attempts().len(), texts.accepted().len()), (1, 0));
    assert_eq!((mails.attempts().len(), mails.accepted().len()), (1, 0));
}

/// T34
#[tokio::test]
async fn z03_no_transport_and_no_text_can_be_printed_with_its_secret() {
    let mut printed = format!("{:?}", text());
    for (_, transport, _) in texts() {
        transport.send(&text()).await;
        printed.push_str(&format!("{transport:?}"));
    }
    for (_, transport, _) in mails() {
        printed.push_str(&format!("{transport:?}"));
    }
    assert!(printed.contains("Twilio") && printed.contains("Smtp") && printed.contains("***"));
    for secret in [CODE, AUTH_TOKEN, PASSWORD] {
        assert!(!printed.contains(secret), "{secret} is in {printed}");
    }
}
