//! One worker on duty at a time (spec W02, W05).

use crate::person::{ask_for_set_up_code, keep_recovery_code, sign_in};
use crate::place::{OWED, Place};

#[test]
fn w05_a_second_worker_says_that_it_waits_and_takes_over_when_the_first_is_killed() {
    let place = Place::new();
    let first = place.worker();
    let second = place.second_worker();
    second.hears("another worker is on duty; this one waits");
    let mut seat = place.terminal();
    seat.sees("texts on duty");
    sign_in(&mut seat);
    place.until(OWED, 0);
    first.kill();

    ask_for_set_up_code(&mut seat);
    let code = place.code(0);
    seat.sees("delivered");
    seat.keys(&code);
    keep_recovery_code(&mut seat);
    let log = String::from_utf8_lossy(&second.written()).into_owned();
    let waits = log.find("this one waits").unwrap();
    assert!(log.rfind("worker: on duty").unwrap() > waits, "{log}");
    assert_eq!(place.twilio.texts().len(), 1);
}

#[test]
fn w05_two_workers_started_at_once_send_every_message_once() {
    let place = Place::new();
    let mut seat = place.terminal();
    sign_in(&mut seat);
    ask_for_set_up_code(&mut seat);
    let (_one, _other) = (place.second_worker(), place.second_worker());
    let code = place.code(0);
    seat.keys(&code);
    keep_recovery_code(&mut seat);
    place.until(OWED, 0);
    assert_eq!(place.twilio.texts().len(), 1);
    let owed = place
        .foreign()
        .number("SELECT count(*) FROM outbox WHERE channel = 'mail'");
    assert_eq!(i64::try_from(place.smtp.mails().len()).unwrap(), owed);
}

#[test]
fn w05_a_worker_told_to_stop_ends_and_the_terminal_says_since_when_texts_wait() {
    let place = Place::new();
    let worker = place.worker();
    let seat = place.terminal();
    seat.sees("texts on duty");
    worker.signal(rustix::process::Signal::TERM);
    assert!(worker.end().success());
    seat.sees("worker last seen");
    seat.sees("Texts and e-mails are delayed since");
}
