//! Setting up an *Authenticator App* (spec M02, M03, M05, M06, C04; mistakes T5, T49, T51, T58): until a code was
//! accepted nothing has changed, and a phone whose clock is off is told so.

use domain::audit::{Ending, Kind};
use domain::enrolment::NotConfirmed;
use domain::ids::{SessionId, StaffId};
use domain::lockout::Class;
use domain::person::{Method, Methods};
use domain::sign_in::{How, Outcome};
use domain::time::{HOUR, MINUTE, SECOND};
use domain::totp::STEP_MS;
use domain::verification::Dead;

use crate::world::{DESK, HOME, Has, NUMBER, World};

/// Steps in 12 hours.
const HALF_DAY: i64 = 12 * HOUR / STEP_MS;

/// Somebody in a session, with the QR code on the screen.
fn setting_up(has: Has) -> (World, StaffId, SessionId) {
    let (mut w, ann) = World::with_ann_who(has);
    let session = w.sign_in(ann, DESK);
    w.pass(MINUTE);
    w.set_up_app(session);
    w.record.clear();
    (w, ann, session)
}

#[test]
fn m02_the_right_code_turns_the_app_on_and_nothing_before_it_does() {
    let (mut w, ann, session) = setting_up(Has::Nothing);
    assert_eq!((w.methods(ann), w.last_step(ann)), (None, None));
    let wrong = w.wrong_code(ann);
    assert_eq!(w.refused_app_code(session, &wrong), Outcome::Wrong { tries_left: 4 });
    assert_eq!(w.methods(ann), None);
    let code = w.new_app_shows(session, 0);
    assert_eq!(w.set_up_app_code(session, &code), Ok(()));
    assert_eq!(w.methods(ann), Some(Methods::App));
    assert_eq!(w.begin(ann, HOME), Outcome::AppCodeAsked);
}

// T5
#[test]
fn c04_the_code_that_confirmed_the_app_counts_as_used() {
    for ahead in [-1, 0, 1] {
        let (mut w, ann, session) = setting_up(Has::Nothing);
        let code = w.new_app_shows(session, ahead);
        assert_eq!(w.set_up_app_code(session, &code), Ok(()));
        assert_eq!(w.last_step(ann), Some(w.step() + ahead));
        let pending = w.pend(ann, HOME);
        assert_eq!(w.app_code(pending, &code), Outcome::Dead(Dead::StepUsed));
        w.pass(2 * STEP_MS);
        let next = w.app_shows(ann, 0);
        assert_eq!(w.app_code(pending, &next), Outcome::Passed(How::App));
    }
}

// T51
#[test]
fn m03_the_old_phone_works_until_the_new_ones_code_was_accepted() {
    let (mut w, ann, session) = setting_up(Has::App);
    let old = w.app_shows(ann, 0);
    let pending = w.pend(ann, HOME);
    let new = w.new_app_shows(session, 0);
    assert_eq!(w.app_code(pending, &new), Outcome::Wrong { tries_left: 4 });
    assert_eq!(w.app_code(pending, &old), Outcome::Passed(How::App));
    w.pass(STEP_MS);
    let (old, new) = (w.app_shows(ann, 0), w.new_app_shows(session, 0));
    assert_eq!(w.set_up_app_code(session, &new), Ok(()));
    let pending = w.pend(ann, HOME);
    assert_eq!(
        w.app_code(pending, &old),
        Outcome::Wrong { tries_left: 4 },
        "a new secret"
    );
    assert_eq!(w.app_code(pending, &new), Outcome::Dead(Dead::StepUsed));
    w.pass(STEP_MS);
    let code = w.app_shows(ann, 0);
    assert_eq!(w.app_code(pending, &code), Outcome::Passed(How::App));
}

#[test]
fn m06_a_second_method_leaves_the_first_one_asked_first() {
    let number = NUMBER.to_owned();
    for (has, expected) in [
        (Has::Nothing, Methods::App),
        (Has::App, Methods::App),
        (
            Has::Texts,
            Has::Both(Method::Sms).two_step(NUMBER).methods().unwrap().clone(),
        ),
        (
            Has::Both(Method::App),
            Methods::Both {
                number,
                default: Method::App,
            },
        ),
    ] {
        let (mut w, ann, session) = setting_up(has);
        let code = w.new_app_shows(session, 0);
        assert_eq!(w.set_up_app_code(session, &code), Ok(()));
        assert_eq!(w.methods(ann), Some(expected), "{has:?}");
    }
}

// T58
#[test]
fn m05_a_phone_whose_clock_is_off_is_told_by_how_much_and_nothing_is_counted() {
    for steps in [2, 5, 10, 120, HALF_DAY] {
        for ahead in [steps, -steps] {
            let (mut w, ann, session) = setting_up(Has::Texts);
            let code = w.new_app_shows(session, ahead);
            for _ in 0..7 {
                let told = w.set_up_app_code(session, &code);
                let ahead_ms = ahead * 30 * SECOND;
                assert_eq!(told, Err(NotConfirmed::ClockOff { ahead_ms }), "{ahead} steps");
            }
            assert_eq!(w.counted(ann, Class::Recognised), (0, 0));
            assert_eq!(w.ladder(ann, Class::Recognised).run, 0);
            assert_eq!(w.methods(ann), Has::Texts.two_step(NUMBER).methods().cloned());
            let rows: Vec<_> = w.record.iter().map(|row| (row.kind, row.outcome, row.rule)).collect();
            assert_eq!(rows, [(Kind::CodeDead, Ending::Refused, "M05"); 7]);
            assert!(
                w.record.iter().all(|row| !row.detail.contains(&code)),
                "Z03: no code in the record"
            );
        }
    }
}

#[test]
fn m05_beyond_twelve_hours_it_is_a_wrong_code_and_counted() {
    for ahead in [HALF_DAY + 1, -HALF_DAY - 1] {
        let (mut w, ann, session) = setting_up(Has::Nothing);
        let code = w.new_app_shows(session, ahead);
        assert_eq!(
            w.refused_app_code(session, &code),
            Outcome::Wrong { tries_left: 4 },
            "{ahead}"
        );
        assert_eq!(w.counted(ann, Class::Recognised), (1, 0));
    }
}

#[test]
fn m05_within_a_step_the_clock_is_good_enough() {
    for ahead in [-1, 0, 1] {
        let (mut w, _, session) = setting_up(Has::Nothing);
        let code = w.new_app_shows(session, ahead);
        assert_eq!(w.set_up_app_code(session, &code), Ok(()), "{ahead}");
    }
}

#[test]
fn m05_a_clock_that_is_off_starts_no_wait_and_in_a_wait_it_is_not_told() {
    let (mut w, ann, session) = setting_up(Has::Texts);
    let (off, wrong) = (w.new_app_shows(session, 5), w.wrong_code(ann));
    for tries_left in [4, 3, 2, 1] {
        assert_eq!(w.refused_app_code(session, &wrong), Outcome::Wrong { tries_left });
    }
    let told = w.set_up_app_code(session, &off);
    assert_eq!(
        told,
        Err(NotConfirmed::ClockOff { ahead_ms: 150 * SECOND }),
        "the fifth would lock"
    );
    assert!(matches!(w.refused_app_code(session, &wrong), Outcome::MustWait(_)));
    assert!(matches!(w.refused_app_code(session, &off), Outcome::MustWait(_)));
    let right = w.new_app_shows(session, 0);
    assert!(matches!(w.refused_app_code(session, &right), Outcome::MustWait(_)));
    assert_eq!(w.counted(ann, Class::Recognised), (5, 0));
    assert_eq!(w.record.last().unwrap().kind, Kind::CodeLockedOut);
}

/// Telling a thief by how much a guess is off would help him, and the person has seen a code accepted before.
#[test]
fn m05_at_sign_in_and_step_up_a_clock_that_is_off_is_a_wrong_code() {
    let (mut w, ann) = World::with_ann_who(Has::App);
    let session = w.sign_in(ann, DESK);
    w.pass(HOUR);
    let (pending, off) = (w.pend(ann, DESK), w.app_shows(ann, 5));
    assert_eq!(w.app_code(pending, &off), Outcome::Wrong { tries_left: 4 });
    assert_eq!(
        w.step_up_code_of(session, Method::App, &off),
        Outcome::Wrong { tries_left: 3 }
    );
}

#[test]
fn m02_the_recovery_code_comes_with_the_first_method_and_stays_with_the_second() {
    let (mut w, ann, session) = setting_up(Has::Nothing);
    assert_eq!(w.bare_recovery(ann), None);
    let code = w.new_app_shows(session, 0);
    assert_eq!(w.set_up_app_code(session, &code), Ok(()));
    let kept = w.bare_recovery(ann);
    assert!(kept.is_some());
    w.set_up_text(session, NUMBER);
    let code = w.texted(ann);
    assert_eq!(w.set_up_code(session, &code), Ok(()));
    assert_eq!(w.bare_recovery(ann), kept, "R07");
}
