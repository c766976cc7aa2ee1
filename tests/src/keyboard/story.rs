//! A made clinic at work: its worker, which is the real one, its phones and its mailboxes; and what may never be left
//! behind at the end of a day.

use actions::Client;
use actions::expire_due::next_due_in_ms;
use domain::time::HOUR;
use domain::totp::STEP_MS;
use setup::key_file::KeyRing;
use setup::locks::WorkerLock;
use worker::transport::{Mail, Text};
use worker::transports::memory::Memory;
use worker::{ByHand, Transports};

use super::{KeyCode, Keyboard};
use crate::clinic::{BO, Clinic, KIM, Person};

/// The clinic, open. Dropped at the end of a story, it lets an hour pass and looks whether anything is left owing.
pub struct Story {
    /// File, clock, people.
    pub clinic: Clinic,
    /// What phones got, and what the gateway is to answer.
    pub texts: Memory<Text>,
    /// What mailboxes got, and what the mail server is to answer.
    pub mails: Memory<Mail>,
    worker: Option<ByHand>,
    /// What may stand in no file: codes, keys and passwords that were on a screen or a phone.
    secrets: Vec<Vec<u8>>,
}

impl Default for Story {
    fn default() -> Self {
        Self::new()
    }
}

impl Story {
    /// The made clinic with its worker on duty.
    #[must_use]
    pub fn new() -> Self {
        Self::at_work(Clinic::new())
    }

    /// The same, where bo (the app alone) and kim (texts and the app) work too.
    #[must_use]
    pub fn with_apps() -> Self {
        Self::at_work_with_apps(Clinic::with_apps())
    }

    /// [`Story::with_apps`], where jane has allowed trusted browsers.
    #[must_use]
    pub fn with_trust() -> Self {
        let mut clinic = Clinic::with_apps();
        clinic.allow_trust();
        Self::at_work_with_apps(clinic)
    }

    /// The made clinic; no worker has run on it.
    #[must_use]
    pub fn without_worker() -> Self {
        Self::of(Clinic::new())
    }

    fn at_work(clinic: Clinic) -> Self {
        let mut story = Self::of(clinic);
        story.worker_starts();
        story
    }

    fn at_work_with_apps(clinic: Clinic) -> Self {
        let mut story = Self::at_work(clinic);
        for person in [&BO, &KIM] {
            let (secret, recovery) = (story.clinic.app_secret(person), story.clinic.recovery_code(person));
            story.never_in_a_file(secret.bytes());
            story.never_in_a_file(secret.base32().reveal());
            story.never_in_a_file(recovery);
        }
        story
    }

    fn of(clinic: Clinic) -> Self {
        Self {
            secrets: vec![clinic.sams_recovery_code.clone().into_bytes()],
            clinic,
            texts: Memory::new(),
            mails: Memory::new(),
            worker: None,
        }
    }

    /// The worker goes on duty and does what is due.
    ///
    /// # Panics
    /// Where it cannot.
    pub fn worker_starts(&mut self) {
        let (data, at) = (self.clinic.data(), self.clinic.clock.now());
        let ring = KeyRing::load(&data.path().join("vestibule.key")).unwrap();
        let transports = Transports::in_memory(&self.texts, &self.mails);
        self.worker = Some(ByHand::start(data, ring, transports, at).unwrap());
        self.work();
    }

    /// The worker is gone, and its lock with it.
    ///
    /// # Panics
    /// Where it does not let go.
    pub fn worker_stops(&mut self) {
        self.worker = None;
        drop(WorkerLock::take(self.clinic.data()).unwrap());
    }

    /// The worker, where one is on duty, does what is due now.
    ///
    /// # Panics
    /// Where it cannot.
    pub fn work(&mut self) {
        let at = self.clinic.clock.now();
        if let Some(worker) = &mut self.worker {
            worker.tick(at).unwrap();
        }
    }

    /// Time passes; the worker wakes whenever something is due.
    ///
    /// # Panics
    /// Where the worker cannot do its work.
    pub fn passes(&mut self, ms: i64) {
        let mut left = ms;
        while left > 0 {
            let at = self.clinic.clock.now();
            let due = match self.worker {
                Some(_) => next_due_in_ms(&mut self.clinic.db, at).unwrap(),
                None => None,
            };
            let step = due.unwrap_or(left).clamp(1, left);
            self.clinic.clock.plus(step);
            self.work();
            left -= step;
        }
    }

    /// A program started in this browser.
    #[must_use]
    pub fn at(&self, client: Client) -> Keyboard {
        Keyboard::new(&self.clinic, client)
    }

    /// Somebody signs in fully, with the code that is asked, and stands on the home screen. Where the app's code of now
    /// was used, time passes to the next.
    ///
    /// # Panics
    /// Where that does not work.
    #[track_caller]
    pub fn signs_in(&mut self, keyboard: &mut Keyboard, person: &Person) {
        keyboard.begins(person);
        if !keyboard.is_signed_in() {
            self.types_the_code(keyboard, person);
        }
        keyboard.sees("Hello,");
        self.work();
    }

    /// Types the code that the screen asks for: off the phone, or out of the app.
    ///
    /// # Panics
    /// Where no code is asked, or none came.
    #[track_caller]
    pub fn types_the_code(&mut self, keyboard: &mut Keyboard, person: &Person) {
        keyboard.sees("Verification code");
        self.work();
        let code = if keyboard.shows("Open your authenticator app") {
            self.next_app_code(person)
        } else {
            self.code_for(person)
        };
        keyboard.types(&code);
    }

    /// Shows once more who somebody is: the own password where the screen asks for it, then the code where it does.
    #[track_caller]
    pub fn steps_up(&mut self, keyboard: &mut Keyboard, person: &Person) {
        if keyboard.shows("Is it you?") {
            keyboard.types(person.password);
            keyboard.presses(KeyCode::Enter);
        }
        if keyboard.shows("Verification code") {
            self.types_the_code(keyboard, person);
        }
    }

    /// What somebody's app shows. Where the code of now was used, time passes to the next.
    ///
    /// # Panics
    /// Where the app is not set up.
    pub fn next_app_code(&mut self, person: &Person) -> String {
        let unused_at = (self.clinic.last_step(person) + 1) * STEP_MS;
        self.passes((unused_at - self.clinic.clock.now().wall_ms).max(0));
        let code = self.clinic.app_code(person);
        self.never_in_a_file(&code);
        code
    }

    /// The texts that came to a number, oldest first.
    #[must_use]
    pub fn texts_to(&self, number: &str) -> Vec<String> {
        let texts = self.texts.accepted().into_iter();
        texts
            .filter(|text| text.to == number)
            .map(|text| text.body.reveal().clone())
            .collect()
    }

    /// The newest code on somebody's phone.
    ///
    /// # Panics
    /// Where none came.
    #[track_caller]
    pub fn code_for(&mut self, person: &Person) -> String {
        self.code_on(person.mobile)
    }

    /// The newest code that came to a number.
    ///
    /// # Panics
    /// Where none came.
    #[track_caller]
    pub fn code_on(&mut self, number: &str) -> String {
        let is_code = |word: &&str| word.len() == 6 && word.bytes().all(|byte| byte.is_ascii_digit());
        let texts = self.texts_to(number);
        let newest = texts.iter().rev().find_map(|text| text.split(' ').find(is_code));
        let code = newest.expect("no code came to this phone").to_owned();
        self.never_in_a_file(&code);
        code
    }

    /// The subjects of the mails that came to somebody, oldest first.
    #[must_use]
    pub fn mail_to(&self, person: &Person) -> Vec<String> {
        self.mail_at(person.email)
    }

    /// The subjects of the mails that came to an address, oldest first.
    #[must_use]
    pub fn mail_at(&self, address: &str) -> Vec<String> {
        let mails = self.mails.accepted().into_iter();
        mails
            .filter(|mail| mail.to_address == address)
            .map(|mail| mail.subject)
            .collect()
    }

    /// The newest mail of this subject that came to somebody: its plain text, on one line.
    ///
    /// # Panics
    /// Where none came.
    #[track_caller]
    pub fn reads_mail(&self, person: &Person, subject: &str) -> String {
        let mut mails = self.mails.accepted().into_iter().rev();
        let mail = mails.find(|mail| mail.to_address == person.email && mail.subject == subject);
        let text = mail.expect("no such mail came").text;
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// Rows of the record of this kind (`code.wrong`).
    #[must_use]
    pub fn recorded(&self, kind: &str) -> i64 {
        self.clinic
            .number(&format!("SELECT count(*) FROM audit WHERE kind = '{kind}'"))
    }

    /// Remembers a secret for the end, when no file may hold it.
    pub fn never_in_a_file(&mut self, secret: impl AsRef<[u8]>) {
        self.secrets.push(secret.as_ref().to_vec());
    }

    /// An hour later: everything was sent and settled, everything that ends has ended, and no secret lies about.
    fn nothing_is_left_owing(&mut self) {
        if self.worker.is_none() {
            self.worker_starts();
        }
        self.passes(HOUR + 1);
        for (what, sql) in OWED {
            assert_eq!(self.clinic.number(sql), 0, "left owing: {what}");
        }
        let locks = std::fs::read_dir(self.clinic.data().run()).unwrap().count();
        assert_eq!(locks, 0, "left owing: lock files of programs that are gone");
        assert!(
            matches!(self.clinic.chain(), store::audit::Chain::Whole { .. }),
            "the record is broken"
        );
        self.no_secret_lies_about();
    }

    fn no_secret_lies_about(&self) {
        let data = self.clinic.data().db();
        for suffix in ["", "-wal"] {
            let mut path = data.clone().into_os_string();
            path.push(suffix);
            let bytes = std::fs::read(&path).unwrap_or_default();
            for secret in &self.secrets {
                let found = bytes.windows(secret.len()).any(|window| window == *secret);
                let secret = String::from_utf8_lossy(secret);
                assert!(!found, "{secret:?} lies in vestibule.db{suffix} (Z03)");
            }
        }
    }
}

/// What there may be none of at the end of a story, an hour after its last key.
const OWED: [(&str, &str); 5] = [
    (
        "messages that wait",
        "SELECT count(*) FROM outbox WHERE state IN ('queued', 'sending')",
    ),
    ("open codes", "SELECT count(*) FROM challenges WHERE state = 'open'"),
    (
        "open sign-ins",
        "SELECT count(*) FROM pending_sign_ins WHERE state = 'open'",
    ),
    (
        "pages that wait to be fetched",
        "SELECT count(*) FROM documents WHERE state = 'waiting' AND number_tag IS NOT NULL",
    ),
    (
        "sessions without a program",
        "SELECT count(*) FROM sessions WHERE ended_at IS NULL",
    ),
];

impl Drop for Story {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            self.nothing_is_left_owing();
        }
    }
}
