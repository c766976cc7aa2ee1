//! A clinic with very many people, each in the middle of a sign-in, so that thousands of codes can be judged without
//! hashing thousands of passwords. Written straight into the store; judged by the real action alone.
//!
//! It has a month behind it: 3,000 texts, a hundred a day. It allows trusted browsers.

use actions::{Client, Token};
use domain::browser::Seen;
use domain::challenge::{GRACE_MS, Purpose, SHOWN_MS};
use domain::code::{TypedCode, derive};
use domain::contact::user_name_key;
use domain::ids::{ChallengeId, StaffId};
use domain::lockout::{Class, Ladder};
use domain::person::Access;
use domain::secret::Secret;
use domain::sign_in::PENDING_MS;
use domain::time::{DAY, HOUR, Now, Term, Wait};
use domain::totp::{AppSecret, recognise, step_of};
use domain::trust::term_from;
use domain::verification::Door;
use fixtures::clinic::{Clinic, SAM, another_code, browser, code_at};
use store::{Keys, StoreError, WriteTx, browsers, challenges, counters, methods, pending, staff, trust};

/// What everybody in the crowd has.
#[derive(Clone, Copy, Default)]
pub(crate) struct Having {
    /// The authenticator app, not texts.
    pub(crate) app: bool,
    /// An open code.
    pub(crate) code: bool,
    /// An open second step at the seat, and with the app one elsewhere.
    pub(crate) pending: bool,
    /// A running lockout of an hour.
    pub(crate) wait: bool,
    /// The own desk, trusted.
    pub(crate) trust: bool,
}

/// In the middle of a sign-in by text.
pub(crate) const BY_TEXT: Having = Having {
    app: false,
    code: true,
    pending: true,
    wait: false,
    trust: false,
};

/// In the middle of a sign-in by the app.
pub(crate) const BY_APP: Having = Having {
    app: true,
    code: false,
    ..BY_TEXT
};

const MONTH: &str = "WITH RECURSIVE days (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM days WHERE n < 2999)
    INSERT INTO outbox (uid, channel, kind, staff_id, address, made_wall, made_boot, made_boot_id, due_wall, due_boot,
        due_boot_id, attempts, state, changed_at)
    SELECT randomblob(16), 'text', 'number_changed', 3, '+16045550100', at, at, zeroblob(16), at, at, zeroblob(16), 1,
        'delivered', at FROM (SELECT ?1 - n * 864000 AS at FROM days)";

/// A clinic with `size` people more, numbered from 0, with nothing of it left in the WAL.
pub(crate) fn clinic(size: u64, having: Having) -> Clinic {
    of(&[(size, having)])
}

/// The same with several kinds of people, numbered on from one to the next.
pub(crate) fn of(kinds: &[(u64, Having)]) -> Clinic {
    let mut clinic = Clinic::new();
    clinic.policy.daily_cap = u32::MAX;
    let password = clinic.staff(&SAM).password_hash.unwrap();
    let everybody = kinds.iter().flat_map(|(size, having)| (0..*size).map(move |_| *having));
    clinic
        .write(|tx| {
            store::clinic::set_trust_allowed(tx, true)?;
            (0..)
                .zip(everybody)
                .try_for_each(|(number, having)| add(tx, number, password.reveal(), having))
        })
        .unwrap();
    let file = clinic.foreign();
    file.execute(MONTH, [clinic.clock.now().wall_ms]).unwrap();
    file.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))
        .unwrap();
    clinic
}

fn add(tx: &WriteTx<'_>, number: u64, password: &str, having: Having) -> Result<(), StoreError> {
    let username = username(number);
    let id = staff::insert(
        tx,
        &staff::NewStaff {
            username: &username,
            username_key: &user_name_key(&username),
            name: &username,
            email: &format!("{username}@maple.example"),
            mobile: Some(SAM.mobile),
            access: Access::Staff,
        },
    )?;
    staff::set_password(tx, id, password, staff::NewPassword::Own)?;
    if having.app {
        let set_up = step_of(tx.at().wall_ms - 10 * DAY);
        methods::turn_app_on(tx, id, &secret(number), set_up)?;
    } else {
        methods::turn_sms_on(tx, id, SAM.mobile)?;
    }
    if having.code {
        issue(tx, id, number)?;
    }
    if having.pending {
        open(tx, id, &seat(number), &token(number))?;
    }
    if having.pending && having.app {
        open(tx, id, &elsewhere(number), &token_elsewhere(number))?;
    }
    if having.wait {
        let ladder = Ladder {
            rung: 1,
            wait: Some(Wait::starting(tx.at(), HOUR)),
            ..Ladder::default()
        };
        counters::store_ladder(tx, id, Class::Other, ladder)?;
    }
    if having.trust {
        let desk = desk(number);
        let browser = browsers::find_or_insert(tx, &desk.seen)?;
        browsers::mark_familiar(tx, id, browser, &desk.place, true)?;
        trust::begin(tx, id, browser, &desk.place, term_from(tx.at()))?;
    }
    Ok(())
}

fn issue(tx: &WriteTx<'_>, id: StaffId, number: u64) -> Result<(), StoreError> {
    let door = Door {
        purpose: Purpose::SignIn,
        browser: browsers::find_or_insert(tx, &seat(number).seen)?,
        session: None,
    };
    let term = Term::starting(tx.at(), SHOWN_MS + GRACE_MS);
    challenges::issue(tx, id, door, challenge(number), SAM.mobile, term)
}

fn open(tx: &WriteTx<'_>, id: StaffId, client: &Client, token: &Token) -> Result<(), StoreError> {
    let new = pending::NewPending {
        token: token.reveal(),
        staff: id,
        browser: browsers::find_or_insert(tx, &client.seen)?,
        place: &client.place,
        recognised: false,
        term: Term::starting(tx.at(), PENDING_MS),
    };
    pending::open(tx, &new).map(drop)
}

/// The user name of one of them; the password is sam's.
pub(crate) fn username(number: u64) -> String {
    format!("person{number}")
}

/// Where one of them sits: a browser nobody has signed in from.
pub(crate) fn seat(number: u64) -> Client {
    browser(100_000 + u32::try_from(number).unwrap())
}

/// Where somebody who looked over their shoulder sits.
pub(crate) fn elsewhere(number: u64) -> Client {
    browser(200_000 + u32::try_from(number).unwrap())
}

/// The own desk of one of them, at a terminal of the server.
pub(crate) fn desk(number: u64) -> Client {
    let mut token = [0; 32];
    token[..16].copy_from_slice(&id(4, number));
    let seen = Seen::Token {
        token: Secret::new(token),
        machine_id: "b08dfa6083e7567a1921a715000001fb".into(),
        uid: 1_000,
    };
    Client::new(seen, None)
}

/// What the terminal of one of them holds.
pub(crate) fn token(number: u64) -> Token {
    Secret::new(id(0, number))
}

/// What the terminal elsewhere holds.
pub(crate) fn token_elsewhere(number: u64) -> Token {
    Secret::new(id(2, number))
}

fn challenge(number: u64) -> ChallengeId {
    ChallengeId(id(1, number))
}

fn secret(number: u64) -> AppSecret {
    let mut entropy = [0; 32];
    entropy[..16].copy_from_slice(&id(3, number));
    AppSecret::from_entropy(entropy)
}

/// Ids are random in life, and so lie far apart in the file.
fn id(kind: u128, number: u64) -> [u8; 16] {
    const KINDS: u128 = 5;
    (u128::from(number) * KINDS + kind + 1)
        .wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835)
        .to_be_bytes()
}

/// The code of the text on the phone of one of them.
pub(crate) fn right_text(keys: &Keys, number: u64) -> String {
    let key = &keys.codes().0[&keys.current_id()];
    let digits = derive(key, challenge(number), 0);
    digits.reveal().iter().copied().map(char::from).collect()
}

/// Another one.
pub(crate) fn wrong_text(keys: &Keys, number: u64) -> String {
    another_code(&right_text(keys, number))
}

/// The code that the app of one of them shows.
pub(crate) fn right_app(number: u64, at: Now) -> String {
    code_at(&secret(number), at)
}

/// One that it shows neither now nor one step away.
pub(crate) fn wrong_app(number: u64, at: Now) -> String {
    let secret = secret(number);
    let is_wrong = |code: &String| recognise(&secret, None, &TypedCode::parse(code).unwrap(), at).is_none();
    let mut others = std::iter::successors(Some(right_app(number, at)), |code| Some(another_code(code)));
    others.find(is_wrong).unwrap()
}
