//! Step-up inside a session (spec M10, X01): which act asks for what, and judging the answers.

use domain::message::MailKind;
use domain::person::{Method, TwoStep};
use domain::sign_in::{How, Outcome, TextPlan};
use domain::step_up::{Act, Needs, Stamps, TABLE, needs, rule};
use domain::time::{DAY, HOUR, MINUTE, Now};

use crate::world::{DESK, HOME, Has, NUMBER, World};

fn ago(at: Now, ms: i64) -> Option<Now> {
    Some(at.plus(-ms))
}

#[test]
fn m10_every_act_has_its_row_and_a_purpose_of_its_own() {
    let acts: Vec<Act> = TABLE.iter().map(|row| row.act).collect();
    assert_eq!(acts, Act::ALL, "each once");
    for act in Act::ALL {
        assert_eq!(rule(*act).act, *act);
        assert_eq!(Act::parse(act.as_str()), Some(*act));
        let purpose = rule(*act).purpose;
        assert_eq!(
            TABLE.iter().filter(|row| row.purpose == purpose).count(),
            1,
            "{purpose}"
        );
        assert!(
            purpose.starts_with(|c: char| c.is_ascii_lowercase())
                && purpose.ends_with(|c: char| c.is_ascii_alphanumeric())
                && purpose.split(' ').count() >= 3
                && purpose.split(' ').all(|word| !word.is_empty()),
            "it stands in \"To {purpose} we ask …\""
        );
        let each_time = matches!(
            act,
            Act::Pause
                | Act::Remove
                | Act::ChangeNumberOf
                | Act::ResetPassword
                | Act::FirstPasswords
                | Act::TransferOwnership
        );
        assert_eq!(
            rule(*act).recent_password_counts,
            !each_time,
            "{act}: A03, A07 and Transfer ask each time"
        );
    }
}

#[test]
fn m10_each_act_asks_for_what_is_missing_to_the_millisecond() {
    let (w, ann) = World::with_ann();
    let at = w.at;
    let mut person = w.people[&ann].person.clone();
    let passwords = [
        (None, true),
        (ago(at, 0), false),
        (ago(at, 5 * MINUTE - 1), false),
        (ago(at, 5 * MINUTE), true),
        (ago(at, DAY), true),
    ];
    let codes = [
        (None, true),
        (ago(at, 0), false),
        (ago(at, 15 * MINUTE - 1), false),
        (ago(at, 15 * MINUTE), true),
        (ago(at, DAY), true),
    ];
    for act in Act::ALL {
        for (password_at, password) in passwords {
            for (code_step, code) in codes {
                let stamps = Stamps {
                    password: password_at,
                    password_act: None,
                    code_step,
                };
                let password = password || !rule(*act).recent_password_counts;
                for has in Has::ON {
                    person.two_step = has.two_step(NUMBER);
                    let asked = needs(*act, &person, stamps, at);
                    assert_eq!(asked, Needs { password, code }, "{act} {has:?} {stamps:?}");
                    assert_eq!(asked.nothing(), !password && !code);
                }
                person.two_step = TwoStep::Off;
                assert_eq!(
                    needs(*act, &person, stamps, at),
                    Needs { password, code: false },
                    "{act} {stamps:?}"
                );
            }
        }
    }
}

/// Z08: a stamp ages by whichever clock went further, and counts for nothing after a reboot that left it undated.
#[test]
fn m10_no_moved_clock_makes_a_stamp_last_longer() {
    let (mut w, ann) = World::with_ann();
    let person = w.people[&ann].person.clone();
    let stamps = Stamps {
        password: Some(w.at),
        password_act: None,
        code_step: Some(w.at),
    };
    let both = Needs {
        password: true,
        code: true,
    };
    let at = w.at;
    w.move_wall(-HOUR);
    w.pass(15 * MINUTE);
    assert_eq!(needs(Act::TurnOff, &person, stamps, w.at), both);
    w.at = at;
    w.move_wall(15 * MINUTE);
    assert_eq!(needs(Act::TurnOff, &person, stamps, w.at), both);
    w.at = at;
    w.reboot(-1);
    assert_eq!(needs(Act::TurnOff, &person, stamps, w.at), both);
}

#[test]
fn m10_a_sign_in_with_a_second_step_is_a_code_step_and_one_without_is_none() {
    let (mut w, ann) = World::with_ann();
    let bob = w.person(false);
    let by_text = w.sign_in(ann, DESK);
    assert_eq!(w.session(by_text).stamps.code_step, Some(w.at));
    let (pending, code) = (w.pend(ann, DESK), w.recovery_code(ann));
    w.recover(pending, &code);
    assert_eq!(w.sessions.last().unwrap().stamps.code_step, Some(w.at));
    let alone = w.sign_in(bob, DESK);
    assert_eq!(w.session(alone).stamps.code_step, None);
    assert_eq!(How::ALL.iter().filter(|how| how.is_code_step()).count(), 3);
}

#[test]
fn m10_a_texted_code_passes_and_is_stamped_on_this_session_alone() {
    let (mut w, ann) = World::with_ann();
    let (one, other) = (w.sign_in(ann, DESK), w.sign_in(ann, HOME));
    w.pass(HOUR);
    let before = w.session(other).stamps;
    assert_eq!(w.step_up_text(one), Outcome::CodeAsked(TextPlan::Sent));
    let code = w.texted(ann);
    w.pass(MINUTE);
    assert_eq!(w.step_up_code(one, &code), Outcome::Passed(How::Text));
    assert_eq!(
        (w.session(one).stamps.code_step, w.session(other).stamps),
        (Some(w.at), before)
    );
    assert_eq!(w.sessions.len(), 2, "a step-up makes no session");
}

#[test]
fn m10_a_code_of_the_app_passes_and_is_stamped_on_this_session_alone() {
    for has in [Has::App, Has::Both(Method::Sms), Has::Both(Method::App)] {
        let (mut w, ann) = World::with_ann_who(has);
        let one = w.sign_in(ann, DESK);
        w.pass(MINUTE);
        let other = w.sign_in(ann, HOME);
        w.pass(HOUR);
        let before = w.session(other).stamps;
        let code = w.app_shows(ann, 0);
        assert_eq!(
            w.step_up_code_of(one, Method::App, &code),
            Outcome::Passed(How::App),
            "{has:?}"
        );
        assert_eq!(
            (w.session(one).stamps.code_step, w.session(other).stamps),
            (Some(w.at), before)
        );
        assert_eq!((w.sessions.len(), w.last_step(ann)), (2, Some(w.step())));
        w.pass(HOUR);
        assert_eq!(
            w.step_up_code_of(one, Method::App, &code),
            Outcome::Wrong { tries_left: 4 }
        );
        assert_eq!(w.session(one).failures, 1);
    }
}

#[test]
fn m10_no_text_is_sent_for_a_step_up_where_none_is_set_up() {
    let (mut w, ann) = World::with_ann_who(Has::App);
    let session = w.sign_in(ann, DESK);
    assert_eq!(w.step_up_text(session), Outcome::SignInAgain);
    assert_eq!((w.texts.len(), w.challenges.len()), (0, 0));
}

#[test]
fn x01_wrong_app_codes_are_failed_step_ups_and_a_used_one_is_none() {
    let (mut w, ann) = World::with_ann_who(Has::Both(Method::Sms));
    let session = w.sign_in(ann, DESK);
    w.pass(MINUTE);
    let (used, wrong) = (w.app_shows(ann, 0), w.wrong_code(ann));
    w.step_up_code_of(session, Method::App, &used);
    w.step_up_code_of(session, Method::App, &wrong);
    w.step_up_code_of(session, Method::Sms, &wrong);
    w.step_up_code_of(session, Method::App, &used);
    assert_eq!((w.mail_kinds(), w.session(session).failures), (vec![], 2));
    w.step_up_code_of(session, Method::App, &wrong);
    assert_eq!(w.mail_kinds(), [MailKind::StepUpFailed]);
}

#[test]
fn m10_the_recovery_code_passes_once_and_is_mailed_once() {
    let (mut w, ann) = World::with_ann();
    let session = w.sign_in(ann, DESK);
    w.pass(HOUR);
    let code = w.recovery_code(ann);
    assert_eq!(w.step_up_recovery(session, &code), Outcome::Passed(How::Recovery));
    assert_eq!(w.session(session).stamps.code_step, Some(w.at));
    assert_eq!(w.mail_kinds(), [MailKind::RecoveryUsed]);
    assert_eq!(w.step_up_recovery(session, &code), Outcome::RecoveryDead);
}

#[test]
fn x01_every_third_failed_step_up_of_a_session_is_mailed() {
    let (mut w, ann) = World::with_ann();
    let session = w.sign_in(ann, DESK);
    w.step_up_code(session, "000000");
    w.step_up_recovery(session, "ZZZZZZ");
    assert_eq!(w.mail_kinds(), []);
    w.step_up_code(session, "000000");
    assert_eq!(w.mail_kinds(), [MailKind::StepUpFailed]);
    w.step_up_recovery(session, "ZZZZZZ");
    assert_eq!((w.mail_kinds().len(), w.session(session).failures), (1, 4));
}

#[test]
fn x01_a_third_failed_step_up_that_starts_a_lockout_owes_one_mail() {
    let (mut w, ann) = World::with_ann();
    let session = w.sign_in(ann, DESK);
    let pending = w.pend(ann, DESK);
    w.code(pending, "000000");
    w.code(pending, "000000");
    for _ in 0..3 {
        w.step_up_code(session, "000000");
    }
    assert_eq!(w.session(session).failures, 3);
    assert_eq!(w.mail_kinds(), [MailKind::Lockout]);
}

#[test]
fn m10_in_a_lockout_no_text_is_sent_and_nothing_more_fails() {
    let (mut w, ann) = World::with_ann();
    let session = w.sign_in(ann, DESK);
    for _ in 0..5 {
        w.step_up_code(session, "000000");
    }
    let texts = w.texts.len();
    assert!(matches!(w.step_up_text(session), Outcome::MustWait(_)));
    assert!(matches!(w.step_up_code(session, "000000"), Outcome::MustWait(_)));
    assert_eq!((w.texts.len(), w.session(session).failures), (texts, 5));
}
