//! The clinic's rule (spec E01 to E04), holidays and the clinic's own names (E05), each decision over everything it is
//! taken on.

use domain::contact::{self, BadClinic};
use domain::holiday::{BadHoliday, Holiday, day_of, today};
use domain::ids::{PauseId, StaffId};
use domain::pause::Pause;
use domain::person::{Access, Method, Methods, PasswordKind, Person, TwoStep};
use domain::policy::{
    Readiness, SignOutAfter, is_held_back, is_set_up_by_password, lacks_method, must_set_up, next_told_in_ms, readiness,
};
use domain::sign_in::How;
use domain::time::{DAY, HOUR, MINUTE, Now, Term};

use crate::world::begin;

fn person(access: Access, two_step: TwoStep, pause: Option<Pause>) -> Person {
    Person {
        id: StaffId(1),
        access,
        password: PasswordKind::Own,
        two_step,
        pause,
    }
}

fn paused(at: Now) -> Option<Pause> {
    Some(Pause {
        id: PauseId(1),
        term: Term::starting(at, HOUR),
    })
}

fn ways() -> [TwoStep; 4] {
    let number = || "+16045550100".to_owned();
    [
        TwoStep::Off,
        TwoStep::On(Methods::App),
        TwoStep::On(Methods::Text { number: number() }),
        TwoStep::On(Methods::Both {
            number: number(),
            default: Method::App,
        }),
    ]
}

#[test]
fn e03_t52_whoever_has_no_method_must_set_one_up_the_owner_included_and_a_pause_alone_exempts() {
    let at = begin();
    for access in [Access::Owner, Access::Full, Access::Staff] {
        for enforced in [false, true] {
            for two_step in ways() {
                for pause in [None, paused(at)] {
                    let person = person(access, two_step.clone(), pause);
                    let expected = enforced && !two_step.is_on() && pause.is_none();
                    assert_eq!(must_set_up(enforced, How::PasswordAlone, &person, at), expected);
                    assert_eq!(lacks_method(enforced, &person, at), expected);
                    assert_eq!(is_held_back(true, enforced, &person, at), expected);
                    assert!(
                        !is_held_back(false, enforced, &person, at),
                        "a session that runs is not thrown out"
                    );
                }
            }
        }
    }
}

#[test]
fn e03_a_session_that_began_with_a_code_or_by_trust_is_never_held_back() {
    let at = begin();
    let person = person(Access::Staff, TwoStep::Off, None);
    for how in [How::Trusted, How::Text, How::App, How::Recovery] {
        assert!(!must_set_up(true, how, &person, at), "{how:?}");
    }
}

#[test]
fn e03_a04_the_end_of_a_pause_closes_the_gate_to_the_millisecond() {
    let at = begin();
    let person = person(Access::Staff, TwoStep::Off, paused(at));
    assert!(!is_held_back(true, true, &person, at.plus(HOUR - 1)));
    assert!(is_held_back(true, true, &person, at.plus(HOUR)));
}

#[test]
fn e03_t44_a_first_method_behind_nothing_but_a_password_is_told_where_the_rule_asks_for_it() {
    for enforced in [false, true] {
        for how in [How::PasswordAlone, How::Trusted, How::Text, How::App, How::Recovery] {
            for before in ways() {
                let expected = enforced && how == How::PasswordAlone && before == TwoStep::Off;
                assert_eq!(
                    is_set_up_by_password(enforced, how, &before),
                    expected,
                    "{how:?} {before:?}"
                );
            }
        }
    }
}

#[test]
fn e03_the_managers_are_told_at_once_and_then_once_an_hour_and_no_moved_clock_holds_it_up() {
    let at = begin();
    assert_eq!(next_told_in_ms(None, at), 0);
    assert_eq!(next_told_in_ms(Some(at.wall_ms), at), HOUR);
    assert_eq!(next_told_in_ms(Some(at.wall_ms), at.plus(HOUR - 1)), 1);
    assert_eq!(next_told_in_ms(Some(at.wall_ms), at.plus(HOUR)), 0);
    assert_eq!(next_told_in_ms(Some(at.wall_ms), at.plus(9 * DAY)), 0);
    assert_eq!(next_told_in_ms(Some(at.wall_ms + DAY), at), 0, "set back by a day");
}

#[test]
fn e02_everybody_stands_somewhere_before_the_rule_is_switched_on() {
    let at = begin();
    let [off, app, text, both] = ways();
    let stands = |two_step: &TwoStep, has_number, pause, password| {
        let person = Person {
            password,
            ..person(Access::Staff, two_step.clone(), pause)
        };
        readiness(&person, has_number, at)
    };
    let ended = PasswordKind::Temporary {
        term: Term::starting(at, 0),
    };
    for (two_step, has_number, pause, password, expected) in [
        (&off, true, None, PasswordKind::Own, Readiness::SetsUp),
        (&off, true, None, PasswordKind::Reported, Readiness::SetsUp),
        (&off, true, None, PasswordKind::Missing, Readiness::NoPassword),
        (&off, true, None, ended, Readiness::NoPassword),
        (&off, false, None, PasswordKind::Own, Readiness::NoWayYet),
        (&off, false, None, PasswordKind::Missing, Readiness::NoWayYet),
        (&off, true, paused(at), PasswordKind::Own, Readiness::Paused),
        (&off, false, paused(at), PasswordKind::Own, Readiness::Paused),
        (&app, true, None, PasswordKind::Own, Readiness::On),
        (&app, false, None, PasswordKind::Own, Readiness::OnWithoutNumber),
        (&app, false, paused(at), PasswordKind::Own, Readiness::OnWithoutNumber),
        (&text, true, None, PasswordKind::Own, Readiness::On),
        (&both, true, None, PasswordKind::Missing, Readiness::On),
    ] {
        let found = stands(two_step, has_number, pause, password);
        assert_eq!(found, expected, "{two_step:?} {has_number} {pause:?} {password:?}");
        assert_eq!(found.has_none(), !two_step.is_on());
    }
}

#[test]
fn e04_the_nine_lengths_are_those_of_the_rule_and_read_back() {
    let minutes: Vec<i64> = SignOutAfter::ALL.iter().map(|after| after.ms() / MINUTE).collect();
    assert_eq!(minutes, [10, 30, 60, 120, 240, 480, 720, 1_440, 10_080]);
    let mut labels = Vec::new();
    for after in SignOutAfter::ALL {
        assert_eq!(SignOutAfter::of_ms(after.ms()), Some(after));
        labels.push(after.label());
    }
    labels.dedup();
    assert_eq!(labels.len(), 9);
    for none in [0, -1, 1, 10 * MINUTE - 1, 3 * HOUR, i64::MAX] {
        assert_eq!(SignOutAfter::of_ms(none), None);
    }
    assert_eq!(SignOutAfter::SUGGESTED.label(), "2 hours");
    assert_eq!(SignOutAfter::DEFAULT.ms(), 7 * DAY);
}

#[test]
fn e05_o03_a_holiday_is_a_real_day_from_today_on_with_a_name() {
    let today = day_of("2026-11-24").unwrap();
    let holiday = Holiday::parse(" 2026-12-25 ", "  Christmas\nDay ", today).unwrap();
    assert_eq!(
        (holiday.day().as_str(), holiday.name()),
        ("2026-12-25", "Christmas Day")
    );
    assert!(!holiday.is_on_weekend());
    assert!(
        Holiday::parse("2026-12-26", "Boxing Day", today)
            .unwrap()
            .is_on_weekend()
    );
    assert!(Holiday::parse("2026-11-24", "Today", today).is_ok());
    assert!(Holiday::parse("2028-02-29", "Leap Day", today).is_ok());
    for (day, name, why) in [
        ("", "x", BadHoliday::NoDay),
        ("25.12.2026", "x", BadHoliday::NoDay),
        ("2026-12-32", "x", BadHoliday::NoDay),
        ("2027-02-29", "x", BadHoliday::NoDay),
        ("2026-1-5", "x", BadHoliday::NoDay),
        ("+2026-12-25", "x", BadHoliday::NoDay),
        ("2026-12-25T00", "x", BadHoliday::NoDay),
        ("２026-12-25", "x", BadHoliday::NoDay),
        ("2026-11-23", "x", BadHoliday::Over),
        ("2037-01-01", "x", BadHoliday::TooFar),
        ("2026-12-25", " \u{200b} ", BadHoliday::NoName),
        ("2026-12-25", &"x".repeat(61), BadHoliday::LongName),
    ] {
        assert_eq!(Holiday::parse(day, name, today), Err(why), "{day:?} {name:?}");
        assert_eq!(why.is_about_day(), name.len() == 1, "{why:?}");
    }
}

#[test]
fn e05_the_day_is_the_clinics_own_and_not_the_servers() {
    // 2026-11-24T15:00:00Z is 07:00 in Vancouver; 16 hours later it is still the 24th there.
    let at = Now {
        wall_ms: 1_795_532_400_000,
        ..begin()
    };
    assert_eq!(today("America/Vancouver", at.plus(16 * HOUR)).to_string(), "2026-11-24");
    assert_eq!(today("America/Vancouver", at.plus(17 * HOUR)).to_string(), "2026-11-25");
    assert_eq!(today("Nowhere/At-All", at.plus(16 * HOUR)).to_string(), "2026-11-25");
}

#[test]
fn x04_e05_the_clinics_names_and_contact_are_one_line_and_not_too_long() {
    assert_eq!(contact::clinic_name(" Maple\r\nBcc: x "), Ok("Maple Bcc: x".into()));
    assert_eq!(contact::clinic_name("\u{1b}\u{200b}"), Err(BadClinic::NoName));
    assert_eq!(contact::clinic_name(&"x".repeat(101)), Err(BadClinic::LongName));
    assert_eq!(contact::short_name(" Maple "), Ok("Maple".into()));
    assert_eq!(contact::short_name("\n"), Err(BadClinic::NoShortName));
    assert_eq!(contact::short_name(&"x".repeat(21)), Err(BadClinic::LongShortName));
    assert_eq!(contact::support_contact("\n"), Ok(String::new()));
    assert_eq!(contact::support_contact(&"x".repeat(61)), Err(BadClinic::LongContact));
    assert!(contact::fits_texts("Maple & Co") && !contact::fits_texts("Łódź"));
}
