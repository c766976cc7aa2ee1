//! Mobile numbers: real, able to get texts as far as a number tells, from a country that the clinic sends to (spec M03,
//! W07), kept as E.164.
//!
//! The library is given digits only, and an international number without a default country: with one it takes the
//! default country's trunk prefix off foreign numbers (+49 151… would lose its 1 in Canada).

use phonenumber::country::{Id, Source};
use phonenumber::metadata::DATABASE;
use phonenumber::{PhoneNumber, Type};
use thiserror::Error;
use unicode_normalization::UnicodeNormalization;

use crate::code::is_separator;

/// Digits in the longest E.164 number.
const DIGITS_MAX: usize = 15;

/// A mobile number in E.164: `+16045550100`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MobileNumber(String);

/// Why a number cannot get texts from this clinic.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum BadNumber {
    /// Nothing typed.
    #[error("A mobile number is needed.")]
    Empty,
    /// Something other than digits, blanks, dashes, dots, slashes, brackets and a leading `+`.
    #[error("A mobile number has only digits in it, and a + in front if it is from another country.")]
    NotANumber,
    /// Too few digits.
    #[error("This number is too short. Type it with its area code.")]
    TooShort,
    /// Too many digits.
    #[error("This number is too long.")]
    TooLong,
    /// No number of any country.
    #[error(
        "There is no such number. Look at each digit; from another country it begins with + and that country's code."
    )]
    NoSuchNumber,
    /// A country that is not on the clinic's list.
    #[error(
        "This number belongs to {country}; this clinic sends texts to {} only. If that is not where the phone is from, \
         the country's code is missing after the +.", allowed.join(", ")
    )]
    Country {
        /// The number's country, two letters.
        country: String,
        /// The countries on the list, two letters each.
        allowed: Vec<String>,
    },
    /// A land line.
    #[error("This is a land line, which gets no texts. Type the number of a mobile phone.")]
    LandLine,
    /// Toll-free, premium, pager, internet telephony and the like.
    #[error("Texts do not reach this kind of number. Type the number of a mobile phone.")]
    NotMobile,
    /// The clinic's default country is none that the library knows.
    #[error("The clinic's country {0} is not known, so the number needs a + and its country's code.")]
    UnknownDefault(String),
}

impl MobileNumber {
    /// Reads a number as people write it. One without `+` is taken for a number of `default_country` (two letters);
    /// `allowed` are the countries that texts go to, two letters each.
    ///
    /// # Errors
    /// Where it is no number, or one that cannot get texts from this clinic.
    pub fn parse<S: AsRef<str>>(typed: &str, default_country: &str, allowed: &[S]) -> Result<Self, BadNumber> {
        let number = read(&only_digits(typed)?, default_country)?;
        let country = number.country().id().ok_or(BadNumber::NoSuchNumber)?;
        if !number.is_valid() {
            return Err(BadNumber::NoSuchNumber);
        }
        if !allowed
            .iter()
            .any(|code| code.as_ref().eq_ignore_ascii_case(country.as_ref()))
        {
            let allowed = allowed.iter().map(|code| code.as_ref().to_ascii_uppercase()).collect();
            return Err(BadNumber::Country {
                country: country.as_ref().to_owned(),
                allowed,
            });
        }
        // In +1 nothing in the number tells land lines and mobiles apart.
        match number.number_type(&DATABASE) {
            Type::Mobile | Type::FixedLineOrMobile => {}
            Type::FixedLine => return Err(BadNumber::LandLine),
            _ => return Err(BadNumber::NotMobile),
        }
        Self::stored(&number.format().mode(phonenumber::Mode::E164).to_string()).ok_or(BadNumber::TooLong)
    }

    /// Takes a number back that was kept as [`MobileNumber::as_str`]: no country is asked again; `None` where it is not
    /// E.164.
    #[must_use]
    pub fn stored(e164: &str) -> Option<Self> {
        let digits = e164.strip_prefix('+')?;
        let fits = (7..=DIGITS_MAX).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
        (fits && !digits.starts_with('0')).then(|| Self(e164.to_owned()))
    }

    /// In E.164: `+16045550100`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// As it is shown to whoever has only a password: `•••• ••00`.
    #[must_use]
    pub fn masked(&self) -> String {
        format!("•••• ••{}", self.last_two())
    }

    /// The last two digits.
    #[must_use]
    pub fn last_two(&self) -> &str {
        &self.0[self.0.len() - 2..]
    }
}

/// Reads the numbering plans (about 100 ms) so that the first number typed need not wait for them. Call it in a thread
/// of its own when the program starts.
pub fn warm() {
    let _ = MobileNumber::parse("6045550100", "CA", &["CA"]);
}

/// Digits, with a `+` in front where one was typed. Everything that people put between digits is left out.
fn only_digits(typed: &str) -> Result<String, BadNumber> {
    let mut digits = String::with_capacity(DIGITS_MAX + 2);
    for c in typed.nfkc().filter(|c| !is_separator(*c) && !"().[]/".contains(*c)) {
        match c {
            '+' if digits.is_empty() => digits.push(c),
            '0'..='9' => digits.push(c),
            _ => return Err(BadNumber::NotANumber),
        }
        if digits.len() > DIGITS_MAX * 2 {
            return Err(BadNumber::TooLong);
        }
    }
    if digits.is_empty() {
        Err(BadNumber::Empty)
    } else {
        Ok(digits)
    }
}

fn read(digits: &str, default_country: &str) -> Result<PhoneNumber, BadNumber> {
    if digits.starts_with('+') {
        return phonenumber::parse(None, digits).map_err(why);
    }
    let default: Id = default_country
        .to_ascii_uppercase()
        .parse()
        .map_err(|_| BadNumber::UnknownDefault(default_country.to_owned()))?;
    let number = phonenumber::parse(Some(default), digits).map_err(why)?;
    match number.code().source() {
        // Dialled as one dials abroad: which digits are the prefix is known by whoever dials, so the + is asked for.
        Source::Idd => Err(BadNumber::NoSuchNumber),
        Source::Plus | Source::Number | Source::Default => Ok(number),
    }
}

fn why(error: phonenumber::ParseError) -> BadNumber {
    use phonenumber::ParseError as E;
    match error {
        E::TooLong => BadNumber::TooLong,
        E::NoNumber | E::TooShortAfterIdd | E::TooShortNsn => BadNumber::TooShort,
        E::InvalidCountryCode | E::MalformedInteger(_) => BadNumber::NoSuchNumber,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use proptest::prelude::*;

    use super::*;

    const ALLOWED: [&str; 2] = ["CA", "US"];

    fn in_canada(typed: &str) -> Result<String, BadNumber> {
        MobileNumber::parse(typed, "CA", &ALLOWED).map(|number| number.as_str().to_owned())
    }

    fn in_country(typed: &str, country: &str) -> Result<String, BadNumber> {
        MobileNumber::parse(typed, country, &[country]).map(|number| number.as_str().to_owned())
    }

    #[test]
    fn n02_the_same_number_in_other_writing_is_the_same() {
        for typed in [
            "+16045550100",
            "604 555 0100",
            "(604) 555-0100",
            "1-604-555-0100",
            "16045550100",
            "604.555.0100",
            "604/555/0100",
            " +1 (604) 555\u{2011}0100 ",
            "\u{202a}+1 604\u{a0}555\u{a0}0100\u{202c}",
            "＋１６０４５５５０１００",
        ] {
            assert_eq!(in_canada(typed).unwrap(), "+16045550100", "{typed:?}");
        }
    }

    #[test]
    fn m03_mobile_numbers_of_other_countries_are_read() {
        assert_eq!(in_country("07912 345678", "GB").unwrap(), "+447912345678");
        assert_eq!(in_country("+44 (0)7912 345678", "GB").unwrap(), "+447912345678");
        assert_eq!(in_country("0151 23456789", "DE").unwrap(), "+4915123456789");
        assert_eq!(in_country("0406 823 897", "AU").unwrap(), "+61406823897");
        assert_eq!(in_country("06 31 96 65 43", "FR").unwrap(), "+33631966543");
        let abroad = MobileNumber::parse("+49 151 23456789", "CA", &["CA", "de"]).unwrap();
        assert_eq!(
            abroad.as_str(),
            "+4915123456789",
            "the default country's prefix stays out of it"
        );
    }

    #[test]
    fn m03_a_number_that_gets_no_texts_is_refused_with_its_reason() {
        for (typed, why) in [
            ("", BadNumber::Empty),
            ("  ", BadNumber::Empty),
            ("sam", BadNumber::NotANumber),
            ("604-CALL-NOW", BadNumber::NotANumber),
            ("604 555 0100 x12", BadNumber::NotANumber),
            ("604+5550100", BadNumber::NotANumber),
            ("٦٠٤٥٥٥٠١٠٠", BadNumber::NotANumber),
            ("+", BadNumber::TooShort),
            ("12", BadNumber::TooShort),
            ("555 0100", BadNumber::NoSuchNumber),
            ("+1 604 555 010", BadNumber::NoSuchNumber),
            ("604 555 01000", BadNumber::NoSuchNumber),
            ("+999 123456789", BadNumber::NoSuchNumber),
            ("011 49 151 23456789", BadNumber::NoSuchNumber),
            ("6045550100604555010060455501006045550100", BadNumber::TooLong),
        ] {
            assert_eq!(in_canada(typed).unwrap_err(), why, "{typed:?}");
        }
        assert_eq!(in_canada("+1 800 723 3456").unwrap_err(), BadNumber::NotMobile);
        assert_eq!(in_canada("+1 900 723 3456").unwrap_err(), BadNumber::NotMobile);
        assert_eq!(in_country("0121 234 5678", "GB").unwrap_err(), BadNumber::LandLine);
        assert_eq!(
            in_country("604 555 0100", "XX").unwrap_err(),
            BadNumber::UnknownDefault("XX".into())
        );
    }

    #[test]
    fn w07_texts_go_to_listed_countries_only() {
        let refusal = in_canada("+6045550123").unwrap_err();
        assert_eq!(
            refusal,
            BadNumber::Country {
                country: "MY".into(),
                allowed: vec!["CA".into(), "US".into()]
            }
        );
        assert_eq!(
            refusal.to_string(),
            "This number belongs to MY; this clinic sends texts to CA, US only. If that is not where the phone is from, \
             the country's code is missing after the +."
        );
        assert!(matches!(in_canada("+44 7912 345678"), Err(BadNumber::Country { country, .. }) if country == "GB"));
        assert!(matches!(in_canada("+1 345 949 2311"), Err(BadNumber::Country { country, .. }) if country == "KY"));
        assert!(
            MobileNumber::parse::<&str>("604 555 0100", "CA", &[]).is_err(),
            "an empty list is nobody"
        );
    }

    #[test]
    fn s06_a_number_is_shown_masked() {
        let number = MobileNumber::stored("+16045550100").unwrap();
        assert_eq!((number.masked().as_str(), number.last_two()), ("•••• ••00", "00"));
    }

    #[test]
    fn m03_only_e164_is_taken_back_from_the_store() {
        for kept in [
            "",
            "+",
            "16045550100",
            "+1604555010x",
            "+0604555010",
            "+1234567890123456",
            "+123456",
        ] {
            assert!(MobileNumber::stored(kept).is_none(), "{kept:?}");
        }
    }

    #[test]
    fn warming_up_can_be_done_more_than_once() {
        warm();
        warm();
        assert!(in_canada("604 555 0100").is_ok());
    }

    proptest! {
        #[test]
        fn m03_whatever_is_typed_is_a_number_or_a_refusal(typed in any::<String>(), digits in "[+]?[0-9 ().-]{0,20}") {
            for text in [typed, digits] {
                if let Ok(number) = in_canada(&text) {
                    prop_assert_eq!(in_canada(&number).unwrap(), number);
                }
            }
        }
    }
}
