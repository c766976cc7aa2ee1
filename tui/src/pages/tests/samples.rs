//! Every page in every state worth drawing, with the words that stand on it at 80x24.
//!
//! `door` has what is shown before somebody is signed in, the others what comes after.

pub(super) mod dialogs;
pub(super) mod door;
pub(super) mod set_up;
pub(super) mod staff;

mod account;
mod activity;
mod home;
mod ownership;
mod people;
mod recovery;
mod reports;
mod settings;
pub(super) mod staffing;

use super::super::flow;
use super::{Page, facts, which};
use crate::clock;
use crate::effect::{Wish, Wishes};
use crate::house::House;
use crate::widgets::banner::Banner;
use crate::widgets::say::Say;
use actions::look::Account;

/// A page in one state.
pub(super) struct Sample {
    /// Names the state among those of its page.
    state: &'static str,
    pub(super) page: Page,
    /// Who is signed in.
    pub(super) account: Option<Account>,
    /// What stands on it at 80x24, the first and the last thing among them.
    pub(super) words: &'static [&'static str],
}

impl Sample {
    /// A page of the sign-in.
    fn outside(state: &'static str, page: Page, words: &'static [&'static str]) -> Self {
        Self {
            state,
            page,
            account: None,
            words,
        }
    }

    /// A page of somebody who is signed in.
    fn of(account: Account, state: &'static str, page: Page, words: &'static [&'static str]) -> Self {
        Self {
            account: Some(account),
            ..Self::outside(state, page, words)
        }
    }

    /// `Home, off`.
    pub(super) fn name(&self) -> String {
        format!("{}, {}", which(&self.page), self.state)
    }

    /// What stands round it, with the banners that follow from the account.
    pub(super) fn house(&self) -> House {
        let mut house = House::new("Maple Street Clinic", clock::zone(facts::TIME_ZONE));
        house.worker = Some(Say::look("worker last seen 14:03"));
        house.help.support_contact = Some("Maple reception, 604 555 0199".into());
        if let Some(Wish::House(change)) = self.account.as_ref().map(flow::signed_in) {
            change(&mut house);
        }
        house
    }

    /// The same in a demo.
    pub(super) fn demo(&self) -> House {
        let mut house = self.house();
        house.banners.push(Banner::Demo {
            command: "target/release/vestibule --data /tmp/vestibule-513245bc".into(),
        });
        house
    }
}

/// All of them. `which` does not let a page be forgotten.
pub(super) fn samples() -> Vec<Sample> {
    let parts = [
        door::samples(),
        home::samples(),
        account::samples(),
        set_up::samples(),
        recovery::samples(),
        settings::samples(),
        reports::samples(),
        activity::samples(),
        people::samples(),
        dialogs::samples(),
        staffing::samples(),
        staff::samples(),
        ownership::samples(),
    ];
    parts.into_iter().flatten().collect()
}

/// The page that wishes lead to.
pub(super) fn opened(wishes: Wishes<Page>) -> Page {
    let pages = wishes.into_iter().filter_map(|wish| match wish {
        Wish::Go(page) | Wish::Push(page) | Wish::Reset(page) => Some(page),
        Wish::Ask(_)
        | Wish::Submit(_)
        | Wish::Tell(_)
        | Wish::Help(_)
        | Wish::Back
        | Wish::Copy(_)
        | Wish::Notice(_)
        | Wish::House(_)
        | Wish::Quit => None,
    });
    pages.last().expect("they lead to a page")
}
