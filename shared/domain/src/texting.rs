//! The text a code goes out by, at whichever door (spec C05, W07): a new challenge, the same code again, or a new one in
//! its place; and the row of the record where none may go. When one may go is `resend`'s business.

use crate::audit::{Ending, Entry, Kind};
use crate::challenge::Challenge;
use crate::effect::Effect;
use crate::ids::ChallengeId;
use crate::resend::{Room, room_for_text, same_code};
use crate::sign_in::{Standing, TextPlan};
use crate::time::Now;
use crate::verification::Door;

/// A further text at `door`: the same code while enough of it is left, otherwise a new one (spec C05).
pub(crate) fn another_text(
    door: Door,
    fresh: ChallengeId,
    number: &str,
    facts: &Standing<'_>,
    at: Now,
) -> (TextPlan, Vec<Effect>) {
    let Some(open) = door
        .live_challenge(facts.challenges, at)
        .filter(|open| open.to == number)
    else {
        return text_for(door, fresh, number, facts, at);
    };
    let room = room_for_text(facts.sent, door.purpose, facts.clinic, at);
    if room != Room::Now {
        return (TextPlan::NotYet(room), vec![no_text(facts, room_rule(room))]);
    }
    let (plan, reissue) = if same_code(open, at) {
        (TextPlan::SentAgain, open.reissue)
    } else {
        (TextPlan::Replaced, open.reissue + 1)
    };
    let mut effects = Vec::new();
    if plan == TextPlan::Replaced {
        effects.push(Effect::ReissueChallenge {
            id: open.id,
            reissue,
            term: Challenge::term_from(at),
        });
    }
    effects.push(Effect::OweText {
        id: open.id,
        reissue,
        to: number.to_owned(),
        purpose: door.purpose,
    });
    effects.push(asked(facts));
    (plan, effects)
}

pub(crate) fn text_for(
    door: Door,
    fresh: ChallengeId,
    number: &str,
    facts: &Standing<'_>,
    at: Now,
) -> (TextPlan, Vec<Effect>) {
    let room = room_for_text(facts.sent, door.purpose, facts.clinic, at);
    if room != Room::Now {
        return (TextPlan::NotYet(room), vec![no_text(facts, room_rule(room))]);
    }
    let to = number.to_owned();
    let effects = vec![
        Effect::IssueChallenge {
            id: fresh,
            purpose: door.purpose,
            session: door.session,
            to: to.clone(),
            term: Challenge::term_from(at),
        },
        Effect::OweText {
            id: fresh,
            reissue: 0,
            to,
            purpose: door.purpose,
        },
        asked(facts),
    ];
    (TextPlan::Sent, effects)
}

/// A text that was asked for and not sent, by the rule that kept it back (spec D01).
pub(crate) fn no_text(facts: &Standing<'_>, rule: &'static str) -> Effect {
    let row = Entry::own(facts.person.id, Kind::CodeAsked, Ending::Refused, facts.place);
    Effect::Record(row.rule(rule))
}

fn room_rule(room: Room) -> &'static str {
    match room {
        Room::Now | Room::Gap { .. } | Room::PersonCap { .. } => "C05",
        Room::ClinicCap { .. } => "W07",
    }
}

fn asked(facts: &Standing<'_>) -> Effect {
    Effect::Record(Entry::own(facts.person.id, Kind::CodeAsked, Ending::Done, facts.place))
}
