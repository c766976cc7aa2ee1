//! My Account: turning off, and texts to another number (spec M03, M07, R07, X01).

use domain::time::MINUTE;
use fixtures::clinic::{SAM, desk, elsewhere};
use fixtures::keyboard::{KeyCode, Story};

#[test]
fn m07_x01_r07_turning_off_warns_is_mailed_recorded_and_voids_the_recovery_code() {
    let mut story = Story::new();
    let mut sam = story.at(desk());
    story.signs_in(&mut sam, &SAM);
    sam.opens_two_step();
    sam.chooses("Turn off");
    sam.sees("Insurance and privacy rules may require 2-Step Verification");
    assert!(sam.has_focus("Cancel"), "danger starts on Cancel");
    sam.presses(KeyCode::Enter);
    sam.sees("✓ on");
    assert!(story.clinic.staff(&SAM).default_method().is_some());

    sam.chooses("Turn off");
    sam.chooses("Turn off");
    sam.sees("✓ 2-Step Verification is off. You get an e-mail about it.");
    sam.sees_in_order(&["! off", "Text Message (SMS)", "not set up", "Set Up"]);
    sam.sees("2-Step Verification is off: the password is enough.");
    story.work();
    assert_eq!(story.mail_to(&SAM), ["2-step verification is now off"]);
    assert_eq!(story.recorded("two_step.off"), 1);
    assert_eq!(story.clinic.number("SELECT count(*) FROM recovery_codes"), 0);
    sam.clicks("Sign out");
    sam.begins(&SAM);
    sam.sees("Hello, Sam Tremblay");
    assert_eq!(story.texts_to(SAM.mobile).len(), 1, "no code is asked any more");
}

#[test]
fn t10_setting_up_again_shows_a_new_recovery_code_and_the_old_one_is_dead() {
    let mut story = Story::new();
    let mut sam = story.at(desk());
    story.signs_in(&mut sam, &SAM);
    sam.opens_two_step();
    sam.chooses("Turn off");
    sam.chooses("Turn off");
    sam.chooses("Set Up");
    sam.presses(KeyCode::Enter);
    story.work();
    let code = story.code_for(&SAM);
    sam.types(&code);
    let old = story.clinic.sams_recovery_code.clone();
    assert_ne!(sam.reads_recovery_code(), old);
    sam.chooses("I have saved it");
    sam.clicks("Sign out");
    story.passes(MINUTE);
    sam.begins(&SAM);
    sam.chooses("Try another way");
    sam.presses(KeyCode::Enter);
    sam.types(&old);
    sam.presses(KeyCode::Enter);
    sam.sees("That code was used or replaced.");
}

#[test]
fn m03_another_number_counts_once_its_code_was_accepted_and_the_old_one_is_told() {
    const NEW: &str = "+16045550177";
    let mut story = Story::new();
    let mut sam = story.at(desk());
    story.signs_in(&mut sam, &SAM);
    sam.opens_two_step();
    sam.chooses("Set Up");
    sam.presses_ctrl('u');
    sam.types("(604) 555-0177");
    sam.presses(KeyCode::Enter);
    story.work();
    sam.sees("We sent a text to •••• ••77.");
    let code = story.code_on(NEW);
    // The old phone works until the new one is proved.
    let mut other = story.at(elsewhere());
    other.begins(&SAM);
    story.work();
    other.sees("We sent a text to •••• ••00.");
    let old_code = story.code_for(&SAM);
    assert_ne!(old_code, code);

    sam.types(&code);
    sam.sees("✓ Texts go to •••• ••77 from now on.");
    sam.sees_in_order(&["✓ on", "Text Message (SMS)", "•••• ••77"]);
    story.work();
    assert_eq!(story.clinic.staff(&SAM).mobile.as_deref(), Some(NEW));
    assert_eq!(story.mail_to(&SAM), ["Your codes now go to another number"]);
    let told = story.texts_to(SAM.mobile).pop().unwrap();
    assert_eq!(
        told,
        "Maple Clinic: this number is not on your account any more and gets no codes for you. \
         If you did not ask for that, tell the front desk, 604 555 0199."
    );
    // Codes to the old phone are dead.
    other.types(&old_code);
    assert!(!other.is_signed_in());
    sam.clicks("Sign out");
    story.passes(MINUTE);
    sam.begins(&SAM);
    story.work();
    sam.sees("We sent a text to •••• ••77.");
}

#[test]
fn m03_n02_the_same_number_in_other_writing_is_no_change_and_nobody_is_told_of_one() {
    let mut story = Story::new();
    let mut sam = story.at(desk());
    story.signs_in(&mut sam, &SAM);
    sam.opens_two_step();
    sam.chooses("Set Up");
    sam.presses_ctrl('u');
    sam.types("604 555 0100");
    sam.presses(KeyCode::Enter);
    story.work();
    let code = story.code_for(&SAM);
    sam.types(&code);
    sam.sees("✓ Texts go to •••• ••00 from now on.");
    story.work();
    assert!(story.mail_to(&SAM).is_empty());
    assert_eq!(story.texts_to(SAM.mobile).len(), 2, "two codes, and no notice");
}
