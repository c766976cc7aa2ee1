//! The staff list read as a whole (spec A01) says of everybody what is stored of them one by one.

use domain::ids::StaffId;
use domain::lockout::{Class, Ladder};
use domain::person::{Access, Method, Methods, PasswordKind};
use domain::roster::{Member, Ways, by_name, found_by};
use domain::time::{DAY, HOUR, MINUTE, Term, Wait};
use fixtures::clinic::{BO, Clinic, KIM, SAM};
use store::{StoreError, counters, pauses, roster, staff};

fn everybody(clinic: &mut Clinic) -> Result<Vec<Member>, StoreError> {
    clinic.db.read(clinic.clock.now(), roster::everybody)
}

fn the(clinic: &mut Clinic, id: StaffId) -> Member {
    let all = everybody(clinic).unwrap();
    all.into_iter().find(|member| member.id == id).unwrap()
}

/// What the list should say, out of the questions about one person.
fn one_by_one(clinic: &mut Clinic) -> Vec<Member> {
    let at = clinic.clock.now();
    let rows: Result<Vec<Member>, StoreError> = clinic.db.read(at, |tx| {
        let member = |row: staff::StaffRow| {
            let ways = row.two_step.methods().map(|methods| Ways {
                default: methods.default(),
                both: matches!(methods, Methods::Both { .. }),
            });
            Ok(Member {
                id: row.id,
                access: row.access,
                ways,
                has_password: row.password != PasswordKind::Missing,
                last_sign_in: row.last_sign_in_at,
                pause: pauses::of(tx, row.id)?.map(|row| row.pause.term),
                wait: counters::longest_wait(tx, row.id, at)?,
                found_by: found_by(&row.name, &row.username, &row.email),
                username: row.username,
                name: row.name,
                email: row.email,
            })
        };
        staff::all(tx)?.into_iter().map(member).collect()
    });
    let mut all = rows.unwrap();
    by_name(&mut all);
    all
}

#[test]
fn a01_the_list_says_of_everybody_what_is_stored_of_each() {
    let mut clinic = Clinic::with_apps();
    let (sam, bo, kim) = (clinic.staff(&SAM).id, clinic.staff(&BO).id, clinic.staff(&KIM).id);
    let at = clinic.clock.now();
    clinic
        .write(|tx| {
            pauses::begin(tx, sam, Term::starting(at, DAY), "Jane Maple", "phone at home")?;
            let wait = |length_ms| Ladder {
                rung: 1,
                wait: Some(Wait::starting(at, length_ms)),
                ..Ladder::default()
            };
            counters::store_ladder(tx, bo, Class::Recognised, wait(MINUTE))?;
            counters::store_ladder(tx, bo, Class::Other, wait(HOUR))?;
            counters::store_ladder(tx, kim, Class::Recognised, wait(HOUR))?;
            counters::store_ladder(tx, kim, Class::Other, wait(MINUTE))?;
            staff::insert(
                tx,
                &staff::NewStaff {
                    username: "new",
                    username_key: "new",
                    name: "Álvaro New",
                    email: "new@maple.example",
                    mobile: None,
                    access: Access::None,
                },
            )
        })
        .unwrap();
    let all = everybody(&mut clinic).unwrap();
    assert_eq!(all, one_by_one(&mut clinic));
    let names: Vec<&str> = all.iter().map(|member| member.name.as_str()).collect();
    let expected = [
        "Álvaro New",
        "Bo Lindgren",
        "Fay Okafor",
        "Jane Maple",
        "Kim Sato",
        "Sam Tremblay",
    ];
    assert_eq!(names, expected, "by name, accents aside");
    let longest = |id| {
        all.iter()
            .find(|member| member.id == id)
            .unwrap()
            .wait
            .unwrap()
            .length_ms
    };
    assert_eq!((longest(bo), longest(kim)), (HOUR, HOUR));
    let both = Ways {
        default: Method::Sms,
        both: true,
    };
    assert_eq!(the(&mut clinic, kim).ways, Some(both));
    assert!(!all[0].has_password && all[0].last_sign_in.is_none());
}

#[test]
fn a04_an_ended_pause_stands_in_the_list_no_more_and_an_old_one_changes_nothing() {
    let mut clinic = Clinic::new();
    let (sam, at) = (clinic.staff(&SAM).id, clinic.clock.now());
    let begin = |clinic: &mut Clinic, ms| {
        let life = Term::starting(at, ms);
        clinic
            .write(|tx| pauses::begin(tx, sam, life, "Jane Maple", "phone at home"))
            .unwrap();
    };
    let end = |clinic: &mut Clinic| {
        let running = clinic.db.read(at, |tx| pauses::of(tx, sam)).unwrap().unwrap();
        assert!(
            clinic
                .write(|tx| pauses::end(tx, running.pause.id, "ended early"))
                .unwrap()
        );
    };
    begin(&mut clinic, HOUR);
    end(&mut clinic);
    assert_eq!(the(&mut clinic, sam).pause, None);
    begin(&mut clinic, DAY);
    assert_eq!(the(&mut clinic, sam).pause, Some(Term::starting(at, DAY)));
}

/// T54: never shown as protected by mistake.
#[test]
fn a01_methods_and_a_default_that_do_not_fit_each_other_are_no_list() {
    let mut clinic = Clinic::new();
    let foreign = clinic.foreign();
    foreign.execute_batch("PRAGMA foreign_keys = OFF").unwrap();
    let forged = "UPDATE staff SET default_method = 'app' WHERE username = 'fay'";
    foreign.execute_batch(forged).unwrap();
    assert!(everybody(&mut clinic).is_err());
    let fay = StaffId(clinic.number("SELECT id FROM staff WHERE username = 'fay'"));
    assert!(clinic.db.read(clinic.clock.now(), |tx| staff::get(tx, fay)).is_err());
}
