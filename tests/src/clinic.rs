//! A made clinic in a throw-away directory: real file, real keys, real actions, a clock moved by hand and dice that always
//! fall the same way.
//!
//! Everything in it came about through the actions themselves. It is made once a process and copied afterwards, since
//! hashing passwords is what costs. A new one owes nobody anything: every text and mail of its making is delivered, and
//! all of it is two days past.
//!
//! ```no_run
//! use fixtures::clinic::{Clinic, SAM, elsewhere};
//!
//! let mut clinic = Clinic::new();
//! let pending = clinic.pending(&SAM, &elsewhere());
//! let code = clinic.read_phone();
//! clinic.answer(&pending, &elsewhere(), &code);
//! ```

// A fixture that cannot be made is a failed test: it says so where it is.
#![allow(clippy::unwrap_used)]

mod app;
mod clock;
mod hands;
mod people;
mod trust;

use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::sync::OnceLock;

use actions::add_staff::{AddStaff, FirstPassword, add_staff};
use actions::init_clinic::init_clinic;
use actions::save_recovery_code::{Kept, save_recovery_code, show_recovery_code};
use actions::{Policy, Token};
use domain::contact::{EmailAddress, MobileNumber, PersonName, UserName};
use domain::ids::StaffId;
use domain::secret::Secret;
use domain::time::{DAY, Now};
use setup::DataDir;
use setup::key_file::KeyRing;
use store::audit::{self, AuditRow};
use store::{Db, Keys, StoreError, staff};
use tempfile::TempDir;

pub use app::{by_app, by_text, code_at, wrong_code_of};
pub use clock::{Clock, Dice, START_WALL_MS};
pub use hands::{Delivered, another_code, recovery_page, second_step, the_page};
pub use people::{BO, FAY, JANE, KIM, Person, SAM, browser, desk, elsewhere, keyless, ssh_key, token_file};

/// The login name the operator of the made clinic has.
pub const OPERATOR: &str = "root";
/// Names the lock file in `run/` that sessions of these tests are begun with; nobody holds it.
pub const LOCK: &str = "00000000000000000000000000000000";
/// The one key of every made clinic.
const ROOT_KEY: [u8; 32] = [42; 32];

/// A made clinic. It goes when dropped.
pub struct Clinic {
    /// The connection everything here works on.
    pub db: Db,
    /// Moved by hand.
    pub clock: Clock,
    /// One throw a command.
    pub dice: Dice,
    /// 150 texts a day, to Canada and the United States.
    pub policy: Policy,
    /// sam's recovery code, as kept when texts were set up.
    pub sams_recovery_code: String,
    data: DataDir,
    _dir: TempDir,
}

struct Template {
    database: Vec<u8>,
    now: Now,
    thrown: u64,
    recovery: String,
}

impl Default for Clinic {
    fn default() -> Self {
        Self::new()
    }
}

impl Clinic {
    /// jane (owner) and fay (full access) without 2SV, sam (staff) with texts on; see their constants.
    ///
    /// # Panics
    /// Where the directory cannot be made.
    #[must_use]
    pub fn new() -> Self {
        static TEMPLATE: OnceLock<Template> = OnceLock::new();
        Self::copy_of(TEMPLATE.get_or_init(|| make(&[])))
    }

    /// The same clinic, where bo (the app alone) and kim (texts and the app) work too.
    ///
    /// # Panics
    /// Where the directory cannot be made.
    #[must_use]
    pub fn with_apps() -> Self {
        static TEMPLATE: OnceLock<Template> = OnceLock::new();
        Self::copy_of(TEMPLATE.get_or_init(|| make(&[BO, KIM])))
    }

    fn copy_of(template: &Template) -> Self {
        let (dir, data) = directory();
        write_private(&data.db(), &template.database);
        Self {
            db: Db::open(&data, keys()).unwrap(),
            clock: Clock::at(template.now),
            dice: Dice::after(template.thrown),
            policy: policy(),
            sams_recovery_code: template.recovery.clone(),
            data,
            _dir: dir,
        }
    }

    /// An empty database: no clinic in it yet.
    ///
    /// # Panics
    /// Where it cannot be made.
    #[must_use]
    pub fn unfounded() -> Self {
        let (dir, data) = directory();
        Self {
            db: Db::create(&data, keys()).unwrap(),
            clock: Clock::default(),
            dice: Dice::default(),
            policy: policy(),
            sams_recovery_code: String::new(),
            data,
            _dir: dir,
        }
    }

    /// The data directory.
    #[must_use]
    pub fn data(&self) -> &DataDir {
        &self.data
    }

    /// The data directory's path.
    #[must_use]
    pub fn path(&self) -> &Path {
        self.data.path()
    }

    /// Another connection to the same file, as another program has it.
    ///
    /// # Panics
    /// Where it cannot be opened.
    #[must_use]
    pub fn another_db(&self) -> Db {
        Db::open(&self.data, keys()).unwrap()
    }

    /// The file as a foreign program opens it, for looking and for tampering.
    ///
    /// # Panics
    /// Where it cannot be opened.
    #[must_use]
    pub fn foreign(&self) -> rusqlite::Connection {
        rusqlite::Connection::open(self.data.db()).unwrap()
    }

    /// One number out of the file.
    ///
    /// # Panics
    /// Where `sql` does not give one.
    #[must_use]
    pub fn number(&self, sql: &str) -> i64 {
        self.foreign().query_row(sql, [], |row| row.get(0)).unwrap()
    }

    /// Adds somebody to the staff list, with the own password that stands in `person`.
    ///
    /// # Panics
    /// Where the action refuses.
    pub fn add(&mut self, person: &Person) -> StaffId {
        let first = FirstPassword::Own(person.password.into());
        let (entropy, at) = (self.dice.throw(), self.clock.now());
        add_staff(&mut self.db, &to_add(person), &first, OPERATOR, entropy, at).unwrap()
    }

    /// The row of somebody on the staff list.
    ///
    /// # Panics
    /// Where nobody has that name.
    pub fn staff(&mut self, person: &Person) -> staff::StaffRow {
        let key = domain::contact::user_name_key(person.username);
        self.db
            .read(self.clock.now(), |tx| staff::by_username(tx, &key))
            .unwrap()
            .unwrap()
    }

    /// The whole record.
    ///
    /// # Panics
    /// Where it cannot be read.
    pub fn record(&mut self) -> Vec<AuditRow> {
        self.db
            .read(self.clock.now(), |tx| audit::rows(tx, 0, u32::MAX))
            .unwrap()
    }

    /// Whether the record's chain is whole.
    ///
    /// # Panics
    /// Where it cannot be read.
    pub fn chain(&mut self) -> audit::Chain {
        self.db.read(self.clock.now(), audit::verify).unwrap()
    }
}

/// The keys every made clinic has.
///
/// # Panics
/// Where no file can be made.
#[must_use]
pub fn keys() -> Keys {
    let dir = TempDir::new().unwrap();
    Keys::from_ring(&KeyRing::create(&dir.path().join("key"), ROOT_KEY).unwrap())
}

/// What the action [`add_staff`] is told about somebody.
///
/// # Panics
/// Where `person` could not be typed in.
#[must_use]
pub fn to_add(person: &Person) -> AddStaff {
    AddStaff {
        username: UserName::parse(person.username).unwrap(),
        name: PersonName::parse(person.name).unwrap(),
        email: EmailAddress::parse(person.email).unwrap(),
        mobile: Some(mobile(person.mobile)),
        access: person.access,
    }
}

/// A number as it is after being checked at the edge.
///
/// # Panics
/// Where it is none.
#[must_use]
pub fn mobile(number: &str) -> MobileNumber {
    MobileNumber::parse(number, "CA", &policy().countries).unwrap()
}

/// The clinic's own settings.
#[must_use]
pub fn maple() -> store::clinic::Clinic {
    store::clinic::Clinic {
        name: "Maple Clinic".into(),
        short_name: "Maple Clinic".into(),
        time_zone: "America/Vancouver".into(),
        country: "CA".into(),
        support_contact: "the front desk, 604 555 0199".into(),
        trust_allowed: false,
        demo: false,
    }
}

fn policy() -> Policy {
    Policy {
        daily_cap: 150,
        countries: vec!["CA".into(), "US".into()],
    }
}

fn directory() -> (TempDir, DataDir) {
    let dir = TempDir::with_prefix("vestibule-").unwrap();
    let data = DataDir::at(dir.path().join("clinic"));
    data.create().unwrap();
    KeyRing::create(&data.path().join("vestibule.key"), ROOT_KEY).unwrap();
    (dir, data)
}

fn write_private(path: &Path, bytes: &[u8]) {
    let mut file = std::fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)
        .unwrap();
    std::io::Write::write_all(&mut file, bytes).unwrap();
}

/// `with_apps` are bo, and kim, who has texts too.
fn make(with_apps: &[Person]) -> Template {
    let mut clinic = Clinic::unfounded();
    clinic.found();
    clinic.add(&FAY);
    clinic.add(&SAM);
    let session = clinic.sign_in(&SAM, &desk());
    clinic.turn_texts_on(&session, SAM.mobile);
    let recovery = clinic.keep_recovery_code(&session);
    clinic.sign_out(&session);
    for person in with_apps {
        clinic.add(person);
        let session = clinic.sign_in(person, &desk());
        if person.username == KIM.username {
            clinic.turn_texts_on(&session, person.mobile);
            clinic.keep_recovery_code(&session);
        }
        clinic.set_up_app(&session);
        if person.username == BO.username {
            clinic.keep_recovery_code(&session);
        }
        clinic.sign_out(&session);
    }
    clinic.deliver();
    clinic.clock.plus(2 * DAY);
    clinic.expire();
    let (path, now, thrown) = (clinic.data.db(), clinic.clock.now(), clinic.dice.thrown());
    let Clinic { db, _dir, .. } = clinic;
    // The last connection writes the WAL back into the file.
    drop(db);
    Template {
        database: std::fs::read(path).unwrap(),
        now,
        thrown,
        recovery,
    }
}

impl Clinic {
    /// Makes clinic and owner in a database that [`Clinic::unfounded`] gave.
    ///
    /// # Panics
    /// Where the action refuses.
    pub fn found(&mut self) {
        let first = FirstPassword::Own(JANE.password.into());
        let (entropy, at) = (self.dice.throw(), self.clock.now());
        let owner = to_add(&JANE);
        init_clinic(&mut self.db, &maple(), &owner, &first, OPERATOR, entropy, at).unwrap();
    }

    /// The recovery-code step: shows the code and says that it is kept. Returns it bare.
    ///
    /// # Panics
    /// Where there is nothing to keep.
    pub fn keep_recovery_code(&mut self, session: &Token) -> String {
        let shown = show_recovery_code(&mut self.db, session, self.dice.throw(), self.clock.now()).unwrap();
        let (entropy, at) = (self.dice.throw(), self.clock.now());
        save_recovery_code(&mut self.db, session, Kept::Said, &shown.serial, entropy, at).unwrap();
        shown.code.bare().reveal().clone()
    }

    /// The recovery code of somebody who has one, bare, as it stands sealed in the file.
    ///
    /// # Panics
    /// Where there is none.
    pub fn recovery_code(&mut self, person: &Person) -> String {
        let staff = self.staff(person).id;
        let stored = self.db.read(self.clock.now(), |tx| store::recovery::find(tx, staff));
        let stored = stored.unwrap().expect("there is no recovery code");
        stored.code.bare().reveal().clone()
    }

    /// Runs `f` in a writing transaction of its own, at the clock's time.
    ///
    /// # Errors
    /// What `f` says, or the database.
    pub fn write<T>(&mut self, f: impl FnOnce(&store::WriteTx<'_>) -> Result<T, StoreError>) -> Result<T, StoreError> {
        self.db.write(self.clock.now(), self.dice.throw(), f)
    }
}

/// A secret as typed.
#[must_use]
pub fn typed(text: &str) -> Secret<String> {
    Secret::from(text)
}
