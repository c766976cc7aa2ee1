//! The last manager able to sign in cannot be removed, demoted or shut out by any order of steps (spec A02; T63): random
//! histories of managers and the operator, with passwords that end, over the real file.

use actions::begin_sign_in::Begun;
use actions::reset_password::reset_password;
use actions::{By, Token};
use domain::person::{Access, PasswordKind, Person as Judged};
use domain::time::{DAY, HOUR};
use fixtures::clinic::{Clinic, FAY, JANE, OPERATOR, Person, SAM, desk};

use crate::acts::{choose, dump};
use crate::managing::*;

const TEMPORARY: &str = "k7mm2qpx9wzt";
const OWN: &str = "nettle orbit 58 window";

/// The four people it goes round with; pat is added on the way.
const PEOPLE: [Person; 4] = [
    JANE,
    FAY,
    SAM,
    Person {
        username: "pat",
        name: "Pat New",
        email: "pat@maple.example",
        ..SAM
    },
];

/// Falls as the seed says.
struct Fate(u64);

impl Fate {
    fn of(&mut self, sides: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % sides
    }
}

fn managers(clinic: &mut Clinic) -> Vec<Judged> {
    let at = clinic.clock.now();
    let rows = clinic.db.read(at, store::staff::managers).unwrap();
    rows.iter().map(store::staff::StaffRow::person).collect()
}

/// How many can sign in now, and how many of them for as long as they like.
fn able(clinic: &mut Clinic) -> (usize, usize) {
    let at = clinic.clock.now();
    let able: Vec<Judged> = managers(clinic)
        .into_iter()
        .filter(|person| person.may_sign_in(at))
        .collect();
    let lasting = able
        .iter()
        .filter(|person| matches!(person.password, PasswordKind::Own | PasswordKind::Reported));
    (able.len(), lasting.count())
}

fn is_there(clinic: &Clinic, person: &Person) -> bool {
    clinic.number(&format!(
        "SELECT count(*) FROM staff WHERE username = '{}'",
        person.username
    )) == 1
}

/// A session, with whichever password counts; none where nobody is let in.
fn session_of(clinic: &mut Clinic, person: &Person) -> Option<Token> {
    for password in [person.password, OWN, TEMPORARY] {
        if let Begun::SignedIn { session } = clinic.begin(person.username, password, &desk()) {
            return Some(session);
        }
    }
    None
}

/// One step, whatever it is; says whether it was one of changing somebody's access.
fn step(clinic: &mut Clinic, fate: &mut Fate) -> bool {
    let whom = PEOPLE[fate.of(4)];
    let access = [Access::Full, Access::Staff, Access::None][fate.of(3)];
    match fate.of(6) {
        0 if !is_there(clinic, &PEOPLE[3]) => {
            clinic.add(&PEOPLE[3]);
            false
        }
        1 if is_there(clinic, &whom) => {
            let (entropy, at) = (clinic.dice.throw(), clinic.clock.now());
            // Where there is no access there is nothing to reset.
            let _ = reset_password(&mut clinic.db, whom.username, &TEMPORARY.into(), OPERATOR, entropy, at);
            false
        }
        2 => {
            clinic.clock.plus([HOUR, 4 * DAY][fate.of(2)]);
            false
        }
        3 if is_there(clinic, &whom) => {
            // Somebody with a temporary password chooses their own.
            if let Begun::SignedIn { session } = clinic.begin(whom.username, TEMPORARY, &desk()) {
                choose(clinic, &session, OWN).unwrap();
            }
            false
        }
        4 if is_there(clinic, &whom) => {
            let _ = edit(clinic, OPERATES, &whom, &another_access(access));
            true
        }
        _ => {
            let actor = PEOPLE[fate.of(4)];
            if !is_there(clinic, &actor) || !is_there(clinic, &whom) {
                return false;
            }
            let Some(session) = session_of(clinic, &actor) else {
                return false;
            };
            let before = dump(clinic);
            if edit(clinic, By::Session(&session), &whom, &another_access(access)).is_err() {
                assert!(dump(clinic) == before, "what is refused changes nothing");
            }
            clinic.sign_out(&session);
            true
        }
    }
}

#[test]
fn a02_t63_no_order_of_steps_takes_the_last_manager_away() {
    for seed in 1..=16 {
        let mut clinic = Clinic::new();
        let mut fate = Fate(seed);
        for number in 0..24 {
            let (before, lasting) = able(&mut clinic);
            let at = clinic.clock.now();
            let is_change = step(&mut clinic, &mut fate);
            assert_eq!(
                clinic.number("SELECT count(*) FROM staff WHERE access = 'owner'"),
                1,
                "exactly one owner"
            );
            assert_eq!(clinic.staff(&JANE).access, Access::Owner);
            let (after, lasting_after) = able(&mut clinic);
            // Only time takes the last one away, and then the operator makes a password.
            let time_passed = clinic.clock.now() != at && !is_change;
            assert!(after > 0 || before == 0 || time_passed, "seed {seed}, step {number}");
            assert!(
                lasting_after > 0 || lasting == 0 || !is_change,
                "seed {seed}, step {number}"
            );
        }
        let (entropy, at) = (clinic.dice.throw(), clinic.clock.now());
        reset_password(&mut clinic.db, "jane", &TEMPORARY.into(), OPERATOR, entropy, at).unwrap();
        assert!(able(&mut clinic).0 > 0, "there is always a way back");
    }
}
