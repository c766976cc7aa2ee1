//! The worker's log: `log/worker.<day>.log` (days of UTC, 14 kept; `log/worker.log` names the newest), and standard error
//! where that is a terminal. It carries ids, never people, codes or bodies (spec Z03).
//!
//! Only our own crates are written down, at whatever level: what libraries say at `trace` may hold a request or a key.

use std::io::{self, IsTerminal};

use setup::DataDir;
use setup::config::LogLevel;
use tracing_appender::rolling::{InitError, RollingFileAppender, Rotation};
use tracing_subscriber::Layer;
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::layer::SubscriberExt;

/// Log files kept, one a day.
const KEPT: usize = 14;
/// Whose words are written down: crates of this workspace, by their library's name.
const OURS: [&str; 6] = ["actions", "domain", "setup", "store", "vestibule_worker", "worker"];

/// The target of what standard error is told by other means: it goes to the file alone.
pub(crate) const SAID_ELSEWHERE: &str = "worker::said_elsewhere";
/// The target of the record's anchors, which are written down at every level (spec D02).
pub(crate) const ANCHORS: &str = "worker::record";
/// The target of trouble that is waited out, which a worker that works once does not do: it ends with that error.
const HEALTH: &str = "worker::health";

/// Starts the log of this process, of a worker that works `once` or until it is told to stop. Where the folder cannot be written, standard error is all there is, and says so.
///
/// # Errors
/// Where this process has a log already.
pub fn start(dir: &DataDir, level: LogLevel, once: bool) -> Result<(), tracing::subscriber::SetGlobalDefaultError> {
    let (file, failed) = match open(dir) {
        Ok(file) => (Some(file), None),
        Err(error) => (None, Some(error)),
    };
    let file = file.map(|file| tracing_subscriber::fmt::layer().with_ansi(false).with_writer(file));
    let is_seen = failed.is_some() || io::stderr().is_terminal();
    let stderr = is_seen.then(|| {
        tracing_subscriber::fmt::layer()
            .with_ansi(false)
            .with_writer(io::stderr)
            .with_filter(aloud(level, once))
    });
    let layers = tracing_subscriber::registry().with(file).with(stderr).with(ours(level));
    tracing::subscriber::set_global_default(layers)?;
    if let Some(error) = failed {
        tracing::warn!(%error, "the log folder cannot be written; the log goes to standard error");
    }
    Ok(())
}

fn open(dir: &DataDir) -> Result<RollingFileAppender, InitError> {
    RollingFileAppender::builder()
        .rotation(Rotation::DAILY)
        .filename_prefix("worker")
        .filename_suffix("log")
        .latest_symlink("worker.log")
        .max_log_files(KEPT)
        .build(dir.log())
}

/// What standard error carries: not the error the program ends with, which its last sentence tells.
fn aloud(level: LogLevel, once: bool) -> Targets {
    let aloud = ours(level).with_target(SAID_ELSEWHERE, LevelFilter::OFF);
    if once {
        aloud.with_target(HEALTH, LevelFilter::OFF)
    } else {
        aloud
    }
}

fn ours(level: LogLevel) -> Targets {
    let level = match level {
        LogLevel::Error => LevelFilter::ERROR,
        LogLevel::Warn => LevelFilter::WARN,
        LogLevel::Info => LevelFilter::INFO,
        LogLevel::Debug => LevelFilter::DEBUG,
        LogLevel::Trace => LevelFilter::TRACE,
    };
    Targets::new()
        .with_targets(OURS.map(|target| (target, level)))
        .with_target(ANCHORS, LevelFilter::INFO)
}

#[cfg(test)]
mod tests {
    use super::*;
    use tracing::Level;

    #[test]
    fn h05_the_error_a_program_ends_with_is_not_told_twice() {
        assert!(HEALTH == module_path!().replace("log::tests", "health"));
        for once in [true, false] {
            let aloud = aloud(LogLevel::Trace, once);
            assert!(!aloud.would_enable(SAID_ELSEWHERE, &Level::ERROR));
            assert_eq!(aloud.would_enable(HEALTH, &Level::ERROR), !once);
            assert!(aloud.would_enable("worker::scheduler", &Level::WARN));
        }
        assert!(ours(LogLevel::Error).would_enable(SAID_ELSEWHERE, &Level::ERROR));
    }

    #[test]
    fn d02_anchors_of_the_record_are_written_down_at_every_level() {
        for level in [LogLevel::Error, LogLevel::Warn, LogLevel::Info] {
            assert!(ours(level).would_enable(ANCHORS, &Level::INFO), "{level:?}");
        }
    }

    #[test]
    fn z03_libraries_are_not_written_down_at_any_level() {
        let ours = ours(LogLevel::Trace);
        for target in ["worker", "worker::dispatcher", "actions::settle_message"] {
            assert!(ours.would_enable(target, &Level::TRACE), "{target}");
        }
        for target in ["reqwest::connect", "hyper_util::client", "rustls::client", "lettre"] {
            assert!(!ours.would_enable(target, &Level::ERROR), "{target}");
        }
    }
}
