//! The six digits of a texted code: how they are derived (spec C01), what counts as having typed them (S08), and the
//! comparison. Not here: how long a code lives, whether it was used, and how wrong ones are counted.
//!
//! A code is stored nowhere. Whoever holds the key derives it from the challenge's random id and its reissue count:
//! the worker when it sends, the terminal when an answer is judged.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use subtle::ConstantTimeEq;
use thiserror::Error;

use crate::contact::is_invisible;
use crate::ids::ChallengeId;
use crate::secret::Secret;

/// Digits in a code, texted or from an app (spec C01, C04).
pub const DIGITS: usize = 6;

/// Codes are uniform over `0..CODES`.
const CODES: u32 = 1_000_000;

/// Draws from here on are thrown away, so that every code has the same number of draws that lead to it.
const DRAW_LIMIT: u32 = u32::MAX / CODES * CODES;

/// Separates these derivations from every other use of the key.
const LABEL: &[u8] = b"vestibule code v1";

/// The key that codes are derived under. It lies outside the database (spec Z02).
#[derive(Clone, Debug)]
pub struct CodeKey(Secret<[u8; 32]>);

impl CodeKey {
    /// Takes 32 random bytes in.
    #[must_use]
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(Secret::new(bytes))
    }
}

/// The code of one issue of one challenge: six ASCII digits, leading zeros kept.
///
/// HMAC-SHA256 over label, id, reissue count and a draw counter (both big-endian `u32`); the first four bytes are one
/// draw, and a draw that would make some codes likelier than others is replaced by the next.
#[must_use]
pub fn derive(key: &CodeKey, id: ChallengeId, reissue: u32) -> Secret<[u8; DIGITS]> {
    let mut counter = 0;
    loop {
        let draw = draw(key, id, reissue, counter);
        if draw < DRAW_LIMIT {
            return digits(draw % CODES);
        }
        counter += 1;
    }
}

fn draw(key: &CodeKey, id: ChallengeId, reissue: u32, counter: u32) -> u32 {
    let mut mac = Hmac::<Sha256>::new_from_slice(key.0.reveal()).expect("HMAC takes a key of any length");
    mac.update(LABEL);
    mac.update(&id.0);
    mac.update(&reissue.to_be_bytes());
    mac.update(&counter.to_be_bytes());
    let tag = mac.finalize().into_bytes();
    u32::from_be_bytes([tag[0], tag[1], tag[2], tag[3]])
}

fn digits(mut number: u32) -> Secret<[u8; DIGITS]> {
    let mut digits = [b'0'; DIGITS];
    for digit in digits.iter_mut().rev() {
        *digit += (number % 10) as u8;
        number /= 10;
    }
    Secret::new(digits)
}

/// What a person typed, once it is six digits. Wiped when dropped.
#[derive(Clone, Debug)]
pub struct TypedCode(Secret<[u8; DIGITS]>);

/// Why something typed is no code at all. It is not compared and not counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum NotACode {
    /// Fewer than six digits, and nothing else.
    #[error("A code has six digits.")]
    TooFew,
    /// More than six digits, and nothing else.
    #[error("A code has only six digits.")]
    TooMany,
    /// Something that is neither an ASCII digit nor a blank nor a dash.
    #[error("A code is made of the digits 0 to 9 only.")]
    NotDigits,
}

impl TypedCode {
    /// Reads a code as people type and paste it: blanks and dashes do not count (spec S08).
    ///
    /// # Errors
    /// Anything that does not leave exactly six ASCII digits.
    pub fn parse(typed: &str) -> Result<Self, NotACode> {
        let mut digits = [0; DIGITS];
        let mut count = 0;
        for c in typed.chars().filter(|c| !is_separator(*c)) {
            if !c.is_ascii_digit() {
                return Err(NotACode::NotDigits);
            }
            if let Some(slot) = digits.get_mut(count) {
                *slot = c as u8;
            }
            count += 1;
        }
        let typed = Self(Secret::new(digits));
        match count {
            DIGITS => Ok(typed),
            0..DIGITS => Err(NotACode::TooFew),
            _ => Err(NotACode::TooMany),
        }
    }

    /// Whether this is the code of that issue of that challenge, compared in constant time.
    #[must_use]
    pub fn matches(&self, key: &CodeKey, id: ChallengeId, reissue: u32) -> bool {
        self.is(derive(key, id, reissue).reveal())
    }

    /// Whether these are the same six digits, compared in constant time.
    #[must_use]
    pub fn is(&self, digits: &[u8; DIGITS]) -> bool {
        self.0.reveal().ct_eq(digits).into()
    }
}

/// Whether a character only separates digits or letters of a code: white space, dashes, and the invisible characters
/// that come along when a text message is copied.
pub(crate) fn is_separator(c: char) -> bool {
    c.is_whitespace()
        || matches!(
            c,
            '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}' | '\u{ff0d}'
        )
        || is_invisible(c)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn key() -> CodeKey {
        CodeKey::new(std::array::from_fn(|i| i as u8))
    }

    fn text(id: [u8; 16], reissue: u32) -> String {
        String::from_utf8(derive(&key(), ChallengeId(id), reissue).reveal().to_vec()).unwrap()
    }

    /// Computed with Python's `hmac` and `hashlib` over the description at [`derive`].
    #[test]
    fn c01_a_code_is_the_one_that_another_implementation_derives() {
        assert_eq!(text([7; 16], 0), "916012");
        assert_eq!(text([7; 16], 1), "468042", "a reissue is another code");
        assert_eq!(text(std::array::from_fn(|i| i as u8), 0), "316710");
        assert_eq!(text([0; 16], u32::MAX), "662355");
    }

    #[test]
    fn c01_a_draw_that_would_favour_some_codes_is_replaced_by_the_next() {
        assert_eq!(DRAW_LIMIT, 4_294_000_000);
        let id = 2701_u128.to_be_bytes();
        assert_eq!(draw(&key(), ChallengeId(id), 0, 0), 4_294_773_504);
        assert_eq!(text(id, 0), "597408");
    }

    #[test]
    fn c01_leading_zeros_are_kept() {
        assert_eq!(text(22_u128.to_be_bytes(), 0), "002544");
        assert_eq!(digits(0).reveal(), b"000000");
        assert_eq!(digits(999_999).reveal(), b"999999");
    }

    #[test]
    fn c01_every_digit_is_equally_likely_at_every_position() {
        let codes = 100_000_u32;
        let mut seen = [[0_u32; 10]; DIGITS];
        for n in 0..codes {
            let code = derive(&key(), ChallengeId(u128::from(n).to_be_bytes()), 0);
            for (position, digit) in code.reveal().iter().enumerate() {
                seen[position][usize::from(digit - b'0')] += 1;
            }
        }
        let expected = f64::from(codes) / 10.0;
        for counts in seen {
            let chi_square: f64 = counts
                .iter()
                .map(|n| (f64::from(*n) - expected).powi(2) / expected)
                .sum();
            // 9 degrees of freedom: 33.7 is passed by one uniform sample in 10,000.
            assert!(chi_square < 33.7, "{counts:?}: {chi_square}");
        }
    }

    #[test]
    fn c01_a_code_is_bound_to_its_challenge_its_reissue_and_the_key() {
        let id = ChallengeId([7; 16]);
        let typed = TypedCode::parse("916012").unwrap();
        assert!(typed.matches(&key(), id, 0));
        assert!(!typed.matches(&key(), id, 1));
        assert!(!typed.matches(&key(), ChallengeId([8; 16]), 0));
        assert!(!typed.matches(&CodeKey::new([0; 32]), id, 0));
        assert!(!TypedCode::parse("916013").unwrap().matches(&key(), id, 0));
    }

    #[test]
    fn s08_blanks_and_dashes_do_not_count() {
        for typed in [
            "916012",
            "916 012",
            " 9-1-6-0-1-2\n",
            "916\u{a0}012",
            "916\u{2013}012",
            "\u{3000}916\t012\r\n",
        ] {
            assert!(TypedCode::parse(typed).unwrap().is(b"916012"), "{typed:?}");
        }
        // As copied from a message in a right-to-left language.
        assert!(TypedCode::parse("\u{2068}916012\u{2069}").unwrap().is(b"916012"));
    }

    #[test]
    fn s08_only_exactly_six_ascii_digits_are_a_code() {
        for (typed, why) in [
            ("", NotACode::TooFew),
            ("- -", NotACode::TooFew),
            ("91601", NotACode::TooFew),
            ("9160120", NotACode::TooMany),
            ("91601O", NotACode::NotDigits),
            ("+916012", NotACode::NotDigits),
            ("٩١٦٠١٢", NotACode::NotDigits),
            ("９１６０１２", NotACode::NotDigits),
            ("916012\0", NotACode::NotDigits),
        ] {
            assert_eq!(TypedCode::parse(typed).unwrap_err(), why, "{typed:?}");
        }
        assert_eq!(TypedCode::parse(&"9".repeat(100_000)).unwrap_err(), NotACode::TooMany);
    }

    #[test]
    fn z03_neither_code_nor_key_is_printed() {
        let shown = format!(
            "{:?} {:?} {:?}",
            TypedCode::parse("916012"),
            key(),
            derive(&key(), ChallengeId([7; 16]), 0)
        );
        assert_eq!(shown, "Ok(TypedCode(***)) CodeKey(***) ***");
    }
}
