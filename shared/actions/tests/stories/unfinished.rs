//! Right passwords whose second step was not finished (spec S10, S11): judged when their ten minutes end.

use actions::look;
use domain::message::MailKind;
use domain::time::{HOUR, MINUTE};
use fixtures::clinic::{Clinic, SAM, browser, desk, elsewhere};

use crate::mails_to;

fn minutes(clinic: &mut Clinic, minutes: i64) {
    clinic.clock.plus(minutes * MINUTE);
    clinic.expire();
}

fn shown_at_the_next_sign_in(clinic: &mut Clinic) -> u32 {
    let session = clinic.sign_in(&SAM, &desk());
    look::account(&mut clinic.db, &session, clinic.clock.now())
        .unwrap()
        .unfinished_since
}

#[test]
fn s10_from_elsewhere_it_is_mailed_when_its_ten_minutes_end_and_not_before() {
    let mut clinic = Clinic::new();
    clinic.pending(&SAM, &elsewhere());
    clinic.clock.plus(10 * MINUTE - 1);
    clinic.expire();
    assert_eq!(mails_to(&mut clinic, SAM.email), []);
    clinic.clock.plus(1);
    assert_eq!(clinic.expire().sign_ins, 1);
    assert_eq!(mails_to(&mut clinic, SAM.email), [MailKind::Unfinished]);
    assert_eq!(clinic.expire().sign_ins, 0, "judged once");
}

#[test]
fn s10_from_a_recognised_browser_without_a_wrong_code_it_is_only_shown_at_the_next_sign_in() {
    let mut clinic = Clinic::new();
    clinic.pending(&SAM, &desk());
    minutes(&mut clinic, 10);
    assert_eq!(mails_to(&mut clinic, SAM.email), []);
    assert_eq!(shown_at_the_next_sign_in(&mut clinic), 1);
    minutes(&mut clinic, 60);
    assert_eq!(shown_at_the_next_sign_in(&mut clinic), 0, "shown once");
}

#[test]
fn s10_from_a_recognised_browser_with_a_wrong_code_it_is_mailed() {
    let mut clinic = Clinic::new();
    let pending = clinic.pending(&SAM, &desk());
    clinic.wrong_codes(&SAM, &pending, &desk(), 1);
    minutes(&mut clinic, 10);
    assert_eq!(mails_to(&mut clinic, SAM.email), [MailKind::Unfinished]);
}

#[test]
fn s10_nothing_follows_where_the_same_browser_signed_in_by_then() {
    let mut clinic = Clinic::new();
    clinic.sign_in(&SAM, &elsewhere());
    clinic.deliver();
    clinic.clock.plus(MINUTE);
    clinic.pending(&SAM, &elsewhere());
    clinic.clock.plus(MINUTE);
    clinic.sign_in(&SAM, &elsewhere());
    minutes(&mut clinic, 20);
    assert_eq!(mails_to(&mut clinic, SAM.email), []);
    clinic.clock.plus(HOUR);
    assert_eq!(shown_at_the_next_sign_in(&mut clinic), 0);
}

/// A worker that was away must not turn a stranger's sign-in of the morning into the person's own of noon.
#[test]
fn s10_a_sign_in_after_the_ten_minutes_does_not_count_however_late_the_worker_comes() {
    let mut clinic = Clinic::new();
    clinic.pending(&SAM, &elsewhere());
    clinic.clock.plus(HOUR);
    clinic.sign_in(&SAM, &elsewhere());
    clinic.expire();
    let mails = mails_to(&mut clinic, SAM.email);
    assert!(mails.contains(&MailKind::Unfinished), "{mails:?}");
}

/// Somebody at the recognised desk while the person signs in elsewhere: the next sign-in after the judgement shows it.
#[test]
fn s10_what_is_only_shown_is_not_lost_to_a_sign_in_in_between() {
    let mut clinic = Clinic::new();
    clinic.sign_in(&SAM, &browser(2));
    clinic.clock.plus(HOUR);
    clinic.pending(&SAM, &browser(2));
    clinic.clock.plus(2 * MINUTE);
    assert_eq!(shown_at_the_next_sign_in(&mut clinic), 0, "not judged yet");
    minutes(&mut clinic, 10);
    clinic.clock.plus(HOUR);
    assert_eq!(shown_at_the_next_sign_in(&mut clinic), 1);
}

#[test]
fn s10_once_an_hour_at_most_together_with_the_mail_of_three_wrong_codes() {
    let mut clinic = Clinic::new();
    let pending = clinic.pending(&SAM, &elsewhere());
    clinic.wrong_codes(&SAM, &pending, &elsewhere(), 3);
    assert_eq!(mails_to(&mut clinic, SAM.email), [MailKind::WrongCodes]);
    minutes(&mut clinic, 10);
    clinic.pending(&SAM, &browser(98));
    minutes(&mut clinic, 11);
    assert_eq!(
        mails_to(&mut clinic, SAM.email),
        [],
        "two sign-ins unfinished within the hour"
    );
    clinic.clock.plus(HOUR);
    clinic.pending(&SAM, &browser(98));
    minutes(&mut clinic, 10);
    assert_eq!(mails_to(&mut clinic, SAM.email), [MailKind::Unfinished]);
}
