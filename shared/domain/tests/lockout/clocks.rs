//! The ladder of codes under clocks that jump and machines that reboot (spec Z08).

use crate::{Desk, rebooted, t, wall_moved};
use domain::lockout::{Cause, Class, Ladder, age_ms, stored_anew};
use domain::time::{DAY, HOUR, MINUTE};

// T27
#[test]
fn z08_a_lockout_neither_shrinks_nor_grows_with_a_wall_clock_set_back() {
    let mut desk = Desk::new(Class::Other);
    for _ in 0..5 {
        desk.wrong(t(0));
    }
    let back = |ms| wall_moved(t(ms), -HOUR);
    assert_eq!(
        desk.ladder
            .is_waiting(back(15 * MINUTE - 1))
            .unwrap()
            .left_ms(back(15 * MINUTE - 1)),
        1
    );
    assert!(desk.ladder.is_waiting(back(15 * MINUTE)).is_none());
    assert!(
        desk.ladder.is_waiting(wall_moved(t(0), HOUR)).is_none(),
        "the stored wall time counts, whichever is first"
    );
    assert!(desk.ladder.is_waiting(rebooted(t(15 * MINUTE - 1))).is_some());
    assert!(desk.ladder.is_waiting(rebooted(t(15 * MINUTE))).is_none());
}

// T27
#[test]
fn z08_a_clock_set_back_does_not_empty_the_month() {
    let wrong = [t(0); 9];
    for at in [
        wall_moved(t(DAY), -HOUR),
        wall_moved(t(DAY), -60 * DAY),
        rebooted(wall_moved(t(DAY), -60 * DAY)),
    ] {
        let (_, lockout) = Ladder::default().after_wrong(Class::Other, &wrong, at);
        assert_eq!(lockout.unwrap().cause, Cause::Month, "{at:?}");
    }
}

// T25, T27
#[test]
fn z08_what_cannot_be_dated_after_a_reboot_is_stored_anew_once() {
    let mut desk = Desk::new(Class::Other);
    for _ in 0..5 {
        desk.wrong(t(0));
    }
    assert_eq!(desk.ladder.stored_anew(t(MINUTE)), None);
    let at = rebooted(wall_moved(t(MINUTE), -DAY));
    let anew = desk.ladder.stored_anew(at).unwrap();
    assert_eq!(anew.stored_anew(at), None);
    assert_eq!(anew.is_waiting(at).unwrap().left_ms(at), 15 * MINUTE);
    assert!(anew.is_waiting(at.plus(15 * MINUTE)).is_none());
    assert_eq!((anew.run, anew.rung), (desk.ladder.run, desk.ladder.rung));

    assert_eq!(age_ms(t(0), at), 0);
    assert_eq!(stored_anew(t(0), at), Some(at));
    assert_eq!(stored_anew(t(0), t(1)), None);
    assert_eq!(stored_anew(t(0), rebooted(t(1))), None);
    assert_eq!(Ladder::default().stored_anew(at), None);
}
