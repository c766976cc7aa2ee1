//! **Sessions** (spec M08, S16): where one is signed in just now; end one or all others.

use actions::look::{Account, SessionLine};
use domain::contact::visible;
use domain::ids::SessionId;
use domain::sign_in::How;
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
    End(SessionId),
    /// All others.
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
        let other = account.sessions.iter().find(|session| !session.here);
        let first = other.map_or(Item::Back, |session| Item::End(session.id));
        Self {
            account,
            inputs: Inputs::new(first),
        }
    }

    fn line(&self, form: Form<Item>, session: &SessionLine) -> Form<Item> {
        let zone = clock::zone(&self.account.time_zone);
        let since = format!(
            "since {}, {}",
            clock::day_and_time(session.since, &zone),
            how(session.how)
        );
        let last = if session.here {
            text(Tone::Done, "this one")
        } else {
            link(Item::End(session.id), "End")
        };
        form.text(visible(&session.place))
            .cells([text(Tone::Quiet, since).width(56), last])
            .gap()
    }
}

fn how(how: How) -> &'static str {
    match how {
        How::PasswordAlone => "by password alone",
        How::Trusted => "as a trusted browser",
        How::Text => "by a texted code",
        How::App => "by a code of the app",
        How::Recovery => "by the recovery code",
    }
}

impl Screen<Page> for State {
    type Item = Item;
    const KEYS: &'static [Key] = &[ESC, TAB, Key::enter("end")];
    const TOPIC: Topic = Topic::Sessions;

    fn form(&self, _at: Now) -> Form<Item> {
        let form = Form::titled("My Account ▸ Sessions").column(72);
        let form = form.text("Where you are signed in just now. One that is ended clears its screen at once; one without a key for a week ends by itself.");
        let sessions = self.account.sessions.iter();
        let form = sessions.fold(form.gap(), |form, session| self.line(form, session));
        let mut last = Vec::new();
        if self.account.other_sessions() > 1 {
            last.push(link(Item::EndAll, "End all others"));
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
            Item::End(id) => vec![Wish::Submit(Request::EndSessions(Some(id)))],
            Item::EndAll => vec![Wish::Submit(Request::EndSessions(None))],
            Item::Back => vec![Wish::Back],
        }
    }

    fn on_reply(&mut self, reply: Reply, _at: Now) -> Wishes<Page> {
        // The line that was chosen has gone: a second Enter must not end the next one.
        if matches!(reply, Reply::Done(Done::SessionsEnded, _)) {
            self.inputs.focus(Item::Back);
        }
        flow::refresh(&mut self.account, reply)
    }

    fn on_wake(&mut self, _at: Now) -> Wishes<Page> {
        vec![Wish::Ask(Request::Account)]
    }
}
