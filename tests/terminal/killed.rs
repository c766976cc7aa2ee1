//! kill -9 of the real worker at the worst moments (spec W02): between the gateway's acceptance and the settling, and while
//! something is owed.

use fixtures::smtp::{SmtpAnswer, SmtpStep};
use fixtures::twilio::TwilioAnswer;

use crate::person::{ask_for_set_up_code, keep_recovery_code, set_texts_up, sign_in};
use crate::place::{OWED, Place};
use crate::seat::F5;

/// Longer ago than any gap between two texts of one code (spec C05), in milliseconds.
const A_WHILE_MS: i64 = 61_000;

#[test]
fn w02_a_text_whose_worker_was_killed_is_unknown_is_never_sent_again_by_itself_and_resend_works() {
    let place = Place::new();
    let worker = place.worker();
    let mut seat = place.terminal();
    sign_in(&mut seat);
    place.twilio.answer_next(TwilioAnswer::Stall);
    ask_for_set_up_code(&mut seat);
    let code = place.code(0);
    worker.kill();

    let _worker = place.worker();
    seat.sees("Nobody knows whether the text arrived");
    place.until(
        "SELECT count(*) FROM outbox WHERE channel = 'text' AND state = 'unknown'",
        1,
    );
    // The new worker is through with everything it found: also with the mails of the sign-in.
    place.until(OWED, 0);
    assert_eq!(place.twilio.texts().len(), 1, "one request, ever");

    place.foreign().age_texts(A_WHILE_MS);
    place.ring();
    seat.sees_no_more("(in ");
    seat.keys(F5);
    seat.sees("The same code is sent again");
    assert_eq!(place.code(1), code);
    assert_eq!(place.twilio.texts().len(), 2);
    seat.keys(&code);
    keep_recovery_code(&mut seat);
}

#[test]
fn w02_a_mail_whose_worker_was_killed_is_sent_again_under_the_same_message_id() {
    let place = Place::new();
    let worker = place.worker();
    place.smtp.answer_next(SmtpStep::FinalDot, SmtpAnswer::Stall);
    let mut seat = place.terminal();
    sign_in(&mut seat);
    let first = place.smtp.wait_for_mails(1).remove(0);
    worker.kill();
    seat.sees("not delivered yet");

    let _worker = place.worker();
    let second = place.smtp.wait_for_mails(2).remove(1);
    assert_eq!(first.to, ["jane@example.org"]);
    assert_eq!(message_id(&first.data), message_id(&second.data));
    place.until(OWED, 0);
    seat.sees_no_more("not delivered yet");
    assert_eq!(place.smtp.mails().len(), 2, "taken once, and then left alone");
}

fn message_id(mail: &[u8]) -> String {
    let text = String::from_utf8_lossy(mail).into_owned();
    let line = text
        .lines()
        .find(|line| line.to_ascii_lowercase().starts_with("message-id:"));
    line.unwrap_or_else(|| panic!("{text}")).to_owned()
}

#[test]
fn w02_killed_while_a_text_waits_for_another_try_the_next_worker_sends_it_once() {
    let place = Place::new();
    let worker = place.worker();
    let mut seat = place.terminal();
    sign_in(&mut seat);
    place.twilio.answer_next(TwilioAnswer::TooMany(Some("60".into())));
    ask_for_set_up_code(&mut seat);
    let refused = place.code(0);
    seat.sees("it is tried again");
    worker.kill();
    place.foreign().age_texts(A_WHILE_MS);

    let _worker = place.worker();
    assert_eq!(place.code(1), refused);
    seat.sees("delivered");
    assert_eq!(place.twilio.texts().len(), 2);
    seat.keys(&refused);
    keep_recovery_code(&mut seat);
}

#[test]
fn w02_what_is_owed_while_no_worker_runs_is_sent_once_one_does() {
    let place = Place::new();
    let mut seat = place.terminal();
    seat.sees("Texts and e-mails are delayed");
    sign_in(&mut seat);
    ask_for_set_up_code(&mut seat);
    seat.sees("queued");
    assert_eq!(place.twilio.connections(), 0);

    let worker = place.worker();
    let code = place.code(0);
    seat.sees("delivered");
    worker.kill();
    seat.keys(&code);
    keep_recovery_code(&mut seat);
    assert_eq!(place.foreign().number(OWED), 1);
    let _worker = place.worker();
    place.until(OWED, 0);
    assert!(
        place
            .mails()
            .iter()
            .any(|mail| mail.contains("2-step verification is now on"))
    );
}

#[test]
fn s16_killed_at_the_code_screen_the_terminal_leaves_a_sign_in_that_goes_on_with_the_same_code() {
    let place = Place::new();
    let _worker = place.worker();
    let mut seat = place.terminal();
    sign_in(&mut seat);
    set_texts_up(&place, &mut seat, 0);
    crate::person::sign_out(&mut seat);
    crate::person::give_password(&mut seat);
    seat.sees("Check your phone");
    let code = place.code(1);
    seat.kill();

    // No text is sent for the new sign-in, and the code works: C01 takes the open challenge over.
    let mut seat = place.terminal();
    crate::person::give_password(&mut seat);
    seat.sees("A code was sent here a moment ago and still works");
    seat.keys(&code);
    seat.sees("Hello, Jane Doe");
    assert_eq!(place.twilio.texts().len(), 2);
}
