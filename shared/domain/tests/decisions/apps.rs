//! Codes of an authenticator app at the doors (spec C04, S13, L01, L06; mistakes T1, T3, T15): which are right, that each
//! works once, and that a code is compared with the method it was typed for alone. What the app shows in which half
//! minute is proved in `tests/totp`.

use domain::audit::Kind;
use domain::challenge::ChallengeState;
use domain::ids::StaffId;
use domain::lockout::Class;
use domain::message::MailKind;
use domain::person::Method;
use domain::sign_in::{How, Outcome};
use domain::time::{DAY, HOUR, MINUTE, SECOND};
use domain::totp::STEP_MS;
use domain::verification::Dead;
use proptest::prelude::*;

use crate::world::{DESK, HOME, Has, PHONE, World};

fn ann() -> (World, StaffId) {
    World::with_ann_who(Has::App)
}

#[test]
fn c04_the_codes_of_the_step_before_now_and_next_are_right_and_no_others() {
    for ahead in -10..=10 {
        let (mut w, ann) = ann();
        let pending = w.pend(ann, HOME);
        let code = w.app_shows(ann, ahead);
        let told = w.app_code(pending, &code);
        if (-1..=1).contains(&ahead) {
            assert_eq!(told, Outcome::Passed(How::App), "{ahead}");
            assert_eq!(
                w.last_step(ann),
                Some(w.step() + ahead),
                "the step that matched is used up"
            );
            assert!(!w.pending(pending).open);
            assert_eq!((w.sessions.len(), w.sessions[0].how), (1, How::App));
        } else {
            assert_eq!(told, Outcome::Wrong { tries_left: 4 }, "{ahead}");
            assert_eq!((w.last_step(ann), w.counted(ann, Class::Other)), (None, (1, 0)));
        }
    }
}

// T1
#[test]
fn c04_a_used_code_is_refused_in_the_same_step_and_the_next_at_every_door_and_not_counted() {
    for passed in [0, STEP_MS] {
        let (mut w, ann) = ann();
        let session = w.sign_in(ann, DESK);
        w.pass(passed);
        let code = w.app_shows(ann, -passed / STEP_MS);
        let dead = Outcome::Dead(Dead::StepUsed);
        for browser in [DESK, HOME, PHONE] {
            let pending = w.pend(ann, browser);
            assert_eq!(w.app_code(pending, &code), dead, "{browser:?}");
            assert_eq!(w.pending(pending).pending.wrong, 0);
        }
        assert_eq!(w.step_up_code_of(session, Method::App, &code), dead);
        for class in [Class::Recognised, Class::Other] {
            assert_eq!((w.counted(ann, class), w.ladder(ann, class).run), ((0, 0), 0));
        }
        let row = w.record.last().unwrap();
        assert_eq!((row.kind, row.rule), (Kind::CodeDead, "C04"));
        assert_eq!((w.sessions.len(), w.session(session).failures), (1, 0));
    }
}

// T1
#[test]
fn c04_a_code_used_for_a_step_up_signs_nobody_in() {
    let (mut w, ann) = ann();
    let session = w.sign_in(ann, DESK);
    w.pass(STEP_MS);
    let code = w.app_shows(ann, 0);
    assert_eq!(
        w.step_up_code_of(session, Method::App, &code),
        Outcome::Passed(How::App)
    );
    let pending = w.pend(ann, HOME);
    assert_eq!(w.app_code(pending, &code), Outcome::Dead(Dead::StepUsed));
}

#[test]
fn c04_a_later_step_uses_up_the_ones_before_it() {
    let (mut w, ann) = ann();
    let pending = w.pend(ann, HOME);
    let codes = [-1, 0, 1].map(|ahead| w.app_shows(ann, ahead));
    assert_eq!(w.app_code(pending, &codes[2]), Outcome::Passed(How::App));
    let again = w.pend(ann, HOME);
    for code in codes {
        assert_eq!(w.app_code(again, &code), Outcome::Dead(Dead::StepUsed));
    }
    w.pass(STEP_MS);
    let code = w.app_shows(ann, 1);
    assert_eq!(w.app_code(again, &code), Outcome::Passed(How::App));
}

/// The phone keeps to the server's clock, which goes back: nothing it shows is new until it comes to where it was.
#[test]
fn c04_no_clock_set_back_no_restart_and_no_reboot_makes_a_used_step_good_again() {
    type Jump = fn(&mut World);
    let jumps: [(&str, Jump, i64); 4] = [
        ("an hour back", |w| w.move_wall(-HOUR), HOUR),
        ("a step back", |w| w.move_wall(-STEP_MS), STEP_MS),
        (
            "restart and a minute back",
            |w| {
                w.restart();
                w.move_wall(-MINUTE)
            },
            MINUTE,
        ),
        ("reboot an hour back", |w| w.reboot(-HOUR), HOUR),
    ];
    for (what, jump, back) in jumps {
        let (mut w, ann) = ann();
        w.sign_in(ann, DESK);
        let used = w.last_step(ann);
        jump(&mut w);
        for passed in [0, back - STEP_MS, STEP_MS] {
            w.pass(passed);
            let pending = w.pend(ann, HOME);
            let code = w.app_shows(ann, 0);
            assert_eq!(
                w.app_code(pending, &code),
                Outcome::Dead(Dead::StepUsed),
                "{what}, {passed}"
            );
            assert_eq!(w.last_step(ann), used);
        }
        w.pass(STEP_MS);
        let (pending, code) = (w.pend(ann, HOME), w.app_shows(ann, 0));
        assert_eq!(w.app_code(pending, &code), Outcome::Passed(How::App), "{what}");
    }
}

#[test]
fn c04_a_used_step_is_refused_however_long_it_is_used() {
    let (mut w, ann) = ann();
    w.sign_in(ann, DESK);
    let code = w.app_shows(ann, 0);
    for _ in 0..50 {
        let pending = w.pend(ann, HOME);
        assert_eq!(w.app_code(pending, &code), Outcome::Dead(Dead::StepUsed));
    }
    assert_eq!(w.sessions.len(), 1);
    w.pass(DAY);
    let (pending, fresh) = (w.pend(ann, HOME), w.app_shows(ann, 0));
    assert_eq!(w.app_code(pending, &fresh), Outcome::Passed(How::App));
}

#[test]
fn c04_somebody_elses_app_is_wrong_and_uses_nothing_up() {
    let (mut w, ann) = ann();
    let bob = w.person_who(Has::App);
    let (pending, his) = (w.pend(ann, HOME), w.app_shows(bob, 0));
    assert_eq!(w.app_code(pending, &his), Outcome::Wrong { tries_left: 4 });
    assert_eq!((w.last_step(ann), w.last_step(bob)), (None, None));
    assert_eq!(
        (w.counted(ann, Class::Other), w.counted(bob, Class::Other)),
        ((1, 0), (0, 0))
    );
}

// L02: a guess has one chance, not one with each method.
#[test]
fn l02_a_code_is_compared_with_the_method_it_is_typed_for_alone_and_is_counted() {
    let (mut w, ann) = World::with_ann_who(Has::Both(Method::Sms));
    let session = w.sign_in(ann, DESK);
    w.pass(MINUTE);
    let pending = w.pend(ann, DESK);
    let (text, app) = (w.texted(ann), w.app_shows(ann, 0));
    assert_eq!(w.code_of(pending, Method::Sms, &app), Outcome::Wrong { tries_left: 4 });
    assert_eq!(w.code_of(pending, Method::App, &text), Outcome::Wrong { tries_left: 3 });
    w.step_up_text(session);
    let for_step_up = w.texted(ann);
    assert_eq!(
        w.step_up_code_of(session, Method::Sms, &app),
        Outcome::Wrong { tries_left: 2 }
    );
    let told = w.step_up_code_of(session, Method::App, &for_step_up);
    assert_eq!(told, Outcome::Wrong { tries_left: 1 });
    assert_eq!((w.counted(ann, Class::Recognised), w.last_step(ann)), ((4, 0), None));
    assert_eq!((w.pending(pending).pending.wrong, w.session(session).failures), (2, 2));
    assert_eq!(
        w.code_of(pending, Method::App, &app),
        Outcome::Passed(How::App),
        "each is right as its own"
    );
    assert_eq!(w.step_up_code(session, &for_step_up), Outcome::Passed(How::Text));
}

#[test]
fn l06_a_dead_text_typed_as_an_app_code_is_wrong_and_a_used_app_code_typed_as_text_too() {
    let (mut w, ann) = World::with_ann_who(Has::Both(Method::App));
    w.sign_in(ann, DESK);
    let used = w.app_shows(ann, 0);
    let pending = w.pend(ann, HOME);
    assert_eq!(w.app_code(pending, &used), Outcome::Dead(Dead::StepUsed));
    assert_eq!(w.code(pending, &used), Outcome::Wrong { tries_left: 4 });
    w.ask_text(pending);
    let text = w.texted(ann);
    w.pass(5 * MINUTE + 10 * SECOND);
    assert_eq!(w.code(pending, &text), Outcome::Dead(Dead::Expired));
    assert_eq!(w.app_code(pending, &text), Outcome::Wrong { tries_left: 3 });
}

#[test]
fn s14_a_method_that_is_not_set_up_is_not_judged_at_all() {
    for (has, missing) in [(Has::Texts, Method::App), (Has::App, Method::Sms)] {
        let (mut w, ann) = World::with_ann_who(has);
        let session = w.sign_in(ann, DESK);
        let pending = w.pend(ann, HOME);
        assert_eq!(w.code_of(pending, missing, "000000"), Outcome::SignInAgain);
        assert_eq!(w.step_up_code_of(session, missing, "000000"), Outcome::SignInAgain);
        assert_eq!(w.counted(ann, Class::Other), (0, 0));
        assert_eq!((w.sessions.len(), w.session(session).failures), (1, 0));
    }
}

#[test]
fn s13_the_app_works_where_no_text_can_be_sent() {
    for has in [Has::App, Has::Both(Method::Sms), Has::Both(Method::App)] {
        let (mut w, ann) = World::with_ann_who(has);
        w.clinic.cap = 0;
        let (pending, code) = (w.pend(ann, HOME), w.app_shows(ann, 0));
        assert_eq!(w.app_code(pending, &code), Outcome::Passed(How::App));
        assert_eq!(w.texts.len(), 0);
    }
}

#[test]
fn s09_a_text_that_was_not_needed_is_withdrawn_when_the_app_signs_in() {
    let (mut w, ann) = World::with_ann_who(Has::Both(Method::Sms));
    let first = w.pend(ann, HOME);
    let text = w.texted(ann);
    let (second, code) = (w.pend(ann, HOME), w.app_shows(ann, 0));
    assert_eq!(w.app_code(first, &code), Outcome::Passed(How::App));
    assert_eq!(w.challenges[0].1.state, ChallengeState::Void);
    assert_eq!(w.code(second, &text), Outcome::Dead(Dead::Withdrawn));
}

#[test]
fn s12_a_sign_in_by_app_from_a_browser_that_is_not_known_is_mailed_once() {
    let (mut w, ann) = ann();
    let pending = w.pend(ann, HOME);
    assert_eq!(w.mail_kinds(), [], "T39: not before the second step");
    let code = w.app_shows(ann, 0);
    w.app_code(pending, &code);
    assert_eq!(w.mail_kinds(), [MailKind::NewBrowser]);
    assert!(w.familiarity(ann, HOME).recognised, "an app's code is a second step");
    w.sign_in(ann, HOME);
    w.sign_in(ann, DESK);
    assert_eq!(w.mail_kinds().len(), 1);
}

#[test]
fn l10_three_wrong_app_codes_behind_a_right_password_are_mailed_and_a_lockout_too() {
    let (mut w, ann) = ann();
    let (pending, wrong) = (w.pend(ann, HOME), w.wrong_code(ann));
    for _ in 0..3 {
        w.app_code(pending, &wrong);
    }
    assert_eq!(w.mail_kinds(), [MailKind::WrongCodes]);
    w.app_code(pending, &wrong);
    assert!(matches!(w.app_code(pending, &wrong), Outcome::MustWait(wait) if wait.length_ms == 15 * MINUTE));
    assert_eq!(w.mail_kinds(), [MailKind::WrongCodes, MailKind::Lockout]);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    /// T3: whole steps, whatever part of one has passed; the second use comes up to five minutes later.
    #[test]
    fn c04_over_any_drift_the_step_that_matched_is_stored_and_one_code_signs_in_once(
        part_ms in 0..STEP_MS,
        drift_ms in -300_000..=300_000_i64,
        later_ms in 0..300_000_i64,
    ) {
        let (mut w, ann) = ann();
        w.pass(part_ms);
        let pending = w.pend(ann, HOME);
        let ahead = domain::totp::step_of(w.at.wall_ms + drift_ms) - w.step();
        let code = w.app_shows(ann, ahead);
        let fits = [1, 0, -1].into_iter().find(|near| w.app_shows(ann, *near) == code);
        let told = w.app_code(pending, &code);
        prop_assert_eq!(told == Outcome::Passed(How::App), fits.is_some());
        prop_assert_eq!(w.last_step(ann), fits.map(|near| w.step() + near));
        if ahead.abs() <= 1 {
            prop_assert!(fits.is_some());
        }
        let used = w.last_step(ann);
        w.pass(later_ms);
        let again = w.pend(ann, PHONE);
        let told = w.app_code(again, &code);
        let new = [-1, 0, 1].iter().any(|near| Some(w.step() + near) > used && w.app_shows(ann, *near) == code);
        prop_assert_eq!(told == Outcome::Passed(How::App), new, "by chance a later step has the same code");
        prop_assert!(w.last_step(ann) >= used);
    }
}
