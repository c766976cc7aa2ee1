//! How long the second step stays open, and what follows from one that was not finished (spec S09, S10).

use domain::challenge::ChallengeState;
use domain::message::MailKind;
use domain::person::{Access, PasswordKind};
use domain::sign_in::{How, Outcome, TextPlan, Unfinished, judge_unfinished};
use domain::time::{DAY, HOUR, MINUTE, SECOND, Term};
use domain::verification::Dead;

use crate::world::{DESK, HOME, World};

const LIFE: i64 = 5 * MINUTE + 10 * SECOND;

#[test]
fn s09_a_pending_sign_in_dies_ten_minutes_after_the_password() {
    for (passed, outcome) in [
        (10 * MINUTE - 1, Outcome::Passed(How::Recovery)),
        (10 * MINUTE, Outcome::SignInAgain),
        (DAY, Outcome::SignInAgain),
    ] {
        let (mut w, ann) = World::with_ann();
        let pending = w.pend(ann, HOME);
        let code = w.recovery_code(ann);
        w.pass(passed);
        assert_eq!(w.recover(pending, &code), outcome, "{passed} ms");
    }
}

#[test]
fn s09_or_with_its_last_code_whichever_is_later() {
    let issued = 10 * MINUTE - 1;
    for (after, outcome) in [(LIFE - 1, Outcome::Passed(How::Text)), (LIFE, Outcome::SignInAgain)] {
        let (mut w, ann) = World::with_ann();
        let pending = w.pend(ann, HOME);
        w.pass(issued);
        assert_eq!(
            w.resend(pending),
            Outcome::CodeAsked(TextPlan::Sent),
            "one millisecond is left for a text"
        );
        w.pass(after);
        let code = w.texted(ann);
        assert_eq!(w.code(pending, &code), outcome);
    }
}

#[test]
fn s09_after_minute_ten_no_text_is_sent() {
    let (mut w, ann) = World::with_ann();
    let pending = w.pend(ann, HOME);
    w.pass(9 * MINUTE);
    w.resend(pending);
    let texts = w.texts.len();
    w.pass(MINUTE);
    assert_eq!(w.resend(pending), Outcome::CodeAsked(TextPlan::SignInAgain));
    w.pass(3 * MINUTE);
    assert_eq!(w.resend(pending), Outcome::CodeAsked(TextPlan::SignInAgain));
    assert_eq!(w.texts.len(), texts);
    let code = w.texted(ann);
    assert_eq!(
        w.code(pending, &code),
        Outcome::Passed(How::Text),
        "the code it has still opens"
    );
}

#[test]
fn s09_a_lockout_kills_the_codes_and_not_the_sign_in() {
    let (mut w, ann) = World::with_ann();
    let pending = w.pend(ann, HOME);
    let (right, wrong) = (w.texted(ann), w.wrong_code(ann));
    for _ in 0..5 {
        w.code(pending, &wrong);
    }
    assert_eq!(w.challenges[0].1.state, ChallengeState::Void);
    assert!(matches!(w.code(pending, &right), Outcome::MustWait(_)));
    assert!(matches!(w.resend(pending), Outcome::MustWait(_)));
    let code = w.recovery_code(ann);
    assert_eq!(w.recover(pending, &code), Outcome::Passed(How::Recovery));
}

/// The code that kept it open past minute ten is dead, the recovery code can be typed all the same.
#[test]
fn s09_a_lockout_past_minute_ten_leaves_the_sign_in_until_its_last_code_would_have_ended() {
    for (after, outcome) in [(LIFE - 1, Outcome::Passed(How::Recovery)), (LIFE, Outcome::SignInAgain)] {
        let (mut w, ann) = World::with_ann();
        let pending = w.pend(ann, HOME);
        w.pass(9 * MINUTE);
        w.resend(pending);
        w.pass(2 * MINUTE);
        let wrong = w.wrong_code(ann);
        for _ in 0..5 {
            w.code(pending, &wrong);
        }
        let code = w.recovery_code(ann);
        w.pass(after - 2 * MINUTE);
        assert_eq!(w.recover(pending, &code), outcome);
    }
}

#[test]
fn s09_a_sign_in_that_is_dead_is_not_brought_back_by_the_code_of_a_later_one() {
    let (mut w, ann) = World::with_ann();
    let first = w.pend(ann, HOME);
    w.pass(10 * MINUTE);
    assert_eq!(w.code(first, "000000"), Outcome::SignInAgain);
    w.begin(ann, HOME);
    let code = w.texted(ann);
    assert_eq!(w.code(first, &code), Outcome::SignInAgain);
    assert_eq!(w.resend(first), Outcome::SignInAgain);
    assert!(w.sessions.is_empty());
}

#[test]
fn s09_a_sign_in_begun_in_a_lockout_opens_on_it_and_takes_the_recovery_code() {
    let (mut w, ann) = World::with_ann();
    let first = w.pend(ann, HOME);
    let wrong = w.wrong_code(ann);
    for _ in 0..5 {
        w.code(first, &wrong);
    }
    let texts = w.texts.len();
    assert!(matches!(w.begin(ann, HOME), Outcome::MustWait(wait) if wait.left_ms(w.at) == 15 * MINUTE));
    assert_eq!(w.texts.len(), texts, "no text in a lockout");
    let (second, code) = (w.pendings[1].pending.id, w.recovery_code(ann));
    assert_eq!(w.recover(second, &code), Outcome::Passed(How::Recovery));
}

#[test]
fn s09_after_the_lockout_the_same_sign_in_gets_a_text_again_while_its_ten_minutes_last() {
    let (mut w, ann) = World::with_ann();
    let pending = w.pend(ann, HOME);
    let wrong = w.wrong_code(ann);
    for _ in 0..5 {
        w.code(pending, &wrong);
    }
    w.lift(ann);
    w.pass(30 * SECOND);
    assert_eq!(w.resend(pending), Outcome::CodeAsked(TextPlan::Sent));
    let code = w.texted(ann);
    assert_eq!(w.code(pending, &code), Outcome::Passed(How::Text));
}

#[test]
fn s14_what_decides_is_looked_at_again_when_the_code_comes() {
    type Change = fn(&mut World);
    let changes: [(&str, Change); 4] = [
        ("no access any more", |w| {
            w.people.values_mut().for_each(|one| one.person.access = Access::None)
        }),
        ("2SV went off", |w| w.turn_off(w.texts[0].staff)),
        ("the password is gone", |w| {
            w.people
                .values_mut()
                .for_each(|one| one.person.password = PasswordKind::Missing);
        }),
        ("the sign-in was closed", |w| w.pendings[0].open = false),
    ];
    for (what, change) in changes {
        let (mut w, ann) = World::with_ann();
        let pending = w.pend(ann, HOME);
        change(&mut w);
        let code = w.texted(ann);
        assert_eq!(w.code(pending, &code), Outcome::SignInAgain, "{what}");
        assert_eq!(w.resend(pending), Outcome::SignInAgain, "{what}");
        let dead_or_live = w.people[&ann]
            .recovery
            .clone()
            .unwrap_or_else(|| w.people[&ann].dead_recovery[0].clone());
        assert_eq!(
            w.recover(pending, dead_or_live.bare().reveal()),
            Outcome::SignInAgain,
            "{what}"
        );
        assert!(w.sessions.is_empty(), "{what}");
    }
}

#[test]
fn s14_a_temporary_password_signs_in_to_its_last_millisecond() {
    for (passed, outcome) in [
        (72 * HOUR - 1, Outcome::Passed(How::Text)),
        (72 * HOUR, Outcome::SignInAgain),
    ] {
        let (mut w, ann) = World::with_ann();
        w.someone(ann).person.password = PasswordKind::Temporary {
            term: Term::starting(w.at, 72 * HOUR),
        };
        w.pass(72 * HOUR - MINUTE);
        let pending = w.pend(ann, HOME);
        w.pass(passed - (72 * HOUR - MINUTE));
        let code = w.texted(ann);
        assert_eq!(w.code(pending, &code), outcome);
    }
}

#[test]
fn s09_a_code_that_ended_leaves_the_sign_in_open_for_the_next() {
    let (mut w, ann) = World::with_ann();
    let pending = w.pend(ann, HOME);
    let code = w.texted(ann);
    w.pass(LIFE);
    assert_eq!(w.code(pending, &code), Outcome::Dead(Dead::Expired));
    assert_eq!(w.resend(pending), Outcome::CodeAsked(TextPlan::Sent));
}

#[test]
fn s10_an_unfinished_sign_in_is_judged_by_browser_wrong_codes_and_what_came_after() {
    let (mut w, ann) = World::with_ann();
    let pending = w.pend(ann, HOME);
    let fresh = w.pending(pending).pending;
    for (recognised, wrong, signed_in, expected) in [
        (false, 0, false, Unfinished::Mailed),
        (false, 1, false, Unfinished::Mailed),
        (true, 0, false, Unfinished::ShownNext),
        (true, 1, false, Unfinished::Mailed),
        (true, 4, false, Unfinished::Mailed),
        (false, 0, true, Unfinished::Nothing),
        (false, 2, true, Unfinished::Nothing),
        (true, 0, true, Unfinished::Nothing),
        (true, 3, true, Unfinished::Nothing),
    ] {
        let judged = domain::sign_in::Pending { wrong, ..fresh };
        assert_eq!(judge_unfinished(&judged, recognised, signed_in), expected);
    }
}

/// S10 says "no wrong code typed", and a wrong recovery code is one: a thief at the desk is not passed over.
#[test]
fn s10_wrong_recovery_codes_are_wrong_codes_of_the_sign_in() {
    let (mut w, ann) = World::with_ann();
    let pending = w.pend(ann, DESK);
    w.recover(pending, "ZZZZZZ");
    assert_eq!(w.pending(pending).pending.wrong, 1);
    assert_eq!(
        judge_unfinished(&w.pending(pending).pending, true, false),
        Unfinished::Mailed
    );
}

#[test]
fn s10_dead_and_unread_codes_are_no_wrong_codes_of_the_sign_in() {
    let (mut w, ann) = World::with_ann();
    let session = w.sign_in(ann, DESK);
    let used = w.texted(ann);
    let pending = w.pend(ann, DESK);
    assert_eq!(w.code(pending, &used), Outcome::Dead(Dead::AlreadyUsed));
    let old = w.recovery_code(ann);
    w.step_up_recovery(session, &old);
    assert_eq!(w.recover(pending, &old), Outcome::RecoveryDead);
    assert_eq!(w.pending(pending).pending.wrong, 0);
    assert_eq!(w.mail_kinds(), [MailKind::RecoveryUsed]);
}
