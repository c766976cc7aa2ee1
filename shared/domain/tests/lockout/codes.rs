//! Wrong codes: the ladder of five and the month's budget (spec L01, L02, L05, L09, L11).

use crate::{CLASSES, Desk, rebooted, t, wall_moved};
use domain::lockout::{Cause, Class, Ladder, MONTH, RUN};
use domain::time::{DAY, HOUR, MINUTE};
use proptest::prelude::*;

#[test]
fn l01_classes_are_stored_by_name() {
    for class in CLASSES {
        assert_eq!(Class::parse(class.as_str()), Some(class));
    }
    assert_eq!(
        (Class::Recognised.as_str(), Class::Other.as_str()),
        ("recognised", "other")
    );
    assert_eq!(Class::parse("Other"), None);
}

#[test]
fn l01_the_fifth_wrong_code_in_a_row_starts_a_quarter_of_an_hour() {
    for class in CLASSES {
        let mut desk = Desk::new(class);
        for left in (1..5).rev() {
            assert_eq!(desk.wrong(t(0)), None);
            assert_eq!(desk.tries_left(t(0)), left);
        }
        assert_eq!(desk.wrong(t(0)), Some((15 * MINUTE, Cause::Run, 1)));
        assert_eq!(desk.tries_left(t(0)), 0);
        assert!(desk.ladder.is_waiting(t(15 * MINUTE - 1)).is_some());
        assert!(
            desk.ladder.is_waiting(t(15 * MINUTE)).is_none(),
            "the end itself is over"
        );
        assert_eq!(desk.tries_left(t(15 * MINUTE)), 5);
    }
}

#[test]
fn l01_every_further_five_double_the_wait_up_to_a_day() {
    let mut ladder = Ladder::default();
    let mut at = t(0);
    for (rung, minutes) in (1..).zip([15, 30, 60, 120, 240, 480, 1440, 1440, 1440]) {
        for _ in 1..RUN {
            let (next, lockout) = ladder.after_wrong(Class::Recognised, &[], at);
            assert_eq!(lockout, None);
            ladder = next;
        }
        let (next, lockout) = ladder.after_wrong(Class::Recognised, &[], at);
        let lockout = lockout.unwrap();
        assert_eq!((lockout.wait.length_ms, lockout.rung), (minutes * MINUTE, rung));
        ladder = next;
        at = at.plus(lockout.wait.length_ms);
    }
}

#[test]
fn l01_a_right_code_clears_run_and_ladder() {
    let mut desk = Desk::new(Class::Other);
    for _ in 0..5 {
        desk.wrong(t(0));
    }
    desk.wrong(t(HOUR));
    desk.ladder = desk.ladder.after_right();
    assert_eq!(desk.ladder, Ladder::default());
    assert_eq!(desk.wrong(t(2 * HOUR)), None);
    assert_eq!(desk.ladder.run, 1);
}

#[test]
fn l02_a_right_code_leaves_the_months_count_alone() {
    let mut desk = Desk::new(Class::Other);
    for n in 0..9 {
        assert_eq!(desk.wrong(t(n * HOUR)), None);
        desk.ladder = desk.ladder.after_right();
    }
    assert_eq!(desk.tries_left(t(9 * HOUR)), 1);
    assert_eq!(desk.wrong(t(9 * HOUR)), Some((72 * HOUR, Cause::Month, 0)));
    assert_eq!(desk.ladder.run, 1, "L01's run goes on by itself");
}

#[test]
fn l02_the_budgets_last_one_and_each_further_one_lock() {
    for (class, budget, length_ms) in [(Class::Other, 10, 72 * HOUR), (Class::Recognised, 30, 24 * HOUR)] {
        let mut desk = Desk::new(class);
        let mut at = t(0);
        for n in 1..budget {
            assert!(desk.wrong(at).is_none_or(|(_, cause, _)| cause == Cause::Run), "{n}");
            desk.ladder = desk.ladder.after_right();
        }
        for _ in 0..4 {
            assert_eq!(desk.tries_left(at), 1);
            assert_eq!(desk.wrong(at), Some((length_ms, Cause::Month, 0)));
            desk.ladder = desk.ladder.lifted();
            at = at.plus(1);
        }
    }
}

#[test]
fn l02_when_both_rules_fire_the_longer_wait_counts_and_the_ladder_rises() {
    let mut desk = Desk::new(Class::Other);
    for _ in 0..5 {
        desk.wrong(t(0));
    }
    for _ in 0..4 {
        desk.wrong(t(HOUR));
    }
    assert_eq!(desk.wrong(t(HOUR)), Some((72 * HOUR, Cause::Month, 2)));
    assert_eq!((desk.ladder.run, desk.ladder.rung), (0, 2));
}

#[test]
fn l02_a_wrong_code_counts_until_it_is_thirty_days_old() {
    let wrong = [t(0); 9];
    let before = Ladder::default().after_wrong(Class::Other, &wrong, t(MONTH - 1)).1;
    assert_eq!(before.unwrap().cause, Cause::Month);
    assert_eq!(Ladder::default().after_wrong(Class::Other, &wrong, t(MONTH)).1, None);
}

#[test]
fn l02_nineteen_guesses_are_all_that_thirty_days_allow() {
    let mut desk = Desk::new(Class::Other);
    let mut at = t(0);
    while at.since(t(0)) < MONTH {
        at = match desk.ladder.is_waiting(at) {
            Some(wait) => at.plus(wait.left_ms(at)),
            None => {
                desk.wrong(at);
                at
            }
        };
    }
    assert_eq!(desk.wrong.len(), 19);
}

#[test]
fn l05_lifting_ends_the_wait_and_keeps_height_and_count() {
    let mut desk = Desk::new(Class::Other);
    for _ in 0..5 {
        desk.wrong(t(0));
    }
    desk.ladder = desk.ladder.lifted();
    assert_eq!(
        desk.ladder,
        Ladder {
            run: 0,
            rung: 1,
            wait: None
        }
    );
    assert_eq!(desk.tries_left(t(0)), 5);
    for _ in 0..4 {
        assert_eq!(desk.wrong(t(1)), None);
    }
    assert_eq!(
        desk.wrong(t(1)),
        Some((72 * HOUR, Cause::Month, 2)),
        "the ten were counted through the lifting"
    );
}

// T24
#[test]
fn l05_no_counter_forgets_sooner_than_a_code_lives() {
    let mut desk = Desk::new(Class::Other);
    for n in 0..4 {
        desk.wrong(t(n * 365 * DAY));
    }
    assert_eq!(desk.ladder.run, 4, "the run of five does not age at all");
    assert_eq!(desk.wrong(t(4 * 365 * DAY)), Some((15 * MINUTE, Cause::Run, 1)));
}

// T25
#[test]
fn l09_a_lockout_ends_by_itself_though_nobody_lifts_it() {
    let mut desk = Desk::new(Class::Other);
    for _ in 0..5 {
        desk.wrong(t(0));
    }
    assert!(desk.ladder.wait.is_some());
    assert_eq!(desk.tries_left(t(DAY)), 5);
    assert_eq!(desk.wrong(t(DAY)), None);
    assert_eq!(desk.ladder.wait, None, "the next wrong code takes the old one away");
}

// T26
#[test]
fn l01_l02_every_class_locks_after_its_stated_number_whatever_came_before() {
    for class in CLASSES {
        for before in 0..class.budget() as usize + 3 {
            for run in 0..RUN {
                let wrong = vec![t(0); before];
                let mut ladder = Ladder {
                    run,
                    ..Ladder::default()
                };
                let mut more = 0;
                let promised = ladder.tries_left(class, &wrong, t(1));
                let mut wrong = wrong;
                loop {
                    let (next, lockout) = ladder.after_wrong(class, &wrong, t(1));
                    (ladder, more) = (next, more + 1);
                    wrong.push(t(1));
                    if lockout.is_some() {
                        break;
                    }
                }
                let month = class.budget().saturating_sub(before as u32).max(1);
                assert_eq!(more, month.min(RUN - run), "{class:?} {before} {run}");
                assert_eq!(promised, more, "what the screen says is what happens");
            }
        }
    }
}

proptest! {
    /// Whoever has the password, at whatever moments: no window of 30 days holds more than 19 guesses from elsewhere.
    #[test]
    fn l02_no_thirty_days_hold_more_than_nineteen_guesses(gaps in prop::collection::vec(0..4 * DAY, 1..200)) {
        let mut desk = Desk::new(Class::Other);
        let mut at = t(0);
        for gap in gaps {
            at = at.plus(gap);
            desk.wrong(at);
        }
        for first in &desk.wrong {
            let window = desk.wrong.iter().filter(|w| (0..MONTH).contains(&(w.wall_ms - first.wall_ms))).count();
            prop_assert!(window <= 19, "{}", window);
        }
    }

    /// L01 and L02 at every step: zero tries during a wait, one to five otherwise, and as many as were promised.
    #[test]
    fn l03_the_tries_that_are_shown_are_the_tries_there_are(
        recognised: bool,
        steps in prop::collection::vec((0..2 * DAY, 0..10_u8), 1..120),
    ) {
        let mut desk = Desk::new(if recognised { Class::Recognised } else { Class::Other });
        let mut at = t(0);
        for (gap, kind) in steps {
            at = at.plus(gap);
            let left = desk.tries_left(at);
            let waiting = desk.ladder.is_waiting(at).is_some();
            prop_assert_eq!(left == 0, waiting);
            prop_assert!(left <= RUN);
            match kind {
                0 if !waiting => desk.ladder = desk.ladder.after_right(),
                1 => desk.ladder = desk.ladder.lifted(),
                _ => {
                    let lockout = desk.wrong(at);
                    prop_assert_eq!(lockout.is_some(), left == 1);
                }
            }
        }
    }

    /// L11: whatever came before, a lockout is over after 72 hours at most, and on either clock.
    #[test]
    fn l11_nobody_is_locked_out_for_good(gaps in prop::collection::vec(0..DAY, 1..100), back in 0..90 * DAY) {
        let mut desk = Desk::new(Class::Other);
        let mut at = t(0);
        for gap in gaps {
            at = at.plus(gap);
            desk.wrong(at);
        }
        prop_assert!(desk.ladder.is_waiting(at.plus(72 * HOUR)).is_none());
        prop_assert!(desk.ladder.is_waiting(wall_moved(at.plus(72 * HOUR), -back)).is_none());
        let later = rebooted(wall_moved(at, -back));
        let anew = desk.ladder.stored_anew(later).unwrap_or(desk.ladder);
        prop_assert!(anew.is_waiting(later.plus(72 * HOUR)).is_none());
    }
}
