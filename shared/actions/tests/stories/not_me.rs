//! **This wasn't me** (spec S11, X05): what it ends, what has to come next, who is told.

use actions::begin_sign_in::Begun;
use actions::choose_password::Chosen;
use actions::{ActionError, Gate, Token};
use domain::message::MailKind;
use domain::sign_in::{How, Outcome};
use domain::time::{HOUR, MINUTE};
use fixtures::clinic::{BO, Clinic, FAY, JANE, KIM, SAM, browser, desk, elsewhere};

use crate::acts::{account, choose, ended, missing, not_me, off, offer, own_password, step_up_recovery, view_code};
use crate::{let_in, mails_to};

const NEW: &str = "nettle orbit 58 window";

/// kim at the desk; a stranger has a session, a trust and an open second step of hers elsewhere.
fn a_stranger_is_in() -> (Clinic, Token, Token, Token) {
    let mut clinic = Clinic::with_apps();
    clinic.allow_trust();
    let stranger = clinic.sign_in_and_trust(&KIM, &elsewhere());
    clinic.clock.plus(MINUTE);
    let pending = clinic.pending(&KIM, &browser(98));
    clinic.clock.plus(MINUTE);
    let session = clinic.sign_in(&KIM, &desk());
    clinic.deliver();
    (clinic, session, stranger, pending)
}

#[test]
fn s11_every_other_session_trust_and_open_second_step_ends_and_a_new_password_comes_first() {
    let (mut clinic, session, stranger, pending) = a_stranger_is_in();
    let right = clinic.app_code(&KIM);
    not_me(&mut clinic, &session).unwrap();
    assert_eq!(
        ended(&mut clinic, &stranger).as_deref(),
        Some("This wasn't me was chosen")
    );
    assert_eq!(clinic.app_refused(&pending, &browser(98), &right), Outcome::SignInAgain);
    assert_eq!(
        clinic.number("SELECT count(*) FROM trusted_browsers WHERE ended_at IS NULL"),
        0
    );
    assert_eq!(clinic.number("SELECT count(*) FROM challenges WHERE state = 'open'"), 0);
    assert_eq!(ended(&mut clinic, &session), None);
    assert_eq!(account(&mut clinic, &session).gate, Some(Gate::NewPassword));
    assert_eq!(choose(&mut clinic, &session, NEW).unwrap(), Chosen::Changed);
    assert_eq!(account(&mut clinic, &session).gate, None);
}

#[test]
fn s11_the_person_and_the_managers_are_told_once_each_and_a_manager_who_says_it_is_not_told_twice() {
    let (mut clinic, session, ..) = a_stranger_is_in();
    not_me(&mut clinic, &session).unwrap();
    let told = clinic.deliver();
    let to: Vec<&str> = told.iter().map(|mail| mail.to.as_str()).collect();
    assert_eq!(to, [KIM.email, FAY.email, JANE.email]);
    assert_eq!(told[1].facts["person"], KIM.name);
    assert_eq!(told[1].facts["name"], FAY.name, "who reads it is greeted");

    let session = clinic.sign_in(&FAY, &desk());
    clinic.deliver();
    not_me(&mut clinic, &session).unwrap();
    assert_eq!(mails_to(&mut clinic, FAY.email), [MailKind::NotMe]);
}

/// T38: the only manager there is: nobody else is told, and the person is.
#[test]
fn s11_where_the_person_is_the_only_manager_they_are_told_alone() {
    let mut clinic = Clinic::new();
    let alone = "UPDATE staff SET access = 'staff' WHERE username = 'fay'";
    clinic.foreign().execute_batch(alone).unwrap();
    let session = clinic.sign_in(&JANE, &desk());
    clinic.deliver();
    not_me(&mut clinic, &session).unwrap();
    let told: Vec<_> = clinic.deliver().into_iter().map(|mail| mail.to).collect();
    assert_eq!(told, [JANE.email]);
}

/// E03's sense: no key, terminal, restart or other browser gets past.
#[test]
fn s11_nothing_else_opens_before_here_or_in_another_terminal_or_after_a_restart() {
    let (mut clinic, session, ..) = a_stranger_is_in();
    not_me(&mut clinic, &session).unwrap();
    clinic.db = clinic.another_db();
    clinic.clock.plus(MINUTE);
    let other = clinic.sign_in(&KIM, &desk());
    for session in [&session, &other] {
        assert_eq!(account(&mut clinic, session).gate, Some(Gate::NewPassword));
        let shut = [
            view_code(&mut clinic, session).map(|_| ()),
            off(&mut clinic, session),
            offer(&mut clinic, session).map(|_| ()),
            not_me(&mut clinic, session),
        ];
        for refused in shut {
            assert!(matches!(refused, Err(ActionError::PasswordFirst)), "{refused:?}");
        }
    }
    choose(&mut clinic, &other, NEW).unwrap();
    assert!(ended(&mut clinic, &session).is_some());
    assert_eq!(account(&mut clinic, &other).gate, None);
}

/// The old password still asks the second step, and signs in to the same gate until it was changed.
#[test]
fn s11_the_reported_password_opens_no_more_than_the_way_to_a_new_one() {
    let (mut clinic, session, ..) = a_stranger_is_in();
    not_me(&mut clinic, &session).unwrap();
    let begun = clinic.begin("kim", KIM.password, &elsewhere());
    assert!(matches!(begun, Begun::SecondStep { .. }), "{begun:?}");
    choose(&mut clinic, &session, NEW).unwrap();
    assert!(matches!(
        clinic.begin("kim", KIM.password, &elsewhere()),
        Begun::Wrong { .. }
    ));
}

/// M10: somebody who slowly reads the screen is asked again, also by recovery code, whose fresh one is kept afterwards.
#[test]
fn s11_the_new_password_asks_step_up_where_it_is_stale_and_the_recovery_code_serves() {
    let (mut clinic, session, ..) = a_stranger_is_in();
    not_me(&mut clinic, &session).unwrap();
    clinic.clock.plus(HOUR);
    assert_eq!(missing(choose(&mut clinic, &session, NEW)), (true, true));
    own_password(&mut clinic, &session, KIM.password);
    let code = clinic.recovery_code(&KIM);
    let passed = step_up_recovery(&mut clinic, &session, &code);
    assert_eq!(passed, Outcome::Passed(How::Recovery));
    assert_eq!(
        account(&mut clinic, &session).gate,
        Some(Gate::NewPassword),
        "first things first"
    );
    choose(&mut clinic, &session, NEW).unwrap();
    assert_eq!(account(&mut clinic, &session).gate, Some(Gate::SaveRecovery));
    clinic.keep_recovery_code(&session);
    assert_eq!(account(&mut clinic, &session).gate, None);
}

/// The present one is the one somebody else has.
#[test]
fn s11_the_reported_password_cannot_be_chosen_again() {
    let mut clinic = Clinic::with_apps();
    let session = clinic.sign_in(&BO, &desk());
    not_me(&mut clinic, &session).unwrap();
    assert!(matches!(
        choose(&mut clinic, &session, BO.password).unwrap(),
        Chosen::Weak(_)
    ));
    assert_eq!(account(&mut clinic, &session).gate, Some(Gate::NewPassword));
}

#[test]
fn s11_2sv_and_recovery_code_stay_and_nobody_else_is_touched() {
    let (mut clinic, session, ..) = a_stranger_is_in();
    let sams = clinic.sign_in(&SAM, &desk());
    let (two_step, recovery) = (clinic.staff(&KIM).two_step, clinic.recovery_code(&KIM));
    not_me(&mut clinic, &session).unwrap();
    assert_eq!(clinic.staff(&KIM).two_step, two_step);
    assert_eq!(clinic.recovery_code(&KIM), recovery);
    assert_eq!(ended(&mut clinic, &sams), None);
    assert_eq!(account(&mut clinic, &sams).gate, None);
}

/// A reset by the operator takes its place: the temporary password has to be changed all the same.
#[test]
fn a07_a_reset_after_it_leaves_one_gate_that_a_new_password_opens() {
    let mut clinic = Clinic::with_apps();
    let session = clinic.sign_in(&SAM, &desk());
    not_me(&mut clinic, &session).unwrap();
    let (entropy, at) = (clinic.dice.throw(), clinic.clock.now());
    let temporary = "k7mm2qpx9wzt".into();
    actions::reset_password::reset_password(&mut clinic.db, "sam", &temporary, "root", entropy, at).unwrap();
    clinic.clock.plus(MINUTE);
    let Begun::SecondStep { pending, .. } = clinic.begin("sam", "k7mm2qpx9wzt", &desk()) else {
        panic!("no second step")
    };
    let code = clinic.texted_code(&SAM);
    let session = let_in(clinic.answer(&pending, &desk(), &code));
    choose(&mut clinic, &session, NEW).unwrap();
    assert_eq!(account(&mut clinic, &session).gate, None);
}
