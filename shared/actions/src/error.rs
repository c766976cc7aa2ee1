//! Why an action did not happen. Refusals that are part of a flow (a wrong code) are outcomes, not errors.

use domain::permission::Denied;
use domain::step_up::Needs;
use store::StoreError;

/// Why an action did not happen; nothing of it was kept.
#[derive(Debug, thiserror::Error)]
pub enum ActionError {
    /// The database could not do it.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The session has ended; the screen has to be cleared.
    #[error("Your session has ended ({why}). Nothing was changed. Sign in again.")]
    SessionEnded {
        /// Why, in a few words.
        why: String,
    },
    /// A new password has to be chosen before anything else (spec A07).
    #[error("Choose a new password first. Nothing was changed.")]
    PasswordFirst,
    /// The recovery code has to be kept before anything else (spec R02).
    #[error("Keep your recovery code first. Nothing was changed.")]
    RecoveryFirst,
    /// A method has to be set up before anything else (spec E03).
    #[error("Set up 2-Step Verification first: this clinic requires it. Nothing was changed.")]
    SetUpFirst,
    /// Step-up is not complete (spec M10).
    #[error("We have to ask once more who you are. Nothing was changed.")]
    StepUp(Needs),
    /// What was asked for does not fit the state of things (any more).
    #[error("{0}")]
    Refused(String),
    /// The clinic's table of permissions says no.
    #[error("{0} Nothing was changed.")]
    Denied(#[from] Denied),
    /// Hashing failed: out of memory, as a rule.
    #[error("The password could not be worked on ({0}). Nothing was changed. Try again.")]
    Hashing(String),
}

impl From<domain::password::HashError> for ActionError {
    fn from(error: domain::password::HashError) -> Self {
        ActionError::Hashing(error.to_string())
    }
}
