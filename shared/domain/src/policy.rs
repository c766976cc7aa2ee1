//! The clinic's rule for everybody's second step (spec E01 to E03), and how long a session may be left alone (E04).
//!
//! Not here: who may change it (`permission`), and what a session that has to set a method up may still do (`actions`).

use crate::person::{Methods, Person, TwoStep};
use crate::sign_in::How;
use crate::time::{DAY, HOUR, MINUTE, Now};

/// What the clinic has set for everybody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClinicRule {
    /// *Require for all staff* (spec E01).
    pub enforced: bool,
    /// *Allow trusted browsers* (spec E01).
    pub trust_allowed: bool,
    /// *Automatic Sign Out* (spec E04).
    pub sign_out_after: SignOutAfter,
}

/// *Automatic Sign Out*: after so long without a key a session ends (spec E04).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignOutAfter {
    /// 10 minutes.
    TenMinutes,
    /// 30 minutes.
    HalfHour,
    /// 1 hour.
    Hour,
    /// 2 hours; what is suggested.
    TwoHours,
    /// 4 hours.
    FourHours,
    /// 8 hours.
    EightHours,
    /// 12 hours.
    TwelveHours,
    /// 1 day.
    Day,
    /// 1 week; what a new clinic has.
    Week,
}

impl SignOutAfter {
    /// The shortest first.
    pub const ALL: [Self; 9] = [
        Self::TenMinutes,
        Self::HalfHour,
        Self::Hour,
        Self::TwoHours,
        Self::FourHours,
        Self::EightHours,
        Self::TwelveHours,
        Self::Day,
        Self::Week,
    ];
    /// What is suggested.
    pub const SUGGESTED: Self = Self::TwoHours;
    /// What a new clinic has.
    pub const DEFAULT: Self = Self::Week;

    /// In milliseconds.
    #[must_use]
    pub fn ms(self) -> i64 {
        match self {
            Self::TenMinutes => 10 * MINUTE,
            Self::HalfHour => 30 * MINUTE,
            Self::Hour => HOUR,
            Self::TwoHours => 2 * HOUR,
            Self::FourHours => 4 * HOUR,
            Self::EightHours => 8 * HOUR,
            Self::TwelveHours => 12 * HOUR,
            Self::Day => DAY,
            Self::Week => 7 * DAY,
        }
    }

    /// Reads what [`SignOutAfter::ms`] gave; `None` for anything else.
    #[must_use]
    pub fn of_ms(ms: i64) -> Option<Self> {
        Self::ALL.into_iter().find(|after| after.ms() == ms)
    }

    /// As screens and the record name it.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::TenMinutes => "10 minutes",
            Self::HalfHour => "30 minutes",
            Self::Hour => "1 hour",
            Self::TwoHours => "2 hours",
            Self::FourHours => "4 hours",
            Self::EightHours => "8 hours",
            Self::TwelveHours => "12 hours",
            Self::Day => "1 day",
            Self::Week => "1 week",
        }
    }
}

/// Whether a session that begins now has to set a method up before anything else (spec E03). The account owner is no
/// exception; a pause is the only one (A04).
#[must_use]
pub fn must_set_up(enforced: bool, how: How, person: &Person, at: Now) -> bool {
    how == How::PasswordAlone && lacks_method(enforced, person, at)
}

/// Whether such a session is still held back: not once a method is set up, the rule has gone or a pause runs.
#[must_use]
pub fn is_held_back(must_set_up: bool, enforced: bool, person: &Person, at: Now) -> bool {
    must_set_up && lacks_method(enforced, person, at)
}

/// Whether the rule asks something of this person that is not there: what the banner of a running session says.
#[must_use]
pub fn lacks_method(enforced: bool, person: &Person, at: Now) -> bool {
    enforced && !person.two_step.is_on() && !person.is_paused(at)
}

/// Whether a first method is one that nothing but the password stood in front of, so that the managers are told of it
/// (spec E03; whoever knows the password could have set it up).
#[must_use]
pub fn is_set_up_by_password(enforced: bool, how: How, before: &TwoStep) -> bool {
    enforced && how == How::PasswordAlone && !before.is_on()
}

/// How somebody with access stands before the rule, if it is switched on (spec E02).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Readiness {
    /// Has no method, and no number a text could go to: needs an app or a number of their own at the next sign-in. Who has
    /// neither would have to be paused.
    NoWayYet,
    /// Has no method; a pause exempts until it ends.
    Paused,
    /// Has no method, and cannot sign in before there is a new password.
    NoPassword,
    /// Has no method: sets one up at the next sign-in.
    SetsUp,
    /// Has the app alone, and no number on the profile.
    OnWithoutNumber,
    /// Has 2SV on.
    On,
}

/// How this person stands; `has_number`: a mobile number is on the profile.
#[must_use]
pub fn readiness(person: &Person, has_number: bool, at: Now) -> Readiness {
    match &person.two_step {
        TwoStep::On(Methods::App) if !has_number => Readiness::OnWithoutNumber,
        TwoStep::On(Methods::App | Methods::Text { .. } | Methods::Both { .. }) => Readiness::On,
        TwoStep::Off if person.is_paused(at) => Readiness::Paused,
        TwoStep::Off if !has_number => Readiness::NoWayYet,
        TwoStep::Off if !person.may_sign_in(at) => Readiness::NoPassword,
        TwoStep::Off => Readiness::SetsUp,
    }
}

impl Readiness {
    /// Whether a method is missing.
    #[must_use]
    pub fn has_none(self) -> bool {
        match self {
            Self::NoWayYet | Self::Paused | Self::NoPassword | Self::SetsUp => true,
            Self::OnWithoutNumber | Self::On => false,
        }
    }
}

/// An hour between two mails that tell the managers of such set-ups (spec E03).
const TOLD_EVERY_MS: i64 = HOUR;

/// Milliseconds until the managers may be told again, 0 for now. `last` is when they were told last, wall ms; one in the
/// future (the clock was set back) holds nothing up.
#[must_use]
pub fn next_told_in_ms(last: Option<i64>, at: Now) -> i64 {
    let passed = last.map(|last| at.wall_ms - last).filter(|passed| *passed >= 0);
    passed.map_or(0, |passed| (TOLD_EVERY_MS - passed).max(0))
}
