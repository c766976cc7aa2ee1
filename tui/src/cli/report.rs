//! `vestibule report status` (spec D04, U06): who has 2SV, on the terminal or as a document. What stands in it is
//! `actions::status_report`'s; how it looks on paper is `document`'s.

use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use actions::ActionError;
use actions::make_document::{operator_makes, operator_reads_status};
use actions::save_document::{Content, Order};
use actions::status_report::{StatusReport, status_report};
use clap::{Args, Subcommand};
use comfy_table::{ContentArrangement, Table, presets};
use domain::contact::visible;
use domain::document::DocumentKind;
use domain::report::Line;
use jiff::tz::TimeZone;
use setup::new_file::{NewFile, not_saved};
use store::Db;

use super::clinic::{Around, Clinic, now, random};
use super::failure::Failure;
use super::output::Output;
use super::prompt::say;
use crate::backend::Progress;
use crate::backend::draft::{Draft, DraftError, two_step, word};
use crate::clock;

/// What can be reported.
#[derive(Debug, Subcommand)]
pub(crate) enum Report {
    /// Who has 2-step verification: for insurers and auditors
    Status(Files),
}

/// Where to; nowhere: onto the terminal.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  vestibule report status
  vestibule report status --pdf status.pdf --csv status.csv")]
pub(crate) struct Files {
    /// Write it to a new file, to be printed
    #[arg(long, value_name = "FILE")]
    pdf: Option<PathBuf>,
    /// Write the table to a new file, for a spreadsheet
    #[arg(long, value_name = "FILE")]
    csv: Option<PathBuf>,
}

impl Report {
    /// Does it.
    ///
    /// # Errors
    /// What is wrong with the clinic or the file; of two files, the first stays where the second cannot be written.
    pub(crate) fn run(&self, around: &Around, output: &Output) -> Result<ExitCode, Failure> {
        let Self::Status(files) = self;
        let clinic = Clinic::find(around)?;
        let mut db = clinic.open()?;
        let wanted = [
            (DocumentKind::StatusPdf, &files.pdf),
            (DocumentKind::StatusCsv, &files.csv),
        ];
        let mut written = false;
        for (kind, path) in wanted {
            if let Some(path) = path {
                write_file(&mut db, &Order::of(kind), &around.operator, path)?;
                output.print(&format!("The report was saved as {}.", path.display()))?;
                written = true;
            }
        }
        if !written {
            let leave = operator_reads_status(&mut db, &around.operator, random()?, now())?;
            let report = status_report(&mut db, &leave, now())?;
            output.print(&shown(&report, output.width()))?;
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// Makes a document into a new file of mode 0600 that the operator names; what is there already stays.
///
/// # Errors
/// It cannot be read or written; nothing of the file is left then.
pub(crate) fn write_file(db: &mut Db, order: &Order, operator: &str, path: &Path) -> Result<(), Failure> {
    let file = NewFile::at(path)?;
    let leave = operator_makes(db, order, operator, random()?, now())?;
    let file = make(db, Content::Leave(leave), file).map_err(|error| not_made(path, error))?;
    file.finish()?;
    Ok(())
}

/// Makes a document into a writer, and says on a terminal how far it is (spec H04). Ctrl-C stops it.
///
/// # Errors
/// [`DraftError`].
pub(crate) fn make<W: Write>(db: &mut Db, content: Content, out: W) -> Result<W, DraftError> {
    let is_watched = std::io::stderr().is_terminal();
    let told = |progress: Progress| {
        if is_watched {
            let Progress { done, of, what } = progress;
            say(&format!("\r{done} of {of} {what} …"));
        }
    };
    let draft = Draft::begin(db, content, out, now())?;
    let counts = draft.progress().of > 1;
    let made = draft.whole(db, now, told)?;
    if is_watched && counts {
        say("\r\x1b[K");
    }
    Ok(made)
}

/// Why a document was not made, with its file taken away again.
pub(crate) fn not_made(path: &Path, error: DraftError) -> Failure {
    match error {
        DraftError::Action(error) => Failure::Action(error),
        DraftError::Document(error) => Failure::Action(ActionError::Refused(error.to_string())),
        DraftError::Write(source) => not_saved(path, source).into(),
    }
}

fn shown(report: &StatusReport, width: Option<u16>) -> String {
    let zone = clock::zone(&report.time_zone);
    let totals = &report.totals;
    let percent = totals
        .percent_on()
        .map(|percent| format!(" ({percent} %)"))
        .unwrap_or_default();
    let enforced = if report.rules.enforced {
        "required for all staff"
    } else {
        "not required"
    };
    let trust = if report.rules.trust_allowed {
        "allowed"
    } else {
        "not allowed"
    };
    format!(
        "{}, {}\n2SV on {} of {}{percent}, off {}, paused {}; {enforced}, trusted browsers {trust}; without access {}\n\n{}",
        visible(&report.clinic),
        clock::date_and_time(report.made_at, &zone),
        totals.on,
        totals.people,
        totals.off,
        totals.paused,
        totals.no_access,
        table(&report.people, &zone, width)
    )
}

fn table(people: &[Line], zone: &TimeZone, width: Option<u16>) -> String {
    let mut table = Table::new();
    table.load_style(presets::NOTHING).set_header([
        "Name",
        "User name",
        "Access",
        "2SV",
        "Methods",
        "Default",
        "Since",
        "Last sign-in",
    ]);
    if let Some(width) = width {
        table
            .set_content_arrangement(ContentArrangement::Dynamic)
            .set_width(width);
    }
    let date = |at: Option<i64>| at.map(|at| clock::date(at, zone)).unwrap_or_default();
    for line in people {
        let methods: Vec<&str> = line.methods.iter().map(|method| word(*method)).collect();
        table.add_row([
            visible(&line.name),
            visible(&line.username),
            line.access.label().to_owned(),
            two_step(line, zone),
            methods.join(", "),
            line.default_method.map(word).unwrap_or_default().to_owned(),
            date(line.since),
            line.last_sign_in
                .map_or_else(|| "never".to_owned(), |at| clock::date(at, zone)),
        ]);
    }
    table.trim_fmt()
}
