//! Sessions that end without anybody who could write it down (spec S16, Z07).

use domain::time::MINUTE;
use fixtures::clinic::{FAY, desk, elsewhere};
use fixtures::keyboard::Story;
use setup::locks::session_alive;

fn running(story: &Story) -> i64 {
    story
        .clinic
        .number("SELECT count(*) FROM sessions WHERE ended_at IS NULL")
}

fn lock_name(story: &Story) -> String {
    let sql = "SELECT lock_name FROM sessions WHERE ended_at IS NULL";
    story.clinic.foreign().query_row(sql, [], |row| row.get(0)).unwrap()
}

fn by_hand(story: &Story, sql: &str) {
    story.clinic.foreign().execute_batch(sql).unwrap();
}

#[test]
fn z07_s16_who_signs_out_while_nothing_can_be_written_is_out_and_the_free_lock_tells() {
    let mut story = Story::new();
    let mut fay = story.at(desk());
    story.signs_in(&mut fay, &FAY);
    let lock = lock_name(&story);
    by_hand(
        &story,
        "CREATE TRIGGER no_room BEFORE UPDATE ON sessions BEGIN SELECT RAISE(ABORT, 'no room'); END",
    );
    assert!(session_alive(story.clinic.data(), &lock));
    fay.clicks("Sign out");
    fay.sees("You are signed out here; the record will say so once it can be written.");
    assert_eq!(running(&story), 1, "it could not be written down");
    assert!(!session_alive(story.clinic.data(), &lock), "the lock is free");
    assert!(story.clinic.data().run().join(&lock).exists(), "its file stays");
    by_hand(&story, "DROP TRIGGER no_room");
    story.signs_in(&mut fay, &FAY);
    assert_eq!(running(&story), 2);
    story.passes(MINUTE);
    assert_eq!(running(&story), 1, "the worker found the free lock");
    assert!(!story.clinic.data().run().join(&lock).exists());
}

#[test]
fn s16_without_a_worker_the_terminals_find_a_session_whose_program_is_gone() {
    let mut story = Story::without_worker();
    let mut gone = story.at(desk());
    story.signs_in(&mut gone, &FAY);
    gone.is_deaf(true);
    // As after a kill -9: nobody holds the lock its row names.
    by_hand(
        &story,
        "UPDATE sessions SET lock_name = 'ffffffffffffffffffffffffffffffff'",
    );
    let mut other = story.at(elsewhere());
    story.clinic.clock.plus(MINUTE - 1);
    other.sees("Sign in");
    assert_eq!(running(&story), 1);
    story.clinic.clock.plus(MINUTE);
    other.sees("Sign in");
    assert_eq!(running(&story), 0);
    gone.is_deaf(false);
    gone.sees("Your session has ended: its program is gone. Sign in again.");
}
