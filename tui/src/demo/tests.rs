//! The demo's clinic as it was promised: everybody in their state, the worker inside at work, and no network.
#![allow(clippy::unwrap_used)]

use std::fs;
use std::sync::mpsc;
use std::time::Duration;

use actions::answer_code::{Answer, Answered, TypedAnswer, answer_code};
use actions::begin_sign_in::{BeginSignIn, Begun, begin_sign_in};
use actions::demo_phone::phone_of;
use actions::look::{account, clinic_view};
use actions::use_recovery_code::use_recovery_code;
use actions::{Gate, Policy, Token};
use domain::browser::Seen;
use domain::code::TypedCode;
use domain::person::{Method, Methods, TwoStep};
use domain::recovery_code::TypedRecoveryCode;
use domain::secret::Secret;
use domain::time::MINUTE;
use domain::totp::step_of;
use store::audit::{Chain, verify};

use super::people::{Person, State};
use super::*;
use crate::theme::Tone;

/// The longest a test waits for what should come at once.
const PATIENCE: Duration = Duration::from_secs(60);

pub(super) fn trainer() -> Client {
    let seen = Seen::Token {
        token: Secret::new([9; 32]),
        machine_id: "trainer".into(),
        uid: 7,
    };
    Client {
        seen,
        place: "a terminal of this computer".into(),
    }
}

fn policy() -> Policy {
    Policy {
        daily_cap: 150,
        countries: vec!["CA".into()],
    }
}

fn sign_in(db: &mut Db, person: &Person, client: &Client, number: u8) -> Begun {
    let command = BeginSignIn {
        username: &person.username,
        password: &Secret::from(person.password.as_str()),
        client,
        lock_name: "1",
        policy: &policy(),
        entropy: [number; 16],
    };
    begin_sign_in(db, &command, clock::now()).unwrap()
}

/// Types what the phone of `person` shows.
fn let_in_by_app(db: &mut Db, person: &Person, pending: &Token, client: &Client, number: u8) -> Token {
    let at = clock::now();
    let secret = phone_of(db, &person.username, at).unwrap().unwrap().app.unwrap();
    let code = secret.code(step_of(at.wall_ms));
    let typed = TypedAnswer {
        method: Method::App,
        code: TypedCode::parse(str::from_utf8(code.reveal()).unwrap()).unwrap(),
        trust: false,
    };
    let (policy, entropy) = (policy(), [number + 50; 16]);
    let answer = Answer {
        pending,
        typed: &typed,
        client,
        lock_name: "1",
        policy: &policy,
        entropy,
    };
    match answer_code(db, &answer, at).unwrap() {
        Answered::SignedIn { session } => session,
        Answered::Refused(why) => panic!("{}'s code is refused: {why:?}", person.username),
    }
}

#[test]
fn g01_everybody_is_in_the_state_the_sign_in_screen_says() {
    let root = tempfile::tempdir().unwrap();
    let place = Place::throw_away(root.path()).unwrap();
    let script = people::script().unwrap();
    let mut seeded = seed::seed(place.dir(), &script, clock::now()).unwrap();
    let (db, client) = (&mut seeded.db, trainer());
    assert!(clinic_view(db, clock::now()).unwrap().demo);
    for (person, number) in script.people.iter().zip(1..) {
        let begun = sign_in(db, person, &client, number);
        match (person.state, &begun) {
            (State::Off, Begun::SignedIn { session }) => {
                assert_eq!(account(db, session, clock::now()).unwrap().gate, None);
            }
            (State::Temporary, Begun::SignedIn { session }) => {
                assert_eq!(
                    account(db, session, clock::now()).unwrap().gate,
                    Some(Gate::NewPassword)
                );
            }
            (
                State::Texts | State::Forgotten,
                Begun::SecondStep {
                    wait: None,
                    text: Some(_),
                    ..
                },
            ) => {}
            (
                State::App,
                Begun::SecondStep {
                    pending,
                    wait: None,
                    text: None,
                },
            ) => {
                let session = let_in_by_app(db, person, pending, &client, number);
                let two_step = account(db, &session, clock::now()).unwrap().two_step;
                assert_eq!(two_step, TwoStep::On(Methods::App));
            }
            (
                State::Both,
                Begun::SecondStep {
                    pending,
                    wait: None,
                    text: Some(_),
                },
            ) => {
                let session = let_in_by_app(db, person, pending, &client, number);
                let account = account(db, &session, clock::now()).unwrap();
                assert!(account.two_step.has(Method::Sms) && account.two_step.has(Method::App));
            }
            (
                State::Waiting,
                Begun::SecondStep {
                    wait: Some(wait),
                    text: None,
                    ..
                },
            ) => {
                assert_eq!(wait.length_ms, 15 * MINUTE);
            }
            (State::Gone, Begun::Wrong { wait_ms: None }) => {}
            (state, begun) => panic!("{} is to be {state:?}: {begun:?}", person.username),
        }
        if person.state.before_recovery_code().is_some() {
            let Begun::SecondStep { pending, .. } = &begun else {
                panic!("no second step")
            };
            let (_, code) = seeded
                .recovery
                .iter()
                .find(|(name, _)| *name == person.username)
                .unwrap();
            let typed = TypedRecoveryCode::parse(code.grouped().reveal()).unwrap();
            let (policy, entropy) = (policy(), [number + 100; 16]);
            let answer = Answer {
                pending,
                typed: &typed,
                client: &client,
                lock_name: "1",
                policy: &policy,
                entropy,
            };
            let answered = use_recovery_code(db, &answer, clock::now()).unwrap();
            assert!(
                matches!(answered, Answered::SignedIn { .. }),
                "{}: {answered:?}",
                person.username
            );
        }
    }
    assert!(matches!(db.read(clock::now(), verify), Ok(Chain::Whole { .. })));
}

#[test]
fn z03_what_seeding_needed_for_a_moment_is_gone_from_memory_files_and_disk() {
    let root = tempfile::tempdir().unwrap();
    let place = Place::throw_away(root.path()).unwrap();
    let seeded = seed::seed(place.dir(), &people::script().unwrap(), clock::now()).unwrap();
    place.dir().check().unwrap();
    drop(seeded);
    let bytes = fs::read(place.dir().db()).unwrap();
    let has = |text: &str| bytes.windows(text.len()).any(|window| window == text.as_bytes());
    assert!(has("Sam Example"), "names are readable");
    assert!(!has("velvet-canoe"), "passwords are not");
}

/// Inode and path of every socket of the machine's unix table that this process sees.
fn unix_sockets() -> Vec<(String, Option<String>)> {
    let table = fs::read_to_string("/proc/self/net/unix").unwrap();
    let row = |line: &str| {
        let fields: Vec<&str> = line.split_whitespace().collect();
        Some((
            (*fields.get(6)?).to_owned(),
            fields.get(7).map(|path| (*path).to_owned()),
        ))
    };
    table.lines().skip(1).filter_map(row).collect()
}

fn own_sockets() -> Vec<String> {
    let links = fs::read_dir("/proc/self/fd").unwrap().flatten();
    let targets = links.filter_map(|entry| fs::read_link(entry.path()).ok());
    let inode = |target: std::path::PathBuf| {
        let target = target.to_str()?.strip_prefix("socket:[")?.strip_suffix(']')?.to_owned();
        Some(target)
    };
    targets.filter_map(inode).collect()
}

#[test]
fn g01_c07_the_code_lands_on_the_phone_by_the_real_worker_and_no_socket_leads_out_of_the_process() {
    let root = tempfile::tempdir().unwrap();
    let place = Place::throw_away(root.path()).unwrap();
    let dir = place.dir().clone();
    let script = people::script().unwrap();
    let (demo, mut start) = Demo::open(place, &script, &trainer()).unwrap();
    let (told, heard) = mpsc::channel();
    let latest = Latest::default();
    let feeder = Feeder::start(dir.clone(), latest.clone(), move || told.send(()).unwrap_or_default()).unwrap();
    let _watcher = setup::wake::watch(&dir, move || feeder.look()).unwrap();

    let sam = script.people.iter().find(|person| person.username == "sam").unwrap();
    let begun = sign_in(&mut start.db, sam, &start.client, 1);
    assert!(matches!(begun, Begun::SecondStep { .. }));
    while latest.get().texts.is_empty() || latest.get().mails.is_empty() {
        heard.recv_timeout(PATIENCE).unwrap();
    }
    let feed = latest.get();
    assert_eq!(Some(&feed.texts[0].to), sam.mobile.as_ref());
    assert!(
        feed.texts[0].body.contains("is your verification code"),
        "{}",
        feed.texts[0].body
    );
    assert!(
        feed.mails.iter().all(|mail| mail.to_name == "Bo Rohn"),
        "only the wait was a moment ago"
    );

    // Signals and wake-ups go through pairs of unix sockets that have no name; everything else would be a way out.
    let known = unix_sockets();
    for inode in own_sockets() {
        let unix = known.iter().find(|(other, _)| *other == inode);
        assert_eq!(unix.map(|(_, path)| path.as_deref()), Some(None), "socket {inode}");
    }
    drop(start);
    drop(demo);
    assert!(!dir.path().exists(), "a throw-away clinic goes with its demo");
}

#[test]
fn g01_a_fresh_start_is_another_clinic_and_a_kept_one_stays() {
    let root = tempfile::tempdir().unwrap();
    let keep = root.path().join("lesson");
    let script = people::script().unwrap();
    let mut codes = Vec::new();
    for (number, name) in [(1, "lesson"), (2, "lesson-2")] {
        let place = choose(Some(&keep), root.path(), number).unwrap();
        assert_eq!(place.dir().path(), root.path().join(name));
        let (demo, _start) = Demo::open(place, &script, &trainer()).unwrap();
        codes.extend(
            demo.lines
                .iter()
                .filter(|line| line.tone == Tone::Quiet)
                .map(|line| line.text.clone()),
        );
    }
    assert_eq!(codes.len(), 4);
    assert!(codes[..2].iter().all(|code| !codes[2..].contains(code)), "{codes:?}");
    assert!(keep.join("vestibule.db").exists() && root.path().join("lesson-2/vestibule.db").exists());
    let refused = choose(Some(&keep), root.path(), 1)
        .map(|_| ())
        .map_err(|error| error.to_string());
    assert!(refused.unwrap_err().contains("name a new or an empty directory"));
}
