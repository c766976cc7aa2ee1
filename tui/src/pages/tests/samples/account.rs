//! My Account and what lies below it.

use actions::look::Account;

use super::super::super::{edit_mobile, my_account, new_password, profile, sessions, trusted, two_step};
use super::super::facts::{account, busy, by_app, by_text, off, trusts};
use super::{Page, Sample};
use crate::backend::{ProfileField, Reply};
use crate::page::PageSet;
use crate::testing::AT;

pub(super) fn samples() -> Vec<Sample> {
    let parts = [my_accounts(), two_steps(), lists(), profiles(), passwords()];
    parts.into_iter().flatten().collect()
}

fn my_accounts() -> Vec<Sample> {
    let page = |account: Account, state, words| {
        let page = Page::MyAccount(my_account::State::new(account.clone()));
        Sample::of(account, state, page, words)
    };
    const HUB: &[&str] = &[
        "My Account",
        "2-Step Verification",
        "Profile",
        "Password",
        "Trusted browsers",
        "Sessions",
        "Back",
    ];
    let not_allowed = Account {
        trusted: Vec::new(),
        trust_allowed: false,
        ..account()
    };
    vec![
        page(account(), "both", HUB),
        page(off(), "off", HUB),
        page(not_allowed, "no trust", HUB),
        page(busy(), "long", HUB),
    ]
}

fn two_steps() -> Vec<Sample> {
    let page = |account: Account, state, words| {
        let page = Page::TwoStep(two_step::State::new(account.clone()));
        Sample::of(account, state, page, words)
    };
    vec![
        page(
            account(),
            "both",
            &[
                "My Account ▸ 2-Step Verification",
                "✓ on",
                "Text Message (SMS)",
                "Default",
                "Set Up",
                "Turn off",
                "Authenticator App",
                "Make default",
                "View Recovery Code",
                "Trusted browsers",
                "Sessions",
                "Back",
                "Turn 2-Step Verification off",
            ],
        ),
        page(
            Account {
                recovery_made: None,
                ..busy()
            },
            "both, long",
            &[
                "there is none",
                "Generate new",
                "not delivered yet",
                "End",
                "Turn 2-Step Verification off",
            ],
        ),
        page(
            Account {
                enforced: true,
                ..account()
            },
            "both, required",
            &["Turn off", "cannot be turned off", "Back"],
        ),
        page(
            Account {
                enforced: true,
                ..by_text()
            },
            "text, required",
            &["required", "One way in only", "cannot be turned off", "Back"],
        ),
        page(by_text(), "text", &["✓ on", "Default", "One way in only", "Back"]),
        page(by_app(), "app", &["✓ on", "Default", "One way in only", "Back"]),
        page(
            off(),
            "off",
            &["! off", "Text Message (SMS)", "Authenticator App", "Set Up", "Back"],
        ),
    ]
}

fn lists() -> Vec<Sample> {
    let trusted = |account: Account, state, words| {
        let page = Page::Trusted(trusted::State::new(account.clone()));
        Sample::of(account, state, page, words)
    };
    let sessions = |account: Account, state, words| {
        let page = Page::Sessions(sessions::State::new(account.clone()));
        Sample::of(account, state, page, words)
    };
    let none = |trust_allowed| Account {
        trusted: Vec::new(),
        trust_allowed,
        ..account()
    };
    vec![
        trusted(none(true), "none", &["Trusted browsers", "tick the box (F4)", "Back"]),
        trusted(none(false), "not allowed", &["does not allow trusted browsers", "Back"]),
        trusted(
            account(),
            "one",
            &["this one", "since", "last used", "ends", "End", "Back"],
        ),
        trusted(
            Account {
                trusted: trusts(3),
                ..account()
            },
            "three",
            &["this one", "End", "End all", "Back"],
        ),
        sessions(
            account(),
            "one",
            &["Sessions", "this one", "by a code of the app", "Back"],
        ),
        sessions(
            busy(),
            "three",
            &["this one", "by password alone", "End", "End all others", "Back"],
        ),
    ]
}

fn profiles() -> Vec<Sample> {
    let profile = |account: Account, reply: Option<Reply>, state, words| {
        let mut page = Page::Profile(profile::State::new(account.clone()));
        if let Some(reply) = reply {
            page.live_mut().reply(reply, AT);
        }
        Sample::of(account, state, page, words)
    };
    const PROFILE: &[&str] = &[
        "Profile",
        "Name",
        "E-mail",
        "Save",
        "Edit Mobile Phone",
        "User name",
        "Back",
    ];
    let wrong = Reply::BadProfile(
        ProfileField::Email,
        "That is no e-mail address that could be written to: there is no @ in it.".into(),
    );
    let mobile = |account: Account, reply: Option<Reply>, state, words| {
        let mut page = Page::EditMobile(edit_mobile::State::new(account.clone()));
        if let Some(reply) = reply {
            page.live_mut().reply(reply, AT);
        }
        Sample::of(account, state, page, words)
    };
    vec![
        profile(account(), None, "plain", PROFILE),
        profile(off(), Some(wrong), "wrong address", PROFILE),
        profile(busy(), None, "long", PROFILE),
        mobile(
            account(),
            None,
            "on",
            &[
                "Edit Mobile Phone",
                "turns 2-Step Verification off",
                "Set Up",
                "Mobile phone",
                "Leave it empty",
                "[ Save ]",
                "[ Cancel ]",
            ],
        ),
        mobile(
            off(),
            Some(Reply::BadNumber(
                "That is not a mobile number: it has too few digits.".into(),
            )),
            "off, a bad number",
            &["Edit Mobile Phone", "too few digits", "[ Save ]", "[ Cancel ]"],
        ),
    ]
}

fn passwords() -> Vec<Sample> {
    const NEW: &[&str] = &["New password", "New password again", "Show what is typed", "[ Save ]"];
    let weak = "That is one of the most used passwords: somebody who guesses tries it among the first.";
    let mut refused = Page::NewPassword(new_password::State::chosen());
    refused.live_mut().reply(Reply::Weak(weak.into()), AT);
    vec![
        Sample::of(
            off(),
            "temporary",
            Page::NewPassword(new_password::State::new()),
            &["was made for you", "New password", "New password again", "[ Save ]"],
        ),
        Sample::of(
            account(),
            "reported",
            Page::NewPassword(new_password::State::reported()),
            &[
                "Somebody else may know",
                "New password",
                "New password again",
                "[ Save ]",
            ],
        ),
        Sample::of(
            account(),
            "chosen",
            Page::NewPassword(new_password::State::chosen()),
            &[
                "signs you out everywhere else",
                "New password again",
                "[ Save ]",
                "[ Cancel ]",
            ],
        ),
        Sample::of(busy(), "weak", refused, NEW),
    ]
}
