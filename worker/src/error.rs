//! Why a worker did not start or did not go on, as sentences, with the exit code of the contract.

use actions::ActionError;
use setup::SetupError;

use crate::db;
use crate::transports;

/// Why a worker did not start, or did not go on. `Display` is the whole sentence.
#[derive(Debug, thiserror::Error)]
pub enum WorkerError {
    /// Directory, key, configuration, secret or lock.
    #[error(transparent)]
    SetUp(#[from] SetupError),
    /// `vestibule.toml` says something no transport can be made of.
    #[error(
        "Messages cannot be sent as vestibule.toml says: {0}. Nothing was sent and all messages are kept. Correct it and start the worker again."
    )]
    Transport(#[from] transports::SetUpError),
    /// The database.
    #[error(transparent)]
    Database(#[from] ActionError),
    /// The database's thread died of a mistake in the program.
    #[error(
        "The worker had to stop because of a mistake in the program; nothing was lost. Start it again, and report what its log says."
    )]
    Broken,
    /// The system did not let the worker have a thread.
    #[error(
        "The system did not let the worker begin ({0}). Nothing was sent and all messages are kept. Start it again."
    )]
    System(#[from] std::io::Error),
}

impl WorkerError {
    /// The exit code of the contract: 1 refused, 2 nothing there, 78 unsafe or invalid set-up.
    #[must_use]
    pub fn exit_code(&self) -> u8 {
        match self {
            WorkerError::SetUp(error) => error.exit_code(),
            WorkerError::Transport(_) => 78,
            WorkerError::Database(error) => db::exit_code(error),
            WorkerError::Broken | WorkerError::System(_) => 1,
        }
    }

    /// The sentence of a program that ends with it.
    #[must_use]
    pub fn last_words(&self) -> String {
        match self {
            WorkerError::Database(error) => db::last_words(error),
            WorkerError::SetUp(_) | WorkerError::Transport(_) | WorkerError::Broken | WorkerError::System(_) => {
                self.to_string()
            }
        }
    }

    /// Whether it may go away by itself: a full or read-only disk, a lock somebody keeps (spec Z07).
    pub(crate) fn may_pass(&self) -> bool {
        match self {
            WorkerError::SetUp(SetupError::Failed { .. } | SetupError::Export { .. }) => true,
            WorkerError::SetUp(_) | WorkerError::Transport(_) | WorkerError::Broken | WorkerError::System(_) => false,
            WorkerError::Database(error) => db::may_pass(error),
        }
    }
}
