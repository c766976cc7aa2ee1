//! A file made for somebody, written as it comes and there only once it is whole (spec R09, Z07): until then it has a
//! hidden name, and a failure or a stop takes it away again.
//!
//! Its permissions are 0600 from the first byte on, links are not followed, and what has the name already stays. Where
//! files of `exports/` lie and how they are found again is `exports`.

use std::ffi::{OsStr, OsString};
use std::fs::{File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use rustix::fs::{AtFlags, Mode, OFlags, RenameFlags};
use rustix::io::Errno;

use crate::error::SetupError;
use crate::exports::Trouble;

/// How the hidden name of a file being written ends.
pub(crate) const UNFINISHED: &str = ".part";
/// So many files of one name may be under way, or left by killed programs, at once.
const UNFINISHED_AT_MOST: u8 = 100;

/// A file under way. Dropped before [`NewFile::finish`], nothing of it stays.
#[derive(Debug)]
pub struct NewFile {
    folder: File,
    file: BufWriter<File>,
    unfinished: String,
    name: OsString,
    path: PathBuf,
    named: bool,
}

impl NewFile {
    /// Begins a file where whoever runs the program wants it.
    ///
    /// # Errors
    /// [`SetupError::Export`]: something has that name, or its folder cannot be written.
    pub fn at(path: &Path) -> Result<Self, SetupError> {
        let folder = match path.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent,
            Some(_) | None => Path::new("."),
        };
        let refused = |trouble| refused(path, trouble);
        let name = path
            .file_name()
            .ok_or_else(|| refused(Trouble::System(io::ErrorKind::IsADirectory.into())))?;
        if path.symlink_metadata().is_ok() {
            return Err(refused(Trouble::Exists));
        }
        let flags = OFlags::DIRECTORY | OFlags::CLOEXEC;
        let opened = OpenOptions::new()
            .read(true)
            .custom_flags(flags.bits().cast_signed())
            .open(folder);
        let folder = opened.map_err(|source| refused(source.into()))?;
        Self::in_folder(folder, name, path).map_err(|trouble| refused(trouble.into()))
    }

    /// Begins a file in an open folder; `path` is how a person calls it.
    pub(crate) fn in_folder(folder: File, name: &OsStr, path: &Path) -> io::Result<Self> {
        let (file, unfinished) = begin(&folder, name)?;
        Ok(Self {
            folder,
            file: BufWriter::with_capacity(64 * 1024, file),
            unfinished,
            name: name.to_owned(),
            path: path.to_owned(),
            named: false,
        })
    }

    /// Makes it durable and gives it its name.
    ///
    /// # Errors
    /// [`SetupError::Export`]; then nothing of it is left.
    pub fn finish(mut self) -> Result<PathBuf, SetupError> {
        let done = self.file.flush().and_then(|()| self.put_in_place());
        done.map_err(|source| self.failed(source))?;
        Ok(self.path.clone())
    }

    pub(crate) fn failed(&self, source: io::Error) -> SetupError {
        not_saved(&self.path, source)
    }

    fn put_in_place(&mut self) -> io::Result<()> {
        self.file.get_ref().sync_all()?;
        give_name(&self.folder, &self.unfinished, &self.name)?;
        if let Err(source) = self.folder.sync_all() {
            // The failed write is what the person must hear of.
            let _ = rustix::fs::unlinkat(&self.folder, &self.name, AtFlags::empty());
            return Err(source);
        }
        self.named = true;
        Ok(())
    }
}

impl Write for NewFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Drop for NewFile {
    fn drop(&mut self) {
        if !self.named {
            // A remnant is a stray, which is swept.
            let _ = rustix::fs::unlinkat(&self.folder, &self.unfinished, AtFlags::empty());
        }
    }
}

/// What it means for the person that a write was refused.
#[must_use]
pub fn not_saved(path: &Path, source: io::Error) -> SetupError {
    refused(path, source.into())
}

fn refused(path: &Path, trouble: Trouble) -> SetupError {
    SetupError::Export {
        done: "saved",
        path: path.to_owned(),
        trouble,
    }
}

/// Opens a new file under a hidden name, and says which.
fn begin(folder: &File, name: &OsStr) -> io::Result<(File, String)> {
    let flags = OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL | OFlags::NOFOLLOW | OFlags::CLOEXEC;
    for number in 0..UNFINISHED_AT_MOST {
        let unfinished = format!(".{}.{number}{UNFINISHED}", name.to_string_lossy());
        match rustix::fs::openat(folder, &unfinished, flags, Mode::RUSR | Mode::WUSR) {
            Ok(file) => {
                // The umask and the folder's access list have had their say in the mode.
                rustix::fs::fchmod(&file, Mode::RUSR | Mode::WUSR)?;
                return Ok((file.into(), unfinished));
            }
            Err(Errno::EXIST) => {}
            Err(errno) => return Err(errno.into()),
        }
    }
    Err(Errno::EXIST.into())
}

fn give_name(folder: &File, unfinished: &str, name: &OsStr) -> io::Result<()> {
    match rustix::fs::renameat_with(folder, unfinished, folder, name, RenameFlags::NOREPLACE) {
        // A file system that cannot rename so.
        Err(Errno::INVAL | Errno::NOSYS | Errno::OPNOTSUPP) => give_name_by_link(folder, unfinished, name),
        outcome => Ok(outcome?),
    }
}

fn give_name_by_link(folder: &File, unfinished: &str, name: &OsStr) -> io::Result<()> {
    rustix::fs::linkat(folder, unfinished, folder, name, AtFlags::empty())?;
    // The file is there, whole; its other name, should it stay, is a stray.
    let _ = rustix::fs::unlinkat(folder, unfinished, AtFlags::empty());
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::os::unix::fs::MetadataExt;

    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let entries = std::fs::read_dir(folder).unwrap();
        let mut names: Vec<String> = entries
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn r09_where_the_file_system_cannot_rename_without_replacing_a_link_does_it_as_well() {
        let base = tempfile::tempdir().unwrap();
        let at = |name: &str| base.path().join(name);
        let folder = File::open(base.path()).unwrap();
        std::fs::write(at("unfinished"), "new").unwrap();
        give_name_by_link(&folder, "unfinished", OsStr::new("name")).unwrap();
        assert_eq!(std::fs::read_to_string(at("name")).unwrap(), "new");
        assert!(!at("unfinished").exists());

        std::fs::write(at("unfinished"), "newer").unwrap();
        let refused = give_name_by_link(&folder, "unfinished", OsStr::new("name")).unwrap_err();
        assert_eq!(refused.kind(), io::ErrorKind::AlreadyExists);
        assert_eq!(std::fs::read_to_string(at("name")).unwrap(), "new");
    }

    #[test]
    fn z07_a_file_is_there_once_it_is_whole_and_private_from_the_start() {
        let base = tempfile::tempdir().unwrap();
        let path = base.path().join("staff.csv");
        let mut file = NewFile::at(&path).unwrap();
        file.write_all(b"name\n").unwrap();
        assert_eq!(names(base.path()), [".staff.csv.0.part"]);
        let unfinished = base.path().join(".staff.csv.0.part");
        assert_eq!(unfinished.metadata().unwrap().mode() & 0o7777, 0o600);
        assert_eq!(file.finish().unwrap(), path);
        assert_eq!(names(base.path()), ["staff.csv"]);
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "name\n");
        assert_eq!(path.metadata().unwrap().mode() & 0o7777, 0o600);
    }

    #[test]
    fn h04_of_a_file_that_was_stopped_nothing_stays() {
        let base = tempfile::tempdir().unwrap();
        let mut file = NewFile::at(&base.path().join("staff.csv")).unwrap();
        file.write_all(&[b'x'; 200_000]).unwrap();
        drop(file);
        assert_eq!(names(base.path()), [""; 0]);
    }

    #[test]
    fn z07_what_has_the_name_already_stays_whenever_it_came_there() {
        let base = tempfile::tempdir().unwrap();
        let path = base.path().join("staff.csv");
        let under_way = NewFile::at(&path).unwrap();
        std::fs::write(&path, "mine").unwrap();
        let said = NewFile::at(&path).unwrap_err().to_string();
        assert!(
            said.contains("there is one of that name, which was left as it is"),
            "{said}"
        );
        assert!(under_way.finish().is_err());
        std::fs::remove_file(&path).unwrap();
        std::os::unix::fs::symlink(base.path().join("nowhere"), &path).unwrap();
        assert!(NewFile::at(&path).is_err(), "a link is a name too");
        assert_eq!(names(base.path()), ["staff.csv"]);
    }

    #[test]
    fn h05_a_folder_that_is_not_there_or_no_folder_is_a_sentence() {
        let base = tempfile::tempdir().unwrap();
        std::fs::write(base.path().join("file"), "").unwrap();
        for path in ["none/staff.csv", "file/staff.csv", ".."] {
            let said = NewFile::at(&base.path().join(path)).unwrap_err().to_string();
            assert!(said.contains("was not saved, because") && said.ends_with('.'), "{said}");
        }
    }
}
