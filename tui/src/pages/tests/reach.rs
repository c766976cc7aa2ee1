//! Every item can be reached: by Tab in a ring, by Shift-Tab the other way round, and by a click that does what Enter does.

use crossterm::event::{KeyCode, KeyEvent};
use ratatui::layout::Position;

use super::samples::{Sample, samples};
use super::sheet::Sheet;
use super::{Page, inside};
use crate::effect::Wish;
use crate::page::{PageSet, Press, Pressed, Screen, Target};
use crate::testing::AT;
use crate::widgets::form::Role;

/// The number of the focused item; `None` in the head line.
fn focus(page: &Page) -> Option<usize> {
    inside!(page, page => {
        let form = Screen::<Page>::form(page, AT);
        Screen::<Page>::inputs(page).position(&form.spots())
    })
}

fn roles(page: &Page) -> Vec<Role> {
    inside!(page, page => Screen::<Page>::form(page, AT).spots().iter().map(|spot| spot.role).collect())
}

fn press(page: &mut Page, code: KeyCode, head: bool) -> Vec<String> {
    let pressed = page.live_mut().press(&Press::Key(KeyEvent::from(code)), head, AT);
    told(pressed)
}

/// What came of a press, in words that can be compared.
fn told(pressed: Pressed<Page>) -> Vec<String> {
    let Pressed::Wishes(wishes) = pressed else {
        return vec!["sign out".into()];
    };
    let words = |wish: Wish<Page>| match wish {
        Wish::Ask(request) => format!("ask {request:?}"),
        Wish::Submit(request) => format!("submit {request:?}"),
        Wish::Tell(request) => format!("tell {request:?}"),
        Wish::Go(page) => format!("go {}", super::which(&page)),
        Wish::Push(page) => format!("push {}", super::which(&page)),
        Wish::Help(topic) => format!("help {topic:?}"),
        Wish::Back => "back".into(),
        Wish::Reset(page) => format!("reset {}", super::which(&page)),
        Wish::Copy(_) => "copy".into(),
        Wish::Notice(say) => say.text,
        Wish::House(_) => "house".into(),
        Wish::Quit => "quit".into(),
    };
    wishes.into_iter().map(words).collect()
}

/// Round the ring from where the page opens; the numbers come to.
fn ring(page: &mut Page, key: KeyCode, head: bool) -> Vec<Option<usize>> {
    let steps = roles(page).len() + usize::from(head);
    let one = |_| {
        press(page, key, head);
        focus(page)
    };
    (0..steps).map(one).collect()
}

#[test]
fn h01_tab_comes_to_every_item_and_to_sign_out_once_a_round_and_shift_tab_the_other_way() {
    for mut sample in samples() {
        let head = sample.account.is_some();
        let (start, items) = (focus(&sample.page), roles(&sample.page).len());
        if items == 0 {
            continue;
        }
        let there = ring(&mut sample.page, KeyCode::Tab, head);
        assert_eq!(there.last(), Some(&start), "{}: a whole round", sample.name());
        let mut seen = there.clone();
        seen.sort_unstable();
        let mut all: Vec<Option<usize>> = (0..items).map(Some).collect();
        all.splice(0..0, head.then_some(None));
        assert_eq!(seen, all, "{}", sample.name());
        let mut back = ring(&mut sample.page, KeyCode::BackTab, head);
        back.reverse();
        let mut expected = there;
        expected.rotate_right(1);
        assert_eq!(back, expected, "{}", sample.name());
    }
}

#[test]
fn h01_what_has_the_focus_is_on_the_screen_at_80x24_and_60x20() {
    for mut sample in samples() {
        let (head, house) = (sample.account.is_some(), sample.demo());
        for size in [(80, 24), (60, 20)] {
            for _ in 0..=roles(&sample.page).len() {
                press(&mut sample.page, KeyCode::Tab, head);
                let sheet = Sheet::of(&sample.page, &house, size);
                if let Some(spot) = focus(&sample.page) {
                    assert!(sheet.shows(spot), "{spot} of {}:\n{}", sample.name(), sheet.text());
                }
            }
        }
    }
}

/// Where a click would hit the item with this number.
fn place(sheet: &Sheet, spot: usize) -> Option<Position> {
    let wanted = Target::Spot(u16::try_from(spot).expect("few items"));
    let mut all = sheet.buffer.area.positions();
    all.find(|at| sheet.hit(at.x, at.y) == Some(wanted))
}

/// Chooses the item by a click on one page and by Enter on its twin: the same comes of it and they look the same.
fn choose(clicked: &mut Sample, entered: &mut Sample, spot: usize, role: Role) {
    let (name, head, house) = (clicked.name(), clicked.account.is_some(), clicked.house());
    let sheet = Sheet::of(&clicked.page, &house, (80, 70));
    assert!(place(&sheet, spot).is_some(), "{spot} of {name}");
    let click = Press::Spot(spot.try_into().expect("few items"));
    let by_click = told(clicked.page.live_mut().press(&click, head, AT));
    if let Role::Field(_) = role {
        assert_eq!((focus(&clicked.page), by_click.len()), (Some(spot), 0), "{name}");
        return;
    }
    while focus(&entered.page) != Some(spot) {
        press(&mut entered.page, KeyCode::Tab, head);
    }
    assert_eq!(
        by_click,
        press(&mut entered.page, KeyCode::Enter, head),
        "{spot} of {name}"
    );
    let looks = [clicked, entered].map(|sample| Sheet::of(&sample.page, &house, (80, 70)).text());
    assert_eq!(looks[0], looks[1], "{spot} of {name}");
}

#[test]
fn a_click_on_a_button_link_or_box_does_what_enter_on_it_does() {
    // The whole help is long, and nothing but questions.
    let walked = || samples().into_iter().filter(|sample| sample.name() != "Help, all");
    let most = walked().map(|sample| roles(&sample.page).len()).max();
    for spot in 0..most.unwrap_or_default() {
        for (mut clicked, mut entered) in walked().zip(walked()) {
            if let Some(role) = roles(&clicked.page).get(spot).copied() {
                choose(&mut clicked, &mut entered, spot, role);
            }
        }
    }
}
