//! What the store says when SQLite finds no room, and that the same connection goes on when there is some (spec Z07, T55).
//! Inside the crate, since the limit belongs to the connection.

use domain::audit::{Ending, Entry, Kind};
use domain::time::{BootId, Now};
use setup::DataDir;
use setup::key_file::KeyRing;

use crate::{Db, Keys, StoreError, audit};

const AT: Now = Now {
    wall_ms: 1,
    boot_ms: 1,
    boot_id: BootId([1; 16]),
};

fn limit(db: &mut Db, pages: i64) {
    db.locked(|conn| Ok(conn.pragma_update_and_check(None, "max_page_count", pages, |_| Ok(()))?))
        .unwrap();
}

fn write_much(db: &mut Db) -> Result<i64, StoreError> {
    let entry = Entry::by_worker(None, Kind::ClockJumped, Ending::Done).detail("x".repeat(1000));
    db.write(AT, [7; 16], |tx| (0..100).try_fold(0, |_, _| audit::append(tx, &entry)))
}

fn rows(db: &mut Db) -> usize {
    db.read(AT, |tx| audit::rows(tx, 0, 1000)).unwrap().len()
}

#[test]
fn z07_a_full_disk_is_a_sentence_nothing_is_kept_and_the_same_connection_goes_on_with_room() {
    let dir = tempfile::TempDir::new().unwrap();
    let data = DataDir::at(dir.path().join("clinic"));
    data.create().unwrap();
    let keys = Keys::from_ring(&KeyRing::create(&dir.path().join("key"), [42; 32]).unwrap());
    let mut db = Db::create(&data, keys).unwrap();
    assert_eq!(write_much(&mut db).unwrap(), 100);

    limit(&mut db, 1);
    let refusal = write_much(&mut db).unwrap_err();
    assert!(
        matches!(refusal, StoreError::Full),
        "the first error, not that the transaction is gone: {refusal}"
    );
    assert_eq!(rows(&mut db), 100);

    limit(&mut db, 100_000);
    assert_eq!(write_much(&mut db).unwrap(), 200);
    assert_eq!(db.read(AT, audit::verify).unwrap(), audit::Chain::Whole { rows: 200 });
}

#[test]
fn z07_a_file_that_turned_read_only_is_a_sentence_and_the_same_connection_goes_on_afterwards() {
    let dir = tempfile::TempDir::new().unwrap();
    let data = DataDir::at(dir.path().join("clinic"));
    data.create().unwrap();
    let keys = Keys::from_ring(&KeyRing::create(&dir.path().join("key"), [42; 32]).unwrap());
    let mut db = Db::create(&data, keys).unwrap();
    let query_only = |db: &mut Db, on: bool| {
        db.locked(|conn| Ok(conn.pragma_update(None, "query_only", on)?))
            .unwrap();
    };
    query_only(&mut db, true);
    assert!(matches!(write_much(&mut db), Err(StoreError::ReadOnly)));
    query_only(&mut db, false);
    assert_eq!(write_much(&mut db).unwrap(), 100);
}
