//! **Activity** (spec D03): managers alone read the record, and what they read can be explained.

use actions::ActionError;
use actions::check_record::{Checked, check_record, newest_anchor, note_check};
use actions::see_activity::{Found, see_activity};
use domain::activity::{Filter, Group, Person, explain};
use domain::audit::{Ending, Kind};
use domain::permission::Denied;
use fixtures::clinic::{Clinic, FAY, JANE, OPERATOR, SAM, desk, elsewhere};

fn seen(clinic: &mut Clinic, filter: &Filter) -> Found {
    let session = clinic.sign_in(&FAY, &desk());
    see_activity(&mut clinic.db, &session, filter, None, clinic.clock.now()).unwrap()
}

#[test]
fn d03_managers_alone_read_the_record() {
    let mut clinic = Clinic::new();
    for (person, may) in [(JANE, true), (FAY, true), (SAM, false)] {
        let session = clinic.sign_in(&person, &desk());
        let found = see_activity(&mut clinic.db, &session, &Filter::default(), None, clinic.clock.now());
        match found {
            Ok(found) => assert!(may && !found.lines.is_empty(), "{}", person.username),
            Err(ActionError::Denied(denied)) => assert!(!may && denied == Denied::NotManager),
            Err(other) => panic!("{other}"),
        }
    }
}

#[test]
fn d03_an_old_session_or_one_that_has_to_do_something_first_reads_nothing() {
    let mut clinic = Clinic::new();
    let session = clinic.sign_in(&FAY, &desk());
    clinic.sign_out(&session);
    let found = see_activity(&mut clinic.db, &session, &Filter::default(), None, clinic.clock.now());
    assert!(matches!(found, Err(ActionError::SessionEnded { .. })));
}

#[test]
fn d01_reading_the_record_on_the_screen_writes_nothing() {
    let mut clinic = Clinic::new();
    let session = clinic.sign_in(&FAY, &desk());
    let before = clinic.record().len();
    see_activity(&mut clinic.db, &session, &Filter::default(), None, clinic.clock.now()).unwrap();
    assert_eq!(clinic.record().len(), before);
}

/// Everything a day can bring: each refusal is found, and has its words.
#[test]
fn d03_every_refusal_of_a_bad_day_is_found_and_told_in_plain_words() {
    let mut clinic = Clinic::new();
    let pending = clinic.pending(&SAM, &elsewhere());
    clinic.wrong_codes(&SAM, &pending, &elsewhere(), 6);
    let filter = Filter {
        person: Person::typed("sam"),
        group: Some(Group::Refused),
        ..Filter::default()
    };
    let found = seen(&mut clinic, &filter);
    let kinds: Vec<&str> = found.lines.iter().map(|line| line.kind.as_str()).collect();
    assert!(kinds.starts_with(&["code.locked_out", "code.wrong"]), "{kinds:?}");
    for line in &found.lines {
        let (kind, outcome) = (Kind::parse(&line.kind).unwrap(), Ending::parse(&line.outcome).unwrap());
        let reason = explain(kind, outcome, &line.rule).unwrap();
        assert!(reason.why.ends_with('.') && reason.now.ends_with('.'), "{line:?}");
    }
}

#[test]
fn d02_a_check_is_written_down_with_what_it_found() {
    let mut clinic = Clinic::new();
    let (at, entropy) = (clinic.clock.now(), clinic.dice.throw());
    let anchor = newest_anchor(&mut clinic.db, at).unwrap().unwrap();
    let rows = clinic.record().len() as i64;
    let checked = check_record(&mut clinic.db, &[anchor], |_| true, at).unwrap();
    assert_eq!(checked, Checked::Whole { rows });
    note_check(&mut clinic.db, checked, OPERATOR, entropy, at).unwrap();
    let last = clinic.record().pop().unwrap();
    assert_eq!((last.kind.as_str(), last.outcome.as_str()), ("record.checked", "done"));
    assert_eq!(last.detail, format!("whole, {rows} rows"));

    clinic
        .foreign()
        .execute("UPDATE audit SET detail = 'x' WHERE number = 5", [])
        .unwrap();
    let checked = check_record(&mut clinic.db, &[], |_| true, at).unwrap();
    assert_eq!(checked, Checked::Broken { row: 5 });
    note_check(&mut clinic.db, checked, OPERATOR, clinic.dice.throw(), at).unwrap();
    let last = clinic.record().pop().unwrap();
    assert_eq!(
        (last.outcome.as_str(), last.detail.as_str()),
        ("failed", "broken at row 5")
    );
}
