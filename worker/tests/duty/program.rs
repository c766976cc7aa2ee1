//! The program itself, as a process: its exit codes (contract), one run, and how it goes when told.

use std::path::Path;
use std::process::{Command, Output, Stdio};

use actions::reset_password::reset_password;
use domain::secret::Secret;
use fixtures::clinic::{Clinic, Clock, OPERATOR, SAM};
use rustix::process::{Pid, Signal, kill_process};
use setup::config::{Template, template};

use crate::bench::{newest, wait_until};

/// A clinic whose clock shows the real time, with the `vestibule.toml` that `init` writes and one mail owed.
fn clinic() -> Clinic {
    let mut clinic = Clinic::new();
    clinic.clock = Clock::at(setup::clock::read_now());
    let toml = template(Template {
        key_file: "vestibule.key",
        clinic: "Maple Clinic",
        country: "CA",
    });
    std::fs::write(clinic.data().config(), toml).unwrap();
    owe_a_mail(&mut clinic);
    clinic
}

fn owe_a_mail(clinic: &mut Clinic) {
    let temporary = Secret::from("maple-4711-door");
    let (entropy, at) = (clinic.dice.throw(), clinic.clock.now());
    reset_password(&mut clinic.db, SAM.username, &temporary, OPERATOR, entropy, at).unwrap();
}

fn program(dir: &Path) -> Command {
    let mut program = Command::new(env!("CARGO_BIN_EXE_vestibule-worker"));
    program
        .env_clear()
        .arg("--data")
        .arg(dir)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    program
}

fn once(dir: &Path) -> Output {
    program(dir).arg("--once").output().unwrap()
}

fn files(folder: &Path) -> usize {
    std::fs::read_dir(folder).unwrap().count()
}

/// Exit code and the one sentence on standard error.
fn refusal(output: &Output) -> (i32, String) {
    let said = String::from_utf8(output.stderr.clone()).unwrap();
    assert_eq!(said.lines().count(), 1, "{said}");
    (output.status.code().unwrap(), said)
}

#[test]
fn w01_once_does_everything_due_and_exits_0() {
    let clinic = clinic();
    let output = once(clinic.path());
    assert!(output.status.success(), "{output:?}");
    assert!(output.stdout.is_empty() && output.stderr.is_empty(), "{output:?}");
    assert_eq!(files(&clinic.data().mail()), 1);
    assert_eq!(newest(&clinic, "mail").0, "delivered");
    once(clinic.path());
    assert_eq!(files(&clinic.data().mail()), 1);
}

#[test]
fn z03_the_log_is_private_and_warns_of_folder_transports() {
    use std::os::unix::fs::MetadataExt;
    let clinic = clinic();
    once(clinic.path());
    let log = clinic.data().log().join("worker.log");
    assert_eq!(log.metadata().unwrap().mode() & 0o777, 0o600);
    let said = std::fs::read_to_string(&log).unwrap();
    assert!(
        said.contains("reach nobody") && said.contains("outcome=\"accepted\""),
        "{said}"
    );
    assert!(!said.contains(SAM.email) && !said.contains(SAM.username), "{said}");
}

#[test]
fn w05_one_that_finds_another_on_duty_says_so_and_one_that_is_told_to_stop_exits_0() {
    let mut clinic = clinic();
    let mut first = program(clinic.path()).spawn().unwrap();
    wait_until(clinic.data(), || newest(&clinic, "mail").0 == "delivered");

    let (code, said) = refusal(&once(clinic.path()));
    assert_eq!(code, 1);
    assert!(said.contains("Another worker is at work"), "{said}");

    owe_a_mail(&mut clinic);
    let data = clinic.data().clone();
    wait_until(&data, || newest(&clinic, "mail").0 == "delivered");
    kill_process(Pid::from_child(&first), Signal::TERM).unwrap();
    assert!(first.wait().unwrap().success());
    assert!(once(clinic.path()).status.success());
}

#[test]
fn a_wrong_set_up_is_refused_in_one_sentence_with_78_and_no_clinic_with_2() {
    let clinic = clinic();
    let (code, said) = refusal(&once(&clinic.path().join("nowhere")));
    assert_eq!(code, 2);
    assert!(said.contains("vestibule init"), "{said}");

    let config = clinic.data().config();
    let toml = std::fs::read_to_string(&config).unwrap();
    let twilio = "transport = \"twilio\"\naccount_sid = \"AC0123456789abcdef0123456789abcdef\"\n\
         auth_token_file = \"twilio.token\"\nfrom = \"+16045550100\"";
    std::fs::write(&config, toml.replacen("transport = \"folder\"", twilio, 1)).unwrap();
    let (code, said) = refusal(&once(clinic.path()));
    assert_eq!(code, 78);
    assert!(
        said.contains("twilio.token") && said.contains("all messages are kept"),
        "{said}"
    );

    std::fs::remove_file(clinic.path().join("vestibule.key")).unwrap();
    let (code, said) = refusal(&once(clinic.path()));
    assert_eq!(code, 78);
    assert!(said.contains("vestibule.key"), "{said}");
}
