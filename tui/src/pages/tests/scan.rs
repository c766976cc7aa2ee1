//! The app's QR code on the whole page, read off the screen by a reader (spec M04, mistakes T57).

use crossterm::event::{KeyCode, KeyEvent};
use domain::secret::Secret;
use domain::totp::AppSecret;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;

use super::samples::{samples, set_up::app_page};
use super::sheet::Sheet;
use super::{Page, which};
use crate::app::App;
use crate::backend::Reply;
use crate::effect::{Effect, Wish};
use crate::event::Event;
use crate::house::House;
use crate::page::{PageSet, Press, Pressed};
use crate::testing::qr_reader::{Ground, read_qr};
use crate::testing::{AT, THEME};
use crate::theme::{Colours, Theme};
use crate::widgets::banner::Banner;

const GROUNDS: [Ground; 2] = [Ground::Dark, Ground::Light];
const COLOURS: [Colours; 3] = [Colours::Many, Colours::Sixteen, Colours::None];
/// Twenty letters, and a user name of 64: the URI is longer than 106 bytes.
const LONG_CLINIC: &str = "Maple Street Clinics";
const LONG_USER: &str = "rosalind.featherstonehaugh-cholmondeley.marjoribanks.of.st.ives1";

fn secret() -> AppSecret {
    AppSecret::from_entropy([7; 32])
}

/// What a phone has to read.
fn uri(issuer: &str, username: &str) -> String {
    secret().uri(issuer, username).reveal().clone()
}

fn short() -> (Page, String) {
    (app_page("Maple Street", "sam", None), uri("Maple Street", "sam"))
}

/// Houses with none, one and many banners, with and without that of a demo.
fn houses() -> Vec<House> {
    let sample = samples().into_iter().find(|sample| which(&sample.page) == "SetUpApp");
    let sample = sample.expect("there is one");
    let more = [
        Banner::TextsDelayed {
            since: "since 13:58: the worker is not running".into(),
        },
        Banner::ClockJumped {
            by: "forward by 3 h at 14:03".into(),
        },
        Banner::PlainFolder,
    ];
    let with = |mut house: House, count: usize| {
        house.banners.extend(more[..count].to_vec());
        house
    };
    vec![
        with(sample.house(), 0),
        with(sample.house(), 1),
        with(sample.house(), 3),
        with(sample.demo(), 0),
        with(sample.demo(), 3),
    ]
}

fn themes(ascii: bool) -> impl Iterator<Item = Theme> {
    COLOURS.into_iter().map(move |colours| Theme { colours, ascii })
}

#[test]
fn m04_t57_the_whole_page_scans_at_80x24_and_larger_on_both_grounds_under_any_banners() {
    let (page, expected) = short();
    for house in houses() {
        let small = themes(false).map(|theme| ((80, 24), theme));
        for (size, theme) in small.chain([(79, 24), (100, 30), (140, 45)].map(|size| (size, THEME))) {
            let sheet = Sheet::at(&page, &house, theme, size, AT);
            for ground in GROUNDS {
                let found = read_qr(&sheet.buffer, ground);
                assert_eq!(
                    found.as_ref(),
                    Some(&expected),
                    "{size:?} {theme:?} {ground:?}\n{}",
                    sheet.text()
                );
            }
        }
    }
}

#[test]
fn m04_t57_it_scans_beside_the_longest_answers_too() {
    for (username, reply) in [
        ("sam", Reply::ClockOff { ahead_ms: -11 * 3_600_000 - 59 * 60_000 }),
        ("sam.dupont", Reply::Trouble("The clinic's file could not be written just now: no space is left on the server's disk. Nothing was changed. Tell whoever looks after the server.".into())),
    ] {
        let page = app_page("Maple Street", username, Some(reply));
        for house in houses() {
            let sheet = Sheet::of(&page, &house, (80, 24));
            for ground in GROUNDS {
                assert_eq!(read_qr(&sheet.buffer, ground), Some(uri("Maple Street", username)));
            }
            for words in ["Authenticator App", "A4DQ OBYH A4DQ OBYH", "[ Copy ]", "[ Verify ]"] {
                assert!(sheet.text().contains(words), "{words}:\n{}", sheet.text());
            }
        }
    }
}

/// The secret stands there whole and in order, in groups of four.
fn assert_typed_off(sheet: &Sheet) {
    assert!(sheet.flat().contains(secret().grouped().reveal()), "{}", sheet.text());
}

#[test]
fn t57_where_there_is_no_room_the_secret_in_groups_of_four_takes_the_place_of_the_code() {
    let (page, _) = short();
    let long = app_page(LONG_CLINIC, LONG_USER, None);
    assert!(uri(LONG_CLINIC, LONG_USER).len() > domain::totp::URI_LIMIT);
    let plain = |ascii| Theme { ascii, ..THEME };
    for (page, theme, size) in [
        (&page, plain(false), (60, 20)),
        (&page, plain(false), (78, 24)),
        (&page, plain(false), (80, 22)),
        (&page, plain(true), (80, 24)),
        (&page, plain(true), (60, 20)),
        (&long, plain(false), (80, 24)),
    ] {
        for house in houses() {
            let sheet = Sheet::at(page, &house, theme, size, AT);
            for ground in GROUNDS {
                assert_eq!(read_qr(&sheet.buffer, ground), None, "{size:?}");
            }
            assert!(!sheet.text().contains('▀'), "{}", sheet.text());
            assert_typed_off(&sheet);
            for words in ["no room for the QR code", "[ Copy ]", "F6 copy", "[ Verify ]"] {
                assert!(sheet.flat().contains(words), "{words} at {size:?}:\n{}", sheet.text());
            }
        }
    }
}

#[test]
fn m04_the_longest_user_and_clinic_name_scan_on_a_larger_screen() {
    let page = app_page(LONG_CLINIC, LONG_USER, None);
    for house in houses() {
        for size in [(100, 30), (140, 45)] {
            let sheet = Sheet::of(&page, &house, size);
            for ground in GROUNDS {
                assert_eq!(read_qr(&sheet.buffer, ground), Some(uri(LONG_CLINIC, LONG_USER)));
            }
        }
    }
}

#[test]
fn m04_an_ascii_terminal_gets_the_code_where_it_is_large_enough() {
    let (page, expected) = short();
    for theme in themes(true) {
        let sheet = Sheet::at(&page, &houses()[0], theme, (140, 45), AT);
        for ground in GROUNDS {
            assert_eq!(read_qr(&sheet.buffer, ground).as_ref(), Some(&expected), "{theme:?}");
        }
    }
}

#[test]
fn m04_the_secret_is_copied_bare_with_one_key_from_the_code_field() {
    let (mut page, _) = short();
    let pressed = page
        .live_mut()
        .press(&Press::Key(KeyEvent::from(KeyCode::F(6))), true, AT);
    let Pressed::Wishes(wishes) = pressed else {
        panic!("not the head line")
    };
    let [Wish::Copy(copied)] = wishes.as_slice() else {
        panic!("copies and nothing else")
    };
    assert_eq!(copied.reveal(), secret().base32().reveal());
}

/// The screen after the secret was copied, with H03's sentence over its last line.
fn copied(house: House, size: (u16, u16)) -> Buffer {
    let fresh = Page::SetUpApp(super::super::set_up_app::State::new());
    let (mut app, effects) = App::new(fresh, house, THEME, AT);
    let Some(Effect::Ask(ticket, _)) = effects.into_iter().next() else {
        panic!("the secret is asked for at once")
    };
    let reply = Reply::AppSetUp {
        uri: Secret::new(short().1),
        secret: secret().base32(),
        grouped: secret().grouped(),
    };
    app.handle(Event::Answer(ticket, reply), AT);
    let Ok(mut terminal) = Terminal::new(TestBackend::new(size.0, size.1));
    let Ok(_) = terminal.draw(|frame| app.draw(frame, AT));
    app.handle(Event::Key(KeyEvent::from(KeyCode::F(6))), AT);
    let Ok(_) = terminal.draw(|frame| app.draw(frame, AT));
    terminal.backend().buffer().clone()
}

#[test]
fn h03_m04_the_code_still_scans_under_the_sentence_about_copying() {
    for house in houses() {
        let buffer = copied(house, (80, 24));
        let text: String = buffer.content.iter().map(|cell| cell.symbol()).collect();
        assert!(text.contains("asked your terminal to copy"), "{text}");
        for ground in GROUNDS {
            assert_eq!(read_qr(&buffer, ground), Some(short().1), "{ground:?}");
        }
    }
}
