//! `vestibule-worker` and `vestibule worker`: the same options, the same start, in the order `setup` asks for; and what both
//! programs say where they were called wrongly.

mod wrong_use;

use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

use setup::config::Config;
use setup::key_file::KeyRing;
use setup::{DataDir, SetupError, Surroundings, privileges};
use tokio::signal::unix::{SignalKind, signal};

use crate::{Settings, Worker, WorkerError, log};

pub use wrong_use::end;

/// What the worker is told on the command line.
#[derive(Clone, Copy, Debug, Default, clap::Args)]
pub struct Options {
    /// Do everything that is due, then exit
    #[arg(long)]
    pub once: bool,
}

/// Runs the worker in the foreground until SIGTERM, SIGINT or SIGHUP. To be called before the process has any other thread.
/// Errors go to standard error as one sentence.
#[must_use]
pub fn run(data: Option<&Path>, options: &Options) -> ExitCode {
    match try_run(data, options) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // Nobody is left to be told that this cannot be told.
            let _ = writeln!(std::io::stderr(), "{}", error.last_words());
            ExitCode::from(error.exit_code())
        }
    }
}

fn try_run(data: Option<&Path>, options: &Options) -> Result<(), WorkerError> {
    let (dir, config, ring) = prepare(data)?;
    let settings = Settings::load(&dir, &config, ring)?;
    if let Err(error) = log::start(&dir, config.worker.log, options.once) {
        return Err(std::io::Error::other(error).into());
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let outcome = runtime.block_on(async {
        if options.once {
            Worker::once(settings).await
        } else {
            Worker::run(settings, told_to_stop()?).await
        }
    });
    if let Err(error) = &outcome {
        // For the log alone: `run` says it on standard error.
        tracing::error!(target: log::SAID_ELSEWHERE, %error, "off duty");
    }
    // A database thread that waits for a lock must not hold up the end of the process.
    runtime.shutdown_background();
    outcome
}

fn prepare(data: Option<&Path>) -> Result<(DataDir, Config, KeyRing), SetupError> {
    privileges::start_private()?;
    let around = Surroundings::read();
    let dir = DataDir::find(data, &around)?;
    privileges::become_owner(&dir)?;
    dir.check()?;
    let config = Config::load(&dir, &around)?;
    let ring = KeyRing::load(&config.key_file)?;
    Ok((dir, config, ring))
}

/// Ends with the first signal to stop. The signals are ours from the moment this returns.
fn told_to_stop() -> std::io::Result<impl Future<Output = ()>> {
    let mut term = signal(SignalKind::terminate())?;
    let mut int = signal(SignalKind::interrupt())?;
    let mut hup = signal(SignalKind::hangup())?;
    Ok(async move {
        tokio::select! {
            _ = term.recv() => {}
            _ = int.recv() => {}
            _ = hup.recv() => {}
        }
    })
}
