//! A page that waits to be fetched (spec R09): the same browser, once, ten minutes, three wrong numbers; and when the
//! recovery code on it counts as kept.

use actions::pick_up::{PickedUp, handed_out};
use actions::save_document::{Offer, Paper, PickupState, pickup_state};
use actions::{ActionError, Client, Gate, Token};
use domain::ids::DocumentId;
use domain::time::{HOUR, MINUTE};
use fixtures::clinic::{
    BO, Clinic, FAY, OPERATOR, SAM, another_code, browser, desk, elsewhere, keyless, ssh_key, the_page, token_file,
};

use crate::acts::{self, account, dump, fetch, offer, recorded_since};
use crate::let_in;

fn given(picked: PickedUp) -> (DocumentId, Paper) {
    match picked {
        PickedUp::Given { id, content } => (id, the_page(content)),
        other => panic!("{other:?}"),
    }
}

fn is_nothing(clinic: &mut Clinic, client: &Client, number: &str) -> bool {
    matches!(fetch(clinic, client, number), PickedUp::Nothing)
}

fn state(clinic: &mut Clinic, session: &Token, offer: &Offer) -> PickupState {
    pickup_state(&mut clinic.db, session, offer.id, clinic.clock.now()).unwrap()
}

/// sam in that browser, with the page of his recovery code on offer.
fn offered(client: &Client) -> (Clinic, Token, Offer, String) {
    let mut clinic = Clinic::new();
    let session = clinic.sign_in(&SAM, client);
    let offer = offer(&mut clinic, &session).unwrap();
    let number = offer.number.reveal().clone();
    (clinic, session, offer, number)
}

#[test]
fn r09_the_right_number_in_the_same_browser_hands_it_out_once() {
    for client in [desk(), ssh_key(3), token_file(3, "one", 1000)] {
        let (mut clinic, session, offer, number) = offered(&client);
        assert_eq!((number.len(), offer.left_ms), (6, 10 * MINUTE));
        assert!(number.bytes().all(|digit| digit.is_ascii_digit()));
        let left = PickupState::Waiting { left_ms: 10 * MINUTE };
        assert_eq!(state(&mut clinic, &session, &offer), left);
        let (_, paper) = given(fetch(&mut clinic, &client, &number));
        assert_eq!(*paper.code.bare().reveal(), clinic.sams_recovery_code);
        assert_eq!(paper.username, "sam");
        assert_eq!(state(&mut clinic, &session, &offer), PickupState::Fetched);
        assert!(is_nothing(&mut clinic, &client, &number), "once");
    }
}

/// T03: nobody else's key, account, machine or token gets it, and asking does not use its tries up.
#[test]
fn r09_another_browser_gets_nothing_and_counts_nothing() {
    let home = token_file(3, "one", 1000);
    let (mut clinic, session, offer, number) = offered(&home);
    for other in [
        desk(),
        ssh_key(3),
        keyless(),
        token_file(3, "two", 1000),
        token_file(3, "one", 1001),
        token_file(4, "one", 1000),
    ] {
        for number in [&number, &another_code(&number)] {
            assert!(is_nothing(&mut clinic, &other, number), "{}", other.place);
        }
    }
    assert!(matches!(
        state(&mut clinic, &session, &offer),
        PickupState::Waiting { .. }
    ));
    assert_eq!(clinic.number("SELECT sum(wrong) FROM documents"), 0);
    given(fetch(&mut clinic, &home, &number));
}

#[test]
fn r09_ten_minutes_and_not_a_millisecond_longer_also_with_the_worker_off() {
    let (mut clinic, session, offer, number) = offered(&desk());
    clinic.clock.plus(10 * MINUTE - 1);
    assert_eq!(
        state(&mut clinic, &session, &offer),
        PickupState::Waiting { left_ms: 1 }
    );
    clinic.clock.plus(1);
    assert_eq!(state(&mut clinic, &session, &offer), PickupState::Over);
    assert!(is_nothing(&mut clinic, &desk(), &number));
    assert_eq!(clinic.expire().ended, 1);
    assert_eq!(clinic.expire().ended, 0);
    assert_eq!(state(&mut clinic, &session, &offer), PickupState::Over);

    let (mut clinic, _, _, number) = offered(&desk());
    clinic.clock.plus(10 * MINUTE - 1);
    given(fetch(&mut clinic, &desk(), &number));

    let (mut clinic, _, _, number) = offered(&desk());
    clinic.clock.plus(10 * MINUTE);
    clinic.clock.wall_only(-HOUR);
    assert!(is_nothing(&mut clinic, &desk(), &number), "Z08");
}

#[test]
fn r09_the_third_wrong_number_withdraws_it_and_the_right_one_is_nothing_then() {
    let (mut clinic, session, offer, number) = offered(&desk());
    let wrong = another_code(&number);
    let rows = clinic.record().len();
    for wanted in [2, 1, 0] {
        match fetch(&mut clinic, &desk(), &wrong) {
            PickedUp::Wrong { tries_left } => assert_eq!(tries_left, wanted),
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(state(&mut clinic, &session, &offer), PickupState::Withdrawn);
    for number in [&number, &wrong] {
        assert!(is_nothing(&mut clinic, &desk(), number));
    }
    let kinds = [
        "document.refused",
        "document.refused",
        "document.refused",
        "document.ended",
    ];
    assert_eq!(
        recorded_since(&mut clinic, rows),
        kinds.map(|kind| (kind.to_owned(), "R09".to_owned()))
    );
    assert_eq!(
        clinic.number("SELECT count(*) FROM wrong_codes"),
        0,
        "no code's counter"
    );
}

/// L05's sense: two wrong ones, another terminal, a restart: one try is left.
#[test]
fn r09_its_tries_are_in_the_database() {
    let (mut clinic, _, _, number) = offered(&desk());
    let wrong = another_code(&number);
    (0..2).for_each(|_| drop(fetch(&mut clinic, &desk(), &wrong)));
    clinic.db = clinic.another_db();
    given(fetch(&mut clinic, &desk(), &number));
}

#[test]
fn r09_a_newer_offer_in_the_same_browser_withdraws_the_one_before() {
    let (mut clinic, session, first, old) = offered(&desk());
    let second = offer(&mut clinic, &session).unwrap();
    let new = second.number.reveal().clone();
    assert_ne!(old, new);
    assert_eq!(state(&mut clinic, &session, &first), PickupState::Withdrawn);
    assert!(matches!(
        fetch(&mut clinic, &desk(), &old),
        PickedUp::Wrong { tries_left: 2 }
    ));
    given(fetch(&mut clinic, &desk(), &new));
}

#[test]
fn r09_two_browsers_of_one_person_have_numbers_of_their_own() {
    let (mut clinic, _, _, at_the_desk) = offered(&desk());
    clinic.clock.plus(MINUTE);
    let other = clinic.sign_in(&SAM, &elsewhere());
    let there = offer(&mut clinic, &other).unwrap().number.reveal().clone();
    assert!(matches!(
        fetch(&mut clinic, &elsewhere(), &at_the_desk),
        PickedUp::Wrong { .. }
    ));
    given(fetch(&mut clinic, &elsewhere(), &there));
    given(fetch(&mut clinic, &desk(), &at_the_desk));
}

/// The page would show a dead code, or hand a living one to whoever has the old password.
#[test]
fn r09_with_another_recovery_code_or_password_there_is_nothing_to_fetch() {
    type Change = fn(&mut Clinic, &Token);
    let changes: [(&str, Change); 7] = [
        ("renewed", |clinic, session| acts::renew_code(clinic, session).unwrap()),
        ("used to sign in", |clinic, _| {
            clinic.clock.plus(MINUTE);
            let pending = clinic.pending(&SAM, &elsewhere());
            let code = clinic.sams_recovery_code.clone();
            let_in(clinic.recover(&pending, &elsewhere(), &code));
        }),
        ("used for step-up", |clinic, session| {
            let code = clinic.sams_recovery_code.clone();
            acts::step_up_recovery(clinic, session, &code);
        }),
        ("2SV turned off", |clinic, session| acts::off(clinic, session).unwrap()),
        ("number changed", |clinic, session| {
            acts::edit_mobile(clinic, session, None).unwrap();
        }),
        ("password changed", |clinic, session| {
            acts::choose(clinic, session, "nettle orbit 58 window").unwrap();
        }),
        ("This wasn't me", |clinic, session| {
            acts::not_me(clinic, session).unwrap()
        }),
    ];
    for (what, change) in changes {
        let (mut clinic, session, offer, number) = offered(&desk());
        change(&mut clinic, &session);
        assert!(is_nothing(&mut clinic, &desk(), &number), "{what}");
        assert_eq!(state(&mut clinic, &session, &offer), PickupState::Withdrawn, "{what}");
    }
}

/// The page's own row says which code it shows, whatever became of the offer.
#[test]
fn r09_an_offer_of_another_recovery_code_than_the_one_that_lives_hands_out_nothing() {
    let (mut clinic, session, offer, number) = offered(&desk());
    let another = "UPDATE documents SET recovery_serial = zeroblob(16)";
    clinic.foreign().execute_batch(another).unwrap();
    assert!(is_nothing(&mut clinic, &desk(), &number));
    assert_eq!(state(&mut clinic, &session, &offer), PickupState::Withdrawn);
}

#[test]
fn r09_after_a_reset_and_without_access_there_is_nothing_to_fetch() {
    let (mut clinic, _, _, number) = offered(&desk());
    let (entropy, at) = (clinic.dice.throw(), clinic.clock.now());
    let temporary = "k7mm2qpx9wzt".into();
    actions::reset_password::reset_password(&mut clinic.db, "sam", &temporary, OPERATOR, entropy, at).unwrap();
    assert!(is_nothing(&mut clinic, &desk(), &number));

    let (mut clinic, _, _, number) = offered(&desk());
    let no_access = "UPDATE staff SET access = 'none' WHERE username = 'sam'";
    clinic.foreign().execute_batch(no_access).unwrap();
    assert!(is_nothing(&mut clinic, &desk(), &number));
    assert_eq!(
        clinic.number("SELECT count(*) FROM documents WHERE state = 'withdrawn'"),
        1
    );
}

/// A program that dies between taking and writing leaves the code to be kept, never a second page.
#[test]
fn r09_the_code_is_kept_only_once_the_page_has_left() {
    let mut clinic = Clinic::new();
    let session = clinic.sign_in(&FAY, &desk());
    clinic.turn_texts_on(&session, FAY.mobile);
    let number = offer(&mut clinic, &session).unwrap().number.reveal().clone();
    assert_eq!(account(&mut clinic, &session).gate, Some(Gate::SaveRecovery));
    let (id, _) = given(fetch(&mut clinic, &desk(), &number));
    assert_eq!(
        account(&mut clinic, &session).gate,
        Some(Gate::SaveRecovery),
        "taken, not out"
    );
    for _ in 0..2 {
        let (entropy, at) = (clinic.dice.throw(), clinic.clock.now());
        handed_out(&mut clinic.db, &desk(), id, entropy, at).unwrap();
    }
    assert_eq!(account(&mut clinic, &session).gate, None);
    let saved = "SELECT count(*) FROM audit WHERE kind = 'recovery_code.saved' AND subject = 'fay'";
    assert_eq!(clinic.number(saved), 1);
}

#[test]
fn r02_a_page_that_left_after_its_code_was_replaced_keeps_nothing() {
    let mut clinic = Clinic::new();
    let session = clinic.sign_in(&FAY, &desk());
    clinic.turn_texts_on(&session, FAY.mobile);
    let number = offer(&mut clinic, &session).unwrap().number.reveal().clone();
    let (id, paper) = given(fetch(&mut clinic, &desk(), &number));
    clinic.clock.plus(MINUTE);
    let pending = clinic.pending(&FAY, &elsewhere());
    let other = let_in(clinic.recover(&pending, &elsewhere(), paper.code.bare().reveal()));
    let (entropy, at) = (clinic.dice.throw(), clinic.clock.now());
    handed_out(&mut clinic.db, &desk(), id, entropy, at).unwrap();
    assert_eq!(account(&mut clinic, &other).gate, Some(Gate::SaveRecovery));
}

/// An offer nobody hands out anything for keeps nothing: neither its number nor a stranger's saying so.
#[test]
fn r09_a_page_that_was_not_taken_cannot_be_handed_out() {
    let mut clinic = Clinic::new();
    let session = clinic.sign_in(&FAY, &desk());
    clinic.turn_texts_on(&session, FAY.mobile);
    let offer = offer(&mut clinic, &session).unwrap();
    let before = dump(&clinic);
    for id in [offer.id, DocumentId(99)] {
        let (entropy, at) = (clinic.dice.throw(), clinic.clock.now());
        handed_out(&mut clinic.db, &desk(), id, entropy, at).unwrap();
    }
    assert!(dump(&clinic) == before);
}

/// Nothing could ever be fetched there: all such clients are one.
#[test]
fn r09_where_no_key_is_shown_it_is_not_offered() {
    let mut clinic = Clinic::new();
    let session = clinic.sign_in(&SAM, &keyless());
    let before = dump(&clinic);
    let refused = offer(&mut clinic, &session);
    assert!(matches!(refused, Err(ActionError::Refused(_))), "{refused:?}");
    assert!(dump(&clinic) == before);
}

#[test]
fn r09_somebody_else_s_document_is_not_there() {
    let mut clinic = Clinic::with_apps();
    let sams = clinic.sign_in(&SAM, &desk());
    let bos = clinic.sign_in(&BO, &browser(2));
    let offer = offer(&mut clinic, &sams).unwrap();
    let at = clinic.clock.now();
    let refused = pickup_state(&mut clinic.db, &bos, offer.id, at);
    assert!(matches!(refused, Err(ActionError::Refused(_))), "{refused:?}");
}

/// T34: neither the number nor the code is in the record.
#[test]
fn d01_asked_for_and_fetched_is_in_the_record_without_the_number() {
    let (mut clinic, _, _, number) = offered(&desk());
    let rows = clinic.record().len() - 1;
    given(fetch(&mut clinic, &desk(), &number));
    let kinds = ["document.made", "document.fetched"];
    assert_eq!(
        recorded_since(&mut clinic, rows),
        kinds.map(|kind| (kind.to_owned(), "R09".to_owned()))
    );
    let (code, record) = (clinic.sams_recovery_code.clone(), format!("{:?}", clinic.record()));
    assert!(!record.contains(&number) && !record.contains(&code));
}
