//! Sessions (spec S11, S16, T47): what ends them and what an ended one can still do: nothing.

use actions::end_session::{Why, end_dead_sessions, end_session};
use actions::{ActionError, look};
use domain::time::{HOUR, MINUTE};
use fixtures::clinic::{Clinic, JANE, LOCK, SAM, desk, elsewhere};

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
