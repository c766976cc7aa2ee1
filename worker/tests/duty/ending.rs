//! What ends by itself, at its instant (spec C02, L09, R09, S10, S16, T02, Z08).

use std::fs::File;

use actions::Token;
use actions::answer_code::{Answered, TypedAnswer, answer_code};
use actions::save_document::offer_pickup;
use actions::set_enforcement::{Switches, set_enforcement};
use domain::code::TypedCode;
use domain::person::Method;
use domain::sign_in::Outcome;
use domain::time::{DAY, HOUR, MINUTE, SECOND};
use fixtures::clinic::{Clinic, Clock, FAY, JANE, LOCK, SAM, desk, elsewhere, recovery_page, second_step};
use setup::locks::{WorkerState, worker_seen};
use worker::transports::memory::Memory;
use worker::{Background, Settings, Transports};

use crate::bench::{Bench, last_recorded, settings, wait_until};

const OPEN: &str = "SELECT count(*) FROM challenges WHERE state = 'open'";
const WAITING: &str = "SELECT count(*) FROM code_ladders WHERE wait_wall IS NOT NULL";
const TO_FETCH: &str = "SELECT count(*) FROM documents WHERE number_tag IS NOT NULL AND state = 'waiting'";
const TRUSTED: &str = "SELECT count(*) FROM trusted_browsers WHERE ended_at IS NULL";
const RUNNING: &str = "SELECT count(*) FROM sessions WHERE ended_at IS NULL";

#[test]
fn c02_a_code_is_marked_expired_ten_seconds_after_its_five_minutes_and_not_before() {
    let mut bench = Bench::new();
    bench.clinic.pending(&SAM, &elsewhere());
    bench.after(5 * MINUTE + 10 * SECOND - 1);
    assert_eq!(bench.clinic.number(OPEN), 1);
    bench.after(1);
    assert_eq!(bench.clinic.number(OPEN), 0);
}

#[test]
fn l09_a_wait_is_lifted_at_its_instant_and_nobody_is_mailed_of_it() {
    let mut bench = Bench::new();
    let pending = bench.clinic.pending(&SAM, &elsewhere());
    let last = bench.clinic.wrong_codes(&SAM, &pending, &elsewhere(), 5);
    assert!(matches!(last, Outcome::MustWait(_)), "{last:?}");
    bench.tick();
    bench.after(15 * MINUTE - 1);
    assert_eq!((bench.clinic.number(WAITING), bench.recorded("lockout.ended")), (1, 0));
    let mails = bench.mails_owed().len();
    bench.after(1);
    assert_eq!((bench.clinic.number(WAITING), bench.recorded("lockout.ended")), (0, 1));
    assert_eq!(bench.mails_owed().len(), mails);
}

/// T25.
#[test]
fn l09_everything_overdue_is_lifted_when_the_worker_starts_after_an_outage_of_a_day() {
    let mut bench = Bench::new();
    let pending = bench.clinic.pending(&SAM, &elsewhere());
    bench.clinic.wrong_codes(&SAM, &pending, &elsewhere(), 5);
    let Bench { clinic, worker, .. } = bench;
    drop(worker);
    clinic.clock.plus(DAY);
    let mut bench = Bench::beside(clinic);
    assert_eq!((bench.clinic.number(WAITING), bench.clinic.number(OPEN)), (0, 0));
    assert_eq!(bench.recorded("lockout.ended"), 1);
}

#[test]
fn s10_a_sign_in_left_open_is_judged_when_its_ten_minutes_end_and_mailed_once() {
    let mut bench = Bench::new();
    bench.clinic.pending(&SAM, &elsewhere());
    bench.after(10 * MINUTE - 1);
    assert_eq!((bench.recorded("sign_in.unfinished"), bench.mails_owed().len()), (0, 0));
    bench.after(1);
    assert_eq!(bench.recorded("sign_in.unfinished"), 1);
    assert_eq!(bench.mails_owed(), ["unfinished"]);
    assert_eq!(bench.mails.accepted()[0].to_address, SAM.email);
    bench.after(HOUR);
    assert_eq!(bench.mails_owed().len(), 1);
}

#[test]
fn s10_from_a_recognised_browser_or_finished_in_time_nobody_is_mailed() {
    let mut bench = Bench::new();
    bench.clinic.pending(&SAM, &desk());
    bench.after(10 * MINUTE);
    assert_eq!((bench.recorded("sign_in.unfinished"), bench.mails_owed().len()), (1, 0));

    bench.clinic.pending(&SAM, &elsewhere());
    bench.clinic.clock.plus(MINUTE);
    bench.clinic.sign_in(&SAM, &elsewhere());
    bench.after(10 * MINUTE);
    assert_eq!(bench.recorded("sign_in.unfinished"), 1);
    assert_eq!(bench.mails_owed(), ["new_browser"]);
}

#[test]
fn r09_a_document_that_nobody_fetches_is_over_after_ten_minutes() {
    let mut bench = Bench::new();
    let session = bench.clinic.sign_in(&SAM, &desk());
    let (entropy, at) = (bench.clinic.dice.throw(), bench.clinic.clock.now());
    offer_pickup(&mut bench.clinic.db, &session, &recovery_page(), entropy, at).unwrap();
    bench.after(10 * MINUTE - 1);
    assert_eq!(
        (bench.clinic.number(TO_FETCH), bench.recorded("document.ended")),
        (1, 0)
    );
    bench.after(1);
    assert_eq!(
        (bench.clinic.number(TO_FETCH), bench.recorded("document.ended")),
        (0, 1)
    );
}

#[test]
fn t02_a_trust_ends_30_days_after_it_was_ticked_and_not_a_moment_before() {
    let mut bench = Bench::new();
    trust(&mut bench.clinic);
    bench.after(30 * DAY - 1);
    assert_eq!((bench.clinic.number(TRUSTED), bench.recorded("trust.ended")), (1, 0));
    bench.after(1);
    assert_eq!((bench.clinic.number(TRUSTED), bench.recorded("trust.ended")), (0, 1));
    let row = last_recorded(&mut bench.clinic, "trust.ended");
    assert_eq!((row.actor.as_str(), row.subject.as_str()), ("worker", SAM.username));
}

#[test]
fn t02_trusts_that_ended_during_an_outage_are_ended_when_the_worker_starts() {
    let mut bench = Bench::new();
    trust(&mut bench.clinic);
    let Bench { clinic, worker, .. } = bench;
    drop(worker);
    clinic.clock.reboot(31 * DAY);
    let mut bench = Bench::beside(clinic);
    assert_eq!((bench.clinic.number(TRUSTED), bench.recorded("trust.ended")), (0, 1));
}

/// By the clocks of the machine: the worker sleeps until the end and is there within the second.
#[test]
fn w01_the_end_of_a_trust_is_in_the_record_within_a_second_of_it() {
    let mut clinic = Clinic::new();
    allow_trust(&mut clinic);
    clinic.clock = Clock::at(setup::clock::read_now().plus(-30 * DAY));
    let pending = clinic.pending(&SAM, &elsewhere());
    clinic.clock = Clock::at(setup::clock::read_now().plus(2 * SECOND - 30 * DAY));
    tick_the_box(&mut clinic, &pending);
    let end = clinic.clock.now().wall_ms + 30 * DAY;
    let settings = Settings {
        clock: worker::clock::Clock::System,
        ..settings(&clinic, Transports::in_memory(&Memory::new(), &Memory::new()))
    };
    let data = clinic.data().clone();
    let worker = Background::start(settings).unwrap();
    wait_until(&data, || clinic.number(TRUSTED) == 0);
    worker.stop().unwrap();
    let row = last_recorded(&mut clinic, "trust.ended");
    assert!((end..end + SECOND).contains(&row.at), "{} ms after it", row.at - end);
}

/// jane allows trusted browsers.
fn allow_trust(clinic: &mut Clinic) {
    let session = clinic.sign_in(&JANE, &desk());
    let (entropy, at) = (clinic.dice.throw(), clinic.clock.now());
    let switches = Switches {
        enforced: None,
        trust_allowed: Some(true),
    };
    set_enforcement(&mut clinic.db, &session, switches, entropy, at).unwrap();
}

/// sam types the right code, with **Trust this browser** ticked.
fn tick_the_box(clinic: &mut Clinic, pending: &Token) {
    let answer = TypedAnswer {
        method: Method::Sms,
        code: TypedCode::parse(&clinic.texted_code(&SAM)).unwrap(),
        trust: true,
    };
    let client = elsewhere();
    let command = second_step(&clinic.policy, &clinic.dice, pending, &answer, &client);
    let answered = answer_code(&mut clinic.db, &command, clinic.clock.now()).unwrap();
    assert!(matches!(answered, Answered::SignedIn { .. }), "{answered:?}");
    assert_eq!(clinic.number(TRUSTED), 1);
}

fn trust(clinic: &mut Clinic) {
    allow_trust(clinic);
    let pending = clinic.pending(&SAM, &elsewhere());
    tick_the_box(clinic, &pending);
}

#[test]
fn s16_a_session_whose_program_is_gone_is_ended_within_a_minute_and_a_live_one_is_not() {
    let mut bench = Bench::new();
    let path = bench.clinic.data().run().join(LOCK);
    let program = File::create(&path).unwrap();
    program.lock().unwrap();
    bench.clinic.sign_in(&SAM, &desk());
    bench.after(MINUTE);
    assert_eq!(bench.clinic.number(RUNNING), 1);

    // kill -9: the lock goes with the process, the file stays.
    drop(program);
    bench.after(MINUTE);
    assert_eq!((bench.clinic.number(RUNNING), bench.recorded("session.ended")), (0, 2));
    assert!(!path.exists());
}

#[test]
fn w05_the_lock_carries_the_workers_own_time_and_follows_a_clock_that_is_moved() {
    let mut bench = Bench::new();
    let seen = |bench: &Bench| worker_seen(bench.clinic.data(), bench.clinic.clock.now().wall_ms);
    assert_eq!(seen(&bench), WorkerState::OnDuty);
    bench.clinic.clock.plus(2 * MINUTE);
    assert!(matches!(seen(&bench), WorkerState::LastSeen { .. }));
    bench.tick();
    assert_eq!(seen(&bench), WorkerState::OnDuty);
    bench.clinic.clock.wall_only(-3 * HOUR);
    bench.tick();
    assert_eq!(seen(&bench), WorkerState::OnDuty);
}

#[test]
fn z08_a_jump_of_more_than_a_minute_is_recorded_once_and_brings_forward_what_goes_by_the_wall() {
    let mut bench = Bench::new();
    let pending = bench.clinic.pending(&SAM, &elsewhere());
    bench.clinic.wrong_codes(&SAM, &pending, &elsewhere(), 5);
    bench.clinic.clock.wall_only(MINUTE);
    bench.tick();
    assert_eq!(bench.recorded("clock.jumped"), 0);
    bench.clinic.clock.wall_only(HOUR);
    bench.tick();
    bench.after(SECOND);
    assert_eq!(
        (bench.recorded("clock.jumped"), bench.recorded("lockout.ended")),
        (1, 1)
    );
    bench.clinic.clock.wall_only(-HOUR);
    bench.tick();
    assert_eq!(bench.recorded("clock.jumped"), 2);
}

#[test]
fn w01_an_idle_worker_writes_nothing() {
    let mut bench = Bench::new();
    bench.clinic.pending(&SAM, &elsewhere());
    bench.after(HOUR);
    let looker = bench.clinic.another_db();
    let (before, rung) = (looker.data_version().unwrap(), rung_at(&bench));
    for _ in 0..100 {
        bench.after(5 * SECOND);
    }
    assert_eq!((looker.data_version().unwrap(), rung_at(&bench)), (before, rung));
}

fn rung_at(bench: &Bench) -> std::time::SystemTime {
    bench.clinic.data().wake().metadata().unwrap().modified().unwrap()
}

/// Told at once of jane's set-up: fay. Of fay's, within the hour: jane, when it is over.
#[test]
fn e03_managers_are_told_of_the_rest_at_the_end_of_the_hour_and_the_worker_wakes_for_it() {
    let mut bench = Bench::new();
    bench.clinic.require();
    let told = |bench: &Bench| {
        let kinds = bench.mails_owed().into_iter();
        kinds.filter(|kind| kind == "set_up_by_password").count()
    };
    for (person, so_far) in [(&JANE, 1), (&FAY, 1)] {
        let session = bench.clinic.sign_in(person, &desk());
        bench.clinic.turn_texts_on(&session, person.mobile);
        assert_eq!(told(&bench), so_far, "{}", person.username);
    }
    bench.tick();
    bench.after(HOUR - 1);
    assert_eq!(told(&bench), 1);
    let at = bench.clinic.clock.now();
    let due = actions::expire_due::next_due_in_ms(&mut bench.clinic.db, at).unwrap();
    assert_eq!(due, Some(1));
    bench.after(1);
    assert_eq!((told(&bench), bench.recorded("managers.told")), (2, 1));
    bench.after(HOUR);
    assert_eq!(told(&bench), 2);
}
