//! Codes of an authenticator app, from outside (spec C04, L06, M04, M05): against the RFCs' own examples and against
//! `totp-rs`, which computes codes and reads URIs by other code. Not here: counting wrong codes (`tests/lockout`,
//! `tests/decisions`), the QR on the screen.
#![allow(clippy::unwrap_used)]

mod clocks;
mod codes;
mod replay;
mod uri;

use domain::code::TypedCode;
use domain::time::{BootId, Now};
use domain::totp::{AppSecret, STEP_MS};
use totp_rs::{Builder, Totp};

/// The secret of the examples in RFC 4226 (appendix D) and RFC 6238 (appendix B).
fn secret() -> AppSecret {
    AppSecret::from_bytes(b"12345678901234567890").unwrap()
}

/// An instant whose wall clock says that. The boot clock has no say in which code is right, and is elsewhere.
fn at(wall_ms: i64) -> Now {
    Now {
        wall_ms,
        boot_ms: 5_000,
        boot_id: BootId([1; 16]),
    }
}

/// 12.3 seconds into a step.
fn within(step: i64) -> Now {
    at(step * STEP_MS + 12_300)
}

/// What a phone shows in that step, typed.
fn typed(secret: &AppSecret, step: i64) -> TypedCode {
    TypedCode::parse(&text(secret, step)).unwrap()
}

fn text(secret: &AppSecret, step: i64) -> String {
    String::from_utf8(secret.code(step).reveal().to_vec()).unwrap()
}

/// The other implementation.
fn oracle(secret: &AppSecret) -> Totp {
    Builder::new().with_secret(*secret.bytes()).build().unwrap()
}

/// Its code of that step, typed.
fn oracle_code(oracle: &Totp, step: i64) -> String {
    oracle.generate(u64::try_from(step).unwrap() * 30).to_string()
}
