//! The record with 1,000,000 rows (spec D02, D03, H04): checking it, exporting it, and a page of it on the screen, the newest
//! one and by every way something rare is looked for.

use std::time::Instant;

use domain::activity::{Filter, Group, Person};
use domain::audit::{Actor, Ending, Entry, Kind};
use domain::time::MINUTE;
use fixtures::clinic::{Clinic, FAY, JANE, SAM};
use store::audit::{Chain, append, page, rows, verify};

use crate::table::{Line, Samples, head, row};

const ROWS: i64 = 1_000_000;
/// Rows in one transaction of the making.
const BATCH: i64 = 10_000;
/// How often a page is looked for.
const LOOKS: usize = 20;

/// fay did one thing, long ago; sam is refused now and then; the rest is jane and the worker.
fn clinic() -> Clinic {
    let mut clinic = Clinic::new();
    let [jane, fay, sam] = [JANE, FAY, SAM].map(|person| clinic.staff(&person).id);
    let entry = |number: i64| match number {
        1_000 => Entry::own(fay, Kind::NameChanged, Ending::Done, "ssh from 10.0.0.5").detail("was Fay"),
        _ if number % 997 == 0 => Entry::own(sam, Kind::CodeWrong, Ending::Refused, "ssh from 10.0.0.7").rule("L01"),
        _ if number % 3 == 0 => Entry {
            actor: Actor::Worker,
            ..Entry::own(jane, Kind::Message, Ending::Done, "worker").detail("text code delivered")
        },
        _ => Entry::own(
            jane,
            Kind::SignedIn,
            Ending::Done,
            "ssh from 10.0.0.5, key SHA256:WesOtAtD…",
        )
        .detail("app"),
    };
    let mut made = 0;
    while made < ROWS {
        clinic
            .write(|tx| (made..made + BATCH).try_fold(0, |_, number| append(tx, &entry(number))))
            .unwrap();
        made += BATCH;
        clinic.clock.plus(100 * MINUTE);
    }
    clinic
}

fn looked_for(clinic: &mut Clinic, what: &str, filter: &Filter) -> Samples {
    let mut samples = Samples::default();
    let at = clinic.clock.now();
    for _ in 0..LOOKS {
        samples.time(|| clinic.db.read(at, |tx| page(tx, filter, i64::MAX, 200)).unwrap());
    }
    row(what, &samples);
    samples
}

/// All of them.
pub(crate) fn figure() -> Vec<Line> {
    head("the record with 1,000,000 rows, ms");
    let mut clinic = clinic();
    let at = clinic.clock.now();
    let mut checked = Samples::default();
    for _ in 0..3 {
        let chain = checked.time(|| clinic.db.read(at, verify).unwrap());
        assert!(matches!(chain, Chain::Whole { rows } if rows >= ROWS));
    }
    row("checked, first to last", &checked);
    let exported = exported(&mut clinic);
    row("exported as CSV", &exported);

    let begin = clinic.number("SELECT at FROM audit WHERE number = 500");
    let day = 24 * 60 * MINUTE;
    let by = |person: &str| Filter {
        person: Person::typed(person),
        ..Filter::default()
    };
    let newest = looked_for(&mut clinic, "the newest page", &Filter::default());
    let rare = looked_for(&mut clinic, "by a person with one row, the oldest", &by("fay"));
    looked_for(&mut clinic, "by a person with every thousandth row", &by("sam"));
    looked_for(&mut clinic, "by a name that nobody has", &by("nobody"));
    let kind = Filter {
        group: Some(Group::People),
        ..Filter::default()
    };
    looked_for(&mut clinic, "by a rare kind", &kind);
    let refused = Filter {
        group: Some(Group::Refused),
        ..Filter::default()
    };
    looked_for(&mut clinic, "refused alone", &refused);
    let long_ago = Filter {
        from: Some(begin),
        until: Some(begin + day),
        ..Filter::default()
    };
    looked_for(&mut clinic, "one day, the first", &long_ago);
    let months = Filter {
        from: Some(begin),
        until: Some(begin + 5 * day),
        person: Person::typed("fay"),
        group: None,
    };
    let worst = looked_for(&mut clinic, "five days long ago, by a person with one row", &months);
    vec![
        Line::new("record of 1,000,000 rows checked", &checked, "", ""),
        Line::new("the same exported as CSV", &exported, "", ""),
        Line::new("its newest page", &newest, "50 ms", ""),
        Line::new("a page by a person with one row, the oldest", &rare, "50 ms", ""),
        Line::new("the same within five days long ago", &worst, "50 ms", ""),
    ]
}

/// As `audit export` writes it, into memory's place: a file of the same disk.
fn exported(clinic: &mut Clinic) -> Samples {
    let mut samples = Samples::default();
    let at = clinic.clock.now();
    let path = clinic.path().join("record.csv");
    let begun = Instant::now();
    let file = std::io::BufWriter::new(std::fs::File::create(&path).unwrap());
    let columns = [
        "number", "at", "actor", "subject", "kind", "outcome", "rule", "place", "detail",
    ];
    let mut table = document::csv::Table::begin(file, &columns).unwrap();
    let mut next = 1;
    loop {
        let part = clinic.db.read(at, |tx| rows(tx, next, 1_000)).unwrap();
        let Some(last) = part.last() else {
            break;
        };
        next = last.number + 1;
        for row in &part {
            let (number, at) = (row.number.to_string(), row.at.to_string());
            let cells = [
                &number,
                &at,
                &row.actor,
                &row.subject,
                &row.kind,
                &row.outcome,
                &row.rule,
                &row.place,
                &row.detail,
            ];
            table.row(cells).unwrap();
        }
    }
    table.finish().unwrap();
    samples.push(begun.elapsed());
    samples
}
