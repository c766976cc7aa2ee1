//! Judging a table, row by row: each cell by the rules of what it holds, then by what stands on the staff list.

use std::collections::HashMap;

use super::cells::{Line, lines};
use super::{BadCell, Changed, Column, Edits, Facts, Known, Newcomer, Reason, Table};
use crate::contact::{EmailAddress, MobileNumber, PersonName, UserName, read_cell, visible, visible_within};
use crate::person::Access;

/// Columns of a wrong word that are shown.
const SHOWN: usize = 20;

/// Stands where bytes were no text.
const NOT_TEXT: char = char::REPLACEMENT_CHARACTER;

/// Judges a table.
#[must_use]
pub fn judge(text: &str, facts: &Facts<'_>) -> Table {
    let mut table = Table::default();
    let mut all = lines(text, |cell| column(cell).is_some()).into_iter();
    let Some(first) = all.find(|line| !line.is_blank()) else {
        table.bad.push(whole(1, Reason::Nobody));
        return table;
    };
    let header = match Header::read(&first) {
        Ok(header) => header,
        Err(bad) => {
            table.bad = bad;
            return table;
        }
    };
    let mut seen = HashMap::new();
    for line in all.filter(|line| !line.is_blank()) {
        let mut row = Row {
            line: &line,
            header: &header,
            facts,
            bad: Vec::new(),
        };
        match row.judge(&mut seen) {
            _ if !row.bad.is_empty() => table.bad.append(&mut row.bad),
            Judged::New(new) => table.new.push(*new),
            Judged::Changed(changed) => table.changed.push(*changed),
            Judged::Unchanged => table.unchanged += 1,
            // Without a fault a row is one of the three.
            Judged::Bad => {}
        }
    }
    if table == Table::default() {
        table.bad.push(whole(first.number, Reason::Nobody));
    }
    table
}

fn column(cell: &str) -> Option<Column> {
    Column::parse(&cell.trim().to_ascii_lowercase())
}

fn whole(row: u32, reason: Reason) -> BadCell {
    BadCell {
        row,
        column: None,
        reason,
    }
}

/// In which cell of a row each column stands.
struct Header {
    places: HashMap<Column, usize>,
    width: usize,
}

impl Header {
    fn read(line: &Line) -> Result<Self, Vec<BadCell>> {
        let mut bad = Vec::new();
        let mut places = HashMap::new();
        for (place, cell) in line.cells.iter().enumerate() {
            if cell.contains(NOT_TEXT) {
                return Err(vec![whole(line.number, Reason::NotUtf8)]);
            }
            if let Some(column) = column(cell)
                && places.insert(column, place).is_some()
            {
                bad.push(BadCell {
                    row: line.number,
                    column: Some(column),
                    reason: Reason::ColumnTwice,
                });
            }
        }
        let missing = Column::ALL.iter().filter(|column| !places.contains_key(column));
        bad.extend(missing.map(|column| BadCell {
            row: line.number,
            column: Some(*column),
            reason: Reason::NoColumn,
        }));
        if bad.is_empty() {
            let width = line.cells.len();
            Ok(Self { places, width })
        } else {
            Err(bad)
        }
    }
}

enum Judged {
    New(Box<Newcomer>),
    Changed(Box<Changed>),
    Unchanged,
    Bad,
}

/// Whether a cell shows what stands there already, as it is exported: control characters made visible, formulas guarded.
fn shows(cell: &str, was: &str) -> bool {
    let was = visible(was);
    let cell = cell.trim();
    cell == was.trim() || read_cell(cell).trim() == was.trim()
}

struct Row<'a> {
    line: &'a Line,
    header: &'a Header,
    facts: &'a Facts<'a>,
    bad: Vec<BadCell>,
}

impl<'a> Row<'a> {
    fn fault(&mut self, column: Column, reason: impl Into<Reason>) {
        self.bad.push(BadCell {
            row: self.line.number,
            column: Some(column),
            reason: reason.into(),
        });
    }

    /// The cell of a column; a fault where there is none, or it is no text.
    fn cell(&mut self, column: Column) -> Option<&'a str> {
        let place = self.header.places.get(&column)?;
        let reason = match self.line.cells.get(*place) {
            None => Reason::NoCell,
            Some(cell) if cell.contains(NOT_TEXT) => Reason::NotUtf8,
            Some(cell) => return Some(cell),
        };
        self.fault(column, reason);
        None
    }

    fn judge(&mut self, seen: &mut HashMap<String, u32>) -> Judged {
        if self.line.unclosed {
            self.bad.push(whole(self.line.number, Reason::Unclosed));
            return Judged::Bad;
        }
        let beyond = self.line.cells.iter().skip(self.header.width);
        if beyond.clone().any(|cell| !cell.trim().is_empty()) {
            self.bad.push(whole(self.line.number, Reason::TooManyCells));
        }
        let username = self.username(seen);
        let known = username.as_ref().and_then(|name| self.facts.known.get(name.key()));
        match known {
            Some(known) => self.known(known),
            None => self.newcomer(username),
        }
    }

    fn username(&mut self, seen: &mut HashMap<String, u32>) -> Option<UserName> {
        let cell = self.cell(Column::Username)?;
        match UserName::parse(&read_cell(cell.trim())) {
            Ok(name) => {
                let number = self.line.number;
                let before = *seen.entry(name.key().to_owned()).or_insert(number);
                if before != number {
                    self.fault(Column::Username, Reason::Twice(before));
                }
                Some(name)
            }
            Err(why) => {
                self.fault(Column::Username, why);
                None
            }
        }
    }

    /// What a cell holds; a fault where it cannot.
    fn parsed<T, E: Into<Reason>>(&mut self, column: Column, parse: impl FnOnce(&str) -> Result<T, E>) -> Option<T> {
        let cell = self.cell(column)?;
        match parse(&read_cell(cell.trim())) {
            Ok(value) => Some(value),
            Err(why) => {
                self.fault(column, why);
                None
            }
        }
    }

    /// The number in a cell, `Some(None)` where it is empty.
    fn number(&mut self) -> Option<Option<MobileNumber>> {
        let (country, countries) = (self.facts.country, self.facts.countries);
        self.parsed(Column::Mobile, |cell| match cell {
            "" => Ok(None),
            typed => MobileNumber::parse(typed, country, countries).map(Some),
        })
    }

    fn access(&mut self, is_owner: bool) -> Option<Access> {
        self.parsed(Column::Access, |word| match Access::parse(&word.to_ascii_lowercase()) {
            Some(Access::Owner) if !is_owner => Err(Reason::SecondOwner),
            Some(access) => Ok(access),
            None => Err(Reason::UnknownAccess(visible_within(word, SHOWN))),
        })
    }

    fn newcomer(&mut self, username: Option<UserName>) -> Judged {
        let name = self.parsed(Column::Name, PersonName::parse);
        let email = self.parsed(Column::Email, EmailAddress::parse);
        let mobile = self.number();
        let access = self.access(false);
        match (username, name, email, mobile, access) {
            (Some(username), Some(name), Some(email), Some(mobile), Some(access)) => Judged::New(Box::new(Newcomer {
                row: self.line.number,
                username,
                name,
                email,
                mobile,
                access,
            })),
            _ => Judged::Bad,
        }
    }

    fn known(&mut self, known: &Known) -> Judged {
        let edits = Edits {
            username: None,
            name: self
                .unless_shown(Column::Name, &known.name, PersonName::parse)
                .filter(|name| name.as_str() != known.name),
            email: self
                .unless_shown(Column::Email, &known.email, EmailAddress::parse)
                .filter(|email| email.as_str() != known.email),
            mobile: self.another_number(known),
            access: self
                .access(known.access == Access::Owner)
                .filter(|access| *access != known.access),
        };
        if edits.are_none() {
            return Judged::Unchanged;
        }
        self.may_change(known, &edits);
        Judged::Changed(Box::new(Changed {
            row: self.line.number,
            id: known.id,
            edits,
        }))
    }

    fn unless_shown<T, E: Into<Reason>>(
        &mut self,
        column: Column,
        was: &str,
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) -> Option<T> {
        if self.cell(column).is_none_or(|cell| shows(cell, was)) {
            return None;
        }
        self.parsed(column, parse)
    }

    fn another_number(&mut self, known: &Known) -> Option<Option<MobileNumber>> {
        let was = known.mobile.as_deref();
        let cell = self.cell(Column::Mobile)?;
        // One from a country that texts do not go to any more may stand as it is.
        if was.is_some_and(|was| shows(cell, was)) {
            return None;
        }
        let now = self.number()?;
        if now.as_ref().map(MobileNumber::as_str) == was {
            return None;
        }
        if known.two_step_on {
            self.fault(Column::Mobile, Reason::TwoStepOn);
        }
        Some(now)
    }

    fn may_change(&mut self, known: &Known, edits: &Edits) {
        let column = match edits {
            Edits { name: Some(_), .. } => Column::Name,
            Edits { email: Some(_), .. } => Column::Email,
            Edits { mobile: Some(_), .. } => Column::Mobile,
            Edits { .. } => Column::Access,
        };
        if known.access == Access::Owner {
            self.fault(column, Reason::TheOwner);
        } else if self.facts.importer == Some(known.id) {
            self.fault(column, Reason::Oneself);
        }
    }
}
