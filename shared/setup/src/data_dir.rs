//! Where a clinic lies and what lies in it (contract, "Data directory"; spec U01, U08). The names here are promises.
//! What stands in the files is for the modules named after them.

use std::fs::{DirBuilder, OpenOptions};
use std::io;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use crate::error::{Fault, SetupError};

/// What the surroundings of the program say about where things are, read once and handed on, so that tests bring their own.
#[derive(Clone, Debug, Default)]
pub struct Surroundings {
    /// `VESTIBULE_DATA`.
    pub vestibule_data: Option<PathBuf>,
    /// `XDG_DATA_HOME`, absolute.
    pub xdg_data_home: Option<PathBuf>,
    /// `HOME`, absolute.
    pub home: Option<PathBuf>,
    /// `CREDENTIALS_DIRECTORY`, as systemd sets it for the worker.
    pub credentials: Option<PathBuf>,
    /// The current directory.
    pub current: PathBuf,
    /// The root of the file system: `/`.
    pub root: PathBuf,
}

impl Surroundings {
    /// Reads them from the process.
    #[must_use]
    pub fn read() -> Self {
        let path = |name: &str| {
            std::env::var_os(name)
                .filter(|value| !value.is_empty())
                .map(PathBuf::from)
        };
        let absolute = |name: &str| path(name).filter(|path| path.is_absolute());
        Self {
            vestibule_data: path("VESTIBULE_DATA"),
            xdg_data_home: absolute("XDG_DATA_HOME"),
            home: absolute("HOME"),
            credentials: absolute("CREDENTIALS_DIRECTORY"),
            current: std::env::current_dir().unwrap_or_else(|_| PathBuf::from("/")),
            root: PathBuf::from("/"),
        }
    }

    fn installed(&self) -> PathBuf {
        self.root.join("var/lib/vestibule")
    }

    fn in_checkout(&self) -> PathBuf {
        self.current.join("data/clinic")
    }

    fn at_home(&self) -> Option<PathBuf> {
        let base = self
            .xdg_data_home
            .clone()
            .or_else(|| self.home.as_ref().map(|home| home.join(".local/share")));
        base.map(|base| base.join("vestibule"))
    }

    /// The directory named by option or environment, which then is the only one looked at.
    fn named(&self, option: Option<&Path>) -> Option<PathBuf> {
        option
            .or(self.vestibule_data.as_deref())
            .map(|dir| self.current.join(dir))
    }
}

/// The directory of one clinic. Having one says nothing yet about its safety: see [`DataDir::check`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DataDir {
    path: PathBuf,
}

impl DataDir {
    /// The directory at `path`, whatever is there. For `demo` and tests; programs use [`DataDir::find`].
    #[must_use]
    pub fn at(path: impl Into<PathBuf>) -> Self {
        Self { path: path.into() }
    }

    /// The clinic to work on: the `--data` option, else `VESTIBULE_DATA`, else the first directory that exists of
    /// `/var/lib/vestibule`, `./data/clinic` and `$XDG_DATA_HOME/vestibule`.
    ///
    /// # Errors
    /// [`SetupError::NothingThere`] where no clinic was set up in it.
    pub fn find(option: Option<&Path>, around: &Surroundings) -> Result<Self, SetupError> {
        let candidates = match around.named(option) {
            Some(named) => vec![named],
            None => [Some(around.installed()), Some(around.in_checkout()), around.at_home()]
                .into_iter()
                .flatten()
                .collect(),
        };
        let Some(first) = candidates.iter().find(|dir| is_there(dir)) else {
            return Err(SetupError::NothingThere { looked: candidates });
        };
        let found = Self::at(first);
        if found.has_clinic() {
            Ok(found)
        } else {
            Err(SetupError::NothingThere {
                looked: vec![found.path],
            })
        }
    }

    /// Where `init` puts a new clinic: the `--data` option, else `VESTIBULE_DATA`, else `/var/lib/vestibule` if there,
    /// `./data/clinic` in a checkout, else `$XDG_DATA_HOME/vestibule`.
    ///
    /// # Errors
    /// [`SetupError::NoPlace`] where not even a home directory is known.
    pub fn for_init(option: Option<&Path>, around: &Surroundings) -> Result<Self, SetupError> {
        if let Some(named) = around.named(option) {
            return Ok(Self::at(named));
        }
        if is_there(&around.installed()) {
            return Ok(Self::at(around.installed()));
        }
        let is_checkout =
            around.current.join("Cargo.toml").is_file() && around.current.join("data/migrations").is_dir();
        if is_checkout {
            return Ok(Self::at(around.in_checkout()));
        }
        around.at_home().map(Self::at).ok_or(SetupError::NoPlace)
    }

    /// Where `init` puts the key (spec U02): `/etc/vestibule/vestibule.key` for an installed clinic, else into the data
    /// directory.
    #[must_use]
    pub fn key_for_init(&self, around: &Surroundings) -> PathBuf {
        if self.path == around.installed() {
            around.root.join("etc/vestibule/vestibule.key")
        } else {
            self.path.join("vestibule.key")
        }
    }

    /// The directory itself.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// `vestibule.db`.
    #[must_use]
    pub fn db(&self) -> PathBuf {
        self.path.join("vestibule.db")
    }

    /// `vestibule.toml`.
    #[must_use]
    pub fn config(&self) -> PathBuf {
        self.path.join("vestibule.toml")
    }

    /// `vestibule.wake`, touched after every commit.
    #[must_use]
    pub fn wake(&self) -> PathBuf {
        self.path.join("vestibule.wake")
    }

    /// `write.lock`, held during every write (spec Z06).
    #[must_use]
    pub fn write_lock(&self) -> PathBuf {
        self.path.join("write.lock")
    }

    /// `worker.lock`, held by the worker on duty (spec W05).
    #[must_use]
    pub fn worker_lock(&self) -> PathBuf {
        self.path.join("worker.lock")
    }

    /// `run/`, one locked file a session (spec S16).
    #[must_use]
    pub fn run(&self) -> PathBuf {
        self.path.join("run")
    }

    /// `exports/`, where people's files are made (spec R09).
    #[must_use]
    pub fn exports(&self) -> PathBuf {
        self.path.join("exports")
    }

    /// `backups/`.
    #[must_use]
    pub fn backups(&self) -> PathBuf {
        self.path.join("backups")
    }

    /// `log/`.
    #[must_use]
    pub fn log(&self) -> PathBuf {
        self.path.join("log")
    }

    /// `phone/`, where the folder transport leaves texts.
    #[must_use]
    pub fn phone(&self) -> PathBuf {
        self.path.join("phone")
    }

    /// `mail/`, where the folder transport leaves mails.
    #[must_use]
    pub fn mail(&self) -> PathBuf {
        self.path.join("mail")
    }

    /// Whether a clinic was set up here: the database is there, or something keeps us from seeing that it is not (which
    /// [`DataDir::check`] then names).
    #[must_use]
    pub fn has_clinic(&self) -> bool {
        is_there(&self.db())
    }

    /// Makes the directory (0700) with its folders, wake file and write lock; an existing one is completed.
    ///
    /// # Errors
    /// [`SetupError::AlreadyThere`] for one that holds a clinic, what [`DataDir::check`] says of one that is not safe,
    /// [`SetupError::Failed`] where the system refuses.
    pub fn create(&self) -> Result<(), SetupError> {
        if let Some(parent) = self.path.parent() {
            std::fs::create_dir_all(parent).map_err(SetupError::failed("make the directory", parent))?;
        }
        make_private_dir(&self.path)?;
        self.check()?;
        if self.has_clinic() {
            return Err(SetupError::AlreadyThere { dir: self.path.clone() });
        }
        for folder in [
            self.run(),
            self.exports(),
            self.backups(),
            self.log(),
            self.phone(),
            self.mail(),
        ] {
            make_private_dir(&folder)?;
        }
        for (file, content) in [(self.wake(), "."), (self.write_lock(), "")] {
            let made = OpenOptions::new()
                .write(true)
                .create(true)
                .truncate(true)
                .mode(0o600)
                .open(&file);
            made.and_then(|mut made| io::Write::write_all(&mut made, content.as_bytes()))
                .map_err(SetupError::failed("make the file", &file))?;
        }
        Ok(())
    }

    /// Refuses a directory that is a link, is not ours, or is open to others (spec U01, Z02).
    ///
    /// # Errors
    /// [`SetupError::Directory`] with what is wrong.
    pub fn check(&self) -> Result<(), SetupError> {
        self.judge(rustix::process::geteuid().as_raw())
            .map_err(|fault| SetupError::Directory {
                path: self.path.clone(),
                fault,
            })
    }

    fn judge(&self, us: u32) -> Result<(), Fault> {
        let facts = self.path.symlink_metadata().map_err(|source| match source.kind() {
            io::ErrorKind::NotFound => Fault::Missing,
            _ => Fault::Unreadable(source),
        })?;
        let mode = facts.mode() & 0o7777;
        if facts.is_symlink() {
            Err(Fault::Link)
        } else if !facts.is_dir() {
            Err(Fault::NotADirectory)
        } else if facts.uid() != us {
            Err(Fault::OtherOwner { uid: facts.uid() })
        } else if mode & 0o077 != 0 {
            Err(Fault::TooOpen { mode })
        } else {
            Ok(())
        }
    }
}

/// Makes a directory of mode 0700 unless it is there.
pub(crate) fn make_private_dir(path: &Path) -> Result<(), SetupError> {
    match DirBuilder::new().mode(0o700).create(path) {
        Err(source) if source.kind() != io::ErrorKind::AlreadyExists => {
            Err(SetupError::failed("make the directory", path)(source))
        }
        Ok(()) | Err(_) => Ok(()),
    }
}

/// Everything but a certain "no" counts as there: what cannot be looked at must be named, not passed over.
fn is_there(path: &Path) -> bool {
    match path.symlink_metadata() {
        Ok(_) => true,
        Err(source) => !matches!(source.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory),
    }
}
