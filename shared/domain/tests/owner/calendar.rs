//! Business days by example: weekends, holidays, both clock changes, months, years, the leap day (spec O03).

use domain::business_days::{CalendarError, Holidays, is_business_day, release_wall_ms};

use crate::{shown, wall, zone};

struct Case {
    zone: &'static str,
    opened: &'static str,
    holidays: &'static str,
    released: &'static str,
}

const fn case(zone: &'static str, opened: &'static str, holidays: &'static str, released: &'static str) -> Case {
    Case {
        zone,
        opened,
        holidays,
        released,
    }
}

#[track_caller]
fn all_hold(cases: &[Case]) {
    for case in cases {
        let holidays = Holidays::parse(case.holidays).unwrap();
        let release = release_wall_ms(wall(case.opened, case.zone), &holidays, &zone(case.zone)).unwrap();
        assert_eq!(
            shown(release, case.zone),
            case.released,
            "{} {}",
            case.zone,
            case.opened
        );
    }
}

#[test]
fn o03_the_two_examples_of_the_spec_hold() {
    all_hold(&[
        case(
            "America/Toronto",
            "2026-11-06 16:59",
            "",
            "Wed 2026-11-11 00:00:00 -05:00",
        ),
        case(
            "America/Toronto",
            "2026-12-24 12:00",
            "2026-12-25 2026-12-28",
            "Thu 2026-12-31 00:00:00 -05:00",
        ),
    ]);
}

#[test]
fn o03_weekends_and_the_day_of_opening_do_not_count() {
    const ZONE: &str = "America/Toronto";
    all_hold(&[
        case(ZONE, "2026-11-09 00:00", "", "Thu 2026-11-12 00:00:00 -05:00"),
        case(ZONE, "2026-11-09 23:59:59.999", "", "Thu 2026-11-12 00:00:00 -05:00"),
        case(ZONE, "2026-11-10 00:00", "", "Fri 2026-11-13 00:00:00 -05:00"),
        case(ZONE, "2026-11-11 09:00", "", "Sat 2026-11-14 00:00:00 -05:00"),
        case(ZONE, "2026-11-12 09:00", "", "Tue 2026-11-17 00:00:00 -05:00"),
        case(ZONE, "2026-11-13 09:00", "", "Wed 2026-11-18 00:00:00 -05:00"),
        case(ZONE, "2026-11-14 09:00", "", "Wed 2026-11-18 00:00:00 -05:00"),
        case(ZONE, "2026-11-15 23:59", "", "Wed 2026-11-18 00:00:00 -05:00"),
    ]);
}

#[test]
fn o03_holidays_count_wherever_they_fall_and_no_holiday_shortens() {
    const ZONE: &str = "America/Toronto";
    all_hold(&[
        // On the day of opening, on a weekend, after the second business day: nothing changes.
        case(ZONE, "2026-11-09 10:00", "2026-11-09", "Thu 2026-11-12 00:00:00 -05:00"),
        case(
            ZONE,
            "2026-11-13 10:00",
            "2026-11-14 2026-11-15",
            "Wed 2026-11-18 00:00:00 -05:00",
        ),
        case(ZONE, "2026-11-09 10:00", "2026-11-12", "Thu 2026-11-12 00:00:00 -05:00"),
        // On one of the two: a day later, over the weekend where it has to.
        case(ZONE, "2026-11-09 10:00", "2026-11-10", "Fri 2026-11-13 00:00:00 -05:00"),
        case(ZONE, "2026-11-11 10:00", "2026-11-13", "Tue 2026-11-17 00:00:00 -05:00"),
        // A week closed.
        case(
            ZONE,
            "2026-11-06 10:00",
            "2026-11-09 2026-11-10 2026-11-11 2026-11-12 2026-11-13",
            "Wed 2026-11-18 00:00:00 -05:00",
        ),
    ]);
}

#[test]
fn o03_months_years_and_the_leap_day_are_crossed() {
    all_hold(&[
        case(
            "Europe/Berlin",
            "2026-01-29 10:00",
            "",
            "Tue 2026-02-03 00:00:00 +01:00",
        ),
        case(
            "Europe/Berlin",
            "2026-12-30 10:00",
            "2027-01-01",
            "Tue 2027-01-05 00:00:00 +01:00",
        ),
        case(
            "Europe/Berlin",
            "2026-12-31 23:59",
            "",
            "Tue 2027-01-05 00:00:00 +01:00",
        ),
        case(
            "Europe/Berlin",
            "2028-02-25 10:00",
            "",
            "Wed 2028-03-01 00:00:00 +01:00",
        ),
        case(
            "Europe/Berlin",
            "2024-02-27 10:00",
            "",
            "Fri 2024-03-01 00:00:00 +01:00",
        ),
        case(
            "Europe/Berlin",
            "2027-02-25 10:00",
            "",
            "Tue 2027-03-02 00:00:00 +01:00",
        ),
        case("Asia/Tokyo", "2100-02-26 10:00", "", "Wed 2100-03-03 00:00:00 +09:00"),
    ]);
}

#[test]
fn o03_both_clock_changes_keep_whole_civil_days() {
    all_hold(&[
        // Forward and back on a Sunday in between.
        case(
            "America/Toronto",
            "2026-03-06 12:00",
            "",
            "Wed 2026-03-11 00:00:00 -04:00",
        ),
        case(
            "America/Toronto",
            "2026-10-30 12:00",
            "",
            "Wed 2026-11-04 00:00:00 -05:00",
        ),
        case(
            "Europe/Berlin",
            "2026-03-27 12:00",
            "",
            "Wed 2026-04-01 00:00:00 +02:00",
        ),
        case(
            "Europe/Berlin",
            "2026-10-23 12:00",
            "",
            "Wed 2026-10-28 00:00:00 +01:00",
        ),
        case(
            "Australia/Lord_Howe",
            "2026-10-02 12:00",
            "",
            "Wed 2026-10-07 00:00:00 +11:00",
        ),
        case(
            "America/St_Johns",
            "2026-10-30 12:00",
            "",
            "Wed 2026-11-04 00:00:00 -03:30",
        ),
        // The first midnight of two: Cuba goes back at 01:00 to 00:00.
        case(
            "America/Havana",
            "2026-10-28 12:00",
            "2026-10-29",
            "Tue 2026-11-03 00:00:00 -05:00",
        ),
        case(
            "America/Havana",
            "2025-10-29 12:00",
            "2025-10-31 2025-11-03",
            "Wed 2025-11-05 00:00:00 -05:00",
        ),
        // Released on the very day the clocks change.
        case(
            "America/Havana",
            "2026-10-28 12:00",
            "",
            "Sat 2026-10-31 00:00:00 -04:00",
        ),
    ]);
}

#[test]
fn o03_where_midnight_does_not_exist_the_day_begins_when_the_clocks_have_moved() {
    all_hold(&[
        // São Paulo, until 2019: Sunday 00:00 became 01:00. Friday and Saturday are made the two by a made-up calendar
        // below; here the change lies inside.
        case(
            "America/Sao_Paulo",
            "2018-11-02 12:00",
            "",
            "Wed 2018-11-07 00:00:00 -02:00",
        ),
        // Cairo, Friday 2024-04-26: 00:00 became 01:00. Tuesday's request ends there.
        case("Africa/Cairo", "2024-04-23 12:00", "", "Fri 2024-04-26 01:00:00 +03:00"),
        // Cairo, Friday 2023-04-28 likewise.
        case("Africa/Cairo", "2023-04-25 09:30", "", "Fri 2023-04-28 01:00:00 +03:00"),
        // Amman, Friday 2021-03-26: 00:00 became 01:00.
        case("Asia/Amman", "2021-03-23 12:00", "", "Fri 2021-03-26 01:00:00 +03:00"),
        // Damascus, Friday 2022-03-25 likewise.
        case(
            "Asia/Damascus",
            "2022-03-22 12:00",
            "",
            "Fri 2022-03-25 01:00:00 +03:00",
        ),
        // Amman, Friday 2021-10-29: at 01:00 back to 00:00; the first midnight counts.
        case("Asia/Amman", "2021-10-26 12:00", "", "Fri 2021-10-29 00:00:00 +03:00"),
        // Beirut and Asunción change on Sundays: the change lies inside.
        case("Asia/Beirut", "2024-03-29 12:00", "", "Wed 2024-04-03 00:00:00 +03:00"),
        case(
            "America/Asuncion",
            "2023-09-29 12:00",
            "",
            "Wed 2023-10-04 00:00:00 -03:00",
        ),
    ]);
}

#[test]
fn o03_a_day_the_zone_left_out_is_no_business_day() {
    // Samoa went from Thursday 2011-12-29 to Saturday 2011-12-31.
    let none = Holidays::default();
    let friday = "2011-12-30".parse().unwrap();
    assert!(!is_business_day(friday, &none, &zone("Pacific/Apia")));
    assert!(is_business_day(friday, &none, &zone("Pacific/Auckland")));
    all_hold(&[
        case("Pacific/Apia", "2011-12-28 12:00", "", "Tue 2012-01-03 00:00:00 +14:00"),
        // Opened on the Thursday, and nothing is left of the Friday.
        case("Pacific/Apia", "2011-12-29 12:00", "", "Wed 2012-01-04 00:00:00 +14:00"),
    ]);
}

#[test]
fn o03_a_list_with_a_word_that_is_no_day_is_refused_and_one_read_back_is_the_same() {
    for bad in ["2026-13-01", "christmas", "2026-12-25 25.12.2026", "2026-02-29"] {
        assert_eq!(Holidays::parse(bad), Err(CalendarError::NotADay), "{bad}");
    }
    let list = Holidays::parse(" 2026-12-28  2026-12-25\n2026-12-28 ").unwrap();
    assert_eq!(list.written(), "2026-12-25 2026-12-28");
    assert_eq!(Holidays::parse(&list.written()), Ok(list));
    assert_eq!(Holidays::parse(""), Ok(Holidays::default()));
}

#[test]
fn o03_beyond_the_calendar_is_an_error_and_no_release() {
    let utc = zone("UTC");
    for beyond in [i64::MAX, i64::MIN, wall("9999-12-29 12:00", "UTC")] {
        let release = release_wall_ms(beyond, &Holidays::default(), &utc);
        assert_eq!(release, Err(CalendarError::Beyond), "{beyond}");
    }
}
