//! Room at 80x24: nothing is cut, nothing has to be scrolled to, also under a demo's banner and in the worst of company.

use domain::message::MessageState;
use domain::time::SECOND;

use super::super::code;
use super::facts::{asks_app, asks_app_with_everything, asks_text, with_news};
use super::samples::door::app_refused;
use super::samples::{Sample, samples};
use super::sheet::Sheet;
use super::{Page, inside, which};
use crate::house::House;
use crate::page::Screen;
use crate::testing::AT;
use crate::widgets::banner::Banner;

/// Pages that are lists of any length: they scroll.
const LISTS: [&str; 2] = ["Trusted", "Help"];
/// Pages whose list takes what room there is, from the first line on.
const FILLED: [&str; 2] = ["Staff", "Activity"];

/// A house with every banner there is.
fn worst(sample: &Sample) -> House {
    let mut house = sample.demo();
    house.banners.push(Banner::TextsDelayed {
        since: "since 13:58: the worker is not running".into(),
    });
    house.banners.push(Banner::ClockJumped {
        by: "forward by 3 h at 14:03".into(),
    });
    house.banners.push(Banner::PlainFolder);
    house
}

#[test]
fn h01_nothing_of_a_page_is_missing_at_80x24_under_any_number_of_banners() {
    for sample in samples() {
        let name = which(&sample.page);
        // The QR code has its own test.
        if LISTS.contains(&name) || FILLED.contains(&name) || name == "SetUpApp" {
            continue;
        }
        for (under, house) in [
            ("none", sample.house()),
            ("demo", sample.demo()),
            ("all", worst(&sample)),
        ] {
            let whole = Sheet::of(&sample.page, &house, (80, 70)).body_lines();
            let shown = Sheet::of(&sample.page, &house, (80, 24));
            assert_eq!(
                shown.body_lines(),
                whole,
                "{} under {under}:\n{}",
                sample.name(),
                shown.text()
            );
        }
    }
}

#[test]
fn h01_every_item_of_a_page_can_be_clicked_at_80x24_without_scrolling() {
    for sample in samples() {
        if LISTS.contains(&which(&sample.page)) {
            continue;
        }
        let spots = inside!(&sample.page, page => Screen::<Page>::form(page, AT).spots().len());
        for house in [sample.house(), sample.demo(), worst(&sample)] {
            let sheet = Sheet::of(&sample.page, &house, (80, 24));
            for spot in 0..spots {
                assert!(sheet.shows(spot), "item {spot} of {}:\n{}", sample.name(), sheet.text());
            }
        }
    }
}

/// Whether a word ends in an ellipsis that is not its own.
fn is_cut(word: &str) -> bool {
    word.ends_with('…') && word != "…" && !word.contains("SHA256:")
}

#[test]
fn h01_no_column_cuts_what_usually_stands_in_it_at_80x24() {
    for sample in samples() {
        if sample.name().ends_with("long") {
            continue;
        }
        let sheet = Sheet::of(&sample.page, &sample.house(), (80, 24));
        let lines = sheet.body_lines();
        let cut = lines.iter().find(|line| line.split_whitespace().any(is_cut));
        assert_eq!(cut, None, "{}", sample.name());
    }
}

/// The rows the title and the code field stand on.
fn rows(page: &Page, house: &House, size: (u16, u16)) -> [Option<usize>; 2] {
    let sheet = Sheet::of(page, house, size);
    let lines = sheet.lines();
    let body = usize::from(sheet.body.y);
    let title = lines.iter().skip(body).position(|line| !line.trim().is_empty());
    [title, lines.iter().position(|line| line.contains("Verification code"))]
}

#[test]
fn w04_s07_nothing_moves_when_a_text_is_late_or_a_code_of_the_app_was_wrong() {
    let house = samples().swap_remove(0).house();
    let at_code = |screen| Page::Code(code::State::new(code::Door::SignIn, screen, None, AT));
    let texted = |age| at_code(asks_text(with_news(MessageState::HandedOver, "", age)));
    let pairs = [
        (texted(0), texted(20 * SECOND)),
        (at_code(asks_app()), app_refused(asks_app())),
        (
            at_code(asks_app_with_everything()),
            app_refused(asks_app_with_everything()),
        ),
    ];
    for (before, after) in &pairs {
        for size in [(80, 24), (100, 30), (140, 45)] {
            assert_eq!(rows(before, &house, size), rows(after, &house, size), "{size:?}");
        }
    }
}

#[test]
fn h01_titles_stand_on_one_row_from_page_to_page() {
    for size in [(80, 24), (140, 45)] {
        let title = |sample: &Sample| rows(&sample.page, &sample.house(), size)[0];
        let short = samples().into_iter().filter(|sample| {
            let sheet = Sheet::of(&sample.page, &sample.house(), (80, 70));
            let has_own = FILLED.contains(&which(&sample.page)) || which(&sample.page) == "SetUpApp";
            sheet.body_lines().len() <= 10 && !has_own
        });
        let (under, bare): (Vec<Sample>, Vec<Sample>) = short.partition(|sample| !sample.house().banners.is_empty());
        for some in [under, bare] {
            let mut all: Vec<Option<usize>> = some.iter().map(title).collect();
            all.dedup();
            assert_eq!(all.len(), 1, "{all:?} at {size:?}");
        }
    }
}
