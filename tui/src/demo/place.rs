//! Where a demo's clinic lies: a directory of its own that is gone when the demo ends, or one that is kept.
//!
//! ```text
//!   /tmp/vestibule-7f3a/  demo.lock (held)  vestibule.db  worker.lock (held by the worker inside)  …
//! ```
//! A demo that was killed leaves its directory behind with both locks free; the next one takes it away. A directory without
//! `demo.lock` is never touched. What stands in it is `seed`'s.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use setup::DataDir;

/// Where files live in memory, on Linux.
pub(super) const MEMORY: &str = "/dev/shm";
/// What the names of throw-away directories begin with.
const PREFIX: &str = "vestibule-";
/// Held for as long as the demo runs, in throw-away directories alone.
const LOCK: &str = "demo.lock";

/// A clinic's directory. Dropping it takes a throw-away one away.
#[derive(Debug)]
pub(super) struct Place {
    dir: DataDir,
    held: Option<File>,
}

impl Place {
    /// A new directory below `root` that goes when this is dropped.
    ///
    /// # Errors
    /// The system gives no directory there.
    pub(super) fn throw_away(root: &Path) -> io::Result<Self> {
        loop {
            let mut random = [0; 4];
            getrandom::fill(&mut random).map_err(io::Error::other)?;
            let path = root.join(format!("{PREFIX}{:08x}", u32::from_be_bytes(random)));
            match DirBuilder::new().mode(0o700).create(&path) {
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => continue,
                made => made?,
            }
            let held = hold(&path).inspect_err(|_| remove(&path))?;
            return Ok(Self {
                dir: DataDir::at(path),
                held: Some(held),
            });
        }
    }

    /// The directory `path`, which is kept. It may be there if it is empty.
    ///
    /// # Errors
    /// It is not empty, or cannot be looked at.
    pub(super) fn kept(path: &Path) -> io::Result<Self> {
        match fs::read_dir(path).map(|mut entries| entries.next().is_none()) {
            Ok(true) => {}
            Ok(false) => return Err(io::ErrorKind::DirectoryNotEmpty.into()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(error),
        }
        Ok(Self {
            dir: DataDir::at(path),
            held: None,
        })
    }

    /// The data directory.
    pub(super) fn dir(&self) -> &DataDir {
        &self.dir
    }

    /// Whether it stays when the demo ends.
    pub(super) fn is_kept(&self) -> bool {
        self.held.is_none()
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        if !self.is_kept() {
            remove(self.dir.path());
        }
    }
}

/// Makes and locks `demo.lock`, and only then gives it its name, so that nobody ever sees it unlocked.
fn hold(path: &Path) -> io::Result<File> {
    let unnamed = path.join(".demo.lock");
    let file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&unnamed)?;
    file.lock()?;
    fs::rename(&unnamed, path.join(LOCK))?;
    Ok(file)
}

/// What cannot be removed now, the next demo finds.
fn remove(path: &Path) {
    drop(fs::remove_dir_all(path));
}

/// Takes away what demos that were killed have left below `root`.
pub(super) fn sweep(root: &Path) {
    let entries = fs::read_dir(root).into_iter().flatten().flatten();
    for path in entries.filter(is_named_like_ours).map(|entry| entry.path()) {
        if let Some(_held) = abandoned(&path) {
            remove(&path);
        }
    }
}

fn is_named_like_ours(entry: &fs::DirEntry) -> bool {
    entry.file_name().to_str().is_some_and(|name| name.starts_with(PREFIX))
}

/// Both locks of a directory nobody is in, held; `None` where somebody is, or it is not a demo's or not ours.
fn abandoned(path: &PathBuf) -> Option<(File, Option<File>)> {
    let dir = DataDir::at(path);
    dir.check().ok()?;
    let demo = File::open(path.join(LOCK)).ok()?;
    demo.try_lock().ok()?;
    let worker = File::open(dir.worker_lock()).ok();
    if let Some(file) = &worker {
        file.try_lock().ok()?;
    }
    Some((demo, worker))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn g01_a_throw_away_directory_is_private_and_goes_with_the_demo() {
        let root = tempfile::tempdir().unwrap();
        let place = Place::throw_away(root.path()).unwrap();
        place.dir().check().unwrap();
        fs::write(place.dir().db(), "rows").unwrap();
        drop(place);
        assert_eq!(fs::read_dir(root.path()).unwrap().count(), 0);
    }

    #[test]
    fn g01_what_a_killed_demo_left_goes_with_the_next_one_and_a_running_one_stays() {
        let root = tempfile::tempdir().unwrap();
        let running = Place::throw_away(root.path()).unwrap();
        let mut killed = Place::throw_away(root.path()).unwrap();
        let left = killed.dir().path().to_owned();
        // As after a kill: the lock is free, nothing was removed.
        drop(killed.held.take());
        drop(killed);
        let worker = File::create(DataDir::at(&left).worker_lock()).unwrap();
        worker.lock().unwrap();
        sweep(root.path());
        assert!(left.exists(), "its worker is at work");
        drop(worker);
        sweep(root.path());
        assert!(!left.exists());
        assert!(running.dir().path().exists());
    }

    #[test]
    fn g01_a_directory_that_is_no_demos_is_never_taken_away() {
        let root = tempfile::tempdir().unwrap();
        let other = root.path().join("vestibule-real");
        DirBuilder::new().mode(0o700).create(&other).unwrap();
        fs::write(other.join("vestibule.db"), "rows").unwrap();
        sweep(root.path());
        assert!(other.join("vestibule.db").exists());
    }

    #[test]
    fn g01_a_kept_directory_has_to_be_empty_and_stays() {
        let root = tempfile::tempdir().unwrap();
        let path = root.path().join("lesson");
        let place = Place::kept(&path).unwrap();
        place.dir().create().unwrap();
        drop(place);
        assert!(path.exists());
        let again = Place::kept(&path).map(|_| ()).map_err(|error| error.kind());
        assert_eq!(again, Err(io::ErrorKind::DirectoryNotEmpty));
    }
}
