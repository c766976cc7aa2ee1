//! The locked-out owner (spec O): a request, its delay of two full business days, what ends it, what a release asks.
//!
//! ```text
//!   opened by the owner's password ──┐          half-way: mailed     end: mailed
//!   opened by the operator ──────────┴─▶ Open ────────┬──────────────────┬──▶ Released (by the operator)
//!                                         │           │                  │
//!                                         └── the owner signs in, a manager or the operator says so, ──▶ Cancelled
//!                                             the owner or the owner's methods are not the same any more
//! ```
//!
//! The delay counts what has surely passed (spec Z08). Zone and holidays are those of the opening; holidays that came
//! later only lengthen it. Not here: mails and rows (`told`), loading and storing.

mod told;

use std::collections::BTreeMap;

use jiff::tz::TimeZone;

use crate::business_days::{CalendarError, Holidays, release_wall_ms};
use crate::ids::{RequestId, StaffId};
use crate::person::{Access, Method, Person};
use crate::text_enum::text_enum;
use crate::time::{Delay, MINUTE, Now};

pub use told::{Names, Step, Told};

text_enum! {
    /// What is asked for.
    pub enum RequestKind {
        /// The owner wants back in.
        Recovery = "recovery",
        /// The owner is gone for good: somebody with full access becomes owner (spec O04).
        Transfer = "transfer",
    }
}

text_enum! {
    /// Where a request stands.
    pub enum RequestState {
        /// Its delay runs, or is over and nobody released it yet.
        Open = "open",
        /// Done.
        Released = "released",
        /// Ended without anything done.
        Cancelled = "cancelled",
    }
}

/// The methods that are set up and since when, in wall milliseconds. A request is good for one set alone (T59).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MethodSet(pub BTreeMap<Method, i64>);

impl MethodSet {
    /// As it is stored: `app 1795000000000, sms 1794000000000`.
    #[must_use]
    pub fn written(&self) -> String {
        let each = self.0.iter().map(|(method, since)| format!("{method} {since}"));
        each.collect::<Vec<_>>().join(", ")
    }

    /// Reads what [`MethodSet::written`] wrote; `None` for anything else.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        if text.is_empty() {
            return Some(Self::default());
        }
        let each = text.split(", ").map(|part| {
            let (method, since) = part.split_once(' ')?;
            Some((Method::parse(method)?, since.parse().ok()?))
        });
        each.collect::<Option<_>>().map(Self)
    }
}

/// The clinic's calendar as it was when a request was opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Calendar {
    /// Its IANA zone.
    pub zone: TimeZone,
    /// Its holidays.
    pub holidays: Holidays,
}

impl Calendar {
    /// The delay of a request that is opened at `at`.
    ///
    /// # Errors
    /// Where the server's clock is beyond the calendar: nothing can be promised then.
    pub fn delay_from(&self, at: Now) -> Result<Delay, CalendarError> {
        let release = release_wall_ms(at.wall_ms, &self.holidays, &self.zone)?;
        Ok(Delay {
            start: at,
            length_ms: release - at.wall_ms,
        })
    }
}

/// A request as it was opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// The row.
    pub id: RequestId,
    /// Back in, or handed over.
    pub kind: RequestKind,
    /// Who was owner then.
    pub owner: StaffId,
    /// Who becomes owner, where it is handed over.
    pub heir: Option<StaffId>,
    /// The owner's methods then.
    pub methods: MethodSet,
    /// The calendar then.
    pub calendar: Calendar,
    /// The delay as it was reckoned then.
    pub delay: Delay,
    /// The owner was told half-way.
    pub half_told: bool,
    /// The owner was told at the end.
    pub end_told: bool,
}

/// Why a request is void: it was for another state of things (T59).
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Void {
    /// Somebody else is owner.
    #[error("the clinic has another account owner since it was opened")]
    OwnerChanged,
    /// Methods came, went or were replaced.
    #[error("the owner's ways to get codes have changed since it was opened")]
    MethodsChanged,
}

/// What a release comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Readiness {
    /// May be released.
    Ready,
    /// Not before this wall time.
    NotBefore(i64),
    /// Never any more.
    Void(Void),
}

/// What the owner is told while a request runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reminder {
    /// Half of the delay is over.
    HalfWay,
    /// All of it.
    End,
}

impl Request {
    /// The delay with the holidays there are `now` as well: never shorter than it was reckoned at the opening.
    #[must_use]
    pub fn delay_with(&self, now: &Holidays) -> Delay {
        let opened = self.delay.start.wall_ms;
        let holidays = self.calendar.holidays.and(now);
        let release = release_wall_ms(opened, &holidays, &self.calendar.zone);
        // Holidays up to the end of the calendar: then never.
        let length_ms = release.map_or(i64::MAX, |release| release - opened);
        Delay {
            length_ms: length_ms.max(self.delay.length_ms),
            ..self.delay
        }
    }

    /// Whether the request is for another state of things than the one there is: who is owner, with which methods.
    #[must_use]
    pub fn void(&self, owner: StaffId, methods: &MethodSet) -> Option<Void> {
        if owner != self.owner {
            return Some(Void::OwnerChanged);
        }
        (*methods != self.methods).then_some(Void::MethodsChanged)
    }

    /// Whether it may be released at `at`, after `delay`.
    #[must_use]
    pub fn readiness(&self, delay: Delay, owner: StaffId, methods: &MethodSet, at: Now) -> Readiness {
        if let Some(void) = self.void(owner, methods) {
            return Readiness::Void(void);
        }
        match moment(delay, at) {
            None => Readiness::Ready,
            Some(wall_ms) => Readiness::NotBefore(wall_ms),
        }
    }

    /// What the owner has to be told at `at`. After an outage over both moments the end alone.
    #[must_use]
    pub fn reminder(&self, delay: Delay, at: Now) -> Option<Reminder> {
        if self.end_told {
            return None;
        }
        if delay.ended(at) {
            return Some(Reminder::End);
        }
        (!self.half_told && delay.half().ended(at)).then_some(Reminder::HalfWay)
    }

    /// Milliseconds until [`Request::reminder`] says something, 0 for now; `None` where it never will.
    #[must_use]
    pub fn next_reminder_in_ms(&self, delay: Delay, at: Now) -> Option<i64> {
        if self.end_told {
            return None;
        }
        Some(if self.half_told {
            delay.left_ms(at)
        } else {
            delay.half().left_ms(at)
        })
    }
}

/// The wall time from which on a delay is over, as it can be named: a whole minute. Clocks that are steered drift apart by
/// parts of a second; that much is left out, but never so that the minute is over already. `None` where the delay is.
#[must_use]
pub fn moment(delay: Delay, at: Now) -> Option<i64> {
    if delay.ended(at) {
        return None;
    }
    let exact = at.wall_ms.saturating_add(delay.left_ms(at));
    let over = exact.rem_euclid(MINUTE);
    let minute = exact - over;
    let named = over < MINUTE / 2 && (over == 0 || minute > at.wall_ms);
    Some(if named { minute } else { minute.saturating_add(MINUTE) })
}

/// Why no request is opened.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotOpened {
    /// Only the account owner waits for days; everybody else has managers.
    #[error(
        "Only the account owner's account is recovered by waiting. For anybody else a manager can pause or remove 2-Step Verification, or have a temporary password made."
    )]
    NotOwner,
    /// Somebody else can help at once.
    #[error("Another manager can let you in at once: ask them.")]
    OthersCanHelp,
    /// One at a time.
    #[error("A recovery request runs already.")]
    RunsAlready,
}

/// Whether somebody whose password was right, and who cannot finish the second step, may open one: the owner, where no
/// other manager is able to sign in (spec O01).
///
/// # Errors
/// Why not.
pub fn may_open(person: &Person, other_managers: &[Person], runs: bool, at: Now) -> Result<(), NotOpened> {
    if person.access != Access::Owner {
        return Err(NotOpened::NotOwner);
    }
    if other_managers.iter().any(|other| is_able_to_help(other, person.id, at)) {
        return Err(NotOpened::OthersCanHelp);
    }
    if runs {
        return Err(NotOpened::RunsAlready);
    }
    Ok(())
}

/// Whether the operator may open one for `person` (spec O01, U06): he may where other managers could help, too.
///
/// # Errors
/// Why not.
pub fn operator_may_open(person: &Person, runs: bool) -> Result<(), NotOpened> {
    match (person.access, runs) {
        (Access::Full | Access::Staff | Access::None, _) => Err(NotOpened::NotOwner),
        (Access::Owner, true) => Err(NotOpened::RunsAlready),
        (Access::Owner, false) => Ok(()),
    }
}

/// Another manager who is able to sign in.
fn is_able_to_help(other: &Person, owner: StaffId, at: Now) -> bool {
    other.id != owner && other.access.is_manager() && other.may_sign_in(at)
}
