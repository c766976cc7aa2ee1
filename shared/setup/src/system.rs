//! What `doctor` asks of the machine: room on the disk, a clock that can be right, and who may use the files (spec U10,
//! Z07). It only looks; the verdicts' wording is the command's.

use std::fs::Metadata;
use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use domain::time::Now;

use crate::data_dir::DataDir;
use crate::error::{Fault, SetupError};

/// 2026-01-01T00:00:00Z in milliseconds: no clock that is right can be before it.
const BEFORE_ALL_USE_MS: i64 = 1_767_225_600_000;
/// 2100-01-01T00:00:00Z in milliseconds.
const AFTER_ALL_USE_MS: i64 = 4_102_444_800_000;

/// Room on a file system, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Room {
    /// What this user can still write.
    pub free_bytes: u64,
    /// How large it is.
    pub total_bytes: u64,
    /// Whether it is mounted read-only.
    pub read_only: bool,
}

/// Room where `path` lies.
///
/// # Errors
/// [`SetupError::Failed`] with what the system said.
pub fn room(path: &Path) -> Result<Room, SetupError> {
    let facts = rustix::fs::statvfs(path)
        .map_err(|errno| SetupError::failed("look at the disk of", path)(io::Error::from(errno)))?;
    Ok(Room {
        free_bytes: facts.f_bavail.saturating_mul(facts.f_frsize),
        total_bytes: facts.f_blocks.saturating_mul(facts.f_frsize),
        read_only: facts.f_flag.contains(rustix::fs::StatVfsMountFlags::RDONLY),
    })
}

/// Whether the wall clock shows a time at which this program can be running, and not, say, 1970 after an empty battery.
#[must_use]
pub fn clock_is_plausible(at: Now) -> bool {
    (BEFORE_ALL_USE_MS..AFTER_ALL_USE_MS).contains(&at.wall_ms)
}

/// A file or directory of the clinic that somebody else could use.
#[derive(Debug)]
pub struct Exposed {
    /// Which.
    pub path: PathBuf,
    /// How.
    pub fault: Fault,
}

/// Everything in the data directory, itself and the folders' contents included, that is a link, another user's or open
/// to others. The directory itself shuts others out, so one of these is a warning, not a breach.
///
/// # Errors
/// [`SetupError::Failed`] where a folder cannot be read.
pub fn exposed(dir: &DataDir) -> Result<Vec<Exposed>, SetupError> {
    let mut found = Vec::new();
    look(dir.path(), rustix::process::geteuid().as_raw(), &mut found)?;
    found.sort_by(|one, other| one.path.cmp(&other.path));
    Ok(found)
}

fn look(path: &Path, us: u32, found: &mut Vec<Exposed>) -> Result<(), SetupError> {
    let facts = match path.symlink_metadata() {
        Ok(facts) => facts,
        // Sessions and exports come and go while somebody looks.
        Err(source) if source.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(source) => return Err(SetupError::failed("look at", path)(source)),
    };
    if let Some(fault) = fault_of(&facts, us) {
        found.push(Exposed {
            path: path.to_owned(),
            fault,
        });
    }
    if facts.is_dir() {
        for entry in std::fs::read_dir(path).map_err(SetupError::failed("look into", path))? {
            look(&entry.map_err(SetupError::failed("look into", path))?.path(), us, found)?;
        }
    }
    Ok(())
}

fn fault_of(facts: &Metadata, us: u32) -> Option<Fault> {
    let mode = facts.mode() & 0o7777;
    if facts.is_symlink() {
        Some(Fault::Link)
    } else if facts.uid() != us {
        Some(Fault::OtherOwner { uid: facts.uid() })
    } else {
        (mode & 0o077 != 0).then_some(Fault::TooOpen { mode })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use domain::time::BootId;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn u10_room_is_what_the_file_system_says() {
        let base = tempfile::tempdir().unwrap();
        let room = room(base.path()).unwrap();
        assert!(room.free_bytes <= room.total_bytes && room.total_bytes > 0 && !room.read_only);
        assert!(super::room(&base.path().join("none")).is_err());
    }

    #[test]
    fn u10_a_clock_of_1970_is_named() {
        let at = |wall_ms| Now {
            wall_ms,
            boot_ms: 0,
            boot_id: BootId([0; 16]),
        };
        assert!(!clock_is_plausible(at(0)));
        assert!(!clock_is_plausible(at(BEFORE_ALL_USE_MS - 1)));
        assert!(clock_is_plausible(at(BEFORE_ALL_USE_MS)));
        assert!(clock_is_plausible(at(AFTER_ALL_USE_MS - 1)));
        assert!(!clock_is_plausible(at(AFTER_ALL_USE_MS)));
    }

    #[test]
    fn u10_what_others_could_use_is_listed_and_nothing_else() {
        let base = tempfile::tempdir().unwrap();
        let dir = DataDir::at(base.path().join("clinic"));
        dir.create().unwrap();
        assert!(exposed(&dir).unwrap().is_empty());
        let (open, link) = (dir.log().join("worker.log"), dir.backups().join("link"));
        std::fs::write(&open, "").unwrap();
        std::fs::set_permissions(&open, std::fs::Permissions::from_mode(0o644)).unwrap();
        std::os::unix::fs::symlink(&open, &link).unwrap();
        let found = exposed(&dir).unwrap();
        assert_eq!(found.len(), 2);
        assert!(found[0].path == link && matches!(found[0].fault, Fault::Link));
        assert!(found[1].path == open && matches!(found[1].fault, Fault::TooOpen { mode: 0o644 }));
    }

    #[test]
    fn u10_a_file_of_another_user_is_named() {
        let base = tempfile::tempdir().unwrap();
        let facts = base.path().metadata().unwrap();
        assert!(matches!(
            fault_of(&facts, facts.uid() + 1),
            Some(Fault::OtherOwner { .. })
        ));
    }
}
