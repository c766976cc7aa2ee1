//! Finding people by what is typed: case, accents, Unicode form and characters that cannot be seen make no difference,
//! and no character means anything but itself (T67).

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::text::is_invisible;

/// What a text is found by. Where two texts differ in case, accents, Unicode form or invisible characters alone, their
/// keys are the same.
#[must_use]
pub fn search_key(text: &str) -> String {
    if text.is_ascii() {
        let mut key = text.to_ascii_lowercase();
        key.retain(|c| !c.is_control());
        return key;
    }
    // What a decomposition brings out may have a case of its own.
    pass(&pass(text))
}

/// Case, accents and what cannot be seen, once.
fn pass(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.chars() {
        match without_stroke(c) {
            Some(letters) => folded.push_str(letters),
            // There and back, so that ß and SS, ς and Σ meet.
            None => folded.extend(
                c.to_lowercase()
                    .flat_map(char::to_uppercase)
                    .flat_map(char::to_lowercase),
            ),
        }
    }
    let is_bare = |c: &char| !is_combining_mark(*c) && !is_invisible(*c) && !c.is_control();
    folded.nfkd().filter(is_bare).collect()
}

/// Letters whose stroke, tail or binding is part of them, so that no decomposition takes it away: what people type who
/// have no such key.
fn without_stroke(c: char) -> Option<&'static str> {
    Some(match c {
        'ø' | 'Ø' => "o",
        'ł' | 'Ł' => "l",
        'đ' | 'Đ' | 'ð' | 'Ð' => "d",
        'ħ' | 'Ħ' => "h",
        'ŧ' | 'Ŧ' => "t",
        'ı' => "i",
        'æ' | 'Æ' => "ae",
        'œ' | 'Œ' => "oe",
        'þ' | 'Þ' => "th",
        _ => return None,
    })
}

/// What was typed to find somebody: every word has to stand somewhere.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SearchWords(Vec<String>);

impl SearchWords {
    /// Reads what was typed; blanks part the words.
    #[must_use]
    pub fn parse(typed: &str) -> Self {
        let words = typed.split_whitespace().map(search_key);
        Self(words.filter(|word| !word.is_empty()).collect())
    }

    /// Whether nothing is looked for, so that everything is found.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether every word, as its [`search_key`], is found.
    #[must_use]
    pub fn all(&self, is_found: impl Fn(&str) -> bool) -> bool {
        self.0.iter().all(|word| is_found(word))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn finds(typed: &str, text: &str) -> bool {
        let key = search_key(text);
        SearchWords::parse(typed).all(|word| key.contains(word))
    }

    #[test]
    fn a01_case_accents_and_unicode_form_make_no_difference() {
        for (text, searches) in [
            (
                "Zoë Müller",
                vec!["zoe", "ZOË", "muller", "müller", "MU\u{308}LLER", "zoe mul"],
            ),
            ("Strauß", vec!["strauss", "STRAUSS", "strauß", "STRAUẞ"]),
            (
                "Łukasz Øster Đurić",
                vec!["lukasz", "øster", "oster", "duric", "ŁUKASZ"],
            ),
            ("Ægir Þór Œuvre", vec!["aegir", "thor", "oeuvre", "Ægir"]),
            ("Σωκράτης", vec!["σωκρατης", "ΣΩΚΡΑΤΗΣ", "σωκρατησ"]),
            ("İpek Işık", vec!["ipek", "isik", "IŞIK"]),
            ("田中 太郎", vec!["田中", "太郎"]),
            ("ＳＡＭ", vec!["sam"]),
            ("김민준", vec!["김", "민준"]),
            ("Sa\u{200b}m \u{202e}Oak", vec!["sam", "oak"]),
            ("Ja\u{1b}ne", vec!["jane"]),
        ] {
            for typed in searches {
                assert!(finds(typed, text), "{typed:?} in {text:?}");
            }
        }
        assert!(!finds("zoa", "Zoë Müller"));
    }

    #[test]
    fn a01_every_word_has_to_stand_somewhere_in_any_order() {
        assert!(finds("oak rob", "Rob Oak"));
        assert!(finds("  ro   ak ", "Rob Oak"));
        assert!(!finds("rob elm", "Rob Oak"));
        assert!(finds("", "Rob Oak") && finds(" \t", "Rob Oak"));
    }

    #[test]
    fn t67_no_character_means_anything_but_itself() {
        for typed in ["%", "_", "*", "?", ".", "r%", "r_b", "r.b", "[ro]b", "\\", "'", "\""] {
            assert!(!finds(typed, "Rob Oak"), "{typed:?}");
            assert!(finds(typed, &format!("x{typed}y")), "{typed:?}");
        }
    }

    #[test]
    fn a01_the_key_of_every_letter_is_its_own_key_in_either_case() {
        for letter in ('\0'..='\u{1ffff}').map(String::from) {
            let key = search_key(&letter);
            assert_eq!(search_key(&key), key, "{letter:?}");
            assert_eq!(search_key(&letter.to_uppercase()), key, "{letter:?}");
            assert_eq!(search_key(&letter.to_lowercase()), key, "{letter:?}");
        }
    }

    proptest! {
        #[test]
        fn a01_everybody_is_found_by_the_own_name_in_any_spelling(name in any::<String>()) {
            prop_assert!(finds(&name, &name));
            prop_assert!(finds(&name.to_uppercase(), &name));
            prop_assert!(finds(&name.to_lowercase(), &name));
            prop_assert!(finds(&name.nfd().collect::<String>(), &name));
            let key = search_key(&name);
            prop_assert_eq!(search_key(&key), key);
        }

        #[test]
        fn a01_a_piece_of_a_plain_name_finds_it(name in "[a-zA-Z]{1,12}( [a-zA-Z]{1,12}){0,2}", from in 0_usize..10, length in 1_usize..6) {
            let piece: String = name.chars().skip(from).take(length).collect();
            prop_assert!(finds(&piece, &name));
        }
    }
}
