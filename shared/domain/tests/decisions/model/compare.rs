//! Whether the world and the second opinion stand the same: counters, waits, codes, sign-ins, sessions, mails.

use domain::ids::StaffId;
use domain::lockout::Class;
use domain::person::Methods;

use super::PEOPLE;
use super::reference::{Clinic, Told};
use crate::world::World;

/// The first thing in which they differ.
pub(super) fn difference(world: &World, clinic: &Clinic) -> Option<String> {
    (0..PEOPLE)
        .find_map(|who| counters(world, clinic, who))
        .or_else(|| lists(world, clinic))
}

fn counters(world: &World, clinic: &Clinic, who: usize) -> Option<String> {
    let staff = StaffId(who as i64 + 1);
    let codes = (world.bare_recovery(staff), world.people[&staff].dead_recovery.len());
    let expected = (
        clinic.people[who].recovery.clone(),
        clinic.people[who].old_recovery.len(),
    );
    if codes != expected {
        return Some(format!("person {who}, recovery code: {codes:?}, expected {expected:?}"));
    }
    let methods = world.methods(staff);
    let ways = (
        methods.as_ref().and_then(Methods::number),
        world.people[&staff].app.as_ref().map(|app| app.last_step),
        methods.as_ref().map(Methods::default),
    );
    let person = &clinic.people[who];
    let expected = (
        person.number,
        person.app.map(|app| app.last),
        clinic.is_on(who).then_some(person.first),
    );
    if ways != expected {
        return Some(format!("person {who}, ways: {ways:?}, expected {expected:?}"));
    }
    [(Class::Recognised, true), (Class::Other, false)]
        .into_iter()
        .find_map(|(class, recognised)| {
            let ladder = world.ladder(staff, class);
            let wait = ladder
                .is_waiting(world.at)
                .map(|wait| Told::Wait(wait.left_ms(world.at), wait.length_ms));
            let desk = clinic.desk(who, recognised);
            let wrong_recovery = clinic.people[who].wrong_recovery[usize::from(recognised)].len();
            let is = (ladder.run, ladder.rung, wait, world.counted(staff, class));
            let ought = (
                desk.run,
                desk.rung,
                clinic.wait(who, recognised),
                (clinic.wrong_codes(who, recognised).count(), wrong_recovery),
            );
            (is != ought).then(|| format!("person {who}, {class:?}: {is:?}, expected {ought:?}"))
        })
}

fn lists(world: &World, clinic: &Clinic) -> Option<String> {
    differ("codes", world.challenges.len(), clinic.sendings.len(), |at| {
        let (one, other) = (&world.challenges[at].1, &clinic.sendings[at]);
        (one.state.as_str(), one.reissue as usize + 1) == (other.fate, other.digits.len())
    })
    .or_else(|| {
        differ("texts", world.texts.len(), clinic.texts.len(), |at| {
            world.texts[at].at == clinic.texts[at].at
        })
    })
    .or_else(|| {
        differ("mails", world.mails.len(), clinic.mails.len(), |at| {
            world.mails[at].kind.as_str() == clinic.mails[at]
        })
    })
    .or_else(|| {
        differ("sign-ins", world.pendings.len(), clinic.sign_ins.len(), |at| {
            let (one, other) = (world.pendings[at], &clinic.sign_ins[at]);
            (one.open, one.pending.wrong) == (other.open, other.wrong)
        })
    })
    .or_else(|| {
        differ("trusts", world.trusts.len(), clinic.trusts.len(), |at| {
            let (one, other) = (&world.trusts[at], &clinic.trusts[at]);
            let same_place = (one.staff.0, one.browser) == (other.who as i64 + 1, other.browser);
            let same_fate = (one.trust.term.start, one.ended, one.uses) == (other.since, other.ended, other.uses);
            same_place && same_fate
        })
    })
    .or_else(|| {
        differ("sessions", world.sessions.len(), clinic.seats.len(), |at| {
            let (one, other) = (&world.sessions[at], &clinic.seats[at]);
            (one.stamps.code_step, one.failures) == (other.code_step, other.failures)
        })
    })
}

fn differ(what: &str, is: usize, ought: usize, same: impl Fn(usize) -> bool) -> Option<String> {
    if is != ought {
        return Some(format!("{is} {what}, expected {ought}"));
    }
    (0..is)
        .find(|at| !same(*at))
        .map(|at| format!("{what}: number {at} differs"))
}
