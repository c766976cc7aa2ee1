//! The recovery code: six characters of Crockford base32 (spec R01), how it is shown, and what counts as having typed
//! it. Not here: its encryption at rest, its single use, and the budget for wrong ones (`lockout`).

use subtle::ConstantTimeEq;
use thiserror::Error;

use crate::code::is_separator;
use crate::secret::Secret;

/// Characters in a recovery code.
pub const LENGTH: usize = 6;

/// Crockford's base32: digits and letters without I, L, O and U. 32 of them, so five random bits choose one evenly.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// A recovery code as it was made: 30 random bits. Wiped when dropped.
#[derive(Clone, Debug)]
pub struct RecoveryCode(Secret<[u8; LENGTH]>);

impl RecoveryCode {
    /// Makes one from random bytes, of which six are used.
    #[must_use]
    pub fn from_entropy(entropy: [u8; 16]) -> Self {
        Self(Secret::new(std::array::from_fn(|i| {
            ALPHABET[usize::from(entropy[i] & 31)]
        })))
    }

    /// Reads one back that was kept as [`RecoveryCode::bare`]; `None` where it is none.
    #[must_use]
    pub fn from_bare(kept: &str) -> Option<Self> {
        let bytes: [u8; LENGTH] = kept.as_bytes().try_into().ok()?;
        bytes
            .iter()
            .all(|b| ALPHABET.contains(b))
            .then(|| Self(Secret::new(bytes)))
    }

    /// Six characters and nothing else, as it is kept and copied: `7KQ4MX`.
    #[must_use]
    pub fn bare(&self) -> Secret<String> {
        Secret::new(self.0.reveal().iter().copied().map(char::from).collect())
    }

    /// In two groups, as it is shown: `7KQ 4MX`.
    #[must_use]
    pub fn grouped(&self) -> Secret<String> {
        let mut shown = String::with_capacity(LENGTH + 1);
        for (i, byte) in self.0.reveal().iter().enumerate() {
            if i == LENGTH / 2 {
                shown.push(' ');
            }
            shown.push(char::from(*byte));
        }
        Secret::new(shown)
    }
}

/// What a person typed, once it could be a recovery code. Wiped when dropped.
#[derive(Clone, Debug)]
pub struct TypedRecoveryCode(Secret<[u8; LENGTH]>);

/// Why something typed is no recovery code at all. It is not compared and not counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum NotARecoveryCode {
    /// Fewer or more than six characters.
    #[error("A recovery code has six letters and digits.")]
    Length,
    /// A character that occurs in no recovery code.
    #[error("A recovery code has only digits and letters, and never the letter U.")]
    Character,
}

impl TypedRecoveryCode {
    /// Reads one as people type it: case, blanks and dashes do not count, O is 0, I and L are 1 (spec R01).
    ///
    /// # Errors
    /// Anything that does not leave exactly six characters of the alphabet.
    pub fn parse(typed: &str) -> Result<Self, NotARecoveryCode> {
        let mut letters = [0; LENGTH];
        let mut count = 0;
        for c in typed.chars().filter(|c| !is_separator(*c)) {
            let letter = meant(c).ok_or(NotARecoveryCode::Character)?;
            if let Some(slot) = letters.get_mut(count) {
                *slot = letter;
            }
            count += 1;
        }
        let typed = Self(Secret::new(letters));
        if count == LENGTH {
            Ok(typed)
        } else {
            Err(NotARecoveryCode::Length)
        }
    }

    /// The six characters as they are kept, for the keyed hash a dead code is known by (spec R06).
    #[must_use]
    pub fn bare(&self) -> Secret<String> {
        Secret::new(self.0.reveal().iter().map(|byte| char::from(*byte)).collect())
    }

    /// Whether this is that code, compared in constant time.
    #[must_use]
    pub fn matches(&self, code: &RecoveryCode) -> bool {
        self.0.reveal().ct_eq(code.0.reveal()).into()
    }
}

/// The character of the alphabet that was meant, if any.
fn meant(c: char) -> Option<u8> {
    let letter = match c.to_ascii_uppercase() {
        'O' => b'0',
        'I' | 'L' => b'1',
        other => u8::try_from(other).ok()?,
    };
    ALPHABET.contains(&letter).then_some(letter)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use proptest::prelude::*;

    use super::*;

    fn code(bare: &str) -> RecoveryCode {
        RecoveryCode::from_bare(bare).unwrap()
    }

    fn fits(typed: &str, bare: &str) -> bool {
        TypedRecoveryCode::parse(typed).unwrap().matches(&code(bare))
    }

    #[test]
    fn r01_it_is_shown_in_two_groups_and_copied_bare() {
        let code = code("7KQ4MX");
        assert_eq!(code.grouped().reveal(), "7KQ 4MX");
        assert_eq!(code.bare().reveal(), "7KQ4MX");
    }

    #[test]
    fn r01_case_blanks_dashes_and_look_alikes_are_forgiven() {
        for typed in ["7KQ4MX", "7kq 4mx", " 7-K-Q-4-M-X ", "7kq\u{2014}4mx\n", "7KQ\u{a0}4MX"] {
            assert!(fits(typed, "7KQ4MX"), "{typed:?}");
        }
        for typed in ["0O1IL0", "oo1ilO", "OOIII0", "001110", "ooLLLo"] {
            assert!(fits(typed, "001110"), "{typed:?}");
        }
        assert!(!fits("7KQ4MY", "7KQ4MX"));
    }

    #[test]
    fn r01_what_cannot_be_one_is_said_and_not_compared() {
        for (typed, why) in [
            ("", NotARecoveryCode::Length),
            ("7KQ4M", NotARecoveryCode::Length),
            ("7KQ4MXX", NotARecoveryCode::Length),
            ("7KQ4MU", NotARecoveryCode::Character),
            ("7kq4mu", NotARecoveryCode::Character),
            ("7KQ4M!", NotARecoveryCode::Character),
            ("7KQ4MÖ", NotARecoveryCode::Character),
            ("7KQ4M\0", NotARecoveryCode::Character),
        ] {
            assert_eq!(TypedRecoveryCode::parse(typed).unwrap_err(), why, "{typed:?}");
        }
    }

    #[test]
    fn r01_every_character_is_equally_likely_and_every_one_occurs() {
        let mut seen = std::collections::BTreeMap::new();
        for byte in 0..=255 {
            let first = RecoveryCode::from_entropy([byte; 16]).bare().reveal().as_bytes()[0];
            *seen.entry(first).or_insert(0) += 1;
        }
        assert_eq!(seen.len(), 32);
        assert!(seen.values().all(|n| *n == 8), "{seen:?}");
        assert!(b"ILOU".iter().all(|missing| !seen.contains_key(missing)));
    }

    #[test]
    fn r01_the_six_characters_come_from_six_bytes() {
        let code = RecoveryCode::from_entropy(std::array::from_fn(|i| i as u8));
        assert_eq!(code.bare().reveal(), "012345");
    }

    #[test]
    fn r08_it_is_not_printed() {
        assert_eq!(format!("{:?}", code("7KQ4MX")), "RecoveryCode(***)");
        assert_eq!(
            format!("{:?}", TypedRecoveryCode::parse("7KQ4MX").unwrap()),
            "TypedRecoveryCode(***)"
        );
    }

    proptest! {
        #[test]
        fn r01_what_is_shown_can_be_typed_and_what_is_kept_can_be_read_back(entropy: [u8; 16]) {
            let made = RecoveryCode::from_entropy(entropy);
            prop_assert!(TypedRecoveryCode::parse(made.grouped().reveal()).unwrap().matches(&made));
            prop_assert!(TypedRecoveryCode::parse(&made.bare().reveal().to_lowercase()).unwrap().matches(&made));
            prop_assert!(fits(made.bare().reveal(), code(made.bare().reveal()).bare().reveal()));
        }
    }
}
