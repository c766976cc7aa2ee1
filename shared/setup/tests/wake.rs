//! Every ring of the wake file is heard, and nothing else is.
#![allow(clippy::unwrap_used)]

use std::fs;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::Duration;

use setup::DataDir;
use setup::wake::{Wake, Watcher, watch};

fn watched() -> (tempfile::TempDir, DataDir, Watcher, Receiver<()>) {
    let base = tempfile::tempdir().unwrap();
    let dir = DataDir::at(base.path().join("clinic"));
    dir.create().unwrap();
    let (tell, told) = mpsc::channel();
    let watcher = watch(&dir, move || tell.send(()).unwrap_or_default()).unwrap();
    (base, dir, watcher, told)
}

#[test]
fn a_file_the_system_refuses_is_trouble_and_no_unsafe_set_up() {
    let base = tempfile::tempdir().unwrap();
    let error = Wake::open(&DataDir::at(base.path().join("nowhere"))).unwrap_err();
    assert!(matches!(error, setup::SetupError::Failed { .. }) && error.exit_code() == 1);
}

#[test]
fn w01_every_ring_is_heard() {
    let (_base, dir, _watcher, told) = watched();
    let wake = Wake::open(&dir).unwrap();
    for ring in 0..200 {
        wake.ring();
        assert_eq!(told.recv_timeout(Duration::from_secs(5)), Ok(()), "ring {ring}");
    }
    assert_eq!(fs::metadata(dir.wake()).unwrap().len(), 1, "the file does not grow");
}

#[test]
fn w01_opening_and_reading_the_file_is_no_ring() {
    let (_base, dir, _watcher, told) = watched();
    for _ in 0..20 {
        fs::read(dir.wake()).unwrap();
        drop(Wake::open(&dir).unwrap());
    }
    assert_eq!(
        told.recv_timeout(Duration::from_millis(200)),
        Err(RecvTimeoutError::Timeout)
    );
}

#[test]
fn w01_a_dropped_watcher_hears_nothing_more() {
    let (_base, dir, watcher, told) = watched();
    drop(watcher);
    // The handler goes with the watcher's thread, and its end of the channel with it.
    assert_eq!(
        told.recv_timeout(Duration::from_secs(5)),
        Err(RecvTimeoutError::Disconnected)
    );
    Wake::open(&dir).unwrap().ring();
}

#[test]
fn z07_a_lost_wake_file_is_made_anew() {
    let (_base, dir, watcher, _told) = watched();
    drop(watcher);
    fs::remove_file(dir.wake()).unwrap();
    Wake::open(&dir).unwrap().ring();
    assert_eq!(fs::read(dir.wake()).unwrap(), b".");
}
