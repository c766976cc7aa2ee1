//! Files made for people, in the folder `exports/` (spec R09, Z07, Z09): written whole or not at all, removed again, and
//! found where nobody remembers them.
//!
//! What stands in them, how long they are kept and who is told is the callers'.

use std::ffi::OsStr;
use std::fmt;
use std::fs::{DirBuilder, File, Metadata, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use data_encoding::HEXLOWER;
use domain::document::DocumentKind;
use rustix::fs::{AtFlags, OFlags};
use rustix::io::Errno;

use crate::data_dir::DataDir;
use crate::error::{Fault, SetupError};
use crate::new_file::{NewFile, UNFINISHED};
use crate::private_file::sync_parent;

const LONGEST_NAME: usize = 80;
const LONGEST_USER: usize = 30;
/// Bytes of randomness in a name: it tells files apart and hides nothing.
const TELLING_APART: usize = 3;

/// The name of a file in `exports/`. No value of it leads to another folder (spec Z09).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileName(String);

impl FileName {
    /// Accepts 1 to 80 of `A-Z a-z 0-9 . _ -`, not starting with a dot.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-');
        let fits = (1..=LONGEST_NAME).contains(&name.len()) && !name.starts_with('.') && name.bytes().all(is_plain);
        fits.then(|| Self(name.to_owned()))
    }

    /// The name for somebody's recovery code, like `recovery-sam-3f9a1c.pdf`: what of the user name is not `a-z`, `0-9`
    /// becomes a dash, 30 characters at most; `code` where nothing is left.
    #[must_use]
    pub fn recovery(username: &str, entropy: [u8; 16]) -> Self {
        let apart = HEXLOWER.encode(&entropy[..TELLING_APART]);
        Self(format!("recovery-{}-{apart}.pdf", reduced(username)))
    }

    /// The name for a document of that kind, like `status-3f9a1c.pdf`; a recovery code's has its user in it.
    #[must_use]
    pub fn of(kind: DocumentKind, username: &str, entropy: [u8; 16]) -> Self {
        if kind == DocumentKind::RecoveryCode {
            return Self::recovery(username, entropy);
        }
        let apart = HEXLOWER.encode(&entropy[..TELLING_APART]);
        Self(format!("{}-{apart}.{}", kind.stem(), kind.ending()))
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What was found in the folder, where it has a name that we give: to a file, or to one being written.
    fn found(name: &str) -> Option<Self> {
        let unfinished = name
            .strip_prefix('.')
            .and_then(|rest| rest.strip_suffix(UNFINISHED))
            .and_then(|rest| rest.rsplit_once('.'))
            .filter(|(_, number)| number.parse::<u8>().is_ok());
        let ours = unfinished.map_or_else(|| is_ours(name), |(name, _)| Self::parse(name).is_some());
        ours.then(|| Self(name.to_owned()))
    }
}

/// `recovery-…-3f9a1c.pdf`, `status-3f9a1c.csv`: what [`FileName::of`] makes, and nothing that somebody else put there.
fn is_ours(name: &str) -> bool {
    FileName::parse(name).is_some() && DocumentKind::ALL.iter().any(|kind| is_of(*kind, name))
}

fn is_of(kind: DocumentKind, name: &str) -> bool {
    let parts = name
        .strip_prefix(kind.stem())
        .and_then(|rest| rest.strip_suffix(kind.ending())?.strip_suffix('.'))
        .and_then(|rest| rest.rsplit_once('-'));
    parts.is_some_and(|(user, apart)| {
        let has_user = user.len() > 1 && user.starts_with('-');
        has_user == (kind == DocumentKind::RecoveryCode)
            && (has_user || user.is_empty())
            && apart.len() == 2 * TELLING_APART
            && apart.bytes().all(|byte| byte.is_ascii_hexdigit())
    })
}

fn reduced(username: &str) -> String {
    let mut reduced = String::new();
    for c in username.chars().map(|c| c.to_ascii_lowercase()) {
        if c.is_ascii_alphanumeric() {
            reduced.push(c);
        } else if !reduced.is_empty() && !reduced.ends_with('-') {
            reduced.push('-');
        }
    }
    reduced.truncate(LONGEST_USER);
    match reduced.trim_end_matches('-') {
        "" => "code".to_owned(),
        rest => rest.to_owned(),
    }
}

/// Why a file was not saved or not removed. `Display` continues a sentence after "because".
#[derive(Debug)]
pub enum Trouble {
    /// Something has that name.
    Exists,
    /// No room on the disk, or none for this user.
    Full,
    /// The disk is mounted read-only.
    ReadOnly,
    /// The system does not let us.
    Denied,
    /// `exports/` is not a folder of ours.
    Folder(Fault),
    /// Anything else that the system said.
    System(io::Error),
}

impl Trouble {
    /// What to do about it, as the end of a sentence. `file` is the file that it is about.
    pub(crate) fn remedy(&self, file: &Path) -> String {
        let folder = file.parent().unwrap_or(file).display();
        match self {
            Self::Exists => "try again for one with another name, or move that one away".into(),
            Self::Full => "make room there and try again".into(),
            Self::ReadOnly => "make it writable and try again".into(),
            Self::Denied => {
                format!("start the program as the owner of the data directory and run `chmod 700 {folder}`")
            }
            Self::System(_) => "put that right and try again".into(),
            Self::Folder(Fault::Missing) => "put the data directory back".into(),
            Self::Folder(Fault::OtherOwner { .. }) => {
                format!("give {folder} to the owner of the data directory with `chown`")
            }
            Self::Folder(Fault::TooOpen { .. } | Fault::Unreadable(_)) => format!("run `chmod 700 {folder}`"),
            Self::Folder(Fault::Link | Fault::NotAFile | Fault::NotADirectory | Fault::Content(_) | Fault::Exists) => {
                format!("move {folder} away and try again, which makes a new folder")
            }
        }
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Exists => f.write_str("there is one of that name, which was left as it is"),
            Self::Full => f.write_str("there is no room left on the disk"),
            Self::ReadOnly => f.write_str("the disk can be read but not written"),
            Self::Denied => f.write_str("the system does not allow it"),
            Self::Folder(fault) => write!(f, "its folder {fault}"),
            Self::System(source) => write!(f, "the system refused ({source})"),
        }
    }
}

impl From<io::Error> for Trouble {
    fn from(source: io::Error) -> Self {
        match source.kind() {
            io::ErrorKind::AlreadyExists => Self::Exists,
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge => Self::Full,
            io::ErrorKind::ReadOnlyFilesystem => Self::ReadOnly,
            io::ErrorKind::PermissionDenied => Self::Denied,
            _ => Self::System(source),
        }
    }
}

impl From<Errno> for Trouble {
    fn from(errno: Errno) -> Self {
        io::Error::from(errno).into()
    }
}

/// Writes a new file of mode 0600 into `exports/`, which is made where it is missing. The file and its name are durable;
/// links are not followed, and what has the name already stays. A program killed while writing leaves nothing under that
/// name, only a hidden file that [`strays`] finds.
///
/// # Errors
/// [`SetupError::Export`]; what had been written is removed again.
pub fn write(dir: &DataDir, name: &FileName, bytes: &[u8]) -> Result<PathBuf, SetupError> {
    let mut file = begin(dir, name)?;
    file.write_all(bytes).map_err(|source| file.failed(source))?;
    file.finish()
}

/// The same for a file that is written as it comes: it has its name once it is finished.
///
/// # Errors
/// [`SetupError::Export`].
pub fn begin(dir: &DataDir, name: &FileName) -> Result<NewFile, SetupError> {
    let path = dir.exports().join(name.as_str());
    let begun =
        own_folder(&dir.exports()).and_then(|folder| Ok(NewFile::in_folder(folder, OsStr::new(name.as_str()), &path)?));
    begun.map_err(|trouble| SetupError::Export {
        done: "saved",
        path,
        trouble,
    })
}

/// Removes a file for good; one that is gone already is fine, and of a link only the link goes. What stood in it is not
/// overwritten: on most disks that would promise more than it does, so whoever can read the raw disk may still find it.
///
/// # Errors
/// [`SetupError::Export`]; the file may still be there, and trying again is right.
pub fn erase(dir: &DataDir, name: &FileName) -> Result<(), SetupError> {
    remove(&dir.exports(), name).map_err(|trouble| SetupError::Export {
        done: "removed",
        path: dir.exports().join(name.as_str()),
        trouble,
    })
}

/// The plain files in `exports/` that were last written before `before_wall_ms` (milliseconds since 1970 by the system's
/// own clock, which stamps files) and that `keep` does not know, sorted: left by a program that was killed, half-written
/// ones included, or by a restored database. Names that we never give are somebody else's files and not listed. Nothing
/// is listed of a folder that cannot be read.
pub fn strays(dir: &DataDir, before_wall_ms: i64, keep: &dyn Fn(&str) -> bool) -> Vec<FileName> {
    let folder = dir.exports();
    let Ok(entries) = open(&folder).and_then(|_| Ok(std::fs::read_dir(&folder)?)) else {
        return Vec::new();
    };
    let is_old = |facts: &Metadata| facts.is_file() && modified_ms(facts).is_some_and(|ms| ms < before_wall_ms);
    let mut found: Vec<FileName> = entries
        .flatten()
        .filter(|entry| entry.metadata().is_ok_and(|facts| is_old(&facts)))
        .filter_map(|entry| FileName::found(entry.file_name().to_str()?))
        .filter(|name| !keep(name.as_str()))
        .collect();
    found.sort();
    found
}

fn modified_ms(facts: &Metadata) -> Option<i64> {
    let modified = facts.modified().ok()?;
    let since = modified.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).ok()
}

fn own_folder(path: &Path) -> Result<File, Trouble> {
    let folder = open_or_make(path)?;
    judge(&folder.metadata()?, rustix::process::geteuid().as_raw()).map_err(Trouble::Folder)?;
    Ok(folder)
}

fn remove(path: &Path, name: &FileName) -> Result<(), Trouble> {
    let folder = match open(path) {
        Ok(folder) => folder,
        Err(Trouble::Folder(Fault::Missing)) => return Ok(()),
        Err(trouble) => return Err(trouble),
    };
    match rustix::fs::unlinkat(&folder, name.as_str(), AtFlags::empty()) {
        Ok(()) | Err(Errno::NOENT) => Ok(folder.sync_all()?),
        Err(errno) => Err(errno.into()),
    }
}

fn open_or_make(path: &Path) -> Result<File, Trouble> {
    match open(path) {
        Err(Trouble::Folder(Fault::Missing)) => {}
        opened => return opened,
    }
    match DirBuilder::new().mode(0o700).create(path) {
        Ok(()) => sync_parent(path)?,
        // Somebody else made it in between.
        Err(source) if source.kind() == io::ErrorKind::AlreadyExists => {}
        Err(source) if source.kind() == io::ErrorKind::NotFound => return Err(Trouble::Folder(Fault::Missing)),
        Err(source) => return Err(source.into()),
    }
    open(path)
}

fn open(path: &Path) -> Result<File, Trouble> {
    let flags = OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
    OpenOptions::new()
        .read(true)
        .custom_flags(flags.bits().cast_signed())
        .open(path)
        .map_err(|source| match path.symlink_metadata() {
            Ok(facts) if facts.is_symlink() => Trouble::Folder(Fault::Link),
            Ok(facts) if !facts.is_dir() => Trouble::Folder(Fault::NotADirectory),
            Err(_) if source.kind() == io::ErrorKind::NotFound => Trouble::Folder(Fault::Missing),
            Ok(_) | Err(_) => source.into(),
        })
}

fn judge(folder: &Metadata, us: u32) -> Result<(), Fault> {
    let mode = folder.mode() & 0o7777;
    if folder.uid() != us {
        Err(Fault::OtherOwner { uid: folder.uid() })
    } else if mode & 0o077 != 0 {
        Err(Fault::TooOpen { mode })
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn z09_a_folder_of_another_user_is_refused() {
        let base = tempfile::tempdir().unwrap();
        let dir = DataDir::at(base.path().join("clinic"));
        dir.create().unwrap();
        let facts = dir.exports().metadata().unwrap();
        judge(&facts, facts.uid()).unwrap();
        assert!(matches!(judge(&facts, facts.uid() + 1), Err(Fault::OtherOwner { uid }) if uid == facts.uid()));
    }

    #[test]
    fn z07_every_refusal_of_the_system_says_what_it_is_and_what_to_do() {
        let sentence = |errno: Errno| {
            let (path, trouble) = (PathBuf::from("/c/exports/a.pdf"), Trouble::from(errno));
            let error = SetupError::Export {
                done: "saved",
                path,
                trouble,
            };
            error.to_string()
        };
        for errno in [Errno::NOSPC, Errno::DQUOT, Errno::FBIG] {
            assert_eq!(
                sentence(errno),
                "The file /c/exports/a.pdf was not saved, because there is no room left on the disk; nothing else was \
                 changed: make room there and try again."
            );
        }
        assert_eq!(
            sentence(Errno::ROFS),
            "The file /c/exports/a.pdf was not saved, because the disk can be read but not written; nothing else was \
             changed: make it writable and try again."
        );
        for errno in [Errno::ACCESS, Errno::PERM] {
            assert_eq!(
                sentence(errno),
                "The file /c/exports/a.pdf was not saved, because the system does not allow it; nothing else was \
                 changed: start the program as the owner of the data directory and run `chmod 700 /c/exports`."
            );
        }
        assert_eq!(
            sentence(Errno::IO),
            "The file /c/exports/a.pdf was not saved, because the system refused (Input/output error (os error 5)); \
             nothing else was changed: put that right and try again."
        );
    }
}
