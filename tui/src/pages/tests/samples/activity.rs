//! The record on the screen: the list, and one row of it.

use actions::look::Account;
use actions::see_activity::{Found, Line};
use domain::time::{HOUR, MINUTE};

use super::super::super::{activity, activity_row};
use super::super::facts::{LONG_NAME, LONG_PLACE, PLACE, TIME_ZONE, busy};
use super::{Page, Sample};
use crate::backend::Reply;
use crate::clock;
use crate::page::PageSet;
use crate::testing::AT;

pub(super) fn samples() -> Vec<Sample> {
    let parts = [lists(), rows()];
    parts.into_iter().flatten().collect()
}

fn manager() -> Account {
    busy()
}

fn line(number: i64, kind: &str, outcome: &str, rule: &str) -> Line {
    Line {
        number,
        at: AT.wall_ms - (100 - number) * 7 * MINUTE - HOUR,
        actor: "sam".into(),
        subject: "sam".into(),
        kind: kind.into(),
        outcome: outcome.into(),
        rule: rule.into(),
        place: PLACE.into(),
        detail: "sign_in, other browser".into(),
    }
}

/// Newest first, refused and done, by people, the worker, the operator and a name that nobody has.
fn lines() -> Vec<Line> {
    let long = Line {
        actor: "operator:root".into(),
        subject: LONG_NAME.into(),
        place: LONG_PLACE.into(),
        detail: "was \u{1b}[31mEve\u{202e}".into(),
        ..line(0, "profile.name_changed", "done", "")
    };
    let some = [
        line(0, "code.locked_out", "refused", "L01"),
        line(0, "lockout.started", "done", "L01"),
        line(0, "code.wrong", "refused", "L01"),
        Line {
            actor: "unknown:3fa9c0".into(),
            subject: String::new(),
            ..line(0, "sign_in.password_wrong", "refused", "S02")
        },
        Line {
            actor: "worker".into(),
            detail: "text code failed twilio 21610".into(),
            ..line(0, "message", "failed", "")
        },
        long,
        line(0, "a kind of a newer program", "done", ""),
    ];
    let all = (1..=60).rev().zip(some.iter().cycle());
    all.map(|(number, line)| Line {
        number,
        at: AT.wall_ms - (61 - number) * HOUR,
        ..line.clone()
    })
    .collect()
}

/// Without the longest there are.
fn usual() -> Vec<Line> {
    lines().into_iter().filter(|line| line.subject != LONG_NAME).collect()
}

fn list(lines: Vec<Line>, more: bool) -> Page {
    let mut page = Page::Activity(activity::State::new(clock::zone(TIME_ZONE)));
    let before = None;
    page.live_mut()
        .reply(Reply::Activity(Found { before, lines, more }), AT);
    page
}

fn lists() -> Vec<Sample> {
    let of = |state, page, words| Sample::of(manager(), state, page, words);
    let mut refused = Page::Activity(activity::State::new(clock::zone(TIME_ZONE)));
    refused
        .live_mut()
        .reply(Reply::Trouble("Only managers may do that.".into()), AT);
    vec![
        of(
            "some rows",
            list(usual(), true),
            &["Activity", "✗ Wrong code", "1 of 52+", "Export CSV", "Back"],
        ),
        of(
            "some rows, long",
            list(lines(), false),
            &["1 of 60", "Name changed", "Back"],
        ),
        of(
            "nothing found",
            list(Vec::new(), false),
            &["Activity", "Nothing is found.", "Back"],
        ),
        of(
            "no manager any more",
            refused,
            &["Activity", "Only managers may do that.", "Back"],
        ),
        of(
            "about one name",
            Page::Activity(activity::State::about("sam", clock::zone(TIME_ZONE))),
            &["Activity", "=sam", "Back"],
        ),
    ]
}

fn rows() -> Vec<Sample> {
    let page = |line| Page::ActivityRow(activity_row::State::new(line, clock::zone(TIME_ZONE)));
    let of = |state, line, words| Sample::of(manager(), state, page(line), words);
    vec![
        of(
            "refused",
            line(60, "code.locked_out", "refused", "L01"),
            &[
                "Activity ▸ row 60",
                "Why was it refused?",
                "What now?",
                "All about sam",
                "Back",
            ],
        ),
        of(
            "failed",
            lines().swap_remove(4),
            &["Why did it fail?", "All about worker", "All about sam", "Back"],
        ),
        of(
            "done, long",
            lines().swap_remove(5),
            &["Name changed", "Outcome: done", "Back"],
        ),
    ]
}
