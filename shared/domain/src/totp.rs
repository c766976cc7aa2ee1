//! Codes of an authenticator app (spec C04): the secret, the code of each time step (RFC 6238 over RFC 4226), which
//! step a typed code belongs to, by how much a phone's clock is off (M05), and the URI that a phone scans (M04).
//!
//! Not here: keeping the last used step and moving it in the same transaction as the verdict, counting wrong codes,
//! drawing the QR.

use data_encoding::BASE32_NOPAD;
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;
use unicode_segmentation::UnicodeSegmentation;
use zeroize::Zeroizing;

use crate::code::{DIGITS, TypedCode};
use crate::contact::one_line;
use crate::secret::Secret;
use crate::time::{HOUR, Now};

/// How long one code is shown, in milliseconds (RFC 6238, 4.1: the default).
pub const STEP_MS: i64 = 30_000;

/// Bytes of a URI up to which its QR code needs no more than version 5 at level L (spec M04).
pub const URI_LIMIT: usize = 106;

/// Letters of the clinic's short name that the URI carries (spec M04).
const ISSUER_LETTERS: usize = 20;

/// Steps either side of now whose code is accepted (spec C04).
const WINDOW: i64 = 1;

/// Steps either side of now among which a code of a phone with a wrong clock is looked for (spec M05).
const SEARCH: i64 = 12 * HOUR / STEP_MS;

/// What an app shows where neither clinic nor account has a name.
const PROGRAM: &str = "Vestibule";

/// Bytes of a secret: 160 bits (RFC 4226, 4, R6).
const SECRET_BYTES: usize = 20;

/// What phone and clinic share. Wiped when dropped.
#[derive(Clone, Debug)]
pub struct AppSecret(Secret<[u8; SECRET_BYTES]>);

impl AppSecret {
    /// Makes one from random bytes, of which twenty are used.
    #[must_use]
    pub fn from_entropy(entropy: [u8; 32]) -> Self {
        let entropy = Zeroizing::new(entropy);
        Self(Secret::new(std::array::from_fn(|at| entropy[at])))
    }

    /// Takes back one that was kept as [`AppSecret::bytes`]; `None` where it is not twenty bytes.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(|bytes| Self(Secret::new(bytes)))
    }

    /// The twenty bytes, to be sealed and kept.
    #[must_use]
    pub fn bytes(&self) -> &[u8; SECRET_BYTES] {
        self.0.reveal()
    }

    /// 32 letters and digits of base32 (RFC 4648) without padding, as it is copied.
    #[must_use]
    pub fn base32(&self) -> Secret<String> {
        Secret::new(BASE32_NOPAD.encode(self.bytes()))
    }

    /// The same in eight groups of four, as it is shown and typed off.
    #[must_use]
    pub fn grouped(&self) -> Secret<String> {
        let bare = self.base32();
        let mut shown = String::with_capacity(bare.reveal().len() * 5 / 4);
        for (at, letter) in bare.reveal().chars().enumerate() {
            if at > 0 && at % 4 == 0 {
                shown.push(' ');
            }
            shown.push(letter);
        }
        Secret::new(shown)
    }

    /// The code of one time step: six ASCII digits, leading zeros kept (RFC 4226, 5.3 with HMAC-SHA-1). Steps before
    /// 1970 have no code of their own and give that of step 0.
    #[must_use]
    pub fn code(&self, step: i64) -> Secret<[u8; DIGITS]> {
        let counter = u64::try_from(step).unwrap_or_default();
        let mut mac = Hmac::<Sha1>::new_from_slice(self.bytes()).expect("HMAC takes a key of any length");
        mac.update(&counter.to_be_bytes());
        let tag = Zeroizing::new(<[u8; 20]>::from(mac.finalize().into_bytes()));
        let at = usize::from(tag[19] & 0xf);
        let number = u32::from_be_bytes([tag[at], tag[at + 1], tag[at + 2], tag[at + 3]]) & 0x7fff_ffff;
        let digit = |place: usize| b'0' + (number / 10_u32.pow((DIGITS - 1 - place) as u32) % 10) as u8;
        Secret::new(std::array::from_fn(digit))
    }

    /// What the QR code holds: `otpauth://totp/Clinic:name?secret=…&issuer=Clinic`. What apps take for granted (SHA-1,
    /// six digits, 30 seconds) is left out. `issuer` is the clinic's short name, of which 20 letters are carried,
    /// `account` the user name. The label begins with the issuer only while the whole stays within [`URI_LIMIT`].
    ///
    /// Colons become blanks, because a colon parts the label. Where there is no account the label is the issuer, and
    /// where there is none of both this program's name.
    #[must_use]
    pub fn uri(&self, issuer: &str, account: &str) -> Secret<String> {
        let issuer = encoded(&shortened(&part(issuer)));
        let account = encoded(&part(account));
        if issuer.is_empty() || account.is_empty() {
            let names = [account.as_str(), issuer.as_str()];
            let label = names.into_iter().find(|name| !name.is_empty());
            return self.uri_of(label.unwrap_or(PROGRAM), &issuer);
        }
        let whole = self.uri_of(&format!("{issuer}:{account}"), &issuer);
        if whole.reveal().len() <= URI_LIMIT {
            whole
        } else {
            self.uri_of(&account, &issuer)
        }
    }

    /// The URI out of parts that are percent-encoded.
    fn uri_of(&self, label: &str, issuer: &str) -> Secret<String> {
        let secret = self.base32();
        let issuer_key = if issuer.is_empty() { "" } else { "&issuer=" };
        let parts = [
            "otpauth://totp/",
            label,
            "?secret=",
            secret.reveal(),
            issuer_key,
            issuer,
        ];
        // One allocation of the right size, so that no copy of the secret is left behind by growing.
        let mut uri = String::with_capacity(parts.iter().map(|part| part.len()).sum());
        for part in parts {
            uri.push_str(part);
        }
        Secret::new(uri)
    }
}

/// One half of a label as people may read it: one line without invisible characters and without colons. One or two dots
/// are no name: alone in a path they mean a directory, however they are encoded (RFC 3986, 5.2.4).
fn part(name: &str) -> String {
    let part = one_line(&name.replace(':', " "));
    if part == "." || part == ".." {
        String::new()
    } else {
        part
    }
}

fn shortened(issuer: &str) -> String {
    let cut: String = issuer.graphemes(true).take(ISSUER_LETTERS).collect();
    cut.trim_end().to_owned()
}

/// Percent-encodes all but RFC 3986's unreserved characters (2.3); a blank is `%20`, never `+`, which some apps show.
fn encoded(text: &str) -> String {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    let mut encoded = String::with_capacity(text.len() * 3);
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            let nibbles = [HEX[usize::from(byte >> 4)], HEX[usize::from(byte & 15)]];
            encoded.push('%');
            encoded.extend(nibbles.map(char::from));
        }
    }
    encoded
}

/// The time step that a wall clock's time lies in (`wall_ms` since 1970, negative before).
#[must_use]
pub fn step_of(wall_ms: i64) -> i64 {
    wall_ms.div_euclid(STEP_MS)
}

/// A typed code that is this secret's about now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    /// It is right. This step is to be kept as the last used one, also when the code confirmed a set-up.
    Right {
        /// The step whose code it is.
        step: i64,
    },
    /// It is right, but its step is at or below the last used one (spec L06).
    Used,
}

/// Which code of the secret this is, among the steps before, at and after now (spec C04); `None` where it is none of
/// them. Of several steps with the same code the newest unused one counts, so that it uses up the others.
///
/// All steps are computed and compared, each in constant time, so how long it takes tells nothing.
#[must_use]
pub fn recognise(secret: &AppSecret, last_step: Option<i64>, typed: &TypedCode, at: Now) -> Option<Found> {
    let now = step_of(at.wall_ms);
    let mut found = None;
    for step in now - WINDOW..=now + WINDOW {
        let same = is_code_of(secret, step, typed);
        let unused = last_step.is_none_or(|last| step > last);
        if same && unused {
            found = Some(Found::Right { step });
        } else if same {
            found = Some(Found::Used);
        }
    }
    found
}

/// By how many milliseconds the phone's clock must be off for this code to be one of the secret's, where that is up to
/// 12 hours (spec M05); positive where the phone is ahead. It is a multiple of [`STEP_MS`], the smallest that fits.
/// What [`recognise`] accepts is not looked at.
#[must_use]
pub fn clock_off(secret: &AppSecret, typed: &TypedCode, at: Now) -> Option<i64> {
    let now = step_of(at.wall_ms);
    (WINDOW + 1..=SEARCH)
        .flat_map(|away| [-away, away])
        .find(|steps| is_code_of(secret, now + steps, typed))
        .map(|steps| steps * STEP_MS)
}

/// Whether that is the code of that step; never before 1970.
fn is_code_of(secret: &AppSecret, step: i64, typed: &TypedCode) -> bool {
    let same = typed.is(secret.code(step).reveal());
    same && step >= 0
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    /// The secret of the examples in RFC 4226 and RFC 6238.
    fn secret() -> AppSecret {
        AppSecret::from_bytes(b"12345678901234567890").unwrap()
    }

    #[test]
    fn c04_a_secret_has_160_bits() {
        let entropy = std::array::from_fn(|at| at as u8);
        let made = AppSecret::from_entropy(entropy);
        assert_eq!(made.bytes()[..], entropy[..20]);
        assert_eq!(AppSecret::from_bytes(made.bytes()).unwrap().bytes(), made.bytes());
        for wrong in [0, 19, 21, 32] {
            assert!(AppSecret::from_bytes(&entropy[..wrong]).is_none(), "{wrong}");
        }
    }

    #[test]
    fn m04_the_secret_is_copied_bare_and_shown_in_groups_of_four() {
        assert_eq!(secret().base32().reveal(), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
        assert_eq!(secret().grouped().reveal(), "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ");
    }

    #[test]
    fn c04_a_step_begins_every_30_seconds_before_1970_too() {
        for (wall_ms, step) in [
            (0, 0),
            (29_999, 0),
            (30_000, 1),
            (59_000, 1),
            (1_111_111_109_000, 37_037_036),
            (-1, -1),
            (-30_000, -1),
            (-30_001, -2),
        ] {
            assert_eq!(step_of(wall_ms), step, "{wall_ms}");
        }
    }

    #[test]
    fn z03_neither_secret_nor_code_nor_uri_is_printed() {
        let shown = format!(
            "{:?} {:?} {:?} {:?} {:?}",
            secret(),
            secret().base32(),
            secret().grouped(),
            secret().code(1),
            secret().uri("Clinic", "sam")
        );
        assert_eq!(shown, "AppSecret(***) *** *** *** ***");
    }
}
