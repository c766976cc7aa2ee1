//! Step-up (spec M10): which acts ask for the own password and a current code, and judging the answers. One table of
//! acts drives screen and action alike; every action asks [`needs`] again inside its transaction.

use crate::audit::{Ending, Entry, Kind};
use crate::challenge::Purpose;
use crate::code::TypedCode;
use crate::effect::Effect;
use crate::ids::{ChallengeId, SessionId};
use crate::judging::{RecoveryVerdict, judge_by, judge_recovery, verdict_effects};
use crate::message::{MailKind, Notice};
use crate::person::{Method, PasswordKind, Person};
use crate::recovery_code::TypedRecoveryCode;
use crate::sign_in::{How, Outcome, Standing, Step};
use crate::text_enum::text_enum;
use crate::texting::{another_text, no_text};
use crate::time::{MINUTE, Now, Term};
use crate::verification::{Door, Verdict};

/// A password typed in this session counts this long, in milliseconds.
pub const PASSWORD_MS: i64 = 5 * MINUTE;
/// A code step passed in this session counts this long, in milliseconds.
pub const CODE_STEP_MS: i64 = 15 * MINUTE;
/// Every so many failed step-ups of a session, with none passed in between, the person is mailed (spec X01).
pub const FAILURES_MAILED: u32 = 3;

text_enum! {
    /// What step-up stands in front of.
    pub enum Act {
        /// Setting up or replacing *Text Message (SMS)*.
        SetUpSms = "set_up_sms",
        /// Setting up or replacing *Authenticator App*.
        SetUpApp = "set_up_app",
        /// Removing one of two methods.
        RemoveMethod = "remove_method",
        /// Turning 2-step verification off.
        TurnOff = "turn_off",
        /// Choosing which method is asked first.
        ChangeDefault = "change_default",
        /// Another mobile number on the profile.
        ChangeMobile = "change_mobile",
        /// Another e-mail address.
        ChangeEmail = "change_email",
        /// Another password.
        ChangePassword = "change_password",
        /// Looking at the recovery code, saving it as PDF.
        ViewRecovery = "view_recovery",
        /// A new recovery code.
        RenewRecovery = "renew_recovery",
        /// Settings > Security > 2-Step Verification Enforcement (spec E01).
        Enforcement = "enforcement",
        /// **Pause** of another (spec A03).
        Pause = "pause",
        /// **Remove** of another (spec A03).
        Remove = "remove",
        /// Another's mobile number (spec N01, as A03).
        ChangeNumberOf = "change_number_of",
        /// **Reset password** of another (spec A07).
        ResetPassword = "reset_password",
        /// First passwords (spec A07).
        FirstPasswords = "first_passwords",
        /// Lifting a wait, ending sessions, trust or a pause of another (spec A05).
        HelpOther = "help_other",
        /// Another's access level or e-mail address.
        EditOther = "edit_other",
        /// Offering or accepting the ownership (spec A02).
        TransferOwnership = "transfer_ownership",
    }
}

/// How an act asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// What it stands in front of.
    pub act: Act,
    /// How the screen names it: "To … we ask once more for your password."
    pub purpose: &'static str,
    /// Whether a password typed within [`PASSWORD_MS`] counts.
    pub recent_password_counts: bool,
}

const fn own(act: Act, purpose: &'static str) -> Rule {
    Rule {
        act,
        purpose,
        recent_password_counts: true,
    }
}

/// Asks the password each time: one that was typed for something else does not count, and it counts once.
const fn each_time(act: Act, purpose: &'static str) -> Rule {
    Rule {
        act,
        purpose,
        recent_password_counts: false,
    }
}

/// Every act that asks, in one table.
pub const TABLE: &[Rule] = &[
    own(Act::SetUpSms, "set up text messages"),
    own(Act::SetUpApp, "set up the authenticator app"),
    own(Act::RemoveMethod, "remove one of your two ways"),
    own(Act::TurnOff, "turn 2-Step Verification off"),
    own(Act::ChangeDefault, "change which way is asked first"),
    own(Act::ChangeMobile, "change your mobile number"),
    own(Act::ChangeEmail, "change your e-mail address"),
    own(Act::ChangePassword, "change your password"),
    own(Act::ViewRecovery, "show your recovery code"),
    own(Act::RenewRecovery, "make a new recovery code"),
    own(Act::Enforcement, "change the clinic's settings"),
    each_time(Act::Pause, "pause 2-Step Verification for somebody"),
    each_time(Act::Remove, "remove 2-Step Verification for somebody"),
    each_time(Act::ChangeNumberOf, "change somebody's mobile number"),
    each_time(Act::ResetPassword, "make a temporary password for somebody"),
    each_time(Act::FirstPasswords, "make first passwords"),
    own(Act::HelpOther, "do that for somebody"),
    own(Act::EditOther, "change somebody's access or address"),
    each_time(Act::TransferOwnership, "hand the ownership over"),
];

/// The row of an act.
///
/// # Panics
/// Never: a test walks every act through the table.
#[must_use]
#[allow(clippy::expect_used)]
pub fn rule(act: Act) -> Rule {
    let found = TABLE.iter().find(|rule| rule.act == act);
    *found.expect("every act has its row")
}

/// What a session has shown so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stamps {
    /// When the own password was last typed in it.
    pub password: Option<Now>,
    /// The act that password was typed for, where it asks each time and was not done yet.
    pub password_act: Option<Act>,
    /// When a code step was last passed in it.
    pub code_step: Option<Now>,
}

/// What still has to be shown before an act.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Needs {
    /// The own password.
    pub password: bool,
    /// A current code or the recovery code.
    pub code: bool,
}

impl Needs {
    /// Nothing is left to show.
    pub const NOTHING: Self = Self {
        password: false,
        code: false,
    };

    /// Whether nothing is left to show.
    #[must_use]
    pub fn nothing(self) -> bool {
        !self.password && !self.code
    }
}

/// What `act` still asks of this session.
#[must_use]
pub fn needs(act: Act, person: &Person, stamps: Stamps, at: Now) -> Needs {
    let counts = rule(act).recent_password_counts || stamps.password_act == Some(act);
    let password = is_fresh(stamps.password, PASSWORD_MS, at) && counts;
    let code = !person.two_step.is_on() || is_fresh(stamps.code_step, CODE_STEP_MS, at);
    Needs {
        password: !password,
        code: !code,
    }
}

/// What the step that keeps a recovery code asks before it shows one: nothing of a session that passed a code step, else
/// what looking at it asks (spec R02, M10). So it is not shown to who came in by trust, or before there was a second step.
#[must_use]
pub fn needs_to_keep_recovery(person: &Person, stamps: Stamps, at: Now) -> Needs {
    let needs = needs(Act::ViewRecovery, person, stamps, at);
    if needs.code { needs } else { Needs::NOTHING }
}

/// What a new password asks: nothing after a temporary one, which was typed to get here (spec A07), else what the act asks.
#[must_use]
pub fn needs_for_password(person: &Person, stamps: Stamps, at: Now) -> Needs {
    match person.password {
        PasswordKind::Temporary { .. } => Needs::NOTHING,
        PasswordKind::Own | PasswordKind::Reported | PasswordKind::Missing => {
            needs(Act::ChangePassword, person, stamps, at)
        }
    }
}

/// Whether a stamp still counts.
pub(crate) fn is_fresh(stamp: Option<Now>, life_ms: i64, at: Now) -> bool {
    stamp.is_some_and(|stamp| !Term::starting(stamp, life_ms).ended(at))
}

/// A session as step-up sees it.
#[derive(Clone, Copy, Debug)]
pub struct StepUpSession {
    /// The row.
    pub id: SessionId,
    /// Step-ups that failed in it so far.
    pub failures: u32,
}

fn door(session: StepUpSession, facts: &Standing<'_>) -> Door {
    Door {
        purpose: Purpose::StepUp,
        browser: facts.familiarity.browser,
        session: Some(session.id),
    }
}

/// A text with a code for this step-up, or the wait before one.
#[must_use]
pub fn text(session: StepUpSession, fresh: ChallengeId, facts: &Standing<'_>, at: Now) -> Step {
    if let Some(wait) = facts.ladder.is_waiting(at) {
        return Step {
            outcome: Outcome::MustWait(wait),
            effects: vec![no_text(facts, "L01")],
        };
    }
    let Some(number) = facts.person.two_step.number() else {
        return Step {
            outcome: Outcome::SignInAgain,
            effects: Vec::new(),
        };
    };
    let (plan, effects) = another_text(door(session, facts), fresh, number, facts, at);
    Step {
        outcome: Outcome::CodeAsked(plan),
        effects,
    }
}

/// Judges a code of a method typed for a step-up.
#[must_use]
pub fn code(session: StepUpSession, method: Method, typed: &TypedCode, facts: &Standing<'_>, at: Now) -> Step {
    let Some(verdict) = judge_by(method, door(session, facts), typed, facts, at) else {
        return Step {
            outcome: Outcome::SignInAgain,
            effects: Vec::new(),
        };
    };
    let mut effects = verdict_effects(&verdict, facts, Purpose::StepUp);
    let outcome = match verdict {
        Verdict::Right { .. } => {
            effects.extend(passed(session, facts, "code"));
            Outcome::Passed(method.into())
        }
        Verdict::Dead(why) => Outcome::Dead(why),
        Verdict::Wrong { tries_left, .. } => {
            effects.extend(failure(session, facts));
            Outcome::Wrong { tries_left }
        }
        Verdict::WrongAndWait { lockout, .. } => {
            // One action, one mail (X01): the lockout's.
            effects.push(Effect::CountStepUpFailure(session.id));
            Outcome::MustWait(lockout.wait)
        }
        Verdict::Waiting(wait) => Outcome::MustWait(wait),
    };
    Step { outcome, effects }
}

/// Judges a recovery code typed for a step-up.
#[must_use]
pub fn recovery(session: StepUpSession, typed: &TypedRecoveryCode, dead: bool, facts: &Standing<'_>, at: Now) -> Step {
    let (verdict, mut effects) = judge_recovery(typed, dead, facts, at);
    let outcome = match verdict {
        RecoveryVerdict::Right => {
            effects.extend(passed(session, facts, "recovery code"));
            effects.push(Effect::Owe(Notice::to_person(facts.person.id, MailKind::RecoveryUsed)));
            Outcome::Passed(How::Recovery)
        }
        RecoveryVerdict::Dead => Outcome::RecoveryDead,
        RecoveryVerdict::Wrong { tries_left } => {
            effects.extend(failure(session, facts));
            Outcome::RecoveryWrong { tries_left }
        }
        RecoveryVerdict::Waiting { in_ms } => Outcome::RecoveryMustWait { in_ms },
    };
    Step { outcome, effects }
}

fn passed(session: StepUpSession, facts: &Standing<'_>, how: &str) -> [Effect; 2] {
    let row = Entry::own(facts.person.id, Kind::StepUp, Ending::Done, facts.place).detail(how);
    [Effect::StampCodeStep(session.id), Effect::Record(row)]
}

/// What a failed step-up writes, a wrong password included (spec X01).
#[must_use]
pub fn failure(session: StepUpSession, facts: &Standing<'_>) -> Vec<Effect> {
    let mut effects = vec![Effect::CountStepUpFailure(session.id)];
    if (session.failures + 1).is_multiple_of(FAILURES_MAILED) {
        effects.push(Effect::Owe(Notice::to_person(facts.person.id, MailKind::StepUpFailed)));
    }
    effects
}
