//! kill -9 half-way through (T6, T49): nothing is half done, no code comes back to life, no count is lost.

use crate::main_job::{type_wrong_codes, wrong_codes};
use crate::person::{ask_for_set_up_code, give_password, keep_recovery_code, set_texts_up, sign_in, sign_out};
use crate::place::Place;

const METHODS: &str = "SELECT count(*) FROM methods";

#[test]
fn m02_killed_before_the_set_up_code_was_accepted_nothing_is_set_up() {
    let place = Place::new();
    let _worker = place.worker();
    let mut seat = place.terminal();
    sign_in(&mut seat);
    ask_for_set_up_code(&mut seat);
    let code = place.code(0);
    // All but the last digit, which would submit it.
    seat.keys(&code[..5]);
    seat.kill();

    let mut seat = place.terminal();
    sign_in(&mut seat);
    seat.sees("2-Step Verification is off");
    assert_eq!(place.foreign().number(METHODS), 0);
}

#[test]
fn r02_killed_at_the_recovery_code_texts_are_on_and_the_next_sign_in_opens_on_it() {
    let place = Place::new();
    let _worker = place.worker();
    let mut seat = place.terminal();
    sign_in(&mut seat);
    ask_for_set_up_code(&mut seat);
    seat.keys(&place.code(0));
    seat.sees("Your recovery code");
    seat.kill();
    assert_eq!(place.foreign().number(METHODS), 1);

    let mut seat = place.terminal();
    give_password(&mut seat);
    seat.sees("Check your phone");
    seat.keys(&place.code(1));
    keep_recovery_code(&mut seat);
}

#[test]
fn c03_a_used_code_stays_used_and_l05_a_wait_goes_on_after_kill_9_of_both_programs() {
    let place = Place::new();
    let worker = place.worker();
    let mut seat = place.terminal();
    sign_in(&mut seat);
    set_texts_up(&place, &mut seat, 0);
    sign_out(&mut seat);
    give_password(&mut seat);
    seat.sees("Check your phone");
    let used = place.code(1);
    seat.keys(&used);
    seat.sees("Hello, Jane Doe");
    seat.kill();
    worker.kill();

    let worker = place.worker();
    let mut seat = place.terminal();
    give_password(&mut seat);
    seat.sees("Check your phone");
    let open = place.code(2);
    seat.keys(&used);
    seat.sees("That code was used already");
    type_wrong_codes(&mut seat, &wrong_codes(&open));
    seat.kill();
    worker.kill();

    let _worker = place.worker();
    let mut seat = place.terminal();
    give_password(&mut seat);
    seat.sees("Please wait until");
    assert_eq!(place.twilio.texts().len(), 3, "no text is sent into a wait");
}
