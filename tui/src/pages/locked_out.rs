//! **Forgot password?** and **Locked out?**: one text for every name (spec S15, O01). Names of people stand here only
//! once the password was right; the support contact always.

use domain::time::Now;

use crate::effect::{Wish, Wishes};
use crate::keymap::{ESC, Key};
use crate::modals::help_text::Topic;
use crate::page::{Canvas, Screen};
use crate::pages::{Page, another_way};
use crate::widgets::cell::button;
use crate::widgets::form::Form;
use crate::widgets::inputs::Inputs;

/// The page's items.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Item {
    /// Back to the sign-in.
    Back,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Question {
    Forgot,
    LockedOut,
}

/// The page.
pub struct State {
    question: Question,
    inputs: Inputs<Item>,
}

impl State {
    /// **Forgot password?**
    #[must_use]
    pub fn forgot() -> Self {
        Self {
            question: Question::Forgot,
            inputs: Inputs::new(Item::Back),
        }
    }

    /// **Locked out?**
    #[must_use]
    pub fn locked_out() -> Self {
        Self {
            question: Question::LockedOut,
            inputs: Inputs::new(Item::Back),
        }
    }

    fn page(&self, contact: Option<&str>, managers: &[String]) -> Form<Item> {
        let contact = contact.map_or_else(|| "the person who runs this server".to_owned(), ToOwned::to_owned);
        let form = match self.question {
            Question::Forgot => Form::titled("Forgot password?")
                .text("A manager of the clinic can have a temporary password made for you. It is good for 72 hours, and you choose a new one when you sign in with it.")
                .gap()
                .text("Your 2-Step Verification and your recovery code stay as they are. The recovery code does not replace the password.")
                .gap()
                .text(format!("If no manager is there: {contact}.")),
            Question::LockedOut => Form::titled("Locked out?")
                .text("1  Sign in with your password. At the code choose Try another way, then Use recovery code instead: it works without phone and texts, and during a wait.")
                .text("2  After too many wrong codes: wait. It always ends by itself, and the screen says when.")
                .text(format!("3  {}", ask_managers(managers)))
                .text(format!("4  Otherwise, or if you have lost your password too: {contact}."))
                .gap()
                .text("Nobody can tell you your recovery code: nobody else can see it."),
        };
        form.gap().cells([button(Item::Back, "Back")])
    }
}

/// Names nobody before the password was right (spec O01).
fn ask_managers(managers: &[String]) -> String {
    if managers.is_empty() {
        "Managers of the clinic can help you; after your password the screen names them.".into()
    } else {
        format!("Ask a manager: {}.", another_way::whom_to_ask(managers))
    }
}

impl Screen<Page> for State {
    type Item = Item;
    const KEYS: &'static [Key] = &[ESC, Key::enter("back")];
    const TOPIC: Topic = Topic::LockedOut;

    fn form(&self, _at: Now) -> Form<Item> {
        self.page(None, &[])
    }

    fn inputs(&self) -> &Inputs<Item> {
        &self.inputs
    }

    fn inputs_mut(&mut self) -> &mut Inputs<Item> {
        &mut self.inputs
    }

    fn on_act(&mut self, _item: Item, _at: Now) -> Wishes<Page> {
        vec![Wish::Back]
    }

    fn view(&self, canvas: &mut Canvas<'_>, _at: Now) {
        let facts = &canvas.house.help;
        let form = self.page(facts.support_contact.as_deref(), &facts.managers);
        form.draw(&self.inputs, canvas);
    }
}
