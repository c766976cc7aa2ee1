//! **Locked out?** and the owner's recovery (spec O01 to O04), from opening to release, and by every way it is cancelled.

use actions::open_recovery::{OpenRecovery, open_by_operator};
use actions::release_recovery::{Released, release_recovery};
use domain::contact::Reason;
use domain::ids::RequestId;
use domain::time::{DAY, MINUTE};
use fixtures::clinic::{Clinic, FAY, JANE, OPERATOR, SAM, browser, desk, elsewhere};
use fixtures::keyboard::{KeyCode, Keyboard, Story};

const TEMPORARY: &str = "k7mm2qpx9wzt";
const NEW: &str = "nettle orbit 58 window";
/// Opened on Thursday 2026-11-26 in Vancouver: Friday and Monday pass.
const RELEASE: i64 = 1_796_112_000_000;
const RUNS: &str = "A recovery request for your account is running";

fn shut_out(clinic: &mut Clinic, username: &str) {
    let gone = format!("UPDATE staff SET access = 'none' WHERE username = '{username}'");
    clinic.foreign().execute_batch(&gone).unwrap();
}

/// jane has texts on; fay is there to help her, or is not.
fn story(with_fay: bool) -> Story {
    let mut story = Story::new();
    let session = story.clinic.sign_in(&JANE, &desk());
    story.clinic.turn_texts_on(&session, JANE.mobile);
    let code = story.clinic.keep_recovery_code(&session);
    story.never_in_a_file(code);
    story.clinic.sign_out(&session);
    if !with_fay {
        shut_out(&mut story.clinic, "fay");
    }
    story.work();
    story
}

/// At the code, and from there to **Locked out?**
fn locked_out(story: &mut Story, person: &fixtures::clinic::Person) -> Keyboard {
    let mut keyboard = story.at(elsewhere());
    keyboard.begins(person);
    keyboard.sees("Verification code");
    keyboard.chooses("Try another way");
    keyboard.chooses("Locked out?");
    keyboard
}

fn opens(story: &mut Story) -> Keyboard {
    let mut jane = locked_out(story, &JANE);
    jane.sees("No other manager is able to sign in just now.");
    jane.sees("from Tue 1 Dec, 00:00 on, you can be let back in");
    jane.chooses("Open a recovery request");
    jane.sees("It can be released from Tue 1 Dec, 00:00 on, not sooner");
    jane.chooses("Open the request");
    jane.sees(RUNS);
    jane.sees("It can be released from Tue 1 Dec, 00:00 on.");
    story.work();
    jane
}

fn operator_opens(story: &mut Story) {
    let (entropy, at) = (story.clinic.dice.throw(), story.clinic.clock.now());
    let command = OpenRecovery {
        username: "jane",
        transfer_to: None,
        note: &Reason::parse("passport seen").unwrap(),
        operator: OPERATOR,
    };
    open_by_operator(&mut story.clinic.db, &command, entropy, at).unwrap();
    story.work();
}

fn release(story: &mut Story) -> Released {
    let (entropy, at) = (story.clinic.dice.throw(), story.clinic.clock.now());
    let note = Reason::parse("passport seen again").unwrap();
    let db = &mut story.clinic.db;
    let done = release_recovery(db, RequestId(1), &note, &TEMPORARY.into(), OPERATOR, entropy, at);
    story.work();
    done.unwrap()
}

fn open_requests(story: &Story) -> i64 {
    story
        .clinic
        .number("SELECT count(*) FROM recovery_requests WHERE state = 'open'")
}

#[test]
fn o01_to_o04_an_owner_who_lost_everything_but_the_password_is_back_in_after_two_full_business_days() {
    let mut story = story(false);
    let jane = opens(&mut story);
    drop(jane);
    assert_eq!(
        story.mail_to(&JANE).last().unwrap(),
        "A recovery request was opened for your account"
    );
    let told = story.reads_mail(&JANE, "A recovery request was opened for your account");
    assert!(told.contains("Not before: Tue 1 Dec 2026, 00:00"), "{told}");

    let left = RELEASE - story.clinic.clock.now().wall_ms;
    story.passes(left / 2 + MINUTE);
    assert_eq!(
        story.mail_to(&JANE).last().unwrap(),
        "Half-way: the recovery request for your account"
    );
    let left = RELEASE - story.clinic.clock.now().wall_ms;
    story.passes(left - MINUTE);
    assert_eq!(release(&mut story), Released::NotBefore(RELEASE), "a minute early");
    let mut again = locked_out(&mut story, &JANE);
    again.sees(RUNS);
    drop(again);
    story.passes(MINUTE);
    assert_eq!(
        story.mail_to(&JANE).last().unwrap(),
        "The recovery request for your account can be released"
    );
    assert!(matches!(release(&mut story), Released::LetIn { .. }));
    assert_eq!(
        story.mail_to(&JANE).last().unwrap(),
        "Your account was recovered: 2-step verification is off"
    );

    let mut jane = story.at(elsewhere());
    jane.begins(&JANE);
    jane.does_not_see("Verification code");
    jane.types_password("jane", TEMPORARY);
    jane.sees("New password");
    jane.types(NEW);
    jane.presses(KeyCode::Enter);
    jane.types(NEW);
    jane.presses(KeyCode::Enter);
    jane.sees("Hello, Jane Maple");
    jane.sees("2-Step Verification is off");
    drop(jane);
}

#[test]
fn o01_the_way_to_it_names_the_managers_where_there_are_some() {
    let mut story = story(true);
    for person in [&JANE, &SAM] {
        let mut keyboard = locked_out(&mut story, person);
        keyboard.sees("Ask a manager: Fay Okafor");
        keyboard.does_not_see("recovery request");
        keyboard.presses(KeyCode::Esc);
        keyboard.sees("Use recovery code instead");
        drop(keyboard);
    }
    // Before the password: one text for every name.
    let mut anybody = story.at(elsewhere());
    anybody.chooses("Locked out?");
    anybody.sees("after your password the screen names them");
    anybody.does_not_see("Fay Okafor");
    drop(anybody);
}

#[test]
fn o01_cancel_in_the_dialog_opens_nothing_and_a_sign_in_that_is_over_neither() {
    let mut story = story(false);
    let mut jane = locked_out(&mut story, &JANE);
    jane.chooses("Open a recovery request");
    jane.sees("[ Cancel ]");
    jane.presses(KeyCode::Enter);
    jane.sees("[ Open a recovery request ]");
    assert_eq!(open_requests(&story), 0);
    story.passes(11 * MINUTE);
    jane.sees("This sign-in is over");
    assert_eq!(open_requests(&story), 0);
    drop(jane);
}

#[test]
fn o02_a_manager_sees_it_on_the_first_screen_and_cancels_it() {
    let mut story = story(true);
    let mut fay = story.at(browser(5));
    story.signs_in(&mut fay, &FAY);
    operator_opens(&mut story);
    fay.sees("A request to let Jane Maple, the account owner, back in is running.");
    fay.sees("It can be released from Tue 1 Dec, 00:00 on.");
    fay.chooses("Cancel");
    fay.sees("It was opened by the operator (root).");
    fay.chooses("Cancel the request");
    fay.sees("✓ Cancelled.");
    fay.does_not_see("is running");
    story.work();
    assert_eq!(open_requests(&story), 0);
    for person in [&JANE, &FAY] {
        assert_eq!(
            story.mail_to(person).last().unwrap(),
            "The recovery request for the account owner is closed"
        );
    }
    let rows = story.recorded("owner_recovery.cancelled");
    assert_eq!(rows, 1);
    drop(fay);
}

#[test]
fn o02_the_owner_signing_in_cancels_it() {
    let mut story = story(false);
    let jane = opens(&mut story);
    drop(jane);
    story.passes(DAY);
    let mut jane = story.at(desk());
    story.signs_in(&mut jane, &JANE);
    jane.does_not_see("is running");
    assert_eq!(open_requests(&story), 0);
    assert!(
        story
            .mail_to(&JANE)
            .contains(&"The recovery request for the account owner is closed".to_owned())
    );
    drop(jane);
}

#[test]
fn o03_a_restart_in_between_and_a_clock_set_forward_shorten_nothing() {
    let mut story = story(false);
    drop(opens(&mut story));
    story.worker_stops();
    story.clinic.clock.reboot(DAY);
    story.worker_starts();
    story.clinic.clock.wall_only(-MINUTE);
    let left = RELEASE - story.clinic.clock.now().wall_ms;
    story.passes(left - 1);
    assert!(matches!(release(&mut story), Released::NotBefore(_)));
    story.passes(1);
    assert!(matches!(release(&mut story), Released::LetIn { .. }));
}
