//! **Staff** (spec A01, A06, E05, Z05): a manager looks at the list, searches as they type, filters, puts it in order; and
//! what happens on it by itself.

use domain::time::{HOUR, MINUTE, SECOND};
use fixtures::clinic::{BO, FAY, JANE, KIM, Person, SAM, browser, desk, elsewhere};
use fixtures::keyboard::{KeyCode, Keyboard, Story};

/// The list, opened by a manager who signed in.
fn opens(story: &mut Story, person: &Person) -> Keyboard {
    let mut keyboard = story.at(browser(5));
    story.signs_in(&mut keyboard, person);
    keyboard.chooses("Staff");
    keyboard.sees("2SV on");
    keyboard
}

/// The names in the list, from the top.
fn names(keyboard: &mut Keyboard) -> Vec<String> {
    let screen = keyboard.screen();
    let rows = screen
        .lines()
        .skip_while(|line| !line.contains("Last sign-in") && !line.contains("Sign-in "))
        .skip(1);
    let names = rows.map_while(|row| {
        let name: String = row.chars().skip(3).take(16).collect();
        let name = name.trim().to_owned();
        let is_row = !name.is_empty() && !name.starts_with('!') && !row.contains(" of ");
        is_row.then_some(name)
    });
    names.collect()
}

/// The one who is chosen.
fn chosen(keyboard: &mut Keyboard) -> String {
    let screen = keyboard.screen();
    let row = screen
        .lines()
        .find(|line| line.starts_with(" ▸ "))
        .expect("somebody is chosen");
    row.chars().skip(3).take(16).collect::<String>().trim().to_owned()
}

const ALL: [&str; 5] = ["Bo Lindgren", "Fay Okafor", "Jane Maple", "Kim Sato", "Sam Tremblay"];

/// People added behind the program's back, as an import does it.
fn adds(story: &mut Story, names: &[(&str, &str)]) {
    let file = story.clinic.foreign();
    for (username, name) in names {
        let sql = "INSERT INTO staff (username, username_key, name, email, access, password_kind, added_at)
            VALUES (?1, ?1, ?2, ?1 || '@maple.example', 'staff', 'missing', 0)";
        file.execute(sql, (username, name)).unwrap();
    }
}

#[test]
fn a01_e05_managers_alone_see_the_link_and_the_list() {
    let mut story = Story::with_apps();
    for (person, sees) in [(&JANE, true), (&FAY, true), (&SAM, false), (&KIM, false), (&BO, false)] {
        let mut keyboard = story.at(desk());
        story.signs_in(&mut keyboard, person);
        assert_eq!(keyboard.shows("Staff Settings"), sees, "{}", person.username);
        drop(keyboard);
        story.passes(MINUTE);
    }
}

#[test]
fn a01_the_list_says_who_is_protected_how_and_who_was_here_last() {
    let mut story = Story::with_apps();
    let mut jane = opens(&mut story, &JANE);
    assert_eq!(names(&mut jane), ALL);
    jane.sees("3 of 5");
    jane.sees_in_order(&["▸all 5", "on 3", "off 2", "paused 0", "waiting 0", "no access 0"]);
    jane.sees_in_order(&["Bo Lindgren", "✓ on", "app", "app"]);
    jane.sees_in_order(&["Fay Okafor", "! off", "never"]);
    jane.sees_in_order(&["Jane Maple", "! off", "today"]);
    jane.sees_in_order(&["Kim Sato", "✓ on", "text, app", "text"]);
    jane.sees_in_order(&["Sam Tremblay", "✓ on", "text", "text"]);
    jane.sees("1 of 5 · Bo Lindgren · bo · bo@maple.example · staff");
    jane.presses(KeyCode::Esc);
    jane.sees("Hello, Jane Maple");
}

#[test]
fn a01_t67_what_is_typed_is_looked_for_at_once_and_means_nothing_but_itself() {
    let mut story = Story::with_apps();
    adds(&mut story, &[("zoe", "Zoë Müller"), ("pct", "Per_Cent 100%")]);
    let mut jane = opens(&mut story, &JANE);
    for (typed, found) in [
        ("mul", vec!["Zoë Müller"]),
        ("ZOË m", vec!["Zoë Müller"]),
        ("okafor fay", vec!["Fay Okafor"]),
        ("kim@maple", vec!["Kim Sato"]),
        ("%", vec!["Per_Cent 100%"]),
        ("_", vec!["Per_Cent 100%"]),
        ("*", vec![]),
        ("xyz", vec![]),
    ] {
        jane.types(typed);
        assert_eq!(names(&mut jane), found, "{typed:?}");
        jane.presses_ctrl('u');
    }
    jane.types("xyz");
    jane.sees("! Nobody is found.");
    jane.presses_ctrl('u');
    jane.sees("1 of 7");
}

#[test]
fn a01_up_and_down_walk_through_what_is_found_and_enter_opens_the_profile() {
    let mut story = Story::with_apps();
    let mut jane = opens(&mut story, &JANE);
    jane.presses(KeyCode::Down);
    jane.presses(KeyCode::Down);
    assert_eq!(chosen(&mut jane), "Jane Maple");
    jane.types("a");
    assert_eq!(chosen(&mut jane), "Fay Okafor", "the first that is found");
    jane.presses(KeyCode::End);
    jane.presses(KeyCode::Down);
    jane.presses(KeyCode::Down);
    assert_eq!(chosen(&mut jane), "Kim Sato");
    jane.presses(KeyCode::Enter);
    jane.sees_in_order(&["Kim Sato", "kim@maple.example"]);
    jane.does_not_see("Waits until");
    jane.presses(KeyCode::Esc);
    assert_eq!(chosen(&mut jane), "Kim Sato", "back where it was");
    jane.sees("Search ▌a");
    jane.clicks_row("Sam Tremblay");
    jane.sees_in_order(&["Sam Tremblay", "sam@maple.example"]);
}

#[test]
fn a01_filters_by_key_and_by_click_keep_who_is_chosen_where_they_still_are() {
    let mut story = Story::with_apps();
    let mut jane = opens(&mut story, &JANE);
    jane.presses(KeyCode::End);
    jane.presses(KeyCode::Down);
    jane.presses(KeyCode::Down);
    jane.presses(KeyCode::Down);
    assert_eq!(chosen(&mut jane), "Kim Sato");
    jane.presses(KeyCode::F(3));
    assert_eq!(names(&mut jane), ["Bo Lindgren", "Kim Sato", "Sam Tremblay"]);
    assert_eq!(chosen(&mut jane), "Kim Sato");
    jane.sees("2 of 3 · Kim Sato");
    jane.clicks("off 2");
    assert_eq!(names(&mut jane), ["Fay Okafor", "Jane Maple"]);
    for nobody in ["paused 0", "waiting 0", "no access 0"] {
        jane.clicks(nobody);
        jane.sees("! Nobody is found.");
        jane.sees(&format!("▸{nobody}"));
    }
    jane.presses(KeyCode::F(3));
    assert_eq!(names(&mut jane), ALL, "round to everybody");
}

#[test]
fn a01_orders_by_key_by_click_on_a_title_and_the_other_way_round() {
    let mut story = Story::with_apps();
    let mut jane = opens(&mut story, &JANE);
    let backwards: Vec<&str> = ALL.into_iter().rev().collect();
    jane.chooses("the other way round");
    assert_eq!(names(&mut jane), backwards);
    jane.sees("Name ▴");
    jane.presses(KeyCode::F(4));
    jane.sees("in order of access");
    assert_eq!(names(&mut jane)[..2], ["Jane Maple", "Fay Okafor"]);
    jane.presses(KeyCode::F(4));
    jane.sees("2SV ▾");
    assert_eq!(names(&mut jane)[..2], ["Fay Okafor", "Jane Maple"], "off first");
    jane.presses(KeyCode::F(4));
    assert_eq!(names(&mut jane)[0], "Jane Maple", "signed in last");
    jane.clicks_row("Name");
    assert_eq!(names(&mut jane), ALL);
    jane.clicks_row("Name ▾");
    assert_eq!(names(&mut jane), backwards);
}

#[test]
fn a01_news_change_the_list_and_nothing_of_what_is_looked_for_or_chosen() {
    let mut story = Story::with_apps();
    let mut jane = opens(&mut story, &JANE);
    jane.types("a");
    jane.presses(KeyCode::Down);
    assert_eq!(chosen(&mut jane), "Jane Maple");
    adds(&mut story, &[("ada", "Ada Ash"), ("zac", "Zac Ash")]);
    assert_eq!(chosen(&mut jane), "Jane Maple");
    jane.sees("Search ▌a");
    assert_eq!(names(&mut jane)[..3], ["Ada Ash", "Fay Okafor", "Jane Maple"]);
    jane.sees_in_order(&["all 7", "3 of 7"]);
    let gone = "UPDATE staff SET name = 'Renamed Away' WHERE username = 'jane'";
    story.clinic.foreign().execute(gone, []).unwrap();
    assert_eq!(chosen(&mut jane), "Renamed Away", "the person, not the line");
}

/// L05, L09: a wait that begins while the list is open shows in it, and is over at its instant, also without a worker.
#[test]
fn l09_a_wait_that_begins_shows_and_ends_by_the_clock_alone() {
    let mut story = Story::with_apps();
    let mut jane = opens(&mut story, &JANE);
    let pending = story.clinic.pending(&SAM, &elsewhere());
    story.clinic.wrong_codes(&SAM, &pending, &elsewhere(), 5);
    jane.sees("waiting 1");
    story.worker_stops();
    story.passes(14 * MINUTE + 59 * SECOND);
    jane.sees("waiting 1");
    story.passes(SECOND);
    jane.sees("waiting 0");
    story.worker_starts();
}

#[test]
fn a04_a_pause_shows_with_its_end_and_is_over_by_the_clock_alone() {
    let mut story = Story::with_apps();
    let mut jane = opens(&mut story, &JANE);
    let (sam, at) = (story.clinic.staff(&SAM).id, story.clinic.clock.now());
    let life = domain::time::Term::starting(at, HOUR);
    story
        .clinic
        .write(|tx| store::pauses::begin(tx, sam, life, "Jane Maple", "phone at home"))
        .unwrap();
    jane.sees("2 of 5, 1 paused");
    jane.sees_in_order(&["Sam Tremblay", "! paused", "(until"]);
    story.worker_stops();
    story.passes(HOUR - SECOND);
    jane.sees("paused 1");
    story.passes(SECOND);
    jane.sees_in_order(&["paused 0", "3 of 5"]);
    story.worker_starts();
}

#[test]
fn a01_a_demoted_manager_with_an_open_list_sees_nobody_any_more() {
    let mut story = Story::with_apps();
    let mut fay = opens(&mut story, &FAY);
    fay.is_deaf(true);
    let demoted = "UPDATE staff SET access = 'staff' WHERE username = 'fay'";
    story.clinic.foreign().execute(demoted, []).unwrap();
    // The next key that asks.
    fay.presses(KeyCode::Enter);
    fay.sees("Only the account owner and people with full access may do that.");
    fay.does_not_see("bo@maple.example");
    fay.presses(KeyCode::Esc);
    fay.sees("✗ Only the account owner and people with full access may do that.");
    for name in ["Bo Lindgren", "Jane Maple", "Kim Sato", "Sam Tremblay"] {
        fay.does_not_see(name);
    }
    fay.presses(KeyCode::F(3));
    fay.presses(KeyCode::Esc);
    fay.is_deaf(false);
    fay.sees("Hello, Fay Okafor");
    fay.does_not_see("Settings");
}

#[test]
fn a01_a_demotion_that_is_heard_of_clears_the_list_at_once() {
    let mut story = Story::with_apps();
    let mut fay = opens(&mut story, &FAY);
    let demoted = "UPDATE staff SET access = 'staff' WHERE username = 'fay'";
    story.clinic.foreign().execute(demoted, []).unwrap();
    fay.sees("✗ Only the account owner and people with full access may do that.");
    fay.does_not_see("Bo Lindgren");
}

/// T70.
#[test]
fn z05_hostile_names_are_shown_harmlessly_and_columns_stay_where_they_are() {
    let mut story = Story::with_apps();
    adds(
        &mut story,
        &[
            ("esc", "A\u{1b}[2J\u{1b}]0;x\u{7}\nB"),
            ("rtl", "A\u{202e}drawkcab"),
            ("cjk", "A田中太郎"),
            ("acc", "Ae\u{301}e\u{302}"),
        ],
    );
    let mut jane = opens(&mut story, &JANE);
    let screen = jane.screen();
    assert!(!screen.chars().any(|c| c.is_control() && c != '\n'), "{screen}");
    for shown in ["A␛[2J␛]0;x␇⏎B", "A<U+202E>drawkc", "Ae\u{301}e\u{302}"] {
        jane.sees(shown);
    }
    let columns: Vec<u16> = jane.columns_of("! off");
    assert_eq!(columns.len(), 6, "{screen}");
    assert!(columns.iter().all(|x| *x == columns[0]), "{columns:?}");
}

#[test]
fn h01_the_list_grows_with_the_screen_and_columns_go_in_a_sensible_order() {
    let mut story = Story::with_apps();
    let mut jane = opens(&mut story, &JANE);
    jane.resizes(140, 45);
    jane.sees_in_order(&[
        "Name ▾",
        "User name",
        "E-mail",
        "Access",
        "2SV",
        "Methods",
        "Default",
        "Last sign-in",
        "Waits until",
    ]);
    jane.resizes(60, 20);
    jane.sees_in_order(&["Name ▾", "2SV", "Last sign-in", "Waits until"]);
    jane.does_not_see("Methods");
    jane.resizes(40, 16);
    jane.sees_in_order(&["Name ▾", "2SV", "Bo Lindgren"]);
    jane.does_not_see("Last sign-in");
    jane.resizes(80, 24);
    assert_eq!(names(&mut jane), ALL);
}
