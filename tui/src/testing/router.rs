//! The router: tickets, dropped keys, stack, focus and mouse.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use super::{Desk, Door, Inside, Item, Page, Reply, Request, THEME, house, sam};
use crate::app::COPIED;
use crate::effect::{Effect, Ticket};
use crate::event::Event;
use crate::keymap;
use crate::page::PageSet;

fn submitted() -> (Desk, Ticket) {
    let mut desk = Desk::door();
    desk.type_in("481205");
    let (ticket, request) = desk.asked().remove(0);
    assert_eq!(request, Request::Verify("481205".into()));
    (desk, ticket)
}

#[test]
fn s08_the_sixth_digit_submits_by_itself_and_once() {
    let (mut desk, _) = submitted();
    desk.type_in("7");
    desk.key(KeyCode::Enter);
    assert!(desk.asked().is_empty());
}

#[test]
fn s08_keys_clicks_and_pastes_before_the_next_drawing_are_dropped() {
    let (mut desk, ticket) = submitted();
    desk.draw();
    desk.type_in("99");
    desk.key(KeyCode::Tab);
    assert!(desk.app.holds());
    desk.send(Event::Answer(ticket, Reply::Wrong));
    desk.type_in("99");
    desk.send(Event::Paste("123456".into()));
    assert!(desk.app.settles());
    assert!(desk.asked().is_empty());
    assert_eq!(desk.door_page().inputs.text(Item::Code), "");
    desk.draw();
    assert!(!desk.app.holds());
    desk.type_in("12");
    assert_eq!(desk.door_page().inputs.text(Item::Code), "12");
}

#[test]
fn s08_after_a_refusal_the_field_is_empty_and_has_the_cursor() {
    let (mut desk, ticket) = submitted();
    desk.send(Event::Answer(ticket, Reply::Wrong));
    let shown = desk.shown();
    assert!(shown.contains("▌ _  _  _  _  _  _"), "{shown}");
    assert!(shown.contains("✗ That was not it. 4 tries left."));
}

#[test]
fn s08_an_enter_typed_ahead_does_not_press_a_button_of_the_next_screen() {
    let (mut desk, ticket) = submitted();
    desk.send(Event::Answer(ticket, Reply::Right));
    desk.asked();
    desk.key(KeyCode::Enter);
    assert!(desk.effects.is_empty(), "Copy was pressed");
    desk.draw();
    desk.key(KeyCode::Enter);
    assert!(matches!(desk.effects.as_slice(), [Effect::Copy(_)]));
}

#[test]
fn leaving_works_while_an_answer_is_awaited() {
    for letter in ['q', 'c'] {
        let (mut desk, _) = submitted();
        desk.send(Event::Key(KeyEvent::new(KeyCode::Char(letter), KeyModifiers::CONTROL)));
        assert!(matches!(desk.effects.as_slice(), [Effect::Quit]));
    }
}

#[test]
fn s16_signals_and_a_lost_terminal_leave() {
    for event in [Event::Signal(1), Event::Signal(15), Event::Lost] {
        let (mut desk, _) = submitted();
        desk.send(event);
        assert!(matches!(desk.effects.as_slice(), [Effect::Quit]));
    }
}

#[test]
fn an_answer_for_a_page_that_has_gone_is_dropped() {
    let mut desk = Desk::door();
    desk.click("Try another way");
    let (ticket, _) = desk.asked().remove(0);
    desk.key(KeyCode::Esc);
    desk.click("Try another way");
    desk.send(Event::Answer(ticket, Reply::Listed(7)));
    let Page::Inside(Inside { listed, .. }) = desk.app.page() else {
        panic!("another page")
    };
    assert!(listed.is_empty());
}

#[test]
fn a_newer_question_of_the_same_kind_makes_the_older_one_late() {
    let mut desk = Desk::new(Page::Inside(Inside::default()), house(), THEME);
    desk.send(Event::Wake);
    let tickets: Vec<Ticket> = desk.asked().into_iter().map(|(ticket, _)| ticket).collect();
    desk.send(Event::Answer(tickets[1], Reply::Listed(2)));
    desk.send(Event::Answer(tickets[0], Reply::Listed(1)));
    desk.send(Event::Answer(tickets[1], Reply::Listed(3)));
    let Page::Inside(Inside { listed, .. }) = desk.app.page() else {
        panic!("another page")
    };
    assert_eq!(listed, &[2]);
}

#[test]
fn s16_a_session_ended_from_elsewhere_clears_the_screen_and_the_hold() {
    let (mut desk, ticket) = submitted();
    desk.send(Event::News(Reply::SignedOut));
    desk.draw();
    assert!(!desk.app.holds());
    assert_eq!(desk.door_page().inputs.text(Item::Code), "");
    desk.send(Event::Answer(ticket, Reply::Right));
    assert!(matches!(desk.app.page(), Page::Door(_)));
}

#[test]
fn esc_on_the_last_page_stays() {
    let mut desk = Desk::door();
    desk.key(KeyCode::Esc);
    assert!(matches!(desk.app.page(), Page::Door(_)));
    assert!(desk.effects.is_empty());
}

#[test]
fn h01_tab_walks_every_item_and_ends_at_sign_out() {
    let mut signed_in = house();
    signed_in.who = Some(sam("Sam Example"));
    let mut desk = Desk::new(Page::Door(Door::default()), signed_in, THEME);
    let mut walk = Vec::new();
    for _ in 0..8 {
        walk.push(desk.door_page().inputs.focused());
        desk.key(KeyCode::Tab);
    }
    let order = [Item::Code, Item::Verify, Item::Resend, Item::Another].map(Some);
    assert_eq!(walk[..4], order);
    assert_eq!(
        walk[4..],
        [None, Some(Item::User), Some(Item::Password), Some(Item::Box)]
    );
    for _ in 0..4 {
        desk.key(KeyCode::Tab);
    }
    assert_eq!(desk.door_page().inputs.focused(), None);
    desk.key(KeyCode::BackTab);
    assert_eq!(desk.door_page().inputs.focused(), Some(Item::Another));
    desk.key(KeyCode::Down);
    desk.key(KeyCode::Enter);
    assert!(desk.asked().iter().any(|(_, request)| *request == Request::SignOut));
}

#[test]
fn sign_out_is_in_the_ring_only_for_who_is_signed_in() {
    let mut desk = Desk::door();
    for _ in 0..7 {
        desk.key(KeyCode::Tab);
        assert!(desk.door_page().inputs.focused().is_some());
    }
    assert_eq!(desk.door_page().inputs.focused(), Some(Item::Code));
    assert!(!desk.shown().contains("Sign out"));
}

#[test]
fn contract_enter_goes_to_the_next_field_and_submits_on_the_last() {
    let mut desk = Desk::door();
    desk.click("User name");
    desk.key(KeyCode::Enter);
    assert_eq!(desk.door_page().inputs.focused(), Some(Item::Password));
    desk.key(KeyCode::Enter);
    assert_eq!(desk.door_page().inputs.focused(), Some(Item::Code));
    desk.key(KeyCode::Enter);
    assert_eq!(desk.asked().len(), 1);
}

#[test]
fn contract_a_click_is_enter_on_buttons_links_boxes_and_puts_the_cursor_into_fields() {
    let mut desk = Desk::door();
    desk.click("[ ] F4");
    assert!(desk.door_page().inputs.ticked(Item::Box));
    desk.click("Trust this browser");
    assert!(!desk.door_page().inputs.ticked(Item::Box));
    desk.click("Password");
    assert_eq!(desk.door_page().inputs.focused(), Some(Item::Password));
    desk.click("[ Verify ]");
    assert!(matches!(desk.asked().as_slice(), [(_, Request::Verify(_))]));
}

#[test]
fn a_key_of_the_foot_line_can_be_clicked() {
    let mut desk = Desk::door();
    desk.click("F4 trust");
    assert!(desk.door_page().inputs.ticked(Item::Box));
    desk.click("leave");
    assert!(matches!(desk.effects.as_slice(), [Effect::Quit]));
}

#[test]
fn t01_f4_ticks_the_box_without_leaving_the_field() {
    let mut desk = Desk::door();
    desk.key(KeyCode::F(4));
    assert!(desk.door_page().inputs.ticked(Item::Box));
    assert_eq!(desk.door_page().inputs.focused(), Some(Item::Code));
}

#[test]
fn c05_resend_cannot_be_chosen_before_its_time_by_enter_click_or_key() {
    let mut desk = Desk::door();
    desk.key(KeyCode::F(5));
    desk.click("Resend code");
    desk.key(KeyCode::Enter);
    desk.click("(in 0:21)");
    assert!(desk.asked().is_empty());
    let ready = Door {
        resend_ms: 0,
        ..Door::default()
    };
    let mut desk = Desk::new(Page::Door(ready), house(), THEME);
    desk.key(KeyCode::F(5));
    assert_eq!(desk.asked().len(), 1);
}

#[test]
fn h01_question_mark_and_f1_open_the_questions_of_this_screen() {
    let mut desk = Desk::door();
    desk.key(KeyCode::Char('?'));
    let shown = desk.shown();
    assert!(
        shown.contains("Help about this screen") && shown.contains("No text comes"),
        "{shown}"
    );
    desk.click("No text comes");
    let shown = desk.shown();
    assert!(shown.contains("Look among blocked or spam messages"));
    assert!(shown.contains("Whom to ask: Jane Doe or Fay Roy."));
    desk.key(KeyCode::Char('?'));
    assert!(matches!(desk.app.page(), Page::Help(_)));
    desk.key(KeyCode::Esc);
    assert!(desk.shown().contains("Help about this screen"));
    desk.key(KeyCode::Esc);
    assert!(matches!(desk.app.page(), Page::Door(_)));
}

#[test]
fn h01_in_a_field_a_question_mark_is_a_letter_and_f1_is_help() {
    let mut desk = Desk::door();
    desk.click("Password");
    assert!(desk.shown().contains("F1 help"));
    desk.key(KeyCode::Char('?'));
    assert_eq!(desk.door_page().inputs.text(Item::Password), "?");
    desk.key(KeyCode::F(1));
    assert!(matches!(desk.app.page(), Page::Help(_)));
}

#[test]
fn h01_the_whole_list_can_be_searched_and_enter_opens_the_first_found() {
    let mut desk = Desk::door();
    desk.key(KeyCode::F(1));
    desk.click("All questions");
    desk.type_in("roaming");
    let shown = desk.shown();
    assert!(shown.contains("I am abroad and get no texts") && !shown.contains("patients"));
    desk.key(KeyCode::Enter);
    assert!(desk.shown().contains("Whom to ask"));
    desk.key(KeyCode::Esc);
    desk.key(KeyCode::BackTab);
    desk.click("Search");
    desk.type_in(" xylophone");
    assert!(desk.shown().contains("Nothing found"));
}

#[test]
fn a_dangerous_act_starts_on_cancel_and_its_answer_goes_to_the_page_beneath() {
    let mut desk = Desk::new(Page::Inside(Inside::default()), house(), THEME);
    desk.asked();
    desk.click("[ Remove ]");
    assert!(desk.shown().contains("Sam Example"));
    desk.key(KeyCode::Enter);
    assert!(matches!(desk.app.page(), Page::Inside(_)));
    assert!(desk.asked().iter().all(|(_, request)| *request != Request::Remove));
    desk.click("[ Remove ]");
    desk.click("[ Turn off ]");
    let (ticket, _) = desk
        .asked()
        .into_iter()
        .find(|(_, request)| *request == Request::Remove)
        .expect("sent");
    desk.send(Event::Answer(ticket, Reply::Listed(40)));
    let Page::Inside(Inside { listed, .. }) = desk.app.page() else {
        panic!("another page")
    };
    assert_eq!(listed, &[40]);
}

#[test]
fn h03_copying_says_what_to_do_when_pasting_brings_nothing() {
    let mut desk = Desk::new(Page::Inside(Inside::default()), house(), THEME);
    desk.asked();
    desk.key(KeyCode::Enter);
    assert!(matches!(desk.effects.as_slice(), [Effect::Copy(_)]));
    let shown: Vec<String> = desk.shown().lines().map(|line| line.trim().to_owned()).collect();
    assert!(shown.join(" ").contains(COPIED), "{shown:?}");
    assert!(desk.shown().contains("7 K Q   4 M X"), "the text stays on the screen");
    desk.key(KeyCode::Tab);
    assert!(!desk.shown().contains("asked your terminal"));
}

#[test]
fn z03_no_secret_is_in_debug_of_what_leaves_the_app() {
    let mut desk = Desk::new(Page::Inside(Inside::default()), house(), THEME);
    desk.asked();
    desk.key(KeyCode::Enter);
    assert_eq!(format!("{:?}", desk.effects), "[Copy(***)]");
    let mut door = Door::default();
    door.inputs.put(Item::Password, "swordfish");
    assert!(!format!("{:?}", door.inputs).contains("swordfish"));
}

#[test]
fn h01_the_tables_of_the_modals_and_of_these_pages_hold() {
    let pages = [
        Page::Door(Door::default()),
        Page::Inside(Inside::default()),
        Page::help(crate::modals::help_text::Topic::All, &house().help),
    ];
    for page in &pages {
        let live = page.live();
        assert_eq!(keymap::check(live.keys()), Ok(()));
        for code in live.bound(super::AT) {
            assert!(live.keys().iter().any(|key| key.code == code), "{code} is in no table");
        }
    }
}

#[test]
fn news_reaches_the_house_and_no_page() {
    let mut desk = Desk::door();
    desk.send(Event::News(Reply::Listed(1)));
    assert!(desk.shown().contains("! texts off since 13:58"));
}
