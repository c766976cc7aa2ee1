//! **Try another way** (spec S05): the other method if both are set up, the recovery code always, and whom to ask.

use actions::code_screen::{CodeScreen, OtherWay};
use domain::contact::visible;
use domain::person::Method;
use domain::sign_in::{Outcome, TextPlan};
use domain::time::Now;

use crate::backend::Reply;
use crate::effect::{Wish, Wishes};
use crate::keymap::{ESC, Key, TAB};
use crate::modals::help_text::Topic;
use crate::page::Screen;
use crate::pages::{Page, code, flow, locked_out, use_recovery_code, wait};
use crate::widgets::cell::link;
use crate::widgets::form::Form;
use crate::widgets::inputs::Inputs;

/// The page's items.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Item {
    /// The other method, where both are set up.
    Method,
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
    /// The box of T01 was ticked.
    trust: bool,
    inputs: Inputs<Item>,
}

impl State {
    /// The ways of a door. `trust`: whether the box of T01 was ticked, which another way keeps.
    #[must_use]
    pub fn new(door: code::Door, screen: CodeScreen, trust: bool, _at: Now) -> Self {
        let first = match (&screen.other, door.takes_recovery_code()) {
            (Some(_), _) => Item::Method,
            (None, true) => Item::Recovery,
            (None, false) => Item::Back,
        };
        Self {
            door,
            screen,
            trust,
            inputs: Inputs::new(first),
        }
    }
}

impl State {
    /// In the place of this page and of the code page beneath it, so that Esc leads where it led before.
    fn to_the_code(&self, screen: CodeScreen, text: Option<TextPlan>, at: Now) -> Wishes<Page> {
        let page = if screen.wait.is_some() {
            Page::Wait(wait::State::new(self.door.clone(), screen, at))
        } else {
            Page::Code(code::State::new(self.door.clone(), screen, text, at).trusting(self.trust))
        };
        vec![Wish::Back, Wish::Go(page)]
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
        let form = match &self.screen.other {
            None => Form::titled("Another way"),
            Some(OtherWay::App) => Form::titled("Another way")
                .cells([link(Item::Method, Method::App.label())])
                .text("Works without the phone network: the app shows a code by itself.")
                .gap(),
            Some(OtherWay::Text(masked)) => Form::titled("Another way")
                .cells([link(Item::Method, Method::Sms.label())])
                .text(format!("We send a text to {masked}."))
                .gap(),
        };
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
            Item::Method => match &self.screen.other {
                Some(OtherWay::App) => vec![Wish::Submit(self.door.refresh(Some(Method::App)))],
                Some(OtherWay::Text(_)) => vec![Wish::Submit(self.door.switch_to_text())],
                None => Vec::new(),
            },
            Item::Recovery => {
                vec![Wish::Go(Page::UseRecoveryCode(use_recovery_code::State::new(
                    self.door.clone(),
                )))]
            }
            Item::LockedOut => vec![Wish::Push(Page::LockedOut(locked_out::State::at(&self.door)))],
            Item::Back => vec![Wish::Back],
        }
    }

    fn on_reply(&mut self, reply: Reply, at: Now) -> Wishes<Page> {
        match reply {
            Reply::CodeScreen(screen) => self.to_the_code(*screen, None, at),
            Reply::StepUp(view) => match view.code {
                Some(screen) => self.to_the_code(screen, None, at),
                None => vec![Wish::Back],
            },
            Reply::Judged {
                outcome: Outcome::CodeAsked(plan),
                screen: Some(screen),
            } => self.to_the_code(*screen, Some(plan), at),
            Reply::Judged {
                outcome: Outcome::MustWait(_),
                screen: Some(screen),
            } => self.to_the_code(*screen, None, at),
            other => flow::common(other),
        }
    }
}
