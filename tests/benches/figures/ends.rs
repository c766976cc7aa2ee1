//! What ends by itself, after an outage: 10,000 codes, 10,000 waits, 10,000 sign-ins nobody finished, swept as the worker
//! does. The longest transaction is what somebody at a screen would wait for.

use std::time::Duration;

use actions::expire_due::expire_due;
use domain::time::DAY;
use fixtures::clinic::Clinic;

use crate::bare::Bare;
use crate::crowd::{self, Having};
use crate::table::{Line, Samples, ms};

const MANY: u64 = 10_000;

/// Prints it.
pub(crate) fn figure() -> Vec<Line> {
    println!(
        "\n{:<30} {:>10} {:>13} {:>10} {:>24}",
        "Swept after an outage", "all of it", "transactions", "longest", "as many bare commits"
    );
    let nothing = Having::default();
    sweep("10,000 expired codes", Having { code: true, ..nothing });
    sweep("10,000 lockouts over", Having { wait: true, ..nothing });
    sweep(
        "10,000 unfinished sign-ins",
        Having {
            pending: true,
            ..nothing
        },
    );
    sweep(
        "all three",
        Having {
            code: true,
            pending: true,
            wait: true,
            ..nothing
        },
    );
    Vec::new()
}

fn sweep(what: &str, having: Having) {
    let mut clinic = crowd::clinic(MANY, having);
    clinic.clock.plus(DAY);
    let mut transactions = Samples::default();
    let (mut swept, mut count) = (0, 0);
    loop {
        let done = transactions.time(|| expire_due(&mut clinic.db, clinic.dice.throw(), clinic.clock.now()).unwrap());
        swept += done.codes + done.waits + done.sign_ins;
        count += 1;
        if !done.more {
            break;
        }
    }
    let kinds = [having.code, having.pending, having.wait]
        .map(u64::from)
        .iter()
        .sum::<u64>();
    assert_eq!(u64::try_from(swept).unwrap(), MANY * kinds);
    let limit = bare_commits(&clinic, count) * count;
    println!(
        "{what:<30} {:>10} {count:>13} {:>10} {:>24}",
        ms(transactions.mean() * count),
        ms(transactions.percentile(100)),
        ms(limit),
    );
}

fn bare_commits(clinic: &Clinic, count: u32) -> Duration {
    let mut bare = Bare::open(clinic.data());
    let mut samples = Samples::default();
    for _ in 0..count {
        samples.time(|| bare.commit());
    }
    samples.mean()
}
