//! Facts as they may stand in a sentence: what people typed made harmless (spec Z05), instants in clinic time, whom to
//! ask by name.

use std::collections::BTreeMap;

use domain::contact::one_line;

use super::{Clinic, time};

/// Characters of one value that are shown; names have at most 100.
const LONGEST: usize = 200;

/// Managers named in one sentence.
const NAMED: usize = 3;

/// The facts of one mail, all fit to be read. Empty ones are unknown.
pub(super) struct Facts(BTreeMap<String, String>);

impl Facts {
    /// Gathers what was stored with the mail and what the clinic adds: `clinic` and `contact` always, `when` from
    /// `at_ms`, `until` from `until_ms`, `wait` from `minutes`.
    pub(super) fn gather(stored: &BTreeMap<String, String>, clinic: &Clinic) -> Self {
        let mut facts = Self(BTreeMap::new());
        for (name, value) in stored {
            facts.know(name, harmless(value));
        }
        facts.know("people", people(stored.get("people").map_or("", String::as_str)));
        let instant = |name: &str| stored.get(name).and_then(|ms| ms.trim().parse::<i64>().ok());
        let minutes = stored
            .get("minutes")
            .and_then(|minutes| minutes.trim().parse::<u32>().ok());
        facts.know(
            "when",
            instant("at_ms")
                .and_then(|ms| time::with_zone(ms, &clinic.time_zone))
                .unwrap_or_default(),
        );
        facts.know(
            "until",
            instant("until_ms")
                .and_then(|ms| time::minute(ms, &clinic.time_zone))
                .unwrap_or_default(),
        );
        facts.know("wait", minutes.map(time::span).unwrap_or_default());
        facts.know("clinic", clinic_name(&clinic.name, &clinic.short_name));
        let not_to_ask = [facts.get("name"), facts.get("person")];
        let contact = contact(clinic, &not_to_ask);
        facts.know("contact", contact);
        facts
    }

    /// A fact's value, where it is known.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    /// An empty value makes the fact unknown.
    fn know(&mut self, name: &str, value: String) {
        if value.is_empty() {
            self.0.remove(name);
        } else {
            self.0.insert(name.to_owned(), value);
        }
    }
}

/// Text from people as part of a sentence: one line of bounded length that no reader takes for a link.
pub(super) fn harmless(text: &str) -> String {
    let line = one_line(text);
    let line = match line.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", line[..end].trim_end()),
        None => line,
    };
    unlinked(&line)
}

/// Names, one a line, as a sentence lists them: all of them, however many there are.
fn people(lines: &str) -> String {
    let names: Vec<String> = lines.lines().map(harmless).filter(|name| !name.is_empty()).collect();
    match names.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, before)) => format!("{} and {last}", before.join(", ")),
        None => String::new(),
    }
}

/// Breaks up what mail programs turn into links: `://` and `www.`.
fn unlinked(line: &str) -> String {
    let lower = line.to_ascii_lowercase();
    let mut broken = String::with_capacity(line.len());
    for (at, c) in line.char_indices() {
        broken.push(c);
        if lower[at..].starts_with("://") || (c == '.' && lower[..at].ends_with("www")) {
            broken.push(' ');
        }
    }
    broken.truncate(broken.trim_end().len());
    broken
}

/// The first of the two names that says something.
pub(super) fn clinic_name(name: &str, otherwise: &str) -> String {
    [name, otherwise]
        .into_iter()
        .map(harmless)
        .find(|name| !name.is_empty())
        .unwrap_or_else(|| "Your clinic".into())
}

/// The support contact inside a sentence; empty where there is none.
pub(super) fn support(clinic: &Clinic) -> String {
    harmless(&clinic.support_contact)
        .trim_end_matches(['.', ' '])
        .to_owned()
}

/// Whom to tell: the support contact, the managers by name, or both. Nobody is told to ask themselves, or the person
/// whom the mail is about: who answers there may be somebody else.
fn contact(clinic: &Clinic, not_to_ask: &[Option<&str>]) -> String {
    let everybody: Vec<String> = clinic
        .managers
        .iter()
        .map(|name| harmless(name))
        .filter(|n| !n.is_empty())
        .collect();
    let others: Vec<&str> = everybody
        .iter()
        .map(String::as_str)
        .filter(|name| !not_to_ask.contains(&Some(*name)))
        .collect();
    match (support(clinic), others.is_empty()) {
        (support, true) if !support.is_empty() => support,
        (support, false) if !support.is_empty() => format!("{support} or a manager ({})", any_of(&others)),
        (_, false) => any_of(&others),
        (_, true) if everybody.is_empty() => "your manager".into(),
        (_, true) => "whoever looks after the clinic's computers".into(),
    }
}

/// `A`, `A or B`, `A, B or C`; with more, three of them and `another manager`.
fn any_of(names: &[&str]) -> String {
    let mut named = names[..names.len().min(NAMED)].to_vec();
    if names.len() > NAMED {
        named.push("another manager");
    }
    match named.split_last() {
        Some((last, [])) => (*last).to_owned(),
        Some((last, before)) => format!("{} or {last}", before.join(", ")),
        None => String::new(),
    }
}
