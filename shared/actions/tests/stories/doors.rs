//! T15: a table of every door a code, a recovery code or a password is typed at. Each wrong one moves the one counter of
//! its kind by one, and in the wait no door compares anything.

use actions::Token;
use actions::begin_sign_in::Begun;
use actions::enrol_app::{AppAnswer, AppSetUp};
use actions::enrol_sms::SetUp;
use actions::step_up::PasswordAnswer;
use domain::person::Method;
use domain::sign_in::Outcome;
use domain::time::{DAY, MINUTE};
use fixtures::clinic::{Clinic, KIM, another_code, code_at, desk, wrong_code_of};

use crate::acts::{self, own_password, step_up_recovery, step_up_text};

/// kim at every door at once, in one recognised browser.
struct Kim {
    clinic: Clinic,
    session: Token,
    pending: Token,
    app: AppSetUp,
}

impl Kim {
    fn everywhere() -> Self {
        let mut clinic = Clinic::with_apps();
        let session = clinic.sign_in(&KIM, &desk());
        acts::send(&mut clinic, &session, "+16045550177").unwrap();
        let app = acts::begin_app(&mut clinic, &session).unwrap();
        step_up_text(&mut clinic, &session);
        let pending = clinic.pending(&KIM, &desk());
        Self {
            clinic,
            session,
            pending,
            app,
        }
    }

    /// The texted code of one purpose.
    fn texted(&mut self, purpose: &str) -> String {
        let only = format!("UPDATE challenges SET issued_wall = issued_wall - 1 WHERE purpose <> '{purpose}'");
        self.clinic.foreign().execute(&only, []).unwrap();
        self.clinic.texted_code(&KIM)
    }
}

/// Where a code is typed: a wrong one, and the right one.
struct Door {
    what: &'static str,
    wrong: fn(&mut Kim) -> Outcome,
    right: fn(&mut Kim) -> Outcome,
}

fn at_sign_in(kim: &mut Kim, code: &str, method: Method) -> Outcome {
    match method {
        Method::Sms => kim.clinic.refused(&kim.pending, &desk(), code),
        Method::App => kim.clinic.app_refused(&kim.pending, &desk(), code),
    }
}

fn at_text_set_up(kim: &mut Kim, code: &str) -> Outcome {
    match acts::confirm(&mut kim.clinic, &kim.session, code).unwrap() {
        SetUp::Refused(outcome) => outcome,
        SetUp::On => panic!("it was taken"),
    }
}

fn at_app_set_up(kim: &mut Kim, code: &str) -> Outcome {
    match acts::confirm_app(&mut kim.clinic, &kim.session, &kim.app, code).unwrap() {
        AppAnswer::Refused { outcome, .. } => outcome,
        other => panic!("{other:?}"),
    }
}

const CODES: &[Door] = &[
    Door {
        what: "sign-in, text",
        wrong: |kim| {
            let code = another_code(&kim.texted("sign_in"));
            at_sign_in(kim, &code, Method::Sms)
        },
        right: |kim| {
            let code = kim.texted("sign_in");
            at_sign_in(kim, &code, Method::Sms)
        },
    },
    Door {
        what: "sign-in, app",
        wrong: |kim| {
            let code = kim.clinic.wrong_app_code(&KIM);
            at_sign_in(kim, &code, Method::App)
        },
        right: |kim| {
            let code = kim.clinic.app_code(&KIM);
            at_sign_in(kim, &code, Method::App)
        },
    },
    Door {
        what: "set-up, text",
        wrong: |kim| {
            let code = another_code(&kim.texted("set_up"));
            at_text_set_up(kim, &code)
        },
        right: |kim| {
            let code = kim.texted("set_up");
            at_text_set_up(kim, &code)
        },
    },
    Door {
        what: "set-up, app",
        wrong: |kim| {
            let code = wrong_code_of(kim.app.secret(), kim.clinic.clock.now());
            at_app_set_up(kim, &code)
        },
        right: |kim| {
            let code = code_at(kim.app.secret(), kim.clinic.clock.now());
            at_app_set_up(kim, &code)
        },
    },
    Door {
        what: "step-up, text",
        wrong: |kim| {
            let code = another_code(&kim.texted("step_up"));
            kim.clinic.step_up_code(&kim.session, Method::Sms, &code)
        },
        right: |kim| {
            let code = kim.texted("step_up");
            kim.clinic.step_up_code(&kim.session, Method::Sms, &code)
        },
    },
    Door {
        what: "step-up, app",
        wrong: |kim| {
            let code = kim.clinic.wrong_app_code(&KIM);
            kim.clinic.step_up_code(&kim.session, Method::App, &code)
        },
        right: |kim| {
            let code = kim.clinic.app_code(&KIM);
            kim.clinic.step_up_code(&kim.session, Method::App, &code)
        },
    },
];

#[test]
fn l01_every_door_of_a_code_moves_the_one_counter_by_one() {
    for door in CODES {
        let mut kim = Kim::everywhere();
        for count in 1..=4 {
            let outcome = (door.wrong)(&mut kim);
            assert_eq!(outcome, Outcome::Wrong { tries_left: 5 - count }, "{}", door.what);
            let counted = "SELECT count(*) FROM wrong_codes WHERE what = 'code' AND class = 'recognised'";
            assert_eq!(kim.clinic.number(counted), i64::from(count), "{}", door.what);
            assert_eq!(kim.clinic.number("SELECT run FROM code_ladders"), i64::from(count));
        }
    }
}

/// Four doors, one count; the fifth wrong one shuts all six, and the right code of each is not even compared.
#[test]
fn l01_the_fifth_wrong_code_wherever_shuts_every_door() {
    for first in 0..CODES.len() {
        let mut kim = Kim::everywhere();
        let order: Vec<&Door> = CODES.iter().cycle().skip(first).take(5).collect();
        for (door, tries_left) in order.iter().zip((1..=4).rev()) {
            assert_eq!((door.wrong)(&mut kim), Outcome::Wrong { tries_left }, "{}", door.what);
        }
        let fifth = (order[4].wrong)(&mut kim);
        assert!(matches!(fifth, Outcome::MustWait(_)), "{}: {fifth:?}", order[4].what);
        for door in CODES {
            let shut = (door.right)(&mut kim);
            assert!(matches!(shut, Outcome::MustWait(_)), "{}: {shut:?}", door.what);
        }
        assert_eq!(kim.clinic.number("SELECT count(*) FROM wrong_codes"), 5);
        let text = step_up_text(&mut kim.clinic, &kim.session);
        assert!(matches!(text, Outcome::MustWait(_)), "no text at step-up");
        let text = acts::send(&mut kim.clinic, &kim.session, "+16045550177").unwrap();
        assert!(matches!(text, Outcome::MustWait(_)), "no text at set-up");
    }
}

/// T11, L04: a budget of its own, one for both doors.
#[test]
fn l04_wrong_recovery_codes_at_sign_in_and_step_up_are_one_budget_and_no_code_s() {
    let mut kim = Kim::everywhere();
    for count in 1..=5_u32 {
        let outcome = if count % 2 == 0 {
            kim.clinic.not_recovered(&kim.pending, &desk(), "AAAAAA")
        } else {
            step_up_recovery(&mut kim.clinic, &kim.session, "AAAAAA")
        };
        let tries_left = 5 - count;
        assert_eq!(outcome, Outcome::RecoveryWrong { tries_left });
    }
    let right = kim.clinic.recovery_code(&KIM);
    let shut = Outcome::RecoveryMustWait { in_ms: DAY };
    assert_eq!(kim.clinic.not_recovered(&kim.pending, &desk(), &right), shut);
    assert_eq!(step_up_recovery(&mut kim.clinic, &kim.session, &right), shut);
    assert_eq!(kim.clinic.number("SELECT count(*) FROM code_ladders"), 0);
    let code = kim.clinic.wrong_app_code(&KIM);
    let first = at_sign_in(&mut kim, &code, Method::App);
    assert_eq!(first, Outcome::Wrong { tries_left: 4 }, "codes have all their tries");
}

/// L08: and none of a code's (T23).
#[test]
fn l08_wrong_passwords_at_sign_in_and_step_up_are_one_ladder() {
    let mut kim = Kim::everywhere();
    for count in 1..=10 {
        let wait = if count % 2 == 0 {
            match kim.clinic.begin("kim", "not the password", &desk()) {
                Begun::Wrong { wait_ms } => wait_ms,
                other => panic!("{other:?}"),
            }
        } else {
            match own_password(&mut kim.clinic, &kim.session, "not the password") {
                PasswordAnswer::Wrong { wait_ms } => wait_ms,
                other => panic!("{other:?}"),
            }
        };
        assert_eq!(wait.is_some(), count == 10, "{count}");
    }
    assert!(matches!(
        own_password(&mut kim.clinic, &kim.session, KIM.password),
        PasswordAnswer::MustWait { .. }
    ));
    let begun = kim.clinic.begin("kim", KIM.password, &desk());
    assert!(matches!(begun, Begun::MustWait { .. }));
    assert_eq!(kim.clinic.number("SELECT count(*) FROM wrong_codes"), 0);
    kim.clinic.clock.plus(MINUTE);
    let right = own_password(&mut kim.clinic, &kim.session, KIM.password);
    assert_eq!(right, PasswordAnswer::Right);
}
