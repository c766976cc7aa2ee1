//! Settings ▸ **Clinic** (spec E05, X04): its names and whom people tell. They count from then on, on screens, in mails and
//! in texts.

use actions::look_settings::ClinicSettings;
use domain::contact::{fits_texts, visible};
use domain::time::Now;

use crate::backend::{ClinicField, ClinicTyped, Done, Reply, Request, TypedEdit};
use crate::effect::{Wish, Wishes};
use crate::keymap::{ESC, Key};
use crate::modals::help_text::Topic;
use crate::page::Screen;
use crate::pages::{Page, flow};
use crate::widgets::cell::button;
use crate::widgets::form::Form;
use crate::widgets::inputs::Inputs;
use crate::widgets::say::Say;

/// The page's items.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Item {
    /// Full name.
    Name,
    /// Name in texts.
    ShortName,
    /// Whom people tell.
    Contact,
    /// `Save`.
    Save,
    /// `Cancel`.
    Cancel,
}

const FIELDS: [Item; 3] = [Item::Name, Item::ShortName, Item::Contact];

/// The page.
pub struct State {
    /// What stood there when it was opened, field by field: what is compared with when somebody saves.
    seen: Option<ClinicSettings>,
    /// The person was told that another manager was faster: what is set now is what was seen.
    told: bool,
    /// Something was saved and not answered yet: what is refused now is that, and not the look at what is set.
    saving: bool,
    wrong: Option<(Item, Say)>,
    said: Option<Say>,
    inputs: Inputs<Item>,
}

fn value(settings: &ClinicSettings, item: Item) -> &str {
    match item {
        Item::ShortName => &settings.short_name,
        Item::Contact => &settings.support_contact,
        Item::Name | Item::Save | Item::Cancel => &settings.name,
    }
}

fn place(settings: &mut ClinicSettings, item: Item) -> &mut String {
    match item {
        Item::ShortName => &mut settings.short_name,
        Item::Contact => &mut settings.support_contact,
        Item::Name | Item::Save | Item::Cancel => &mut settings.name,
    }
}

impl State {
    /// The page; what is set is asked at once.
    #[must_use]
    pub fn new() -> Self {
        Self {
            seen: None,
            told: false,
            saving: false,
            wrong: None,
            said: None,
            inputs: Inputs::new(Item::Name),
        }
    }

    /// What is set now. What the person has typed stays, and with it what it is compared with, until they were told.
    fn refreshed(&mut self, mut now: ClinicSettings) {
        let told = std::mem::take(&mut self.told);
        for item in FIELDS {
            match (self.touched(item), &self.seen) {
                (Some(_), Some(seen)) if !told => value(seen, item).clone_into(place(&mut now, item)),
                (Some(_), _) => {}
                (None, _) => self.inputs.put(item, value(&now, item)),
            }
        }
        self.seen = Some(now);
    }

    /// A field somebody has typed into, with what stood there (T68).
    fn touched(&self, item: Item) -> Option<TypedEdit> {
        let seen = value(self.seen.as_ref()?, item);
        let typed = self.inputs.text(item);
        (typed != seen).then(|| TypedEdit {
            seen: seen.to_owned(),
            typed: typed.to_owned(),
        })
    }

    fn save(&self) -> Request {
        Request::ChangeClinic(ClinicTyped {
            name: self.touched(Item::Name),
            short_name: self.touched(Item::ShortName),
            support_contact: self.touched(Item::Contact),
        })
    }

    fn refused(&mut self, item: Item, why: String) -> Wishes<Page> {
        self.saving = false;
        self.wrong = Some((item, Say::wrong(why)));
        self.inputs.focus(item);
        Vec::new()
    }

    fn wrong_with(&self, item: Item) -> Option<Say> {
        let wrong = self.wrong.as_ref().filter(|(field, _)| *field == item);
        wrong.map(|(_, say)| say.clone())
    }
}

impl Default for State {
    fn default() -> Self {
        Self::new()
    }
}

impl Screen<Page> for State {
    type Item = Item;
    const KEYS: &'static [Key] = &[ESC, Key::enter("save")];
    const TOPIC: Topic = Topic::Clinic;

    fn form(&self, _at: Now) -> Form<Item> {
        let form = Form::titled("Settings ▸ Clinic");
        let Some(seen) = &self.seen else {
            return form.answer(self.said.clone()).cells([button(Item::Cancel, "Cancel")]);
        };
        let plain = match self.inputs.text(Item::ShortName) {
            name if fits_texts(name) => None,
            _ => Some(Say::look(
                "Some letters are not in the alphabet of texts: they go out plainly.",
            )),
        };
        form.field(Item::Name, "Name of the clinic", 60)
            .wrong(self.wrong_with(Item::Name))
            .field(Item::ShortName, "Its name in texts, at most 20 letters", 24)
            .wrong(self.wrong_with(Item::ShortName).or(plain))
            .field(
                Item::Contact,
                "Support contact: whom people tell, at most 60 letters",
                60,
            )
            .wrong(self.wrong_with(Item::Contact))
            .text(format!(
                "Time zone: {}, as set when the clinic was made.",
                visible(&seen.time_zone)
            ))
            .gap()
            .cells([button(Item::Save, "Save"), button(Item::Cancel, "Cancel")])
            .answer(self.said.clone())
            .submit(Item::Save)
    }

    fn inputs(&self) -> &Inputs<Item> {
        &self.inputs
    }

    fn inputs_mut(&mut self) -> &mut Inputs<Item> {
        &mut self.inputs
    }

    fn on_open(&mut self, _at: Now) -> Wishes<Page> {
        vec![Wish::Ask(Request::ClinicSettings)]
    }

    fn on_wake(&mut self, at: Now) -> Wishes<Page> {
        self.on_open(at)
    }

    fn on_edit(&mut self, _item: Item, _at: Now) -> Wishes<Page> {
        self.wrong = None;
        self.said = None;
        Vec::new()
    }

    fn on_act(&mut self, item: Item, _at: Now) -> Wishes<Page> {
        match item {
            Item::Name | Item::ShortName | Item::Contact => Vec::new(),
            Item::Save => {
                self.wrong = None;
                self.said = None;
                self.saving = true;
                vec![Wish::Submit(self.save())]
            }
            Item::Cancel => vec![Wish::Back],
        }
    }

    fn on_reply(&mut self, reply: Reply, _at: Now) -> Wishes<Page> {
        match reply {
            Reply::ClinicSettings(settings) => {
                self.refreshed(*settings);
                Vec::new()
            }
            Reply::BadClinic(ClinicField::Name, why) => self.refused(Item::Name, why),
            Reply::BadClinic(ClinicField::ShortName, why) => self.refused(Item::ShortName, why),
            Reply::BadClinic(ClinicField::Contact, why) => self.refused(Item::Contact, why),
            Reply::Trouble(sentence) => {
                self.said = Some(Say::wrong(sentence));
                self.told = std::mem::take(&mut self.saving);
                self.told
                    .then_some(Wish::Ask(Request::ClinicSettings))
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
