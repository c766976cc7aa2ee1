//! **View Recovery Code** (spec R05): the code, to be copied, saved as PDF, or replaced by a new one. What stands round a
//! recovery code wherever it is shown is here too; keeping it after a set-up is `keep_recovery_code`.

use domain::browser::PaperWay;
use domain::recovery_code::RecoveryCode;
use domain::step_up::Act;
use domain::time::Now;

use crate::backend::{Done, Reply, Request};
use crate::effect::{Wish, Wishes};
use crate::keymap::{ESC, Key, TAB};
use crate::modals::confirm;
use crate::modals::help_text::Topic;
use crate::page::Screen;
use crate::pages::{Page, flow, keep_recovery_code, saving, step_up};
use crate::theme::Tone;
use crate::widgets::cell::{button, link};
use crate::widgets::form::Form;
use crate::widgets::inputs::Inputs;
use crate::widgets::say::Say;

/// `7KQ 4MX` as `7 K Q   4 M X`: letters that cannot run into each other.
pub(super) fn spaced(code: &RecoveryCode) -> String {
    let spaced: String = code
        .grouped()
        .reveal()
        .chars()
        .map(|c| if c == ' ' { "  ".to_owned() } else { format!("{c} ") })
        .collect();
    spaced.trim().to_owned()
}

/// What it is for, where to keep it and where not (spec R02).
pub(super) fn with_advice<I: Copy + PartialEq>(form: Form<I>) -> Form<I> {
    form.text("A spare key. With your password it lets you in once when your phone is lost, stolen or forgotten, without service, or when texts do not arrive. With it nobody has to remove 2-Step Verification for you.")
        .text("Keep it in a password manager, a private cloud folder or on paper in a private place. Not on a shared drive.")
}

/// Asks before the code that is known dies.
pub(super) fn renew() -> confirm::Act {
    confirm::Act {
        title: "Make a new recovery code?".into(),
        person: "This is about your own account.".into(),
        follows: vec![
            "The one you have now stops working at once, wherever it is written down.".into(),
            "You are shown the new one next, to keep it. You get an e-mail about it.".into(),
        ],
        button: "Generate new".into(),
    }
}

/// The page's items.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Item {
    /// `Copy`.
    Copy,
    /// `Save as PDF`.
    Pdf,
    /// `Generate new`.
    Renew,
    /// Back to My Account.
    Back,
}

/// The page.
pub struct State {
    code: Option<RecoveryCode>,
    paper: Option<PaperWay>,
    said: Option<Say>,
    /// What was asked last, in case step-up has run out meanwhile.
    asked: Item,
    inputs: Inputs<Item>,
}

impl State {
    /// The page; step-up is complete.
    #[must_use]
    pub fn new() -> Self {
        Self {
            code: None,
            paper: None,
            said: None,
            asked: Item::Copy,
            inputs: Inputs::new(Item::Copy),
        }
    }
}

impl Default for State {
    fn default() -> Self {
        Self::new()
    }
}

impl Screen<Page> for State {
    type Item = Item;
    const KEYS: &'static [Key] = &[ESC, TAB];
    const TOPIC: Topic = Topic::ViewRecovery;

    fn form(&self, _at: Now) -> Form<Item> {
        let form = Form::titled("Your recovery code");
        let Some(code) = &self.code else {
            return form.answer(self.said.clone()).cells([link(Item::Back, "Back")]);
        };
        let mut cells = vec![button(Item::Copy, "Copy")];
        cells.extend(self.paper.map(|_| button(Item::Pdf, "Save as PDF")));
        cells.push(button(Item::Renew, "Generate new"));
        with_advice(form.centered(Tone::Accent, spaced(code)).gap())
            .gap()
            .cells(cells)
            .answer(self.said.clone())
            .gap()
            .text("Generate new makes another one; this one stops working at once.")
            .gap()
            .cells([link(Item::Back, "Back")])
    }

    fn inputs(&self) -> &Inputs<Item> {
        &self.inputs
    }

    fn inputs_mut(&mut self) -> &mut Inputs<Item> {
        &mut self.inputs
    }

    fn on_open(&mut self, _at: Now) -> Wishes<Page> {
        vec![Wish::Submit(Request::ViewRecovery)]
    }

    fn on_act(&mut self, item: Item, _at: Now) -> Wishes<Page> {
        self.asked = item;
        self.said = None;
        match (item, &self.code) {
            (Item::Copy, Some(code)) => vec![Wish::Copy(code.bare())],
            (Item::Copy, None) => Vec::new(),
            (Item::Pdf, _) => vec![Wish::Submit(saving::recovery_code())],
            (Item::Renew, _) => vec![Wish::Push(Page::Confirm(confirm::State::new(
                renew(),
                Request::RenewRecovery,
            )))],
            (Item::Back, _) => vec![Wish::Back],
        }
    }

    fn on_reply(&mut self, reply: Reply, at: Now) -> Wishes<Page> {
        match reply {
            Reply::RecoveryCode(code, paper) => {
                self.code = Some(code);
                self.paper = paper;
                Vec::new()
            }
            Reply::SavedAs(path) => {
                self.said = Some(saving::saved_as(&path));
                Vec::new()
            }
            Reply::Offered(offer, way) => vec![saving::to_pickup(offer, way, at)],
            Reply::Done(Done::Renewed, account) => {
                let page = Page::KeepRecoveryCode(keep_recovery_code::State::renewed());
                flow::enter_at(&account, page)
            }
            Reply::StepUpFirst => vec![match self.asked {
                Item::Pdf => step_up::then_ask(Act::ViewRecovery, saving::recovery_code()),
                Item::Renew => step_up::then_ask(Act::RenewRecovery, Request::RenewRecovery),
                Item::Copy | Item::Back => step_up::then_ask(Act::ViewRecovery, Request::ViewRecovery),
            }],
            Reply::Trouble(sentence) => {
                self.said = Some(Say::wrong(sentence));
                Vec::new()
            }
            other => flow::common(other),
        }
    }
}
