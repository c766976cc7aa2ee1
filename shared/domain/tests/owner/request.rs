//! A request: who may open it, when it may be released, what voids it, when the owner is told (spec O01 to O04; T59,
//! T63).

use std::collections::BTreeMap;

use domain::business_days::Holidays;
use domain::ids::{OfferId, RequestId, StaffId};
use domain::owner_recovery::{
    Calendar, MethodSet, NotOpened, Readiness, Reminder, Request, RequestKind, Void, may_open, moment,
    operator_may_open,
};
use domain::ownership::{NotYours, OFFER_MS, Offer};
use domain::password::TEMPORARY_MS;
use domain::person::{Access, Method, Methods, PasswordKind, Person, TwoStep};
use domain::time::{DAY, HOUR, MINUTE, Now, Term};

use crate::{at, rebooted, shown, wall, wall_moved, zone};

const TORONTO: &str = "America/Toronto";
const JANE: StaffId = StaffId(1);
const FAY: StaffId = StaffId(2);

fn opened() -> Now {
    at(wall("2026-11-06 16:59", TORONTO))
}

fn calendar(holidays: &str) -> Calendar {
    Calendar {
        zone: zone(TORONTO),
        holidays: Holidays::parse(holidays).unwrap(),
    }
}

fn methods() -> MethodSet {
    MethodSet(BTreeMap::from([
        (Method::Sms, 1_790_000_000_000),
        (Method::App, 1_790_000_000_001),
    ]))
}

fn request(holidays: &str) -> Request {
    let calendar = calendar(holidays);
    Request {
        id: RequestId(5),
        kind: RequestKind::Recovery,
        owner: JANE,
        heir: None,
        methods: methods(),
        delay: calendar.delay_from(opened()).unwrap(),
        calendar,
        half_told: false,
        end_told: false,
    }
}

fn readiness(request: &Request, later: &str, at: Now) -> Readiness {
    let delay = request.delay_with(&Holidays::parse(later).unwrap());
    request.readiness(delay, JANE, &methods(), at)
}

fn day(civil: &str) -> Now {
    at(wall(civil, TORONTO))
}

#[test]
fn o03_it_may_be_released_at_the_first_instant_and_not_a_millisecond_before() {
    let request = request("");
    let release = wall("2026-11-11 00:00", TORONTO);
    let before = at(release - 1);
    assert_eq!(readiness(&request, "", before), Readiness::NotBefore(release));
    assert_eq!(readiness(&request, "", at(release)), Readiness::Ready);
    assert_eq!(readiness(&request, "", opened()), Readiness::NotBefore(release));
    assert_eq!(readiness(&request, "", at(release + 30 * DAY)), Readiness::Ready);
}

#[test]
fn o03_holidays_added_later_only_lengthen_and_removed_ones_stay_counted() {
    let plain = request("");
    let monday_off = readiness(&plain, "2026-11-09", day("2026-11-11 00:00"));
    assert_eq!(monday_off, Readiness::NotBefore(wall("2026-11-12 00:00", TORONTO)));
    // The holiday of the opening was taken off the list since.
    let with_holiday = request("2026-11-09");
    let off = readiness(&with_holiday, "", day("2026-11-11 00:00"));
    assert_eq!(off, Readiness::NotBefore(wall("2026-11-12 00:00", TORONTO)));
    // One before, one after: nothing to do with it.
    let elsewhere = readiness(&plain, "2026-11-06 2026-11-11", day("2026-11-11 00:00"));
    assert_eq!(elsewhere, Readiness::Ready);
}

#[test]
fn z08_a_clock_set_forward_names_the_moment_it_would_show_then() {
    let request = request("");
    let two_days_on = wall_moved(opened().plus(HOUR), 10 * DAY);
    let Readiness::NotBefore(named) = readiness(&request, "", two_days_on) else {
        panic!("released by a clock set forward");
    };
    // Four days, seven hours and one minute of real time, less the hour.
    assert_eq!(named - two_days_on.wall_ms, request.delay.length_ms - HOUR);
    assert_eq!(
        readiness(&request, "", rebooted(day("2026-11-11 00:00"))),
        Readiness::Ready
    );
}

#[test]
fn o03_the_moment_is_named_in_whole_minutes_and_never_one_that_is_over() {
    let request = request("");
    let release = wall("2026-11-11 00:00", TORONTO);
    // The wall clock gained 400 ms on the boot clock, as clocks do that are steered.
    let steered = wall_moved(day("2026-11-10 12:00"), 400);
    assert_eq!(
        moment(request.delay, steered),
        Some(release),
        "parts of a second are not named"
    );
    // At that very minute they are: nobody is told to wait for what is over.
    let last = wall_moved(at(release), 400);
    let behind = Now {
        boot_ms: last.boot_ms - 400,
        ..last
    };
    assert_eq!(moment(request.delay, behind), Some(release + MINUTE));
    assert!(request.delay.ended(behind.plus(MINUTE)));
    assert_eq!(
        moment(request.delay, wall_moved(day("2026-11-10 12:00"), 40_000)),
        Some(release + MINUTE)
    );
    assert_eq!(moment(request.delay, day("2026-11-10 12:00")), Some(release));
    assert_eq!(shown(release, TORONTO), "Wed 2026-11-11 00:00:00 -05:00");
}

#[test]
fn o02_another_owner_or_another_set_of_methods_voids_it() {
    let request = request("");
    let late = day("2026-11-20 12:00");
    let with = |owner, methods: &MethodSet| request.readiness(request.delay, owner, methods, late);
    assert_eq!(with(JANE, &methods()), Readiness::Ready);
    assert_eq!(with(FAY, &methods()), Readiness::Void(Void::OwnerChanged));
    let (mut fewer, mut newer) = (methods(), methods());
    fewer.0.remove(&Method::App);
    newer.0.insert(Method::App, 1_795_000_000_000);
    for other in [fewer, newer, MethodSet::default()] {
        assert_eq!(with(JANE, &other), Readiness::Void(Void::MethodsChanged), "{other:?}");
    }
    // Void beats too early: nobody waits for nothing.
    let early = request.readiness(request.delay, FAY, &methods(), opened());
    assert_eq!(early, Readiness::Void(Void::OwnerChanged));
}

#[test]
fn o02_a_method_set_is_read_back_as_written_and_nothing_else_is() {
    for set in [
        methods(),
        MethodSet::default(),
        MethodSet(BTreeMap::from([(Method::App, -3)])),
    ] {
        assert_eq!(MethodSet::parse(&set.written()), Some(set));
    }
    for bad in ["sms", "sms x", "fax 3", "sms 3,app 4", " "] {
        assert_eq!(MethodSet::parse(bad), None, "{bad:?}");
    }
}

#[test]
fn o02_the_owner_is_told_half_way_and_at_the_end_each_once() {
    let mut request = request("");
    let (delay, half) = (request.delay, request.delay.length_ms / 2);
    assert_eq!(request.reminder(delay, opened().plus(half - 1)), None);
    assert_eq!(request.next_reminder_in_ms(delay, opened().plus(half - 1)), Some(1));
    assert_eq!(request.reminder(delay, opened().plus(half)), Some(Reminder::HalfWay));
    request.half_told = true;
    let end = opened().plus(delay.length_ms);
    assert_eq!(request.reminder(delay, opened().plus(half)), None);
    assert_eq!(
        request.next_reminder_in_ms(delay, opened().plus(half)),
        Some(delay.length_ms - half)
    );
    assert_eq!(request.reminder(delay, opened().plus(delay.length_ms - 1)), None);
    assert_eq!(request.reminder(delay, end), Some(Reminder::End));
    assert_eq!(request.next_reminder_in_ms(delay, end), Some(0));
    request.end_told = true;
    assert_eq!(request.reminder(delay, end), None);
    assert_eq!(request.next_reminder_in_ms(delay, end), None);
}

#[test]
fn o02_after_an_outage_over_both_moments_the_end_alone_is_told() {
    let request = request("");
    let late = opened().plus(request.delay.length_ms + DAY);
    assert_eq!(request.reminder(request.delay, late), Some(Reminder::End));
}

fn person(id: StaffId, access: Access, password: PasswordKind) -> Person {
    Person {
        id,
        access,
        password,
        two_step: TwoStep::On(Methods::App),
        pause: None,
    }
}

fn jane() -> Person {
    person(JANE, Access::Owner, PasswordKind::Own)
}

#[test]
fn o01_only_an_owner_whom_no_other_manager_can_let_in_opens_one() {
    let now = opened();
    let ended = PasswordKind::Temporary {
        term: Term::starting(now.plus(-TEMPORARY_MS), TEMPORARY_MS),
    };
    let lasting = PasswordKind::Temporary {
        term: Term::starting(now.plus(-TEMPORARY_MS + 1), TEMPORARY_MS),
    };
    let fay = |access, password| vec![jane(), person(FAY, access, password)];
    let unable = [
        vec![],
        vec![jane()],
        fay(Access::Full, PasswordKind::Missing),
        fay(Access::Full, ended),
        fay(Access::Staff, PasswordKind::Own),
        fay(Access::None, PasswordKind::Own),
    ];
    for managers in &unable {
        assert_eq!(may_open(&jane(), managers, false, now), Ok(()), "{managers:?}");
        assert_eq!(may_open(&jane(), managers, true, now), Err(NotOpened::RunsAlready));
    }
    for able in [PasswordKind::Own, PasswordKind::Reported, lasting] {
        let managers = fay(Access::Full, able);
        assert_eq!(
            may_open(&jane(), &managers, false, now),
            Err(NotOpened::OthersCanHelp),
            "{able:?}"
        );
    }
    for access in [Access::Full, Access::Staff, Access::None] {
        let other = person(FAY, access, PasswordKind::Own);
        assert_eq!(may_open(&other, &[], false, now), Err(NotOpened::NotOwner));
        assert_eq!(operator_may_open(&other, false), Err(NotOpened::NotOwner));
    }
}

/// T63.
#[test]
fn o01_the_operator_opens_one_for_an_owner_with_no_method_and_no_password_too() {
    let bare = Person {
        two_step: TwoStep::Off,
        ..person(JANE, Access::Owner, PasswordKind::Missing)
    };
    assert_eq!(operator_may_open(&bare, false), Ok(()));
    assert_eq!(operator_may_open(&bare, true), Err(NotOpened::RunsAlready));
}

#[test]
fn a02_an_offer_is_good_for_whom_it_was_made_to_for_seven_days_while_the_owner_is_owner() {
    let offer = Offer {
        id: OfferId(1),
        from: JANE,
        to: FAY,
        term: Term::starting(opened(), OFFER_MS),
    };
    let last = opened().plus(7 * DAY - 1);
    assert_eq!(offer.may_accept(FAY, JANE, last), Ok(()));
    assert_eq!(offer.may_accept(FAY, JANE, last.plus(1)), Err(NotYours::Over));
    assert_eq!(
        offer.may_accept(FAY, JANE, wall_moved(opened(), 7 * DAY)),
        Err(NotYours::Over)
    );
    assert_eq!(
        offer.may_accept(StaffId(3), JANE, last),
        Err(NotYours::OfferedToAnother)
    );
    assert_eq!(offer.may_accept(JANE, JANE, last), Err(NotYours::OfferedToAnother));
    assert_eq!(offer.may_accept(FAY, StaffId(3), last), Err(NotYours::OwnerChanged));
}
