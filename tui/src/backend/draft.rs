//! Documents being made, part by part (spec R09, H04): whoever makes one says how far it is and may stop between two
//! parts. A table goes out as it is read, so that a million rows take no more room than one part; a page to print is
//! made at once.
//!
//! For the backend, which writes files of `exports/`, for `pickup`, and for the operator's commands. Who may have a document
//! is asked by the actions, at every part.

mod pages;
mod rows;

use std::io::{self, Write};

use actions::save_document::Content;
use actions::{ActionError, Leave};
use document::DocumentError;
use document::csv::Table;
use domain::document::DocumentKind;
use domain::time::Now;
use store::Db;
use zeroize::Zeroizing;

pub use pages::sheet;
pub(crate) use pages::{two_step, word};
use rows::Rows;

/// How far a document is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// So many are done.
    pub done: u64,
    /// So many there are.
    pub of: u64,
    /// What is counted, as a word that follows the numbers.
    pub what: &'static str,
}

/// Why a document is not made.
#[derive(Debug, thiserror::Error)]
pub(crate) enum DraftError {
    /// It may not be had (any more), or the database could not be read.
    #[error(transparent)]
    Action(#[from] ActionError),
    /// It could not be set.
    #[error(transparent)]
    Document(#[from] DocumentError),
    /// It could not be written.
    #[error("{0}")]
    Write(io::Error),
}

/// A document under way, into a writer.
pub(crate) struct Draft<W: Write> {
    body: Body<W>,
    progress: Progress,
}

enum Body<W: Write> {
    Page { out: W, bytes: Zeroizing<Vec<u8>> },
    Table(Box<Rowed<W>>),
}

/// A table, and where its rows come from.
struct Rowed<W: Write> {
    table: Table<W>,
    leave: Leave,
    rows: Rows,
}

impl<W: Write> Draft<W> {
    /// Begins one.
    ///
    /// # Errors
    /// [`DraftError`].
    pub(crate) fn begin(db: &mut Db, content: Content, out: W, at: Now) -> Result<Self, DraftError> {
        let leave = match content {
            Content::RecoveryCode(paper) => return Ok(Self::page(out, sheet(&paper)?)),
            Content::Leave(leave) => leave,
        };
        let rows = match leave.kind() {
            DocumentKind::StatusPdf => return Ok(Self::page(out, pages::status(db, &leave, at)?)),
            DocumentKind::FirstPasswords => return Ok(Self::page(out, pages::first_passwords(db, &leave, at)?)),
            DocumentKind::StatusCsv => Rows::status(db, &leave, at)?,
            DocumentKind::StaffCsv => Rows::staff(db, &leave, at)?,
            DocumentKind::ActivityCsv => Rows::activity(db, &leave, at)?,
            DocumentKind::RecoveryCode => {
                let sentence = "There is no recovery code to save.";
                return Err(ActionError::Refused(sentence.into()).into());
            }
        };
        let progress = Progress {
            done: 0,
            of: rows.total(),
            what: "rows",
        };
        let table = Table::begin(out, rows.columns()).map_err(DraftError::Write)?;
        let body = Body::Table(Box::new(Rowed { table, leave, rows }));
        Ok(Self { body, progress })
    }

    fn page(out: W, bytes: Zeroizing<Vec<u8>>) -> Self {
        Self {
            body: Body::Page { out, bytes },
            progress: Progress {
                done: 0,
                of: 1,
                what: "pages",
            },
        }
    }

    /// How far it is.
    pub(crate) fn progress(&self) -> Progress {
        self.progress
    }

    /// Writes the next part. `false` once that was all.
    ///
    /// # Errors
    /// [`DraftError`]; what was written so far is no document.
    pub(crate) fn step(&mut self, db: &mut Db, at: Now) -> Result<bool, DraftError> {
        match &mut self.body {
            Body::Page { out, bytes } => {
                out.write_all(bytes).map_err(DraftError::Write)?;
                self.progress.done = 1;
                Ok(false)
            }
            Body::Table(own) => {
                let Rowed { table, leave, rows } = &mut **own;
                let Some(part) = rows.part(db, leave, at)? else {
                    return Ok(false);
                };
                for row in &part.rows {
                    table.row(row).map_err(DraftError::Write)?;
                }
                self.progress.done += part.read;
                Ok(true)
            }
        }
    }

    /// Hands the writer back; everything has gone into it.
    ///
    /// # Errors
    /// Of the writer.
    pub(crate) fn finish(self) -> Result<W, DraftError> {
        match self.body {
            Body::Page { out, .. } => Ok(out),
            Body::Table(own) => own.table.finish().map_err(DraftError::Write),
        }
    }

    /// Makes all of it, and says after each part how far it is.
    ///
    /// # Errors
    /// [`DraftError`].
    pub(crate) fn whole(
        mut self,
        db: &mut Db,
        at: impl Fn() -> Now,
        mut told: impl FnMut(Progress),
    ) -> Result<W, DraftError> {
        while self.step(db, at())? {
            told(self.progress);
        }
        self.finish()
    }
}
