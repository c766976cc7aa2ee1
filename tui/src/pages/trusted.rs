//! **Trusted browsers** (spec M08, T04): name, since, last used, ends; end one or all.

use actions::look::{Account, TrustLine};
use domain::contact::visible;
use domain::ids::TrustId;
use domain::time::Now;

use crate::backend::{Done, Reply, Request};
use crate::clock;
use crate::effect::{Wish, Wishes};
use crate::keymap::{ESC, Key, TAB};
use crate::modals::help_text::Topic;
use crate::page::Screen;
use crate::pages::{Page, flow};
use crate::theme::Tone;
use crate::widgets::cell::{link, text};
use crate::widgets::form::Form;
use crate::widgets::inputs::Inputs;

/// The page's items.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Item {
    /// `End` beside one.
    End(TrustId),
    /// All of them.
    EndAll,
    /// Back.
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
        let first = account.trusted.first().map_or(Item::Back, |trust| Item::End(trust.id));
        Self {
            account,
            inputs: Inputs::new(first),
        }
    }

    fn line(&self, form: Form<Item>, trust: &TrustLine, at: Now) -> Form<Item> {
        let zone = clock::zone(&self.account.time_zone);
        let here = if trust.here { "this one, " } else { "" };
        let used = trust
            .last_used
            .map(|used| format!(", last used {}", clock::time_or_day(used, at.wall_ms, &zone)));
        let since = format!(
            "{here}since {}{}, ends {}",
            clock::day(trust.since, &zone),
            used.unwrap_or_default(),
            clock::day_and_time(trust.ends, &zone)
        );
        form.text(visible(&trust.place))
            .cells([text(Tone::Quiet, since).width(66), link(Item::End(trust.id), "End")])
            .gap()
    }
}

impl Screen<Page> for State {
    type Item = Item;
    const KEYS: &'static [Key] = &[ESC, TAB, Key::enter("end")];
    const TOPIC: Topic = Topic::Trusted;

    fn form(&self, at: Now) -> Form<Item> {
        let form = Form::titled("My Account ▸ Trusted browsers").column(72);
        let trusted = &self.account.trusted;
        let form = match (trusted.is_empty(), self.account.trust_allowed) {
            (true, true) => form.text(
                "None. On the code step of a sign-in, tick the box (F4), and this browser asks for no code for 30 days.",
            ),
            (true, false) => form.text("None. This clinic does not allow trusted browsers just now."),
            (false, _) => form.text("Here a sign-in asks for no code until the day it ends; the password is always asked."),
        };
        let form = trusted
            .iter()
            .fold(form.gap(), |form, trust| self.line(form, trust, at));
        let mut last = Vec::new();
        if trusted.len() > 1 {
            last.push(link(Item::EndAll, "End all"));
        }
        last.push(link(Item::Back, "Back"));
        form.cells(last)
    }

    fn inputs(&self) -> &Inputs<Item> {
        &self.inputs
    }

    fn inputs_mut(&mut self) -> &mut Inputs<Item> {
        &mut self.inputs
    }

    fn on_act(&mut self, item: Item, _at: Now) -> Wishes<Page> {
        match item {
            Item::End(id) => vec![Wish::Submit(Request::EndTrust(Some(id)))],
            Item::EndAll => vec![Wish::Submit(Request::EndTrust(None))],
            Item::Back => vec![Wish::Back],
        }
    }

    fn on_reply(&mut self, reply: Reply, _at: Now) -> Wishes<Page> {
        // The line that was chosen has gone: a second Enter must not end the next one.
        if matches!(reply, Reply::Done(Done::TrustEnded, _)) {
            self.inputs.focus(Item::Back);
        }
        flow::refresh(&mut self.account, reply)
    }

    fn on_wake(&mut self, _at: Now) -> Wishes<Page> {
        vec![Wish::Ask(Request::Account)]
    }
}
