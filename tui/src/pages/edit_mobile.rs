//! **Edit Mobile Phone** (spec N01, N02): says before saving that 2-step verification turns off.

use actions::change_mobile::{MobileChange, TurningOff};
use actions::look::Account;
use domain::step_up::Act;
use domain::time::Now;

use crate::backend::{Done, Reply, Request};
use crate::effect::{Wish, Wishes};
use crate::keymap::{ESC, Key};
use crate::modals::confirm;
use crate::modals::help_text::Topic;
use crate::page::Screen;
use crate::pages::{Page, flow, step_up};
use crate::widgets::cell::button;
use crate::widgets::form::Form;
use crate::widgets::inputs::Inputs;
use crate::widgets::say::Say;

fn turns_off(enforced: bool) -> confirm::Act {
    let again = if enforced {
        "This clinic requires it: you set it up again right afterwards, or at your next sign-in before anything else."
    } else {
        "You can set it up again right afterwards."
    };
    confirm::Act {
        title: "Save another number and turn 2-Step Verification off?".into(),
        person: "This is about your own account.".into(),
        follows: vec![
            "Texts, app, recovery code and trusted browsers end; you are signed out everywhere else.".into(),
            format!("The old number is told by text, and you get an e-mail. {again}"),
        ],
        button: "Save and turn off".into(),
    }
}

/// The page's items.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Item {
    /// `Mobile phone`.
    Number,
    /// `Save`.
    Save,
    /// `Cancel`.
    Cancel,
}

/// The page.
pub struct State {
    account: Account,
    said: Option<Say>,
    inputs: Inputs<Item>,
}

impl State {
    /// The page of an account as loaded.
    #[must_use]
    pub fn new(account: Account) -> Self {
        let mut inputs = Inputs::new(Item::Number);
        inputs.put(Item::Number, account.mobile.as_deref().unwrap_or_default());
        Self {
            account,
            said: None,
            inputs,
        }
    }

    fn save(&self, turning_off: TurningOff) -> Request {
        Request::Mobile(self.inputs.text(Item::Number).to_owned(), turning_off)
    }

    /// A number nobody has touched shows what another terminal has saved: saving would take that back else.
    fn follow(&mut self, now: &Account) {
        let (before, now) = (self.account.mobile.as_deref(), now.mobile.as_deref());
        if before != now && self.inputs.text(Item::Number) == before.unwrap_or_default() {
            self.inputs.put(Item::Number, now.unwrap_or_default());
        }
    }

    fn refused(&mut self, said: Say) -> Wishes<Page> {
        self.said = Some(said);
        self.inputs.focus(Item::Number);
        Vec::new()
    }
}

impl Screen<Page> for State {
    type Item = Item;
    const KEYS: &'static [Key] = &[ESC, Key::enter("save")];
    const TOPIC: Topic = Topic::Profile;

    fn form(&self, _at: Now) -> Form<Item> {
        let form = Form::titled("Edit Mobile Phone");
        let form = if self.account.two_step.is_on() {
            form.say(Say::look(
                "Saving another number turns 2-Step Verification off, all of it: texts, app, recovery code and trusted browsers. You can set it up again right afterwards.",
            ))
            .text("To get your codes at another number without turning it off, use Set Up beside Text Message (SMS) instead.")
        } else {
            form.text(
                "The number stands on your profile. 2-Step Verification is off: setting it up is a step of its own.",
            )
        };
        let form = form
            .gap()
            .field(Item::Number, "Mobile phone", 24)
            .answer(self.said.clone());
        let form = match self.account.mobile {
            Some(_) => form.text("Leave it empty to delete the number. The old number is told by text."),
            None => form,
        };
        form.gap()
            .cells([button(Item::Save, "Save"), button(Item::Cancel, "Cancel")])
            .submit(Item::Save)
    }

    fn inputs(&self) -> &Inputs<Item> {
        &self.inputs
    }

    fn inputs_mut(&mut self) -> &mut Inputs<Item> {
        &mut self.inputs
    }

    fn on_act(&mut self, item: Item, _at: Now) -> Wishes<Page> {
        match item {
            Item::Number => Vec::new(),
            Item::Save => {
                self.said = None;
                vec![Wish::Submit(self.save(TurningOff::Unasked))]
            }
            Item::Cancel => vec![Wish::Back],
        }
    }

    fn on_edit(&mut self, _item: Item, _at: Now) -> Wishes<Page> {
        self.said = None;
        Vec::new()
    }

    fn on_reply(&mut self, reply: Reply, _at: Now) -> Wishes<Page> {
        match reply {
            Reply::BadNumber(why) => self.refused(Say::wrong(why)),
            Reply::Trouble(sentence) => self.refused(Say::wrong(sentence)),
            Reply::Done(Done::Mobile(MobileChange::AsksFirst), _) => {
                let request = self.save(TurningOff::Wanted);
                vec![Wish::Push(Page::Confirm(confirm::State::new(
                    turns_off(self.account.enforced),
                    request,
                )))]
            }
            Reply::StepUpFirst => vec![step_up::then_ask(Act::ChangeMobile, self.save(TurningOff::Unasked))],
            Reply::Account(account) => {
                self.follow(&account);
                flow::refresh(&mut self.account, Reply::Account(account))
            }
            // To where it is set up again.
            Reply::Done(done @ Done::Mobile(MobileChange::Changed { turned_off: true }), account) => {
                flow::my_account(*account, Some(flow::told(done)))
            }
            Reply::Done(done @ Done::Mobile(_), account) => {
                let mut wishes = vec![Wish::Back];
                wishes.extend(flow::refresh(&mut self.account, Reply::Done(done, account)));
                wishes
            }
            other => flow::refresh(&mut self.account, other),
        }
    }

    fn on_wake(&mut self, _at: Now) -> Wishes<Page> {
        vec![Wish::Ask(Request::Account)]
    }
}
