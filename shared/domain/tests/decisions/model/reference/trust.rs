//! Trusted browsers (spec T01 to T05).

use domain::ids::BrowserId;
use domain::time::DAY;

use super::{Clinic, Trusted, over};
use crate::world::KEYLESS;

impl Clinic {
    /// The box was ticked, and a right code typed: 30 days from now, unless nobody was shown a box.
    pub(super) fn trust(&mut self, who: usize, browser: BrowserId) {
        if !self.allowed || browser == KEYLESS {
            return;
        }
        let here = |one: &&mut Trusted| (one.who, one.browser) == (who, browser);
        self.trusts.iter_mut().filter(here).for_each(|one| one.ended = true);
        self.trusts.push(Trusted {
            who,
            browser,
            since: self.now,
            ended: false,
            uses: 0,
        });
    }

    /// The trust by which no code is asked.
    pub(super) fn trusted(&self, who: usize, browser: BrowserId) -> Option<usize> {
        let counts = |one: &Trusted| {
            (one.who, one.browser, one.ended) == (who, browser, false) && !over(one.since, 30 * DAY, self.now)
        };
        self.trusts.iter().position(counts).filter(|_| self.allowed)
    }

    pub(super) fn end_trust(&mut self, who: usize) {
        let mine = self.trusts.iter_mut().filter(|one| one.who == who);
        mine.for_each(|one| one.ended = true);
    }

    /// The clinic allows it or not; what was ticked before does not come back.
    pub(crate) fn allow_trust(&mut self, allowed: bool) {
        if allowed && !self.allowed {
            self.trusts.iter_mut().for_each(|one| one.ended = true);
        }
        self.allowed = allowed;
    }
}
