//! **Staff** (spec A01): managers alone look at the list; looking changes and records nothing.

use actions::look_staff::look_staff;
use actions::{ActionError, Token};
use domain::permission::Denied;
use domain::roster::{Member, Standing};
use fixtures::clinic::{BO, Clinic, FAY, JANE, KIM, SAM, browser, desk, elsewhere};

use crate::acts::dump;

fn look(clinic: &mut Clinic, session: &Token) -> Result<Vec<Member>, ActionError> {
    look_staff(&mut clinic.db, session, clinic.clock.now())
}

#[test]
fn a01_both_managers_see_everybody_and_looking_changes_nothing() {
    for manager in [&JANE, &FAY] {
        let mut clinic = Clinic::with_apps();
        let session = clinic.sign_in(manager, &desk());
        let before = dump(&clinic);
        let names: Vec<String> = look(&mut clinic, &session)
            .unwrap()
            .into_iter()
            .map(|member| member.name)
            .collect();
        let expected = [BO, FAY, JANE, KIM, SAM].map(|person| person.name);
        assert_eq!(names, expected);
        assert!(dump(&clinic) == before);
    }
}

#[test]
fn a01_staff_see_nothing_of_the_list() {
    let mut clinic = Clinic::with_apps();
    for person in [&SAM, &BO, &KIM] {
        let session = clinic.sign_in(person, &desk());
        let seen = look(&mut clinic, &session);
        assert!(matches!(seen, Err(ActionError::Denied(Denied::NotManager))), "{seen:?}");
    }
}

#[test]
fn a01_a_session_loses_the_list_with_the_access_and_with_its_end() {
    let mut clinic = Clinic::new();
    let session = clinic.sign_in(&FAY, &desk());
    for (access, denied) in [("staff", true), ("none", false)] {
        let sql = format!("UPDATE staff SET access = '{access}' WHERE username = 'fay'");
        clinic.foreign().execute_batch(&sql).unwrap();
        match look(&mut clinic, &session) {
            Err(ActionError::Denied(Denied::NotManager)) => assert!(denied, "{access}"),
            Err(ActionError::SessionEnded { .. }) => assert!(!denied, "{access}"),
            other => panic!("{access}: {other:?}"),
        }
    }
    let session = clinic.sign_in(&JANE, &browser(7));
    clinic.sign_out(&session);
    assert!(matches!(
        look(&mut clinic, &session),
        Err(ActionError::SessionEnded { .. })
    ));
}

#[test]
fn m09_what_has_to_come_first_comes_before_the_list() {
    let mut clinic = Clinic::new();
    let session = clinic.sign_in(&FAY, &desk());
    let reported = "UPDATE staff SET password_reported = 1 WHERE username = 'fay'";
    clinic.foreign().execute_batch(reported).unwrap();
    assert!(matches!(look(&mut clinic, &session), Err(ActionError::PasswordFirst)));
}

#[test]
fn l03_somebody_who_waits_stands_in_the_list_with_the_wait() {
    let mut clinic = Clinic::new();
    let pending = clinic.pending(&SAM, &elsewhere());
    clinic.wrong_codes(&SAM, &pending, &elsewhere(), 5);
    let session = clinic.sign_in(&JANE, &desk());
    let at = clinic.clock.now();
    let all = look(&mut clinic, &session).unwrap();
    let sam = all.iter().find(|member| member.username == SAM.username).unwrap();
    assert_eq!(sam.standing(at), Standing::On);
    let left_ms = sam.waits_ms(at).unwrap();
    assert!(left_ms > 0);
    assert_eq!(sam.waits_ms(at.plus(left_ms)), None, "by the clock alone");
}
