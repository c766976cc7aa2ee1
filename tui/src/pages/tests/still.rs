//! What changes by itself, and what does not (spec S07, C02, W01): a page that only waits costs nothing.

use domain::message::MessageState;
use domain::person::Method;
use domain::time::{Now, SECOND};
use ratatui::layout::Position;

use super::super::{code, home};
use super::facts::{account, asks_app_with_everything, asks_text, with_news};
use super::samples::door::app_refused;
use super::samples::samples;
use super::sheet::Sheet;
use super::{Page, which};
use crate::app::App;
use crate::house::House;
use crate::page::PageSet;
use crate::testing::{AT, THEME};

/// The cells that are different a moment later.
fn changed(page: &Page, house: &House, now: Now, later: Now) -> Vec<Position> {
    let [before, after] = [now, later].map(|at| Sheet::at(page, house, THEME, (80, 24), at).buffer);
    let all = before.area.positions();
    all.filter(|at| before[*at] != after[*at]).collect()
}

/// What is written in those cells' rows.
fn rows(page: &Page, house: &House, places: &[Position]) -> Vec<String> {
    let lines = Sheet::of(page, house, (80, 24)).lines();
    let mut rows: Vec<u16> = places.iter().map(|at| at.y).collect();
    rows.dedup();
    rows.iter().map(|y| lines[usize::from(*y)].trim().to_owned()).collect()
}

#[test]
fn s07_what_counts_names_its_next_change_and_all_else_stands_still() {
    for sample in samples() {
        let name = sample.name();
        let counts = [
            "Code",
            "Wait",
            "Pickup, over SSH",
            "Pickup, under sudo",
            "SetUpApp, must wait",
            "Staff, a wait about to end",
        ];
        // The staff list sleeps until the next wait or pause of somebody ends.
        let next = sample.page.live().next_tick(AT);
        let next = next.filter(|ms| which(&sample.page) != "Staff" || *ms <= SECOND);
        assert!(next.is_none_or(|ms| (1..=SECOND).contains(&ms)), "{name}: {next:?}");
        let may = counts.iter().any(|other| name.starts_with(other));
        assert!(may || next.is_none(), "{name}: {next:?}");
        let house = sample.house();
        let moved = changed(&sample.page, &house, AT, AT.plus(SECOND));
        assert_eq!(
            moved.is_empty(),
            next.is_none(),
            "{name}: {:?}",
            rows(&sample.page, &house, &moved)
        );
        let early = changed(&sample.page, &house, AT, AT.plus(next.unwrap_or(SECOND) - 1));
        assert!(early.is_empty(), "{name}: {:?}", rows(&sample.page, &house, &early));
    }
}

#[test]
fn s07_on_the_apps_page_the_seconds_of_the_servers_time_change_and_nothing_else() {
    for page in [
        Page::Code(code::State::new(
            code::Door::SignIn,
            asks_app_with_everything(),
            None,
            AT,
        )),
        app_refused(asks_app_with_everything()),
    ] {
        let house = samples().swap_remove(0).house();
        let start = AT.plus(-2 * SECOND);
        assert_eq!(
            page.live().next_tick(start.plus(400)),
            Some(600),
            "on the second itself"
        );
        for (from, figures) in [(0, 1), (1, 2)] {
            let at = start.plus((from - 1) * SECOND);
            let moved = changed(&page, &house, at, at.plus(SECOND));
            assert_eq!(rows(&page, &house, &moved), ["The server's time is 14:02:51."]);
            assert_eq!(moved.len(), figures, "48 to 49, 49 to 50");
            assert!(changed(&page, &house, at, at.plus(SECOND - 1)).is_empty());
        }
    }
}

#[test]
fn s16_at_home_the_program_sleeps_until_the_minute() {
    let sample = samples()
        .into_iter()
        .find(|sample| which(&sample.page) == "Home")
        .expect("one");
    let house = sample.house();
    let (app, _) = App::new(Page::Home(home::State::new(account())), house, THEME, AT);
    assert_eq!(app.next_tick(AT), Some(9 * SECOND), "the minute on the wall");
}

#[test]
fn w04_a_text_is_late_at_its_instant() {
    let order = |age: i64| {
        let screen = asks_text(with_news(MessageState::HandedOver, "", age));
        assert_eq!(screen.method(), Method::Sms);
        let page = Page::Code(code::State::new(code::Door::SignIn, screen, None, AT));
        let house = samples().swap_remove(0).house();
        let shown = Sheet::of(&page, &house, (80, 24)).flat();
        (shown.find("Try another way"), shown.find("Resend code"))
    };
    let (another, resend) = order(20 * SECOND - 1);
    assert!(another > resend);
    let (another, resend) = order(20 * SECOND);
    assert!(another < resend);
}
