//! **Save as PDF**, **Save as CSV** (spec R09): a document is written into `exports/`, part by part (spec H04), or left to be
//! fetched.

use std::path::{Path, PathBuf};

use actions::save_document::{self, Content, NoFile, Order};
use actions::{ActionError, status_report};
use domain::browser::PaperWay;
use domain::document::DocumentKind;
use domain::ids::DocumentId;
use setup::exports::{self, FileName};
use setup::new_file::{self, NewFile};

use super::draft::{Draft, DraftError};
use super::first_passwords::Making;
use super::{Answers, Backend, Reply, Source};

/// What is made part by part, one thing at a time.
pub(super) enum Underway {
    /// A file of `exports/`.
    File(Box<Saving>),
    /// First passwords, which become a list.
    Passwords(Making),
}

/// A file of `exports/` under way.
pub(super) struct Saving {
    id: DocumentId,
    kind: DocumentKind,
    name: FileName,
    draft: Draft<NewFile>,
}

/// The file is there, and the database does not know that it is kept: choosing it again is the person's to decide.
fn not_noted(path: &Path, error: ActionError) -> ActionError {
    match error {
        ActionError::Store(error) => ActionError::Refused(format!(
            "The file lies at {}, but that it is kept could not be noted. {error}",
            path.display()
        )),
        other => other,
    }
}

impl<S: Source> Backend<S> {
    pub(super) fn save(&mut self, order: &Order) -> Answers {
        match self.client.seen.paper_way() {
            Some(PaperWay::File) => self.save_file(order),
            Some(way @ (PaperWay::PickupBySsh | PaperWay::PickupBySudo)) => {
                let (token, entropy, at) = self.hand()?;
                let offer = save_document::offer_pickup(&mut self.db, &token, order, entropy, at)?;
                Ok(Reply::Offered(offer, way))
            }
            None => Err(ActionError::Refused(no_way(order.kind))),
        }
    }

    fn save_file(&mut self, order: &Order) -> Answers {
        let name = self.file_name(order.kind)?;
        let (token, entropy, at) = self.hand()?;
        let (id, content) = save_document::begin_file(&mut self.db, &token, order, name.as_str(), entropy, at)?;
        self.write_file(id, order.kind, name, content)
    }

    /// The name of a file that is not there yet.
    pub(super) fn file_name(&mut self, kind: DocumentKind) -> Result<FileName, ActionError> {
        let (token, at) = (self.session()?, self.source.now());
        let username = actions::look::account(&mut self.db, &token, at)?.username;
        Ok(FileName::of(kind, &username, self.source.entropy()))
    }

    /// Begins to write a document that was noted.
    pub(super) fn write_file(
        &mut self,
        id: DocumentId,
        kind: DocumentKind,
        name: FileName,
        content: Content,
    ) -> Answers {
        // One at a time: whoever chose another one does not wait for the one before.
        self.drop_underway();
        let at = self.source.now();
        let begun = exports::begin(&self.dir, &name)
            .map_err(|error| error.to_string())
            .and_then(|file| {
                Draft::begin(&mut self.db, content, file, at).map_err(|error| refusal(&self.path(&name), error))
            });
        match begun {
            Ok(draft) => {
                let saving = Saving { id, kind, name, draft };
                self.next_part(Box::new(saving))
            }
            Err(why) => self.not_written(id, kind, &why),
        }
    }

    fn path(&self, name: &FileName) -> PathBuf {
        self.dir.exports().join(name.as_str())
    }

    /// The next part of what is under way.
    pub(super) fn go_on(&mut self) -> Answers {
        let (token, at) = (self.session()?, self.source.now());
        actions::look::still_running(&mut self.db, &token, at)?;
        match self.underway.take() {
            Some(Underway::File(saving)) => self.next_part(saving),
            Some(Underway::Passwords(making)) => self.go_on_making(making),
            None => Err(ActionError::Refused("Nothing is being saved (any more).".into())),
        }
    }

    fn next_part(&mut self, mut saving: Box<Saving>) -> Answers {
        let at = self.source.now();
        match saving.draft.step(&mut self.db, at) {
            Ok(true) => {
                let progress = saving.draft.progress();
                self.underway = Some(Underway::File(saving));
                Ok(Reply::Saving(progress))
            }
            Ok(false) => self.finish_saving(*saving),
            Err(error) => {
                let why = refusal(&self.path(&saving.name), error);
                self.not_written(saving.id, saving.kind, &why)
            }
        }
    }

    fn finish_saving(&mut self, saving: Saving) -> Answers {
        let path = self.path(&saving.name);
        let written = match saving.draft.finish() {
            Ok(file) => file.finish().map_err(|error| error.to_string()),
            Err(error) => Err(refusal(&path, error)),
        };
        match written {
            Ok(path) => {
                let (token, entropy, at) = self.hand()?;
                let noted = save_document::file_written(&mut self.db, &token, saving.id, entropy, at);
                noted.map_err(|error| not_noted(&path, error))?;
                Ok(Reply::SavedAs(path))
            }
            Err(why) => self.not_written(saving.id, saving.kind, &why),
        }
    }

    /// **Stop** (spec H04).
    pub(super) fn stop(&mut self) -> Answers {
        let in_time = self.underway.is_some();
        self.drop_underway();
        Ok(Reply::SavingStopped { in_time })
    }

    /// Nothing is left of what is under way.
    pub(super) fn drop_underway(&mut self) {
        if let Some(Underway::File(saving)) = self.underway.take() {
            let id = saving.id;
            drop(saving);
            self.note_no_file(id, NoFile::Stopped);
        }
    }

    fn note_no_file(&mut self, id: DocumentId, why: NoFile) {
        let (entropy, at) = (self.source.entropy(), self.source.now());
        // What matters to the person is that there is no file; its row ends by its time where it cannot be closed now.
        drop(save_document::file_failed(&mut self.db, id, why, entropy, at));
    }

    /// Of a recovery code, the set-up is not ended by it: the code is still on the screen, and can be copied.
    fn not_written(&mut self, id: DocumentId, kind: DocumentKind, why: &str) -> Answers {
        self.note_no_file(id, NoFile::Failed);
        let rest = match kind {
            DocumentKind::RecoveryCode => " Your recovery code works all the same: copy it, or write it down.",
            DocumentKind::FirstPasswords => {
                " The passwords were made and nobody has seen them: choose First passwords again, which makes others."
            }
            DocumentKind::StatusPdf | DocumentKind::StatusCsv | DocumentKind::StaffCsv | DocumentKind::ActivityCsv => {
                ""
            }
        };
        Err(ActionError::Refused(format!("{why}{rest}")))
    }

    /// The report's figures, for the screen.
    pub(super) fn status(&mut self) -> Answers {
        let (token, at) = (self.session()?, self.source.now());
        status_report::look(&mut self.db, &token, at).map(Reply::Status)
    }

    pub(super) fn pickup_state(&mut self, id: DocumentId) -> Answers {
        let (token, at) = (self.session()?, self.source.now());
        save_document::pickup_state(&mut self.db, &token, id, at).map(Reply::Pickup)
    }
}

/// Why there is no document, as a sentence.
fn refusal(path: &Path, error: DraftError) -> String {
    match error {
        DraftError::Write(source) => new_file::not_saved(path, source).to_string(),
        DraftError::Action(error) => error.to_string(),
        DraftError::Document(error) => error.to_string(),
    }
}

pub(super) fn no_way(kind: DocumentKind) -> String {
    let instead = match kind {
        DocumentKind::RecoveryCode => "Copy the code or write it down instead.",
        DocumentKind::StatusPdf
        | DocumentKind::StatusCsv
        | DocumentKind::StaffCsv
        | DocumentKind::ActivityCsv
        | DocumentKind::FirstPasswords => "Nothing was made: ask who runs the server to look at `vestibule doctor`.",
    };
    format!("This server does not say which SSH key you came with, so no document can be handed to you. {instead}")
}
