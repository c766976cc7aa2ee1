//! **Reports**, for managers alone (spec D04, A02): how many have 2SV on, the report about it for insurers and auditors, and the
//! way to first passwords.

use actions::save_document::Order;
use actions::status_report::StatusView;
use domain::document::DocumentKind;
use domain::time::Now;

use crate::backend::{Reply, Request};
use crate::effect::{Wish, Wishes};
use crate::keymap::{ESC, Key, TAB};
use crate::modals::help_text::Topic;
use crate::page::Screen;
use crate::pages::saving::{Saving, grouped};
use crate::pages::{Page, first_passwords, flow};
use crate::theme::Tone;
use crate::widgets::bar::Bar;
use crate::widgets::cell::{button, link, text};
use crate::widgets::form::Form;
use crate::widgets::inputs::Inputs;

/// The page's items.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Item {
    /// `Save as PDF`.
    Pdf,
    /// `Save as CSV`.
    Csv,
    /// The staff list as CSV.
    Staff,
    /// First passwords.
    FirstPasswords,
    /// `Stop`.
    Stop,
    /// Back to home.
    Back,
}

/// The page.
pub struct State {
    status: Option<StatusView>,
    saving: Saving,
    inputs: Inputs<Item>,
}

impl State {
    /// The page; the figures are asked at once.
    #[must_use]
    pub fn new() -> Self {
        Self {
            status: None,
            saving: Saving::default(),
            inputs: Inputs::new(Item::Pdf),
        }
    }

    fn order(&mut self, kind: DocumentKind) -> Wishes<Page> {
        self.saving.order(Order::of(kind))
    }
}

impl Default for State {
    fn default() -> Self {
        Self::new()
    }
}

fn number(count: usize) -> String {
    grouped(count as u64)
}

fn figures(form: Form<Item>, status: &StatusView) -> Form<Item> {
    let totals = &status.totals;
    let row =
        |label: &'static str, value: String| [text(Tone::Quiet, label).width(24), text(Tone::Plain, value).width(46)];
    let percent = totals
        .percent_on()
        .map(|percent| format!(" ({percent} %)"))
        .unwrap_or_default();
    let enforced = if status.rules.enforced {
        "yes"
    } else {
        "no: it is each person's choice"
    };
    let trust = if status.rules.trust_allowed {
        "allowed"
    } else {
        "not allowed"
    };
    form.bar(Bar {
        label: "2SV on".into(),
        full: totals.on,
        half: totals.paused,
        all: totals.people,
        says: format!("{} of {}{percent}", number(totals.on), number(totals.people)),
    })
    .cells(row(
        "The others",
        format!("{} off, {} paused", number(totals.off), number(totals.paused)),
    ))
    .cells(row(
        "Methods",
        format!(
            "{} text, {} app, {} both",
            number(totals.text_alone),
            number(totals.app_alone),
            number(totals.both)
        ),
    ))
    .cells(row("Required for all staff", enforced.into()))
    .cells(row("Trusted browsers", trust.into()))
    .cells(row("Without access", number(totals.no_access)))
}

impl Screen<Page> for State {
    type Item = Item;
    const KEYS: &'static [Key] = &[ESC, TAB];
    const TOPIC: Topic = Topic::Reports;

    fn form(&self, _at: Now) -> Form<Item> {
        let form = Form::titled("Reports").column(72);
        let Some(status) = &self.status else {
            return self.saving.show(form, Item::Stop).cells([link(Item::Back, "Back")]);
        };
        let form = figures(form.heading("2-Step Verification status"), status).gap();
        if self.saving.is_busy() {
            return self.saving.show(form, Item::Stop);
        }
        let form = form.cells([button(Item::Pdf, "Save as PDF"), button(Item::Csv, "Save as CSV")]);
        self.saving
            .show(form, Item::Stop)
            .gap()
            .cells([
                link(Item::Staff, "Staff list as CSV"),
                link(Item::FirstPasswords, "First passwords"),
            ])
            .gap()
            .cells([link(Item::Back, "Back")])
    }

    fn inputs(&self) -> &Inputs<Item> {
        &self.inputs
    }

    fn inputs_mut(&mut self) -> &mut Inputs<Item> {
        &mut self.inputs
    }

    fn on_open(&mut self, _at: Now) -> Wishes<Page> {
        vec![Wish::Ask(Request::Status)]
    }

    fn on_wake(&mut self, at: Now) -> Wishes<Page> {
        self.on_open(at)
    }

    fn on_act(&mut self, item: Item, _at: Now) -> Wishes<Page> {
        match item {
            Item::Pdf => self.order(DocumentKind::StatusPdf),
            Item::Csv => self.order(DocumentKind::StatusCsv),
            Item::Staff => self.order(DocumentKind::StaffCsv),
            Item::FirstPasswords => vec![Wish::Push(Page::FirstPasswords(first_passwords::State::new()))],
            Item::Stop => self.saving.stop(),
            Item::Back => vec![Wish::Back],
        }
    }

    fn on_back(&mut self, _at: Now) -> Wishes<Page> {
        if self.saving.is_busy() {
            return self.saving.stop();
        }
        vec![Wish::Back]
    }

    fn on_reply(&mut self, reply: Reply, at: Now) -> Wishes<Page> {
        match self.saving.hear(reply, at) {
            Ok(wishes) => wishes,
            Err(Reply::Status(status)) => {
                self.status = Some(status);
                Vec::new()
            }
            Err(other) => flow::common(other),
        }
    }
}
