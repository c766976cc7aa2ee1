//! Which code belongs to which step (spec C04).

use domain::totp::{AppSecret, step_of};
use proptest::prelude::*;

use crate::{oracle, oracle_code, secret, text};

/// RFC 4226, appendix D.
#[test]
fn c04_the_codes_are_those_of_rfc_4226() {
    let codes = [
        "755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871", "520489",
    ];
    for (step, code) in codes.into_iter().enumerate() {
        assert_eq!(text(&secret(), step as i64), code, "step {step}");
    }
}

/// RFC 6238, appendix B, the rows for SHA-1; of its eight digits the last six.
#[test]
fn c04_the_codes_are_those_of_rfc_6238() {
    for (seconds, code) in [
        (59, "94287082"),
        (1_111_111_109, "07081804"),
        (1_111_111_111, "14050471"),
        (1_234_567_890, "89005924"),
        (2_000_000_000, "69279037"),
        (20_000_000_000, "65353130"),
    ] {
        assert_eq!(text(&secret(), step_of(seconds * 1_000)), code[2..], "{seconds} s");
    }
}

/// Computed with Python's `hmac`.
#[test]
fn c04_leading_zeros_are_kept() {
    assert_eq!(text(&secret(), 59_995_833), "000000");
    assert_eq!(text(&secret(), step_of(1_111_111_111_000)), "050471");
}

#[test]
fn c04_a_code_is_bound_to_its_secret() {
    let mut other = *secret().bytes();
    other[19] ^= 1;
    let other = AppSecret::from_bytes(&other).unwrap();
    assert_ne!(text(&other, 1), text(&secret(), 1));
}

#[test]
fn c04_the_extremes_of_time_have_a_code() {
    for step in [i64::MIN, step_of(i64::MIN), -1, 0] {
        assert_eq!(text(&secret(), step), "755224", "{step}: that of step 0");
    }
    for step in [step_of(i64::MAX), i64::MAX] {
        assert!(text(&secret(), step).bytes().all(|digit| digit.is_ascii_digit()));
    }
}

proptest! {
    #[test]
    fn c04_another_implementation_computes_the_same_codes(bytes: [u8; 20], step in 0..=step_of(i64::MAX)) {
        let secret = AppSecret::from_bytes(&bytes).unwrap();
        prop_assert_eq!(text(&secret, step), oracle_code(&oracle(&secret), step));
    }
}
