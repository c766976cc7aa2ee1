//! The owner's delay on the instant and under moved clocks (spec O03, Z08; T27).

use domain::time::{DAY, Delay, HOUR, MINUTE, Now, Term, Wait};
use proptest::prelude::*;

use crate::{at, rebooted, wall_moved};

const LENGTH: i64 = 4 * DAY + 7 * HOUR + 60_000;

fn start() -> Now {
    at(1_794_000_000_000)
}

fn delay() -> Delay {
    Delay {
        start: start(),
        length_ms: LENGTH,
    }
}

#[test]
fn o03_the_end_itself_is_over_and_the_millisecond_before_is_not() {
    let delay = delay();
    assert!(!delay.ended(start()));
    assert!(!delay.ended(start().plus(LENGTH - 1)));
    assert_eq!(delay.left_ms(start().plus(LENGTH - 1)), 1);
    assert!(delay.ended(start().plus(LENGTH)));
    assert_eq!(delay.left_ms(start().plus(LENGTH)), 0);
    assert_eq!(delay.left_ms(start().plus(LENGTH + DAY)), 0);
    assert_eq!(delay.half().length_ms, LENGTH / 2);
}

#[test]
fn z08_a_clock_set_forward_within_one_boot_ends_nothing_sooner() {
    let set_forward = wall_moved(start().plus(HOUR), 30 * DAY);
    assert!(!delay().ended(set_forward));
    assert_eq!(delay().left_ms(set_forward), LENGTH - HOUR);
    assert!(!delay().ended(wall_moved(start().plus(LENGTH - 1), 30 * DAY)));
    assert!(delay().ended(wall_moved(start().plus(LENGTH), 30 * DAY)));
    // What permits and what keeps out count the other way round.
    let (start, length_ms) = (start(), LENGTH);
    assert!(Term { start, length_ms }.ended(set_forward) && Wait { start, length_ms }.ended(set_forward));
}

#[test]
fn z08_a_clock_set_back_only_lengthens_and_never_before_the_start() {
    let set_back = wall_moved(start().plus(LENGTH), -HOUR);
    assert_eq!(delay().left_ms(set_back), HOUR);
    assert_eq!(delay().left_ms(wall_moved(start().plus(HOUR), -30 * DAY)), LENGTH);
}

#[test]
fn z08_over_a_reboot_the_wall_clock_rules() {
    let at_noon = |ms| rebooted(start().plus(ms));
    assert!(!delay().ended(at_noon(LENGTH - 1)));
    assert!(delay().ended(at_noon(LENGTH)));
    assert_eq!(delay().left_ms(wall_moved(at_noon(HOUR), -2 * HOUR)), LENGTH);
    // Rebooted and set forward: the wall clock is all there is (README says so).
    assert!(delay().ended(wall_moved(at_noon(HOUR), LENGTH)));
}

proptest! {
    #[test]
    fn z08_within_one_boot_no_clock_makes_it_shorter_than_what_has_really_passed(
        passed in 0_i64..(10 * DAY),
        moved in -(10 * DAY)..(400 * DAY),
    ) {
        let now = wall_moved(start().plus(passed), moved);
        prop_assert!(!delay().ended(now) || passed >= LENGTH);
        prop_assert!(delay().left_ms(now) >= LENGTH - passed);
        prop_assert!(delay().left_ms(now) <= LENGTH);
        prop_assert_eq!(delay().ended(now), delay().left_ms(now) == 0);
        // The smaller of the two never passes the larger one.
        prop_assert!(now.surely_since(start()) <= now.since(start()));
        if moved == 0 {
            prop_assert_eq!(now.surely_since(start()), now.since(start()));
        }
    }

    #[test]
    fn o03_time_that_passes_only_brings_the_end_nearer(one in 0_i64..(10 * DAY), more in 0_i64..DAY, moved in -DAY..DAY) {
        let (now, later) = (wall_moved(start().plus(one), moved), wall_moved(start().plus(one + more), moved));
        prop_assert!(delay().left_ms(later) <= delay().left_ms(now));
        prop_assert!(delay().left_ms(now) - delay().left_ms(later) <= more);
        prop_assert!(more < MINUTE || delay().left_ms(now) == 0 || moved < 0 || delay().left_ms(later) < delay().left_ms(now));
    }
}
