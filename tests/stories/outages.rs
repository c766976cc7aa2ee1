//! Worker off, mail server down (spec S13, W05, X03): what still works, and what the screen says.

use domain::delivery::{Handover, Obstacle};
use domain::time::{HOUR, MINUTE, SECOND};
use fixtures::clinic::{FAY, SAM, desk, elsewhere};
use fixtures::keyboard::{KeyCode, Keyboard, Story};

fn turn_off(sam: &mut Keyboard) {
    sam.opens_two_step();
    sam.chooses("Turn off");
    sam.chooses("Turn off");
}

#[test]
fn s13_w05_with_the_worker_off_the_sign_in_says_texts_are_delayed_and_since_when_and_the_recovery_code_works() {
    let mut story = Story::new();
    let mut sam = story.at(desk());
    sam.sees("✓ texts on duty");
    sam.does_not_see("delayed");
    story.passes(MINUTE);
    story.worker_stops();
    story.passes(10 * SECOND);
    sam.sees("! Texts and e-mails are delayed since 07:01: the worker is not running");
    sam.sees("! worker last seen 07:01");
    sam.begins(&SAM);
    sam.sees("Texts and e-mails are delayed since 07:01");
    sam.sees("is waiting to be sent");
    assert!(!sam.is_signed_in(), "a code that cannot be sent is never left out");
    sam.chooses("Try another way");
    sam.presses(KeyCode::Enter);
    let code = story.clinic.sams_recovery_code.clone();
    sam.types(&code);
    sam.presses(KeyCode::Enter);
    sam.chooses("I have saved it");
    sam.sees("Hello, Sam Tremblay");
    sam.sees("1 e-mail to you: not delivered yet.");
    assert!(story.mail_to(&SAM).is_empty());

    story.worker_starts();
    story.passes(10 * SECOND);
    sam.sees("✓ texts on duty");
    sam.does_not_see("delayed");
    sam.does_not_see("not delivered yet");
    assert_eq!(story.mail_to(&SAM), ["Your recovery code was used"]);
}

#[test]
fn w05_where_no_worker_ever_ran_the_banner_says_so() {
    let mut story = Story::without_worker();
    let mut sam = story.at(desk());
    sam.sees("Texts and e-mails are delayed until the worker is started");
    sam.sees("! worker never seen");
    sam.begins(&SAM);
    story.worker_starts();
    sam.sees("handed over");
    story.passes(10 * SECOND);
    sam.sees("✓ texts on duty");
}

#[test]
fn w05_a_worker_that_has_not_said_so_for_two_minutes_is_not_on_duty() {
    let mut story = Story::new();
    let mut sam = story.at(desk());
    // It holds its lock, and hangs.
    story.clinic.clock.plus(2 * MINUTE - 1);
    sam.sees("✓ texts on duty");
    story.clinic.clock.plus(10 * SECOND);
    sam.sees("Texts and e-mails are delayed since 07:00");
    story.work();
    story.clinic.clock.plus(10 * SECOND);
    sam.sees("✓ texts on duty");
}

#[test]
fn x03_t39_with_the_mail_server_down_the_change_stands_and_the_mail_comes_later() {
    let mut story = Story::new();
    for _ in 0..3 {
        story.mails.answer_next(Handover::NotSent {
            why: Obstacle::Connect,
            retry_after_ms: None,
        });
    }
    let mut sam = story.at(desk());
    story.signs_in(&mut sam, &SAM);
    turn_off(&mut sam);
    sam.sees("✓ 2-Step Verification is off.");
    story.work();
    sam.sees("1 e-mail to you: not delivered yet.");
    assert!(story.clinic.staff(&SAM).default_method().is_none(), "the change stands");
    assert_eq!(story.recorded("two_step.off"), 1);
    story.passes(MINUTE);
    sam.sees("not delivered yet");
    story.passes(5 * MINUTE);
    sam.sees("not delivered yet");
    story.passes(15 * MINUTE);
    sam.does_not_see("not delivered yet");
    assert_eq!(story.mail_to(&SAM), ["2-step verification is now off"]);
    let ids: Vec<String> = story
        .mails
        .attempts()
        .into_iter()
        .map(|(mail, _)| mail.message_id)
        .collect();
    assert!(ids.len() == 4 && ids.iter().all(|id| *id == ids[0]), "{ids:?}");
}

#[test]
fn w03_a_mail_refused_for_good_is_not_tried_again_and_the_change_stands() {
    let mut story = Story::new();
    story.mails.answer_next(Handover::Refused {
        why: domain::delivery::Rejection::Smtp(550),
    });
    let mut fay = story.at(elsewhere());
    story.signs_in(&mut fay, &FAY);
    story.passes(HOUR);
    assert_eq!(story.mails.attempts().len(), 1);
    fay.sees("Hello, Fay Okafor");
    fay.does_not_see("not delivered yet");
}
