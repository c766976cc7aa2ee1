//! `pickup`: a document that was offered is handed out once, to who asked for it. The offers are made by the actions, on
//! the real clock; the program is the real one, in the environment that sshd or sudo gives it.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use actions::save_document::{Offer, Paper, PickupState, offer_pickup, pickup_state};
use actions::{Client, Gate, Token, look};
use domain::browser::Seen;
use domain::time::MINUTE;
use fixtures::clinic::{Clinic, Clock, FAY, JANE, Person, browser, elsewhere, maple, recovery_page, ssh_key};
use setup::config::{Template, template};
use tempfile::TempDir;

use crate::common::PROGRAM;

const NOTHING: &str = "Nothing waits for ";

/// A clinic of now, somebody who has to keep a recovery code, and a home directory.
struct Desk {
    clinic: Clinic,
    person: &'static Person,
    session: Token,
    home: TempDir,
}

/// How a run ended; standard output is bytes.
#[derive(Debug)]
struct Fetched {
    code: i32,
    out: Vec<u8>,
    said: String,
}

impl From<Output> for Fetched {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code().unwrap(),
            out: output.stdout,
            said: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

impl Fetched {
    /// It handed nothing out, and ended with one sentence that has these words.
    #[track_caller]
    fn refused(&self, words: &str) {
        assert_eq!((self.code, self.out.len()), (1, 0), "{self:?}");
        let last = self.said.lines().last().unwrap_or_default();
        assert!(last.contains(words) && last.ends_with('.'), "{last}");
    }

    #[track_caller]
    fn is(&self, page: &[u8]) {
        assert_eq!(self.code, 0, "{}", self.said);
        assert!(
            page.starts_with(b"%PDF-") && self.out == page,
            "{} bytes",
            self.out.len()
        );
    }
}

impl Desk {
    /// jane, who came with the first SSH key.
    fn by_ssh() -> Self {
        Self::of(&JANE, &ssh_key(1))
    }

    fn of(person: &'static Person, client: &Client) -> Self {
        let mut clinic = Clinic::new();
        clinic.clock = Clock::at(setup::clock::read_now());
        let config = template(Template {
            key_file: "vestibule.key",
            clinic: "Maple Clinic",
            country: "CA",
        });
        fs::write(clinic.path().join("vestibule.toml"), config).unwrap();
        let session = clinic.sign_in(person, client);
        clinic.turn_texts_on(&session, person.mobile);
        Self {
            clinic,
            person,
            session,
            home: tempfile::tempdir().unwrap(),
        }
    }

    /// **Save as PDF**.
    fn offer(&mut self) -> Offer {
        let (entropy, at) = (self.clinic.dice.throw(), self.clinic.clock.now());
        offer_pickup(&mut self.clinic.db, &self.session, &recovery_page(), entropy, at).unwrap()
    }

    /// The page that the offer stands for.
    fn page(&mut self) -> Vec<u8> {
        let staff = self.clinic.staff(self.person).id;
        let stored = self
            .clinic
            .db
            .read(self.clinic.clock.now(), |tx| store::recovery::find(tx, staff));
        let stored = stored.unwrap().unwrap();
        let maple = maple();
        let paper = Paper {
            clinic: maple.name,
            name: self.person.name.into(),
            username: self.person.username.into(),
            code: stored.code,
            made_at: stored.made_at,
            time_zone: maple.time_zone,
            contact: maple.support_contact,
        };
        tui::backend::sheet(&paper).unwrap().to_vec()
    }

    /// What the screen that offered it is told.
    fn state(&mut self, offer: &Offer) -> PickupState {
        let at = setup::clock::read_now();
        pickup_state(&mut self.clinic.db, &self.session, offer.id, at).unwrap()
    }

    fn is_waiting(&mut self, offer: &Offer) -> bool {
        matches!(self.state(offer), PickupState::Waiting { .. })
    }

    /// Whether the person still has to keep the code (spec R02).
    fn has_to_keep_the_code(&mut self) -> bool {
        let account = look::account(&mut self.clinic.db, &self.session, setup::clock::read_now()).unwrap();
        account.gate == Some(Gate::SaveRecovery)
    }

    /// The program on this clinic, with nothing in its environment.
    fn alone(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(PROGRAM);
        command.args(arguments).arg("--data").arg(self.clinic.path());
        command.env_clear().env("HOME", self.home.path());
        command.current_dir(self.home.path());
        command
    }

    /// The same in the environment that sshd or sudo makes for that client.
    fn program(&self, arguments: &[&str], client: &Client) -> Command {
        let mut command = self.alone(arguments);
        let ssh = "10.0.0.5 51234 10.0.0.1 22";
        match &client.seen {
            Seen::Account { uid } => command.env("SUDO_UID", uid.to_string()),
            Seen::Key { ssh_key_line } => {
                let auth = self.home.path().join("auth");
                fs::write(&auth, format!("{ssh_key_line}\n")).unwrap();
                command.env("SSH_CONNECTION", ssh).env("SSH_USER_AUTH", auth)
            }
            Seen::SshWithoutKey => command.env("SSH_CONNECTION", ssh),
            Seen::Token { .. } => &mut command,
        };
        command
    }

    fn pickup(&self, client: &Client, typed: &str) -> Fetched {
        run(self.program(&["pickup"], client), typed.as_bytes())
    }

    /// As the person who asked for it, over SSH.
    fn fetch(&self, typed: &str) -> Fetched {
        self.pickup(&ssh_key(1), typed)
    }
}

fn run(mut command: Command, typed: &[u8]) -> Fetched {
    let child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = child.spawn().unwrap();
    // A program that refuses first reads nothing.
    let _ = child.stdin.take().unwrap().write_all(typed);
    child.wait_with_output().unwrap().into()
}

fn another(number: &str) -> String {
    fixtures::clinic::another_code(number)
}

fn names(folder: &Path) -> BTreeSet<PathBuf> {
    let mut found = BTreeSet::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path.clone());
            }
            found.insert(path);
        }
    }
    found
}

#[test]
fn r09_the_right_number_hands_the_pdf_out_once_and_the_code_is_kept() {
    let mut desk = Desk::by_ssh();
    let (page, offer) = (desk.page(), desk.offer());
    let number = offer.number.reveal();
    let fetched = desk.fetch(&format!("{number}\n"));
    fetched.is(&page);
    assert!(fetched.said.contains("\nPickup number: ") && !fetched.said.contains(number.as_str()));
    assert_eq!(desk.state(&offer), PickupState::Fetched);
    assert!(!desk.has_to_keep_the_code());

    desk.fetch(&format!("{number}\n")).refused(NOTHING);
}

#[test]
fn r09_the_number_may_be_typed_as_it_is_shown() {
    let mut desk = Desk::by_ssh();
    let page = desk.page();
    for spell in [
        |a: &str, b: &str| format!("{a} {b}\r\n"),
        |a: &str, b: &str| format!("  {a}-{b}"),
    ] {
        let number = desk.offer().number.reveal().clone();
        desk.fetch(&spell(&number[..3], &number[3..])).is(&page);
    }
}

#[test]
fn r09_by_sudo_it_waits_for_the_account_and_sudo_counts_before_ssh() {
    let mut desk = Desk::of(&FAY, &browser(7));
    let (page, offer) = (desk.page(), desk.offer());
    let number = format!("{}\n", offer.number.reveal());
    desk.pickup(&browser(8), &number)
        .refused("Nothing waits for your account");
    let mut both = desk.program(&["pickup"], &ssh_key(1));
    both.env("SUDO_UID", "1007");
    run(both, number.as_bytes()).is(&page);
}

#[test]
fn r09_nobody_else_gets_it_and_it_waits_on() {
    let mut desk = Desk::by_ssh();
    let (page, offer) = (desk.page(), desk.offer());
    let number = format!("{}\n", offer.number.reveal());
    desk.pickup(&ssh_key(2), &number).refused("the SSH key you came with");
    desk.pickup(&elsewhere(), &number).refused("your account");
    let keyless = desk.pickup(&fixtures::clinic::keyless(), &number);
    keyless.refused("cannot tell which SSH key or account you came with");
    assert!(!keyless.said.contains("Pickup number"), "nothing is asked in vain");
    run(desk.alone(&["pickup"]), number.as_bytes()).refused("where a document is saved as a file");
    assert!(desk.is_waiting(&offer), "none of them counted");
    desk.fetch(&number).is(&page);
}

#[test]
fn r09_three_wrong_numbers_withdraw_it() {
    let mut desk = Desk::by_ssh();
    let offer = desk.offer();
    let wrong = another(offer.number.reveal());
    let first = desk.fetch(&format!("{wrong}\n{wrong}\n"));
    first.refused("No right number was typed");
    assert!(
        first.said.contains("2 tries left.") && first.said.contains("1 try left."),
        "{}",
        first.said
    );
    assert!(desk.is_waiting(&offer), "two wrong ones do not");

    desk.fetch(&wrong).refused("was withdrawn and not handed out");
    assert_eq!(desk.state(&offer), PickupState::Withdrawn);
    desk.fetch(offer.number.reveal()).refused(NOTHING);
    assert!(desk.has_to_keep_the_code());
}

#[test]
fn r09_after_two_wrong_numbers_the_right_one_counts() {
    let mut desk = Desk::by_ssh();
    let (page, offer) = (desk.page(), desk.offer());
    let (right, wrong) = (offer.number.reveal(), another(offer.number.reveal()));
    desk.fetch(&format!("{wrong}\n{wrong}\n{right}\n")).is(&page);
}

#[test]
fn r09_a_newer_offer_withdraws_the_one_before() {
    let mut desk = Desk::by_ssh();
    let (page, old, new) = (desk.page(), desk.offer(), desk.offer());
    assert_eq!(desk.state(&old), PickupState::Withdrawn);
    desk.fetch(&format!("{}\n{}\n", old.number.reveal(), new.number.reveal()))
        .is(&page);
}

#[test]
fn r09_it_waits_for_ten_minutes_and_no_longer() {
    let mut desk = Desk::by_ssh();
    let page = desk.page();
    for (passed, waits) in [(9 * MINUTE, true), (10 * MINUTE, false)] {
        let offer = desk.offer();
        let sql = "UPDATE documents SET made_wall = made_wall - ?1, made_boot = made_boot - ?1 WHERE id = ?2";
        desk.clinic.foreign().execute(sql, (passed, offer.id.0)).unwrap();
        let fetched = desk.fetch(offer.number.reveal());
        if waits {
            fetched.is(&page);
        } else {
            fetched.refused(NOTHING);
            assert_eq!(desk.state(&offer), PickupState::Over);
        }
    }
}

#[test]
fn r09_a_pdf_that_could_not_be_written_keeps_no_code() {
    let full = || File::options().write(true).open("/dev/full").unwrap().into();
    let gone = || {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        Stdio::from(writer)
    };
    let places: [&dyn Fn() -> Stdio; 2] = [&full, &gone];
    for (place, why) in places.into_iter().zip(["No space left", "Broken pipe"]) {
        let mut desk = Desk::by_ssh();
        let offer = desk.offer();
        let mut command = desk.program(&["pickup"], &ssh_key(1));
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(place())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        writeln!(child.stdin.take().unwrap(), "{}", offer.number.reveal()).unwrap();
        let fetched = Fetched::from(child.wait_with_output().unwrap());
        fetched.refused("could not be written whole");
        assert!(
            fetched.said.contains(why) && fetched.said.contains("choose Save as PDF again"),
            "{}",
            fetched.said
        );
        assert!(desk.has_to_keep_the_code(), "{why}");
    }
}

#[test]
fn h05_what_is_no_number_is_told_so_and_does_not_count() {
    let mut desk = Desk::by_ssh();
    let (page, offer) = (desk.page(), desk.offer());
    let mut typed = b"\n48120\n".to_vec();
    typed.extend("٤٨١٢٠٥\n４８１２０５\nquit\n".bytes());
    // Half of a letter, and a million characters.
    typed.extend(b"\xd9\n481205\xc3\n");
    typed.resize(typed.len() + 1_000_000, b'4');
    typed.extend(b"\n");
    typed.extend(offer.number.reveal().bytes());
    let fetched = run(desk.program(&["pickup"], &ssh_key(1)), &typed);
    fetched.is(&page);
    assert_eq!(fetched.said.matches("A pickup number has six digits").count(), 8);
    assert!(!fetched.said.contains("left"), "{}", fetched.said);
}

#[test]
fn h05_who_never_types_a_number_is_not_asked_for_ever() {
    let mut desk = Desk::by_ssh();
    let offer = desk.offer();
    for typed in ["", "\n", &"y\n".repeat(1_000)] {
        desk.fetch(typed).refused("No right number was typed");
    }
    assert!(desk.is_waiting(&offer));
}

#[test]
fn z09_nothing_is_left_in_the_home_or_beside_the_database() {
    let mut desk = Desk::by_ssh();
    let (page, offer) = (desk.page(), desk.offer());
    // The environment's file of ways is there beforehand.
    desk.fetch("").refused("No right number was typed");
    let before = (names(desk.home.path()), names(desk.clinic.path()));
    desk.fetch(offer.number.reveal()).is(&page);
    assert_eq!((names(desk.home.path()), names(desk.clinic.path())), before);
}

#[test]
fn z03_no_file_and_no_word_tells_the_number_or_the_code() {
    let mut desk = Desk::by_ssh();
    let offer = desk.offer();
    let (number, code) = (offer.number.reveal(), desk.clinic.recovery_code(&JANE));
    let wrong = another(number);
    let fetched = desk.fetch(&format!("{wrong}\n{number}\n"));
    let mut told = vec![fetched.said.into_bytes()];
    for path in names(desk.clinic.path()).iter().filter(|path| path.is_file()) {
        told.push(fs::read(path).unwrap());
    }
    let holds = |secret: &str| {
        told.iter()
            .any(|bytes| bytes.windows(secret.len()).any(|found| found == secret.as_bytes()))
    };
    assert!(holds("wrong pickup number"), "what is no secret is found");
    assert!(!holds(&code) && !holds(number) && !holds(&wrong));
}

#[test]
fn u05_pickup_beside_the_forced_command_is_the_command() {
    let mut desk = Desk::by_ssh();
    let (page, offer) = (desk.page(), desk.offer());
    let mut forced = desk.program(&[], &ssh_key(1));
    forced.env("SSH_ORIGINAL_COMMAND", "pickup");
    run(forced, offer.number.reveal().as_bytes()).is(&page);
}

#[test]
fn u05_any_other_word_is_ignored() {
    let mut desk = Desk::by_ssh();
    let offer = desk.offer();
    let without = run(desk.program(&[], &ssh_key(1)), b"");
    assert!(without.said.contains("needs a terminal"), "{}", without.said);
    for words in [
        "",
        "plain",
        "PICKUP",
        "Pickup",
        " pickup",
        "pickup ",
        "pickup x",
        "pickup;id",
        "pickup\n",
        "pickup --data /",
        "vestibule pickup",
        "--help",
        "staff list",
        "id",
    ] {
        let mut forced = desk.program(&[], &ssh_key(1));
        forced.env("SSH_ORIGINAL_COMMAND", words);
        let ran = run(forced, offer.number.reveal().as_bytes());
        assert_eq!(
            (ran.code, &ran.said, ran.out.len()),
            (without.code, &without.said, 0),
            "{words:?}"
        );
    }
    assert!(desk.is_waiting(&offer));
}

#[test]
fn u05_where_the_server_names_a_command_that_one_runs() {
    let desk = Desk::by_ssh();
    let mut forced = desk.program(&["staff", "list"], &ssh_key(1));
    forced.env("SSH_ORIGINAL_COMMAND", "pickup");
    let ran = run(forced, b"");
    assert!(
        ran.code == 0 && String::from_utf8(ran.out).unwrap().contains("jane"),
        "{}",
        ran.said
    );
}

#[test]
fn r09_its_help_shows_every_way_to_call_it() {
    let output = Command::new(PROGRAM)
        .args(["pickup", "--help"])
        .env_clear()
        .output()
        .unwrap();
    let help = String::from_utf8(output.stdout).unwrap();
    for line in [
        "ssh vestibule@server pickup > recovery.pdf",
        "sudo -u vestibule vestibule pickup > recovery.pdf",
        "cmd /c \"ssh vestibule@server pickup > recovery.pdf\"",
    ] {
        assert!(help.contains(line), "{help}");
    }
    assert!(help.lines().all(|line| line.chars().count() <= 100), "{help}");
}
