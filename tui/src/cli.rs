//! The command line of `vestibule`: what can be typed, and which file does it (contract, "Programs").
//!
//! Standard output carries results and nothing else; everything that went wrong is one sentence on standard error and
//! one of four exit codes. What a command does is in the file named after it; what the screens do is not here at all.

mod clinic;
mod demo;
mod doctor;
mod failure;
mod init;
mod make;
mod manual;
mod output;
mod password;
mod pickup;
mod prompt;
mod recovery;
mod report;
mod staff;
mod terminal;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{ColorChoice, CommandFactory, FromArgMatches, Parser, Subcommand};

use clinic::Around;
use failure::Failure;
use output::Output;

/// 2-step verification for the staff of a small clinic
///
/// Without a command, the terminal program opens on the clinic's data directory.
#[derive(Debug, Parser)]
#[command(name = "vestibule", version, max_term_width = 100, after_help = EXAMPLES)]
struct Cli {
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    command: Option<Command>,
}

const EXAMPLES: &str = "\
Examples:
  vestibule init                       set a clinic up, by question and answer
  vestibule                            sign in
  vestibule demo                       try it in a made-up clinic
  vestibule worker                     send texts and mails, in the foreground
  vestibule pickup > recovery.pdf      fetch the document that waits under a pickup number
  vestibule report status              who has 2-step verification
  vestibule staff reset-password sam   a new temporary password for sam
  vestibule doctor                     what is wrong here, and what to do

Exit codes: 0 done, 1 refused or not found, 2 wrong use or nothing there, 78 unsafe or invalid set-up.";

/// What every command takes.
#[derive(Debug, clap::Args)]
struct Global {
    /// The clinic's data directory [else $VESTIBULE_DATA, else the first there is of /var/lib/vestibule,
    /// ./data/clinic and $XDG_DATA_HOME/vestibule]
    #[arg(long, global = true, value_name = "DIR", help_heading = "Everywhere")]
    data: Option<PathBuf>,
    /// No colours, as with $NO_COLOR
    #[arg(long, global = true, help_heading = "Everywhere")]
    no_color: bool,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Set a new clinic up: data directory, key, database and the account owner
    Init(init::Init),
    /// Try everything in a made-up clinic: nothing leaves this computer, nothing stays
    #[command(after_help = "\
Examples:
  vestibule demo                 until you leave it with Ctrl-Q
  vestibule demo --keep lesson   and the clinic stays in the directory lesson")]
    Demo(demo::Demo),
    /// Run the worker, which sends texts and mails, in the foreground
    #[command(after_help = "\
Examples:
  vestibule worker          until it is told to stop, by Ctrl-C or SIGTERM
  vestibule worker --once   everything that is due, then the end")]
    Worker(worker::cli::Options),
    /// The staff list, from the operator's side
    #[command(subcommand)]
    Staff(staff::Staff),
    /// The account owner who is locked out, from the operator's side
    #[command(subcommand)]
    Recovery(recovery::Recovery),
    /// Reports for insurers and auditors
    #[command(subcommand)]
    Report(report::Report),
    /// Fetch the document that waits under a pickup number: it goes to standard output
    ///
    /// The screen shows the number, for ten minutes; it is asked for on standard error. The document is handed out once,
    /// and only to the SSH key or account that it was asked for with.
    #[command(after_help = "\
Examples:
  ssh vestibule@server pickup > recovery.pdf              over SSH
  cmd /c \"ssh vestibule@server pickup > recovery.pdf\"     over SSH, in PowerShell
  sudo -u vestibule vestibule pickup > recovery.pdf       with an account on the server")]
    Pickup,
    /// Check everything there is, with a verdict and what to do
    Doctor(doctor::Doctor),
    /// Print the completions of a shell
    Completions(manual::Completions),
    /// Print the manual page of the program or of one command
    Man(manual::Man),
}

/// Everything from the arguments to the exit code.
#[must_use]
pub fn main() -> ExitCode {
    let cli = parse();
    let output = Output::new(cli.global.no_color);
    run(cli, &output).unwrap_or_else(|failure| {
        output::complain(&failure);
        failure.exit_code()
    })
}

/// Ends the program itself for `--help`, `--version` and wrong use (exit code 2).
fn parse() -> Cli {
    let plain = std::env::args_os().any(|argument| argument == "--no-color");
    let color = if plain { ColorChoice::Never } else { ColorChoice::Auto };
    let parsed = Cli::command().color(color).try_get_matches();
    parsed
        .and_then(|matches| Cli::from_arg_matches(&matches))
        .unwrap_or_else(|error| worker::cli::end(&Cli::command(), &error))
}

fn run(cli: Cli, output: &Output) -> Result<ExitCode, Failure> {
    let Global { data, no_color } = cli.global;
    match cli.command.or_else(beside_the_forced_one) {
        None => terminal::run(&Around::read(data)?, no_color),
        Some(Command::Init(init)) => init.run(&Around::read(data)?, output),
        Some(Command::Demo(demo)) => demo.run(&Around::read(data)?, no_color, output),
        Some(Command::Worker(options)) => Ok(worker::cli::run(data.as_deref(), &options)),
        Some(Command::Staff(staff)) => staff.run(&Around::read(data)?, output),
        Some(Command::Recovery(recovery)) => recovery.run(&Around::read(data)?, output),
        Some(Command::Report(report)) => report.run(&Around::read(data)?, output),
        Some(Command::Pickup) => pickup::run(&Around::read(data)?),
        Some(Command::Doctor(doctor)) => doctor.run(&Around::read(data)?, output),
        Some(Command::Completions(completions)) => completions.run(output),
        Some(Command::Man(man)) => man.run(output),
    }
}

/// What a person over SSH asks for, where the server's own command names none (spec U05). Options stay the server's: of
/// what the person sent, no other word counts.
fn beside_the_forced_one() -> Option<Command> {
    let asked = std::env::var_os("SSH_ORIGINAL_COMMAND")?;
    (asked == "pickup").then_some(Command::Pickup)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_contradicts_itself_nowhere() {
        Cli::command().debug_assert();
    }
}
