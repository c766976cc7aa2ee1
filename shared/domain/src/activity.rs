//! The record as managers read it (spec D03): what a row says in plain words, why something was refused and what to do
//! now, and what can be looked for. Storing and finding rows is `store`'s.

mod days;
mod kinds;
mod reasons;

use jiff::tz::TimeZone;

use crate::audit::{Ending, Kind};
use crate::contact::user_name_key;

pub use days::{BadDay, day, first_instant};
pub use kinds::{Group, group, what};
pub use reasons::{Reason, explain, rule_words};

/// What is looked for; everything where nothing is set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Not before, wall ms.
    pub from: Option<i64>,
    /// Before, wall ms.
    pub until: Option<i64>,
    /// Who did it, or whom it is about.
    pub person: Option<Person>,
    /// Of which kind.
    pub group: Option<Group>,
}

impl Filter {
    /// Whether a row that happened at `at` is meant: the name of who did it and of whom it is about, kind and ending as they
    /// are stored.
    #[must_use]
    pub fn fits(&self, at: i64, names: [&str; 2], kind: &str, outcome: &str) -> bool {
        let in_group = match self.group {
            None => true,
            Some(Group::Refused) => outcome == Ending::Refused.as_str(),
            Some(own) => Kind::parse(kind).is_some_and(|kind| group(kind) == own),
        };
        let is_meant = |person: &Person| names.into_iter().any(|name| person.fits(name));
        in_group
            && self.from.is_none_or(|from| at >= from)
            && self.until.is_none_or(|until| at < until)
            && self.person.as_ref().is_none_or(is_meant)
    }

    /// As text, to be kept with a document that is made of what was found.
    #[must_use]
    pub fn to_text(&self) -> String {
        let mut lines = Vec::new();
        let mut line = |name: &str, value: Option<String>| lines.extend(value.map(|value| format!("{name}={value}")));
        line("from", self.from.map(|ms| ms.to_string()));
        line("until", self.until.map(|ms| ms.to_string()));
        match &self.person {
            Some(Person::Part(key)) => line("part", Some(key.clone())),
            Some(Person::Exactly(key)) => line("exactly", Some(key.clone())),
            None => {}
        }
        line("group", self.group.map(|group| group.as_str().to_owned()));
        lines.join("\n")
    }

    /// The filter of what [`Filter::to_text`] made; `None` for anything else.
    #[must_use]
    pub fn of_text(text: &str) -> Option<Self> {
        let mut filter = Self::default();
        for line in text.lines() {
            let (name, value) = line.split_once('=')?;
            match name {
                "from" => filter.from = Some(value.parse().ok()?),
                "until" => filter.until = Some(value.parse().ok()?),
                "part" => filter.person = Some(Person::Part(value.to_owned())),
                "exactly" => filter.person = Some(Person::Exactly(value.to_owned())),
                "group" => filter.group = Some(Group::parse(value)?),
                _ => return None,
            }
        }
        Some(filter)
    }

    /// Whether everything is shown.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self == &Self::default()
    }
}

/// A name that is looked for: in whatever case and Unicode form, every letter of it just a letter (T67).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Person {
    /// Any name with this in it, as a key of user names.
    Part(String),
    /// This name alone.
    Exactly(String),
}

impl Person {
    /// What was typed: a part of a name, or `=` and all of it. `None` for nothing.
    #[must_use]
    pub fn typed(typed: &str) -> Option<Self> {
        let typed = typed.trim();
        let person = match typed.strip_prefix('=') {
            Some(whole) => Self::Exactly(user_name_key(whole)),
            None => Self::Part(user_name_key(typed)),
        };
        let (Self::Part(key) | Self::Exactly(key)) = &person;
        (!key.is_empty()).then_some(person)
    }

    /// Whether a name of the record is meant.
    #[must_use]
    pub fn fits(&self, name: &str) -> bool {
        let is_its_own_key = name.bytes().all(|b| b.is_ascii_graphic() && !b.is_ascii_uppercase());
        if is_its_own_key {
            self.fits_key(name)
        } else {
            self.fits_key(&user_name_key(name))
        }
    }

    fn fits_key(&self, key: &str) -> bool {
        match self {
            Self::Part(part) => key.contains(part.as_str()),
            Self::Exactly(whole) => key == whole,
        }
    }

    /// Whether a name that nobody has, of which the record keeps `unknown:` and a hash alone, may be meant.
    #[must_use]
    pub fn may_be_a_hash(&self) -> bool {
        let (Self::Part(key) | Self::Exactly(key)) = self;
        key.chars().all(|c| c.is_ascii_hexdigit() || "unknown:".contains(c))
    }
}

/// The filter of what was typed, days in clinic time; `today` is the day that it is.
///
/// # Errors
/// Which of the two days cannot be read, and why.
pub fn filter(
    (from, to): (&str, &str),
    person: &str,
    group: Option<Group>,
    today: jiff::civil::Date,
    zone: &TimeZone,
) -> Result<Filter, WrongDay> {
    let from = day(from, today).map_err(WrongDay::From)?;
    let to = day(to, today).map_err(WrongDay::To)?;
    if let (Some(from), Some(to)) = (from, to)
        && to < from
    {
        return Err(WrongDay::To(BadDay::BeforeTheFirst));
    }
    let until = to.map(|to| to.tomorrow().map_err(|_| WrongDay::To(BadDay::Unreadable)));
    Ok(Filter {
        from: from.and_then(|from| first_instant(from, zone)),
        until: until.transpose()?.and_then(|after| first_instant(after, zone)),
        person: Person::typed(person),
        group,
    })
}

/// Which day cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WrongDay {
    /// The first one.
    From(BadDay),
    /// The last one.
    To(BadDay),
}
