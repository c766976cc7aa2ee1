//! How news travels between the programs: after every commit one byte is written to `vestibule.wake`, which the others
//! watch. A ring can be lost (the program was killed in between); the net under it, reading `data_version` every
//! second, is the store's.

use std::fs::{File, OpenOptions};
use std::os::unix::fs::{FileExt, OpenOptionsExt};

use notify::event::{EventKind, ModifyKind};
use notify::{Event, RecommendedWatcher, RecursiveMode, Watcher as _};
use rustix::fs::OFlags;

use crate::data_dir::DataDir;
use crate::error::SetupError;

/// The bell of one clinic.
#[derive(Debug)]
pub struct Wake {
    file: File,
}

impl Wake {
    /// Opens the wake file, made anew where it is missing (a restored directory).
    ///
    /// # Errors
    /// [`SetupError::Failed`] with what the system said.
    pub fn open(dir: &DataDir) -> Result<Self, SetupError> {
        let path = dir.wake();
        let file = OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(false)
            .mode(0o600)
            .custom_flags(OFlags::NOFOLLOW.bits().cast_signed())
            .open(&path)
            .map_err(SetupError::failed("open the wake file", &path))?;
        Ok(Self { file })
    }

    /// Rings, to be called after COMMIT: before it, whoever looks would see nothing new.
    pub fn ring(&self) {
        // The commit stands whether or not the bell rings, and the others look by themselves within a second.
        let _ = self.file.write_at(b".", 0);
    }
}

/// Watches until dropped.
#[derive(Debug)]
pub struct Watcher {
    _inner: RecommendedWatcher,
}

/// Calls `heard` on a thread of its own after every ring, this process's included; rings close together may be one call,
/// which then comes after the last of them.
///
/// # Errors
/// [`SetupError::Failed`] where the system has no watch left; looking every second still works then.
pub fn watch(dir: &DataDir, heard: impl Fn() + Send + 'static) -> Result<Watcher, SetupError> {
    let path = dir.wake();
    let on_event = move |event: notify::Result<Event>| {
        if event.as_ref().map_or(true, is_ring) {
            heard();
        }
    };
    let started = notify::recommended_watcher(on_event).and_then(|mut inner| {
        inner.watch(&path, RecursiveMode::NonRecursive)?;
        Ok(Watcher { _inner: inner })
    });
    started.map_err(|error| SetupError::failed("watch", &path)(std::io::Error::other(error)))
}

/// Opening, closing and reading the file are events too, and our own watching causes them. A queue that ran over may have
/// swallowed a ring, as may an error.
fn is_ring(event: &Event) -> bool {
    event.need_rescan() || matches!(event.kind, EventKind::Modify(ModifyKind::Data(_)))
}
