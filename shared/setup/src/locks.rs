//! Locks that go with their process (`flock`): the worker's and one a session (spec W05, S16). Whose turn it is to write
//! the database (`write.lock`) is the store's business; it opens its file here.

use std::fs::{File, FileTimes, OpenOptions, TryLockError};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant, SystemTime};

use data_encoding::HEXLOWER;
use rustix::fs::OFlags;

use crate::data_dir::{DataDir, make_private_dir};
use crate::error::SetupError;

/// How long somebody who means to hold the worker's lock tries: a looker holds it for a moment (spec W05).
const PATIENCE: Duration = Duration::from_millis(250);
const BETWEEN_TRIES: Duration = Duration::from_millis(10);

/// A worker whose time is older, in milliseconds, is not on duty (spec W05).
pub const WORKER_SEEN_MS: i64 = 2 * domain::time::MINUTE;

/// Opens a lock file of mode 0600, made where it is missing; links are not followed. Nothing is locked yet.
///
/// # Errors
/// [`SetupError::Failed`] with what the system said.
pub fn open_lock_file(path: &Path) -> Result<File, SetupError> {
    lock_options()
        .create(true)
        .open(path)
        .map_err(SetupError::failed("open the lock file", path))
}

fn lock_options() -> OpenOptions {
    let mut options = OpenOptions::new();
    options
        .read(true)
        .write(true)
        .mode(0o600)
        .custom_flags(OFlags::NOFOLLOW.bits().cast_signed());
    options
}

/// Held by the one worker on duty, for as long as this value lives.
#[derive(Debug)]
pub struct WorkerLock {
    file: File,
    path: PathBuf,
}

impl WorkerLock {
    /// Takes the lock, trying for 250 ms. The caller calls [`WorkerLock::touch`] next.
    ///
    /// # Errors
    /// [`SetupError::WorkerElsewhere`] where another worker holds it, [`SetupError::Failed`] where the system refuses.
    pub fn take(dir: &DataDir) -> Result<Self, SetupError> {
        let path = dir.worker_lock();
        let file = open_lock_file(&path)?;
        let deadline = Instant::now() + PATIENCE;
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(Self { file, path }),
                Err(TryLockError::WouldBlock) if Instant::now() >= deadline => {
                    return Err(SetupError::WorkerElsewhere);
                }
                Err(TryLockError::WouldBlock) => std::thread::sleep(BETWEEN_TRIES),
                Err(TryLockError::Error(source)) => {
                    return Err(SetupError::failed("lock", &path)(source));
                }
            }
        }
    }

    /// Says "on duty" at that time: at once after taking the lock, once a minute, and whenever the clock jumped.
    /// `wall_ms` is the worker's own clock (milliseconds since 1970), which in a demo may be ahead.
    ///
    /// # Errors
    /// [`SetupError::Failed`] with what the system said.
    pub fn touch(&self, wall_ms: i64) -> Result<(), SetupError> {
        let time = SystemTime::UNIX_EPOCH + Duration::from_millis(u64::try_from(wall_ms).unwrap_or(0));
        self.file
            .set_times(FileTimes::new().set_modified(time))
            .map_err(SetupError::failed("set the time of", &self.path))
    }
}

/// What can be seen of the worker from outside (spec W05).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WorkerState {
    /// It is at work.
    OnDuty,
    /// It is not, but was.
    LastSeen {
        /// When it last said so, in milliseconds since 1970.
        wall_ms: i64,
    },
    /// No worker has ever run on this clinic.
    NeverSeen,
}

/// Looks whether the worker is on duty, by a shared try-lock let go at once. For every 10 s, not for a loop.
#[must_use]
pub fn worker_seen(dir: &DataDir, now_wall_ms: i64) -> WorkerState {
    let Ok(file) = File::open(dir.worker_lock()) else {
        return WorkerState::NeverSeen;
    };
    let Some(wall_ms) = modified_ms(&file) else {
        return WorkerState::NeverSeen;
    };
    let is_fresh = now_wall_ms.saturating_sub(wall_ms).saturating_abs() < WORKER_SEEN_MS;
    if is_fresh && is_held(&file) {
        WorkerState::OnDuty
    } else {
        WorkerState::LastSeen { wall_ms }
    }
}

fn modified_ms(file: &File) -> Option<i64> {
    let since = file
        .metadata()
        .ok()?
        .modified()
        .ok()?
        .duration_since(SystemTime::UNIX_EPOCH)
        .unwrap_or_default();
    i64::try_from(since.as_millis()).ok()
}

/// Whether somebody else holds the lock of this file.
fn is_held(file: &File) -> bool {
    lock_is_free(file) == Some(false)
}

/// `None` where the system did not say.
fn lock_is_free(file: &File) -> Option<bool> {
    match file.try_lock_shared() {
        Ok(()) => {
            // Closing lets go too; this is only sooner.
            let _ = file.unlock();
            Some(true)
        }
        Err(TryLockError::WouldBlock) => Some(false),
        Err(TryLockError::Error(_)) => None,
    }
}

/// The sign of life of one session: a locked file in `run/` with a random name (spec S16).
///
/// Dropping it (also in a panic) frees the lock and leaves the file, so that the row can be told ended first by whoever
/// finds it; [`SessionLock::release`] is for after that row was written.
#[derive(Debug)]
pub struct SessionLock {
    _file: File,
    path: PathBuf,
    name: String,
}

impl SessionLock {
    /// Makes the file, locks it, and only then gives it its name, so that nobody ever sees it unlocked.
    ///
    /// # Errors
    /// [`SetupError::Failed`] with what the system said.
    pub fn take(dir: &DataDir, name_entropy: [u8; 16]) -> Result<Self, SetupError> {
        make_private_dir(&dir.run())?;
        let name = HEXLOWER.encode(&name_entropy);
        let path = dir.run().join(&name);
        let unnamed = dir.run().join(format!(".{name}"));
        let file = lock_options()
            .create_new(true)
            .open(&unnamed)
            .map_err(SetupError::failed("make the session's file", &unnamed))?;
        let named = file.lock().and_then(|()| std::fs::rename(&unnamed, &path));
        match named {
            Ok(()) => Ok(Self {
                _file: file,
                path,
                name,
            }),
            Err(source) => {
                let _ = std::fs::remove_file(&unnamed);
                Err(SetupError::failed("make the session's file", &path)(source))
            }
        }
    }

    /// The name that the session's row carries: 32 hex digits.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Removes the file and lets go. To be called after the row says ended.
    pub fn release(self) {
        // Left behind, it is a free lock without a row: harmless, and cleared by the next `sweep_sessions`.
        let _ = std::fs::remove_file(&self.path);
    }
}

/// Whether the session with that lock name still runs: its file is there and its lock is held. A system that does not say
/// (no file handles left) ends nobody's session.
#[must_use]
pub fn session_alive(dir: &DataDir, name: &str) -> bool {
    let Some(path) = session_file(dir, name) else {
        return false;
    };
    match File::open(path) {
        Ok(file) => lock_is_free(&file) != Some(true),
        Err(error) => error.kind() != std::io::ErrorKind::NotFound,
    }
}

/// Removes the file of a session that is dead and whose row says ended. One that is alive is left alone.
pub fn clear_session(dir: &DataDir, name: &str) {
    if let Some(path) = session_file(dir, name)
        && !session_alive(dir, name)
    {
        // Gone already, or the disk is read-only: nothing depends on it.
        let _ = std::fs::remove_file(path);
    }
}

/// Removes what dead programs left in `run/` without a row that names it: files whose lock is free and that are older than
/// a minute by `wall_ms` (one that is just being made is free for a moment). Returns how many.
pub fn sweep_sessions(dir: &DataDir, wall_ms: i64) -> usize {
    let Ok(entries) = std::fs::read_dir(dir.run()) else {
        return 0;
    };
    let is_left = |path: &PathBuf| {
        let old = std::fs::metadata(path)
            .and_then(|about| about.modified())
            .ok()
            .and_then(|made| made.duration_since(SystemTime::UNIX_EPOCH).ok())
            .and_then(|made| i64::try_from(made.as_millis()).ok())
            .is_some_and(|made| wall_ms - made > domain::time::MINUTE);
        old && File::open(path).is_ok_and(|file| lock_is_free(&file) == Some(true))
    };
    let left = entries.flatten().map(|entry| entry.path()).filter(is_left);
    left.filter(|path| std::fs::remove_file(path).is_ok()).count()
}

/// Only names of the form we give lead to a path.
fn session_file(dir: &DataDir, name: &str) -> Option<PathBuf> {
    let is_ours = name.len() == 32 && name.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    is_ours.then(|| dir.run().join(name))
}
