//! **View Recovery Code** (spec R05, R08, R09, H03): copied, saved as PDF where this browser is, renewed; and the PDF that
//! cannot be written. How a code is used and kept is `recovery` and `gates`.

use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;

use actions::pick_up::{PickedUp, handed_out, pick_up};
use domain::time::{DAY, MINUTE, SECOND};
use fixtures::clinic::{FAY, SAM, another_code, desk, elsewhere, keyless, ssh_key, the_page, token_file, typed};
use fixtures::keyboard::{KeyCode, Keyboard, Story};

/// From home to the code.
fn views(keyboard: &mut Keyboard) -> String {
    keyboard.opens_two_step();
    keyboard.chooses("View Recovery Code");
    keyboard.reads_recovery_code()
}

fn exports(story: &Story) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(story.clinic.data().exports()).unwrap();
    entries.map(|entry| entry.unwrap().path()).collect()
}

/// The number of the page that waits to be fetched, as it stands on the screen.
fn reads_number(keyboard: &mut Keyboard) -> String {
    keyboard.sees("It asks for this number:");
    let is_half = |word: &&str| word.len() == 3 && word.bytes().all(|byte| byte.is_ascii_digit());
    let halves = |line: &String| {
        line.split_whitespace()
            .filter(is_half)
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    let lines = keyboard.lines();
    let number = lines.iter().map(halves).find(|halves| halves.len() == 2);
    number.unwrap().concat()
}

/// `vestibule pickup` in that browser.
fn fetches(story: &mut Story, client: &actions::Client, number: &str) -> PickedUp {
    let (entropy, at) = (story.clinic.dice.throw(), story.clinic.clock.now());
    pick_up(&mut story.clinic.db, client, &typed(number), entropy, at).unwrap()
}

#[test]
fn r05_h03_it_is_shown_copied_bare_and_each_view_is_recorded() {
    let mut story = Story::new();
    let mut sam = story.at(desk());
    story.signs_in(&mut sam, &SAM);
    for n in 1..3 {
        let code = story.clinic.sams_recovery_code.clone();
        assert_eq!(views(&mut sam), code);
        assert_eq!(story.recorded("recovery_code.viewed"), n);
        assert!(sam.has_focus("Copy"));
        sam.presses(KeyCode::Enter);
        assert_eq!(sam.copied().last(), Some(&code));
        sam.sees("asked your terminal to copy; if pasting brings nothing, mark it by hand (Shift)");
        assert_eq!(sam.reads_recovery_code(), code, "it stays on the screen");
        for _ in 0..3 {
            sam.presses(KeyCode::Esc);
        }
        sam.sees("Hello, Sam Tremblay");
    }
    story.work();
    assert!(story.mail_to(&SAM).is_empty(), "looking at it is no change");
}

#[test]
fn r05_x01_a_new_one_kills_the_old_one_at_once_and_has_to_be_kept() {
    let mut story = Story::new();
    let mut sam = story.at(desk());
    story.signs_in(&mut sam, &SAM);
    let old = views(&mut sam);
    sam.chooses("Generate new");
    assert!(sam.has_focus("Cancel"), "danger starts on Cancel");
    sam.presses(KeyCode::Enter);
    assert_eq!(sam.reads_recovery_code(), old);
    sam.chooses("Generate new");
    sam.chooses("Generate new");
    let new = sam.reads_recovery_code();
    story.never_in_a_file(&new);
    assert_ne!(new, old);
    sam.presses(KeyCode::Esc);
    sam.sees("This is a new one: the one before does not work any more.");
    sam.does_not_see("My Account");
    let mut other = story.at(elsewhere());
    other.begins(&SAM);
    other.chooses("Try another way");
    other.presses(KeyCode::Enter);
    other.types(&old);
    other.presses(KeyCode::Enter);
    other.sees("That code was used or replaced. Only the newest one works.");
    sam.chooses("I have saved it");
    sam.sees("✓ Your new recovery code is kept.");
    story.work();
    assert_eq!(story.mail_to(&SAM), ["You have a new recovery code"]);
    assert_eq!(story.recorded("recovery_code.renewed"), 1);
    other.types(&new);
    other.presses(KeyCode::Enter);
    other.sees("Your recovery code");
}

#[test]
fn r09_at_the_servers_own_terminal_it_is_a_private_file_erased_after_a_day() {
    let mut story = Story::new();
    let mut sam = story.at(token_file(7, "one", 1000));
    story.signs_in(&mut sam, &SAM);
    views(&mut sam);
    sam.chooses("Save as PDF");
    sam.sees("✓ Saved. Print it or take it from there; after 24 hours it is erased:");
    let files = exports(&story);
    assert_eq!(files.len(), 1, "{files:?}");
    let bytes = std::fs::read(&files[0]).unwrap();
    assert!(bytes.starts_with(b"%PDF-"));
    assert_eq!(
        std::fs::metadata(&files[0]).unwrap().permissions().mode() & 0o777,
        0o600
    );
    story.passes(DAY - SECOND);
    assert_eq!(exports(&story), files);
    story.passes(SECOND);
    assert!(exports(&story).is_empty());
    assert_eq!(story.recorded("document.ended"), 1);
}

#[test]
fn r09_where_the_pdf_cannot_be_written_the_set_up_goes_on_and_the_reason_is_said() {
    let mut story = Story::new();
    let mut fay = story.at(token_file(7, "one", 1000));
    story.signs_in(&mut fay, &FAY);
    fay.chooses("Set Up");
    fay.presses(KeyCode::Enter);
    story.types_the_code(&mut fay, &FAY);
    let code = fay.reads_recovery_code();
    // Something else stands where the folder was.
    let folder = story.clinic.data().exports();
    std::fs::remove_dir_all(&folder).unwrap();
    std::fs::write(&folder, "").unwrap();
    fay.chooses("Save as PDF");
    fay.sees("Your recovery code works all the same: copy it, or write it down.");
    assert_eq!(fay.reads_recovery_code(), code);
    assert!(
        story.clinic.staff(&FAY).default_method().is_some(),
        "it is on all the same"
    );
    fay.chooses("I have saved it");
    fay.sees("Hello, Fay Okafor");
    std::fs::remove_file(&folder).unwrap();
    std::fs::create_dir(&folder).unwrap();
}

#[test]
fn r09_over_ssh_and_sudo_it_is_fetched_by_the_same_browser_with_the_number_on_the_screen_once() {
    for (client, command) in [
        (ssh_key(1), "pickup > recovery.pdf"),
        (desk(), "sudo -u vestibule vestibule pickup > recovery.pdf"),
    ] {
        let mut story = Story::new();
        let mut sam = story.at(client.clone());
        story.signs_in(&mut sam, &SAM);
        let code = views(&mut sam);
        sam.chooses("Save as PDF");
        sam.sees("Fetch the PDF");
        sam.sees(command);
        sam.sees("10:00 left");
        let number = reads_number(&mut sam);
        story.never_in_a_file(&number);
        let nothing = fetches(&mut story, &elsewhere(), &number);
        assert!(matches!(nothing, PickedUp::Nothing), "{nothing:?}");
        let PickedUp::Given { id, content } = fetches(&mut story, &client, &number) else {
            panic!("it is not handed out");
        };
        assert_eq!(*the_page(content).code.bare().reveal(), code);
        let (entropy, at) = (story.clinic.dice.throw(), story.clinic.clock.now());
        handed_out(&mut story.clinic.db, &client, id, entropy, at).unwrap();
        sam.sees("✓ It was fetched.");
        let again = fetches(&mut story, &client, &number);
        assert!(matches!(again, PickedUp::Nothing), "{again:?}");
        sam.presses(KeyCode::Esc);
        assert_eq!(sam.reads_recovery_code(), code);
        assert!(exports(&story).is_empty(), "no file is made on the server");
    }
}

#[test]
fn r09_three_wrong_numbers_and_ten_minutes_withdraw_it_and_the_screen_says_so() {
    let mut story = Story::new();
    let mut sam = story.at(desk());
    story.signs_in(&mut sam, &SAM);
    views(&mut sam);
    sam.chooses("Save as PDF");
    let wrong = another_code(&reads_number(&mut sam));
    for left in [2, 1, 0] {
        let answer = fetches(&mut story, &desk(), &wrong);
        assert!(
            matches!(answer, PickedUp::Wrong { tries_left } if tries_left == left),
            "{answer:?}"
        );
    }
    sam.sees("! It was withdrawn: three wrong numbers");
    sam.presses(KeyCode::Enter);
    sam.chooses("Save as PDF");
    let number = reads_number(&mut sam);
    story.passes(10 * MINUTE - SECOND);
    sam.sees("0:01 left");
    story.passes(SECOND);
    sam.sees("! Its ten minutes are over.");
    let late = fetches(&mut story, &desk(), &number);
    assert!(matches!(late, PickedUp::Nothing), "{late:?}");
}

#[test]
fn r09_where_no_key_is_shown_no_pdf_is_offered() {
    let mut story = Story::new();
    let mut sam = story.at(keyless());
    story.signs_in(&mut sam, &SAM);
    views(&mut sam);
    sam.does_not_see("Save as PDF");
    sam.sees_in_order(&["Copy", "Generate new"]);
}
