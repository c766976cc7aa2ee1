//! Documents as a person gets them: the file is read back and looked at. Here the recovery sheet (spec R09).
#![allow(clippy::unwrap_used)]

mod passwords;
mod reader;
mod status;

use document::{RecoverySheet, recovery_sheet};
use domain::recovery_code::RecoveryCode;
use proptest::prelude::*;
use reader::{Reader, Shown};

/// White that stays on every side, in points.
const EDGE: f32 = 36.0;

fn code() -> RecoveryCode {
    RecoveryCode::from_bare("7KQ4MX").unwrap()
}

fn sheet(code: &RecoveryCode) -> RecoverySheet<'_> {
    RecoverySheet {
        clinic: "Maple Street Clinic",
        name: "Sam Example",
        username: "sam",
        code,
        made: "Tue 24 Nov 2026, 14:03",
        contact: Some("Jane Doe or Fay Roy"),
    }
}

fn shown(sheet: &RecoverySheet<'_>) -> Vec<Shown> {
    Reader::open(&recovery_sheet(sheet).unwrap()).shown()
}

/// The page as it is read aloud: all strokes in order, one blank between words.
fn text(sheet: &RecoverySheet<'_>) -> String {
    let strokes: String = shown(sheet).iter().map(|stroke| format!("{} ", stroke.text)).collect();
    strokes.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn stays_on_the_page(sheet: &RecoverySheet<'_>) {
    let bytes = recovery_sheet(sheet).unwrap();
    let reader = Reader::open(&bytes);
    assert_eq!(reader.pages(), 1);
    let (width, height) = reader.size();
    for Shown { text, x, y, size, end } in reader.shown() {
        let inside = x >= EDGE && end <= width - EDGE && y - size >= EDGE && y + 0.24 * size <= height - EDGE;
        assert!(inside, "{text:?} of {size} points from {x} to {end} on {y}");
        assert!(size >= 6.5, "{text:?} is too small to read: {size}");
    }
}

#[test]
fn r09_it_is_one_small_page_that_fits_a4_and_letter() {
    let code = code();
    let bytes = recovery_sheet(&sheet(&code)).unwrap();
    assert!(bytes.starts_with(b"%PDF-1."));
    assert!(bytes.len() < 40 * 1024, "{} bytes", bytes.len());
    let (width, height) = Reader::open(&bytes).size();
    assert!(
        width <= 595.28 && height <= 792.0,
        "{width} x {height} is cut off on A4 or Letter"
    );
    stays_on_the_page(&sheet(&code));
}

#[test]
fn r09_the_code_is_one_selectable_line_of_large_letters() {
    let code = code();
    let strokes = shown(&sheet(&code));
    let largest = strokes.iter().map(|stroke| stroke.size).fold(0.0, f32::max);
    let line: Vec<_> = strokes.iter().filter(|stroke| stroke.size == largest).collect();
    assert_eq!(line.len(), 1);
    assert_eq!(line[0].text, "7KQ 4MX");
    assert!(largest > 60.0, "{largest}");
}

#[test]
fn r09_digits_are_said_as_digits_and_letters_as_words() {
    let said = "digit seven K as in Kilo Q as in Quebec digit four M as in Mike X as in X-ray";
    assert!(text(&sheet(&code())).contains(said));
    let alike = RecoveryCode::from_bare("0D8B15").unwrap();
    let said = "digit zero D as in Delta digit eight B as in Bravo digit one digit five";
    assert!(text(&sheet(&alike)).contains(said));
}

#[test]
fn r09_it_says_whose_it_is_what_it_is_for_and_where_to_keep_it() {
    let text = text(&sheet(&code()));
    for said in [
        "Maple Street Clinic Recovery code",
        "Name Sam Example",
        "User name sam",
        "Made Tue 24 Nov 2026, 14:03",
        "A spare key.",
        "lost, stolen or forgotten",
        "you travel and have no service",
        "your carrier has an outage",
        "your authenticator app is not at hand",
        "choose “Try another way”, then “Use recovery code instead”",
        "leaves 2-Step Verification on",
        "You get a new code at once. Then this sheet is worthless: throw it away.",
        "Keep it ✓ in a password manager ✓ in a private cloud folder ✓ on paper, in a private place.",
        "Do not keep it ✗ on a shared drive ✗ beside the computer ✗ together with your password.",
        "Nobody at the clinic can see this code or send it to you",
        "who helps too if you cannot get in: Jane Doe or Fay Roy",
    ] {
        assert!(text.contains(said), "{said:?} is not in {text:?}");
    }
}

#[test]
fn r09_without_a_contact_a_manager_is_named() {
    let code = code();
    let text = text(&RecoverySheet {
        contact: None,
        ..sheet(&code)
    });
    assert!(
        text.ends_with("who helps too if you cannot get in: a manager of your clinic"),
        "{text}"
    );
}

#[test]
fn r09_the_same_sheet_is_the_same_bytes() {
    let code = code();
    let (once, again) = (
        recovery_sheet(&sheet(&code)).unwrap(),
        recovery_sheet(&sheet(&code)).unwrap(),
    );
    assert_eq!(once, again);
    let other = RecoveryCode::from_bare("7KQ4MY").unwrap();
    assert_ne!(once, recovery_sheet(&sheet(&other)).unwrap());
}

#[test]
fn r08_the_code_stands_on_the_page_and_nowhere_else() {
    let code = code();
    let bytes = recovery_sheet(&sheet(&code)).unwrap();
    let outside = Reader::open(&bytes).dictionaries();
    assert!(
        outside.contains("/Title(Recovery code, Maple Street Clinic)"),
        "{outside}"
    );
    for spelled in ["7KQ 4MX", "7KQ4MX", "0037004B0051"] {
        assert!(!outside.contains(spelled), "{spelled} is in the metadata");
    }
    assert!(
        !outside.contains("/CreationDate") && !outside.contains("/ModDate"),
        "no clock was read"
    );
    let printed = format!("{:?}", sheet(&code));
    assert!(printed.contains("Sam Example") && !printed.contains("7KQ"), "{printed}");
}

#[test]
fn z05_names_in_every_script_fit_and_can_be_copied() {
    let code = code();
    for (name, copied) in [
        ("Zoe\u{308} Müller-Łuk", "Zo\u{eb} Müller-Łuk"),
        ("Ольга Петровна", "Ольга Петровна"),
        ("李明 (Ming Li)", "\u{fffd}\u{fffd} (Ming Li)"),
        ("Eve\u{1b}[31m\n\u{202e}evE", "Eve\u{fffd}[31m⏎<U+202E>evE"),
        ("Sam \u{1f469}\u{200d}\u{2695}\u{fe0f}", "Sam \u{fffd}<U+200D>⚕\u{fe0f}"),
    ] {
        let sheet = RecoverySheet { name, ..sheet(&code) };
        assert!(
            text(&sheet).contains(&format!("Name {copied} User name")),
            "{name:?}: {}",
            text(&sheet)
        );
        stays_on_the_page(&sheet);
    }
}

#[test]
fn z05_hebrew_runs_from_right_to_left() {
    let code = code();
    let sheet = RecoverySheet {
        name: "Dr שלום",
        ..sheet(&code)
    };
    let strokes = shown(&sheet);
    let place = |text: &str| strokes.iter().position(|stroke| stroke.text == text);
    assert!(place("Dr ").is_some());
    assert!(
        place("םולש").is_some(),
        "drawn in the order the eye finds them from the left: {strokes:?}"
    );
}

#[test]
fn r09_the_longest_names_are_made_smaller_and_stay_on_the_page() {
    let code = RecoveryCode::from_bare("NNNNNN").unwrap();
    let wide = "W".repeat(100);
    let words = "Westmount Community Women's Wellness Centre ".repeat(20);
    let shaken = "W".repeat(64);
    let sheet = RecoverySheet {
        clinic: &words,
        name: &wide,
        username: &shaken,
        code: &code,
        made: "Wed 30 Sept 2026, 14:03",
        contact: Some(&words),
    };
    stays_on_the_page(&sheet);
    let strokes = shown(&sheet);
    let wide_letters = |stroke: &Shown| stroke.text.chars().filter(|c| *c == 'W').count();
    let names = strokes.iter().filter(|stroke| stroke.text.starts_with("WW"));
    assert_eq!(names.map(wide_letters).sum::<usize>(), 164, "neither name is cut");
    let cut = strokes
        .iter()
        .filter(|stroke| stroke.text.trim_end().ends_with('…'))
        .count();
    assert_eq!(cut, 2, "what fits nowhere is cut, and shows it");
}

#[test]
fn r09_every_fact_on_two_lines_of_full_size_stays_on_the_page() {
    let code = code();
    let (fact, contact) = ("W".repeat(60), "W".repeat(38));
    let sheet = RecoverySheet {
        clinic: &fact,
        name: &fact,
        username: &fact,
        code: &code,
        made: &fact,
        contact: Some(&contact),
    };
    stays_on_the_page(&sheet);
    let lines = shown(&sheet)
        .iter()
        .filter(|stroke| stroke.text.starts_with("WW"))
        .count();
    assert_eq!(lines, 9);
}

#[test]
fn r09_nothing_at_all_still_makes_a_page() {
    let code = code();
    stays_on_the_page(&RecoverySheet {
        clinic: "",
        name: "",
        username: "",
        code: &code,
        made: "",
        contact: Some(""),
    });
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn r09_whatever_anybody_is_called_the_sheet_is_made_and_holds_the_code(
        clinic in any::<String>(), name in "\\PC{0,120}", username in any::<String>(), contact in any::<String>(),
        entropy: [u8; 16],
    ) {
        let code = RecoveryCode::from_entropy(entropy);
        let sheet = RecoverySheet {
            clinic: &clinic,
            name: &name,
            username: &username,
            code: &code,
            made: "Tue 24 Nov 2026, 14:03",
            contact: Some(&contact),
        };
        stays_on_the_page(&sheet);
        prop_assert!(shown(&sheet).iter().any(|stroke| stroke.text == *code.grouped().reveal()));
    }
}
