//! `vestibule staff edit`: somebody's profile, by the same rules and with the same mails as on the screen (spec A02, N01,
//! U06).

use actions::By;
use actions::change_mobile::TurningOff;
use actions::edit_person::{EditPerson, Outcome, Profile, edit_person, profile_of};
use actions::look::clinic_view;
use clap::{Args, ValueEnum};
use domain::contact::{EmailAddress, MobileNumber, PersonName, UserName, visible};
use domain::edit::Edited;
use domain::person::Access;
use domain::staff_table::Edits;
use store::Db;

use super::option;
use crate::cli::clinic::{Around, Clinic, now, random};
use crate::cli::failure::Failure;
use crate::cli::output::Output;
use crate::cli::prompt::{ask, can_ask, say};

/// What was kept where an option makes no sense.
const NOTHING: &str = "nothing was changed";

/// What is to be another.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  vestibule staff edit sam --name 'Sam Example' --email sam@example.org
  vestibule staff edit sam --mobile ''       no number any more
  vestibule staff edit sam --access none     signed out at once, everything kept")]
pub(crate) struct Edit {
    /// The user name
    #[arg(value_name = "USER")]
    user: String,
    /// Another name for people
    #[arg(long)]
    name: Option<String>,
    /// Another user name to sign in with
    #[arg(long, value_name = "USER")]
    username: Option<String>,
    /// Another address for mails; the old one and the new one are told
    #[arg(long, value_name = "ADDRESS")]
    email: Option<String>,
    /// Another mobile number, '' for none; turns 2-Step Verification off where it is on
    #[arg(long, value_name = "NUMBER")]
    mobile: Option<String>,
    /// What they may do from now on
    #[arg(long, value_enum)]
    access: Option<MayDo>,
}

/// What somebody may do from now on: never what the one owner may.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum MayDo {
    /// Manage the staff list too
    Full,
    /// Their own account alone
    Staff,
    /// Nothing: they cannot sign in, and everything is kept
    None,
}

impl MayDo {
    fn access(self) -> Access {
        match self {
            Self::Full => Access::Full,
            Self::Staff => Access::Staff,
            Self::None => Access::None,
        }
    }
}

impl Edit {
    pub(super) fn run(&self, clinic: &Clinic, around: &Around, output: &Output) -> Result<(), Failure> {
        let mut db = clinic.open()?;
        let view = clinic_view(&mut db, now())?;
        let edits = self.judged(&view.country, &clinic.config.sms.countries)?;
        if edits.are_none() {
            return Err(Failure::WrongUse(
                "Nothing was changed, since nothing was named: add --name, --username, --email, --mobile or --access."
                    .into(),
            ));
        }
        let profile = profile_of(&mut db, &around.operator, &self.user, now())?;
        let outcome = match carry_out(&mut db, around, &profile, &edits, TurningOff::Unasked)? {
            Outcome::AsksFirst => {
                agree(&profile)?;
                carry_out(&mut db, around, &profile, &edits, TurningOff::Wanted)?
            }
            other => other,
        };
        match outcome {
            Outcome::Done(edited) => output.print(&told(&profile, &edited)),
            Outcome::Same => output.print("Nothing was different, so nothing was changed."),
            // Neither comes where the operator has seen no page, and has agreed.
            Outcome::AsksFirst | Outcome::Overtaken(_) => {
                Err(Failure::Refused("Nothing was changed: start again.".into()))
            }
        }
    }

    fn judged(&self, country: &str, countries: &[String]) -> Result<Edits, Failure> {
        let parsed = |typed: &str| match typed.trim() {
            "" => Ok(None),
            number => MobileNumber::parse(number, country, countries).map(Some),
        };
        Ok(Edits {
            username: given("--username", self.username.as_deref(), UserName::parse)?,
            name: given("--name", self.name.as_deref(), PersonName::parse)?,
            email: given("--email", self.email.as_deref(), EmailAddress::parse)?,
            mobile: given("--mobile", self.mobile.as_deref(), parsed)?,
            access: self.access.map(MayDo::access),
        })
    }
}

fn given<T, E: std::fmt::Display>(
    name: &str,
    typed: Option<&str>,
    parse: impl FnOnce(&str) -> Result<T, E>,
) -> Result<Option<T>, Failure> {
    typed.map(|typed| option(name, parse(typed), NOTHING)).transpose()
}

fn carry_out(
    db: &mut Db,
    around: &Around,
    profile: &Profile,
    edits: &Edits,
    turning_off: TurningOff,
) -> Result<Outcome, Failure> {
    let command = EditPerson {
        whom: profile.id,
        edits,
        seen: None,
        turning_off,
    };
    let by = By::Operator(&around.operator);
    Ok(edit_person(db, by, &command, random()?, now())?)
}

/// Said before it happens (spec N01); a script has read the help.
fn agree(profile: &Profile) -> Result<(), Failure> {
    if !can_ask() {
        return Ok(());
    }
    let name = visible(&profile.name);
    say(&format!(
        "Another mobile number turns 2-Step Verification off for {name}, all of it: texts, app, recovery code and trusted\n\
         browsers. Only {name} can turn it on again.\n"
    ));
    let yes = ask("Change the number? yes or no", Some("no"), |typed| match typed {
        "yes" | "y" => Ok(true),
        "no" | "n" => Ok(false),
        _ => Err("Type yes or no.".to_owned()),
    })?;
    if yes {
        Ok(())
    } else {
        Err(Failure::Refused("Nothing was changed, as you wished.".into()))
    }
}

/// What was changed, and who hears of it.
fn told(profile: &Profile, edited: &Edited) -> String {
    let changed = [
        (edited.username.is_some(), "user name"),
        (edited.name.is_some(), "name"),
        (edited.email.is_some(), "e-mail address"),
        (edited.mobile.is_some(), "mobile number"),
        (edited.access.is_some(), "access"),
    ];
    let changed: Vec<&str> = changed.iter().filter(|(is, _)| *is).map(|(_, what)| *what).collect();
    let mut said = format!("Changed for {}: {}.", visible(&profile.name), changed.join(", "));
    if edited.turned_off {
        said.push_str(" 2-Step Verification is off now; only they can turn it on again.");
    }
    if edited.email.is_some() {
        said.push_str(" Both addresses get an e-mail about it.");
    }
    if edited.gave_full_access() {
        said.push_str(" All managers are told.");
    }
    said
}
