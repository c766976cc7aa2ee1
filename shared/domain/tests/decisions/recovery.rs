//! The recovery code: always offered, works once, has a budget of its own (spec S05, R03, R04, R06, L04; mistakes T8,
//! T11, T12).

use domain::audit::Kind;
use domain::challenge::ChallengeState;
use domain::lockout::Class;
use domain::message::MailKind;
use domain::sign_in::{How, Outcome, TextPlan};
use domain::time::{DAY, HOUR, MINUTE};

use crate::world::{DESK, HOME, KEYLESS, PHONE, World};

#[test]
fn r03_it_signs_in_instead_of_a_code_from_any_browser_and_leaves_2sv_on() {
    for browser in [DESK, HOME, KEYLESS] {
        let (mut w, ann) = World::with_ann();
        let pending = w.pend(ann, browser);
        let code = w.recovery_code(ann);
        assert_eq!(w.recover(pending, &code), Outcome::Passed(How::Recovery));
        assert_eq!((w.sessions.len(), w.sessions[0].how), (1, How::Recovery));
        assert!(w.people[&ann].person.two_step.is_on());
        assert!(!w.pending(pending).open);
        assert_eq!(w.recorded(Kind::RecoveryUsed), 1);
        assert_eq!(
            w.challenges[0].1.state,
            ChallengeState::Void,
            "the text that was not needed is withdrawn"
        );
    }
}

#[test]
fn r03_it_works_once() {
    let (mut w, ann) = World::with_ann();
    let (first, second) = (w.pend(ann, HOME), w.pend(ann, PHONE));
    let code = w.recovery_code(ann);
    assert_eq!(w.recover(first, &code), Outcome::Passed(How::Recovery));
    for _ in 0..50 {
        assert_eq!(w.recover(second, &code), Outcome::RecoveryDead);
    }
    assert_eq!(w.sessions.len(), 1);
}

// T8
#[test]
fn r03_it_is_dead_before_the_session_exists() {
    let (mut w, ann) = World::with_ann();
    let pending = w.pend(ann, HOME);
    let code = w.people[&ann].recovery.clone().unwrap();
    let typed = domain::recovery_code::TypedRecoveryCode::parse(code.bare().reveal()).unwrap();
    let facts = w.load(ann, HOME);
    let event = domain::sign_in::Event::Recovery {
        typed: &typed,
        dead: false,
    };
    let state = domain::sign_in::State::Open(w.pending(pending).pending);
    let effects = domain::sign_in::advance(state, event, &facts.standing(), w.at).effects;
    let place = |wanted: fn(&domain::effect::Effect) -> bool| effects.iter().position(wanted).unwrap();
    let replaced = place(|effect| matches!(effect, domain::effect::Effect::ReplaceRecovery(_)));
    let admitted = place(|effect| matches!(effect, domain::effect::Effect::Admit(_)));
    assert!(replaced < admitted);
}

#[test]
fn r04_a_fresh_one_takes_its_place_and_the_use_is_the_one_mail() {
    let (mut w, ann) = World::with_ann();
    let pending = w.pend(ann, HOME);
    let old = w.recovery_code(ann);
    w.recover(pending, &old);
    assert_ne!(w.recovery_code(ann), old);
    assert_eq!(
        w.mail_kinds(),
        [MailKind::RecoveryUsed],
        "X01: the browser that is not known stands in the same mail"
    );
    w.pass(HOUR);
    let (again, fresh) = (w.pend(ann, HOME), w.recovery_code(ann));
    assert_eq!(w.recover(again, &fresh), Outcome::Passed(How::Recovery));
}

#[test]
fn r06_an_old_one_is_told_so_and_not_counted() {
    let (mut w, ann) = World::with_ann();
    let (first, second) = (w.pend(ann, HOME), w.pend(ann, PHONE));
    let old = w.recovery_code(ann);
    w.recover(first, &old);
    assert_eq!(w.recover(second, &old), Outcome::RecoveryDead);
    assert_eq!(w.counted(ann, Class::Other), (0, 0));
    let row = w.record.last().unwrap();
    assert_eq!((row.kind, row.rule), (Kind::RecoveryDead, "R06"));
    w.turn_off(ann);
    assert_eq!(
        w.recover(second, &old),
        Outcome::SignInAgain,
        "without 2SV there is nothing to recover"
    );
}

#[test]
fn r06_while_none_is_read_an_old_one_is_not_told_apart_either() {
    let (mut w, ann) = World::with_ann();
    let (first, second) = (w.pend(ann, HOME), w.pend(ann, KEYLESS));
    let old = w.recovery_code(ann);
    w.recover(first, &old);
    for _ in 0..5 {
        w.recover(second, "ZZZZZZ");
    }
    let live = w.recovery_code(ann);
    for code in [&old, &live] {
        assert_eq!(w.recover(second, code), Outcome::RecoveryMustWait { in_ms: DAY });
    }
}

#[test]
fn l04_it_works_during_the_lockout_of_codes() {
    for browser in [DESK, HOME] {
        let (mut w, ann) = World::with_ann();
        let pending = w.pend(ann, browser);
        for _ in 0..5 {
            w.code(pending, "000000");
        }
        let code = w.recovery_code(ann);
        assert_eq!(w.recover(pending, &code), Outcome::Passed(How::Recovery));
    }
}

#[test]
fn l04_five_wrong_ones_and_then_none_is_read_for_a_day_to_the_millisecond() {
    for (passed, outcome) in [
        (DAY - 1, Outcome::RecoveryMustWait { in_ms: 1 }),
        (DAY, Outcome::Passed(How::Recovery)),
    ] {
        let (mut w, ann) = World::with_ann();
        let pending = w.pend(ann, HOME);
        for tries_left in [4, 3, 2, 1, 0] {
            assert_eq!(w.recover(pending, "ZZZZZZ"), Outcome::RecoveryWrong { tries_left });
        }
        assert_eq!(w.recover(pending, "ZZZZZZ"), Outcome::RecoveryMustWait { in_ms: DAY });
        w.restart();
        w.pass(passed);
        let (again, code) = (w.pend(ann, HOME), w.recovery_code(ann));
        assert_eq!(w.recover(again, &code), outcome);
    }
}

#[test]
fn l04_the_budgets_of_the_two_classes_are_apart() {
    let (mut w, ann) = World::with_ann();
    let home = w.pend(ann, HOME);
    for _ in 0..5 {
        w.recover(home, "ZZZZZZ");
    }
    let (desk, code) = (w.pend(ann, DESK), w.recovery_code(ann));
    assert_eq!(w.recover(desk, "ZZZZZZ"), Outcome::RecoveryWrong { tries_left: 4 });
    assert_eq!(w.recover(desk, &code), Outcome::Passed(How::Recovery));
}

// T11
#[test]
fn l04_wrong_recovery_codes_never_touch_the_lockout_of_codes() {
    let (mut w, ann) = World::with_ann();
    let pending = w.pend(ann, HOME);
    for _ in 0..9 {
        w.recover(pending, "ZZZZZZ");
    }
    assert_eq!(w.ladder(ann, Class::Other), domain::lockout::Ladder::default());
    let code = w.texted(ann);
    assert_eq!(w.code(pending, &code), Outcome::Passed(How::Text));
}

#[test]
fn r03_somebody_elses_recovery_code_is_a_wrong_one() {
    let (mut w, ann) = World::with_ann();
    let bob = w.person(true);
    let (pending, his) = (w.pend(ann, HOME), w.recovery_code(bob));
    assert_eq!(w.recover(pending, &his), Outcome::RecoveryWrong { tries_left: 4 });
    assert_eq!(w.recovery_code(bob), his);
}

#[test]
fn s05_it_can_be_typed_whatever_became_of_the_text() {
    let (mut w, ann) = World::with_ann();
    w.clinic.cap = 0;
    let outcome = w.begin(ann, HOME);
    assert!(matches!(outcome, Outcome::CodeAsked(TextPlan::NotYet(_))));
    let (pending, code) = (w.pendings[0].pending.id, w.recovery_code(ann));
    w.pass(9 * MINUTE);
    assert_eq!(w.recover(pending, &code), Outcome::Passed(How::Recovery));
}
