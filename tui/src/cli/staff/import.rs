//! `vestibule staff import`: a table of people from a file, all of it or nothing, every fault told (spec A02, H04).

use std::fs::File;
use std::io::{self, IsTerminal, Read, Write};
use std::path::PathBuf;

use actions::By;
use actions::import_staff::{Counts, Found, ImportStaff, Imported, import_staff};
use clap::Args;
use domain::contact::visible;
use domain::staff_table::from_bytes;

use crate::cli::clinic::{Around, Clinic, now, random};
use crate::cli::failure::Failure;
use crate::cli::output::Output;
use crate::cli::prompt::say;

/// More than any clinic's staff takes.
const LARGEST: u64 = 16 << 20;

/// Which table.
#[derive(Debug, Args)]
#[command(after_help = "\
The first row is username,name,email,mobile,access; other columns are left alone. Who has a user name
of the table already is changed, the others are added; they have no password until reset-password.

Examples:
  vestibule staff import staff.csv
  vestibule staff import - < staff.csv     where the file is not readable by the clinic's own user")]
pub(crate) struct Import {
    /// The table, CSV in UTF-8; - for standard input
    #[arg(value_name = "FILE.csv")]
    file: PathBuf,
}

impl Import {
    pub(super) fn run(&self, clinic: &Clinic, around: &Around, output: &Output) -> Result<(), Failure> {
        let bytes = self.read()?;
        let mut db = clinic.open()?;
        let command = ImportStaff {
            text: &from_bytes(&bytes),
            countries: &clinic.config.sms.countries,
            expected: None,
        };
        let by = By::Operator(&around.operator);
        let mut progress = Progress::on_terminal();
        let imported = import_staff(
            &mut db,
            by,
            &command,
            &mut |done, total| progress.show(done, total),
            random()?,
            now(),
        );
        progress.end();
        match imported? {
            Imported::Done(counts) => output.print(&told(counts)),
            Imported::Bad(found) => Err(refused(&found)),
            // Nothing was shown before that it could differ from.
            Imported::Differs(_) => Err(Failure::Refused("Nobody was added or changed: start again.".into())),
        }
    }

    fn read(&self) -> Result<Vec<u8>, Failure> {
        let name = visible(&self.file.display().to_string());
        let unread = |error: io::Error| {
            Failure::Refused(format!(
                "{name} cannot be read ({error}). Nobody was added or changed: hand it over with `staff import - < FILE`."
            ))
        };
        let mut bytes = Vec::new();
        let read = if self.file.as_os_str() == "-" {
            io::stdin().lock().take(LARGEST + 1).read_to_end(&mut bytes)
        } else {
            File::open(&self.file).and_then(|file| file.take(LARGEST + 1).read_to_end(&mut bytes))
        };
        if read.map_err(unread)? as u64 > LARGEST {
            return Err(Failure::Refused(format!(
                "{name} has more than {} MiB: that is no staff table. Nobody was added or changed.",
                LARGEST >> 20
            )));
        }
        Ok(bytes)
    }
}

fn people(count: usize) -> String {
    if count == 1 {
        "1 person".into()
    } else {
        format!("{count} people")
    }
}

fn told(counts: Counts) -> String {
    if counts.to_do() == 0 {
        return format!(
            "Nothing was different in {} rows, so nothing was changed.",
            counts.unchanged
        );
    }
    let mut said = format!(
        "Added: {}. Changed: {}. Rows that changed nothing: {}.",
        people(counts.new),
        people(counts.changed),
        counts.unchanged
    );
    if counts.new_managers > 0 {
        let got = format!(
            " Full access was given to {}: all managers are told.",
            people(counts.new_managers)
        );
        said.push_str(&got);
    }
    if counts.new > 0 {
        said.push_str("\nWho is new has no password yet: `vestibule staff reset-password USER` makes one.");
    }
    said
}

/// Every fault on a line of its own, then the sentence.
fn refused(found: &Found) -> Failure {
    let mut errors = io::stderr().lock();
    for bad in &found.bad {
        // With standard error gone there is nobody to tell; the exit code says it.
        let _ = writeln!(errors, "{}", visible(&bad.to_string()));
    }
    let rows = if found.counts.bad == 1 { "row" } else { "rows" };
    Failure::Refused(format!(
        "{} {rows} cannot be imported, for what is said above. Nobody was added or changed: mend the table and import it \
         again.",
        found.counts.bad
    ))
}

/// How far it is, on one line of a terminal.
struct Progress {
    is_seen: bool,
    is_shown: bool,
}

impl Progress {
    fn on_terminal() -> Self {
        Self {
            is_seen: io::stderr().is_terminal(),
            is_shown: false,
        }
    }

    /// Never stops: whoever wants that presses Ctrl-C, and nothing is kept.
    fn show(&mut self, done: usize, total: usize) -> bool {
        if self.is_seen {
            self.is_shown = true;
            say(&format!("\r{done} of {total} …  Ctrl-C stops, and nothing is kept"));
        }
        true
    }

    /// Takes the line away.
    fn end(&self) {
        if self.is_shown {
            say("\r\x1b[K");
        }
    }
}
