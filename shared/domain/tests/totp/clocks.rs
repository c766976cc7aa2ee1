//! A phone whose clock is wrong (spec M05).

use domain::code::TypedCode;
use domain::totp::{AppSecret, STEP_MS, clock_off, recognise, step_of};
use proptest::prelude::*;

use crate::{at, oracle, oracle_code, secret, typed, within};

const NOW: i64 = 58_000_000;

/// Steps in 12 hours.
const HALF_DAY: i64 = 1_440;

/// What [`clock_off`] says of a phone so many steps ahead.
fn off(ahead: i64) -> Option<i64> {
    clock_off(&secret(), &typed(&secret(), NOW + ahead), within(NOW))
}

#[test]
fn m05_a_phone_2_min_30_s_ahead_is_told_so() {
    let server = at(1_770_000_000_000);
    let phone_ahead = typed(&secret(), step_of(server.wall_ms + 150_000));
    let phone_behind = typed(&secret(), step_of(server.wall_ms - 150_000));
    assert_eq!(clock_off(&secret(), &phone_ahead, server), Some(150_000));
    assert_eq!(clock_off(&secret(), &phone_behind, server), Some(-150_000));
}

#[test]
fn t58_two_to_ten_steps_are_told_with_sign_and_amount() {
    for ahead in 2..=10 {
        assert_eq!(off(ahead), Some(ahead * 30_000), "{ahead} ahead");
        assert_eq!(off(-ahead), Some(-ahead * 30_000), "{ahead} behind");
    }
}

#[test]
fn m05_what_is_accepted_is_not_called_a_wrong_clock() {
    for ahead in -1..=1 {
        assert_eq!(off(ahead), None, "{ahead}");
    }
}

#[test]
fn m05_it_is_looked_for_up_to_12_hours_either_side() {
    let half_day_ms = 12 * 60 * 60 * 1_000;
    assert_eq!(off(HALF_DAY), Some(half_day_ms));
    assert_eq!(off(-HALF_DAY), Some(-half_day_ms));
    assert_eq!(off(HALF_DAY + 1), None);
    assert_eq!(off(-HALF_DAY - 1), None);
}

/// Steps 58,261,606 and 58,261,608 have one code (found by search with Python's `hmac`).
#[test]
fn m05_of_two_steps_with_one_code_the_nearest_is_told() {
    let (older, newer) = (58_261_606, 58_261_608);
    let typed = typed(&secret(), older);
    assert!(typed.is(secret().code(newer).reveal()), "the example is one");
    assert_eq!(clock_off(&secret(), &typed, within(older - 5)), Some(5 * STEP_MS));
    assert_eq!(clock_off(&secret(), &typed, within(newer + 5)), Some(-5 * STEP_MS));
}

#[test]
fn m05_a_code_that_is_none_of_the_secret_s_tells_nothing() {
    let other = AppSecret::from_bytes(&[7; 20]).unwrap();
    assert_eq!(clock_off(&secret(), &typed(&other, NOW), within(NOW)), None);
}

#[test]
fn m05_no_step_before_1970_is_looked_at() {
    let first = typed(&secret(), 0);
    assert_eq!(clock_off(&secret(), &first, within(-2)), Some(60_000));
    assert_eq!(clock_off(&secret(), &first, within(2)), Some(-60_000));
    // Steps before 1970 have the code of step 0, and are not taken for it.
    assert_eq!(clock_off(&secret(), &first, within(-HALF_DAY - 1)), None);
    assert_eq!(clock_off(&secret(), &first, at(i64::MIN)), None);
    assert_eq!(clock_off(&secret(), &typed(&secret(), 5), at(i64::MAX)), None);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Two steps may share a code, so what is told may be nearer than the truth, but never further, and never other
    /// than a step whose code it is. Where it is the phone's own step, it is right to less than one step.
    #[test]
    fn t58_any_drift_up_to_12_hours_is_told_to_within_a_step(
        bytes: [u8; 20],
        wall_ms in 1_000_000_000_000..4_000_000_000_000_i64,
        drift_ms in -43_000_000..=43_000_000_i64,
    ) {
        let secret = AppSecret::from_bytes(&bytes).unwrap();
        let oracle = oracle(&secret);
        let (server, phone) = (step_of(wall_ms), step_of(wall_ms + drift_ms));
        let shown = oracle_code(&oracle, phone);
        let typed = TypedCode::parse(&shown).unwrap();
        let told = clock_off(&secret, &typed, at(wall_ms));

        if (phone - server).abs() <= 1 {
            prop_assert!(recognise(&secret, None, &typed, at(wall_ms)).is_some());
        } else {
            let told = told.unwrap();
            let steps = told / STEP_MS;
            prop_assert_eq!(told % STEP_MS, 0);
            prop_assert!((2..=(phone - server).abs()).contains(&steps.abs()));
            prop_assert_eq!(oracle_code(&oracle, server + steps), shown);
            if server + steps == phone {
                prop_assert!((told - drift_ms).abs() < STEP_MS);
            }
        }
    }
}
