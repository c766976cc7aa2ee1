//! The recovery code: out of a wait, without a phone, once (spec R03, R04, R06, L04, S05, S08).

use domain::time::{DAY, MINUTE};
use fixtures::clinic::{SAM, desk, elsewhere};
use fixtures::keyboard::{KeyCode, Keyboard, Story};

use crate::waits::five_wrong;

/// From the code screen to the recovery code's field.
fn another_way(sam: &mut Keyboard) {
    sam.chooses("Try another way");
    sam.sees("Another way");
    assert!(sam.has_focus("Use recovery code instead"));
    sam.presses(KeyCode::Enter);
    assert!(sam.is_in_field("Recovery code"));
}

#[test]
fn r03_r04_s08_the_recovery_code_leads_out_of_the_wait_and_a_fresh_one_is_shown() {
    let mut story = Story::new();
    let mut sam = story.at(desk());
    five_wrong(&mut story, &mut sam);
    sam.presses(KeyCode::Enter);
    sam.sees("Use your recovery code");
    let old = story.clinic.sams_recovery_code.clone();
    sam.types(&old.to_lowercase());
    sam.is_slow(true);
    sam.presses(KeyCode::Enter);
    // Typed while the answer is on its way: it would press Copy, then I have saved it.
    sam.presses(KeyCode::Enter);
    sam.presses(KeyCode::Tab);
    sam.types("\n x");
    sam.pastes("123456");
    sam.is_slow(false);
    let fresh = sam.reads_recovery_code();
    story.never_in_a_file(&fresh);
    assert_ne!(fresh, old);
    assert!(sam.has_focus("Copy"), "the cursor is on Copy");
    assert!(sam.copied().is_empty(), "what was typed between was dropped");
    sam.chooses("I have saved it");
    sam.sees("Hello, Sam Tremblay");
    story.work();
    assert!(story.mail_to(&SAM).contains(&"Your recovery code was used".to_owned()));
    assert_eq!(story.recorded("recovery_code.used"), 1);
    assert!(story.clinic.staff(&SAM).default_method().is_some(), "2SV stays on");
}

#[test]
fn r03_r06_it_works_once_and_the_old_one_is_refused_as_used_or_replaced() {
    let mut story = Story::new();
    let old = story.clinic.sams_recovery_code.clone();
    let mut sam = story.at(elsewhere());
    sam.begins(&SAM);
    another_way(&mut sam);
    sam.types(&old);
    sam.presses(KeyCode::Enter);
    let fresh = sam.reads_recovery_code();
    sam.chooses("I have saved it");
    sam.chooses("Sign out");
    story.passes(MINUTE);

    sam.begins(&SAM);
    another_way(&mut sam);
    sam.types(&old);
    sam.presses(KeyCode::Enter);
    sam.sees("That code was used or replaced. Only the newest one works.");
    assert!(sam.is_in_field("Recovery code"));
    assert_eq!(story.recorded("recovery_code.wrong"), 0, "not counted");
    sam.types(&format!("{} - {}", &fresh[..3], &fresh[3..]));
    sam.presses(KeyCode::Enter);
    sam.sees("Your recovery code");
    assert_ne!(sam.reads_recovery_code(), fresh);
}

#[test]
fn r04_who_leaves_before_keeping_the_fresh_one_comes_back_to_it() {
    let mut story = Story::new();
    let code = story.clinic.sams_recovery_code.clone();
    let mut sam = story.at(desk());
    sam.begins(&SAM);
    another_way(&mut sam);
    sam.types(&code);
    sam.presses(KeyCode::Enter);
    let fresh = sam.reads_recovery_code();
    drop(sam);
    story.passes(MINUTE);
    let mut sam = story.at(desk());
    sam.begins(&SAM);
    story.work();
    let code = story.code_for(&SAM);
    sam.types(&code);
    assert_eq!(sam.reads_recovery_code(), fresh);
}

#[test]
fn l04_wrong_recovery_codes_have_a_budget_of_their_own() {
    let mut story = Story::new();
    let mut sam = story.at(desk());
    sam.begins(&SAM);
    another_way(&mut sam);
    for said in ["4 tries left", "3 tries left", "2 tries left", "1 try left"] {
        sam.types("7KQ4MX");
        sam.presses(KeyCode::Enter);
        sam.sees(&format!("✗ That was not your recovery code. {said}."));
    }
    sam.types("7KQ4MX");
    sam.presses(KeyCode::Enter);
    let right = story.clinic.sams_recovery_code.clone();
    sam.types(&right);
    sam.presses(KeyCode::Enter);
    sam.sees("Too many wrong recovery codes: none is checked for 24 h.");
    // The texted code is another budget.
    sam.presses(KeyCode::Esc);
    assert!(sam.is_in_field("Verification code"), "who comes back types the code");
    story.work();
    let code = story.code_for(&SAM);
    sam.types(&code);
    sam.sees("Hello, Sam Tremblay");
    sam.chooses("Sign out");

    story.passes(DAY);
    sam.begins(&SAM);
    another_way(&mut sam);
    sam.types(&right);
    sam.presses(KeyCode::Enter);
    sam.sees("Your recovery code");
}

#[test]
fn r01_what_is_no_recovery_code_is_not_counted() {
    let story = Story::new();
    let mut sam = story.at(desk());
    sam.begins(&SAM);
    another_way(&mut sam);
    for (typed, said) in [
        ("", "has six letters and digits"),
        ("7KQ4M", "has six"),
        ("7KQ4MU", "never the letter U"),
    ] {
        sam.types(typed);
        sam.presses(KeyCode::Enter);
        sam.sees(said);
        assert!(sam.is_in_field("Recovery code"));
    }
    assert_eq!(story.recorded("recovery_code.wrong"), 0);
}
