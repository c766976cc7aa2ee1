//! A clinic in memory: what a database would keep, and everything that the decisions ask to be written. It decides
//! nothing by itself; where it has to act for a caller (a number proved, 2SV turned off) it does what the spec says of
//! it.

mod acts;
mod apply;
mod apps;
mod clocks;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use domain::audit::{Entry, Kind};
use domain::challenge::{Challenge, ChallengeState, Purpose};
use domain::code::{CodeKey, TypedCode, derive};
use domain::ids::{BrowserId, ChallengeId, PendingId, SessionId, StaffId};
use domain::lockout::{Class, Ladder};
use domain::message::{MailKind, Notice};
use domain::person::{Access, Familiarity, Method, Methods, PasswordKind, Person, TwoStep};
use domain::recovery_code::RecoveryCode;
use domain::resend::{ClinicTexts, Sent};
use domain::sign_in::{How, Pending, Standing};
use domain::step_up::Stamps;
use domain::time::{BootId, DAY, Now, Term};
use domain::totp::AppSecret;
use domain::trust::{Trust, TrustFacts};
use domain::verification::{AppKey, CodeKeys};

/// Where people have finished a second step before.
pub(crate) const DESK: BrowserId = BrowserId(1);
/// Another browser.
pub(crate) const HOME: BrowserId = BrowserId(2);
/// All clients that cannot be told apart (spec T03).
pub(crate) const KEYLESS: BrowserId = BrowserId(3);
/// A browser that nobody has used before.
pub(crate) const PHONE: BrowserId = BrowserId(4);
/// All of them.
pub(crate) const BROWSERS: [BrowserId; 4] = [DESK, HOME, KEYLESS, PHONE];
/// The number on everybody's profile.
pub(crate) const NUMBER: &str = "+16045550101";
/// Another number.
pub(crate) const OTHER_NUMBER: &str = "+16045550202";
/// Days a browser stays known or recognised (spec, "Words").
const FAMILIAR_MS: i64 = 90 * DAY;
const KEY_ID: u8 = 1;

static KEYS: LazyLock<CodeKeys> = LazyLock::new(|| {
    CodeKeys(BTreeMap::from([
        (KEY_ID, CodeKey::new([9; 32])),
        (2, CodeKey::new([8; 32])),
    ]))
});

/// Which ways to get codes somebody has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Has {
    Nothing,
    Texts,
    App,
    /// Both, with the one asked first.
    Both(Method),
}

impl Has {
    /// Every way of having a second step.
    pub(crate) const ON: [Self; 4] = [Self::Texts, Self::App, Self::Both(Method::Sms), Self::Both(Method::App)];

    /// The same as the decisions see it; texts go to `number`.
    pub(crate) fn two_step(self, number: &str) -> TwoStep {
        let number = number.to_owned();
        match self {
            Has::Nothing => TwoStep::Off,
            Has::Texts => TwoStep::On(Methods::Text { number }),
            Has::App => TwoStep::On(Methods::App),
            Has::Both(default) => TwoStep::On(Methods::Both { number, default }),
        }
    }
}

/// A person with their app and recovery codes.
pub(crate) struct Someone {
    pub(crate) person: Person,
    pub(crate) app: Option<AppKey>,
    pub(crate) recovery: Option<RecoveryCode>,
    pub(crate) dead_recovery: Vec<RecoveryCode>,
}

/// A text on somebody's phone.
#[derive(Clone)]
pub(crate) struct Text {
    pub(crate) staff: StaffId,
    pub(crate) to: String,
    pub(crate) id: ChallengeId,
    pub(crate) reissue: u32,
    pub(crate) purpose: Purpose,
    pub(crate) at: Now,
}

impl Text {
    /// The code in it.
    pub(crate) fn code(&self) -> String {
        String::from_utf8(derive(&KEYS.0[&KEY_ID], self.id, self.reissue).reveal().to_vec()).unwrap()
    }
}

/// A pending sign-in as a row.
#[derive(Clone, Copy)]
pub(crate) struct PendingRow {
    pub(crate) pending: Pending,
    pub(crate) open: bool,
}

/// A session as a row.
#[derive(Clone, Copy)]
pub(crate) struct Session {
    pub(crate) id: SessionId,
    pub(crate) staff: StaffId,
    pub(crate) browser: BrowserId,
    pub(crate) how: How,
    pub(crate) stamps: Stamps,
    pub(crate) failures: u32,
}

/// A browser that somebody trusts, as a row.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TrustRow {
    pub(crate) staff: StaffId,
    pub(crate) browser: BrowserId,
    pub(crate) trust: Trust,
    /// Ended before its time.
    pub(crate) ended: bool,
    pub(crate) uses: u32,
}

/// When wrong ones were typed, by person and stored class.
pub(crate) type WrongOnes = BTreeMap<(StaffId, &'static str), Vec<Now>>;

/// The clinic.
pub(crate) struct World {
    pub(crate) at: Now,
    pub(crate) place: &'static str,
    pub(crate) people: BTreeMap<StaffId, Someone>,
    pub(crate) familiar: BTreeMap<(StaffId, BrowserId), (Now, Option<Now>)>,
    pub(crate) challenges: Vec<(StaffId, Challenge)>,
    pub(crate) pendings: Vec<PendingRow>,
    pub(crate) ladders: BTreeMap<(StaffId, &'static str), Ladder>,
    pub(crate) wrong_codes: WrongOnes,
    pub(crate) wrong_recovery: WrongOnes,
    pub(crate) texts: Vec<Text>,
    pub(crate) mails: Vec<Notice>,
    pub(crate) record: Vec<Entry>,
    pub(crate) sessions: Vec<Session>,
    pub(crate) clinic: ClinicTexts,
    /// The clinic allows trusted browsers.
    pub(crate) trust_allowed: bool,
    pub(crate) trusts: Vec<TrustRow>,
    /// The secret of the app that a session is setting up.
    pub(crate) being_set_up: BTreeMap<SessionId, AppSecret>,
    made: u32,
    secrets_made: u8,
}

/// The instant at which every story begins.
pub(crate) fn begin() -> Now {
    Now {
        wall_ms: 1_795_000_000_000,
        boot_ms: 7 * DAY,
        boot_id: BootId([1; 16]),
    }
}

impl World {
    pub(crate) fn new() -> Self {
        Self {
            at: begin(),
            place: "a terminal",
            people: BTreeMap::new(),
            familiar: BTreeMap::new(),
            challenges: Vec::new(),
            pendings: Vec::new(),
            ladders: BTreeMap::new(),
            wrong_codes: WrongOnes::new(),
            wrong_recovery: WrongOnes::new(),
            texts: Vec::new(),
            mails: Vec::new(),
            record: Vec::new(),
            sessions: Vec::new(),
            clinic: ClinicTexts {
                sent: 0,
                frees_in_ms: 0,
                cap: u32::MAX,
            },
            trust_allowed: true,
            trusts: Vec::new(),
            being_set_up: BTreeMap::new(),
            made: 0,
            secrets_made: 0,
        }
    }

    /// A world with one person whose texts are on and who works at [`DESK`].
    pub(crate) fn with_ann() -> (Self, StaffId) {
        Self::with_ann_who(Has::Texts)
    }

    /// The same with other ways to get codes.
    pub(crate) fn with_ann_who(has: Has) -> (Self, StaffId) {
        let mut world = Self::new();
        let ann = world.person_who(has);
        world.familiar.insert((ann, DESK), (world.at, Some(world.at)));
        (world, ann)
    }

    /// One more person, with texts on or without a second step, known nowhere.
    pub(crate) fn person(&mut self, texts_on: bool) -> StaffId {
        self.person_who(if texts_on { Has::Texts } else { Has::Nothing })
    }

    /// One more person, known nowhere.
    pub(crate) fn person_who(&mut self, has: Has) -> StaffId {
        let id = StaffId(self.people.len() as i64 + 1);
        let two_step = has.two_step(NUMBER);
        let app = two_step.has(Method::App).then(|| AppKey {
            secret: self.new_app_secret(),
            last_step: None,
        });
        let recovery = two_step.is_on().then(|| self.new_recovery_code());
        let person = Person {
            id,
            access: Access::Staff,
            password: PasswordKind::Own,
            two_step,
            pause: None,
        };
        self.people.insert(
            id,
            Someone {
                person,
                app,
                recovery,
                dead_recovery: Vec::new(),
            },
        );
        id
    }

    pub(crate) fn familiarity(&self, staff: StaffId, browser: BrowserId) -> Familiarity {
        let can_be_known = browser != KEYLESS;
        let lasts = |since: Now| can_be_known && !Term::starting(since, FAMILIAR_MS).ended(self.at);
        let familiar = self.familiar.get(&(staff, browser));
        let (known, recognised) = match familiar {
            Some((known, recognised)) => (lasts(*known), recognised.is_some_and(lasts)),
            None => (false, false),
        };
        let mailed = |since: Now| !can_be_known && !Term::starting(since, FAMILIAR_MS).ended(self.at);
        let announced = familiar.is_some_and(|(known, _)| mailed(*known));
        Familiarity {
            browser,
            known,
            recognised,
            can_be_known,
            announced,
        }
    }

    pub(crate) fn class(&self, staff: StaffId, browser: BrowserId) -> Class {
        self.familiarity(staff, browser).class()
    }

    pub(crate) fn ladder(&self, staff: StaffId, class: Class) -> Ladder {
        self.ladders.get(&(staff, class.as_str())).copied().unwrap_or_default()
    }

    pub(crate) fn someone(&mut self, staff: StaffId) -> &mut Someone {
        self.people.get_mut(&staff).unwrap()
    }

    pub(crate) fn session(&self, id: SessionId) -> Session {
        *self.sessions.iter().find(|session| session.id == id).unwrap()
    }

    pub(crate) fn pending(&self, id: PendingId) -> PendingRow {
        *self.pendings.iter().find(|row| row.pending.id == id).unwrap()
    }

    /// Wrong codes counted for a person in a class, and wrong recovery codes.
    pub(crate) fn counted(&self, staff: StaffId, class: Class) -> (usize, usize) {
        let of = |wrong: &WrongOnes| wrong.get(&(staff, class.as_str())).map_or(0, Vec::len);
        (of(&self.wrong_codes), of(&self.wrong_recovery))
    }

    /// The code in the newest text to this person.
    pub(crate) fn texted(&self, staff: StaffId) -> String {
        self.texts.iter().rfind(|text| text.staff == staff).unwrap().code()
    }

    /// Six digits that no text to this person carried and that no app of this person shows for the next minutes.
    pub(crate) fn wrong_code(&self, staff: StaffId) -> String {
        let mine = self.texts.iter().filter(|text| text.staff == staff);
        let texted = mine.map(Text::code);
        let known: Vec<String> = texted.chain(self.app_codes_around(staff)).collect();
        (100_000..)
            .map(|n: u32| n.to_string())
            .find(|code| !known.contains(code))
            .unwrap()
    }

    /// The recovery code that works now, as typed.
    pub(crate) fn recovery_code(&self, staff: StaffId) -> String {
        self.people[&staff]
            .recovery
            .as_ref()
            .unwrap()
            .grouped()
            .reveal()
            .clone()
    }

    /// The same as it is kept, where there is one.
    pub(crate) fn bare_recovery(&self, staff: StaffId) -> Option<String> {
        self.people[&staff]
            .recovery
            .as_ref()
            .map(|code| code.bare().reveal().clone())
    }

    /// The kinds of mail owed so far, in order.
    pub(crate) fn mail_kinds(&self) -> Vec<MailKind> {
        self.mails.iter().map(|mail| mail.kind).collect()
    }

    /// How many rows of a kind stand in the record.
    pub(crate) fn recorded(&self, kind: Kind) -> usize {
        self.record.iter().filter(|row| row.kind == kind).count()
    }

    fn fresh_id(&mut self) -> ChallengeId {
        self.made += 1;
        ChallengeId(
            u128::from(self.made)
                .wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835)
                .to_be_bytes(),
        )
    }

    fn new_recovery_code(&mut self) -> RecoveryCode {
        RecoveryCode::from_entropy(self.fresh_id().0)
    }

    /// What a transaction would load for a decision about `staff` in `browser`.
    pub(crate) fn load(&self, staff: StaffId, browser: BrowserId) -> Loaded {
        let familiarity = self.familiarity(staff, browser);
        let class = familiarity.class();
        let stamps = |wrong: &WrongOnes| wrong.get(&(staff, class.as_str())).cloned().unwrap_or_default();
        let someone = &self.people[&staff];
        Loaded {
            person: someone.person.clone(),
            familiarity,
            ladder: self.ladder(staff, class),
            wrong_codes: stamps(&self.wrong_codes),
            wrong_recovery: stamps(&self.wrong_recovery),
            recovery: someone.recovery.clone(),
            app: someone.app.clone(),
            trust: self.trust_facts(staff, browser),
            challenges: self
                .challenges
                .iter()
                .filter(|row| row.0 == staff)
                .map(|row| row.1.clone())
                .collect(),
            sent: self.sent(staff),
            clinic: self.clinic,
            place: self.place,
        }
    }

    fn trust_facts(&self, staff: StaffId, browser: BrowserId) -> TrustFacts {
        let here = |row: &&TrustRow| (row.staff, row.browser, row.ended) == (staff, browser, false);
        TrustFacts {
            allowed: self.trust_allowed,
            here: self.trusts.iter().rfind(here).map(|row| row.trust),
        }
    }

    fn sent(&self, staff: StaffId) -> Vec<Sent> {
        let recent = self
            .texts
            .iter()
            .filter(|text| text.staff == staff && self.at.since(text.at) < DAY);
        recent
            .map(|text| Sent {
                at: text.at,
                purpose: text.purpose,
                used: self.is_used(text.id),
            })
            .collect()
    }

    fn is_used(&self, id: ChallengeId) -> bool {
        self.challenges
            .iter()
            .any(|(_, challenge)| challenge.id == id && challenge.state == ChallengeState::Used)
    }
}

/// Facts as loaded.
pub(crate) struct Loaded {
    person: Person,
    familiarity: Familiarity,
    ladder: Ladder,
    wrong_codes: Vec<Now>,
    wrong_recovery: Vec<Now>,
    recovery: Option<RecoveryCode>,
    app: Option<AppKey>,
    trust: TrustFacts,
    challenges: Vec<Challenge>,
    sent: Vec<Sent>,
    clinic: ClinicTexts,
    place: &'static str,
}

impl Loaded {
    pub(crate) fn standing(&self) -> Standing<'_> {
        Standing {
            person: &self.person,
            familiarity: self.familiarity,
            ladder: self.ladder,
            wrong_codes: &self.wrong_codes,
            wrong_recovery: &self.wrong_recovery,
            recovery: self.recovery.as_ref(),
            app: self.app.as_ref(),
            trust: self.trust,
            challenges: &self.challenges,
            sent: &self.sent,
            clinic: self.clinic,
            keys: &KEYS,
            place: self.place,
        }
    }
}

/// Six digits as typed.
pub(crate) fn typed(code: &str) -> TypedCode {
    TypedCode::parse(code).unwrap()
}
