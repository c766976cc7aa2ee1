//! `vestibule staff export`: the staff list as a table that can be imported again, into a new file or onto standard output
//! (spec A02, Z05, H04). What stands in it is `backend::draft`'s.

use std::io;
use std::path::PathBuf;

use actions::make_document::operator_makes;
use actions::save_document::{Content, Order};
use clap::Args;
use domain::document::DocumentKind;

use crate::backend::draft::DraftError;
use crate::cli::clinic::{Around, Clinic, now, random};
use crate::cli::failure::Failure;
use crate::cli::output::Output;
use crate::cli::report::{make, write_file};

/// Where to.
#[derive(Debug, Args)]
#[command(after_help = "\
Mobile numbers stand in it whole, so that it can be imported again: keep it where nobody else reads it.

Examples:
  vestibule staff export staff.csv     a new file that you alone may read
  vestibule staff export | head -3")]
pub(crate) struct Export {
    /// A new file; standard output without one
    #[arg(value_name = "FILE.csv")]
    file: Option<PathBuf>,
}

impl Export {
    pub(super) fn run(&self, clinic: &Clinic, around: &Around, output: &Output) -> Result<(), Failure> {
        let mut db = clinic.open()?;
        let order = Order::of(DocumentKind::StaffCsv);
        if let Some(file) = &self.file {
            write_file(&mut db, &order, &around.operator, file)?;
            return output.print(&format!("The staff list was saved as {}.", file.display()));
        }
        let leave = operator_makes(&mut db, &order, &around.operator, random()?, now())?;
        match make(&mut db, Content::Leave(leave), io::stdout().lock()) {
            Ok(_) => Ok(()),
            // Whoever read it has seen enough.
            Err(DraftError::Write(error)) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
            Err(DraftError::Write(error)) => Err(Failure::Output(error)),
            Err(DraftError::Action(error)) => Err(error.into()),
            Err(DraftError::Document(error)) => Err(Failure::Refused(error.to_string())),
        }
    }
}
