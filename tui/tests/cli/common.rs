//! A place to run the program in, and what can be said of a run.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

pub(crate) const PROGRAM: &str = env!("CARGO_BIN_EXE_vestibule");
pub(crate) const PASSWORD: &str = "lampe krokus eimer 42";
/// Everything `init` asks for but the password.
pub(crate) const CLINIC: [&str; 14] = [
    "--clinic",
    "Maple Street Clinic",
    "--time-zone",
    "America/Vancouver",
    "--country",
    "CA",
    "--owner-username",
    "jane",
    "--owner-name",
    "Jane Doe",
    "--owner-email",
    "jane@example.org",
    "--owner-mobile",
    "+16045550100",
];

pub(crate) struct Place {
    base: TempDir,
}

/// Permissions and content by path.
pub(crate) type Snapshot = BTreeMap<PathBuf, (u32, Vec<u8>)>;

/// How a run ended.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Run {
    pub(crate) fn from(output: Output) -> Self {
        Self {
            code: output.status.code().unwrap(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// It did what it should and complained of nothing.
    #[track_caller]
    pub(crate) fn done(self) -> String {
        assert_eq!((self.code, self.err.as_str()), (0, ""), "{}", self.out);
        self.out
    }

    /// It refused with that code and one sentence; nothing is on standard output.
    #[track_caller]
    pub(crate) fn refused(self, code: i32) -> String {
        assert_eq!(self.code, code, "{self:?}");
        assert_eq!(self.out, "", "{}", self.err);
        assert!(
            self.err.ends_with('\n') && self.err.lines().count() == 1,
            "{}",
            self.err
        );
        self.err
    }

    pub(crate) fn json(&self) -> Vec<Value> {
        serde_json::from_str(&self.out).unwrap()
    }
}

impl Place {
    pub(crate) fn new() -> Self {
        let base = tempfile::tempdir().unwrap();
        fs::create_dir(base.path().join("home")).unwrap();
        Self { base }
    }

    /// A place with a clinic in `data()`.
    pub(crate) fn with_clinic() -> Self {
        let place = Self::new();
        place.init(&[]).done();
        place
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.base.path().join(name)
    }

    /// The data directory that every run is given.
    pub(crate) fn data(&self) -> PathBuf {
        self.path("clinic")
    }

    pub(crate) fn in_data(&self, name: &str) -> PathBuf {
        self.data().join(name)
    }

    /// The program without arguments, in this place and nowhere else.
    pub(crate) fn program(&self) -> Command {
        let mut command = Command::new(PROGRAM);
        command
            .env_clear()
            .env("HOME", self.path("home"))
            .current_dir(self.base.path());
        command
    }

    pub(crate) fn run_with(&self, arguments: &[&str], input: &str) -> Run {
        let mut child = self
            .program()
            .args(arguments)
            .arg("--data")
            .arg(self.data())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // A program that refuses first reads nothing.
        let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
        Run::from(child.wait_with_output().unwrap())
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Run {
        self.run_with(arguments, "")
    }

    /// `init` with everything it needs, and more.
    pub(crate) fn init(&self, more: &[&str]) -> Run {
        let arguments: Vec<&str> = ["init", "--password-stdin"]
            .iter()
            .chain(&CLINIC)
            .chain(more)
            .copied()
            .collect();
        self.run_with(&arguments, &format!("{PASSWORD}\n"))
    }

    pub(crate) fn add_sam(&self) -> String {
        let sam = [
            "--username",
            "sam",
            "--name",
            "Sam Example",
            "--email",
            "sam@example.org",
        ];
        let arguments: Vec<&str> = ["staff", "add", "--access", "staff"]
            .iter()
            .chain(&sam)
            .copied()
            .collect();
        temporary_password(&self.run(&arguments).done())
    }

    /// Every file of the data directory with its content and permissions, but for those that are made by looking: SQLite's
    /// shared memory, the worker's lock and log.
    pub(crate) fn snapshot(&self) -> Snapshot {
        let mut found = BTreeMap::new();
        collect(&self.data(), &mut found);
        found.retain(|path, _| {
            let by_looking = path.ends_with("vestibule.db-shm") || path.ends_with("worker.lock");
            !by_looking && path.parent() != Some(&self.in_data("log"))
        });
        found
    }

    /// Nothing came, went or changed since then.
    #[track_caller]
    pub(crate) fn is_as(&self, before: &Snapshot) {
        let after = self.snapshot();
        assert_eq!(after.keys().collect::<Vec<_>>(), before.keys().collect::<Vec<_>>());
        for (path, then) in before {
            assert!(&after[path] == then, "{} has changed", path.display());
        }
    }

    pub(crate) fn config(&self) -> String {
        fs::read_to_string(self.in_data("vestibule.toml")).unwrap()
    }

    pub(crate) fn set_config(&self, text: &str) {
        fs::write(self.in_data("vestibule.toml"), text).unwrap();
    }
}

fn collect(path: &Path, found: &mut Snapshot) {
    let mode = path.symlink_metadata().unwrap().permissions().mode();
    if path.is_dir() {
        found.insert(path.to_owned(), (mode, Vec::new()));
        for entry in fs::read_dir(path).unwrap() {
            collect(&entry.unwrap().path(), found);
        }
    } else {
        found.insert(path.to_owned(), (mode, fs::read(path).unwrap()));
    }
}

pub(crate) fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

/// The one that is shown.
#[track_caller]
pub(crate) fn temporary_password(shown: &str) -> String {
    let mut found = shown.lines().filter(|line| line.contains("Temporary password of "));
    let line = found.next().unwrap();
    assert!(found.next().is_none(), "shown twice: {shown}");
    line.rsplit(": ").next().unwrap().to_owned()
}
