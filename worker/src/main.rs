//! `vestibule-worker`: the worker alone, for a service unit. Everything it does is in the library.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{CommandFactory, Parser};

/// Sends the clinic's texts and mails, and ends what ends by itself
#[derive(Parser)]
#[command(name = "vestibule-worker", version)]
struct Arguments {
    /// The clinic's data directory [default: $VESTIBULE_DATA, else the first that exists of /var/lib/vestibule,
    /// ./data/clinic and $XDG_DATA_HOME/vestibule]
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// No colours
    #[arg(long)]
    no_color: bool,
    #[command(flatten)]
    worker: worker::cli::Options,
}

fn main() -> ExitCode {
    let arguments = Arguments::try_parse().unwrap_or_else(|error| worker::cli::end(&Arguments::command(), &error));
    worker::cli::run(arguments.data.as_deref(), &arguments.worker)
}
