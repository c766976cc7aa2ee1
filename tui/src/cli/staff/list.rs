//! `vestibule staff list`: everybody, as a table for people or as JSON for scripts (contract).

use actions::list_staff::{StaffLine, list_staff};
use actions::look::clinic_view;
use clap::Args;
use comfy_table::{ContentArrangement, Table, presets};
use domain::contact::visible;
use domain::person::Method;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::Serialize;

use crate::cli::clinic::{Around, Clinic, now, random};
use crate::cli::failure::Failure;
use crate::cli::output::Output;
use crate::clock::day_and_time;

/// How to list.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  vestibule staff list
  vestibule staff list --json | jq -r '.[] | select(.two_step == \"off\") | .username'")]
pub(crate) struct List {
    /// One JSON array of objects instead of a table
    #[arg(long)]
    json: bool,
}

/// One person as scripts see them (contract).
#[derive(Debug, Serialize)]
struct Row<'a> {
    username: &'a str,
    name: &'a str,
    email: &'a str,
    mobile: Option<&'a str>,
    access: &'static str,
    two_step: &'static str,
    methods: Vec<&'static str>,
    default_method: Option<&'static str>,
    locked_until: Option<String>,
    last_sign_in: Option<String>,
}

impl<'a> Row<'a> {
    fn new(line: &'a StaffLine) -> Self {
        Self {
            username: &line.username,
            name: &line.name,
            email: &line.email,
            mobile: line.mobile.as_deref(),
            access: line.access.as_str(),
            two_step: status(line),
            methods: line.methods.iter().map(|method| method.as_str()).collect(),
            default_method: line.default_method.map(Method::as_str),
            locked_until: line.locked_until.and_then(rfc3339),
            last_sign_in: line.last_sign_in.and_then(rfc3339),
        }
    }
}

/// Paused comes before on: the password alone signs in.
fn status(line: &StaffLine) -> &'static str {
    match (line.paused_until, line.default_method) {
        (Some(_), _) => "paused",
        (None, Some(_)) => "on",
        (None, None) => "off",
    }
}

fn rfc3339(wall_ms: i64) -> Option<String> {
    Some(Timestamp::from_millisecond(wall_ms).ok()?.to_string())
}

impl List {
    pub(super) fn run(&self, clinic: &Clinic, around: &Around, output: &Output) -> Result<(), Failure> {
        let mut db = clinic.open()?;
        let view = clinic_view(&mut db, now())?;
        let lines = list_staff(&mut db, &around.operator, random()?, now())?;
        if self.json {
            let rows: Vec<Row<'_>> = lines.iter().map(Row::new).collect();
            return output.print_json(&rows);
        }
        let zone = TimeZone::get(&view.time_zone).unwrap_or(TimeZone::UTC);
        output.print(&table(&lines, &zone, output.width()))
    }
}

/// As wide as it needs to be, or wrapped to the columns of a terminal.
fn table(lines: &[StaffLine], zone: &TimeZone, width: Option<u16>) -> String {
    let mut table = Table::new();
    table.load_style(presets::NOTHING).set_header([
        "User name",
        "Name",
        "E-mail",
        "Mobile",
        "Access",
        "2SV",
        "Waits until",
        "Last sign-in",
    ]);
    if let Some(width) = width {
        table
            .set_content_arrangement(ContentArrangement::Dynamic)
            .set_width(width);
    }
    let time = |wall_ms: Option<i64>| wall_ms.map(|ms| day_and_time(ms, zone)).unwrap_or_default();
    for line in lines {
        table.add_row([
            visible(&line.username),
            visible(&line.name),
            visible(&line.email),
            line.mobile.clone().unwrap_or_default(),
            line.access.label().to_owned(),
            two_step(line, zone),
            time(line.locked_until),
            time(line.last_sign_in),
        ]);
    }
    table.trim_fmt()
}

fn two_step(line: &StaffLine, zone: &TimeZone) -> String {
    let methods = match (line.default_method, line.methods.len()) {
        (None, _) => "",
        (Some(Method::Sms), 2) => ", text, app",
        (Some(Method::App), 2) => ", app, text",
        (Some(Method::Sms), _) => ", text",
        (Some(Method::App), _) => ", app",
    };
    match line.paused_until {
        Some(until) => format!("paused until {}{methods}", day_and_time(until, zone)),
        None => format!("{}{methods}", status(line)),
    }
}
