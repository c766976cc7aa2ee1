//! Which page comes first, and what a dangerous act waits for.

use actions::Gate;
use actions::look::Account;
use domain::person::{Method, Methods, TwoStep};

use super::super::{flow, sessions, trusted, two_step};
use super::facts::{account, busy, trusts};
use super::samples::{dialogs::after_step_up, opened};
use super::{Page, which};
use crate::backend::{Done, Reply};
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
    let (page, text) = first(Some(Gate::SetUp), false);
    assert!(page == "MustSetUp" && text.contains("This clinic requires"), "{text}");
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

/// What a second Enter on a page does, after a first one chose `item` and `done` was the answer.
fn second_enter(page: &mut Page, done: Done, account: Account) -> usize {
    page.live_mut().reply(Reply::Done(done, Box::new(account)), AT);
    match page
        .live_mut()
        .press(&Press::Key(KeyEvent::from(KeyCode::Enter)), true, AT)
    {
        Pressed::Wishes(wishes) => wishes.iter().filter(|wish| !matches!(wish, Wish::Back)).count(),
        Pressed::SignOut => panic!("not the head line"),
    }
}

#[test]
fn m06_m08_a_second_enter_undoes_nothing_and_ends_nothing_more() {
    let mut two = two_step::State::new(account());
    two.inputs_mut().focus(two_step::Item::Default(Method::App));
    let by_app_first = Account {
        two_step: TwoStep::On(Methods::Both {
            number: "+16045550100".into(),
            default: Method::App,
        }),
        ..account()
    };
    let mut two = Page::TwoStep(two);
    assert_eq!(second_enter(&mut two, Done::Default(Method::App), by_app_first), 0);
    let mut trusted = Page::Trusted(trusted::State::new(Account {
        trusted: trusts(3),
        ..account()
    }));
    assert_eq!(second_enter(&mut trusted, Done::TrustEnded, busy()), 0);
    let mut sessions = Page::Sessions(sessions::State::new(busy()));
    assert_eq!(second_enter(&mut sessions, Done::SessionsEnded, busy()), 0);
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
