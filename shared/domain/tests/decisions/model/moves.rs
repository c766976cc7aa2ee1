//! What may happen next in a history, and doing it on both sides.

use domain::enrolment::NotConfirmed;
use domain::ids::{BrowserId, PendingId, SessionId, StaffId};
use domain::person::Method;
use domain::resend::Room;
use domain::sign_in::{Outcome, TextPlan};
use domain::time::{DAY, HOUR, MINUTE, SECOND};
use domain::verification::Dead;

use super::PEOPLE;
use super::dice::Dice;
use super::reference::{Clinic, Place, Told, now_step, shows};
use crate::world::{BROWSERS, NUMBER, OTHER_NUMBER, Text, World};

/// How long an app shows one code.
const STEP_MS: i64 = 30 * SECOND;

/// One step. Sign-ins and sessions go by their place in the list, from 0.
#[derive(Clone, Debug)]
pub(super) enum Move {
    Begin(usize, BrowserId),
    /// As a code of which method, and whether the box is ticked.
    Code(usize, Method, String, bool),
    Recovery(usize, String),
    Resend(usize),
    AskText(usize),
    StepUpText(usize),
    StepUpCode(usize, Method, String),
    StepUpRecovery(usize, String),
    SetUpText(usize, &'static str),
    SetUpCode(usize, String),
    SetUpApp(usize),
    SetUpAppCode(usize, String),
    Lift(usize),
    TurnOff(usize),
    Remove(usize, Method),
    AskFirst(usize, Method),
    AllowTrust(bool),
    Pass(i64),
    SetClock(i64),
    Reboot(i64),
    Restart,
}

/// Chooses a step; `mood` is how many of a hundred codes are simply wrong.
pub(super) fn pick(dice: &mut Dice, clinic: &Clinic, mood: usize) -> Move {
    let any = dice.one_in(10);
    let sign_in = if any {
        recent(dice, clinic.sign_ins.len())
    } else {
        standing(dice, clinic)
    };
    let seat = recent(dice, clinic.seats.len());
    let choice = dice.below(112);
    match (choice, sign_in, seat) {
        (0..34, Some(at), _) => {
            let one = &clinic.sign_ins[at];
            let method = method(dice, clinic, one.who);
            let code = code(dice, clinic, one.who, ("sign_in", one.browser, None), method, mood);
            Move::Code(at, method, code, dice.one_in(3))
        }
        (34..43, Some(at), _) => Move::Recovery(at, recovery(dice, clinic, clinic.sign_ins[at].who, mood)),
        (43..55, Some(at), _) => Move::Resend(at),
        (55..59, _, Some(at)) => Move::StepUpText(at),
        (59..64, _, Some(at)) => {
            let one = &clinic.seats[at];
            let method = method(dice, clinic, one.who);
            let place = ("step_up", one.browser, Some(at));
            Move::StepUpCode(at, method, code(dice, clinic, one.who, place, method, mood))
        }
        (64..67, _, Some(at)) => Move::StepUpRecovery(at, recovery(dice, clinic, clinic.seats[at].who, mood)),
        (67..70, _, Some(at)) => Move::SetUpText(at, dice.of(&[NUMBER, OTHER_NUMBER])),
        (70..73, _, Some(at)) => {
            let one = &clinic.seats[at];
            let place = ("set_up", one.browser, Some(at));
            Move::SetUpCode(at, code(dice, clinic, one.who, place, Method::Sms, mood))
        }
        (73..74, ..) => Move::Lift(dice.below(PEOPLE)),
        (74..75, ..) => Move::TurnOff(dice.below(PEOPLE)),
        (75..83, ..) => Move::Pass(to_an_end(dice, clinic)),
        (83..88, ..) => Move::Pass(dice.of(&[
            SECOND,
            30 * SECOND,
            MINUTE,
            2 * MINUTE,
            4 * MINUTE,
            4 * MINUTE,
            15 * MINUTE,
            HOUR,
            DAY,
        ])),
        (88..90, ..) => Move::SetClock(dice.of(&[-DAY, -HOUR, HOUR, DAY])),
        (90..91, ..) => Move::Reboot(dice.of(&[-DAY, -HOUR, MINUTE, HOUR])),
        (91..92, ..) => Move::Restart,
        (92..96, Some(at), _) => Move::AskText(at),
        (96..98, _, Some(at)) => Move::SetUpApp(at),
        (98..101, _, Some(at)) if clinic.seats[at].secret.is_some() => {
            Move::SetUpAppCode(at, first_app_code(dice, clinic, clinic.seats[at].secret.unwrap()))
        }
        (101..102, ..) => Move::Remove(dice.below(PEOPLE), dice.of(Method::ALL)),
        (102..103, ..) => Move::AskFirst(dice.below(PEOPLE), dice.of(Method::ALL)),
        (103..104, ..) => Move::AllowTrust(dice.one_in(2)),
        _ => Move::Begin(dice.of(&[0, 0, 0, 0, 1, 2]), dice.of(&BROWSERS)),
    }
}

/// One that can still be finished.
fn standing(dice: &mut Dice, clinic: &Clinic) -> Option<usize> {
    let stand: Vec<usize> = (0..clinic.sign_ins.len()).filter(|at| clinic.stands(*at)).collect();
    (!stand.is_empty()).then(|| dice.of(&stand))
}

/// The newest of a list mostly, else any.
fn recent(dice: &mut Dice, len: usize) -> Option<usize> {
    let newest = len.checked_sub(1)?;
    Some(if dice.one_in(4) { dice.below(len) } else { newest })
}

/// The one that is asked first mostly; one that is not set up very seldom.
fn method(dice: &mut Dice, clinic: &Clinic, who: usize) -> Method {
    let first = clinic.people[who].first;
    let other = first.other();
    let seldom = if clinic.has(who, other) { 4 } else { 40 };
    if dice.one_in(seldom) { other } else { first }
}

/// What is typed as a code of `method`: one of the other method now and then.
fn code(dice: &mut Dice, clinic: &Clinic, who: usize, place: Place, method: Method, mood: usize) -> String {
    let wrong = format!("{:06}", dice.below(1_000_000));
    if dice.below(100) < mood {
        return wrong;
    }
    let from = if dice.one_in(12) { method.other() } else { method };
    let known = match from {
        Method::Sms => text_code(dice, clinic, who, place),
        Method::App => app_code(dice, clinic, who),
    };
    known.unwrap_or(wrong)
}

/// What the phone shows, its clock more or less right, or what was typed before.
fn app_code(dice: &mut Dice, clinic: &Clinic, who: usize) -> Option<String> {
    let app = clinic.people[who].app?;
    let ahead = dice.of(&[0, 0, 0, 0, 0, 1, 1, -1, -1, 2, -2, 3]);
    let step = if dice.one_in(8) { app.last } else { None };
    Some(shows(app.secret, step.unwrap_or(now_step(clinic.now) + ahead)))
}

/// The first code of an app: seldom a wrong one, which takes a search of half a day either side.
fn first_app_code(dice: &mut Dice, clinic: &Clinic, secret: [u8; 20]) -> String {
    let far = dice.below(1_442) as i64;
    let ahead = match dice.below(40) {
        0..24 => dice.of(&[0, 0, 1, -1]),
        24..38 => dice.of(&[2, -2, 3, -5, 10]),
        38 => dice.of(&[far, -far]),
        _ => return format!("{:06}", dice.below(1_000_000)),
    };
    shows(secret, now_step(clinic.now) + ahead)
}

fn text_code(dice: &mut Dice, clinic: &Clinic, who: usize, place: Place) -> Option<String> {
    if clinic.sendings.is_empty() {
        return None;
    }
    let at = match dice.below(10) {
        0..6 => clinic
            .sendings
            .iter()
            .rposition(|code| code.who == who && code.place == place),
        6..9 => {
            let mine: Vec<usize> = (0..clinic.sendings.len())
                .filter(|at| clinic.sendings[*at].who == who)
                .collect();
            (!mine.is_empty()).then(|| dice.of(&mine))
        }
        _ => Some(dice.below(clinic.sendings.len())),
    };
    let digits = &clinic.sendings[at?].digits;
    Some(digits[if dice.one_in(3) { 0 } else { digits.len() - 1 }].clone())
}

fn recovery(dice: &mut Dice, clinic: &Clinic, who: usize, mood: usize) -> String {
    let whose = if dice.one_in(8) { dice.below(PEOPLE) } else { who };
    let person = &clinic.people[whose];
    let known = if dice.one_in(4) {
        person.old_recovery.last()
    } else {
        person.recovery.as_ref()
    };
    match known {
        Some(code) if dice.below(100) >= mood => code.clone(),
        Some(_) | None => "ZZZZZZ".to_owned(),
    }
}

/// Milliseconds to the instant, or to the one before, at which something ends by the boot clock.
fn to_an_end(dice: &mut Dice, clinic: &Clinic) -> i64 {
    let mut ends = Vec::new();
    for code in &clinic.sendings {
        ends.extend([3 * MINUTE, 310 * SECOND, HOUR].map(|length| (code.born, length)));
    }
    ends.extend(clinic.sign_ins.iter().map(|one| (one.at, 10 * MINUTE)));
    for text in &clinic.texts {
        ends.extend([30 * SECOND, MINUTE, 10 * MINUTE].map(|length| (text.at, length)));
    }
    for who in 0..PEOPLE {
        ends.extend([true, false].iter().filter_map(|class| clinic.desk(who, *class).lock));
    }
    let wrong_recovery = clinic
        .people
        .iter()
        .flat_map(|person| person.wrong_recovery.iter().flatten());
    ends.extend(wrong_recovery.map(|at| (*at, DAY)));
    ends.extend(clinic.trusts.iter().map(|one| (one.since, 30 * DAY)));
    let left = |(start, length): (domain::time::Now, i64)| {
        let left = start.boot_ms + length - clinic.now.boot_ms;
        (start.boot_id == clinic.now.boot_id && left > 1).then_some(left)
    };
    let mut ends: Vec<i64> = ends.into_iter().filter_map(left).collect();
    ends.push(STEP_MS - clinic.now.wall_ms.rem_euclid(STEP_MS));
    (dice.of(&ends) - dice.below(2) as i64).max(1)
}

/// Does a step on both sides; what the world told, and what the clinic expected.
pub(super) fn play(step: &Move, world: &mut World, clinic: &mut Clinic) -> (Told, Told) {
    let texts = world.texts.len();
    let told = play_in_world(step, world);
    let digits = world.texts.get(texts).map(Text::code).unwrap_or_default();
    let fresh = |who: usize| world.bare_recovery(StaffId(who as i64 + 1));
    let expected = match step {
        Move::Begin(who, browser) => clinic.begin(*who, *browser, &digits),
        Move::Code(at, method, code, trust) => clinic.code(*at, *method, code, *trust),
        Move::Recovery(at, code) => clinic.recover(*at, code, fresh(clinic.sign_ins[*at].who)),
        Move::Resend(at) => clinic.resend(*at, &digits),
        Move::AskText(at) => clinic.ask_text(*at, &digits),
        Move::StepUpText(at) => clinic.step_up_text(*at, &digits),
        Move::StepUpCode(at, method, code) => clinic.step_up_code(*at, *method, code),
        Move::StepUpRecovery(at, code) => clinic.step_up_recovery(*at, code, fresh(clinic.seats[*at].who)),
        Move::SetUpText(at, number) => clinic.set_up_text(*at, number, &digits),
        Move::SetUpCode(at, code) => clinic.set_up_code(*at, code, fresh(clinic.seats[*at].who)),
        Move::SetUpApp(at) => {
            clinic.set_up_app(*at, *world.being_set_up[&SessionId(*at as i64 + 1)].bytes());
            Told::Nothing
        }
        Move::SetUpAppCode(at, code) => clinic.set_up_app_code(*at, code, fresh(clinic.seats[*at].who)),
        Move::Lift(who) => {
            clinic.lift(*who);
            Told::Nothing
        }
        Move::TurnOff(who) => {
            clinic.turn_off(*who);
            Told::Nothing
        }
        Move::Remove(who, method) => {
            clinic.remove(*who, *method);
            Told::Nothing
        }
        Move::AskFirst(who, method) => {
            clinic.ask_first(*who, *method);
            Told::Nothing
        }
        Move::AllowTrust(allowed) => {
            clinic.allow_trust(*allowed);
            Told::Nothing
        }
        Move::Pass(_) | Move::SetClock(_) | Move::Restart => {
            clinic.now = world.at;
            Told::Nothing
        }
        Move::Reboot(_) => {
            clinic.rebooted(world.at);
            Told::Nothing
        }
    };
    (told, expected)
}

fn play_in_world(step: &Move, world: &mut World) -> Told {
    let staff = |who: usize| StaffId(who as i64 + 1);
    let pending = |at: usize| PendingId(at as i64 + 1);
    let session = |at: usize| SessionId(at as i64 + 1);
    let outcome = match step {
        Move::Begin(who, browser) => world.begin(staff(*who), *browser),
        Move::Code(at, method, code, trust) => world.code_with(pending(*at), *method, code, *trust),
        Move::Recovery(at, code) => world.recover(pending(*at), code),
        Move::Resend(at) => world.resend(pending(*at)),
        Move::AskText(at) => world.ask_text(pending(*at)),
        Move::StepUpText(at) => world.step_up_text(session(*at)),
        Move::StepUpCode(at, method, code) => world.step_up_code_of(session(*at), *method, code),
        Move::StepUpRecovery(at, code) => world.step_up_recovery(session(*at), code),
        Move::SetUpText(at, number) => world.set_up_text(session(*at), number),
        Move::SetUpCode(at, code) => match world.set_up_code(session(*at), code) {
            Ok(()) => return Told::TurnedOn("texts"),
            Err(outcome) => outcome,
        },
        Move::SetUpAppCode(at, code) => match world.set_up_app_code(session(*at), code) {
            Ok(()) => return Told::TurnedOn("app"),
            Err(NotConfirmed::ClockOff { ahead_ms }) => return Told::ClockOff(ahead_ms),
            Err(NotConfirmed::Refused(outcome)) => outcome,
        },
        Move::SetUpApp(at) => {
            world.set_up_app(session(*at));
            return Told::Nothing;
        }
        Move::Lift(who) => {
            world.lift(staff(*who));
            return Told::Nothing;
        }
        Move::TurnOff(who) => {
            world.turn_off(staff(*who));
            return Told::Nothing;
        }
        Move::Remove(who, method) => {
            world.remove(staff(*who), *method);
            return Told::Nothing;
        }
        Move::AskFirst(who, method) => {
            world.ask_first(staff(*who), *method);
            return Told::Nothing;
        }
        Move::AllowTrust(true) => {
            world.allow_trust();
            return Told::Nothing;
        }
        Move::AllowTrust(false) => {
            world.forbid_trust();
            return Told::Nothing;
        }
        Move::Pass(ms) => {
            world.pass(*ms);
            return Told::Nothing;
        }
        Move::SetClock(ms) => {
            world.move_wall(*ms);
            return Told::Nothing;
        }
        Move::Reboot(ms) => {
            world.reboot(*ms);
            return Told::Nothing;
        }
        Move::Restart => {
            world.restart();
            return Told::Nothing;
        }
    };
    in_plain_words(outcome, world)
}

fn in_plain_words(outcome: Outcome, world: &World) -> Told {
    match outcome {
        Outcome::Passed(how) => Told::In(how.as_str()),
        Outcome::CodeAsked(plan) => match plan {
            TextPlan::Sent => Told::Asked("sent"),
            TextPlan::SentAgain => Told::Asked("sent again"),
            TextPlan::Replaced => Told::Asked("replaced"),
            TextPlan::TakenOver => Told::Asked("taken over"),
            TextPlan::SignInAgain => Told::Asked("again"),
            TextPlan::NotYet(Room::Now) => Told::NotYet("now", 0),
            TextPlan::NotYet(Room::Gap { in_ms }) => Told::NotYet("gap", in_ms),
            TextPlan::NotYet(Room::PersonCap { in_ms }) => Told::NotYet("person cap", in_ms),
            TextPlan::NotYet(Room::ClinicCap { in_ms }) => Told::NotYet("clinic cap", in_ms),
        },
        Outcome::AppCodeAsked => Told::Asked("app asked"),
        Outcome::MustWait(wait) => Told::Wait(wait.left_ms(world.at), wait.length_ms),
        Outcome::Dead(why) => Told::Dead(match why {
            Dead::Replaced => "replaced before",
            Dead::AlreadyUsed => "used",
            Dead::Expired => "expired",
            Dead::OtherPurpose => "purpose",
            Dead::Withdrawn => "withdrawn",
            Dead::StepUsed => "step used",
        }),
        Outcome::Wrong { tries_left } => Told::Wrong(tries_left),
        Outcome::RecoveryDead => Told::RecoveryDead,
        Outcome::RecoveryWrong { tries_left } => Told::RecoveryWrong(tries_left),
        Outcome::RecoveryMustWait { in_ms } => Told::RecoveryWait(in_ms),
        Outcome::SignInAgain => Told::Again,
    }
}
