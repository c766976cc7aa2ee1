//! What every door writes for a judged code or recovery code: one counter, every door (spec L01, L04, L06, L07, R03).
//! The judging of texted codes itself is `verification`'s.

use crate::audit::{Ending, Entry, Kind};
use crate::challenge::Purpose;
use crate::code::TypedCode;
use crate::effect::Effect;
use crate::lockout::{recovery_tries_left, recovery_wait};
use crate::message::{MailKind, Notice};
use crate::person::Method;
use crate::recovery_code::TypedRecoveryCode;
use crate::sign_in::Standing;
use crate::time::{MINUTE, Now};
use crate::verification::{CodeFacts, Dead, Door, Proof, Verdict, judge_app_code, judge_code};

/// What the judgement's facts are, out of a standing.
pub(crate) fn code_facts<'a>(facts: &Standing<'a>) -> CodeFacts<'a> {
    CodeFacts {
        class: facts.familiarity.class(),
        ladder: facts.ladder,
        wrong: facts.wrong_codes,
        challenges: facts.challenges,
        keys: facts.keys,
    }
}

/// Judges a code of a method; `None` where that method is not set up, so that nothing can be right.
pub(crate) fn judge_by(
    method: Method,
    door: Door,
    typed: &TypedCode,
    facts: &Standing<'_>,
    at: Now,
) -> Option<Verdict> {
    let set_up = facts.person.two_step.has(method);
    match method {
        Method::Sms => set_up.then(|| judge_code(door, code_facts(facts), typed, at)),
        Method::App => {
            let app = facts.app.filter(|_| set_up)?;
            Some(judge_app_code(app, code_facts(facts), typed, at))
        }
    }
}

/// What every door writes for a verdict: what a right code proved is used up, and what [`counted`] says.
pub(crate) fn verdict_effects(verdict: &Verdict, facts: &Standing<'_>, purpose: Purpose) -> Vec<Effect> {
    let used = match verdict {
        Verdict::Right {
            proof: Proof::Text(id), ..
        } => Some(Effect::UseChallenge(*id)),
        Verdict::Right {
            proof: Proof::App(step),
            ..
        } => Some(Effect::UseTimeStep(facts.person.id, *step)),
        Verdict::Dead(_) | Verdict::Waiting(_) | Verdict::Wrong { .. } | Verdict::WrongAndWait { .. } => None,
    };
    used.into_iter().chain(counted(verdict, facts, purpose)).collect()
}

/// Counter, record and mail of a verdict: one counter, every door (spec L01, L06, L07).
pub(crate) fn counted(verdict: &Verdict, facts: &Standing<'_>, purpose: Purpose) -> Vec<Effect> {
    let (staff, class) = (facts.person.id, facts.familiarity.class());
    let row = |kind, outcome, rule| {
        let entry = Entry::own(staff, kind, outcome, facts.place);
        Effect::Record(
            entry
                .rule(rule)
                .detail(format!("{purpose}, {} browser", class.as_str())),
        )
    };
    match verdict {
        Verdict::Right { ladder, .. } => vec![Effect::StoreLadder(staff, class, *ladder)],
        Verdict::Dead(why) => vec![row(Kind::CodeDead, Ending::Refused, dead_rule(*why))],
        Verdict::Waiting(_) => vec![row(Kind::CodeLockedOut, Ending::Refused, "L01")],
        Verdict::Wrong { ladder, .. } => vec![
            Effect::CountWrongCode(staff, class),
            Effect::StoreLadder(staff, class, *ladder),
            row(Kind::CodeWrong, Ending::Refused, "L01"),
        ],
        Verdict::WrongAndWait { ladder, lockout } => vec![
            Effect::CountWrongCode(staff, class),
            Effect::StoreLadder(staff, class, *ladder),
            Effect::VoidCodes(staff, class),
            row(Kind::CodeWrong, Ending::Refused, "L01"),
            row(Kind::LockoutStarted, Ending::Done, lockout.cause.rule()),
            Effect::Owe(
                Notice::to_person(staff, MailKind::Lockout)
                    .fact("minutes", (lockout.wait.length_ms / MINUTE).to_string())
                    .fact("until_ms", lockout.wait.end_wall_ms().to_string()),
            ),
        ],
    }
}

fn dead_rule(why: Dead) -> &'static str {
    match why {
        Dead::AlreadyUsed => "C03",
        Dead::Expired => "C02",
        Dead::Replaced => "C05",
        Dead::OtherPurpose => "C01",
        Dead::Withdrawn => "L06",
        Dead::StepUsed => "C04",
    }
}

/// What a typed recovery code is worth (spec L04, R03, R06), whichever door it came through.
pub(crate) enum RecoveryVerdict {
    Right,
    Dead,
    Wrong { tries_left: u32 },
    Waiting { in_ms: i64 },
}

/// Judges a typed recovery code with the effects every door writes.
pub(crate) fn judge_recovery(
    typed: &TypedRecoveryCode,
    dead: bool,
    facts: &Standing<'_>,
    at: Now,
) -> (RecoveryVerdict, Vec<Effect>) {
    let (staff, class) = (facts.person.id, facts.familiarity.class());
    let row = |kind, rule| Effect::Record(Entry::own(staff, kind, Ending::Refused, facts.place).rule(rule));
    if let Some(in_ms) = recovery_wait(facts.wrong_recovery, at) {
        return (
            RecoveryVerdict::Waiting { in_ms },
            vec![row(Kind::RecoveryLockedOut, "L04")],
        );
    }
    if facts.recovery.is_some_and(|code| typed.matches(code)) {
        let used = Entry::own(staff, Kind::RecoveryUsed, Ending::Done, facts.place).rule("R03");
        return (
            RecoveryVerdict::Right,
            vec![
                Effect::ReplaceRecovery(staff),
                Effect::EndTrust(staff, "the recovery code was used"),
                Effect::Record(used),
            ],
        );
    }
    if dead {
        return (RecoveryVerdict::Dead, vec![row(Kind::RecoveryDead, "R06")]);
    }
    let mut wrong = facts.wrong_recovery.to_vec();
    wrong.push(at);
    let tries_left = recovery_tries_left(&wrong, at);
    let effects = vec![
        Effect::CountWrongRecovery(staff, class),
        row(Kind::RecoveryWrong, "L04"),
    ];
    (RecoveryVerdict::Wrong { tries_left }, effects)
}
