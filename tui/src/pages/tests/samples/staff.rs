//! The staff list: a clinic of forty, nobody found, refused, hostile names, a wait about to end.

use std::sync::Arc;

use actions::look::Account;
use crossterm::event::{KeyCode, KeyEvent};
use domain::person::Access;
use domain::roster::Member;
use domain::time::{DAY, HOUR, MINUTE, SECOND, Term, Wait};

use super::super::super::staff;
use super::super::facts::{LONG_EMAIL, LONG_NAME, account, colleague, colleagues};
use super::{Page, Sample};
use crate::backend::Reply;
use crate::page::{PageSet, Press};
use crate::testing::AT;

fn manager() -> Account {
    Account {
        name: "Jane Doe".into(),
        access: Access::Owner,
        ..account()
    }
}

/// The page with these people, and keys pressed.
pub(in super::super) fn page(members: Vec<Member>, keys: &[KeyCode]) -> Page {
    let mut page = Page::Staff(staff::State::new());
    page.live_mut().reply(Reply::Staff(Arc::new(members)), AT);
    for code in keys {
        page.live_mut().press(&Press::Key(KeyEvent::from(*code)), true, AT);
    }
    page
}

pub(super) fn samples() -> Vec<Sample> {
    let of = |state, page, words| Sample::of(manager(), state, page, words);
    vec![
        of(
            "before the answer",
            Page::Staff(staff::State::new()),
            &["Staff", "Search"],
        ),
        of(
            "forty people",
            page(colleagues(40), &[]),
            &[
                "Staff",
                "Search",
                "name, user name or e-mail address",
                "all 40",
                "no access 1",
                "2SV on",
                "of 39",
                "Name ▾",
                "Methods",
                "Default",
                "Last sign-in",
                "Waits until",
                "✓ on",
                "! off",
                "1 of 40",
                "in order of name",
                "Back",
            ],
        ),
        of(
            "ten thousand people",
            page(colleagues(10_000), &[KeyCode::End, KeyCode::F(3), KeyCode::F(4)]),
            &[
                "all 10000",
                "▸on ",
                "no access",
                "in order of access",
                "the other way round",
                "Back",
            ],
        ),
        of(
            "nobody found",
            page(colleagues(40), &[KeyCode::Char('%'), KeyCode::Char('_')]),
            &["%_", "all 40", "Nobody is found.", "Back"],
        ),
        of(
            "names that are long",
            page(hostile(), &[]),
            &["5 of 6", "1 of 6", "Back"],
        ),
        of(
            "a wait about to end",
            page(ending(), &[]),
            &["2SV on", "2 of 3, 1 paused", "Bo Oak", "Back"],
        ),
        of("refused", refused(), &["✗ Only", "Back"]),
    ]
}

/// Names that would move a terminal's cursor, turn letters round, or are wider than they look.
fn hostile() -> Vec<Member> {
    let names = [
        LONG_NAME,
        "\u{1b}[2J\u{1b}]0;owned\u{7}Eve\r\nRoot",
        "Mal\u{202e}yrolaM\u{202c}",
        "田中太郎田中太郎田中太郎",
        "Z\u{334}\u{334}a\u{301}\u{302}l\u{303}go \u{200b}X",
        "عبد الله محمد",
    ];
    let mut all: Vec<Member> = names.iter().zip(1..).map(|(name, id)| colleague(id, name)).collect();
    all[0].email = LONG_EMAIL.into();
    all
}

/// One of three waits for one second more, another is paused.
fn ending() -> Vec<Member> {
    let mut all = ["Ann Elm", "Bo Oak", "Cy Ash"]
        .iter()
        .zip(1..)
        .map(|(name, id)| Member {
            ways: colleague(1, name).ways,
            access: Access::Staff,
            ..colleague(id, name)
        });
    let mut all: Vec<Member> = all.by_ref().collect();
    all[1].wait = Some(Wait::starting(AT.plus(SECOND - 15 * MINUTE), 15 * MINUTE));
    all[2].pause = Some(Term::starting(AT.plus(-HOUR), DAY));
    all
}

fn refused() -> Page {
    let mut page = page(colleagues(40), &[]);
    let why = "Only the account owner and people with full access may do that. Nothing was changed.";
    page.live_mut().reply(Reply::Trouble(why.into()), AT);
    page
}
