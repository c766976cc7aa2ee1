//! What managers do for one other person (spec A03 to A05, A07, L05; mistakes T23, T47, T60, T61): by which role, with what
//! left as it was, who is told.

use actions::help_person::{Help, help_person};
use actions::look_person::{PersonView, look_person};
use actions::pause_person::{end_pause, pause_person};
use actions::remove_two_step::remove_two_step;
use actions::reset_password::reset_password_of;
use actions::{ActionError, Token};
use domain::contact::Reason;
use domain::ids::StaffId;
use domain::pause::PauseLength;
use domain::permission::Task;
use domain::step_up::Act;
use domain::time::{DAY, HOUR, MINUTE};
use fixtures::clinic::{BO, Clinic, FAY, JANE, KIM, Person, SAM, browser, desk, elsewhere};

use crate::acts::{Done, dump, ended, own_password_for, recorded_since};

pub(crate) const TEMPORARY: &str = "k7mm2qpx9wzt";

fn reason() -> Option<Reason> {
    Some(Reason::parse("the phone is lost").unwrap())
}

fn id(clinic: &mut Clinic, person: &Person) -> StaffId {
    clinic.staff(person).id
}

fn pause(clinic: &mut Clinic, by: &Token, whom: &Person, length: PauseLength) -> Done {
    let (whom, entropy, at) = (id(clinic, whom), clinic.dice.throw(), clinic.clock.now());
    pause_person(&mut clinic.db, by, whom, length, reason().as_ref(), entropy, at)
}

fn end(clinic: &mut Clinic, by: &Token, whom: &Person) -> Done {
    let (whom, entropy, at) = (id(clinic, whom), clinic.dice.throw(), clinic.clock.now());
    end_pause(&mut clinic.db, by, whom, None, entropy, at)
}

fn remove(clinic: &mut Clinic, by: &Token, whom: &Person) -> Done {
    let (whom, entropy, at) = (id(clinic, whom), clinic.dice.throw(), clinic.clock.now());
    remove_two_step(&mut clinic.db, by, whom, reason().as_ref(), entropy, at)
}

fn reset(clinic: &mut Clinic, by: &Token, whom: &Person) -> Done {
    let (whom, entropy, at) = (id(clinic, whom), clinic.dice.throw(), clinic.clock.now());
    reset_password_of(
        &mut clinic.db,
        by,
        whom,
        &TEMPORARY.into(),
        reason().as_ref(),
        entropy,
        at,
    )
}

fn help(clinic: &mut Clinic, by: &Token, whom: &Person, help: Help) -> Done {
    let (whom, entropy, at) = (id(clinic, whom), clinic.dice.throw(), clinic.clock.now());
    help_person(&mut clinic.db, by, whom, help, None, entropy, at)
}

fn seen(clinic: &mut Clinic, by: &Token, whom: &Person) -> Done<PersonView> {
    let (whom, at) = (id(clinic, whom), clinic.clock.now());
    look_person(&mut clinic.db, by, whom, at)
}

pub(crate) fn pause_sam(clinic: &mut Clinic, by: &Token) -> Done {
    pause(clinic, by, &SAM, PauseLength::Day)
}

pub(crate) fn end_sams_pause(clinic: &mut Clinic, by: &Token) -> Done {
    end(clinic, by, &SAM)
}

pub(crate) fn remove_sam(clinic: &mut Clinic, by: &Token) -> Done {
    remove(clinic, by, &SAM)
}

pub(crate) fn reset_sam(clinic: &mut Clinic, by: &Token) -> Done {
    reset(clinic, by, &SAM)
}

pub(crate) fn help_sam(clinic: &mut Clinic, by: &Token, with: Help) -> Done {
    help(clinic, by, &SAM, with)
}

/// jane, signed in, who has typed her password for `act`.
pub(crate) fn jane_for(clinic: &mut Clinic, act: Act) -> Token {
    manager_for(clinic, &JANE, act)
}

fn manager_for(clinic: &mut Clinic, person: &Person, act: Act) -> Token {
    let session = clinic.sign_in(person, &browser(70));
    own_password_for(clinic, &session, act, person.password);
    session
}

fn apps() -> Clinic {
    let mut clinic = Clinic::with_apps();
    clinic.deliver();
    clinic
}

/// Rows of a table that are this person's.
fn rows_of(clinic: &Clinic, table: &str, person: &Person) -> i64 {
    let whose = format!("(SELECT id FROM staff WHERE username = '{}')", person.username);
    clinic.number(&format!("SELECT count(*) FROM {table} WHERE staff_id = {whose}"))
}

const TRUSTED: &str = "SELECT count(*) FROM trusted_browsers WHERE ended_at IS NULL";
const PAUSED: &str = "SELECT count(*) FROM pauses WHERE ended_at IS NULL";
const ENDED_MAILS: &str = "SELECT count(*) FROM outbox WHERE kind = 'pause_ended'";

#[test]
fn a04_a_pause_lets_the_password_alone_in_and_keeps_methods_code_and_default() {
    let mut clinic = apps();
    let before = clinic.staff(&KIM).two_step;
    let code = clinic.recovery_code(&KIM);
    let jane = jane_for(&mut clinic, Act::Pause);
    pause(&mut clinic, &jane, &KIM, PauseLength::Day).unwrap();
    let row = clinic.staff(&KIM);
    assert!(row.person().is_paused(clinic.clock.now()));
    assert_eq!(row.two_step, before);
    assert_eq!(clinic.recovery_code(&KIM), code);
    let alone = "SELECT count(*) FROM sessions WHERE how = 'password'";
    let janes = clinic.number(alone);
    clinic.sign_in(&KIM, &elsewhere());
    assert_eq!(clinic.number(alone), janes + 1);
}

/// Z08, X01: on the instant, by the clock alone; one mail, by whoever looks first.
#[test]
fn a04_a_pause_ends_by_itself_on_the_instant_with_the_worker_off_too() {
    for length in PauseLength::ALL {
        let mut clinic = apps();
        let jane = jane_for(&mut clinic, Act::Pause);
        pause(&mut clinic, &jane, &BO, *length).unwrap();
        clinic.deliver();
        clinic.clock.plus(length.ms() - 1);
        clinic.sign_in(&BO, &desk());
        assert_eq!((clinic.number(PAUSED), clinic.number(ENDED_MAILS)), (1, 0), "{length}");
        clinic.clock.plus(1);
        clinic.pending(&BO, &desk());
        assert_eq!((clinic.number(PAUSED), clinic.number(ENDED_MAILS)), (0, 1), "{length}");
        clinic.expire();
        assert_eq!(clinic.number(ENDED_MAILS), 1, "{length}");
    }
}

#[test]
fn a04_the_worker_ends_a_pause_whose_time_is_over() {
    let mut clinic = apps();
    let jane = jane_for(&mut clinic, Act::Pause);
    pause(&mut clinic, &jane, &BO, PauseLength::Hour).unwrap();
    clinic.clock.plus(HOUR - 1);
    assert_eq!(clinic.expire().ended, 0);
    clinic.clock.plus(1);
    assert_eq!(clinic.expire().ended, 1);
    assert_eq!((clinic.number(PAUSED), clinic.number(ENDED_MAILS)), (0, 1));
}

/// T41: what was trusted before a pause is not trusted after it.
#[test]
fn a04_a_pause_ends_trust() {
    let mut clinic = apps();
    clinic.allow_trust();
    clinic.sign_in_and_trust(&BO, &desk());
    let jane = jane_for(&mut clinic, Act::Pause);
    pause(&mut clinic, &jane, &BO, PauseLength::Hour).unwrap();
    assert_eq!(clinic.number(TRUSTED), 0);
    clinic.clock.plus(HOUR);
    clinic.pending(&BO, &desk());
}

#[test]
fn a04_people_without_a_method_can_be_paused_and_nobody_twice_at_once() {
    let mut clinic = apps();
    let jane = jane_for(&mut clinic, Act::Pause);
    pause(&mut clinic, &jane, &FAY, PauseLength::Hour).unwrap();
    own_password_for(&mut clinic, &jane, Act::Pause, JANE.password);
    let again = pause(&mut clinic, &jane, &FAY, PauseLength::Week);
    assert!(matches!(again, Err(ActionError::Denied(_))), "{again:?}");
    clinic.clock.plus(HOUR);
    own_password_for(&mut clinic, &jane, Act::Pause, JANE.password);
    pause(&mut clinic, &jane, &FAY, PauseLength::Hour).unwrap();
    assert_eq!(clinic.number("SELECT count(*) FROM pauses"), 2);
}

#[test]
fn l05_the_end_of_a_pause_lifting_and_remove_end_the_wait_and_keep_the_ladder_s_height() {
    for way in ["pause", "lift", "remove"] {
        let mut clinic = Clinic::new();
        let pending = clinic.pending(&SAM, &elsewhere());
        clinic.wrong_codes(&SAM, &pending, &elsewhere(), 5);
        let rung = "SELECT coalesce(max(rung), 0) FROM code_ladders";
        let month = "SELECT count(*) FROM wrong_codes";
        let waits = "SELECT count(*) FROM code_ladders WHERE wait_wall IS NOT NULL";
        assert_eq!((clinic.number(rung), clinic.number(waits)), (1, 1));
        match way {
            "pause" => {
                let jane = jane_for(&mut clinic, Act::Pause);
                pause(&mut clinic, &jane, &SAM, PauseLength::Hour).unwrap();
                assert_eq!(clinic.number(waits), 1, "a pause itself lifts nothing");
                end(&mut clinic, &jane, &SAM).unwrap();
            }
            "lift" => {
                let jane = jane_for(&mut clinic, Act::HelpOther);
                help(&mut clinic, &jane, &SAM, Help::LiftWait).unwrap();
                let again = help(&mut clinic, &jane, &SAM, Help::LiftWait);
                assert!(matches!(again, Err(ActionError::Denied(_))));
            }
            _ => {
                let jane = jane_for(&mut clinic, Act::Remove);
                remove(&mut clinic, &jane, &SAM).unwrap();
            }
        }
        let kept = (clinic.number(rung), clinic.number(waits), clinic.number(month));
        assert_eq!(kept, (1, 0, 5), "{way}");
    }
}

/// T47, T10.
#[test]
fn a04_remove_takes_methods_code_trust_and_sessions_and_the_password_alone_signs_in() {
    let mut clinic = apps();
    clinic.allow_trust();
    let kims = clinic.sign_in_and_trust(&KIM, &desk());
    let jane = jane_for(&mut clinic, Act::Remove);
    remove(&mut clinic, &jane, &KIM).unwrap();
    assert_eq!(
        ended(&mut clinic, &kims).as_deref(),
        Some("2-Step Verification was removed")
    );
    assert_eq!(clinic.number(TRUSTED), 0);
    for table in ["methods", "recovery_codes"] {
        assert_eq!(rows_of(&clinic, table, &KIM), 0, "{table}");
    }
    clinic.sign_in(&KIM, &desk());
    let view = seen(&mut clinic, &jane, &KIM).unwrap();
    assert!(!view.two_step.is_on() && !view.has_recovery && !view.allows(Task::Remove));
}

/// T60.
#[test]
fn a07_a_reset_touches_no_second_step_and_signs_nobody_in() {
    let mut clinic = apps();
    let before = clinic.staff(&BO).two_step;
    let bos = clinic.sign_in(&BO, &desk());
    let jane = jane_for(&mut clinic, Act::ResetPassword);
    reset(&mut clinic, &jane, &BO).unwrap();
    assert_eq!(clinic.staff(&BO).two_step, before);
    assert_eq!(ended(&mut clinic, &bos).as_deref(), Some("your password was reset"));
    let changed = Person {
        password: TEMPORARY,
        ..BO
    };
    clinic.pending(&changed, &desk());
}

#[test]
fn a07_reset_and_remove_by_one_hand_within_a_day_are_told_to_all_managers() {
    let warned = |clinic: &Clinic| clinic.number("SELECT count(*) FROM outbox WHERE kind = 'reset_and_removed'");
    for (later, second, told) in [
        (MINUTE, &JANE, 2),
        (DAY, &JANE, 2),
        (DAY + 1, &JANE, 0),
        (MINUTE, &FAY, 0),
    ] {
        for acts in [[Act::ResetPassword, Act::Remove], [Act::Remove, Act::ResetPassword]] {
            let mut clinic = apps();
            for (act, by) in acts.into_iter().zip([&JANE, second]) {
                let session = manager_for(&mut clinic, by, act);
                if act == Act::Remove {
                    remove(&mut clinic, &session, &BO).unwrap();
                } else {
                    reset(&mut clinic, &session, &BO).unwrap();
                }
                if act == acts[0] {
                    assert_eq!(warned(&clinic), 0);
                    clinic.clock.plus(later);
                }
            }
            assert_eq!(warned(&clinic), told, "{later} ms later, {}", second.username);
        }
    }
}

#[test]
fn a07_no_change_of_a_user_name_hides_it() {
    let mut clinic = apps();
    let jane = jane_for(&mut clinic, Act::Remove);
    remove(&mut clinic, &jane, &BO).unwrap();
    let renamed = "UPDATE staff SET username = username || '2', username_key = username_key || '2'";
    let whom = id(&mut clinic, &BO);
    own_password_for(&mut clinic, &jane, Act::ResetPassword, JANE.password);
    clinic.foreign().execute_batch(renamed).unwrap();
    let (entropy, at) = (clinic.dice.throw(), clinic.clock.now());
    reset_password_of(
        &mut clinic.db,
        &jane,
        whom,
        &TEMPORARY.into(),
        reason().as_ref(),
        entropy,
        at,
    )
    .unwrap();
    assert_eq!(
        clinic.number("SELECT count(*) FROM outbox WHERE kind = 'reset_and_removed'"),
        2
    );
}

#[test]
fn a03_staff_do_nothing_of_it_and_nobody_does_it_to_the_own_account() {
    type Try = fn(&mut Clinic, &Token, &Person) -> Done;
    let acts: [(&str, Try); 7] = [
        ("pause", |clinic, by, whom| pause(clinic, by, whom, PauseLength::Day)),
        ("end pause", end),
        ("remove", remove),
        ("reset", reset),
        ("lift", |clinic, by, whom| help(clinic, by, whom, Help::LiftWait)),
        ("sessions", |clinic, by, whom| help(clinic, by, whom, Help::EndSessions)),
        ("trust", |clinic, by, whom| help(clinic, by, whom, Help::EndTrust)),
    ];
    for (by, whom) in [
        (&SAM, &BO),
        (&BO, &JANE),
        (&KIM, &SAM),
        (&SAM, &SAM),
        (&JANE, &JANE),
        (&FAY, &FAY),
    ] {
        let mut clinic = apps();
        let session = clinic.sign_in(by, &desk());
        let before = dump(&clinic);
        for (what, act) in acts {
            let done = act(&mut clinic, &session, whom);
            assert!(
                matches!(done, Err(ActionError::Denied(_))),
                "{what} by {}: {done:?}",
                by.username
            );
            assert!(dump(&clinic) == before, "{what}");
        }
    }
}

#[test]
fn a03_full_access_helps_the_owner_too() {
    let mut clinic = apps();
    let fay = manager_for(&mut clinic, &FAY, Act::Pause);
    pause(&mut clinic, &fay, &JANE, PauseLength::Hour).unwrap();
    own_password_for(&mut clinic, &fay, Act::ResetPassword, FAY.password);
    reset(&mut clinic, &fay, &JANE).unwrap();
}

#[test]
fn a03_a_demoted_manager_with_an_open_screen_does_and_sees_nothing_any_more() {
    let mut clinic = apps();
    let fay = manager_for(&mut clinic, &FAY, Act::Pause);
    let demoted = "UPDATE staff SET access = 'staff' WHERE username = 'fay'";
    clinic.foreign().execute_batch(demoted).unwrap();
    let before = dump(&clinic);
    let done = pause(&mut clinic, &fay, &BO, PauseLength::Hour);
    assert!(matches!(done, Err(ActionError::Denied(_))), "{done:?}");
    assert!(matches!(seen(&mut clinic, &fay, &BO), Err(ActionError::Denied(_))));
    assert!(dump(&clinic) == before);
}

#[test]
fn a03_no_act_of_a03_and_no_reset_goes_without_a_reason() {
    let mut clinic = apps();
    clinic.sign_in(&BO, &desk());
    let jane = jane_for(&mut clinic, Act::Pause);
    let (whom, entropy, at) = (id(&mut clinic, &BO), clinic.dice.throw(), clinic.clock.now());
    let before = dump(&clinic);
    let all = [
        pause_person(&mut clinic.db, &jane, whom, PauseLength::Day, None, entropy, at),
        remove_two_step(&mut clinic.db, &jane, whom, None, entropy, at),
        reset_password_of(&mut clinic.db, &jane, whom, &TEMPORARY.into(), None, entropy, at),
    ];
    for done in all {
        assert!(matches!(done, Err(ActionError::Refused(_))), "{done:?}");
    }
    assert!(dump(&clinic) == before);
}

#[test]
fn a05_ending_sessions_and_trust_is_recorded_by_whom_and_nothing_to_end_is_said() {
    let mut clinic = apps();
    clinic.allow_trust();
    clinic.sign_in_and_trust(&BO, &desk());
    clinic.sign_in(&BO, &elsewhere());
    let jane = jane_for(&mut clinic, Act::HelpOther);
    for (ends, kinds) in [
        (Help::EndSessions, vec!["session.ended"; 2]),
        (Help::EndTrust, vec!["trust.ended"]),
    ] {
        let rows = clinic.record().len();
        help(&mut clinic, &jane, &BO, ends).unwrap();
        let new = recorded_since(&mut clinic, rows).into_iter();
        assert_eq!(new.map(|(kind, _)| kind).collect::<Vec<_>>(), kinds);
        let mut new = clinic.record().into_iter().skip(rows);
        assert!(new.all(|row| row.actor == "jane" && row.subject == "bo"));
        let again = help(&mut clinic, &jane, &BO, ends);
        assert!(matches!(again, Err(ActionError::Refused(_))), "{again:?}");
    }
}

#[test]
fn a03_what_a_manager_sees_of_another_is_masked_and_says_what_may_be_done() {
    let mut clinic = apps();
    let jane = clinic.sign_in(&JANE, &desk());
    let view = seen(&mut clinic, &jane, &KIM).unwrap();
    assert!(view.allows(Task::Pause) && view.allows(Task::Remove));
    assert!(!view.allows(Task::EndPause) && !view.allows(Task::LiftWait));
    assert!(!view.mobile.unwrap().contains("604"));
    let own = seen(&mut clinic, &jane, &JANE).unwrap();
    assert!(own.is_oneself && !own.allows(Task::Pause) && !own.allows(Task::ResetPassword));
}
