//! First passwords for people who have never signed in (spec A07): several at once, with one step-up. Each is temporary, a row
//! of the record and a mail of its own; together they are one list, which is fetched as every document (R09) and sealed
//! until then. Hashing takes a while and is done before, outside the transaction, one by one ([`Made::make`]).

use domain::change::Change;
use domain::document::DocumentKind;
use domain::ids::{DocumentId, StaffId};
use domain::password::{self, TEMPORARY_MS};
use domain::permission::Task;
use domain::person::PasswordKind;
use domain::secret::Secret;
use domain::step_up::Act;
use domain::time::Now;
use store::staff::{self, NewPassword, StaffRow};
use store::{Db, WriteTx};

use crate::apply::shut_out;
use crate::authority::{Authority, By};
use crate::papers::{Content, Leave, Order, the_clinic};
use crate::save_document::{Asked, Offer};
use crate::session::Running;
use crate::{ActionError, Token};

/// So many at once: more would not be handed out in the time they work.
pub const AT_MOST: usize = 500;

/// What somebody who has never signed in has so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HasSoFar {
    /// No password.
    Nothing,
    /// A temporary one that works until then, wall ms.
    Temporary {
        /// Wall ms; may be past.
        until: i64,
    },
    /// One of their own, that was chosen for them.
    Own,
}

/// Somebody who has never signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Newcomer {
    /// Who.
    pub id: StaffId,
    /// Name for people.
    pub name: String,
    /// Name to sign in with.
    pub username: String,
    /// The password so far.
    pub has: HasSoFar,
}

/// Everybody with access who has never signed in, by name; not who asks.
///
/// # Errors
/// [`ActionError::Denied`] for who is no manager; the session's and the database's.
pub fn newcomers(db: &mut Db, token: &Token, at: Now) -> Result<Vec<Newcomer>, ActionError> {
    db.read(at, |tx| {
        let running = Running::load_open(tx, token)?;
        running.may(Task::FirstPasswords)?;
        let rows = staff::never_signed_in(tx)?.into_iter();
        let rows = rows.filter(|row| row.id != running.staff.id && row.access.may_sign_in());
        Ok(rows.map(newcomer).collect())
    })
}

fn newcomer(row: StaffRow) -> Newcomer {
    Newcomer {
        id: row.id,
        name: row.name,
        username: row.username,
        has: match row.password {
            PasswordKind::Missing => HasSoFar::Nothing,
            PasswordKind::Temporary { term } => HasSoFar::Temporary {
                until: term.start.wall_ms + term.length_ms,
            },
            PasswordKind::Own | PasswordKind::Reported => HasSoFar::Own,
        },
    }
}

/// Passwords made and hashed, known to nobody yet.
#[derive(Default)]
pub struct Made(Vec<One>);

struct One {
    staff: StaffId,
    password: Secret<String>,
    phc: String,
}

impl Made {
    /// Makes and hashes one: some 30 ms each, in which nothing is held.
    ///
    /// # Errors
    /// [`ActionError::Hashing`].
    pub fn make(&mut self, staff: StaffId, password: [u8; 16], salt: [u8; 16]) -> Result<(), ActionError> {
        let password = password::temporary_password(password);
        let phc = password::hash(&password, salt)?;
        self.0.push(One { staff, password, phc });
        Ok(())
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What the list is made of: a line a person, number and password.
    fn fields(&self) -> Secret<String> {
        // In its final size at once: a buffer that grows leaves halves of it behind.
        let mut lines = String::with_capacity(self.0.len() * 40);
        for one in &self.0 {
            lines.push_str(&one.staff.0.to_string());
            lines.push(' ');
            lines.push_str(one.password.reveal());
            lines.push('\n');
        }
        Secret::new(lines)
    }
}

/// How the list gets to who asked for it.
#[derive(Clone, Copy, Debug)]
pub enum Handing<'a> {
    /// As a file of that name, at a terminal of the server itself.
    File(&'a str),
    /// Fetched.
    Pickup,
}

/// The list, as it is handed over.
#[derive(Debug)]
pub enum Handed {
    /// To be written into its file.
    File(DocumentId, Content),
    /// It waits.
    Offer(Offer),
}

/// Whether somebody may begin to make first passwords now, so that nobody hashes for nothing. Nothing is spent by it.
///
/// # Errors
/// As [`give_first_passwords`].
pub fn may_begin(db: &mut Db, token: &Token, people: &[StaffId], at: Now) -> Result<(), ActionError> {
    ask_number(people.len())?;
    db.read(at, |tx| {
        let running = Running::load_open(tx, token)?;
        running.may(Task::FirstPasswords)?;
        for id in people {
            Authority::over(tx, By::Session(token), Task::FirstPasswords, &staff::get(tx, *id)?)?;
        }
        running.ask_step_up(Act::FirstPasswords, at)
    })
}

fn ask_number(people: usize) -> Result<(), ActionError> {
    match people {
        1..=AT_MOST => Ok(()),
        _ => Err(ActionError::Refused(format!(
            "Choose between 1 and {AT_MOST} people. Nothing was changed."
        ))),
    }
}

/// Stores them all, or none: each counts for 72 hours and has to be changed at the first sign-in; each person is mailed.
///
/// # Errors
/// [`ActionError::StepUp`]; [`ActionError::Denied`] where one of them has signed in meanwhile or has no access any more;
/// [`ActionError::Refused`] for nobody, or too many, and where nobody could fetch the list.
pub fn give_first_passwords(
    db: &mut Db,
    token: &Token,
    made: &Made,
    handing: Handing<'_>,
    entropy: [u8; 16],
    at: Now,
) -> Result<Handed, ActionError> {
    ask_number(made.len())?;
    db.write(at, entropy, |tx| {
        let running = Running::load_open(tx, token)?;
        running.may(Task::FirstPasswords)?;
        running.pass_step_up(tx, Act::FirstPasswords)?;
        for one in &made.0 {
            give(tx, token, one)?;
        }
        let order = Order {
            kind: DocumentKind::FirstPasswords,
            fields: Some(made.fields()),
        };
        let asked = Asked::of(running, &order);
        Ok(match handing {
            Handing::File(name) => Handed::File(asked.note_file(tx, name)?, asked.content(tx)?),
            Handing::Pickup => Handed::Offer(asked.offer(tx)?),
        })
    })
}

fn give(tx: &WriteTx<'_>, token: &Token, one: &One) -> Result<(), ActionError> {
    let row = staff::get(tx, one.staff)?;
    let authority = Authority::over(tx, By::Session(token), Task::FirstPasswords, &row)?;
    staff::set_password(tx, row.id, &one.phc, NewPassword::Temporary)?;
    shut_out(tx, row.id, None, &authority.hand(), "a first password was made")?;
    Ok(authority.announce(tx, row.id, &Change::PasswordReset { reason: None })?)
}

/// The list as it is printed.
#[derive(Debug)]
pub struct FirstList {
    /// The clinic's full name.
    pub clinic: String,
    /// The clinic's IANA time zone.
    pub time_zone: String,
    /// Until when they work at least, wall ms.
    pub until: i64,
    /// In the order in which they were chosen.
    pub people: Vec<Listed>,
}

/// One person of it.
#[derive(Debug)]
pub struct Listed {
    /// Name for people.
    pub name: String,
    /// Name to sign in with.
    pub username: String,
    /// The password.
    pub password: Secret<String>,
}

/// The list a leave was given for.
///
/// # Errors
/// [`ActionError::Denied`] once whoever has the leave may not any more; the database's.
pub fn first_list(db: &mut Db, leave: &Leave, at: Now) -> Result<FirstList, ActionError> {
    let none = || ActionError::Refused("There is no list of first passwords here. Nothing was changed.".into());
    let fields = leave.fields().ok_or_else(none)?;
    db.read(at, |tx| {
        leave.ask(tx)?;
        let clinic = the_clinic(tx)?;
        let (mut people, mut until) = (Vec::new(), i64::MAX);
        for line in fields.reveal().lines() {
            let (id, password) = line.split_once(' ').ok_or_else(none)?;
            let row = staff::get(tx, StaffId(id.parse().map_err(|_| none())?))?;
            if let PasswordKind::Temporary { term } = row.password {
                until = until.min(term.start.wall_ms + term.length_ms);
            }
            people.push(Listed {
                name: row.name,
                username: row.username,
                password: Secret::from(password),
            });
        }
        Ok(FirstList {
            clinic: clinic.name,
            time_zone: clinic.time_zone,
            until: until.min(at.wall_ms + TEMPORARY_MS),
            people,
        })
    })
}
