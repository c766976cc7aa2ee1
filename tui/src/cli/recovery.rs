//! `vestibule recovery`: the locked-out owner's request, from the operator's side (spec O, U06). The actions check, record
//! and mail; here arguments become their values, and answers become text.

use std::process::ExitCode;

use actions::By;
use actions::cancel_recovery::cancel_recovery;
use actions::list_recovery::{RecoveryLine, list_recovery};
use actions::look::clinic_view;
use actions::open_recovery::{OpenRecovery, open_by_operator};
use actions::release_recovery::{Released, release_recovery};
use clap::{Args, Subcommand};
use comfy_table::{ContentArrangement, Table, presets};
use domain::contact::{Reason, user_name_key, visible};
use domain::ids::RequestId;
use domain::owner_recovery::RequestState;
use domain::password::TEMPORARY_MS;
use domain::secret::Secret;
use domain::time::HOUR;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::Serialize;

use super::clinic::{Around, Clinic, now, random};
use super::failure::Failure;
use super::output::Output;
use super::password;
use crate::clock::{date_and_time, zone};

/// What can be done about an owner who is locked out.
#[derive(Debug, Subcommand)]
pub(crate) enum Recovery {
    /// Open a request: it can be released after two full business days
    Open(Open),
    /// List every request there ever was
    List(List),
    /// Let the owner back in, or make the new owner: who asks has been verified once more
    Release(Release),
    /// Cancel a request; it changes nothing
    Cancel(Cancel),
}

/// For whom.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  vestibule recovery open --username jane --note 'passport seen, called back at the clinic'
  vestibule recovery open --username jane --transfer-to fay --note 'left the practice, letter of the board'")]
pub(crate) struct Open {
    /// The account owner's user name
    #[arg(long, value_name = "USER")]
    username: String,
    /// The owner is gone for good: the user name of who becomes owner, with full access and 2SV on
    #[arg(long, value_name = "USER")]
    transfer_to: Option<String>,
    /// How identity was verified, for the record
    #[arg(long, value_name = "TEXT")]
    note: String,
}

/// How to list.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  vestibule recovery list
  vestibule recovery list --json | jq '.[] | select(.state == \"open\")'")]
pub(crate) struct List {
    /// One JSON array of objects instead of a table
    #[arg(long)]
    json: bool,
}

/// Which request.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  vestibule recovery release 3 --note 'passport seen again'")]
pub(crate) struct Release {
    /// The request's number, as `recovery list` shows it
    #[arg(value_name = "ID")]
    id: i64,
    /// How identity was verified once more, for the record
    #[arg(long, value_name = "TEXT")]
    note: String,
}

/// Which request.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  vestibule recovery cancel 3")]
pub(crate) struct Cancel {
    /// The request's number, as `recovery list` shows it
    #[arg(value_name = "ID")]
    id: i64,
}

impl Recovery {
    /// Does it.
    ///
    /// # Errors
    /// What is wrong with the clinic, the arguments, or against the rules.
    pub(crate) fn run(&self, around: &Around, output: &Output) -> Result<ExitCode, Failure> {
        let clinic = Clinic::find(around)?;
        match self {
            Self::Open(open) => open.run(&clinic, around, output),
            Self::List(list) => list.run(&clinic, around, output),
            Self::Release(release) => release.run(&clinic, around, output),
            Self::Cancel(cancel) => cancel.run(&clinic, around, output),
        }?;
        Ok(ExitCode::SUCCESS)
    }
}

/// `Tue 1 Dec 2026, 00:00 (America/Vancouver)`: the moment in clinic time.
fn moment(wall_ms: i64, time_zone: &str) -> String {
    format!("{} ({time_zone})", date_and_time(wall_ms, &zone(time_zone)))
}

fn note(typed: &str, nothing: &str) -> Result<Reason, Failure> {
    Reason::parse(typed)
        .map_err(|reason| Failure::WrongUse(format!("--note was refused and nothing was {nothing}. {reason}")))
}

impl Open {
    fn run(&self, clinic: &Clinic, around: &Around, output: &Output) -> Result<(), Failure> {
        let note = note(&self.note, "opened")?;
        let mut db = clinic.open()?;
        let view = clinic_view(&mut db, now())?;
        let command = OpenRecovery {
            username: &self.username,
            transfer_to: self.transfer_to.as_deref(),
            note: &note,
            operator: &around.operator,
        };
        let opened = open_by_operator(&mut db, &command, random()?, now())?;
        let (id, username) = (opened.id.0, visible(&user_name_key(&self.username)));
        let what = match &self.transfer_to {
            None => format!("Recovery request {id} is open: {username} is to be let back in."),
            Some(heir) => {
                let heir = visible(&user_name_key(heir));
                format!("Recovery request {id} is open: {heir} is to be account owner in the place of {username}.")
            }
        };
        output.print(&format!(
            "{what}\nThe owner and the managers are mailed. It ends when the owner signs in, or a manager cancels it.\n\
             Not before {}:\n\n    vestibule recovery release {id} --note TEXT",
            moment(opened.release_at, &view.time_zone)
        ))
    }
}

impl Release {
    fn run(&self, clinic: &Clinic, around: &Around, output: &Output) -> Result<(), Failure> {
        let note = note(&self.note, "released")?;
        let mut db = clinic.open()?;
        let view = clinic_view(&mut db, now())?;
        let (id, temporary) = (RequestId(self.id), password::temporary()?);
        match release_recovery(&mut db, id, &note, &temporary, &around.operator, random()?, now())? {
            Released::LetIn { username } => show_once(output, &username, &temporary),
            Released::HandedOver { username } => output.print(&format!(
                "{} is account owner from now on; who was owner before has no access any more. All managers are mailed.",
                visible(&username)
            )),
            Released::NotBefore(wall_ms) => Err(Failure::Refused(format!(
                "Recovery request {} cannot be released before {}. Nothing was changed; it goes on.",
                self.id,
                moment(wall_ms, &view.time_zone)
            ))),
            Released::Void(why) => Err(Failure::Refused(format!(
                "Recovery request {} is void: {why}. It is cancelled, and nothing else was changed. Open another one if it is still needed.",
                self.id
            ))),
        }
    }
}

/// Z03: said to be shown here, since nobody can see it again.
fn show_once(output: &Output, username: &str, password: &Secret<String>) -> Result<(), Failure> {
    let username = visible(username);
    let shown = zeroize::Zeroizing::new(format!(
        "{username} is let back in: 2-Step Verification is removed, every session and trusted browser has ended.\n\n    \
         Temporary password of {username}: {}\n\nIt is shown this once, works for {} hours, and has to be changed at the \
         first sign-in. Clear the\nscreen when it has been passed on.",
        password.reveal(),
        TEMPORARY_MS / HOUR,
    ));
    output.print_once(&shown).map_err(|_| {
        Failure::Refused(format!(
            "The request is released, but the temporary password of {username} could not be shown: make another with \
             `vestibule staff reset-password {username}`."
        ))
    })
}

impl Cancel {
    fn run(&self, clinic: &Clinic, around: &Around, output: &Output) -> Result<(), Failure> {
        let mut db = clinic.open()?;
        let by = By::Operator(&around.operator);
        cancel_recovery(&mut db, by, RequestId(self.id), random()?, now())?;
        output.print(&format!(
            "Recovery request {} is cancelled. It changed nothing. The owner and the managers are mailed.",
            self.id
        ))
    }
}

/// One request as scripts see it.
#[derive(Debug, Serialize)]
struct Row<'a> {
    id: i64,
    kind: &'static str,
    username: &'a str,
    transfer_to: Option<&'a str>,
    state: &'static str,
    opened_at: Option<String>,
    opened_by: &'a str,
    note: &'a str,
    not_before: Option<String>,
    ready: bool,
    void: Option<&'a str>,
    closed_at: Option<String>,
    closed_by: Option<&'a str>,
    closed_note: Option<&'a str>,
}

impl<'a> Row<'a> {
    fn new(line: &'a RecoveryLine) -> Self {
        Self {
            id: line.id.0,
            kind: line.kind.as_str(),
            username: &line.username,
            transfer_to: line.transfer_to.as_deref(),
            state: line.state.as_str(),
            opened_at: rfc3339(line.opened_at),
            opened_by: &line.opened_by,
            note: &line.note,
            not_before: line.not_before.and_then(rfc3339),
            ready: line.ready,
            void: line.void.as_deref(),
            closed_at: line.closed_at.and_then(rfc3339),
            closed_by: line.closed_by.as_deref(),
            closed_note: line.closed_note.as_deref(),
        }
    }
}

fn rfc3339(wall_ms: i64) -> Option<String> {
    Some(Timestamp::from_millisecond(wall_ms).ok()?.to_string())
}

impl List {
    fn run(&self, clinic: &Clinic, around: &Around, output: &Output) -> Result<(), Failure> {
        let mut db = clinic.open()?;
        let view = clinic_view(&mut db, now())?;
        let lines = list_recovery(&mut db, &around.operator, random()?, now())?;
        if self.json {
            let rows: Vec<Row<'_>> = lines.iter().map(Row::new).collect();
            return output.print_json(&rows);
        }
        if lines.is_empty() {
            return output.print("There was never a recovery request.");
        }
        output.print(&table(&lines, &zone(&view.time_zone), output.width()))
    }
}

/// As wide as it needs to be, or wrapped to the columns of a terminal.
fn table(lines: &[RecoveryLine], zone: &TimeZone, width: Option<u16>) -> String {
    let mut table = Table::new();
    table
        .load_style(presets::NOTHING)
        .set_header(["ID", "For", "Stands", "Opened", "By", "Verified"]);
    if let Some(width) = width {
        table
            .set_content_arrangement(ContentArrangement::Dynamic)
            .set_width(width);
    }
    for line in lines {
        let whom = match &line.transfer_to {
            None => visible(&line.username),
            Some(heir) => format!("{} → {}", visible(&line.username), visible(heir)),
        };
        table.add_row([
            line.id.0.to_string(),
            whom,
            stands(line, zone),
            date_and_time(line.opened_at, zone),
            visible(&line.opened_by),
            visible(&line.note),
        ]);
    }
    table.trim_fmt()
}

fn stands(line: &RecoveryLine, zone: &TimeZone) -> String {
    let closed = |how: &str| {
        let when = line.closed_at.map(|at| date_and_time(at, zone)).unwrap_or_default();
        let by = line.closed_by.as_deref().map(visible).unwrap_or_default();
        format!("{how} {when} by {by}")
    };
    match (line.state, line.not_before, &line.void) {
        (RequestState::Released, _, _) => closed("released"),
        (RequestState::Cancelled, _, _) => closed("cancelled"),
        (RequestState::Open, _, Some(why)) => format!("void: {why}"),
        (RequestState::Open, Some(wall_ms), None) => format!("not before {}", date_and_time(wall_ms, zone)),
        (RequestState::Open, None, None) => "can be released now".into(),
    }
}
