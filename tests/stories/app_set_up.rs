//! Setting the authenticator app up, from the key on the screen to the code of the phone; a new phone in the place of the
//! old one; and leaving in the middle (spec C04, M02 to M06; T5, T45, T49, T51, T58).

use domain::time::{HOUR, MINUTE, SECOND};
use domain::totp::{AppSecret, STEP_MS};
use fixtures::clinic::{BO, FAY, Person, SAM, code_at, desk, wrong_code_of};
use fixtures::keyboard::{KeyCode, Keyboard, Story};

const APP: &str = "Authenticator App";

/// From the home screen to the key; the test is the phone from here on.
fn to_the_key(story: &mut Story, keyboard: &mut Keyboard) -> AppSecret {
    keyboard.opens_two_step();
    keyboard.chooses_beside(APP, "Set Up");
    keyboard.sees("Nothing changes before that.");
    let secret = keyboard.reads_app_secret();
    story.never_in_a_file(secret.base32().reveal());
    story.never_in_a_file(secret.bytes());
    secret
}

/// What the phone shows `ms` from now, negative for before.
fn shown(story: &mut Story, secret: &AppSecret, ms: i64) -> String {
    let code = code_at(secret, story.clinic.clock.now().plus(ms));
    story.never_in_a_file(&code);
    code
}

fn has_app(story: &mut Story, person: &Person) -> bool {
    let staff = story.clinic.staff(person).id;
    let app = format!(
        "SELECT count(*) FROM methods WHERE kind = 'app' AND staff_id = {}",
        staff.0
    );
    story.clinic.number(&app) == 1
}

#[test]
fn m02_r02_x01_the_app_is_set_up_by_the_key_on_the_screen_and_the_recovery_code_follows() {
    let mut story = Story::new();
    let mut fay = story.at(desk());
    story.signs_in(&mut fay, &FAY);
    let secret = to_the_key(&mut story, &mut fay);
    assert!(fay.is_in_field("Verification code"));
    let code = shown(&mut story, &secret, 0);
    fay.types(&code[..5]);
    assert!(!has_app(&mut story, &FAY), "nothing changes before the code");
    fay.types(&code[5..]);
    let recovery = fay.reads_recovery_code();
    story.never_in_a_file(&recovery);
    assert!(has_app(&mut story, &FAY), "it is on before the recovery code is shown");
    fay.chooses("I have saved it");
    fay.sees("✓ 2-Step Verification is on, and your recovery code is kept.");
    fay.opens_two_step();
    fay.sees_in_order(&["✓ on", "Text Message (SMS)", "not set up", APP, "on", "Default"]);
    fay.sees("One way in only. Add text messages so that a lost phone is no drama.");
    story.work();
    let mails = story.mail_to(&FAY);
    assert_eq!(mails, ["New sign-in to your account", "2-step verification is now on"]);
    assert!(story.texts.attempts().is_empty());
}

#[test]
fn c04_t5_the_code_that_confirmed_the_set_up_counts_as_used_at_the_next_sign_in() {
    let mut story = Story::new();
    let mut fay = story.at(desk());
    story.signs_in(&mut fay, &FAY);
    let secret = to_the_key(&mut story, &mut fay);
    let code = shown(&mut story, &secret, 0);
    fay.types(&code);
    fay.chooses("I have saved it");
    fay.clicks("Sign out");
    fay.begins(&FAY);
    fay.sees("Open your authenticator app");
    fay.types(&code);
    fay.sees("! That code was used already: wait for the next one. It was not counted.");
    assert_eq!((story.recorded("code.wrong"), story.recorded("code.dead")), (0, 1));
    story.passes(STEP_MS);
    let next = shown(&mut story, &secret, 0);
    fay.types(&next);
    fay.sees("Hello, Fay Okafor");
}

#[test]
fn m04_the_key_is_copied_bare_with_one_key_and_the_list_of_apps_comes_back_to_the_same_key() {
    let mut story = Story::new();
    let mut fay = story.at(desk());
    story.signs_in(&mut fay, &FAY);
    let secret = to_the_key(&mut story, &mut fay);
    fay.presses(KeyCode::F(6));
    assert_eq!(fay.copied(), [secret.base32().reveal().clone()]);
    fay.sees("asked your terminal to copy");
    fay.types("12");
    fay.presses(KeyCode::F(7));
    fay.sees_in_order(&["Passwords", "Microsoft Authenticator", "Authy", "Google Authenticator"]);
    fay.sees_in_order(&["Zoho OneAuth", "1Password", "Bitwarden", "LastPass"]);
    fay.presses(KeyCode::Esc);
    assert_eq!(fay.reads_app_secret().bytes(), secret.bytes());
    fay.sees("1 2 _ _ _ _");
    assert!(fay.is_in_field("Verification code"));
    // Where there is no room for the QR code, the key stands there all the same.
    for (width, height) in [(60, 20), (140, 45), (80, 24)] {
        fay.resizes(width, height);
        assert_eq!(fay.reads_app_secret().bytes(), secret.bytes(), "{width}x{height}");
    }
    fay.presses(KeyCode::Backspace);
    fay.presses(KeyCode::Backspace);
    let code = shown(&mut story, &secret, 0);
    fay.types(&code);
    fay.sees("Your recovery code");
}

#[test]
fn m05_t58_a_phone_whose_clock_is_wrong_is_told_by_how_much_and_it_is_not_counted() {
    let mut story = Story::new();
    let mut fay = story.at(desk());
    story.signs_in(&mut fay, &FAY);
    let secret = to_the_key(&mut story, &mut fay);
    for (off, said) in [
        (2 * MINUTE + 30 * SECOND, "Your phone's clock is 2 min 30 s ahead."),
        (-2 * MINUTE, "Your phone's clock is 2 min behind."),
        (-MINUTE, "Your phone's clock is 1 min behind."),
        (12 * HOUR, "Your phone's clock is 12 h ahead."),
    ] {
        let code = shown(&mut story, &secret, off);
        fay.types(&code);
        fay.sees(&format!("! {said}"));
        fay.sees("Set it by the network, then type the next code. It was not counted.");
        fay.sees("_ _ _ _ _ _");
        assert!(fay.is_in_field("Verification code"));
    }
    assert_eq!((story.recorded("code.wrong"), story.recorded("code.dead")), (0, 4));
    // A day off is just wrong, and counted.
    let wrong = wrong_code_of(&secret, story.clinic.clock.now());
    fay.types(&wrong);
    fay.sees("✗ That was not it. 4 tries left.");
    assert_eq!(story.recorded("code.wrong"), 1);
    assert!(!has_app(&mut story, &FAY));
    let code = shown(&mut story, &secret, STEP_MS);
    fay.types(&code);
    fay.sees("Your recovery code");
}

#[test]
fn m02_t49_leaving_before_the_code_was_accepted_changes_nothing() {
    type Leaving = fn(&mut Story, &mut Keyboard);
    let leaving: [(&str, Leaving); 6] = [
        ("back", |story, fay| {
            to_the_key(story, fay);
            fay.presses(KeyCode::Esc);
            fay.sees_in_order(&["Text Message (SMS)", "not set up", APP, "not set up"]);
        }),
        ("back after five digits", |story, fay| {
            let secret = to_the_key(story, fay);
            fay.types(&shown(story, &secret, 0)[..5]);
            fay.presses(KeyCode::Esc);
        }),
        ("out after a wrong code", |story, fay| {
            let secret = to_the_key(story, fay);
            fay.types(&wrong_code_of(&secret, story.clinic.clock.now()));
            fay.presses_ctrl('q');
        }),
        ("a terminal lost", |story, fay| {
            to_the_key(story, fay);
            fay.loses_the_terminal();
        }),
        ("signed out", |story, fay| {
            to_the_key(story, fay);
            fay.clicks("Sign out");
        }),
        ("another key, and back", |story, fay| {
            let first = to_the_key(story, fay);
            fay.presses(KeyCode::Esc);
            fay.chooses_beside(APP, "Set Up");
            assert_ne!(fay.reads_app_secret().bytes(), first.bytes());
            // The first key is gone with its page.
            fay.types(&shown(story, &first, 0));
            fay.sees("✗ That was not it. 4 tries left.");
            fay.presses(KeyCode::Esc);
        }),
    ];
    for (how, leave) in leaving {
        let mut story = Story::new();
        let mut fay = story.at(desk());
        story.signs_in(&mut fay, &FAY);
        leave(&mut story, &mut fay);
        assert!(!has_app(&mut story, &FAY), "{how}");
        assert_eq!(story.clinic.number("SELECT count(*) FROM recovery_codes"), 1, "{how}");
        story.work();
        assert_eq!(story.mail_to(&FAY), ["New sign-in to your account"], "{how}");
        let mut again = story.at(desk());
        again.begins(&FAY);
        again.sees("Hello, Fay Okafor");
    }
}

#[test]
fn m03_t45_t51_the_old_phone_works_until_the_new_one_has_shown_a_right_code() {
    let mut story = Story::with_apps();
    let old = story.clinic.app_secret(&BO);
    let mut bo = story.at(desk());
    story.signs_in(&mut bo, &BO);
    let new = to_the_key(&mut story, &mut bo);
    assert_ne!(new.bytes(), old.bytes());
    // Somewhere else the old phone still is the one.
    let mut other = story.at(desk());
    story.signs_in(&mut other, &BO);
    let wrong = wrong_code_of(&new, story.clinic.clock.now());
    bo.types(&wrong);
    bo.presses(KeyCode::Esc);
    assert_eq!(story.clinic.app_secret(&BO).bytes(), old.bytes());

    bo.chooses_beside(APP, "Set Up");
    let new = bo.reads_app_secret();
    let code = shown(&mut story, &new, 0);
    bo.types(&code);
    bo.sees("✓ The authenticator app is set up. You get an e-mail about it.");
    bo.sees("My Account ▸ 2-Step Verification");
    story.work();
    assert_eq!(story.mail_to(&BO), ["Your authenticator app was set up again"]);
    assert_eq!(story.recorded("method.replaced"), 1);
    bo.clicks("Sign out");
    bo.begins(&BO);
    bo.sees("Open your authenticator app");
    story.passes(STEP_MS);
    let of_the_old = shown(&mut story, &old, 0);
    bo.types(&of_the_old);
    bo.sees("✗ That was not it.");
    let of_the_new = shown(&mut story, &new, 0);
    bo.types(&of_the_new);
    bo.sees("Hello, Bo Lindgren");
}

#[test]
fn m06_r07_a_second_way_keeps_the_default_and_the_recovery_code() {
    let mut story = Story::new();
    let mut sam = story.at(desk());
    story.signs_in(&mut sam, &SAM);
    sam.sees_in_order(&["! One way in only", APP, "[ Set Up ]"]);
    sam.chooses("Set Up");
    let secret = sam.reads_app_secret();
    let code = shown(&mut story, &secret, 0);
    sam.types(&code);
    sam.sees("✓ The authenticator app is set up.");
    sam.sees_in_order(&["Text Message (SMS)", "Default", APP, "Make default"]);
    sam.does_not_see("One way in only");
    story.work();
    assert_eq!(story.mail_to(&SAM), ["You now have a second way to get codes"]);
    let kept = story.clinic.sams_recovery_code.clone();
    assert_eq!(story.clinic.recovery_code(&SAM), kept);
    sam.presses(KeyCode::Esc);
    sam.presses(KeyCode::Esc);
    sam.sees("Hello, Sam Tremblay");
    sam.does_not_see("One way in only");
    sam.clicks("Sign out");
    sam.begins(&SAM);
    sam.sees("Check your phone");
    story.work();
}

#[test]
fn l01_t15_wrong_set_up_codes_of_an_app_lead_into_the_wait_that_every_door_knows() {
    let mut story = Story::new();
    let mut sam = story.at(desk());
    story.signs_in(&mut sam, &SAM);
    let secret = to_the_key(&mut story, &mut sam);
    let wrong = wrong_code_of(&secret, story.clinic.clock.now());
    for left in ["4 tries left", "3 tries left", "2 tries left", "1 try left"] {
        sam.types(&wrong);
        sam.sees(&format!("✗ That was not it. {left}."));
    }
    sam.types(&wrong);
    sam.sees("! Too many wrong codes: wait 15:00");
    let right = shown(&mut story, &secret, 0);
    sam.types(&right);
    sam.sees("! Too many wrong codes: wait 15:00");
    let mut other = story.at(desk());
    other.begins(&SAM);
    other.sees("Please wait until 07:15");
    other.presses(KeyCode::Esc);
    story.passes(15 * MINUTE - 1);
    sam.sees("Too many wrong codes: wait 0:01");
    story.passes(1);
    sam.does_not_see("Too many wrong codes");
    // So long after its step-up the set-up asks once more who it is, and goes on with what was typed.
    let right = shown(&mut story, &secret, 0);
    sam.types(&right);
    sam.sees("To set up the authenticator app we ask once more for your password.");
    story.steps_up(&mut sam, &SAM);
    sam.sees("✓ The authenticator app is set up.");
    assert!(has_app(&mut story, &SAM));
    assert!(
        story
            .mail_to(&SAM)
            .contains(&"Too many wrong codes for your account".to_owned())
    );
}
