//! Files that only one user may read: opened without following links and judged by what was opened, not by its name
//! (spec Z02, T03). What stands in them is the caller's.

use std::fs::{File, Metadata, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::Path;

use domain::secret::Secret;
use rustix::fs::OFlags;
use zeroize::Zeroizing;

use crate::error::Fault;

/// More bytes than any key, secret, token or configuration has.
pub const LARGEST: u64 = 64 * 1024;

/// Whose file it must be and how far it may be open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// Ours, with the permissions 0400 or 0600.
    Ours,
    /// Any file this process can open: systemd guards its credentials directory itself.
    Credential,
}

/// Reads a small private file of text, wiped from memory when dropped.
///
/// # Errors
/// The [`Fault`] that makes the file unfit.
pub fn read(path: &Path, rule: Rule) -> Result<Secret<String>, Fault> {
    let mut file = open(path)?;
    let facts = file.metadata().map_err(Fault::Unreadable)?;
    judge(&facts, rule, rustix::process::geteuid().as_raw())?;
    // Room for everything at once, so that no half of a secret is left behind by a growing buffer.
    let mut bytes = Zeroizing::new(vec![0; usize::try_from(facts.len()).unwrap_or(0)]);
    file.read_exact(&mut bytes).map_err(Fault::Unreadable)?;
    let text = std::str::from_utf8(&bytes).map_err(|_| Fault::Content("it is not text"))?;
    Ok(Secret::new(text.to_owned()))
}

/// Writes a new file of mode 0600 and makes it and its name durable.
///
/// # Errors
/// [`Fault::Exists`] where something has that name already; nothing is left behind by a failed write.
pub fn create(path: &Path, text: &str) -> Result<(), Fault> {
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)
        .map_err(|source| match source.kind() {
            io::ErrorKind::AlreadyExists => Fault::Exists,
            io::ErrorKind::NotFound => Fault::Missing,
            _ => Fault::Unreadable(source),
        })?;
    let written = file
        .write_all(text.as_bytes())
        .and_then(|()| file.sync_all())
        .and_then(|()| sync_parent(path));
    written.map_err(|source| {
        // The failed write is what the person must hear of; a remnant would only be refused as too short.
        let _ = std::fs::remove_file(path);
        Fault::Unreadable(source)
    })
}

/// Makes the name of `path` durable.
///
/// # Errors
/// What the system said.
pub fn sync_parent(path: &Path) -> io::Result<()> {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => File::open(parent)?.sync_all(),
        Some(_) | None => File::open(".")?.sync_all(),
    }
}

fn open(path: &Path) -> Result<File, Fault> {
    // NONBLOCK: a pipe put in the file's place must not hang the start.
    let flags = OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
    OpenOptions::new()
        .read(true)
        .custom_flags(flags.bits().cast_signed())
        .open(path)
        .map_err(|source| match path.symlink_metadata() {
            Ok(facts) if facts.is_symlink() => Fault::Link,
            Ok(facts) if !facts.is_file() => Fault::NotAFile,
            Ok(_) => Fault::Unreadable(source),
            Err(_) if source.kind() == io::ErrorKind::NotFound => Fault::Missing,
            Err(_) => Fault::Unreadable(source),
        })
}

fn judge(facts: &Metadata, rule: Rule, us: u32) -> Result<(), Fault> {
    let mode = facts.mode() & 0o7777;
    if !facts.is_file() {
        return Err(Fault::NotAFile);
    }
    match rule {
        Rule::Ours if facts.uid() != us => return Err(Fault::OtherOwner { uid: facts.uid() }),
        Rule::Ours if mode != 0o400 && mode != 0o600 => return Err(Fault::TooOpen { mode }),
        Rule::Ours | Rule::Credential => {}
    }
    if facts.len() > LARGEST {
        Err(Fault::Content("it is far too long"))
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn z02_a_file_of_another_user_is_refused() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("f");
        create(&path, "x").unwrap();
        let facts = path.metadata().unwrap();
        let stranger = facts.uid() + 1;
        assert!(matches!(judge(&facts, Rule::Ours, stranger), Err(Fault::OtherOwner { uid }) if uid == facts.uid()));
        assert!(judge(&facts, Rule::Credential, stranger).is_ok());
    }

    #[test]
    fn z02_only_0400_and_0600_are_private() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("f");
        create(&path, "x").unwrap();
        assert_eq!(path.metadata().unwrap().mode() & 0o7777, 0o600);
        for mode in [0o400, 0o600] {
            path.set_permissions_to(mode);
            assert_eq!(read(&path, Rule::Ours).unwrap().reveal(), "x");
        }
        for mode in [0o640, 0o604, 0o660, 0o644, 0o700, 0o4600] {
            path.set_permissions_to(mode);
            assert!(matches!(read(&path, Rule::Ours), Err(Fault::TooOpen { mode: found }) if found == mode));
        }
    }

    #[test]
    fn z02_a_link_a_pipe_and_a_directory_are_refused_at_once() {
        let dir = tempfile::tempdir().unwrap();
        let (file, link, pipe) = (dir.path().join("f"), dir.path().join("l"), dir.path().join("p"));
        create(&file, "x").unwrap();
        std::os::unix::fs::symlink(&file, &link).unwrap();
        let mode = rustix::fs::Mode::from_raw_mode(0o600);
        rustix::fs::mknodat(rustix::fs::CWD, &pipe, rustix::fs::FileType::Fifo, mode, 0).unwrap();
        assert!(matches!(read(&link, Rule::Credential), Err(Fault::Link)));
        assert!(matches!(read(&pipe, Rule::Ours), Err(Fault::NotAFile)));
        assert!(matches!(read(dir.path(), Rule::Ours), Err(Fault::NotAFile)));
        assert!(matches!(
            read(&dir.path().join("none"), Rule::Ours),
            Err(Fault::Missing)
        ));
    }

    #[test]
    fn z02_what_is_there_is_never_overwritten() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("f");
        create(&path, "first").unwrap();
        assert!(matches!(create(&path, "second"), Err(Fault::Exists)));
        assert_eq!(read(&path, Rule::Ours).unwrap().reveal(), "first");
    }

    trait SetMode {
        fn set_permissions_to(&self, mode: u32);
    }

    impl SetMode for std::path::PathBuf {
        fn set_permissions_to(&self, mode: u32) {
            std::fs::set_permissions(self, std::fs::Permissions::from_mode(mode)).unwrap();
        }
    }
}
