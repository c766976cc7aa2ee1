//! Looking rows up (spec D03), newest first, a page at a time, in a record of a million rows and more.
//!
//! Most pages are found among the newest rows there are: those are looked at first, some thousand of them. What is rarer
//! is found by an index: the rows of a day, of a name, of a kind. Names are compared here and not in SQL, so that `%` and
//! `_` are letters like others (T67) and `Ä` is `ä`.

use std::collections::BTreeSet;

use domain::activity::{Filter, Group, Person};
use rusqlite::{Row, ToSql};

use super::{AuditRow, COLUMNS, parts, read};
use crate::{StoreError, Tx};

/// So many of the newest rows are looked at one by one before an index is asked.
const NEAR: i64 = 5_000;
/// A range of days with at most so many rows is looked at one by one.
const FEW: i64 = 20_000;
/// What stands before the hashes of names that nobody has, and what comes after all of them.
const UNKNOWN: (&str, &str) = ("unknown:", "unknown;");

/// Some rows, newest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// The rows.
    pub rows: Vec<AuditRow>,
    /// Whether older ones may follow.
    pub more: bool,
}

/// The newest `limit` rows that fit `filter` and are older than number `before`.
///
/// # Errors
/// [`StoreError`] of reading.
pub fn page(tx: &Tx<'_>, filter: &Filter, before: i64, limit: u32) -> Result<Page, StoreError> {
    let newest: i64 = tx
        .conn
        .prepare_cached("SELECT coalesce(max(number), 0) FROM audit")?
        .query_row([], |row| row.get(0))?;
    let search = Search {
        tx,
        filter,
        before: before.min(newest + 1),
        limit: usize::try_from(limit).unwrap_or(usize::MAX),
    };
    let near = search.before.saturating_sub(NEAR);
    let mut rows = search.one_by_one("audit WHERE number >= :near", &[(":near", &near)])?;
    if rows.len() < search.limit && near > 1 {
        rows = search.by_index()?;
    }
    Ok(Page {
        more: rows.len() == search.limit,
        rows,
    })
}

/// What is looked for.
struct Search<'a> {
    tx: &'a Tx<'a>,
    filter: &'a Filter,
    before: i64,
    limit: usize,
}

type Bound<'a> = (&'static str, &'a dyn ToSql);

impl Search<'_> {
    /// What every row has to fit but the name.
    fn conditions(&self) -> String {
        let mut all = String::from("number < :before");
        if self.filter.from.is_some() {
            all.push_str(" AND at >= :from");
        }
        if self.filter.until.is_some() {
            all.push_str(" AND at < :until");
        }
        match self.filter.group {
            Some(Group::Refused) => all.push_str(" AND outcome = 'refused'"),
            Some(group) => {
                let kinds: Vec<String> = group.kinds().map(|kind| format!("'{kind}'")).collect();
                all.push_str(&format!(" AND kind IN ({})", kinds.join(", ")));
            }
            None => {}
        }
        all
    }

    fn bounds<'b>(&'b self, own: &[Bound<'b>]) -> Vec<Bound<'b>> {
        let mut all: Vec<Bound<'b>> = vec![(":before", &self.before)];
        if let Some(from) = &self.filter.from {
            all.push((":from", from));
        }
        if let Some(until) = &self.filter.until {
            all.push((":until", until));
        }
        all.extend(own);
        all
    }

    /// Goes through rows from the newest on.
    fn one_by_one(&self, within: &str, own: &[Bound<'_>]) -> Result<Vec<AuditRow>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM {within} AND {} ORDER BY number DESC",
            self.conditions()
        );
        let mut statement = self.tx.conn.prepare_cached(&sql)?;
        let mut stored = statement.query(self.bounds(own).as_slice())?;
        let mut rows = Vec::new();
        while let Some(row) = stored.next()? {
            if self.fits(row)? {
                rows.push(read(row)?);
                if rows.len() == self.limit {
                    break;
                }
            }
        }
        Ok(rows)
    }

    fn fits(&self, row: &Row<'_>) -> Result<bool, StoreError> {
        let Some(person) = &self.filter.person else {
            return Ok(true);
        };
        let [actor, subject, ..] = parts(row)?.texts;
        Ok(person.fits(actor) || (subject != actor && person.fits(subject)))
    }

    fn by_index(&self) -> Result<Vec<AuditRow>, StoreError> {
        if self.is_few_days()? {
            return self.one_by_one("audit INDEXED BY audit_at WHERE +number > 0", &[]);
        }
        let mut found = Found::new(self.limit);
        match (&self.filter.person, self.filter.group) {
            (Some(person), _) => {
                for name in self.names(person)? {
                    self.gather(&mut found, "actor = :own", &[(":own", &name)])?;
                    self.gather(&mut found, "subject = :own AND subject <> actor", &[(":own", &name)])?;
                }
                if person.may_be_a_hash() {
                    self.unknown(&mut found, person)?;
                }
            }
            (None, Some(Group::Refused)) => self.gather(&mut found, "outcome = 'refused'", &[])?,
            (None, Some(group)) => {
                for kind in group.kinds() {
                    self.gather(&mut found, "kind = :own", &[(":own", &kind.as_str())])?;
                }
            }
            (None, None) if self.filter.from.is_some() || self.filter.until.is_some() => self.days(&mut found)?,
            (None, None) => return self.one_by_one("audit WHERE number > 0", &[]),
        }
        self.rows_of(found)
    }

    /// Whether the days that are asked for have few rows.
    fn is_few_days(&self) -> Result<bool, StoreError> {
        if self.filter.from.is_none() && self.filter.until.is_none() {
            return Ok(false);
        }
        let mut statement = self
            .tx
            .conn
            .prepare_cached("SELECT count(*) FROM (SELECT 1 FROM audit WHERE at >= ?1 AND at < ?2 LIMIT ?3)")?;
        let (from, until) = (
            self.filter.from.unwrap_or(i64::MIN),
            self.filter.until.unwrap_or(i64::MAX),
        );
        let count: i64 = statement.query_row((from, until, FEW + 1), |row| row.get(0))?;
        Ok(count <= FEW)
    }

    /// Adds the newest rows of one name or kind to what was found, as long as they are newer than that.
    fn gather(&self, found: &mut Found, which: &str, own: &[Bound<'_>]) -> Result<(), StoreError> {
        let sql = format!(
            "SELECT number FROM audit WHERE {which} AND {} AND number > :floor ORDER BY number DESC",
            self.conditions()
        );
        let mut statement = self.tx.conn.prepare_cached(&sql)?;
        let floor = found.floor();
        let mut bounds = self.bounds(own);
        bounds.push((":floor", &floor));
        let mut numbers = statement.query(bounds.as_slice())?;
        while let Some(row) = numbers.next()? {
            if !found.add(row.get(0)?) {
                break;
            }
        }
        Ok(())
    }

    /// Rows of days alone: all of the index's range, which holds nothing else.
    fn days(&self, found: &mut Found) -> Result<(), StoreError> {
        let sql = format!(
            "SELECT number FROM audit INDEXED BY audit_at WHERE {}",
            self.conditions()
        );
        let mut statement = self.tx.conn.prepare_cached(&sql)?;
        let mut numbers = statement.query(self.bounds(&[]).as_slice())?;
        while let Some(row) = numbers.next()? {
            found.add(row.get(0)?);
        }
        Ok(())
    }

    /// Names nobody has, of which there may be very many: one stretch of the index.
    fn unknown(&self, found: &mut Found, person: &Person) -> Result<(), StoreError> {
        let sql = format!(
            "SELECT number, actor FROM audit WHERE actor >= :low AND actor < :high AND {}",
            self.conditions()
        );
        let mut statement = self.tx.conn.prepare_cached(&sql)?;
        let mut numbers = statement.query(self.bounds(&[(":low", &UNKNOWN.0), (":high", &UNKNOWN.1)]).as_slice())?;
        while let Some(row) = numbers.next()? {
            if person.fits(row.get_ref(1)?.as_str().unwrap_or_default()) {
                found.add(row.get(0)?);
            }
        }
        Ok(())
    }

    /// Every name that fits, as it stands in the record: from one name to the next, not row by row.
    fn names(&self, person: &Person) -> Result<BTreeSet<String>, StoreError> {
        let mut fitting = BTreeSet::new();
        for sql in [
            "SELECT actor FROM audit WHERE actor > ?1 ORDER BY actor LIMIT 1",
            "SELECT subject FROM audit WHERE subject <> actor AND subject > ?1 ORDER BY subject LIMIT 1",
        ] {
            let mut statement = self.tx.conn.prepare_cached(sql)?;
            let mut last = String::new();
            while let Some(name) = next_name(&mut statement, &last)? {
                if name.starts_with(UNKNOWN.0) {
                    UNKNOWN.1.clone_into(&mut last);
                    continue;
                }
                if person.fits(&name) {
                    fitting.insert(name.clone());
                }
                last = name;
            }
        }
        Ok(fitting)
    }

    fn rows_of(&self, found: Found) -> Result<Vec<AuditRow>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM audit WHERE number = ?1");
        let mut statement = self.tx.conn.prepare_cached(&sql)?;
        let numbers = found.numbers.into_iter().rev();
        let rows = numbers.map(|number| Ok(statement.query_row([number], read)?));
        rows.collect()
    }
}

fn next_name(statement: &mut rusqlite::Statement<'_>, after: &str) -> Result<Option<String>, StoreError> {
    let mut rows = statement.query([after])?;
    Ok(rows.next()?.map(|row| row.get(0)).transpose()?)
}

/// The highest numbers so far, at most so many; each once, since a row can be found by its actor and by its subject.
struct Found {
    most: usize,
    numbers: BTreeSet<i64>,
}

impl Found {
    fn new(most: usize) -> Self {
        Self {
            most,
            numbers: BTreeSet::new(),
        }
    }

    /// Numbers up to this one are of no use any more.
    fn floor(&self) -> i64 {
        match self.numbers.first() {
            Some(lowest) if self.numbers.len() >= self.most => *lowest,
            Some(_) | None => 0,
        }
    }

    /// Takes a number; `false` where it is too low, and so would be all that follow in falling order.
    fn add(&mut self, number: i64) -> bool {
        if number <= self.floor() {
            return false;
        }
        self.numbers.insert(number);
        if self.numbers.len() > self.most {
            self.numbers.pop_first();
        }
        true
    }
}
