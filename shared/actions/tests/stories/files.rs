//! **Save as PDF** at the server's own terminal (spec R02, R09, W01): a file that is noted before it is written, counts as
//! kept once it is, and is erased after a day.

use actions::erase_documents::{erase_documents, files_kept};
use actions::save_document::{NoFile, Paper, begin_file, file_failed, file_written};
use actions::{ActionError, Gate, Token};
use domain::ids::DocumentId;
use domain::time::{DAY, HOUR, MINUTE};
use fixtures::clinic::{Clinic, FAY, SAM, desk, elsewhere, recovery_page, the_page};

use crate::acts::{account, dump, missing};
use crate::let_in;

fn begin(clinic: &mut Clinic, session: &Token, name: &str) -> Result<(DocumentId, Paper), ActionError> {
    let (entropy, at) = (clinic.dice.throw(), clinic.clock.now());
    let (id, content) = begin_file(&mut clinic.db, session, &recovery_page(), name, entropy, at)?;
    Ok((id, the_page(content)))
}

fn written(clinic: &mut Clinic, session: &Token, id: DocumentId) {
    let (entropy, at) = (clinic.dice.throw(), clinic.clock.now());
    file_written(&mut clinic.db, session, id, entropy, at).unwrap();
}

/// The worker's round; `gone` is what it erased, in order. Files of `stuck` cannot be removed.
fn erase(clinic: &mut Clinic, stuck: &[&str]) -> Vec<String> {
    let (entropy, at) = (clinic.dice.throw(), clinic.clock.now());
    let mut gone = Vec::new();
    let remove = |name: &str| {
        let may = !stuck.contains(&name);
        if may {
            gone.push(name.to_owned());
        }
        may
    };
    let counted = erase_documents(&mut clinic.db, remove, entropy, at).unwrap();
    assert_eq!(counted, gone.len());
    gone
}

fn kept(clinic: &mut Clinic) -> Vec<String> {
    files_kept(&mut clinic.db, clinic.clock.now()).unwrap()
}

/// fay, whose recovery code has to be kept.
fn before_keeping() -> (Clinic, Token) {
    let mut clinic = Clinic::new();
    let session = clinic.sign_in(&FAY, &desk());
    clinic.turn_texts_on(&session, FAY.mobile);
    (clinic, session)
}

#[test]
fn r09_the_page_holds_clinic_person_date_and_the_code_and_whom_to_tell() {
    let mut clinic = Clinic::new();
    let session = clinic.sign_in(&SAM, &desk());
    let (_, paper) = begin(&mut clinic, &session, "recovery-sam.pdf").unwrap();
    assert_eq!((paper.clinic.as_str(), paper.name.as_str()), ("Maple Clinic", SAM.name));
    assert_eq!(paper.username, "sam");
    assert_eq!(*paper.code.bare().reveal(), clinic.sams_recovery_code);
    assert_eq!(Some(paper.made_at), account(&mut clinic, &session).recovery_made);
    assert_eq!(paper.contact, "the front desk, 604 555 0199");
    assert_eq!(paper.time_zone, "America/Vancouver");
    let no_contact = "UPDATE clinic SET support_contact = ''";
    clinic.foreign().execute_batch(no_contact).unwrap();
    let (_, paper) = begin(&mut clinic, &session, "again.pdf").unwrap();
    assert_eq!(paper.contact, "Fay Okafor or Jane Maple", "else the managers");
}

#[test]
fn r02_a_written_file_is_one_way_to_keep_the_code_and_a_begun_one_is_not() {
    let (mut clinic, session) = before_keeping();
    let (id, _) = begin(&mut clinic, &session, "recovery.pdf").unwrap();
    assert_eq!(account(&mut clinic, &session).gate, Some(Gate::SaveRecovery));
    written(&mut clinic, &session, id);
    assert_eq!(account(&mut clinic, &session).gate, None);
    let row = clinic.record().pop().unwrap();
    assert_eq!(
        (row.kind.as_str(), row.detail.as_str()),
        ("recovery_code.saved", "saved as PDF")
    );
}

/// The set-up is not ended by it, and nothing is left to erase.
#[test]
fn r09_a_file_that_cannot_be_written_keeps_nothing_and_owes_nothing() {
    let (mut clinic, session) = before_keeping();
    let (id, _) = begin(&mut clinic, &session, "recovery.pdf").unwrap();
    for _ in 0..2 {
        let (entropy, at) = (clinic.dice.throw(), clinic.clock.now());
        file_failed(&mut clinic.db, id, NoFile::Failed, entropy, at).unwrap();
    }
    assert_eq!(account(&mut clinic, &session).gate, Some(Gate::SaveRecovery));
    assert_eq!(kept(&mut clinic), Vec::<String>::new());
    clinic.clock.plus(2 * DAY);
    assert_eq!(erase(&mut clinic, &[]), Vec::<String>::new());
    let rows = "SELECT count(*) FROM audit WHERE kind = 'document.ended' AND outcome = 'failed'";
    assert_eq!(clinic.number(rows), 1, "said once");
}

#[test]
fn r09_a_file_is_kept_for_a_day_and_erased_at_its_end() {
    let mut clinic = Clinic::new();
    let session = clinic.sign_in(&SAM, &desk());
    begin(&mut clinic, &session, "first.pdf").unwrap();
    clinic.clock.plus(HOUR);
    clinic.step_up(&session, &SAM);
    begin(&mut clinic, &session, "second.pdf").unwrap();
    clinic.clock.plus(23 * HOUR - 1);
    assert_eq!(erase(&mut clinic, &[]), Vec::<String>::new());
    clinic.clock.plus(1);
    assert_eq!(kept(&mut clinic), ["first.pdf", "second.pdf"]);
    assert_eq!(erase(&mut clinic, &[]), ["first.pdf"]);
    assert_eq!(kept(&mut clinic), ["second.pdf"]);
    assert_eq!(erase(&mut clinic, &[]), Vec::<String>::new(), "once");
    clinic.clock.plus(HOUR);
    assert_eq!(erase(&mut clinic, &[]), ["second.pdf"]);
}

#[test]
fn r09_what_cannot_be_erased_is_tried_again_and_does_not_keep_others() {
    let mut clinic = Clinic::new();
    let session = clinic.sign_in(&SAM, &desk());
    begin(&mut clinic, &session, "stuck.pdf").unwrap();
    begin(&mut clinic, &session, "other.pdf").unwrap();
    clinic.clock.plus(DAY);
    assert_eq!(erase(&mut clinic, &["stuck.pdf"]), ["other.pdf"]);
    assert_eq!(kept(&mut clinic), ["stuck.pdf"]);
    assert_eq!(erase(&mut clinic, &[]), ["stuck.pdf"]);
}

/// Z08: a clock set back does not prolong its day.
#[test]
fn z08_a_file_s_day_is_the_larger_of_the_two_times_passed() {
    let mut clinic = Clinic::new();
    let session = clinic.sign_in(&SAM, &desk());
    begin(&mut clinic, &session, "recovery.pdf").unwrap();
    clinic.clock.plus(DAY);
    clinic.clock.wall_only(-DAY);
    assert_eq!(erase(&mut clinic, &[]), ["recovery.pdf"]);
}

/// W01: the worker knows when.
#[test]
fn w01_the_worker_s_next_wake_is_the_end_of_the_file() {
    let mut clinic = Clinic::new();
    let session = clinic.sign_in(&SAM, &desk());
    clinic.deliver();
    clinic.clock.plus(6 * HOUR);
    clinic.expire();
    clinic.deliver();
    clinic.step_up(&session, &SAM);
    clinic.deliver();
    begin(&mut clinic, &session, "recovery.pdf").unwrap();
    let at = clinic.clock.now();
    let next = actions::expire_due::next_due_in_ms(&mut clinic.db, at).unwrap();
    assert_eq!(next, Some(DAY));
}

#[test]
fn m10_outside_the_step_that_keeps_the_code_step_up_comes_first() {
    let mut clinic = Clinic::new();
    let session = clinic.sign_in(&SAM, &desk());
    clinic.clock.plus(HOUR);
    let before = dump(&clinic);
    assert_eq!(missing(begin(&mut clinic, &session, "recovery.pdf")), (true, true));
    assert!(dump(&clinic) == before);
}

/// Whoever walked away from the step that keeps the code shows once more who they are.
#[test]
fn m10_in_the_step_that_keeps_the_code_a_code_step_of_fifteen_minutes_is_asked_again() {
    let (mut clinic, session) = before_keeping();
    clinic.clock.plus(15 * MINUTE - 1);
    begin(&mut clinic, &session, "first.pdf").unwrap();
    clinic.clock.plus(1);
    let before = dump(&clinic);
    assert_eq!(missing(begin(&mut clinic, &session, "second.pdf")), (true, true));
    assert!(dump(&clinic) == before);
    clinic.step_up(&session, &FAY);
    begin(&mut clinic, &session, "second.pdf").unwrap();
}

/// The file shows the code of before: the one that took its place is not kept by it.
#[test]
fn r02_a_file_of_a_code_that_is_dead_when_it_is_written_keeps_nothing() {
    let (mut clinic, session) = before_keeping();
    let (id, paper) = begin(&mut clinic, &session, "recovery.pdf").unwrap();
    clinic.clock.plus(HOUR);
    let pending = clinic.pending(&FAY, &elsewhere());
    let other = let_in(clinic.recover(&pending, &elsewhere(), paper.code.bare().reveal()));
    written(&mut clinic, &session, id);
    assert_eq!(account(&mut clinic, &other).gate, Some(Gate::SaveRecovery));
    assert_ne!(clinic.keep_recovery_code(&other), *paper.code.bare().reveal());
}
