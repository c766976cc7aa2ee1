//! Nobody learns from the sign-in who exists, who is shut out, and whom to call (spec S02, S15, O01; T65, T66).

use domain::person::Access;
use domain::time::SECOND;
use fixtures::clinic::{Person, SAM, elsewhere};
use fixtures::keyboard::{KeyCode, Keyboard, Story};

use crate::waits::five_wrong;

/// Somebody who worked here once.
const BOB: Person = Person {
    username: "bob",
    name: "Bob Gone",
    email: "bob@maple.example",
    mobile: "+16045550177",
    password: "marble fence 33 cloud",
    access: Access::None,
};

/// Every screen on the way, with the user name taken out.
fn screens(keyboard: &mut Keyboard, username: &str, password: &str, times: usize) -> Vec<String> {
    let mut seen = Vec::new();
    for _ in 0..times {
        keyboard.types_password(username, password);
        seen.push(look(keyboard, username));
        keyboard.presses(KeyCode::Tab);
        seen.push(look(keyboard, username));
    }
    seen
}

/// The screen as one line.
fn look(keyboard: &mut Keyboard, username: &str) -> String {
    let screen = keyboard.screen().replace(username, "???");
    screen.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn s02_t65_unknown_wrong_and_without_access_look_the_same_into_the_wait_and_no_text_is_sent() {
    let mut story = Story::new();
    story.clinic.add(&BOB);
    let looks = |username: &str, password: &str| {
        let mut keyboard = story.at(elsewhere());
        screens(&mut keyboard, username, password, 12)
    };
    let unknown = looks("zed", "whatever it is 99");
    assert!(unknown[0].contains("✗ User name or password is wrong."));
    assert!(unknown[18].contains("Too many wrong passwords: wait 0:30"));
    assert!(unknown[20].contains("Too many wrong passwords: wait 0:30"));
    assert_eq!(looks("sam", "whatever it is 99"), unknown, "a wrong password");
    assert_eq!(looks("bob", BOB.password), unknown, "no access, the right password");
    // In the wait the right password is not looked at either.
    let mut sam = story.at(elsewhere());
    sam.begins(&SAM);
    sam.sees("Too many wrong passwords: wait 0:30");
    story.work();
    assert!(story.texts.attempts().is_empty());
    story.passes(30 * SECOND);
    sam.begins(&SAM);
    sam.sees("Check your phone");
}

#[test]
fn s02_t65_who_waits_after_wrong_codes_looks_like_everybody_before_the_password() {
    let mut story = Story::new();
    let mut thief = story.at(elsewhere());
    five_wrong(&mut story, &mut thief);
    drop(thief);
    let mut keyboard = story.at(elsewhere());
    let locked_out = screens(&mut keyboard, "sam", "whatever it is 99", 2);
    let mut keyboard = story.at(elsewhere());
    assert_eq!(screens(&mut keyboard, "zed", "whatever it is 99", 2), locked_out);
}

#[test]
fn t66_the_masked_number_is_shown_only_after_the_right_password() {
    let story = Story::new();
    let mut sam = story.at(elsewhere());
    sam.types_password(SAM.username, "whatever it is 99");
    sam.does_not_see("••00");
    sam.begins(&SAM);
    sam.sees("•••• ••00");
}

#[test]
fn s15_a07_forgot_password_says_whom_to_ask_for_every_name_alike() {
    let mut story = Story::new();
    let mut said = Vec::new();
    for username in ["sam", "zed", ""] {
        let mut keyboard = story.at(elsewhere());
        keyboard.types(username);
        keyboard.chooses("Forgot password?");
        keyboard.sees("A manager of the clinic can have a temporary password made for you.");
        keyboard.sees("the front desk, 604 555 0199");
        keyboard.does_not_see("Jane Maple");
        said.push(keyboard.screen());
        keyboard.presses(KeyCode::Esc);
        keyboard.sees("Sign in");
    }
    assert!(said.iter().all(|screen| *screen == said[0]));
    story.work();
}

#[test]
fn o01_locked_out_names_nobody_before_the_password_and_the_managers_after_it() {
    let mut story = Story::new();
    let mut sam = story.at(elsewhere());
    sam.chooses("Locked out?");
    sam.sees_in_order(&[
        "Use recovery code instead",
        "wait",
        "Managers",
        "the front desk, 604 555 0199",
    ]);
    sam.does_not_see("Jane");
    sam.does_not_see("Fay");
    sam.presses(KeyCode::F(1));
    sam.does_not_see("Jane");
    sam.presses(KeyCode::Esc);
    sam.presses(KeyCode::Esc);
    sam.begins(&SAM);
    sam.chooses("Try another way");
    sam.sees("Fay Okafor or Jane Maple can help you");
    sam.chooses("Locked out?");
    sam.sees("Ask a manager: Fay Okafor or Jane Maple can help you.");
    // Back at the sign-in it is before the password again, whoever stands there now.
    for _ in 0..3 {
        sam.presses(KeyCode::Esc);
    }
    sam.chooses("Locked out?");
    sam.does_not_see("Jane");
    story.work();
}
