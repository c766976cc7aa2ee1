//! Files of `exports/` go when their 24 hours are over, and files that nobody knows (spec R09, W01).

use std::fs::{File, create_dir, remove_dir, write};
use std::path::PathBuf;
use std::time::{Duration, SystemTime};

use actions::save_document::{begin_file, file_written};
use domain::time::{DAY, HOUR, MINUTE, SECOND};
use fixtures::clinic::{Clinic, SAM, desk, recovery_page};
use setup::exports::FileName;

use crate::bench::{Bench, last_recorded};

const KEPT: &str = "SELECT count(*) FROM documents WHERE file_name IS NOT NULL AND state = 'waiting'";

/// sam signs in at the desk and saves the recovery code as a file, which is noted and written as the program does it.
pub(crate) fn save(clinic: &mut Clinic) -> PathBuf {
    let session = clinic.sign_in(&SAM, &desk());
    // The dice count in the last bytes, a name is made of the first.
    let mut apart = clinic.dice.throw();
    apart.reverse();
    let name = FileName::recovery(SAM.username, apart);
    let (entropy, at) = (clinic.dice.throw(), clinic.clock.now());
    let (id, _) = begin_file(&mut clinic.db, &session, &recovery_page(), name.as_str(), entropy, at).unwrap();
    let path = setup::exports::write(clinic.data(), &name, b"%PDF-1.7").unwrap();
    file_written(&mut clinic.db, &session, id, clinic.dice.throw(), at).unwrap();
    path
}

/// A folder of the file's name takes its place, which no user may remove as a file.
pub(crate) fn get_in_the_way(path: &PathBuf) {
    std::fs::remove_file(path).unwrap();
    create_dir(path).unwrap();
}

fn get_out_of_the_way(path: &PathBuf) {
    remove_dir(path).unwrap();
    write(path, b"%PDF-1.7").unwrap();
}

/// Makes a file of `exports/` that is known to nobody, last written so long ago by the system's clock.
fn leave(clinic: &Clinic, name: &str, age: Duration) -> PathBuf {
    let path = clinic.data().exports().join(name);
    write(&path, b"%PDF-1.7").unwrap();
    let written = SystemTime::now() - age;
    File::options()
        .append(true)
        .open(&path)
        .unwrap()
        .set_modified(written)
        .unwrap();
    path
}

#[test]
fn r09_a_file_is_erased_when_its_24_hours_are_over_and_not_a_moment_before() {
    let mut bench = Bench::new();
    let path = save(&mut bench.clinic);
    bench.after(DAY - 1);
    assert!(path.exists());
    assert_eq!((bench.clinic.number(KEPT), bench.recorded("document.ended")), (1, 0));
    bench.after(1);
    assert!(!path.exists());
    assert_eq!((bench.clinic.number(KEPT), bench.recorded("document.ended")), (0, 1));
    let row = last_recorded(&mut bench.clinic, "document.ended");
    assert_eq!(
        (row.actor.as_str(), row.subject.as_str(), row.rule.as_str()),
        ("worker", SAM.username, "R09")
    );
    bench.after(HOUR);
    assert_eq!(bench.recorded("document.ended"), 1);
}

#[test]
fn r09_the_worker_sleeps_no_longer_than_until_a_file_is_over() {
    let mut bench = Bench::new();
    save(&mut bench.clinic);
    bench.after(DAY - 700);
    let now = bench.clinic.clock.now();
    assert_eq!(bench.worker.sleep_after(now), Duration::from_millis(700));
}

#[test]
fn r09_a_file_that_came_due_during_an_outage_is_erased_when_the_worker_starts() {
    let mut bench = Bench::new();
    let path = save(&mut bench.clinic);
    let Bench { clinic, worker, .. } = bench;
    drop(worker);
    clinic.clock.reboot(DAY);
    assert!(path.exists());
    let mut bench = Bench::beside(clinic);
    assert!(!path.exists());
    assert_eq!(bench.recorded("document.ended"), 1);
}

#[test]
fn r09_a_file_that_somebody_else_removed_is_as_good_as_erased() {
    let mut bench = Bench::new();
    let path = save(&mut bench.clinic);
    std::fs::remove_file(&path).unwrap();
    bench.after(DAY);
    assert_eq!((bench.clinic.number(KEPT), bench.recorded("document.ended")), (0, 1));
}

#[test]
fn r09_a_file_that_cannot_be_removed_is_tried_again_after_a_minute_and_keeps_no_other_from_its_time() {
    let mut bench = Bench::new();
    let stuck = save(&mut bench.clinic);
    bench.clinic.clock.plus(SECOND);
    let other = save(&mut bench.clinic);
    get_in_the_way(&stuck);
    bench.after(DAY - SECOND);
    assert!(stuck.exists() && other.exists());
    bench.after(SECOND);
    assert!(stuck.exists() && !other.exists());
    assert_eq!((bench.clinic.number(KEPT), bench.recorded("document.ended")), (1, 1));

    get_out_of_the_way(&stuck);
    bench.after(MINUTE - SECOND - 1);
    assert!(stuck.exists(), "it was tried less than a minute ago");
    bench.after(1);
    assert!(!stuck.exists());
    assert_eq!((bench.clinic.number(KEPT), bench.recorded("document.ended")), (0, 2));
}

#[test]
fn w01_a_file_that_cannot_be_removed_does_not_keep_the_worker_busy_nor_anything_else_from_its_second() {
    let mut bench = Bench::new();
    let stuck = save(&mut bench.clinic);
    get_in_the_way(&stuck);
    bench.after(DAY);
    for _ in 0..100 {
        bench.clinic.clock.plus(HOUR);
        let slept = bench.worker.sleep_after(bench.clinic.clock.now());
        assert!((500..1_000).contains(&slept.as_millis()), "{slept:?}");
    }
    get_out_of_the_way(&stuck);
    bench.after(MINUTE);
    assert!(!stuck.exists());
    let now = bench.clinic.clock.now();
    assert_eq!(bench.worker.sleep_after(now), Duration::from_secs(5));
}

#[test]
fn r09_files_nobody_knows_go_when_the_worker_starts_and_all_others_stay() {
    let mut clinic = Clinic::new();
    let known = save(&mut clinic);
    let (old, young) = (Duration::from_secs(25 * 3_600), Duration::from_secs(23 * 3_600));
    let stray = leave(&clinic, "recovery-sam-000001.pdf", old);
    let unfinished = leave(&clinic, ".recovery-sam-000002.pdf.0.part", old);
    let fresh = leave(&clinic, "recovery-sam-000003.pdf", young);
    let of_others = leave(&clinic, ".notes", old);
    // As old as the strays, but the database knows it.
    let name = known.file_name().unwrap().to_str().unwrap();
    leave(&clinic, name, old);

    let mut bench = Bench::beside(clinic);
    assert!(!stray.exists() && !unfinished.exists());
    assert!(known.exists() && fresh.exists() && of_others.exists());
    assert_eq!(bench.recorded("document.ended"), 0);
}

#[test]
fn r09_a_file_nobody_knows_goes_within_a_minute_of_being_a_day_old() {
    let mut bench = Bench::new();
    save(&mut bench.clinic);
    bench.tick();
    let stray = leave(
        &bench.clinic,
        "recovery-sam-000001.pdf",
        Duration::from_secs(24 * 3_600 + 1),
    );
    bench.after(MINUTE);
    assert!(!stray.exists());
}
