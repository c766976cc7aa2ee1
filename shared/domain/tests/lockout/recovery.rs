//! Wrong recovery codes (spec L04).

use crate::{rebooted, t, wall_moved};
use domain::lockout::{MONTH, recovery_tries_left, recovery_wait};
use domain::time::{DAY, HOUR, Now};
use proptest::prelude::*;

#[test]
fn l04_after_five_wrong_in_a_day_none_is_read_until_those_are_a_day_old() {
    let mut wrong = Vec::new();
    for n in 0..5 {
        assert_eq!(recovery_wait(&wrong, t(n * HOUR)), None);
        assert_eq!(recovery_tries_left(&wrong, t(n * HOUR)), 5 - n as u32);
        wrong.push(t(n * HOUR));
    }
    assert_eq!(recovery_wait(&wrong, t(4 * HOUR)), Some(24 * HOUR));
    assert_eq!(recovery_tries_left(&wrong, t(4 * HOUR)), 0);
    assert_eq!(
        recovery_wait(&wrong, t(24 * HOUR)),
        Some(4 * HOUR),
        "all five, not the first alone"
    );
    assert_eq!(recovery_wait(&wrong, t(28 * HOUR - 1)), Some(1));
    assert_eq!(recovery_wait(&wrong, t(28 * HOUR)), None);
    assert_eq!(recovery_tries_left(&wrong, t(28 * HOUR)), 5);
}

#[test]
fn l04_four_wrong_a_day_leave_one_and_age() {
    let wrong = [t(0), t(HOUR), t(2 * HOUR), t(3 * HOUR)];
    assert_eq!(recovery_tries_left(&wrong, t(24 * HOUR - 1)), 1);
    assert_eq!(recovery_tries_left(&wrong, t(24 * HOUR)), 2);
    assert_eq!(recovery_wait(&[], t(0)), None);
    assert_eq!(recovery_tries_left(&[], t(0)), 5);
}

#[test]
fn l04_after_twenty_in_thirty_days_one_a_day_is_read() {
    let mut wrong: Vec<Now> = (0..20).map(|n| t(n / 4 * 25 * HOUR)).collect();
    let newest = 4 * 25 * HOUR;
    for day in 0..3 {
        let free = newest + (day + 1) * DAY;
        assert_eq!(recovery_wait(&wrong, t(free - 1)), Some(1));
        assert_eq!(recovery_wait(&wrong, t(free)), None);
        assert_eq!(recovery_tries_left(&wrong, t(free)), 1);
        wrong.push(t(free));
    }
    let last = newest + 3 * DAY;
    assert_eq!(recovery_tries_left(&wrong, t(MONTH + last)), 5, "all are aged");
}

// T27
#[test]
fn l04_a_clock_set_back_gives_no_further_try() {
    let wrong = [t(0); 5];
    for at in [wall_moved(t(HOUR), -DAY), rebooted(wall_moved(t(HOUR), -2 * HOUR))] {
        assert!(recovery_wait(&wrong, at).unwrap() >= 23 * HOUR, "{at:?}");
    }
    assert_eq!(
        recovery_wait(&wrong, wall_moved(t(DAY), -HOUR)),
        None,
        "nor a longer wait within one boot"
    );
}

proptest! {
    /// L04: no 24 hours hold more than 5 wrong recovery codes, no 30 days more than 20 and one a day.
    #[test]
    fn l04_the_recovery_budgets_hold_for_any_window(gaps in prop::collection::vec(0..8 * HOUR, 1..300)) {
        let mut wrong: Vec<Now> = Vec::new();
        let mut at = t(0);
        for gap in gaps {
            at = at.plus(gap);
            let wait = recovery_wait(&wrong, at);
            prop_assert_eq!(recovery_tries_left(&wrong, at) == 0, wait.is_some());
            prop_assert!(wait.is_none_or(|ms| (1..=DAY).contains(&ms)));
            if wait.is_none() {
                wrong.push(at);
            }
        }
        for first in &wrong {
            let within = |span: i64| wrong.iter().filter(|w| (0..span).contains(&(w.wall_ms - first.wall_ms))).count();
            prop_assert!(within(DAY) <= 5);
            prop_assert!(within(MONTH) <= 20 + 29);
        }
    }
}
