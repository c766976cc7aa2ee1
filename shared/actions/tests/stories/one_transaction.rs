//! X01, X03, T61: every change has its rows of the record and the messages it owes in its own transaction, and without
//! them it does not happen. One table over every action; a file of `actions` that is in no line of it fails a test.

mod account;
mod events;
mod helping;
mod house;
mod managing;
mod methods;
mod owner;
mod papers;
mod profile;
mod second_step;
mod settings;
mod trusting;

use std::collections::BTreeSet;

use actions::add_staff::FirstPassword;
use actions::begin_sign_in::Begun;
use actions::end_session::{Why, end_dead_sessions, end_session};
use actions::save_recovery_code::{Kept, save_recovery_code, show_recovery_code};
use actions::{ActionError, Token};
use domain::code::TypedCode;
use domain::delivery::Handover;
use domain::message::MessageState;
use domain::person::Method;
use domain::recovery_code::TypedRecoveryCode;
use domain::step_up::Act as StepUpAct;
use domain::time::{DAY, HOUR, MINUTE, SECOND};
use fixtures::clinic::{
    BO, Clinic, FAY, JANE, KIM, OPERATOR, Person, SAM, another_code, browser, by_app, by_text, code_at, desk,
    elsewhere, maple, mobile, recovery_page, second_step, to_add, token_file, typed, wrong_code_of,
};
use store::outbox::{Channel, Underway};

use crate::acts::{self, dump};

type Act = Box<dyn FnMut(&mut Clinic) -> Result<(), ActionError>>;

/// One way one action goes.
struct Line {
    /// The file of the action.
    file: &'static str,
    what: &'static str,
    clinic: Clinic,
    act: Act,
    /// Kinds of the rows it adds to the record.
    record: &'static [&'static str],
    /// Kinds and addresses of the messages it owes.
    owes: &'static [(&'static str, &'static str)],
}

/// Files that only read, or that hold what the others share.
const CHANGE_NOTHING: &[&str] = &[
    "code_screen",
    "demo_phone",
    "export_activity",
    "export_staff",
    "locked_out",
    "look",
    "look_person",
    "look_settings",
    "look_staff",
    "see_activity",
    "status_report",
];

fn line(
    file: &'static str,
    what: &'static str,
    clinic: Clinic,
    act: impl FnMut(&mut Clinic) -> Result<(), ActionError> + 'static,
    record: &'static [&'static str],
    owes: &'static [(&'static str, &'static str)],
) -> Line {
    Line {
        file,
        what,
        clinic,
        act: Box::new(act),
        record,
        owes,
    }
}

const NEW_NUMBER: &str = "+16045550177";

/// sam at the second step elsewhere, with the code that was texted.
fn at_second_step() -> (Clinic, Token, String) {
    let mut clinic = Clinic::new();
    let pending = clinic.pending(&SAM, &elsewhere());
    let code = clinic.texted_code(&SAM);
    (clinic, pending, code)
}

/// A session of that person, with nothing owing.
fn signed_in(person: &Person) -> (Clinic, Token) {
    let mut clinic = Clinic::with_apps();
    let session = clinic.sign_in(person, &desk());
    clinic.deliver();
    (clinic, session)
}

fn table() -> Vec<Line> {
    [
        second_step::sign_in_lines(),
        second_step::recovery_lines(),
        account::text_lines(),
        account::step_up_lines(),
        methods::lines(),
        papers::code_lines(),
        papers::document_lines(),
        papers::managers_lines(),
        profile::lines(),
        trusting::lines(),
        settings::lines(),
        helping::lines(),
        managing::lines(),
        house::staff_lines(),
        house::session_lines(),
        house::worker_lines(),
        owner::recovery_lines(),
        owner::ownership_lines(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn owed_since(clinic: &Clinic, id: i64) -> Vec<(String, String)> {
    let foreign = clinic.foreign();
    let mut statement = foreign
        .prepare("SELECT kind, address FROM outbox WHERE id > ?1 ORDER BY id")
        .unwrap();
    statement
        .query_map([id], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap()
        .map(Result::unwrap)
        .collect()
}

#[test]
fn x03_every_change_has_its_rows_of_the_record_and_the_messages_it_owes() {
    for Line {
        file,
        what,
        mut clinic,
        mut act,
        record,
        owes,
    } in table()
    {
        let rows = clinic.record().len();
        let newest = clinic.number("SELECT coalesce(max(id), 0) FROM outbox");
        act(&mut clinic).unwrap_or_else(|error| panic!("{file}, {what}: {error}"));
        let kinds: Vec<String> = clinic.record().into_iter().skip(rows).map(|row| row.kind).collect();
        assert_eq!(kinds, record, "{file}, {what}: the record");
        let owed = owed_since(&clinic, newest);
        let owed: Vec<(&str, &str)> = owed.iter().map(|(kind, to)| (kind.as_str(), to.as_str())).collect();
        assert_eq!(owed, owes, "{file}, {what}: messages");
        assert!(
            matches!(clinic.chain(), store::audit::Chain::Whole { .. }),
            "{file}, {what}: the chain"
        );
    }
}

/// T39 the other way round: where the last of it cannot be written, none of it is.
fn cannot_happen_without(table_name: &str, concerns: impl Fn(&Line) -> bool) {
    let lines: Vec<Line> = table().into_iter().filter(concerns).collect();
    assert!(lines.len() > 10);
    for Line {
        file,
        what,
        mut clinic,
        mut act,
        ..
    } in lines
    {
        let foreign = clinic.foreign();
        let refuse = format!("CREATE TRIGGER no BEFORE INSERT ON {table_name} BEGIN SELECT RAISE(ABORT, 'no'); END");
        foreign.execute_batch(&refuse).unwrap();
        let before = dump(&clinic);
        assert!(
            act(&mut clinic).is_err(),
            "{file}, {what} happens without its row in {table_name}"
        );
        assert!(dump(&clinic) == before, "{file}, {what}: half of it was kept");
        foreign.execute_batch("DROP TRIGGER no").unwrap();
        act(&mut clinic).unwrap_or_else(|error| panic!("{file}, {what} does not go on afterwards: {error}"));
    }
}

#[test]
fn x03_a_change_whose_row_of_the_record_cannot_be_written_does_not_happen() {
    cannot_happen_without("audit", |_| true);
}

#[test]
fn x03_a_change_whose_message_cannot_be_owed_does_not_happen() {
    cannot_happen_without("outbox", |line| !line.owes.is_empty());
}

/// T61: a new action without a line here is found by its file.
#[test]
fn x01_every_file_of_actions_is_in_the_table_or_changes_nothing() {
    let files: BTreeSet<&str> = include_str!("../../src/lib.rs")
        .lines()
        .filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';'))
        .collect();
    let lines = table();
    let covered: BTreeSet<&str> = lines
        .iter()
        .map(|line| line.file)
        .chain(CHANGE_NOTHING.iter().copied())
        .collect();
    assert_eq!(covered, files);
}

/// The settled states name no message that still waits (Z03).
#[test]
fn z03_whatever_is_settled_keeps_no_fields() {
    for Line {
        mut clinic, mut act, ..
    } in table()
    {
        act(&mut clinic).unwrap();
        let settled: Vec<&str> = MessageState::ALL
            .iter()
            .filter(|state| state.is_settled())
            .map(|state| state.as_str())
            .collect();
        let words = settled.join("', '");
        assert_eq!(
            clinic.number(&format!(
                "SELECT count(*) FROM outbox WHERE state IN ('{words}') AND fields IS NOT NULL"
            )),
            0
        );
    }
}
