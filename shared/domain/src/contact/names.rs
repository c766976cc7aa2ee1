//! User names, which compare without case, surrounding blanks or Unicode form (spec S03), and people's own names, which
//! are taken as they are.

use thiserror::Error;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use unicode_segmentation::UnicodeSegmentation;

use super::text::{MAX_MARKS, is_invisible};

/// The longest user name, in characters.
const USER_NAME_MAX: usize = 64;

/// The longest name of a person, in what readers take for characters.
const PERSON_NAME_MAX: usize = 100;

/// What a user name is looked up and counted by: every spelling of one name has the same key. Compatibility forms,
/// case, invisible characters and blanks around it make no difference, inner white space is one blank.
#[must_use]
pub fn user_name_key(typed: &str) -> String {
    let seen: String = typed.nfkc().filter(|c| !is_invisible(*c)).collect();
    // There and back, so that ẞ, ß and SS, ς and Σ meet; at last letter by letter, so that no neighbour matters.
    let folded: String = seen
        .to_lowercase()
        .to_uppercase()
        .chars()
        .flat_map(char::to_lowercase)
        .nfkc()
        .collect();
    folded.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A user name that may be given to somebody: as it is shown, and its key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UserName {
    shown: String,
    key: String,
}

/// Why a user name cannot be given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum BadUserName {
    /// Nothing typed.
    #[error("A user name is needed.")]
    Empty,
    /// More than 64 characters.
    #[error("A user name has at most 64 characters.")]
    TooLong,
    /// White space inside.
    #[error("A user name has no blanks in it.")]
    Blank,
    /// A control or invisible character.
    #[error("This user name has a character in it that cannot be seen. Type it by hand.")]
    Hidden,
}

impl UserName {
    /// Reads a user name for somebody new or renamed; blanks around it do not count.
    ///
    /// # Errors
    /// Where it is empty, over 64 characters, or has white space, control or invisible characters in it.
    pub fn parse(typed: &str) -> Result<Self, BadUserName> {
        let trimmed = typed.trim();
        if trimmed.chars().nth(USER_NAME_MAX).is_some() {
            return Err(BadUserName::TooLong);
        }
        let shown: String = trimmed.nfc().collect();
        if shown.chars().any(|c| c.is_control() || is_invisible(c)) {
            return Err(BadUserName::Hidden);
        }
        if shown.contains(char::is_whitespace) {
            return Err(BadUserName::Blank);
        }
        let key = user_name_key(&shown);
        if key.is_empty() {
            Err(BadUserName::Empty)
        } else {
            Ok(Self { shown, key })
        }
    }

    /// As it was typed.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.shown
    }

    /// What it is looked up by ([`user_name_key`]).
    #[must_use]
    pub fn key(&self) -> &str {
        &self.key
    }
}

/// A person's name, kept as typed but for towers of combining marks, which are cut. Control characters may be in it:
/// every screen and message shows it through [`super::visible`] or [`super::one_line`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonName(String);

/// Why something is no name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum BadPersonName {
    /// Nothing that can be seen.
    #[error("A name is needed.")]
    Empty,
    /// More than 100 characters.
    #[error("A name has at most 100 characters.")]
    TooLong,
}

impl PersonName {
    /// Reads a name; blanks around it do not count.
    ///
    /// # Errors
    /// Where it is empty or over 100 characters as readers count them.
    pub fn parse(typed: &str) -> Result<Self, BadPersonName> {
        let mut marks = 0;
        let name: String = typed
            .trim()
            .nfc()
            .filter(|c| {
                marks = if is_combining_mark(*c) { marks + 1 } else { 0 };
                marks <= MAX_MARKS
            })
            .collect();
        if name
            .chars()
            .all(|c| c.is_whitespace() || c.is_control() || is_invisible(c))
        {
            return Err(BadPersonName::Empty);
        }
        // The second limit is for endless chains of joined emoji, which readers take for one character.
        let too_long = name.graphemes(true).nth(PERSON_NAME_MAX).is_some() || name.len() > PERSON_NAME_MAX * 32;
        if too_long {
            Err(BadPersonName::TooLong)
        } else {
            Ok(Self(name))
        }
    }

    /// As typed. Show it through [`super::visible`].
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The longest reason, in characters.
const REASON_MAX: usize = 200;

/// Why a manager does something to somebody (spec A03), in one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason(String);

/// Why something is no reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum BadReason {
    /// Nothing that can be seen.
    #[error("Type a reason: it stands in the record and in the e-mail.")]
    Empty,
    /// More than 200 characters.
    #[error("A reason has at most 200 characters.")]
    TooLong,
}

impl Reason {
    /// Reads a reason; blanks around it do not count, line breaks become blanks.
    ///
    /// # Errors
    /// Where it is empty or over 200 characters.
    pub fn parse(typed: &str) -> Result<Self, BadReason> {
        let line = super::one_line(typed);
        if line.is_empty() {
            return Err(BadReason::Empty);
        }
        if line.chars().nth(REASON_MAX).is_some() {
            return Err(BadReason::TooLong);
        }
        Ok(Self(line))
    }

    /// The reason in one line.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn s03_every_spelling_of_a_user_name_has_one_key() {
        for (name, spellings) in [
            (
                "sam",
                vec!["Sam", "SAM", "  sam\n", "ｓａｍ", "s\u{200b}am", "\u{feff}sam"],
            ),
            ("josé", vec!["JOSÉ", "jose\u{301}", "JOSE\u{301}"]),
            ("strasse", vec!["Straße", "STRASSE", "STRAẞE"]),
            ("οδοσ", vec!["ΟΔΟΣ", "οδος", "Οδοσ"]),
            ("ﬁona", vec!["fiona", "FIONA"]),
            ("jane doe", vec!["Jane  Doe", " jane\u{a0}DOE "]),
        ] {
            for spelling in spellings {
                assert_eq!(user_name_key(spelling), user_name_key(name), "{spelling:?}");
            }
        }
        assert_ne!(user_name_key("sam"), user_name_key("samm"));
        assert_ne!(user_name_key("jose"), user_name_key("josé"));
        assert_eq!(user_name_key("Sam"), "sam");
    }

    #[test]
    fn a02_a_user_name_is_one_word_that_can_be_seen() {
        let name = UserName::parse("  Sam.Example ").unwrap();
        assert_eq!((name.as_str(), name.key()), ("Sam.Example", "sam.example"));
        for (typed, why) in [
            ("", BadUserName::Empty),
            (" \n ", BadUserName::Empty),
            ("sam example", BadUserName::Blank),
            ("sam\u{a0}example", BadUserName::Blank),
            ("sam\nexample", BadUserName::Hidden),
            ("sam\u{1b}[0m", BadUserName::Hidden),
            ("sam\u{202e}", BadUserName::Hidden),
            ("s\u{200b}am", BadUserName::Hidden),
        ] {
            assert_eq!(UserName::parse(typed).unwrap_err(), why, "{typed:?}");
        }
        assert!(UserName::parse(&"é".repeat(64)).is_ok());
        assert_eq!(UserName::parse(&"é".repeat(65)).unwrap_err(), BadUserName::TooLong);
    }

    #[test]
    fn a02_a_name_has_up_to_a_hundred_characters_as_readers_count() {
        assert_eq!(PersonName::parse("  Jane Doe ").unwrap().as_str(), "Jane Doe");
        assert_eq!(PersonName::parse("Jose\u{301}").unwrap().as_str(), "José");
        assert!(PersonName::parse(&"👩\u{200d}👩\u{200d}👧".repeat(100)).is_ok());
        assert_eq!(PersonName::parse(&"x".repeat(101)).unwrap_err(), BadPersonName::TooLong);
        assert_eq!(
            PersonName::parse(&"x".repeat(1_000_000)).unwrap_err(),
            BadPersonName::TooLong
        );
        for nothing in ["", "  ", "\u{200b}", "\u{1b}\n"] {
            assert_eq!(
                PersonName::parse(nothing).unwrap_err(),
                BadPersonName::Empty,
                "{nothing:?}"
            );
        }
    }

    // T70
    #[test]
    fn z05_a_name_cannot_tower() {
        let name = PersonName::parse(&format!("Z{}o", "\u{334}".repeat(500))).unwrap();
        assert_eq!(name.as_str(), "Z\u{334}\u{334}\u{334}\u{334}o");
    }

    #[test]
    fn s03_the_key_of_every_letter_is_its_own_key_in_either_case() {
        for letter in ('\0'..='\u{1ffff}').map(String::from) {
            let key = user_name_key(&letter);
            assert_eq!(user_name_key(&key), key, "{letter:?}");
            assert_eq!(user_name_key(&letter.to_uppercase()), key, "{letter:?}");
            assert_eq!(user_name_key(&letter.to_lowercase()), key, "{letter:?}");
        }
    }

    proptest! {
        #[test]
        fn s03_a_key_is_its_own_key_and_case_never_matters(typed in any::<String>()) {
            let key = user_name_key(&typed);
            prop_assert_eq!(user_name_key(&key), key.clone());
            prop_assert_eq!(user_name_key(&typed.to_uppercase()), key.clone());
            prop_assert_eq!(user_name_key(&typed.nfd().collect::<String>()), key.clone());
            prop_assert_eq!(user_name_key(&format!(" {typed}\t")), key);
        }

        #[test]
        fn a02_what_was_accepted_is_accepted_again_unchanged(typed in any::<String>()) {
            if let Ok(name) = UserName::parse(&typed) {
                prop_assert_eq!(UserName::parse(name.as_str()).unwrap(), name);
            }
            if let Ok(name) = PersonName::parse(&typed) {
                prop_assert_eq!(PersonName::parse(name.as_str()).unwrap(), name);
            }
        }
    }
}
