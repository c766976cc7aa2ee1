//! Another process holds `write.lock` (spec Z06): the screen goes on, says so after two seconds, and goes on by itself.

use crate::person::{give_password, sign_in};
use crate::place::{JANE, PASSWORD, Place};
use crate::seat::{CTRL_Q, ENTER, TAB};

const BUSY: &str = "the clinic's file is busy";

#[test]
fn z06_the_program_opens_and_shows_what_is_typed_while_somebody_else_has_the_turn_to_write() {
    let place = Place::new();
    let _turn = place.take_the_turn();
    let mut seat = place.terminal();
    seat.fill(JANE);
    seat.keys(TAB);
    seat.fill_secret(PASSWORD);
}

#[test]
fn z06_a_write_that_waits_says_so_is_redrawn_meanwhile_and_goes_on_when_it_is_its_turn() {
    let place = Place::new();
    let mut seat = place.terminal();
    let turn = place.take_the_turn();
    give_password(&mut seat);
    seat.sees("checking");
    seat.sees(BUSY);
    seat.resize(30, 100);
    // The foot moved to the last of 30 lines: the screen thread does not wait.
    seat.reads("the foot line in its new place", |screen| {
        let foot = screen.lines().nth(29)?;
        (foot.contains("Ctrl-Q") && screen.contains(BUSY)).then_some(())
    });
    drop(turn);
    seat.sees("Hello, Jane Doe");
}

#[test]
fn z06_s08_keys_typed_while_a_write_waits_do_nothing_on_the_screen_that_follows() {
    let place = Place::new();
    let mut seat = place.terminal();
    let turn = place.take_the_turn();
    give_password(&mut seat);
    seat.sees(BUSY);
    // On the home screen this would open My Account and its set-up.
    seat.keys(ENTER);
    seat.keys(TAB);
    seat.keys(ENTER);
    drop(turn);
    seat.sees("Hello, Jane Doe");
    seat.keys(ENTER);
    seat.sees("604");
}

#[test]
fn z06_two_more_terminals_answer_while_one_waits_for_its_turn() {
    let place = Place::new();
    let (mut one, mut other) = (place.terminal(), place.terminal());
    sign_in(&mut other);
    let turn = place.take_the_turn();
    give_password(&mut one);
    one.sees("checking");
    other.click("My Account");
    other.sees("Trusted browsers");
    drop(turn);
    one.sees("Hello, Jane Doe");
}

#[test]
fn z06_s16_the_program_can_be_left_while_its_write_waits() {
    let place = Place::new();
    let mut seat = place.terminal();
    sign_in(&mut seat);
    let _turn = place.take_the_turn();
    seat.keys(CTRL_Q);
    seat.end();
    seat.is_given_back();
    // It could not be written down: the free lock tells whoever looks next.
    assert_eq!(
        place
            .foreign()
            .number("SELECT count(*) FROM sessions WHERE ended_at IS NULL"),
        1
    );
}
