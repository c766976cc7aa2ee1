//! Wrong codes and wrong recovery codes (spec L01 to L07, L09 to L11).

use domain::message::MailKind;
use domain::sign_in::Outcome;
use domain::time::{DAY, HOUR, MINUTE};
use fixtures::clinic::{Clinic, SAM, browser, desk, elsewhere};

use crate::{let_in, mails_to};

/// A lockout of sam's from elsewhere; its length.
fn lockout(clinic: &mut Clinic) -> i64 {
    let pending = clinic.pending(&SAM, &elsewhere());
    match clinic.wrong_codes(&SAM, &pending, &elsewhere(), 5) {
        Outcome::MustWait(wait) => wait.length_ms,
        other => panic!("no wait: {other:?}"),
    }
}

#[test]
fn l01_the_fifth_wrong_code_in_a_row_starts_a_wait_of_fifteen_minutes_in_which_none_is_compared() {
    let mut clinic = Clinic::new();
    let pending = clinic.pending(&SAM, &elsewhere());
    for tries_left in (1..=4).rev() {
        assert_eq!(
            clinic.wrong_codes(&SAM, &pending, &elsewhere(), 1),
            Outcome::Wrong { tries_left }
        );
    }
    let Outcome::MustWait(wait) = clinic.wrong_codes(&SAM, &pending, &elsewhere(), 1) else {
        panic!("no wait")
    };
    assert_eq!(wait.length_ms, 15 * MINUTE);
    let right = clinic.texted_code(&SAM);
    assert_eq!(
        clinic.refused(&pending, &elsewhere(), &right),
        Outcome::MustWait(wait),
        "not even the right one"
    );
    assert_eq!(clinic.number("SELECT count(*) FROM wrong_codes"), 5);
    assert_eq!(
        clinic.number("SELECT count(*) FROM audit WHERE kind = 'code.locked_out'"),
        1
    );
    clinic.clock.plus(15 * MINUTE - 1);
    assert!(matches!(
        clinic.begin("sam", SAM.password, &elsewhere()),
        actions::begin_sign_in::Begun::SecondStep { wait: Some(_), .. }
    ));
    clinic.clock.plus(1);
    clinic.sign_in(&SAM, &elsewhere());
}

#[test]
fn l01_each_further_five_double_it_and_a_right_code_takes_the_ladder_down() {
    let mut clinic = Clinic::new();
    assert_eq!(lockout(&mut clinic), 15 * MINUTE);
    clinic.clock.plus(HOUR);
    clinic.sign_in(&SAM, &elsewhere());
    clinic.clock.plus(31 * DAY);
    // A month later nothing of L02 is left, and the browser is recognised.
    assert_eq!(lockout(&mut clinic), 15 * MINUTE);
    clinic.clock.plus(HOUR);
    assert_eq!(lockout(&mut clinic), 30 * MINUTE);
    clinic.clock.plus(HOUR);
    assert_eq!(lockout(&mut clinic), HOUR);
}

#[test]
fn l01_strangers_elsewhere_do_not_lock_the_desk_and_the_desk_does_not_unlock_elsewhere() {
    let mut clinic = Clinic::new();
    lockout(&mut clinic);
    clinic.clock.plus(MINUTE);
    clinic.sign_in(&SAM, &desk());
    clinic.clock.plus(MINUTE);
    let begun = clinic.begin("sam", SAM.password, &elsewhere());
    assert!(
        matches!(begun, actions::begin_sign_in::Begun::SecondStep { wait: Some(_), .. }),
        "{begun:?}"
    );
}

#[test]
fn l02_the_tenth_in_thirty_days_from_elsewhere_locks_for_seventy_two_hours_and_so_does_each_further_one() {
    let mut clinic = Clinic::new();
    lockout(&mut clinic);
    clinic.clock.plus(DAY);
    assert_eq!(lockout(&mut clinic), 72 * HOUR);
    clinic.clock.plus(72 * HOUR);
    let pending = clinic.pending(&SAM, &elsewhere());
    let Outcome::MustWait(wait) = clinic.wrong_codes(&SAM, &pending, &elsewhere(), 1) else {
        panic!("no wait")
    };
    assert_eq!(wait.length_ms, 72 * HOUR);
    // By age alone: thirty days after the first five, six are left.
    clinic.clock.plus(30 * DAY - 4 * DAY);
    let pending = clinic.pending(&SAM, &elsewhere());
    assert!(matches!(
        clinic.wrong_codes(&SAM, &pending, &elsewhere(), 1),
        Outcome::Wrong { .. }
    ));
}

/// T14: 5.7e-5 and 1.9e-5 of the spec stand on this number.
#[test]
fn l02_whoever_has_the_password_has_at_most_nineteen_guesses_in_any_thirty_days() {
    let mut clinic = Clinic::new();
    let begun = clinic.clock.now().wall_ms;
    while clinic.clock.now().wall_ms - begun < 61 * DAY {
        if let actions::begin_sign_in::Begun::SecondStep {
            pending, wait: None, ..
        } = clinic.begin("sam", SAM.password, &elsewhere())
        {
            while matches!(
                clinic.wrong_codes(&SAM, &pending, &elsewhere(), 1),
                Outcome::Wrong { .. }
            ) {}
        }
        clinic.clock.plus(6 * HOUR);
    }
    let worst = "SELECT max((SELECT count(*) FROM wrong_codes b WHERE b.wall BETWEEN a.wall AND a.wall + 2591999999)) FROM wrong_codes a";
    let worst = clinic.number(worst);
    assert!((10..=19).contains(&worst), "{worst} guesses in a month");
}

#[test]
fn l03_the_screen_says_the_tries_left_and_when_the_wait_ends() {
    let mut clinic = Clinic::new();
    let pending = clinic.pending(&SAM, &elsewhere());
    clinic.wrong_codes(&SAM, &pending, &elsewhere(), 2);
    let screen = |clinic: &mut Clinic| clinic.screen(&pending, &elsewhere(), None).unwrap();
    assert_eq!((screen(&mut clinic).tries_left, screen(&mut clinic).wait), (3, None));
    clinic.wrong_codes(&SAM, &pending, &elsewhere(), 3);
    clinic.clock.plus(MINUTE);
    let shown = screen(&mut clinic);
    assert_eq!(shown.wait.unwrap().left_ms(clinic.clock.now()), 14 * MINUTE);
    assert_eq!(shown.text().unwrap().code_left_ms, None, "its code is dead");
}

#[test]
fn l04_the_recovery_code_has_a_budget_of_its_own_five_a_day() {
    let mut clinic = Clinic::new();
    let pending = clinic.pending(&SAM, &elsewhere());
    clinic.wrong_codes(&SAM, &pending, &elsewhere(), 5);
    for tries_left in (0..=4).rev() {
        assert_eq!(
            clinic.not_recovered(&pending, &elsewhere(), "AAAAAA"),
            Outcome::RecoveryWrong { tries_left }
        );
    }
    let right = clinic.sams_recovery_code.clone();
    assert_eq!(
        clinic.not_recovered(&pending, &elsewhere(), &right),
        Outcome::RecoveryMustWait { in_ms: DAY }
    );
    assert_eq!(
        clinic.number("SELECT count(*) FROM wrong_codes WHERE what = 'code'"),
        5,
        "apart from codes"
    );
    clinic.clock.plus(DAY - 1);
    let pending = clinic.pending(&SAM, &elsewhere());
    assert_eq!(
        clinic.not_recovered(&pending, &elsewhere(), &right),
        Outcome::RecoveryMustWait { in_ms: 1 }
    );
    clinic.clock.plus(1);
    let_in(clinic.recover(&pending, &elsewhere(), &right));
}

#[test]
fn l04_the_budget_of_the_desk_is_apart() {
    let mut clinic = Clinic::new();
    let pending = clinic.pending(&SAM, &elsewhere());
    (0..5).for_each(|_| drop(clinic.recover(&pending, &elsewhere(), "AAAAAA")));
    let at_the_desk = clinic.pending(&SAM, &desk());
    let right = clinic.sams_recovery_code.clone();
    let_in(clinic.recover(&at_the_desk, &desk(), &right));
}

/// T6, T28.
#[test]
fn l05_restart_resend_another_terminal_and_going_back_do_not_reset_the_counters() {
    let mut clinic = Clinic::new();
    let pending = clinic.pending(&SAM, &elsewhere());
    clinic.wrong_codes(&SAM, &pending, &elsewhere(), 4);
    clinic.db = clinic.another_db();
    clinic.clock.plus(2 * MINUTE);
    clinic.resend(&pending, &elsewhere());
    clinic.clock.plus(2 * MINUTE);
    let other = clinic.pending(&SAM, &browser(98));
    assert!(matches!(
        clinic.wrong_codes(&SAM, &other, &browser(98), 1),
        Outcome::MustWait(_)
    ));
}

#[test]
fn l06_every_refusal_but_a_dead_code_counts_once_a_repeated_one_too() {
    let mut clinic = Clinic::new();
    let pending = clinic.pending(&SAM, &elsewhere());
    let old = clinic.texted_code(&SAM);
    clinic.clock.plus(4 * MINUTE);
    clinic.resend(&pending, &elsewhere());
    for _ in 0..20 {
        assert!(matches!(clinic.refused(&pending, &elsewhere(), &old), Outcome::Dead(_)));
    }
    assert_eq!(clinic.number("SELECT count(*) FROM wrong_codes"), 0);
    clinic.wrong_codes(&SAM, &pending, &elsewhere(), 3);
    assert_eq!(clinic.number("SELECT count(*) FROM wrong_codes"), 3);
}

#[test]
fn l06_a_dead_code_is_looked_for_one_hour_back_and_no_further() {
    let mut clinic = Clinic::new();
    clinic.pending(&SAM, &elsewhere());
    let old = clinic.texted_code(&SAM);
    clinic.clock.plus(HOUR - 1);
    let pending = clinic.pending(&SAM, &elsewhere());
    assert!(matches!(clinic.refused(&pending, &elsewhere(), &old), Outcome::Dead(_)));
    clinic.clock.plus(1);
    assert!(matches!(
        clinic.refused(&pending, &elsewhere(), &old),
        Outcome::Wrong { .. }
    ));
}

/// T25.
#[test]
fn l09_a_wait_ends_by_itself_and_the_worker_lifts_what_is_over_also_after_an_outage() {
    let mut clinic = Clinic::new();
    lockout(&mut clinic);
    clinic.deliver();
    clinic.clock.plus(15 * MINUTE - 1);
    assert_eq!(clinic.expire().waits, 0);
    clinic.clock.plus(DAY);
    clinic.sign_in(&SAM, &elsewhere());
    clinic.clock.plus(DAY);
    lockout(&mut clinic);
    clinic.deliver();
    clinic.clock.plus(4 * DAY);
    assert_eq!(clinic.expire().waits, 1);
    let row = clinic
        .record()
        .into_iter()
        .rfind(|row| row.kind == "lockout.ended")
        .unwrap();
    assert_eq!(
        (row.actor.as_str(), row.subject.as_str(), row.rule.as_str()),
        ("worker", "sam", "L09")
    );
    assert_eq!(
        mails_to(&mut clinic, SAM.email)
            .iter()
            .filter(|kind| **kind == MailKind::Lockout)
            .count(),
        0
    );
    assert_eq!(clinic.expire().waits, 0, "once");
}

#[test]
fn l09_the_worker_knows_to_the_millisecond_when_the_wait_ends() {
    let mut clinic = Clinic::new();
    lockout(&mut clinic);
    clinic.deliver();
    clinic.clock.plus(11 * MINUTE);
    clinic.expire();
    clinic.deliver();
    let at = clinic.clock.now();
    assert_eq!(
        actions::expire_due::next_due_in_ms(&mut clinic.db, at).unwrap(),
        Some(4 * MINUTE)
    );
}

#[test]
fn l10_a_lockout_is_mailed_each_rung_once_and_three_wrong_codes_once_an_hour() {
    let mut clinic = Clinic::new();
    let pending = clinic.pending(&SAM, &elsewhere());
    clinic.wrong_codes(&SAM, &pending, &elsewhere(), 2);
    assert_eq!(mails_to(&mut clinic, SAM.email), []);
    clinic.wrong_codes(&SAM, &pending, &elsewhere(), 1);
    assert_eq!(mails_to(&mut clinic, SAM.email), [MailKind::WrongCodes]);
    clinic.wrong_codes(&SAM, &pending, &elsewhere(), 9);
    assert_eq!(
        mails_to(&mut clinic, SAM.email),
        [MailKind::Lockout],
        "typing on in the wait mails nothing"
    );
}

#[test]
fn l10_wrong_codes_at_the_own_desk_are_not_mailed_before_the_lockout() {
    let mut clinic = Clinic::new();
    let pending = clinic.pending(&SAM, &desk());
    clinic.wrong_codes(&SAM, &pending, &desk(), 4);
    assert_eq!(mails_to(&mut clinic, SAM.email), []);
}

/// T23.
#[test]
fn l11_wrong_passwords_never_use_up_tries_of_codes() {
    let mut clinic = Clinic::new();
    (0..9).for_each(|_| drop(clinic.begin("sam", "not the password", &elsewhere())));
    let pending = clinic.pending(&SAM, &elsewhere());
    assert_eq!(
        clinic.wrong_codes(&SAM, &pending, &elsewhere(), 1),
        Outcome::Wrong { tries_left: 4 }
    );
}
