//! What stands under the head line (spec S13, U09, W05, Z08): what is grave does not hide what is to be done.

use domain::time::{DAY, HOUR, MINUTE, SECOND};
use fixtures::clinic::{FAY, desk};
use fixtures::keyboard::Story;

const DELAYED: &str = "! Texts and e-mails are delayed";
const ALONE: &str = "! 2-Step Verification is off: the password is enough.";

#[test]
fn s13_u09_with_the_worker_off_the_line_about_2sv_stands_below_the_one_about_texts() {
    let mut story = Story::without_worker();
    let mut fay = story.at(desk());
    story.signs_in(&mut fay, &FAY);
    fay.sees_in_order(&[DELAYED, ALONE, "Hello, Fay Okafor"]);
    fay.opens_two_step();
    fay.sees_in_order(&[DELAYED, ALONE, "My Account ▸ 2-Step Verification"]);
    story.worker_starts();
    story.passes(10 * SECOND);
    fay.does_not_see(DELAYED);
    fay.sees(ALONE);
}

#[test]
fn w05_a_worker_that_stopped_days_ago_is_not_read_as_one_of_this_morning() {
    let mut story = Story::new();
    let mut screen = story.at(desk());
    story.worker_stops();
    story.passes(MINUTE);
    screen.sees("delayed since 07:00");
    screen.sees("! worker last seen 07:00");
    story.passes(DAY);
    screen.sees("delayed since 26 Nov: the worker is not running");
    screen.sees("! worker last seen 26 Nov");
}

#[test]
fn z08_a_jump_of_the_servers_clock_is_shown_for_an_hour() {
    let mut story = Story::new();
    let mut screen = story.at(desk());
    story.clinic.clock.wall_only(-3 * HOUR);
    story.passes(10 * SECOND);
    screen.sees("! The server's clock jumped back by 3 h at 04:00: codes and waits go by it");
    assert_eq!(story.recorded("clock.jumped"), 1);
    story.passes(HOUR - 10 * SECOND);
    screen.sees("jumped back by 3 h");
    story.passes(10 * SECOND);
    screen.does_not_see("jumped");
    story.clinic.clock.wall_only(MINUTE);
    story.passes(10 * SECOND);
    screen.does_not_see("jumped");
    story.clinic.clock.wall_only(MINUTE + SECOND);
    story.passes(10 * SECOND);
    screen.sees("jumped forward by 2 min");
}
