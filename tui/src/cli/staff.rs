//! `vestibule staff`: the operator's side of the staff list (spec U06, A07). The actions check and record; here arguments
//! become their values, and answers become text. Setting up, viewing or choosing a second step for somebody is nowhere.

mod edit;
mod export;
mod import;
mod list;

use std::process::ExitCode;

use actions::add_staff::{AddStaff, FirstPassword, add_staff};
use actions::look::clinic_view;
use actions::reset_password::reset_password;
use clap::{Args, Subcommand, ValueEnum};
use domain::contact::{EmailAddress, MobileNumber, PersonName, UserName, user_name_key, visible};
use domain::password::TEMPORARY_MS;
use domain::person::Access;
use domain::secret::Secret;
use domain::time::HOUR;

use super::clinic::{Around, Clinic, now, random};
use super::failure::Failure;
use super::output::Output;
use super::password;

/// What can be done with the staff list.
#[derive(Debug, Subcommand)]
pub(crate) enum Staff {
    /// Add somebody, with a temporary password that is shown once
    Add(Add),
    /// Change somebody's profile: name, user name, e-mail address, mobile number, access
    Edit(edit::Edit),
    /// List everybody
    List(list::List),
    /// Add and change many at once, from a table: all of it or nothing
    Import(import::Import),
    /// Write everybody into a table, which can be imported again
    Export(export::Export),
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
            Self::Edit(edit) => edit.run(&clinic, around, output),
            Self::List(list) => list.run(&clinic, around, output),
            Self::Import(import) => import.run(&clinic, around, output),
            Self::Export(export) => export.run(&clinic, around, output),
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
            .map(|typed| option("--mobile", MobileNumber::parse(typed, country, countries), NOBODY));
        Ok(AddStaff {
            username: option("--username", UserName::parse(&self.username), NOBODY)?,
            name: option("--name", PersonName::parse(&self.name), NOBODY)?,
            email: option("--email", EmailAddress::parse(&self.email), NOBODY)?,
            mobile: mobile.transpose()?,
            access: match self.access {
                MayDo::Full => Access::Full,
                MayDo::Staff => Access::Staff,
            },
        })
    }
}

/// What was kept where an option of `staff add` makes no sense.
const NOBODY: &str = "nobody was added";

fn option<T>(name: &str, parsed: Result<T, impl std::fmt::Display>, kept: &str) -> Result<T, Failure> {
    parsed.map_err(|reason| Failure::WrongUse(format!("{name} was refused and {kept}. {reason}")))
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
