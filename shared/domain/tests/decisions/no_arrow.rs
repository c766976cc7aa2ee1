//! There is no way from "password right" to a session with 2SV on but a right live code of that very door or the live
//! recovery code (spec S13, S14; mistakes T43, T59, T60): a table over all states and events, and any sequence of them.

use domain::effect::Effect;
use domain::ids::{ChallengeId, PendingId};
use domain::recovery_code::TypedRecoveryCode;
use domain::sign_in::{Event, How, Outcome, Pending, State, advance};
use domain::time::{DAY, HOUR, MINUTE, SECOND};
use proptest::prelude::*;

use crate::world::{DESK, HOME, KEYLESS, OTHER_NUMBER, World, typed};

const FRESH: ChallengeId = ChallengeId([5; 16]);

fn admits(effects: &[Effect]) -> bool {
    effects.iter().any(|effect| matches!(effect, Effect::Admit(_)))
}

#[test]
fn t43_only_three_arrows_lead_to_a_session() {
    for texts_on in [true, false] {
        let mut w = World::new();
        let ann = w.person(true);
        w.begin(ann, HOME);
        let pending = w.pendings[0].pending;
        let (right, live) = (w.texted(ann), w.recovery_code(ann));
        if !texts_on {
            w.someone(ann).person.two_step = domain::person::TwoStep::Off;
        }
        let (right, wrong) = (typed(&right), typed(&w.wrong_code(ann)));
        let recovery = TypedRecoveryCode::parse(&live).unwrap();
        let wrong_recovery = TypedRecoveryCode::parse("ZZZZZZ").unwrap();
        let events = [
            ("begin", Event::Begin { fresh: FRESH }),
            ("right code", Event::Code(&right)),
            ("wrong code", Event::Code(&wrong)),
            (
                "recovery code",
                Event::Recovery {
                    typed: &recovery,
                    dead: false,
                },
            ),
            (
                "wrong recovery code",
                Event::Recovery {
                    typed: &wrong_recovery,
                    dead: false,
                },
            ),
            (
                "dead recovery code",
                Event::Recovery {
                    typed: &wrong_recovery,
                    dead: true,
                },
            ),
            ("resend", Event::Resend { fresh: FRESH }),
        ];
        let facts = w.load(ann, HOME);
        for (name, state) in [
            ("password right", State::PasswordRight),
            ("open", State::Open(pending)),
            ("closed", State::Closed),
        ] {
            for (what, event) in events {
                let step = advance(state, event, &facts.standing(), w.at);
                let expected = match (name, what) {
                    ("password right", "begin") => !texts_on,
                    ("open", "right code" | "recovery code") => texts_on,
                    _ => false,
                };
                assert_eq!(admits(&step.effects), expected, "{name}, {what}, 2SV {texts_on}");
                assert_eq!(
                    matches!(step.outcome, Outcome::Passed(_)),
                    expected,
                    "{name}, {what}, 2SV {texts_on}"
                );
            }
        }
    }
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
            Event::Code(&code),
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
    Code(usize, usize),
    Recovery(usize, usize),
    Resend(usize),
    StepUpText,
    SetUpText,
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
        0..DAY,
    ];
    prop_oneof![
        4 => (0..2_usize, 0..3_usize).prop_map(|(who, browser)| Act::Begin(who, browser)),
        8 => (any::<usize>(), any::<usize>()).prop_map(|(pending, code)| Act::Code(pending, code)),
        3 => (any::<usize>(), any::<usize>()).prop_map(|(pending, code)| Act::Recovery(pending, code)),
        3 => any::<usize>().prop_map(Act::Resend),
        1 => Just(Act::StepUpText),
        1 => Just(Act::SetUpText),
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

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn t43_with_2sv_on_no_sequence_of_events_ends_in_a_session_without_a_live_code(
        acts in prop::collection::vec(act(), 1..60),
    ) {
        let (mut w, ann) = World::with_ann();
        let staff = [ann, w.person(true)];
        let session = w.sign_in(ann, DESK);
        for act in acts {
            let sessions = w.sessions.len();
            let mut deserved = false;
            match act {
                Act::Begin(who, browser) => {
                    w.begin(staff[who], [DESK, HOME, KEYLESS][browser]);
                }
                Act::Code(pending, code) if !w.pendings.is_empty() => {
                    let id = w.pendings[pending % w.pendings.len()].pending.id;
                    let code = w.texts[code % w.texts.len()].code();
                    deserved = is_live_code(&w, id, &code);
                    w.code(id, &code);
                }
                Act::Recovery(pending, code) if !w.pendings.is_empty() => {
                    let id = w.pendings[pending % w.pendings.len()].pending.id;
                    let code = w.recovery_code(staff[code % 2]);
                    deserved = code == w.recovery_code(w.pending(id).pending.staff);
                    w.recover(id, &code);
                }
                Act::Resend(pending) if !w.pendings.is_empty() => {
                    let id = w.pendings[pending % w.pendings.len()].pending.id;
                    w.resend(id);
                }
                Act::Code(..) | Act::Recovery(..) | Act::Resend(_) => {}
                Act::StepUpText => {
                    w.step_up_text(session);
                }
                Act::SetUpText => {
                    w.set_up_text(session, OTHER_NUMBER);
                }
                Act::Pass(ms) => w.pass(ms),
                Act::Reboot(ms) => w.reboot(ms),
                Act::Restart => w.restart(),
            }
            prop_assert!(w.sessions.len() == sessions || deserved);
            prop_assert!(w.sessions.iter().all(|session| session.how != How::PasswordAlone));
        }
    }
}
