//! When a text goes out and which code it carries (spec C05, W07; mistakes T22, T28, T29).

use domain::challenge::Purpose;
use domain::lockout::Class;
use domain::resend::{ClinicTexts, Room};
use domain::sign_in::{How, Outcome, TextPlan};
use domain::time::{DAY, HOUR, MINUTE, SECOND};
use domain::verification::Dead;

use crate::world::{DESK, HOME, KEYLESS, PHONE, World};

fn plan(outcome: Outcome) -> TextPlan {
    match outcome {
        Outcome::CodeAsked(plan) => plan,
        Outcome::Passed(_)
        | Outcome::AppCodeAsked
        | Outcome::MustWait(_)
        | Outcome::Dead(_)
        | Outcome::Wrong { .. }
        | Outcome::RecoveryDead
        | Outcome::RecoveryWrong { .. }
        | Outcome::RecoveryMustWait { .. }
        | Outcome::SignInAgain => panic!("a text was asked for: {outcome:?}"),
    }
}

#[test]
fn c05_resend_waits_thirty_seconds_and_then_a_minute_between_texts() {
    let (mut w, ann) = World::with_ann();
    let pending = w.pend(ann, HOME);
    w.pass(30 * SECOND - 1);
    assert_eq!(plan(w.resend(pending)), TextPlan::NotYet(Room::Gap { in_ms: 1 }));
    w.pass(1);
    assert_eq!(plan(w.resend(pending)), TextPlan::SentAgain);
    w.pass(MINUTE - 1);
    assert_eq!(plan(w.resend(pending)), TextPlan::NotYet(Room::Gap { in_ms: 1 }));
    w.pass(1);
    assert_eq!(plan(w.resend(pending)), TextPlan::SentAgain);
    assert_eq!(w.texts.len(), 3);
}

// T29
#[test]
fn c05_the_same_code_is_sent_again_while_two_minutes_are_left_and_its_end_stays() {
    for (passed, expected) in [(3 * MINUTE, TextPlan::SentAgain), (3 * MINUTE + 1, TextPlan::Replaced)] {
        let (mut w, ann) = World::with_ann();
        let pending = w.pend(ann, HOME);
        let (first, issued) = (w.texted(ann), w.challenges[0].1.clone());
        w.pass(passed);
        assert_eq!(plan(w.resend(pending)), expected);
        let now = &w.challenges[0].1;
        assert_eq!(w.challenges.len(), 1, "one challenge, whichever code");
        match expected {
            TextPlan::SentAgain => assert_eq!((*now == issued, w.texted(ann) == first), (true, true)),
            TextPlan::Replaced => {
                assert_eq!((now.reissue, now.shown_left_ms(w.at)), (1, 5 * MINUTE));
                assert_ne!(w.texted(ann), first);
                assert_eq!(w.code(pending, &first), Outcome::Dead(Dead::Replaced));
            }
            TextPlan::Sent | TextPlan::TakenOver | TextPlan::NotYet(_) | TextPlan::SignInAgain => unreachable!(),
        }
        let newest = w.texted(ann);
        assert_eq!(w.code(pending, &newest), Outcome::Passed(How::Text));
    }
}

// T29
#[test]
fn c05_the_first_text_that_comes_late_still_opens_after_a_resend() {
    let (mut w, ann) = World::with_ann();
    let pending = w.pend(ann, HOME);
    let late = w.texts[0].code();
    w.pass(2 * MINUTE);
    assert_eq!(plan(w.resend(pending)), TextPlan::SentAgain);
    w.pass(3 * MINUTE + 10 * SECOND - 1);
    assert_eq!(w.code(pending, &late), Outcome::Passed(How::Text));
}

#[test]
fn c05_a_code_that_ended_is_followed_by_a_new_challenge() {
    let (mut w, ann) = World::with_ann();
    let pending = w.pend(ann, HOME);
    w.pass(5 * MINUTE + 10 * SECOND);
    assert_eq!(plan(w.resend(pending)), TextPlan::Sent);
    assert_eq!((w.challenges.len(), w.texts.len()), (2, 2));
}

// T28
#[test]
fn c05_five_texts_in_ten_minutes_whatever_the_terminal_sign_in_or_purpose() {
    let (mut w, ann) = World::with_ann();
    let session = w.sign_in(ann, DESK);
    w.begin(ann, HOME);
    w.step_up_text(session);
    w.begin(ann, PHONE);
    w.pass(MINUTE);
    assert_eq!(plan(w.begin(ann, KEYLESS)), TextPlan::Sent);
    assert_eq!(w.texts.len(), 5);
    w.pass(8 * MINUTE);
    w.restart();
    let left = Room::PersonCap { in_ms: MINUTE };
    assert_eq!(plan(w.begin(ann, PHONE)), TextPlan::NotYet(left));
    assert_eq!(plan(w.step_up_text(session)), TextPlan::NotYet(left));
    assert_eq!(plan(w.set_up_text(session, "+16045550303")), TextPlan::NotYet(left));
    let pending = w.pendings.last().unwrap().pending.id;
    w.pass(MINUTE - 1);
    assert_eq!(plan(w.resend(pending)), TextPlan::NotYet(Room::PersonCap { in_ms: 1 }));
    w.pass(1);
    assert_eq!(plan(w.resend(pending)), TextPlan::Sent);
    assert_eq!(w.texts.len(), 6);
}

#[test]
fn c05_twenty_texts_a_day() {
    let (mut w, ann) = World::with_ann();
    for _ in 0..20 {
        assert_eq!(plan(w.begin(ann, HOME)), TextPlan::Sent);
        w.pass(HOUR);
    }
    assert_eq!(
        plan(w.begin(ann, PHONE)),
        TextPlan::NotYet(Room::PersonCap { in_ms: 4 * HOUR })
    );
    w.pass(4 * HOUR);
    assert_eq!(plan(w.begin(ann, PHONE)), TextPlan::Sent);
}

/// What is said is what holds, also where clocks moved between texts so that the oldest row is not the oldest text.
#[test]
fn c05_the_wait_that_is_told_is_the_wait_there_is() {
    let (mut w, ann) = World::with_ann();
    w.sign_in(ann, DESK);
    w.pass(MINUTE);
    w.move_wall(-DAY / 2);
    for browser in [HOME, PHONE, KEYLESS, DESK] {
        w.pass(MINUTE);
        assert_eq!(plan(w.begin(ann, browser)), TextPlan::Sent);
    }
    w.move_wall(5 * MINUTE);
    w.pass(MINUTE - 1);
    let Outcome::CodeAsked(TextPlan::NotYet(room)) = w.begin(ann, HOME) else {
        panic!("five texts are out")
    };
    let told = room.in_ms();
    w.pass(told - 1);
    assert!(matches!(w.begin(ann, HOME), Outcome::CodeAsked(TextPlan::NotYet(_))));
    w.pass(1);
    assert_eq!(plan(w.begin(ann, HOME)), TextPlan::Sent);
}

#[test]
fn c05_a_used_code_or_another_purpose_sends_at_once() {
    let (mut w, ann) = World::with_ann();
    let session = w.sign_in(ann, DESK);
    assert_eq!(
        plan(w.step_up_text(session)),
        TextPlan::Sent,
        "the sign-in's code was used"
    );
    assert_eq!(plan(w.begin(ann, HOME)), TextPlan::Sent, "another purpose");
    let pending = w.pendings.last().unwrap().pending.id;
    assert_eq!(
        plan(w.resend(pending)),
        TextPlan::NotYet(Room::Gap { in_ms: 30 * SECOND })
    );
    assert_eq!(
        w.texts.iter().map(|text| text.purpose).collect::<Vec<_>>(),
        [Purpose::SignIn, Purpose::StepUp, Purpose::SignIn]
    );
}

#[test]
fn w07_the_clinics_cap_is_told_and_nothing_is_sent() {
    let (mut w, ann) = World::with_ann();
    w.clinic = ClinicTexts {
        sent: 150,
        frees_in_ms: HOUR,
        cap: 150,
    };
    assert_eq!(
        plan(w.begin(ann, HOME)),
        TextPlan::NotYet(Room::ClinicCap { in_ms: HOUR })
    );
    assert_eq!((w.texts.len(), w.challenges.len()), (0, 0));
    let pending = w.pendings[0].pending.id;
    w.clinic.sent = 149;
    assert_eq!(plan(w.resend(pending)), TextPlan::Sent);
}

// T22
#[test]
fn c05_asking_for_texts_counts_as_nothing_and_resets_nothing() {
    let (mut w, ann) = World::with_ann();
    let mut pending = w.pend(ann, HOME);
    let wrong = w.wrong_code(ann);
    for _ in 0..3 {
        w.code(pending, &wrong);
    }
    for _ in 0..4 {
        w.pass(MINUTE);
        w.resend(pending);
        pending = w.pend(ann, HOME);
        w.restart();
    }
    assert_eq!(
        (w.counted(ann, Class::Other), w.ladder(ann, Class::Other).run),
        ((3, 0), 3)
    );
    assert_eq!(w.code(pending, "999999"), Outcome::Wrong { tries_left: 1 });
}
