//! Codes of the authenticator app at the sign-in (spec C04, L06, S13, Z08; T1, T3, T6).

use actions::code_screen::Asks;
use domain::message::MailKind;
use domain::sign_in::Outcome;
use domain::time::{DAY, HOUR, MINUTE};
use domain::totp::{STEP_MS, step_of};
use domain::verification::Dead;
use fixtures::clinic::{BO, Clinic, KIM, by_app, code_at, desk, elsewhere};

use crate::acts::recorded_since;
use crate::{let_in, mails_to};

const USED: Outcome = Outcome::Dead(Dead::StepUsed);

/// What bo's phone shows whose clock is so many steps ahead, or behind.
fn shown(clinic: &mut Clinic, steps: i64) -> String {
    code_at(&clinic.app_secret(&BO), clinic.clock.now().plus(steps * STEP_MS))
}

#[test]
fn s04_with_the_app_alone_the_second_step_asks_for_it_and_no_text_is_sent() {
    let mut clinic = Clinic::with_apps();
    let pending = clinic.pending(&BO, &elsewhere());
    let screen = clinic.screen(&pending, &elsewhere(), None).unwrap();
    assert_eq!((screen.asks, screen.other), (Asks::App, None));
    assert_eq!(screen.tries_left, 5);
    assert!(clinic.deliver().is_empty());
}

/// S13: nothing but the database is asked: no worker ever ran here.
#[test]
fn s13_the_app_s_code_signs_in_and_a_browser_that_is_not_known_is_mailed() {
    let mut clinic = Clinic::with_apps();
    let pending = clinic.pending(&BO, &elsewhere());
    let code = clinic.app_code(&BO);
    let_in(clinic.try_code(&pending, &elsewhere(), &by_app(&code)).unwrap());
    assert_eq!(mails_to(&mut clinic, BO.email), [MailKind::NewBrowser]);
    assert_eq!(clinic.number("SELECT count(*) FROM sessions WHERE how = 'app'"), 1);
}

#[test]
fn c04_one_step_either_side_is_taken_and_two_are_not() {
    for (steps, taken) in [(-2, false), (-1, true), (0, true), (1, true), (2, false)] {
        let mut clinic = Clinic::with_apps();
        let pending = clinic.pending(&BO, &elsewhere());
        let code = shown(&mut clinic, steps);
        let wanted = step_of(clinic.clock.now().wall_ms) + steps;
        if taken {
            let_in(clinic.try_code(&pending, &elsewhere(), &by_app(&code)).unwrap());
            assert_eq!(clinic.last_step(&BO), wanted, "T3: the step that matched is kept");
        } else {
            let wrong = Outcome::Wrong { tries_left: 4 };
            assert_eq!(clinic.app_refused(&pending, &elsewhere(), &code), wrong, "{steps}");
        }
    }
}

/// T1.
#[test]
fn c04_a_used_time_step_is_refused_in_the_same_step_and_the_next_and_is_in_the_record_as_replay() {
    let mut clinic = Clinic::with_apps();
    let first = clinic.pending(&BO, &desk());
    let second = clinic.pending(&BO, &elsewhere());
    let code = clinic.app_code(&BO);
    let_in(clinic.try_code(&first, &desk(), &by_app(&code)).unwrap());
    let rows = clinic.record().len();
    assert_eq!(clinic.app_refused(&second, &elsewhere(), &code), USED);
    clinic.clock.plus(STEP_MS);
    assert_eq!(clinic.app_refused(&second, &elsewhere(), &code), USED);
    let replays = [("code.dead", "C04"), ("code.dead", "C04")].map(|(kind, rule)| (kind.into(), rule.into()));
    assert_eq!(recorded_since(&mut clinic, rows), replays);
    assert_eq!(
        clinic.number("SELECT count(*) FROM wrong_codes"),
        0,
        "L06: the right code, dead, is not counted"
    );
}

#[test]
fn c04_a_step_below_the_last_used_one_is_refused_though_its_own_code_was_never_used() {
    let mut clinic = Clinic::with_apps();
    let pending = clinic.pending(&BO, &desk());
    let (now, ahead) = (shown(&mut clinic, 0), shown(&mut clinic, 1));
    let_in(clinic.try_code(&pending, &desk(), &by_app(&ahead)).unwrap());
    let pending = clinic.pending(&BO, &desk());
    assert_eq!(clinic.app_refused(&pending, &desk(), &now), USED);
    let used = clinic.last_step(&BO);
    clinic.sign_in(&BO, &desk());
    assert!(clinic.last_step(&BO) > used);
}

/// T6: the last step lies in the database.
#[test]
fn c04_a_used_step_stays_used_after_a_restart_and_a_reboot() {
    let mut clinic = Clinic::with_apps();
    clinic.sign_in(&BO, &desk());
    let code = clinic.app_code(&BO);
    clinic.db = clinic.another_db();
    let pending = clinic.pending(&BO, &desk());
    assert_eq!(clinic.app_refused(&pending, &desk(), &code), USED);
    clinic.clock.reboot(0);
    clinic.db = clinic.another_db();
    let pending = clinic.pending(&BO, &desk());
    assert_eq!(clinic.app_refused(&pending, &desk(), &code), USED);
}

/// T27: a wall clock set back shows old steps again; none of them opens anything, whether its code was used or not.
#[test]
fn c04_a_wall_clock_set_back_makes_no_used_step_good_again() {
    for rebooted in [false, true] {
        let mut clinic = Clinic::with_apps();
        clinic.sign_in(&BO, &desk());
        let used = clinic.last_step(&BO);
        if rebooted {
            clinic.clock.reboot(-HOUR);
        } else {
            clinic.clock.wall_only(-HOUR);
        }
        for _ in 0..3 {
            let pending = clinic.pending(&BO, &desk());
            for steps in [-1, 0, 1] {
                let code = shown(&mut clinic, steps);
                assert_eq!(clinic.app_refused(&pending, &desk(), &code), USED);
            }
            clinic.clock.plus(19 * MINUTE);
        }
        assert_eq!(clinic.last_step(&BO), used);
        assert_eq!(clinic.number("SELECT count(*) FROM wrong_codes"), 0);
        clinic.clock.plus(HOUR);
        clinic.sign_in(&BO, &desk());
    }
}

/// L11: a clock that was a day ahead when a code was used and is put right shuts the app for that day, not the person out.
#[test]
fn c04_after_a_use_in_the_future_the_recovery_code_gets_in() {
    let mut clinic = Clinic::with_apps();
    clinic.clock.wall_only(DAY);
    clinic.sign_in(&BO, &desk());
    clinic.clock.wall_only(-DAY);
    let pending = clinic.pending(&BO, &desk());
    let code = clinic.app_code(&BO);
    assert_eq!(clinic.app_refused(&pending, &desk(), &code), USED);
    let recovery = clinic.recovery_code(&BO);
    let_in(clinic.recover(&pending, &desk(), &recovery));
}

/// S14: use and session are one.
#[test]
fn s14_where_the_session_cannot_begin_the_step_is_not_used_up() {
    let mut clinic = Clinic::with_apps();
    let pending = clinic.pending(&BO, &desk());
    let (code, last) = (clinic.app_code(&BO), clinic.last_step(&BO));
    let refuse = "CREATE TRIGGER no BEFORE INSERT ON sessions BEGIN SELECT RAISE(ABORT, 'no'); END";
    clinic.foreign().execute_batch(refuse).unwrap();
    assert!(clinic.try_code(&pending, &desk(), &by_app(&code)).is_err());
    assert_eq!(clinic.last_step(&BO), last);
    clinic.foreign().execute_batch("DROP TRIGGER no").unwrap();
    let_in(clinic.try_code(&pending, &desk(), &by_app(&code)).unwrap());
}

/// S09: the app's second step has no texted code that could hold it open.
#[test]
fn s09_a_sign_in_by_app_dies_ten_minutes_after_the_password() {
    let mut clinic = Clinic::with_apps();
    let pending = clinic.pending(&BO, &desk());
    clinic.clock.plus(10 * MINUTE);
    let code = clinic.app_code(&BO);
    assert_eq!(clinic.app_refused(&pending, &desk(), &code), Outcome::SignInAgain);
    assert!(clinic.screen(&pending, &desk(), None).is_none());
}

#[test]
fn s11_wrong_codes_of_the_app_are_shown_at_the_next_sign_in() {
    let mut clinic = Clinic::with_apps();
    clinic.sign_in(&KIM, &desk());
    clinic.clock.plus(HOUR);
    let pending = clinic.pending(&KIM, &elsewhere());
    let wrong = clinic.wrong_app_code(&KIM);
    for tries_left in [4, 3] {
        let outcome = clinic.app_refused(&pending, &elsewhere(), &wrong);
        assert_eq!(outcome, Outcome::Wrong { tries_left });
    }
    clinic.clock.plus(MINUTE);
    let session = clinic.sign_in(&KIM, &desk());
    assert_eq!(crate::acts::account(&mut clinic, &session).wrong_since, 2);
}
