//! **Activity** (spec D03): a manager at the front desk finds out why somebody could not sign in.

use domain::time::{DAY, MINUTE};
use fixtures::clinic::{BO, FAY, JANE, KIM, Person, SAM, browser, desk, elsewhere};
use fixtures::keyboard::{KeyCode, Keyboard, Story};

fn manager(story: &mut Story, person: &Person) -> Keyboard {
    let mut keyboard = story.at(browser(5));
    story.signs_in(&mut keyboard, person);
    keyboard
}

fn opens_it(keyboard: &mut Keyboard) {
    keyboard.chooses("Activity");
    keyboard.sees("Export CSV");
}

/// sam types a code while a wait runs.
fn is_locked_out(story: &mut Story) {
    let mut sam = story.at(elsewhere());
    sam.begins(&SAM);
    story.work();
    for _ in 0..5 {
        let wrong = fixtures::clinic::another_code(&story.code_for(&SAM));
        sam.types(&wrong);
    }
    sam.sees("Please wait until");
}

#[test]
fn d03_managers_alone_see_activity() {
    let mut story = Story::with_apps();
    for (person, sees) in [(&JANE, true), (&FAY, true), (&SAM, false), (&KIM, false), (&BO, false)] {
        let mut keyboard = story.at(desk());
        story.signs_in(&mut keyboard, person);
        assert_eq!(keyboard.shows("Activity"), sees, "{}", person.username);
        drop(keyboard);
        story.passes(MINUTE);
    }
}

#[test]
fn d03_why_somebody_was_refused_stands_there_in_plain_words() {
    let mut story = Story::new();
    is_locked_out(&mut story);
    let mut fay = manager(&mut story, &FAY);
    opens_it(&mut fay);
    fay.sees_in_order(&["Signed in", "Wait after wrong codes", "✗ Wrong code"]);
    fay.presses(KeyCode::F(3));
    fay.does_not_see("Signed in");
    fay.clicks_row("Person");
    fay.types("sa");
    fay.sees("✗ Wrong code");
    fay.presses(KeyCode::Enter);
    fay.presses(KeyCode::Enter);
    fay.sees_in_order(&[
        "Activity ▸ row",
        "Wrong code",
        "Who: sam",
        "Outcome: refused",
        "Rule: L01.",
    ]);
    fay.sees_in_order(&[
        "Why was it refused?",
        "none of this person's",
        "What now?",
        "Type the newest code.",
    ]);
    fay.presses(KeyCode::Esc);
    fay.sees("Export CSV");
    story.passes(20 * MINUTE);
}

#[test]
fn d03_t67_days_and_names_narrow_it_and_what_cannot_be_read_is_said() {
    let mut story = Story::new();
    let mut jane = manager(&mut story, &JANE);
    opens_it(&mut jane);
    jane.sees("Signed in");
    jane.clicks_row("Person");
    jane.types("%");
    jane.sees("! Nothing is found.");
    jane.presses(KeyCode::Backspace);
    jane.sees("Signed in");
    jane.clicks_row("From");
    jane.types("31 Feb");
    jane.sees("From: Not a day: type 2026-11-24, 24 Nov, today or yesterday.");
    for _ in 0.."31 Feb".len() {
        jane.presses(KeyCode::Backspace);
    }
    jane.types("today");
    jane.sees("Signed in");
    jane.does_not_see("Clinic set up");
    jane.does_not_see("Not a day");
}

#[test]
fn d03_a_click_on_a_row_opens_it_and_leads_to_all_about_somebody() {
    let mut story = Story::new();
    let mut jane = manager(&mut story, &JANE);
    opens_it(&mut jane);
    jane.clicks_row("Signed in");
    jane.sees_in_order(&["Activity ▸ row", "Signed in", "Outcome: done"]);
    jane.does_not_see("Why was it refused?");
    jane.chooses("All about jane");
    jane.sees("=jane");
    jane.sees("Signed in");
    jane.presses(KeyCode::Esc);
    jane.sees("Export CSV");
}

/// A record of more rows than a page has: they come while somebody scrolls, each once, down to the first.
#[test]
fn d03_older_rows_come_while_somebody_scrolls_down_to_the_first_one() {
    let mut story = Story::new();
    let entry = domain::audit::Entry::by_worker(None, domain::audit::Kind::ClockJumped, domain::audit::Ending::Done);
    story
        .clinic
        .write(|tx| (0..900).try_fold(0, |_, _| store::audit::append(tx, &entry)))
        .unwrap();
    let mut jane = manager(&mut story, &JANE);
    opens_it(&mut jane);
    jane.sees("1 of 200+");
    for _ in 0..8 {
        jane.presses(KeyCode::End);
    }
    jane.sees("Clinic set up");
    jane.does_not_see("+ ·");
    jane.presses(KeyCode::Home);
    jane.sees("Signed in");
}

#[test]
fn d03_a_manager_who_is_none_any_more_sees_nothing_of_it() {
    let mut story = Story::new();
    let mut fay = manager(&mut story, &FAY);
    opens_it(&mut fay);
    story
        .clinic
        .foreign()
        .execute("UPDATE staff SET access = 'staff' WHERE username = 'fay'", [])
        .unwrap();
    fay.presses(KeyCode::F(3));
    fay.sees("Only the account owner and people with full access may do that.");
    fay.does_not_see("Signed in");
    story.passes(DAY);
}
