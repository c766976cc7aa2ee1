//! What can go wrong with the database, as sentences: what happened, what was kept, what to do (spec Z07, H05).

use rusqlite::ErrorCode;

/// Why the database could not do what was asked. Nothing of the transaction was kept.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The disk is full.
    #[error(
        "The disk is full, so nothing could be written down and nothing was changed. Make room; it goes on by itself."
    )]
    Full,
    /// The file or its folder cannot be written.
    #[error(
        "The database cannot be written (read-only disk or file), so nothing was changed. Make it writable; it goes on by itself."
    )]
    ReadOnly,
    /// The disk failed in another way: over a quota, unplugged, broken.
    #[error(
        "The disk did not do what it was asked to ({0}), so nothing was changed. Look at room, quota and hardware; it goes on by itself."
    )]
    Disk(String),
    /// The file is damaged.
    #[error(
        "The database is damaged ({0}). Nothing was changed. Stop here, keep the file, and put a copy you have of it back."
    )]
    Corrupt(String),
    /// Somebody else held the database for longer than 5 s.
    #[error("Another program kept the database locked. Nothing was changed. Try again.")]
    Busy,
    /// The file was made by a newer version.
    #[error(
        "The database has version {found}, this program knows {known}. Nothing was written. Start the newer program."
    )]
    Newer {
        /// Version of the file.
        found: i64,
        /// Newest version this program knows.
        known: i64,
    },
    /// There is no database.
    #[error(
        "There is no clinic database at {0}. Nothing was made. `vestibule init` makes one, `vestibule demo` shows one."
    )]
    Missing(String),
    /// A setting SQLite was told to keep is not what it reads back (spec Z06).
    #[error("SQLite did not accept {0}. Nothing was changed. This program was not built as it should be.")]
    Setting(&'static str),
    /// A sealed field does not open: another key, or changed by hand.
    #[error("{0} cannot be read with the key in use. Nothing was changed. Put the right key file back.")]
    Unreadable(&'static str),
    /// Somebody else changed the row first; the caller's transaction is void.
    #[error("Somebody else was faster. Nothing was changed. Look again.")]
    Overtaken,
    /// Anything else SQLite says.
    #[error("The database refused ({0}). Nothing was changed.")]
    Other(String),
}

impl StoreError {
    /// The sentence of a program that ends with it: nothing goes on by itself then.
    #[must_use]
    pub fn last_words(&self) -> String {
        self.to_string()
            .replace("; it goes on by itself.", ", then start again.")
    }

    /// Whether the set-up is at fault, so that a program must not start (exit code 78).
    #[must_use]
    pub fn is_set_up(&self) -> bool {
        match self {
            StoreError::Newer { .. } | StoreError::Setting(_) | StoreError::Unreadable(_) => true,
            StoreError::Full
            | StoreError::ReadOnly
            | StoreError::Disk(_)
            | StoreError::Corrupt(_)
            | StoreError::Busy
            | StoreError::Missing(_)
            | StoreError::Overtaken
            | StoreError::Other(_) => false,
        }
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => StoreError::Full,
            Some(ErrorCode::ReadOnly | ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => StoreError::ReadOnly,
            Some(ErrorCode::SystemIoFailure) => StoreError::Disk(error.to_string()),
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => StoreError::Corrupt(error.to_string()),
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => StoreError::Busy,
            Some(_) | None => StoreError::Other(error.to_string()),
        }
    }
}

impl From<std::io::Error> for StoreError {
    fn from(error: std::io::Error) -> Self {
        match error.kind() {
            std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => StoreError::Full,
            std::io::ErrorKind::ReadOnlyFilesystem | std::io::ErrorKind::PermissionDenied => StoreError::ReadOnly,
            _ => StoreError::Other(error.to_string()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn z07_a_program_that_ends_promises_to_nobody_that_it_goes_on() {
        for error in [StoreError::Full, StoreError::ReadOnly, StoreError::Disk("quota".into())] {
            assert!(error.to_string().ends_with("; it goes on by itself."), "{error}");
            let last = error.last_words();
            assert!(
                last.ends_with(", then start again.") && !last.contains("by itself"),
                "{last}"
            );
        }
        assert_eq!(StoreError::Busy.last_words(), StoreError::Busy.to_string());
    }
}
