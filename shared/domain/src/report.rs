//! The 2SV status report (spec D04): how everybody stands, and the totals of it. Counting is done here, so that the screen,
//! the paper and the command line say the same figures.

use crate::person::{Access, Method};
use crate::text_enum::text_enum;

text_enum! {
    /// How somebody's second step stands.
    pub enum Status {
        /// A code is asked besides the password.
        On = "on",
        /// The password alone signs in.
        Off = "off",
        /// The password alone signs in for a while (spec A04).
        Paused = "paused",
    }
}

/// One person in the report. Times are wall ms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Name for people.
    pub name: String,
    /// Name to sign in with.
    pub username: String,
    /// What they may do.
    pub access: Access,
    /// The second step.
    pub status: Status,
    /// When the pause ends, where one runs.
    pub paused_until: Option<i64>,
    /// Methods that are set up.
    pub methods: Vec<Method>,
    /// The one asked first.
    pub default_method: Option<Method>,
    /// Since when the oldest of the methods is set up.
    pub since: Option<i64>,
    /// Last full sign-in.
    pub last_sign_in: Option<i64>,
}

/// The figures. People without access are counted apart: they cannot sign in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// People who can sign in.
    pub people: usize,
    /// Of these: a code is asked.
    pub on: usize,
    /// Of these: the password alone signs in.
    pub off: usize,
    /// Of these: the password alone signs in for a while.
    pub paused: usize,
    /// Of all who can sign in: texts are set up, and no app.
    pub text_alone: usize,
    /// Of all who can sign in: the app is set up, and no texts.
    pub app_alone: usize,
    /// Of all who can sign in: both are.
    pub both: usize,
    /// People without access.
    pub no_access: usize,
}

impl Totals {
    /// Counts.
    #[must_use]
    pub fn of(lines: &[Line]) -> Self {
        let mut totals = Self::default();
        for line in lines {
            totals.count(line);
        }
        totals
    }

    fn count(&mut self, line: &Line) {
        if !line.access.may_sign_in() {
            self.no_access += 1;
            return;
        }
        self.people += 1;
        match line.status {
            Status::On => self.on += 1,
            Status::Off => self.off += 1,
            Status::Paused => self.paused += 1,
        }
        let has = |method| line.methods.contains(&method);
        match (has(Method::Sms), has(Method::App)) {
            (true, true) => self.both += 1,
            (true, false) => self.text_alone += 1,
            (false, true) => self.app_alone += 1,
            (false, false) => {}
        }
    }

    /// How many of a hundred have it on, rounded down, so that 100 means everybody; `None` where nobody can sign in.
    #[must_use]
    pub fn percent_on(&self) -> Option<usize> {
        (self.on * 100).checked_div(self.people)
    }
}

/// What the clinic has set for everybody's second step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rules {
    /// *Require for all staff* (spec E01).
    pub enforced: bool,
    /// *Allow trusted browsers*.
    pub trust_allowed: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(access: Access, status: Status, methods: &[Method]) -> Line {
        Line {
            name: String::new(),
            username: String::new(),
            access,
            status,
            paused_until: None,
            methods: methods.to_vec(),
            default_method: methods.first().copied(),
            since: None,
            last_sign_in: None,
        }
    }

    #[test]
    fn d04_everybody_who_can_sign_in_is_on_off_or_paused_and_nobody_else_is_counted_with_them() {
        let both = [Method::Sms, Method::App];
        let lines = [
            line(Access::Owner, Status::On, &both),
            line(Access::Full, Status::On, &both[1..]),
            line(Access::Staff, Status::Paused, &both[..1]),
            line(Access::Staff, Status::Paused, &[]),
            line(Access::Staff, Status::Off, &[]),
            line(Access::None, Status::On, &both[..1]),
        ];
        let totals = Totals::of(&lines);
        let expected = Totals {
            people: 5,
            on: 2,
            off: 1,
            paused: 2,
            text_alone: 1,
            app_alone: 1,
            both: 1,
            no_access: 1,
        };
        assert_eq!(totals, expected);
        assert_eq!(totals.on + totals.off + totals.paused, totals.people);
        assert_eq!(totals.percent_on(), Some(40));
    }

    #[test]
    fn d04_a_hundred_percent_is_everybody_and_nobody_is_no_percentage() {
        let mut lines = vec![line(Access::Staff, Status::On, &[Method::App]); 299];
        lines.push(line(Access::Staff, Status::Off, &[]));
        assert_eq!(Totals::of(&lines).percent_on(), Some(99));
        assert_eq!(Totals::of(&lines[..299]).percent_on(), Some(100));
        assert_eq!(Totals::of(&[]).percent_on(), None);
    }
}
