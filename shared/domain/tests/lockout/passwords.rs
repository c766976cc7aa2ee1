//! Wrong passwords (spec L08).

use crate::{rebooted, t, wall_moved};
use domain::lockout::{PASSWORD_RUN, PasswordLadder};
use domain::time::{DAY, HOUR, SECOND};
use proptest::prelude::*;

#[test]
fn l08_the_tenth_wrong_password_starts_half_a_minute_and_each_further_one_doubles_it() {
    let mut ladder = PasswordLadder::default();
    for _ in 1..PASSWORD_RUN {
        let (next, wait) = ladder.after_wrong(t(0));
        assert_eq!(wait, None);
        ladder = next;
    }
    let mut at = t(0);
    for (rung, seconds) in (1..).zip([30, 60, 120, 240, 480, 960, 1920, 3600, 3600, 3600]) {
        let (next, wait) = ladder.after_wrong(at);
        assert_eq!((wait.unwrap().length_ms, next.rung), (seconds * SECOND, rung));
        assert!(next.is_waiting(at.plus(seconds * SECOND - 1)).is_some());
        at = at.plus(seconds * SECOND);
        assert!(next.is_waiting(at).is_none());
        ladder = next;
    }
    assert_eq!(ladder.after_right(), PasswordLadder::default());
}

#[test]
fn l08_a_day_without_a_wrong_password_clears_the_ladder() {
    let mut ladder = PasswordLadder::default();
    for _ in 0..10 {
        ladder = ladder.after_wrong(t(0)).0;
    }
    assert_eq!(ladder.current(t(DAY - 1)), ladder);
    assert_eq!(ladder.after_wrong(t(DAY - 1)).1.unwrap().length_ms, 60 * SECOND);
    assert_eq!(ladder.current(t(DAY)), PasswordLadder::default());
    assert_eq!(
        ladder.after_wrong(t(DAY)),
        (
            PasswordLadder {
                wrong: 1,
                last: Some(t(DAY)),
                ..Default::default()
            },
            None
        )
    );
}

// T27
#[test]
fn l08_a_clock_set_back_neither_clears_nor_keeps_it_for_ever() {
    let mut ladder = PasswordLadder::default();
    for _ in 0..10 {
        ladder = ladder.after_wrong(t(0)).0;
    }
    assert_eq!(ladder.stored_anew(t(1)), None);
    assert!(ladder.is_waiting(wall_moved(t(30 * SECOND), -HOUR)).is_none());
    let at = rebooted(wall_moved(t(SECOND), -DAY));
    assert!(ladder.is_waiting(at).is_some());
    let anew = ladder.stored_anew(at).unwrap();
    assert_eq!((anew.last, anew.stored_anew(at)), (Some(at), None));
    assert!(anew.is_waiting(at.plus(30 * SECOND)).is_none());
    assert_eq!(anew.current(at.plus(DAY)), PasswordLadder::default());
}

proptest! {
    /// L08: ten free ones, then never two within half a minute.
    #[test]
    fn l08_guessing_passwords_is_slow_for_ever(gaps in prop::collection::vec(0..HOUR, 1..100)) {
        let mut ladder = PasswordLadder::default();
        let mut at = t(0);
        let mut checked = 0_i64;
        for gap in gaps {
            at = at.plus(gap);
            if ladder.is_waiting(at).is_none() {
                let (next, wait) = ladder.after_wrong(at);
                ladder = next;
                checked += 1;
                prop_assert_eq!(wait.is_some(), checked >= i64::from(PASSWORD_RUN));
            }
        }
        prop_assert!(checked <= 10 + at.since(t(0)) / (30 * SECOND));
    }
}
