//! Clocks that jump (spec Z08, T27): a permission never lasts longer for it, a wait always ends.

use actions::begin_sign_in::Begun;
use actions::start_worker::{record_clock_jump, start_worker};
use domain::sign_in::Outcome;
use domain::time::{DAY, HOUR, MINUTE, SECOND};
use domain::verification::Dead;
use fixtures::clinic::{Clinic, SAM, elsewhere};

use crate::let_in;

fn locked_out() -> Clinic {
    let mut clinic = Clinic::new();
    let pending = clinic.pending(&SAM, &elsewhere());
    clinic.wrong_codes(&SAM, &pending, &elsewhere(), 5);
    clinic.deliver();
    clinic
}

/// Milliseconds of the wait that somebody meets who signs in from elsewhere now.
fn wait_left(clinic: &mut Clinic) -> Option<i64> {
    match clinic.begin("sam", SAM.password, &elsewhere()) {
        Begun::SecondStep { wait, .. } => wait.map(|wait| wait.left_ms(clinic.clock.now())),
        other => panic!("{other:?}"),
    }
}

#[test]
fn z08_a_wall_clock_set_back_does_not_prolong_a_code_a_sign_in_or_a_wait() {
    let mut clinic = Clinic::new();
    let pending = clinic.pending(&SAM, &elsewhere());
    let code = clinic.texted_code(&SAM);
    clinic.clock.plus(5 * MINUTE);
    clinic.clock.wall_only(-HOUR);
    clinic.clock.plus(10 * SECOND);
    assert_eq!(
        clinic.refused(&pending, &elsewhere(), &code),
        Outcome::Dead(Dead::Expired)
    );
    assert_eq!(clinic.expire().codes, 1);
    clinic.clock.plus(5 * MINUTE);
    assert_eq!(clinic.refused(&pending, &elsewhere(), &code), Outcome::SignInAgain);

    let mut clinic = locked_out();
    clinic.clock.wall_only(-HOUR);
    assert_eq!(wait_left(&mut clinic), Some(15 * MINUTE));
    clinic.clock.plus(15 * MINUTE);
    assert_eq!(wait_left(&mut clinic), None);
}

#[test]
fn z08_a_wall_clock_set_forward_ends_permissions_at_once() {
    let mut clinic = Clinic::new();
    let pending = clinic.pending(&SAM, &elsewhere());
    let code = clinic.texted_code(&SAM);
    clinic.clock.wall_only(HOUR);
    assert_eq!(clinic.refused(&pending, &elsewhere(), &code), Outcome::SignInAgain);
    clinic.sign_in(&SAM, &elsewhere());
}

#[test]
fn z08_step_up_stamps_age_by_the_clock_that_moved_more() {
    for (passed, set) in [(0, 20 * MINUTE), (20 * MINUTE, -20 * MINUTE)] {
        let mut clinic = Clinic::new();
        let session = clinic.sign_in(&SAM, &elsewhere());
        clinic.clock.plus(passed);
        clinic.clock.wall_only(set);
        let at = clinic.clock.now();
        assert!(actions::turn_off::turn_off(&mut clinic.db, &session, [7; 16], at).is_err());
    }
}

#[test]
fn z08_over_a_reboot_the_wall_clock_alone_counts() {
    let mut clinic = Clinic::new();
    let pending = clinic.pending(&SAM, &elsewhere());
    let code = clinic.texted_code(&SAM);
    clinic.clock.reboot(2 * MINUTE);
    let_in(clinic.answer(&pending, &elsewhere(), &code));

    let mut clinic = locked_out();
    clinic.clock.reboot(5 * MINUTE);
    assert_eq!(wait_left(&mut clinic), Some(10 * MINUTE));
    clinic.clock.plus(10 * MINUTE);
    assert_eq!(wait_left(&mut clinic), None);
}

/// Nothing can be said about how old it is: a permission is over.
#[test]
fn z08_a_code_from_the_future_of_another_boot_is_over() {
    let mut clinic = Clinic::new();
    let pending = clinic.pending(&SAM, &elsewhere());
    let code = clinic.texted_code(&SAM);
    clinic.clock.reboot(-DAY);
    assert_eq!(clinic.refused(&pending, &elsewhere(), &code), Outcome::SignInAgain);
    assert_eq!(clinic.expire().codes, 1);
}

/// A lockout from the future of another boot is as long as it was, once, from the first look on.
#[test]
fn z08_a_wait_a_new_boot_cannot_date_is_stored_anew_once_and_then_ends() {
    let mut clinic = locked_out();
    clinic.clock.reboot(-365 * DAY);
    assert_eq!(wait_left(&mut clinic), Some(15 * MINUTE));
    let (entropy, at) = (clinic.dice.throw(), clinic.clock.now());
    start_worker(&mut clinic.db, entropy, at).unwrap();
    clinic.clock.plus(10 * MINUTE);
    let (entropy, at) = (clinic.dice.throw(), clinic.clock.now());
    start_worker(&mut clinic.db, entropy, at).unwrap();
    assert_eq!(
        wait_left(&mut clinic),
        Some(5 * MINUTE),
        "a second start begins nothing anew"
    );
    clinic.clock.plus(5 * MINUTE);
    assert_eq!(wait_left(&mut clinic), None);
}

/// Also with the worker off: whoever locks in the meantime meets the end.
#[test]
fn z08_a_wait_a_new_boot_cannot_date_ends_with_the_worker_off_too() {
    let mut clinic = locked_out();
    clinic.clock.reboot(-365 * DAY);
    wait_left(&mut clinic);
    clinic.clock.plus(15 * MINUTE);
    assert_eq!(wait_left(&mut clinic), None);
}

#[test]
fn z08_the_waits_of_passwords_and_recovery_codes_end_with_the_worker_off_too() {
    let mut clinic = Clinic::new();
    let pending = clinic.pending(&SAM, &elsewhere());
    (0..5).for_each(|_| drop(clinic.recover(&pending, &elsewhere(), "AAAAAA")));
    (0..10).for_each(|_| drop(clinic.begin("jane", "not the password", &elsewhere())));
    clinic.clock.reboot(-365 * DAY);
    assert!(matches!(
        clinic.begin("jane", "not the password", &elsewhere()),
        Begun::MustWait { .. }
    ));
    clinic.clock.plus(30 * SECOND);
    assert!(matches!(
        clinic.begin("jane", "not the password", &elsewhere()),
        Begun::Wrong { .. }
    ));
    clinic.pending(&SAM, &elsewhere());
    clinic.clock.plus(DAY);
    let pending = clinic.pending(&SAM, &elsewhere());
    let code = clinic.sams_recovery_code.clone();
    let_in(clinic.recover(&pending, &elsewhere(), &code));
}

#[test]
fn z08_set_back_or_forward_the_month_s_count_is_not_emptied() {
    for (set, boot) in [(-90 * DAY, false), (-90 * DAY, true)] {
        let mut clinic = locked_out();
        if boot {
            clinic.clock.reboot(set);
        } else {
            clinic.clock.wall_only(set);
        }
        let (entropy, at) = (clinic.dice.throw(), clinic.clock.now());
        start_worker(&mut clinic.db, entropy, at).unwrap();
        clinic.clock.plus(HOUR);
        let pending = clinic.pending(&SAM, &elsewhere());
        let Outcome::MustWait(wait) = clinic.wrong_codes(&SAM, &pending, &elsewhere(), 5) else {
            panic!("no wait")
        };
        assert_eq!(
            wait.length_ms,
            72 * HOUR,
            "the tenth of the month, set by {set}, rebooted: {boot}"
        );
    }
}

#[test]
fn z08_a_jump_is_in_the_record() {
    let mut clinic = Clinic::new();
    let at = clinic.clock.now();
    record_clock_jump(&mut clinic.db, -61_000, [7; 16], at).unwrap();
    let row = clinic.record().pop().unwrap();
    assert_eq!(
        (row.kind.as_str(), row.detail.as_str()),
        ("clock.jumped", "the wall clock jumped by -61 s")
    );
}
