//! `vestibule doctor`: looks at everything there is, goes on where something is broken, and says of each thing what it
//! saw and what to do (spec U10). It changes nothing. What is looked at stands in the files below; here is how it is told.

mod database;
mod files;
mod reach;
mod sending;

use std::process::ExitCode;

use clap::Args;
use domain::contact::visible;
use serde::Serialize;
use setup::config::Config;
use setup::key_file::KeyRing;
use setup::{DataDir, SetupError};
use store::{Db, Keys};

use super::clinic::{Around, now};
use super::failure::Failure;
use super::output::{Output, Tint};

/// How to tell.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  vestibule doctor
  vestibule doctor --json | jq -r '.[] | select(.verdict != \"ok\") | .saw, .to_do // empty'

Exit codes: 0 all is well, 1 there are warnings, 2 something is broken.")]
pub(crate) struct Doctor {
    /// One JSON array of objects instead of lines
    #[arg(long)]
    json: bool,
}

/// How it is with one thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Verdict {
    Ok,
    Warn,
    Broken,
}

/// One thing that was looked at. Its keys in JSON are promises.
#[derive(Debug, Serialize)]
pub(super) struct Check {
    check: &'static str,
    verdict: Verdict,
    saw: String,
    /// Nothing where all is well, and where `saw` is a refusal that says it already.
    to_do: Option<String>,
}

impl Check {
    pub(super) fn ok(check: &'static str, saw: impl Into<String>) -> Self {
        let (verdict, saw, to_do) = (Verdict::Ok, saw.into(), None);
        Self {
            check,
            verdict,
            saw,
            to_do,
        }
    }

    pub(super) fn warn(check: &'static str, saw: impl Into<String>, to_do: impl Into<String>) -> Self {
        let (verdict, saw, to_do) = (Verdict::Warn, saw.into(), Some(to_do.into()));
        Self {
            check,
            verdict,
            saw,
            to_do,
        }
    }

    pub(super) fn broken(check: &'static str, saw: impl Into<String>, to_do: impl Into<String>) -> Self {
        let (verdict, saw, to_do) = (Verdict::Broken, saw.into(), Some(to_do.into()));
        Self {
            check,
            verdict,
            saw,
            to_do,
        }
    }

    /// From an error whose sentence says already what to do.
    pub(super) fn failed(check: &'static str, error: &impl std::fmt::Display) -> Self {
        let (verdict, saw) = (Verdict::Broken, error.to_string());
        let to_do = None;
        Self {
            check,
            verdict,
            saw,
            to_do,
        }
    }

    /// Of something that cannot be looked at before `first` is right.
    fn not_reached(check: &'static str, first: &str) -> Self {
        Self::broken(
            check,
            "was not looked at",
            format!("put {first} right, then run `vestibule doctor` again"),
        )
    }

    fn line(&self, output: &Output) -> String {
        let (tint, mark) = match self.verdict {
            Verdict::Ok => (Tint::Good, "✓ ok    "),
            Verdict::Warn => (Tint::Look, "! warn  "),
            Verdict::Broken => (Tint::Danger, "✗ broken"),
        };
        let head = format!("{mark}  {:<14} ", self.check.replace('_', " "));
        let mut line = format!("{}{}", output.tinted(tint, &head), visible(&self.saw));
        if let Some(to_do) = &self.to_do {
            line.push_str(&format!("\n{:25} → {}", "", visible(to_do)));
        }
        line
    }
}

impl Doctor {
    /// Looks and tells.
    ///
    /// # Errors
    /// There is no clinic, its owner cannot be become, or the answer cannot be written.
    pub(crate) fn run(&self, around: &Around, output: &Output) -> Result<ExitCode, Failure> {
        let dir = around.find()?;
        let checks = look(&dir, around);
        if self.json {
            output.print_json(&checks)?;
        } else {
            let lines: Vec<String> = checks.iter().map(|check| check.line(output)).collect();
            output.print(&lines.join("\n"))?;
        }
        Ok(ExitCode::from(exit_code(&checks)))
    }
}

/// 0 fine, 1 warnings, 2 broken (contract).
fn exit_code(checks: &[Check]) -> u8 {
    match checks.iter().map(|check| check.verdict).max() {
        None | Some(Verdict::Ok) => 0,
        Some(Verdict::Warn) => 1,
        Some(Verdict::Broken) => 2,
    }
}

fn look(dir: &DataDir, around: &Around) -> Vec<Check> {
    let at = now();
    let mut checks = vec![
        Check::ok("version", format!("vestibule {}", env!("CARGO_PKG_VERSION"))),
        files::directory(dir),
        files::exposed(dir),
        files::disk(dir),
    ];
    let config = match Config::load(dir, &around.surroundings) {
        Ok(config) => config,
        Err(error) => {
            checks.push(files::clock(at, database::Record::default()));
            checks.push(Check::failed("configuration", &error));
            checks.push(Check::not_reached("database", "the configuration"));
            return checks;
        }
    };
    checks.push(Check::ok("configuration", dir.config().display().to_string()));
    let opened = files::key(&config).map(|(check, ring)| (check, Db::open(dir, Keys::from_ring(&ring))));
    match opened {
        Ok((key, Ok(mut db))) => {
            checks.push(key);
            let (database, record) = database::look(&mut db, at);
            checks.push(files::clock(at, record));
            checks.extend(database);
            checks.extend(sending::look(&mut db, dir, &config, at));
        }
        Ok((key, Err(error))) => {
            checks.extend([
                key,
                files::clock(at, database::Record::default()),
                Check::failed("database", &error),
            ]);
        }
        Err(error) => {
            checks.extend([
                files::clock(at, database::Record::default()),
                Check::failed("key", &error),
            ]);
            checks.push(Check::not_reached("database", "the key"));
        }
    }
    checks
}

impl Check {
    /// The key is fit for use.
    fn key(config: &Config, ring: &KeyRing) -> Self {
        let (number, _) = ring.current();
        let saw = format!("number {number} in {}", config.key_file.display());
        Self::ok("key", saw)
    }
}

/// What [`files::key`] says.
type KeyCheck = Result<(Check, KeyRing), SetupError>;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn u10_the_exit_code_is_the_worst_verdict() {
        let (ok, warn, broken) = (
            || Check::ok("a", "x"),
            || Check::warn("b", "x", "y"),
            || Check::broken("c", "x", "y"),
        );
        assert_eq!(exit_code(&[]), 0);
        assert_eq!(exit_code(&[ok(), ok()]), 0);
        assert_eq!(exit_code(&[ok(), warn(), ok()]), 1);
        assert_eq!(exit_code(&[broken(), warn(), ok()]), 2);
    }
}
