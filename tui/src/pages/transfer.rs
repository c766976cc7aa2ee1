//! **Transfer ownership** (spec A02): what is asked of the owner who offers it, and of who may accept it. Each asks by name
//! what follows, with step-up before it each time.

use actions::look::OfferLine;
use domain::contact::visible;
use domain::ids::StaffId;
use domain::step_up::Act;

use crate::backend::Request;
use crate::effect::Wish;
use crate::modals::confirm;
use crate::pages::{Page, step_up};

/// The owner offers it to somebody, from that person's page: step-up, what follows, and then the offer. The answer goes to
/// the page that wishes it.
#[must_use]
pub fn offer(whom: StaffId, name: &str) -> Wish<Page> {
    let act = confirm::Act {
        title: "Transfer ownership?".into(),
        person: format!("The ownership is offered to {}.", visible(name)),
        follows: vec![
            "Nothing changes before it is accepted, within 7 days and with their own password and a code. Until then you can withdraw it on your first screen.".into(),
            "From then on you have full access, and only the new account owner can hand the ownership on.".into(),
            "All managers get an e-mail about it, now and when it is accepted.".into(),
        ],
        button: "Transfer ownership".into(),
    };
    before(act, Request::OfferOwnership(whom))
}

/// Who was offered it takes it up.
pub(super) fn accept(offer: &OfferLine) -> Wish<Page> {
    let from = visible(&offer.from);
    let act = confirm::Act {
        title: "Become account owner?".into(),
        person: format!("{from} offers you the ownership."),
        follows: vec![
            format!("You are account owner from then on. {from} has full access."),
            "There is exactly one account owner: only you can hand the ownership on.".into(),
            "All managers get an e-mail about it.".into(),
        ],
        button: "Accept".into(),
    };
    before(act, Request::AcceptOwnership(offer.id))
}

/// Who was offered it does not want it, or who offered it takes it back. Nothing changes by it: no step-up.
pub(super) fn close(offer: &OfferLine) -> Wish<Page> {
    let (title, person, button) = if offer.to_me {
        let person = format!("{} offers you the ownership.", visible(&offer.from));
        ("Decline the ownership?", person, "Decline")
    } else {
        let person = format!("The ownership is offered to {}.", visible(&offer.to));
        ("Withdraw the offer?", person, "Withdraw")
    };
    let act = confirm::Act {
        title: title.into(),
        person,
        follows: vec!["The account owner is who it was. All managers get an e-mail about it.".into()],
        button: button.into(),
    };
    Wish::Push(Page::Confirm(confirm::State::new(act, Request::CloseOffer(offer.id))))
}

fn before(act: confirm::Act, request: Request) -> Wish<Page> {
    let page = Page::Confirm(confirm::State::new(act, request));
    step_up::before(Act::TransferOwnership, page)
}
