//! A session is one running program (spec S16): however that ends, nothing of the session goes on, and the terminal is
//! given back.

use rustix::process::Signal;

use crate::person::{give_password, sign_in};
use crate::place::{JANE, OWED, Place};
use crate::seat::{CTRL_C, CTRL_Q, ENTER, Seat, TAB};

const RUNNING: &str = "SELECT count(*) FROM sessions WHERE ended_at IS NULL";

/// The session ended because its program was left, its file is gone.
#[track_caller]
fn left_in_order(place: &Place, how: &str) {
    let foreign = place.foreign();
    assert_eq!(foreign.number(RUNNING), 0, "{how}");
    let last = foreign.words("SELECT ended_why FROM sessions ORDER BY id DESC LIMIT 1");
    assert_eq!(last, ["program left"], "{how}");
    assert_eq!(place.session_files(), 0, "{how}");
}

#[track_caller]
fn signed_in(place: &Place) -> Seat {
    let mut seat = place.terminal();
    sign_in(&mut seat);
    assert_eq!(place.foreign().number(RUNNING), 1);
    assert_eq!(place.session_files(), 1);
    seat
}

#[test]
fn s16_signals_and_keys_end_the_session_and_give_the_terminal_back() {
    let place = Place::new();
    for signal in [Signal::HUP, Signal::TERM, Signal::INT] {
        let seat = signed_in(&place);
        seat.signal(signal);
        seat.end();
        left_in_order(&place, &format!("{signal:?}"));
        seat.is_given_back();
        assert_eq!(seat.screen().trim(), "");
    }
    for key in [CTRL_C, CTRL_Q] {
        let mut seat = signed_in(&place);
        seat.keys(key);
        assert!(seat.end().success());
        left_in_order(&place, key);
        seat.is_given_back();
    }
}

#[test]
fn s16_a_lost_terminal_ends_the_program_and_the_session() {
    let place = Place::new();
    let mut seat = signed_in(&place);
    seat.lose();
    left_in_order(&place, "lost");
}

#[test]
fn s16_a_terminal_lost_without_a_signal_ends_the_program_too() {
    let place = Place::new();
    // Only the first process of a terminal is told by SIGHUP: here it is a shell that does not care.
    let mut seat = Seat::take(place.program_behind_a_deaf_shell());
    seat.sees("User name");
    sign_in(&mut seat);
    assert_eq!(place.session_files(), 1);
    seat.lose();
    left_in_order(&place, "lost behind a shell");
}

#[test]
fn s16_after_kill_9_the_free_lock_tells_the_worker_and_another_session_goes_on() {
    let place = Place::new();
    let killed = signed_in(&place);
    let mut other = place.terminal();
    sign_in(&mut other);
    killed.kill();
    assert_eq!(place.foreign().number(RUNNING), 2, "nobody has looked yet");
    assert_eq!(place.session_files(), 2);

    let _worker = place.worker();
    place.until(RUNNING, 1);
    let ended = place
        .foreign()
        .words("SELECT ended_why FROM sessions WHERE ended_at IS NOT NULL");
    assert_eq!(ended, ["its program is gone"]);
    place.until(OWED, 0);
    assert_eq!(place.session_files(), 1);

    // Its news, that mails have left, is on the screen: nothing moves under the mouse any more.
    other.sees_no_more("not delivered yet");
    other.click("My Account");
    other.sees("Trusted browsers");
    let mut next = place.terminal();
    assert!(!next.screen().contains("Jane"), "nothing resumes it");
    next.keys(TAB);
    next.sees("User name");
}

#[test]
fn s16_a07_ended_from_elsewhere_the_screen_is_cleared_and_only_the_temporary_password_gets_in() {
    let place = Place::new();
    let mut seat = signed_in(&place);
    let printed = place.operator(&["staff", "reset-password", JANE]);
    seat.sees("Your session has ended");
    assert!(!seat.screen().contains("Jane"), "the screen is cleared");
    assert_eq!(place.session_files(), 0);

    give_password(&mut seat);
    seat.sees("User name or password is wrong");
    let temporary = printed
        .lines()
        .find_map(|line| line.split_once("Temporary password of "))
        .unwrap()
        .1;
    let temporary = temporary.rsplit(' ').next().unwrap();
    seat.fill_secret(temporary);
    seat.keys(ENTER);
    seat.sees("Choose a new password");
    let files = place.files();
    let holds = |bytes: &[u8]| {
        bytes
            .windows(temporary.len())
            .any(|window| window == temporary.as_bytes())
    };
    assert!(
        files.iter().all(|(_, bytes)| !holds(bytes)),
        "Z03: it was shown once and is kept nowhere"
    );
}

#[test]
fn s16_z07_left_on_a_full_disk_the_free_lock_tells_the_worker() {
    let place = Place::new();
    let mut seat = signed_in(&place);
    seat.disk_full(true);
    seat.keys(CTRL_Q);
    seat.end();
    seat.is_given_back();
    assert_eq!(place.foreign().number(RUNNING), 1);

    let _worker = place.worker();
    place.until(RUNNING, 0);
    place.until(OWED, 0);
    assert_eq!(place.session_files(), 0);
}
