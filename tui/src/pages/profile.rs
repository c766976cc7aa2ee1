//! My Account ▸ Profile (spec M11, N01): name and e-mail address; the mobile number has its own page. User name and
//! access level are a manager's to change.

use actions::look::Account;
use domain::contact::visible;
use domain::step_up::Act;
use domain::time::Now;

use crate::backend::{Done, ProfileField, Reply, Request};
use crate::effect::{Wish, Wishes};
use crate::keymap::{ESC, Key};
use crate::modals::help_text::Topic;
use crate::page::Screen;
use crate::pages::{Page, edit_mobile, flow, step_up};
use crate::theme::Tone;
use crate::widgets::cell::{button, link, text};
use crate::widgets::form::Form;
use crate::widgets::inputs::Inputs;
use crate::widgets::say::Say;

/// The page's items.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Item {
    /// `Name`.
    Name,
    /// `E-mail`.
    Email,
    /// `Save`.
    Save,
    /// `Edit Mobile Phone`.
    Mobile,
    /// Back.
    Back,
}

/// The page.
pub struct State {
    account: Account,
    /// What is wrong with the name, and with the address.
    wrong: [Option<Say>; 2],
    inputs: Inputs<Item>,
}

impl State {
    /// The page of an account as loaded.
    #[must_use]
    pub fn new(account: Account) -> Self {
        let mut inputs = Inputs::new(Item::Name);
        inputs.put(Item::Name, &account.name);
        inputs.put(Item::Email, &account.email);
        Self {
            account,
            wrong: [None, None],
            inputs,
        }
    }

    /// What was touched; the rest is left as it is meanwhile (T68).
    fn save(&self) -> Request {
        let touched = |item, was: &str| Some(self.inputs.text(item).to_owned()).filter(|now| now != was);
        Request::Profile {
            name: touched(Item::Name, &self.account.name),
            email: touched(Item::Email, &self.account.email),
        }
    }

    /// A field nobody has touched shows what another terminal has saved: saving would take that back else.
    fn follow(&mut self, now: &Account) {
        let before = &self.account;
        for (item, before, now) in [
            (Item::Name, &before.name, &now.name),
            (Item::Email, &before.email, &now.email),
        ] {
            if before != now && self.inputs.text(item) == before {
                self.inputs.put(item, now);
            }
        }
    }

    fn refused(&mut self, field: ProfileField, said: Say) -> Wishes<Page> {
        match field {
            ProfileField::Name => {
                self.wrong = [Some(said), None];
                self.inputs.focus(Item::Name);
            }
            ProfileField::Email => {
                self.wrong = [None, Some(said)];
                self.inputs.focus(Item::Email);
            }
        }
        Vec::new()
    }
}

impl Screen<Page> for State {
    type Item = Item;
    const KEYS: &'static [Key] = &[ESC, Key::enter("save")];
    const TOPIC: Topic = Topic::Profile;

    fn form(&self, _at: Now) -> Form<Item> {
        let account = &self.account;
        let mobile = account.masked.clone().unwrap_or_else(|| "none".into());
        let mut form = Form::titled("My Account ▸ Profile")
            .field(Item::Name, "Name", 40)
            .wrong(self.wrong[0].clone())
            .field(Item::Email, "E-mail", 40)
            .answer(self.wrong[1].clone())
            .cells([button(Item::Save, "Save")])
            .gap()
            .text("If you change the e-mail address, both the old one and the new one are told.")
            .gap()
            .cells([
                text(Tone::Plain, "Mobile phone").width(16),
                text(Tone::Plain, mobile).width(14),
                link(Item::Mobile, "Edit Mobile Phone"),
            ])
            .say(Say {
                tone: Tone::Quiet,
                text: format!(
                    "User name {}, {}: a manager changes these.",
                    visible(&account.username),
                    account.access.label()
                ),
            });
        if account.mails_waiting > 0 {
            form = form.say(flow::mails_waiting(account.mails_waiting));
        }
        form.gap().cells([link(Item::Back, "Back")]).submit(Item::Save)
    }

    fn inputs(&self) -> &Inputs<Item> {
        &self.inputs
    }

    fn inputs_mut(&mut self) -> &mut Inputs<Item> {
        &mut self.inputs
    }

    fn on_act(&mut self, item: Item, _at: Now) -> Wishes<Page> {
        match item {
            Item::Name | Item::Email => Vec::new(),
            Item::Save => {
                self.wrong = [None, None];
                vec![Wish::Submit(self.save())]
            }
            Item::Mobile => vec![Wish::Push(Page::EditMobile(edit_mobile::State::new(
                self.account.clone(),
            )))],
            Item::Back => vec![Wish::Back],
        }
    }

    fn on_edit(&mut self, _item: Item, _at: Now) -> Wishes<Page> {
        self.wrong = [None, None];
        Vec::new()
    }

    fn on_reply(&mut self, reply: Reply, _at: Now) -> Wishes<Page> {
        match reply {
            Reply::BadProfile(field, why) => self.refused(field, Say::wrong(why)),
            Reply::StepUpFirst => vec![step_up::then_ask(Act::ChangeEmail, self.save())],
            Reply::Trouble(sentence) => self.refused(ProfileField::Email, Say::wrong(sentence)),
            Reply::Account(account) => {
                self.follow(&account);
                flow::refresh(&mut self.account, Reply::Account(account))
            }
            Reply::Done(Done::Profile(changed), account) => {
                self.inputs.put(Item::Name, &account.name);
                self.inputs.put(Item::Email, &account.email);
                flow::refresh(&mut self.account, Reply::Done(Done::Profile(changed), account))
            }
            other => flow::refresh(&mut self.account, other),
        }
    }

    fn on_wake(&mut self, _at: Now) -> Wishes<Page> {
        vec![Wish::Ask(Request::Account)]
    }
}
