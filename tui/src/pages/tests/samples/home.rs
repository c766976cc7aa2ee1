//! The first screen of a signed-in person, with everything that can need attention.

use actions::change_mobile::MobileChange;
use actions::look::{Account, OfferLine, RunningRequest};
use domain::ids::{OfferId, RequestId};
use domain::owner_recovery::RequestKind;
use domain::person::Access;
use domain::time::{DAY, HOUR};

use super::super::super::home;
use super::super::facts::{LONG_NAME, account, busy, by_app, by_text, off};
use super::{Page, Sample};
use crate::backend::{Done, Reply};
use crate::page::PageSet;
use crate::testing::AT;

pub(super) fn samples() -> Vec<Sample> {
    let home = |account: Account, state, words| {
        let page = Page::Home(home::State::new(account.clone()));
        Sample::of(account, state, page, words)
    };
    let no_code = |account| Account {
        recovery_made: None,
        ..account
    };
    vec![
        home(
            account(),
            "both ways, all well",
            &[
                "Hello, Sam Example",
                "Last sign-in",
                "This wasn't me",
                "My Account",
                "Help",
            ],
        ),
        home(
            Account {
                wrong_since: 12,
                unfinished_since: 3,
                mails_waiting: 2,
                ..by_text()
            },
            "text alone",
            &[
                "12 wrong codes",
                "This wasn't me",
                "not delivered yet",
                "One way in only",
                "Authenticator App",
                "[ Set Up ]",
                "My Account",
                "Help",
            ],
        ),
        home(
            by_app(),
            "app alone",
            &[
                "One way in only",
                "Text Message (SMS)",
                "[ Set Up ]",
                "My Account",
                "Help",
            ],
        ),
        home(
            off(),
            "off",
            &[
                "is off",
                "Text Message (SMS)",
                "Authenticator App",
                "[ Set Up ]",
                "My Account",
                "Help",
            ],
        ),
        home(
            Account {
                enforced: true,
                ..off()
            },
            "off, required",
            &[
                "2-Step Verification is required here: set it up now or at the next sign-in.",
                "[ Set Up ]",
                "Help",
            ],
        ),
        home(
            Account {
                enforced: true,
                paused_until: Some(AT.wall_ms + HOUR),
                ..off()
            },
            "off, paused",
            &[
                "2-Step Verification is paused until Tue 24 Nov, 15:02: no code is asked.",
                "Help",
            ],
        ),
        home(
            Account {
                paused_until: Some(AT.wall_ms + HOUR),
                ..account()
            },
            "on, paused",
            &["paused until", "My Account", "Help"],
        ),
        home(
            no_code(account()),
            "no recovery code",
            &["no recovery code", "[ Generate new ]", "My Account", "Help"],
        ),
        home(
            Account {
                text_failed: Some("twilio 21610".into()),
                ..account()
            },
            "text refused",
            &[
                "did not arrive",
                "Reply START",
                "2-Step Verification",
                "My Account",
                "Help",
            ],
        ),
        home(
            Account {
                previous_at: None,
                previous_place: None,
                ..off()
            },
            "first sign-in",
            &["This is your first sign-in.", "[ Set Up ]", "Help"],
        ),
        home(
            Account {
                access: Access::Full,
                recovery: Some(running(None, Some(AT.wall_ms + 4 * DAY))),
                ..account()
            },
            "a recovery request runs",
            &[
                "A request to let Jane Doe, the account owner, back in is running.",
                "It can be released from",
                "Cancel",
                "My Account",
                "Help",
            ],
        ),
        home(
            Account {
                access: Access::Full,
                recovery: Some(running(Some(LONG_NAME), None)),
                offer: Some(offer(true)),
                ..account()
            },
            "everything about the ownership",
            &[
                "A request to make Rosalind",
                "It can be released now.",
                "Cancel",
                "Jane Doe offers you the ownership, until",
                "[ Accept ]",
                "Decline",
                "My Account",
                "Help",
            ],
        ),
        home(
            Account {
                access: Access::Owner,
                offer: Some(offer(false)),
                ..off()
            },
            "the ownership is offered",
            &[
                "You offer the ownership to Fay Roy, until",
                "Withdraw",
                "My Account",
                "Help",
            ],
        ),
        home(
            Account {
                two_step: by_text().two_step,
                app_since: None,
                ..no_code(busy())
            },
            "a manager, everything at once",
            &[
                "Hello, Rosalind",
                "12 wrong codes and 3 sign-ins",
                "This wasn't me",
                "12 e-mails to you: not delivered yet.",
                "no recovery code",
                "[ Generate new ]",
                "Reply START",
                "One way in only",
                "[ Set Up ]",
                "My Account",
                "Settings",
                "Help",
            ],
        ),
        Sample::of(
            off(),
            "after a number's change",
            turned_off(),
            &["is off", "[ Set Up ]", "Help"],
        ),
    ]
}

/// A request of the owner, opened an hour ago.
pub(super) fn running(heir: Option<&str>, release_at: Option<i64>) -> RunningRequest {
    RunningRequest {
        id: RequestId(3),
        kind: heir.map_or(RequestKind::Recovery, |_| RequestKind::Transfer),
        owner: "Jane Doe".into(),
        heir: heir.map(Into::into),
        opened_at: AT.wall_ms - HOUR,
        opened_by: "somebody with the account owner's password".into(),
        release_at,
    }
}

pub(super) fn offer(to_me: bool) -> OfferLine {
    OfferLine {
        id: OfferId(2),
        from: "Jane Doe".into(),
        to: "Fay Roy".into(),
        to_me,
        ends: AT.wall_ms + 6 * DAY,
    }
}

/// Home of somebody whose second step went off meanwhile.
fn turned_off() -> Page {
    let mut page = Page::Home(home::State::new(account()));
    let done = Done::Mobile(MobileChange::Changed { turned_off: true });
    page.live_mut().reply(Reply::Done(done, Box::new(off())), AT);
    page
}
