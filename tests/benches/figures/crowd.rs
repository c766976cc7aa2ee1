//! A clinic with very many people, each in the middle of a sign-in, so that thousands of codes can be judged without
//! hashing thousands of passwords. Written straight into the store; judged by the real action alone.
//!
//! It has a month behind it: 3,000 texts, a hundred a day.

use actions::Token;
use domain::challenge::{GRACE_MS, Purpose, SHOWN_MS};
use domain::code::{TypedCode, derive};
use domain::contact::user_name_key;
use domain::ids::{ChallengeId, StaffId};
use domain::lockout::{Class, Ladder};
use domain::person::Access;
use domain::secret::Secret;
use domain::sign_in::PENDING_MS;
use domain::time::{HOUR, Term, Wait};
use domain::verification::Door;
use fixtures::clinic::{Clinic, SAM, another_code, browser};
use store::{Keys, WriteTx, browsers, challenges, counters, pending, staff};

/// What everybody in the crowd has.
#[derive(Clone, Copy, Default)]
pub(crate) struct Having {
    /// An open code.
    pub(crate) code: bool,
    /// An open second step.
    pub(crate) pending: bool,
    /// A running lockout of an hour.
    pub(crate) wait: bool,
}

/// In the middle of a sign-in.
pub(crate) const SIGNING_IN: Having = Having {
    code: true,
    pending: true,
    wait: false,
};

const MONTH: &str = "WITH RECURSIVE days (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM days WHERE n < 2999)
    INSERT INTO outbox (uid, channel, kind, staff_id, address, made_wall, made_boot, made_boot_id, due_wall, due_boot,
        due_boot_id, attempts, state, changed_at)
    SELECT randomblob(16), 'text', 'number_changed', 3, '+16045550100', at, at, zeroblob(16), at, at, zeroblob(16), 1,
        'delivered', at FROM (SELECT ?1 - n * 864000 AS at FROM days)";

/// A clinic with `size` people more, numbered from 0, with nothing of it left in the WAL.
pub(crate) fn clinic(size: u64, having: Having) -> Clinic {
    let mut clinic = Clinic::new();
    clinic.policy.daily_cap = u32::MAX;
    let password = clinic.staff(&SAM).password_hash.unwrap();
    clinic
        .write(|tx| (0..size).try_for_each(|number| add(tx, number, password.reveal(), having)))
        .unwrap();
    let file = clinic.foreign();
    file.execute(MONTH, [clinic.clock.now().wall_ms]).unwrap();
    file.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))
        .unwrap();
    clinic
}

fn add(tx: &WriteTx<'_>, number: u64, password: &str, having: Having) -> Result<(), store::StoreError> {
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
    staff::turn_sms_on(tx, id, SAM.mobile)?;
    in_the_middle(tx, id, number, having)
}

fn in_the_middle(tx: &WriteTx<'_>, id: StaffId, number: u64, having: Having) -> Result<(), store::StoreError> {
    let client = seat(number);
    let browser = browsers::find_or_insert(tx, &client.seen)?;
    if having.code {
        let door = Door {
            purpose: Purpose::SignIn,
            browser,
            session: None,
        };
        let term = Term::starting(tx.at(), SHOWN_MS + GRACE_MS);
        challenges::issue(tx, id, door, challenge(number), SAM.mobile, term)?;
    }
    if having.pending {
        let token = token(number);
        let new = pending::NewPending {
            token: token.reveal(),
            staff: id,
            browser,
            place: &client.place,
            recognised: false,
            term: Term::starting(tx.at(), PENDING_MS),
        };
        pending::open(tx, &new)?;
    }
    if having.wait {
        let ladder = Ladder {
            rung: 1,
            wait: Some(Wait::starting(tx.at(), HOUR)),
            ..Ladder::default()
        };
        counters::store_ladder(tx, id, Class::Other, ladder)?;
    }
    Ok(())
}

/// The user name of one of them; the password is sam's.
pub(crate) fn username(number: u64) -> String {
    format!("person{number}")
}

/// Where one of them sits: a browser nobody has signed in from.
pub(crate) fn seat(number: u64) -> actions::Client {
    browser(100_000 + u32::try_from(number).unwrap())
}

/// What the terminal of one of them holds.
pub(crate) fn token(number: u64) -> Token {
    Secret::new(scattered(2 * number).to_be_bytes())
}

fn challenge(number: u64) -> ChallengeId {
    ChallengeId(scattered(2 * number + 1).to_be_bytes())
}

/// Ids are random in life, and so lie far apart in the file.
fn scattered(number: u64) -> u128 {
    (u128::from(number) + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835)
}

/// The code on the phone of one of them.
pub(crate) fn right_code(keys: &Keys, number: u64) -> TypedCode {
    TypedCode::parse(&digits(keys, number)).unwrap()
}

/// Another one.
pub(crate) fn wrong_code(keys: &Keys, number: u64) -> TypedCode {
    TypedCode::parse(&another_code(&digits(keys, number))).unwrap()
}

fn digits(keys: &Keys, number: u64) -> String {
    let key = &keys.codes().0[&keys.current_id()];
    let digits = derive(key, challenge(number), 0);
    digits.reveal().iter().copied().map(char::from).collect()
}
