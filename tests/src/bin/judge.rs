//! One kind of action, many times at once, in a process of its own: what the races and the bad days are run with.
//!
//! `judge DATA-DIR WALL-MS BOOT-MS ENTROPY THREADS KIND …` opens as many connections as it has threads, prints `ready`, and
//! waits for a line on standard input (the start gun). Every outcome is a line on standard output. The clock it acts by
//! is the one it was told, not the machine's.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

use std::io::Write as _;
use std::sync::{Arc, Barrier};
use std::time::{Duration, Instant};

use actions::answer_code::{Answered, TypedAnswer, answer_code};
use actions::enrol_app::{begin_app_set_up, confirm_app_set_up};
use actions::list_staff::list_staff;
use actions::save_recovery_code::{Kept, save_recovery_code, show_recovery_code};
use actions::turn_off::turn_off;
use actions::use_recovery_code::use_recovery_code;
use actions::{ActionError, Client, Policy, Token, step_up};
use data_encoding::HEXLOWER;
use domain::code::TypedCode;
use domain::person::Method;
use domain::recovery_code::TypedRecoveryCode;
use domain::secret::Secret;
use domain::sign_in::Outcome;
use domain::time::{BootId, HOUR, Now};
use fixtures::clinic::{Dice, browser, by_app, by_text, code_at, keys, second_step};
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use setup::DataDir;
use store::Db;

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let number = |at: usize| args[at].parse::<i64>().unwrap();
    let data = DataDir::at(&args[0]);
    let at = Now {
        wall_ms: number(1),
        boot_ms: number(2),
        boot_id: BootId([1; 16]),
    };
    let threads = usize::try_from(number(4)).unwrap();
    let start = Arc::new(Barrier::new(threads + 1));
    let running: Vec<_> = (0..threads)
        .map(|thread| {
            let hand = Hand {
                db: Db::open(&data, keys()).unwrap(),
                at,
                dice: Dice::after((u64::try_from(number(3)).unwrap() << 32) + ((thread as u64) << 20)),
                policy: Policy {
                    daily_cap: 150,
                    countries: vec!["CA".into()],
                },
                thread,
            };
            let (args, start) = (args.clone(), start.clone());
            std::thread::spawn(move || {
                start.wait();
                hand.act(&args[5], &args[6..]);
            })
        })
        .collect();
    say("ready");
    std::io::stdin().read_line(&mut String::new()).unwrap();
    start.wait();
    for thread in running {
        thread.join().unwrap();
    }
}

fn say(line: &str) {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{line}").and_then(|()| out.flush()).unwrap();
}

struct Hand {
    db: Db,
    at: Now,
    dice: Dice,
    policy: Policy,
    thread: usize,
}

impl Hand {
    fn act(mut self, kind: &str, words: &[String]) {
        match kind {
            "code" => self.code(&words[0], &words[1], &by_text(&words[2])),
            "app-codes" => self.app_codes(&words[0], &words[1], &words[2..]),
            "wrong-codes" => self.wrong_code(&words[0], &words[1], &words[2], by_text),
            "wrong-app-codes" => self.wrong_code(&words[0], &words[1], &words[2], by_app),
            "recovery" => self.recovery(&words[0], &words[1], &words[2]),
            "step-up-app" => self.step_up_app(&words[0], &words[1]),
            "step-up-recovery" => self.step_up_recovery(&words[0], &words[1]),
            "list" => self.list(&words[0]),
            "step-ups" => self.step_ups(&words[0]),
            "on-and-off" => self.on_and_off(&words[0]),
            "full-disk" => self.full_disk(&words[0], &words[1], &words[2]),
            other => panic!("no kind of action is called {other}"),
        }
    }

    /// Pending sign-in, browser, code: typed once.
    fn code(&mut self, pending: &str, client: &str, typed: &TypedAnswer) {
        say(&answered(self.answer(pending, client, typed)));
    }

    /// The same by the app: the threads share the codes that were told.
    fn app_codes(&mut self, pending: &str, client: &str, codes: &[String]) {
        self.code(pending, client, &by_app(&codes[self.thread % codes.len()]));
    }

    /// The same of either method, every thread with a code of its own, counted up from the one that was told.
    fn wrong_code(&mut self, pending: &str, client: &str, first: &str, method: fn(&str) -> TypedAnswer) {
        let number = first.parse::<usize>().unwrap() + self.thread;
        self.code(pending, client, &method(&format!("{:06}", number % 1_000_000)));
    }

    fn recovery(&mut self, pending: &str, client: &str, code: &str) {
        let (pending, client) = (token(pending), seat(client));
        let typed = TypedRecoveryCode::parse(code).unwrap();
        let command = second_step(&self.policy, &self.dice, &pending, &typed, &client);
        say(&answered(use_recovery_code(&mut self.db, &command, self.at)));
    }

    /// Session, code: the app's code typed once for step-up.
    fn step_up_app(&mut self, session: &str, code: &str) {
        let (session, typed, entropy) = (token(session), TypedCode::parse(code).unwrap(), self.dice.throw());
        let outcome = step_up::code(
            &mut self.db,
            &session,
            Method::App,
            &typed,
            &self.policy,
            entropy,
            self.at,
        );
        say(&told(outcome));
    }

    /// The same with a recovery code.
    fn step_up_recovery(&mut self, session: &str, code: &str) {
        let typed = TypedRecoveryCode::parse(code).unwrap();
        let (session, entropy) = (token(session), self.dice.throw());
        let outcome = step_up::recovery_code(&mut self.db, &session, &typed, &self.policy, entropy, self.at);
        say(&told(outcome));
    }

    /// Writes, one transaction each, for so many milliseconds; says how many and how long the longest took.
    fn list(&mut self, for_ms: &str) {
        let (begun, length) = (Instant::now(), Duration::from_millis(for_ms.parse().unwrap()));
        let (mut done, mut longest) = (0, Duration::ZERO);
        while begun.elapsed() < length {
            let write = Instant::now();
            if let Err(error) = list_staff(&mut self.db, "racer", self.dice.throw(), self.at) {
                return say(&format!("error {error}"));
            }
            (done, longest) = (done + 1, longest.max(write.elapsed()));
        }
        say(&format!("done {done} {}", longest.as_millis()));
    }

    /// Wrong codes at a step-up, one every 80 hours, until killed: each moves counters, record and (now and then) mails.
    fn step_ups(&mut self, session: &str) {
        let (session, typed) = (token(session), TypedCode::parse("000000").unwrap());
        loop {
            let entropy = self.dice.throw();
            let outcome = step_up::code(
                &mut self.db,
                &session,
                Method::Sms,
                &typed,
                &self.policy,
                entropy,
                self.at,
            )
            .unwrap();
            say(&format!("{outcome:?}"));
            self.at = self.at.plus(80 * HOUR);
        }
    }

    /// Sets the app up, keeps the recovery code, turns 2SV off, again and again at one instant, until killed.
    fn on_and_off(&mut self, session: &str) {
        let session = token(session);
        loop {
            let set_up = begin_app_set_up(&mut self.db, &session, self.dice.throw(), self.at).unwrap();
            let code = TypedCode::parse(&code_at(set_up.secret(), self.at)).unwrap();
            let entropy = self.dice.throw();
            let db = &mut self.db;
            let on = confirm_app_set_up(db, &session, &set_up, &code, &self.policy, entropy, self.at).unwrap();
            say(&format!("{on:?}"));
            let shown = show_recovery_code(db, &session, self.dice.throw(), self.at).unwrap();
            save_recovery_code(db, &session, Kept::Said, &shown.serial, self.dice.throw(), self.at).unwrap();
            turn_off(db, &session, self.dice.throw(), self.at).unwrap();
            say("Off");
        }
    }

    /// The same right code, first with no byte of room for any file of this process, then with room again.
    fn full_disk(&mut self, pending: &str, client: &str, code: &str) {
        // Beyond the limit a write fails with EFBIG; the signal that comes with it would end the process.
        let heard = Arc::new(std::sync::atomic::AtomicBool::new(false));
        signal_hook::flag::register(signal_hook::consts::SIGXFSZ, heard).unwrap();
        let room = getrlimit(Resource::Fsize);
        let none = Rlimit {
            current: Some(0),
            maximum: room.maximum,
        };
        setrlimit(Resource::Fsize, none).unwrap();
        let typed = by_text(code);
        let without = answered(self.answer(pending, client, &typed));
        setrlimit(Resource::Fsize, room).unwrap();
        say(&without);
        say(&answered(self.answer(pending, client, &typed)));
    }

    fn answer(&mut self, pending: &str, client: &str, typed: &TypedAnswer) -> Result<Answered, ActionError> {
        let (pending, client) = (token(pending), seat(client));
        let command = second_step(&self.policy, &self.dice, &pending, typed, &client);
        answer_code(&mut self.db, &command, self.at)
    }
}

fn answered(outcome: Result<Answered, ActionError>) -> String {
    match outcome {
        Ok(Answered::SignedIn { .. }) => "signed in".to_owned(),
        Ok(Answered::Refused(outcome)) => format!("{outcome:?}"),
        Err(error) => format!("error {error}"),
    }
}

fn told(outcome: Result<Outcome, ActionError>) -> String {
    match outcome {
        Ok(outcome) => format!("{outcome:?}"),
        Err(error) => format!("error {error}"),
    }
}

fn token(hex: &str) -> Token {
    Secret::new(HEXLOWER.decode(hex.as_bytes()).unwrap().try_into().unwrap())
}

fn seat(number: &str) -> Client {
    browser(number.parse().unwrap())
}
