//! Many writers at once (spec Z06): none fails, none starves, nobody sees BUSY.

use std::fs::File;
use std::sync::{Barrier, mpsc};

use actions::list_staff::list_staff;
use fixtures::clinic::{Clinic, OPERATOR, keys};
use setup::DataDir;
use store::Db;
use store::audit::Chain;

use crate::gun::race;

/// T56.
#[test]
fn z06_of_sixteen_writers_none_fails_and_none_starves() {
    let mut clinic = Clinic::new();
    let before = clinic.record().len();

    let said = race(&clinic, 16, 1, |_| vec!["list".into(), "1500".into()]);

    let counts: Vec<(usize, u64)> = said
        .iter()
        .map(|line| {
            let mut words = line.strip_prefix("done ").expect(line).split(' ');
            let mut number = || words.next().unwrap().parse::<u64>().unwrap();
            (usize::try_from(number()).unwrap(), number())
        })
        .collect();
    assert_eq!(counts.len(), 16);
    let all: usize = counts.iter().map(|(done, _)| done).sum();
    for (done, longest_ms) in &counts {
        assert!(*done >= all / 16 / 2, "one starves: {counts:?}");
        assert!(
            *longest_ms < 5_000,
            "one waits longer than SQLite's own patience: {counts:?}"
        );
    }
    assert_eq!(
        clinic.record().len() - before,
        all,
        "every write is a row of the record, once"
    );
    assert_eq!(
        clinic.chain(),
        Chain::Whole {
            rows: i64::try_from(before + all).unwrap()
        }
    );
}

#[test]
fn z06_a_write_waits_for_whoever_holds_the_write_lock_and_goes_on_when_it_is_let_go() {
    let mut clinic = Clinic::new();
    let held = File::options()
        .read(true)
        .write(true)
        .open(clinic.data().write_lock())
        .unwrap();
    held.lock().unwrap();
    let (done, heard) = mpsc::channel();
    // Opening and reading wait for nobody.
    let (mut db, entropy, at) = (clinic.another_db(), clinic.dice.throw(), clinic.clock.now());
    let rows = clinic.record().len();

    let writer = std::thread::spawn(move || {
        let outcome = list_staff(&mut db, OPERATOR, entropy, at).map(|lines| lines.len());
        done.send(outcome).unwrap();
    });

    // Far longer than it takes, and nothing can come while the lock is held.
    assert!(heard.recv_timeout(std::time::Duration::from_millis(300)).is_err());
    assert_eq!(clinic.record().len(), rows);
    held.unlock().unwrap();
    assert_eq!(heard.recv().unwrap().unwrap(), 3);
    writer.join().unwrap();
    assert_eq!(clinic.record().len(), rows + 1);
}

/// A foreign `sqlite3` knows nothing of `write.lock`; SQLite's own patience is the net.
#[test]
fn z06_a_foreign_program_that_writes_for_a_moment_is_waited_for() {
    let mut clinic = Clinic::new();
    // Not the first write of a connection, which does more than its action.
    let (mut db, entropy, at) = (clinic.another_db(), clinic.dice.throw(), clinic.clock.now());
    list_staff(&mut db, OPERATOR, entropy, at).unwrap();
    let foreign = clinic.foreign();
    foreign
        .execute_batch("BEGIN IMMEDIATE; UPDATE clinic SET support_contact = 'by hand'")
        .unwrap();
    let entropy = clinic.dice.throw();
    let (done, heard) = mpsc::channel();

    let writer = std::thread::spawn(move || {
        let outcome = list_staff(&mut db, OPERATOR, entropy, at).map(|lines| lines.len());
        done.send(outcome).unwrap();
    });

    assert!(heard.recv_timeout(std::time::Duration::from_millis(300)).is_err());
    foreign.execute_batch("COMMIT").unwrap();
    assert_eq!(heard.recv().unwrap().unwrap(), 3);
    writer.join().unwrap();
    assert_eq!(
        clinic.chain(),
        Chain::Whole {
            rows: i64::try_from(clinic.record().len()).unwrap()
        }
    );
}

/// Opening makes the schema where it is missing; many at once make it once.
#[test]
fn z06_a_new_file_opened_by_sixteen_at_once_gets_its_schema_once() {
    let dir = tempfile::TempDir::new().unwrap();
    let data = DataDir::at(dir.path().join("clinic"));
    data.create().unwrap();
    // What is left of an `init` that was killed before its first statement.
    File::create(data.db()).unwrap();
    let start = Barrier::new(16);
    std::thread::scope(|threads| {
        for _ in 0..16 {
            threads.spawn(|| {
                start.wait();
                Db::open(&data, keys()).unwrap();
            });
        }
    });
    let foreign = rusqlite::Connection::open(data.db()).unwrap();
    let number = |sql| foreign.query_row(sql, [], |row| row.get::<_, i64>(0)).unwrap();
    assert_eq!(number("PRAGMA user_version"), store::migrate::newest());
    assert_eq!(number("SELECT count(*) FROM sqlite_schema WHERE name = 'staff'"), 1);
}
