//! Instants in the clinic's own time, as a person reads them (spec X02). No clock is read here.

use jiff::Timestamp;
use jiff::tz::TimeZone;

/// The instant with its zone: `Tue 24 Nov 2026, 14:03 (Pacific Time / America/Vancouver)`. `None` for an instant
/// beyond the calendar.
pub(super) fn with_zone(wall_ms: i64, time_zone: &str) -> Option<String> {
    let minute = minute(wall_ms, time_zone)?;
    let (_, id) = zone(time_zone);
    Some(match spoken(id) {
        Some(name) => format!("{minute} ({name} / {id})"),
        None => format!("{minute} ({id})"),
    })
}

/// The instant alone: `Tue 24 Nov 2026, 14:03`.
pub(super) fn minute(wall_ms: i64, time_zone: &str) -> Option<String> {
    let there = Timestamp::from_millisecond(wall_ms)
        .ok()?
        .to_zoned_datetime(zone(time_zone).0);
    Some(there.strftime("%a %-d %b %Y, %H:%M").to_string())
}

/// A span in the largest unit that fits: `15 minutes`, `1 hour`, `24 hours`, `3 days`.
pub(super) fn span(minutes: u32) -> String {
    let (count, unit) = match minutes {
        m if m > 1440 && m.is_multiple_of(1440) => (m / 1440, "day"),
        m if m >= 60 && m.is_multiple_of(60) => (m / 60, "hour"),
        m => (m, "minute"),
    };
    format!("{count} {unit}{}", if count == 1 { "" } else { "s" })
}

/// The zone and how it is called; UTC for one that is not known.
fn zone(id: &str) -> (TimeZone, &str) {
    TimeZone::get(id).map_or((TimeZone::UTC, "UTC"), |zone| (zone, id))
}

/// What people call the zone, for those of Canada and the United States. By name, not by the abbreviation of the day:
/// abbreviations are shared (CST) and change with the law.
fn spoken(id: &str) -> Option<&'static str> {
    Some(match id.split_once('/')? {
        ("America", city) => match city {
            "Vancouver" | "Los_Angeles" => "Pacific Time",
            "Whitehorse" | "Dawson" => "Yukon Time",
            "Edmonton" | "Cambridge_Bay" | "Inuvik" | "Yellowknife" | "Creston" | "Dawson_Creek" | "Fort_Nelson"
            | "Denver" | "Boise" | "Phoenix" => "Mountain Time",
            "Winnipeg" | "Regina" | "Swift_Current" | "Rankin_Inlet" | "Resolute" | "Chicago" | "Menominee" => {
                "Central Time"
            }
            "Toronto" | "Montreal" | "Iqaluit" | "Thunder_Bay" | "Atikokan" | "New_York" | "Detroit" => "Eastern Time",
            "Halifax" | "Moncton" | "Glace_Bay" | "Goose_Bay" | "Blanc-Sablon" => "Atlantic Time",
            "St_Johns" => "Newfoundland Time",
            "Anchorage" | "Juneau" | "Sitka" | "Nome" => "Alaska Time",
            _ => return None,
        },
        ("Pacific", "Honolulu") => "Hawaii Time",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 15 July 2026, 21:03:59 UTC.
    const SUMMER: i64 = 1_784_149_439_000;
    /// 24 November 2026, 22:03 UTC.
    const AUTUMN: i64 = 1_795_557_780_000;

    #[test]
    fn x02_an_instant_is_said_in_the_clinics_own_time() {
        for (wall_ms, zone, said) in [
            (
                SUMMER,
                "America/Vancouver",
                "Wed 15 Jul 2026, 14:03 (Pacific Time / America/Vancouver)",
            ),
            (
                SUMMER,
                "America/Toronto",
                "Wed 15 Jul 2026, 17:03 (Eastern Time / America/Toronto)",
            ),
            (
                AUTUMN,
                "America/Toronto",
                "Tue 24 Nov 2026, 17:03 (Eastern Time / America/Toronto)",
            ),
            (
                AUTUMN,
                "America/St_Johns",
                "Tue 24 Nov 2026, 18:33 (Newfoundland Time / America/St_Johns)",
            ),
            (AUTUMN, "Europe/Berlin", "Tue 24 Nov 2026, 23:03 (Europe/Berlin)"),
            (AUTUMN, "Asia/Tokyo", "Wed 25 Nov 2026, 07:03 (Asia/Tokyo)"),
            (AUTUMN, "Moon/Tranquility", "Tue 24 Nov 2026, 22:03 (UTC)"),
            (AUTUMN, "", "Tue 24 Nov 2026, 22:03 (UTC)"),
            (0, "Europe/Berlin", "Thu 1 Jan 1970, 01:00 (Europe/Berlin)"),
        ] {
            assert_eq!(with_zone(wall_ms, zone).as_deref(), Some(said));
        }
        assert_eq!(with_zone(i64::MAX, "Europe/Berlin"), None);
    }

    #[test]
    fn l01_every_wait_of_the_ladder_is_said_in_plain_words() {
        for (minutes, said) in [
            (1, "1 minute"),
            (15, "15 minutes"),
            (60, "1 hour"),
            (90, "90 minutes"),
            (480, "8 hours"),
            (1440, "24 hours"),
            (4320, "3 days"),
        ] {
            assert_eq!(span(minutes), said);
        }
    }
}
