//! The list of first passwords as a manager prints it (spec A07): the file is read back.

use document::{FirstPassword, FirstPasswords, first_passwords};

use crate::reader::{Reader, Shown};

fn people(number: usize) -> Vec<FirstPassword> {
    let one = |number: usize| FirstPassword {
        name: format!("Person Number {number}"),
        username: format!("person{number}"),
        password: format!("k7mm2qpx9w{number:02}").as_str().into(),
    };
    (0..number).map(one).collect()
}

fn list(people: &[FirstPassword]) -> FirstPasswords<'_> {
    FirstPasswords {
        clinic: "Maple Street Clinic",
        until: "Fri 27 Nov 2026, 14:03",
        people,
    }
}

fn shown(list: &FirstPasswords<'_>) -> Vec<Vec<Shown>> {
    let bytes = first_passwords(list).unwrap();
    let reader = Reader::open(&bytes);
    (0..reader.pages()).map(|page| reader.shown_on(page)).collect()
}

fn text(page: &[Shown]) -> String {
    let strokes: String = page.iter().map(|stroke| format!("{} ", stroke.text)).collect();
    strokes.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn a07_each_person_has_a_strip_that_says_by_itself_what_to_do() {
    let people = people(13);
    let pages = shown(&list(&people));
    assert_eq!(pages.len(), 3, "six a page");
    let all: Vec<String> = pages.iter().map(|page| text(page)).collect();
    for (number, person) in people.iter().enumerate() {
        let strip = format!(
            "Maple Street Clinic Name {} User name {} First password {} It works until Fri 27 Nov 2026, 14:03.",
            person.name,
            person.username,
            person.password.reveal()
        );
        assert!(
            all[number / 6].contains(&strip),
            "{strip:?} is not in {:?}",
            all[number / 6]
        );
    }
    assert!(
        all[2].ends_with("Each strip is for its person alone. page 3 of 3"),
        "{}",
        all[2]
    );
}

/// T70.
#[test]
fn z05_whatever_people_are_called_no_strip_runs_into_the_next() {
    let mut people = people(6);
    for person in &mut people {
        person.name = "Wolfeschlegelsteinhausenbergerdorff \u{202e}\u{1b}[0m ".repeat(9);
        person.username = "W".repeat(300);
    }
    let long = "Maple ".repeat(80);
    let pages = shown(&FirstPasswords {
        clinic: &long,
        ..list(&people)
    });
    assert_eq!(pages.len(), 1);
    let starts: Vec<f32> = pages[0]
        .iter()
        .filter(|stroke| stroke.text.starts_with("Maple"))
        .map(|stroke| stroke.y)
        .collect();
    assert_eq!(starts.len(), 6);
    for (number, start) in starts.iter().enumerate() {
        let next = starts.get(number + 1).copied().unwrap_or(760.0);
        let own = pages[0]
            .iter()
            .filter(|stroke| stroke.y >= *start && stroke.y < next - 9.0);
        assert!(own.count() >= 7, "strip {number}");
        assert!(next - start > 100.0);
    }
    assert!(
        pages[0]
            .iter()
            .all(|stroke| stroke.end <= 595.0 - 36.0 && stroke.y <= 792.0 - 36.0)
    );
}

#[test]
fn z03_its_title_and_structure_hold_no_password() {
    let people = people(2);
    let bytes = first_passwords(&list(&people)).unwrap();
    let said = Reader::open(&bytes).dictionaries();
    assert!(!said.contains("k7mm2qpx9w"), "{said}");
    assert!(said.contains("/Title(First passwords, Maple Street Clinic)"), "{said}");
}
