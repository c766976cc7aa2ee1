//! Texts and mails on their way out (spec W02 to W04, C06).

use actions::answer_code::Answered;
use actions::claim_message::{Claim, claim_message};
use domain::delivery::{Fate, Handover, Obstacle};
use domain::time::{HOUR, MINUTE, SECOND};
use fixtures::clinic::{Clinic, SAM, browser, desk, elsewhere};
use store::outbox::{Channel, Claimed};

use crate::bench::{Bench, code_in, not_sent, refused};

#[test]
fn w02_a_text_that_is_owed_goes_out_once_and_its_code_signs_in() {
    let mut bench = Bench::new();
    let pending = bench.clinic.pending(&SAM, &elsewhere());
    bench.tick();
    bench.tick();
    bench.after(MINUTE);

    let [text] = &bench.texts.accepted()[..] else {
        panic!("not one text: {:?}", bench.texts.attempts())
    };
    assert_eq!(text.to, SAM.mobile);
    assert_eq!(text.validity_s, 300);
    let answered = bench.clinic.answer(&pending, &elsewhere(), &code_in(text));
    assert!(matches!(answered, Answered::SignedIn { .. }), "{answered:?}");
}

/// T30.
#[test]
fn w02_a_lost_answer_is_unknown_and_is_never_sent_again() {
    for why in [Obstacle::Timeout, Obstacle::GatewayTrouble, Obstacle::Unreadable] {
        let mut bench = Bench::new();
        bench.texts.answer_next(Handover::Unknown { why });
        bench.clinic.pending(&SAM, &elsewhere());
        bench.tick();
        assert_eq!(bench.text_state(), ("unknown".into(), why.as_word()));
        for wait in [SECOND, 5 * SECOND, MINUTE, HOUR] {
            bench.after(wait);
        }
        assert_eq!(bench.text_attempts(), 1);
        assert_eq!(bench.text_state().0, "unknown");
    }
}

#[test]
fn w03_a_text_of_which_no_byte_left_waits_1_2_5_10_and_20_seconds() {
    let mut bench = Bench::new();
    for _ in 0..6 {
        bench.texts.answer_next(not_sent(Obstacle::Connect));
    }
    bench.clinic.pending(&SAM, &elsewhere());
    bench.tick();
    for (made, wait) in [1, 2, 5, 10, 20, 20].into_iter().enumerate() {
        assert_eq!(bench.text_attempts(), made + 1);
        bench.after(wait * SECOND - 1);
        assert_eq!(bench.text_attempts(), made + 1, "too early after attempt {}", made + 1);
        bench.after(1);
    }
    assert_eq!(bench.texts.accepted().len(), 1);
    assert_eq!(bench.texts.accepted()[0].validity_s, 300 - 58);
}

#[test]
fn w03_retry_after_is_waited_for_and_nought_is_a_second() {
    for (wish, wait) in [(45 * SECOND, 45 * SECOND), (0, SECOND)] {
        let mut bench = Bench::new();
        bench.texts.answer_next(Handover::NotSent {
            why: Obstacle::Later,
            retry_after_ms: Some(wish),
        });
        bench.clinic.pending(&SAM, &elsewhere());
        bench.tick();
        bench.after(wait - 1);
        assert_eq!(bench.text_attempts(), 1);
        bench.after(1);
        assert_eq!(bench.texts.accepted().len(), 1);
    }
}

/// T37.
#[test]
fn w03_a_refused_text_is_not_tried_again() {
    let mut bench = Bench::new();
    bench.texts.answer_next(refused(21610));
    bench.clinic.pending(&SAM, &elsewhere());
    bench.tick();
    bench.after(MINUTE);
    assert_eq!(bench.text_attempts(), 1);
    assert_eq!(bench.text_state(), ("failed".into(), "twilio 21610".into()));
    assert!(
        bench.mails_owed().is_empty(),
        "that is nobody's business but the person's"
    );
}

#[test]
fn w03_only_what_blames_the_clinic_mails_the_managers_once_a_day() {
    let mut bench = Bench::new();
    for number in 1..=3 {
        bench.texts.answer_next(refused(20003));
        bench.clinic.pending(&SAM, &browser(number + 10));
        bench.after(2 * MINUTE);
    }
    assert_eq!(
        bench.mails_owed(),
        ["texts_failing", "texts_failing"],
        "one to each of two managers"
    );
    assert_eq!(bench.mails.accepted().len(), 2);
}

#[test]
fn w02_a_mail_is_tried_again_with_the_same_message_id_after_a_lost_answer_too() {
    let mut bench = Bench::new();
    bench.mails.answer_next(not_sent(Obstacle::Later));
    bench.mails.answer_next(Handover::Unknown { why: Obstacle::Timeout });
    bench.clinic.sign_in(&SAM, &elsewhere());
    bench.tick();
    for (wait, made) in [(MINUTE, 1), (5 * MINUTE, 2)] {
        bench.after(wait - 1);
        assert_eq!(bench.mails.attempts().len(), made, "too early");
        bench.after(1);
    }
    let ids: Vec<String> = bench
        .mails
        .attempts()
        .into_iter()
        .map(|(mail, _)| mail.message_id)
        .collect();
    assert_eq!(ids.len(), 3);
    assert!(ids.iter().all(|id| *id == ids[0]), "{ids:?}");
    assert!(
        ids[0].starts_with('<') && ids[0].ends_with("@clinic.test>") && ids[0].len() == 46,
        "{}",
        ids[0]
    );
    assert_eq!(bench.mail_state().0, "delivered");
}

/// T39.
#[test]
fn w03_a_mail_server_that_is_down_for_three_days_is_given_up_on() {
    let mut bench = Bench::new();
    for _ in 0..200 {
        bench.mails.answer_next(not_sent(Obstacle::Connect));
    }
    bench.clinic.sign_in(&SAM, &elsewhere());
    bench.tick();
    for _ in 0..80 {
        bench.after(HOUR);
    }
    assert_eq!(bench.mail_state(), ("failed".into(), "no connection".into()));
    let made = bench.mails.attempts().len();
    assert!((72..80).contains(&made), "{made} attempts");
}

#[test]
fn c06_a_text_is_handed_over_with_a_minute_left_and_not_with_less() {
    for (wait, sent) in [(4 * MINUTE, 1), (4 * MINUTE + 1, 0)] {
        let mut bench = Bench::new();
        bench.clinic.pending(&SAM, &elsewhere());
        bench.after(wait);
        assert_eq!(bench.text_attempts(), sent);
        let state = if sent == 1 { "handed_over" } else { "too_late" };
        assert_eq!(bench.text_state().0, state);
        assert!(bench.texts.accepted().iter().all(|text| text.validity_s == 60));
    }
}

#[test]
fn c06_an_outage_of_an_hour_ends_with_no_stale_text_and_the_next_one_goes_out() {
    let mut bench = Bench::new();
    for number in 0..4 {
        bench.clinic.pending(&SAM, &browser(number + 10));
        bench.clinic.clock.plus(2 * MINUTE);
    }
    bench.after(HOUR);
    assert_eq!(bench.text_attempts(), 0);
    assert_eq!(
        bench
            .clinic
            .number("SELECT count(*) FROM outbox WHERE state IN ('queued', 'sending')"),
        0
    );
    bench.clinic.pending(&SAM, &desk());
    bench.tick();
    assert_eq!(bench.texts.accepted().len(), 1);
}

/// What a worker does before it is killed.
fn claim(clinic: &mut Clinic, channel: Channel) -> Claimed {
    loop {
        let (entropy, at) = (clinic.dice.throw(), clinic.clock.now());
        match claim_message(&mut clinic.db, channel, entropy, at).unwrap() {
            Claim::Send(to_send) => return to_send.claimed,
            Claim::TooLate | Claim::PutOff => {}
            Claim::Nothing => panic!("nothing to claim"),
        }
    }
}

/// A worker killed between claim and settle: nobody knows how far it got.
#[test]
fn w02_what_a_dead_worker_left_in_the_middle_is_unknown_for_texts_and_sent_again_for_mails() {
    let mut clinic = Clinic::new();
    clinic.sign_in(&SAM, &elsewhere());
    clinic.pending(&SAM, &browser(12));
    let mail = claim(&mut clinic, Channel::Mail);
    claim(&mut clinic, Channel::Text);

    let mut bench = Bench::beside(clinic);

    assert_eq!(bench.text_attempts(), 0);
    assert_eq!(bench.text_state(), ("unknown".into(), "worker stopped".into()));
    let [sent] = &bench.mails.accepted()[..] else {
        panic!("not one mail")
    };
    let uid: String = mail.uid.iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(sent.message_id, format!("<{uid}@clinic.test>"));
    assert_eq!(bench.mail_state().0, "delivered");
    bench.after(HOUR);
    assert_eq!(bench.text_attempts(), 0);
}

#[test]
fn w04_a_text_is_followed_up_until_its_fate_is_known() {
    let mut bench = Bench::new();
    for fate in [Ok(Fate::Underway), Err(Obstacle::Timeout), Ok(Fate::Failed(30003))] {
        bench.texts.fate_next(fate);
    }
    bench.clinic.pending(&SAM, &elsewhere());
    bench.tick();
    for _ in 0..2 {
        bench.after(2 * SECOND);
        assert_eq!(bench.text_state(), ("handed_over".into(), String::new()));
    }
    bench.after(2 * SECOND);
    assert_eq!(bench.text_state(), ("failed".into(), "twilio 30003".into()));
    assert_eq!(bench.text_attempts(), 1);
}

#[test]
fn w02_more_messages_than_fit_at_once_all_go_out_once() {
    let mut bench = Bench::new();
    let people: Vec<_> = (0..20).collect();
    for number in &people {
        let session = bench.clinic.sign_in(&SAM, &browser(number + 10));
        bench.clinic.sign_out(&session);
        bench.clinic.clock.plus(2 * MINUTE);
    }
    bench.tick();
    let mut ids: Vec<String> = bench.mails.accepted().into_iter().map(|mail| mail.message_id).collect();
    ids.sort();
    ids.dedup();
    assert_eq!((ids.len(), bench.mails.attempts().len()), (20, 20));
}
