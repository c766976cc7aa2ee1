//! The record in plain words (spec D03): no rule and no kind is without them; days as people type them; an anchor in a line.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use domain::activity::{BadDay, Filter, Group, Person, WrongDay, day, explain, filter, group, rule_words, what};
use domain::anchor::Anchor;
use domain::audit::{Ending, Kind};
use jiff::civil::{Date, date};
use jiff::tz::TimeZone;

/// Every quoted spec id in the sources of what writes the record.
fn rules_written() -> BTreeSet<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut files = Vec::new();
    for folder in [
        "shared/domain/src",
        "shared/actions/src",
        "shared/store/src",
        "worker/src",
    ] {
        collect(&root.join(folder), &mut files);
    }
    let mut rules = BTreeSet::new();
    for file in files {
        let text = fs::read_to_string(&file).unwrap();
        for quoted in text.split('"') {
            let is_id = quoted.len() == 3
                && quoted.starts_with(|first: char| first.is_ascii_uppercase())
                && quoted[1..].bytes().all(|b| b.is_ascii_digit());
            if is_id {
                rules.insert(quoted.to_owned());
            }
        }
    }
    rules
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|end| end == "rs") {
            files.push(path);
        }
    }
}

fn is_sentence(text: &str) -> bool {
    text.len() > 12 && text.ends_with('.') && !text.contains("  ") && !text.contains("lockout")
}

#[test]
fn d03_every_rule_that_the_programs_write_down_has_its_words() {
    let rules = rules_written();
    for rule in [
        "L01", "L04", "L06", "L08", "S02", "S09", "S10", "C05", "W07", "M05", "M10", "R06", "R09", "A07",
    ] {
        assert!(rules.contains(rule), "{rule} is written somewhere");
    }
    for rule in rules {
        let words = rule_words(&rule);
        assert!(words.is_some_and(is_sentence), "{rule}: {words:?}");
    }
}

#[test]
fn d03_whatever_was_refused_or_failed_is_explained_and_what_was_done_needs_no_excuse() {
    let mut rules: Vec<String> = rules_written().into_iter().collect();
    rules.push(String::new());
    for kind in Kind::ALL {
        assert_eq!(explain(*kind, Ending::Done, "L01"), None);
        for rule in &rules {
            for outcome in [Ending::Refused, Ending::Failed] {
                let reason = explain(*kind, outcome, rule).unwrap();
                assert!(
                    is_sentence(reason.why) && is_sentence(reason.now),
                    "{kind} {rule}: {reason:?}"
                );
            }
        }
    }
}

#[test]
fn d03_a_right_code_that_is_dead_is_never_called_wrong() {
    for rule in ["C01", "C02", "C03", "C04", "C05", "L06", "M05"] {
        let reason = explain(Kind::CodeDead, Ending::Refused, rule).unwrap();
        assert!(reason.why.contains("was right"), "{rule}: {}", reason.why);
    }
}

#[test]
fn d03_every_kind_has_a_short_name_and_one_group() {
    let names: BTreeSet<&str> = Kind::ALL.iter().map(|kind| what(*kind)).collect();
    assert_eq!(names.len(), Kind::ALL.len(), "no two are called alike");
    for name in names {
        assert!((4..=29).contains(&name.len()), "{name}");
    }
    for own in Group::ALL {
        assert_eq!(own.kinds().count() == 0, *own == Group::Refused, "{own}");
        assert!(own.kinds().all(|kind| group(kind) == *own));
    }
}

const TODAY: Date = date(2026, 11, 24);

#[test]
fn d03_a_day_is_read_as_people_type_it() {
    for (typed, found) in [
        ("", None),
        ("2026-11-24", Some(date(2026, 11, 24))),
        (" 24 Nov ", Some(date(2026, 11, 24))),
        ("24 november", Some(date(2026, 11, 24))),
        ("25 Nov", Some(date(2025, 11, 25))),
        ("24. Nov. 2024", Some(date(2024, 11, 24))),
        ("29 feb", Some(date(2024, 2, 29))),
        ("today", Some(TODAY)),
        ("Yesterday", Some(date(2026, 11, 23))),
    ] {
        assert_eq!(day(typed, TODAY), Ok(found), "{typed}");
    }
    for typed in [
        "2026-13-01",
        "2026-1-1",
        "31 Feb 2026",
        "24",
        "Nov",
        "24 no",
        "tomorrow-ish",
        "0 Nov",
        "24 Nov 26",
        "–",
    ] {
        assert_eq!(day(typed, TODAY), Err(BadDay::Unreadable), "{typed}");
    }
}

fn of_days(from: &str, to: &str, zone: &str) -> Result<Filter, WrongDay> {
    filter((from, to), "", None, TODAY, &TimeZone::get(zone).unwrap())
}

#[test]
fn d03_days_are_whole_days_of_the_clinic_those_of_the_clock_changes_too() {
    let hours = |from, to, zone| {
        let found = of_days(from, to, zone).unwrap();
        (found.until.unwrap() - found.from.unwrap()) / 3_600_000
    };
    assert_eq!(hours("2026-11-24", "2026-11-24", "America/Vancouver"), 24);
    assert_eq!(hours("2026-03-08", "2026-03-08", "America/Toronto"), 23);
    assert_eq!(hours("2026-11-01", "2026-11-01", "America/Toronto"), 25);
    // Midnight does not exist there on that day.
    assert_eq!(hours("2026-09-06", "2026-09-06", "America/Santiago"), 23);
    assert_eq!(hours("20 Nov", "today", "America/Vancouver"), 5 * 24);
}

#[test]
fn d03_a_day_that_makes_no_sense_is_named() {
    assert_eq!(of_days("x", "", "UTC"), Err(WrongDay::From(BadDay::Unreadable)));
    assert_eq!(of_days("", "x", "UTC"), Err(WrongDay::To(BadDay::Unreadable)));
    assert_eq!(
        of_days("today", "yesterday", "UTC"),
        Err(WrongDay::To(BadDay::BeforeTheFirst))
    );
    assert_eq!(
        of_days("9999-12-31", "9999-12-31", "UTC"),
        Err(WrongDay::To(BadDay::Unreadable))
    );
}

#[test]
fn t67_a_name_is_found_by_its_letters_whatever_they_mean_to_a_database() {
    let fits = |typed: &str, name: &str| Person::typed(typed).is_some_and(|person| person.fits(name));
    assert!(fits("SA", "sam") && fits("sam", "Sam") && fits("=Sam", "sam") && fits("ä", "JÄNE"));
    assert!(fits("%", "100%") && fits("a_b", "a_b"));
    assert!(!fits("%", "sam") && !fits("s_m", "sam") && !fits("=sa", "sam") && !fits("", "sam") && !fits("=", "sam"));
}

#[test]
fn d03_a_filter_is_kept_as_text_and_read_back_whole() {
    let zone = TimeZone::get("America/Vancouver").unwrap();
    for person in ["", "sam", "=sam", "a=b", "100%"] {
        for group in [None, Some(Group::Refused), Some(Group::TwoStep)] {
            for days in [("", ""), ("20 Nov", ""), ("20 Nov", "today")] {
                let found = filter(days, person, group, TODAY, &zone).unwrap();
                assert_eq!(Filter::of_text(&found.to_text()), Some(found));
            }
        }
    }
    for text in ["nonsense", "from=x", "group=x", "other=1"] {
        assert_eq!(Filter::of_text(text), None, "{text}");
    }
}

#[test]
fn d02_an_anchor_is_found_in_its_line_and_a_broken_one_is_no_anchor() {
    let anchor = Anchor {
        number: 4711,
        mac: [0xab; 32],
    };
    let line = format!("2026-11-24T20:00:00Z  INFO worker::record: {anchor}");
    assert_eq!(Anchor::find(&line), Ok(Some(anchor)));
    assert_eq!(Anchor::find(&format!("{line} more=1\r")), Ok(Some(anchor)));
    assert_eq!(Anchor::find("2026-11-24T20:00:00Z  INFO worker: on duty"), Ok(None));
    for broken in [
        &line[..line.len() - 1],
        &line.replace("4711", "0"),
        &line.replace("4711", "x"),
        &line.replace("abab", "abAB"),
        &line.replace(" mac=", " "),
        &format!("{line}ab"),
    ] {
        assert!(Anchor::find(broken).is_err(), "{broken}");
    }
}
