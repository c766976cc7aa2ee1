//! Setting up *Text Message (SMS)* (spec M01 to M03): the code goes to the number being set up and is judged at its own
//! door; until it was accepted nothing has changed.

use domain::challenge::ChallengeState;
use domain::lockout::Class;
use domain::person::TwoStep;
use domain::resend::Room;
use domain::sign_in::{Outcome, TextPlan};
use domain::time::{MINUTE, SECOND};
use domain::verification::Dead;

use crate::world::{DESK, Has, NUMBER, OTHER_NUMBER, World};

fn on(number: &str) -> TwoStep {
    Has::Texts.two_step(number)
}

#[test]
fn m02_the_right_code_turns_texts_on_and_nothing_before_it_does() {
    let mut w = World::new();
    let ann = w.person(false);
    let session = w.sign_in(ann, DESK);
    assert_eq!(w.set_up_text(session, OTHER_NUMBER), Outcome::CodeAsked(TextPlan::Sent));
    assert_eq!(w.texts[0].to, OTHER_NUMBER);
    assert_eq!(w.people[&ann].person.two_step, TwoStep::Off);
    assert_eq!(w.set_up_code(session, "000000"), Err(Outcome::Wrong { tries_left: 4 }));
    assert_eq!(w.people[&ann].person.two_step, TwoStep::Off);
    let code = w.texted(ann);
    assert_eq!(w.set_up_code(session, &code), Ok(()));
    assert_eq!(w.people[&ann].person.two_step, on(OTHER_NUMBER));
    assert_eq!(w.challenges[0].1.state, ChallengeState::Used);
    assert_eq!(w.set_up_code(session, &code), Err(Outcome::Dead(Dead::AlreadyUsed)));
}

// T51
#[test]
fn m03_the_old_number_works_until_the_new_ones_code_was_accepted() {
    let (mut w, ann) = World::with_ann();
    let session = w.sign_in(ann, DESK);
    w.set_up_text(session, OTHER_NUMBER);
    let code = w.texted(ann);
    w.pass(MINUTE);
    w.sign_in(ann, DESK);
    assert_eq!(w.texts.last().unwrap().to, NUMBER);
    assert_eq!(w.set_up_code(session, &code), Ok(()));
    assert_eq!(w.people[&ann].person.two_step, on(OTHER_NUMBER));
    w.sign_in(ann, DESK);
    assert_eq!(w.texts.last().unwrap().to, OTHER_NUMBER);
}

#[test]
fn m03_another_number_gets_another_code_and_the_first_ones_is_dead() {
    let (mut w, ann) = World::with_ann();
    let session = w.sign_in(ann, DESK);
    w.set_up_text(session, "+16045550777");
    let mistyped = w.texted(ann);
    assert_eq!(
        w.set_up_text(session, OTHER_NUMBER),
        Outcome::CodeAsked(TextPlan::NotYet(Room::Gap { in_ms: 30 * SECOND }))
    );
    w.pass(30 * SECOND);
    assert_eq!(w.set_up_text(session, OTHER_NUMBER), Outcome::CodeAsked(TextPlan::Sent));
    assert_eq!(w.set_up_code(session, &mistyped), Err(Outcome::Dead(Dead::Withdrawn)));
    let code = w.texted(ann);
    assert_eq!(w.set_up_code(session, &code), Ok(()));
    assert_eq!(
        w.people[&ann].person.two_step,
        on(OTHER_NUMBER),
        "the number whose code was typed"
    );
}

#[test]
fn m03_resend_keeps_the_code_of_the_same_number() {
    let (mut w, ann) = World::with_ann();
    let session = w.sign_in(ann, DESK);
    w.set_up_text(session, OTHER_NUMBER);
    w.pass(30 * SECOND);
    assert_eq!(
        w.set_up_text(session, OTHER_NUMBER),
        Outcome::CodeAsked(TextPlan::SentAgain)
    );
}

// T5, T15
#[test]
fn m02_wrong_set_up_codes_count_like_all_others_and_lock_the_same_door() {
    let (mut w, ann) = World::with_ann();
    let session = w.sign_in(ann, DESK);
    w.set_up_text(session, OTHER_NUMBER);
    let right = w.texted(ann);
    for tries_left in [4, 3, 2, 1] {
        assert_eq!(w.set_up_code(session, "000000"), Err(Outcome::Wrong { tries_left }));
    }
    assert!(matches!(w.set_up_code(session, "000000"), Err(Outcome::MustWait(_))));
    assert!(matches!(w.set_up_code(session, &right), Err(Outcome::MustWait(_))));
    assert!(matches!(w.set_up_text(session, OTHER_NUMBER), Outcome::MustWait(_)));
    assert!(matches!(w.begin(ann, DESK), Outcome::MustWait(_)));
    assert_eq!(w.counted(ann, Class::Recognised), (5, 0));
    assert_eq!(w.people[&ann].person.two_step, on(NUMBER));
}

// T5
#[test]
fn m02_the_set_up_code_does_not_sign_in() {
    let mut w = World::new();
    let ann = w.person(false);
    let session = w.sign_in(ann, DESK);
    w.set_up_text(session, NUMBER);
    let code = w.texted(ann);
    w.set_up_code(session, &code).unwrap();
    let pending = w.pend(ann, DESK);
    assert_eq!(w.code(pending, &code), Outcome::Dead(Dead::AlreadyUsed));
    assert_eq!(w.sessions.len(), 1);
}
