//! Which page comes first, and what a dangerous act waits for.

use actions::Gate;
use actions::look::Account;

use super::super::{flow, two_step};
use super::facts::account;
use super::samples::{dialogs::after_step_up, opened};
use super::{Page, which};
use crate::effect::Wish;
use crate::page::{PageSet, Press, Pressed, Screen};
use crate::testing::AT;
use crossterm::event::{KeyCode, KeyEvent};

#[test]
fn r02_m09_s11_a_gate_comes_before_home() {
    let first = |gate, reported| {
        let page = opened(flow::enter(Account {
            gate,
            reported,
            ..account()
        }));
        let house = super::samples::samples().swap_remove(0).house();
        let text = super::sheet::Sheet::of(&page, &house, (80, 24)).flat();
        (which(&page), text)
    };
    let (page, text) = first(Some(Gate::NewPassword), false);
    assert!(page == "NewPassword" && text.contains("was made for you"), "{text}");
    let (page, text) = first(Some(Gate::NewPassword), true);
    assert!(
        page == "NewPassword" && text.contains("Somebody else may know"),
        "{text}"
    );
    assert_eq!(first(Some(Gate::SaveRecovery), false).0, "KeepRecoveryCode");
    assert_eq!(first(None, false).0, "Home");
}

#[test]
fn danger_starts_on_cancel_and_sends_nothing_by_itself() {
    let mut dialog = after_step_up(two_step::State::new(account()).on_act(two_step::Item::AllOff, AT));
    let enter = Press::Key(KeyEvent::from(KeyCode::Enter));
    let Pressed::Wishes(wishes) = dialog.live_mut().press(&enter, true, AT) else {
        panic!("not the head line")
    };
    assert!(matches!(wishes.as_slice(), [Wish::Back]));
}

#[test]
fn m10_a_dangerous_act_is_sent_by_its_own_button_alone() {
    let mut dialog = after_step_up(two_step::State::new(account()).on_act(two_step::Item::AllOff, AT));
    dialog
        .live_mut()
        .press(&Press::Key(KeyEvent::from(KeyCode::Tab)), true, AT);
    let enter = Press::Key(KeyEvent::from(KeyCode::Enter));
    let Pressed::Wishes(wishes) = dialog.live_mut().press(&enter, true, AT) else {
        panic!("not the head line")
    };
    let [Wish::Back, Wish::Submit(crate::backend::Request::TurnOff)] = wishes.as_slice() else {
        panic!("back, and then the act");
    };
    assert_eq!(which(&dialog), "Confirm");
    let _: &Page = &dialog;
}
