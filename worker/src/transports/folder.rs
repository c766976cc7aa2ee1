//! Texts and mails as files, for training and trying: `phone/` holds one `.json` a text, `mail/` one `.eml` a mail.
//!
//! Each file is written under a hidden name, flushed and renamed, so that whoever watches the folder never meets half a
//! message. Names sort by time and, within a millisecond, in the order of sending. A text's code stands readable in
//! its file: that is the point of a simulated phone, and why such a clinic shows a red banner.

use std::fs::{DirBuilder, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use domain::delivery::{Handover, Obstacle};
use lettre::message::Mailbox;
use zeroize::Zeroizing;

use super::{SetUpError, compose};
use crate::transport::{Mail, Text};

/// Orders the files of one millisecond.
static NEXT: AtomicU32 = AtomicU32::new(0);

/// Texts as files.
#[derive(Clone, Debug)]
pub struct TextFolder {
    folder: PathBuf,
}

impl TextFolder {
    /// Texts go to `folder` (`phone/`), which is made (0700) when the first one is written.
    #[must_use]
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Self { folder: folder.into() }
    }

    /// Writes the text: `to`, `body` and `at` (RFC 3339, UTC).
    pub async fn send(&self, text: &Text) -> Handover {
        let at =
            jiff::Timestamp::from_millisecond(text.date_wall_ms).map_or_else(|_| String::new(), |at| at.to_string());
        let json = serde_json::json!({ "to": text.to, "body": text.body.reveal(), "at": at }).to_string();
        write(&self.folder, "json", text.date_wall_ms, json.into_bytes()).await
    }
}

/// Mails as files.
#[derive(Clone, Debug)]
pub struct MailFolder {
    folder: PathBuf,
    from: Mailbox,
}

impl MailFolder {
    /// Mails go to `folder` (`mail/`), which is made (0700) when the first one is written; they come from this name and
    /// address.
    ///
    /// # Errors
    /// [`SetUpError::Sender`] where the address is none.
    pub fn new(folder: impl Into<PathBuf>, from_name: &str, from_address: &str) -> Result<Self, SetUpError> {
        Ok(Self {
            folder: folder.into(),
            from: compose::sender(from_name, from_address)?,
        })
    }

    /// Writes the mail just as a mail server would get it.
    pub async fn send(&self, mail: &Mail) -> Handover {
        match compose::message(&self.from, mail) {
            Ok(message) => write(&self.folder, "eml", mail.date_wall_ms, message.formatted()).await,
            Err(why) => Handover::Refused { why },
        }
    }
}

/// Writes one message off the async threads; the reference is the file's name.
async fn write(folder: &Path, extension: &str, wall_ms: i64, content: Vec<u8>) -> Handover {
    let content = Zeroizing::new(content);
    let folder = folder.to_owned();
    let extension = extension.to_owned();
    let written = tokio::task::spawn_blocking(move || {
        let name = fresh_name(wall_ms, &extension)?;
        place(&folder, &name, &content)?;
        Ok::<_, io::Error>(name)
    });
    let trouble = match written.await {
        Ok(Ok(reference)) => return Handover::Accepted { reference },
        Ok(Err(error)) => error.to_string(),
        Err(error) => error.to_string(),
    };
    tracing::warn!(cause = %trouble, "the folder for messages cannot be written");
    Handover::NotSent {
        why: Obstacle::Folder,
        retry_after_ms: None,
    }
}

/// A name that sorts by time and that nothing else has: time, count, and 64 random bits for other runs of the program.
fn fresh_name(wall_ms: i64, extension: &str) -> io::Result<String> {
    let count = NEXT.fetch_add(1, Ordering::Relaxed);
    let random = getrandom::u64().map_err(io::Error::other)?;
    Ok(format!("{:013}-{count:010}-{random:016x}.{extension}", wall_ms.max(0)))
}

fn place(folder: &Path, name: &str, content: &[u8]) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    let hidden = folder.join(format!(".{name}.new"));
    let placed = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&hidden)
        .and_then(|file| fill(file, content))
        .and_then(|()| std::fs::rename(&hidden, folder.join(name)));
    if placed.is_err() {
        // The first error is the one to tell; a half-written hidden file must not stay.
        let _ = std::fs::remove_file(&hidden);
    }
    placed
}

fn fill(mut file: File, content: &[u8]) -> io::Result<()> {
    file.write_all(content)?;
    file.sync_all()
}
