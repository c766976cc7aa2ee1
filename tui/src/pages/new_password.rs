//! **New password** (spec M09): in My Account, or before anything else opens, after a temporary one (A07) or after
//! **This wasn't me** (S11).

use crossterm::event::KeyCode;
use domain::step_up::Act;
use domain::time::Now;

use crate::backend::{Done, Reply, Request};
use crate::effect::{Wish, Wishes};
use crate::keymap::{ESC, Key, TAB};
use crate::modals::help_text::Topic;
use crate::page::Screen;
use crate::pages::{Page, flow, step_up};
use crate::widgets::cell::button;
use crate::widgets::form::Form;
use crate::widgets::inputs::Inputs;
use crate::widgets::say::Say;

const CHOSEN_KEYS: &[Key] = &[ESC, Key::f(4, "show"), Key::enter("save")];

/// The page's items.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Item {
    /// `New password`.
    New,
    /// `New password again`.
    Again,
    /// Shows what is typed.
    Show,
    /// `Save`.
    Save,
    /// `Cancel`, where it is the person's own wish.
    Cancel,
}

/// Why a new password is chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Why {
    /// The one before was made for the person.
    Temporary,
    /// Somebody else may know the one before.
    Reported,
    /// The person wants to.
    Chosen,
}

/// The page.
pub struct State {
    why: Why,
    /// What is wrong with the first field, and with the second.
    wrong: [Option<Say>; 2],
    inputs: Inputs<Item>,
}

impl State {
    /// The form after a temporary password.
    #[must_use]
    pub fn new() -> Self {
        Self::because(Why::Temporary)
    }

    /// The form after **This wasn't me**.
    #[must_use]
    pub fn reported() -> Self {
        Self::because(Why::Reported)
    }

    /// The form of My Account.
    #[must_use]
    pub fn chosen() -> Self {
        Self::because(Why::Chosen)
    }

    fn because(why: Why) -> Self {
        Self {
            why,
            wrong: [None, None],
            inputs: Inputs::new(Item::New),
        }
    }

    fn refused(&mut self, said: Say) -> Wishes<Page> {
        self.wrong = [Some(said), None];
        self.inputs.clear(Item::Again);
        self.inputs.retry(Item::New);
        Vec::new()
    }

    fn save(&mut self) -> Wishes<Page> {
        let (new, again) = (self.inputs.secret(Item::New), self.inputs.secret(Item::Again));
        if new.reveal().is_empty() {
            self.inputs.focus(Item::New);
            return Vec::new();
        }
        if new.reveal() != again.reveal() {
            self.wrong[1] = Some(if again.reveal().is_empty() {
                Say::look("Type it a second time.")
            } else {
                Say::wrong("The two are not the same: type the second one again.")
            });
            self.inputs.retry(Item::Again);
            return Vec::new();
        }
        self.wrong = [None, None];
        vec![Wish::Submit(Request::NewPassword(new))]
    }
}

impl Default for State {
    fn default() -> Self {
        Self::new()
    }
}

impl Screen<Page> for State {
    type Item = Item;
    const KEYS: &'static [Key] = &[TAB, Key::f(4, "show"), Key::enter("save")];
    const TOPIC: Topic = Topic::NewPassword;

    fn keys(&self) -> &'static [Key] {
        match self.why {
            Why::Temporary | Why::Reported => Self::KEYS,
            Why::Chosen => CHOSEN_KEYS,
        }
    }

    fn topic(&self) -> Topic {
        match self.why {
            Why::Temporary | Why::Reported => Topic::NewPassword,
            Why::Chosen => Topic::ChangePassword,
        }
    }

    fn form(&self, _at: Now) -> Form<Item> {
        let shown = self.inputs.ticked(Item::Show);
        let field = |form: Form<Item>, item, label: &str| {
            if shown {
                form.field(item, label, 40)
            } else {
                form.secret(item, label, 40)
            }
        };
        let form = Form::titled("Choose a new password").text(match self.why {
            Why::Temporary => "The one you came in with was made for you. At least 8 characters; four words that do not belong together are good. Nothing else opens before.",
            Why::Reported => "Somebody else may know the one you have: every other session and every trusted browser of yours has ended, and the managers are told. At least 8 characters. Nothing else opens before.",
            Why::Chosen => "At least 8 characters; four words that do not belong together are good. Saving it signs you out everywhere else and ends your trusted browsers; 2-Step Verification and your recovery code stay as they are.",
        });
        let form = field(form.gap(), Item::New, "New password").wrong(self.wrong[0].clone());
        let form = field(form, Item::Again, "New password again").answer(self.wrong[1].clone());
        let mut buttons = vec![button(Item::Save, "Save")];
        match self.why {
            Why::Temporary | Why::Reported => {}
            Why::Chosen => buttons.push(button(Item::Cancel, "Cancel")),
        }
        form.check_box(Item::Show, "Show what is typed", Some(KeyCode::F(4)))
            .gap()
            .cells(buttons)
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
            Item::New | Item::Again | Item::Show => Vec::new(),
            Item::Cancel => vec![Wish::Back],
            Item::Save => self.save(),
        }
    }

    fn on_edit(&mut self, _item: Item, _at: Now) -> Wishes<Page> {
        self.wrong = [None, None];
        Vec::new()
    }

    fn on_reply(&mut self, reply: Reply, _at: Now) -> Wishes<Page> {
        match reply {
            Reply::Weak(why) => self.refused(Say::wrong(why)),
            Reply::Trouble(sentence) => self.refused(Say::wrong(sentence)),
            // Step-up, and then this password once more.
            Reply::StepUpFirst => {
                let new = self.inputs.secret(Item::New);
                vec![step_up::then_ask(Act::ChangePassword, Request::NewPassword(new))]
            }
            Reply::Done(Done::Password, account) => {
                let said = Wish::Notice(flow::told(Done::Password));
                match self.why {
                    Why::Temporary | Why::Reported => flow::enter(*account).into_iter().chain([said]).collect(),
                    Why::Chosen => vec![Wish::Back, flow::signed_in(&account), said],
                }
            }
            other => flow::common(other),
        }
    }

    fn on_back(&mut self, _at: Now) -> Wishes<Page> {
        match self.why {
            Why::Temporary | Why::Reported => Vec::new(),
            Why::Chosen => vec![Wish::Back],
        }
    }
}
