//! Setting texts up for the first time (spec M02, M03, R02), and leaving in the middle.

use domain::time::{MINUTE, SECOND};
use fixtures::clinic::{FAY, another_code, desk, elsewhere};
use fixtures::keyboard::{KeyCode, Keyboard, Story};

/// From the home screen to the number.
fn to_the_number(fay: &mut Keyboard) {
    fay.opens_two_step();
    fay.sees_in_order(&["Text Message (SMS)", "not set up", "Set Up"]);
    fay.chooses("Set Up");
    fay.sees("Mobile number");
    fay.sees("+16045550102");
    fay.sees("The clinic charges nothing; your carrier's rates may apply.");
}

fn to_the_code(story: &mut Story, fay: &mut Keyboard) -> String {
    to_the_number(fay);
    fay.presses(KeyCode::Enter);
    story.work();
    fay.sees("We sent a text to •••• ••02.");
    story.code_for(&FAY)
}

fn is_on(story: &mut Story) -> bool {
    story.clinic.staff(&FAY).default_method().is_some()
}

#[test]
fn m02_r02_the_first_set_up_goes_from_my_account_to_the_recovery_code() {
    let mut story = Story::new();
    let mut fay = story.at(elsewhere());
    story.signs_in(&mut fay, &FAY);
    let code = to_the_code(&mut story, &mut fay);
    fay.types(&code);
    fay.sees("Your recovery code");
    fay.sees("A spare key. With your password it lets you in once");
    fay.sees("Not on a shared drive.");
    assert!(is_on(&mut story), "it is on before the recovery code is shown");
    story.work();
    assert!(
        story
            .mail_to(&FAY)
            .contains(&"2-step verification is now on".to_owned())
    );
    assert_eq!(
        story.recorded("two_step.on"),
        2,
        "sam's when the clinic was made, and this"
    );

    let recovery = fay.reads_recovery_code();
    story.never_in_a_file(&recovery);
    assert!(fay.has_focus("Copy"));
    fay.presses(KeyCode::Enter);
    assert_eq!(fay.copied(), [recovery], "bare, for pasting");
    fay.sees("asked your terminal to copy; if pasting brings nothing, mark it by hand (Shift)");
    fay.sees("Your recovery code");
    fay.chooses("I have saved it");
    fay.sees("Hello, Fay Okafor");
    fay.does_not_see("password alone");
    fay.opens_two_step();
    fay.sees_in_order(&[
        "✓ on",
        "Text Message (SMS)",
        "•••• ••02",
        "Default",
        "Set Up",
        "Turn off",
    ]);
    fay.sees("Recovery code made 26 Nov");
}

#[test]
fn m02_leaving_before_the_code_was_accepted_changes_nothing() {
    type Leaving = fn(&mut Story, &mut Keyboard);
    let leaving: [(&str, Leaving); 6] = [
        ("back from the number", |_, fay| {
            to_the_number(fay);
            fay.presses(KeyCode::Esc);
            fay.sees("not set up");
        }),
        ("back from the code", |story, fay| {
            to_the_code(story, fay);
            fay.presses(KeyCode::Esc);
            fay.sees("Mobile number");
            fay.presses(KeyCode::Esc);
            fay.sees("not set up");
        }),
        ("out at the code", |story, fay| {
            to_the_code(story, fay);
            fay.presses_ctrl('q');
        }),
        ("a terminal lost after a wrong code", |story, fay| {
            let code = to_the_code(story, fay);
            fay.types(&another_code(&code));
            fay.loses_the_terminal();
        }),
        ("signed out at the code", |story, fay| {
            to_the_code(story, fay);
            fay.clicks("Sign out");
        }),
        ("another number, and back", |story, fay| {
            to_the_number(fay);
            fay.presses_ctrl('u');
            fay.types("604 555 0177");
            fay.presses(KeyCode::Enter);
            story.work();
            fay.sees("We sent a text to •••• ••77.");
            fay.presses(KeyCode::Esc);
            fay.presses(KeyCode::Esc);
        }),
    ];
    for (how, leave) in leaving {
        let mut story = Story::new();
        let before = story.clinic.staff(&FAY);
        let mut fay = story.at(elsewhere());
        story.signs_in(&mut fay, &FAY);
        leave(&mut story, &mut fay);
        let after = story.clinic.staff(&FAY);
        assert_eq!((after.default_method(), after.mobile), (None, before.mobile), "{how}");
        assert_eq!(story.clinic.number("SELECT count(*) FROM recovery_codes"), 1, "{how}");
        assert_eq!(story.mail_to(&FAY), ["New sign-in to your account"], "{how}");
        // And she still gets in by her password alone.
        let mut again = story.at(desk());
        again.begins(&FAY);
        again.sees("Hello, Fay Okafor");
    }
}

#[test]
fn r02_who_leaves_at_the_recovery_code_comes_back_to_it_at_the_next_sign_in() {
    let mut story = Story::new();
    let mut fay = story.at(desk());
    story.signs_in(&mut fay, &FAY);
    let code = to_the_code(&mut story, &mut fay);
    fay.types(&code);
    let shown = fay.reads_recovery_code();
    fay.presses_ctrl('q');
    assert!(fay.has_left());
    assert!(is_on(&mut story), "leaving there keeps it on");

    let mut fay = story.at(desk());
    fay.begins(&FAY);
    story.work();
    let code = story.code_for(&FAY);
    fay.types(&code);
    assert_eq!(fay.reads_recovery_code(), shown);
    fay.chooses("I have saved it");
    fay.sees("Hello, Fay Okafor");
    fay.chooses("Sign out");
    story.passes(MINUTE);
    story.signs_in(&mut fay, &FAY);
}

#[test]
fn r02_nothing_else_opens_before_the_recovery_code_is_kept() {
    let mut story = Story::new();
    let mut fay = story.at(desk());
    story.signs_in(&mut fay, &FAY);
    let code = to_the_code(&mut story, &mut fay);
    fay.types(&code);
    for key in [KeyCode::Esc, KeyCode::Backspace, KeyCode::F(5), KeyCode::Char('q')] {
        fay.presses(key);
        fay.sees("Your recovery code");
    }
    fay.presses(KeyCode::F(1));
    fay.sees("Help about this screen");
    fay.presses(KeyCode::Esc);
    fay.sees("Your recovery code");
    fay.does_not_see("My Account");
    fay.sees("Sign out");
}

#[test]
fn m03_a_number_that_cannot_get_texts_is_refused_with_its_reason() {
    let mut story = Story::new();
    let mut fay = story.at(elsewhere());
    story.signs_in(&mut fay, &FAY);
    to_the_number(&mut fay);
    for (number, reason) in [
        ("", "A mobile number is needed."),
        ("555 01", "There is no such number."),
        ("call me", "only digits"),
        ("+41 79 123 45 67", "this clinic sends texts to"),
        ("+1 604 155 0100", "There is no such number."),
    ] {
        fay.presses_ctrl('u');
        fay.types(number);
        fay.presses(KeyCode::Enter);
        fay.sees(reason);
        assert!(fay.is_in_field("Mobile number"), "{number}");
    }
    story.work();
    assert!(story.texts.attempts().is_empty());
}

#[test]
fn m02_the_set_up_counts_down_resends_and_goes_on() {
    let mut story = Story::new();
    let mut fay = story.at(elsewhere());
    story.signs_in(&mut fay, &FAY);
    let first = to_the_code(&mut story, &mut fay);
    fay.sees("(in 0:30)");
    story.passes(30 * SECOND);
    fay.presses(KeyCode::F(5));
    fay.sees("The same code is sent again; its time goes on.");
    fay.sees("4:30 left");
    story.work();
    assert_eq!(story.code_for(&FAY), first);
    assert_eq!(story.texts_to(FAY.mobile).len(), 2);
    fay.types(&first);
    fay.sees("Your recovery code");
}

#[test]
fn r02_copying_it_is_keeping_it() {
    let mut story = Story::new();
    let mut fay = story.at(desk());
    story.signs_in(&mut fay, &FAY);
    let code = to_the_code(&mut story, &mut fay);
    fay.types(&code);
    fay.chooses("Copy");
    fay.presses_ctrl('q');
    story.passes(MINUTE);
    let mut fay = story.at(desk());
    story.signs_in(&mut fay, &FAY);
}
