//! Setting up *Text Message (SMS)* (spec M02, M03, R02): the text to the number being set up and judging its code; and
//! judging the first code of an *Authenticator App* (M05). Leaving before the code was accepted changes nothing: the
//! number stands in the challenge alone until then, the app's secret with whoever sets it up.

use crate::audit::{Ending, Entry, Kind};
use crate::challenge::{Challenge, Purpose};
use crate::code::TypedCode;
use crate::effect::Effect;
use crate::ids::{ChallengeId, SessionId};
use crate::judging::{code_facts, counted, verdict_effects};
use crate::person::Person;
use crate::sign_in::{Outcome, Standing, Step};
use crate::step_up::{CODE_STEP_MS, PASSWORD_MS, Stamps, is_fresh};
use crate::texting::{another_text, no_text};
use crate::time::{Now, SECOND};
use crate::totp::{self, AppSecret};
use crate::verification::{AppKey, Door, Proof, Verdict, judge_app_code, judge_code};

fn door(session: SessionId, facts: &Standing<'_>) -> Door {
    Door {
        purpose: Purpose::SetUp,
        browser: facts.familiarity.browser,
        session: Some(session),
    }
}

/// A text with a set-up code to `number` (E.164). An open code for another number dies first.
#[must_use]
pub fn text(session: SessionId, fresh: ChallengeId, number: &str, facts: &Standing<'_>, at: Now) -> Step {
    if let Some(wait) = facts.ladder.is_waiting(at) {
        return Step {
            outcome: Outcome::MustWait(wait),
            effects: vec![no_text(facts, "L01")],
        };
    }
    let (plan, effects) = another_text(door(session, facts), fresh, number, facts, at);
    Step {
        outcome: Outcome::CodeAsked(plan),
        effects,
    }
}

/// A set-up that began with a complete step-up goes on without another one for this long, in milliseconds, counted from
/// the password of that step-up (spec M02, M10): so resends prolong nothing.
const GRACE_MS: i64 = PASSWORD_MS + CODE_STEP_MS;

/// Whether the step-up in front of a set-up that began at `begun` still covers it. Where 2-step verification went on
/// meanwhile, at another terminal, a code was never asked: it does not.
#[must_use]
pub fn is_covered(begun: Now, person: &Person, stamps: Stamps, at: Now) -> bool {
    let code = !person.two_step.is_on() || is_fresh(stamps.code_step, CODE_STEP_MS, begun);
    is_fresh(Some(begun), CODE_STEP_MS, at) && is_fresh(stamps.password, GRACE_MS, at) && code
}

/// Whether this session asked for a set-up code (to that number), and the step-up of then still covers it: a resend and the
/// answer are the same act (spec M02, M10).
#[must_use]
pub fn is_under_way(session: SessionId, number: Option<&str>, stamps: Stamps, facts: &Standing<'_>, at: Now) -> bool {
    let door = door(session, facts);
    let mine = |open: &&Challenge| door.made(open) && number.is_none_or(|number| open.to == number);
    let mut asked = facts.challenges.iter().filter(mine);
    asked.any(|open| is_covered(open.term.start, facts.person, stamps, at))
}

/// The number a set-up code was sent to: it becomes the profile's when the code is right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Confirmed {
    /// E.164.
    pub number: String,
}

/// A judged set-up code with what has to be written.
#[derive(Debug)]
pub struct SetUpStep {
    /// The proved number, for which the caller turns the method on in the same transaction, or what the person is told.
    pub result: Result<Confirmed, Outcome>,
    /// What has to be written, refusal or not.
    pub effects: Vec<Effect>,
}

/// Judges a set-up code.
#[must_use]
pub fn code(session: SessionId, typed: &TypedCode, facts: &Standing<'_>, at: Now) -> SetUpStep {
    let verdict = judge_code(door(session, facts), code_facts(facts), typed, at);
    let effects = verdict_effects(&verdict, facts, Purpose::SetUp);
    let result = match verdict {
        Verdict::Right {
            proof: Proof::Text(challenge),
            ..
        } => facts
            .challenges
            .iter()
            .find(|open| open.id == challenge)
            .map(|open| Confirmed {
                number: open.to.clone(),
            })
            .ok_or(Outcome::SignInAgain),
        Verdict::Right {
            proof: Proof::App(_), ..
        } => Err(Outcome::SignInAgain),
        Verdict::Dead(why) => Err(Outcome::Dead(why)),
        Verdict::Wrong { tries_left, .. } => Err(Outcome::Wrong { tries_left }),
        Verdict::WrongAndWait { lockout, .. } => Err(Outcome::MustWait(lockout.wait)),
        Verdict::Waiting(wait) => Err(Outcome::MustWait(wait)),
    };
    SetUpStep { result, effects }
}

/// What became of an app's first code.
#[derive(Debug)]
pub struct AppSetUpStep {
    /// The time step that confirmed the app, for which the caller stores secret and step in the same transaction
    /// (spec C04: it counts as used), or what the person is told.
    pub result: Result<i64, NotConfirmed>,
    /// What has to be written, refusal or not.
    pub effects: Vec<Effect>,
}

/// Why an app is not confirmed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotConfirmed {
    /// The code is right for another time: the phone's clock is off. Not counted (spec M05).
    ClockOff {
        /// Milliseconds the phone is ahead, negative for behind.
        ahead_ms: i64,
    },
    /// As at every other door.
    Refused(Outcome),
}

/// Judges the code that is to confirm an app being set up with `secret`.
#[must_use]
pub fn app_code(secret: &AppSecret, typed: &TypedCode, facts: &Standing<'_>, at: Now) -> AppSetUpStep {
    let being_set_up = AppKey {
        secret: secret.clone(),
        last_step: None,
    };
    let verdict = judge_app_code(&being_set_up, code_facts(facts), typed, at);
    let is_wrong = matches!(verdict, Verdict::Wrong { .. } | Verdict::WrongAndWait { .. });
    // Only then: in a wait nothing is compared (L01), and a right code needs no search.
    let clock_off = is_wrong.then(|| totp::clock_off(secret, typed, at)).flatten();
    let refused = |outcome| Err(NotConfirmed::Refused(outcome));
    let result = match (&verdict, clock_off) {
        (
            Verdict::Right {
                proof: Proof::App(step),
                ..
            },
            _,
        ) => Ok(*step),
        (Verdict::Wrong { .. } | Verdict::WrongAndWait { .. }, Some(ahead_ms)) => {
            return clock_is_off(ahead_ms, facts);
        }
        (
            Verdict::Right {
                proof: Proof::Text(_), ..
            },
            _,
        ) => refused(Outcome::SignInAgain),
        (Verdict::Dead(why), _) => refused(Outcome::Dead(*why)),
        (Verdict::Wrong { tries_left, .. }, None) => refused(Outcome::Wrong {
            tries_left: *tries_left,
        }),
        (Verdict::WrongAndWait { lockout, .. }, None) => refused(Outcome::MustWait(lockout.wait)),
        (Verdict::Waiting(wait), _) => refused(Outcome::MustWait(*wait)),
    };
    AppSetUpStep {
        result,
        // A right code is used up by storing the secret together with its step: there is no row to move forward yet.
        effects: counted(&verdict, facts, Purpose::SetUp),
    }
}

fn clock_is_off(ahead_ms: i64, facts: &Standing<'_>) -> AppSetUpStep {
    let row = Entry::own(facts.person.id, Kind::CodeDead, Ending::Refused, facts.place);
    AppSetUpStep {
        result: Err(NotConfirmed::ClockOff { ahead_ms }),
        effects: vec![Effect::Record(
            row.rule("M05")
                .detail(format!("set_up, the phone's clock is {} s off", ahead_ms / SECOND)),
        )],
    }
}
