//! Sessions (spec S11, S16, M08, T47): what ends them and what an ended one can still do: nothing.

use actions::end_session::{Why, end_dead_sessions, end_session};
use actions::{ActionError, Token, look};
use domain::person::Method;
use domain::sign_in::How;
use domain::time::{HOUR, MINUTE};
use fixtures::clinic::{BO, Clinic, FAY, JANE, KIM, LOCK, Person, SAM, browser, desk, elsewhere};

use crate::acts::{self, account, end_sessions, ended};

#[test]
fn s16_an_ended_session_opens_nothing_and_says_why() {
    for (why, words) in [
        (Why::SignedOut, "signed out"),
        (Why::Left, "program left"),
        (Why::Idle, "no key for too long"),
    ] {
        let mut clinic = Clinic::new();
        let session = clinic.sign_in(&JANE, &desk());
        let at = clinic.clock.now();
        end_session(&mut clinic.db, &session, why, [7; 16], at).unwrap();
        let refused = look::account(&mut clinic.db, &session, at).unwrap_err();
        assert!(
            matches!(&refused, ActionError::SessionEnded { why } if why == words),
            "{refused}"
        );
        let rows = clinic.record().len();
        end_session(&mut clinic.db, &session, why, [8; 16], at).unwrap();
        assert_eq!(clinic.record().len(), rows, "ended once");
    }
}

/// T6: kill -9 or power loss; the free lock tells.
#[test]
fn s16_sessions_whose_program_is_gone_are_ended_by_whoever_looks_and_the_living_are_left() {
    let mut clinic = Clinic::new();
    let session = clinic.sign_in(&JANE, &desk());
    let at = clinic.clock.now();
    assert!(
        end_dead_sessions(&mut clinic.db, |_| true, [7; 16], at)
            .unwrap()
            .is_empty()
    );
    look::still_running(&mut clinic.db, &session, at).unwrap();
    let gone = end_dead_sessions(&mut clinic.db, |name| name != LOCK, [7; 16], at).unwrap();
    assert_eq!(gone, [LOCK]);
    let refused = look::still_running(&mut clinic.db, &session, at).unwrap_err();
    assert!(refused.to_string().contains("its program is gone"), "{refused}");
}

/// T47.
#[test]
fn s16_a_running_session_of_somebody_who_lost_access_is_over_at_its_next_key() {
    let mut clinic = Clinic::new();
    let session = clinic.sign_in(&SAM, &desk());
    clinic
        .foreign()
        .execute_batch("UPDATE staff SET access = 'none' WHERE username = 'sam'")
        .unwrap();
    let at = clinic.clock.now();
    assert!(matches!(
        look::still_running(&mut clinic.db, &session, at),
        Err(ActionError::SessionEnded { .. })
    ));
    let off = actions::turn_off::turn_off(&mut clinic.db, &session, [7; 16], at);
    assert!(matches!(off, Err(ActionError::SessionEnded { .. })));
}

#[test]
fn s11_after_signing_in_the_last_sign_in_and_the_wrong_codes_since_are_shown() {
    let mut clinic = Clinic::new();
    clinic.sign_in(&SAM, &desk());
    let before = clinic.clock.now().wall_ms;
    clinic.clock.plus(HOUR);
    let pending = clinic.pending(&SAM, &elsewhere());
    clinic.wrong_codes(&SAM, &pending, &elsewhere(), 2);
    clinic.clock.plus(MINUTE);
    let session = clinic.sign_in(&SAM, &desk());
    let account = look::account(&mut clinic.db, &session, clinic.clock.now()).unwrap();
    assert_eq!((account.previous_at, account.wrong_since), (Some(before), 2));
    assert_eq!(account.previous_place, Some(desk().place));
    assert_eq!(account.other_sessions(), 1);
}

/// T47: whoever is in by what counted before is not in any more.
#[test]
fn t47_other_sessions_end_when_2sv_goes_on_or_off_and_not_when_a_second_method_comes_or_goes() {
    type Change = fn(&mut Clinic, &Token);
    let changes: [(&str, &Person, Change, bool); 6] = [
        (
            "on by app",
            &FAY,
            |clinic, session| drop(clinic.set_up_app(session)),
            true,
        ),
        (
            "on by text",
            &FAY,
            |clinic, session| clinic.turn_texts_on(session, FAY.mobile),
            true,
        ),
        ("off", &BO, |clinic, session| acts::off(clinic, session).unwrap(), true),
        (
            "off by the number",
            &BO,
            |clinic, session| assert!(acts::edit_mobile(clinic, session, None).is_ok()),
            true,
        ),
        (
            "one added",
            &SAM,
            |clinic, session| drop(clinic.set_up_app(session)),
            false,
        ),
        (
            "one removed",
            &KIM,
            |clinic, session| acts::remove(clinic, session, Method::Sms).unwrap(),
            false,
        ),
    ];
    for (what, person, change, ends) in changes {
        let mut clinic = Clinic::with_apps();
        let other = clinic.sign_in(person, &elsewhere());
        clinic.clock.plus(MINUTE);
        let session = clinic.sign_in(person, &desk());
        change(&mut clinic, &session);
        assert_eq!(ended(&mut clinic, &session), None, "{what}: its own goes on");
        assert_eq!(ended(&mut clinic, &other).is_some(), ends, "{what}");
    }
}

#[test]
fn m08_the_list_says_of_each_session_where_since_when_and_how_and_which_is_this_one() {
    let mut clinic = Clinic::with_apps();
    clinic.allow_trust();
    clinic.sign_in_and_trust(&BO, &elsewhere());
    clinic.clock.plus(MINUTE);
    clinic.sign_in(&BO, &elsewhere());
    clinic.clock.plus(MINUTE);
    let session = clinic.sign_in(&BO, &desk());
    let seen = account(&mut clinic, &session).sessions;
    let lines: Vec<_> = seen
        .iter()
        .map(|line| (line.place.as_str(), line.how, line.here))
        .collect();
    let (there, here) = (elsewhere().place, desk().place);
    let wanted = [
        (here.as_str(), How::App, true),
        (there.as_str(), How::Trusted, false),
        (there.as_str(), How::App, false),
    ];
    assert_eq!(lines, wanted, "the newest first");
    assert_eq!(seen[0].since, clinic.clock.now().wall_ms);
}

#[test]
fn m08_one_other_session_or_all_others_can_be_ended_and_the_own_one_only_by_signing_out() {
    let mut clinic = Clinic::with_apps();
    let others: Vec<_> = (0..3)
        .map(|number| clinic.sign_in(&BO, &browser(50 + number)))
        .collect();
    let session = clinic.sign_in(&BO, &desk());
    let seen = account(&mut clinic, &session).sessions;
    end_sessions(&mut clinic, &session, Some(seen[0].id)).unwrap();
    assert_eq!(ended(&mut clinic, &session), None, "not this one");
    end_sessions(&mut clinic, &session, Some(seen[1].id)).unwrap();
    let why = ended(&mut clinic, &others[2]);
    assert_eq!(why.as_deref(), Some("you ended it at another terminal"));
    assert_eq!(ended(&mut clinic, &others[1]), None);
    end_sessions(&mut clinic, &session, None).unwrap();
    for other in &others {
        assert!(ended(&mut clinic, other).is_some());
    }
    assert_eq!(account(&mut clinic, &session).other_sessions(), 0);
    let rows = clinic.record().len();
    end_sessions(&mut clinic, &session, None).unwrap();
    assert_eq!(clinic.record().len(), rows);
}

#[test]
fn m08_nobody_ends_a_session_of_somebody_else() {
    let mut clinic = Clinic::with_apps();
    let sams = clinic.sign_in(&SAM, &desk());
    let id = account(&mut clinic, &sams).sessions[0].id;
    let janes = clinic.sign_in(&JANE, &desk());
    for which in [Some(id), None] {
        end_sessions(&mut clinic, &janes, which).unwrap();
        assert_eq!(ended(&mut clinic, &sams), None);
    }
}
