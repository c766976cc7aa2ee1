//! Lines of the locked-out owner's request and of the ownership (spec O, A02).

use actions::By;
use actions::open_recovery::{OpenRecovery, open_by_operator};
use domain::contact::Reason;
use domain::ids::{OfferId, RequestId};

use super::*;

const FIRST: RequestId = RequestId(1);
const OFFER: OfferId = OfferId(1);

fn reason() -> Reason {
    Reason::parse("passport seen").unwrap()
}

fn opens(transfer_to: Option<&'static str>) -> impl FnMut(&mut Clinic) -> Result<(), ActionError> {
    move |clinic| {
        let (entropy, at) = (clinic.dice.throw(), clinic.clock.now());
        let command = OpenRecovery {
            username: "jane",
            transfer_to,
            note: &reason(),
            operator: OPERATOR,
        };
        open_by_operator(&mut clinic.db, &command, entropy, at).map(|_| ())
    }
}

/// kim has full access, texts and the app; jane has texts.
fn with_heir() -> Clinic {
    let mut clinic = Clinic::with_apps();
    let raised = "UPDATE staff SET access = 'full' WHERE username = 'kim'";
    clinic.foreign().execute_batch(raised).unwrap();
    let session = clinic.sign_in(&JANE, &browser(2));
    clinic.turn_texts_on(&session, JANE.mobile);
    clinic.keep_recovery_code(&session);
    clinic.sign_out(&session);
    clinic.deliver();
    clinic
}

fn opened(transfer_to: Option<&'static str>, later: i64) -> Clinic {
    let mut clinic = with_heir();
    opens(transfer_to)(&mut clinic).unwrap();
    clinic.deliver();
    clinic.clock.plus(later);
    clinic
}

fn releases(clinic: &mut Clinic) -> Result<(), ActionError> {
    let (entropy, at) = (clinic.dice.throw(), clinic.clock.now());
    let temporary = "k7mm2qpx9wzt".into();
    let note = reason();
    actions::release_recovery::release_recovery(&mut clinic.db, FIRST, &note, &temporary, OPERATOR, entropy, at)
        .map(|_| ())
}

/// jane and kim in sessions that have typed the password for it.
fn both() -> (Clinic, Token, Token) {
    let mut clinic = with_heir();
    let kim = clinic.sign_in(&KIM, &desk());
    let jane = clinic.sign_in(&JANE, &browser(2));
    for (session, person) in [(&kim, &KIM), (&jane, &JANE)] {
        let (entropy, at) = (clinic.dice.throw(), clinic.clock.now());
        let (act, typed) = (StepUpAct::TransferOwnership, typed(person.password));
        actions::step_up::password(&mut clinic.db, session, act, &typed, &clinic.policy, entropy, at).unwrap();
    }
    clinic.deliver();
    (clinic, jane, kim)
}

fn offers(session: Token) -> impl FnMut(&mut Clinic) -> Result<(), ActionError> {
    move |clinic| {
        let whom = clinic.staff(&KIM).id;
        let (entropy, at) = (clinic.dice.throw(), clinic.clock.now());
        actions::offer_ownership::offer_ownership(&mut clinic.db, &session, whom, entropy, at)
    }
}

fn offered() -> (Clinic, Token) {
    let (mut clinic, jane, kim) = both();
    offers(jane)(&mut clinic).unwrap();
    clinic.deliver();
    (clinic, kim)
}

pub(super) fn recovery_lines() -> Vec<Line> {
    let mut alone = with_heir();
    let shut_out = "UPDATE staff SET access = 'none' WHERE username IN ('fay', 'kim')";
    alone.foreign().execute_batch(shut_out).unwrap();
    let pending = alone.pending(&JANE, &elsewhere());
    alone.deliver();
    let halfway = opened(None, 3 * DAY);
    let ended = opened(None, 20 * DAY);
    vec![
        line(
            "open_recovery",
            "at the sign-in",
            alone,
            move |clinic| {
                let (entropy, at) = (clinic.dice.throw(), clinic.clock.now());
                let (db, policy) = (&mut clinic.db, &clinic.policy);
                actions::open_recovery::open_at_sign_in(db, &pending, &elsewhere(), policy, entropy, at).map(|_| ())
            },
            &["owner_recovery.opened"],
            &[("recovery_opened", JANE.email)],
        ),
        line(
            "open_recovery",
            "by the operator",
            with_heir(),
            opens(None),
            &["owner_recovery.opened"],
            &[
                ("recovery_opened", JANE.email),
                ("recovery_reported", FAY.email),
                ("recovery_reported", KIM.email),
            ],
        ),
        line(
            "list_recovery",
            "read",
            opened(None, 0),
            |clinic| {
                let (entropy, at) = (clinic.dice.throw(), clinic.clock.now());
                actions::list_recovery::list_recovery(&mut clinic.db, OPERATOR, entropy, at).map(|_| ())
            },
            &["owner_recovery.listed"],
            &[],
        ),
        line(
            "cancel_recovery",
            "cancelled",
            opened(None, 0),
            |clinic| {
                let (entropy, at) = (clinic.dice.throw(), clinic.clock.now());
                actions::cancel_recovery::cancel_recovery(&mut clinic.db, By::Operator(OPERATOR), FIRST, entropy, at)
            },
            &["owner_recovery.cancelled"],
            &[
                ("recovery_closed", JANE.email),
                ("recovery_closed", FAY.email),
                ("recovery_closed", KIM.email),
            ],
        ),
        line(
            "release_recovery",
            "too early",
            opened(None, 0),
            releases,
            &["owner_recovery.released"],
            &[],
        ),
        line(
            "release_recovery",
            "let in",
            opened(None, 20 * DAY),
            releases,
            &["two_step.off", "password.reset", "owner_recovery.released"],
            &[
                ("recovery_released", JANE.email),
                ("recovery_closed", FAY.email),
                ("recovery_closed", KIM.email),
            ],
        ),
        line(
            "release_recovery",
            "handed over",
            opened(Some("kim"), 20 * DAY),
            releases,
            &["ownership.moved", "owner_recovery.released"],
            &[
                ("ownership_moved", JANE.email),
                ("ownership_moved", FAY.email),
                ("ownership_moved", KIM.email),
            ],
        ),
        line(
            "expire_due",
            "half of the owner's delay",
            halfway,
            house::expire,
            &["owner_recovery.told"],
            &[("recovery_half_way", JANE.email)],
        ),
        line(
            "expire_due",
            "all of the owner's delay",
            ended,
            house::expire,
            &["owner_recovery.told"],
            &[("recovery_ready", JANE.email)],
        ),
    ]
}

pub(super) fn ownership_lines() -> Vec<Line> {
    let (offering, jane, _) = both();
    let (accepting, kim) = offered();
    let (declining, kim_declines) = offered();
    let (over, _) = offered();
    over.clock.plus(7 * DAY);
    vec![
        line(
            "offer_ownership",
            "offered",
            offering,
            offers(jane),
            &["ownership.offered"],
            &[
                ("ownership_offered", FAY.email),
                ("ownership_offered", JANE.email),
                ("ownership_offered", KIM.email),
            ],
        ),
        line(
            "accept_ownership",
            "accepted",
            accepting,
            move |clinic| {
                let (entropy, at) = (clinic.dice.throw(), clinic.clock.now());
                actions::accept_ownership::accept_ownership(&mut clinic.db, &kim, OFFER, entropy, at)
            },
            &["ownership.moved"],
            &[
                ("ownership_moved", JANE.email),
                ("ownership_moved", FAY.email),
                ("ownership_moved", KIM.email),
            ],
        ),
        line(
            "close_offer",
            "declined",
            declining,
            move |clinic| {
                let (entropy, at) = (clinic.dice.throw(), clinic.clock.now());
                actions::close_offer::close_offer(&mut clinic.db, &kim_declines, OFFER, entropy, at)
            },
            &["ownership.offer_closed"],
            &[
                ("ownership_offer_closed", FAY.email),
                ("ownership_offer_closed", JANE.email),
                ("ownership_offer_closed", KIM.email),
            ],
        ),
        line(
            "expire_due",
            "seven days of an offer",
            over,
            house::expire,
            &["ownership.offer_closed"],
            &[
                ("ownership_offer_closed", FAY.email),
                ("ownership_offer_closed", JANE.email),
                ("ownership_offer_closed", KIM.email),
            ],
        ),
    ]
}
