//! The locked-out owner is told while the request runs, and every way it is cancelled (spec O02).

use actions::{ActionError, By};
use domain::ids::RequestId;
use domain::message::MailKind;
use domain::owner_recovery::RequestState;
use domain::time::{DAY, HOUR};
use fixtures::clinic::{Clinic, FAY, JANE, OPERATOR, SAM, desk, elsewhere};

use crate::acts::{account, dump};
use crate::mails_to;
use crate::owner_recovery::{
    RELEASE, cancel, let_in_by_text, newest, opened_alone, operator_opens, release, to_the_moment, with_fay,
};

#[test]
fn o02_the_owner_is_told_at_opening_half_way_and_at_the_end() {
    let (mut clinic, _) = opened_alone();
    let whole = RELEASE - clinic.clock.now().wall_ms;
    let next = |clinic: &mut Clinic| actions::expire_due::next_due_in_ms(&mut clinic.db, clinic.clock.now()).unwrap();
    clinic.clock.plus(HOUR);
    clinic.expire();
    clinic.deliver();
    assert_eq!(next(&mut clinic), Some(whole / 2 - HOUR));
    clinic.clock.plus(whole / 2 - HOUR - 1);
    clinic.expire();
    assert_eq!(mails_to(&mut clinic, JANE.email), []);
    clinic.clock.plus(1);
    clinic.expire();
    assert_eq!(mails_to(&mut clinic, JANE.email), [MailKind::RecoveryHalfWay]);
    assert_eq!(next(&mut clinic), Some(whole - whole / 2));
    clinic.clock.plus(whole - whole / 2);
    clinic.expire();
    clinic.expire();
    assert_eq!(mails_to(&mut clinic, JANE.email), [MailKind::RecoveryReady]);
    assert_eq!(next(&mut clinic), None);
}

#[test]
fn o02_the_owner_signing_in_cancels_it_in_the_transaction_of_the_session() {
    let (mut clinic, id) = opened_alone();
    let rows = clinic.record().len();
    let session = let_in_by_text(&mut clinic);
    let kinds: Vec<String> = clinic
        .record()
        .split_off(rows)
        .into_iter()
        .map(|row| row.kind)
        .collect();
    assert!(kinds.contains(&"owner_recovery.cancelled".to_owned()), "{kinds:?}");
    assert_eq!(account(&mut clinic, &session).recovery, None);
    assert!(mails_to(&mut clinic, JANE.email).contains(&MailKind::RecoveryClosed));
    let late = newest(&mut clinic);
    assert_eq!(
        (late.state, late.closed_by.as_deref()),
        (RequestState::Cancelled, Some(JANE.name))
    );
    to_the_moment(&clinic, DAY);
    let refused = release(&mut clinic, id).unwrap_err();
    assert!(refused.to_string().contains("was cancelled before"), "{refused}");

    // Where it cannot be cancelled, nobody is signed in.
    let (mut clinic, _) = opened_alone();
    let pending = clinic.pending(&JANE, &elsewhere());
    let code = clinic.texted_code(&JANE);
    let no = "CREATE TRIGGER no BEFORE UPDATE ON recovery_requests BEGIN SELECT RAISE(ABORT, 'no'); END";
    clinic.foreign().execute_batch(no).unwrap();
    let before = dump(&clinic);
    assert!(clinic.try_answer(&pending, &elsewhere(), &code).is_err());
    assert!(dump(&clinic) == before);
}

#[test]
fn o02_somebody_else_signing_in_cancels_nothing() {
    let (mut clinic, id) = opened_alone();
    let session = clinic.sign_in(&SAM, &desk());
    assert_eq!(account(&mut clinic, &session).recovery, None, "staff do not see it");
    assert!(matches!(
        cancel(&mut clinic, By::Session(&session), id),
        Err(ActionError::Denied(_))
    ));
    assert_eq!(newest(&mut clinic).state, RequestState::Open);
}

#[test]
fn o02_any_manager_and_the_operator_cancel_it_and_owner_and_managers_are_mailed() {
    let mut clinic = with_fay();
    let opened = operator_opens(&mut clinic, "jane", None).unwrap();
    let mails = clinic.deliver();
    let told: Vec<&str> = mails.iter().map(|mail| mail.to.as_str()).collect();
    assert_eq!(told, [JANE.email, FAY.email]);
    let session = clinic.sign_in(&FAY, &desk());
    clinic.deliver();
    assert_eq!(account(&mut clinic, &session).recovery.unwrap().id, opened.id);
    cancel(&mut clinic, By::Session(&session), opened.id).unwrap();
    assert_eq!(account(&mut clinic, &session).recovery, None);
    let mails = clinic.deliver();
    let told: Vec<&str> = mails.iter().map(|mail| mail.to.as_str()).collect();
    assert_eq!(told, [JANE.email, FAY.email]);
    let line = newest(&mut clinic);
    assert_eq!(
        (line.state, line.closed_by.as_deref()),
        (RequestState::Cancelled, Some(FAY.name))
    );

    let second = operator_opens(&mut clinic, "jane", None).unwrap();
    cancel(&mut clinic, By::Operator(OPERATOR), second.id).unwrap();
    let twice = cancel(&mut clinic, By::Operator(OPERATOR), second.id).unwrap_err();
    assert!(twice.to_string().contains("was cancelled before"), "{twice}");
    let none = cancel(&mut clinic, By::Operator(OPERATOR), RequestId(99)).unwrap_err();
    assert!(none.to_string().contains("There is no recovery request 99"), "{none}");
    let none = release(&mut clinic, RequestId(99)).unwrap_err();
    assert!(none.to_string().contains("There is no recovery request 99"), "{none}");
}
