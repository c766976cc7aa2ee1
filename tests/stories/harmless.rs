//! Names that bite (spec Z05, T70): escape sequences, direction marks, newlines, towers of marks, HTML. Harmless on every
//! screen, in every text and every mail.

use actions::reset_password::reset_password;
use domain::contact::visible;
use domain::delivery::{Handover, Rejection};
use fixtures::clinic::{BO, FAY, JANE, KIM, OPERATOR, SAM, desk, typed};
use fixtures::keyboard::{KeyCode, Story};

use crate::places::PLACES;
use crate::waits::five_wrong;

/// Everything at once; what is left of it is short enough for a head line.
const BITE: &str = "\u{1b}[2J\u{1b}]0;x\u{7}\u{9b}31m\u{202e}\r\nBcc: a@b.c\n<b>&\u{200b}e\u{301}\u{302}\u{303}\u{304}\u{305}\u{306}\u{307}";

fn bites(story: &mut Story) {
    let name = |who: &str| format!("{who}{BITE}");
    let foreign = story.clinic.foreign();
    for person in [&JANE, &FAY, &SAM, &BO, &KIM] {
        let named = "UPDATE staff SET name = ?1 WHERE username = ?2";
        foreign.execute(named, (name(person.name), person.username)).unwrap();
    }
    let clinic = "UPDATE clinic SET name = ?1, short_name = ?2, support_contact = ?3";
    foreign
        .execute(clinic, (name("Maple"), name("Maple"), name("the desk")))
        .unwrap();
}

/// Nothing in it that a terminal or a mail reader would obey or hide.
#[track_caller]
fn is_harmless(text: &str, whence: &str) {
    for line in text.lines() {
        assert_eq!(line, visible(line), "{whence}");
    }
}

#[test]
fn z05_t70_names_that_bite_are_harmless_on_every_screen() {
    for place in &PLACES {
        let mut story = Story::with_apps();
        bites(&mut story);
        let mut keyboard = place.reach(&mut story);
        let screen = keyboard.screen();
        is_harmless(&screen, place.title);
        assert!(
            screen.contains("Maple␛[2J"),
            "{}: the clinic is named\n{screen}",
            place.title
        );
        assert_eq!(screen.lines().count(), 24);
        keyboard.resizes(140, 45);
        is_harmless(&keyboard.screen(), place.title);
    }
}

#[test]
fn z05_t70_names_that_bite_are_harmless_in_every_text_and_mail() {
    let mut story = Story::new();
    bites(&mut story);
    // On, off, another number, recovery code, wrong codes, the wait, a password made, texts that fail.
    let mut fay = story.at(desk());
    fay.begins(&FAY);
    fay.chooses("Set Up");
    fay.presses(KeyCode::Enter);
    story.work();
    let code = story.code_for(&FAY);
    fay.types(&code);
    fay.chooses("I have saved it");
    fay.opens_two_step();
    fay.chooses("Set Up");
    fay.presses_ctrl('u');
    fay.types("604 555 0177");
    fay.presses(KeyCode::Enter);
    story.work();
    let code = story.code_on("+16045550177");
    fay.types(&code);
    fay.chooses("Turn off");
    fay.chooses("Turn off");
    let mut thief = story.at(fixtures::clinic::elsewhere());
    five_wrong(&mut story, &mut thief);
    thief.presses(KeyCode::Enter);
    let recovery = story.clinic.sams_recovery_code.clone();
    thief.types(&recovery);
    thief.presses(KeyCode::Enter);
    let (entropy, at) = (story.clinic.dice.throw(), story.clinic.clock.now());
    reset_password(
        &mut story.clinic.db,
        "fay",
        &typed("tmp-4821-brook"),
        OPERATOR,
        entropy,
        at,
    )
    .unwrap();
    story.texts.answer_next(Handover::Refused {
        why: Rejection::Twilio(20003),
    });
    let mut sam = story.at(desk());
    sam.begins(&SAM);
    story.work();

    let mails = story.mails.accepted();
    let mut subjects: Vec<&str> = mails.iter().map(|mail| mail.subject.as_str()).collect();
    subjects.sort_unstable();
    subjects.dedup();
    assert!(subjects.len() >= 8, "{subjects:?}");
    for mail in &mails {
        assert_eq!(mail.subject.lines().count(), 1);
        is_harmless(&mail.subject, "subject");
        is_harmless(&mail.text, &mail.subject);
        is_harmless(&mail.html, &mail.subject);
        assert!(!mail.html.contains("<b>"), "{}", mail.subject);
    }
    let texts = story.texts.attempts();
    assert!(texts.len() >= 4);
    for (text, _) in texts {
        assert_eq!(text.body.reveal().lines().count(), 1);
        is_harmless(text.body.reveal(), "text");
    }
}
