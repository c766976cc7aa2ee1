//! `vestibule audit`: the record checked and exported by the operator (spec D02, D03, U06). What is checked stands in
//! `store`, what a row of the table has in `backend::draft`.

use std::io::{self, BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use actions::check_record::{self, Checked, check_record, note_check};
use actions::make_document::operator_makes;
use actions::save_document::{Content, Order};
use clap::{Args, Subcommand};
use domain::anchor::Anchor;
use domain::document::DocumentKind;
use setup::new_file::NewFile;
use store::Db;

use super::clinic::{Around, Clinic, now, random};
use super::failure::Failure;
use super::output::{Output, Tint};
use super::progress::Work;
use super::report::not_made;
use crate::backend::draft::{Draft, DraftError};

/// What can be done with the record.
#[derive(Debug, Subcommand)]
pub(crate) enum Audit {
    /// Check that nobody changed the record: exit code 0 whole, 1 broken, with the first bad row
    Verify(Verify),
    /// Export the record as a table: to standard output, or into a new file
    Export(Export),
}

/// Against what.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  vestibule audit verify
  vestibule audit verify --anchors /var/lib/vestibule/log/worker.*.log

The worker writes number and fingerprint of the newest row to its log every five minutes. Against copies of
those logs kept elsewhere, a database that was put back as a whole shows too.")]
pub(crate) struct Verify {
    /// Logs of the worker, whose anchors have to hold too
    #[arg(long, value_name = "FILE", num_args = 1..)]
    anchors: Vec<PathBuf>,
}

/// Where to.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  vestibule audit export record.csv
  vestibule audit export | grep code.wrong

A file that is there already is never overwritten. Cells that a spreadsheet would take for a formula begin
with an apostrophe.")]
pub(crate) struct Export {
    /// A new file, readable by its owner alone; standard output where none is named
    #[arg(value_name = "FILE.csv")]
    file: Option<PathBuf>,
}

impl Audit {
    /// Does it.
    ///
    /// # Errors
    /// What is wrong with the clinic or a file, or that it was stopped.
    pub(crate) fn run(&self, around: &Around, output: &Output) -> Result<ExitCode, Failure> {
        let clinic = Clinic::find(around)?;
        match self {
            Self::Verify(verify) => verify.run(&clinic, around, output),
            Self::Export(export) => export.run(&clinic, around),
        }
    }
}

impl Verify {
    fn run(&self, clinic: &Clinic, around: &Around, output: &Output) -> Result<ExitCode, Failure> {
        let anchors = self.read_anchors()?;
        let mut db = clinic.open()?;
        let checked = {
            let rows = check_record::size(&mut db, now())?;
            let work = Work::begin(u64::try_from(rows).unwrap_or_default(), "rows")?;
            let go_on = |rows| work.done(u64::try_from(rows).unwrap_or_default());
            check_record(&mut db, &anchors, go_on, now())?
        };
        let noted = note_check(&mut db, checked, &around.operator, random()?, now());
        let code = tell(checked, anchors.len(), output)?;
        // What was found is told even where it cannot be written down.
        noted?;
        Ok(code)
    }

    fn read_anchors(&self) -> Result<Vec<Anchor>, Failure> {
        let mut anchors = Vec::new();
        for path in &self.anchors {
            anchors.extend(anchors_of(path)?);
        }
        if anchors.is_empty() && !self.anchors.is_empty() {
            let sentence =
                "No line of that file is an anchor of the record; nothing was checked. Name a log of the worker.";
            return Err(Failure::WrongUse(sentence.into()));
        }
        Ok(anchors)
    }
}

fn anchors_of(path: &Path) -> Result<Vec<Anchor>, Failure> {
    let unread = |error: io::Error| {
        let path = path.display();
        Failure::WrongUse(format!(
            "{path} cannot be read ({error}); nothing was checked. Name a log of the worker."
        ))
    };
    let mut lines = BufReader::new(std::fs::File::open(path).map_err(unread)?).split(b'\n');
    let mut anchors = Vec::new();
    for number in 1_usize.. {
        let Some(line) = lines.next().transpose().map_err(unread)? else {
            break;
        };
        let found = Anchor::find(&String::from_utf8_lossy(&line));
        let anchor = found.map_err(|_| {
            Failure::Refused(format!(
                "Line {number} of {} is an anchor that was cut or changed; nothing was checked. Compare the log with a copy \
                 of it.",
                path.display()
            ))
        })?;
        anchors.extend(anchor);
    }
    Ok(anchors)
}

/// `row N` is the contract's word; what else is said stands on lines of its own.
fn tell(checked: Checked, anchors: usize, output: &Output) -> Result<ExitCode, Failure> {
    match checked {
        Checked::Whole { rows } => {
            let held = match anchors {
                0 => String::new(),
                1 => ", and the anchor holds".into(),
                _ => format!(", and all {anchors} anchors hold"),
            };
            let whole = output.tinted(Tint::Good, "whole");
            output.print(&format!(
                "The record is {whole}: {rows} rows are as they were written{held}."
            ))?;
            Ok(ExitCode::SUCCESS)
        }
        Checked::Broken { row } => {
            let broken = output.tinted(Tint::Danger, &format!("row {row}"));
            output.print(&format!(
                "{broken}\nThe record was changed: that row is the first that is not as it was written, is gone or was put \
                 elsewhere.\nKeep the file as it is, compare it with the backups, and find out who could write to it."
            ))?;
            Ok(ExitCode::from(1))
        }
        Checked::Stopped { rows } => Err(Failure::Refused(format!(
            "Stopped. The first {rows} rows are as they were written; the rest was not looked at."
        ))),
    }
}

impl Export {
    fn run(&self, clinic: &Clinic, around: &Around) -> Result<ExitCode, Failure> {
        let mut db = clinic.open()?;
        match &self.file {
            Some(path) => {
                let file = NewFile::at(path)?;
                let draft = begin(&mut db, around, file)?.map_err(|error| not_made(path, error))?;
                let file = write(&mut db, draft)?.map_err(|error| not_made(path, error))?;
                file.finish()?;
            }
            None => {
                let out = BufWriter::new(io::stdout());
                let draft = begin(&mut db, around, out)?.map_err(not_printed)?;
                match write(&mut db, draft)?.and_then(|mut out| out.flush().map_err(DraftError::Write)) {
                    // Whoever read it has had enough.
                    Err(DraftError::Write(error)) if error.kind() == io::ErrorKind::BrokenPipe => {}
                    written => written.map_err(not_printed)?,
                }
            }
        }
        Ok(ExitCode::SUCCESS)
    }
}

type Made<T> = Result<Result<T, DraftError>, Failure>;

fn begin<W: Write>(db: &mut Db, around: &Around, out: W) -> Made<Draft<W>> {
    let order = Order::of(DocumentKind::ActivityCsv);
    let leave = operator_makes(db, &order, &around.operator, random()?, now())?;
    Ok(Draft::begin(db, Content::Leave(leave), out, now()))
}

/// Writes it part by part. Stopped, nothing of a file stays.
fn write<W: Write>(db: &mut Db, mut draft: Draft<W>) -> Made<W> {
    let work = Work::begin(draft.progress().of, "rows")?;
    loop {
        match draft.step(db, now()) {
            Err(error) => return Ok(Err(error)),
            Ok(false) => return Ok(draft.finish()),
            Ok(true) if work.done(draft.progress().done) => {}
            Ok(true) => {
                let sentence = "Stopped. No file was made, and nothing else was changed.";
                return Err(Failure::Refused(sentence.into()));
            }
        }
    }
}

fn not_printed(error: DraftError) -> Failure {
    match error {
        DraftError::Action(error) => Failure::Action(error),
        DraftError::Document(error) => Failure::Refused(error.to_string()),
        DraftError::Write(error) => Failure::Refused(format!(
            "The table could not be written ({error}); what came before is not all of it. Try again."
        )),
    }
}
