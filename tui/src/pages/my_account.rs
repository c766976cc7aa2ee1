//! **My Account**: what one person can look at and change of their own, one line each (spec M).

use actions::look::Account;
use domain::contact::visible;
use domain::person::{Method, Methods};
use domain::time::Now;

use crate::backend::{Reply, Request};
use crate::clock;
use crate::effect::{Wish, Wishes};
use crate::keymap::{ESC, Key, TAB};
use crate::modals::help_text::Topic;
use crate::page::Screen;
use crate::pages::{Page, flow, new_password, profile, sessions, trusted, two_step};
use crate::theme::Tone;
use crate::widgets::cell::{link, text};
use crate::widgets::form::Form;
use crate::widgets::inputs::Inputs;

/// The page's items.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Item {
    /// `2-Step Verification`.
    TwoStep,
    /// `Profile`.
    Profile,
    /// `Password`.
    Password,
    /// `Trusted browsers`.
    Trusted,
    /// `Sessions`.
    Sessions,
    /// Back to home.
    Back,
}

/// The page.
pub struct State {
    account: Account,
    inputs: Inputs<Item>,
}

impl State {
    /// The page of an account as loaded.
    #[must_use]
    pub fn new(account: Account) -> Self {
        Self {
            account,
            inputs: Inputs::new(Item::TwoStep),
        }
    }
}

/// `on: text and app, text is asked first`.
pub(super) fn ways(account: &Account) -> String {
    match account.two_step.methods() {
        None => "off".into(),
        Some(Methods::Text { .. }) => "on, by text".into(),
        Some(Methods::App) => "on, by app".into(),
        Some(Methods::Both {
            default: Method::Sms, ..
        }) => "on, by text or app; text is asked first".into(),
        Some(Methods::Both {
            default: Method::App, ..
        }) => "on, by text or app; the app is asked first".into(),
    }
}

/// `1, until 24 Dec`.
pub(super) fn trusts(account: &Account) -> String {
    let zone = clock::zone(&account.time_zone);
    match account.trusted.iter().map(|trust| trust.ends).max() {
        None if account.trust_allowed => "none".into(),
        None => "none; this clinic does not allow them".into(),
        Some(ends) => format!("{}, until {}", account.trusted.len(), clock::day(ends, &zone)),
    }
}

/// `this one, 1 other`.
pub(super) fn running(account: &Account) -> String {
    match account.other_sessions() {
        0 => "this one".into(),
        1 => "this one, 1 other".into(),
        others => format!("this one, {others} others"),
    }
}

impl Screen<Page> for State {
    type Item = Item;
    const KEYS: &'static [Key] = &[ESC, TAB, Key::enter("open")];
    const TOPIC: Topic = Topic::MyAccount;

    fn form(&self, _at: Now) -> Form<Item> {
        let account = &self.account;
        let row = |item, label: &'static str, value: String| {
            [link(item, label).width(24), text(Tone::Plain, value).width(46)]
        };
        let who = format!("{}, {}", visible(&account.name), visible(&account.email));
        let mut form = Form::titled("My Account")
            .column(72)
            .cells(row(Item::TwoStep, "2-Step Verification", ways(account)))
            .cells(row(Item::Profile, "Profile", who))
            .cells(row(Item::Password, "Password", "choose another one".into()))
            .cells(row(Item::Trusted, "Trusted browsers", trusts(account)))
            .cells(row(Item::Sessions, "Sessions", running(account)))
            .gap();
        if account.mails_waiting > 0 {
            form = form.say(flow::mails_waiting(account.mails_waiting)).gap();
        }
        form.cells([link(Item::Back, "Back")])
    }

    fn inputs(&self) -> &Inputs<Item> {
        &self.inputs
    }

    fn inputs_mut(&mut self) -> &mut Inputs<Item> {
        &mut self.inputs
    }

    fn on_act(&mut self, item: Item, _at: Now) -> Wishes<Page> {
        let account = self.account.clone();
        match item {
            Item::TwoStep => vec![Wish::Push(Page::TwoStep(two_step::State::new(account)))],
            Item::Profile => vec![Wish::Push(Page::Profile(profile::State::new(account)))],
            Item::Password => vec![Wish::Push(Page::NewPassword(new_password::State::chosen()))],
            Item::Trusted => vec![Wish::Push(Page::Trusted(trusted::State::new(account)))],
            Item::Sessions => vec![Wish::Push(Page::Sessions(sessions::State::new(account)))],
            Item::Back => vec![Wish::Back],
        }
    }

    fn on_reply(&mut self, reply: Reply, _at: Now) -> Wishes<Page> {
        flow::refresh(&mut self.account, reply)
    }

    fn on_wake(&mut self, _at: Now) -> Wishes<Page> {
        vec![Wish::Ask(Request::Account)]
    }
}
