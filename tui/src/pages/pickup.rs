//! A PDF that waits to be fetched (spec R09): the command, its number, and the ten minutes.

use actions::save_document::{Offer, PickupState};
use domain::browser::PaperWay;
use domain::time::Now;

use crate::backend::{Reply, Request};
use crate::effect::{Wish, Wishes};
use crate::keymap::{ESC, Key, TAB};
use crate::modals::help_text::Topic;
use crate::page::Screen;
use crate::pages::{Page, flow};
use crate::theme::Tone;
use crate::widgets::cell::button;
use crate::widgets::form::Form;
use crate::widgets::inputs::Inputs;
use crate::widgets::say::Say;

/// The page's items.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Item {
    /// Back to the code.
    Back,
}

/// The page.
pub struct State {
    offer: Offer,
    way: PaperWay,
    state: PickupState,
    loaded: Now,
    inputs: Inputs<Item>,
}

impl State {
    /// The page of an offer just made.
    #[must_use]
    pub fn new(offer: Offer, way: PaperWay, at: Now) -> Self {
        Self {
            state: PickupState::Waiting { left_ms: offer.left_ms },
            offer,
            way,
            loaded: at,
            inputs: Inputs::new(Item::Back),
        }
    }

    fn left(&self, at: Now) -> Option<i64> {
        match self.state {
            PickupState::Waiting { left_ms } => Some((left_ms - at.since(self.loaded)).max(0)),
            PickupState::Fetched | PickupState::Over | PickupState::Withdrawn => None,
        }
    }

    fn how(&self, form: Form<Item>) -> Form<Item> {
        let command = |form: Form<Item>, words: &str| {
            form.say(Say {
                tone: Tone::Accent,
                text: format!("  {words}"),
            })
        };
        match self.way {
            PaperWay::PickupBySudo => command(
                form.text("In another terminal on this server, type:").gap(),
                "sudo -u vestibule vestibule pickup > recovery.pdf",
            ),
            PaperWay::PickupBySsh | PaperWay::File => {
                let form = form
                    .text("In another window on your own computer, repeat the ssh command that brought you here (without -t), followed by")
                    .gap();
                let form = command(form, "pickup > recovery.pdf").gap();
                command(form.text("In PowerShell:"), "cmd /c \"ssh ... pickup > recovery.pdf\"")
            }
        }
    }
}

impl Screen<Page> for State {
    type Item = Item;
    const KEYS: &'static [Key] = &[ESC, TAB, Key::enter("back")];
    const TOPIC: Topic = Topic::Pickup;

    fn form(&self, at: Now) -> Form<Item> {
        let form = Form::titled("Fetch the PDF");
        let form = match self.state {
            PickupState::Waiting { .. } => {
                let number = self.offer.number.reveal();
                let (first, second) = number.split_at_checked(3).unwrap_or((number, ""));
                self.how(form)
                    .gap()
                    .text("It asks for this number:")
                    .say(Say {
                        tone: Tone::Accent,
                        text: format!("  {first} {second}"),
                    })
                    .left(self.left(at).unwrap_or(0))
                    .gap()
                    .text("It works once, with the same key or account as here.")
            }
            PickupState::Fetched => form.say(Say::done("It was fetched. Look into recovery.pdf before you go on.")),
            PickupState::Over => form.say(Say::look(
                "Its ten minutes are over. Nothing was handed out: choose Save as PDF again.",
            )),
            PickupState::Withdrawn => form.say(Say::look(
                "It was withdrawn: three wrong numbers, or a newer one was asked for. Choose Save as PDF again.",
            )),
        };
        form.gap().cells([button(Item::Back, "Back to the code")])
    }

    fn inputs(&self) -> &Inputs<Item> {
        &self.inputs
    }

    fn inputs_mut(&mut self) -> &mut Inputs<Item> {
        &mut self.inputs
    }

    fn on_act(&mut self, item: Item, _at: Now) -> Wishes<Page> {
        match item {
            Item::Back => vec![Wish::Back],
        }
    }

    fn on_reply(&mut self, reply: Reply, at: Now) -> Wishes<Page> {
        match reply {
            Reply::Pickup(state) => {
                self.state = state;
                self.loaded = at;
                Vec::new()
            }
            other => flow::common(other),
        }
    }

    fn on_wake(&mut self, _at: Now) -> Wishes<Page> {
        vec![Wish::Ask(Request::PickupState(self.offer.id))]
    }

    fn on_tick(&mut self, at: Now) -> Wishes<Page> {
        if self.left(at) == Some(0) {
            return self.on_wake(at);
        }
        Vec::new()
    }
}
