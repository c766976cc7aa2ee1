//! **Try another way** (spec S05): leads to the recovery code always, and names whom to ask.

use actions::code_screen::CodeScreen;
use domain::contact::visible;
use domain::time::Now;

use crate::backend::Reply;
use crate::effect::{Wish, Wishes};
use crate::keymap::{ESC, Key, TAB};
use crate::modals::help_text::Topic;
use crate::page::Screen;
use crate::pages::{Page, code, flow, locked_out, use_recovery_code};
use crate::widgets::cell::link;
use crate::widgets::form::Form;
use crate::widgets::inputs::Inputs;

/// The page's items.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Item {
    /// `Use recovery code instead`.
    Recovery,
    /// `Locked out?`
    LockedOut,
    /// Back to the code.
    Back,
}

/// The page.
pub struct State {
    door: code::Door,
    screen: CodeScreen,
    inputs: Inputs<Item>,
}

impl State {
    /// The ways of a door.
    #[must_use]
    pub fn new(door: code::Door, screen: CodeScreen, _at: Now) -> Self {
        let first = if door.takes_recovery_code() {
            Item::Recovery
        } else {
            Item::Back
        };
        Self {
            door,
            screen,
            inputs: Inputs::new(first),
        }
    }
}

/// Whom to ask, as a sentence; the operator where there is no other manager (spec O01).
pub(super) fn whom_to_ask(managers: &[String]) -> String {
    let names: Vec<String> = managers.iter().take(3).map(|name| visible(name)).collect();
    match names.split_last() {
        None => "the person who runs this server can help you".into(),
        Some((only, [])) => format!("{only} can help you"),
        Some((last, others)) => format!("{} or {last} can help you", others.join(", ")),
    }
}

impl Screen<Page> for State {
    type Item = Item;
    const KEYS: &'static [Key] = &[ESC, TAB, Key::enter("open")];
    const TOPIC: Topic = Topic::Code;

    fn form(&self, _at: Now) -> Form<Item> {
        let form = Form::titled("Another way");
        let form = if self.door.takes_recovery_code() {
            form.cells([link(Item::Recovery, "Use recovery code instead")])
                .text("The six letters and digits you kept when you set 2-Step Verification up. It works without your phone, and you get a fresh one at once.")
        } else {
            form.text("A number can only be set up by a text that arrives on it. Check the number, or set it up later: nothing has changed so far.")
        };
        form.gap()
            .text(format!("Or ask: {}.", whom_to_ask(&self.screen.managers)))
            .gap()
            .cells([
                link(Item::LockedOut, "Locked out?"),
                link(Item::Back, "Back to the code"),
            ])
    }

    fn inputs(&self) -> &Inputs<Item> {
        &self.inputs
    }

    fn inputs_mut(&mut self) -> &mut Inputs<Item> {
        &mut self.inputs
    }

    fn on_act(&mut self, item: Item, _at: Now) -> Wishes<Page> {
        match item {
            Item::Recovery => {
                vec![Wish::Go(Page::UseRecoveryCode(use_recovery_code::State::new(
                    self.door.clone(),
                )))]
            }
            Item::LockedOut => vec![Wish::Push(Page::LockedOut(locked_out::State::locked_out()))],
            Item::Back => vec![Wish::Back],
        }
    }

    fn on_reply(&mut self, reply: Reply, _at: Now) -> Wishes<Page> {
        flow::common(reply)
    }
}
