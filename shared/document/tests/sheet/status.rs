//! The 2SV status report as an auditor gets it: the file is read back, page by page (spec D04).

use document::{StatusPerson, StatusReport, status_report};
use domain::report::{Rules, Totals};
use proptest::prelude::*;

use crate::reader::{Reader, Shown};

/// White that stays on every side, in points.
const EDGE: f32 = 34.0;

fn person(number: usize) -> StatusPerson {
    StatusPerson {
        name: format!("Person Number {number}"),
        username: format!("person{number}"),
        access: "staff".into(),
        two_step: ["on", "off", "paused until Tue 24 Nov, 14:03"][number % 3].into(),
        methods: ["text, app", "", "app"][number % 3].into(),
        default: ["text", "", "app"][number % 3].into(),
        since: ["24 Nov 2026", "", "1 Jan 2026"][number % 3].into(),
        last_sign_in: "23 Nov 2026".into(),
    }
}

fn people(number: usize) -> Vec<StatusPerson> {
    (0..number).map(person).collect()
}

fn report(people: &[StatusPerson]) -> StatusReport<'_> {
    StatusReport {
        clinic: "Maple Street Clinic",
        made: "Tue 24 Nov 2026, 14:03 (America/Vancouver)",
        by: "Jane Doe",
        rules: Rules {
            enforced: false,
            trust_allowed: true,
        },
        totals: Totals {
            people: 40,
            on: 31,
            off: 7,
            paused: 2,
            text_alone: 12,
            app_alone: 15,
            both: 6,
            no_access: 3,
        },
        people,
    }
}

fn pages(report: &StatusReport<'_>) -> Vec<Vec<Shown>> {
    let bytes = status_report(report).unwrap();
    let reader = Reader::open(&bytes);
    (0..reader.pages()).map(|page| reader.shown_on(page)).collect()
}

/// A page as it is read aloud: one blank between words.
fn text(page: &[Shown]) -> String {
    let strokes: String = page.iter().map(|stroke| format!("{} ", stroke.text)).collect();
    strokes.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn d04_it_says_when_by_whom_and_how_many_and_what_is_set() {
    let people = people(3);
    let first = text(&pages(&report(&people))[0]);
    for said in [
        "Maple Street Clinic 2-Step Verification status",
        "Made Tue 24 Nov 2026, 14:03 (America/Vancouver)",
        "Made by Jane Doe",
        "People who can sign in 40",
        "2SV is on for 31 of 40 (77 %)",
        "2SV is off for 7",
        "2SV is paused for 2",
        "12 text messages alone, 15 an authenticator app alone, 6 both",
        "Required for all staff no: it is each person's choice",
        "Trusted browsers allowed: in a browser that a person trusts, the code is asked once in 30 days; the password every time",
        "People without access 3, at the end of the table",
        "Name User name Access 2SV Methods Default Since Last sign-in",
        "page 1 of 1",
    ] {
        assert!(first.contains(said), "{said:?} is not in {first:?}");
    }
    let strict = StatusReport {
        rules: Rules {
            enforced: true,
            trust_allowed: false,
        },
        ..report(&people)
    };
    let first = text(&pages(&strict)[0]);
    assert!(
        first.contains("yes: who has none must set it up at the next sign-in"),
        "{first}"
    );
    assert!(
        first.contains("not allowed: a code is asked at every sign-in"),
        "{first}"
    );
}

/// Nobody may read more out of it than is in it.
#[test]
fn d04_it_says_what_it_does_not_prove() {
    let first = text(&pages(&report(&people(1)))[0]);
    for said in [
        "What it does not prove • That codes cannot be stolen. Texts can be read on the way",
        "A code of either kind can be phished",
        "neither is phishing-resistant as security keys are",
        "It is how things stood at the moment named above",
        "about who runs the server: that person can reach its data",
    ] {
        assert!(first.contains(said), "{said:?} is not in {first:?}");
    }
}

#[test]
fn d04_everybody_is_on_it_once_in_order_over_as_many_pages_as_it_takes() {
    for number in [0, 1, 12, 40, 333] {
        let people = people(number);
        let pages = pages(&report(&people));
        let all = pages.iter().map(|page| text(page)).collect::<Vec<_>>().join(" ");
        let mut from = 0;
        for person in &people {
            let line = format!("{} {} staff", person.name, person.username);
            let at = all[from..].find(&line).unwrap_or_else(|| panic!("{line} of {number}"));
            from += at + line.len();
        }
        assert_eq!(all.matches("person1 staff").count(), usize::from(number > 1));
        for (index, page) in pages.iter().enumerate() {
            let shown = text(page);
            let foot = format!("page {} of {}", index + 1, pages.len());
            assert!(shown.ends_with(&foot), "{shown}");
            let heads = shown.matches("Name User name Access 2SV").count();
            assert_eq!(heads, 1, "the columns are named on page {index}");
        }
    }
}

/// The largest clinic there is: hundreds of pages, and still a file to be mailed.
#[test]
fn d04_ten_thousand_people_are_one_report() {
    let people = people(10_000);
    let bytes = status_report(&report(&people)).unwrap();
    let reader = Reader::open(&bytes);
    let pages = reader.pages();
    assert!((200..400).contains(&pages), "{pages} pages");
    assert!(bytes.len() < 30 * 1024 * 1024, "{} bytes", bytes.len());
    let last = text(&reader.shown_on(pages - 1));
    assert!(last.contains("Person Number 9999 person9999"), "{last}");
}

fn stays_on_its_pages(report: &StatusReport<'_>) {
    let bytes = status_report(report).unwrap();
    let reader = Reader::open(&bytes);
    let (width, height) = reader.size();
    assert!(width <= 792.0 && height <= 595.28, "{width} x {height} is cut off");
    for page in 0..reader.pages() {
        let mut rows: Vec<(f32, f32)> = Vec::new();
        for Shown { text, x, y, size, end } in reader.shown_on(page) {
            let inside = x >= EDGE && end <= width - EDGE && y - size >= EDGE && y + 0.24 * size <= height - EDGE;
            assert!(
                inside,
                "page {page}: {text:?} of {size} points from {x} to {end} on {y}"
            );
            assert!(size >= 6.5, "{text:?} is too small to read: {size}");
            rows.push((x, y));
        }
        let before = rows.len();
        rows.sort_by(|a, b| a.partial_cmp(b).unwrap());
        rows.dedup();
        assert_eq!(rows.len(), before, "page {page}: something lies on something else");
    }
}

/// T70.
#[test]
fn z05_whatever_people_are_called_it_stays_in_its_column_and_is_seen() {
    let mut people = people(30);
    let long = "Rosalind Featherstonehaugh-Cholmondeley Wolfeschlegelsteinhausenbergerdorff of St Ives".repeat(3);
    for (number, name) in [
        long.as_str(),
        "Eve\u{1b}[31m\u{202e}",
        "=1+1\r\nx",
        "",
        "李小龍",
        &"W".repeat(400),
    ]
    .iter()
    .enumerate()
    {
        people[number * 4].name = (*name).into();
        people[number * 4].username = (*name).into();
    }
    let report = StatusReport {
        clinic: &long,
        by: &long,
        ..report(&people)
    };
    stays_on_its_pages(&report);
    let all: String = pages(&report).iter().map(|page| text(page)).collect();
    assert!(all.contains("<U+202E>") && !all.contains('\u{1b}') && !all.contains('\u{202e}'));
}

#[test]
fn d04_it_is_one_table_to_a_screen_reader_and_the_same_for_the_same_input() {
    let people = people(80);
    let bytes = status_report(&report(&people)).unwrap();
    assert!(*bytes == *status_report(&report(&people)).unwrap());
    let said = Reader::open(&bytes).dictionaries();
    assert_eq!(said.matches("/S/Table").count(), 1);
    assert_eq!(said.matches("/S/TR").count(), 81, "a row each, and the heads");
    assert_eq!(said.matches("/S/TH").count(), 8);
    assert!(
        said.contains("/Title(2-Step Verification status, Maple Street Clinic)"),
        "{said}"
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn z05_nothing_anybody_is_called_makes_it_fail_or_leave_the_paper(name in any::<String>(), number in 0_usize..30) {
        let mut people = people(number);
        for person in &mut people {
            person.name.clone_from(&name);
        }
        stays_on_its_pages(&StatusReport { clinic: &name, ..report(&people) });
    }
}
