//! The keys of one clinic as the store uses them: sealing columns, tagging tokens, chaining the record. Where they come
//! from (the key file) is `setup`'s business.

use std::collections::BTreeMap;

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use domain::code::CodeKey;
use domain::verification::CodeKeys;
use hmac::{Hmac, Mac};
use setup::key_file::{KeyRing, Purpose};
use sha2::Sha256;
use zeroize::Zeroizing;

use crate::StoreError;

type HmacSha256 = Hmac<Sha256>;
/// An HMAC-SHA256.
pub type Tag = [u8; 32];

struct KeySet {
    column: Zeroizing<[u8; 32]>,
    token: Zeroizing<[u8; 32]>,
    browser: Zeroizing<[u8; 32]>,
    name: Zeroizing<[u8; 32]>,
    /// Ready to begin: the record is checked row by row, and setting a key up costs as much as a row.
    audit: HmacSha256,
}

/// Every key of the clinic; the newest one seals, the others still open what they sealed (spec Z02).
pub struct Keys {
    current: u8,
    sets: BTreeMap<u8, KeySet>,
    codes: CodeKeys,
}

impl Keys {
    /// Derives all working keys from the key file's contents.
    #[must_use]
    pub fn from_ring(ring: &KeyRing) -> Self {
        let (current, _) = ring.current();
        let mut sets = BTreeMap::new();
        let mut codes = CodeKeys::default();
        for (id, root) in (0..=u8::MAX).filter_map(|id| ring.get(id).map(|root| (id, root))) {
            let key = |purpose| Zeroizing::new(*root.subkey(purpose).reveal());
            codes.0.insert(id, CodeKey::new(*root.subkey(Purpose::Code).reveal()));
            sets.insert(
                id,
                KeySet {
                    column: key(Purpose::Column),
                    token: key(Purpose::Token),
                    browser: key(Purpose::Browser),
                    name: key(Purpose::Name),
                    audit: begin(&key(Purpose::Audit)),
                },
            );
        }
        Self { current, sets, codes }
    }

    /// The id of the key that seals and derives from now on.
    #[must_use]
    pub fn current_id(&self) -> u8 {
        self.current
    }

    /// The keys texted codes are derived under.
    #[must_use]
    pub fn codes(&self) -> &CodeKeys {
        &self.codes
    }

    /// The keyed hash under which a token is stored.
    #[must_use]
    pub fn token_tag(&self, token: &[u8]) -> Tag {
        tag(&self.current_set().token, &[token])
    }

    /// The keyed hash under which a browser is stored (spec T03).
    #[must_use]
    pub fn browser_tag(&self, identity: &[u8]) -> Tag {
        tag(&self.current_set().browser, &[identity])
    }

    /// The keyed hash of a name typed at the sign-in (spec L08).
    #[must_use]
    pub fn name_tag(&self, username_key: &str) -> Tag {
        tag(&self.current_set().name, &[username_key.as_bytes()])
    }

    /// The keyed hash of a recovery code that is dead, bound to its person (spec R06).
    #[must_use]
    pub fn recovery_tag(&self, staff: i64, code: &[u8]) -> Tag {
        tag(&self.current_set().token, &[b"recovery", &staff.to_be_bytes(), code])
    }

    pub(crate) fn audit_mac(&self, key_id: u8, parts: &[&[u8]]) -> Result<Tag, StoreError> {
        let set = self.sets.get(&key_id).ok_or(StoreError::Unreadable("The record"))?;
        Ok(finish(set.audit.clone(), parts))
    }

    /// Seals `plain` for one field: key id, nonce, ciphertext; bound to table, column and row (spec Z01).
    pub(crate) fn seal(&self, field: Field<'_>, nonce: [u8; 24], plain: &[u8]) -> Result<Vec<u8>, StoreError> {
        let cipher = XChaCha20Poly1305::new((&*self.current_set().column).into());
        let aad = field.aad(self.current);
        let sealed = cipher
            .encrypt(&XNonce::from(nonce), Payload { msg: plain, aad: &aad })
            .map_err(|_| StoreError::Unreadable(field.name))?;
        let mut blob = Vec::with_capacity(1 + 24 + sealed.len());
        blob.push(self.current);
        blob.extend_from_slice(&nonce);
        blob.extend_from_slice(&sealed);
        Ok(blob)
    }

    /// Opens what [`Keys::seal`] made.
    pub(crate) fn open(&self, field: Field<'_>, blob: &[u8]) -> Result<Zeroizing<Vec<u8>>, StoreError> {
        let unreadable = || StoreError::Unreadable(field.name);
        let (&key_id, rest) = blob.split_first().ok_or_else(unreadable)?;
        let (nonce, sealed) = rest.split_at_checked(24).ok_or_else(unreadable)?;
        let nonce: [u8; 24] = nonce.try_into().map_err(|_| unreadable())?;
        let set = self.sets.get(&key_id).ok_or_else(unreadable)?;
        let aad = field.aad(key_id);
        XChaCha20Poly1305::new((&*set.column).into())
            .decrypt(&XNonce::from(nonce), Payload { msg: sealed, aad: &aad })
            .map(Zeroizing::new)
            .map_err(|_| unreadable())
    }

    fn current_set(&self) -> &KeySet {
        // `from_ring` puts the current key in; the first is only a fallback for the type.
        self.sets
            .get(&self.current)
            .or_else(|| self.sets.values().next_back())
            .unwrap_or_else(|| unreachable!())
    }
}

/// A sealed field: what a person would call it, and where it stands.
#[derive(Clone, Copy)]
pub(crate) struct Field<'a> {
    pub(crate) name: &'static str,
    pub(crate) table: &'static str,
    pub(crate) column: &'static str,
    pub(crate) row: &'a [u8],
}

impl Field<'_> {
    fn aad(self, key_id: u8) -> Vec<u8> {
        let mut aad = vec![key_id];
        for part in [self.table.as_bytes(), self.column.as_bytes(), self.row] {
            aad.extend_from_slice(&(part.len() as u64).to_be_bytes());
            aad.extend_from_slice(part);
        }
        aad
    }
}

fn tag(key: &[u8; 32], parts: &[&[u8]]) -> Tag {
    finish(begin(key), parts)
}

fn begin(key: &[u8; 32]) -> HmacSha256 {
    let Ok(mac) = <HmacSha256 as KeyInit>::new_from_slice(key) else {
        unreachable!("HMAC takes keys of any length")
    };
    mac
}

fn finish(mut mac: HmacSha256, parts: &[&[u8]]) -> Tag {
    for part in parts {
        mac.update(&(part.len() as u64).to_be_bytes());
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}
