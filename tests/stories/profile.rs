//! My Account ▸ Profile and **Edit Mobile Phone** (spec M11, N01, N02, X03; T62, T68).

use domain::time::{MINUTE, SECOND};
use fixtures::clinic::{FAY, KIM, Person, SAM, desk, elsewhere};
use fixtures::keyboard::{KeyCode, Keyboard, Story};

const NEW: &str = "+16045550177";
const AT_HOME: &str = "sam@home.example";

/// Signed in at the desk, on the profile.
fn at_the_profile(story: &mut Story, person: &Person) -> Keyboard {
    let mut keyboard = story.at(desk());
    story.signs_in(&mut keyboard, person);
    keyboard.chooses("My Account");
    keyboard.chooses("Profile");
    keyboard.sees("My Account ▸ Profile");
    keyboard
}

fn at_the_number(story: &mut Story, person: &Person) -> Keyboard {
    let mut keyboard = at_the_profile(story, person);
    keyboard.chooses("Edit Mobile Phone");
    keyboard.sees("Leave it empty to delete the number.");
    keyboard
}

/// Types into a field, and Enter in the last one saves.
fn types_into(keyboard: &mut Keyboard, label: &str, text: &str) {
    keyboard.goes_to(label);
    keyboard.presses_ctrl('u');
    keyboard.types(text);
}

/// Saves another number where 2-step verification is on, and says yes to what follows.
fn saves_and_turns_off(keyboard: &mut Keyboard) {
    keyboard.presses(KeyCode::Enter);
    keyboard.sees("Save another number and turn 2-Step Verification off?");
    keyboard.chooses("Save and turn off");
}

fn number(story: &mut Story, person: &Person) -> Option<String> {
    story.clinic.staff(person).mobile
}

#[test]
fn m11_x01_t62_another_address_is_told_to_both_and_mails_go_to_the_new_one_from_then_on() {
    let mut story = Story::new();
    let mut sam = at_the_profile(&mut story, &SAM);
    sam.sees("both the old one and the new one are told.");
    types_into(&mut sam, "E-mail", AT_HOME);
    sam.presses(KeyCode::Enter);
    sam.sees("✓ Saved. Both addresses get an e-mail about it.");
    story.work();
    assert_eq!(story.mail_to(&SAM), ["Your e-mail address was changed"]);
    assert_eq!(story.mail_at(AT_HOME), ["Your e-mail address was changed"]);
    assert_eq!(story.recorded("profile.email_changed"), 1);
    sam.presses(KeyCode::Esc);
    sam.sees("Sam Tremblay, sam@home.example");
    sam.chooses("2-Step Verification");
    sam.chooses("Turn off");
    sam.chooses("Turn off");
    story.work();
    assert_eq!(story.mail_to(&SAM).len(), 1);
    assert_eq!(story.mail_at(AT_HOME).len(), 2);
}

#[test]
fn m11_another_name_is_saved_shown_at_once_and_recorded() {
    let mut story = Story::new();
    let mut sam = at_the_profile(&mut story, &SAM);
    types_into(&mut sam, "Name", "Samuel Tremblay");
    sam.chooses("Save");
    sam.sees("✓ Saved.");
    sam.sees("Samuel Tremblay · staff");
    story.work();
    assert!(story.mail_to(&SAM).is_empty(), "no mail of X01's list");
    assert_eq!(story.recorded("profile.name_changed"), 1);
    sam.chooses("Save");
    sam.sees("Nothing was different, so nothing was changed.");
    assert_eq!(story.recorded("profile.name_changed"), 1);
}

#[test]
fn m11_what_is_no_name_and_no_address_is_refused_below_its_field_and_nothing_is_saved() {
    let mut story = Story::new();
    let mut sam = at_the_profile(&mut story, &SAM);
    for (field, typed, said) in [
        ("Name", "", "✗ A name is needed."),
        ("Name", "   ", "✗ A name is needed."),
        ("E-mail", "", "✗ An e-mail address is needed."),
        ("E-mail", "sam", "✗ An e-mail address has one @ in it."),
        ("E-mail", "sam@home@example.org", "✗ An e-mail address has one @ in it."),
        (
            "E-mail",
            "sam@clinic",
            "✗ The part behind the @ is not the name of a mail domain",
        ),
        ("E-mail", "s am@example.org", "✗ The part before the @ may have only"),
    ] {
        types_into(&mut sam, "Name", "Samuel Tremblay");
        types_into(&mut sam, "E-mail", AT_HOME);
        types_into(&mut sam, field, typed);
        sam.chooses("Save");
        sam.sees(said);
        assert!(sam.is_in_field(field), "{typed:?}");
    }
    let row = story.clinic.staff(&SAM);
    assert_eq!((row.name.as_str(), row.email.as_str()), (SAM.name, SAM.email));
    sam.sees("User name sam, staff: a manager changes these.");
}

#[test]
fn t68_a_profile_left_standing_takes_nothing_back_that_another_terminal_has_saved() {
    let mut story = Story::new();
    let mut here = at_the_profile(&mut story, &SAM);
    let mut there = story.at(desk());
    story.signs_in(&mut there, &SAM);
    there.chooses("My Account");
    there.chooses("Profile");
    types_into(&mut there, "E-mail", AT_HOME);
    there.presses(KeyCode::Enter);
    there.sees("✓ Saved. Both addresses");
    here.sees(AT_HOME);
    types_into(&mut here, "Name", "Samuel Tremblay");
    here.chooses("Save");
    here.sees("✓ Saved.");
    let row = story.clinic.staff(&SAM);
    assert_eq!((row.name.as_str(), row.email.as_str()), ("Samuel Tremblay", AT_HOME));
    there.sees("Samuel Tremblay");
    story.work();
    assert_eq!(story.mail_at(AT_HOME).len(), 1);
}

#[test]
fn t68_a_number_left_standing_does_not_take_back_the_one_another_terminal_has_saved() {
    let mut story = Story::new();
    let mut here = at_the_number(&mut story, &FAY);
    let mut there = at_the_number(&mut story, &FAY);
    types_into(&mut there, "Mobile phone", "604 555 0177");
    there.presses(KeyCode::Enter);
    there.sees("✓ Saved.");
    here.sees(NEW);
    here.chooses("Save");
    here.sees("Nothing was different, so nothing was changed.");
    assert_eq!(number(&mut story, &FAY).as_deref(), Some(NEW));
}

#[test]
fn n01_x01_another_number_turns_2sv_off_says_so_before_and_tells_the_old_number() {
    let mut story = Story::with_apps();
    let mut kim = at_the_number(&mut story, &KIM);
    kim.sees("! Saving another number turns 2-Step Verification off, all of it: texts, app, recovery code and trusted browsers.");
    kim.sees("use Set Up beside Text Message (SMS) instead");
    types_into(&mut kim, "Mobile phone", "(604) 555-0177");
    saves_and_turns_off(&mut kim);
    kim.sees("! Saved. 2-Step Verification is off now: Set Up turns it on again. You get an e-mail about it.");
    kim.sees("My Account ▸ 2-Step Verification");
    kim.presses(KeyCode::Esc);
    kim.chooses("Profile");
    kim.sees("•••• ••77");
    kim.sees("! 2-Step Verification is off: the password is enough.");
    let row = story.clinic.staff(&KIM);
    assert_eq!((row.mobile.as_deref(), row.default_method()), (Some(NEW), None));
    assert_eq!(
        story.clinic.number("SELECT count(*) FROM recovery_codes"),
        2,
        "sam's and bo's"
    );
    story.work();
    // One action, one mail: what follows stands in it.
    assert_eq!(story.mail_to(&KIM), ["2-step verification is now off"]);
    let mail = story.reads_mail(&KIM, "2-step verification is now off");
    assert!(mail.contains("changed to •••• ••77"), "{mail}");
    let told = story.texts_to(KIM.mobile).pop().unwrap();
    assert!(told.contains("this number is not on your account any more"), "{told}");
    assert!(
        story.texts_to(NEW).is_empty(),
        "no code goes there before texts are set up"
    );
    assert_eq!(
        (story.recorded("profile.mobile_changed"), story.recorded("two_step.off")),
        (1, 1)
    );
    kim.clicks("Sign out");
    kim.begins(&KIM);
    kim.sees("Hello, Kim Sato");
    // Turned on again by the person, at the new number.
    kim.chooses("Set Up");
    kim.sees(NEW);
}

#[test]
fn n01_saving_another_number_asks_first_and_cancel_leaves_all_as_it_was_with_the_number_still_typed() {
    for no in ["Esc", "Enter", "Cancel"] {
        let mut story = Story::with_apps();
        let mut kim = at_the_number(&mut story, &KIM);
        types_into(&mut kim, "Mobile phone", "604 555 0177");
        kim.presses(KeyCode::Enter);
        kim.sees("Save another number and turn 2-Step Verification off?");
        kim.sees("Texts, app, recovery code and trusted browsers end");
        match no {
            "Esc" => kim.presses(KeyCode::Esc),
            // A second Enter, by habit, is a no.
            "Enter" => kim.presses(KeyCode::Enter),
            _ => kim.chooses(no),
        }
        kim.sees("Edit Mobile Phone");
        kim.sees("604 555 0177");
        assert_eq!(number(&mut story, &KIM).as_deref(), Some(KIM.mobile), "{no}");
        assert!(story.clinic.staff(&KIM).default_method().is_some(), "{no}");
        assert_eq!(
            (story.recorded("profile.mobile_changed"), story.recorded("two_step.off")),
            (0, 0)
        );
        story.work();
        assert!(story.mail_to(&KIM).is_empty(), "{no}");
    }
}

#[test]
fn n01_esc_and_cancel_leave_number_and_2sv_as_they_were() {
    for way in ["Esc", "Cancel"] {
        let mut story = Story::new();
        let mut sam = at_the_number(&mut story, &SAM);
        types_into(&mut sam, "Mobile phone", "604 555 0177");
        if way == "Esc" {
            sam.presses(KeyCode::Esc);
        } else {
            sam.chooses(way);
        }
        sam.sees("My Account ▸ Profile");
        sam.sees("•••• ••00");
        assert_eq!(number(&mut story, &SAM).as_deref(), Some(SAM.mobile), "{way}");
        assert!(story.clinic.staff(&SAM).default_method().is_some(), "{way}");
        assert_eq!(story.recorded("profile.mobile_changed"), 0);
    }
}

#[test]
fn n02_the_same_number_in_other_writing_is_no_change() {
    for writing in [
        "+16045550100",
        "604 555 0100",
        "(604) 555-0100",
        "1-604-555-0100",
        "+1 604.555.0100",
    ] {
        let mut story = Story::new();
        let mut sam = at_the_number(&mut story, &SAM);
        types_into(&mut sam, "Mobile phone", writing);
        sam.presses(KeyCode::Enter);
        sam.sees("Nothing was different, so nothing was changed.");
        assert!(story.clinic.staff(&SAM).default_method().is_some(), "{writing}");
        story.work();
        assert!(story.mail_to(&SAM).is_empty());
        assert_eq!(story.texts_to(SAM.mobile).len(), 1, "that of the sign-in");
    }
}

#[test]
fn n02_deleting_the_number_is_a_change_and_turns_2sv_off() {
    let mut story = Story::new();
    let mut sam = at_the_number(&mut story, &SAM);
    sam.presses_ctrl('u');
    saves_and_turns_off(&mut sam);
    sam.sees("! Saved. 2-Step Verification is off now");
    sam.presses(KeyCode::Esc);
    sam.chooses("Profile");
    sam.sees_in_order(&["Mobile phone", "none", "Edit Mobile Phone"]);
    assert_eq!(number(&mut story, &SAM), None);
    story.work();
    assert_eq!(story.mail_to(&SAM), ["2-step verification is now off"]);
    let mail = story.reads_mail(&SAM, "2-step verification is now off");
    assert!(mail.contains("was deleted"), "{mail}");
    assert!(
        story
            .texts_to(SAM.mobile)
            .pop()
            .unwrap()
            .contains("not on your account any more")
    );
    sam.presses(KeyCode::Esc);
    sam.chooses("2-Step Verification");
    sam.chooses("Set Up");
    assert!(sam.is_in_field("Mobile number"));
    sam.presses(KeyCode::Enter);
    sam.sees("✗ A mobile number is needed.");
}

#[test]
fn n01_where_2sv_is_off_the_number_alone_changes() {
    let mut story = Story::new();
    let mut fay = at_the_number(&mut story, &FAY);
    fay.sees("2-Step Verification is off: setting it up is a step of its own.");
    fay.does_not_see("Saving another number");
    types_into(&mut fay, "Mobile phone", "604 555 0177");
    fay.presses(KeyCode::Enter);
    fay.sees("✓ Saved. You get an e-mail about it.");
    story.work();
    let mails = story.mail_to(&FAY);
    assert_eq!(
        mails,
        [
            "New sign-in to your account",
            "The mobile number on your profile was changed"
        ]
    );
    assert_eq!(story.recorded("two_step.off"), 0);
    assert_eq!(number(&mut story, &FAY).as_deref(), Some(NEW));
}

#[test]
fn n01_what_cannot_be_a_mobile_number_is_refused_with_its_reason() {
    let mut story = Story::new();
    let mut sam = at_the_number(&mut story, &SAM);
    for (typed, said) in [
        ("call me", "✗ A mobile number has only digits in it"),
        ("555 01", "✗"),
        ("+41 79 123 45 67", "this clinic sends texts to"),
    ] {
        types_into(&mut sam, "Mobile phone", typed);
        sam.presses(KeyCode::Enter);
        sam.sees(said);
        assert!(sam.is_in_field("Mobile phone"), "{typed}");
    }
    assert_eq!(number(&mut story, &SAM).as_deref(), Some(SAM.mobile));
}

#[test]
fn n01_codes_underway_to_the_old_number_and_sign_ins_begun_with_them_are_dead() {
    let mut story = Story::new();
    let mut sam = at_the_number(&mut story, &SAM);
    story.passes(MINUTE);
    let mut other = story.at(elsewhere());
    other.begins(&SAM);
    story.work();
    let code = story.code_for(&SAM);
    types_into(&mut sam, "Mobile phone", "604 555 0177");
    saves_and_turns_off(&mut sam);
    other.sees("This sign-in is over");
    other.is_slow(true);
    other.pastes(&code);
    other.is_slow(false);
    assert!(!other.is_signed_in());
    sam.sees("Saved. 2-Step Verification is off now");
}

#[test]
fn x03_t62_with_the_worker_off_the_change_stands_and_the_profile_says_that_the_mails_wait() {
    let mut story = Story::new();
    let mut sam = at_the_profile(&mut story, &SAM);
    story.worker_stops();
    types_into(&mut sam, "E-mail", AT_HOME);
    sam.presses(KeyCode::Enter);
    sam.sees("✓ Saved. Both addresses get an e-mail about it.");
    sam.sees("! 2 e-mails to you: not delivered yet.");
    assert_eq!(story.clinic.staff(&SAM).email, AT_HOME);
    sam.presses(KeyCode::Esc);
    sam.sees("! 2 e-mails to you: not delivered yet.");
    sam.presses(KeyCode::Esc);
    sam.sees("! 2 e-mails to you: not delivered yet.");
    assert!(story.mail_to(&SAM).is_empty());
    story.worker_starts();
    story.passes(10 * SECOND);
    sam.does_not_see("not delivered yet");
    assert_eq!(story.mail_to(&SAM), story.mail_at(AT_HOME));
    assert_eq!(story.mail_to(&SAM).len(), 1);
}
