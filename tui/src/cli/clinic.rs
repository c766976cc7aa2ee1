//! The way to an existing clinic, in the one order that is safe: who asks, privileges, directory, owner, permissions,
//! configuration, key, and only then the database (spec U01, U06, Z02).

use std::path::PathBuf;

use domain::time::Now;
use setup::config::Config;
use setup::key_file::KeyRing;
use setup::{DataDir, Surroundings, privileges};
use store::{Db, Keys};

use super::failure::Failure;

/// Where the program was started, and by whom.
#[derive(Debug)]
pub(crate) struct Around {
    /// `--data`.
    pub(crate) data: Option<PathBuf>,
    /// What the environment says.
    pub(crate) surroundings: Surroundings,
    /// The operator's login name (spec U06).
    pub(crate) operator: String,
}

impl Around {
    /// Reads it all, and makes everything this process will create private.
    ///
    /// # Errors
    /// Started setuid or setgid.
    pub(crate) fn read(data: Option<PathBuf>) -> Result<Self, Failure> {
        let operator = privileges::operator_login();
        privileges::start_private()?;
        Ok(Self {
            data,
            surroundings: Surroundings::read(),
            operator,
        })
    }

    /// The directory of an existing clinic, with this process its owner's from here on. Not checked yet.
    ///
    /// # Errors
    /// There is none, or its owner cannot be become.
    pub(crate) fn find(&self) -> Result<DataDir, Failure> {
        let dir = DataDir::find(self.data.as_deref(), &self.surroundings)?;
        privileges::become_owner(&dir)?;
        Ok(dir)
    }
}

/// A clinic whose surroundings are right; its database has not been opened.
#[derive(Debug)]
pub(crate) struct Clinic {
    pub(crate) dir: DataDir,
    pub(crate) config: Config,
    pub(crate) ring: KeyRing,
}

impl Clinic {
    /// Finds and checks it.
    ///
    /// # Errors
    /// The first thing that is wrong; nothing was opened or written.
    pub(crate) fn find(around: &Around) -> Result<Self, Failure> {
        let dir = around.find()?;
        dir.check()?;
        let config = Config::load(&dir, &around.surroundings)?;
        let ring = KeyRing::load(&config.key_file)?;
        Ok(Self { dir, config, ring })
    }

    /// Opens its database.
    ///
    /// # Errors
    /// What the store says.
    pub(crate) fn open(&self) -> Result<Db, Failure> {
        Ok(Db::open(&self.dir, Keys::from_ring(&self.ring))?)
    }
}

/// The instant that is now.
pub(crate) fn now() -> Now {
    crate::clock::now()
}

/// Random bytes from the system.
///
/// # Errors
/// The system has none to give.
pub(crate) fn random<const N: usize>() -> Result<[u8; N], Failure> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|error| Failure::Random(error.to_string()))?;
    Ok(bytes)
}
