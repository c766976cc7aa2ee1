//! Staff ▸ **Import** (spec A02, H04): a table is pasted, what it would do is shown, every bad row with its reason, and only
//! then it is imported: all of it or nothing. While it runs it says how far it is, and can be stopped.

use actions::import_staff::{Counts, Found};
use crossterm::event::{KeyCode, KeyEvent};
use domain::secret::Secret;
use domain::time::Now;

use crate::backend::{Done, ImportProgress, PastedTable, Reply, Request};
use crate::effect::{Wish, Wishes};
use crate::keymap::{ESC, Key, TAB};
use crate::modals::help_text::Topic;
use crate::page::Screen;
use crate::pages::{Page, flow, step_up};
use crate::theme::Tone;
use crate::widgets::cell::{button, link, text};
use crate::widgets::form::Form;
use crate::widgets::inputs::Inputs;
use crate::widgets::say::Say;

/// The largest paste, in bytes (spec A02).
const LARGEST: usize = 1 << 20;
/// Faults shown at once.
const SHOWN: usize = 5;
/// How often the page looks how far it is, in milliseconds.
const LOOK_MS: i64 = 200;

/// The page's items.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Item {
    /// Faults before those shown.
    Earlier,
    /// Faults after those shown.
    Later,
    /// `Import`.
    Import,
    /// `Stop`.
    Stop,
    /// Back.
    Back,
}

/// A table that was looked at.
struct Pasted {
    text: Secret<String>,
    found: Found,
    /// The first fault shown.
    first: usize,
}

/// The page.
pub struct State {
    /// What was pasted and is being looked at.
    looking: Option<Secret<String>>,
    pasted: Option<Pasted>,
    /// An import runs.
    running: Option<ImportProgress>,
    /// Step-up was asked for an import: it goes on once the table was looked at again.
    goes_on: bool,
    said: Option<Say>,
    inputs: Inputs<Item>,
}

impl Default for State {
    fn default() -> Self {
        Self::new()
    }
}

impl State {
    /// A page that waits for a paste.
    #[must_use]
    pub fn new() -> Self {
        Self {
            looking: None,
            pasted: None,
            running: None,
            goes_on: false,
            said: None,
            inputs: Inputs::new(Item::Back),
        }
    }

    fn look_at(&mut self, text: Secret<String>) -> Wishes<Page> {
        self.said = None;
        self.goes_on = false;
        let request = Request::CheckTable(text.clone());
        self.looking = Some(text);
        vec![Wish::Submit(request)]
    }

    /// What an import would do, or would do by now.
    fn found(&mut self, found: Found) -> Wishes<Page> {
        let was_running = self.running.take().is_some();
        let before = self.pasted.take();
        let text = match (self.looking.take(), before.as_ref()) {
            (Some(text), _) => text,
            (None, Some(before)) => before.text.clone(),
            (None, None) => return Vec::new(),
        };
        let same = before.is_some_and(|before| before.found == found);
        if was_running || (self.goes_on && !same) {
            self.said = Some(Say::look(
                "The staff list has changed meanwhile. Nobody was imported: this is what the table would do now.",
            ));
        }
        let goes_on = std::mem::take(&mut self.goes_on) && same;
        let is_fit = found.bad.is_empty() && found.counts.to_do() > 0;
        self.inputs.focus(if is_fit { Item::Import } else { Item::Back });
        self.pasted = Some(Pasted { text, found, first: 0 });
        if goes_on { self.import() } else { Vec::new() }
    }

    fn import(&mut self) -> Wishes<Page> {
        let Some(pasted) = &self.pasted else {
            return Vec::new();
        };
        self.said = None;
        let progress = ImportProgress::default();
        let request = Request::ImportTable(PastedTable {
            text: pasted.text.clone(),
            expected: pasted.found.counts,
            progress: progress.clone(),
        });
        self.running = Some(progress);
        self.inputs.focus(Item::Stop);
        // Not a submit: it may take a while, and `Stop` has to be heard.
        vec![Wish::Ask(request)]
    }

    /// Step-up, then the table once more, then the import.
    fn step_up_first(&mut self) -> Wishes<Page> {
        self.running = None;
        let Some(pasted) = &self.pasted else {
            return Vec::new();
        };
        self.goes_on = true;
        self.inputs.focus(Item::Import);
        vec![step_up::then_ask(
            pasted.found.act(),
            Request::CheckTable(pasted.text.clone()),
        )]
    }

    fn stop(&self) -> Wishes<Page> {
        if let Some(progress) = &self.running {
            progress.stop();
        }
        Vec::new()
    }

    fn turn(&mut self, later: bool) {
        if let Some(pasted) = &mut self.pasted {
            let last = pasted.found.bad.len().saturating_sub(1) / SHOWN * SHOWN;
            pasted.first = if later {
                (pasted.first + SHOWN).min(last)
            } else {
                pasted.first.saturating_sub(SHOWN)
            };
        }
    }
}

fn how_many(counts: Counts) -> Say {
    let Counts {
        new,
        changed,
        unchanged,
        new_managers,
        bad,
    } = counts;
    let mut said = format!("{new} new, {changed} changed, {unchanged} as they are.");
    if new_managers > 0 {
        said.push_str(&format!(" Full access: {new_managers}; all managers are told."));
    }
    if bad > 0 {
        Say::wrong(format!("{said} {bad} bad: nobody is imported until these are mended."))
    } else {
        Say::done(said)
    }
}

/// Some of the faults, and where one is among them.
fn faults(form: Form<Item>, pasted: &Pasted) -> Form<Item> {
    let all = &pasted.found.bad;
    let shown = all.iter().skip(pasted.first).take(SHOWN);
    let form = shown.fold(form.gap(), |form, bad| form.text(bad.to_string()));
    if all.len() <= SHOWN {
        return form;
    }
    let last = (pasted.first + SHOWN).min(all.len());
    form.cells([
        link(Item::Earlier, "Earlier").key(KeyCode::F(2)),
        link(Item::Later, "Later").key(KeyCode::F(3)),
        text(
            Tone::Quiet,
            format!("{} to {last} of {} faults", pasted.first + 1, all.len()),
        ),
    ])
}

/// `4200 of 10000 …`
fn how_far(progress: &ImportProgress) -> Say {
    match (progress.is_stopping(), progress.rows()) {
        (true, _) => Say::look("Stopping … nothing of it is kept."),
        (false, (_, 0)) => Say::plain("Looking at every row …"),
        (false, (done, total)) => Say::plain(format!("{done} of {total} …")),
    }
}

impl Screen<Page> for State {
    type Item = Item;
    const KEYS: &'static [Key] = &[ESC, Key::f(2, "earlier"), Key::f(3, "later")];
    const TOPIC: Topic = Topic::ImportStaff;

    fn keys(&self) -> &'static [Key] {
        match &self.pasted {
            Some(pasted) if pasted.found.bad.len() > SHOWN => Self::KEYS,
            Some(_) | None => &[ESC, TAB],
        }
    }

    fn form(&self, _at: Now) -> Form<Item> {
        let form = Form::titled("Staff ▸ Import").column(72);
        if let Some(progress) = &self.running {
            return form
                .text("People are being imported: all of them or nobody.")
                .gap()
                .answer(Some(how_far(progress)))
                .cells([button(Item::Stop, "Stop")]);
        }
        let Some(pasted) = &self.pasted else {
            return form
                .text("Copy the table in your spreadsheet and paste it here. Its first row is:")
                .say(Say {
                    tone: Tone::Accent,
                    text: "username   name   email   mobile   access".into(),
                })
                .text("Nothing is changed before you have seen what it would do.")
                .answer(self.said.clone())
                .cells([link(Item::Back, "Back")]);
        };
        let form = form.say(how_many(pasted.found.counts));
        let form = faults(form, pasted);
        let mut last = Vec::new();
        if pasted.found.bad.is_empty() && pasted.found.counts.to_do() > 0 {
            last.push(button(Item::Import, "Import"));
        }
        last.push(link(Item::Back, "Back"));
        form.text("Paste again to look at another table.")
            .answer(self.said.clone())
            .cells(last)
    }

    fn inputs(&self) -> &Inputs<Item> {
        &self.inputs
    }

    fn inputs_mut(&mut self) -> &mut Inputs<Item> {
        &mut self.inputs
    }

    fn on_paste(&mut self, text: &Secret<String>, _at: Now) -> Wishes<Page> {
        if self.running.is_some() {
            return Vec::new();
        }
        if text.reveal().len() > LARGEST {
            self.pasted = None;
            self.said = Some(Say::wrong(
                "That is more than 1 MiB. Nothing was looked at: paste fewer rows, or have it imported on the server.",
            ));
            return Vec::new();
        }
        self.pasted = None;
        self.look_at(text.clone())
    }

    fn on_act(&mut self, item: Item, _at: Now) -> Wishes<Page> {
        match item {
            Item::Earlier => self.turn(false),
            Item::Later => self.turn(true),
            Item::Import => return self.import(),
            Item::Stop => return self.stop(),
            Item::Back => return vec![Wish::Back],
        }
        Vec::new()
    }

    fn on_key(&mut self, key: &KeyEvent, _at: Now) -> Wishes<Page> {
        match key.code {
            KeyCode::PageUp => self.turn(false),
            KeyCode::PageDown => self.turn(true),
            _ => {}
        }
        Vec::new()
    }

    /// While it runs Esc stops it, and the page stays to say so.
    fn on_back(&mut self, _at: Now) -> Wishes<Page> {
        if self.running.is_some() {
            self.stop()
        } else {
            vec![Wish::Back]
        }
    }

    fn next_tick(&self, _at: Now) -> Option<i64> {
        self.running.as_ref().map(|_| LOOK_MS)
    }

    fn on_reply(&mut self, reply: Reply, _at: Now) -> Wishes<Page> {
        match reply {
            Reply::Table(found) => self.found(*found),
            Reply::StepUpFirst => self.step_up_first(),
            Reply::Trouble(sentence) => {
                self.running = None;
                self.looking = None;
                self.inputs.focus(Item::Back);
                self.said = Some(Say::look(sentence));
                Vec::new()
            }
            Reply::Done(Done::Imported(counts), account) => {
                self.running = None;
                self.pasted = None;
                self.inputs.focus(Item::Back);
                let hint = if counts.new > 0 {
                    " Who is new has no password yet."
                } else {
                    ""
                };
                self.said = Some(Say::done(format!("{}{hint}", flow::imported(counts))));
                vec![flow::signed_in(&account)]
            }
            other => flow::common(other),
        }
    }
}
