//! Files that the configuration names: where they are looked for, and how the secrets among them are read. The key file
//! has its own module.

use std::path::{Path, PathBuf};

use domain::secret::Secret;

use crate::error::{Fault, SetupError};
use crate::private_file::{self, Rule};

/// A file with a secret, resolved but not read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecretFile {
    /// Where it is.
    pub path: PathBuf,
    /// Whether it lies in `$CREDENTIALS_DIRECTORY`, which systemd guards.
    pub is_credential: bool,
}

/// Reads a secret: one line, its line end cut off.
///
/// # Errors
/// [`SetupError::Secret`] for one that is missing, empty, more than a line, a link, or (outside
/// `$CREDENTIALS_DIRECTORY`) another user's or open to others.
pub fn read_secret(file: &SecretFile) -> Result<Secret<String>, SetupError> {
    let rule = if file.is_credential {
        Rule::Credential
    } else {
        Rule::Ours
    };
    let fault = |fault| SetupError::Secret {
        path: file.path.clone(),
        fault,
    };
    let text = private_file::read(&file.path, rule).map_err(fault)?;
    let secret = text.reveal().trim_end_matches(['\n', '\r']);
    if secret.is_empty() {
        Err(fault(Fault::Content("it is empty")))
    } else if secret.chars().any(char::is_control) {
        Err(fault(Fault::Content("it is more than one line of text")))
    } else {
        Ok(Secret::from(secret))
    }
}

/// Where `*_file` values are looked for.
#[derive(Clone, Copy)]
pub(super) struct Files<'a> {
    pub(super) dir: &'a Path,
    pub(super) credentials: Option<&'a Path>,
}

impl Files<'_> {
    /// A relative name is looked for among the credentials, then in the data directory.
    pub(super) fn resolve(self, name: &str) -> SecretFile {
        let credential = self.credentials.map(|dir| dir.join(name)).filter(|path| path.exists());
        let path = credential.unwrap_or_else(|| self.dir.join(name));
        let is_credential = self.credentials.is_some_and(|dir| path.starts_with(dir));
        SecretFile { path, is_credential }
    }
}
