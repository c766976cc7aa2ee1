//! The locked-out owner's request: business days, its delay on the instant and under moved clocks, and what ends it
//! (spec O, Z08; mistakes T59, T63).
#![allow(clippy::unwrap_used)]

mod calendar;
mod delay;
mod oracle;
mod request;

use domain::time::{BootId, Now};
use jiff::tz::TimeZone;

pub(crate) fn zone(name: &str) -> TimeZone {
    TimeZone::get(name).unwrap()
}

/// A civil time of a zone (`2026-11-06 16:59`) as wall milliseconds.
pub(crate) fn wall(civil: &str, zone_name: &str) -> i64 {
    let civil: jiff::civil::DateTime = civil.parse().unwrap();
    let there = civil.to_zoned_datetime(zone(zone_name)).unwrap();
    there.timestamp().as_millisecond()
}

/// Wall milliseconds as that zone's clocks show them, with the offset, so that an hour that comes twice is told apart.
pub(crate) fn shown(wall_ms: i64, zone_name: &str) -> String {
    let there = jiff::Timestamp::from_millisecond(wall_ms).unwrap();
    let there = there.to_zoned_datetime(zone(zone_name));
    there.strftime("%a %Y-%m-%d %H:%M:%S %:z").to_string()
}

/// An instant whose boot clock runs evenly beside the wall clock.
pub(crate) fn at(wall_ms: i64) -> Now {
    Now {
        wall_ms,
        boot_ms: wall_ms - 1_700_000_000_000,
        boot_id: BootId([1; 16]),
    }
}

/// The same instant after a reboot.
pub(crate) fn rebooted(now: Now) -> Now {
    Now {
        boot_ms: 5_000,
        boot_id: BootId([2; 16]),
        ..now
    }
}

/// The same instant with the wall clock moved by `ms`, the boot clock untouched.
pub(crate) fn wall_moved(now: Now, ms: i64) -> Now {
    Now {
        wall_ms: now.wall_ms + ms,
        ..now
    }
}
