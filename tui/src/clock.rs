//! The one place of this program that reads the clocks (convention 1), and how times look on the screen.
//!
//! What may end is decided in `domain::time`; nothing here compares.

use domain::time::{DAY, MINUTE, Now, SECOND};
use jiff::Timestamp;
use jiff::tz::TimeZone;

/// The instant that is now, on both clocks of Z08.
#[must_use]
pub fn now() -> Now {
    setup::clock::read_now()
}

/// A clinic's time zone by its IANA name; UTC where nobody knows the name.
#[must_use]
pub fn zone(name: &str) -> TimeZone {
    TimeZone::get(name).unwrap_or(TimeZone::UTC)
}

/// `24 Nov` in clinic time.
#[must_use]
pub fn day(wall_ms: i64, zone: &TimeZone) -> String {
    written(wall_ms, zone, "%-d %b")
}

/// `14:03` in clinic time.
#[must_use]
pub fn hour_minute(wall_ms: i64, zone: &TimeZone) -> String {
    written(wall_ms, zone, "%H:%M")
}

/// `14:03` where that is within a day of now, else `Tue 24 Nov, 14:03`.
#[must_use]
pub fn day_or_time(wall_ms: i64, now_ms: i64, zone: &TimeZone) -> String {
    if day(wall_ms, zone) == day(now_ms, zone) {
        hour_minute(wall_ms, zone)
    } else {
        day_and_time(wall_ms, zone)
    }
}

/// `14:03` where that is today, else `24 Nov`, where there is no room for both.
#[must_use]
pub fn time_or_day(wall_ms: i64, now_ms: i64, zone: &TimeZone) -> String {
    let on = day(wall_ms, zone);
    if on == day(now_ms, zone) {
        hour_minute(wall_ms, zone)
    } else {
        on
    }
}

/// `14:02:51` in clinic time.
#[must_use]
pub fn hour_minute_second(wall_ms: i64, zone: &TimeZone) -> String {
    written(wall_ms, zone, "%H:%M:%S")
}

/// `Tue 24 Nov, 14:03` in clinic time.
#[must_use]
pub fn day_and_time(wall_ms: i64, zone: &TimeZone) -> String {
    written(wall_ms, zone, "%a %-d %b, %H:%M")
}

/// `today 14:03`, `Tue 24 Nov`, or `24 Nov 2025` in clinic time: how long something is past.
#[must_use]
pub fn past_day(wall_ms: i64, now_ms: i64, zone: &TimeZone) -> String {
    let is_same = |how: &str| written(wall_ms, zone, how) == written(now_ms, zone, how);
    if is_same("%Y %j") {
        written(wall_ms, zone, "today %H:%M")
    } else if is_same("%Y") {
        written(wall_ms, zone, "%a %-d %b")
    } else {
        written(wall_ms, zone, "%-d %b %Y")
    }
}

/// `14:03` where that is today, else `Tue 14:03`, for what is less than eight days ahead.
#[must_use]
pub fn ahead(wall_ms: i64, now_ms: i64, zone: &TimeZone) -> String {
    if written(wall_ms, zone, "%Y %j") == written(now_ms, zone, "%Y %j") {
        hour_minute(wall_ms, zone)
    } else {
        written(wall_ms, zone, "%a %H:%M")
    }
}

/// `Tue 24 Nov 2026, 14:03` in clinic time, for paper.
#[must_use]
pub fn date_and_time(wall_ms: i64, zone: &TimeZone) -> String {
    written(wall_ms, zone, "%a %-d %b %Y, %H:%M")
}

/// `24 Nov 2026` in clinic time, for paper.
#[must_use]
pub fn date(wall_ms: i64, zone: &TimeZone) -> String {
    written(wall_ms, zone, "%-d %b %Y")
}

/// `2026-11-24T22:02:51Z`, for tables and scripts; nothing where no calendar reaches.
#[must_use]
pub fn rfc3339(wall_ms: i64) -> Option<String> {
    Some(Timestamp::from_millisecond(wall_ms).ok()?.to_string())
}

/// `Tue 24 Nov 2026, 14:02:51` in clinic time.
#[must_use]
pub fn date_and_second(wall_ms: i64, zone: &TimeZone) -> String {
    written(wall_ms, zone, "%a %-d %b %Y, %H:%M:%S")
}

/// The day it is in clinic time.
#[must_use]
pub fn civil_day(wall_ms: i64, zone: &TimeZone) -> jiff::civil::Date {
    Timestamp::from_millisecond(wall_ms)
        .map(|instant| instant.to_zoned_datetime(zone.clone()).date())
        .unwrap_or_default()
}

fn written(wall_ms: i64, zone: &TimeZone, how: &str) -> String {
    Timestamp::from_millisecond(wall_ms)
        .map(|instant| instant.to_zoned_datetime(zone.clone()).strftime(how).to_string())
        .unwrap_or_default()
}

/// A span in words, rounded up to what matters: `40 s`, `12 min`, `2 h 5 min`, `3 days`.
#[must_use]
pub fn span(ms: i64) -> String {
    let up = |unit: i64| (ms.max(0) + unit - 1) / unit;
    if ms <= MINUTE - SECOND {
        return format!("{} s", up(SECOND));
    }
    let minutes = up(MINUTE);
    match (minutes / 60, minutes % 60) {
        (0, minutes) => format!("{minutes} min"),
        (hours, 0) if hours < 48 => format!("{hours} h"),
        (hours, minutes) if hours < 48 => format!("{hours} h {minutes} min"),
        _ => format!("{} days", up(DAY)),
    }
}

/// Milliseconds until the second on the wall changes.
#[must_use]
pub fn to_next_second(at: Now) -> i64 {
    SECOND - at.wall_ms.rem_euclid(SECOND)
}

/// Milliseconds until the minute on the wall changes.
#[must_use]
pub fn to_next_minute(at: Now) -> i64 {
    MINUTE - at.wall_ms.rem_euclid(MINUTE)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use domain::time::HOUR;

    #[test]
    fn times_look_as_in_the_screens() {
        let zone = TimeZone::get("America/Vancouver").unwrap();
        let wall = 1_795_557_771_000; // 2026-11-24T22:02:51Z
        assert_eq!(hour_minute(wall, &zone), "14:02");
        assert_eq!(hour_minute_second(wall, &zone), "14:02:51");
        assert_eq!(day_and_time(wall, &zone), "Tue 24 Nov, 14:02");
        assert_eq!(time_or_day(wall, wall + 9 * HOUR, &zone), "14:02");
        assert_eq!(
            time_or_day(wall, wall + 10 * HOUR, &zone),
            "24 Nov",
            "W05: not read as today"
        );
    }

    #[test]
    fn a01_past_and_coming_days_are_named_so_that_none_is_taken_for_another() {
        let zone = TimeZone::get("America/Vancouver").unwrap();
        let now = 1_795_557_771_000; // Tue 24 Nov 2026, 14:02:51
        let past = |ago: i64| past_day(now - ago, now, &zone);
        assert_eq!(past(HOUR), "today 13:02");
        assert_eq!(past(15 * HOUR), "Mon 23 Nov", "before midnight");
        assert_eq!(past(327 * DAY), "Thu 1 Jan");
        assert_eq!(past(328 * DAY), "31 Dec 2025");
        assert_eq!(past(365 * DAY), "24 Nov 2025", "the same day of another year");
        let coming = |ms: i64| ahead(now + ms, now, &zone);
        assert_eq!(coming(HOUR), "15:02");
        assert_eq!(coming(10 * HOUR), "Wed 00:02");
        assert_eq!(coming(7 * DAY), "Tue 14:02", "a week ahead, not today");
    }

    #[test]
    fn spans_are_rounded_up() {
        let shown: Vec<String> = [
            0,
            39_500,
            59_001,
            MINUTE,
            11 * MINUTE + 1,
            2 * HOUR,
            2 * HOUR + 5 * MINUTE,
            3 * DAY,
        ]
        .into_iter()
        .map(span)
        .collect();
        let expected = ["0 s", "40 s", "1 min", "1 min", "12 min", "2 h", "2 h 5 min", "3 days"];
        assert_eq!(shown, expected);
    }
}
