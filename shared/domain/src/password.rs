//! Passwords (spec Z01, M09, A07): hashing with Argon2id, strength, and temporary ones. Not here: wrong ones
//! (`lockout`), who may reset whose, and how long somebody waits for the hash (no transaction is open meanwhile).

use argon2::password_hash::Error as PhcError;
use argon2::{ARGON2ID_IDENT, Algorithm, Argon2, Params, PasswordHash, PasswordHasher, PasswordVerifier, Version};
use thiserror::Error;
use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroizing;

use crate::secret::Secret;
use crate::time::HOUR;

/// The shortest password, in characters.
pub const SHORTEST: usize = 8;

/// The longest password, in characters.
pub const LONGEST: usize = 128;

/// How long a temporary password can be used, in milliseconds (spec A07).
pub const TEMPORARY_MS: i64 = 72 * HOUR;

/// Argon2id with 19 MiB, two passes, one lane (spec Z01; OWASP's first choice).
const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
const LANES: u32 = 1;

/// Guesses that a password has to withstand: zxcvbn's "safely unguessable" or better.
const LEAST_SCORE: zxcvbn::Score = zxcvbn::Score::Three;

/// Hashing or checking failed; nothing is known about the password.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum HashError {
    /// The stored hash is not one of ours.
    #[error("could not read the stored password hash")]
    Unreadable,
    /// Argon2 did not run, which is a lack of memory.
    #[error("could not hash the password: is there enough memory?")]
    Failed,
}

/// Hashes a password into a PHC string. `salt` is random.
///
/// # Errors
/// Where Argon2 cannot run.
pub fn hash(password: &Secret<String>, salt: [u8; 16]) -> Result<String, HashError> {
    let params = Params::new(MEMORY_KIB, PASSES, LANES, None).map_err(|_| HashError::Failed)?;
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_with_salt(normalised(password).as_bytes(), &salt)
        .map(|phc| phc.to_string())
        .map_err(|_| HashError::Failed)
}

/// Whether this is the password of that PHC string, checked with the parameters that stand in it.
///
/// # Errors
/// Where the string cannot be read or Argon2 cannot run. An error never means a right password.
pub fn verify(password: &Secret<String>, phc: &str) -> Result<bool, HashError> {
    let stored = PasswordHash::new(phc).map_err(|_| HashError::Unreadable)?;
    match Argon2::default().verify_password(normalised(password).as_bytes(), &stored) {
        Ok(()) => Ok(true),
        Err(PhcError::PasswordInvalid) => Ok(false),
        Err(_) => Err(HashError::Failed),
    }
}

/// A hash of the current cost that no password fits (its output is random). Who is not known is checked against it, so
/// that the refusal takes the same time (spec S02).
#[must_use]
pub fn dummy_phc() -> &'static str {
    "$argon2id$v=19$m=19456,t=2,p=1$E1OdLCJx3qGGckj/acnG5A$o7Ompw6iKUbi/ZKK22h4bos1XJetJDi/1V0EFDKSNpE"
}

/// Whether a stored hash is weaker than today's, or unreadable, and should be made anew from the password just typed.
#[must_use]
pub fn needs_rehash(phc: &str) -> bool {
    let Ok(stored) = PasswordHash::new(phc) else {
        return true;
    };
    let current = stored.algorithm == ARGON2ID_IDENT && stored.version == Some(Version::V0x13.into());
    !current || Params::try_from(&stored).map_or(true, |p| p.m_cost() < MEMORY_KIB || p.t_cost() < PASSES)
}

/// Why a password is refused.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Weak {
    /// Under 8 characters.
    #[error("A password has at least {SHORTEST} characters.")]
    TooShort,
    /// Over 128 characters.
    #[error("A password has at most {LONGEST} characters.")]
    TooLong,
    /// Built on the person's or the clinic's own names.
    #[error("Too easy to guess: it is built on a name that others know. Use a few uncommon words.")]
    Personal,
    /// Too easy to guess; the sentences say why and what helps.
    #[error("Too easy to guess. {0}")]
    Guessable(String),
}

/// Whether a password may be chosen: 8 to 128 characters, no rules on which, and not easy to guess (spec M09).
/// `personal` are the names around it (user name, name, e-mail address, clinic); they are taken apart into words.
///
/// # Errors
/// Where it may not, with the reason.
pub fn check_strength(password: &Secret<String>, personal: &[&str]) -> Result<(), Weak> {
    check_length(password)?;
    let words: Vec<String> = personal.iter().flat_map(|text| words_of(text)).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let judged = zxcvbn::zxcvbn(password.reveal(), &words);
    let rest = without(password, &words);
    // The estimator is generous to names put together; what is left without them has to be good by itself.
    if let Some(rest) = &rest
        && zxcvbn::zxcvbn(rest, &[]).score() < LEAST_SCORE
    {
        return Err(Weak::Personal);
    }
    if judged.score() >= LEAST_SCORE {
        return Ok(());
    }
    if rest.is_some() {
        return Err(Weak::Personal);
    }
    let warning = judged
        .feedback()
        .and_then(|feedback| feedback.warning())
        .map(|warning| warning.to_string());
    let advice = judged
        .feedback()
        .and_then(|feedback| feedback.suggestions().first())
        .map(ToString::to_string);
    let sentences: Vec<String> = warning.into_iter().chain(advice).collect();
    Err(Weak::Guessable(sentences.join(" ")))
}

/// Whether a password has 8 to 128 characters.
///
/// # Errors
/// Where it has not.
pub fn check_length(password: &Secret<String>) -> Result<(), Weak> {
    match normalised(password).chars().count() {
        0..SHORTEST => Err(Weak::TooShort),
        SHORTEST..=LONGEST => Ok(()),
        _ => Err(Weak::TooLong),
    }
}

/// Small letters and digits that cannot be mistaken for one another, read aloud or written down: no 0 o, no 1 i l.
const UNMISTAKABLE: &[u8; 31] = b"23456789abcdefghjkmnpqrstuvwxyz";

/// Characters in a temporary password (spec A07): 59 bits.
const TEMPORARY_LENGTH: usize = 12;

/// A temporary password from random bytes.
#[must_use]
pub fn temporary_password(entropy: [u8; 16]) -> Secret<String> {
    let mut number = Zeroizing::new(u128::from_be_bytes(entropy));
    let mut text = String::with_capacity(TEMPORARY_LENGTH);
    for _ in 0..TEMPORARY_LENGTH {
        // 31^12 is so much smaller than 2^128 that the remainders are uniform to 1 in 10^20.
        let digit = usize::try_from(*number % 31).unwrap_or_default();
        text.push(char::from(UNMISTAKABLE[digit]));
        *number /= 31;
    }
    Secret::new(text)
}

/// The password in NFKC, so that every keyboard gives the same bytes. The buffer is made in its final size: growing
/// would leave copies behind.
fn normalised(password: &Secret<String>) -> Zeroizing<String> {
    let length = password.reveal().nfkc().map(char::len_utf8).sum();
    let mut text = Zeroizing::new(String::with_capacity(length));
    text.extend(password.reveal().nfkc());
    text
}

/// The words of a name or address in small letters; shorter ones than three letters are in every password.
/// The password in small letters without the words in it; `None` where it has none of them.
fn without(password: &Secret<String>, words: &[&str]) -> Option<Zeroizing<String>> {
    let plain = Zeroizing::new(password.reveal().to_lowercase());
    let mut rest = plain.clone();
    for word in words {
        rest = Zeroizing::new(rest.replace(*word, ""));
    }
    (rest != plain).then_some(rest)
}

fn words_of(text: &str) -> Vec<String> {
    let lower = text.to_lowercase();
    lower
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.chars().count() >= 3)
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use proptest::prelude::*;

    use super::*;

    fn secret(text: &str) -> Secret<String> {
        Secret::from(text)
    }

    fn strength(text: &str, personal: &[&str]) -> Result<(), Weak> {
        check_strength(&secret(text), personal)
    }

    #[test]
    fn z01_a_password_fits_its_hash_and_no_other() {
        let phc = hash(&secret("correct horse"), [7; 16]).unwrap();
        assert!(
            phc.starts_with("$argon2id$v=19$m=19456,t=2,p=1$BwcHBwcHBwcHBwcHBwcHBw$"),
            "{phc}"
        );
        assert_eq!(verify(&secret("correct horse"), &phc), Ok(true));
        assert_eq!(verify(&secret("correct horsf"), &phc), Ok(false));
        assert_eq!(verify(&secret(""), &phc), Ok(false));
        assert_ne!(hash(&secret("correct horse"), [8; 16]).unwrap(), phc, "salted");
    }

    #[test]
    fn z01_every_keyboard_gives_the_same_password() {
        let phc = hash(&secret("Jose\u{301} ﬁve"), [7; 16]).unwrap();
        assert_eq!(verify(&secret("José five"), &phc), Ok(true));
    }

    #[test]
    fn z01_an_unreadable_hash_is_an_error_and_never_a_right_password() {
        for phc in ["", "$argon2id$", "correct horse", "$2b$12$abc"] {
            assert_eq!(
                verify(&secret("correct horse"), phc),
                Err(HashError::Unreadable),
                "{phc:?}"
            );
        }
        assert!(
            verify(
                &secret("x"),
                "$pbkdf2$v=19$i=1$E1OdLCJx3qGGckj/acnG5A$o7Ompw6iKUbi/ZKK22h4bg"
            )
            .is_err()
        );
    }

    #[test]
    fn s02_the_dummy_costs_as_much_as_a_real_hash_and_fits_nothing() {
        assert_eq!(verify(&secret(""), dummy_phc()), Ok(false));
        let (real, dummy) = (hash(&secret("x"), [7; 16]).unwrap(), dummy_phc());
        let head = |phc: &str| phc.split('$').take(4).collect::<Vec<_>>().join("$");
        assert_eq!(head(&real), head(dummy));
        assert_eq!(real.len(), dummy.len());
    }

    #[test]
    fn z01_weaker_hashes_are_made_anew_and_stronger_ones_kept() {
        let with = |head: &str| format!("{head}$E1OdLCJx3qGGckj/acnG5A$o7Ompw6iKUbi/ZKK22h4bos1XJetJDi/1V0EFDKSNpE");
        for weaker in [
            "$argon2id$v=19$m=19455,t=2,p=1",
            "$argon2id$v=19$m=19456,t=1,p=1",
            "$argon2i$v=19$m=19456,t=2,p=1",
            "$argon2id$v=16$m=19456,t=2,p=1",
            "$pbkdf2$i=1",
        ] {
            assert!(needs_rehash(&with(weaker)), "{weaker}");
        }
        assert!(needs_rehash("nonsense"));
        for kept in ["$argon2id$v=19$m=19456,t=2,p=1", "$argon2id$v=19$m=65536,t=3,p=4"] {
            assert!(!needs_rehash(&with(kept)), "{kept}");
        }
    }

    #[test]
    fn m09_a_password_has_8_to_128_characters() {
        assert_eq!(strength("kq7wmrz", &[]), Err(Weak::TooShort));
        assert_eq!(check_length(&secret("kq7wmrzt")), Ok(()));
        assert_eq!(
            check_length(&secret("ééééééé")),
            Err(Weak::TooShort),
            "characters, not bytes"
        );
        assert_eq!(check_length(&secret(&"é".repeat(128))), Ok(()));
        assert_eq!(check_length(&secret(&"é".repeat(129))), Err(Weak::TooLong));
        assert_eq!(
            strength("", &[]).unwrap_err().to_string(),
            "A password has at least 8 characters."
        );
    }

    #[test]
    fn m09_a_weak_password_is_refused_with_its_reason() {
        for (weak, reason) in [
            ("password", "top-10"),
            ("password1", "common"),
            ("qwertyuiop", "common"),
            ("abcdefgh", "Sequences"),
            ("aaaaaaaaaaaa", "Repeats"),
            ("P@ssw0rd", "common"),
        ] {
            let why = strength(weak, &[]).unwrap_err().to_string();
            assert!(
                why.starts_with("Too easy to guess. ") && why.contains(reason),
                "{weak}: {why}"
            );
        }
    }

    #[test]
    fn m09_no_composition_is_asked() {
        for strong in [
            "correct horse battery staple",
            "lampe krokus eimer",
            "kq7wmrztbv2x",
            "солнце груша чайник окно",
        ] {
            assert_eq!(strength(strong, &[]), Ok(()), "{strong}");
        }
    }

    #[test]
    fn m09_own_names_do_not_make_a_password() {
        let personal = [
            "rosalind",
            "Rosalind Featherstonehaugh",
            "rosalind@maplestreet.example",
            "Maple Street Clinic",
        ];
        for weak in [
            "rosalindfeatherstonehaugh",
            "Featherstonehaugh1",
            "RosalindRosalind",
            "maplestreet1",
            "rosalindmaple1",
            "maple clinic 1",
            "Clinic-Rosalind-2026",
        ] {
            assert_eq!(strength(weak, &personal), Err(Weak::Personal), "{weak}");
        }
        assert_eq!(
            strength("featherstonehaugh kq7wmrzt", &personal),
            Ok(()),
            "a name among enough else does no harm"
        );
    }

    #[test]
    fn a07_a_temporary_password_has_twelve_unmistakable_characters() {
        assert_eq!(TEMPORARY_MS, 259_200_000);
        assert_eq!(temporary_password([0; 16]).reveal(), "222222222222");
        assert_ne!(
            temporary_password([7; 16]).reveal(),
            temporary_password([8; 16]).reveal()
        );
    }

    proptest! {
        #[test]
        fn a07_every_temporary_password_can_be_typed_and_taken(entropy: [u8; 16]) {
            let made = temporary_password(entropy);
            prop_assert_eq!(made.reveal().len(), 12);
            prop_assert!(!made.reveal().contains(|c: char| "01oil".contains(c) || !c.is_ascii_alphanumeric()));
            prop_assert_eq!(check_length(&made), Ok(()));
        }
    }
}
