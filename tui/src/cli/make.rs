//! Making a clinic so that it is either there or not (spec Z07): it counts as there from the moment `vestibule.db` has its
//! name, and that is the last step.
//!
//! ```text
//! .init/vestibule.db, complete ─▶ key ─▶ vestibule.toml ─▶ rename .init/vestibule.db ─▶ remove .init/
//! ```
//! The data directory of an installed clinic is there before (its parent is root's), so the whole directory cannot be
//! renamed into place. After an error, and after an `init` that was killed, `sweep` takes back what was put in place: the
//! complete database in `.init/` proves that a key belongs to nothing but it. What a clinic is made of is in `init`.

use std::fs::{self, TryLockError};
use std::path::{Path, PathBuf};

use actions::add_staff::{AddStaff, FirstPassword};
use actions::init_clinic::init_clinic;
use domain::secret::Secret;
use setup::key_file::KeyRing;
use setup::private_file;
use setup::{DataDir, Fault, SetupError, locks};
use store::audit::{Chain, verify};
use store::clinic::Clinic;
use store::{Db, Keys};
use zeroize::Zeroizing;

use super::clinic::{now, random};
use super::failure::Failure;

/// What a clinic is made of, judged already.
pub(crate) struct NewClinic {
    pub(crate) clinic: Clinic,
    pub(crate) owner: AddStaff,
    pub(crate) password: Secret<String>,
    /// The text of `vestibule.toml`.
    pub(crate) config_text: String,
}

/// One try to make a clinic in a directory.
pub(crate) struct Attempt {
    dir: DataDir,
    /// Where the database is made; a data directory of its own.
    staging: DataDir,
    key: PathBuf,
}

impl Attempt {
    pub(crate) fn new(dir: &DataDir, key: &Path) -> Self {
        Self {
            dir: dir.clone(),
            staging: DataDir::at(dir.path().join(".init")),
            key: key.to_owned(),
        }
    }

    /// Refuses before anything is asked or made: a clinic that is there, a key or configuration that would have to be
    /// overwritten, no folder for the key.
    ///
    /// # Errors
    /// What is in the way.
    pub(crate) fn refuse_obstacles(&self) -> Result<(), Failure> {
        self.refuse_clinic()?;
        let was_interrupted = is_there(self.staging.path());
        if is_there(&self.key) && !was_interrupted {
            return Err(self.key_exists());
        }
        if is_there(&self.dir.config()) && !was_interrupted {
            return Err(config_exists(&self.dir));
        }
        match self.key.parent() {
            Some(folder) if folder != self.dir.path() && !folder.is_dir() => Err(Failure::SetUp(format!(
                "The folder {0} for the key is not there; nothing was made: make it for the clinic's user alone, \
                 `install -d -m 700 -o USER {0}`.",
                folder.display()
            ))),
            Some(_) | None => Ok(()),
        }
    }

    /// Makes the clinic.
    ///
    /// # Errors
    /// What went wrong; everything made until then was taken back.
    pub(crate) fn make(&self, new: &NewClinic, operator: &str) -> Result<(), Failure> {
        let was_there = is_there(self.dir.path());
        self.dir.create()?;
        let lock = locks::open_lock_file(&self.dir.write_lock())?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(Failure::Refused(format!(
                    "Another `vestibule init` is at work in {}; nothing was changed: wait for its end.",
                    self.dir.path().display()
                )));
            }
            Err(TryLockError::Error(source)) => return Err(failed("lock", &self.dir.write_lock())(source)),
        }
        self.refuse_clinic()?;
        self.sweep()?;
        let made = self.put_in_place(new, operator);
        if made.is_err() && !self.dir.has_clinic() {
            // The first error is the one to hear of; what cannot be taken back now, the next `init` sweeps.
            let _ = self.sweep();
            if !was_there {
                let _ = fs::remove_dir_all(self.dir.path());
            }
        }
        made
    }

    fn put_in_place(&self, new: &NewClinic, operator: &str) -> Result<(), Failure> {
        let root_key = Zeroizing::new(random::<32>()?);
        self.stage(new, operator, *root_key)?;
        KeyRing::create(&self.key, *root_key)?;
        write_config(&self.dir, &new.config_text)?;
        fs::rename(self.staging.db(), self.dir.db()).map_err(failed("give its name to", &self.dir.db()))?;
        private_file::sync_parent(&self.dir.db()).map_err(failed("make durable", &self.dir.db()))?;
        // What is left in it are empty folders; the clinic is there.
        let _ = fs::remove_dir_all(self.staging.path());
        Ok(())
    }

    /// The complete database and the text of the configuration, in `.init/`.
    fn stage(&self, new: &NewClinic, operator: &str, root_key: [u8; 32]) -> Result<(), Failure> {
        self.staging.create()?;
        let passing = self.staging.path().join("vestibule.key");
        let ring = KeyRing::create(&passing, root_key)?;
        fs::remove_file(&passing).map_err(failed("remove", &passing))?;
        let mut db = Db::create(&self.staging, Keys::from_ring(&ring))?;
        let password = FirstPassword::Own(new.password.clone());
        init_clinic(&mut db, &new.clinic, &new.owner, &password, operator, random()?, now())?;
        // Closing moves everything out of the write-ahead log, which does not move along.
        drop(db);
        let log = self.staging.path().join("vestibule.db-wal");
        if is_there(&log) {
            return Err(failed("finish", &log)(std::io::ErrorKind::ResourceBusy.into()));
        }
        write_config(&self.staging, &new.config_text)
    }

    /// Takes back what an attempt that did not come to its end has put in place; nothing else is ever removed.
    fn sweep(&self) -> Result<(), Failure> {
        if !is_there(self.staging.path()) {
            return Ok(());
        }
        if self.key_is_ours() {
            fs::remove_file(&self.key).map_err(failed("remove", &self.key))?;
        }
        if is_same(&self.staging.config(), &self.dir.config()) {
            fs::remove_file(self.dir.config()).map_err(failed("remove", &self.dir.config()))?;
        }
        fs::remove_dir_all(self.staging.path()).map_err(failed("remove", self.staging.path()))
    }

    /// Whether the key fits the database in `.init/`, so that no other can depend on it.
    fn key_is_ours(&self) -> bool {
        let Ok(ring) = KeyRing::load(&self.key) else {
            return false;
        };
        let chain = Db::open(&self.staging, Keys::from_ring(&ring)).and_then(|mut db| db.read(now(), verify));
        matches!(chain, Ok(Chain::Whole { rows: 1.. }))
    }

    fn refuse_clinic(&self) -> Result<(), Failure> {
        if self.dir.has_clinic() {
            let dir = self.dir.path().to_owned();
            Err(SetupError::AlreadyThere { dir }.into())
        } else {
            Ok(())
        }
    }

    fn key_exists(&self) -> Failure {
        let (path, fault) = (self.key.clone(), Fault::Exists);
        SetupError::KeyFile { path, fault }.into()
    }
}

fn write_config(dir: &DataDir, text: &str) -> Result<(), Failure> {
    private_file::create(&dir.config(), text).map_err(|fault| match fault {
        Fault::Exists => config_exists(dir),
        fault => Failure::SetUp(format!(
            "The file {} {fault}; nothing was made: put that right and try again.",
            dir.config().display()
        )),
    })
}

fn config_exists(dir: &DataDir) -> Failure {
    Failure::Refused(format!(
        "There is a {} but no clinic beside it; nothing was made and the file was left as it is: move it away, `init` \
         writes its own.",
        dir.config().display()
    ))
}

fn is_there(path: &Path) -> bool {
    path.symlink_metadata().is_ok()
}

fn is_same(one: &Path, other: &Path) -> bool {
    match (fs::read(one), fs::read(other)) {
        (Ok(one), Ok(other)) => one == other,
        (Err(_), _) | (_, Err(_)) => false,
    }
}

fn failed(doing: &'static str, path: &Path) -> impl FnOnce(std::io::Error) -> Failure {
    let path = path.to_owned();
    move |source| SetupError::Failed { doing, path, source }.into()
}
