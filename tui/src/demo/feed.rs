//! What lies in the demo's `phone/` and `mail/`, read on a thread of its own: the screen's never waits for a disk.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::Path;
use std::sync::mpsc::{self, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::{fs, io, thread};

use mail_parser::MessageParser;
use setup::DataDir;

/// A text on a simulated phone.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Text {
    /// E.164.
    pub(super) to: String,
    pub(super) body: String,
    pub(super) wall_ms: i64,
}

/// A mail in the simulated mailbox.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Mail {
    pub(super) to_name: String,
    pub(super) subject: String,
    /// The plain text, decoded.
    pub(super) body: String,
    pub(super) wall_ms: i64,
}

/// Everything that has arrived, oldest first.
#[derive(Clone, Default, PartialEq, Eq)]
pub(super) struct Feed {
    pub(super) texts: Vec<Text>,
    pub(super) mails: Vec<Mail>,
}

/// The newest [`Feed`]; clones are the same one.
#[derive(Clone, Default)]
pub(super) struct Latest(Arc<Mutex<Arc<Feed>>>);

impl Latest {
    /// What has arrived until now.
    pub(super) fn get(&self) -> Arc<Feed> {
        Arc::clone(&self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    pub(super) fn set(&self, feed: Feed) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Arc::new(feed);
    }
}

/// Asks the reading thread to look; the thread ends with the last of these.
#[derive(Clone)]
pub(super) struct Feeder(Sender<()>);

impl Feeder {
    /// Looks at once and whenever asked; `told` is called after every change of `latest`.
    ///
    /// # Errors
    /// No thread could be started.
    pub(super) fn start(dir: DataDir, latest: Latest, told: impl Fn() + Send + 'static) -> io::Result<Self> {
        let (asked, inbox) = mpsc::channel();
        let read = move || {
            let mut reader = Reader::default();
            loop {
                if reader.read(&dir) {
                    latest.set(reader.feed());
                    told();
                }
                if inbox.recv().is_err() {
                    return;
                }
                // Rings close together are one look.
                while inbox.try_recv().is_ok() {}
            }
        };
        thread::Builder::new().name("phone and mail".into()).spawn(read)?;
        Ok(Self(asked))
    }

    /// Something may have arrived.
    pub(super) fn look(&self) {
        // The thread ends only when there is nobody to ask it.
        let _ = self.0.send(());
    }
}

/// What was read already, by file name: names sort by time.
#[derive(Default)]
struct Reader {
    texts: BTreeMap<OsString, Option<Text>>,
    mails: BTreeMap<OsString, Option<Mail>>,
}

impl Reader {
    /// Reads what is new; says whether there was anything. A file that is no message is passed over for good: the folder
    /// transport names whole files only.
    fn read(&mut self, dir: &DataDir) -> bool {
        let texts = read_new(&dir.phone(), &mut self.texts, text);
        let mails = read_new(&dir.mail(), &mut self.mails, mail);
        texts || mails
    }

    fn feed(&self) -> Feed {
        Feed {
            texts: self.texts.values().flatten().cloned().collect(),
            mails: self.mails.values().flatten().cloned().collect(),
        }
    }
}

fn read_new<M>(folder: &Path, seen: &mut BTreeMap<OsString, Option<M>>, parse: fn(&[u8]) -> Option<M>) -> bool {
    let mut is_new = false;
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let hidden = name.as_encoded_bytes().starts_with(b".");
        if hidden || seen.contains_key(&name) {
            continue;
        }
        if let Ok(bytes) = fs::read(entry.path()) {
            seen.insert(name, parse(&bytes));
            is_new = true;
        }
    }
    is_new
}

#[derive(serde::Deserialize)]
struct TextFile {
    to: String,
    body: String,
    /// RFC 3339.
    at: String,
}

fn text(bytes: &[u8]) -> Option<Text> {
    let file: TextFile = serde_json::from_slice(bytes).ok()?;
    let at: jiff::Timestamp = file.at.parse().ok()?;
    Some(Text {
        to: file.to,
        body: file.body,
        wall_ms: at.as_millisecond(),
    })
}

fn mail(bytes: &[u8]) -> Option<Mail> {
    let mail = MessageParser::default().parse(bytes)?;
    let to = mail.to()?.first()?;
    Some(Mail {
        to_name: to.name().or(to.address()).unwrap_or_default().to_owned(),
        subject: mail.subject().unwrap_or_default().to_owned(),
        body: mail.body_text(0)?.into_owned(),
        wall_ms: mail.date().map_or(0, |date| date.to_timestamp() * 1_000),
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn clinic() -> (tempfile::TempDir, DataDir) {
        let root = tempfile::tempdir().unwrap();
        let dir = DataDir::at(root.path().join("clinic"));
        dir.create().unwrap();
        (root, dir)
    }

    const MAIL: &str = "From: Maple <2sv@example.org>\r\nTo: =?utf-8?q?Zo=C3=AB?= Oak <zoe@example.org>\r\n\
        Subject: =?utf-8?b?TmV3IHNpZ24taW4g4oCTIFpvw6s=?=\r\nDate: Tue, 24 Nov 2026 22:03:00 +0000\r\n\
        Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n\
        Somebody signed in: =E2=80=9Cyou=E2=80=9D, per=\r\nhaps.\r\n";

    #[test]
    fn g01_texts_and_mails_are_read_decoded_and_in_the_order_of_their_names() {
        let (_root, dir) = clinic();
        let json = |body: &str| format!(r#"{{"to":"+16045550104","body":"{body}","at":"2026-11-24T22:02:00Z"}}"#);
        fs::write(dir.phone().join("2.json"), json("newer")).unwrap();
        fs::write(dir.phone().join("1.json"), json("older")).unwrap();
        fs::write(dir.phone().join(".3.json.new"), "half a te").unwrap();
        fs::write(dir.mail().join("1.eml"), MAIL).unwrap();
        let mut reader = Reader::default();
        assert!(reader.read(&dir));
        let feed = reader.feed();
        let bodies: Vec<&str> = feed.texts.iter().map(|text| text.body.as_str()).collect();
        assert_eq!(bodies, ["older", "newer"]);
        assert_eq!(feed.texts[0].wall_ms, 1_795_557_720_000);
        let mail = &feed.mails[0];
        assert_eq!(
            (mail.to_name.as_str(), mail.subject.as_str()),
            ("Zoë Oak", "New sign-in – Zoë")
        );
        assert_eq!(mail.body.trim(), "Somebody signed in: “you”, perhaps.");
        assert_eq!(mail.wall_ms, 1_795_557_780_000);
        assert!(!reader.read(&dir), "nothing new");
    }

    #[test]
    fn g01_the_reading_thread_tells_of_what_arrives_when_it_is_asked_to_look() {
        let (_root, dir) = clinic();
        let (told, heard) = mpsc::channel();
        let latest = Latest::default();
        fs::write(dir.mail().join("1.eml"), MAIL).unwrap();
        let feeder = Feeder::start(dir.clone(), latest.clone(), move || told.send(()).unwrap_or_default()).unwrap();
        heard.recv().unwrap();
        assert_eq!((latest.get().mails.len(), latest.get().texts.len()), (1, 0));
        fs::write(dir.mail().join("2.eml"), MAIL).unwrap();
        feeder.look();
        heard.recv().unwrap();
        assert_eq!(latest.get().mails.len(), 2);
        drop(feeder);
        assert!(heard.recv().is_err(), "the thread has ended");
    }
}
