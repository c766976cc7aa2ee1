//! A disk on which nothing can be written (spec Z07, T54, T55), by a limit on the size of files that is set and lifted on the
//! running programs.

use crate::person::{ask_for_set_up_code, give_password, keep_recovery_code, set_texts_up, sign_in, sign_out};
use crate::place::{OWED, PASSWORD, Place};
use crate::seat::ENTER;

const SENTENCE: &str = "The disk did not do what it was asked to";

#[test]
fn z07_on_a_full_disk_a_right_password_signs_nobody_in_the_sentence_says_why_and_with_room_it_goes_on() {
    let place = Place::new();
    let mut seat = place.terminal();
    seat.disk_full(true);
    give_password(&mut seat);
    seat.sees(SENTENCE);
    seat.sees("nothing was changed");
    assert_eq!(place.foreign().number("SELECT count(*) FROM sessions"), 0);

    seat.disk_full(false);
    seat.fill_secret(PASSWORD);
    seat.keys(ENTER);
    seat.sees("Hello, Jane Doe");
}

#[test]
fn z07_on_a_full_disk_a_right_code_signs_nobody_in_and_is_still_good_when_there_is_room() {
    let place = Place::new();
    let _worker = place.worker();
    let mut seat = place.terminal();
    sign_in(&mut seat);
    set_texts_up(&place, &mut seat, 0);
    sign_out(&mut seat);
    give_password(&mut seat);
    seat.sees("delivered");
    let code = place.code(1);
    seat.disk_full(true);
    seat.keys(&code);
    seat.sees(SENTENCE);
    assert_eq!(
        place
            .foreign()
            .number("SELECT count(*) FROM sessions WHERE ended_at IS NULL"),
        0
    );

    seat.disk_full(false);
    seat.keys(&code);
    seat.sees("Hello, Jane Doe");
}

#[test]
fn z07_a_worker_on_a_full_disk_sends_nothing_loses_nothing_and_goes_on_when_there_is_room() {
    let place = Place::new();
    let worker = place.worker();
    let mut seat = place.terminal();
    sign_in(&mut seat);
    place.until(OWED, 0);
    worker.disk_full(true);
    ask_for_set_up_code(&mut seat);
    worker.hears("in trouble");
    assert_eq!(place.twilio.texts().len(), 0, "nothing is sent that cannot be claimed");

    worker.disk_full(false);
    worker.hears("well again");
    let code = place.code(0);
    seat.sees("delivered");
    assert_eq!(place.twilio.texts().len(), 1);
    seat.keys(&code);
    keep_recovery_code(&mut seat);
}
