//! The gateway says no, or nothing (spec W02, W03): the sentence on the screen, the retries, who is told.

use domain::delivery::{Fate, Handover, Obstacle, Rejection};
use domain::time::{DAY, HOUR, MINUTE, SECOND};
use fixtures::clinic::{FAY, JANE, SAM, desk};
use fixtures::keyboard::{KeyCode, Story};

/// Each permanent code of W03 with its sentence.
const SENTENCES: [(&[u32], &str); 4] = [
    (
        &[21211, 21614, 21635, 30005, 30006],
        "This number cannot get texts: use another way.",
    ),
    (&[21610], "Reply START to the clinic's number, then resend."),
    (
        &[30003, 30004, 30007, 30008],
        "Your phone or carrier did not take it: try Resend or another way.",
    ),
    (
        &[20003, 21408],
        "Texts do not work at this clinic just now: use another way.",
    ),
];
const FAILING: &str = "Texts do not work at Maple Clinic just now";

#[test]
fn w03_each_refusal_has_its_sentence_puts_another_way_first_and_is_not_tried_again() {
    for (codes, sentence) in SENTENCES {
        for code in codes {
            let mut story = Story::new();
            story.texts.answer_next(Handover::Refused {
                why: Rejection::Twilio(*code),
            });
            let mut sam = story.at(desk());
            sam.begins(&SAM);
            story.work();
            sam.sees(sentence);
            sam.sees_in_order(&["[ Verify ]", "Try another way", "Resend code"]);
            story.passes(5 * MINUTE);
            assert_eq!(story.texts.attempts().len(), 1, "{code}");
            let is_clinics = [20003, 21408].contains(code);
            for manager in [&JANE, &FAY] {
                let mails = story.mail_to(manager);
                assert_eq!(mails.contains(&FAILING.to_owned()), is_clinics, "{code}");
            }
        }
    }
}

#[test]
fn w04_what_the_carrier_says_later_is_shown_too() {
    for (codes, sentence) in SENTENCES {
        let mut story = Story::new();
        story.texts.fate_next(Ok(Fate::Underway));
        story.texts.fate_next(Ok(Fate::Failed(codes[0])));
        let mut sam = story.at(desk());
        sam.begins(&SAM);
        story.work();
        story.passes(3 * SECOND);
        sam.sees("handed over 07:00:00");
        story.passes(2 * SECOND);
        sam.sees(sentence);
    }
}

#[test]
fn w03_the_managers_are_mailed_once_a_day() {
    let mut story = Story::new();
    let refused = Handover::Refused {
        why: Rejection::Twilio(20003),
    };
    for hours in [0, 6, 12] {
        story.texts.answer_next(refused.clone());
        let mut sam = story.at(desk());
        sam.begins(&SAM);
        story.work();
        drop(sam);
        story.passes(if hours == 12 { DAY } else { 6 * HOUR });
    }
    assert_eq!(story.mail_to(&JANE), [FAILING]);
    story.texts.answer_next(refused);
    let mut sam = story.at(desk());
    sam.begins(&SAM);
    story.work();
    assert_eq!(story.mail_to(&JANE), [FAILING, FAILING]);
}

#[test]
fn w02_a_lost_answer_is_unknown_and_no_second_text_goes_out_by_itself() {
    for why in [Obstacle::Timeout, Obstacle::GatewayTrouble, Obstacle::Unreadable] {
        let mut story = Story::new();
        story.texts.answer_next(Handover::Unknown { why });
        let mut sam = story.at(desk());
        sam.begins(&SAM);
        story.work();
        sam.sees("Nobody knows whether the text arrived: look at your phone, or try Resend.");
        story.passes(30 * SECOND);
        assert_eq!(story.texts.attempts().len(), 1);
        // It may have come after all.
        let (text, _) = story.texts.attempts().remove(0);
        sam.presses(KeyCode::F(5));
        story.work();
        let (again, _) = story.texts.attempts().remove(1);
        assert_eq!(
            again.body.reveal(),
            text.body.reveal(),
            "Resend is a new text with the same code"
        );
        let code = story.code_for(&SAM);
        sam.types(&code);
        sam.sees("Hello, Sam Tremblay");
    }
}

#[test]
fn w03_where_nothing_left_the_house_it_is_tried_again_and_the_screen_says_so() {
    let mut story = Story::new();
    let not_sent = |why| Handover::NotSent {
        why,
        retry_after_ms: None,
    };
    story.texts.answer_next(not_sent(Obstacle::Connect));
    story.texts.answer_next(not_sent(Obstacle::Later));
    let mut sam = story.at(desk());
    sam.begins(&SAM);
    story.work();
    sam.sees("not sent yet (no connection): it is tried again");
    story.passes(SECOND);
    assert_eq!(story.texts.attempts().len(), 2);
    sam.sees("not sent yet (asked to come later): it is tried again");
    story.passes(2 * SECOND);
    sam.sees("handed over 07:00:03");
    let code = story.code_for(&SAM);
    sam.types(&code);
    sam.sees("Hello, Sam Tremblay");
}

#[test]
fn t30_a_refused_text_leaves_every_other_way_open() {
    let mut story = Story::new();
    story.texts.answer_next(Handover::Refused {
        why: Rejection::Twilio(21610),
    });
    let mut sam = story.at(desk());
    sam.begins(&SAM);
    story.work();
    story.passes(30 * SECOND);
    sam.presses(KeyCode::F(5));
    story.work();
    sam.sees("handed over");
    let code = story.code_for(&SAM);
    sam.types(&code);
    sam.sees("Hello, Sam Tremblay");
}
