//! Everything on the screens that ends trust (spec T05; T41), and what does not.

use fixtures::clinic::{KIM, Person, browser, desk};
use fixtures::keyboard::{KeyCode, Keyboard, Story};

use crate::trust::{is_asked, is_skipped, running, trusts};

const NEW: &str = "velvet anchor 52 thunder";

/// What kim does at the desk, a trusted browser, right after she signed in there.
type Doing = fn(&mut Story, &mut Keyboard);

/// What ends every trust of hers. The last of each is her password afterwards, `None` where no code is asked any more.
const ENDS: [(&str, Doing, Option<&str>); 8] = [
    ("another password", another_password, Some(NEW)),
    ("turned off", turned_off, None),
    ("another number for texts", another_number_for_texts, Some(KIM.password)),
    ("another number on the profile", another_number, None),
    ("This wasn't me", not_me, Some(NEW)),
    ("signed in by recovery code", by_recovery_code, Some(KIM.password)),
    ("all ended", all_ended, Some(KIM.password)),
    ("not allowed any more", not_allowed, Some(KIM.password)),
];

fn another_password(_: &mut Story, kim: &mut Keyboard) {
    kim.chooses("My Account");
    kim.chooses("Password");
    new_password(kim);
    kim.sees("✓ Your new password counts from now on.");
}

fn new_password(kim: &mut Keyboard) {
    for _ in 0..2 {
        kim.types(NEW);
        kim.presses(KeyCode::Enter);
    }
}

fn turned_off(_: &mut Story, kim: &mut Keyboard) {
    kim.opens_two_step();
    kim.chooses("Turn 2-Step Verification off");
    kim.chooses("Turn off");
    kim.sees("✓ 2-Step Verification is off.");
}

fn another_number_for_texts(story: &mut Story, kim: &mut Keyboard) {
    kim.opens_two_step();
    kim.chooses_beside("Text Message (SMS)", "Set Up");
    kim.presses_ctrl('u');
    kim.types("604 555 0177");
    kim.presses(KeyCode::Enter);
    story.work();
    let code = story.code_on("+16045550177");
    kim.types(&code);
    kim.sees("✓ Texts go to •••• ••77 from now on.");
}

fn another_number(_: &mut Story, kim: &mut Keyboard) {
    kim.chooses("My Account");
    kim.chooses("Profile");
    kim.chooses("Edit Mobile Phone");
    kim.presses_ctrl('u');
    kim.types("604 555 0177");
    kim.presses(KeyCode::Enter);
    kim.chooses("Save and turn off");
    kim.sees("Saved. 2-Step Verification is off now");
}

fn not_me(_: &mut Story, kim: &mut Keyboard) {
    kim.chooses("This wasn't me");
    kim.chooses("This wasn't me");
    new_password(kim);
    kim.sees("Hello, Kim Sato");
}

fn by_recovery_code(story: &mut Story, _: &mut Keyboard) {
    let mut other = story.at(browser(7));
    other.begins(&KIM);
    other.chooses("Try another way");
    other.chooses("Use recovery code instead");
    let code = story.clinic.recovery_code(&KIM);
    other.types(&code);
    other.presses(KeyCode::Enter);
    other.chooses("I have saved it");
}

fn all_ended(_: &mut Story, kim: &mut Keyboard) {
    kim.chooses("My Account");
    kim.chooses("Trusted browsers");
    kim.chooses("End all");
}

fn not_allowed(story: &mut Story, _: &mut Keyboard) {
    story.clinic.forbid_trust();
    story.clinic.allow_trust();
}

#[test]
fn t05_t41_each_thing_that_ends_trust_ends_all_of_this_person_at_once() {
    for (what, doing, password) in ENDS {
        let mut story = Story::with_trust();
        drop(trusts(&mut story, browser(2), &KIM));
        let mut kim = trusts(&mut story, desk(), &KIM);
        assert_eq!(running(&story), 2, "{what}");
        doing(&mut story, &mut kim);
        assert_eq!(running(&story), 0, "{what}");
        assert_eq!(story.recorded("trust.ended"), 2, "{what}");
        if let Some(password) = password {
            let kim = Person { password, ..KIM };
            is_asked(&mut story, browser(2), &kim);
            is_asked(&mut story, desk(), &kim);
        }
    }
}

#[test]
fn t05_trust_that_ended_with_2sv_does_not_come_back_when_it_is_turned_on_again() {
    let mut story = Story::with_trust();
    let mut kim = trusts(&mut story, desk(), &KIM);
    turned_off(&mut story, &mut kim);
    kim.chooses_beside("Text Message (SMS)", "Set Up");
    kim.presses(KeyCode::Enter);
    story.work();
    story.types_the_code(&mut kim, &KIM);
    kim.chooses("I have saved it");
    kim.clicks("Sign out");
    is_asked(&mut story, desk(), &KIM);
}

#[test]
fn t05_a_password_changed_and_a_trust_ended_leave_those_of_others_alone() {
    let mut story = Story::with_trust();
    drop(trusts(&mut story, desk(), &fixtures::clinic::SAM));
    let mut kim = trusts(&mut story, desk(), &KIM);
    another_password(&mut story, &mut kim);
    assert_eq!(running(&story), 1);
    is_skipped(&mut story, desk(), &fixtures::clinic::SAM);
}

#[test]
fn t05_what_is_no_reason_leaves_trust_as_it_is() {
    type Doing = fn(&mut Keyboard);
    let harmless: [(&str, Doing); 4] = [
        ("another name", |kim| {
            kim.chooses("My Account");
            kim.chooses("Profile");
            kim.types("X");
            kim.chooses("Save");
            kim.sees("✓ Saved.");
        }),
        ("the other way asked first", |kim| {
            kim.opens_two_step();
            kim.chooses("Make default");
            kim.sees("✓ The app is asked first");
        }),
        ("a new recovery code", |kim| {
            kim.opens_two_step();
            kim.chooses("View Recovery Code");
            kim.chooses("Generate new");
            kim.chooses("Generate new");
            kim.chooses("I have saved it");
        }),
        ("signed out", |kim| kim.clicks("Sign out")),
    ];
    for (what, doing) in harmless {
        let mut story = Story::with_trust();
        let mut kim = trusts(&mut story, desk(), &KIM);
        doing(&mut kim);
        assert_eq!(running(&story), 1, "{what}");
        is_skipped(&mut story, desk(), &KIM);
    }
}
