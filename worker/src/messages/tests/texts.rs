//! What the texts say, and how they keep to one segment.

use domain::contact::gsm7_len;

use super::{Clinic, clinic};
use crate::messages::{render_code_text, render_number_changed_text};

fn code_text(clinic: &Clinic, user: Option<&str>) -> String {
    render_code_text("012345", clinic, user).reveal().clone()
}

#[test]
fn x04_the_text_reads_word_for_word() {
    assert_eq!(
        code_text(&clinic(), None),
        "Maple Street Clinic: 012345 is your verification code. It expires in 5 minutes. \
         If you did not ask for it, tell the front desk, ext. 12."
    );
    let nobody = Clinic {
        support_contact: String::new(),
        ..clinic()
    };
    assert_eq!(
        code_text(&nobody, None),
        "Maple Street Clinic: 012345 is your verification code. It expires in 5 minutes. \
         If you did not ask for it, tell your manager."
    );
    assert_eq!(format!("{:?}", render_code_text("012345", &nobody, None)), "***", "Z03");
}

#[test]
fn m03_n01_the_old_number_is_told_whom_to_tell_and_neither_the_new_number_nor_that_there_is_one() {
    let text = render_number_changed_text(&clinic());
    assert_eq!(
        text,
        "Maple Street Clinic: this number is not on your account any more and gets no codes for you. \
         If you did not ask for that, tell the front desk, ext. 12."
    );
    assert!(gsm7_len(&text).unwrap() <= 160);
}

#[test]
fn n02_where_two_people_share_a_number_the_text_names_whose_code_it_is() {
    let text = code_text(&clinic(), Some("sam"));
    assert!(
        text.contains("012345 is your verification code for sam. It expires"),
        "{text}"
    );
    assert!(gsm7_len(&text).unwrap() <= 160);
}

#[test]
fn x04_one_segment_is_kept_by_the_short_name_then_a_shorter_contact() {
    let written = |name: &str, support: &str, user: Option<&str>| {
        let clinic = Clinic {
            name: name.into(),
            support_contact: support.into(),
            ..clinic()
        };
        let text = code_text(&clinic, user);
        assert!(gsm7_len(&text).unwrap() <= 160, "{text}");
        let (name, rest) = text.split_once(": ").unwrap();
        (name.to_owned(), rest.split_once(", tell ").unwrap().1.to_owned())
    };
    let pair = |name: &str, contact: &str| (name.to_owned(), contact.to_owned());
    let street = "Maple Street Clinic";
    let long = "The Maple Street Clinic of Family Medicine and Physiotherapy";
    assert_eq!(
        written(street, "Ann, 604 555 0100", None),
        pair(street, "Ann, 604 555 0100.")
    );
    assert_eq!(
        written(long, "Ann, 604 555 0100", None),
        pair("Maple", "Ann, 604 555 0100.")
    );
    assert_eq!(
        written(
            street,
            "Ann at the front desk (604 555 0100, 8 to 5), or else any of the managers",
            None
        ),
        pair(street, "Ann at the front desk (604 555 0100, 8 to 5).")
    );
    assert_eq!(
        written(
            street,
            "Ann at the front desk - from 8 to 5 call 604 555 0100, from 5 to 8 another",
            None
        ),
        pair("Maple", "Ann at the front desk - from 8 to 5 call 604 555 0100.")
    );
    assert_eq!(
        written(
            street,
            "Ann at the front desk - as long as it is light outside and the street lamps are dark, later whoever is there",
            None
        ),
        pair(street, "Ann at the front desk.")
    );
    assert_eq!(
        written(street, &"whoever is there ".repeat(6), None),
        pair(street, "your manager.")
    );
    assert_eq!(
        written(long, "Ann, 604 555 0100", Some(&"u".repeat(64))).1,
        "your manager."
    );
}

#[test]
fn x04_accents_and_curly_quotes_do_not_cost_a_second_segment() {
    let clinic = Clinic {
        name: "Clinique “Forêt” – Sacré-Cœur".into(),
        support_contact: "François’s desk, Łukasz".into(),
        ..clinic()
    };
    let text = code_text(&clinic, Some("zoë"));
    assert!(
        text.starts_with("Clinique \"Foret\" - Sacré-Coeur: 012345 is your"),
        "{text}"
    );
    assert!(
        text.ends_with(
            "code for zoe. It expires in 5 minutes. If you did not ask for it, tell Francois's desk, Lukasz."
        )
    );
    assert!(gsm7_len(&text).unwrap() <= 160);
}

#[test]
fn x04_names_in_another_script_stay_as_they_are_within_two_segments() {
    let sakura = Clinic {
        name: "さくらクリニック".into(),
        short_name: "さくら".into(),
        ..clinic()
    };
    let text = code_text(&sakura, None);
    assert!(
        text.starts_with("さくらクリニック: 012345 is your verification code."),
        "{text}"
    );
    assert!(text.encode_utf16().count() <= 134);
    let latin = Clinic {
        short_name: "Sakura".into(),
        ..sakura
    };
    assert!(
        code_text(&latin, None).starts_with("Sakura: 012345"),
        "one segment where a name allows it"
    );
}
