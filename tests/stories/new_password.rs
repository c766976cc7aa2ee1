//! A new password after a temporary one: nothing else opens before (spec A07, M09).

use actions::reset_password::reset_password;
use domain::time::{HOUR, MINUTE};
use fixtures::clinic::{OPERATOR, Person, SAM, desk, elsewhere, typed};
use fixtures::keyboard::{KeyCode, Keyboard, Story};

const TEMPORARY: &str = "tmp-4821-brook";
const OWN: &str = "velvet anchor 52 thunder";

fn reset(story: &mut Story) {
    let (entropy, at) = (story.clinic.dice.throw(), story.clinic.clock.now());
    reset_password(&mut story.clinic.db, "sam", &typed(TEMPORARY), OPERATOR, entropy, at).unwrap();
    story.never_in_a_file(TEMPORARY);
    story.never_in_a_file(OWN);
    story.work();
}

fn signs_in_with_it(story: &mut Story, sam: &mut Keyboard) {
    sam.types_password("sam", TEMPORARY);
    sam.sees("Check your phone");
    story.work();
    let code = story.code_for(&SAM);
    sam.types(&code);
    sam.sees("Choose a new password");
}

fn chooses(sam: &mut Keyboard, new: &str, again: &str) {
    for text in [new, again] {
        sam.presses_ctrl('u');
        sam.types(text);
        sam.presses(KeyCode::Enter);
    }
}

#[test]
fn a07_m09_a_temporary_password_has_to_be_changed_and_weak_ones_are_refused_with_the_reason() {
    let mut story = Story::new();
    reset(&mut story);
    assert_eq!(story.mail_to(&SAM), ["A temporary password was made for you"]);
    let mut sam = story.at(desk());
    signs_in_with_it(&mut story, &mut sam);
    assert!(sam.is_in_field("New password"));
    for (weak, reason) in [
        ("short", "✗ A password has at least 8 characters."),
        ("password1", "✗ Too easy to guess."),
        (
            "tremblay-sam",
            "✗ Too easy to guess: it is built on a name that others know.",
        ),
        (TEMPORARY, "✗ That is the temporary password: choose one of your own."),
    ] {
        chooses(&mut sam, weak, weak);
        sam.sees(reason);
        assert!(sam.is_in_field("New password"), "{weak}");
    }
    chooses(&mut sam, OWN, "velvet anchor 52 thunderx");
    sam.sees("✗ The two are not the same: type the second one again.");
    assert!(sam.is_in_field("New password again"));
    sam.types(OWN);
    sam.presses(KeyCode::Enter);
    sam.sees("Hello, Sam Tremblay");
    sam.sees("✓ Your new password counts from now on.");
    story.work();
    assert_eq!(story.mail_to(&SAM).last().unwrap(), "Your password was changed");
    assert_eq!(story.recorded("password.changed"), 1);

    sam.clicks("Sign out");
    story.passes(MINUTE);
    sam.types_password("sam", TEMPORARY);
    sam.sees("✗ User name or password is wrong.");
    let changed = Person { password: OWN, ..SAM };
    story.signs_in(&mut sam, &changed);
}

#[test]
fn m09_nothing_else_opens_before_the_new_password() {
    let mut story = Story::new();
    reset(&mut story);
    let mut sam = story.at(desk());
    signs_in_with_it(&mut story, &mut sam);
    sam.presses(KeyCode::Esc);
    sam.sees("Choose a new password");
    sam.presses(KeyCode::F(1));
    sam.sees("Help about this screen");
    sam.presses(KeyCode::Esc);
    sam.sees("Choose a new password");
    sam.does_not_see("My Account");
    sam.sees("Sign out");
    sam.presses_ctrl('q');
    assert!(sam.has_left());

    // Out and in again, here and elsewhere: the same form.
    story.passes(MINUTE);
    for client in [desk(), elsewhere()] {
        let mut sam = story.at(client);
        signs_in_with_it(&mut story, &mut sam);
        sam.clicks("Sign out");
        story.passes(MINUTE);
    }
}

#[test]
fn m09_a_new_password_ends_the_other_sign_ins() {
    let mut story = Story::new();
    reset(&mut story);
    let mut thief = story.at(elsewhere());
    thief.types_password("sam", TEMPORARY);
    thief.sees("Check your phone");
    story.passes(MINUTE);
    let mut sam = story.at(desk());
    signs_in_with_it(&mut story, &mut sam);
    chooses(&mut sam, OWN, OWN);
    sam.sees("Hello, Sam Tremblay");
    thief.sees("This sign-in is over");
}

#[test]
fn a07_a_temporary_password_is_good_for_72_hours() {
    let mut story = Story::new();
    reset(&mut story);
    story.passes(72 * HOUR - 1);
    let mut sam = story.at(desk());
    sam.types_password("sam", TEMPORARY);
    sam.sees("Check your phone");
    sam.presses(KeyCode::Esc);
    story.passes(1);
    sam.types_password("sam", TEMPORARY);
    sam.sees("That temporary password has ended: it was good for 72 hours.");
    story.work();
}
