//! A challenge: one texted code, as a row without the code (spec C01, C02). The code itself is derived in `code`.
//!
//! ```text
//!            right code          newer text, its own code kept
//!   open ───────────────▶ used   open ─────▶ open (reissue + 1: older codes are "replaced")
//!     │ 5:10 over ──────▶ expired
//!     │ lockout, password change, 2SV off, set-up left ──▶ void
//! ```

use crate::ids::{BrowserId, ChallengeId, SessionId};
use crate::text_enum::text_enum;
use crate::time::{MINUTE, Now, SECOND, Term};

/// What the screen counts down from, in milliseconds (spec C02).
pub const SHOWN_MS: i64 = 5 * MINUTE;
/// How much longer than shown a code is accepted, in milliseconds (spec C02).
pub const GRACE_MS: i64 = 10 * SECOND;
/// A text is handed over only with this much of its shown life left, in milliseconds (spec C06).
pub const WORTH_SENDING_MS: i64 = MINUTE;
/// A resend keeps the code while at least this much of its shown life is left, in milliseconds (spec C05).
pub const SAME_CODE_MS: i64 = 2 * MINUTE;
/// How far back dead codes are looked for, in milliseconds (spec L06).
pub const DEAD_CODES_MS: i64 = crate::time::HOUR;

text_enum! {
    /// What a code is for; one sent for another purpose is refused (spec C01).
    pub enum Purpose {
        /// Second step of a sign-in.
        SignIn = "sign_in",
        /// Proof that a number being set up works.
        SetUp = "set_up",
        /// Step-up inside a session (spec M10).
        StepUp = "step_up",
    }
}

text_enum! {
    /// Where a challenge stands.
    pub enum ChallengeState {
        /// May still be answered while its term lasts.
        Open = "open",
        /// Answered right, once.
        Used = "used",
        /// Marked by the worker when its term was over.
        Expired = "expired",
        /// Withdrawn: lockout, password change, 2SV turned off, number changed.
        Void = "void",
    }
}

/// A challenge as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Challenge {
    /// 128 random bits the code is derived from.
    pub id: ChallengeId,
    /// What it is for.
    pub purpose: Purpose,
    /// Where it stands.
    pub state: ChallengeState,
    /// How often a new code replaced the one before; codes of smaller counts are "replaced".
    pub reissue: u32,
    /// Which key the code is derived under.
    pub key_id: u8,
    /// The number it goes to, E.164.
    pub to: String,
    /// The browser that asked for it.
    pub browser: BrowserId,
    /// The session that asked for it (set-up, step-up).
    pub session: Option<SessionId>,
    /// Life of the current code, grace included; the screen shows [`GRACE_MS`] less.
    pub term: Term,
}

impl Challenge {
    /// The term of a code issued now.
    #[must_use]
    pub fn term_from(at: Now) -> Term {
        Term::starting(at, SHOWN_MS + GRACE_MS)
    }

    /// Whether an answer can still be right.
    #[must_use]
    pub fn is_live(&self, at: Now) -> bool {
        self.state == ChallengeState::Open && !self.term.ended(at)
    }

    /// Whether the code of that count is still the one that counts, with enough life left to be texted (spec C06).
    #[must_use]
    pub fn is_worth_sending(&self, reissue: u32, at: Now) -> bool {
        self.is_live(at) && self.reissue == reissue && self.shown_left_ms(at) >= WORTH_SENDING_MS
    }

    /// Milliseconds left as the screen counts them.
    #[must_use]
    pub fn shown_left_ms(&self, at: Now) -> i64 {
        (self.term.left_ms(at) - GRACE_MS).max(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::BootId;

    fn at(ms: i64) -> Now {
        Now {
            wall_ms: 1_000_000 + ms,
            boot_ms: 5_000 + ms,
            boot_id: BootId([1; 16]),
        }
    }

    fn issued() -> Challenge {
        Challenge {
            id: ChallengeId([1; 16]),
            purpose: Purpose::SignIn,
            state: ChallengeState::Open,
            reissue: 0,
            key_id: 1,
            to: "+16045550100".into(),
            browser: BrowserId(1),
            session: None,
            term: Challenge::term_from(at(0)),
        }
    }

    #[test]
    fn c02_the_screen_counts_from_five_minutes_and_the_code_is_taken_ten_seconds_longer() {
        let code = issued();
        assert_eq!(code.shown_left_ms(at(0)), 5 * MINUTE);
        assert_eq!(code.shown_left_ms(at(5 * MINUTE)), 0);
        assert!(code.is_live(at(5 * MINUTE + 10 * SECOND - 1)));
        assert!(!code.is_live(at(5 * MINUTE + 10 * SECOND)));
    }

    #[test]
    fn c06_a_code_is_worth_a_text_with_a_minute_left_and_while_no_newer_one_replaced_it() {
        let code = issued();
        assert!(code.is_worth_sending(0, at(4 * MINUTE)));
        assert!(!code.is_worth_sending(0, at(4 * MINUTE + 1)));
        assert!(!code.is_worth_sending(1, at(0)));
    }

    #[test]
    fn c01_stored_words_read_back_as_what_they_were() {
        for purpose in Purpose::ALL {
            assert_eq!(Purpose::parse(purpose.as_str()), Some(*purpose));
        }
        for state in ChallengeState::ALL {
            assert_eq!(ChallengeState::parse(state.as_str()), Some(*state));
        }
    }
}
