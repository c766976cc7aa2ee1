//! A document that waits to be fetched (spec R09): the command, its number, and the ten minutes.

use actions::save_document::{Offer, PickupState};
use domain::browser::PaperWay;
use domain::document::DocumentKind;
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
    /// Back to where it was asked for.
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

    /// The command's end: what is fetched, into which file.
    fn command(&self) -> String {
        format!("pickup > {}", self.offer.kind.file_name())
    }

    /// The button that makes another one.
    fn button(&self) -> &'static str {
        match self.offer.kind {
            DocumentKind::RecoveryCode | DocumentKind::StatusPdf => "Save as PDF",
            DocumentKind::StatusCsv | DocumentKind::StaffCsv | DocumentKind::ActivityCsv => "Save as CSV",
            DocumentKind::FirstPasswords => "Make first passwords",
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
                &format!("sudo -u vestibule vestibule {}", self.command()),
            ),
            PaperWay::PickupBySsh | PaperWay::File => {
                let form = form
                    .text("In another window on your own computer, repeat the ssh command that brought you here (without -t), followed by")
                    .gap();
                let form = command(form, &self.command()).gap();
                let powershell = format!("cmd /c \"ssh ... {}\"", self.command());
                command(form.text("In PowerShell:"), &powershell)
            }
        }
    }
}

impl Screen<Page> for State {
    type Item = Item;
    const KEYS: &'static [Key] = &[ESC, TAB, Key::enter("back")];
    const TOPIC: Topic = Topic::Pickup;

    fn form(&self, at: Now) -> Form<Item> {
        let kind = self.offer.kind;
        let form = Form::titled(match kind.ending() {
            "pdf" => "Fetch the PDF",
            _ => "Fetch the CSV",
        });
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
            PickupState::Fetched => form.say(Say::done(format!(
                "It was fetched. Look into {} before you go on.",
                kind.file_name()
            ))),
            PickupState::Over => form.say(Say::look(format!(
                "Its ten minutes are over. Nothing was handed out: choose {} again.",
                self.button()
            ))),
            PickupState::Withdrawn => form.say(Say::look(format!(
                "It was withdrawn: three wrong numbers, or a newer one was asked for. Choose {} again.",
                self.button()
            ))),
        };
        let back = match kind {
            DocumentKind::RecoveryCode => "Back to the code",
            DocumentKind::StatusPdf
            | DocumentKind::StatusCsv
            | DocumentKind::StaffCsv
            | DocumentKind::ActivityCsv
            | DocumentKind::FirstPasswords => "Back",
        };
        form.gap().cells([button(Item::Back, back)])
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
