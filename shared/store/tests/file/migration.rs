//! A file of the first schema, with rows in every table, is brought to the newest one: nothing is lost, the record stays
//! whole, and people sign in as before.

use std::sync::Barrier;

use actions::answer_code::Answered;
use fixtures::clinic::{Clinic, FAY, JANE, SAM, desk, elsewhere, keys, token_file};
use rusqlite::Connection;
use rusqlite::types::Value;
use setup::key_file::KeyRing;
use store::audit::Chain;
use store::{Db, Keys, StoreError};

const FIRST: &str = include_str!("../../../../data/migrations/0001_first.sql");

/// Tables of the first schema with their columns, in the order of their making.
fn first_tables() -> Vec<(String, Vec<String>)> {
    let first = Connection::open_in_memory().unwrap();
    first.execute_batch(FIRST).unwrap();
    let texts = |sql: &str| -> Vec<String> {
        let mut statement = first.prepare(sql).unwrap();
        let rows = statement.query_map([], |row| row.get(0)).unwrap();
        rows.map(Result::unwrap).collect()
    };
    let names = texts("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY rowid");
    let columns = |name: &String| texts(&format!("SELECT name FROM pragma_table_info('{name}')"));
    names.iter().map(|name| (name.clone(), columns(name))).collect()
}

/// Every row of the first schema's columns, in the order of the first one.
fn dump(file: &Connection) -> Vec<(String, Vec<Vec<Value>>)> {
    let rows_of = |(name, columns): (String, Vec<String>)| {
        let sql = format!("SELECT {} FROM {name} ORDER BY 1, 2", columns.join(", "));
        let mut statement = file.prepare(&sql).unwrap();
        let rows = statement.query_map([], |row| (0..columns.len()).map(|at| row.get(at)).collect());
        let rows = rows.unwrap().map(Result::unwrap).collect();
        (name, rows)
    };
    first_tables().into_iter().map(rows_of).collect()
}

/// A busy day: every table has a row. fay's session runs on.
fn busy() -> Clinic {
    let mut clinic = Clinic::new();
    clinic.sign_in(&FAY, &elsewhere());
    let pending = clinic.pending(&SAM, &elsewhere());
    let code = clinic.sams_recovery_code.clone();
    assert!(matches!(
        clinic.recover(&pending, &elsewhere(), &code),
        Answered::SignedIn { .. }
    ));
    let pending = clinic.pending(&SAM, &elsewhere());
    clinic.wrong_codes(&SAM, &pending, &elsewhere(), 6);
    clinic.begin("jane", "not the password", &elsewhere());
    let pending = clinic.pending(&SAM, &desk());
    clinic.wrong_codes(&SAM, &pending, &desk(), 1);
    clinic
}

/// What the program of the first schema would have left behind, instead of the clinic's file.
fn as_the_first(clinic: &mut Clinic) {
    let path = clinic.data().db();
    let old = clinic.path().join("old.db");
    let first = Connection::open(&old).unwrap();
    let batch = format!(
        "PRAGMA journal_mode = WAL; PRAGMA foreign_keys = OFF; {FIRST} PRAGMA user_version = 1;
         PRAGMA application_id = 0x56455354; ATTACH '{}' AS now",
        path.display()
    );
    first.execute_batch(&batch).unwrap();
    for (name, columns) in first_tables() {
        let columns = columns.join(", ");
        let copied = first.execute(
            &format!("INSERT INTO main.{name} ({columns}) SELECT {columns} FROM now.{name}"),
            [],
        );
        assert!(copied.unwrap() > 0, "{name} has no row");
    }
    first.execute_batch("DETACH now").unwrap();
    drop(first);
    // The last connection takes WAL and index with it.
    clinic.db = Clinic::unfounded().db;
    std::fs::rename(old, path).unwrap();
}

fn version(clinic: &Clinic) -> i64 {
    clinic.number("PRAGMA user_version")
}

#[test]
fn a_file_of_the_first_schema_keeps_every_row_and_its_record_is_whole() {
    let mut clinic = busy();
    as_the_first(&mut clinic);
    let before = dump(&clinic.foreign());
    assert_eq!((version(&clinic), before.len()), (1, 16));

    clinic.db = clinic.another_db();

    assert_eq!(version(&clinic), store::migrate::newest());
    let after = dump(&clinic.foreign());
    for (was, is) in before.iter().zip(&after) {
        assert_eq!(was, is, "{} was changed", was.0);
    }
    let dangling = clinic.number("SELECT count(*) FROM pragma_foreign_key_check");
    assert_eq!((dangling, clinic.db.faults().unwrap()), (0, Vec::new()));
    let rows = i64::try_from(clinic.record().len()).unwrap();
    assert_eq!(clinic.chain(), Chain::Whole { rows });
    let settings = clinic.db.settings().unwrap();
    assert!(settings.contains(&("foreign_keys", "1".to_owned())), "{settings:?}");
}

#[test]
fn after_it_trust_is_not_allowed_and_people_sign_in_and_set_an_app_up() {
    let mut clinic = busy();
    as_the_first(&mut clinic);
    clinic.db = clinic.another_db();
    assert_eq!(clinic.number("SELECT trust_allowed FROM clinic"), 0);
    assert_eq!(clinic.number("SELECT max(password_reported) FROM staff"), 0);
    clinic.clock.plus(domain::time::HOUR);
    clinic.sign_in(&JANE, &desk());
    let session = clinic.sign_in(&SAM, &desk());
    let recovery = clinic.keep_recovery_code(&session);
    clinic.set_up_app(&session);
    assert_eq!(clinic.recovery_code(&SAM), recovery);
    assert_eq!(
        clinic.number("SELECT count(*) FROM sessions WHERE ended_at IS NULL"),
        4,
        "those of before run on"
    );
}

#[test]
fn many_programs_that_open_an_old_file_at_once_bring_it_up_once() {
    let mut clinic = busy();
    as_the_first(&mut clinic);
    let rows = clinic.number("SELECT count(*) FROM audit");
    let (start, data) = (Barrier::new(8), clinic.data());
    std::thread::scope(|threads| {
        for _ in 0..8 {
            threads.spawn(|| {
                start.wait();
                Db::open(data, keys()).unwrap();
            });
        }
    });
    assert_eq!(version(&clinic), store::migrate::newest());
    assert_eq!(clinic.number("SELECT count(*) FROM audit"), rows);
}

/// Z07: whoever comes with the wrong key leaves it to whoever has the right one.
#[test]
fn z07_with_another_key_an_old_file_is_not_brought_up() {
    let mut clinic = busy();
    as_the_first(&mut clinic);
    let before = dump(&clinic.foreign());
    let dir = tempfile::TempDir::new().unwrap();
    let another = Keys::from_ring(&KeyRing::create(&dir.path().join("key"), [7; 32]).unwrap());
    match Db::open(clinic.data(), another) {
        Ok(_) => panic!("it was opened"),
        Err(refusal) => assert!(matches!(refusal, StoreError::Unreadable("The record")), "{refusal}"),
    }
    assert_eq!(version(&clinic), 1);
    assert!(dump(&clinic.foreign()) == before);
    clinic.db = clinic.another_db();
    assert_eq!(version(&clinic), store::migrate::newest());
}

/// Z07: an older program that had the file open when a newer one brought it up.
#[test]
fn z07_a_file_that_became_newer_while_it_was_open_is_not_written_any_more() {
    let mut clinic = Clinic::new();
    let rows = clinic.record().len();
    let newer = store::migrate::newest() + 1;
    let bring_up = format!("PRAGMA user_version = {newer}");
    clinic.foreign().execute_batch(&bring_up).unwrap();
    let refused = clinic.try_begin("jane", JANE.password, &elsewhere()).unwrap_err();
    assert!(
        matches!(refused, actions::ActionError::Store(StoreError::Newer { found, .. }) if found == newer),
        "{refused}"
    );
    assert_eq!(clinic.record().len(), rows);
}

/// Z07: it is said, and the old program's file is as it was.
#[test]
fn z07_an_old_file_in_which_a_row_names_one_that_is_gone_is_refused_and_not_touched() {
    let mut clinic = busy();
    as_the_first(&mut clinic);
    let foreign = clinic.foreign();
    foreign
        .execute_batch("PRAGMA foreign_keys = OFF; DELETE FROM browsers WHERE id = 1")
        .unwrap();
    let before = dump(&foreign);
    match Db::open(clinic.data(), keys()) {
        Ok(_) => panic!("it was opened"),
        Err(refusal) => assert!(matches!(refusal, StoreError::Corrupt(_)), "{refusal}"),
    }
    assert_eq!(version(&clinic), 1);
    assert_eq!(dump(&foreign), before);
}

/// T03: the first schema did not note tokens by themselves; a browser of then learns its own when it is seen again.
#[test]
fn t03_a_browser_of_an_old_file_is_told_from_a_copy_of_its_token_once_it_was_seen_again() {
    let mut clinic = busy();
    let (home, copy) = (token_file(5, "one", 1000), token_file(5, "two", 1000));
    clinic.clock.plus(domain::time::HOUR);
    clinic.sign_in(&FAY, &home);
    as_the_first(&mut clinic);
    clinic.db = clinic.another_db();
    assert_eq!(
        clinic.number("SELECT count(*) FROM browsers WHERE token_tag IS NOT NULL"),
        0
    );
    clinic.allow_trust();
    let session = clinic.sign_in(&FAY, &home);
    clinic.turn_texts_on(&session, FAY.mobile);
    clinic.keep_recovery_code(&session);
    clinic.clock.plus(domain::time::HOUR);
    clinic.sign_in_and_trust(&FAY, &home);
    clinic.begin("fay", "not the password", &copy);
    let ended = "SELECT count(*) FROM trusted_browsers WHERE ended_why LIKE '%another machine%'";
    assert_eq!(clinic.number(ended), 1);
}
