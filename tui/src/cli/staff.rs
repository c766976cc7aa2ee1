//! `vestibule staff`: the operator's side of the staff list (spec U06, A07). The actions check and record; here arguments
//! become their values, and answers become text. Setting up, viewing or choosing a second step for somebody is nowhere.

use std::process::ExitCode;

use actions::add_staff::{AddStaff, FirstPassword, add_staff};
use actions::list_staff::{StaffLine, list_staff};
use actions::look::clinic_view;
use actions::reset_password::reset_password;
use clap::{Args, Subcommand, ValueEnum};
use comfy_table::{ContentArrangement, Table, presets};
use domain::contact::{EmailAddress, MobileNumber, PersonName, UserName, user_name_key, visible};
use domain::password::TEMPORARY_MS;
use domain::person::{Access, Method};
use domain::secret::Secret;
use domain::time::HOUR;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::Serialize;

use super::clinic::{Around, Clinic, now, random};
use super::failure::Failure;
use super::output::Output;
use super::password;
use crate::clock::day_and_time;

/// What can be done with the staff list.
#[derive(Debug, Subcommand)]
pub(crate) enum Staff {
    /// Add somebody, with a temporary password that is shown once
    Add(Add),
    /// List everybody
    List(List),
    /// Give somebody a temporary password, shown once, and end their sessions; 2SV is not touched
    ResetPassword(ResetPassword),
}

/// Somebody to add.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  vestibule staff add --username sam --name 'Sam Example' --email sam@example.org --access staff
  vestibule staff add --username kim --name 'Kim Example' --email kim@example.org \\
      --mobile '604 555 0100' --access full --password-stdin < password.txt")]
pub(crate) struct Add {
    /// The user name to sign in with
    #[arg(long, value_name = "USER")]
    username: String,
    /// The name for people
    #[arg(long)]
    name: String,
    /// Where mails go
    #[arg(long, value_name = "ADDRESS")]
    email: String,
    /// Where texts may go
    #[arg(long, value_name = "NUMBER")]
    mobile: Option<String>,
    /// What they may do
    #[arg(long, value_enum)]
    access: MayDo,
    /// Take their own password from the first line of standard input, to be kept; else a temporary one is made
    #[arg(long)]
    password_stdin: bool,
}

/// What somebody who is added may do: never what the one owner may.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum MayDo {
    /// Manage the staff list too
    Full,
    /// Their own account alone
    Staff,
}

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

/// Whose password.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  vestibule staff reset-password sam")]
pub(crate) struct ResetPassword {
    /// The user name
    #[arg(value_name = "USER")]
    username: String,
}

impl Staff {
    /// Does it.
    ///
    /// # Errors
    /// What is wrong with the clinic, the arguments, or against the rules.
    pub(crate) fn run(&self, around: &Around, output: &Output) -> Result<ExitCode, Failure> {
        let clinic = Clinic::find(around)?;
        match self {
            Self::Add(add) => add.run(&clinic, around, output),
            Self::List(list) => list.run(&clinic, around, output),
            Self::ResetPassword(reset) => reset.run(&clinic, around, output),
        }?;
        Ok(ExitCode::SUCCESS)
    }
}

impl Add {
    fn run(&self, clinic: &Clinic, around: &Around, output: &Output) -> Result<(), Failure> {
        let mut db = clinic.open()?;
        let view = clinic_view(&mut db, now())?;
        let new = self.judged(&view.country, &clinic.config.sms.countries)?;
        let username = new.username.as_str();
        let first = if self.password_stdin {
            let personal = [username, new.name.as_str(), new.email.as_str(), &view.name];
            FirstPassword::Own(password::chosen(&personal)?)
        } else {
            FirstPassword::Temporary(password::temporary()?)
        };
        add_staff(&mut db, &new, &first, &around.operator, random()?, now())?;
        match &first {
            FirstPassword::Own(_) => output.print(&format!("{} was added.", visible(username))),
            FirstPassword::Temporary(password) => {
                show_once(output, &format!("{} was added.", visible(username)), username, password)
            }
        }
    }

    fn judged(&self, country: &str, countries: &[String]) -> Result<AddStaff, Failure> {
        let mobile = self
            .mobile
            .as_deref()
            .map(|typed| option("--mobile", MobileNumber::parse(typed, country, countries)));
        Ok(AddStaff {
            username: option("--username", UserName::parse(&self.username))?,
            name: option("--name", PersonName::parse(&self.name))?,
            email: option("--email", EmailAddress::parse(&self.email))?,
            mobile: mobile.transpose()?,
            access: match self.access {
                MayDo::Full => Access::Full,
                MayDo::Staff => Access::Staff,
            },
        })
    }
}

fn option<T>(name: &str, parsed: Result<T, impl std::fmt::Display>) -> Result<T, Failure> {
    parsed.map_err(|reason| Failure::WrongUse(format!("{name} was refused and nobody was added. {reason}")))
}

impl ResetPassword {
    fn run(&self, clinic: &Clinic, around: &Around, output: &Output) -> Result<(), Failure> {
        let mut db = clinic.open()?;
        let temporary = password::temporary()?;
        reset_password(&mut db, &self.username, &temporary, &around.operator, random()?, now())?;
        let username = user_name_key(&self.username);
        let done = format!(
            "The sessions of {} have ended; the second step is as it was.",
            visible(&username)
        );
        show_once(output, &done, &username, &temporary)
    }
}

/// Z03: said to be shown here, since nobody can see it again.
fn show_once(output: &Output, done: &str, username: &str, password: &Secret<String>) -> Result<(), Failure> {
    let username = visible(username);
    let shown = zeroize::Zeroizing::new(format!(
        "{done}\n\n    Temporary password of {username}: {}\n\nIt is shown this once, works for {} hours, and has to be \
         changed at the first sign-in. Clear the\nscreen when it has been passed on.",
        password.reveal(),
        TEMPORARY_MS / HOUR,
    ));
    output.print_once(&shown).map_err(|_| {
        Failure::Refused(format!(
            "The temporary password of {username} counts but could not be shown: make another with `vestibule staff \
             reset-password {username}`."
        ))
    })
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
            two_step: if line.default_method.is_some() { "on" } else { "off" },
            methods: line.methods.iter().map(|method| method.as_str()).collect(),
            default_method: line.default_method.map(Method::as_str),
            locked_until: line.locked_until.and_then(rfc3339),
            last_sign_in: line.last_sign_in.and_then(rfc3339),
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
            two_step(line).to_owned(),
            time(line.locked_until),
            time(line.last_sign_in),
        ]);
    }
    table.trim_fmt()
}

fn two_step(line: &StaffLine) -> &'static str {
    match (line.default_method, line.methods.len()) {
        (None, _) => "off",
        (Some(Method::Sms), 2) => "on, text, app",
        (Some(Method::App), 2) => "on, app, text",
        (Some(Method::Sms), _) => "on, text",
        (Some(Method::App), _) => "on, app",
    }
}
