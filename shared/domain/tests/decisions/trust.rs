//! **Trust this browser** (spec T01 to T05, L01, M10, R04, S12; mistakes T41 to T43, T45): where the box counts, how
//! long it skips the second step, what ends it, and that it is no second step itself.

use domain::audit::Kind;
use domain::effect::Effect;
use domain::ids::{StaffId, TrustId};
use domain::lockout::Class;
use domain::message::MailKind;
use domain::person::{Access, Method};
use domain::sign_in::{How, Outcome, TextPlan};
use domain::step_up::{Act, needs};
use domain::time::{DAY, HOUR, MINUTE, Term};
use domain::totp::STEP_MS;
use domain::trust::{TRUST_MS, Trust, TrustFacts, is_offered, skips, term_from};

use crate::world::{BROWSERS, DESK, HOME, Has, KEYLESS, PHONE, World};

const SKIPPED: Outcome = Outcome::Passed(How::Trusted);

/// Ann trusts the browser at home since now.
fn trusting(has: Has) -> (World, StaffId) {
    let (mut w, ann) = World::with_ann_who(has);
    let method = w.methods(ann).unwrap().default();
    w.sign_in_and_trust(ann, HOME, method);
    assert_eq!(w.trusts.len(), 1);
    (w, ann)
}

#[test]
fn t01_the_box_ticked_beside_a_right_code_of_either_method_skips_the_next_second_step() {
    for method in Method::ALL {
        let (mut w, ann) = World::with_ann_who(Has::Both(*method));
        assert!(matches!(w.sign_in_and_trust(ann, HOME, *method), Outcome::Passed(_)));
        assert_eq!(w.trusts[0].trust.term, Term::starting(w.at, 30 * DAY));
        assert_eq!(w.recorded(Kind::TrustBegan), 1);
        let texts = w.texts.len();
        w.pass(MINUTE);
        assert_eq!(w.begin(ann, HOME), SKIPPED);
        assert_eq!(w.sessions.last().unwrap().how, How::Trusted);
        assert_eq!((w.texts.len(), w.pendings.len(), w.trusts[0].uses), (texts, 1, 1));
        let row = w.record.last().unwrap();
        assert_eq!((row.kind, row.detail.as_str()), (Kind::SignedIn, "trust"));
    }
}

#[test]
fn t01_without_the_tick_the_code_is_asked_again() {
    let (mut w, ann) = World::with_ann_who(Has::App);
    w.sign_in(ann, HOME);
    assert_eq!(w.begin(ann, HOME), Outcome::AppCodeAsked);
    assert_eq!((w.trusts.len(), w.recorded(Kind::TrustBegan)), (0, 0));
}

#[test]
fn t01_the_tick_counts_only_where_the_box_is_shown() {
    for method in Method::ALL {
        for allowed in [true, false] {
            for browser in BROWSERS {
                let (mut w, ann) = World::with_ann_who(Has::Both(*method));
                w.trust_allowed = allowed;
                let told = w.sign_in_and_trust(ann, browser, *method);
                assert_eq!(told, Outcome::Passed((*method).into()), "the code itself is right");
                let counts = allowed && browser != KEYLESS;
                let expected = (usize::from(counts), usize::from(counts));
                assert_eq!(
                    (w.trusts.len(), w.recorded(Kind::TrustBegan)),
                    expected,
                    "{allowed}, {browser:?}"
                );
                w.pass(STEP_MS);
                assert_eq!(w.begin(ann, browser) == SKIPPED, counts, "{allowed}, {browser:?}");
            }
        }
    }
}

#[test]
fn t01_the_tick_beside_a_code_that_is_not_right_trusts_nobody() {
    let (mut w, ann) = World::with_ann_who(Has::App);
    w.sign_in(ann, DESK);
    let (pending, used) = (w.pend(ann, HOME), w.app_shows(ann, 0));
    let wrong = w.wrong_code(ann);
    w.code_with(pending, Method::App, &used, true);
    for _ in 0..5 {
        w.code_with(pending, Method::App, &wrong, true);
    }
    w.pass(STEP_MS);
    let right = w.app_shows(ann, 0);
    assert!(matches!(
        w.code_with(pending, Method::App, &right, true),
        Outcome::MustWait(_)
    ));
    assert_eq!((w.trusts.len(), w.recorded(Kind::TrustBegan)), (0, 0));
}

#[test]
fn t02_it_is_offered_where_allowed_and_the_client_can_be_told_apart_and_skips_while_it_lasts() {
    let (w, ann) = World::with_ann();
    let here = Trust {
        id: TrustId(7),
        term: term_from(w.at),
    };
    for allowed in [true, false] {
        for can_be_known in [true, false] {
            for here in [Some(here), None] {
                for (at, lasts) in [
                    (w.at, true),
                    (w.at.plus(TRUST_MS - 1), true),
                    (w.at.plus(TRUST_MS), false),
                ] {
                    let facts = TrustFacts { allowed, here };
                    let mut familiarity = w.familiarity(ann, HOME);
                    familiarity.can_be_known = can_be_known;
                    assert_eq!(is_offered(facts, familiarity), allowed && can_be_known);
                    let counts = allowed && can_be_known && here.is_some() && lasts;
                    let expected = counts.then_some(TrustId(7));
                    assert_eq!(
                        skips(facts, familiarity, at),
                        expected,
                        "{facts:?} {can_be_known} {lasts}"
                    );
                }
            }
        }
    }
    assert_eq!(
        TrustFacts::default(),
        TrustFacts {
            allowed: false,
            here: None
        }
    );
}

// T42
#[test]
fn t02_day_29_is_skipped_and_day_30_asked_on_the_instant() {
    for (passed, skipped) in [
        (0, true),
        (DAY, true),
        (15 * DAY, true),
        (29 * DAY, true),
        (30 * DAY - 1, true),
        (30 * DAY, false),
        (31 * DAY, false),
    ] {
        let (mut w, ann) = trusting(Has::App);
        w.pass(passed);
        let expected = if skipped { SKIPPED } else { Outcome::AppCodeAsked };
        assert_eq!(w.begin(ann, HOME), expected, "{passed} ms");
    }
}

// T42
#[test]
fn t02_use_does_not_extend_it() {
    let (mut w, ann) = trusting(Has::Texts);
    for _ in 0..30 {
        assert_eq!(w.begin(ann, HOME), SKIPPED);
        assert_eq!(w.begin(ann, HOME), SKIPPED, "twice in a row");
        w.pass(DAY);
    }
    assert_eq!(w.trusts[0].uses, 60);
    assert_eq!(w.begin(ann, HOME), Outcome::CodeAsked(TextPlan::Sent));
}

/// Z08: what permits ends by whichever clock went further, and where it cannot be dated.
#[test]
fn t02_no_moved_clock_and_no_reboot_lengthens_it() {
    type Jump = fn(&mut World);
    let jumps: [(&str, Jump, bool); 6] = [
        ("wall to the end", |w| w.move_wall(TRUST_MS), false),
        ("wall to just before", |w| w.move_wall(TRUST_MS - 1), true),
        (
            "wall back and the boot clock to the end",
            |w| {
                w.move_wall(-DAY);
                w.pass(TRUST_MS)
            },
            false,
        ),
        ("wall back", |w| w.move_wall(-300 * DAY), true),
        ("reboot", |w| w.reboot(HOUR), true),
        ("reboot and set back", |w| w.reboot(-HOUR), false),
    ];
    for (what, jump, skipped) in jumps {
        let (mut w, ann) = trusting(Has::Texts);
        jump(&mut w);
        assert_eq!(w.begin(ann, HOME) == SKIPPED, skipped, "{what}");
    }
}

#[test]
fn t04_another_browser_and_another_person_are_asked() {
    let (mut w, ann) = trusting(Has::App);
    let bob = w.person_who(Has::App);
    for browser in [DESK, PHONE, KEYLESS] {
        assert_eq!(w.begin(ann, browser), Outcome::AppCodeAsked, "{browser:?}");
    }
    assert_eq!(w.begin(bob, HOME), Outcome::AppCodeAsked);
    assert_eq!(w.begin(ann, HOME), SKIPPED);
}

// T41
#[test]
fn t05_where_the_clinic_forbids_it_the_code_is_asked_and_allowing_it_again_revives_nothing() {
    let (mut w, ann) = trusting(Has::App);
    w.forbid_trust();
    assert!(!w.trusts[0].ended);
    assert_eq!(
        w.begin(ann, HOME),
        Outcome::AppCodeAsked,
        "though nobody has ended it yet"
    );
    w.allow_trust();
    assert_eq!(w.begin(ann, HOME), Outcome::AppCodeAsked);
}

// T41
#[test]
fn r04_the_recovery_code_ends_every_trust_of_the_person_at_sign_in_and_step_up() {
    for step_up in [false, true] {
        let (mut w, ann) = trusting(Has::App);
        let bob = w.person_who(Has::App);
        w.sign_in_and_trust(bob, HOME, Method::App);
        w.pass(STEP_MS);
        w.sign_in_and_trust(ann, PHONE, Method::App);
        let session = w.sessions.last().unwrap().id;
        let code = w.recovery_code(ann);
        if step_up {
            w.step_up_recovery(session, "ZZZZZZ");
            assert_eq!(w.begin(ann, HOME), SKIPPED, "a wrong one ends nothing");
            w.step_up_recovery(session, &code);
        } else {
            let pending = w.pend(ann, DESK);
            w.recover(pending, "ZZZZZZ");
            assert_eq!(w.begin(ann, HOME), SKIPPED, "a wrong one ends nothing");
            w.recover(pending, &code);
        }
        for browser in [HOME, PHONE] {
            assert_eq!(w.begin(ann, browser), Outcome::AppCodeAsked, "{browser:?}");
        }
        assert_eq!(w.begin(bob, HOME), SKIPPED, "only that person's");
    }
}

#[test]
fn r04_trust_ends_with_the_code_and_before_the_session_exists() {
    let (w, ann) = trusting(Has::App);
    let typed = domain::recovery_code::TypedRecoveryCode::parse(&w.recovery_code(ann)).unwrap();
    let pending = domain::sign_in::Pending {
        id: domain::ids::PendingId(9),
        staff: ann,
        browser: DESK,
        term: Term::starting(w.at, domain::sign_in::PENDING_MS),
        wrong: 0,
    };
    let event = domain::sign_in::Event::Recovery {
        typed: &typed,
        dead: false,
    };
    let facts = w.load(ann, DESK);
    let step = domain::sign_in::advance(domain::sign_in::State::Open(pending), event, &facts.standing(), w.at);
    let place = |wanted: fn(&Effect) -> bool| step.effects.iter().position(wanted).unwrap();
    let ended = place(|effect| matches!(effect, Effect::EndTrust(..)));
    assert!(ended < place(|effect| matches!(effect, Effect::Admit(_))));
}

#[test]
fn t05_an_ended_trust_skips_nothing() {
    let (mut w, ann) = trusting(Has::Texts);
    w.end_trust(ann);
    assert_eq!(w.begin(ann, HOME), Outcome::CodeAsked(TextPlan::Sent));
}

#[test]
fn t05_ticking_again_is_thirty_days_from_then() {
    let (mut w, ann) = trusting(Has::App);
    w.pass(30 * DAY);
    assert_eq!(w.sign_in_and_trust(ann, HOME, Method::App), Outcome::Passed(How::App));
    w.pass(30 * DAY - 1);
    assert_eq!(w.begin(ann, HOME), SKIPPED);
    w.pass(1);
    assert_eq!(w.begin(ann, HOME), Outcome::AppCodeAsked);
}

// T43, T45
#[test]
fn m10_trust_is_no_code_step_and_step_up_asks_a_code() {
    assert!(!How::Trusted.is_code_step());
    let (mut w, ann) = trusting(Has::App);
    w.pass(MINUTE);
    w.begin(ann, HOME);
    let session = w.sessions.last().unwrap();
    assert_eq!((session.how, session.stamps.code_step), (How::Trusted, None));
    let (id, stamps) = (session.id, session.stamps);
    for act in Act::ALL {
        let asked = needs(*act, &w.people[&ann].person, stamps, w.at);
        assert!(asked.code, "{act}");
    }
    let code = w.app_shows(ann, 0);
    assert_eq!(w.step_up_code_of(id, Method::App, &code), Outcome::Passed(How::App));
    assert!(!needs(Act::TurnOff, &w.people[&ann].person, w.session(id).stamps, w.at).code);
}

#[test]
fn t03_trust_makes_no_browser_recognised() {
    let (mut w, ann) = trusting(Has::App);
    let second_step = w.familiar[&(ann, HOME)].1;
    w.pass(29 * DAY);
    assert_eq!(w.begin(ann, HOME), SKIPPED);
    assert_eq!(
        w.familiar[&(ann, HOME)],
        (w.at, second_step),
        "known from now on, recognised as before"
    );
}

#[test]
fn l01_trust_clears_no_ladder_and_is_stopped_by_no_wait() {
    let (mut w, ann) = trusting(Has::App);
    w.pass(MINUTE);
    w.sign_in_and_trust(ann, PHONE, Method::App);
    let session = w.sessions.last().unwrap().id;
    w.pass(MINUTE);
    let wrong = w.wrong_code(ann);
    for _ in 0..5 {
        w.step_up_code_of(session, Method::App, &wrong);
    }
    let (counted, ladder) = (w.counted(ann, Class::Recognised), w.ladder(ann, Class::Recognised));
    assert!(ladder.is_waiting(w.at).is_some());
    assert_eq!(w.begin(ann, HOME), SKIPPED, "no code is compared");
    assert_eq!(w.ladder(ann, Class::Recognised), ladder);
    assert_eq!(w.counted(ann, Class::Recognised), counted);
}

#[test]
fn s12_a_trusted_sign_in_is_mailed_where_the_browser_is_not_known_any_more() {
    let (mut w, ann) = trusting(Has::App);
    w.mails.clear();
    w.begin(ann, HOME);
    assert_eq!(w.mail_kinds(), [], "known since the code");
    w.familiar.remove(&(ann, HOME));
    w.begin(ann, HOME);
    w.begin(ann, HOME);
    assert_eq!(w.mail_kinds(), [MailKind::NewBrowser]);
}

#[test]
fn s14_trust_lets_nobody_in_who_may_not_sign_in_and_is_not_used_where_2sv_is_off() {
    let (mut w, ann) = trusting(Has::App);
    w.someone(ann).person.access = Access::None;
    assert_eq!(w.begin(ann, HOME), Outcome::SignInAgain);
    w.someone(ann).person.access = Access::Staff;
    w.someone(ann).person.two_step = domain::person::TwoStep::Off;
    assert_eq!(w.begin(ann, HOME), Outcome::Passed(How::PasswordAlone));
    assert_eq!(w.trusts[0].uses, 0);
}
