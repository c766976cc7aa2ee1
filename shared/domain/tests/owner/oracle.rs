//! Business days against another way to count them: minute by minute through a zone's days, with no date arithmetic
//! of the code under test (spec O03).

use std::collections::BTreeSet;

use domain::business_days::{Holidays, release_wall_ms};
use domain::time::MINUTE;
use jiff::Timestamp;
use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;
use proptest::prelude::*;

use crate::{wall, zone};

/// Zones that change at 02:00, at midnight, by half an hour, never; north and south.
const ZONES: &[&str] = &[
    "America/Toronto",
    "America/Vancouver",
    "America/St_Johns",
    "America/Sao_Paulo",
    "America/Asuncion",
    "America/Havana",
    "America/Santiago",
    "Africa/Cairo",
    "Africa/Casablanca",
    "Asia/Amman",
    "Asia/Beirut",
    "Asia/Tehran",
    "Asia/Tokyo",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "Australia/Sydney",
    "Europe/Berlin",
    "Pacific/Apia",
    "Pacific/Kiritimati",
    "UTC",
];

fn day_of(wall_ms: i64, zone: &TimeZone) -> Date {
    let there = Timestamp::from_millisecond(wall_ms).unwrap();
    there.to_zoned_datetime(zone.clone()).date()
}

/// Walks in quarters of an hour, the smallest step any of these zones has ever moved by in the years asked for, and
/// counts the days it meets.
fn walked(opened: i64, closed: &BTreeSet<Date>, zone: &TimeZone) -> i64 {
    const STEP: i64 = 15 * MINUTE;
    let mut last = day_of(opened, zone);
    let mut business_days = 0;
    let mut now = opened - opened.rem_euclid(STEP);
    loop {
        now += STEP;
        let today = day_of(now, zone);
        if today <= last {
            continue;
        }
        if business_days == 2 {
            return now;
        }
        last = today;
        let weekend = matches!(today.weekday(), Weekday::Saturday | Weekday::Sunday);
        business_days += u32::from(!weekend && !closed.contains(&today));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn o03_the_release_is_what_walking_through_the_days_finds(
        which in 0..ZONES.len(),
        minutes in 0_i64..(22 * 366 * 24 * 60),
        seconds in 0_i64..60_000,
        closed in prop::collection::btree_set(0_i64..14, 0..7),
    ) {
        let zone = zone(ZONES[which]);
        let opened = wall("2008-01-01 00:00", "UTC") + minutes * MINUTE + seconds;
        let start = day_of(opened, &zone);
        let closed: BTreeSet<Date> = closed.into_iter().map(|days| start.checked_add(jiff::Span::new().days(days)).unwrap()).collect();
        let written: Vec<String> = closed.iter().map(Date::to_string).collect();
        let holidays = Holidays::parse(&written.join(" ")).unwrap();
        let release = release_wall_ms(opened, &holidays, &zone).unwrap();
        prop_assert_eq!(release, walked(opened, &closed, &zone), "{} {}", ZONES[which], opened);
    }

    #[test]
    fn o03_more_holidays_never_release_sooner_and_opening_later_neither(
        which in 0..ZONES.len(),
        minutes in 0_i64..(30 * 366 * 24 * 60),
        later in 0_i64..(10 * 24 * 60),
        some in prop::collection::btree_set(0_i64..20, 0..5),
        more in prop::collection::btree_set(0_i64..20, 0..5),
    ) {
        let zone = zone(ZONES[which]);
        let opened = wall("2008-01-01 00:00", "UTC") + minutes * MINUTE;
        let start = day_of(opened, &zone);
        let list = |days: &BTreeSet<i64>| {
            let days = days.iter().map(|days| start.checked_add(jiff::Span::new().days(*days)).unwrap().to_string());
            Holidays::parse(&days.collect::<Vec<_>>().join(" ")).unwrap()
        };
        let (some, more) = (list(&some), list(&more));
        let release = release_wall_ms(opened, &some, &zone).unwrap();
        prop_assert!(release > opened);
        prop_assert!(release_wall_ms(opened, &some.and(&more), &zone).unwrap() >= release);
        prop_assert!(release_wall_ms(opened + later * MINUTE, &some, &zone).unwrap() >= release);
        // Two whole business days lie between: never under 47 hours, whatever the clocks do.
        prop_assert!(release - opened >= 47 * 60 * MINUTE, "{}", release - opened);
    }
}
