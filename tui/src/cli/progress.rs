//! How far long work is, on a terminal, and Ctrl-C that ends it cleanly (spec H04): what was begun is taken away again,
//! and the last sentence says so.

use std::io::{IsTerminal, stderr};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};

use super::failure::Failure;

/// Long work that can be watched and stopped.
pub(crate) struct Work {
    bar: ProgressBar,
    stopped: Arc<AtomicBool>,
}

impl Work {
    /// Work of so many steps. Nothing is shown where standard error is no terminal.
    ///
    /// # Errors
    /// Ctrl-C cannot be listened to.
    pub(crate) fn begin(steps: u64, what: &str) -> Result<Self, Failure> {
        let stopped = Arc::new(AtomicBool::new(false));
        for signal in [SIGINT, SIGTERM, SIGHUP] {
            signal_hook::flag::register(signal, Arc::clone(&stopped)).map_err(|error| {
                Failure::Refused(format!("Ctrl-C cannot be listened to ({error}). Nothing was done."))
            })?;
        }
        let target = if stderr().is_terminal() {
            ProgressDrawTarget::stderr()
        } else {
            ProgressDrawTarget::hidden()
        };
        let bar = ProgressBar::with_draw_target(Some(steps), target);
        let template = "{bar:40} {human_pos} of {human_len} {msg}, {eta} left";
        let style = ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar());
        bar.set_style(style.progress_chars("█░"));
        bar.set_message(what.to_owned());
        Ok(Self { bar, stopped })
    }

    /// So many steps are done. `false` once it is to be stopped.
    pub(crate) fn done(&self, steps: u64) -> bool {
        self.bar.set_position(steps);
        !self.stopped.load(Ordering::Relaxed)
    }
}

impl Drop for Work {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
