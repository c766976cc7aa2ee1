//! First passwords for several people at once (spec A07): who can get one, one step-up, a row and a mail each, and one list
//! that is sealed until it is handed over.

use actions::begin_sign_in::Begun;
use actions::first_passwords::{
    FirstList, Handed, Handing, HasSoFar, Made, first_list, give_first_passwords, may_begin, newcomers,
};
use actions::pick_up::PickedUp;
use actions::save_document::{Offer, file_written};
use actions::step_up::PasswordAnswer;
use actions::{ActionError, Content, Token};
use domain::document::DocumentKind;
use domain::ids::StaffId;
use domain::message::MailKind;
use domain::person::Access;
use domain::step_up::Act;
use domain::time::{HOUR, MINUTE};
use fixtures::clinic::{Clinic, FAY, Person, SAM, desk, elsewhere, to_add};
use store::outbox::Kind;

use crate::acts::{dump, fetch};

const ANN: Person = Person {
    username: "ann",
    name: "Ann First",
    email: "ann@maple.example",
    ..SAM
};
const BEN: Person = Person {
    username: "ben",
    name: "Ben First",
    email: "ben@maple.example",
    ..SAM
};

/// ann and ben joined by a table, without a password; fay is signed in.
fn imported() -> (Clinic, Token, [StaffId; 2]) {
    let mut clinic = Clinic::new();
    let ids = [ANN, BEN].map(|person| {
        let new = to_add(&person);
        clinic
            .write(|tx| {
                let row = store::staff::NewStaff {
                    username: new.username.as_str(),
                    username_key: new.username.key(),
                    name: new.name.as_str(),
                    email: new.email.as_str(),
                    mobile: None,
                    access: Access::Staff,
                };
                store::staff::insert(tx, &row)
            })
            .unwrap()
    });
    let fay = clinic.sign_in(&FAY, &desk());
    clinic.deliver();
    (clinic, fay, ids)
}

fn made(clinic: &Clinic, people: &[StaffId]) -> Made {
    let mut made = Made::default();
    for id in people {
        made.make(*id, dice(clinic), clinic.dice.throw()).unwrap();
    }
    made
}

/// The dice count in the last bytes; a password is made of all of them.
fn dice(clinic: &Clinic) -> [u8; 16] {
    let mut bytes = clinic.dice.throw();
    bytes.reverse();
    bytes
}

fn step_up(clinic: &mut Clinic, session: &Token) {
    let (entropy, at) = (clinic.dice.throw(), clinic.clock.now());
    let password = FAY.password.into();
    let answer = actions::step_up::password(
        &mut clinic.db,
        session,
        Act::FirstPasswords,
        &password,
        &clinic.policy,
        entropy,
        at,
    );
    assert!(matches!(answer, Ok(PasswordAnswer::Right)), "{answer:?}");
}

fn give(clinic: &mut Clinic, session: &Token, people: &[StaffId], handing: Handing<'_>) -> Result<Handed, ActionError> {
    let made = made(clinic, people);
    let (entropy, at) = (clinic.dice.throw(), clinic.clock.now());
    give_first_passwords(&mut clinic.db, session, &made, handing, entropy, at)
}

fn offered(clinic: &mut Clinic, session: &Token, people: &[StaffId]) -> Offer {
    step_up(clinic, session);
    match give(clinic, session, people, Handing::Pickup).unwrap() {
        Handed::Offer(offer) => offer,
        Handed::File(..) => panic!("a file"),
    }
}

fn list(clinic: &mut Clinic, content: Content) -> FirstList {
    let Content::Leave(leave) = content else {
        panic!("a recovery code")
    };
    assert_eq!(leave.kind(), DocumentKind::FirstPasswords);
    first_list(&mut clinic.db, &leave, clinic.clock.now()).unwrap()
}

fn fetched(clinic: &mut Clinic, offer: &Offer) -> FirstList {
    let number = offer.number.reveal().clone();
    match fetch(clinic, &desk(), &number) {
        PickedUp::Given { content, .. } => list(clinic, content),
        other => panic!("{other:?}"),
    }
}

const SEALED: &str = "SELECT count(*) FROM documents WHERE fields IS NOT NULL";

#[test]
fn a07_who_has_never_signed_in_is_listed_with_what_they_have_so_far() {
    let (mut clinic, fay, [ann, _]) = imported();
    clinic
        .write(|tx| store::staff::set_password(tx, ann, "x", store::staff::NewPassword::Temporary))
        .unwrap();
    let at = clinic.clock.now();
    let until = at.wall_ms + 72 * HOUR;
    let found = newcomers(&mut clinic.db, &fay, at).unwrap();
    let found: Vec<_> = found.iter().map(|one| (one.username.as_str(), one.has)).collect();
    assert_eq!(
        found,
        [
            ("ann", HasSoFar::Temporary { until }),
            ("ben", HasSoFar::Nothing),
            ("jane", HasSoFar::Own),
        ],
        "sam has signed in, fay asks"
    );
    clinic
        .foreign()
        .execute_batch("UPDATE staff SET access = 'none' WHERE username = 'ben'")
        .unwrap();
    assert_eq!(newcomers(&mut clinic.db, &fay, at).unwrap().len(), 2);
    let sam = clinic.sign_in(&SAM, &elsewhere());
    let refused = newcomers(&mut clinic.db, &sam, at);
    assert!(matches!(refused, Err(ActionError::Denied(_))));
}

#[test]
fn a07_one_list_has_a_password_for_each_that_signs_in_once_and_has_to_be_changed() {
    let (mut clinic, fay, people) = imported();
    let rows = clinic.record().len();
    let offer = offered(&mut clinic, &fay, &people);
    let kinds: Vec<String> = clinic.record().into_iter().skip(rows).map(|row| row.kind).collect();
    assert_eq!(kinds, ["step_up", "password.reset", "password.reset", "document.made"]);
    let mails = clinic.deliver();
    let told: Vec<(&str, Kind)> = mails.iter().map(|mail| (mail.to.as_str(), mail.kind)).collect();
    let reset = Kind::Mail(MailKind::PasswordReset);
    assert_eq!(told, [(ANN.email, reset), (BEN.email, reset)]);
    let list = fetched(&mut clinic, &offer);
    assert_eq!(list.until, clinic.clock.now().wall_ms + 72 * HOUR);
    let names: Vec<&str> = list.people.iter().map(|one| one.username.as_str()).collect();
    assert_eq!(names, ["ann", "ben"]);
    assert_ne!(list.people[0].password.reveal(), list.people[1].password.reveal());
    for one in &list.people {
        let password = one.password.reveal().clone();
        assert_eq!(password.len(), 12);
        let Begun::SignedIn { session } = clinic.begin(&one.username, &password, &elsewhere()) else {
            panic!("not let in")
        };
        let at = clinic.clock.now();
        let account = actions::look::account(&mut clinic.db, &session, at).unwrap();
        assert_eq!(account.gate, Some(actions::Gate::NewPassword));
    }
}

#[test]
fn m10_the_password_is_asked_each_time_and_counts_once() {
    let (mut clinic, fay, people) = imported();
    let at = clinic.clock.now();
    let refused = may_begin(&mut clinic.db, &fay, &people, at);
    assert!(
        matches!(refused, Err(ActionError::StepUp(_))),
        "one typed at the sign-in does not count"
    );
    assert!(matches!(
        give(&mut clinic, &fay, &people, Handing::Pickup),
        Err(ActionError::StepUp(_))
    ));
    step_up(&mut clinic, &fay);
    may_begin(&mut clinic.db, &fay, &people, at).unwrap();
    may_begin(&mut clinic.db, &fay, &people, at).unwrap();
    give(&mut clinic, &fay, &people, Handing::Pickup).unwrap();
    assert!(matches!(
        give(&mut clinic, &fay, &people, Handing::Pickup),
        Err(ActionError::StepUp(_))
    ));
}

/// X03: all of them or none.
#[test]
fn a07_where_one_of_them_may_get_none_nobody_gets_one() {
    type Change = fn(&mut Clinic);
    let changes: [(&str, Change); 2] = [
        ("has signed in", |clinic| {
            let sql = "UPDATE staff SET last_sign_in_at = 1 WHERE username = 'ben'";
            clinic.foreign().execute_batch(sql).unwrap();
        }),
        ("has no access", |clinic| {
            let sql = "UPDATE staff SET access = 'none' WHERE username = 'ben'";
            clinic.foreign().execute_batch(sql).unwrap();
        }),
    ];
    for (what, change) in changes {
        let (mut clinic, fay, people) = imported();
        step_up(&mut clinic, &fay);
        change(&mut clinic);
        let before = dump(&clinic);
        let refused = give(&mut clinic, &fay, &people, Handing::Pickup);
        assert!(matches!(refused, Err(ActionError::Denied(_))), "{what}");
        assert!(dump(&clinic) == before, "{what}: half of it was kept");
    }
    let (mut clinic, fay, people) = imported();
    let own = clinic.staff(&FAY).id;
    step_up(&mut clinic, &fay);
    for wrong in [vec![], vec![people[0], own]] {
        assert!(give(&mut clinic, &fay, &wrong, Handing::Pickup).is_err(), "{wrong:?}");
    }
    let many = vec![people[0]; 501];
    let at = clinic.clock.now();
    assert!(may_begin(&mut clinic.db, &fay, &many, at).is_err());
}

#[test]
fn a07_a_person_chosen_twice_has_the_password_that_stands_last() {
    let (mut clinic, fay, [ann, _]) = imported();
    let offer = offered(&mut clinic, &fay, &[ann, ann]);
    let list = fetched(&mut clinic, &offer);
    let last = list.people.last().unwrap().password.reveal().clone();
    assert!(matches!(
        clinic.begin("ann", &last, &elsewhere()),
        Begun::SignedIn { .. }
    ));
}

#[test]
fn z03_the_passwords_are_readable_nowhere_and_gone_once_handed_over() {
    let (mut clinic, fay, people) = imported();
    let offer = offered(&mut clinic, &fay, &people);
    assert_eq!(clinic.number(SEALED), 1);
    let before = std::fs::read(clinic.data().db()).unwrap();
    let log = std::fs::read(clinic.path().join("vestibule.db-wal")).unwrap();
    let list = fetched(&mut clinic, &offer);
    assert_eq!(clinic.number(SEALED), 0);
    let after = std::fs::read(clinic.path().join("vestibule.db-wal")).unwrap();
    for one in &list.people {
        let password = one.password.reveal().as_bytes();
        for file in [&before, &log, &after] {
            assert!(!file.windows(password.len()).any(|window| window == password));
        }
        assert!(!format!("{list:?}").contains(one.password.reveal()));
    }

    let (mut clinic, fay, people) = imported();
    step_up(&mut clinic, &fay);
    let Handed::File(id, content) = give(&mut clinic, &fay, &people, Handing::File("first-passwords-1.pdf")).unwrap()
    else {
        panic!("no file")
    };
    assert_eq!(list_of(&mut clinic, content), 2);
    assert_eq!(clinic.number(SEALED), 1);
    let (entropy, at) = (clinic.dice.throw(), clinic.clock.now());
    file_written(&mut clinic.db, &fay, id, entropy, at).unwrap();
    assert_eq!(
        clinic.number(SEALED),
        0,
        "the file is written: nothing has to be known any more"
    );
}

fn list_of(clinic: &mut Clinic, content: Content) -> usize {
    list(clinic, content).people.len()
}

#[test]
fn a07_a_list_that_nobody_fetched_is_made_again_and_the_first_one_is_worthless() {
    let (mut clinic, fay, people) = imported();
    let first = offered(&mut clinic, &fay, &people);
    let lost = fetched(&mut clinic, &first).people[0].password.reveal().clone();
    clinic.clock.plus(MINUTE);
    let second = offered(&mut clinic, &fay, &people);
    assert!(matches!(clinic.begin("ann", &lost, &elsewhere()), Begun::Wrong { .. }));
    let new = fetched(&mut clinic, &second).people[0].password.reveal().clone();
    assert!(matches!(
        clinic.begin("ann", &new, &elsewhere()),
        Begun::SignedIn { .. }
    ));
}

#[test]
fn r09_a_demoted_manager_does_not_get_the_list() {
    let (mut clinic, fay, people) = imported();
    let offer = offered(&mut clinic, &fay, &people);
    clinic
        .foreign()
        .execute_batch("UPDATE staff SET access = 'staff' WHERE username = 'fay'")
        .unwrap();
    let picked = fetch(&mut clinic, &desk(), offer.number.reveal());
    assert!(matches!(picked, PickedUp::Nothing), "{picked:?}");
    assert_eq!(clinic.number(SEALED), 0);
}
