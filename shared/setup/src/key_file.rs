//! The key that lies outside the database (spec Z02), and the keys that are made from it.
//!
//! The file is text: a first line `vestibule-key 1`, then one line `<id> <64 hex digits>` a key; the last one is the
//! current one, the others still open what they sealed.

use std::path::Path;

use data_encoding::{HEXLOWER, HEXLOWER_PERMISSIVE};
use domain::secret::Secret;
use hkdf::Hkdf;
use sha2::Sha256;
use zeroize::Zeroizing;

use crate::error::{Fault, SetupError};
use crate::private_file::{self, Rule};

const FIRST_LINE: &str = "vestibule-key 1";

/// What a key made from a root key is for. Each purpose has its own, so that none can stand in for another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// Texted codes (spec C01).
    Code,
    /// Sealed columns (spec Z01).
    Column,
    /// Tokens kept as keyed hashes (spec Z01).
    Token,
    /// Browsers kept as keyed hashes (spec T03).
    Browser,
    /// The chain of the audit (spec D02).
    Audit,
    /// Unknown user names kept as keyed hashes (spec L08).
    Name,
}

impl Purpose {
    /// Every purpose.
    pub const ALL: [Self; 6] = [
        Self::Code,
        Self::Column,
        Self::Token,
        Self::Browser,
        Self::Audit,
        Self::Name,
    ];

    fn info(self) -> &'static [u8] {
        match self {
            Self::Code => b"vestibule 1 code",
            Self::Column => b"vestibule 1 column",
            Self::Token => b"vestibule 1 token",
            Self::Browser => b"vestibule 1 browser",
            Self::Audit => b"vestibule 1 audit",
            Self::Name => b"vestibule 1 name",
        }
    }
}

/// One key of the key file. Nothing is sealed with it directly.
#[derive(Clone, Debug)]
pub struct RootKey(Secret<[u8; 32]>);

impl RootKey {
    /// The key for one purpose, by HKDF-SHA256 (RFC 5869) without salt.
    #[must_use]
    pub fn subkey(&self, purpose: Purpose) -> Secret<[u8; 32]> {
        let mut okm = Zeroizing::new([0; 32]);
        // Only lengths over 255 hashes can fail.
        let expanded = Hkdf::<Sha256>::new(None, self.0.reveal()).expand(purpose.info(), okm.as_mut());
        debug_assert!(expanded.is_ok());
        Secret::new(*okm)
    }
}

/// All keys of the key file, the current one last.
#[derive(Clone, Debug)]
pub struct KeyRing {
    older: Vec<(u8, RootKey)>,
    current: (u8, RootKey),
}

impl KeyRing {
    /// Reads the key file.
    ///
    /// # Errors
    /// [`SetupError::KeyFile`] for one that is missing, a link, no plain file, another user's, open to others (neither
    /// 0400 nor 0600) or not a key file.
    pub fn load(path: &Path) -> Result<Self, SetupError> {
        private_file::read(path, Rule::Ours)
            .and_then(|text| parse(text.reveal()))
            .map_err(|fault| SetupError::KeyFile {
                path: path.to_owned(),
                fault,
            })
    }

    /// Makes a new key file (0600) with one key, number 1, and makes it durable.
    ///
    /// # Errors
    /// [`SetupError::KeyFile`] where something has that name already, [`SetupError::Failed`] where it cannot be written.
    pub fn create(path: &Path, entropy: [u8; 32]) -> Result<Self, SetupError> {
        let key = Secret::new(entropy);
        let digits = Zeroizing::new(HEXLOWER.encode(key.reveal()));
        let text = Zeroizing::new(format!("{FIRST_LINE}\n1 {}\n", digits.as_str()));
        match private_file::create(path, &text) {
            Ok(()) => Ok(Self {
                older: Vec::new(),
                current: (1, RootKey(key)),
            }),
            Err(Fault::Unreadable(source)) => Err(SetupError::failed("write the key file", path)(source)),
            Err(Fault::Missing) => Err(SetupError::failed("write the key file", path)(
                std::io::ErrorKind::NotFound.into(),
            )),
            Err(fault) => Err(SetupError::KeyFile {
                path: path.to_owned(),
                fault,
            }),
        }
    }

    /// The key that seals from now on, with its number.
    #[must_use]
    pub fn current(&self) -> (u8, &RootKey) {
        (self.current.0, &self.current.1)
    }

    /// The key with that number, while the file still has it.
    #[must_use]
    pub fn get(&self, id: u8) -> Option<&RootKey> {
        self.older
            .iter()
            .chain([&self.current])
            .find(|(found, _)| *found == id)
            .map(|(_, key)| key)
    }
}

fn parse(text: &str) -> Result<KeyRing, Fault> {
    let mut lines = text.lines();
    if lines.next() != Some(FIRST_LINE) {
        return Err(Fault::Content("its first line is not that of a key file"));
    }
    let mut keys: Vec<(u8, RootKey)> = Vec::new();
    for line in lines {
        let (id, key) = parse_line(line).ok_or(Fault::Content("one of its lines is not a number and 64 hex digits"))?;
        if keys.iter().any(|(other, _)| *other == id) {
            return Err(Fault::Content("two of its keys have the same number"));
        }
        keys.push((id, key));
    }
    let current = keys.pop().ok_or(Fault::Content("it holds no key"))?;
    Ok(KeyRing { older: keys, current })
}

fn parse_line(line: &str) -> Option<(u8, RootKey)> {
    let (id, digits) = line.split_once(' ')?;
    if digits.len() != 64 {
        return None;
    }
    let mut key = Zeroizing::new([0; 32]);
    HEXLOWER_PERMISSIVE.decode_mut(digits.as_bytes(), key.as_mut()).ok()?;
    Some((id.parse().ok()?, RootKey(Secret::new(*key))))
}
