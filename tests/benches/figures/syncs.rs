//! How often a judged code makes the disk sync and how many pages it writes, told by `strace` over a thousand of them; and
//! which files are synced.
//!
//! The ring of the wake file, the last thing a write does, is where one judgement ends and the next begins.

use std::collections::{BTreeMap, BTreeSet};
use std::process::{Command, Stdio};
use std::time::Duration;

use crate::crowd::{self, Having};
use crate::hand::{Hand, Work};
use crate::table::Line;

const CALLS: &str = "trace=fsync,fdatasync,sync,syncfs,sync_file_range,msync,pwrite64";
/// What SQLite writes of a page, and in front of it in the WAL.
const PAGE: &str = ", 4096, ";

/// What one judgement did.
#[derive(Clone, Copy, Default)]
struct Judged {
    syncs: usize,
    /// Written to the WAL.
    pages: usize,
    /// Why there may be more than one sync.
    because: &'static str,
}

/// What SQLite adds, by the call that shows it: pages go home into the database; the header of a WAL that begins anew is
/// synced apart; the first write after a start syncs the directory, so that the WAL can be found in it.
fn because(call: &str, name: &str) -> Option<&'static str> {
    let is_write = call.contains("pwrite64(");
    match name {
        "vestibule.db" if is_write => Some(", with a checkpoint"),
        "vestibule.db-wal" if is_write && call.contains(", 32, 0) ") => Some(", the first after a checkpoint"),
        "clinic" => Some(", the first after a start"),
        _ => None,
    }
}

/// Prints it, or that it cannot be told here.
pub(crate) fn figure() -> Vec<Line> {
    println!("\nSyncs and pages of a judged code");
    let there = Command::new("strace").arg("--version").stdout(Stdio::null()).status();
    if there.is_ok_and(|status| status.success()) {
        tell(Work::Texts, 500, crowd::BY_TEXT);
        tell(Work::Apps, 334, crowd::BY_APP);
    } else {
        println!("  not told: strace is not installed");
    }
    Vec::new()
}

fn tell(work: Work, people: u64, having: Having) {
    let typed = work.typed();
    let (all, synced) = told(&traced(work, people, having));
    assert_eq!(
        all.len(),
        usize::try_from(people).unwrap() * typed.len(),
        "each ends with a ring"
    );
    println!("  {} codes, {} of each kind", all.len(), people);
    let mut histogram = BTreeMap::<(usize, &str), usize>::new();
    for one in &all {
        *histogram.entry((one.syncs, one.because)).or_default() += 1;
    }
    for ((syncs, because), count) in histogram {
        let plural = if syncs == 1 { "" } else { "s" };
        println!("  {count:>5} with {syncs} sync{plural}{because}");
    }
    for (turn, what) in typed.iter().enumerate() {
        let mut pages: Vec<_> = all
            .iter()
            .skip(turn)
            .step_by(typed.len())
            .map(|one| one.pages)
            .collect();
        pages.sort_unstable();
        let (half, most) = (pages[pages.len() / 2], pages[pages.len() - 1]);
        println!("  {half:>5} pages a {} (half of them), {most} at most", what.name());
    }
    println!("  synced files: {}", synced.into_iter().collect::<Vec<_>>().join(", "));
}

/// What `strace` writes about a process that judges.
fn traced(work: Work, people: u64, having: Having) -> String {
    let clinic = crowd::clinic(people, having);
    let log = clinic.path().with_file_name("strace");
    let through = [
        "strace",
        "-f",
        "-y",
        "-s",
        "1",
        "-e",
        CALLS,
        "-o",
        log.to_str().unwrap(),
    ];
    let (forever, most) = (Duration::from_secs(3_600), people * work.typed().len() as u64);
    let mut hand = Hand::start(&clinic, (0, 1), work, (forever, most), &through);
    // What opening did is not part of any judgement.
    let opening = std::fs::read_to_string(&log).unwrap().len();
    hand.fire();
    let done = hand.done();
    assert_eq!((done.count, done.failed), (most, 0));
    std::fs::read_to_string(&log).unwrap().split_off(opening)
}

/// The judgements, and the names of the files that were synced.
fn told(log: &str) -> (Vec<Judged>, BTreeSet<String>) {
    let (mut all, mut files, mut now) = (Vec::new(), BTreeSet::new(), Judged::default());
    for line in log.lines() {
        let file = line.split_once('<').and_then(|(_, rest)| rest.split_once('>'));
        let name = file.map_or("", |(path, _)| path.rsplit('/').next().unwrap_or_default());
        now.because = because(line, name).unwrap_or(now.because);
        if line.contains("pwrite64(") {
            match name {
                "vestibule.wake" => all.push(std::mem::take(&mut now)),
                "vestibule.db-wal" if line.contains(PAGE) => now.pages += 1,
                _ => {}
            }
        } else if line.contains("sync") {
            now.syncs += 1;
            files.insert(name.to_owned());
        }
    }
    (all, files)
}
