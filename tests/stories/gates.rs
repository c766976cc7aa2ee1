//! What has to come first comes first, at every terminal, and nobody is left standing before it (spec R02, R04, M10).

use domain::time::HOUR;
use fixtures::clinic::{FAY, Person, SAM, desk, elsewhere};
use fixtures::keyboard::{KeyCode, Keyboard, Story};

fn is_on(story: &mut Story, person: &Person) -> bool {
    story.clinic.staff(person).default_method().is_some()
}

/// Signs in with the recovery code and stands before the fresh one.
fn recovers(story: &mut Story, sam: &mut Keyboard) -> String {
    sam.begins(&SAM);
    sam.chooses("Try another way");
    sam.presses(KeyCode::Enter);
    let code = story.clinic.sams_recovery_code.clone();
    sam.types(&code);
    sam.presses(KeyCode::Enter);
    let fresh = sam.reads_recovery_code();
    story.never_in_a_file(&fresh);
    fresh
}

#[test]
fn r02_copy_and_i_have_saved_it_in_one_breath_end_in_no_dead_end() {
    let mut story = Story::new();
    let mut sam = story.at(desk());
    let fresh = recovers(&mut story, &mut sam);
    assert!(sam.has_focus("Copy"));
    sam.is_slow(true);
    sam.presses(KeyCode::Enter);
    sam.presses(KeyCode::Tab);
    sam.presses(KeyCode::Tab);
    sam.presses(KeyCode::Enter);
    sam.is_slow(false);
    assert_eq!(sam.copied(), [fresh]);
    sam.sees("asked your terminal to copy");
    sam.sees("Your recovery code");
    // The cursor stays, so that a second Enter loses nothing.
    assert!(sam.has_focus("Copy"));
    sam.presses(KeyCode::Enter);
    sam.sees("Your recovery code");
    sam.presses(KeyCode::Tab);
    sam.presses(KeyCode::Tab);
    sam.presses(KeyCode::Enter);
    sam.sees("Hello, Sam Tremblay");
}

#[test]
fn r02_r04_a_fresh_recovery_code_comes_first_at_every_terminal_and_is_kept_once() {
    let mut story = Story::new();
    let mut home = story.at(elsewhere());
    story.signs_in(&mut home, &SAM);
    let mut account = story.at(elsewhere());
    story.signs_in(&mut account, &SAM);
    account.opens_two_step();
    let mut sam = story.at(desk());
    let fresh = recovers(&mut story, &mut sam);
    // It does not appear by itself where nobody may be looking (M10).
    let spaced: Vec<String> = fresh.chars().take(3).map(String::from).collect();
    for seat in [&mut home, &mut account] {
        seat.sees("made at another terminal");
        seat.does_not_see(&spaced.join(" "));
    }
    home.chooses("Copy");
    assert_eq!(home.reads_recovery_code(), fresh);
    sam.chooses("I have saved it");
    sam.sees("Hello, Sam Tremblay");
    home.chooses("I have saved it");
    home.sees("Hello, Sam Tremblay");
    account.sees("Hello, Sam Tremblay");
    assert_eq!(
        story.recorded("recovery_code.saved"),
        2,
        "when the clinic was made, and this"
    );
}

#[test]
fn r02_a_code_kept_at_another_terminal_before_this_one_shows_it_lets_this_one_go_on() {
    let mut story = Story::new();
    let mut home = story.at(elsewhere());
    story.signs_in(&mut home, &SAM);
    let mut sam = story.at(desk());
    // The other terminal hears of the fresh code, and its questions wait.
    home.is_deaf(true);
    recovers(&mut story, &mut sam);
    home.is_slow(true);
    home.is_deaf(false);
    home.is_deaf(true);
    sam.chooses("I have saved it");
    home.is_slow(false);
    home.is_deaf(false);
    home.sees("Hello, Sam Tremblay");
}

#[test]
fn r02_what_is_heard_between_i_have_saved_it_and_its_answer_is_not_taken_for_the_answer() {
    for way in ["I have saved it", "Copy"] {
        let mut story = Story::new();
        let mut sam = story.at(desk());
        recovers(&mut story, &mut sam);
        let shown = story.recorded("recovery_code.shown");
        sam.is_slow(true);
        let mut fay = story.at(elsewhere());
        fay.begins(&FAY);
        sam.chooses(way);
        sam.is_slow(false);
        sam.does_not_see("kept already");
        if way == "Copy" {
            sam.chooses("I have saved it");
        }
        sam.sees("Hello, Sam Tremblay");
        assert_eq!(story.recorded("recovery_code.shown"), shown, "{way}");
    }
}

#[test]
fn r02_r04_a_code_replaced_at_another_terminal_is_not_noted_as_kept_and_the_new_one_is_shown() {
    for way in ["Copy", "I have saved it"] {
        let mut story = Story::new();
        let mut sam = story.at(desk());
        let first = recovers(&mut story, &mut sam);
        let mut other = story.at(elsewhere());
        story.clinic.sams_recovery_code = first;
        let second = recovers(&mut story, &mut other);
        sam.chooses(way);
        sam.sees("! Another one was made meanwhile: this is the one to keep.");
        assert_eq!(sam.reads_recovery_code(), second, "{way}");
        other.sees("Your recovery code");
        sam.chooses(way);
        other.chooses("I have saved it");
        other.sees("Hello, Sam Tremblay");
        assert_eq!(
            story.recorded("recovery_code.saved"),
            2,
            "when the clinic was made, and the second"
        );
    }
}

#[test]
fn m10_a_dialog_left_open_for_an_hour_asks_once_more_who_it_is() {
    let mut story = Story::new();
    let mut sam = story.at(desk());
    story.signs_in(&mut sam, &SAM);
    sam.opens_two_step();
    sam.chooses("Turn off");
    sam.sees("Turn 2-Step Verification off?");
    story.passes(HOUR);
    sam.chooses("Turn off");
    sam.sees("To turn 2-Step Verification off we ask once more for your password.");
    assert!(is_on(&mut story, &SAM));
    sam.types(SAM.password);
    sam.presses(KeyCode::Enter);
    story.work();
    let code = story.code_for(&SAM);
    sam.types(&code);
    sam.chooses("Turn off");
    sam.sees("✓ 2-Step Verification is off.");
}

#[test]
fn m10_a_number_left_standing_for_an_hour_asks_once_more_who_it_is_and_goes_on() {
    let mut story = Story::new();
    let mut fay = story.at(desk());
    story.signs_in(&mut fay, &FAY);
    fay.chooses("Set Up");
    fay.sees("Mobile number");
    story.passes(HOUR);
    fay.presses(KeyCode::Enter);
    fay.sees("To set up text messages we ask once more for your password.");
    fay.types(FAY.password);
    fay.presses(KeyCode::Enter);
    story.work();
    fay.sees("We sent a text to •••• ••02.");
    // The set-up code is left standing too: another one is asked for an hour later.
    story.passes(HOUR);
    fay.presses(KeyCode::F(5));
    fay.sees("To set up text messages we ask once more for your password.");
    fay.presses(KeyCode::Esc);
    fay.sees("The code's time is over. Resend code sends a new one.");
    fay.presses(KeyCode::F(5));
    fay.types(FAY.password);
    fay.presses(KeyCode::Enter);
    story.work();
    fay.sees("5:00 left");
    assert_eq!(story.texts_to(FAY.mobile).len(), 2);
    assert!(!is_on(&mut story, &FAY));
    let code = story.code_for(&FAY);
    fay.types(&code);
    fay.sees("Your recovery code");
    assert!(is_on(&mut story, &FAY));
}
