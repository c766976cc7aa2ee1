//! 1, 4 and 16 processes judge at the same time: how many codes a second, against as many processes that only commit;
//! whether one fails or starves.

use std::time::Duration;

use fixtures::clinic::Clinic;

use crate::crowd;
use crate::hand::{Done, Hand, Work};
use crate::table::{Line, ms};

const FOR: Duration = Duration::from_secs(3);
/// More than one process judges in that time on any disk of today.
const CROWD: u64 = 24_000;

/// Prints it.
pub(crate) fn figure() -> Vec<Line> {
    println!(
        "\n{:<12} {:>14} {:>14} {:>7} {:>9} {:>9} {:>13} {:>7}",
        "Processes", "bare a second", "judged a sec.", "share", "fewest", "most", "longest wait", "failed"
    );
    for hands in [1, 4, 16] {
        let clinic = crowd::clinic(CROWD, crowd::BY_TEXT);
        let bare = rate(&race(&clinic, hands, Work::Bare));
        let all = race(&clinic, hands, Work::Texts);
        let (judged, failed) = (rate(&all), all.iter().map(|done| done.failed).sum::<u64>());
        let counts = all.iter().map(|done| done.count);
        let longest = all.iter().map(|done| done.longest).max().unwrap();
        println!(
            "{hands:<12} {bare:>14.0} {judged:>14.0} {:>6.0}% {:>9} {:>9} {:>13} {failed:>7}",
            100.0 * judged / bare,
            counts.clone().min().unwrap(),
            counts.max().unwrap(),
            ms(longest),
        );
    }
    Vec::new()
}

fn race(clinic: &Clinic, hands: u64, work: Work) -> Vec<Done> {
    let most = CROWD / hands * 2;
    let start = |number| Hand::start(clinic, (number, hands), work, (FOR, most), &[]);
    let mut all: Vec<Hand> = (0..hands).map(start).collect();
    all.iter_mut().for_each(Hand::fire);
    let done: Vec<Done> = all.into_iter().map(Hand::done).collect();
    assert!(
        work == Work::Bare || done.iter().all(|done| done.count < most),
        "the crowd was too small"
    );
    done
}

fn rate(all: &[Done]) -> f64 {
    let count = u32::try_from(all.iter().map(|done| done.count).sum::<u64>()).unwrap();
    f64::from(count) / FOR.as_secs_f64()
}
