//! A clinic made by `vestibule init`, with a gateway and a mail server on loopback, and the programs that run on it.
//!
//! Every program here starts in a hostile environment: whoever goes through a proxy of the environment, ends in a hole.

use std::fs::{self, File};
use std::io::Write;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use fixtures::foreign::Foreign;
use fixtures::smtp::{ReceivedMail, SmtpOptions, SmtpSecurity};
use fixtures::twilio::{ACCOUNT_SID, AUTH_TOKEN};
use fixtures::{FakeSmtp, FakeTwilio};
use portable_pty::CommandBuilder;
use setup::DataDir;
use setup::wake::{Wake, Watcher, watch};
use tempfile::TempDir;

use crate::seat::{PATIENCE, Seat};

pub(crate) const PROGRAM: &str = env!("CARGO_BIN_EXE_vestibule");
pub(crate) const JANE: &str = "jane";
pub(crate) const PASSWORD: &str = "lampe krokus eimer 42";
pub(crate) const SMTP_PASSWORD: &str = "geheimes Postfach 17";
/// Messages that have not left the house yet.
pub(crate) const OWED: &str = "SELECT count(*) FROM outbox WHERE state IN ('queued', 'sending')";
/// Starts a program that is not killed when its files may not grow any more. Its errors go to a file, but for a worker's,
/// which logs to a terminal what it logs.
const START: &str = r#"trap '' XFSZ; errors=$1; shift; [ "$2" = worker ] || exec 2>>"$errors"; exec "$@""#;

/// A clinic and what stands around it.
pub(crate) struct Place {
    pub(crate) twilio: FakeTwilio,
    pub(crate) smtp: FakeSmtp,
    hole: TcpListener,
    base: TempDir,
}

impl Place {
    /// A new clinic that jane owns; nobody has signed in yet.
    pub(crate) fn new() -> Self {
        let hole = TcpListener::bind("127.0.0.1:0").unwrap();
        hole.set_nonblocking(true).unwrap();
        let smtp = SmtpOptions {
            security: SmtpSecurity::StartTls,
            login: Some(("2sv@example.org".into(), SMTP_PASSWORD.into())),
            ..SmtpOptions::default()
        };
        let place = Self {
            twilio: FakeTwilio::start().unwrap(),
            smtp: FakeSmtp::with(smtp).unwrap(),
            hole,
            base: tempfile::tempdir().unwrap(),
        };
        place.init();
        place.configure();
        place
    }

    fn init(&self) {
        let mut child = Command::new(PROGRAM)
            .args([
                "init",
                "--clinic",
                "Maple Street Clinic",
                "--time-zone",
                "America/Vancouver",
            ])
            .args(["--country", "CA", "--owner-username", JANE, "--owner-name", "Jane Doe"])
            .args(["--owner-email", "jane@example.org", "--owner-mobile", "+16045550100"])
            .args(["--support-contact", "reception, ext. 12", "--password-stdin", "--data"])
            .arg(self.data())
            .env_clear()
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        writeln!(child.stdin.take().unwrap(), "{PASSWORD}").unwrap();
        assert!(child.wait().unwrap().success());
    }

    fn configure(&self) {
        let (api_base, port) = (self.twilio.api_base(), self.smtp.port());
        let text = format!(
            r#"key_file = "vestibule.key"
[sms]
transport = "twilio"
account_sid = "{ACCOUNT_SID}"
auth_token_file = "twilio.token"
from = "+16045550199"
api_base = "{api_base}"
countries = ["CA", "US"]
[mail]
transport = "smtp"
host = "127.0.0.1"
port = {port}
security = "starttls"
username = "2sv@example.org"
password_file = "smtp.password"
from = "Maple Street Clinic <2sv@example.org>"
ca_file = "ca.pem"
[worker]
log = "trace"
"#
        );
        fs::write(self.in_data("vestibule.toml"), text).unwrap();
        fs::write(self.in_data("ca.pem"), self.smtp.ca_pem()).unwrap();
        self.write_secret("twilio.token", AUTH_TOKEN);
        self.write_secret("smtp.password", SMTP_PASSWORD);
    }

    fn write_secret(&self, name: &str, secret: &str) {
        use std::os::unix::fs::OpenOptionsExt;
        let mut options = File::options();
        let file = options
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(self.in_data(name));
        file.unwrap().write_all(secret.as_bytes()).unwrap();
    }

    pub(crate) fn data(&self) -> PathBuf {
        self.base.path().join("clinic")
    }

    pub(crate) fn in_data(&self, name: &str) -> PathBuf {
        self.data().join(name)
    }

    /// Where the errors of every program go.
    pub(crate) fn errors(&self) -> PathBuf {
        self.base.path().join("errors")
    }

    /// `vestibule` with arguments, ready to be started in a terminal; its standard error goes to [`Place::errors`].
    pub(crate) fn program(&self, arguments: &[&str]) -> CommandBuilder {
        let mut command = CommandBuilder::new("/bin/sh");
        command.args(["-c", START, "sh"]);
        command.arg(self.errors());
        command.arg(PROGRAM);
        command.args(arguments);
        command.arg("--data");
        command.arg(self.data());
        command.env_clear();
        command.cwd(self.base.path());
        command.env("HOME", self.base.path());
        command.env("TERM", "xterm-256color");
        command.env("LANG", "C.UTF-8");
        let proxy = format!("http://{}", self.hole.local_addr().unwrap());
        for name in [
            "http_proxy",
            "https_proxy",
            "HTTP_PROXY",
            "HTTPS_PROXY",
            "ALL_PROXY",
            "all_proxy",
        ] {
            command.env(name, &proxy);
        }
        for (name, value) in [("RUST_LOG", "trace"), ("RUST_BACKTRACE", "full")] {
            command.env(name, value);
        }
        command
    }

    /// The terminal program as the child of a shell that SIGHUP does not end.
    pub(crate) fn program_behind_a_deaf_shell(&self) -> CommandBuilder {
        let mut command = self.program(&[]);
        let arguments = command.get_argv_mut();
        arguments[2] = format!("trap '' HUP; {}; exit", START.replace("exec \"$@\"", "\"$@\"")).into();
        command
    }

    /// The terminal program, with its first screen.
    pub(crate) fn terminal(&self) -> Seat {
        let seat = Seat::take(self.program(&[]));
        seat.sees("User name");
        seat
    }

    /// The worker; on duty when this returns. What it logs it also writes to its terminal.
    pub(crate) fn worker(&self) -> Seat {
        let seat = self.second_worker();
        seat.hears("on duty");
        seat
    }

    /// A worker that may have to wait for another one.
    pub(crate) fn second_worker(&self) -> Seat {
        Seat::take(self.program(&["worker"]))
    }

    /// Runs a command of the operator's; gives what it printed.
    #[track_caller]
    pub(crate) fn operator(&self, arguments: &[&str]) -> String {
        let mut command = Command::new(PROGRAM);
        let output = command
            .args(arguments)
            .arg("--data")
            .arg(self.data())
            .env_clear()
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    /// The database as a foreign program sees it.
    pub(crate) fn foreign(&self) -> Foreign {
        Foreign::open(&self.data())
    }

    /// Waits until `sql` gives this number, looking after every commit.
    #[track_caller]
    pub(crate) fn until(&self, sql: &str, wanted: i64) {
        let (rung, rings) = mpsc::channel();
        let dir = DataDir::at(self.data());
        let heard = move || {
            // Nobody listens any more once this function has returned.
            let _ = rung.send(());
        };
        let _watcher: Watcher = watch(&dir, heard).unwrap();
        let foreign = self.foreign();
        let deadline = Instant::now() + PATIENCE;
        loop {
            let found = foreign.number(sql);
            if found == wanted {
                return;
            }
            assert!(
                Instant::now() < deadline,
                "{sql}: {found}, not {wanted}\n{}",
                self.log()
            );
            // A ring may be lost; the deadline is not.
            let _ = rings.recv_timeout(Duration::from_secs(1));
        }
    }

    /// Rings as after a commit.
    pub(crate) fn ring(&self) {
        Wake::open(&DataDir::at(self.data())).unwrap().ring();
    }

    /// Takes the turn to write, as another program does, until what is returned is dropped.
    pub(crate) fn take_the_turn(&self) -> File {
        let file = File::options()
            .read(true)
            .write(true)
            .open(self.in_data("write.lock"))
            .unwrap();
        file.lock().unwrap();
        file
    }

    /// Files of running sessions.
    pub(crate) fn session_files(&self) -> usize {
        fs::read_dir(self.in_data("run")).unwrap().count()
    }

    /// What the log of all workers says so far.
    pub(crate) fn log(&self) -> String {
        let entries = fs::read_dir(self.in_data("log")).into_iter().flatten();
        let paths = entries
            .map(|entry| entry.unwrap().path())
            .filter(|path| !path.is_symlink());
        paths.map(|path| fs::read_to_string(path).unwrap()).collect()
    }

    /// The mails that have arrived, as text.
    pub(crate) fn mails(&self) -> Vec<String> {
        let text = |mail: ReceivedMail| String::from_utf8_lossy(&mail.data).into_owned();
        self.smtp.mails().into_iter().map(text).collect()
    }

    /// The code that the text number `index` (from 0) carries.
    #[track_caller]
    pub(crate) fn code(&self, index: usize) -> String {
        let texts = self.twilio.wait_for_texts(index + 1);
        let body = &texts[index].body;
        let code = body.split(|c: char| !c.is_ascii_digit()).find(|word| word.len() == 6);
        code.unwrap_or_else(|| panic!("no code in {body}")).to_owned()
    }

    /// Whether nobody has gone through the proxy that the environment names.
    pub(crate) fn nobody_took_the_proxy(&self) -> bool {
        self.hole.accept().is_err()
    }

    /// Every file that must hold no secret: all of the data directory but the secrets' own files, and what the terminal
    /// programs wrote to standard error. The time at the start of a line of the log is left out: its digits are no code.
    pub(crate) fn files(&self) -> Vec<(PathBuf, Vec<u8>)> {
        let mut found = vec![(self.errors(), fs::read(self.errors()).unwrap())];
        collect(&self.data(), &mut found);
        let own = ["vestibule.key", "twilio.token", "smtp.password"];
        found.retain(|(path, _)| own.iter().all(|name| *path != self.in_data(name)));
        for (path, bytes) in &mut found {
            if path.starts_with(self.in_data("log")) {
                *bytes = without_times(&String::from_utf8_lossy(bytes)).into_bytes();
            }
        }
        found
    }
}

/// The lines of a log without their first word.
pub(crate) fn without_times(log: &str) -> String {
    let rest = |line: &str| {
        line.split_once(' ')
            .map_or_else(String::new, |(_, rest)| format!("{rest}\n"))
    };
    log.lines().map(rest).collect()
}

fn collect(path: &Path, found: &mut Vec<(PathBuf, Vec<u8>)>) {
    if path.is_symlink() {
        return;
    }
    if path.is_dir() {
        for entry in fs::read_dir(path).unwrap() {
            collect(&entry.unwrap().path(), found);
        }
    } else {
        found.push((path.to_owned(), fs::read(path).unwrap()));
    }
}
