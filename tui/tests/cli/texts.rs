//! Help, completions and manual pages; wrong use.

use std::process::Stdio;

use crate::common::{Place, Run};

fn run(arguments: &[&str]) -> Run {
    Run::from(Place::new().program().args(arguments).output().unwrap())
}

#[test]
fn every_command_has_help_with_an_example() {
    for command in [
        &[][..],
        &["init"],
        &["worker"],
        &["staff", "add"],
        &["staff", "list"],
        &["staff", "reset-password"],
        &["pickup"],
        &["doctor"],
        &["completions"],
        &["man"],
    ] {
        let words: Vec<&str> = command.iter().copied().chain(["--help"]).collect();
        let help = run(&words).done();
        assert!(
            help.contains("Example") && help.contains("--data"),
            "{command:?}: {help}"
        );
        let is_narrow = |line: &str| line.chars().count() <= 100 || line.starts_with("Usage: ");
        assert!(help.lines().all(is_narrow), "{help}");
        assert!(!help.contains('\u{1b}'));
    }
}

#[test]
fn wrong_use_ends_with_2_and_prints_nothing_as_a_result() {
    for wrong in [
        &["--nonsense"][..],
        &["nonsense"],
        &["staff"],
        &["staff", "reset-password"],
        &["--plain"],
    ] {
        let sentence = run(wrong).refused(2);
        assert!(
            sentence.contains("; nothing was changed: ") && sentence.ends_with("--help` shows how.\n"),
            "{sentence}"
        );
    }
}

#[test]
fn h05_wrong_use_is_named_with_what_was_meant_and_where_help_is() {
    for (wrong, expected) in [
        (
            &["docter"][..],
            "Unrecognized subcommand 'docter'; nothing was changed: a similar subcommand exists: 'doctor', and `vestibule \
             --help` shows how.\n",
        ),
        (
            &["staff", "reset-password"],
            "The following required arguments were not provided: <USER>; nothing was changed: `vestibule staff \
             reset-password --help` shows how.\n",
        ),
        (
            &["staff", "add", "--access", "king"],
            "Invalid value 'king' for '--access <ACCESS>' [possible values: full, staff]; nothing was changed: `vestibule staff \
             add --help` shows how.\n",
        ),
        (
            &["staff"],
            "A command is missing; nothing was changed: `vestibule staff --help` shows how.\n",
        ),
    ] {
        assert_eq!(run(wrong).refused(2), expected);
    }
    let sentence = run(&["completions", "no\u{1b}[31m\nshell"]).refused(2);
    assert!(
        sentence.contains("possible values: bash") && !sentence.contains('\u{1b}'),
        "{sentence}"
    );
}

#[test]
fn completions_and_manual_pages_come_from_the_same_definitions_and_need_no_clinic() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        assert!(
            run(&["completions", shell]).done().contains("reset-password"),
            "{shell}"
        );
    }
    assert!(run(&["man"]).done().contains(".TH vestibule 1"));
    assert!(run(&["man", "staff", "add"]).done().contains("password\\-stdin"));
    run(&["man", "nonsense"]).refused(2);
    assert_eq!(
        run(&["--version"]).done(),
        concat!("vestibule ", env!("CARGO_PKG_VERSION"), "\n")
    );
}

#[test]
fn a_reader_that_went_away_is_no_failure() {
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let place = Place::new();
    let mut command = place.program();
    command.args(["completions", "bash"]).stdout(Stdio::from(writer));
    assert!(command.output().unwrap().status.success());
}
