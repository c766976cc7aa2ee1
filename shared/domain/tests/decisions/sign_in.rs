//! The way in: what the second step opens on, when the password alone is enough, and which mail follows (spec S04, S12,
//! S13, X01).

use domain::audit::{Actor, Kind};
use domain::message::MailKind;
use domain::person::{Access, PasswordKind};
use domain::sign_in::{How, Outcome, TextPlan};
use domain::time::{DAY, MINUTE};

use crate::world::{DESK, HOME, Has, KEYLESS, NUMBER, PHONE, World};

#[test]
fn s04_with_2sv_on_the_second_step_follows_and_opens_on_the_default_method() {
    let (mut w, ann) = World::with_ann();
    assert_eq!(w.begin(ann, DESK), Outcome::CodeAsked(TextPlan::Sent));
    assert!(w.sessions.is_empty());
    assert_eq!(w.pendings.len(), 1);
    assert_eq!(
        (w.texts.len(), w.texts[0].to.as_str()),
        (1, NUMBER),
        "by text, the default"
    );
}

#[test]
fn s04_the_right_code_signs_in_and_closes_the_second_step() {
    let (mut w, ann) = World::with_ann();
    let pending = w.pend(ann, DESK);
    let code = w.texted(ann);
    assert_eq!(w.code(pending, &code), Outcome::Passed(How::Text));
    let session = w.sessions[0];
    assert_eq!((session.staff, session.browser, session.how), (ann, DESK, How::Text));
    assert!(!w.pending(pending).open);
    let row = w.record.last().unwrap();
    assert_eq!(
        (row.kind, row.detail.as_str(), row.place.as_str()),
        (Kind::SignedIn, "text", "a terminal")
    );
    assert_eq!((&row.actor, row.subject), (&Actor::Staff(ann), Some(ann)));
}

#[test]
fn s13_the_password_alone_signs_in_only_where_2sv_is_off() {
    let mut w = World::new();
    let bob = w.person(false);
    assert_eq!(w.begin(bob, DESK), Outcome::Passed(How::PasswordAlone));
    assert_eq!(
        (w.sessions[0].how, w.pendings.len(), w.texts.len()),
        (How::PasswordAlone, 0, 0)
    );
    w.someone(bob).person.two_step = Has::Texts.two_step(NUMBER);
    assert_eq!(w.begin(bob, DESK), Outcome::CodeAsked(TextPlan::Sent));
    assert_eq!(w.sessions.len(), 1);
}

#[test]
fn s13_a_code_that_cannot_be_sent_is_no_way_in() {
    let (mut w, ann) = World::with_ann();
    w.clinic.cap = 0;
    for browser in [DESK, HOME, PHONE, KEYLESS] {
        assert!(matches!(w.begin(ann, browser), Outcome::CodeAsked(TextPlan::NotYet(_))));
    }
    let pending = w.pendings[0].pending.id;
    assert_eq!(w.code(pending, "000000"), Outcome::Wrong { tries_left: 4 });
    assert!(w.sessions.is_empty());
}

#[test]
fn s02_without_access_nobody_signs_in_and_nothing_is_written() {
    for texts_on in [true, false] {
        let mut w = World::new();
        let bob = w.person(texts_on);
        w.someone(bob).person.access = Access::None;
        assert_eq!(w.begin(bob, DESK), Outcome::SignInAgain);
        assert_eq!(
            (w.sessions.len(), w.pendings.len(), w.texts.len(), w.record.len()),
            (0, 0, 0, 0)
        );
    }
}

/// **This wasn't me**: the password is to be changed first, which only somebody who signs in can do (S11).
#[test]
fn s11_a_reported_password_signs_in_like_an_own_one() {
    for has in Has::ON {
        let (mut w, ann) = World::with_ann_who(has);
        w.someone(ann).person.password = PasswordKind::Reported;
        assert!(w.people[&ann].person.may_sign_in(w.at));
        w.sign_in(ann, DESK);
        assert_ne!(w.sessions[0].how, How::PasswordAlone);
    }
}

#[test]
fn s12_a_full_sign_in_from_a_browser_that_is_not_known_is_mailed_and_makes_it_known() {
    for texts_on in [true, false] {
        let mut w = World::new();
        let ann = w.person(texts_on);
        w.begin(ann, HOME);
        if texts_on {
            assert_eq!(w.mail_kinds(), [], "T39: not before the second step");
            let code = w.texted(ann);
            w.code(w.pendings[0].pending.id, &code);
        }
        assert_eq!(w.mail_kinds(), [MailKind::NewBrowser]);
        w.sign_in(ann, HOME);
        assert_eq!(w.mail_kinds().len(), 1);
        assert_eq!(
            w.familiarity(ann, HOME).recognised,
            texts_on,
            "known after any sign-in, recognised by a second step"
        );
        w.pass(90 * DAY - 1);
        assert!(w.familiarity(ann, HOME).known);
        w.pass(1);
        w.sign_in(ann, HOME);
        assert_eq!(
            w.mail_kinds().len(),
            2,
            "after 90 days without one it is not known any more"
        );
    }
}

#[test]
fn t03_clients_that_cannot_be_told_apart_are_never_known_and_mailed_once_in_ninety_days() {
    let (mut w, ann) = World::with_ann();
    for (passed, mails) in [(0, 1), (DAY, 1), (89 * DAY - 1, 1), (1, 2), (DAY, 2)] {
        w.pass(passed);
        w.sign_in(ann, KEYLESS);
        assert_eq!(w.mail_kinds(), vec![MailKind::NewBrowser; mails]);
        let familiarity = w.familiarity(ann, KEYLESS);
        assert_eq!((familiarity.known, familiarity.recognised), (false, false));
    }
}

#[test]
fn x01_a_first_sign_in_by_recovery_code_owes_one_mail() {
    let (mut w, ann) = World::with_ann();
    let pending = w.pend(ann, PHONE);
    let code = w.recovery_code(ann);
    w.pass(MINUTE);
    w.recover(pending, &code);
    assert_eq!(w.mail_kinds(), [MailKind::RecoveryUsed]);
}
