//! Everything that can be wrong around the database, as sentences: what happened, what was kept, what to do (spec H05).
//! No secret and no line of a file is ever part of one.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use crate::exports::Trouble;

/// Why a program cannot go on. `Display` is the whole sentence for the person.
#[derive(Debug, thiserror::Error)]
pub enum SetupError {
    /// No clinic has been set up where one was looked for.
    #[error(
        "There is no clinic in {}; nothing was changed: `vestibule init` sets one up, `vestibule demo` shows one with \
         made-up people.",
        list(.looked)
    )]
    NothingThere {
        /// The directories looked at, in that order.
        looked: Vec<PathBuf>,
    },
    /// `init` found no directory to put a clinic into.
    #[error(
        "There is no place for a clinic, since neither $XDG_DATA_HOME nor $HOME is set; nothing was made: say where \
         with `--data DIR`."
    )]
    NoPlace,
    /// `init` met a clinic.
    #[error("There is a clinic in {} already and it was left as it is: choose another directory with `--data DIR`.", .dir.display())]
    AlreadyThere {
        /// The clinic's data directory.
        dir: PathBuf,
    },
    /// Started setuid or setgid (spec U01).
    #[error(
        "Vestibule was started setuid or setgid, which it never accepts; nothing was opened: take the bit off the \
         program with `chmod ug-s`."
    )]
    ElevatedStart,
    /// The data directory is not safe to use (spec U01).
    #[error("The data directory {} {fault}; nothing was opened: {}.", .path.display(), directory_remedy(.path, .fault))]
    Directory {
        /// The directory.
        path: PathBuf,
        /// What is wrong with it.
        fault: Fault,
    },
    /// The key file is not safe to use or not there (spec Z02).
    #[error("The key file {} {fault}; nothing was opened: {}.", .path.display(), key_remedy(.path, .fault))]
    KeyFile {
        /// The key file.
        path: PathBuf,
        /// What is wrong with it.
        fault: Fault,
    },
    /// A Twilio or SMTP secret cannot be used.
    #[error("The secret {} {fault}; nothing was sent and all messages are kept: {}.", .path.display(), secret_remedy(.path, .fault))]
    Secret {
        /// The file with the secret.
        path: PathBuf,
        /// What is wrong with it.
        fault: Fault,
    },
    /// Something in `vestibule.toml` is wrong.
    #[error("vestibule.toml{}: {problem}. Nothing was changed. {remedy}.", at_line(.line))]
    Config {
        /// The line, counted from 1; `None` where the whole file is meant.
        line: Option<usize>,
        /// What is wrong, without the value that stands there.
        problem: String,
        /// What to do.
        remedy: String,
    },
    /// Another worker is on duty (spec W05).
    #[error("Another worker is at work on this clinic; nothing was touched: stop that one first, or leave it be.")]
    WorkerElsewhere,
    /// The program could not become the owner of the data directory (spec U06).
    #[error(
        "The program could not become user {uid} ({why}); nothing was opened: start it as that user with `sudo -u '#{uid}' vestibule`."
    )]
    UserSwitch {
        /// The user it should have become.
        uid: u32,
        /// What was in the way.
        why: String,
    },
    /// A file for a person was not saved in, or not removed from, `exports/` (spec R09, Z07).
    #[error(
        "The file {} was not {done}, because {trouble}; nothing else was changed: {}.",
        .path.display(), .trouble.remedy(.path)
    )]
    Export {
        /// What was not done to it, as a word that follows "was not".
        done: &'static str,
        /// The file.
        path: PathBuf,
        /// What was in the way.
        trouble: Trouble,
    },
    /// The system refused something.
    #[error("Could not {doing} {} ({source}); nothing else was changed: put that right and try again.", .path.display())]
    Failed {
        /// What was being done, as words that follow "could not".
        doing: &'static str,
        /// With which file or directory.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

impl SetupError {
    /// The exit code of the contract: 1 refused, 2 nothing there, 78 unsafe or invalid set-up.
    #[must_use]
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Export {
                trouble: Trouble::Folder(_),
                ..
            } => 78,
            Self::AlreadyThere { .. } | Self::WorkerElsewhere | Self::Export { .. } | Self::Failed { .. } => 1,
            Self::NothingThere { .. } | Self::NoPlace => 2,
            Self::ElevatedStart
            | Self::Directory { .. }
            | Self::KeyFile { .. }
            | Self::Secret { .. }
            | Self::Config { .. }
            | Self::UserSwitch { .. } => 78,
        }
    }

    pub(crate) fn failed(doing: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        move |source| Self::Failed {
            doing,
            path: path.to_owned(),
            source,
        }
    }
}

/// What is wrong with one file or directory. `Display` continues a sentence that begins with its name.
#[derive(Debug)]
pub enum Fault {
    /// It does not exist.
    Missing,
    /// It is a symbolic link.
    Link,
    /// It is not a plain file, where one is expected.
    NotAFile,
    /// It is not a directory, where one is expected.
    NotADirectory,
    /// It belongs to somebody else.
    OtherOwner {
        /// The numeric id of its owner.
        uid: u32,
    },
    /// It has more permissions than it may.
    TooOpen {
        /// Its permission bits.
        mode: u32,
    },
    /// What stands in it makes no sense; the words say why and quote nothing.
    Content(&'static str),
    /// It is there already where a new one should be made.
    Exists,
    /// The system does not let us read it.
    Unreadable(io::Error),
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing => f.write_str("is not there"),
            Self::Link => f.write_str("is a link"),
            Self::NotAFile => f.write_str("is not a plain file"),
            Self::NotADirectory => f.write_str("is not a directory"),
            Self::OtherOwner { uid } => write!(f, "belongs to another user (number {uid})"),
            Self::TooOpen { mode } => {
                write!(f, "has the permissions {mode:04o}, which are too open")
            }
            Self::Content(why) => write!(f, "cannot be used ({why})"),
            Self::Exists => f.write_str("is there already"),
            Self::Unreadable(source) => write!(f, "cannot be read ({source})"),
        }
    }
}

fn directory_remedy(path: &Path, fault: &Fault) -> String {
    let path = path.display();
    match fault {
        Fault::Missing => "make one with `vestibule init`".into(),
        Fault::Link | Fault::NotAFile | Fault::NotADirectory | Fault::Content(_) | Fault::Exists => {
            "name the directory itself with `--data DIR`".into()
        }
        Fault::OtherOwner { uid } => {
            format!("start the program as its owner, `sudo -u '#{uid}' vestibule`")
        }
        Fault::TooOpen { .. } => format!("run `chmod 700 {path}`"),
        Fault::Unreadable(_) => "start the program as the directory's owner".into(),
    }
}

fn key_remedy(path: &Path, fault: &Fault) -> String {
    let path = path.display();
    match fault {
        Fault::Missing | Fault::Content(_) => {
            "put the copy from the safe back there; without it recovery codes cannot be read again".into()
        }
        Fault::Link | Fault::NotAFile | Fault::NotADirectory => {
            "put the key itself there as a plain file, or name it by `key_file` in vestibule.toml".into()
        }
        Fault::OtherOwner { .. } => {
            format!("give it to the owner of the data directory with `chown OWNER {path}`")
        }
        Fault::TooOpen { .. } => {
            format!("run `chmod 600 {path}`, and find out who may have read it")
        }
        Fault::Exists => "a key is never overwritten, so move it to a safe place or choose another with \
             `--key-file FILE`"
            .into(),
        Fault::Unreadable(_) => "start the program as the owner of the data directory".into(),
    }
}

fn secret_remedy(path: &Path, fault: &Fault) -> String {
    let path = path.display();
    match fault {
        Fault::Missing => "put the secret there, alone in the file, with the permissions 0600".into(),
        Fault::Link | Fault::NotAFile | Fault::NotADirectory | Fault::Content(_) | Fault::Exists => {
            "put the secret there, alone on one line of a plain file, with the permissions 0600".into()
        }
        Fault::OtherOwner { .. } => "give the file to the owner of the data directory with `chown`".into(),
        Fault::TooOpen { .. } => {
            format!("run `chmod 600 {path}`, and have a new secret made if somebody else may have read it")
        }
        Fault::Unreadable(_) => "let the worker's user read it, or hand it over with LoadCredential".into(),
    }
}

fn at_line(line: &Option<usize>) -> String {
    line.map(|n| format!(", line {n}")).unwrap_or_default()
}

fn list(paths: &[PathBuf]) -> String {
    let shown: Vec<_> = paths.iter().map(|path| path.display().to_string()).collect();
    shown.join(", ")
}
