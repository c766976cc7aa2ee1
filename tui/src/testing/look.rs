//! What is drawn: the bands, any size, colours, count-downs, waiting.

use crossterm::event::KeyCode;
use ratatui::layout::Size;
use ratatui::style::Color;

use super::{AT, Desk, Door, Inside, Item, Page, Reply, THEME, house, sam};
use crate::app::App;
use crate::event::Event;
use crate::paint;
use crate::theme::{Colours, Theme};
use crate::widgets::banner::Banner;
use crate::widgets::say::Say;

fn signed_in() -> crate::house::House {
    let mut house = house();
    house.who = Some(sam("Sam Example"));
    house.banners = vec![Banner::TextsDelayed {
        since: "since 10:00".into(),
    }];
    house
}

#[test]
fn h01_the_three_bands_stand_at_80x24() {
    let mut desk = Desk::new(Page::Door(Door::default()), signed_in(), THEME);
    let shown = desk.shown();
    let lines: Vec<&str> = shown.lines().collect();
    assert!(lines[0].starts_with(" Maple Street Clinic"));
    assert!(
        lines[0].ends_with("Sam Example · staff    Sign out        22:02"),
        "{:?}",
        lines[0]
    );
    assert!(lines[1].contains("Texts and e-mails are delayed since 10:00"));
    assert!(
        lines[23].contains("Esc back  F4 trust  F5 resend  ? help  Ctrl-Q leave"),
        "{:?}",
        lines[23]
    );
    assert!(lines[23].ends_with("✓ texts on duty"), "{:?}", lines[23]);
}

#[test]
fn h01_a_long_name_is_cut_in_the_head_and_what_its_person_may_do_stays() {
    let mut house = signed_in();
    house.who = Some(sam("Maria Magdalena Schwarzenberger-Oppenheimer"));
    let mut desk = Desk::new(Page::Door(Door::default()), house, THEME);
    let head = |desk: &mut Desk| desk.shown().lines().next().map(str::to_owned).unwrap_or_default();
    let at_80 = head(&mut desk);
    assert!(at_80.starts_with(" Maple Street Clinic "), "{at_80:?}");
    assert!(
        at_80.contains("  Maria Magdalena Schwar… · staff    Sign out"),
        "{at_80:?}"
    );
    desk.size(66, 20);
    let at_66 = head(&mut desk);
    assert!(at_66.starts_with(" Maple Street Clinic "), "{at_66:?}");
    assert!(at_66.contains("… · staff    Sign out"), "{at_66:?}");
    desk.size(60, 20);
    let at_60 = head(&mut desk);
    assert!(at_60.starts_with(" Maple Street Clinic "), "{at_60:?}");
    assert!(!at_60.contains("staff") && at_60.contains("Sign out"), "{at_60:?}");
}

#[test]
fn h01_a_whole_form_fits_80x24_and_grows_with_white_space() {
    let mut desk = Desk::door();
    let shown = desk.shown();
    for text in [
        "Check your phone",
        "User name",
        "Verification code",
        "[ Verify ]",
        "4:37 left",
    ] {
        assert!(shown.contains(text), "{text} in\n{shown}");
    }
    let low = desk.find("Check your phone");
    desk.size(140, 45);
    desk.draw();
    let high = desk.find("Check your phone");
    assert!(high.1 > low.1 && high.0 > low.0);
    let wide = desk.lines().into_iter().skip(2).take(40);
    assert!(wide.map(|line| line.trim().chars().count()).all(|width| width <= 72));
}

#[test]
fn h01_60x20_is_usable_and_shows_what_has_the_focus() {
    let mut desk = Desk::door();
    desk.size(60, 20);
    for _ in 0..7 {
        desk.key(KeyCode::Tab);
        let shown = desk.shown();
        let expected = match desk.door_page().inputs.focused().expect("not signed in") {
            Item::User => "User name",
            Item::Password => "Password",
            Item::Box => "[ ] F4",
            Item::Code => "Verification code",
            Item::Verify => "[ Verify ]",
            Item::Resend => "Resend code",
            Item::Another => "Try another way",
        };
        assert!(shown.contains(expected), "{expected} in\n{shown}");
    }
}

#[test]
fn h01_no_size_panics_and_no_cursor_leaves_the_screen() {
    for first in [0, 1, 2] {
        let page = match first {
            0 => Page::Door(Door::default()),
            1 => Page::Inside(Inside::default()),
            _ => <Page as crate::page::PageSet>::help(crate::modals::help_text::Topic::All, &house().help),
        };
        let mut desk = Desk::new(page, signed_in(), THEME);
        let widths = (1..=30).chain([40, 59, 60, 79, 80, 81, 100, 140, 200]);
        for width in widths {
            for height in (1..=25).chain([36, 45, 60]) {
                desk.size(width, height);
                desk.draw();
                if let Some((x, y)) = desk.cursor() {
                    assert!(x < width && y < height, "{x},{y} on {width}x{height}");
                }
                desk.send(Event::Click {
                    x: width - 1,
                    y: height - 1,
                });
            }
            desk.key(KeyCode::Tab);
        }
    }
}

#[test]
fn h01_without_colours_no_cell_has_one_and_no_colour_code_is_written() {
    let theme = Theme {
        colours: Colours::None,
        ascii: false,
    };
    let mut desk = Desk::new(Page::Door(Door::default()), signed_in(), theme);
    desk.draw();
    let bare = |cell: &ratatui::buffer::Cell| cell.fg == Color::Reset && cell.bg == Color::Reset;
    assert!(desk.buffer().content.iter().all(bare));

    let (mut app, _) = App::new(Page::Door(Door::default()), signed_in(), theme, AT);
    let mut screen = paint::screen(Vec::new(), || Ok(Size::new(80, 24))).expect("the size is known");
    screen
        .draw(|frame| app.draw(frame, AT))
        .expect("a vector can be written");
    let written = String::from_utf8_lossy(screen.backend().writer()).into_owned();
    let mut looks = 0;
    for rest in written.split("\x1b[") {
        let end = rest
            .find(|c: char| c != ';' && !c.is_ascii_digit())
            .unwrap_or(rest.len());
        if rest[end..].starts_with('m') {
            looks += 1;
            assert!(
                rest[..end].split(';').all(|code| ["0", "1", "4", "7"].contains(&code)),
                "{rest}"
            );
        }
    }
    assert!(looks > 3, "bold, reverse and underline carry it");
}

#[test]
fn h01_no_ground_is_ever_coloured() {
    for colours in [Colours::Many, Colours::Sixteen] {
        let theme = Theme { colours, ascii: false };
        let mut desk = Desk::new(Page::Door(Door::default()), signed_in(), theme);
        desk.draw();
        assert!(desk.buffer().content.iter().all(|cell| cell.bg == Color::Reset));
        assert!(desk.buffer().content.iter().any(|cell| cell.fg != Color::Reset));
    }
}

#[test]
fn h01_an_ascii_terminal_gets_ascii() {
    let theme = Theme {
        colours: Colours::None,
        ascii: true,
    };
    let mut desk = Desk::new(Page::Door(Door::default()), signed_in(), theme);
    let shown = desk.shown();
    assert!(shown.is_ascii(), "{shown}");
    assert!(shown.contains("> _  _  _  _  _  _"), "{shown}");
    assert!(shown.contains("+ texts on duty"), "{shown}");
}

#[test]
fn h01_an_unchanged_frame_of_the_whole_app_writes_nothing() {
    let (mut app, _) = App::new(Page::Door(Door::default()), signed_in(), THEME, AT);
    let mut screen = paint::screen(Vec::new(), || Ok(Size::new(80, 24))).expect("the size is known");
    screen
        .draw(|frame| app.draw(frame, AT))
        .expect("a vector can be written");
    let first = screen.backend().writer().len();
    assert!(first > 0);
    for ms in [0, 1, 500] {
        app.handle(Event::Wake, AT.plus(ms));
        screen
            .draw(|frame| app.draw(frame, AT.plus(ms)))
            .expect("a vector can be written");
    }
    assert_eq!(screen.backend().writer().len(), first);
}

#[test]
fn h01_nothing_wakes_the_program_but_what_changes_on_the_screen() {
    let still = Page::Inside(Inside::default());
    let (app, _) = App::new(still, house(), THEME, AT);
    assert_eq!(app.next_tick(AT), Some(9_000), "the minute on the wall");
    let counting = Door {
        left_ms: 277_400,
        resend_ms: 20_300,
        ..Door::default()
    };
    let (app, _) = App::new(Page::Door(counting), house(), THEME, AT);
    assert_eq!(app.next_tick(AT), Some(300));
}

#[test]
fn z06_waiting_gets_a_word_after_150_ms_and_a_sentence_after_2_s() {
    let mut desk = Desk::door();
    desk.type_in("481205");
    assert_eq!(desk.app.next_tick(desk.at), Some(150));
    desk.at = AT.plus(149);
    assert!(!desk.shown().contains("checking"));
    desk.at = AT.plus(150);
    let shown = desk.shown();
    assert!(
        shown.contains(" checking …") && !shown.contains("still checking"),
        "{shown}"
    );
    desk.at = AT.plus(2_000);
    assert!(desk.shown().contains("nothing is lost"));
    let (ticket, _) = desk.asked().remove(0);
    desk.send(Event::Answer(ticket, Reply::Wrong));
    assert!(!desk.shown().contains("checking"));
}

#[test]
fn nothing_jumps_when_an_answer_comes_and_goes() {
    let mut desk = Desk::door();
    let before = desk.find("[ Verify ]");
    desk.type_in("481205");
    desk.at = AT.plus(200);
    desk.draw();
    assert_eq!(desk.find("[ Verify ]"), before);
    let (ticket, _) = desk.asked().remove(0);
    desk.send(Event::Answer(ticket, Reply::Wrong));
    desk.draw();
    assert_eq!(desk.find("[ Verify ]"), before);
}

#[test]
fn a_neighbour_stays_where_it_is_when_a_count_down_ends() {
    let place = |resend_ms| {
        let door = Door {
            resend_ms,
            ..Door::default()
        };
        let mut desk = Desk::new(Page::Door(door), house(), THEME);
        desk.draw();
        desk.find("Try another way")
    };
    assert_eq!(place(21_000), place(0));
}

#[test]
fn a_password_is_never_in_the_frame() {
    let mut desk = Desk::door();
    desk.click("Password");
    desk.type_in("swordfish");
    let shown = desk.shown();
    assert!(shown.contains("•••••••••") && !shown.contains("swordfish"));
    assert!(shown.contains("▌•••••••••"));
}

#[test]
fn z05_names_that_attack_are_shown_harmless_in_every_band() {
    let mut house = signed_in();
    house.clinic = "Maple\x1b]0;owned\x07\nClinic".into();
    house.who = Some(sam(&format!("S\u{202e}am{}", "\u{301}".repeat(300))));
    let mut desk = Desk::new(Page::Door(Door::default()), house, THEME);
    let shown = desk.shown();
    assert!(shown.contains("Maple␛]0;owned␇⏎Clinic"), "{shown}");
    assert!(shown.contains("S<U+202E>am"));
    let longest = desk.buffer().content.iter().map(|cell| cell.symbol().len()).max();
    assert!(longest.is_some_and(|bytes| bytes <= 16));
}

#[test]
fn h01_resizing_while_typing_keeps_what_was_typed() {
    let mut desk = Desk::door();
    desk.type_in("481");
    desk.size(20, 5);
    desk.draw();
    desk.size(100, 36);
    assert!(desk.shown().contains("▌ 4  8  1  _  _  _"));
}

#[test]
fn h03_the_sentence_about_copying_takes_one_line_of_80_columns() {
    let mut desk = Desk::new(Page::Inside(Inside::default()), signed_in(), THEME);
    desk.key(KeyCode::Enter);
    let before = desk.lines();
    desk.draw();
    let after = desk.lines();
    let other: Vec<usize> = (0..24).filter(|row| before[*row] != after[*row]).collect();
    assert_eq!(other, [22]);
    assert!(after[22].ends_with("mark it by hand (Shift)"), "{:?}", after[22]);
}

#[test]
fn h01_keys_and_the_workers_state_share_the_foot_line_to_its_last_cell() {
    let mut house = signed_in();
    house.worker = Some(Say::look("worker last seen 14:03"));
    let mut desk = Desk::new(Page::Door(Door::default()), house, THEME);
    let shown = desk.shown();
    assert!(shown.ends_with("Ctrl-Q leave   ! worker last seen 14:03"), "{shown}");
    desk.size(78, 24);
    assert!(desk.shown().ends_with("leave ! worker last seen 14:03"));
    desk.size(77, 24);
    assert!(desk.shown().ends_with("leave ! worker last seen 14:…"));
}
