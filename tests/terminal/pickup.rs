//! **Save as PDF** where the person's own computer is elsewhere (spec R09), end to end: the number is read off one
//! terminal and typed at a second one in the same environment. What the command refuses is in `tui/tests/cli`.

use std::io::Write;
use std::process::{Command, Output, Stdio};

use actions::save_document::Paper;
use domain::recovery_code::RecoveryCode;
use portable_pty::CommandBuilder;

use crate::person::{ask_for_set_up_code, give_password, sign_in};
use crate::place::{PROGRAM, Place};
use crate::seat::{ENTER, Seat};

const KEY: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIFT5OUIHKHUwPVyOucnblXyqZtxBbwxjN12/HLBgAeet";
const KEPT: &str = "SELECT count(*) FROM recovery_codes WHERE saved_at IS NOT NULL";

/// What stands in the environment of one person's programs, whichever terminal they are started from.
struct Way<'a> {
    place: &'a Place,
    env: Vec<(&'static str, String)>,
}

impl<'a> Way<'a> {
    /// As sshd sets it, with `ExposeAuthInfo yes` or without.
    fn by_ssh(place: &'a Place, ways: Option<&str>) -> Self {
        let mut env = vec![("SSH_CONNECTION", "10.0.0.5 51234 10.0.0.1 22".to_owned())];
        if let Some(ways) = ways {
            let file = place.data().parent().unwrap().join("auth");
            std::fs::write(&file, ways).unwrap();
            env.push(("SSH_USER_AUTH", file.to_str().unwrap().to_owned()));
        }
        Self { place, env }
    }

    fn by_key(place: &'a Place) -> Self {
        Self::by_ssh(place, Some(&format!("publickey {KEY}\n")))
    }

    fn by_sudo(place: &'a Place) -> Self {
        let env = vec![("SUDO_UID", "1234".to_owned()), ("SUDO_USER", "jane".to_owned())];
        Self { place, env }
    }

    fn program(&self, arguments: &[&str]) -> CommandBuilder {
        let mut command = self.place.program(arguments);
        for (name, value) in &self.env {
            command.env(name, value);
        }
        command
    }

    fn terminal(&self) -> Seat {
        let seat = Seat::take(self.program(&[]));
        seat.sees("User name");
        seat
    }

    /// The second terminal: no terminal at all for standard output.
    fn pickup(&self, typed: &str) -> Output {
        let mut command = Command::new(PROGRAM);
        command.arg("pickup").arg("--data").arg(self.place.data());
        command
            .env_clear()
            .envs(self.env.iter().map(|(name, value)| (name, value)));
        let command = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        // A program that refuses first reads nothing.
        let _ = child.stdin.take().unwrap().write_all(typed.as_bytes());
        child.wait_with_output().unwrap()
    }
}

/// From signing in to the screen with the recovery code; gives the code.
#[track_caller]
fn set_up_to_the_code(place: &Place, seat: &mut Seat) -> String {
    sign_in(seat);
    ask_for_set_up_code(seat);
    seat.keys(&place.code(0));
    seat.reads("a recovery code", recovery_code)
}

/// The line of six single letters, without the blanks.
fn recovery_code(screen: &str) -> Option<String> {
    line_of(screen, 6, |word| word.len() == 1).map(|words| words.concat())
}

/// The line of two groups of three digits, as it stands there.
fn pickup_number(screen: &str) -> Option<String> {
    let is_group = |word: &str| word.len() == 3 && word.bytes().all(|byte| byte.is_ascii_digit());
    line_of(screen, 2, is_group).map(|words| words.join(" "))
}

/// The first line made of so many words like that.
fn line_of(screen: &str, count: usize, is_one: impl Fn(&str) -> bool) -> Option<Vec<&str>> {
    let mut lines = screen.lines().map(|line| line.split_whitespace().collect::<Vec<_>>());
    lines.find(|words| words.len() == count && words.iter().all(|word| is_one(word)))
}

/// The page of jane's code, as it has to be.
fn page(place: &Place, code: &str) -> Vec<u8> {
    let paper = Paper {
        clinic: "Maple Street Clinic".into(),
        name: "Jane Doe".into(),
        username: "jane".into(),
        code: RecoveryCode::from_bare(code).unwrap(),
        made_at: place.foreign().number("SELECT made_at FROM recovery_codes"),
        time_zone: "America/Vancouver".into(),
        contact: "reception, ext. 12".into(),
    };
    tui::backend::sheet(&paper).unwrap().to_vec()
}

/// From the recovery code to the PDF and home, without copying it and without saying that it is saved.
#[track_caller]
fn fetches_the_pdf(place: &Place, way: &Way<'_>, command: &str) {
    let _worker = place.worker();
    let mut seat = way.terminal();
    let code = set_up_to_the_code(place, &mut seat);
    seat.click("Save as PDF");
    seat.sees("Fetch the PDF");
    seat.sees(command);
    let number = seat.reads("a pickup number", pickup_number);
    assert_eq!(place.foreign().number(KEPT), 0, "offering it keeps nothing");

    let fetched = way.pickup(&format!("{number}\n"));
    assert!(fetched.status.success(), "{}", String::from_utf8_lossy(&fetched.stderr));
    assert!(fetched.stdout == page(place, &code), "{} bytes", fetched.stdout.len());
    seat.sees("It was fetched. Look into recovery.pdf before you go on.");
    assert_eq!(place.foreign().number(KEPT), 1);
    seat.keys(ENTER);
    seat.sees("Your recovery code");
    seat.kill();

    let mut seat = way.terminal();
    give_password(&mut seat);
    seat.sees("Check your phone");
    seat.keys(&place.code(1));
    seat.sees("Hello, Jane Doe");
}

#[test]
fn r09_r02_over_ssh_the_pdf_is_fetched_from_a_second_window_and_the_way_on_is_open() {
    let place = Place::new();
    fetches_the_pdf(&place, &Way::by_key(&place), "pickup > recovery.pdf");
}

#[test]
fn r09_r02_by_sudo_the_pdf_is_fetched_from_a_second_window_and_the_way_on_is_open() {
    let place = Place::new();
    let command = "sudo -u vestibule vestibule pickup > recovery.pdf";
    fetches_the_pdf(&place, &Way::by_sudo(&place), command);
}

/// D04: the same way for a report; what is fetched is the table itself.
#[test]
fn r09_d04_over_ssh_a_report_is_fetched_from_a_second_window_under_its_own_name() {
    let place = Place::new();
    let _worker = place.worker();
    let way = Way::by_key(&place);
    let mut seat = way.terminal();
    sign_in(&mut seat);
    seat.click("Reports");
    seat.sees("0 of 1");
    for (button, command, starts) in [
        ("Save as CSV", "pickup > status.csv", "name,username,access,two_step,"),
        ("Save as PDF", "pickup > status.pdf", "%PDF-1."),
    ] {
        seat.click(button);
        seat.sees(command);
        let number = seat.reads("a pickup number", pickup_number);
        let fetched = way.pickup(&format!("{number}\n"));
        assert!(fetched.status.success(), "{}", String::from_utf8_lossy(&fetched.stderr));
        assert!(fetched.stdout.starts_with(starts.as_bytes()), "{button}");
        if button == "Save as CSV" {
            let table = String::from_utf8(fetched.stdout).unwrap();
            let last = table.lines().nth(1).unwrap();
            assert!(last.starts_with("Jane Doe,jane,owner,off,,,,,20"), "{last}");
            assert_eq!(table.lines().count(), 2);
        }
        seat.sees("It was fetched. Look into status.");
        assert!(!way.pickup(&format!("{number}\n")).status.success(), "once");
        seat.keys(ENTER);
        seat.sees("2-Step Verification status");
    }
}

#[test]
fn r09_three_wrong_numbers_are_told_on_the_screen_that_waits() {
    let place = Place::new();
    let _worker = place.worker();
    let way = Way::by_key(&place);
    let mut seat = way.terminal();
    set_up_to_the_code(&place, &mut seat);
    seat.click("Save as PDF");
    let number = seat.reads("a pickup number", pickup_number).replace(' ', "");
    let wrong = fixtures::clinic::another_code(&number);
    let refused = way.pickup(&format!("{wrong}\n{wrong}\n{wrong}\n"));
    assert_eq!((refused.status.code(), refused.stdout.len()), (Some(1), 0));
    seat.sees("It was withdrawn");
    assert!(
        pickup_number(&seat.screen()).is_none(),
        "the number has gone from the screen"
    );
    seat.keys(ENTER);
    seat.sees("Your recovery code");

    seat.click("Save as PDF");
    let number = seat.reads("a pickup number", pickup_number);
    assert!(way.pickup(&number).status.success(), "another one can be asked for");
    seat.sees("It was fetched");
}

#[test]
fn r09_where_no_key_is_shown_nothing_is_offered_and_nothing_handed_out() {
    let place = Place::new();
    let _worker = place.worker();
    let way = Way::by_ssh(&place, None);
    let mut seat = way.terminal();
    set_up_to_the_code(&place, &mut seat);
    seat.sees("I have saved it");
    assert!(!seat.screen().contains("Save as PDF"), "{}", seat.screen());
    let refused = way.pickup("123456\n");
    let said = String::from_utf8(refused.stderr).unwrap();
    assert_eq!((refused.status.code(), refused.stdout.len()), (Some(1), 0));
    assert!(
        said.contains("cannot tell which SSH key") && said.lines().count() == 1,
        "{said}"
    );
}

#[test]
fn r09_a_terminal_in_the_pdf_s_place_is_refused_before_anything_is_asked() {
    let place = Place::new();
    let way = Way::by_key(&place);
    let mut beside = way.program(&[]);
    beside.env("SSH_ORIGINAL_COMMAND", "pickup");
    for command in [way.program(&["pickup"]), beside] {
        let seat = Seat::take(command);
        assert_eq!(seat.end().exit_code(), 2);
        assert_eq!(seat.screen().trim(), "", "nothing stands on standard output");
    }
    let said = std::fs::read_to_string(place.errors()).unwrap();
    let lines: Vec<&str> = said.lines().collect();
    assert!(lines.len() == 2 && lines[0] == lines[1], "{said}");
    assert!(
        lines[0].contains("add `> recovery.pdf`") && lines[0].contains("leave out -t"),
        "{said}"
    );
}

#[test]
fn u05_with_any_other_word_the_terminal_program_opens_as_without_one() {
    let place = Place::new();
    let way = Way::by_key(&place);
    for words in ["", "plain", "PICKUP", "pickup x", "pickup;id"] {
        let mut command = way.program(&[]);
        command.env("SSH_ORIGINAL_COMMAND", words);
        let mut seat = Seat::take(command);
        seat.sees("User name");
        seat.fill("jane");
    }
}
