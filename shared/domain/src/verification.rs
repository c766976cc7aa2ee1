//! Judging a typed code, whichever door it came through (spec C01 to C03, L01 to L07): sign-in, set-up and step-up share
//! this one judgement and its one counter. Nothing is stored here: the verdict comes with the effects that every
//! caller has to write in the same transaction.

use std::collections::BTreeMap;

use crate::challenge::{Challenge, ChallengeState, DEAD_CODES_MS, Purpose};
use crate::code::{CodeKey, TypedCode};
use crate::ids::{BrowserId, ChallengeId, SessionId};
use crate::lockout::{Class, Ladder, Lockout};
use crate::time::{Now, Wait};
use crate::totp::{self, AppSecret};

/// The keys codes are derived under, by their ids (spec Z02: every field names its key).
#[derive(Clone, Default)]
pub struct CodeKeys(pub BTreeMap<u8, CodeKey>);

/// Who asks: a code answers only the challenge of its own purpose, browser and session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Door {
    /// What the code is for.
    pub purpose: Purpose,
    /// The browser it is typed in.
    pub browser: BrowserId,
    /// The session it is typed in; none while signing in.
    pub session: Option<SessionId>,
}

impl Door {
    /// Whether `challenge` was made for this door.
    #[must_use]
    pub fn made(self, challenge: &Challenge) -> bool {
        challenge.purpose == self.purpose && challenge.browser == self.browser && challenge.session == self.session
    }

    /// The challenge an answer at this door is for.
    #[must_use]
    pub fn live_challenge(self, challenges: &[Challenge], at: Now) -> Option<&Challenge> {
        challenges
            .iter()
            .find(|challenge| self.made(challenge) && challenge.is_live(at))
    }
}

/// What a code is judged against, loaded in the transaction that will write the verdict.
#[derive(Clone, Copy)]
pub struct CodeFacts<'a> {
    /// Which counter counts.
    pub class: Class,
    /// That counter.
    pub ladder: Ladder,
    /// When wrong codes of that class were typed (30 days are enough).
    pub wrong: &'a [Now],
    /// The person's challenges of the last hour.
    pub challenges: &'a [Challenge],
    /// The keys codes are derived under.
    pub keys: &'a CodeKeys,
}

/// Why a right code is refused without being counted (spec L06).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Dead {
    /// A newer text carries the code that counts.
    Replaced,
    /// Used once already.
    AlreadyUsed,
    /// Its time is over.
    Expired,
    /// It was sent for something else.
    OtherPurpose,
    /// It was withdrawn.
    Withdrawn,
    /// An app's code whose time step was used already, or a later one (spec C04).
    StepUsed,
}

/// What a right code proved, to be used up by compare-and-set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proof {
    /// The challenge it answers.
    Text(ChallengeId),
    /// The time step of the app's code.
    App(i64),
}

/// What became of a typed code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Right; what it proved has to be used up by compare-and-set.
    Right {
        /// The challenge or the time step.
        proof: Proof,
        /// The class's counter from now on.
        ladder: Ladder,
    },
    /// Right once, dead now: refused, not counted.
    Dead(Dead),
    /// Wrong and counted.
    Wrong {
        /// The class's counter from now on.
        ladder: Ladder,
        /// Tries left before a wait.
        tries_left: u32,
    },
    /// Wrong, counted, and the wait begins.
    WrongAndWait {
        /// The class's counter from now on.
        ladder: Ladder,
        /// The wait that began.
        lockout: Lockout,
    },
    /// Not compared: a wait is running.
    Waiting(Wait),
}

/// Judges `typed` at `door`.
#[must_use]
pub fn judge_code(door: Door, facts: CodeFacts<'_>, typed: &TypedCode, at: Now) -> Verdict {
    if let Some(wait) = facts.ladder.is_waiting(at) {
        return Verdict::Waiting(wait);
    }
    decided(recognise(door, facts, typed, at), facts, at)
}

/// A person's app, as far as judging goes.
#[derive(Clone, Debug)]
pub struct AppKey {
    /// The secret it shares with the server.
    pub secret: AppSecret,
    /// The newest time step that was used; `None` while it is being set up.
    pub last_step: Option<i64>,
}

/// Judges `typed` as a code of `app` (spec C04): one time step either side of now, none that was used. One counter with
/// texted codes (L01).
#[must_use]
pub fn judge_app_code(app: &AppKey, facts: CodeFacts<'_>, typed: &TypedCode, at: Now) -> Verdict {
    if let Some(wait) = facts.ladder.is_waiting(at) {
        return Verdict::Waiting(wait);
    }
    let found = totp::recognise(&app.secret, app.last_step, typed, at).map(|found| match found {
        totp::Found::Right { step } => Found::Right(Proof::App(step)),
        totp::Found::Used => Found::Dead(Dead::StepUsed),
    });
    decided(found, facts, at)
}

fn decided(found: Option<Found>, facts: CodeFacts<'_>, at: Now) -> Verdict {
    match found {
        Some(Found::Right(proof)) => Verdict::Right {
            proof,
            ladder: facts.ladder.after_right(),
        },
        Some(Found::Dead(dead)) => Verdict::Dead(dead),
        None => wrong(facts, at),
    }
}

fn wrong(facts: CodeFacts<'_>, at: Now) -> Verdict {
    match facts.ladder.after_wrong(facts.class, facts.wrong, at) {
        (ladder, Some(lockout)) => Verdict::WrongAndWait { ladder, lockout },
        (ladder, None) => {
            let mut wrong = facts.wrong.to_vec();
            wrong.push(at);
            Verdict::Wrong {
                ladder,
                tries_left: ladder.tries_left(facts.class, &wrong, at),
            }
        }
    }
}

enum Found {
    Right(Proof),
    Dead(Dead),
}

fn recognise(door: Door, facts: CodeFacts<'_>, typed: &TypedCode, at: Now) -> Option<Found> {
    let mut dead = None;
    for challenge in facts
        .challenges
        .iter()
        .filter(|challenge| at.since(challenge.term.start) < DEAD_CODES_MS)
    {
        let Some(key) = facts.keys.0.get(&challenge.key_id) else {
            continue;
        };
        for reissue in 0..=challenge.reissue {
            if !typed.matches(key, challenge.id, reissue) {
                continue;
            }
            match why_dead(door, challenge, reissue, at) {
                None if door.made(challenge) => return Some(Found::Right(Proof::Text(challenge.id))),
                // A code that is alive in another terminal is just a wrong one here: telling it would let one guess try
                // every open code of the person at once, uncounted (L02).
                None => {}
                Some(why) => dead = dead.or(Some(Found::Dead(why))),
            }
        }
    }
    dead
}

/// Why a code cannot be right at a door of this purpose any more; `None` while it is alive.
fn why_dead(door: Door, challenge: &Challenge, reissue: u32, at: Now) -> Option<Dead> {
    if challenge.state == ChallengeState::Used && reissue == challenge.reissue {
        return Some(Dead::AlreadyUsed);
    }
    if challenge.purpose != door.purpose {
        return Some(Dead::OtherPurpose);
    }
    if reissue < challenge.reissue {
        return Some(Dead::Replaced);
    }
    match challenge.state {
        ChallengeState::Used => Some(Dead::AlreadyUsed),
        ChallengeState::Expired => Some(Dead::Expired),
        ChallengeState::Open | ChallengeState::Void if challenge.term.ended(at) => Some(Dead::Expired),
        ChallengeState::Void => Some(Dead::Withdrawn),
        ChallengeState::Open => None,
    }
}
