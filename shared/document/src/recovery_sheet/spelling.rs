//! How a recovery code is read aloud: letters in the spelling alphabet of ICAO and NATO, digits as digits.

/// What stands before the word, and the word: `K as in` and `Kilo`, `digit` and `seven`. `None` for the blank between
/// the groups and whatever else is in no code (spec R01).
pub(super) fn spoken(c: char) -> Option<(String, &'static str)> {
    let word = word(c)?;
    let before = if c.is_ascii_digit() {
        "digit".to_owned()
    } else {
        format!("{c} as in")
    };
    Some((before, word))
}

fn word(c: char) -> Option<&'static str> {
    Some(match c {
        '0' => "zero",
        '1' => "one",
        '2' => "two",
        '3' => "three",
        '4' => "four",
        '5' => "five",
        '6' => "six",
        '7' => "seven",
        '8' => "eight",
        '9' => "nine",
        'A' => "Alpha",
        'B' => "Bravo",
        'C' => "Charlie",
        'D' => "Delta",
        'E' => "Echo",
        'F' => "Foxtrot",
        'G' => "Golf",
        'H' => "Hotel",
        'J' => "Juliet",
        'K' => "Kilo",
        'M' => "Mike",
        'N' => "November",
        'P' => "Papa",
        'Q' => "Quebec",
        'R' => "Romeo",
        'S' => "Sierra",
        'T' => "Tango",
        'V' => "Victor",
        'W' => "Whiskey",
        'X' => "X-ray",
        'Y' => "Yankee",
        'Z' => "Zulu",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use domain::recovery_code::RecoveryCode;

    use super::*;

    #[test]
    fn r09_every_character_of_a_code_has_a_word_and_no_two_the_same() {
        let mut words = std::collections::BTreeSet::new();
        for byte in 0..32 {
            let code = RecoveryCode::from_entropy([byte; 16]).bare();
            let c = code.reveal().chars().next().unwrap();
            let (before, word) = spoken(c).unwrap();
            assert!(words.insert(word), "{word} twice");
            if c.is_ascii_digit() {
                assert_eq!(before, "digit", "{c}");
            } else {
                assert_eq!(before, format!("{c} as in"));
                assert!(word.starts_with(c), "{c}: {word}");
            }
        }
        assert_eq!((words.len(), spoken(' '), spoken('U')), (32, None, None));
    }
}
