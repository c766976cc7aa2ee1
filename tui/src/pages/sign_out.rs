//! Settings ▸ Security ▸ **Automatic Sign Out** (spec E04): after how long without a key a session ends.

use actions::look::SecuritySettings;
use actions::set_enforcement::SettingChange;
use crossterm::event::KeyCode;
use domain::policy::SignOutAfter;
use domain::step_up::Act;
use domain::time::Now;

use crate::backend::{Done, Reply, Request};
use crate::effect::{Wish, Wishes};
use crate::keymap::{ESC, Key};
use crate::modals::help_text::Topic;
use crate::page::Screen;
use crate::pages::{Page, flow, step_up};
use crate::widgets::cell::button;
use crate::widgets::form::Form;
use crate::widgets::inputs::Inputs;
use crate::widgets::say::Say;

/// The page's items.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Item {
    /// One of the lengths; ticking one takes the tick from the others.
    After(SignOutAfter),
    /// `Save`.
    Save,
    /// `Cancel`.
    Cancel,
}

/// The page.
pub struct State {
    /// What stood there when it was opened: what is compared with when somebody saves.
    was: SignOutAfter,
    /// The person was told that another manager was faster: what is set now is what was seen.
    told: bool,
    /// Something was saved and not answered yet: what is refused now is that, and not the look at what is set.
    saving: bool,
    chosen: SignOutAfter,
    said: Option<Say>,
    inputs: Inputs<Item>,
}

impl State {
    /// The page on what is set now.
    #[must_use]
    pub fn new(settings: &SecuritySettings) -> Self {
        let now = settings.rule.sign_out_after;
        let mut page = Self {
            was: now,
            told: false,
            saving: false,
            chosen: now,
            said: None,
            inputs: Inputs::new(Item::After(now)),
        };
        page.choose(now);
        page
    }

    fn choose(&mut self, chosen: SignOutAfter) {
        self.chosen = chosen;
        for after in SignOutAfter::ALL {
            self.inputs.tick(Item::After(after), after == chosen);
        }
    }

    fn save(&self) -> Request {
        Request::SetSignOut {
            seen: self.was,
            after: self.chosen,
        }
    }

    /// What is set now. What the person has chosen stays, and with it what it is compared with, until they were told.
    fn refreshed(&mut self, now: SignOutAfter) {
        let told = std::mem::take(&mut self.told);
        if self.chosen == self.was {
            self.choose(now);
            self.was = now;
        } else if told {
            self.was = now;
        }
    }
}

fn label(after: SignOutAfter) -> String {
    if after == SignOutAfter::SUGGESTED {
        format!("{}, suggested", after.label())
    } else {
        after.label().into()
    }
}

impl Screen<Page> for State {
    type Item = Item;
    const KEYS: &'static [Key] = &[ESC, Key::new(KeyCode::Char(' '), "choose")];
    const TOPIC: Topic = Topic::Settings;

    fn form(&self, _at: Now) -> Form<Item> {
        let form = Form::titled("Automatic Sign Out").text(
            "Who presses no key for so long is signed out; the last minute counts down. It has nothing to do with codes.",
        );
        let form = SignOutAfter::ALL.into_iter().fold(form, |form, after| {
            form.check_box(Item::After(after), label(after), None)
        });
        let form = if self.chosen.ms() < self.was.ms() {
            form.say(Say::look("Saving applies to everybody who is signed in, at once."))
        } else {
            form
        };
        form.answer(self.said.clone())
            .gap()
            .cells([button(Item::Save, "Save"), button(Item::Cancel, "Cancel")])
            .submit(Item::Save)
    }

    fn inputs(&self) -> &Inputs<Item> {
        &self.inputs
    }

    fn inputs_mut(&mut self) -> &mut Inputs<Item> {
        &mut self.inputs
    }

    fn on_edit(&mut self, item: Item, _at: Now) -> Wishes<Page> {
        if let Item::After(after) = item {
            self.said = None;
            self.choose(after);
        }
        Vec::new()
    }

    fn on_act(&mut self, item: Item, _at: Now) -> Wishes<Page> {
        match item {
            Item::After(_) => Vec::new(),
            // What another manager has saved meanwhile is not undone by a form nobody touched.
            Item::Save if self.chosen == self.was => {
                let same = flow::told(Done::Setting(SettingChange::Same));
                vec![Wish::Back, Wish::Notice(same)]
            }
            Item::Save => {
                self.said = None;
                self.saving = true;
                vec![Wish::Submit(self.save())]
            }
            Item::Cancel => vec![Wish::Back],
        }
    }

    fn on_wake(&mut self, _at: Now) -> Wishes<Page> {
        vec![Wish::Ask(Request::SecuritySettings)]
    }

    fn on_reply(&mut self, reply: Reply, _at: Now) -> Wishes<Page> {
        match reply {
            Reply::SecuritySettings(settings) => {
                self.refreshed(settings.rule.sign_out_after);
                Vec::new()
            }
            Reply::StepUpFirst => vec![step_up::then_ask(Act::Enforcement, self.save())],
            Reply::Trouble(sentence) => {
                self.said = Some(Say::wrong(sentence));
                self.told = std::mem::take(&mut self.saving);
                self.told
                    .then_some(Wish::Ask(Request::SecuritySettings))
                    .into_iter()
                    .collect()
            }
            Reply::Done(done @ Done::Setting(_), account) => {
                vec![Wish::Back, flow::signed_in(&account), Wish::Notice(flow::told(done))]
            }
            other => flow::common(other),
        }
    }
}
