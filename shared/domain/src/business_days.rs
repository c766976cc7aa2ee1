//! Business days and the instant the owner's delay ends (spec O03): Monday to Friday, no holiday of the clinic, in the
//! clinic's own zone. Pure: the zone comes in as a value, and what "now" is does not matter here.

use std::collections::BTreeSet;

use jiff::Timestamp;
use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;

/// Business days that have to pass after the day of opening.
const FULL_DAYS: u32 = 2;

/// Days on which the clinic is closed, beside Saturdays and Sundays.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Holidays(BTreeSet<Date>);

/// What is no list of days, or lies beyond the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CalendarError {
    /// Not written as `2026-12-25`.
    #[error("a holiday is not written as a day like 2026-12-25")]
    NotADay,
    /// The calendar has no such instant.
    #[error("the server's clock shows a time beyond the calendar")]
    Beyond,
}

impl Holidays {
    /// Reads days that are written like `2026-12-25`.
    ///
    /// # Errors
    /// [`CalendarError::NotADay`] for the first that is not: a list with a gap would shorten a delay.
    pub fn read<'a>(days: impl IntoIterator<Item = &'a str>) -> Result<Self, CalendarError> {
        let read = days.into_iter().map(str::parse);
        let days: Result<_, _> = read.collect();
        days.map(Self).map_err(|_| CalendarError::NotADay)
    }

    /// Reads what [`Holidays::written`] wrote.
    ///
    /// # Errors
    /// As [`Holidays::read`].
    pub fn parse(text: &str) -> Result<Self, CalendarError> {
        Self::read(text.split_whitespace())
    }

    /// The days with a blank between, the earliest first.
    #[must_use]
    pub fn written(&self) -> String {
        let days: Vec<String> = self.0.iter().map(Date::to_string).collect();
        days.join(" ")
    }

    /// The days of both lists.
    #[must_use]
    pub fn and(&self, others: &Self) -> Self {
        Self(self.0.union(&others.0).copied().collect())
    }
}

/// Whether that day is one: Monday to Friday, no holiday, and not left out by the zone itself (as Samoa did with a Friday
/// when it moved over the date line).
#[must_use]
pub fn is_business_day(day: Date, holidays: &Holidays, zone: &TimeZone) -> bool {
    let is_weekday = match day.weekday() {
        Weekday::Saturday | Weekday::Sunday => false,
        Weekday::Monday | Weekday::Tuesday | Weekday::Wednesday | Weekday::Thursday | Weekday::Friday => true,
    };
    let exists = || {
        day.to_zoned_datetime(zone.clone())
            .is_ok_and(|there| there.date() == day)
    };
    is_weekday && !holidays.0.contains(&day) && exists()
}

/// The first instant of the day after the second business day that follows the day of `opened`, both in wall
/// milliseconds.
///
/// # Errors
/// [`CalendarError::Beyond`] where the calendar ends before that.
pub fn release_wall_ms(opened: i64, holidays: &Holidays, zone: &TimeZone) -> Result<i64, CalendarError> {
    let opened = Timestamp::from_millisecond(opened).map_err(|_| CalendarError::Beyond)?;
    let mut day = opened.to_zoned_datetime(zone.clone()).date();
    let mut passed = 0;
    while passed < FULL_DAYS {
        day = day.tomorrow().map_err(|_| CalendarError::Beyond)?;
        passed += u32::from(is_business_day(day, holidays, zone));
    }
    let next = day.tomorrow().map_err(|_| CalendarError::Beyond)?;
    first_instant(next, zone)
}

/// Where midnight does not exist (clocks go forward at it) the day begins when they have; where it comes twice, at the
/// first.
fn first_instant(day: Date, zone: &TimeZone) -> Result<i64, CalendarError> {
    let inside = day.to_zoned_datetime(zone.clone()).map_err(|_| CalendarError::Beyond)?;
    let start = inside.start_of_day().map_err(|_| CalendarError::Beyond)?;
    Ok(start.timestamp().as_millisecond())
}
