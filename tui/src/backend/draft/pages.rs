//! Documents to print, out of what the actions say: times and states become words of the paper here.

use actions::Leave;
use actions::first_passwords::first_list;
use actions::save_document::Paper;
use actions::status_report::status_report;
use document::{
    DocumentError, FirstPassword, FirstPasswords, RecoverySheet, StatusPerson, StatusReport,
    first_passwords as printed, recovery_sheet, status_report as report_pages,
};
use domain::person::Method;
use domain::report::{Line, Status};
use domain::time::Now;
use jiff::tz::TimeZone;
use store::Db;
use zeroize::Zeroizing;

use super::DraftError;
use crate::clock;

/// The recovery code's page.
///
/// # Errors
/// [`DocumentError`], a sentence.
pub fn sheet(paper: &Paper) -> Result<Zeroizing<Vec<u8>>, DocumentError> {
    let made = clock::date_and_time(paper.made_at, &clock::zone(&paper.time_zone));
    let contact = Some(paper.contact.as_str()).filter(|contact| !contact.is_empty());
    recovery_sheet(&RecoverySheet {
        clinic: &paper.clinic,
        name: &paper.name,
        username: &paper.username,
        code: &paper.code,
        made: &made,
        contact,
    })
}

/// The 2SV status report.
pub(super) fn status(db: &mut Db, leave: &Leave, at: Now) -> Result<Zeroizing<Vec<u8>>, DraftError> {
    let report = status_report(db, leave, at)?;
    let zone = clock::zone(&report.time_zone);
    let people: Vec<StatusPerson> = report.people.iter().map(|line| person(line, &zone)).collect();
    let made = format!("{} ({})", clock::date_and_time(report.made_at, &zone), report.time_zone);
    Ok(report_pages(&StatusReport {
        clinic: &report.clinic,
        made: &made,
        by: &report.by,
        rules: report.rules,
        totals: report.totals,
        people: &people,
    })?)
}

fn person(line: &Line, zone: &TimeZone) -> StatusPerson {
    let date = |at: Option<i64>| at.map(|at| clock::date(at, zone)).unwrap_or_default();
    let methods: Vec<&str> = line.methods.iter().map(|method| word(*method)).collect();
    StatusPerson {
        name: line.name.clone(),
        username: line.username.clone(),
        access: line.access.label().to_owned(),
        two_step: two_step(line, zone),
        methods: methods.join(", "),
        default: line.default_method.map(word).unwrap_or_default().to_owned(),
        since: date(line.since),
        last_sign_in: line.last_sign_in.map_or("never".to_owned(), |at| clock::date(at, zone)),
    }
}

/// `on`, `off`, `paused until Tue 24 Nov, 14:03`.
pub(crate) fn two_step(line: &Line, zone: &TimeZone) -> String {
    match (line.status, line.paused_until) {
        (Status::Paused, Some(until)) => format!("paused until {}", clock::day_and_time(until, zone)),
        (status, _) => status.as_str().to_owned(),
    }
}

/// A method in one word.
pub(crate) fn word(method: Method) -> &'static str {
    match method {
        Method::Sms => "text",
        Method::App => "app",
    }
}

/// The list of first passwords.
pub(super) fn first_passwords(db: &mut Db, leave: &Leave, at: Now) -> Result<Zeroizing<Vec<u8>>, DraftError> {
    let list = first_list(db, leave, at)?;
    let people: Vec<FirstPassword> = list
        .people
        .into_iter()
        .map(|one| FirstPassword {
            name: one.name,
            username: one.username,
            password: one.password,
        })
        .collect();
    Ok(printed(&FirstPasswords {
        clinic: &list.clinic,
        until: &clock::date_and_time(list.until, &clock::zone(&list.time_zone)),
        people: &people,
    })?)
}
