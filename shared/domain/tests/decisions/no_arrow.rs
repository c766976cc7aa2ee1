//! There is no way from "password right" to a session with 2SV on but a right live code of that very door, the live
//! recovery code or a browser that is trusted still (spec S13, S14, T02; mistakes T43, T59, T60): a table over all
//! states and events, and any sequence of them.

use domain::code::TypedCode;
use domain::effect::Effect;
use domain::ids::{BrowserId, ChallengeId, PendingId, SessionId, StaffId};
use domain::person::Method;
use domain::recovery_code::TypedRecoveryCode;
use domain::sign_in::{Event, How, Outcome, Pending, State, advance};
use domain::time::{DAY, HOUR, MINUTE, SECOND};
use proptest::prelude::*;

use crate::world::{DESK, HOME, Has, KEYLESS, NUMBER, OTHER_NUMBER, TrustRow, World, typed};

const FRESH: ChallengeId = ChallengeId([5; 16]);

/// By what somebody is let in.
fn admitted(effects: &[Effect]) -> Vec<How> {
    let hows = effects.iter().filter_map(|effect| {
        let Effect::Admit(admission) = effect else { return None };
        Some(admission.how())
    });
    hows.collect()
}

fn code(method: Method, typed: &TypedCode, trust: bool) -> Event<'_> {
    Event::Code { method, typed, trust }
}

/// Ann sits at the second step with a text and an app, whatever of it is set up when the event comes.
#[test]
fn t43_only_these_arrows_lead_to_a_session() {
    let mut w = World::new();
    let ann = w.person_who(Has::Both(Method::Sms));
    w.begin(ann, HOME);
    let pending = w.pendings[0].pending;
    let (text, app) = (typed(&w.texted(ann)), typed(&w.app_shows(ann, 0)));
    let wrong = typed(&w.wrong_code(ann));
    let recovery = TypedRecoveryCode::parse(&w.recovery_code(ann)).unwrap();
    let wrong_recovery = TypedRecoveryCode::parse("ZZZZZZ").unwrap();
    let recover = |typed, dead| Event::Recovery { typed, dead };
    let mut events = vec![
        ("begin", Event::Begin { fresh: FRESH }),
        ("recovery code", recover(&recovery, false)),
        ("wrong recovery code", recover(&wrong_recovery, false)),
        ("dead recovery code", recover(&wrong_recovery, true)),
        ("ask for a text", Event::Text { fresh: FRESH }),
        ("resend", Event::Resend { fresh: FRESH }),
    ];
    for trust in [false, true] {
        events.extend([
            ("right text", code(Method::Sms, &text, trust)),
            ("right app code", code(Method::App, &app, trust)),
            ("text as app code", code(Method::App, &text, trust)),
            ("app code as text", code(Method::Sms, &app, trust)),
            ("wrong text", code(Method::Sms, &wrong, trust)),
            ("wrong app code", code(Method::App, &wrong, trust)),
        ]);
    }
    let states = [
        ("password right", State::PasswordRight),
        ("open", State::Open(pending)),
        ("closed", State::Closed),
    ];
    for has in [Has::Nothing].into_iter().chain(Has::ON) {
        for trusted in [false, true] {
            w.end_trust(ann);
            if trusted {
                let term = domain::trust::term_from(w.at);
                w.apply(ann, HOME, vec![Effect::Trust { term }]);
            }
            let two_step = has.two_step(NUMBER);
            w.someone(ann).person.two_step = two_step.clone();
            let facts = w.load(ann, HOME);
            for (name, state) in states {
                for (what, event) in &events {
                    let step = advance(state, *event, &facts.standing(), w.at);
                    let expected = match (name, *what) {
                        ("password right", "begin") if !two_step.is_on() => Some(How::PasswordAlone),
                        ("password right", "begin") => trusted.then_some(How::Trusted),
                        ("open", "right text") => two_step.has(Method::Sms).then_some(How::Text),
                        ("open", "right app code") => two_step.has(Method::App).then_some(How::App),
                        ("open", "recovery code") => two_step.is_on().then_some(How::Recovery),
                        _ => None,
                    };
                    let case = format!("{name}, {what}, {has:?}, trusted: {trusted}");
                    assert_eq!(admitted(&step.effects), Vec::from_iter(expected), "{case}");
                    let passed = if let Outcome::Passed(how) = step.outcome {
                        Some(how)
                    } else {
                        None
                    };
                    assert_eq!(passed, expected, "{case}");
                }
            }
        }
    }
}

#[test]
fn t43_no_step_up_and_no_set_up_makes_a_session() {
    let (mut w, ann) = World::with_ann_who(Has::Both(Method::App));
    let session = w.sign_in(ann, DESK);
    w.pass(MINUTE);
    let code = w.app_shows(ann, 0);
    assert_eq!(
        w.step_up_code_of(session, Method::App, &code),
        Outcome::Passed(How::App)
    );
    w.step_up_text(session);
    let code = w.texted(ann);
    assert_eq!(w.step_up_code(session, &code), Outcome::Passed(How::Text));
    let code = w.recovery_code(ann);
    assert_eq!(w.step_up_recovery(session, &code), Outcome::Passed(How::Recovery));
    w.set_up_text(session, OTHER_NUMBER);
    let code = w.texted(ann);
    assert_eq!(w.set_up_code(session, &code), Ok(()));
    w.set_up_app(session);
    let code = w.new_app_shows(session, 0);
    assert_eq!(w.set_up_app_code(session, &code), Ok(()));
    assert_eq!(w.sessions.len(), 1);
}

/// The secret can be lost while the method is on (a replaced key, Z02): nothing is right then, and nothing skipped.
#[test]
fn s14_an_app_without_its_secret_lets_nobody_in() {
    let (mut w, ann) = World::with_ann_who(Has::App);
    let pending = w.pend(ann, HOME);
    let (code, recovery) = (w.app_shows(ann, 0), w.recovery_code(ann));
    w.someone(ann).app = None;
    assert_eq!(w.app_code(pending, &code), Outcome::SignInAgain);
    assert_eq!(w.begin(ann, HOME), Outcome::AppCodeAsked);
    assert!(w.sessions.is_empty());
    assert_eq!(w.recover(pending, &recovery), Outcome::Passed(How::Recovery));
}

// T59
#[test]
fn t43_a_pending_sign_in_of_somebody_else_or_elsewhere_opens_nothing() {
    let (mut w, ann) = World::with_ann();
    let bob = w.person(true);
    w.begin(bob, HOME);
    w.begin(ann, HOME);
    let his = w.pendings[0].pending;
    let hers = w.pendings[1].pending;
    let code = typed(&w.texted(ann));
    let recovery = TypedRecoveryCode::parse(&w.recovery_code(ann)).unwrap();
    let facts = w.load(ann, HOME);
    for foreign in [his, Pending { browser: DESK, ..hers }] {
        for event in [
            self::code(Method::Sms, &code, true),
            Event::Text { fresh: FRESH },
            Event::Recovery {
                typed: &recovery,
                dead: false,
            },
            Event::Resend { fresh: FRESH },
        ] {
            let step = advance(State::Open(foreign), event, &facts.standing(), w.at);
            assert_eq!((step.outcome, step.effects.len()), (Outcome::SignInAgain, 0));
        }
    }
}

#[derive(Clone, Debug)]
enum Act {
    Begin(usize, usize),
    Text(usize, usize, bool),
    App(usize, i64, bool),
    /// What is right for one method, typed as a code of the other.
    Mixed(usize, Method),
    Recovery(usize, usize),
    AskText(usize),
    Resend(usize),
    StepUpText,
    SetUpText,
    AllowTrust(bool),
    Pass(i64),
    Reboot(i64),
    Restart,
}

fn act() -> impl Strategy<Value = Act> {
    let ms = prop_oneof![
        Just(30 * SECOND),
        Just(MINUTE),
        Just(5 * MINUTE + 10 * SECOND - 1),
        Just(10 * MINUTE),
        Just(15 * MINUTE),
        Just(30 * DAY - 1),
        Just(30 * DAY),
        0..DAY,
    ];
    let method = || prop_oneof![Just(Method::Sms), Just(Method::App)];
    prop_oneof![
        6 => (0..2_usize, 0..3_usize).prop_map(|(who, browser)| Act::Begin(who, browser)),
        6 => (any::<usize>(), any::<usize>(), any::<bool>()).prop_map(|(at, code, tick)| Act::Text(at, code, tick)),
        6 => (any::<usize>(), -3..4_i64, any::<bool>()).prop_map(|(at, ahead, tick)| Act::App(at, ahead, tick)),
        2 => (any::<usize>(), method()).prop_map(|(at, method)| Act::Mixed(at, method)),
        3 => (any::<usize>(), any::<usize>()).prop_map(|(pending, code)| Act::Recovery(pending, code)),
        3 => any::<usize>().prop_map(Act::AskText),
        2 => any::<usize>().prop_map(Act::Resend),
        1 => Just(Act::StepUpText),
        1 => Just(Act::SetUpText),
        1 => any::<bool>().prop_map(Act::AllowTrust),
        4 => ms.prop_map(Act::Pass),
        1 => (-HOUR..HOUR).prop_map(Act::Reboot),
        1 => Just(Act::Restart),
    ]
}

/// Whether `code` is what the newest text of this pending sign-in's person and browser for signing in carries, unused
/// and younger than 5:10: read from the phone and the clock, not from the machine.
fn is_live_code(w: &World, id: PendingId, code: &str) -> bool {
    let pending = w.pending(id).pending;
    let open = |challenge: &domain::challenge::Challenge| {
        challenge.browser == pending.browser
            && challenge.session.is_none()
            && challenge.state == domain::challenge::ChallengeState::Open
    };
    let mine = w
        .challenges
        .iter()
        .filter(|(whose, challenge)| *whose == pending.staff && open(challenge));
    mine.map(|row| &row.1).any(|challenge| {
        let text = w.texts.iter().rfind(|text| text.id == challenge.id).unwrap();
        text.code() == code && w.at.since(challenge.term.start) < 5 * MINUTE + 10 * SECOND
    })
}

/// Whether this person's app shows `code` in the half minute before, now or next, none of which, nor a later one, was
/// used.
fn is_unused_app_code(w: &World, staff: StaffId, code: &str) -> bool {
    let unused = |ahead: &i64| w.last_step(staff).is_none_or(|last| w.step() + ahead > last);
    [-1, 0, 1]
        .iter()
        .filter(|ahead| unused(ahead))
        .any(|ahead| w.app_shows(staff, *ahead) == code)
}

/// Whether the box was ticked there less than 30 days ago, by the clock that went further.
fn is_trusted(w: &World, staff: StaffId, browser: BrowserId) -> bool {
    let counts = |row: &TrustRow| {
        let term = row.trust.term;
        (row.staff, row.browser, row.ended) == (staff, browser, false)
            && w.at.since(term.start) < 30 * DAY
            && !w.at.cannot_date(term.start)
    };
    w.trust_allowed && browser != KEYLESS && w.trusts.iter().any(counts)
}

fn last_steps(w: &World) -> Vec<Option<i64>> {
    w.people.keys().map(|who| w.last_step(*who)).collect()
}

/// Does one thing; whether it deserves a session.
fn play(w: &mut World, act: Act) -> bool {
    let staff = [StaffId(1), StaffId(2)];
    let pending = |w: &World, nth: usize| w.pendings[nth % w.pendings.len()].pending;
    match act {
        Act::Begin(who, browser) => {
            let (who, browser) = (staff[who], [DESK, HOME, KEYLESS][browser]);
            let deserved = is_trusted(w, who, browser);
            w.begin(who, browser);
            deserved
        }
        Act::Text(..) | Act::App(..) | Act::Mixed(..) | Act::Recovery(..) | Act::AskText(_) | Act::Resend(_)
            if w.pendings.is_empty() =>
        {
            false
        }
        Act::Text(nth, code, trust) => {
            let id = pending(w, nth).id;
            let code = w.texts[code % w.texts.len()].code();
            let deserved = is_live_code(w, id, &code);
            w.code_with(id, Method::Sms, &code, trust);
            deserved
        }
        Act::App(nth, ahead, trust) => {
            let one = pending(w, nth);
            let code = w.app_shows(one.staff, ahead);
            let deserved = is_unused_app_code(w, one.staff, &code);
            w.code_with(one.id, Method::App, &code, trust);
            deserved
        }
        Act::Mixed(nth, method) => {
            let one = pending(w, nth);
            // By a chance in a million the same digits are right both ways.
            let (code, deserved) = match method {
                Method::Sms => {
                    let code = w.app_shows(one.staff, 0);
                    (code.clone(), is_live_code(w, one.id, &code))
                }
                Method::App => {
                    let code = w.texts.last().unwrap().code();
                    (code.clone(), is_unused_app_code(w, one.staff, &code))
                }
            };
            w.code_of(one.id, method, &code);
            deserved
        }
        Act::Recovery(nth, code) => {
            let one = pending(w, nth);
            let code = w.recovery_code(staff[code % 2]);
            let deserved = code == w.recovery_code(one.staff);
            w.recover(one.id, &code);
            deserved
        }
        Act::AskText(nth) => {
            w.ask_text(pending(w, nth).id);
            false
        }
        Act::Resend(nth) => {
            w.resend(pending(w, nth).id);
            false
        }
        Act::StepUpText => {
            w.step_up_text(SessionId(1));
            false
        }
        Act::SetUpText => {
            w.set_up_text(SessionId(1), OTHER_NUMBER);
            false
        }
        Act::AllowTrust(true) => {
            w.allow_trust();
            false
        }
        Act::AllowTrust(false) => {
            w.forbid_trust();
            false
        }
        Act::Pass(ms) => {
            w.pass(ms);
            false
        }
        Act::Reboot(ms) => {
            w.reboot(ms);
            false
        }
        Act::Restart => {
            w.restart();
            false
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn t43_with_2sv_on_no_sequence_of_events_ends_in_a_session_without_a_live_code_or_trust(
        acts in prop::collection::vec(act(), 1..60),
    ) {
        let (mut w, ann) = World::with_ann_who(Has::Both(Method::Sms));
        w.person_who(Has::Both(Method::App));
        w.sign_in(ann, DESK);
        for act in acts {
            let (sessions, steps) = (w.sessions.len(), last_steps(&w));
            let deserved = play(&mut w, act);
            prop_assert!(w.sessions.len() == sessions || deserved);
            prop_assert!(w.sessions.iter().all(|session| session.how != How::PasswordAlone));
            let never_back = last_steps(&w).iter().zip(&steps).all(|(now, before)| now >= before);
            prop_assert!(never_back, "C04: a used time step stays used");
        }
    }
}
