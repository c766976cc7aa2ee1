//! Staff ▸ **Add somebody** (spec A02): user name, name, e-mail address, a mobile number if there is one, access. They get a
//! password by **Reset password**.

use domain::person::Access;
use domain::step_up::Act;
use domain::time::Now;

use crate::backend::{Done, NewPerson, NotSaved, PersonField, Reply, Request};
use crate::effect::{Wish, Wishes};
use crate::keymap::{ESC, Key};
use crate::modals::help_text::Topic;
use crate::page::Screen;
use crate::pages::{Page, flow, step_up};
use crate::theme::Tone;
use crate::widgets::cell::{Cell, button, link, text};
use crate::widgets::form::Form;
use crate::widgets::inputs::Inputs;
use crate::widgets::say::Say;

/// The page's items.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Item {
    /// A field.
    Field(PersonField),
    /// An access level.
    Access(Access),
    /// `Save`.
    Save,
    /// `Cancel`.
    Cancel,
}

/// The page.
pub struct State {
    access: Access,
    /// What is said, each at its field; `None`: at none of them.
    said: Vec<Note>,
    inputs: Inputs<Item>,
}

impl State {
    /// An empty page.
    #[must_use]
    pub fn new() -> Self {
        Self {
            access: Access::Staff,
            said: Vec::new(),
            inputs: Inputs::new(Item::Field(PersonField::Username)),
        }
    }

    fn save(&self) -> Request {
        let typed = |field| self.inputs.text(Item::Field(field)).to_owned();
        Request::AddPerson(Box::new(NewPerson {
            username: typed(PersonField::Username),
            name: typed(PersonField::Name),
            email: typed(PersonField::Email),
            mobile: typed(PersonField::Mobile),
            access: self.access,
        }))
    }

    fn refused(&mut self, field: Option<PersonField>, said: Say) -> Wishes<Page> {
        if let Some(field) = field {
            self.inputs.focus(Item::Field(field));
        }
        self.said = vec![(field, said)];
        Vec::new()
    }
}

impl Default for State {
    fn default() -> Self {
        Self::new()
    }
}

/// Something said at a field, or at none of them.
pub(super) type Note = (Option<PersonField>, Say);

/// What is said at a field, where something is.
pub(super) fn of(said: &[Note], field: Option<PersonField>) -> Option<Say> {
    said.iter().find(|(at, _)| *at == field).map(|(_, said)| said.clone())
}

/// `Access   (x) staff   ( ) full access`, each one a link.
pub(super) fn choices<I>(of: &[Access], chosen: Access, item: impl Fn(Access) -> I) -> Vec<Cell<I>> {
    let label = text(Tone::Plain, "Access").width(9);
    let choice = |access: &Access| {
        let mark = if *access == chosen { "(x)" } else { "( )" };
        link(item(*access), format!("{mark} {}", access.label()))
    };
    std::iter::once(label).chain(of.iter().map(choice)).collect()
}

impl Screen<Page> for State {
    type Item = Item;
    const KEYS: &'static [Key] = &[ESC, Key::enter("save")];
    const TOPIC: Topic = Topic::EditStaff;

    fn form(&self, _at: Now) -> Form<Item> {
        let said = |field| of(&self.said, field);
        let field = |form: Form<Item>, field: PersonField, label: &str, width| {
            form.field(Item::Field(field), label, width).wrong(said(Some(field)))
        };
        let form = Form::titled("Staff ▸ Add somebody").tight();
        let form = field(form, PersonField::Username, "User name", 30);
        let form = field(form, PersonField::Name, "Name", 40);
        let form = field(form, PersonField::Email, "E-mail", 40);
        let form = field(form, PersonField::Mobile, "Mobile phone, if there is one", 24);
        form.cells(choices(&[Access::Staff, Access::Full], self.access, Item::Access))
            .answer(said(None))
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
            Item::Field(_) => Vec::new(),
            Item::Access(access) => {
                self.access = access;
                Vec::new()
            }
            Item::Save => {
                self.said.clear();
                vec![Wish::Submit(self.save())]
            }
            Item::Cancel => vec![Wish::Back],
        }
    }

    fn on_edit(&mut self, _item: Item, _at: Now) -> Wishes<Page> {
        self.said.clear();
        Vec::new()
    }

    fn on_reply(&mut self, reply: Reply, _at: Now) -> Wishes<Page> {
        match reply {
            Reply::NotSaved(NotSaved::Bad(field, why)) => self.refused(Some(field), Say::wrong(why)),
            Reply::Trouble(sentence) => self.refused(None, Say::wrong(sentence)),
            Reply::StepUpFirst => vec![step_up::then_ask(Act::EditOther, self.save())],
            Reply::Done(done @ Done::PersonAdded(_), account) => {
                vec![Wish::Back, flow::signed_in(&account), Wish::Notice(flow::told(done))]
            }
            other => flow::common(other),
        }
    }
}
