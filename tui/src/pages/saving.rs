//! Saving a document, for every page that offers it (spec R09, H04): how far it is, how it is stopped, where it lies or how
//! it is fetched.

use std::path::Path;

use actions::save_document::{Offer, Order};
use domain::browser::PaperWay;
use domain::document::DocumentKind;
use domain::time::Now;

use crate::backend::{Progress, Reply, Request};
use crate::effect::{Wish, Wishes};
use crate::pages::{Page, pickup};
use crate::widgets::bar::Bar;
use crate::widgets::cell::link;
use crate::widgets::form::Form;
use crate::widgets::say::Say;

/// The question for the recovery code's page.
pub(super) fn recovery_code() -> Request {
    Request::Save(Order::of(DocumentKind::RecoveryCode))
}

/// Where the document lies, and for how long.
pub(super) fn saved_as(path: &Path) -> Say {
    Say::done(format!(
        "Saved. Print it or take it from there; after 24 hours it is erased: {}",
        path.display()
    ))
}

/// The page that says how to fetch it.
pub(super) fn to_pickup(offer: Offer, way: PaperWay, at: Now) -> Wish<Page> {
    Wish::Push(Page::Pickup(pickup::State::new(offer, way, at)))
}

/// What a page that saves documents keeps of it.
#[derive(Default)]
pub(super) struct Saving {
    progress: Option<Progress>,
    /// **Stop** was asked for: what is answered meanwhile is not gone on with.
    stopping: bool,
    said: Option<Say>,
}

impl Saving {
    /// Asks for a document.
    pub(super) fn order(&mut self, order: Order) -> Wishes<Page> {
        self.forget();
        vec![Wish::Submit(Request::Save(order))]
    }

    /// What was said about the one before goes.
    pub(super) fn forget(&mut self) {
        self.said = None;
        self.stopping = false;
    }

    /// Whether one is under way: its page offers nothing but **Stop**.
    pub(super) fn is_busy(&self) -> bool {
        self.progress.is_some()
    }

    /// Takes the answers that are about it; every other one is handed back.
    pub(super) fn hear(&mut self, reply: Reply, at: Now) -> Result<Wishes<Page>, Reply> {
        let wishes = match reply {
            Reply::Saving(progress) => {
                self.progress = Some(progress);
                let more = (!self.stopping).then_some(Wish::Ask(Request::GoOnSaving));
                return Ok(more.into_iter().collect());
            }
            Reply::SavedAs(path) => {
                self.said = Some(saved_as(&path));
                Vec::new()
            }
            Reply::SavingStopped { in_time } => {
                self.stopping = false;
                // Too late: it is done, and said so.
                if in_time {
                    self.said = Some(Say::look("Stopped. Nothing was saved, and nothing else was changed."));
                }
                Vec::new()
            }
            Reply::Offered(offer, way) => vec![to_pickup(offer, way, at)],
            Reply::Trouble(sentence) => {
                self.said = Some(Say::wrong(sentence));
                Vec::new()
            }
            other => return Err(other),
        };
        self.progress = None;
        Ok(wishes)
    }

    /// **Stop**, or Esc while one is under way.
    pub(super) fn stop(&mut self) -> Wishes<Page> {
        self.stopping = true;
        vec![Wish::Submit(Request::StopSaving)]
    }

    /// What stands on the page about it.
    pub(super) fn show<I: Copy + PartialEq>(&self, form: Form<I>, stop: I) -> Form<I> {
        let Some(progress) = self.progress else {
            return form.answer(self.said.clone());
        };
        let Progress { done, of, what } = progress;
        let count = |rows: u64| usize::try_from(rows).unwrap_or(usize::MAX);
        form.bar(Bar {
            label: String::new(),
            full: count(done.min(of)),
            half: 0,
            all: count(of),
            says: format!("{} of {} {what}", grouped(done), grouped(of)),
        })
        .cells([link(stop, "Stop")])
    }
}

/// `1,000,000`.
pub(super) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let groups: Vec<&str> = digits
        .as_bytes()
        .rchunks(3)
        .rev()
        .filter_map(|group| std::str::from_utf8(group).ok())
        .collect();
    groups.join(",")
}

#[cfg(test)]
mod tests {
    use super::grouped;

    #[test]
    fn h04_rows_are_counted_in_thousands() {
        for (number, shown) in [(0, "0"), (999, "999"), (1_000, "1,000"), (1_234_567, "1,234,567")] {
            assert_eq!(grouped(number), shown);
        }
    }
}
