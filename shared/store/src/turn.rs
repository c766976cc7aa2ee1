//! Whose turn it is to write (spec Z06): `write.lock`, a blocking flock, and a queue in front of it.
//!
//! A lock alone is no queue: whoever has just let it go takes it again before the others have woken up, and 16 writers
//! got shares that differed sixtyfold. So one waiter at a time stands at the lock, holding the front of the queue (a
//! flock on the data directory itself); who comes back from writing has to get behind it first. Both go with their
//! process. Only `write.lock` keeps writers apart: the queue is manners.

use std::fs::File;

use setup::SetupError;
use setup::data_dir::DataDir;
use setup::locks::open_lock_file;

use crate::StoreError;

/// The lock and the queue of one clinic, opened once.
pub(crate) struct Turns {
    lock: File,
    queue: File,
}

impl Turns {
    pub(crate) fn open(dir: &DataDir) -> Result<Self, StoreError> {
        let lock = open_lock_file(&dir.write_lock()).map_err(|error| match error {
            SetupError::Failed { source, .. } => source.into(),
            other => StoreError::Other(other.to_string()),
        });
        Ok(Self {
            lock: lock?,
            queue: File::open(dir.path())?,
        })
    }

    /// Waits for the turn; it is this process's until the value is dropped.
    pub(crate) fn take(&self) -> Result<Turn<'_>, StoreError> {
        let front = Held::take(&self.queue)?;
        let turn = Held::take(&self.lock)?;
        drop(front);
        Ok(Turn { _held: turn })
    }
}

/// The turn to write.
pub(crate) struct Turn<'a> {
    _held: Held<'a>,
}

struct Held<'a>(&'a File);

impl<'a> Held<'a> {
    fn take(file: &'a File) -> Result<Self, StoreError> {
        file.lock()?;
        Ok(Self(file))
    }
}

impl Drop for Held<'_> {
    fn drop(&mut self) {
        // Closing the file would let go too; an error here has nobody to tell.
        let _ = self.0.unlock();
    }
}
