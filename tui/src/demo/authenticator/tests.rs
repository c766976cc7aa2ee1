//! The phone beside a real database thread: it scans what is shown, and is the phone of whoever is at the screen.
#![allow(clippy::unwrap_used)]

use std::sync::atomic::{AtomicUsize, Ordering};

use actions::Policy;
use actions::end_session::Why;
use domain::person::Method;
use domain::secret::Secret;
use store::{methods, staff};

use super::*;
use crate::backend::{Backend, Done};
use crate::clock;
use crate::demo::people::{self, Script};
use crate::demo::place::Place;
use crate::demo::{seed, tests::trainer};
use crate::runtime::Database;
use crate::start::{Overheard, System};
use crate::surroundings::Lookout;

/// A demo's clinic without its worker, one screen on it, and the phone beside that.
struct Bench {
    script: Script,
    screen: Overheard,
    pocket: Pocket,
    told: Arc<AtomicUsize>,
    elsewhere: Db,
    _place: Place,
    _root: tempfile::TempDir,
}

impl Bench {
    fn new() -> Self {
        let root = tempfile::tempdir().unwrap();
        let place = Place::throw_away(root.path()).unwrap();
        let script = people::script().unwrap();
        let seeded = seed::seed(place.dir(), &script, clock::now()).unwrap();
        let db = || Db::open(place.dir(), store::Keys::from_ring(&seeded.ring)).unwrap();
        let (pocket, told) = (Pocket::default(), Arc::new(AtomicUsize::new(0)));
        let tell = {
            let told = Arc::clone(&told);
            move || {
                told.fetch_add(1, Ordering::Relaxed);
            }
        };
        let policy = Policy {
            daily_cap: 150,
            countries: vec!["CA".into()],
        };
        let lookout = Lookout::new(false);
        let mut backend = Backend::new(db(), place.dir().clone(), trainer(), policy, lookout, System);
        backend.shown_to(pocket.camera(tell.clone()));
        let ear = Ear::new(db(), pocket.clone(), tell, clock::now);
        Self {
            script,
            screen: Overheard::new(backend, Some(Box::new(ear))),
            pocket,
            told,
            elsewhere: db(),
            _place: place,
            _root: root,
        }
    }

    fn ask(&mut self, request: Request) -> Reply {
        self.screen.answer(request)
    }

    fn sign_in(&mut self, username: &str) -> Reply {
        let person = self.script.people.iter().find(|person| person.username == username);
        let password = Secret::from(person.unwrap().password.as_str());
        let username = username.to_uppercase();
        self.ask(Request::SignIn { username, password })
    }

    /// What the phone shows at that moment: digits as they are read off.
    fn reads(&self, at: Now) -> Vec<(String, bool)> {
        let codes = self.pocket.get().codes(at).into_iter();
        codes.map(|code| (code.digits, code.is_scanned)).collect()
    }

    fn owner(&self) -> Option<String> {
        let held = self.pocket.get();
        held.owner(clock::now()).map(|phone| phone.name.clone())
    }

    fn secret_of(&mut self, username: &str) -> AppSecret {
        let phone = phone_of(&mut self.elsewhere, username, clock::now()).unwrap();
        phone.unwrap().app.unwrap()
    }
}

fn typed(digits: &str) -> Secret<String> {
    Secret::from(digits)
}

#[test]
fn g01_m02_the_phone_scans_what_is_shown_and_its_codes_finish_the_set_up_and_let_in_afterwards() {
    let mut bench = Bench::new();
    assert!(matches!(bench.sign_in("jane"), Reply::Account(_)));
    assert_eq!(bench.owner().as_deref(), Some("Jane Doe"));
    assert!(bench.reads(clock::now()).is_empty());

    let Reply::AppSetUp { secret, .. } = bench.ask(Request::SetUpApp) else {
        panic!("no secret is shown")
    };
    let scanned = bench.pocket.get().scanned.unwrap();
    assert_eq!(scanned.base32().reveal(), secret.reveal());
    let at = clock::now();
    let digits = grouped(&scanned, at);
    assert_eq!(bench.reads(at), [(digits.clone(), true)]);
    let done = bench.ask(Request::SetUpAppCode(typed(&digits)));
    assert!(matches!(done, Reply::Done(Done::SetUp(Method::App), _)), "{done:?}");
    let at = clock::now();
    assert_eq!(bench.reads(at), [(grouped(&scanned, at), false)]);

    bench.ask(Request::End(Why::SignedOut));
    assert!(bench.owner().is_none() && bench.reads(clock::now()).is_empty());
    assert!(matches!(bench.sign_in("jane"), Reply::SecondStep { .. }));
    // The code of now has confirmed the set-up; the phone's next one is accepted already (C04).
    let at = clock::now().plus(STEP_MS);
    let digits = grouped(&scanned, at);
    assert_eq!(bench.reads(at), [(digits.clone(), false)]);
    let in_by = bench.ask(Request::Code {
        method: Method::App,
        typed: typed(&digits),
        trust: true,
    });
    assert!(matches!(in_by, Reply::Account(_)), "{in_by:?}");
    bench.ask(Request::End(Why::SignedOut));
    assert!(matches!(bench.sign_in("jane"), Reply::Account(_)), "T01: trusted");
    assert_eq!(bench.reads(clock::now()).len(), 1);
}

#[test]
fn g01_c07_a_phone_is_shown_after_a_right_password_alone_and_is_the_last_one_s() {
    let mut bench = Bench::new();
    assert!(matches!(bench.sign_in("ana"), Reply::SecondStep { .. }));
    assert_eq!(bench.owner().as_deref(), Some("Ana Silva"));
    let (secret, at) = (bench.secret_of("ana"), clock::now());
    assert_eq!(bench.reads(at), [(grouped(&secret, at), false)]);
    assert!(bench.pocket.get().pending.is_some());

    let (username, password) = ("ana".to_owned(), typed("wrong"));
    let refused = bench.ask(Request::SignIn { username, password });
    assert!(matches!(refused, Reply::WrongPassword { .. }));
    assert!(bench.owner().is_none() && bench.reads(clock::now()).is_empty());

    assert!(matches!(bench.sign_in("omar"), Reply::SecondStep { .. }));
    let (secret, at) = (bench.secret_of("omar"), clock::now());
    assert_eq!(bench.reads(at), [(grouped(&secret, at), false)]);
    assert!(matches!(bench.sign_in("sam"), Reply::SecondStep { .. }));
    assert_eq!(bench.owner().as_deref(), Some("Sam Example"));
    assert!(bench.reads(clock::now()).is_empty(), "sam has texts alone");
}

#[test]
fn m02_a_qr_code_that_was_left_is_not_held_any_longer() {
    let mut bench = Bench::new();
    bench.sign_in("lee");
    bench.ask(Request::SetUpApp);
    let first = bench.pocket.get().scanned.unwrap();
    // A second look at the page is another secret: the phone has scanned that one.
    bench.ask(Request::SetUpApp);
    let second = bench.pocket.get().scanned.unwrap();
    assert_ne!(first.bytes(), second.bytes());
    bench.ask(Request::Account);
    assert!(bench.pocket.get().scanned.is_none() && bench.reads(clock::now()).is_empty());
    bench.ask(Request::SetUpApp);
    bench.ask(Request::End(Why::SignedOut));
    assert!(bench.pocket.get().scanned.is_none());
}

#[test]
fn g01_an_app_removed_from_elsewhere_is_gone_at_the_next_look_and_a_look_without_news_tells_nothing() {
    let mut bench = Bench::new();
    bench.sign_in("omar");
    let told = bench.told.load(Ordering::Relaxed);
    for _ in 0..3 {
        bench.screen.look();
    }
    assert_eq!(bench.told.load(Ordering::Relaxed), told);
    let at = clock::now();
    let removed = bench.elsewhere.write(at, [7; 16], |tx| {
        let omar = staff::by_username(tx, "omar")?.unwrap();
        methods::remove(tx, omar.id, Method::App)
    });
    removed.unwrap();
    bench.screen.look();
    assert_eq!(bench.told.load(Ordering::Relaxed), told + 1);
    assert!(bench.reads(clock::now()).is_empty() && bench.owner().is_some());
}

#[test]
fn c04_a_code_lasts_to_the_end_of_its_step() {
    let secret = AppSecret::from_bytes(b"12345678901234567890").unwrap();
    let at = |wall_ms| Now {
        wall_ms,
        ..clock::now()
    };
    // RFC 6238, appendix B, the last six digits: 59 s, and 1111111109 s.
    assert_eq!(grouped(&secret, at(59_999)), "287 082");
    assert_eq!(grouped(&secret, at(1_111_111_109_000)), "081 804");
    assert_eq!(
        [30_000, 30_001, 59_999, -1].map(|wall_ms| left_ms(at(wall_ms))),
        [30_000, 29_999, 1, 1]
    );
}
