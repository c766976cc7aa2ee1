//! What `init` takes for the clinic's own facts. Each check says in a sentence why something is not taken; names and
//! addresses are judged in `domain::contact`, as they are in Settings.

use domain::contact::{self, BadNumber, MobileNumber, SHORT_NAME_MAX};
use jiff::tz::TimeZone;

type Checked = Result<String, String>;

/// A clinic's name on one line.
pub(crate) fn clinic_name(typed: &str) -> Checked {
    contact::clinic_name(typed).map_err(|bad| bad.to_string())
}

/// The clinic's name in texts.
pub(crate) fn short_name(typed: &str) -> Checked {
    contact::short_name(typed).map_err(|bad| bad.to_string())
}

/// Whole words of the name, as many as fit, with no little word left at the end.
pub(crate) fn derive_short_name(name: &str) -> String {
    let words: Vec<&str> = name.split(' ').collect();
    let fitting = (1..=words.len())
        .rev()
        .map(|count| &words[..count])
        .find(|words| words.join(" ").chars().count() <= SHORT_NAME_MAX);
    let Some(mut fitting) = fitting else {
        return name
            .chars()
            .take(SHORT_NAME_MAX)
            .collect::<String>()
            .trim_end()
            .to_owned();
    };
    if fitting.len() < words.len() {
        while let [rest @ .., last] = fitting
            && !rest.is_empty()
            && is_little(last)
        {
            fitting = rest;
        }
    }
    fitting.join(" ").trim_end_matches([',', ':', ';']).to_owned()
}

fn is_little(word: &str) -> bool {
    let word = word.to_lowercase();
    [
        "&", "+", "-", "–", "and", "at", "by", "de", "for", "in", "of", "on", "the", "und", "et",
    ]
    .contains(&word.as_str())
}

/// A time zone of the tz database, by its own spelling.
pub(crate) fn time_zone(typed: &str) -> Checked {
    let zone = TimeZone::get(typed.trim()).ok();
    zone.and_then(|zone| zone.iana_name().map(str::to_owned))
        .ok_or_else(|| "This is no time zone of the tz database, such as America/Vancouver.".into())
}

/// The time zone this machine is set to, where it has a name.
pub(crate) fn zone_of_this_machine() -> Option<String> {
    TimeZone::try_system().ok()?.iana_name().map(str::to_owned)
}

/// A country by its two letters (ISO 3166-1), in capitals.
pub(crate) fn country(typed: &str) -> Checked {
    let code = typed.trim().to_ascii_uppercase();
    // The list of countries is the one that numbers are read by.
    let unknown = matches!(
        MobileNumber::parse("6045550100", &code, &[&code]),
        Err(BadNumber::UnknownDefault(_))
    );
    if code.len() != 2 || unknown {
        Err("This is no country by its two letters, such as CA or US.".into())
    } else {
        Ok(code)
    }
}

/// Whom people tell; may be empty.
pub(crate) fn support_contact(typed: &str) -> Checked {
    contact::support_contact(typed).map_err(|bad| bad.to_string())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn x04_the_name_in_texts_is_whole_words_of_the_clinics_name() {
        for (name, short) in [
            ("Maple Clinic", "Maple Clinic"),
            ("Maple Street Clinic", "Maple Street Clinic"),
            ("Maple Street Family Clinic", "Maple Street Family"),
            ("Centre for the Treatment of Backs", "Centre"),
            ("Physio & Sport & Rehabilitation", "Physio & Sport"),
            ("Hals-Nasen-Ohren-Gemeinschaftspraxis", "Hals-Nasen-Ohren-Gem"),
            ("The", "The"),
        ] {
            assert_eq!(derive_short_name(name), short);
            assert_eq!(short_name(short).unwrap(), short);
        }
    }

    #[test]
    fn u09_a_time_zone_is_one_of_the_database_in_its_own_spelling() {
        assert_eq!(time_zone(" america/vancouver").unwrap(), "America/Vancouver");
        assert_eq!(time_zone("UTC").unwrap(), "UTC");
        for wrong in ["", "Vancouver", "PST8", "Mars/Base", "../../etc/passwd", "+02:00"] {
            assert!(time_zone(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn u09_a_country_is_two_letters_that_mean_one() {
        assert_eq!(country("ca").unwrap(), "CA");
        assert_eq!(country(" GB ").unwrap(), "GB");
        for wrong in ["", "C", "CAN", "XX", "ZZ", "12", "É"] {
            assert!(country(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn z05_names_of_the_clinic_are_one_line_and_not_too_long() {
        assert_eq!(clinic_name(" Maple\r\nBcc: x ").unwrap(), "Maple Bcc: x");
        assert!(clinic_name("\u{1b}\u{200b}").is_err() && clinic_name(&"x".repeat(101)).is_err());
        assert!(short_name("").is_err() && short_name(&"x".repeat(21)).is_err());
        assert_eq!(support_contact("\n").unwrap(), "");
        assert!(support_contact(&"x".repeat(61)).is_err());
    }
}
