//! Why a command did not do it: one sentence (spec H05) and the exit code of the contract. Nothing is printed here.

use std::io;
use std::process::ExitCode;

use actions::ActionError;
use setup::SetupError;
use store::StoreError;

use crate::demo::DemoError;
use crate::start::StartError;
use crate::terminal;

/// Refused, or not found.
const REFUSED: u8 = 1;
/// Wrong use, or nothing there.
const WRONG_USE: u8 = 2;
/// Unsafe or invalid set-up (`EX_CONFIG` of sysexits.h).
const SET_UP: u8 = 78;

/// Why a command did not do it. `Display` is the whole sentence.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    /// Something around the database.
    #[error(transparent)]
    Setup(#[from] SetupError),
    /// The database, or a rule.
    #[error(transparent)]
    Action(#[from] ActionError),
    /// The terminal program.
    #[error(transparent)]
    Terminal(#[from] StartError),
    /// The demo.
    #[error(transparent)]
    Demo(#[from] DemoError),
    /// A rule of the command itself.
    #[error("{0}")]
    Refused(String),
    /// The arguments, or what was typed, make no sense.
    #[error("{0}")]
    WrongUse(String),
    /// The set-up is at fault.
    #[error("{0}")]
    SetUp(String),
    /// Everything was done, but the result cannot be written.
    #[error("The answer could not be written ({0}); what the command does is done: ask again.")]
    Output(io::Error),
    /// The system has no randomness to give.
    #[error("The system gave no random bytes ({0}); nothing was changed: try again.")]
    Random(String),
}

impl Failure {
    /// As the contract has it.
    pub(crate) fn exit_code(&self) -> ExitCode {
        ExitCode::from(match self {
            Self::Setup(error) => error.exit_code(),
            Self::Action(error) => of_action(error),
            Self::Terminal(error) => of_terminal(error),
            Self::Demo(error) => of_demo(error),
            Self::Refused(_) | Self::Output(_) | Self::Random(_) => REFUSED,
            Self::WrongUse(_) => WRONG_USE,
            Self::SetUp(_) => SET_UP,
        })
    }
}

impl Failure {
    /// The sentence for standard error: the program has ended with it, so nothing goes on by itself.
    pub(crate) fn last_words(&self) -> String {
        match self {
            Self::Action(ActionError::Store(error)) | Self::Demo(DemoError::Action(ActionError::Store(error))) => {
                error.last_words()
            }
            Self::Demo(DemoError::Worker(error)) => error.last_words(),
            Self::Action(_)
            | Self::Demo(_)
            | Self::Setup(_)
            | Self::Terminal(_)
            | Self::Refused(_)
            | Self::WrongUse(_)
            | Self::SetUp(_)
            | Self::Output(_)
            | Self::Random(_) => self.to_string(),
        }
    }
}

fn of_terminal(error: &StartError) -> u8 {
    match error {
        StartError::Terminal(terminal::Error::NoTerminal) => WRONG_USE,
        StartError::Setup(error) => error.exit_code(),
        StartError::Terminal(terminal::Error::Refused(_)) | StartError::Io(_) => REFUSED,
    }
}

fn of_demo(error: &DemoError) -> u8 {
    match error {
        DemoError::Setup(error) => error.exit_code(),
        DemoError::Action(error) => of_action(error),
        DemoError::Worker(error) => error.exit_code(),
        DemoError::Terminal(error) => of_terminal(error),
        DemoError::Kept { .. } | DemoError::System(_) | DemoError::Script | DemoError::Broken => REFUSED,
    }
}

fn of_action(error: &ActionError) -> u8 {
    match error {
        ActionError::Store(StoreError::Missing(_)) => WRONG_USE,
        ActionError::Store(error) if error.is_set_up() => SET_UP,
        ActionError::Store(_)
        | ActionError::SessionEnded { .. }
        | ActionError::PasswordFirst
        | ActionError::SetUpFirst
        | ActionError::RecoveryFirst
        | ActionError::StepUp(_)
        | ActionError::Refused(_)
        | ActionError::Denied(_)
        | ActionError::Hashing(_) => REFUSED,
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self::Action(error.into())
    }
}
