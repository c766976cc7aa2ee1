//! Nothing to do is nothing done (spec W01; issue: "nothing written to the terminal while nothing changes").

use std::time::Duration;

use rustix::process::Pid;

use crate::person::sign_in;
use crate::place::{OWED, Place};
use crate::seat::Seat;

/// How long both programs are watched. Bounded waiting for something that must not come, in real time.
const WATCHED: Duration = Duration::from_secs(3);
/// Processor time one of them may take meanwhile, in the kernel's ticks of 10 ms: about two in a hundred.
const MOST_TICKS: u64 = 6;

/// Processor time of a process so far, in ticks (proc_pid_stat(5): fields 14 and 15).
fn ticks(pid: Pid) -> u64 {
    let stat = std::fs::read_to_string(format!("/proc/{}/stat", pid.as_raw_nonzero())).unwrap();
    let fields: Vec<&str> = stat.rsplit(") ").next().unwrap().split(' ').collect();
    let (user, system): (u64, u64) = (fields[11].parse().unwrap(), fields[12].parse().unwrap());
    user + system
}

/// Watches both; the terminal must write nothing. Once a minute the clock on the screen changes: then they are watched
/// again, and the next minute is far.
fn watch(place: &Place, seat: &Seat, worker: &Seat) -> (u64, u64) {
    for _ in 0..2 {
        let before = (ticks(seat.pid()), ticks(worker.pid()));
        place.ring();
        if seat.is_silent_for(WATCHED) {
            return (ticks(seat.pid()) - before.0, ticks(worker.pid()) - before.1);
        }
    }
    panic!(
        "an idle terminal was written to twice within a minute:\n{}",
        seat.screen()
    );
}

#[test]
fn w01_idle_programs_write_nothing_to_the_terminal_and_take_no_processor_time() {
    let place = Place::new();
    let worker = place.worker();
    let mut seat = place.terminal();
    sign_in(&mut seat);
    place.until(OWED, 0);
    seat.sees_no_more("not delivered yet");
    // The one mail is settled in the database before the log says so.
    worker.hears("accepted");

    let told = worker.written().len();
    let (terminal, worked) = watch(&place, &seat, &worker);
    assert!(terminal <= MOST_TICKS, "the terminal took {terminal} ticks");
    assert!(worked <= MOST_TICKS, "the worker took {worked} ticks");
    assert_eq!(worker.written().len(), told, "an idle worker logs nothing");
}
