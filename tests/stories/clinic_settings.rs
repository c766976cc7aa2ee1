//! Settings ▸ Clinic and ▸ Holidays (spec E05, X04, O03, M10): checked, recorded, in force at once; of two managers the second
//! is told.

use domain::time::HOUR;
use fixtures::clinic::{FAY, JANE, Person, SAM, browser, desk, elsewhere};
use fixtures::keyboard::{KeyCode, Keyboard, Story};

fn opens(story: &mut Story, person: &Person, number: u32, link: &str) -> Keyboard {
    let mut keyboard = story.at(browser(number));
    story.signs_in(&mut keyboard, person);
    keyboard.chooses("Settings");
    keyboard.chooses(link);
    keyboard
}

fn retypes(keyboard: &mut Keyboard, label: &str, text: &str) {
    keyboard.goes_to(label);
    keyboard.presses_ctrl('u');
    keyboard.types(text);
}

const NAME: &str = "Name of the clinic";
const SHORT: &str = "Its name in texts, at most 20 letters";
const CONTACT: &str = "Support contact: whom people tell, at most 60 letters";

/// Details of the rows about settings, oldest first.
fn changes(story: &mut Story) -> Vec<String> {
    let rows = story.clinic.record().into_iter();
    rows.filter(|row| row.kind == "setting.changed")
        .map(|row| row.detail)
        .collect()
}

#[test]
fn e05_x04_new_names_stand_on_every_screen_in_the_next_text_and_the_next_mail() {
    let mut story = Story::new();
    let mut sam = story.at(elsewhere());
    sam.sees("Maple Clinic");
    let mut fay = opens(&mut story, &FAY, 5, "Names and support contact");
    fay.sees_in_order(&[NAME, "Maple Clinic", SHORT, CONTACT, "the front desk, 604 555 0199"]);
    fay.sees("Time zone: America/Vancouver, as set when the clinic was made.");
    story.passes(HOUR);
    retypes(&mut fay, NAME, "Birch Street Clinic");
    retypes(&mut fay, SHORT, "Birch");
    fay.chooses("Save");
    fay.sees("✓ Saved.");
    assert_eq!(
        changes(&mut story),
        [
            "name: “Maple Clinic” to “Birch Street Clinic”",
            "name in texts: “Maple Clinic” to “Birch”",
        ],
        "no step-up, an hour after the password, and the contact untouched"
    );
    sam.sees("Birch Street Clinic");
    sam.begins(&SAM);
    story.types_the_code(&mut sam, &SAM);
    let text = story.texts_to(SAM.mobile).pop().unwrap();
    assert!(text.starts_with("Birch"), "{text}");
    story.work();
    let mail = story.reads_mail(&SAM, "New sign-in to your account");
    assert!(
        mail.contains("Birch Street Clinic") && !mail.contains("Maple Clinic"),
        "{mail}"
    );
}

#[test]
fn e05_what_cannot_be_is_said_beside_its_field_and_nothing_is_saved() {
    let mut story = Story::new();
    let mut fay = opens(&mut story, &FAY, 5, "Names and support contact");
    for (field, typed, why) in [
        (NAME, "", "✗ A clinic has a name."),
        (SHORT, "", "✗ The name in texts cannot be empty."),
        (
            SHORT,
            "Maple Street Clinic of",
            "✗ The name in texts has at most 20 characters.",
        ),
        (
            CONTACT,
            &"x".repeat(61),
            "✗ The support contact has at most 60 characters.",
        ),
    ] {
        retypes(&mut fay, field, typed);
        fay.chooses("Save");
        fay.sees(why);
        assert!(fay.is_in_field(field));
        fay.presses(KeyCode::Esc);
        fay.chooses("Names and support contact");
        fay.sees("Maple Clinic");
    }
    retypes(&mut fay, SHORT, "Łódź");
    fay.sees("! Some letters are not in the alphabet of texts: they go out plainly.");
    fay.chooses("Cancel");
    assert!(changes(&mut story).is_empty());
}

#[test]
fn e05_t68_of_two_managers_the_second_is_told_and_a_field_nobody_touched_is_left_alone() {
    let mut story = Story::new();
    let mut jane = opens(&mut story, &JANE, 5, "Names and support contact");
    let mut fay = opens(&mut story, &FAY, 6, "Names and support contact");
    retypes(&mut fay, NAME, "Elm Clinic");
    retypes(&mut jane, NAME, "Birch Clinic");
    retypes(&mut jane, CONTACT, "Ann, ext. 5");
    jane.chooses("Save");
    fay.sees("Ann, ext. 5");
    fay.sees("Elm Clinic");
    fay.chooses("Save");
    fay.sees("✗ Another manager has changed the name meanwhile, to “Birch Clinic”. Nothing was saved.");
    assert_eq!(changes(&mut story).len(), 2);
    fay.chooses("Save");
    fay.sees("✓ Saved.");
    assert_eq!(
        changes(&mut story).pop().unwrap(),
        "name: “Birch Clinic” to “Elm Clinic”"
    );
    jane.sees("Elm Clinic");
    jane.chooses("Names and support contact");
    jane.chooses("Save");
    jane.sees("Nothing was different, so nothing was changed.");
}

#[test]
fn e05_o03_holidays_are_added_checked_and_removed() {
    let mut story = Story::new();
    let mut fay = opens(&mut story, &FAY, 5, "Holidays");
    fay.sees("they lengthen the wait of an owner who is locked out, and nothing else.");
    fay.sees("None yet: every Monday to Friday is a business day.");
    let adds = |fay: &mut Keyboard, day: &str, name: &str| {
        retypes(fay, "Day, as 2026-12-25", day);
        retypes(fay, "Name", name);
        fay.presses(KeyCode::Enter);
    };
    adds(&mut fay, "25.12.2026", "Christmas Day");
    fay.sees("✗ Type the day as year, month and day: 2026-12-25.");
    adds(&mut fay, "2026-11-25", "Yesterday");
    fay.sees("✗ That day is over: a holiday counts from today on.");
    adds(&mut fay, "2026-12-25", "");
    fay.sees("✗ Give the day a name, such as Boxing Day.");
    assert!(changes(&mut story).is_empty());
    adds(&mut fay, "2026-12-25", "Christmas Day");
    fay.sees("✓ Added, and in the record.");
    fay.sees_in_order(&["2026-12-25", "Christmas Day", "Remove"]);
    adds(&mut fay, "2026-12-26", "Boxing Day");
    fay.sees("! Added. It is a Saturday or Sunday, which is no business day anyway.");
    adds(&mut fay, "2026-12-25", "Christmas");
    fay.sees("✗ 2026-12-25 is a holiday already. Nothing was changed.");
    fay.chooses_beside("2026-12-26", "Remove");
    fay.sees("✓ Removed: it is a business day again, where it is a Monday to Friday.");
    fay.does_not_see("Boxing Day");
    // A second Enter removes nothing more.
    fay.presses(KeyCode::Enter);
    fay.sees("Christmas Day");
    assert_eq!(
        changes(&mut story),
        [
            "holiday added: 2026-12-25, Christmas Day",
            "holiday added: 2026-12-26, Boxing Day",
            "holiday removed: 2026-12-26, Boxing Day",
        ]
    );
}

#[test]
fn e05_who_is_demoted_meanwhile_is_refused_on_each_of_these_pages() {
    let mut story = Story::new();
    let mut clinic = opens(&mut story, &FAY, 5, "Names and support contact");
    let mut holidays = opens(&mut story, &FAY, 6, "Holidays");
    let mut sign_out = opens(&mut story, &FAY, 7, "Automatic Sign Out");
    retypes(&mut clinic, NAME, "Fay's Clinic");
    retypes(&mut holidays, "Day, as 2026-12-25", "2026-12-25");
    retypes(&mut holidays, "Name", "Mine");
    sign_out.clicks("10 minutes");
    let demoted = "UPDATE staff SET access = 'staff' WHERE username = 'fay'";
    story.clinic.foreign().execute(demoted, []).unwrap();
    for (keyboard, button) in [(&mut clinic, "Save"), (&mut holidays, "Add"), (&mut sign_out, "Save")] {
        keyboard.chooses(button);
        keyboard.sees("Only the account owner and people with full access may do that. Nothing was changed.");
    }
    assert!(changes(&mut story).is_empty());
    assert_eq!(story.clinic.number("SELECT count(*) FROM holidays"), 0);
    drop(story.at(desk()));
}
