//! 100,000 random histories of three people in four browsers, told to the decisions and to a second opinion that keeps
//! plain lists of facts. After each step both must have said the same and must stand the same; the first history in
//! which they do not is printed with its number, which brings it back.

mod compare;
mod dice;
mod moves;
mod reference;

use std::collections::BTreeMap;
use std::thread;

use compare::difference;
use dice::Dice;
use moves::{Move, pick, play};
use reference::{Clinic, Told};

use domain::ids::{BrowserId, StaffId};
use domain::lockout::Ladder;
use domain::person::Method;
use domain::time::{DAY, HOUR};

use crate::world::{DESK, HOME, Has, NUMBER, World};

const HISTORIES: u64 = 100_000;
/// People of a history; the third begins without a second step.
const PEOPLE: usize = 3;

/// How often each thing was said, so that no rule goes untried.
type Tally = BTreeMap<String, u64>;

/// One history. An error is the whole history up to the step at which the two fell apart.
fn history(number: u64, tally: &mut Tally) -> Result<(), String> {
    let mut dice = Dice::new(number);
    let (mut world, mut clinic) = start(&mut dice);
    let mood = dice.below(100);
    let mut told: Vec<(Move, Told)> = Vec::new();
    for _ in 0..10 + dice.below(16) {
        let next = pick(&mut dice, &clinic, mood);
        let (by_world, by_clinic) = play(&next, &mut world, &mut clinic);
        *tally.entry(by_clinic.name()).or_default() += 1;
        let apart = (by_world != by_clinic).then(|| format!("told {by_world:?}, expected {by_clinic:?}"));
        told.push((next, by_world));
        if let Some(apart) = apart.or_else(|| difference(&world, &clinic)) {
            let steps: Vec<String> = told.iter().map(|step| format!("  {step:?}")).collect();
            return Err(format!("history {number}: {apart}\n{}", steps.join("\n")));
        }
    }
    Ok(())
}

/// A clinic with some past: browsers that are recognised, wrong codes of the last weeks.
fn start(dice: &mut Dice) -> (World, Clinic) {
    let mut world = World::new();
    let mut clinic = Clinic::new(world.at);
    for who in 0..PEOPLE {
        let has = if who < 2 { dice.of(&Has::ON) } else { Has::Nothing };
        let id = world.person_who(has);
        let (number, first) = match has {
            Has::Nothing => (None, Method::Sms),
            Has::Texts => (Some(NUMBER), Method::Sms),
            Has::App => (None, Method::App),
            Has::Both(first) => (Some(NUMBER), first),
        };
        let secret = world.people[&id].app.as_ref().map(|app| *app.secret.bytes());
        clinic.person(number, secret, first, world.bare_recovery(id));
        if who == 0 {
            let since = world.at.plus(-(dice.below(95) as i64) * DAY);
            world.familiar.insert((id, DESK), (since, Some(since)));
            clinic.was_here(who, DESK, since);
        }
    }
    for browser in [DESK, HOME] {
        past(dice, browser, &mut world, &mut clinic);
    }
    (world, clinic)
}

/// Wrong codes and recovery codes of the first person's last weeks, and a ladder that has been climbed before.
fn past(dice: &mut Dice, browser: BrowserId, world: &mut World, clinic: &mut Clinic) {
    let (id, class, now) = (StaffId(1), world.class(StaffId(1), browser), world.at);
    let span = dice.of(&[12, 48, 32 * 24]);
    for _ in 0..dice.below(2) * dice.below(14) {
        let (at, recovery) = (now.plus(-(dice.below(span) as i64) * HOUR), dice.one_in(3));
        let wrong = if recovery {
            &mut world.wrong_recovery
        } else {
            &mut world.wrong_codes
        };
        wrong.entry((id, class.as_str())).or_default().push(at);
        clinic.remember_wrong(0, browser, at, recovery);
    }
    if dice.one_in(6) {
        for day in 0..14 + dice.below(9) as i64 {
            let at = now.plus(-(day + 1) * 25 * HOUR);
            world.wrong_recovery.entry((id, class.as_str())).or_default().push(at);
            clinic.remember_wrong(0, browser, at, true);
        }
    }
    if dice.one_in(2) && !world.ladders.contains_key(&(id, class.as_str())) {
        let (rung, run, at) = (dice.below(9), dice.below(5), now.plus(-dice.of(&[2, 40]) * DAY));
        let climbed = rung * 5 + run;
        let wrong = world.wrong_codes.entry((id, class.as_str())).or_default();
        wrong.extend(std::iter::repeat_n(at, climbed));
        let ladder = Ladder {
            run: run as u32,
            rung: rung as u32,
            wait: None,
        };
        world.ladders.insert((id, class.as_str()), ladder);
        clinic.climb(0, browser, at, climbed);
    }
}

fn histories(from: u64, to: u64) -> Result<Tally, String> {
    let mut tally = Tally::new();
    for number in from..to {
        history(number, &mut tally)?;
    }
    Ok(tally)
}

#[test]
fn l01_to_l07_c01_to_c05_m05_s09_r03_t02_hold_in_a_hundred_thousand_random_histories() {
    let threads = thread::available_parallelism().map_or(1, |count| count.get() as u64);
    let share = HISTORIES.div_ceil(threads);
    let parts: Vec<Result<Tally, String>> = thread::scope(|scope| {
        let run = |part| scope.spawn(move || histories(part * share, HISTORIES.min((part + 1) * share)));
        let parts: Vec<_> = (0..threads).map(run).collect();
        parts.into_iter().map(|part| part.join().unwrap()).collect()
    });
    let mut tally = Tally::new();
    for part in parts {
        for (name, count) in part.unwrap_or_else(|history| panic!("{history}")) {
            *tally.entry(name).or_default() += count;
        }
    }
    for name in Told::NAMES {
        let count = tally.get(*name).copied().unwrap_or_default();
        assert!(count >= 100, "{name} came up {count} times only: {tally:#?}");
    }
}
