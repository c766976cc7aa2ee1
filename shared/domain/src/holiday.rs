//! The clinic's holidays (spec E05, O03): days that are no business days. They only lengthen the delay of an owner's
//! recovery; how, is decided where business days are counted.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use thiserror::Error;

use crate::contact::one_line;
use crate::time::Now;

/// The longest name, in characters.
const NAME_MAX: usize = 60;
/// How far ahead a holiday may lie, in years.
const YEARS_AHEAD: i16 = 10;

/// A day with its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holiday {
    day: Date,
    name: String,
}

/// Why something is no holiday.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum BadHoliday {
    /// No such day.
    #[error("Type the day as year, month and day: 2026-12-25.")]
    NoDay,
    /// The day is over.
    #[error("That day is over: a holiday counts from today on.")]
    Over,
    /// Too far ahead.
    #[error("That is more than ten years ahead.")]
    TooFar,
    /// No name.
    #[error("Give the day a name, such as Boxing Day.")]
    NoName,
    /// Name too long.
    #[error("The name of a holiday has at most 60 characters.")]
    LongName,
}

impl BadHoliday {
    /// Whether it is the day that is wrong, and not its name.
    #[must_use]
    pub fn is_about_day(self) -> bool {
        match self {
            Self::NoDay | Self::Over | Self::TooFar => true,
            Self::NoName | Self::LongName => false,
        }
    }
}

impl Holiday {
    /// Reads a holiday as typed; `today` is the day at the clinic.
    ///
    /// # Errors
    /// Where it is no day, one that is over, or without a name.
    pub fn parse(day: &str, name: &str, today: Date) -> Result<Self, BadHoliday> {
        let day = day_of(day).ok_or(BadHoliday::NoDay)?;
        if day < today {
            return Err(BadHoliday::Over);
        }
        if day.year() > today.year() + YEARS_AHEAD {
            return Err(BadHoliday::TooFar);
        }
        let name = one_line(name);
        match name.chars().count() {
            0 => Err(BadHoliday::NoName),
            1..=NAME_MAX => Ok(Self { day, name }),
            _ => Err(BadHoliday::LongName),
        }
    }

    /// `2026-12-25`.
    #[must_use]
    pub fn day(&self) -> String {
        self.day.to_string()
    }

    /// As the clinic calls it.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Whether it is a Saturday or Sunday, which is no business day anyway.
    #[must_use]
    pub fn is_on_weekend(&self) -> bool {
        self.day.weekday().to_monday_zero_offset() >= 5
    }
}

/// A day as year, month and day, all digits, with `-` between them.
#[must_use]
pub fn day_of(typed: &str) -> Option<Date> {
    let typed = typed.trim();
    let shaped = typed.len() == 10
        && typed.bytes().enumerate().all(|(at, byte)| match at {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    typed.parse().ok().filter(|_| shaped)
}

/// The day it is in that time zone; in UTC where nobody knows the zone.
#[must_use]
pub fn today(zone: &str, at: Now) -> Date {
    let zone = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
    let instant = Timestamp::from_millisecond(at.wall_ms).unwrap_or(Timestamp::UNIX_EPOCH);
    instant.to_zoned_datetime(zone).date()
}
