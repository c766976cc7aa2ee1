//! Judges, started and held until the gun goes off.

use std::io::{BufRead, BufReader, Lines, Write as _};
use std::process::{Child, ChildStdout, Command, Stdio};

use actions::Token;
use data_encoding::HEXLOWER;
use fixtures::clinic::Clinic;

/// A judge that waits for the gun.
pub(crate) struct Judge {
    child: Child,
    lines: Lines<BufReader<ChildStdout>>,
}

impl Judge {
    /// Starts one on the clinic's directory; it is ready when this returns. `number` keeps its randomness apart.
    pub(crate) fn start(clinic: &Clinic, number: usize, threads: usize, act: &[&str]) -> Self {
        let now = clinic.clock.now();
        let mut child = Command::new(env!("CARGO_BIN_EXE_judge"))
            .arg(clinic.path())
            .args([now.wall_ms.to_string(), now.boot_ms.to_string()])
            .args([(number + 1).to_string(), threads.to_string()])
            .args(act)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        assert_eq!(lines.next().unwrap().unwrap(), "ready");
        Self { child, lines }
    }

    /// Lets it go.
    pub(crate) fn fire(&mut self) {
        self.child.stdin.take().unwrap().write_all(b"go\n").unwrap();
    }

    /// The next thing it says.
    pub(crate) fn next_line(&mut self) -> String {
        self.lines.next().unwrap().unwrap()
    }

    /// Everything it still says; it ended well when this returns.
    pub(crate) fn outcomes(mut self) -> Vec<String> {
        let said = self.lines.by_ref().map(Result::unwrap).collect();
        assert!(self.child.wait().unwrap().success());
        said
    }

    /// kill -9. Returns what it had said before, not read yet.
    pub(crate) fn kill(mut self) -> Vec<String> {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
        self.lines.by_ref().map_while(Result::ok).collect()
    }
}

/// Starts all, fires, and gives all they said.
pub(crate) fn race(
    clinic: &Clinic,
    processes: usize,
    threads: usize,
    act: impl Fn(usize) -> Vec<String>,
) -> Vec<String> {
    let mut judges: Vec<Judge> = (0..processes)
        .map(|number| {
            let words = act(number);
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            Judge::start(clinic, number, threads, &words)
        })
        .collect();
    judges.iter_mut().for_each(Judge::fire);
    judges.into_iter().flat_map(Judge::outcomes).collect()
}

/// A token as a judge is told it.
pub(crate) fn hex(token: &Token) -> String {
    HEXLOWER.encode(token.reveal())
}

/// How many of `said` are `line`.
pub(crate) fn how_many(said: &[String], line: &str) -> usize {
    said.iter().filter(|other| other.as_str() == line).count()
}
