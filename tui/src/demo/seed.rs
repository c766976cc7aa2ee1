//! Makes the demo's clinic and brings its people into their states, by the very actions the screens use.
//!
//! ```text
//!   two weeks ago                                                now
//!   ├─ clinic and owner ─▶ people, some at a time ─▶ texts, app ─┴─▶ temporary password, five wrong codes ─▶ the worker
//! ```
//! Set-up codes are read where the worker would read them, before it is at work. What happened two weeks ago was mailed then;
//! what happens now is mailed by the worker, into the mailbox beside the screen. Nothing here knows a table.

use std::num::NonZero;
use std::path::Path;
use std::thread;

use actions::add_staff::{AddStaff, FirstPassword, add_staff};
use actions::answer_code::{Answer, TypedAnswer, answer_code};
use actions::begin_sign_in::{BeginSignIn, Begun, begin_sign_in};
use actions::claim_message::{Claim, ToSend, claim_message};
use actions::end_session::{Why, end_session};
use actions::enrol_app::{AppAnswer, begin_app_set_up, confirm_app_set_up};
use actions::enrol_sms::{SetUp, confirm_set_up, send_set_up_code};
use actions::init_clinic::init_clinic;
use actions::save_recovery_code::{Kept, save_recovery_code, show_recovery_code};
use actions::settle_message::settle_message;
use actions::{ActionError, Client, Policy, Token};
use domain::browser::Seen;
use domain::code::TypedCode;
use domain::contact::{EmailAddress, MobileNumber, PersonName, UserName};
use domain::delivery::Handover;
use domain::person::Access;
use domain::person::Method;
use domain::recovery_code::RecoveryCode;
use domain::secret::Secret;
use domain::time::{BootId, DAY, MINUTE, Now};
use domain::totp::step_of;
use setup::config::{Config, Template, template};
use setup::key_file::KeyRing;
use setup::{DataDir, Surroundings, private_file};
use store::outbox::Channel;
use store::{Db, Keys};

use super::DemoError;
use super::people::{Person, Script, State};
use super::place::{self, Place};

/// How long ago the clinic was set up, in milliseconds.
const AGO: i64 = 14 * DAY;
/// Who added the people, for the record.
const OPERATOR: &str = "demo";
/// Wrong codes that start a wait (spec L01).
const WRONG_CODES: usize = 5;
/// How many people are admitted at a time: more only wait for each other's writes.
const MOST_HANDS: usize = 4;
/// Sessions of the past had a lock file once; nobody looks for it, they have ended.
const NO_LOCK: &str = "00000000000000000000000000000000";

/// The clinic as it was made.
pub(super) struct Seeded {
    pub(super) config: Config,
    pub(super) ring: KeyRing,
    pub(super) db: Db,
    /// The recovery codes a trainer knows, by user name.
    pub(super) recovery: Vec<(String, RecoveryCode)>,
}

/// Makes the clinic of `script` in `dir`, as it stands at `now`. A hundred commits go to memory where there is some, so that
/// a slow disk does not keep anybody waiting, and the finished file to `dir`.
///
/// # Errors
/// What the system, the database or an action says.
pub(super) fn seed(dir: &DataDir, script: &Script, now: Now) -> Result<Seeded, DemoError> {
    let (config, ring) = around_the_database(dir, script)?;
    let policy = Policy {
        daily_cap: config.sms.daily_cap,
        countries: config.sms.countries.clone(),
    };
    let clinic = Clinic {
        script,
        ring: &ring,
        policy: &policy,
        now,
    };
    let recovery = match Place::throw_away(Path::new(place::MEMORY)) {
        Ok(memory) => {
            memory.dir().create()?;
            let recovery = clinic.fill(memory.dir())?;
            std::fs::copy(memory.dir().db(), dir.db())?;
            recovery
        }
        Err(_) => clinic.fill(dir)?,
    };
    let db = Db::open(dir, Keys::from_ring(&ring))?;
    Ok(Seeded {
        config,
        ring,
        db,
        recovery,
    })
}

/// What the clinic is made from.
struct Clinic<'a> {
    script: &'a Script,
    ring: &'a KeyRing,
    policy: &'a Policy,
    now: Now,
}

impl Clinic<'_> {
    /// Makes the database and brings everybody into their state. Returns the recovery codes a trainer knows.
    fn fill(&self, dir: &DataDir) -> Result<Vec<(String, RecoveryCode)>, DemoError> {
        // The past belongs to a boot of its own, so that only the wall clock tells how long ago it was (spec Z08).
        let past = Now {
            wall_ms: self.now.wall_ms - AGO,
            boot_ms: 0,
            boot_id: BootId([0; 16]),
        };
        let mut db = Db::create(dir, Keys::from_ring(self.ring))?;
        let (owners, others): (Vec<&Person>, Vec<&Person>) = self
            .script
            .people
            .iter()
            .partition(|person| person.access() == Access::Owner);
        for owner in owners {
            let first = first_password(owner);
            init_clinic(
                &mut db,
                &clinic_row(self.script),
                &add(owner)?,
                &first,
                OPERATOR,
                random()?,
                past,
            )?;
        }
        let open = self.admit(dir, &others, past)?;
        let mut hand = Hand {
            db,
            policy: self.policy,
        };
        let recovery = hand.turn_two_step_on(&open, past)?;
        for person in others.iter().filter(|person| person.state == State::Waiting) {
            hand.type_wrong_codes(person, self.now)?;
        }
        Ok(recovery)
    }

    /// Adds everybody but the owner, some at a time: Argon2id is what takes the time, and it needs no turn to write.
    fn admit<'p>(&self, dir: &DataDir, people: &[&'p Person], past: Now) -> Result<Vec<SettingUp<'p>>, DemoError> {
        let hands = thread::available_parallelism().map_or(1, NonZero::get).min(MOST_HANDS);
        let work = |share: &[&'p Person]| {
            let db = Db::open(dir, Keys::from_ring(self.ring))?;
            let hand = Hand {
                db,
                policy: self.policy,
            };
            hand.admit(share, past, self.now)
        };
        thread::scope(|scope| {
            let shares = people.chunks(people.len().div_ceil(hands).max(1));
            let at_work: Vec<_> = shares.map(|share| scope.spawn(move || work(share))).collect();
            let mut open = Vec::new();
            for hand in at_work {
                open.extend(hand.join().map_err(|_| DemoError::Broken)??);
            }
            Ok(open)
        })
    }
}

/// Directory, key and configuration.
fn around_the_database(dir: &DataDir, script: &Script) -> Result<(Config, KeyRing), DemoError> {
    dir.create()?;
    let clinic = &script.clinic;
    let text = template(Template {
        key_file: "vestibule.key",
        clinic: &clinic.name,
        country: &clinic.country,
    });
    let config = Config::parse(&text, dir, &Surroundings::default())?;
    let mut key = zeroize::Zeroizing::new([0; 32]);
    getrandom::fill(&mut *key).map_err(std::io::Error::other)?;
    let ring = KeyRing::create(&config.key_file, *key)?;
    private_file::create(&dir.config(), &text).map_err(|fault| std::io::Error::other(fault.to_string()))?;
    Ok((config, ring))
}

/// Does at one connection what people, operator and worker do.
struct Hand<'a> {
    db: Db,
    policy: &'a Policy,
}

/// Somebody who is setting the second step up.
struct SettingUp<'a> {
    person: &'a Person,
    session: Token,
    /// Where the texted code went; `None` for the app alone.
    number: Option<MobileNumber>,
}

impl Hand<'_> {
    /// Adds people; those with texts sign in and ask for a set-up code.
    fn admit<'p>(mut self, people: &[&'p Person], past: Now, now: Now) -> Result<Vec<SettingUp<'p>>, DemoError> {
        let mut open = Vec::new();
        for person in people {
            let at = if person.state == State::Temporary { now } else { past };
            add_staff(
                &mut self.db,
                &add(person)?,
                &first_password(person),
                OPERATOR,
                random()?,
                at,
            )?;
            if person.state.has_texts() || person.state.has_app() {
                open.push(self.begin_two_step(person, past)?);
            }
        }
        Ok(open)
    }

    fn sign_in(&mut self, person: &Person, client: &Client, at: Now) -> Result<Begun, DemoError> {
        let command = BeginSignIn {
            username: &person.username,
            password: &Secret::from(person.password.as_str()),
            client,
            lock_name: NO_LOCK,
            policy: self.policy,
            entropy: random()?,
        };
        Ok(begin_sign_in(&mut self.db, &command, at)?)
    }

    /// Signs in and, where texts are wanted, asks for a set-up code.
    fn begin_two_step<'p>(&mut self, person: &'p Person, past: Now) -> Result<SettingUp<'p>, DemoError> {
        let Begun::SignedIn { session } = self.sign_in(person, &front_desk(), past)? else {
            return Err(DemoError::Script);
        };
        let number = number(person).filter(|_| person.state.has_texts());
        if let Some(number) = &number {
            send_set_up_code(&mut self.db, &session, number, self.policy, random()?, past)?;
        }
        Ok(SettingUp {
            person,
            session,
            number,
        })
    }

    /// Types the set-up codes, keeps the recovery codes and signs out. Texts come first, so that they are the default.
    fn turn_two_step_on(
        &mut self,
        open: &[SettingUp<'_>],
        past: Now,
    ) -> Result<Vec<(String, RecoveryCode)>, DemoError> {
        let texts = self.take_messages(Channel::Text, past)?;
        let mut known = Vec::new();
        for SettingUp {
            person,
            session,
            number,
        } in open
        {
            match number {
                Some(number) => self.turn_texts_on(session, &code_to(&texts, number)?, past)?,
                None => self.turn_app_on(session, past)?,
            }
            let shown = show_recovery_code(&mut self.db, session, random()?, past)?;
            save_recovery_code(&mut self.db, session, Kept::Said, &shown.serial, random()?, past)?;
            if number.is_some() && person.state.has_app() {
                self.turn_app_on(session, past)?;
            }
            end_session(&mut self.db, session, Why::SignedOut, random()?, past.plus(MINUTE))?;
            if person.state.before_recovery_code().is_some() {
                known.push((person.username.clone(), shown.code));
            }
        }
        self.take_messages(Channel::Mail, past)?;
        Ok(known)
    }

    fn turn_texts_on(&mut self, session: &Token, code: &TypedCode, past: Now) -> Result<(), DemoError> {
        match confirm_set_up(&mut self.db, session, code, self.policy, random()?, past)? {
            SetUp::On => Ok(()),
            SetUp::Refused(_) => Err(DemoError::Script),
        }
    }

    /// Scans, and types the code that the phone showed then.
    fn turn_app_on(&mut self, session: &Token, past: Now) -> Result<(), DemoError> {
        let app = begin_app_set_up(&mut self.db, session, random()?, past)?;
        let digits = app.secret().code(step_of(past.wall_ms));
        let digits = str::from_utf8(digits.reveal()).map_err(|_| DemoError::Script)?;
        let code = TypedCode::parse(digits).map_err(|_| DemoError::Script)?;
        match confirm_app_set_up(&mut self.db, session, &app, &code, self.policy, random()?, past)? {
            AppAnswer::On => Ok(()),
            AppAnswer::ClockOff { .. } | AppAnswer::Refused { .. } => Err(DemoError::Script),
        }
    }

    /// Somebody has the password, elsewhere, and guesses.
    fn type_wrong_codes(&mut self, person: &Person, now: Now) -> Result<(), DemoError> {
        let client = elsewhere();
        let Begun::SecondStep { pending, .. } = self.sign_in(person, &client, now)? else {
            return Err(DemoError::Script);
        };
        let texts = self.take_messages(Channel::Text, now)?;
        let number = number(person).ok_or(DemoError::Script)?;
        let right = digits_to(&texts, &number)?;
        let wrong = if right.reveal().starts_with('0') {
            "111111"
        } else {
            "000000"
        };
        let typed = TypedAnswer {
            method: Method::Sms,
            code: TypedCode::parse(wrong).map_err(|_| DemoError::Script)?,
            trust: false,
        };
        for _ in 0..WRONG_CODES {
            let (lock_name, policy, entropy) = (NO_LOCK, self.policy, random()?);
            let answer = Answer {
                pending: &pending,
                typed: &typed,
                client: &client,
                lock_name,
                policy,
                entropy,
            };
            answer_code(&mut self.db, &answer, now)?;
        }
        Ok(())
    }

    /// Takes what is owed out of the outbox, as delivered.
    fn take_messages(&mut self, channel: Channel, at: Now) -> Result<Vec<ToSend>, DemoError> {
        let mut taken = Vec::new();
        loop {
            match claim_message(&mut self.db, channel, random()?, at)? {
                Claim::Nothing => return Ok(taken),
                Claim::TooLate | Claim::PutOff => {}
                Claim::Send(message) => {
                    let handover = Handover::Accepted {
                        reference: OPERATOR.into(),
                    };
                    settle_message(&mut self.db, &message.claimed, &handover, random()?, at)?;
                    taken.push(*message);
                }
            }
        }
    }
}

fn digits_to<'t>(texts: &'t [ToSend], number: &MobileNumber) -> Result<&'t Secret<String>, DemoError> {
    let text = texts.iter().find(|text| text.claimed.address == number.as_str());
    text.and_then(|text| text.code.as_ref())
        .map(|code| &code.digits)
        .ok_or(DemoError::Script)
}

fn code_to(texts: &[ToSend], number: &MobileNumber) -> Result<TypedCode, DemoError> {
    TypedCode::parse(digits_to(texts, number)?.reveal()).map_err(|_| DemoError::Script)
}

fn clinic_row(script: &Script) -> store::clinic::Clinic {
    let facts = script.clinic.clone();
    store::clinic::Clinic {
        name: facts.name,
        short_name: facts.short_name,
        time_zone: facts.time_zone,
        country: facts.country,
        support_contact: facts.support_contact,
        trust_allowed: true,
        demo: true,
    }
}

fn add(person: &Person) -> Result<AddStaff, DemoError> {
    Ok(AddStaff {
        username: UserName::parse(&person.username).map_err(|_| DemoError::Script)?,
        name: PersonName::parse(&person.name).map_err(|_| DemoError::Script)?,
        email: EmailAddress::parse(&format!("{}@example.org", person.username)).map_err(|_| DemoError::Script)?,
        mobile: number(person),
        access: person.access(),
    })
}

/// The number as it is: a test has it judged, which takes 95 ms the first time.
fn number(person: &Person) -> Option<MobileNumber> {
    person.mobile.as_deref().and_then(MobileNumber::stored)
}

fn first_password(person: &Person) -> FirstPassword {
    let password = Secret::from(person.password.as_str());
    match person.state {
        State::Temporary => FirstPassword::Temporary(password),
        State::Off | State::Texts | State::App | State::Both | State::Forgotten | State::Waiting | State::Gone => {
            FirstPassword::Own(password)
        }
    }
}

/// Where the people set their texts up: not where the trainer sits, so that the first sign-in here is from a new browser.
fn front_desk() -> Client {
    made_up("the front desk", 1)
}

fn elsewhere() -> Client {
    made_up("another computer", 2)
}

fn made_up(place: &str, number: u8) -> Client {
    let seen = Seen::Token {
        token: Secret::new([number; 32]),
        machine_id: "demo".into(),
        uid: 0,
    };
    Client {
        seen,
        place: place.into(),
    }
}

fn random() -> Result<[u8; 16], DemoError> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(std::io::Error::other)?;
    Ok(bytes)
}

impl From<store::StoreError> for DemoError {
    fn from(error: store::StoreError) -> Self {
        Self::Action(ActionError::Store(error))
    }
}
