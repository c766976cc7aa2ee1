//! The worker's lock and the sessions' locks, as one process and another see them: `flock` belongs to an open file, so two
//! values in one process stand for two processes.
#![allow(clippy::unwrap_used)]

use std::fs::{self, File, FileTimes};
use std::sync::mpsc;
use std::time::{Duration, Instant, SystemTime};

use setup::locks::{
    SessionLock, WORKER_SEEN_MS, WorkerLock, WorkerState, clear_session, session_alive, sweep_sessions, worker_seen,
};
use setup::{DataDir, SetupError};

const NOW: i64 = 1_700_000_000_000;

fn clinic() -> (tempfile::TempDir, DataDir) {
    let base = tempfile::tempdir().unwrap();
    let dir = DataDir::at(base.path().join("clinic"));
    dir.create().unwrap();
    (base, dir)
}

#[test]
fn w05_a_worker_is_on_duty_while_its_lock_is_held_and_its_time_is_under_2_minutes_old() {
    let (_base, dir) = clinic();
    assert_eq!(worker_seen(&dir, NOW), WorkerState::NeverSeen);
    let lock = WorkerLock::take(&dir).unwrap();
    lock.touch(NOW).unwrap();
    assert_eq!(worker_seen(&dir, NOW), WorkerState::OnDuty);
    assert_eq!(worker_seen(&dir, NOW + WORKER_SEEN_MS - 1), WorkerState::OnDuty);
    assert_eq!(
        worker_seen(&dir, NOW + WORKER_SEEN_MS),
        WorkerState::LastSeen { wall_ms: NOW }
    );
    assert_eq!(
        worker_seen(&dir, NOW - WORKER_SEEN_MS),
        WorkerState::LastSeen { wall_ms: NOW }
    );
    lock.touch(NOW + WORKER_SEEN_MS).unwrap();
    assert_eq!(worker_seen(&dir, NOW + WORKER_SEEN_MS), WorkerState::OnDuty);
    drop(lock);
    assert_eq!(
        worker_seen(&dir, NOW + WORKER_SEEN_MS),
        WorkerState::LastSeen {
            wall_ms: NOW + WORKER_SEEN_MS
        }
    );
}

#[test]
fn w05_a_fresh_time_without_the_lock_is_nobody_on_duty() {
    let (_base, dir) = clinic();
    let time = SystemTime::UNIX_EPOCH + Duration::from_millis(NOW.unsigned_abs());
    File::create(dir.worker_lock())
        .unwrap()
        .set_times(FileTimes::new().set_modified(time))
        .unwrap();
    assert_eq!(worker_seen(&dir, NOW), WorkerState::LastSeen { wall_ms: NOW });
}

#[test]
fn w05_a_second_worker_gives_up_after_a_quarter_of_a_second_and_touches_nothing() {
    let (_base, dir) = clinic();
    let first = WorkerLock::take(&dir).unwrap();
    first.touch(NOW).unwrap();
    let began = Instant::now();
    let error = WorkerLock::take(&dir).unwrap_err();
    assert!(
        matches!(error, SetupError::WorkerElsewhere) && error.exit_code() == 1,
        "{error}"
    );
    assert!(began.elapsed() >= Duration::from_millis(250));
    assert_eq!(worker_seen(&dir, NOW), WorkerState::OnDuty);
}

#[test]
fn w05_somebody_who_only_looks_does_not_keep_a_worker_from_starting() {
    let (_base, dir) = clinic();
    drop(WorkerLock::take(&dir).unwrap());
    let looker = File::open(dir.worker_lock()).unwrap();
    looker.try_lock_shared().unwrap();
    let (tell, told) = mpsc::channel();
    std::thread::scope(|scope| {
        scope.spawn(|| tell.send(WorkerLock::take(&dir)).unwrap());
        // The worker has met the looker for certain or comes later: either way it must get in once he is gone.
        assert!(told.recv_timeout(Duration::from_millis(20)).is_err());
        looker.unlock().unwrap();
        told.recv_timeout(Duration::from_secs(5)).unwrap().unwrap();
    });
}

#[test]
fn w05_looking_leaves_the_lock_free() {
    let (_base, dir) = clinic();
    drop(WorkerLock::take(&dir).unwrap());
    assert!(matches!(worker_seen(&dir, NOW), WorkerState::LastSeen { .. }));
    File::open(dir.worker_lock()).unwrap().try_lock().unwrap();
}

#[test]
fn s16_a_session_lives_while_its_lock_is_held() {
    let (_base, dir) = clinic();
    let lock = SessionLock::take(&dir, [0xa7; 16]).unwrap();
    let name = lock.name().to_owned();
    assert_eq!(name, "a7".repeat(16));
    assert!(session_alive(&dir, &name));
    assert!(session_alive(&dir, &name), "looking changes nothing");
    let names: Vec<_> = fs::read_dir(dir.run())
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    assert_eq!(names, [name.as_str()], "no half-made file is left");
    lock.release();
    assert!(!session_alive(&dir, &name));
    assert_eq!(fs::read_dir(dir.run()).unwrap().count(), 0);
}

#[test]
fn s16_one_that_was_killed_leaves_a_free_lock_until_its_row_is_told() {
    let (_base, dir) = clinic();
    let lock = SessionLock::take(&dir, [1; 16]).unwrap();
    let name = lock.name().to_owned();
    drop(lock);
    assert!(!session_alive(&dir, &name));
    assert!(dir.run().join(&name).exists());
    clear_session(&dir, &name);
    assert!(!dir.run().join(&name).exists());
}

#[test]
fn s16_a_living_session_is_never_cleared() {
    let (_base, dir) = clinic();
    let lock = SessionLock::take(&dir, [2; 16]).unwrap();
    clear_session(&dir, lock.name());
    assert!(session_alive(&dir, lock.name()));
}

#[test]
fn s16_two_sessions_are_told_apart() {
    let (_base, dir) = clinic();
    let (one, two) = (
        SessionLock::take(&dir, [1; 16]).unwrap(),
        SessionLock::take(&dir, [2; 16]).unwrap(),
    );
    let gone = one.name().to_owned();
    one.release();
    assert!(!session_alive(&dir, &gone) && session_alive(&dir, two.name()));
}

#[test]
fn s16_only_names_we_give_lead_to_a_file() {
    let (_base, dir) = clinic();
    let held = File::create(dir.path().join("secret")).unwrap();
    held.lock().unwrap();
    for name in ["../secret", "", ".", "A7A7A7A7A7A7A7A7A7A7A7A7A7A7A7A7"] {
        assert!(!session_alive(&dir, name), "{name}");
        clear_session(&dir, name);
    }
    assert!(dir.path().join("secret").exists() && dir.run().exists());
}

#[test]
fn s16_a_session_can_start_after_run_was_lost() {
    let (_base, dir) = clinic();
    fs::remove_dir(dir.run()).unwrap();
    let lock = SessionLock::take(&dir, [3; 16]).unwrap();
    assert!(session_alive(&dir, lock.name()));
}

#[test]
fn s16_what_dead_programs_left_without_a_row_is_swept_and_nothing_else() {
    let (_dir, dir) = clinic();
    let alive = SessionLock::take(&dir, [1; 16]).unwrap();
    drop(SessionLock::take(&dir, [2; 16]).unwrap());
    std::fs::write(dir.run().join(".half-made"), "").unwrap();
    let now = setup::clock::read_now().wall_ms;
    assert_eq!(
        sweep_sessions(&dir, now),
        0,
        "one that is being made is free for a moment"
    );
    assert_eq!(sweep_sessions(&dir, now + 2 * domain::time::MINUTE), 2);
    assert!(session_alive(&dir, alive.name()));
    assert_eq!(std::fs::read_dir(dir.run()).unwrap().count(), 1);
}
