//! The sign-in machine (spec S, C05, L, R03, R04), without I/O.
//!
//! ```text
//!                     2SV off or paused, or a trusted browser
//!   password right ──────────────────────────────▶ Signed
//!        │ 2SV on                                    ▲
//!        ▼            right code, recovery code      │
//!      Open ─────────────────────────────────────────┘
//!        │  10 min and its last code over
//!        ▼
//!     Closed
//! ```
//!
//! [`Admission`] is the only thing a session can be made of, and only [`advance`] makes one: there is no way to write
//! "password right" into a session without the second step or a stated exemption.

mod standing;
mod told;
mod unfinished;

use crate::audit::{Ending, Entry, Kind};
use crate::challenge::{Challenge, ChallengeState, Purpose};
use crate::code::TypedCode;
use crate::effect::Effect;
use crate::ids::{BrowserId, ChallengeId, PendingId, StaffId};
use crate::judging::{RecoveryVerdict, judge_by, judge_recovery, verdict_effects};
use crate::lockout::Class;
use crate::message::{MailKind, Notice, Pace};
use crate::person::Method;
use crate::recovery_code::TypedRecoveryCode;
use crate::texting::{another_text, no_text, text_for};
use crate::time::{MINUTE, Now, Term};
use crate::trust;
use crate::verification::{Door, Proof, Verdict};

pub use standing::Standing;
pub use told::{How, Outcome, TextPlan};
pub use unfinished::{Unfinished, judge_unfinished};

/// A pending sign-in lives this long after the password, in milliseconds, or as long as its last code (spec S09).
pub const PENDING_MS: i64 = 10 * MINUTE;
/// After this many wrong codes behind a right password the person is mailed (spec L10).
pub const WRONG_CODES_MAILED: u32 = 3;

/// A sign-in whose password was right and whose second step is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pending {
    /// The row.
    pub id: PendingId,
    /// Who.
    pub staff: StaffId,
    /// Where.
    pub browser: BrowserId,
    /// Ten minutes from the password.
    pub term: Term,
    /// Wrong codes and recovery codes typed in it so far.
    pub wrong: u32,
}

/// Where a sign-in stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// The password was right just now, nothing follows from it yet.
    PasswordRight,
    /// The second step is open.
    Open(Pending),
    /// Over without a session.
    Closed,
}

/// What happens to a sign-in.
#[derive(Clone, Copy)]
pub enum Event<'a> {
    /// The next step after a right password. `fresh` names the challenge to issue.
    Begin {
        /// 128 random bits.
        fresh: ChallengeId,
    },
    /// A code was typed.
    Code {
        /// Which method's: it is compared with that one alone, so that a guess has one chance (spec L02).
        method: Method,
        /// What was typed.
        typed: &'a TypedCode,
        /// The box **Trust this browser** was ticked (spec T01).
        trust: bool,
    },
    /// A recovery code was typed; `dead` says that it is one that was used or replaced.
    Recovery {
        /// What was typed.
        typed: &'a TypedRecoveryCode,
        /// It matches a code that is dead.
        dead: bool,
    },
    /// **Try another way** chose texts: one goes out unless a code is open here. `fresh` names the challenge to issue.
    Text {
        /// 128 random bits.
        fresh: ChallengeId,
    },
    /// **Resend code**. `fresh` names the challenge to issue where none is open.
    Resend {
        /// 128 random bits.
        fresh: ChallengeId,
    },
}

/// Leave to make a session; only [`advance`] gives one.
#[derive(Debug)]
pub struct Admission {
    staff: StaffId,
    how: How,
}

impl Admission {
    /// Who is let in.
    #[must_use]
    pub fn staff(&self) -> StaffId {
        self.staff
    }

    /// By what.
    #[must_use]
    pub fn how(&self) -> How {
        self.how
    }
}

/// A decision with what has to be written.
#[derive(Debug)]
pub struct Step {
    /// What the person is told.
    pub outcome: Outcome,
    /// What has to be written, refusal or not.
    pub effects: Vec<Effect>,
}

/// Decides what one event does to a sign-in.
#[must_use]
pub fn advance(state: State, event: Event<'_>, facts: &Standing<'_>, at: Now) -> Step {
    let over = Step {
        outcome: Outcome::SignInAgain,
        effects: Vec::new(),
    };
    if !facts.person.may_sign_in(at) {
        return over;
    }
    match (state, event) {
        (State::PasswordRight, Event::Begin { fresh }) => begin(fresh, facts, at),
        (State::Open(pending), Event::Code { method, typed, trust }) if is_alive(pending, facts, at) => {
            code(pending, method, typed, trust, facts, at)
        }
        (State::Open(pending), Event::Recovery { typed, dead }) if is_alive(pending, facts, at) => {
            recovery(pending, typed, dead, facts, at)
        }
        (State::Open(pending), Event::Text { fresh }) if is_alive(pending, facts, at) => {
            switch_to_text(pending, fresh, facts, at)
        }
        (State::Open(pending), Event::Resend { fresh }) if is_alive(pending, facts, at) => {
            resend(pending, fresh, facts, at)
        }
        (
            State::PasswordRight | State::Open(_) | State::Closed,
            Event::Begin { .. }
            | Event::Code { .. }
            | Event::Recovery { .. }
            | Event::Text { .. }
            | Event::Resend { .. },
        ) => over,
    }
}

/// Whether a pending sign-in still stands: ten minutes, or as long as its last code (spec S09). It is this person's in
/// this browser alone.
#[must_use]
pub fn is_alive(pending: Pending, facts: &Standing<'_>, at: Now) -> bool {
    let own = pending.staff == facts.person.id && pending.browser == facts.familiarity.browser;
    own && (!pending.term.ended(at)
        || facts
            .challenges
            .iter()
            .any(|code| keeps_alive(code, pending, facts, at)))
}

/// Whether a code issued within the ten minutes holds the sign-in open past them. A lockout kills the code and not the
/// sign-in, so one that was withdrawn does so until its end; the code of a later sign-in brings nothing back.
fn keeps_alive(code: &Challenge, pending: Pending, facts: &Standing<'_>, at: Now) -> bool {
    let was_needed = match code.state {
        ChallengeState::Open | ChallengeState::Void => true,
        ChallengeState::Used | ChallengeState::Expired => false,
    };
    was_needed && door(facts).made(code) && !pending.term.ended(code.term.start) && !code.term.ended(at)
}

fn door(facts: &Standing<'_>) -> Door {
    Door {
        purpose: Purpose::SignIn,
        browser: facts.familiarity.browser,
        session: None,
    }
}

fn begin(fresh: ChallengeId, facts: &Standing<'_>, at: Now) -> Step {
    let asked = facts.person.two_step.methods().filter(|_| !facts.person.is_paused(at));
    let Some(methods) = asked else {
        return Step {
            outcome: Outcome::Passed(How::PasswordAlone),
            effects: admit(facts, How::PasswordAlone),
        };
    };
    if let Some(trust) = trust::skips(facts.trust, facts.familiarity, at) {
        let mut effects = vec![Effect::UseTrust(trust)];
        effects.extend(admit(facts, How::Trusted));
        return Step {
            outcome: Outcome::Passed(How::Trusted),
            effects,
        };
    }
    let mut effects = vec![Effect::OpenPending {
        term: Term::starting(at, PENDING_MS),
    }];
    effects.push(record(facts, Kind::Password, Ending::Done));
    if let Some(wait) = facts.ladder.is_waiting(at) {
        return Step {
            outcome: Outcome::MustWait(wait),
            effects,
        };
    }
    let outcome = match (methods.default(), methods.number()) {
        (Method::Sms, Some(number)) => {
            let (plan, text) = first_text(fresh, number, facts, at);
            effects.extend(text);
            Outcome::CodeAsked(plan)
        }
        (Method::App, _) | (Method::Sms, None) => Outcome::AppCodeAsked,
    };
    Step { outcome, effects }
}

/// A text, unless a code is open here already (spec C01: a new sign-in takes it over).
fn first_text(fresh: ChallengeId, number: &str, facts: &Standing<'_>, at: Now) -> (TextPlan, Vec<Effect>) {
    let open = door(facts).live_challenge(facts.challenges, at);
    if open.is_some_and(|open| open.to == *number) {
        return (TextPlan::TakenOver, Vec::new());
    }
    text_for(door(facts), fresh, number, facts, at)
}

/// Texts are asked for by another way: the code that is open here, else as for a resend (spec S05, S09).
fn switch_to_text(pending: Pending, fresh: ChallengeId, facts: &Standing<'_>, at: Now) -> Step {
    let number = facts.person.two_step.number();
    let open = door(facts).live_challenge(facts.challenges, at);
    let is_here = open.is_some_and(|open| Some(open.to.as_str()) == number);
    if is_here && facts.ladder.is_waiting(at).is_none() {
        return Step {
            outcome: Outcome::CodeAsked(TextPlan::TakenOver),
            effects: Vec::new(),
        };
    }
    resend(pending, fresh, facts, at)
}

fn resend(pending: Pending, fresh: ChallengeId, facts: &Standing<'_>, at: Now) -> Step {
    let told = |outcome, effects| Step { outcome, effects };
    let Some(number) = facts.person.two_step.number() else {
        return told(Outcome::SignInAgain, Vec::new());
    };
    if let Some(wait) = facts.ladder.is_waiting(at) {
        return told(Outcome::MustWait(wait), vec![no_text(facts, "L01")]);
    }
    if pending.term.ended(at) {
        return told(Outcome::CodeAsked(TextPlan::SignInAgain), vec![no_text(facts, "S09")]);
    }
    let (plan, effects) = another_text(door(facts), fresh, number, facts, at);
    told(Outcome::CodeAsked(plan), effects)
}

fn code(pending: Pending, method: Method, typed: &TypedCode, trust: bool, facts: &Standing<'_>, at: Now) -> Step {
    let Some(verdict) = judge_by(method, door(facts), typed, facts, at) else {
        return Step {
            outcome: Outcome::SignInAgain,
            effects: Vec::new(),
        };
    };
    let mut effects = verdict_effects(&verdict, facts, Purpose::SignIn);
    let outcome = match verdict {
        Verdict::Right { .. } => {
            effects.extend(unused_text(facts, &verdict, at));
            effects.push(Effect::ClosePending(pending.id));
            effects.extend(trusted(trust, facts, at));
            effects.extend(admit(facts, method.into()));
            Outcome::Passed(method.into())
        }
        Verdict::Dead(why) => Outcome::Dead(why),
        Verdict::Wrong { tries_left, .. } => {
            effects.extend(wrong_in_pending(pending, facts));
            Outcome::Wrong { tries_left }
        }
        Verdict::WrongAndWait { lockout, .. } => {
            // One action, one mail (X01): the lockout's.
            effects.push(Effect::CountInPending(pending.id));
            Outcome::MustWait(lockout.wait)
        }
        Verdict::Waiting(wait) => Outcome::MustWait(wait),
    };
    Step { outcome, effects }
}

/// A texted code that is not needed any more once another way let the person in.
fn unused_text(facts: &Standing<'_>, verdict: &Verdict, at: Now) -> Option<Effect> {
    let open = door(facts).live_challenge(facts.challenges, at)?;
    match verdict {
        Verdict::Right {
            proof: Proof::Text(_), ..
        } => None,
        Verdict::Right {
            proof: Proof::App(_), ..
        }
        | Verdict::Dead(_)
        | Verdict::Wrong { .. }
        | Verdict::WrongAndWait { .. }
        | Verdict::Waiting(_) => Some(Effect::WithdrawChallenge(open.id)),
    }
}

/// The box was ticked: it counts where it was offered (spec T01).
fn trusted(ticked: bool, facts: &Standing<'_>, at: Now) -> Vec<Effect> {
    if !ticked || !trust::is_offered(facts.trust, facts.familiarity) {
        return Vec::new();
    }
    vec![
        Effect::Trust {
            term: trust::term_from(at),
        },
        record(facts, Kind::TrustBegan, Ending::Done),
    ]
}

fn wrong_in_pending(pending: Pending, facts: &Standing<'_>) -> Vec<Effect> {
    let mut effects = vec![Effect::CountInPending(pending.id)];
    let unfamiliar = facts.familiarity.class() == Class::Other;
    if unfamiliar && pending.wrong + 1 == WRONG_CODES_MAILED {
        let notice = Notice::to_person(facts.person.id, MailKind::WrongCodes).at_pace(Pace::Hourly);
        effects.push(Effect::Owe(notice));
    }
    effects
}

fn recovery(pending: Pending, typed: &TypedRecoveryCode, dead: bool, facts: &Standing<'_>, at: Now) -> Step {
    if !facts.person.two_step.is_on() {
        return Step {
            outcome: Outcome::SignInAgain,
            effects: Vec::new(),
        };
    }
    let (verdict, mut effects) = judge_recovery(typed, dead, facts, at);
    let outcome = match verdict {
        RecoveryVerdict::Right => {
            let open = door(facts).live_challenge(facts.challenges, at);
            effects.extend(open.map(|open| Effect::WithdrawChallenge(open.id)));
            effects.push(Effect::ClosePending(pending.id));
            effects.extend(admit(facts, How::Recovery));
            Outcome::Passed(How::Recovery)
        }
        RecoveryVerdict::Dead => Outcome::RecoveryDead,
        RecoveryVerdict::Wrong { tries_left } => {
            effects.extend(wrong_in_pending(pending, facts));
            Outcome::RecoveryWrong { tries_left }
        }
        RecoveryVerdict::Waiting { in_ms } => Outcome::RecoveryMustWait { in_ms },
    };
    Step { outcome, effects }
}

fn admit(facts: &Standing<'_>, how: How) -> Vec<Effect> {
    let staff = facts.person.id;
    let unknown = facts.familiarity.is_news();
    let mut effects = vec![
        Effect::Admit(Admission { staff, how }),
        Effect::MarkFamiliar {
            second_step: how.is_code_step(),
        },
        Effect::Record(Entry::own(staff, Kind::SignedIn, Ending::Done, facts.place).detail(how.as_str())),
    ];
    // One action, one mail (X01): a used recovery code says itself from where.
    match how {
        How::Recovery => {
            let used = Notice::to_person(staff, MailKind::RecoveryUsed);
            let used = if unknown { used.fact("new_browser", "yes") } else { used };
            effects.push(Effect::Owe(used));
        }
        How::PasswordAlone | How::Trusted | How::Text | How::App if unknown => {
            effects.push(Effect::Owe(Notice::to_person(staff, MailKind::NewBrowser)));
        }
        How::PasswordAlone | How::Trusted | How::Text | How::App => {}
    }
    effects
}

fn record(facts: &Standing<'_>, kind: Kind, outcome: Ending) -> Effect {
    Effect::Record(Entry::own(facts.person.id, kind, outcome, facts.place))
}
