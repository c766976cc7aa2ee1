//! The way in: the sign-in, the code at every door, the ways round it, the wait.

use actions::code_screen::{CodeScreen, OtherWay};
use actions::locked_out::{LockedOut, OwnRecovery};
use domain::message::MessageState;
use domain::sign_in::{Outcome, TextPlan};
use domain::step_up::Act;
use domain::time::{DAY, HOUR, MINUTE, SECOND};

use super::super::super::{another_way, code, locked_out, sign_in, use_recovery_code, wait};
use super::super::facts::{
    MASKED, TIME_ZONE, account, asks_app, asks_app_with_everything, asks_text, managers, text_screen, texts_over,
    waiting, with_news,
};
use super::home::running;
use super::{Page, Sample};
use crate::backend::Reply;
use crate::page::PageSet;
use crate::testing::AT;
use crate::widgets::say::Say;

const SIGN_IN: &[&str] = &["User name", "Password", "Sign in", "Forgot password?", "Locked out?"];
const TEXT: &[&str] = &[
    "Check your phone",
    "Verification code",
    "4:37 left",
    "[ Verify ]",
    "Resend code",
    "Try another way",
    "2 Do other texts arrive?",
];
const TRUST: &str = "[ ] F4 Trust this browser to skip 2-Step Verification for 30 days";
const APP: &[&str] = &[
    "Open your authenticator app",
    "server's time is 14:02:51",
    "Verification code",
    "[ Verify ]",
    "Try another way",
];

pub(super) fn samples() -> Vec<Sample> {
    let parts = [
        sign_in(),
        locked_out(),
        texted(),
        by_app(),
        another_way(),
        recovery_and_wait(),
    ];
    parts.into_iter().flatten().collect()
}

fn sign_in() -> Vec<Sample> {
    let ended = Say::look("Your session has ended: your password was reset.");
    let mut refused = Page::SignIn(sign_in::State::new());
    refused.live_mut().reply(Reply::TemporaryEnded, AT);
    vec![
        Sample::outside("ended", Page::SignIn(sign_in::State::saying(ended)), SIGN_IN),
        Sample::outside("temporary ended", refused, SIGN_IN),
        Sample::outside(
            "forgot",
            Page::LockedOut(locked_out::State::forgot()),
            &["Forgot password?", "Back"],
        ),
        Sample::outside(
            "locked out",
            Page::LockedOut(locked_out::State::locked_out()),
            &["Locked out?", "Use recovery code instead", "Back"],
        ),
    ]
}

/// **Locked out?** once the password was right.
fn locked_out() -> Vec<Sample> {
    let page = |managers: Vec<String>, recovery| {
        let mut page = Page::LockedOut(locked_out::State::at(&code::Door::SignIn));
        let seen = LockedOut {
            managers,
            recovery,
            time_zone: TIME_ZONE.into(),
        };
        page.live_mut().reply(Reply::LockedOut(Box::new(seen)), AT);
        page
    };
    let mut refused = page(Vec::new(), OwnRecovery::MayOpen(AT.wall_ms + 4 * DAY));
    let sentence = "The database cannot be written (read-only disk or file), so nothing was changed.";
    refused.live_mut().reply(Reply::Trouble(sentence.into()), AT);
    vec![
        Sample::outside(
            "locked out, managers",
            page(managers(), OwnRecovery::NotOffered),
            &["Locked out?", "Ask a manager: Jane Doe", "Nobody can tell you", "Back"],
        ),
        Sample::outside(
            "locked out, alone",
            page(Vec::new(), OwnRecovery::MayOpen(AT.wall_ms + 4 * DAY)),
            &[
                "Locked out?",
                "No other manager is able to sign in",
                "you can open a recovery request",
                "[ Open a recovery request ]",
                "[ Back ]",
            ],
        ),
        Sample::outside(
            "locked out, refused",
            refused,
            &["cannot be written", "[ Open a recovery request ]"],
        ),
        Sample::outside(
            "locked out, running",
            page(Vec::new(), OwnRecovery::Runs(running(None, Some(AT.wall_ms + 4 * DAY)))),
            &[
                "A recovery request for your account is running",
                "It can be released from",
                "[ Back ]",
            ],
        ),
        Sample::outside(
            "locked out, ready",
            page(managers(), OwnRecovery::Runs(running(Some("Fay Roy"), None))),
            &[
                "A request to hand the ownership over is running",
                "It can be released now.",
                "[ Back ]",
            ],
        ),
    ]
}

fn at_code(screen: CodeScreen, text: Option<TextPlan>) -> Page {
    Page::Code(code::State::new(code::Door::SignIn, screen, text, AT))
}

fn set_up() -> code::Door {
    code::Door::SetUp {
        number: "+16045550100".into(),
    }
}

fn texted() -> Vec<Sample> {
    let replaced = at_code(asks_text(text_screen()), Some(TextPlan::Replaced));
    let everything = CodeScreen {
        trust_offered: true,
        other: Some(OtherWay::App),
        tries_left: 4,
        ..asks_text(with_news(MessageState::Failed, "twilio 21610", 30 * SECOND))
    };
    let everything = at_code(everything, Some(TextPlan::TakenOver));
    let step_up = code::State::new(
        code::Door::StepUp(Act::ChangeDefault),
        asks_text(text_screen()),
        None,
        AT,
    );
    let set_up = code::State::new(set_up(), asks_text(text_screen()), Some(TextPlan::Sent), AT);
    let mut all = vec![
        Sample::outside("text replaced", replaced, TEXT),
        Sample::outside(
            "texts over",
            at_code(texts_over(), None),
            &["Check your phone", "sign in again", "[ Verify ]", "Try another way"],
        ),
        Sample::outside(
            "text, everything",
            everything,
            &[
                "Check your phone",
                TRUST,
                "Verification code",
                "[ Verify ]",
                "Try another way",
                "Resend code",
                "? for the rest",
            ],
        ),
        Sample::of(account(), "text, step-up", Page::Code(step_up), TEXT),
        Sample::of(account(), "text, set-up", Page::Code(set_up), TEXT),
    ];
    for (state, error) in [
        (MessageState::Queued, ""),
        (MessageState::Queued, "asked to come later"),
        (MessageState::Sending, ""),
        (MessageState::HandedOver, ""),
        (MessageState::Delivered, ""),
        (MessageState::Failed, "twilio 21610"),
        (MessageState::Failed, "twilio 30003"),
        (MessageState::Unknown, "unreadable answer"),
        (MessageState::TooLate, "too late"),
    ] {
        for (age, name) in [(0, "text, news"), (20 * SECOND, "text, late news")] {
            let page = at_code(asks_text(with_news(state, error, age)), None);
            all.push(Sample::outside(name, page, TEXT));
        }
    }
    all
}

/// The page after a wrong code of the app.
pub(in crate::pages::tests) fn app_refused(screen: CodeScreen) -> Page {
    let mut page = at_code(screen.clone(), None);
    let reply = Reply::Judged {
        outcome: Outcome::Wrong { tries_left: 4 },
        screen: Some(Box::new(screen)),
    };
    page.live_mut().reply(reply, AT);
    page
}

fn by_app() -> Vec<Sample> {
    let step_up = code::Door::StepUp(Act::RemoveMethod);
    vec![
        Sample::outside("app", at_code(asks_app(), None), APP),
        Sample::outside(
            "app, trust offered",
            at_code(asks_app_with_everything(), None),
            &["Open your authenticator app", TRUST, "4 tries left", "Try another way"],
        ),
        Sample::outside(
            "app, refused",
            app_refused(asks_app_with_everything()),
            &[
                TRUST,
                "That was not it. 4 tries left.",
                "Wait for the next code",
                "your phone's time agrees with the server's",
            ],
        ),
        Sample::of(
            account(),
            "app, step-up",
            Page::Code(code::State::new(step_up, asks_app(), None, AT)),
            APP,
        ),
    ]
}

fn another_way() -> Vec<Sample> {
    let page = |door, other| {
        let screen = CodeScreen {
            other,
            ..asks_text(text_screen())
        };
        Page::AnotherWay(another_way::State::new(door, screen, false, AT))
    };
    let sign_in = |other| page(code::Door::SignIn, other);
    vec![
        Sample::outside(
            "no other",
            sign_in(None),
            &[
                "Another way",
                "Use recovery code instead",
                "Locked out?",
                "Back to the code",
            ],
        ),
        Sample::outside(
            "the app",
            sign_in(Some(OtherWay::App)),
            &[
                "Another way",
                "Authenticator App",
                "Use recovery code instead",
                "Back to the code",
            ],
        ),
        Sample::outside(
            "texts",
            sign_in(Some(OtherWay::Text(MASKED.into()))),
            &[
                "Another way",
                "Text Message (SMS)",
                "•••• ••00",
                "Use recovery code instead",
                "Back to the code",
            ],
        ),
        Sample::of(
            account(),
            "set-up",
            page(set_up(), None),
            &["Another way", "nothing has changed so far", "Back to the code"],
        ),
    ]
}

fn recovery_and_wait() -> Vec<Sample> {
    let mut wrong = Page::UseRecoveryCode(use_recovery_code::State::new(code::Door::SignIn));
    let reply = Reply::Judged {
        outcome: Outcome::RecoveryMustWait { in_ms: 23 * HOUR },
        screen: None,
    };
    wrong.live_mut().reply(reply, AT);
    let wait = |door, length| Page::Wait(wait::State::new(door, waiting(length), AT));
    vec![
        Sample::outside(
            "empty",
            Page::UseRecoveryCode(use_recovery_code::State::new(code::Door::SignIn)),
            &["Recovery code", "[ Verify ]", "It works once."],
        ),
        Sample::outside("must wait", wrong, &["none is checked for 23 h", "[ Verify ]"]),
        Sample::outside(
            "sign-in",
            wait(code::Door::SignIn, 15 * MINUTE),
            &[
                "Please wait until",
                "15:00 left",
                "Use recovery code instead",
                "can help you",
                "Back",
            ],
        ),
        Sample::outside(
            "three days",
            wait(code::Door::SignIn, 72 * HOUR),
            &["Please wait until Fri 27 Nov, 14:02", "72:00:00 left", "Back"],
        ),
        Sample::of(
            account(),
            "set-up",
            wait(set_up(), 15 * MINUTE),
            &["Please wait until", "Nothing has been changed.", "can help you", "Back"],
        ),
    ]
}
