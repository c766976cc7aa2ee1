//! One process: a judged code, right and wrong, against the bare commit and one Argon2id.
//!
//! The three take turns, so that a busy moment of the machine or the disk meets all of them alike.

use domain::password;
use domain::secret::Secret;

use crate::bare::Bare;
use crate::crowd;
use crate::hand::Judge;
use crate::table::{Samples, head, row, times};

const ROUNDS: u64 = 2_000;

/// Prints it.
pub(crate) fn figure() {
    let clinic = crowd::clinic(ROUNDS, crowd::SIGNING_IN);
    let mut bare = Bare::open(clinic.data());
    let mut judge = Judge::new(clinic.data(), clinic.clock.now(), 0);
    let (mut limit, mut wrong, mut right) = (Samples::default(), Samples::default(), Samples::default());
    for person in 0..ROUNDS {
        limit.time(|| bare.commit());
        assert!(wrong.time(|| judge.wrong(person)));
        assert!(right.time(|| judge.right(person)));
    }
    head("A judged code, one process");
    row("bare commit (one row, synchronous=FULL)", &limit);
    row("wrong code", &wrong);
    times("  of the bare commit", &wrong, &limit);
    row("right code", &right);
    times("  of the bare commit", &right, &limit);
    row("one Argon2id (19 MiB, t=2, p=1)", &argon2id());
}

fn argon2id() -> Samples {
    let mut samples = Samples::default();
    for _ in 0..100 {
        samples.time(|| password::hash(&Secret::from("gravel otter 19 piano"), [7; 16]).unwrap());
    }
    samples
}
