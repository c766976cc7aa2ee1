//! *Require for all staff* (spec E01 to E03, S13, M07; T44, T52): an enforcement day from the preview to the last set-up,
//! the forced set-up under every key, and what opens it.

use actions::pause_person::pause_person;
use domain::contact::Reason;
use domain::pause::PauseLength;
use domain::person::Access;
use domain::step_up::Act;
use domain::time::{HOUR, MINUTE};
use fixtures::clinic::{BO, FAY, JANE, KIM, Person, SAM, browser, desk, elsewhere};
use fixtures::keyboard::{KeyCode, Keyboard, Story};

const ENFORCEMENT: &str = "2-Step Verification Enforcement";
const FIRST: &str = "Set up 2-Step Verification first";
const BANNER: &str = "! 2-Step Verification is required here: set it up now or at the next sign-in.";
const TOLD: &str = "2-step verification set up with the password alone";

/// Seven more who work there, without 2SV.
const MORE: [(&str, &str, &str); 7] = [
    ("ann", "Ann Reed", "+16045550111"),
    ("ben", "Ben Hart", "+16045550112"),
    ("cleo", "Cleo Marsh", "+16045550113"),
    ("dan", "Dan Frost", "+16045550114"),
    ("eve", "Eve Stone", "+16045550115"),
    ("gil", "Gil Baker", "+16045550116"),
    ("hal", "Hal Winter", "+16045550117"),
];

fn more() -> [Person; 7] {
    MORE.map(|(username, name, mobile)| Person {
        username,
        name,
        email: "staff@maple.example",
        mobile,
        password: "lantern bishop 23 mango",
        access: Access::Staff,
    })
}

fn is_on(story: &mut Story, person: &Person) -> bool {
    story.clinic.staff(person).default_method().is_some()
}

fn is_required(story: &Story) -> bool {
    story.clinic.number("SELECT enforced FROM clinic") == 1
}

fn to_the_preview(keyboard: &mut Keyboard) {
    keyboard.chooses("Settings");
    keyboard.chooses(ENFORCEMENT);
    keyboard.sees("[ ] Require for all staff");
    keyboard.sees("Now: each person decides.");
    keyboard.presses(KeyCode::Char(' '));
    keyboard.sees("[x] Require for all staff");
    keyboard.sees("! Saving first shows who would have to do what. Nothing is switched on before.");
    keyboard.chooses("Save");
    keyboard.sees("Require 2-Step Verification of everybody?");
}

/// Signs in by the password alone and stands before the set-up.
fn is_held(story: &mut Story, person: &Person, number: u32) -> Keyboard {
    let mut keyboard = story.at(browser(number));
    keyboard.begins(person);
    story.work();
    keyboard.sees(FIRST);
    keyboard
}

/// Sets texts up from there on.
fn sets_texts_up(story: &mut Story, keyboard: &mut Keyboard, person: &Person) {
    keyboard.chooses_beside("Text Message (SMS)", "Set Up");
    keyboard.sees("Mobile number");
    keyboard.sees(person.mobile);
    keyboard.presses(KeyCode::Enter);
    story.work();
    let code = story.code_for(person);
    keyboard.types(&code);
    let recovery = keyboard.reads_recovery_code();
    story.never_in_a_file(&recovery);
    keyboard.chooses("I have saved it");
    keyboard.sees(&format!("Hello, {}", person.name));
    story.work();
}

#[test]
fn e02_e03_t52_an_enforcement_day_for_a_clinic_of_twelve_from_the_preview_to_the_last_set_up() {
    let mut story = Story::with_apps();
    let staff = more();
    for person in &staff {
        story.clinic.add(person);
    }
    story
        .clinic
        .foreign()
        .execute("UPDATE staff SET mobile = NULL WHERE username = 'hal'", [])
        .unwrap();
    let mut fay = story.at(browser(40));
    story.signs_in(&mut fay, &FAY);
    let mut jane = story.at(browser(41));
    story.signs_in(&mut jane, &JANE);

    to_the_preview(&mut jane);
    jane.sees("12 people can sign in. 3 use it already; 9 have none and must set it up at the next sign-in");
    jane.sees("1 person has no mobile number on the profile");
    jane.sees("! 1 person has neither: an app, or a number typed at the set-up, lets them in.");
    jane.sees("! You are among those who have none.");
    jane.sees_in_order(&["Hal Winter", "hal", "no number: an app, or Pause", "1 to 5 of 9"]);
    assert!(jane.has_focus("Cancel"));
    jane.presses(KeyCode::F(8));
    jane.sees("6 to 9 of 9");
    jane.presses(KeyCode::F(7));
    jane.sees("1 to 5 of 9");
    assert!(!is_required(&story), "nothing is switched on before");
    jane.chooses("Switch on");
    jane.sees("✓ Saved. It counts from now on, and stands in the record.");
    jane.sees("required for all staff");
    assert!(is_required(&story));
    let last = story.clinic.record().pop().unwrap();
    assert_eq!(
        (last.kind.as_str(), last.detail.as_str()),
        ("setting.changed", "require for all staff: off to on")
    );

    // Who is in goes on, with a line that says so; the owner too.
    jane.sees(BANNER);
    fay.sees(BANNER);
    fay.chooses("My Account");
    fay.sees("Profile");
    for keyboard in [&mut jane, &mut fay] {
        keyboard.chooses("Sign out");
    }

    // The morning after: one after the other.
    let mut held = is_held(&mut story, &staff[0], 50);
    sets_texts_up(&mut story, &mut held, &staff[0]);
    for manager in [&JANE, &FAY] {
        assert_eq!(
            story.mail_to(manager).iter().filter(|subject| *subject == TOLD).count(),
            1
        );
        assert!(
            story
                .reads_mail(manager, TOLD)
                .contains("Ann Reed set up 2-step verification")
        );
    }
    for (person, number) in staff[1..6].iter().zip(51..) {
        let mut held = is_held(&mut story, person, number);
        sets_texts_up(&mut story, &mut held, person);
    }
    // Without a number: one of his own, typed at the set-up.
    let mut hal = is_held(&mut story, &staff[6], 56);
    hal.chooses_beside("Text Message (SMS)", "Set Up");
    hal.goes_to("Mobile number");
    hal.types(staff[6].mobile);
    hal.presses(KeyCode::Enter);
    story.work();
    let code = story.code_on(staff[6].mobile);
    hal.types(&code);
    let recovery = hal.reads_recovery_code();
    story.never_in_a_file(&recovery);
    hal.chooses("I have saved it");
    for (manager, number) in [(&FAY, 60), (&JANE, 61)] {
        let mut held = is_held(&mut story, manager, number);
        sets_texts_up(&mut story, &mut held, manager);
    }
    story.passes(HOUR);
    let told = story.reads_mail(&JANE, TOLD);
    for name in ["Ben Hart", "Gil Baker", "Hal Winter", "and Fay Okafor set up"] {
        assert!(told.contains(name), "{told}");
    }
    assert!(
        !told.contains("Ann Reed") && !told.contains("Jane Maple set up"),
        "{told}"
    );
    let told = story.reads_mail(&FAY, TOLD);
    assert!(told.contains("Hal Winter and Jane Maple set up"), "{told}");
    for person in staff.iter().chain([&JANE, &FAY, &SAM, &BO, &KIM]) {
        assert!(is_on(&mut story, person), "{}", person.username);
    }
    let by_password = "SELECT count(*) FROM audit WHERE kind = 'two_step.on' AND rule = 'E03'";
    assert_eq!(story.clinic.number(by_password), 9);
}

#[test]
fn e03_no_key_leads_past_it_and_nothing_is_written() {
    let mut story = Story::new();
    story.clinic.require();
    let mut fay = is_held(&mut story, &FAY, 7);
    let rows = story.clinic.record().len();
    let letters = (' '..='~').map(KeyCode::Char);
    let others = [
        KeyCode::Esc,
        KeyCode::Backspace,
        KeyCode::Left,
        KeyCode::Right,
        KeyCode::Up,
        KeyCode::Down,
        KeyCode::Home,
        KeyCode::End,
        KeyCode::PageUp,
        KeyCode::PageDown,
        KeyCode::Tab,
        KeyCode::BackTab,
        KeyCode::Delete,
        KeyCode::Insert,
        KeyCode::Null,
    ];
    for key in letters.chain(others).chain((1..=12).map(KeyCode::F)) {
        fay.presses(key);
        // Help, and the first page of a set-up, lie over it: two steps back.
        fay.presses(KeyCode::Esc);
        fay.presses(KeyCode::Esc);
        fay.sees(FIRST);
    }
    fay.pastes("y\n");
    fay.resizes(40, 12);
    fay.resizes(80, 24);
    fay.sees(FIRST);
    assert_eq!(story.clinic.record().len(), rows, "nothing happened");
    assert!(!is_on(&mut story, &FAY));
    for (label, pages) in [
        ("Text Message (SMS)", "Mobile number"),
        ("Authenticator App", "Nothing changes before that."),
    ] {
        fay.chooses_beside(label, "Set Up");
        fay.sees(pages);
        fay.presses(KeyCode::Esc);
        fay.sees(FIRST);
    }
    fay.sees("No phone at hand? Sign out and ask Jane Maple: a manager can pause it for a while.");
    fay.presses(KeyCode::F(1));
    fay.sees("Must everybody use it here? Can some be left out?");
    fay.presses(KeyCode::Esc);
    fay.chooses("Sign out");
    fay.sees("You are signed out.");
}

#[test]
fn e03_ctrl_c_a_lost_terminal_another_one_and_a_restart_lead_back_to_it() {
    let mut story = Story::new();
    story.clinic.require();
    let mut fay = is_held(&mut story, &FAY, 7);
    let mut second = is_held(&mut story, &FAY, 8);
    fay.presses_ctrl('c');
    assert!(fay.has_left());
    second.loses_the_terminal();
    assert!(second.has_left());
    // At the code of a set-up that was begun.
    let mut third = is_held(&mut story, &FAY, 7);
    third.chooses_beside("Text Message (SMS)", "Set Up");
    third.presses(KeyCode::Enter);
    story.work();
    third.sees("We sent a text to •••• ••02.");
    third.loses_the_terminal();
    story.clinic.clock.reboot(MINUTE);
    let fourth = is_held(&mut story, &FAY, 7);
    drop(fourth);
    assert!(!is_on(&mut story, &FAY));
    assert_eq!(story.recorded("two_step.on"), 1, "sam's, when the clinic was made");
}

#[test]
fn e03_the_app_leads_through_it_too_and_a_wrong_code_does_not() {
    let mut story = Story::new();
    story.clinic.require();
    let mut fay = is_held(&mut story, &FAY, 7);
    fay.chooses_beside("Authenticator App", "Set Up");
    let secret = fay.reads_app_secret();
    story.never_in_a_file(secret.base32().reveal());
    story.never_in_a_file(secret.bytes());
    let code = fixtures::clinic::code_at(&secret, story.clinic.clock.now());
    story.never_in_a_file(&code);
    fay.types(&fixtures::clinic::another_code(&code));
    fay.sees("That was not it.");
    assert!(!is_on(&mut story, &FAY));
    fay.types(&code);
    let recovery = fay.reads_recovery_code();
    story.never_in_a_file(&recovery);
    // R02: leaving here keeps it on, and the next sign-in opens on this step.
    fay.presses(KeyCode::Esc);
    fay.sees("Your recovery code");
    fay.chooses("I have saved it");
    fay.sees("Hello, Fay Okafor");
    fay.does_not_see(BANNER);
    assert!(is_on(&mut story, &FAY));
    story.work();
    let mail = story.reads_mail(&FAY, "2-step verification is now on");
    assert!(
        mail.contains("set up in a sign-in that your password alone had opened"),
        "{mail}"
    );
    assert!(story.reads_mail(&JANE, TOLD).contains("Fay Okafor"));
}

#[test]
fn e03_a_terminal_that_stands_before_it_opens_by_itself_when_the_rule_goes() {
    let mut story = Story::new();
    let mut jane = story.at(desk());
    story.signs_in(&mut jane, &JANE);
    to_the_preview(&mut jane);
    jane.chooses("Switch on");
    let mut fay = is_held(&mut story, &FAY, 7);
    jane.chooses(ENFORCEMENT);
    jane.sees("[x] Require for all staff");
    jane.presses(KeyCode::Char(' '));
    jane.sees("! Saving leaves it to each person again. What is set up stays set up.");
    jane.chooses("Save");
    jane.sees("each person decides");
    fay.sees("Hello, Fay Okafor");
    fay.sees("! 2-Step Verification is off: the password is enough.");
    assert!(!is_required(&story));
}

#[test]
fn e03_a04_s13_a_pause_opens_it_and_a_line_says_until_when() {
    let mut story = Story::new();
    story.clinic.require();
    let mut fay = is_held(&mut story, &FAY, 7);
    // jane helps from a session that began before, by the action behind her button.
    let switch = |on: i64| format!("UPDATE clinic SET enforced = {on}");
    story.clinic.foreign().execute_batch(&switch(0)).unwrap();
    let jane = story.clinic.sign_in(&JANE, &elsewhere());
    story.clinic.foreign().execute_batch(&switch(1)).unwrap();
    let (entropy, at) = (story.clinic.dice.throw(), story.clinic.clock.now());
    let policy = story.clinic.policy.clone();
    let password = JANE.password.into();
    actions::step_up::password(&mut story.clinic.db, &jane, Act::Pause, &password, &policy, entropy, at).unwrap();
    let (whom, reason) = (story.clinic.staff(&FAY).id, Reason::parse("phone in repair").unwrap());
    let entropy = story.clinic.dice.throw();
    pause_person(
        &mut story.clinic.db,
        &jane,
        whom,
        PauseLength::Day,
        Some(&reason),
        entropy,
        at,
    )
    .unwrap();
    fay.sees("Hello, Fay Okafor");
    fay.sees("! 2-Step Verification is paused until Fri 27 Nov, 07:00: no code is asked.");
    fay.chooses("Sign out");
    fay.begins(&FAY);
    fay.sees("Hello, Fay Okafor");
    fay.chooses("Sign out");
    story.clinic.sign_out(&jane);
    story.passes(24 * HOUR);
    fay.begins(&FAY);
    fay.sees(FIRST);
}

#[test]
fn e03_m07_turn_off_is_not_offered_where_it_is_required_and_one_of_two_still_goes() {
    let mut story = Story::with_apps();
    story.clinic.require();
    let mut kim = story.at(desk());
    story.signs_in(&mut kim, &KIM);
    kim.opens_two_step();
    kim.sees("This clinic requires 2-Step Verification of everybody: it cannot be turned off.");
    kim.does_not_see("Turn 2-Step Verification off");
    kim.chooses_beside("Authenticator App", "Turn off");
    story.steps_up(&mut kim, &KIM);
    kim.chooses("Turn off");
    kim.sees_in_order(&["Text Message (SMS)", "Default", "Set Up", "required"]);
    kim.does_not_see("Turn off");
    // A screen that had not heard of the rule is refused in the action.
    let off = "UPDATE clinic SET enforced = 0";
    story.clinic.foreign().execute_batch(off).unwrap();
    kim.chooses("Turn off");
    kim.sees("Turn 2-Step Verification off?");
    kim.is_deaf(true);
    story.clinic.require();
    kim.chooses("Turn off");
    kim.sees("This clinic requires 2-Step Verification of everybody: it cannot be turned off. Nothing was changed.");
    assert!(is_on(&mut story, &KIM));
}

#[test]
fn e02_cancel_leaves_everything_and_the_preview_follows_what_others_do() {
    let mut story = Story::new();
    let mut jane = story.at(desk());
    story.signs_in(&mut jane, &JANE);
    to_the_preview(&mut jane);
    jane.sees("3 people can sign in. 1 use it already; 2 have none");
    jane.presses(KeyCode::Enter);
    jane.sees("[x] Require for all staff");
    assert!(!is_required(&story));
    jane.chooses("Save");
    let mut fay = story.at(elsewhere());
    story.signs_in(&mut fay, &FAY);
    to_the_preview(&mut fay);
    fay.chooses("Switch on");
    jane.sees("✓ Another manager has switched it on meanwhile: there is nothing left to do.");
    jane.presses(KeyCode::Enter);
    jane.sees("[x] Require for all staff");
    jane.chooses("Save");
    jane.sees("Nothing was different, so nothing was changed.");
    assert_eq!(story.recorded("setting.changed"), 1);
}

#[test]
fn m10_switching_it_on_asks_once_more_who_it_is() {
    let mut story = Story::new();
    let mut jane = story.at(desk());
    story.signs_in(&mut jane, &JANE);
    story.passes(HOUR);
    to_the_preview(&mut jane);
    jane.chooses("Switch on");
    jane.sees("To change the clinic's settings we ask once more for your password.");
    assert!(!is_required(&story));
    jane.presses(KeyCode::Esc);
    jane.sees("[x] Require for all staff");
    jane.chooses("Save");
    jane.chooses("Switch on");
    jane.types(JANE.password);
    jane.presses(KeyCode::Enter);
    jane.sees("required for all staff");
    assert!(is_required(&story));
}
