//! Settings ▸ **Holidays** (spec E05, O03): days that are no business days. They only lengthen the delay of an owner's
//! recovery.

use actions::look_settings::{ClinicSettings, HolidayRow};
use domain::contact::visible;
use domain::time::Now;

use crate::backend::{Done, HolidayField, Reply, Request};
use crate::effect::{Wish, Wishes};
use crate::keymap::{ESC, Key};
use crate::modals::help_text::Topic;
use crate::page::Screen;
use crate::pages::{Page, flow};
use crate::theme::Tone;
use crate::widgets::cell::{button, link, text};
use crate::widgets::form::Form;
use crate::widgets::inputs::Inputs;
use crate::widgets::paging::{EARLIER, MORE, Paging, Ways};
use crate::widgets::say::Say;

/// Holidays on one page of the list.
const LINES: usize = 4;

/// The page's items.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Item {
    /// The day.
    Day,
    /// Its name.
    Name,
    /// Adds it.
    Add,
    /// Removes the holiday on this line of the list.
    Remove(usize),
    /// The page of the list before.
    Earlier,
    /// The next page of the list.
    More,
    /// Back to Settings.
    Back,
}

/// The page.
pub struct State {
    settings: Option<ClinicSettings>,
    paging: Paging,
    wrong: Option<(Item, Say)>,
    /// Something was asked for and not answered yet: what is refused now is that, and not the look at the list.
    saving: bool,
    said: Option<Say>,
    inputs: Inputs<Item>,
}

impl State {
    /// The page; the list is asked at once.
    #[must_use]
    pub fn new() -> Self {
        Self {
            settings: None,
            paging: Paging::new(LINES),
            wrong: None,
            saving: false,
            said: None,
            inputs: Inputs::new(Item::Day),
        }
    }

    fn all(&self) -> &[HolidayRow] {
        self.settings.as_ref().map_or(&[], |settings| &settings.holidays)
    }

    fn wrong_with(&self, item: Item) -> Option<Say> {
        let wrong = self.wrong.as_ref().filter(|(field, _)| *field == item);
        wrong.map(|(_, say)| say.clone())
    }

    fn refused(&mut self, item: Item, why: String) -> Wishes<Page> {
        self.saving = false;
        self.wrong = Some((item, Say::wrong(why)));
        self.inputs.focus(item);
        Vec::new()
    }

    fn list(&self, form: Form<Item>) -> Form<Item> {
        let shown = self.paging.shown();
        let shown = shown.clone().zip(self.all().get(shown).unwrap_or_default());
        let form = shown.fold(form, |form, (at, row)| {
            form.cells([
                text(Tone::Plain, row.day.as_str()).width(14),
                text(Tone::Plain, visible(&row.name)).width(44),
                link(Item::Remove(at), "Remove"),
            ])
        });
        let form = self.paging.row(form, Item::Earlier, Item::More);
        match (
            self.all().len(),
            self.settings.as_ref().map_or(0, |settings| settings.over),
        ) {
            (0, 0) => form.say(quiet("None yet: every Monday to Friday is a business day.")),
            (0, over) => form.say(quiet(format!("None to come; {over} over."))),
            (1.., _) => form,
        }
    }
}

fn quiet(words: impl Into<String>) -> Say {
    Say {
        tone: Tone::Quiet,
        text: words.into(),
    }
}

impl Default for State {
    fn default() -> Self {
        Self::new()
    }
}

impl Screen<Page> for State {
    type Item = Item;
    const KEYS: &'static [Key] = &[ESC, Key::enter("add")];
    const TOPIC: Topic = Topic::Clinic;

    fn keys(&self) -> &'static [Key] {
        match self.paging.ways() {
            Ways::None => Self::KEYS,
            Ways::More => &[ESC, MORE],
            Ways::Earlier => &[ESC, EARLIER],
            Ways::Both => &[ESC, EARLIER, MORE],
        }
    }

    fn form(&self, _at: Now) -> Form<Item> {
        let form = Form::titled("Settings ▸ Holidays")
            .column(72)
            .text("No business days, besides Saturdays and Sundays: they lengthen the wait of an owner who is locked out, and nothing else.");
        if self.settings.is_none() {
            return form.answer(self.said.clone()).cells([link(Item::Back, "Back")]);
        }
        self.list(form.gap())
            .gap()
            .field(Item::Day, "Day, as 2026-12-25", 12)
            .wrong(self.wrong_with(Item::Day))
            .field(Item::Name, "Name", 44)
            .wrong(self.wrong_with(Item::Name))
            .cells([button(Item::Add, "Add"), link(Item::Back, "Back")])
            .answer(self.said.clone())
            .submit(Item::Add)
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
        self.said = None;
        match item {
            Item::Day | Item::Name => Vec::new(),
            Item::Earlier => {
                self.paging.earlier();
                Vec::new()
            }
            Item::More => {
                self.paging.more();
                Vec::new()
            }
            Item::Add => {
                self.wrong = None;
                self.saving = true;
                vec![Wish::Submit(Request::AddHoliday {
                    day: self.inputs.text(Item::Day).to_owned(),
                    name: self.inputs.text(Item::Name).to_owned(),
                })]
            }
            Item::Remove(at) => {
                let row = self.all().get(at).cloned();
                self.saving = row.is_some();
                row.map(|row| Wish::Submit(Request::RemoveHoliday(row)))
                    .into_iter()
                    .collect()
            }
            Item::Back => vec![Wish::Back],
        }
    }

    fn on_reply(&mut self, reply: Reply, _at: Now) -> Wishes<Page> {
        match reply {
            Reply::ClinicSettings(settings) => {
                self.paging.holds(settings.holidays.len());
                self.settings = Some(*settings);
                Vec::new()
            }
            Reply::BadHoliday(HolidayField::Day, why) => self.refused(Item::Day, why),
            Reply::BadHoliday(HolidayField::Name, why) => self.refused(Item::Name, why),
            Reply::Trouble(sentence) => {
                self.said = Some(Say::wrong(sentence));
                let again = std::mem::take(&mut self.saving);
                again
                    .then_some(Wish::Ask(Request::ClinicSettings))
                    .into_iter()
                    .collect()
            }
            Reply::Done(done @ (Done::HolidayAdded { .. } | Done::HolidayRemoved), account) => {
                if matches!(done, Done::HolidayAdded { .. }) {
                    self.inputs.clear(Item::Day);
                    self.inputs.clear(Item::Name);
                }
                self.saving = false;
                // A second Enter must not remove the next one.
                self.inputs.focus(Item::Day);
                let said = Wish::Notice(flow::told(done));
                vec![flow::signed_in(&account), said, Wish::Ask(Request::ClinicSettings)]
            }
            other => flow::common(other),
        }
    }
}
