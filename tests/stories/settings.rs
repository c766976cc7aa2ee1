//! Settings ▸ Security ▸ 2-Step Verification Enforcement (spec E01, E05, T05; T68): managers alone, said before it is
//! saved, recorded with old and new value.

use domain::time::MINUTE;
use fixtures::clinic::{BO, FAY, JANE, KIM, Person, SAM, browser, desk};
use fixtures::keyboard::{KeyCode, Keyboard, Story};

use crate::trust::{is_asked, is_skipped, running, trusts};

const ENFORCEMENT: &str = "2-Step Verification Enforcement";
const TRUST: &str = "Allow trusted browsers";

fn opens_it(keyboard: &mut Keyboard) {
    keyboard.chooses("Settings");
    keyboard.sees_in_order(&["Settings", "Security", ENFORCEMENT]);
    keyboard.chooses(ENFORCEMENT);
    keyboard.sees("For the whole clinic, never for some.");
}

/// Ticks or unticks the box and saves.
fn switches(keyboard: &mut Keyboard) {
    opens_it(keyboard);
    keyboard.clicks(TRUST);
    keyboard.chooses("Save");
}

fn manager(story: &mut Story, person: &Person) -> Keyboard {
    let mut keyboard = story.at(browser(5));
    story.signs_in(&mut keyboard, person);
    keyboard
}

fn is_allowed(story: &Story) -> bool {
    story.clinic.number("SELECT trust_allowed FROM clinic") == 1
}

/// Details of the rows about settings, oldest first.
fn changes(story: &mut Story) -> Vec<String> {
    let rows = story.clinic.record().into_iter();
    let settings = rows.filter(|row| row.kind == "setting.changed");
    settings.map(|row| row.detail).collect()
}

#[test]
fn e05_managers_alone_see_settings() {
    let mut story = Story::with_apps();
    for (person, sees) in [(&JANE, true), (&FAY, true), (&SAM, false), (&KIM, false), (&BO, false)] {
        let mut keyboard = story.at(desk());
        story.signs_in(&mut keyboard, person);
        assert_eq!(keyboard.shows("Settings"), sees, "{}", person.username);
        drop(keyboard);
        story.passes(MINUTE);
    }
}

#[test]
fn e01_e05_settings_show_what_is_fixed_and_what_stands_on_the_server() {
    let mut story = Story::new();
    let mut jane = manager(&mut story, &JANE);
    jane.chooses("Settings");
    jane.sees_in_order(&[ENFORCEMENT, "trusted browsers: not allowed"]);
    jane.sees_in_order(&["Fixed", "5 minutes", "In vestibule.toml on the server", "CA, US", "150"]);
    jane.presses(KeyCode::Esc);
    jane.sees("Hello, Jane Maple");
}

#[test]
fn e05_each_change_is_said_before_and_recorded_with_old_and_new_value() {
    let mut story = Story::new();
    let mut jane = manager(&mut story, &JANE);
    opens_it(&mut jane);
    jane.sees("Now: everybody with 2-Step Verification types a code at each sign-in.");
    jane.sees("[ ] Allow trusted browsers");
    jane.clicks(TRUST);
    jane.sees("! Saving shows the box on the code step to everybody.");
    jane.chooses("Save");
    jane.sees("✓ Saved. It counts from now on, and stands in the record.");
    jane.sees("trusted browsers: allowed");
    assert!(is_allowed(&story));
    assert_eq!(changes(&mut story), ["allow trusted browsers: off to on"]);

    jane.chooses(ENFORCEMENT);
    jane.sees("[x] Allow trusted browsers");
    jane.clicks("Allow trusted browsers");
    jane.sees("! Saving takes the box away. No browser is trusted just now.");
    jane.chooses("Save");
    jane.sees("trusted browsers: not allowed");
    assert_eq!(
        changes(&mut story),
        ["allow trusted browsers: off to on", "allow trusted browsers: on to off"]
    );
    jane.chooses(ENFORCEMENT);
    jane.chooses("Save");
    jane.sees("Nothing was different, so nothing was changed.");
    assert_eq!(changes(&mut story).len(), 2);
}

#[test]
fn e01_cancel_and_esc_leave_everything_as_it_was() {
    let mut story = Story::new();
    let mut jane = manager(&mut story, &JANE);
    for how in ["Cancel", "Esc"] {
        opens_it(&mut jane);
        jane.clicks(TRUST);
        jane.sees("[x] Allow trusted browsers");
        if how == "Esc" {
            jane.presses(KeyCode::Esc);
        } else {
            jane.chooses("Cancel");
        }
        jane.sees("trusted browsers: not allowed");
        jane.presses(KeyCode::Esc);
        assert!(!is_allowed(&story), "{how}");
    }
    assert!(changes(&mut story).is_empty());
}

#[test]
fn e01_t05_turning_it_off_ends_every_trust_of_the_clinic_and_on_again_revives_none() {
    let mut story = Story::with_trust();
    drop(trusts(&mut story, desk(), &SAM));
    drop(trusts(&mut story, desk(), &BO));
    let mut sam = story.at(desk());
    sam.begins(&SAM);
    sam.chooses("My Account");
    sam.sees("1, until 26 Dec");
    let mut fay = manager(&mut story, &FAY);
    fay.chooses("Settings");
    fay.sees("trusted browsers: allowed, 2 now");
    fay.chooses(ENFORCEMENT);
    fay.clicks(TRUST);
    fay.sees("! Saving ends all 2 trusted browsers, for good: allowing them again does not bring them back.");
    assert_eq!(running(&story), 2, "nothing happens before it is saved");
    fay.chooses("Save");
    assert_eq!(running(&story), 0);
    assert_eq!(story.recorded("trust.ended"), 2);
    sam.sees("none; this clinic does not allow them");
    is_asked(&mut story, desk(), &SAM);
    is_asked(&mut story, desk(), &BO);

    fay.chooses(ENFORCEMENT);
    fay.clicks(TRUST);
    fay.chooses("Save");
    assert!(is_allowed(&story));
    is_asked(&mut story, desk(), &SAM);
    is_asked(&mut story, desk(), &BO);
    drop(trusts(&mut story, desk(), &SAM));
    is_skipped(&mut story, desk(), &SAM);
}

#[test]
fn t01_the_box_appears_on_a_code_screen_that_is_open_when_it_is_allowed_and_does_not_count_once_it_is_not() {
    let mut story = Story::with_apps();
    let mut bo = story.at(desk());
    bo.begins(&BO);
    bo.does_not_see("Trust this browser");
    let mut jane = manager(&mut story, &JANE);
    switches(&mut jane);
    bo.sees("Trust this browser");
    bo.presses(KeyCode::F(4));
    // Not allowed any more, and this screen has not heard of it.
    bo.is_deaf(true);
    jane.presses(KeyCode::Esc);
    switches(&mut jane);
    assert!(!is_allowed(&story));
    story.types_the_code(&mut bo, &BO);
    bo.is_deaf(false);
    bo.sees("Hello, Bo Lindgren");
    assert_eq!(running(&story), 0);
}

#[test]
fn e05_who_is_demoted_meanwhile_is_refused_and_sees_nothing_of_it_any_more() {
    let mut story = Story::new();
    let mut fay = manager(&mut story, &FAY);
    opens_it(&mut fay);
    fay.clicks(TRUST);
    let demoted = "UPDATE staff SET access = 'staff' WHERE username = 'fay'";
    story.clinic.foreign().execute(demoted, []).unwrap();
    fay.chooses("Save");
    fay.sees("Only the account owner and people with full access may do that. Nothing was changed.");
    assert!(!is_allowed(&story));
    assert!(changes(&mut story).is_empty());
    fay.presses(KeyCode::Esc);
    fay.sees("✗ Only the account owner and people with full access may do that.");
    fay.does_not_see("CA, US");
    fay.presses(KeyCode::Esc);
    fay.sees("Hello, Fay Okafor");
    fay.does_not_see("Settings");
}

#[test]
fn t68_a_form_saved_untouched_undoes_nothing_that_another_manager_has_saved_meanwhile() {
    let mut story = Story::with_apps();
    let mut fay = manager(&mut story, &FAY);
    opens_it(&mut fay);
    fay.is_deaf(true);
    let mut jane = story.at(desk());
    story.signs_in(&mut jane, &JANE);
    switches(&mut jane);
    drop(trusts(&mut story, desk(), &SAM));
    fay.chooses("Save");
    fay.is_deaf(false);
    assert!(is_allowed(&story), "fay changed nothing");
    assert_eq!(running(&story), 1);

    // And who hears of it in time sees it.
    fay.presses(KeyCode::Esc);
    opens_it(&mut fay);
    fay.sees("[x] Allow trusted browsers");
    jane.chooses(ENFORCEMENT);
    jane.clicks(TRUST);
    jane.sees("! Saving ends the one trusted browser there is, for good");
    jane.chooses("Save");
    fay.sees("[ ] Allow trusted browsers");
    fay.sees("Now: everybody with 2-Step Verification types a code at each sign-in.");
}
