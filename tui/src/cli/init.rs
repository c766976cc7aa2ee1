//! `vestibule init`: gathers what a new clinic is made of (spec U09), from options or by question and answer, judges it
//! all, has it made, and says what comes next. How it is made so that a failure leaves nothing half done is in `make`.

mod ask;
mod check;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use actions::add_staff::AddStaff;
use clap::Args;
use domain::contact::{EmailAddress, MobileNumber, PersonName, UserName, visible};
use domain::person::Access;
use setup::config::{Config, Template, template};
use setup::{DataDir, privileges};
use store::clinic::Clinic;

use super::clinic::Around;
use super::failure::Failure;
use super::make::{Attempt, NewClinic};
use super::output::Output;
use super::password;
use ask::Asker;

/// Its options; what is missing is asked for on a terminal.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Init {
    /// The clinic's name
    #[arg(long, value_name = "NAME")]
    clinic: Option<String>,
    /// Its name in texts, at most 20 characters [else made from the name]
    #[arg(long, value_name = "NAME")]
    short_name: Option<String>,
    /// Its time zone, such as America/Vancouver
    #[arg(long, value_name = "IANA")]
    time_zone: Option<String>,
    /// Its country by two letters, such as CA
    #[arg(long, value_name = "CODE")]
    country: Option<String>,
    /// The user name the account owner signs in with
    #[arg(long, value_name = "USER")]
    owner_username: Option<String>,
    /// The account owner's name
    #[arg(long, value_name = "NAME")]
    owner_name: Option<String>,
    /// The account owner's e-mail address
    #[arg(long, value_name = "ADDRESS")]
    owner_email: Option<String>,
    /// The account owner's mobile number
    #[arg(long, value_name = "NUMBER")]
    owner_mobile: Option<String>,
    /// Whom people tell that something is wrong, such as "reception, ext. 12"
    #[arg(long, value_name = "TEXT")]
    support_contact: Option<String>,
    /// Where the key goes [else /etc/vestibule for an installed clinic, the data directory for any other]
    #[arg(long, value_name = "FILE")]
    key_file: Option<PathBuf>,
    /// Take the account owner's password from the first line of standard input
    #[arg(long)]
    password_stdin: bool,
}

const EXAMPLES: &str = "\
Examples:
  vestibule init
  vestibule init --clinic 'Maple Street Clinic' --time-zone America/Vancouver --country CA \\
      --owner-username jane --owner-name 'Jane Doe' --owner-email jane@example.org \\
      --owner-mobile +16045550100 --password-stdin < password.txt";

impl Init {
    /// Makes the clinic.
    ///
    /// # Errors
    /// There is one already, something is missing or wrong, or the system refuses; nothing was made then.
    pub(crate) fn run(&self, around: &Around, output: &Output) -> Result<ExitCode, Failure> {
        let dir = DataDir::for_init(around.data.as_deref(), &around.surroundings)?;
        privileges::become_future_owner(&dir)?;
        let key = self.key(&dir, around);
        let attempt = Attempt::new(&dir, &key);
        attempt.refuse_obstacles()?;
        let new = self.gather(&dir, &key, around)?;
        attempt.make(&new, &around.operator)?;
        output.print(&what_next(&dir, &key, &new, around))?;
        Ok(ExitCode::SUCCESS)
    }

    fn key(&self, dir: &DataDir, around: &Around) -> PathBuf {
        match &self.key_file {
            Some(named) => around.surroundings.current.join(named),
            None => dir.key_for_init(&around.surroundings),
        }
    }

    fn gather(&self, dir: &DataDir, key: &Path, around: &Around) -> Result<NewClinic, Failure> {
        let asker = Asker::new(&self.missing())?;
        let clinic = self.gather_clinic(&asker)?;
        let config_text = template(Template {
            key_file: &as_written(key, dir)?,
            clinic: &clinic.name,
            country: &clinic.country,
        });
        let config = Config::parse(&config_text, dir, &around.surroundings)?;
        let owner = self.gather_owner(&asker, &clinic.country, &config.sms.countries)?;
        let personal = [
            owner.username.as_str(),
            owner.name.as_str(),
            owner.email.as_str(),
            &clinic.name,
            &clinic.short_name,
        ];
        let password = password::chosen(&personal)?;
        Ok(NewClinic {
            clinic,
            owner,
            password,
            config_text,
        })
    }

    fn gather_clinic(&self, asker: &Asker) -> Result<Clinic, Failure> {
        let name = asker.field("--clinic", "Clinic's name", &self.clinic, None, check::clinic_name)?;
        let derived = check::derive_short_name(&name);
        let short_name = match (&self.short_name, asker.can_ask()) {
            (None, false) => derived,
            (given, _) => asker.field(
                "--short-name",
                "Its name in texts",
                given,
                Some(&derived),
                check::short_name,
            )?,
        };
        let here = check::zone_of_this_machine();
        Ok(Clinic {
            // Both switches are off in a new clinic (spec E01).
            trust_allowed: false,
            name,
            short_name,
            time_zone: asker.field(
                "--time-zone",
                "Time zone",
                &self.time_zone,
                here.as_deref(),
                check::time_zone,
            )?,
            country: asker.field(
                "--country",
                "Country (two letters)",
                &self.country,
                None,
                check::country,
            )?,
            support_contact: match (&self.support_contact, asker.can_ask()) {
                (None, false) => String::new(),
                (given, _) => asker.field(
                    "--support-contact",
                    "Whom people tell that something is wrong (Enter: nobody yet)",
                    given,
                    None,
                    check::support_contact,
                )?,
            },
            demo: false,
        })
    }

    fn gather_owner(&self, asker: &Asker, country: &str, countries: &[String]) -> Result<AddStaff, Failure> {
        Ok(AddStaff {
            username: asker.field(
                "--owner-username",
                "Account owner's user name",
                &self.owner_username,
                None,
                |typed| UserName::parse(typed).map_err(|bad| bad.to_string()),
            )?,
            name: asker.field(
                "--owner-name",
                "Account owner's name",
                &self.owner_name,
                None,
                |typed| PersonName::parse(typed).map_err(|bad| bad.to_string()),
            )?,
            email: asker.field(
                "--owner-email",
                "Account owner's e-mail address",
                &self.owner_email,
                None,
                |typed| EmailAddress::parse(typed).map_err(|bad| bad.to_string()),
            )?,
            mobile: Some(asker.field(
                "--owner-mobile",
                "Account owner's mobile number",
                &self.owner_mobile,
                None,
                |typed| MobileNumber::parse(typed, country, countries).map_err(|bad| bad.to_string()),
            )?),
            access: Access::Owner,
        })
    }

    /// What has to be asked for.
    fn missing(&self) -> Vec<&'static str> {
        [
            ("--clinic", self.clinic.is_none()),
            ("--time-zone", self.time_zone.is_none()),
            ("--country", self.country.is_none()),
            ("--owner-username", self.owner_username.is_none()),
            ("--owner-name", self.owner_name.is_none()),
            ("--owner-email", self.owner_email.is_none()),
            ("--owner-mobile", self.owner_mobile.is_none()),
            ("--password-stdin", !self.password_stdin),
        ]
        .into_iter()
        .filter_map(|(option, is_missing)| is_missing.then_some(option))
        .collect()
    }
}

/// How the key file is named in `vestibule.toml`: by its name alone where it lies in the data directory.
fn as_written(key: &Path, dir: &DataDir) -> Result<String, Failure> {
    let written = key.strip_prefix(dir.path()).unwrap_or(key);
    written.to_str().map(str::to_owned).ok_or_else(|| {
        Failure::WrongUse(format!(
            "The path {} is not UTF-8 text, as vestibule.toml has to be; nothing was made: choose another.",
            key.display()
        ))
    })
}

fn what_next(dir: &DataDir, key: &Path, new: &NewClinic, around: &Around) -> String {
    let found = DataDir::find(None, &around.surroundings).is_ok_and(|found| found == *dir);
    let option = if found {
        String::new()
    } else {
        format!(" --data {}", dir.path().display())
    };
    let (clinic, owner) = (visible(&new.clinic.name), visible(new.owner.username.as_str()));
    let (place, config, key) = (dir.path().display(), dir.config(), key.display());
    let config = config.display();
    format!(
        "\
{clinic} is set up in {place}.

What comes next:
1. Real texts and mails: until then they are only files in phone/ and mail/. Fill in, in
   {config}:
     [sms]   transport, account_sid, auth_token_file, from
     [mail]  transport, host, port, security, username, password_file, from
2. Start the worker, which sends them:   vestibule worker{option}
3. Open the terminal:                    vestibule{option}
   {owner} signs in there and sets the second step up: My Account, 2-Step Verification.
4. See whether all is well:              vestibule doctor{option}

Keep a copy of the key {key} in the safe: without it
authenticator secrets and recovery codes cannot be read again."
    )
}
