//! What is asked before a recovery request is opened or cancelled, and about the ownership.

use actions::locked_out::{LockedOut, OwnRecovery};
use actions::look::Account;
use domain::ids::StaffId;
use domain::person::Access;
use domain::time::DAY;

use super::super::super::{code, home, locked_out, transfer};
use super::super::facts::{LONG_NAME, TIME_ZONE, account};
use super::dialogs::after_step_up;
use super::home::{offer, running};
use super::{Page, Sample, opened};
use crate::backend::Reply;
use crate::page::{PageSet, Screen};
use crate::testing::AT;

fn manager() -> Account {
    Account {
        access: Access::Full,
        recovery: Some(running(Some(LONG_NAME), Some(AT.wall_ms + 4 * DAY))),
        offer: Some(offer(true)),
        ..account()
    }
}

pub(super) fn samples() -> Vec<Sample> {
    let mut locked = Page::LockedOut(locked_out::State::at(&code::Door::SignIn));
    let seen = LockedOut {
        managers: Vec::new(),
        recovery: OwnRecovery::MayOpen(AT.wall_ms + 4 * DAY),
        time_zone: TIME_ZONE.into(),
    };
    locked.live_mut().reply(Reply::LockedOut(Box::new(seen)), AT);
    let Page::LockedOut(mut locked) = locked else {
        unreachable!("it was made so")
    };
    let open = opened(Screen::<Page>::on_act(&mut locked, locked_out::Item::Open, AT));
    let of_home = |item| home::State::new(manager()).on_act(item, AT);
    let withdrawn = Account {
        offer: Some(offer(false)),
        ..manager()
    };
    let withdraw = opened(home::State::new(withdrawn.clone()).on_act(home::Item::CloseOffer, AT));
    vec![
        Sample::outside(
            "open a recovery request",
            open,
            &[
                "Open a recovery request?",
                "It can be released from",
                "half-way and at the end",
                "Signing in cancels it",
                "[ Cancel ]",
                "[ Open the request ]",
            ],
        ),
        Sample::of(
            manager(),
            "cancel a recovery request",
            opened(of_home(home::Item::CancelRecovery)),
            &["Cancel the recovery request?", "[ Cancel ]", "[ Cancel the request ]"],
        ),
        Sample::of(
            manager(),
            "accept the ownership",
            after_step_up(of_home(home::Item::Accept)),
            &[
                "Become account owner?",
                "Jane Doe has full access",
                "[ Cancel ]",
                "[ Accept ]",
            ],
        ),
        Sample::of(
            manager(),
            "decline the ownership",
            opened(of_home(home::Item::CloseOffer)),
            &["Decline the ownership?", "[ Cancel ]", "[ Decline ]"],
        ),
        Sample::of(
            withdrawn,
            "withdraw the offer",
            withdraw,
            &["Withdraw the offer?", "[ Cancel ]", "[ Withdraw ]"],
        ),
        Sample::of(
            account(),
            "transfer the ownership",
            after_step_up(vec![transfer::offer(StaffId(7), LONG_NAME)]),
            &[
                "Transfer ownership?",
                "within 7 days",
                "[ Cancel ]",
                "[ Transfer ownership ]",
            ],
        ),
    ]
}
