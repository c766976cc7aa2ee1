//! The rows of each table: its columns, and what stands in them (contract; spec A02, D03, D04). Times are RFC 3339.

use actions::export_staff::StaffExport;
use actions::status_report::status_report;
use actions::{ActionError, Leave, export_activity, export_staff};
use domain::activity::Filter;
use domain::ids::StaffId;
use domain::person::Method;
use domain::report::Line;
use domain::time::Now;
use store::Db;
use store::audit::AuditRow;

use crate::clock::rfc3339;

/// Rows read at a time: some milliseconds' worth, so that nobody who asks the same thread waits for it.
const PART: u32 = 1_000;

const STATUS: &[&str] = &[
    "name",
    "username",
    "access",
    "two_step",
    "methods",
    "default_method",
    "two_step_since",
    "paused_until",
    "last_sign_in",
];

const STAFF: &[&str] = &[
    "username",
    "name",
    "email",
    "mobile",
    "access",
    "two_step",
    "methods",
    "default_method",
    "paused_until",
    "locked_until",
    "last_sign_in",
];

const ACTIVITY: &[&str] = &[
    "number", "at", "actor", "subject", "kind", "outcome", "rule", "place", "detail",
];

/// Where a table's next rows come from.
pub(super) enum Rows {
    /// One snapshot: its figures belong together.
    Status(std::vec::IntoIter<Line>),
    Staff {
        after: Option<StaffId>,
        total: u64,
    },
    Activity {
        next: i64,
        last: i64,
        filter: Filter,
    },
}

/// Some rows, and how many there were to read for them.
pub(super) struct Part {
    pub(super) rows: Vec<Vec<String>>,
    pub(super) read: u64,
}

impl Part {
    fn of(rows: Vec<Vec<String>>) -> Option<Self> {
        let read = rows.len() as u64;
        (read > 0).then_some(Self { rows, read })
    }
}

impl Rows {
    pub(super) fn status(db: &mut Db, leave: &Leave, at: Now) -> Result<Self, ActionError> {
        Ok(Self::Status(status_report(db, leave, at)?.people.into_iter()))
    }

    pub(super) fn staff(db: &mut Db, leave: &Leave, at: Now) -> Result<Self, ActionError> {
        let total = export_staff::size(db, leave, at)?;
        Ok(Self::Staff { after: None, total })
    }

    pub(super) fn activity(db: &mut Db, leave: &Leave, at: Now) -> Result<Self, ActionError> {
        let filter = match leave.fields() {
            None => Filter::default(),
            Some(fields) => Filter::of_text(fields.reveal()).ok_or_else(|| {
                ActionError::Refused("What was looked for cannot be read any more. Nothing was exported.".into())
            })?,
        };
        let last = export_activity::newest(db, leave, at)?;
        Ok(Self::Activity { next: 1, last, filter })
    }

    pub(super) fn columns(&self) -> &'static [&'static str] {
        match self {
            Self::Status(_) => STATUS,
            Self::Staff { .. } => STAFF,
            Self::Activity { .. } => ACTIVITY,
        }
    }

    pub(super) fn total(&self) -> u64 {
        match self {
            Self::Status(lines) => lines.len() as u64,
            Self::Staff { total, .. } => *total,
            Self::Activity { last, .. } => u64::try_from(*last).unwrap_or_default(),
        }
    }

    /// The next rows; `None` where that was all.
    pub(super) fn part(&mut self, db: &mut Db, leave: &Leave, at: Now) -> Result<Option<Part>, ActionError> {
        match self {
            Self::Status(lines) => Ok(Part::of(lines.take(PART as usize).map(status).collect())),
            Self::Staff { after, .. } => {
                let people = export_staff::part(db, leave, *after, PART, at)?;
                *after = people.last().map(|person| person.id).or(*after);
                Ok(Part::of(people.into_iter().map(staff).collect()))
            }
            Self::Activity { next, last, filter } => {
                let mut rows = export_activity::part(db, leave, *next, PART, at)?;
                rows.retain(|row| row.number <= *last);
                *next = rows.last().map_or(*next, |row| row.number + 1);
                let read = rows.len() as u64;
                rows.retain(|row| filter.fits(row.at, [&row.actor, &row.subject], &row.kind, &row.outcome));
                let rows = rows.into_iter().map(activity).collect();
                Ok((read > 0).then_some(Part { rows, read }))
            }
        }
    }
}

fn methods(methods: &[Method]) -> String {
    let words: Vec<&str> = methods.iter().map(|method| method.as_str()).collect();
    words.join(" ")
}

fn method(method: Option<Method>) -> String {
    method.map_or("", Method::as_str).to_owned()
}

fn time(wall_ms: Option<i64>) -> String {
    wall_ms.and_then(rfc3339).unwrap_or_default()
}

fn status(line: Line) -> Vec<String> {
    vec![
        line.name,
        line.username,
        line.access.as_str().to_owned(),
        line.status.as_str().to_owned(),
        methods(&line.methods),
        method(line.default_method),
        time(line.since),
        time(line.paused_until),
        time(line.last_sign_in),
    ]
}

fn staff(person: StaffExport) -> Vec<String> {
    vec![
        person.username,
        person.name,
        person.email,
        person.mobile.unwrap_or_default(),
        person.access.as_str().to_owned(),
        person.status.as_str().to_owned(),
        methods(&person.methods),
        method(person.default_method),
        time(person.paused_until),
        time(person.locked_until),
        time(person.last_sign_in),
    ]
}

fn activity(row: AuditRow) -> Vec<String> {
    vec![
        row.number.to_string(),
        time(Some(row.at)),
        row.actor,
        row.subject,
        row.kind,
        row.outcome,
        row.rule,
        row.place,
        row.detail,
    ]
}
