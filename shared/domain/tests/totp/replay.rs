//! Which codes are accepted, and that each is accepted once (spec C04, L06).

use domain::code::TypedCode;
use domain::totp::{AppSecret, Found, STEP_MS, recognise, step_of};
use proptest::prelude::*;

use crate::{at, oracle, oracle_code, secret, typed, within};

const NOW: i64 = 58_000_000;

/// In 58,261,606 and 58,261,608 the phone shows the same code (found by search with Python's `hmac`).
const TWIN_AROUND: i64 = 58_261_607;

/// In 59,061,240 and 59,061,241 too.
const TWIN_BESIDE: i64 = 59_061_240;

fn right(step: i64) -> Option<Found> {
    Some(Found::Right { step })
}

#[test]
fn c04_one_step_either_side_of_now_is_accepted() {
    for away in -1..=1 {
        let typed = typed(&secret(), NOW + away);
        assert_eq!(recognise(&secret(), None, &typed, within(NOW)), right(NOW + away));
    }
}

#[test]
fn t58_a_code_of_two_to_ten_steps_away_is_refused() {
    for away in (2..=10).flat_map(|away| [-away, away]) {
        let typed = typed(&secret(), NOW + away);
        assert_eq!(recognise(&secret(), None, &typed, within(NOW)), None, "{away}");
        assert_eq!(
            recognise(&secret(), Some(NOW + 20), &typed, within(NOW)),
            None,
            "{away}"
        );
    }
}

#[test]
fn c04_the_window_ends_with_the_millisecond() {
    let typed = typed(&secret(), NOW);
    let begin = (NOW - 1) * STEP_MS;
    let end = (NOW + 2) * STEP_MS;
    for (wall_ms, found) in [
        (begin - 1, None),
        (begin, right(NOW)),
        (end - 1, right(NOW)),
        (end, None),
    ] {
        assert_eq!(recognise(&secret(), None, &typed, at(wall_ms)), found, "{wall_ms}");
    }
}

#[test]
fn t1_a_code_is_refused_in_the_same_step_and_in_the_next() {
    let typed = typed(&secret(), NOW);
    assert_eq!(recognise(&secret(), Some(NOW - 1), &typed, within(NOW)), right(NOW));
    for later in [NOW, NOW + 1] {
        let again = recognise(&secret(), Some(NOW), &typed, within(later));
        assert_eq!(again, Some(Found::Used));
    }
    assert_eq!(recognise(&secret(), Some(NOW), &typed, within(NOW + 2)), None);
}

#[test]
fn t5_the_code_that_confirmed_the_set_up_is_refused_at_the_first_sign_in() {
    let typed = typed(&secret(), NOW);
    let Some(Found::Right { step }) = recognise(&secret(), None, &typed, within(NOW)) else {
        panic!("the set-up's code is right");
    };
    assert_eq!(recognise(&secret(), Some(step), &typed, within(NOW)), Some(Found::Used));
    let next = crate::typed(&secret(), NOW + 1);
    assert_eq!(recognise(&secret(), Some(step), &next, within(NOW)), right(NOW + 1));
}

#[test]
fn c04_a_code_of_a_phone_ahead_uses_up_the_steps_before_it() {
    let ahead = typed(&secret(), NOW + 1);
    assert_eq!(recognise(&secret(), Some(NOW - 5), &ahead, within(NOW)), right(NOW + 1));
    for step in [NOW - 1, NOW, NOW + 1] {
        let typed = typed(&secret(), step);
        let found = recognise(&secret(), Some(NOW + 1), &typed, within(NOW));
        assert_eq!(found, Some(Found::Used), "{step}");
    }
}

#[test]
fn c04_a_used_step_stays_used_when_the_server_s_clock_was_moved_back() {
    let typed = typed(&secret(), NOW);
    let found = recognise(&secret(), Some(NOW + 100_000), &typed, within(NOW));
    assert_eq!(found, Some(Found::Used));
}

#[test]
fn l06_a_code_that_was_never_right_is_not_called_used() {
    let wrong = TypedCode::parse("000000").unwrap();
    for last in [None, Some(NOW - 1), Some(NOW), Some(NOW + 1)] {
        assert_eq!(recognise(&secret(), last, &wrong, within(NOW)), None, "{last:?}");
    }
}

#[test]
fn c04_of_two_steps_with_one_code_the_newest_counts_so_that_it_works_once() {
    for (now, older, newer) in [
        (TWIN_AROUND, TWIN_AROUND - 1, TWIN_AROUND + 1),
        (TWIN_BESIDE, TWIN_BESIDE, TWIN_BESIDE + 1),
    ] {
        let typed = typed(&secret(), older);
        assert!(typed.is(secret().code(newer).reveal()), "the example is one");
        for last in [None, Some(older - 1), Some(older), Some(newer - 1)] {
            let found = recognise(&secret(), last, &typed, within(now));
            assert_eq!(found, right(newer), "{last:?}");
        }
        let again = recognise(&secret(), Some(newer), &typed, within(now));
        assert_eq!(again, Some(Found::Used));
    }
    // The newer of the two lies outside the window still.
    let typed = typed(&secret(), TWIN_AROUND - 1);
    let found = recognise(&secret(), None, &typed, within(TWIN_AROUND - 1));
    assert_eq!(found, right(TWIN_AROUND - 1));
}

#[test]
fn c04_no_step_before_1970_is_ever_right() {
    let first = typed(&secret(), 0);
    assert_eq!(recognise(&secret(), None, &first, at(0)), right(0));
    assert_eq!(recognise(&secret(), None, &first, at(-1)), right(0), "one step away");
    for wall_ms in [-30_001, -60_000, -86_400_000, i64::MIN] {
        assert_eq!(recognise(&secret(), None, &first, at(wall_ms)), None, "{wall_ms}");
    }
    assert_eq!(recognise(&secret(), None, &typed(&secret(), 5), at(i64::MAX)), None);
}

proptest! {
    /// The step that matched is whole, is one whose code the other implementation gives too, and ends the code.
    #[test]
    fn t3_over_five_minutes_of_drift_the_step_that_matched_is_told_and_works_once(
        bytes: [u8; 20],
        wall_ms in 1_000_000_000_000..4_000_000_000_000_i64,
        drift_ms in -300_000..=300_000_i64,
    ) {
        let secret = AppSecret::from_bytes(&bytes).unwrap();
        let oracle = oracle(&secret);
        let now = step_of(wall_ms);
        let shown = oracle_code(&oracle, step_of(wall_ms + drift_ms));
        let expected = [now + 1, now, now - 1]
            .into_iter()
            .find(|step| oracle_code(&oracle, *step) == shown);

        let typed = TypedCode::parse(&shown).unwrap();
        let found = recognise(&secret, None, &typed, at(wall_ms));
        prop_assert_eq!(found, expected.and_then(right));
        if (step_of(wall_ms + drift_ms) - now).abs() <= 1 {
            prop_assert!(found.is_some());
        }
        if let Some(Found::Right { step }) = found {
            prop_assert_eq!(recognise(&secret, Some(step - 1), &typed, at(wall_ms)), right(step));
            // A later step may have the same code by chance; that is then another one.
            for later_ms in [1, 30_000, 60_000, 300_000] {
                if let Some(Found::Right { step: new }) = recognise(&secret, Some(step), &typed, at(wall_ms + later_ms)) {
                    prop_assert!(new > step);
                }
            }
            prop_assert_eq!(recognise(&secret, Some(step), &typed, at(wall_ms)), Some(Found::Used));
        }
    }
}
