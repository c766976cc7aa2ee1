//! Setting a method up: the number, the app's QR code, the list of apps.

use domain::sign_in::Outcome;
use domain::time::{MINUTE, Wait};
use domain::totp::AppSecret;

use super::super::super::{apps, set_up_app, set_up_text};
use super::super::facts::{account, by_text, off};
use super::{Page, Sample};
use crate::backend::Reply;
use crate::page::{PageSet, Screen};
use crate::testing::AT;

/// The page of an app's set-up with a secret, after `reply` if there is one.
pub(in crate::pages::tests) fn app_page(issuer: &str, username: &str, reply: Option<Reply>) -> Page {
    let secret = AppSecret::from_entropy([7; 32]);
    let mut page = Page::SetUpApp(set_up_app::State::new());
    let facts = Reply::AppSetUp {
        uri: secret.uri(issuer, username),
        secret: secret.base32(),
        grouped: secret.grouped(),
    };
    page.live_mut().reply(facts, AT);
    if let Some(reply) = reply {
        page.live_mut().reply(reply, AT);
    }
    page
}

pub(super) fn samples() -> Vec<Sample> {
    const SET_UP: &[&str] = &[
        "Authenticator App",
        "1 Scan",
        "A4DQ OBYH A4DQ OBYH",
        "[ Copy ]",
        "Which app?",
        "Verification code",
        "[ Verify ]",
        "Nothing changes before that.",
    ];
    let page = |reply| app_page("Maple Street", "sam", reply);
    let wait = Outcome::MustWait(Wait::starting(AT, 15 * MINUTE));
    let judged = |outcome| Some(Reply::Judged { outcome, screen: None });
    let mut asked = set_up_text::State::new();
    Screen::<Page>::on_reply(&mut asked, Reply::Account(Box::new(account())), AT);
    let bad = Reply::BadNumber("That is not a mobile number: texts cannot reach it.".into());
    let mut refused = Page::SetUpText(set_up_text::State::new());
    refused.live_mut().reply(bad, AT);
    const TEXTS: &[&str] = &[
        "Text Message (SMS)",
        "carrier's rates may apply",
        "Mobile number",
        "[ Send code ]",
        "Until then nothing changes.",
    ];
    vec![
        Sample::of(by_text(), "plain", page(None), SET_UP),
        Sample::of(
            by_text(),
            "clock off",
            page(Some(Reply::ClockOff { ahead_ms: -150_000 })),
            SET_UP,
        ),
        Sample::of(
            by_text(),
            "wrong",
            page(judged(Outcome::Wrong { tries_left: 1 })),
            SET_UP,
        ),
        Sample::of(by_text(), "must wait", page(judged(wait)), SET_UP),
        Sample::of(
            by_text(),
            "the list",
            Page::Apps(apps::State::new()),
            &[
                "Apps that work",
                "Passwords (Apple)",
                "LastPass",
                "Comes with Apple's devices.",
                "safer than texts",
                "A shared desk?",
                "Back",
            ],
        ),
        Sample::of(account(), "a number known", Page::SetUpText(asked), TEXTS),
        Sample::of(off(), "a bad number", refused, TEXTS),
    ]
}
