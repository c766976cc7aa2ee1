//! Reading one section of a TOML file by hand, so that every refusal has its line and none has its value: what serde and
//! toml say of a wrong value quotes it. What values mean is not here.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::error::SetupError;

const CORRECT_IT: &str = "Correct that line and start again";

/// A section being read: keys are taken out one by one, and what is left in the end is unknown.
pub(super) struct Section<'a> {
    text: &'a str,
    /// Empty for the top of the file.
    name: &'static str,
    line: usize,
    table: DeTable<'a>,
    known: Vec<String>,
}

/// A section of which every key was known.
pub(super) struct Finished {
    name: &'static str,
    line: Option<usize>,
}

/// A value with where it stands.
pub(super) struct Found<T> {
    pub(super) value: T,
    key: &'static str,
    section: &'static str,
    line: usize,
}

impl<'a> Section<'a> {
    pub(super) fn parse(text: &'a str) -> Result<Self, SetupError> {
        let table = DeTable::parse(text).map_err(|error| SetupError::Config {
            // Not the whole error: its Display prints the line.
            line: error.span().map(|span| line_of(text, &span)),
            problem: format!("this is not TOML ({})", error.message().replace('\n', " ")),
            remedy: "Correct that line (texts stand in \"…\") and start again".into(),
        })?;
        Ok(Self {
            text,
            name: "",
            line: 1,
            table: table.into_inner(),
            known: Vec::new(),
        })
    }

    pub(super) fn section(&mut self, name: &'static str) -> Result<Option<Self>, SetupError> {
        self.known.push(format!("[{name}]"));
        let Some((line, value)) = self.take(name) else {
            return Ok(None);
        };
        match value {
            DeValue::Table(table) => Ok(Some(Section {
                text: self.text,
                name,
                line,
                table,
                known: Vec::new(),
            })),
            _ => Err(self.found(name, line, ()).wrong("must be a section")),
        }
    }

    pub(super) fn string(&mut self, key: &'static str) -> Result<Option<Found<String>>, SetupError> {
        self.value(key, "must be a text in \"…\"", |value| match value {
            DeValue::String(text) => Some(text.into_owned()),
            _ => None,
        })
    }

    pub(super) fn strings(&mut self, key: &'static str) -> Result<Option<Found<Vec<String>>>, SetupError> {
        self.value(key, "must be a list of texts in [\"…\", \"…\"]", |value| match value {
            DeValue::Array(items) => items
                .into_iter()
                .map(|item| item.get_ref().as_str().map(str::to_owned))
                .collect::<Option<Vec<_>>>(),
            _ => None,
        })
    }

    pub(super) fn number(&mut self, key: &'static str) -> Result<Option<Found<i64>>, SetupError> {
        self.value(key, "must be a whole number without quotes", |value| match value {
            DeValue::Integer(number) => i64::from_str_radix(number.as_str(), number.radix()).ok(),
            _ => None,
        })
    }

    /// Refuses the first key nobody asked for.
    pub(super) fn finish(self) -> Result<Finished, SetupError> {
        let unknown = self.table.iter().min_by_key(|(key, _)| key.span().start);
        let Some((key, value)) = unknown else {
            return Ok(Finished {
                name: self.name,
                line: (!self.name.is_empty()).then_some(self.line),
            });
        };
        let shown: String = key.get_ref().chars().take(40).flat_map(char::escape_debug).collect();
        let place = if self.name.is_empty() {
            "above the sections".into()
        } else {
            format!("in [{}]", self.name)
        };
        let problem = match value.get_ref() {
            DeValue::Table(_) if self.name.is_empty() => format!("unknown section [{shown}]"),
            _ => format!("unknown key \"{shown}\" {place}"),
        };
        let remedy = format!("Known there: {}", self.known.join(", "));
        Err(SetupError::Config {
            line: Some(line_of(self.text, &key.span())),
            problem,
            remedy,
        })
    }

    fn value<T>(
        &mut self,
        key: &'static str,
        otherwise: &str,
        read: impl FnOnce(DeValue<'a>) -> Option<T>,
    ) -> Result<Option<Found<T>>, SetupError> {
        self.known.push(key.into());
        let Some((line, value)) = self.take(key) else {
            return Ok(None);
        };
        match read(value) {
            Some(value) => Ok(Some(self.found(key, line, value))),
            None => Err(self.found(key, line, ()).wrong(otherwise)),
        }
    }

    fn take(&mut self, key: &str) -> Option<(usize, DeValue<'a>)> {
        let (key, value) = self.table.remove_entry(key)?;
        Some((line_of(self.text, &key.span()), Spanned::into_inner(value)))
    }

    fn found<T>(&self, key: &'static str, line: usize, value: T) -> Found<T> {
        Found {
            value,
            key,
            section: self.name,
            line,
        }
    }
}

impl Finished {
    pub(super) fn need<T>(&self, found: Option<Found<T>>, key: &str) -> Result<Found<T>, SetupError> {
        found.ok_or_else(|| self.lacks(key))
    }

    pub(super) fn lacks(&self, what: &str) -> SetupError {
        let place = if self.name.is_empty() {
            "the file".into()
        } else {
            format!("[{}]", self.name)
        };
        SetupError::Config {
            line: self.line,
            problem: format!("{place} lacks {what}"),
            remedy: "Add it and start again".into(),
        }
    }
}

impl<T> Found<T> {
    /// The refusal of this value; `why` continues a sentence that begins with its key.
    pub(super) fn wrong(&self, why: &str) -> SetupError {
        let place = if self.section.is_empty() {
            String::new()
        } else {
            format!(" in [{}]", self.section)
        };
        SetupError::Config {
            line: Some(self.line),
            problem: format!("{}{place} {why}", self.key),
            remedy: CORRECT_IT.into(),
        }
    }
}

impl Found<String> {
    pub(super) fn check<U>(&self, read: impl FnOnce(&str) -> Result<U, &'static str>) -> Result<U, SetupError> {
        read(&self.value).map_err(|why| self.wrong(why))
    }
}

impl Found<Vec<String>> {
    pub(super) fn check_list<U>(
        &self,
        read: impl FnOnce(&[String]) -> Result<U, &'static str>,
    ) -> Result<U, SetupError> {
        read(&self.value).map_err(|why| self.wrong(why))
    }
}

impl Found<i64> {
    pub(super) fn check<U>(&self, read: impl FnOnce(i64) -> Result<U, String>) -> Result<U, SetupError> {
        read(self.value).map_err(|why| self.wrong(&why))
    }
}

fn line_of(text: &str, span: &Range<usize>) -> usize {
    let before = text.as_bytes().get(..span.start).unwrap_or(text.as_bytes());
    1 + before.iter().filter(|byte| **byte == b'\n').count()
}
