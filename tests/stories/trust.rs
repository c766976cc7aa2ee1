//! **Trust this browser to skip 2-Step Verification for 30 days** (spec T01 to T05, S12, S13; T41, T42, T45).

use actions::Client;
use domain::time::{DAY, MINUTE};
use fixtures::clinic::{BO, KIM, Person, SAM, browser, desk, elsewhere, keyless, ssh_key};
use fixtures::keyboard::{KeyCode, Keyboard, Story};

const BOX: &str = "Trust this browser to skip 2-Step Verification for 30 days";
const EMPTY: &str = "[ ] F4  Trust this browser";
const TICKED: &str = "[x] F4  Trust this browser";

/// Signs in with the box ticked and stands on the home screen.
pub(crate) fn trusts(story: &mut Story, client: Client, person: &Person) -> Keyboard {
    let mut keyboard = story.at(client);
    keyboard.begins(person);
    keyboard.sees(BOX);
    keyboard.presses(KeyCode::F(4));
    story.types_the_code(&mut keyboard, person);
    keyboard.sees("Hello,");
    keyboard
}

/// Signs in with the password alone, which is what trust is for.
#[track_caller]
pub(crate) fn is_skipped(story: &mut Story, client: Client, person: &Person) {
    let texts = story.texts_to(person.mobile).len();
    let mut keyboard = story.at(client);
    keyboard.begins(person);
    keyboard.sees("Hello,");
    story.work();
    assert_eq!(story.texts_to(person.mobile).len(), texts, "no text is sent");
}

/// The code is asked, whatever the browser was before; it is not typed.
#[track_caller]
pub(crate) fn is_asked(story: &mut Story, client: Client, person: &Person) {
    let mut keyboard = story.at(client);
    keyboard.begins(person);
    keyboard.sees("Verification code");
    assert!(!keyboard.is_signed_in());
    story.work();
}

pub(crate) fn running(story: &Story) -> i64 {
    let sql = "SELECT count(*) FROM trusted_browsers WHERE ended_at IS NULL";
    story.clinic.number(sql)
}

#[test]
fn t01_f4_ticks_the_box_without_leaving_the_field_and_so_does_a_click() {
    for person in [&SAM, &BO] {
        let mut story = Story::with_trust();
        let mut keyboard = story.at(desk());
        keyboard.begins(person);
        keyboard.sees_in_order(&[BOX, "Verification code"]);
        keyboard.sees(EMPTY);
        keyboard.sees("F4 trust");
        keyboard.types("12");
        keyboard.presses(KeyCode::F(4));
        keyboard.sees(TICKED);
        keyboard.sees("1 2 _ _ _ _");
        assert!(keyboard.is_in_field("Verification code"));
        keyboard.presses(KeyCode::F(4));
        keyboard.sees(EMPTY);
        keyboard.clicks(BOX);
        keyboard.sees(TICKED);
        keyboard.sees("1 2 _ _ _ _");
        keyboard.clicks_into("Verification code");
        keyboard.presses(KeyCode::Backspace);
        keyboard.presses(KeyCode::Backspace);
        story.types_the_code(&mut keyboard, person);
        keyboard.sees("Hello,");
        assert_eq!(running(&story), 1);
        is_skipped(&mut story, desk(), person);
    }
}

#[test]
fn t01_the_box_stays_ticked_over_a_refusal_and_is_empty_at_the_next_sign_in() {
    let mut story = Story::with_trust();
    let mut bo = story.at(desk());
    bo.begins(&BO);
    bo.presses(KeyCode::F(4));
    let wrong = story.clinic.wrong_app_code(&BO);
    bo.types(&wrong);
    bo.sees("✗ That was not it.");
    bo.sees(TICKED);
    bo.presses(KeyCode::Esc);
    bo.begins(&BO);
    bo.sees(EMPTY);
    story.types_the_code(&mut bo, &BO);
    assert_eq!(running(&story), 0, "never without a tick");
    bo.clicks("Sign out");
    is_asked(&mut story, desk(), &BO);
}

#[test]
fn t01_t03_the_box_stands_on_the_code_step_of_a_sign_in_alone() {
    let mut story = Story::with_apps();
    let mut kim = story.at(desk());
    kim.begins(&KIM);
    kim.does_not_see(BOX);
    kim.does_not_see("F4");
    kim.presses(KeyCode::F(4));
    story.types_the_code(&mut kim, &KIM);
    assert_eq!(running(&story), 0, "where the clinic does not allow it");

    let mut story = Story::with_trust();
    let mut kim = story.at(keyless());
    kim.begins(&KIM);
    kim.does_not_see(BOX);
    kim.presses(KeyCode::F(4));
    story.types_the_code(&mut kim, &KIM);
    assert_eq!(running(&story), 0, "over SSH with no key shown");

    let mut kim = story.at(desk());
    kim.begins(&KIM);
    kim.sees(BOX);
    kim.chooses("Try another way");
    kim.does_not_see(BOX);
    kim.chooses("Authenticator App");
    kim.sees(BOX);
    kim.chooses("Try another way");
    kim.chooses("Use recovery code instead");
    kim.does_not_see(BOX);
    kim.presses(KeyCode::F(4));
    let code = story.clinic.recovery_code(&KIM);
    kim.types(&code);
    kim.presses(KeyCode::Enter);
    kim.chooses("I have saved it");
    assert_eq!(running(&story), 0, "never on the recovery-code step");

    story.passes(20 * MINUTE);
    kim.opens_two_step();
    kim.chooses("Turn 2-Step Verification off");
    kim.does_not_see(BOX);
    kim.types(KIM.password);
    kim.presses(KeyCode::Enter);
    kim.sees("Verification code");
    kim.does_not_see(BOX);
    kim.presses(KeyCode::F(4));
    story.types_the_code(&mut kim, &KIM);
    assert_eq!(running(&story), 0, "nor at a step-up");
}

#[test]
fn t01_a_ticked_box_stays_ticked_when_another_way_is_chosen() {
    let mut story = Story::with_trust();
    let mut kim = story.at(desk());
    kim.begins(&KIM);
    kim.presses(KeyCode::F(4));
    kim.sees(TICKED);
    kim.chooses("Try another way");
    kim.chooses("Authenticator App");
    kim.sees(TICKED);
    kim.chooses("Try another way");
    kim.presses(KeyCode::Esc);
    kim.sees(TICKED);
    kim.presses(KeyCode::F(4));
    kim.chooses("Try another way");
    kim.chooses("Text Message (SMS)");
    kim.sees(EMPTY);
    kim.presses(KeyCode::F(4));
    kim.chooses("Try another way");
    kim.chooses("Authenticator App");
    let code = story.clinic.app_code(&KIM);
    kim.types(&code);
    assert!(kim.is_signed_in());
    assert_eq!(running(&story), 1, "the tick of the page before counts");
}

#[test]
fn t02_t42_day_29_is_skipped_day_30_is_asked_and_use_does_not_prolong_it() {
    let mut story = Story::with_trust();
    drop(trusts(&mut story, desk(), &SAM));
    for pause in [0, DAY, 14 * DAY, 14 * DAY, DAY - 1] {
        story.passes(pause);
        is_skipped(&mut story, desk(), &SAM);
        is_skipped(&mut story, desk(), &SAM);
    }
    story.passes(1);
    is_asked(&mut story, desk(), &SAM);
    assert_eq!(running(&story), 0, "the worker has ended it");
}

#[test]
fn t02_day_30_is_asked_with_the_worker_off() {
    let mut story = Story::with_trust();
    drop(trusts(&mut story, desk(), &BO));
    story.passes(30 * DAY - 1);
    story.worker_stops();
    is_skipped(&mut story, desk(), &BO);
    story.passes(1);
    is_asked(&mut story, desk(), &BO);
}

#[test]
fn s13_t45_trust_asks_the_password_always_and_is_no_code_step_for_a_change() {
    let mut story = Story::with_trust();
    drop(trusts(&mut story, desk(), &SAM));
    let mut sam = story.at(desk());
    sam.types_password("sam", "not my password 12");
    sam.sees("✗ User name or password is wrong.");
    sam.begins(&SAM);
    sam.sees("Hello, Sam Tremblay");
    sam.does_not_see("the password is enough");
    sam.opens_two_step();
    sam.chooses("View Recovery Code");
    sam.sees("Check your phone");
    story.types_the_code(&mut sam, &SAM);
    sam.sees("Your recovery code");
    sam.presses(KeyCode::Esc);
    sam.presses(KeyCode::Esc);
    sam.chooses("Sessions");
    sam.sees("as a trusted browser");
}

#[test]
fn t03_another_browser_another_account_and_another_person_are_asked() {
    let mut story = Story::with_trust();
    drop(trusts(&mut story, ssh_key(1), &SAM));
    is_skipped(&mut story, ssh_key(1), &SAM);
    is_asked(&mut story, ssh_key(2), &SAM);
    is_asked(&mut story, desk(), &SAM);
    is_asked(&mut story, keyless(), &SAM);
    is_asked(&mut story, ssh_key(1), &KIM);
}

#[test]
fn t04_m08_two_terminals_end_on_one_asks_at_the_other_again_and_its_session_goes_on() {
    let mut story = Story::with_trust();
    let mut sam = trusts(&mut story, desk(), &SAM);
    let mut home = trusts(&mut story, browser(2), &SAM);
    sam.chooses("My Account");
    sam.sees("2, until 26 Dec");
    sam.chooses("Trusted browsers");
    sam.sees_in_order(&[
        "sudo by account 1002",
        "since 26 Nov",
        "ends Sat 26 Dec, 07:00",
        "sudo by account 1001",
    ]);
    sam.sees_in_order(&["sudo by account 1001", "this one", "End all"]);
    sam.chooses("End");
    sam.sees("✓ Ended: a code is asked there again.");
    sam.does_not_see("account 1002");
    home.sees("Hello, Sam Tremblay");
    home.clicks("Sign out");
    story.passes(MINUTE);
    is_asked(&mut story, browser(2), &SAM);
    is_skipped(&mut story, desk(), &SAM);
    assert_eq!(story.recorded("trust.ended"), 1);
    // Trusted anew, and all of them ended at once.
    drop(trusts(&mut story, browser(2), &SAM));
    sam.chooses("End all");
    sam.sees("None. On the code step of a sign-in, tick the box (F4)");
    assert_eq!(running(&story), 0);
    is_asked(&mut story, browser(2), &SAM);
    is_asked(&mut story, desk(), &SAM);
}

#[test]
fn s12_a_browser_that_is_not_known_is_mailed_once_and_one_without_a_key_once_in_90_days() {
    let new = "New sign-in to your account";
    let mut story = Story::with_trust();
    drop(trusts(&mut story, elsewhere(), &SAM));
    story.work();
    assert_eq!(story.mail_to(&SAM), [new]);
    is_skipped(&mut story, elsewhere(), &SAM);
    story.passes(30 * DAY);
    drop(trusts(&mut story, elsewhere(), &SAM));
    story.work();
    assert_eq!(story.mail_to(&SAM), [new], "known: no second mail");

    for (pause, mails) in [(0, 2), (30 * DAY, 2), (60 * DAY - 1, 2), (1, 3)] {
        story.passes(pause);
        let mut keyless = story.at(keyless());
        story.signs_in(&mut keyless, &SAM);
        assert_eq!(story.mail_to(&SAM).len(), mails, "after {pause}");
    }
}
