//! Looking rows up in the record (spec D03, T67): whatever is asked, by index or one by one, the rows are those that a look
//! at every single row finds.

use std::sync::OnceLock;

use domain::activity::{Filter, Group, Person, group};
use domain::audit::{Actor, Ending, Entry, Kind};
use domain::time::{DAY, HOUR};
use fixtures::clinic::{Clinic, FAY, JANE, SAM};
use store::audit::{AuditRow, append, page};

/// Rows enough that the newest ones are not all there is, over 80 days; sam's are rare and old, fay's one is the oldest.
fn large() -> Clinic {
    let mut clinic = Clinic::new();
    let [jane, fay, sam] = [JANE, FAY, SAM].map(|person| clinic.staff(&person).id);
    let days = 80;
    for day in 0..days {
        clinic
            .write(|tx| {
                for number in 0..160 {
                    let entry = match (day, number) {
                        (0, 0) => Entry::own(fay, Kind::NameChanged, Ending::Done, "desk"),
                        (0..10, 7) => Entry::own(sam, Kind::CodeWrong, Ending::Refused, "desk").rule("L01"),
                        (0..10, 8) => Entry {
                            actor: Actor::Staff(jane),
                            ..Entry::own(sam, Kind::TwoStepPaused, Ending::Done, "desk")
                        },
                        (5, 9) => Entry {
                            actor: Actor::Unknown("00ff3fa9".into()),
                            subject: None,
                            ..Entry::own(sam, Kind::PasswordWrong, Ending::Refused, "desk")
                        },
                        (_, 10) => Entry {
                            actor: Actor::Operator("root_%".into()),
                            ..Entry::own(jane, Kind::StaffListed, Ending::Done, "command line")
                        },
                        (_, 0..80) => Entry::own(jane, Kind::SignedIn, Ending::Done, "desk"),
                        _ => Entry::by_worker(Some(jane), Kind::Message, Ending::Done),
                    };
                    append(tx, &entry)?;
                }
                Ok(0)
            })
            .unwrap();
        // Once the clock was set back: numbers and times do not go the same way.
        clinic.clock.plus(if day == 40 { -3 * DAY } else { DAY });
    }
    clinic
}

fn rows() -> &'static Vec<AuditRow> {
    static ROWS: OnceLock<Vec<AuditRow>> = OnceLock::new();
    ROWS.get_or_init(|| large().record())
}

fn fits(filter: &Filter, row: &AuditRow) -> bool {
    let kind = Kind::parse(&row.kind).unwrap();
    let in_group = match filter.group {
        None => true,
        Some(Group::Refused) => row.outcome == "refused",
        Some(own) => group(kind) == own,
    };
    let by = |person: &Person| person.fits(&row.actor) || person.fits(&row.subject);
    filter.from.is_none_or(|from| row.at >= from)
        && filter.until.is_none_or(|until| row.at < until)
        && filter.person.as_ref().is_none_or(by)
        && in_group
}

fn some_filters() -> Vec<Filter> {
    let begin = rows().first().unwrap().at;
    let spans = [
        (None, None),
        (Some(0), Some(8)),
        (Some(3), Some(75)),
        (Some(38), Some(44)),
        (Some(70), None),
        (None, Some(2)),
        (Some(500), None),
    ];
    let people = [
        "", "jane", "sam", "fay", "=sam", "a", "nobody", "root_%", "_", "%", "3fa9", "unknown", "worker", "JANE",
    ];
    let groups = [
        None,
        Some(Group::Refused),
        Some(Group::People),
        Some(Group::Messages),
        Some(Group::Trust),
    ];
    let mut all = Vec::new();
    for (from, until) in spans {
        for person in people {
            for group in groups {
                all.push(Filter {
                    from: from.map(|days| begin + days * DAY),
                    until: until.map(|days| begin + days * DAY + HOUR),
                    person: Person::typed(person),
                    group,
                });
            }
        }
    }
    all
}

#[test]
fn d03_t67_whatever_is_looked_for_every_page_is_what_a_look_at_every_row_finds() {
    let mut clinic = large();
    let at = clinic.clock.now();
    let mut sizes = Vec::new();
    for filter in some_filters() {
        let expected: Vec<i64> = rows()
            .iter()
            .rev()
            .filter(|row| fits(&filter, row))
            .map(|row| row.number)
            .collect();
        let (mut found, mut before) = (Vec::new(), i64::MAX);
        // A few pages, and one from the middle on.
        for limit in [3, 40, 200] {
            let page = clinic.db.read(at, |tx| page(tx, &filter, before, limit)).unwrap();
            let numbers: Vec<i64> = page.rows.iter().map(|row| row.number).collect();
            let wanted: Vec<i64> = expected
                .iter()
                .copied()
                .skip(found.len())
                .take(limit as usize)
                .collect();
            assert_eq!(numbers, wanted, "{filter:?} before {before}");
            assert!(page.more || found.len() + numbers.len() == expected.len(), "{filter:?}");
            found.extend(numbers);
            before = found.last().copied().unwrap_or(before);
        }
        let middle = expected.get(expected.len() / 2).copied().unwrap_or(1);
        let page = clinic.db.read(at, |tx| page(tx, &filter, middle, 10)).unwrap();
        let numbers: Vec<i64> = page.rows.iter().map(|row| row.number).collect();
        let wanted: Vec<i64> = expected
            .iter()
            .copied()
            .filter(|number| *number < middle)
            .take(10)
            .collect();
        assert_eq!(numbers, wanted, "{filter:?} before {middle}");
        sizes.push(expected.len());
    }
    assert!(sizes.contains(&0) && sizes.contains(&1) && sizes.iter().any(|size| *size > 10_000));
}

#[test]
fn t67_percent_and_underscore_are_letters_and_find_nobody_but_their_owner() {
    let mut clinic = large();
    let at = clinic.clock.now();
    let mut actors = |typed: &str| {
        let filter = Filter {
            person: Person::typed(typed),
            ..Filter::default()
        };
        let page = clinic.db.read(at, |tx| page(tx, &filter, i64::MAX, 10_000)).unwrap();
        let mut actors: Vec<String> = page.rows.into_iter().map(|row| row.actor).collect();
        actors.sort();
        actors.dedup();
        actors
    };
    assert_eq!(actors("%"), ["operator:root_%"]);
    assert_eq!(actors("t_%"), ["operator:root_%"]);
    assert_eq!(actors("s_m"), [""; 0]);
    assert_eq!(actors("=sa"), [""; 0]);
    assert!(actors("=sam").contains(&"sam".to_owned()));
    assert_eq!(actors("\\"), [""; 0]);
    assert_eq!(actors("'; DROP TABLE audit; --"), [""; 0]);
}
