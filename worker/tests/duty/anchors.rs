//! Anchors of the record in the worker's log (spec D02): every five minutes when changed, and what `audit verify --anchors`
//! reads is what stands there.

use actions::check_record::{Checked, check_record};
use domain::anchor::Anchor;
use domain::time::{MINUTE, SECOND};
use fixtures::clinic::{SAM, elsewhere};
use tracing::Level;

use crate::bench::{Bench, everybody_listens};
use crate::log::Pages;

/// What the log says while `what` happens.
fn log_of(what: impl FnOnce()) -> String {
    everybody_listens();
    let pages = Pages::default();
    let writer = pages.clone();
    let log = tracing_subscriber::fmt()
        .with_ansi(false)
        .with_max_level(Level::INFO)
        .with_writer(move || writer.clone())
        .finish();
    tracing::subscriber::with_default(log, what);
    pages.text()
}

fn anchors(log: &str) -> Vec<Anchor> {
    log.lines().filter_map(|line| Anchor::find(line).unwrap()).collect()
}

fn newest(bench: &mut Bench) -> i64 {
    bench.clinic.record().last().unwrap().number
}

#[test]
fn d02_the_newest_row_is_anchored_at_the_start_and_five_minutes_later_only_when_there_is_a_newer_one() {
    let mut bench = None;
    let log = log_of(|| bench = Some(Bench::new()));
    let mut bench = bench.unwrap();
    let first = newest(&mut bench);
    let numbers = |log: &str| anchors(log).iter().map(|anchor| anchor.number).collect::<Vec<_>>();
    assert_eq!(numbers(&log), [first]);

    let idle = log_of(|| (0..30).for_each(|_| bench.after(MINUTE)));
    assert_eq!(anchors(&idle), [], "an idle clinic says nothing");

    let busy = log_of(|| {
        for _ in 0..20 {
            let pending = bench.clinic.pending(&SAM, &elsewhere());
            bench.clinic.wrong_codes(&SAM, &pending, &elsewhere(), 1);
            bench.after(30 * SECOND);
        }
    });
    let found = numbers(&busy);
    assert!(found.len() == 2 || found.len() == 3, "ten minutes: {found:?}");
    assert!(found.is_sorted() && found[0] > first, "{found:?}");
}

#[test]
fn d02_what_the_log_holds_is_what_the_check_reads() {
    let mut bench = None;
    let mut log = log_of(|| bench = Some(Bench::new()));
    let mut bench = bench.unwrap();
    log += &log_of(|| {
        bench.clinic.pending(&SAM, &elsewhere());
        bench.after(6 * MINUTE);
    });
    let anchors = anchors(&log);
    assert_eq!(anchors.len(), 2);
    let at = bench.clinic.clock.now();
    let mut check = |anchors: &[Anchor]| check_record(&mut bench.clinic.db, anchors, |_| true, at).unwrap();
    assert!(matches!(check(&anchors), Checked::Whole { .. }));
    let mut other = anchors.clone();
    other[0].mac[31] ^= 1;
    assert_eq!(check(&other), Checked::Broken { row: anchors[0].number });
}
