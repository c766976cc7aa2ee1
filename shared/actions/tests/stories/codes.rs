//! Texted codes (spec C01 to C07): whose they are, how long they live, how often they are sent.

use actions::begin_sign_in::Begun;
use domain::person::Method;
use domain::resend::Room;
use domain::sign_in::{Outcome, TextPlan};
use domain::time::{DAY, HOUR, MINUTE, SECOND};
use domain::verification::Dead;
use fixtures::clinic::{Clinic, SAM, browser, desk, elsewhere};

use crate::let_in;

#[test]
fn c01_a_new_sign_in_from_the_same_browser_takes_the_open_code_over_with_its_end_unchanged() {
    let mut clinic = Clinic::new();
    clinic.pending(&SAM, &elsewhere());
    let code = clinic.read_phone();
    clinic.clock.plus(2 * MINUTE);
    let begun = clinic.begin("sam", SAM.password, &elsewhere());
    let Begun::SecondStep {
        pending,
        text: Some(TextPlan::TakenOver),
        ..
    } = begun
    else {
        panic!("{begun:?}")
    };
    assert!(clinic.deliver().is_empty(), "no second text");
    let screen = clinic.screen(&pending, &elsewhere(), None).unwrap();
    assert_eq!(screen.text().unwrap().code_left_ms, Some(3 * MINUTE));
    let_in(clinic.answer(&pending, &elsewhere(), &code));
}

#[test]
fn c01_a_code_answers_only_in_the_browser_that_asked_for_it() {
    let mut clinic = Clinic::new();
    clinic.pending(&SAM, &elsewhere());
    let code = clinic.texted_code(&SAM);
    let other = clinic.pending(&SAM, &desk());
    assert_eq!(clinic.refused(&other, &desk(), &code), Outcome::Wrong { tries_left: 4 });
    assert_eq!(
        clinic.refused(&other, &elsewhere(), &code),
        Outcome::SignInAgain,
        "nor can the sign-in move"
    );
    assert_eq!(
        clinic.number("SELECT count(*) FROM wrong_codes"),
        1,
        "a wrong one like any other: one guess tries one code (L02)"
    );
}

#[test]
fn c01_a_code_for_one_purpose_is_refused_for_another() {
    let mut clinic = Clinic::new();
    let session = clinic.sign_in(&SAM, &desk());
    clinic.clock.plus(20 * MINUTE);
    clinic.pending(&SAM, &desk());
    let code = clinic.texted_code(&SAM);
    assert_eq!(
        clinic.step_up_code(&session, Method::Sms, &code),
        Outcome::Dead(Dead::OtherPurpose)
    );
}

#[test]
fn c02_it_is_taken_until_five_minutes_ten_and_refused_from_that_instant_also_with_the_worker_off() {
    for (passed, taken) in [(5 * MINUTE + 10 * SECOND - 1, true), (5 * MINUTE + 10 * SECOND, false)] {
        let mut clinic = Clinic::new();
        let pending = clinic.pending(&SAM, &elsewhere());
        let code = clinic.texted_code(&SAM);
        clinic.clock.plus(passed);
        if taken {
            let_in(clinic.answer(&pending, &elsewhere(), &code));
        } else {
            assert_eq!(
                clinic.refused(&pending, &elsewhere(), &code),
                Outcome::Dead(Dead::Expired)
            );
            assert_eq!(clinic.expire().codes, 1);
            assert_eq!(
                clinic.refused(&pending, &elsewhere(), &code),
                Outcome::Dead(Dead::Expired)
            );
        }
    }
}

/// T7.
#[test]
fn c03_a_used_code_is_refused_as_used_in_every_other_sign_in() {
    let mut clinic = Clinic::new();
    let first = clinic.pending(&SAM, &elsewhere());
    let second = clinic.pending(&SAM, &elsewhere());
    let code = clinic.texted_code(&SAM);
    let_in(clinic.answer(&first, &elsewhere(), &code));
    assert_eq!(
        clinic.refused(&second, &elsewhere(), &code),
        Outcome::Dead(Dead::AlreadyUsed)
    );
    assert_eq!(clinic.refused(&first, &elsewhere(), &code), Outcome::SignInAgain);
    let third = clinic.pending(&SAM, &elsewhere());
    assert_eq!(
        clinic.refused(&third, &elsewhere(), &code),
        Outcome::Dead(Dead::AlreadyUsed)
    );
}

/// T29: the text that comes late still works.
#[test]
fn c05_with_two_minutes_left_the_same_code_is_sent_again_and_its_end_stays() {
    let mut clinic = Clinic::new();
    let pending = clinic.pending(&SAM, &elsewhere());
    let first = clinic.read_phone();
    clinic.clock.plus(3 * MINUTE);
    assert_eq!(clinic.resend(&pending, &elsewhere()), TextPlan::SentAgain);
    assert_eq!(clinic.read_phone(), first);
    clinic.clock.plus(2 * MINUTE + 10 * SECOND);
    assert_eq!(
        clinic.refused(&pending, &elsewhere(), &first),
        Outcome::Dead(Dead::Expired)
    );
}

#[test]
fn c05_with_less_left_a_new_code_replaces_it_and_the_old_one_is_told_so() {
    let mut clinic = Clinic::new();
    let pending = clinic.pending(&SAM, &elsewhere());
    let first = clinic.read_phone();
    clinic.clock.plus(3 * MINUTE + 1);
    assert_eq!(clinic.resend(&pending, &elsewhere()), TextPlan::Replaced);
    let second = clinic.read_phone();
    assert_ne!(first, second);
    assert_eq!(
        clinic.refused(&pending, &elsewhere(), &first),
        Outcome::Dead(Dead::Replaced)
    );
    clinic.clock.plus(5 * MINUTE);
    let_in(clinic.answer(&pending, &elsewhere(), &second));
}

/// T28: neither a new sign-in, another terminal, nor a restart sends a text sooner.
#[test]
fn c05_the_gaps_hold_across_new_sign_ins_terminals_and_restarts() {
    let mut clinic = Clinic::new();
    let pending = clinic.pending(&SAM, &elsewhere());
    clinic.clock.plus(30 * SECOND - 1);
    let gap = TextPlan::NotYet(Room::Gap { in_ms: 1 });
    assert_eq!(clinic.resend(&pending, &elsewhere()), gap);
    clinic.db = clinic.another_db();
    let begun = clinic.begin("sam", SAM.password, &browser(98));
    assert!(
        matches!(begun, Begun::SecondStep { text: Some(plan), .. } if plan == gap),
        "{begun:?}"
    );
    clinic.clock.plus(1);
    assert_eq!(clinic.resend(&pending, &elsewhere()), TextPlan::SentAgain);
    clinic.clock.plus(60 * SECOND - 1);
    assert_eq!(
        clinic.resend(&pending, &elsewhere()),
        gap,
        "a minute from the second on"
    );
    clinic.clock.plus(1);
    assert_eq!(clinic.resend(&pending, &elsewhere()), TextPlan::SentAgain);
}

#[test]
fn c05_a_used_code_sends_at_once() {
    let mut clinic = Clinic::new();
    clinic.sign_in(&SAM, &elsewhere());
    clinic.clock.plus(1);
    let begun = clinic.begin("sam", SAM.password, &elsewhere());
    assert!(
        matches!(
            begun,
            Begun::SecondStep {
                text: Some(TextPlan::Sent),
                ..
            }
        ),
        "{begun:?}"
    );
}

#[test]
fn c05_at_most_five_texts_in_ten_minutes_and_twenty_a_day() {
    let mut clinic = Clinic::new();
    for _ in 0..5 {
        clinic.sign_in(&SAM, &desk());
    }
    let begun = clinic.begin("sam", SAM.password, &desk());
    let capped = |begun: &Begun| {
        matches!(
            begun,
            Begun::SecondStep {
                text: Some(TextPlan::NotYet(Room::PersonCap { .. })),
                ..
            }
        )
    };
    assert!(capped(&begun), "{begun:?}");
    for _ in 0..3 {
        clinic.clock.plus(10 * MINUTE);
        (0..5).for_each(|_| drop(clinic.sign_in(&SAM, &desk())));
    }
    clinic.clock.plus(10 * MINUTE);
    let begun = clinic.begin("sam", SAM.password, &desk());
    assert!(capped(&begun), "{begun:?}");
    clinic.clock.plus(DAY - 40 * MINUTE);
    clinic.sign_in(&SAM, &desk());
}

/// T22.
#[test]
fn c05_asking_for_texts_counts_no_wrong_code_and_resets_none() {
    let mut clinic = Clinic::new();
    let pending = clinic.pending(&SAM, &elsewhere());
    assert_eq!(
        clinic.wrong_codes(&SAM, &pending, &elsewhere(), 3),
        Outcome::Wrong { tries_left: 2 }
    );
    clinic.clock.plus(MINUTE);
    clinic.resend(&pending, &elsewhere());
    clinic.pending(&SAM, &elsewhere());
    assert_eq!(clinic.number("SELECT count(*) FROM wrong_codes"), 3);
    assert_eq!(
        clinic.wrong_codes(&SAM, &pending, &elsewhere(), 1),
        Outcome::Wrong { tries_left: 1 }
    );
}

#[test]
fn c06_a_text_goes_out_with_sixty_seconds_of_its_code_left_and_not_with_less() {
    for (passed, sent) in [(4 * MINUTE, 1), (4 * MINUTE + 1, 0)] {
        let mut clinic = Clinic::new();
        clinic.pending(&SAM, &elsewhere());
        clinic.clock.plus(passed);
        assert_eq!(clinic.deliver().len(), sent);
        let late = clinic.number("SELECT count(*) FROM outbox WHERE state = 'too_late'");
        assert_eq!(late, 1 - i64::try_from(sent).unwrap());
    }
}

#[test]
fn c06_an_outage_of_an_hour_ends_with_no_stale_text() {
    let mut clinic = Clinic::new();
    for seat in 0..6 {
        clinic.begin("sam", SAM.password, &browser(50 + seat));
        clinic.clock.plus(10 * MINUTE);
    }
    clinic.begin("sam", SAM.password, &elsewhere());
    let sent = clinic.deliver();
    assert_eq!(sent.len(), 1, "the one of just now: {sent:?}");
    assert_eq!(clinic.number("SELECT count(*) FROM outbox WHERE state = 'too_late'"), 6);
    assert_eq!(
        clinic.number("SELECT count(*) FROM outbox WHERE state IN ('queued', 'sending')"),
        0
    );
}

#[test]
fn c06_a_text_whose_code_was_replaced_used_or_withdrawn_is_not_sent_any_more() {
    let mut clinic = Clinic::new();
    let pending = clinic.pending(&SAM, &elsewhere());
    clinic.clock.plus(3 * MINUTE + 30 * SECOND);
    clinic.resend(&pending, &elsewhere());
    let texts = clinic.deliver();
    assert_eq!(texts.len(), 1, "the replaced one stays");
    clinic.clock.plus(HOUR);
    let pending = clinic.pending(&SAM, &elsewhere());
    clinic.wrong_codes(&SAM, &pending, &elsewhere(), 5);
    assert!(
        clinic.deliver().iter().all(|message| message.code.is_none()),
        "the lockout killed it"
    );
}

#[test]
fn c07_no_mail_ever_carries_a_code() {
    let mut clinic = Clinic::new();
    let pending = clinic.pending(&SAM, &elsewhere());
    clinic.wrong_codes(&SAM, &pending, &elsewhere(), 5);
    assert_eq!(
        clinic.number("SELECT count(*) FROM outbox WHERE channel = 'mail' AND challenge_id IS NOT NULL"),
        0
    );
    let code = clinic.texted_code(&SAM);
    for mail in clinic.deliver() {
        assert!(mail.facts.values().all(|fact| !fact.contains(&code)), "{mail:?}");
    }
}
