//! **Transfer ownership** (spec A02, M10): offered, accepted, declined, withdrawn, over; exactly one owner at any instant.

use actions::accept_ownership::accept_ownership;
use actions::close_offer::close_offer;
use actions::look::OfferLine;
use actions::offer_ownership::offer_ownership;
use actions::open_recovery::{OpenRecovery, open_by_operator};
use actions::step_up::{self, PasswordAnswer};
use actions::{ActionError, Token};
use domain::contact::Reason;
use domain::message::MailKind;
use domain::step_up::Act;
use domain::time::{DAY, MINUTE};
use fixtures::clinic::{Clinic, FAY, JANE, KIM, OPERATOR, Person, SAM, browser, desk, typed};

use crate::acts::{Done, account, dump, missing, off};
use crate::mails_to;

const OWNERS: &str = "SELECT count(*) FROM staff WHERE access = 'owner'";

/// jane and fay signed in; fay has the app.
fn both() -> (Clinic, Token, Token) {
    let mut clinic = Clinic::with_apps();
    let fay = clinic.sign_in(&FAY, &desk());
    clinic.set_up_app(&fay);
    clinic.keep_recovery_code(&fay);
    let jane = clinic.sign_in(&JANE, &browser(2));
    clinic.deliver();
    (clinic, jane, fay)
}

/// The own password, typed for the transfer.
fn password(clinic: &mut Clinic, session: &Token, person: &Person) {
    let (entropy, at) = (clinic.dice.throw(), clinic.clock.now());
    let typed = typed(person.password);
    let answer = step_up::password(
        &mut clinic.db,
        session,
        Act::TransferOwnership,
        &typed,
        &clinic.policy,
        entropy,
        at,
    );
    assert!(matches!(answer.unwrap(), PasswordAnswer::Right));
}

fn offer(clinic: &mut Clinic, session: &Token, to: &Person) -> Done {
    let whom = clinic.staff(to).id;
    let (entropy, at) = (clinic.dice.throw(), clinic.clock.now());
    offer_ownership(&mut clinic.db, session, whom, entropy, at)
}

fn offered(clinic: &mut Clinic, session: &Token) -> OfferLine {
    account(clinic, session).offer.unwrap()
}

fn accept(clinic: &mut Clinic, session: &Token, offer: &OfferLine) -> Done {
    let (entropy, at) = (clinic.dice.throw(), clinic.clock.now());
    accept_ownership(&mut clinic.db, session, offer.id, entropy, at)
}

fn close(clinic: &mut Clinic, session: &Token, offer: &OfferLine) -> Done {
    let (entropy, at) = (clinic.dice.throw(), clinic.clock.now());
    close_offer(&mut clinic.db, session, offer.id, entropy, at)
}

fn offered_to_fay() -> (Clinic, Token, Token, OfferLine) {
    let (mut clinic, jane, fay) = both();
    password(&mut clinic, &jane, &JANE);
    offer(&mut clinic, &jane, &FAY).unwrap();
    clinic.deliver();
    let line = offered(&mut clinic, &fay);
    (clinic, jane, fay, line)
}

#[test]
fn a02_the_owner_offers_and_who_accepts_is_owner_with_step_up_of_both() {
    let (mut clinic, jane, fay) = both();
    // The password of the sign-in was typed for something else.
    assert_eq!(missing(offer(&mut clinic, &jane, &FAY)), (true, false));
    password(&mut clinic, &jane, &JANE);
    offer(&mut clinic, &jane, &FAY).unwrap();
    for to in [JANE.email, FAY.email] {
        let mails = clinic.number(&format!(
            "SELECT count(*) FROM outbox WHERE kind = 'ownership_offered' AND address = '{to}'"
        ));
        assert_eq!(mails, 1, "{to}");
    }
    clinic.deliver();
    let mine = offered(&mut clinic, &jane);
    let line = offered(&mut clinic, &fay);
    assert!(line.to_me && !mine.to_me);
    assert_eq!(
        (line.id, line.from.as_str(), line.to.as_str()),
        (mine.id, JANE.name, FAY.name)
    );
    assert_eq!(line.ends, clinic.clock.now().wall_ms + 7 * DAY);
    assert_eq!(clinic.number(OWNERS), 1);
    assert_eq!(
        clinic.staff(&JANE).access.as_str(),
        "owner",
        "nothing changes before it is accepted"
    );

    assert_eq!(missing(accept(&mut clinic, &fay, &line)), (true, false));
    password(&mut clinic, &fay, &FAY);
    accept(&mut clinic, &fay, &line).unwrap();
    assert_eq!(clinic.number(OWNERS), 1);
    assert_eq!(
        (clinic.staff(&JANE).access.as_str(), clinic.staff(&FAY).access.as_str()),
        ("full", "owner")
    );
    let row = clinic.record().pop().unwrap();
    assert_eq!((row.kind.as_str(), row.rule.as_str()), ("ownership.moved", "A02"));
    let mails = clinic.deliver();
    let told: Vec<&str> = mails.iter().map(|mail| mail.to.as_str()).collect();
    assert_eq!(told, [JANE.email, FAY.email]);
    assert_eq!(account(&mut clinic, &fay).offer, None);
    // Once, and the step-up with it.
    let again = accept(&mut clinic, &fay, &line).unwrap_err();
    assert!(matches!(again, ActionError::Denied(_)), "{again}");
    assert!(
        matches!(offer(&mut clinic, &jane, &FAY), Err(ActionError::Denied(_))),
        "jane is not owner any more"
    );
}

#[test]
fn m10_a_code_is_asked_too_where_the_code_step_is_stale() {
    let (mut clinic, _, fay, line) = offered_to_fay();
    clinic.clock.plus(20 * MINUTE);
    password(&mut clinic, &fay, &FAY);
    let before = dump(&clinic);
    assert_eq!(missing(accept(&mut clinic, &fay, &line)), (false, true));
    assert!(dump(&clinic) == before);
}

#[test]
fn a02_only_the_owner_offers_only_to_full_access_with_2sv_and_one_at_a_time() {
    let (mut clinic, jane, fay) = both();
    password(&mut clinic, &jane, &JANE);
    password(&mut clinic, &fay, &FAY);
    let before = dump(&clinic);
    for (session, to) in [
        (&fay, &JANE),
        (&fay, &KIM),
        (&jane, &SAM),
        (&jane, &KIM),
        (&jane, &JANE),
    ] {
        assert!(
            matches!(offer(&mut clinic, session, to), Err(ActionError::Denied(_))),
            "{}",
            to.username
        );
    }
    clinic
        .foreign()
        .execute_batch("UPDATE staff SET access = 'full' WHERE username = 'kim'")
        .unwrap();
    offer(&mut clinic, &jane, &KIM).unwrap();
    password(&mut clinic, &jane, &JANE);
    let second = offer(&mut clinic, &jane, &FAY).unwrap_err();
    assert!(
        second.to_string().contains("is offered to Kim Sato already"),
        "{second}"
    );
    assert_eq!(account(&mut clinic, &fay).offer, None, "it does not concern fay");
    assert!(dump(&clinic) != before);
    // Without a second step of their own.
    let (mut clinic, jane, fay) = both();
    clinic.step_up(&fay, &FAY);
    off(&mut clinic, &fay).unwrap();
    password(&mut clinic, &jane, &JANE);
    let bare = offer(&mut clinic, &jane, &FAY).unwrap_err();
    assert!(bare.to_string().contains("not set up"), "{bare}");
}

#[test]
fn a02_who_got_it_declines_who_made_it_withdraws_and_both_are_told() {
    for declines in [true, false] {
        let (mut clinic, jane, fay, line) = offered_to_fay();
        let kim = clinic.sign_in(&KIM, &browser(3));
        assert!(close(&mut clinic, &kim, &line).is_err(), "it is none of kim's");
        let who = if declines { &fay } else { &jane };
        clinic.deliver();
        close(&mut clinic, who, &line).unwrap();
        let word = if declines { "declined" } else { "withdrawn" };
        assert_eq!(clinic.record().pop().unwrap().detail, word);
        for person in [&jane, &fay] {
            assert_eq!(account(&mut clinic, person).offer, None);
        }
        let mails = clinic.deliver();
        let told: Vec<&str> = mails.iter().map(|mail| mail.to.as_str()).collect();
        assert_eq!(told, [FAY.email, JANE.email]);
        password(&mut clinic, &fay, &FAY);
        let late = accept(&mut clinic, &fay, &line).unwrap_err();
        assert!(late.to_string().contains("not open any more"), "{late}");
        assert_eq!(clinic.staff(&JANE).access.as_str(), "owner");
    }
}

#[test]
fn a02_after_seven_days_it_is_over_with_the_worker_off_too() {
    let (mut clinic, _, fay, line) = offered_to_fay();
    clinic.clock.plus(7 * DAY - 1);
    assert!(account(&mut clinic, &fay).offer.is_some());
    clinic.clock.plus(1);
    assert_eq!(account(&mut clinic, &fay).offer, None);
    password(&mut clinic, &fay, &FAY);
    let late = accept(&mut clinic, &fay, &line).unwrap_err();
    assert!(late.to_string().contains("seven days have passed"), "{late}");
    clinic.expire();
    clinic.expire();
    assert_eq!(mails_to(&mut clinic, FAY.email), [MailKind::OwnershipOfferClosed]);
    assert_eq!(
        clinic.number("SELECT count(*) FROM ownership_offers WHERE state = 'over'"),
        1
    );
    let gone = accept(&mut clinic, &fay, &line).unwrap_err();
    assert!(gone.to_string().contains("not open any more"), "{gone}");
}

#[test]
fn a02_what_has_changed_since_the_offer_is_looked_at_again() {
    let (mut clinic, _, fay, line) = offered_to_fay();
    clinic
        .foreign()
        .execute_batch("UPDATE staff SET access = 'staff' WHERE username = 'fay'")
        .unwrap();
    assert!(matches!(accept(&mut clinic, &fay, &line), Err(ActionError::Denied(_))));
    clinic
        .foreign()
        .execute_batch("UPDATE staff SET access = 'full' WHERE username = 'fay'")
        .unwrap();
    let swap = "UPDATE staff SET access = 'full' WHERE username = 'jane'; UPDATE staff SET access = 'owner' WHERE username = 'sam'";
    clinic.foreign().execute_batch(swap).unwrap();
    let void = accept(&mut clinic, &fay, &line).unwrap_err();
    assert!(void.to_string().contains("not the account owner any more"), "{void}");
    assert_eq!(account(&mut clinic, &fay).offer, None);

    let (mut clinic, _, fay, line) = offered_to_fay();
    clinic.step_up(&fay, &FAY);
    off(&mut clinic, &fay).unwrap();
    password(&mut clinic, &fay, &FAY);
    let bare = accept(&mut clinic, &fay, &line).unwrap_err();
    assert!(bare.to_string().contains("set it up under My Account first"), "{bare}");
}

/// T59.
#[test]
fn o04_another_owner_ends_the_recovery_request_of_the_one_before() {
    let (mut clinic, _, fay, line) = offered_to_fay();
    let (entropy, at) = (clinic.dice.throw(), clinic.clock.now());
    let command = OpenRecovery {
        username: "jane",
        transfer_to: None,
        note: &Reason::parse("called back").unwrap(),
        operator: OPERATOR,
    };
    open_by_operator(&mut clinic.db, &command, entropy, at).unwrap();
    password(&mut clinic, &fay, &FAY);
    accept(&mut clinic, &fay, &line).unwrap();
    assert_eq!(
        clinic.number("SELECT count(*) FROM recovery_requests WHERE state = 'cancelled'"),
        1
    );
    assert_eq!(account(&mut clinic, &fay).recovery, None);
}
