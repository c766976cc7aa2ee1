//! Staff ▸ somebody ▸ **Edit** (spec A02, N01, T68): another's user name, name, e-mail address, number and access. Says
//! before saving what another number means, and who was faster.

use actions::change_mobile::TurningOff;
use actions::edit_person::{Meanwhile, Profile};
use domain::contact::{visible, visible_within};
use domain::ids::StaffId;
use domain::person::Access;
use domain::step_up::Act;
use domain::time::Now;

use crate::backend::{Done, NotSaved, PersonEdit, PersonField, Reply, Request};
use crate::effect::{Wish, Wishes};
use crate::keymap::{ESC, Key};
use crate::modals::confirm;
use crate::modals::help_text::Topic;
use crate::page::Screen;
use crate::pages::add_person::{Note, choices, of};
use crate::pages::{Page, flow, step_up};
use crate::theme::Tone;
use crate::widgets::cell::{button, link};
use crate::widgets::form::Form;
use crate::widgets::inputs::Inputs;
use crate::widgets::say::Say;

const FIELDS: [PersonField; 4] = [
    PersonField::Username,
    PersonField::Name,
    PersonField::Email,
    PersonField::Mobile,
];

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
    whom: StaffId,
    name: String,
    profile: Option<Profile>,
    access: Access,
    /// What is said, each at its field; `None`: at none of them.
    said: Vec<Note>,
    inputs: Inputs<Item>,
}

impl State {
    /// The page of somebody called so; the profile is asked at once.
    #[must_use]
    pub fn new(whom: StaffId, name: impl Into<String>) -> Self {
        Self {
            whom,
            name: name.into(),
            profile: None,
            access: Access::Staff,
            said: Vec::new(),
            inputs: Inputs::new(Item::Field(PersonField::Name)),
        }
    }

    /// The profile as it is now: what somebody has typed stays, and where another has saved something there, it is said.
    fn shows(&mut self, now: Profile) {
        let before = self.profile.replace(now);
        let Some(now) = self.profile.as_ref() else {
            return;
        };
        let touched = |access: Access| before.as_ref().is_some_and(|before| before.access != access);
        if !touched(self.access) {
            self.access = now.access;
        }
        for field in FIELDS {
            let (was, is) = (before.as_ref().map(|before| stands(before, field)), stands(now, field));
            let item = Item::Field(field);
            match was {
                Some(was) if self.inputs.text(item) != was => {
                    if was != is {
                        let there = Say::look(format!("Saved there by now: {}", visible(is)));
                        self.said.push((Some(field), there));
                    }
                }
                Some(_) | None => self.inputs.put(item, is),
            }
        }
    }

    /// What was touched; the rest is left as it is meanwhile (T68).
    fn save(&self, turning_off: TurningOff) -> Option<Request> {
        let profile = self.profile.as_ref()?;
        let touched = |field| {
            let now = self.inputs.text(Item::Field(field));
            (now != stands(profile, field)).then(|| now.to_owned())
        };
        Some(Request::SaveEdit(Box::new(PersonEdit {
            whom: self.whom,
            username: touched(PersonField::Username),
            name: touched(PersonField::Name),
            email: touched(PersonField::Email),
            mobile: touched(PersonField::Mobile),
            access: Some(self.access).filter(|access| *access != profile.access),
            seen: profile.seen.clone(),
            turning_off,
        })))
    }

    /// The number asks the password each time, the rest one of the last minutes (spec M10).
    fn act(&self) -> Act {
        let number = self.inputs.text(Item::Field(PersonField::Mobile));
        match &self.profile {
            Some(profile) if stands(profile, PersonField::Mobile) != number => Act::ChangeNumberOf,
            Some(_) | None => Act::EditOther,
        }
    }

    fn refused(&mut self, field: Option<PersonField>, said: Say) -> Wishes<Page> {
        if let Some(field) = field {
            self.inputs.focus(Item::Field(field));
        }
        self.said = vec![(field, said)];
        Vec::new()
    }

    /// Asked before 2-step verification goes off (spec N01).
    fn asks_first(&self) -> Wishes<Page> {
        let Some(request) = self.save(TurningOff::Wanted) else {
            return Vec::new();
        };
        let name = visible(&self.name);
        let act = confirm::Act {
            title: format!("Save another number and turn 2-Step Verification off for {name}?"),
            person: format!("This is about {name}."),
            follows: vec![
                "Texts, app, recovery code and trusted browsers end; they are signed out everywhere.".into(),
                "The old number is told by text, and they get an e-mail. Only they can set it up again.".into(),
            ],
            button: "Save and turn off".into(),
        };
        vec![Wish::Push(Page::Confirm(confirm::State::new(act, request)))]
    }
}

/// What stands in a field of a profile.
fn stands(profile: &Profile, field: PersonField) -> &str {
    match field {
        PersonField::Username => &profile.seen.username,
        PersonField::Name => &profile.name,
        PersonField::Email => &profile.email,
        PersonField::Mobile => profile.mobile.as_deref().unwrap_or_default(),
    }
}

/// `Fay Roy changed the e-mail address, the name meanwhile …`, who was faster each named once.
fn overtaken(by: &[Meanwhile]) -> String {
    let mut who: Vec<String> = by.iter().map(|one| visible_within(&one.who, 30)).collect();
    let mut what: Vec<&str> = by.iter().map(|one| one.what).collect();
    who.dedup();
    what.dedup();
    let told = if by.is_empty() {
        "Somebody changed this profile".to_owned()
    } else {
        format!("{} changed {}", who.join(" and "), what.join(", "))
    };
    format!("{told} meanwhile: nothing of yours was saved. Look, then save again.")
}

impl Screen<Page> for State {
    type Item = Item;
    const KEYS: &'static [Key] = &[ESC, Key::enter("save")];
    const TOPIC: Topic = Topic::EditStaff;

    fn form(&self, _at: Now) -> Form<Item> {
        let said = |field| of(&self.said, field);
        let form = Form::titled(format!("Staff ▸ {} ▸ Edit", visible_within(&self.name, 40))).tight();
        let Some(profile) = &self.profile else {
            return form.answer(said(None)).cells([link(Item::Cancel, "Back")]);
        };
        let field = |form: Form<Item>, field: PersonField, label: &str, width| {
            form.field(Item::Field(field), label, width).wrong(said(Some(field)))
        };
        let form = field(form, PersonField::Username, "User name", 30);
        let form = field(form, PersonField::Name, "Name", 40);
        let form = field(form, PersonField::Email, "E-mail", 40);
        let form = if profile.number_allowed {
            field(form, PersonField::Mobile, "Mobile phone", 24)
        } else {
            form.say(quiet(
                "Mobile phone: your own number is changed in My Account, Profile.",
            ))
        };
        // The dialog says it too; who was faster needs the room.
        let form = match (profile.number_allowed && said(None).is_none(), profile.two_step_on) {
            (true, true) => form.say(Say::look(
                "Another number turns 2-Step Verification off for them, all of it.",
            )),
            (true, false) | (false, _) => form,
        };
        let form = if profile.access_allowed {
            let all = [Access::Staff, Access::Full, Access::None];
            form.cells(choices(&all, self.access, Item::Access))
        } else {
            form.say(quiet(match profile.access {
                Access::Owner => "Access: owner. Transfer ownership changes it.",
                Access::Full | Access::Staff | Access::None => "Access: another manager changes yours.",
            }))
        };
        form.answer(said(None))
            .cells([button(Item::Save, "Save"), button(Item::Cancel, "Cancel")])
            .submit(Item::Save)
    }

    fn inputs(&self) -> &Inputs<Item> {
        &self.inputs
    }

    fn inputs_mut(&mut self) -> &mut Inputs<Item> {
        &mut self.inputs
    }

    fn on_open(&mut self, _at: Now) -> Wishes<Page> {
        vec![Wish::Ask(Request::EditForm(self.whom))]
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
                self.save(TurningOff::Unasked).into_iter().map(Wish::Submit).collect()
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
            Reply::EditForm(profile) => {
                self.shows(*profile);
                Vec::new()
            }
            Reply::NotSaved(NotSaved::Bad(field, why)) => self.refused(Some(field), Say::wrong(why)),
            Reply::NotSaved(NotSaved::AsksFirst) => self.asks_first(),
            Reply::NotSaved(NotSaved::Overtaken(by)) => {
                self.said = vec![(None, Say::look(overtaken(&by)))];
                vec![Wish::Ask(Request::EditForm(self.whom))]
            }
            Reply::Trouble(sentence) => self.refused(None, Say::wrong(sentence)),
            Reply::StepUpFirst => {
                let request = self.save(TurningOff::Unasked);
                request
                    .into_iter()
                    .map(|request| step_up::then_ask(self.act(), request))
                    .collect()
            }
            Reply::Done(done @ Done::PersonSaved(_), account) => {
                vec![Wish::Back, flow::signed_in(&account), Wish::Notice(flow::told(done))]
            }
            other => flow::common(other),
        }
    }
}

fn quiet(text: &str) -> Say {
    Say {
        tone: Tone::Quiet,
        text: text.into(),
    }
}
