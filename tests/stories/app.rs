//! Signing in with the authenticator app, both ways side by side, and which of them is asked first (spec C04, S04, S05,
//! S07, S13, L01, M06, M07; T1).

use domain::time::{MINUTE, SECOND};
use domain::totp::STEP_MS;
use fixtures::clinic::{BO, KIM, another_code, code_at, desk, elsewhere};
use fixtures::keyboard::{KeyCode, Keyboard, Story};
use tui::clock::{hour_minute_second, zone};

const APP: &str = "Authenticator App";
const TEXT: &str = "Text Message (SMS)";
const APP_PAGE: &str = "Open your authenticator app";
const TEXT_PAGE: &str = "Check your phone";

/// From a code page to the other method's.
fn the_other_way(keyboard: &mut Keyboard, method: &str) {
    keyboard.chooses("Try another way");
    assert!(keyboard.has_focus(method), "the other method comes first");
    keyboard.presses(KeyCode::Enter);
}

#[test]
fn s04_s07_the_app_is_asked_with_the_servers_time_in_seconds_and_a_refusal_says_what_to_do() {
    let mut story = Story::with_apps();
    let mut bo = story.at(desk());
    bo.begins(&BO);
    bo.sees(APP_PAGE);
    assert!(bo.is_in_field("Verification code"));
    let zone = zone("America/Vancouver");
    for _ in 0..3 {
        let now = story.clinic.clock.now().wall_ms;
        let time = hour_minute_second(now, &zone);
        bo.sees(&format!("The server's time is {time}."));
        story.passes(SECOND);
    }
    bo.does_not_see("check that your phone's time agrees");
    let wrong = story.clinic.wrong_app_code(&BO);
    bo.types(&wrong);
    bo.sees("✗ That was not it. 4 tries left.");
    bo.sees("! Wait for the next code, and check that your phone's time agrees with the server's.");
    bo.sees("_ _ _ _ _ _");
    assert!(bo.is_in_field("Verification code"));
    story.types_the_code(&mut bo, &BO);
    bo.sees("Hello, Bo Lindgren");
    assert!(story.texts.attempts().is_empty());
}

#[test]
fn c04_one_time_step_either_side_of_now_is_taken_and_no_other() {
    for (steps, is_taken) in [(-2, false), (-1, true), (0, true), (1, true), (2, false)] {
        let mut story = Story::with_apps();
        let mut bo = story.at(desk());
        bo.begins(&BO);
        let secret = story.clinic.app_secret(&BO);
        let then = story.clinic.clock.now().plus(steps * STEP_MS);
        bo.types(&code_at(&secret, then));
        assert_eq!(bo.is_signed_in(), is_taken, "{steps}");
        assert_eq!(story.recorded("code.wrong"), i64::from(!is_taken), "{steps}");
    }
}

#[test]
fn c04_l06_t1_t6_a_code_is_used_once_at_every_terminal_and_also_after_a_restart() {
    const USED: &str = "! That code was used already: wait for the next one. It was not counted.";
    let mut story = Story::with_apps();
    let mut first = story.at(desk());
    let mut second = story.at(elsewhere());
    first.begins(&BO);
    second.begins(&BO);
    let code = story.next_app_code(&BO);
    first.types(&code);
    first.sees("Hello, Bo Lindgren");
    second.types(&code);
    second.sees(USED);
    drop(first);
    story.worker_stops();
    story.worker_starts();
    let mut restarted = story.at(desk());
    restarted.begins(&BO);
    // In the step after it, too: it still is one step either side.
    story.passes(STEP_MS);
    restarted.types(&code);
    restarted.sees(USED);
    assert_eq!((story.recorded("code.dead"), story.recorded("code.wrong")), (2, 0));
    story.types_the_code(&mut restarted, &BO);
    restarted.sees("Hello, Bo Lindgren");
}

#[test]
fn z08_a_clock_set_back_brings_no_used_code_back() {
    let mut story = Story::with_apps();
    let mut bo = story.at(desk());
    bo.begins(&BO);
    let code = story.next_app_code(&BO);
    bo.types(&code);
    bo.clicks("Sign out");
    story.passes(5 * MINUTE);
    story.clinic.clock.wall_only(-5 * MINUTE);
    bo.begins(&BO);
    bo.types(&code);
    bo.sees("! That code was used already: wait for the next one.");
    assert!(!bo.is_signed_in());
}

#[test]
fn s05_another_way_leads_to_the_other_method_and_back_and_esc_leads_where_it_led_before() {
    let mut story = Story::with_apps();
    let mut kim = story.at(desk());
    kim.begins(&KIM);
    kim.sees(TEXT_PAGE);
    story.work();
    kim.chooses("Try another way");
    kim.sees_in_order(&[APP, "Use recovery code instead", "Or ask:"]);
    kim.presses(KeyCode::Esc);
    kim.sees(TEXT_PAGE);
    the_other_way(&mut kim, APP);
    kim.sees(APP_PAGE);
    kim.does_not_see("••04");
    kim.chooses("Try another way");
    kim.sees_in_order(&[TEXT, "We send a text to •••• ••04.", "Use recovery code instead"]);
    kim.chooses(TEXT);
    kim.sees(TEXT_PAGE);
    story.work();
    assert_eq!(
        story.texts_to(KIM.mobile).len(),
        1,
        "its code still works: no second text"
    );
    the_other_way(&mut kim, APP);
    kim.sees(APP_PAGE);
    kim.presses(KeyCode::Esc);
    kim.sees("Forgot password?");
    kim.begins(&KIM);
    the_other_way(&mut kim, APP);
    let code = story.next_app_code(&KIM);
    kim.types(&code);
    kim.sees("Hello, Kim Sato");
}

#[test]
fn s05_s13_either_way_leads_to_the_recovery_code_and_esc_comes_back_to_the_code() {
    let mut story = Story::with_apps();
    for page in [TEXT_PAGE, APP_PAGE] {
        let mut kim = story.at(desk());
        kim.begins(&KIM);
        if page == APP_PAGE {
            the_other_way(&mut kim, APP);
        }
        kim.sees(page);
        kim.chooses("Try another way");
        kim.chooses("Use recovery code instead");
        kim.sees("Use your recovery code");
        kim.presses(KeyCode::Esc);
        kim.sees(page);
        assert!(kim.is_in_field("Verification code"));
        kim.chooses("Try another way");
        kim.chooses("Use recovery code instead");
        let code = story.clinic.recovery_code(&KIM);
        kim.types(&code);
        kim.presses(KeyCode::Enter);
        kim.chooses("I have saved it");
        kim.sees("Hello, Kim Sato");
        story.work();
    }
}

#[test]
fn s05_a_text_asked_for_by_another_way_is_sent_then_and_not_before() {
    let mut story = Story::with_apps();
    let mut kim = story.at(desk());
    story.signs_in(&mut kim, &KIM);
    kim.opens_two_step();
    kim.chooses_beside(APP, "Make default");
    kim.clicks("Sign out");
    story.passes(10 * MINUTE);
    kim.begins(&KIM);
    kim.sees(APP_PAGE);
    story.work();
    let texts = story.texts_to(KIM.mobile).len();
    the_other_way(&mut kim, TEXT);
    kim.sees(TEXT_PAGE);
    story.work();
    assert_eq!(story.texts_to(KIM.mobile).len(), texts + 1);
    let code = story.code_for(&KIM);
    kim.types(&code);
    kim.sees("Hello, Kim Sato");
}

#[test]
fn l01_l03_l05_wrong_codes_of_both_ways_count_together_into_one_wait() {
    let mut story = Story::with_apps();
    let mut kim = story.at(desk());
    kim.begins(&KIM);
    story.work();
    let wrong = another_code(&story.code_for(&KIM));
    kim.types(&wrong);
    kim.types(&wrong);
    kim.sees("✗ That was not it. 3 tries left.");
    the_other_way(&mut kim, APP);
    kim.sees("! 3 tries left.");
    let wrong = story.clinic.wrong_app_code(&KIM);
    kim.types(&wrong);
    kim.sees("✗ That was not it. 2 tries left.");
    the_other_way(&mut kim, TEXT);
    kim.sees("2 tries left.");
    the_other_way(&mut kim, APP);
    kim.types(&wrong);
    kim.types(&wrong);
    kim.sees("Please wait until");
    kim.sees("Five codes were wrong, so nothing is checked for 15 minutes.");
    let right = story.clinic.app_code(&KIM);
    kim.pastes(&right);
    kim.sees("Please wait until");
    assert_eq!(story.recorded("code.wrong"), 5);
    let mut other = story.at(desk());
    other.begins(&KIM);
    other.sees("Please wait until");
    story.passes(15 * MINUTE);
    story.signs_in(&mut other, &KIM);
}

#[test]
fn l03_l09_a_wait_that_the_app_led_into_opens_the_app_again_by_itself() {
    let mut story = Story::with_apps();
    let mut bo = story.at(desk());
    story.signs_in(&mut bo, &BO);
    story.passes(15 * MINUTE);
    bo.opens_two_step();
    bo.chooses("Turn off");
    bo.types(BO.password);
    bo.presses(KeyCode::Enter);
    bo.sees(APP_PAGE);
    let wrong = story.clinic.wrong_app_code(&BO);
    for _ in 0..5 {
        bo.types(&wrong);
    }
    bo.sees("Please wait until");
    bo.sees("15:00 left");
    bo.sees("this screen opens again by itself");
    story.passes(15 * MINUTE - 1);
    bo.sees("0:01 left");
    story.passes(1);
    bo.sees(APP_PAGE);
    story.types_the_code(&mut bo, &BO);
    // The password is older than five minutes by now.
    bo.sees("To turn 2-Step Verification off we ask once more for your password.");
    bo.types(BO.password);
    bo.presses(KeyCode::Enter);
    bo.sees("Turn 2-Step Verification off?");
}

#[test]
fn m06_x01_the_person_picks_what_is_asked_first() {
    let mut story = Story::with_apps();
    let mut kim = story.at(desk());
    story.signs_in(&mut kim, &KIM);
    kim.opens_two_step();
    kim.chooses_beside(APP, "Make default");
    kim.sees("✓ The app is asked first from now on. You get an e-mail about it.");
    kim.sees_in_order(&[TEXT, "Make default", APP, "Default"]);
    story.work();
    assert_eq!(story.mail_to(&KIM), ["Another way to get codes is now your default"]);
    assert_eq!(story.recorded("method.default_changed"), 1);
    kim.clicks("Sign out");
    kim.begins(&KIM);
    kim.sees(APP_PAGE);
    story.types_the_code(&mut kim, &KIM);
    kim.opens_two_step();
    kim.chooses_beside(TEXT, "Make default");
    kim.sees("✓ Texts are asked first from now on. You get an e-mail about it.");
    kim.clicks("Sign out");
    kim.begins(&KIM);
    kim.sees(TEXT_PAGE);
    story.work();
}

#[test]
fn m06_m07_r07_of_two_ways_either_can_be_removed_and_the_other_becomes_the_default() {
    for (gone, left, follows, next) in [
        (
            TEXT,
            APP,
            "2-Step Verification stays on, by the authenticator app.",
            APP_PAGE,
        ),
        (APP, TEXT, "2-Step Verification stays on, by texts.", TEXT_PAGE),
    ] {
        let mut story = Story::with_apps();
        let recovery = story.clinic.recovery_code(&KIM);
        let mut kim = story.at(desk());
        story.signs_in(&mut kim, &KIM);
        kim.opens_two_step();
        kim.chooses_beside(gone, "Turn off");
        kim.sees(&format!("Turn {gone} off?"));
        kim.sees(follows);
        assert!(kim.has_focus("Cancel"), "danger starts on Cancel");
        kim.presses(KeyCode::Enter);
        assert_eq!(story.recorded("method.removed"), 0);
        kim.chooses_beside(gone, "Turn off");
        kim.chooses("Turn off");
        kim.sees(&format!("✓ {gone} is off. You get an e-mail about it."));
        kim.sees_in_order(&["✓ on", "not set up", "Recovery code"]);
        assert!(kim.shows("One way in only"));
        story.work();
        assert_eq!(story.mail_to(&KIM), ["One of your two ways to get codes was removed"]);
        assert_eq!(story.clinic.recovery_code(&KIM), recovery, "R07");
        kim.clicks("Sign out");
        story.passes(MINUTE);
        kim.begins(&KIM);
        kim.sees(next);
        kim.chooses("Try another way");
        kim.does_not_see(gone);
        kim.does_not_see(left);
        kim.presses(KeyCode::Esc);
        story.types_the_code(&mut kim, &KIM);
        kim.sees("Hello, Kim Sato");
    }
}

#[test]
fn l05_a_way_removed_at_one_terminal_is_not_asked_at_the_other_any_more() {
    let mut story = Story::with_apps();
    let mut kim = story.at(desk());
    story.signs_in(&mut kim, &KIM);
    let mut other = story.at(desk());
    other.begins(&KIM);
    other.sees(TEXT_PAGE);
    story.work();
    let code = story.code_for(&KIM);
    kim.opens_two_step();
    kim.chooses_beside(TEXT, "Turn off");
    kim.chooses("Turn off");
    kim.sees("✓ Text Message (SMS) is off.");
    other.sees(APP_PAGE);
    other.types(&code);
    assert!(!other.is_signed_in(), "a text of a way that is gone lets nobody in");
    story.types_the_code(&mut other, &KIM);
    other.sees("Hello, Kim Sato");
}

#[test]
fn s13_with_the_worker_off_the_app_signs_in_all_the_same() {
    let mut story = Story::with_apps();
    story.worker_stops();
    let mut bo = story.at(elsewhere());
    story.passes(10 * SECOND);
    bo.sees("the worker is not running");
    bo.begins(&BO);
    story.types_the_code(&mut bo, &BO);
    bo.sees("Hello, Bo Lindgren");
    bo.sees("1 e-mail to you: not delivered yet.");
}
