//! One process: a judged code, texted and of the app, and a sign-in that trust lets through, against the bare commit and
//! one Argon2id.
//!
//! They take turns, so that a busy moment of the machine or the disk meets all of them alike.

use domain::password;
use domain::secret::Secret;
use fixtures::clinic::{Clinic, SAM};

use crate::bare::Bare;
use crate::crowd::{self, Having};
use crate::judge::{Judge, Typed};
use crate::table::{Line, Samples, both, head, row, times};

const ROUNDS: u64 = 2_000;
/// Each of them hashes a password.
const TRUSTED: u64 = 200;
/// Where those who sign in by text, by the app and by trust begin in the crowd. All of the last are there, so that the
/// table of trusts is a long one.
const TEXTS: u64 = 0;
const APPS: u64 = ROUNDS;
const TRUSTING: u64 = 2 * ROUNDS;

/// Codes, in the order in which they are typed.
const CODES: [(Typed, u64); 5] = [
    (Typed::WrongText, TEXTS),
    (Typed::RightText, TEXTS),
    (Typed::WrongApp, APPS),
    (Typed::RightApp, APPS),
    (Typed::ReplayedApp, APPS),
];

/// Prints it.
pub(crate) fn figure() -> Vec<Line> {
    let trusting = Having {
        trust: true,
        ..Having::default()
    };
    let clinic = crowd::of(&[(ROUNDS, crowd::BY_TEXT), (ROUNDS, crowd::BY_APP), (ROUNDS, trusting)]);
    let mut lines = codes(&clinic);
    lines.extend(by_trust(&clinic));
    lines
}

fn codes(clinic: &Clinic) -> Vec<Line> {
    let mut bare = Bare::open(clinic.data());
    let mut judge = Judge::new(clinic.data(), clinic.clock.now(), 0);
    let mut limit = Samples::default();
    let mut judged = CODES.map(|(what, _)| (what, Samples::default()));
    for round in 0..ROUNDS {
        limit.time(|| bare.commit());
        for ((what, first), (_, samples)) in CODES.iter().zip(&mut judged) {
            let turn = judge.turn(*what, first + round);
            assert!(samples.time(|| judge.judges(&turn)), "{}", what.name());
        }
    }
    head("A judged code, one process");
    row("bare commit (one row, synchronous=FULL)", &limit);
    let mut beside = format!("bare commit: {}, so", both(&limit));
    let mut lines = Vec::new();
    for (what, samples) in &judged {
        row(what.name(), samples);
        let times = times("  of the bare commit", samples, &limit);
        lines.push(Line::new(
            &format!("{} judged, file database", what.name()),
            samples,
            "twice a bare commit",
            &format!("{beside} {times}"),
        ));
        "the same:".clone_into(&mut beside);
    }
    lines
}

fn by_trust(clinic: &Clinic) -> Vec<Line> {
    let mut bare = Bare::open(clinic.data());
    let mut judge = Judge::new(clinic.data(), clinic.clock.now(), 1);
    let (mut hashed, mut limit, mut trusted) = (Samples::default(), Samples::default(), Samples::default());
    for person in TRUSTING..TRUSTING + TRUSTED {
        hashed.time(|| password::hash(&Secret::from(SAM.password), [7; 16]).unwrap());
        limit.time(|| {
            assert!(password::verify(&Secret::from(SAM.password), password::dummy_phc()).is_ok());
            bare.commit();
        });
        assert!(trusted.time(|| judge.signs_in_by_trust(person)), "trust lets them in");
    }
    head("A sign-in without a second step, one process");
    row("one Argon2id (19 MiB, t=2, p=1)", &hashed);
    row("one Argon2id and a bare commit", &limit);
    row("sign-in in a trusted browser", &trusted);
    let times = times("  of both", &trusted, &limit);
    let beside = format!("one Argon2id and a bare commit: {}, so {times}", both(&limit));
    vec![
        Line::new("password hashed (Argon2id, 19 MiB)", &hashed, "", "it is one"),
        Line::new("sign-in in a trusted browser", &trusted, "", &beside),
    ]
}
