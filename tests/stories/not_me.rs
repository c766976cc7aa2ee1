//! **This wasn't me** (spec S11, X05): everything else of the person ends, a new password comes before anything else, at
//! every terminal and after a restart, and the managers know.

use domain::time::MINUTE;
use fixtures::clinic::{FAY, JANE, Person, SAM, browser, desk, elsewhere};
use fixtures::keyboard::{KeyCode, Keyboard, Story};

use crate::trust::{is_asked, running, trusts};

const OWN: &str = "velvet anchor 52 thunder";
const CHOSEN: Person = Person { password: OWN, ..SAM };
const REPORTED: &str = "Somebody else may know the one you have";

/// Chooses it on the home screen, and in the dialog.
fn says_so(keyboard: &mut Keyboard) {
    keyboard.chooses("This wasn't me");
    keyboard.sees("Every other session and every trusted browser of yours ends at once.");
    keyboard.sees("The managers and you get an e-mail about it.");
    assert!(keyboard.has_focus("Cancel"), "danger starts on Cancel");
    keyboard.chooses("This wasn't me");
    keyboard.sees("Choose a new password");
    keyboard.sees(REPORTED);
}

fn chooses_another(keyboard: &mut Keyboard) {
    for _ in 0..2 {
        keyboard.types(OWN);
        keyboard.presses(KeyCode::Enter);
    }
}

#[test]
fn s11_x05_the_strangers_terminal_is_cleared_at_once_and_the_managers_and_the_person_are_mailed() {
    let mut story = Story::with_trust();
    let mut thief = trusts(&mut story, elsewhere(), &SAM);
    thief.chooses("My Account");
    thief.chooses("Profile");
    story.passes(MINUTE);
    let mut half_way = story.at(browser(3));
    half_way.begins(&SAM);
    half_way.sees("Check your phone");
    story.passes(MINUTE);
    let mut sam = story.at(desk());
    story.signs_in(&mut sam, &SAM);
    sam.sees("Last sign-in: Thu 26 Nov, 07:00, sudo by account 1099");
    let already = story.mail_to(&SAM).len();
    says_so(&mut sam);
    thief.sees("Your session has ended: This wasn't me was chosen. Sign in again.");
    thief.does_not_see("Sam Tremblay");
    half_way.sees("This sign-in is over");
    assert_eq!(running(&story), 0, "his browser is not trusted any more");
    story.work();
    assert_eq!(
        story.mail_to(&SAM)[already..],
        ["This wasn't me was chosen for your account"]
    );
    for manager in [&JANE, &FAY] {
        let mails = story.mail_to(manager);
        assert_eq!(mails.last().unwrap(), "Sam Tremblay chose This wasn't me");
    }
    assert_eq!(story.recorded("not_me.reported"), 1);
    chooses_another(&mut sam);
    sam.sees("Hello, Sam Tremblay");
    sam.sees("✓ Your new password counts from now on.");
    thief.begins(&SAM);
    thief.sees("✗ User name or password is wrong.");
    is_asked(&mut story, elsewhere(), &CHOSEN);
}

#[test]
fn s11_nothing_else_opens_before_the_new_password_also_after_a_restart_and_at_another_terminal() {
    let mut story = Story::new();
    let mut sam = story.at(desk());
    story.signs_in(&mut sam, &SAM);
    says_so(&mut sam);
    sam.presses(KeyCode::Esc);
    sam.sees(REPORTED);
    sam.does_not_see("My Account");
    sam.does_not_see("Cancel");
    sam.sees("Sign out");
    sam.presses_ctrl('q');
    story.worker_stops();
    story.worker_starts();
    for client in [desk(), elsewhere()] {
        story.passes(MINUTE);
        let mut sam = story.at(client);
        sam.begins(&SAM);
        story.types_the_code(&mut sam, &SAM);
        sam.sees(REPORTED);
        sam.presses(KeyCode::Esc);
        sam.sees(REPORTED);
        sam.loses_the_terminal();
    }
    story.passes(MINUTE);
    let mut sam = story.at(desk());
    sam.begins(&SAM);
    story.types_the_code(&mut sam, &SAM);
    for _ in 0..2 {
        sam.types(SAM.password);
        sam.presses(KeyCode::Enter);
    }
    sam.sees("✗ That is the password you have now: choose another one.");
    chooses_another(&mut sam);
    sam.sees("Hello, Sam Tremblay");
    sam.clicks("Sign out");
    story.passes(MINUTE);
    story.signs_in(&mut sam, &CHOSEN);
}

#[test]
fn s11_m10_after_a_while_the_new_password_asks_the_old_one_and_a_code_and_goes_on_with_what_was_typed() {
    let mut story = Story::new();
    let mut sam = story.at(desk());
    story.signs_in(&mut sam, &SAM);
    says_so(&mut sam);
    story.passes(20 * MINUTE);
    chooses_another(&mut sam);
    sam.sees("To change your password we ask once more for your password.");
    sam.presses(KeyCode::Esc);
    sam.sees(REPORTED);
    sam.sees("••••••••••••••••••••••••");
    sam.presses(KeyCode::Enter);
    story.steps_up(&mut sam, &SAM);
    sam.sees("Hello, Sam Tremblay");
    sam.sees("✓ Your new password counts from now on.");
}

#[test]
fn s11_t45_who_came_in_by_trust_alone_cannot_choose_the_new_password_without_a_code() {
    let mut story = Story::with_trust();
    drop(trusts(&mut story, elsewhere(), &SAM));
    let mut thief = story.at(elsewhere());
    thief.begins(&SAM);
    says_so(&mut thief);
    chooses_another(&mut thief);
    thief.sees("Check your phone");
    assert_eq!(story.recorded("password.changed"), 0);
    story.work();
    story.types_the_code(&mut thief, &SAM);
    thief.sees("Hello, Sam Tremblay");
}

#[test]
fn s11_cancel_and_esc_change_nothing_and_tell_nobody() {
    let mut story = Story::new();
    let mut other = story.at(elsewhere());
    story.signs_in(&mut other, &SAM);
    let mut sam = story.at(desk());
    story.signs_in(&mut sam, &SAM);
    for way in ["Enter on Cancel", "Esc"] {
        sam.chooses("This wasn't me");
        assert!(sam.has_focus("Cancel"));
        sam.presses(if way == "Esc" { KeyCode::Esc } else { KeyCode::Enter });
        sam.sees("Hello, Sam Tremblay");
    }
    other.sees("Hello, Sam Tremblay");
    story.work();
    assert_eq!(story.recorded("not_me.reported"), 0);
    assert!(story.mail_to(&JANE).is_empty());
}

#[test]
fn s11_of_a_manager_the_other_managers_are_told_and_of_the_only_one_nobody_is_forgotten() {
    let mut story = Story::new();
    for _ in 0..2 {
        let mut fay = story.at(desk());
        story.signs_in(&mut fay, &FAY);
    }
    let mut fay = story.at(desk());
    story.signs_in(&mut fay, &FAY);
    fay.sees("This wasn't me");
    says_so(&mut fay);
    story.work();
    assert_eq!(story.mail_to(&JANE), ["Fay Okafor chose This wasn't me"]);
    assert_eq!(
        story.mail_to(&FAY).last().unwrap(),
        "This wasn't me was chosen for your account"
    );
    assert!(
        !story
            .mail_to(&FAY)
            .contains(&"Fay Okafor chose This wasn't me".to_owned())
    );
    // 2SV is off: the password was typed a moment ago, and nothing else is asked.
    chooses_another(&mut fay);
    fay.sees("Hello, Fay Okafor");
}

#[test]
fn x05_codes_nobody_asked_for_say_whom_to_tell_in_the_text_in_the_mail_and_in_the_help() {
    let mut story = Story::new();
    let mut thief = story.at(elsewhere());
    thief.begins(&SAM);
    story.work();
    let text = story.texts_to(SAM.mobile).pop().unwrap();
    assert!(
        text.contains("If you did not ask for it, tell the front desk, 604 555 0199."),
        "{text}"
    );
    thief.presses(KeyCode::Esc);
    story.passes(10 * MINUTE);
    let mail = story.reads_mail(&SAM, "A sign-in to your account was not finished");
    assert!(mail.contains("Then tell the front desk, 604 555 0199"), "{mail}");
    assert!(mail.contains("choose This wasn't me on the first screen"), "{mail}");
    let mut sam = story.at(desk());
    story.signs_in(&mut sam, &SAM);
    sam.sees("! Since then: 1 sign-in with your password left unfinished. If that was not you, choose This wasn't me");
    sam.chooses("Help");
    sam.types("did not ask");
    sam.presses(KeyCode::Enter);
    sam.sees("Tell a manager at once.");
    sam.sees("Whom to ask: Fay Okafor or Jane Maple.");
}
