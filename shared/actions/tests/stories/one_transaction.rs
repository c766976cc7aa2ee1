//! X01, X03, T61: every change has its rows of the record and the messages it owes in its own transaction, and without
//! them it does not happen. One table over every action; a file of `actions` that is in no line of it fails a test.

use std::collections::BTreeSet;

use actions::add_staff::FirstPassword;
use actions::begin_sign_in::Begun;
use actions::end_session::{Why, end_dead_sessions, end_session};
use actions::save_recovery_code::{Kept, save_recovery_code, show_recovery_code};
use actions::{ActionError, Token};
use domain::code::TypedCode;
use domain::delivery::Handover;
use domain::message::MessageState;
use domain::recovery_code::TypedRecoveryCode;
use domain::time::{HOUR, MINUTE, SECOND};
use fixtures::clinic::{
    Clinic, FAY, JANE, OPERATOR, Person, SAM, another_code, desk, elsewhere, maple, mobile, second_step, to_add, typed,
};
use rusqlite::types::Value;
use store::outbox::{Channel, Underway};

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
const CHANGE_NOTHING: [&str; 2] = ["code_screen", "look"];

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
    let mut clinic = Clinic::new();
    let session = clinic.sign_in(person, &desk());
    clinic.deliver();
    (clinic, session)
}

fn answer(pending: Token, code: String) -> impl FnMut(&mut Clinic) -> Result<(), ActionError> {
    move |clinic| clinic.try_answer(&pending, &elsewhere(), &code).map(|_| ())
}

fn sign_in_lines() -> Vec<Line> {
    let begin = |name: &'static str, password: &'static str| {
        move |clinic: &mut Clinic| clinic.try_begin(name, password, &elsewhere()).map(|_| ())
    };
    let mut ninth = Clinic::new();
    (0..9).for_each(|_| drop(ninth.begin("sam", "wrong", &elsewhere())));
    let mut tenth = Clinic::new();
    (0..10).for_each(|_| drop(tenth.begin("sam", "wrong", &elsewhere())));
    let (right, pending, code) = at_second_step();
    let (wrong, wrong_pending, wrong_code) = at_second_step();
    let (mut third, third_pending, third_code) = at_second_step();
    third.wrong_codes(&SAM, &third_pending, &elsewhere(), 2);
    let (mut fifth, fifth_pending, fifth_code) = at_second_step();
    fifth.wrong_codes(&SAM, &fifth_pending, &elsewhere(), 4);
    let (mut sixth, sixth_pending, sixth_code) = at_second_step();
    sixth.wrong_codes(&SAM, &sixth_pending, &elsewhere(), 5);
    let (dead, dead_pending, dead_code) = at_second_step();
    dead.clock.plus(6 * MINUTE);
    let (resent, resent_pending, _) = at_second_step();
    resent.clock.plus(MINUTE);
    vec![
        line(
            "begin_sign_in",
            "2SV off",
            Clinic::new(),
            begin("jane", JANE.password),
            &["sign_in.done"],
            &[("new_browser", JANE.email)],
        ),
        line(
            "begin_sign_in",
            "2SV on",
            Clinic::new(),
            begin("sam", SAM.password),
            &["sign_in.password", "code.asked"],
            &[("code", SAM.mobile)],
        ),
        line(
            "begin_sign_in",
            "wrong",
            Clinic::new(),
            begin("sam", "wrong"),
            &["sign_in.password_wrong"],
            &[],
        ),
        line(
            "begin_sign_in",
            "unknown",
            Clinic::new(),
            begin("nobody", "wrong"),
            &["sign_in.password_wrong"],
            &[],
        ),
        line(
            "begin_sign_in",
            "tenth wrong",
            ninth,
            begin("sam", "wrong"),
            &["sign_in.password_wrong", "password_lockout.started"],
            &[],
        ),
        line(
            "begin_sign_in",
            "in a wait",
            tenth,
            begin("sam", "wrong"),
            &["sign_in.locked_out"],
            &[],
        ),
        line(
            "answer_code",
            "right",
            right,
            answer(pending, code),
            &["sign_in.done"],
            &[("new_browser", SAM.email)],
        ),
        line(
            "answer_code",
            "wrong",
            wrong,
            answer(wrong_pending, another_code(&wrong_code)),
            &["code.wrong"],
            &[],
        ),
        line(
            "answer_code",
            "third wrong",
            third,
            answer(third_pending, another_code(&third_code)),
            &["code.wrong"],
            &[("wrong_codes", SAM.email)],
        ),
        line(
            "answer_code",
            "fifth wrong",
            fifth,
            answer(fifth_pending, another_code(&fifth_code)),
            &["code.wrong", "lockout.started"],
            &[("lockout", SAM.email)],
        ),
        line(
            "answer_code",
            "in a wait",
            sixth,
            answer(sixth_pending, sixth_code),
            &["code.locked_out"],
            &[],
        ),
        line(
            "answer_code",
            "dead",
            dead,
            answer(dead_pending, dead_code),
            &["code.dead"],
            &[],
        ),
        line(
            "resend_code",
            "again",
            resent,
            move |clinic| {
                let seat = elsewhere();
                let command = second_step(&clinic.policy, &clinic.dice, &resent_pending, &(), &seat);
                actions::resend_code::resend_code(&mut clinic.db, &command, clinic.clock.now()).map(|_| ())
            },
            &["code.asked"],
            &[("code", SAM.mobile)],
        ),
    ]
}

fn recovery(pending: Token, code: String) -> impl FnMut(&mut Clinic) -> Result<(), ActionError> {
    move |clinic| {
        let (seat, code) = (elsewhere(), TypedRecoveryCode::parse(&code).unwrap());
        let command = second_step(&clinic.policy, &clinic.dice, &pending, &code, &seat);
        actions::use_recovery_code::use_recovery_code(&mut clinic.db, &command, clinic.clock.now()).map(|_| ())
    }
}

/// fay with texts on and the recovery code not kept yet.
fn before_keeping() -> (Clinic, Token) {
    let (mut clinic, session) = signed_in(&FAY);
    clinic.turn_texts_on(&session, FAY.mobile);
    clinic.deliver();
    (clinic, session)
}

fn recovery_lines() -> Vec<Line> {
    let (used, pending, _) = at_second_step();
    let code = used.sams_recovery_code.clone();
    let (wrong, wrong_pending, _) = at_second_step();
    let (shown, show_to) = before_keeping();
    let (saved, save_for) = before_keeping();
    vec![
        line(
            "use_recovery_code",
            "right",
            used,
            recovery(pending, code),
            &["recovery_code.used", "sign_in.done"],
            &[("recovery_used", SAM.email)],
        ),
        line(
            "use_recovery_code",
            "wrong",
            wrong,
            recovery(wrong_pending, "AAAAAA".into()),
            &["recovery_code.wrong"],
            &[],
        ),
        line(
            "save_recovery_code",
            "shown",
            shown,
            move |clinic| {
                show_recovery_code(&mut clinic.db, &show_to, clinic.dice.throw(), clinic.clock.now()).map(|_| ())
            },
            &["recovery_code.shown"],
            &[],
        ),
        line(
            "save_recovery_code",
            "kept",
            saved,
            move |clinic| {
                save_recovery_code(
                    &mut clinic.db,
                    &save_for,
                    Kept::Copied,
                    clinic.dice.throw(),
                    clinic.clock.now(),
                )
            },
            &["recovery_code.saved"],
            &[],
        ),
    ]
}

fn set_up(session: Token, code: String) -> impl FnMut(&mut Clinic) -> Result<(), ActionError> {
    move |clinic| {
        let (code, entropy, at) = (
            TypedCode::parse(&code).unwrap(),
            clinic.dice.throw(),
            clinic.clock.now(),
        );
        actions::enrol_sms::confirm_set_up(&mut clinic.db, &session, &code, &clinic.policy, entropy, at).map(|_| ())
    }
}

/// A session with a set-up code on its way to `number`.
fn in_set_up(person: &Person, number: &str) -> (Clinic, Token, String) {
    let (mut clinic, session) = signed_in(person);
    let (entropy, at) = (clinic.dice.throw(), clinic.clock.now());
    actions::enrol_sms::send_set_up_code(&mut clinic.db, &session, &mobile(number), &clinic.policy, entropy, at)
        .unwrap();
    let code = clinic.read_phone();
    (clinic, session, code)
}

fn two_step_lines() -> Vec<Line> {
    let (asked, asks) = signed_in(&FAY);
    let (on, on_session, on_code) = in_set_up(&FAY, FAY.mobile);
    let (replaced, replaced_session, replaced_code) = in_set_up(&SAM, NEW_NUMBER);
    let (off, off_session) = signed_in(&SAM);
    vec![
        line(
            "enrol_sms",
            "asked",
            asked,
            move |clinic| {
                let (entropy, at) = (clinic.dice.throw(), clinic.clock.now());
                let number = mobile(NEW_NUMBER);
                actions::enrol_sms::send_set_up_code(&mut clinic.db, &asks, &number, &clinic.policy, entropy, at)
                    .map(|_| ())
            },
            &["code.asked"],
            &[("code", NEW_NUMBER)],
        ),
        line(
            "enrol_sms",
            "on",
            on,
            set_up(on_session, on_code),
            &["two_step.on"],
            &[("two_step_on", FAY.email)],
        ),
        line(
            "enrol_sms",
            "replaced",
            replaced,
            set_up(replaced_session, replaced_code),
            &["method.replaced"],
            &[("number_changed", SAM.email), ("number_changed", SAM.mobile)],
        ),
        line(
            "turn_off",
            "off",
            off,
            move |clinic| {
                actions::turn_off::turn_off(&mut clinic.db, &off_session, clinic.dice.throw(), clinic.clock.now())
            },
            &["two_step.off"],
            &[("two_step_off", SAM.email)],
        ),
    ]
}

fn own_password(session: Token, password: &'static str) -> impl FnMut(&mut Clinic) -> Result<(), ActionError> {
    move |clinic| {
        let (entropy, at) = (clinic.dice.throw(), clinic.clock.now());
        actions::step_up::password(&mut clinic.db, &session, &typed(password), &clinic.policy, entropy, at).map(|_| ())
    }
}

fn step_up_lines() -> Vec<Line> {
    let (wrong, wrong_session) = signed_in(&SAM);
    let (mut third, third_session) = signed_in(&SAM);
    let again = third_session.clone();
    let mut fail = own_password(again, "wrong");
    (0..2).for_each(|_| fail(&mut third).unwrap());
    let (text, text_session) = signed_in(&SAM);
    let (mut code, code_session) = signed_in(&SAM);
    let (entropy, at) = (code.dice.throw(), code.clock.now());
    actions::step_up::text(&mut code.db, &code_session, &code.policy, entropy, at).unwrap();
    let six = TypedCode::parse(&code.read_phone()).unwrap();
    let (spare, spare_session) = signed_in(&SAM);
    vec![
        line(
            "step_up",
            "wrong password",
            wrong,
            own_password(wrong_session, "wrong"),
            &["step_up"],
            &[],
        ),
        line(
            "step_up",
            "third failure",
            third,
            own_password(third_session, "wrong"),
            &["step_up"],
            &[("step_up_failed", SAM.email)],
        ),
        line(
            "step_up",
            "text",
            text,
            move |clinic| {
                let (entropy, at) = (clinic.dice.throw(), clinic.clock.now());
                actions::step_up::text(&mut clinic.db, &text_session, &clinic.policy, entropy, at).map(|_| ())
            },
            &["code.asked"],
            &[("code", SAM.mobile)],
        ),
        line(
            "step_up",
            "code",
            code,
            move |clinic| {
                let (entropy, at) = (clinic.dice.throw(), clinic.clock.now());
                actions::step_up::code(&mut clinic.db, &code_session, &six, &clinic.policy, entropy, at).map(|_| ())
            },
            &["step_up"],
            &[],
        ),
        line(
            "step_up",
            "recovery code",
            spare,
            move |clinic| {
                let (entropy, at) = (clinic.dice.throw(), clinic.clock.now());
                let code = TypedRecoveryCode::parse(&clinic.sams_recovery_code).unwrap();
                actions::step_up::recovery_code(&mut clinic.db, &spare_session, &code, &clinic.policy, entropy, at)
                    .map(|_| ())
            },
            &["recovery_code.used", "step_up"],
            &[("recovery_used", SAM.email)],
        ),
    ]
}

const PAT: Person = Person {
    username: "pat",
    name: "Pat New",
    email: "pat@maple.example",
    ..SAM
};

fn staff_lines() -> Vec<Line> {
    let mut temporary = Clinic::new();
    let (entropy, at) = (temporary.dice.throw(), temporary.clock.now());
    actions::reset_password::reset_password(&mut temporary.db, "jane", &"k7mm2qpx9wzt".into(), OPERATOR, entropy, at)
        .unwrap();
    let Begun::SignedIn { session } = temporary.begin("jane", "k7mm2qpx9wzt", &desk()) else {
        panic!("not let in")
    };
    vec![
        line(
            "init_clinic",
            "made",
            Clinic::unfounded(),
            |clinic| {
                let first = FirstPassword::Own(JANE.password.into());
                let (entropy, at) = (clinic.dice.throw(), clinic.clock.now());
                actions::init_clinic::init_clinic(
                    &mut clinic.db,
                    &maple(),
                    &to_add(&JANE),
                    &first,
                    OPERATOR,
                    entropy,
                    at,
                )
            },
            &["clinic.made", "staff.added"],
            &[],
        ),
        line(
            "add_staff",
            "added",
            Clinic::new(),
            |clinic| {
                let first = FirstPassword::Own(PAT.password.into());
                let (entropy, at) = (clinic.dice.throw(), clinic.clock.now());
                actions::add_staff::add_staff(&mut clinic.db, &to_add(&PAT), &first, OPERATOR, entropy, at).map(|_| ())
            },
            &["staff.added"],
            &[],
        ),
        line(
            "list_staff",
            "read",
            Clinic::new(),
            |clinic| {
                actions::list_staff::list_staff(&mut clinic.db, OPERATOR, clinic.dice.throw(), clinic.clock.now())
                    .map(|_| ())
            },
            &["staff.listed"],
            &[],
        ),
        line(
            "reset_password",
            "reset",
            Clinic::new(),
            |clinic| {
                let (entropy, at) = (clinic.dice.throw(), clinic.clock.now());
                actions::reset_password::reset_password(
                    &mut clinic.db,
                    "sam",
                    &"k7mm2qpx9wzt".into(),
                    OPERATOR,
                    entropy,
                    at,
                )
            },
            &["password.reset"],
            &[("password_reset", SAM.email)],
        ),
        line(
            "choose_password",
            "chosen",
            temporary,
            move |clinic| {
                let (entropy, at) = (clinic.dice.throw(), clinic.clock.now());
                let new = typed("nettle orbit 58 window");
                actions::choose_password::choose_password(&mut clinic.db, &session, &new, entropy, at).map(|_| ())
            },
            &["password.changed"],
            &[("password_changed", JANE.email)],
        ),
    ]
}

fn session_lines() -> Vec<Line> {
    let (ended, session) = signed_in(&JANE);
    let (dead, _) = signed_in(&JANE);
    vec![
        line(
            "end_session",
            "signed out",
            ended,
            move |clinic| {
                end_session(
                    &mut clinic.db,
                    &session,
                    Why::SignedOut,
                    clinic.dice.throw(),
                    clinic.clock.now(),
                )
            },
            &["session.ended"],
            &[],
        ),
        line(
            "end_session",
            "found dead",
            dead,
            |clinic| end_dead_sessions(&mut clinic.db, |_| false, clinic.dice.throw(), clinic.clock.now()).map(|_| ()),
            &["session.ended"],
            &[],
        ),
    ]
}

fn claimed() -> (Clinic, Box<actions::claim_message::ToSend>) {
    let (mut clinic, ..) = at_second_step();
    let (entropy, at) = (clinic.dice.throw(), clinic.clock.now());
    match actions::claim_message::claim_message(&mut clinic.db, Channel::Text, entropy, at).unwrap() {
        actions::claim_message::Claim::Send(message) => (clinic, message),
        other => panic!("{other:?}"),
    }
}

fn settle(
    message: Box<actions::claim_message::ToSend>,
    handover: Handover,
) -> impl FnMut(&mut Clinic) -> Result<(), ActionError> {
    move |clinic| {
        let (entropy, at) = (clinic.dice.throw(), clinic.clock.now());
        actions::settle_message::settle_message(&mut clinic.db, &message.claimed, &handover, entropy, at).map(|_| ())
    }
}

fn failed(code: u32) -> Handover {
    Handover::Refused {
        why: domain::delivery::Rejection::Twilio(code),
    }
}

fn worker_lines() -> Vec<Line> {
    let (late, ..) = at_second_step();
    late.clock.plus(5 * MINUTE);
    let (settled, message) = claimed();
    let (blamed, blamed_message) = claimed();
    let (mut followed, followed_message) = claimed();
    settle(
        followed_message,
        Handover::Accepted {
            reference: "SM42".into(),
        },
    )(&mut followed)
    .unwrap();
    followed.clock.plus(2 * SECOND);
    let at = followed.clock.now();
    let underway: Underway = actions::follow_up::texts_to_look_at(&mut followed.db, at)
        .unwrap()
        .remove(0);
    let (unfinished, ..) = at_second_step();
    unfinished.clock.plus(10 * MINUTE);
    let (mut waiting, pending, _) = at_second_step();
    waiting.wrong_codes(&SAM, &pending, &elsewhere(), 5);
    waiting.clock.plus(10 * MINUTE);
    waiting.expire();
    waiting.clock.plus(HOUR);
    let (orphaned, _) = claimed();
    vec![
        line(
            "claim_message",
            "too late",
            late,
            |clinic| {
                let (entropy, at) = (clinic.dice.throw(), clinic.clock.now());
                actions::claim_message::claim_message(&mut clinic.db, Channel::Text, entropy, at).map(|_| ())
            },
            &["message"],
            &[],
        ),
        line(
            "settle_message",
            "handed over",
            settled,
            settle(
                message,
                Handover::Accepted {
                    reference: "SM1".into(),
                },
            ),
            &["message"],
            &[],
        ),
        line(
            "settle_message",
            "the clinic's fault",
            blamed,
            settle(blamed_message, failed(20_003)),
            &["message"],
            &[("texts_failing", FAY.email), ("texts_failing", JANE.email)],
        ),
        line(
            "follow_up",
            "delivered",
            followed,
            move |clinic| {
                let (entropy, at) = (clinic.dice.throw(), clinic.clock.now());
                actions::follow_up::note_fate(
                    &mut clinic.db,
                    &underway,
                    Some(domain::delivery::Fate::Delivered),
                    entropy,
                    at,
                )
            },
            &["message"],
            &[],
        ),
        line(
            "expire_due",
            "unfinished",
            unfinished,
            expire,
            &["sign_in.unfinished"],
            &[("unfinished", SAM.email)],
        ),
        line("expire_due", "wait over", waiting, expire, &["lockout.ended"], &[]),
        line(
            "start_worker",
            "orphan",
            orphaned,
            |clinic| {
                actions::start_worker::start_worker(&mut clinic.db, clinic.dice.throw(), clinic.clock.now()).map(|_| ())
            },
            &["message"],
            &[],
        ),
        line(
            "start_worker",
            "clock jumped",
            Clinic::new(),
            |clinic| {
                actions::start_worker::record_clock_jump(
                    &mut clinic.db,
                    61_000,
                    clinic.dice.throw(),
                    clinic.clock.now(),
                )
            },
            &["clock.jumped"],
            &[],
        ),
    ]
}

fn expire(clinic: &mut Clinic) -> Result<(), ActionError> {
    actions::expire_due::expire_due(&mut clinic.db, clinic.dice.throw(), clinic.clock.now()).map(|_| ())
}

fn table() -> Vec<Line> {
    [
        sign_in_lines(),
        recovery_lines(),
        two_step_lines(),
        step_up_lines(),
        staff_lines(),
        session_lines(),
        worker_lines(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Every row of every table.
fn dump(clinic: &Clinic) -> Vec<(String, Vec<Vec<Value>>)> {
    let foreign = clinic.foreign();
    let mut names = foreign
        .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
        .unwrap();
    let names: Vec<String> = names
        .query_map([], |row| row.get(0))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    let rows_of = |name: &str| {
        let mut statement = foreign.prepare(&format!("SELECT * FROM {name}")).unwrap();
        let columns = statement.column_count();
        let rows = statement.query_map([], |row| (0..columns).map(|at| row.get(at)).collect());
        rows.unwrap().map(Result::unwrap).collect()
    };
    names.iter().map(|name| (name.clone(), rows_of(name))).collect()
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
    let covered: BTreeSet<&str> = lines.iter().map(|line| line.file).chain(CHANGE_NOTHING).collect();
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
