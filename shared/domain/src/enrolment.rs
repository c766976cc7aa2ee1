//! Setting up *Text Message (SMS)* (spec M02, M03, R02): the text to the number being set up and judging its code.
//! Leaving before the code was accepted changes nothing: the number stands in the challenge alone until then.

use crate::challenge::{Challenge, Purpose};
use crate::code::TypedCode;
use crate::effect::Effect;
use crate::ids::{ChallengeId, SessionId};
use crate::judging::{code_facts, verdict_effects};
use crate::sign_in::{Outcome, Standing, Step};
use crate::step_up::CODE_STEP_MS;
use crate::texting::{another_text, no_text};
use crate::time::Now;
use crate::verification::{Door, Verdict, judge_code};

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

/// Whether this session asked for a set-up code (to that number) within the last 15 minutes: step-up was complete then,
/// and a resend and the answer are the same act still (spec M02, M10).
#[must_use]
pub fn is_under_way(session: SessionId, number: Option<&str>, facts: &Standing<'_>, at: Now) -> bool {
    let door = door(session, facts);
    let mine = |open: &&Challenge| door.made(open) && number.is_none_or(|number| open.to == number);
    let mut asked = facts.challenges.iter().filter(mine);
    asked.any(|open| at.since(open.term.start) < CODE_STEP_MS)
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
        Verdict::Right { challenge, .. } => facts
            .challenges
            .iter()
            .find(|open| open.id == challenge)
            .map(|open| Confirmed {
                number: open.to.clone(),
            })
            .ok_or(Outcome::SignInAgain),
        Verdict::Dead(why) => Err(Outcome::Dead(why)),
        Verdict::Wrong { tries_left, .. } => Err(Outcome::Wrong { tries_left }),
        Verdict::WrongAndWait { lockout, .. } => Err(Outcome::MustWait(lockout.wait)),
        Verdict::Waiting(wait) => Err(Outcome::MustWait(wait)),
    };
    SetUpStep { result, effects }
}
