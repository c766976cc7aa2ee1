//! Messages as owed (spec N02, W02 to W04, X01, T38): whom they go to and what becomes of them.

use actions::claim_message::{Claim, claim_message};
use actions::follow_up::{note_fate, texts_to_look_at};
use actions::settle_message::settle_message;
use actions::start_worker::start_worker;
use domain::delivery::{Fate, Handover, Obstacle, Rejection};
use domain::message::MailKind;
use domain::time::{DAY, HOUR, MINUTE, SECOND};
use fixtures::clinic::{Clinic, FAY, JANE, SAM, elsewhere};
use store::outbox::Channel;

use crate::mails_to;

fn claim(clinic: &mut Clinic, channel: Channel) -> Option<Box<actions::claim_message::ToSend>> {
    let (entropy, at) = (clinic.dice.throw(), clinic.clock.now());
    match claim_message(&mut clinic.db, channel, entropy, at).unwrap() {
        Claim::Send(message) => Some(message),
        Claim::TooLate | Claim::PutOff | Claim::Nothing => None,
    }
}

fn settle(clinic: &mut Clinic, message: &actions::claim_message::ToSend, handover: &Handover) -> bool {
    let (entropy, at) = (clinic.dice.throw(), clinic.clock.now());
    settle_message(&mut clinic.db, &message.claimed, handover, entropy, at).unwrap()
}

fn a_text(clinic: &mut Clinic) -> Box<actions::claim_message::ToSend> {
    clinic.pending(&SAM, &elsewhere());
    claim(clinic, Channel::Text).unwrap()
}

#[test]
fn w03_a_text_carries_the_seconds_left_and_the_names_its_wording_needs() {
    let mut clinic = Clinic::new();
    clinic.pending(&SAM, &elsewhere());
    clinic.clock.plus(MINUTE);
    let text = claim(&mut clinic, Channel::Text).unwrap();
    assert_eq!(text.code.as_ref().unwrap().validity_s, 240);
    assert_eq!(text.clinic.short_name, "Maple Clinic");
    assert_eq!(text.managers, ["Fay Okafor", "Jane Maple"]);
    assert_eq!(text.shared_with, None);
}

#[test]
fn n02_where_two_share_a_number_the_text_names_the_user() {
    let mut clinic = Clinic::new();
    clinic
        .foreign()
        .execute("UPDATE staff SET mobile = ?1 WHERE username = 'fay'", [SAM.mobile])
        .unwrap();
    assert_eq!(a_text(&mut clinic).shared_with.as_deref(), Some("sam"));
}

/// T30.
#[test]
fn w02_a_text_that_never_left_is_tried_again_and_one_whose_answer_was_lost_is_not() {
    let mut clinic = Clinic::new();
    let text = a_text(&mut clinic);
    let not_sent = Handover::NotSent {
        why: Obstacle::Connect,
        retry_after_ms: None,
    };
    assert!(settle(&mut clinic, &text, &not_sent));
    assert!(claim(&mut clinic, Channel::Text).is_none());
    clinic.clock.plus(SECOND);
    let again = claim(&mut clinic, Channel::Text).unwrap();
    assert!(
        !settle(&mut clinic, &text, &Handover::Unknown { why: Obstacle::Timeout }),
        "the lease of before"
    );
    assert!(settle(
        &mut clinic,
        &again,
        &Handover::Unknown { why: Obstacle::Timeout }
    ));
    clinic.clock.plus(HOUR);
    assert!(claim(&mut clinic, Channel::Text).is_none());
    assert_eq!(
        clinic.number("SELECT count(*) FROM outbox WHERE state = 'unknown' AND fields IS NULL"),
        1
    );
}

#[test]
fn w03_a_mail_is_tried_for_seventy_two_hours_and_then_given_up() {
    let mut clinic = Clinic::new();
    clinic.sign_in(&JANE, &elsewhere());
    let begun = clinic.clock.now().wall_ms;
    let mut tries = 0;
    while clinic.number("SELECT count(*) FROM outbox WHERE state IN ('queued', 'sending')") > 0 {
        if let Some(mail) = claim(&mut clinic, Channel::Mail) {
            tries += 1;
            settle(&mut clinic, &mail, &Handover::Unknown { why: Obstacle::Timeout });
        }
        clinic.clock.plus(MINUTE);
    }
    let hours = (clinic.clock.now().wall_ms - begun) / HOUR;
    assert!((71..=72).contains(&hours) && tries > 70, "{tries} tries in {hours} h");
    assert_eq!(
        clinic.number("SELECT count(*) FROM outbox WHERE state = 'failed' AND kind = 'new_browser' AND fields IS NULL"),
        1
    );
}

/// W02: killed between the gateway's acceptance and the settling.
#[test]
fn w02_what_a_dead_worker_left_in_the_middle_is_unknown_for_texts_and_sent_again_for_mails() {
    let mut clinic = Clinic::new();
    clinic.sign_in(&JANE, &elsewhere());
    let mail = claim(&mut clinic, Channel::Mail).unwrap();
    a_text(&mut clinic);
    let (entropy, at) = (clinic.dice.throw(), clinic.clock.now());
    assert_eq!(start_worker(&mut clinic.db, entropy, at).unwrap(), 2);
    assert_eq!(
        clinic.number("SELECT count(*) FROM outbox WHERE state = 'unknown' AND channel = 'text'"),
        1
    );
    assert!(claim(&mut clinic, Channel::Text).is_none());
    let again = claim(&mut clinic, Channel::Mail).unwrap();
    assert_eq!(again.claimed.uid, mail.claimed.uid, "the same Message-ID");
    assert!(!settle(
        &mut clinic,
        &mail,
        &Handover::Accepted {
            reference: "late".into()
        }
    ));
}

#[test]
fn w03_only_what_blames_the_clinic_mails_the_managers_once_a_day() {
    let mut clinic = Clinic::new();
    for (code, mails) in [(30_006, 0), (21_610, 0), (20_003, 1), (21_408, 0)] {
        let text = a_text(&mut clinic);
        assert!(settle(
            &mut clinic,
            &text,
            &Handover::Refused {
                why: Rejection::Twilio(code)
            }
        ));
        let told = mails_to(&mut clinic, JANE.email);
        assert_eq!(told, vec![MailKind::TextsFailing; mails], "{code}");
        clinic.clock.plus(10 * MINUTE);
        clinic.expire();
        clinic.deliver();
    }
    clinic.clock.plus(DAY);
    let text = a_text(&mut clinic);
    settle(
        &mut clinic,
        &text,
        &Handover::Refused {
            why: Rejection::Twilio(20_003),
        },
    );
    let told: Vec<_> = clinic.deliver().into_iter().map(|mail| mail.to).collect();
    assert_eq!(told, [FAY.email, JANE.email], "managers, and nobody else (T38)");
}

/// T38: an empty set of recipients is an error, never everybody.
#[test]
fn x01_with_no_manager_to_tell_nothing_is_sent_to_anybody_and_it_is_an_error() {
    let mut clinic = Clinic::new();
    let text = a_text(&mut clinic);
    clinic
        .foreign()
        .execute_batch("UPDATE staff SET access = 'staff'")
        .unwrap();
    let (entropy, at) = (clinic.dice.throw(), clinic.clock.now());
    let refused = Handover::Refused {
        why: Rejection::Twilio(20_003),
    };
    assert!(settle_message(&mut clinic.db, &text.claimed, &refused, entropy, at).is_err());
    assert_eq!(
        clinic.number("SELECT count(*) FROM outbox WHERE kind = 'texts_failing'"),
        0
    );
}

#[test]
fn w04_what_became_of_a_text_is_followed_up_and_shown() {
    for (fate, state) in [
        (Some(Fate::Delivered), "delivered"),
        (Some(Fate::Failed(30_003)), "failed"),
        (None, "handed_over"),
    ] {
        let mut clinic = Clinic::new();
        let text = a_text(&mut clinic);
        settle(
            &mut clinic,
            &text,
            &Handover::Accepted {
                reference: "SM42".into(),
            },
        );
        let at = clinic.clock.now();
        assert!(texts_to_look_at(&mut clinic.db, at).unwrap().is_empty());
        clinic.clock.plus(2 * SECOND);
        let at = clinic.clock.now();
        let looked = texts_to_look_at(&mut clinic.db, at).unwrap();
        assert_eq!(looked[0].reference, "SM42");
        note_fate(&mut clinic.db, &looked[0], fate, [7; 16], at).unwrap();
        assert_eq!(
            clinic.number(&format!(
                "SELECT count(*) FROM outbox WHERE reference = 'SM42' AND state = '{state}'"
            )),
            1
        );
        let asked_again = texts_to_look_at(&mut clinic.db, at.plus(2 * SECOND)).unwrap().len();
        assert_eq!(asked_again, usize::from(fate.is_none()));
    }
}

/// D01: numbers are masked, and no code is ever in the record.
#[test]
fn d01_the_record_holds_no_number_and_no_code() {
    let mut clinic = Clinic::new();
    let session = clinic.sign_in(&FAY, &elsewhere());
    clinic.turn_texts_on(&session, "+16045550177");
    let code = clinic.texted_code(&FAY);
    let all = format!("{:?}", clinic.record());
    for secret in ["+1604", "5550177", "5550100", &code] {
        assert!(!all.contains(secret), "{secret} is in the record");
    }
    assert!(all.contains("••77"), "the last two digits are there");
}
