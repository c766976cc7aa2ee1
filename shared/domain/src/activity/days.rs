//! Days as people type them, and when they begin.

use jiff::civil::Date;
use jiff::tz::TimeZone;

/// Why a day cannot be looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadDay {
    /// Nobody knows what is meant.
    #[error("Not a day: type 2026-11-24, 24 Nov, today or yesterday.")]
    Unreadable,
    /// The last day lies before the first.
    #[error("That is before the first day.")]
    BeforeTheFirst,
}

const MONTHS: [&str; 12] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];

/// The day that was typed: `2026-11-24`, `24 Nov 2026`, `24 Nov` (the last one there was), `today`, `yesterday`; `None`
/// for nothing.
///
/// # Errors
/// [`BadDay`].
pub fn day(typed: &str, today: Date) -> Result<Option<Date>, BadDay> {
    let typed = typed.trim().to_ascii_lowercase();
    match typed.as_str() {
        "" => return Ok(None),
        "today" => return Ok(Some(today)),
        "yesterday" => return today.yesterday().map(Some).map_err(|_| BadDay::Unreadable),
        _ => {}
    }
    let is_iso = typed.len() == 10 && typed.bytes().all(|b| b.is_ascii_digit() || b == b'-');
    let found = if is_iso {
        typed.parse().ok()
    } else {
        in_words(&typed, today)
    };
    found.map(Some).ok_or(BadDay::Unreadable)
}

fn in_words(typed: &str, today: Date) -> Option<Date> {
    let words: Vec<&str> = typed.split([' ', ',', '.']).filter(|word| !word.is_empty()).collect();
    let (number, name, year) = match words[..] {
        [number, name] => (number, name, None),
        [number, name, year] if year.len() == 4 => (number, name, Some(year.parse().ok()?)),
        _ => return None,
    };
    let number: i8 = number.parse().ok()?;
    let month = MONTHS
        .iter()
        .position(|month| name.len() >= 3 && name.starts_with(month))?;
    let month = i8::try_from(month + 1).ok()?;
    match year {
        Some(year) => Date::new(year, month, number).ok(),
        None => (0..=8).find_map(|back| {
            let found = Date::new(today.year() - back, month, number).ok()?;
            (found <= today).then_some(found)
        }),
    }
}

/// The first instant of a day, in wall ms: midnight, or what comes instead where there is none.
#[must_use]
pub fn first_instant(day: Date, zone: &TimeZone) -> Option<i64> {
    let begins = day.to_zoned_datetime(zone.clone()).ok()?.start_of_day().ok()?;
    Some(begins.timestamp().as_millisecond())
}
