//! **Save as PDF** (spec R09): the page is made here, and written into `exports/` or left to be fetched.

use actions::ActionError;
use actions::save_document::{self, Paper};
use document::{DocumentError, RecoverySheet, recovery_sheet};
use domain::browser::PaperWay;
use domain::ids::DocumentId;
use setup::exports::{self, FileName};
use zeroize::Zeroizing;

use super::{Answers, Backend, Reply, Source};
use crate::clock;

/// The recovery code's page.
///
/// # Errors
/// [`DocumentError`], a sentence.
pub fn sheet(paper: &Paper) -> Result<Zeroizing<Vec<u8>>, DocumentError> {
    let made = clock::date_and_time(paper.made_at, &clock::zone(&paper.time_zone));
    let contact = Some(paper.contact.as_str()).filter(|contact| !contact.is_empty());
    recovery_sheet(&RecoverySheet {
        clinic: &paper.clinic,
        name: &paper.name,
        username: &paper.username,
        code: &paper.code,
        made: &made,
        contact,
    })
}

/// The file is there, and the database does not know that it is kept: choosing it again is the person's to decide.
fn not_noted(path: &std::path::Path, error: ActionError) -> ActionError {
    match error {
        ActionError::Store(error) => ActionError::Refused(format!(
            "The PDF lies at {}, but that it is kept could not be noted. {error}",
            path.display()
        )),
        other => other,
    }
}

impl<S: Source> Backend<S> {
    pub(super) fn save_as_pdf(&mut self) -> Answers {
        match self.client.seen.paper_way() {
            Some(PaperWay::File) => self.save_file(),
            Some(way @ (PaperWay::PickupBySsh | PaperWay::PickupBySudo)) => {
                let (token, entropy, at) = self.hand()?;
                let offer = save_document::offer_pickup(&mut self.db, &token, entropy, at)?;
                Ok(Reply::Offered(offer, way))
            }
            None => Err(ActionError::Refused(
                "This server does not say which SSH key you came with, so no PDF can be handed to you. \
                 Copy the code or write it down instead."
                    .into(),
            )),
        }
    }

    fn save_file(&mut self) -> Answers {
        let (token, at) = (self.session()?, self.source.now());
        let username = actions::look::account(&mut self.db, &token, at)?.username;
        let name = FileName::recovery(&username, self.source.entropy());
        let entropy = self.source.entropy();
        let (id, paper) = save_document::begin_file(&mut self.db, &token, name.as_str(), entropy, at)?;
        let written = match sheet(&paper) {
            Ok(bytes) => exports::write(&self.dir, &name, &bytes).map_err(|error| error.to_string()),
            Err(error) => Err(error.to_string()),
        };
        match written {
            Ok(path) => {
                let (entropy, at) = (self.source.entropy(), self.source.now());
                let noted = save_document::file_written(&mut self.db, &token, id, entropy, at);
                noted.map_err(|error| not_noted(&path, error))?;
                Ok(Reply::SavedAs(path))
            }
            Err(why) => self.not_written(id, &why),
        }
    }

    /// The set-up is not ended by it: the code is still on the screen, and can be copied.
    fn not_written(&mut self, id: DocumentId, why: &str) -> Answers {
        let (entropy, at) = (self.source.entropy(), self.source.now());
        // What matters to the person is that there is no file; its row ends by its time where it cannot be closed now.
        drop(save_document::file_failed(&mut self.db, id, entropy, at));
        Err(ActionError::Refused(format!(
            "{why} Your recovery code works all the same: copy it, or write it down."
        )))
    }

    pub(super) fn pickup_state(&mut self, id: DocumentId) -> Answers {
        let (token, at) = (self.session()?, self.source.now());
        save_document::pickup_state(&mut self.db, &token, id, at).map(Reply::Pickup)
    }
}
