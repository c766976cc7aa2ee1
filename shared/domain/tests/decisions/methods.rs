//! Which methods are set up, which is asked first, and going to the other one (spec S04, S05, S09, M06, T28).

use domain::audit::{Ending, Kind};
use domain::lockout::{Class, Ladder};
use domain::person::{Method, Methods, TwoStep};
use domain::resend::Room;
use domain::sign_in::{How, Outcome, TextPlan};
use domain::time::{MINUTE, SECOND, Wait};

use crate::world::{DESK, HOME, Has, NUMBER, OTHER_NUMBER, World};

const LIFE: i64 = 5 * MINUTE + 10 * SECOND;

#[test]
fn m06_what_is_set_up_what_is_asked_first_and_what_is_left_without_one() {
    use Method::{App, Sms};
    let methods = |has: Has| has.two_step(NUMBER).methods().cloned();
    for (has, asked_first, number, texts, app) in [
        (Has::Texts, Sms, Some(NUMBER), true, false),
        (Has::App, App, None, false, true),
        (Has::Both(Sms), Sms, Some(NUMBER), true, true),
        (Has::Both(App), App, Some(NUMBER), true, true),
    ] {
        let set_up = methods(has).unwrap();
        assert_eq!((set_up.default(), set_up.number()), (asked_first, number), "{has:?}");
        assert_eq!((set_up.has(Sms), set_up.has(App)), (texts, app), "{has:?}");
        let both = texts && app;
        assert_eq!(set_up.without(Sms), methods(Has::App).filter(|_| both), "{has:?}");
        assert_eq!(set_up.without(App), methods(Has::Texts).filter(|_| both), "{has:?}");
        let on = TwoStep::On(set_up.clone());
        assert_eq!((on.is_on(), on.methods(), on.number()), (true, Some(&set_up), number));
        assert_eq!((on.has(Sms), on.has(App)), (texts, app));
    }
    let off = TwoStep::Off;
    assert_eq!((off.is_on(), off.methods(), off.number()), (false, None, None));
    assert_eq!((off.has(Sms), off.has(App)), (false, false));
}

#[test]
fn m06_methods_are_stored_by_name_and_shown_by_label() {
    for method in Method::ALL {
        assert_eq!(Method::parse(method.as_str()), Some(*method));
        assert_ne!(method.other(), *method);
        assert_eq!(method.other().other(), *method);
    }
    assert_eq!(
        Method::ALL.iter().map(|method| method.label()).collect::<Vec<_>>(),
        ["Text Message (SMS)", "Authenticator App"]
    );
    assert_eq!((How::from(Method::Sms), How::from(Method::App)), (How::Text, How::App));
}

#[test]
fn s04_the_second_step_opens_on_the_method_that_is_asked_first() {
    for has in Has::ON {
        let (mut w, ann) = World::with_ann_who(has);
        let first = w.methods(ann).unwrap().default();
        let (outcome, texts) = match first {
            Method::Sms => (Outcome::CodeAsked(TextPlan::Sent), 1),
            Method::App => (Outcome::AppCodeAsked, 0),
        };
        assert_eq!(w.begin(ann, HOME), outcome, "{has:?}");
        assert_eq!(
            (w.texts.len(), w.pendings.len(), w.sessions.len()),
            (texts, 1, 0),
            "{has:?}"
        );
    }
}

#[test]
fn m06_when_the_one_asked_first_goes_the_other_is() {
    for (gone, outcome) in [
        (Method::Sms, Outcome::AppCodeAsked),
        (Method::App, Outcome::CodeAsked(TextPlan::Sent)),
    ] {
        let (mut w, ann) = World::with_ann_who(Has::Both(gone));
        w.remove(ann, gone);
        assert_eq!(w.begin(ann, HOME), outcome);
        w.remove(ann, gone.other());
        w.pass(MINUTE);
        assert_eq!(w.begin(ann, DESK), outcome, "the last one stays");
    }
}

#[test]
fn s05_choosing_texts_sends_one_where_none_is_open() {
    let (mut w, ann) = World::with_ann_who(Has::Both(Method::App));
    let pending = w.pend(ann, HOME);
    w.pass(10 * MINUTE - 1);
    assert_eq!(w.ask_text(pending), Outcome::CodeAsked(TextPlan::Sent));
    assert_eq!((w.texts.len(), w.texts[0].to.as_str()), (1, NUMBER));
    let row = w.record.last().unwrap();
    assert_eq!((row.kind, row.outcome), (Kind::CodeAsked, Ending::Done));
    w.pass(LIFE - 1);
    let code = w.texted(ann);
    assert_eq!(w.code(pending, &code), Outcome::Passed(How::Text));
}

#[test]
fn s05_choosing_texts_takes_an_open_code_over_with_its_end_unchanged() {
    for (passed, plan, texts) in [
        (0, TextPlan::TakenOver, 1),
        (LIFE - 1, TextPlan::TakenOver, 1),
        (LIFE, TextPlan::Sent, 2),
    ] {
        let (mut w, ann) = World::with_ann_who(Has::Both(Method::Sms));
        let pending = w.pend(ann, HOME);
        let before = w.challenges.clone();
        w.pass(passed);
        assert_eq!(w.ask_text(pending), Outcome::CodeAsked(plan), "{passed} ms");
        assert_eq!(w.texts.len(), texts);
        if plan == TextPlan::TakenOver {
            assert_eq!(w.challenges, before);
            assert_eq!(
                w.ask_text(pending),
                Outcome::CodeAsked(plan),
                "going to and fro sends nothing"
            );
        }
        let code = w.texted(ann);
        assert_eq!(w.code(pending, &code), Outcome::Passed(How::Text));
    }
}

#[test]
fn s05_after_minute_ten_choosing_texts_takes_over_and_sends_nothing_more() {
    let (mut w, ann) = World::with_ann_who(Has::Both(Method::App));
    let pending = w.pend(ann, HOME);
    w.pass(9 * MINUTE);
    w.ask_text(pending);
    w.pass(2 * MINUTE);
    assert_eq!(w.ask_text(pending), Outcome::CodeAsked(TextPlan::TakenOver));
    let wrong = w.wrong_code(ann);
    for _ in 0..5 {
        w.app_code(pending, &wrong);
    }
    w.lift(ann);
    assert_eq!(
        w.ask_text(pending),
        Outcome::CodeAsked(TextPlan::SignInAgain),
        "its code died in the lockout"
    );
    let row = w.record.last().unwrap();
    assert_eq!(
        (row.kind, row.outcome, row.rule),
        (Kind::CodeAsked, Ending::Refused, "S09")
    );
    assert_eq!(w.texts.len(), 1);
    w.pass(LIFE);
    assert_eq!(w.ask_text(pending), Outcome::SignInAgain);
}

#[test]
fn s05_in_a_wait_choosing_texts_neither_sends_nor_takes_over() {
    let (mut w, ann) = World::with_ann_who(Has::Both(Method::Sms));
    let pending = w.pend(ann, HOME);
    let wait = Some(Wait::starting(w.at, 15 * MINUTE));
    w.ladders.insert(
        (ann, Class::Other.as_str()),
        Ladder {
            wait,
            ..Ladder::default()
        },
    );
    assert!(w.challenges[0].1.is_live(w.at));
    assert!(matches!(w.ask_text(pending), Outcome::MustWait(_)), "a code is open");
    let row = w.record.last().unwrap();
    assert_eq!(
        (row.kind, row.outcome, row.rule),
        (Kind::CodeAsked, Ending::Refused, "L01")
    );
    w.kill(ann, |_| true);
    assert!(matches!(w.ask_text(pending), Outcome::MustWait(_)), "none is open");
    assert_eq!(w.texts.len(), 1);
}

#[test]
fn s05_choosing_texts_where_none_are_set_up_does_nothing() {
    let (mut w, ann) = World::with_ann_who(Has::App);
    let pending = w.pend(ann, HOME);
    assert_eq!(w.ask_text(pending), Outcome::SignInAgain);
    assert_eq!((w.texts.len(), w.challenges.len()), (0, 0));
}

#[test]
fn c01_choosing_texts_takes_no_code_over_that_went_to_a_number_that_is_no_longer_the_profiles() {
    let (mut w, ann) = World::with_ann_who(Has::Both(Method::App));
    let pending = w.pend(ann, HOME);
    w.ask_text(pending);
    w.pass(MINUTE);
    w.someone(ann).person.two_step = Has::Both(Method::App).two_step(OTHER_NUMBER);
    assert_eq!(w.ask_text(pending), Outcome::CodeAsked(TextPlan::Sent));
    assert_eq!(w.texts.last().unwrap().to, OTHER_NUMBER);
}

// T28
#[test]
fn s05_going_to_and_fro_gets_nobody_more_texts_and_resets_no_counter() {
    let (mut w, ann) = World::with_ann_who(Has::Both(Method::App));
    let pending = w.pend(ann, HOME);
    let wrong = w.wrong_code(ann);
    assert_eq!(w.app_code(pending, &wrong), Outcome::Wrong { tries_left: 4 });
    w.ask_text(pending);
    let wrong = w.wrong_code(ann);
    assert_eq!(w.code(pending, &wrong), Outcome::Wrong { tries_left: 3 });
    for _ in 0..20 {
        w.ask_text(pending);
        w.pass(SECOND);
    }
    assert_eq!(w.texts.len(), 1);
    assert_eq!(
        w.resend(pending),
        Outcome::CodeAsked(TextPlan::NotYet(Room::Gap { in_ms: 10 * SECOND }))
    );
    assert_eq!(w.app_code(pending, &wrong), Outcome::Wrong { tries_left: 2 });
    assert_eq!(w.counted(ann, Class::Other), (3, 0));
}

#[test]
fn w07_choosing_texts_keeps_to_the_clinics_cap() {
    let (mut w, ann) = World::with_ann_who(Has::Both(Method::App));
    w.clinic.cap = 0;
    let pending = w.pend(ann, HOME);
    assert!(matches!(
        w.ask_text(pending),
        Outcome::CodeAsked(TextPlan::NotYet(Room::ClinicCap { .. }))
    ));
    let code = w.app_shows(ann, 0);
    assert_eq!(
        w.app_code(pending, &code),
        Outcome::Passed(How::App),
        "the other way stays open"
    );
}

#[test]
fn s05_the_recovery_code_opens_whichever_method_is_set_up() {
    for has in Has::ON {
        let (mut w, ann) = World::with_ann_who(has);
        let (pending, code) = (w.pend(ann, HOME), w.recovery_code(ann));
        assert_eq!(w.recover(pending, &code), Outcome::Passed(How::Recovery), "{has:?}");
        let Some(Methods::App | Methods::Text { .. } | Methods::Both { .. }) = w.methods(ann) else {
            panic!("2SV stays on");
        };
    }
}
