//! Lines of the operator, of ended sessions and of the worker.

use actions::check_record::{check_record, note_check};

use super::*;

const PAT: Person = Person {
    username: "pat",
    name: "Pat New",
    email: "pat@maple.example",
    ..SAM
};

pub(super) fn staff_lines() -> Vec<Line> {
    let mut temporary = Clinic::new();
    let (entropy, at) = (temporary.dice.throw(), temporary.clock.now());
    actions::reset_password::reset_password(&mut temporary.db, "jane", &"k7mm2qpx9wzt".into(), OPERATOR, entropy, at)
        .unwrap();
    let Begun::SignedIn { session } = temporary.begin("jane", "k7mm2qpx9wzt", &desk()) else {
        panic!("not let in")
    };
    vec![
        line(
            "init_clinic",
            "made",
            Clinic::unfounded(),
            |clinic| {
                let first = FirstPassword::Own(JANE.password.into());
                let (entropy, at) = (clinic.dice.throw(), clinic.clock.now());
                actions::init_clinic::init_clinic(
                    &mut clinic.db,
                    &maple(),
                    &to_add(&JANE),
                    &first,
                    OPERATOR,
                    entropy,
                    at,
                )
            },
            &["clinic.made", "staff.added"],
            &[],
        ),
        line(
            "add_staff",
            "added",
            Clinic::new(),
            |clinic| {
                let first = FirstPassword::Own(PAT.password.into());
                let (entropy, at) = (clinic.dice.throw(), clinic.clock.now());
                actions::add_staff::add_staff(&mut clinic.db, &to_add(&PAT), &first, OPERATOR, entropy, at).map(|_| ())
            },
            &["staff.added"],
            &[],
        ),
        line(
            "check_record",
            "checked",
            Clinic::new(),
            |clinic| {
                let checked = check_record(&mut clinic.db, &[], |_| true, clinic.clock.now())?;
                note_check(
                    &mut clinic.db,
                    checked,
                    OPERATOR,
                    clinic.dice.throw(),
                    clinic.clock.now(),
                )
            },
            &["record.checked"],
            &[],
        ),
        line(
            "list_staff",
            "read",
            Clinic::new(),
            |clinic| {
                actions::list_staff::list_staff(&mut clinic.db, OPERATOR, clinic.dice.throw(), clinic.clock.now())
                    .map(|_| ())
            },
            &["staff.listed"],
            &[],
        ),
        line(
            "reset_password",
            "reset",
            Clinic::new(),
            |clinic| {
                let (entropy, at) = (clinic.dice.throw(), clinic.clock.now());
                actions::reset_password::reset_password(
                    &mut clinic.db,
                    "sam",
                    &"k7mm2qpx9wzt".into(),
                    OPERATOR,
                    entropy,
                    at,
                )
            },
            &["password.reset"],
            &[("password_reset", SAM.email)],
        ),
        line(
            "choose_password",
            "chosen",
            temporary,
            move |clinic| {
                let (entropy, at) = (clinic.dice.throw(), clinic.clock.now());
                let new = typed("nettle orbit 58 window");
                actions::choose_password::choose_password(&mut clinic.db, &session, &new, entropy, at).map(|_| ())
            },
            &["password.changed"],
            &[("password_changed", JANE.email)],
        ),
    ]
}

pub(super) fn session_lines() -> Vec<Line> {
    let (ended, session) = signed_in(&JANE);
    let (dead, _) = signed_in(&JANE);
    vec![
        line(
            "end_session",
            "signed out",
            ended,
            move |clinic| {
                end_session(
                    &mut clinic.db,
                    &session,
                    Why::SignedOut,
                    clinic.dice.throw(),
                    clinic.clock.now(),
                )
            },
            &["session.ended"],
            &[],
        ),
        line(
            "end_session",
            "found dead",
            dead,
            |clinic| end_dead_sessions(&mut clinic.db, |_| false, clinic.dice.throw(), clinic.clock.now()).map(|_| ()),
            &["session.ended"],
            &[],
        ),
    ]
}

fn claimed() -> (Clinic, Box<actions::claim_message::ToSend>) {
    let (mut clinic, ..) = at_second_step();
    let (entropy, at) = (clinic.dice.throw(), clinic.clock.now());
    match actions::claim_message::claim_message(&mut clinic.db, Channel::Text, entropy, at).unwrap() {
        actions::claim_message::Claim::Send(message) => (clinic, message),
        other => panic!("{other:?}"),
    }
}

fn settle(
    message: Box<actions::claim_message::ToSend>,
    handover: Handover,
) -> impl FnMut(&mut Clinic) -> Result<(), ActionError> {
    move |clinic| {
        let (entropy, at) = (clinic.dice.throw(), clinic.clock.now());
        actions::settle_message::settle_message(&mut clinic.db, &message.claimed, &handover, entropy, at).map(|_| ())
    }
}

fn failed(code: u32) -> Handover {
    Handover::Refused {
        why: domain::delivery::Rejection::Twilio(code),
    }
}

pub(super) fn worker_lines() -> Vec<Line> {
    let (late, ..) = at_second_step();
    late.clock.plus(5 * MINUTE);
    let (settled, message) = claimed();
    let (blamed, blamed_message) = claimed();
    let (mut followed, followed_message) = claimed();
    settle(
        followed_message,
        Handover::Accepted {
            reference: "SM42".into(),
        },
    )(&mut followed)
    .unwrap();
    followed.clock.plus(2 * SECOND);
    let at = followed.clock.now();
    let underway: Underway = actions::follow_up::texts_to_look_at(&mut followed.db, at)
        .unwrap()
        .remove(0);
    let (unfinished, ..) = at_second_step();
    unfinished.clock.plus(10 * MINUTE);
    let (mut waiting, pending, _) = at_second_step();
    waiting.wrong_codes(&SAM, &pending, &elsewhere(), 5);
    waiting.clock.plus(10 * MINUTE);
    waiting.expire();
    waiting.clock.plus(HOUR);
    let (orphaned, _) = claimed();
    vec![
        line(
            "claim_message",
            "too late",
            late,
            |clinic| {
                let (entropy, at) = (clinic.dice.throw(), clinic.clock.now());
                actions::claim_message::claim_message(&mut clinic.db, Channel::Text, entropy, at).map(|_| ())
            },
            &["message"],
            &[],
        ),
        line(
            "settle_message",
            "handed over",
            settled,
            settle(
                message,
                Handover::Accepted {
                    reference: "SM1".into(),
                },
            ),
            &["message"],
            &[],
        ),
        line(
            "settle_message",
            "the clinic's fault",
            blamed,
            settle(blamed_message, failed(20_003)),
            &["message"],
            &[("texts_failing", FAY.email), ("texts_failing", JANE.email)],
        ),
        line(
            "follow_up",
            "delivered",
            followed,
            move |clinic| {
                let (entropy, at) = (clinic.dice.throw(), clinic.clock.now());
                actions::follow_up::note_fate(
                    &mut clinic.db,
                    &underway,
                    Some(domain::delivery::Fate::Delivered),
                    entropy,
                    at,
                )
            },
            &["message"],
            &[],
        ),
        line(
            "expire_due",
            "unfinished",
            unfinished,
            expire,
            &["sign_in.unfinished"],
            &[("unfinished", SAM.email)],
        ),
        line("expire_due", "wait over", waiting, expire, &["lockout.ended"], &[]),
        line(
            "start_worker",
            "orphan",
            orphaned,
            |clinic| {
                actions::start_worker::start_worker(&mut clinic.db, clinic.dice.throw(), clinic.clock.now()).map(|_| ())
            },
            &["message"],
            &[],
        ),
        line(
            "start_worker",
            "clock jumped",
            Clinic::new(),
            |clinic| {
                actions::start_worker::record_clock_jump(
                    &mut clinic.db,
                    61_000,
                    clinic.dice.throw(),
                    clinic.clock.now(),
                )
            },
            &["clock.jumped"],
            &[],
        ),
    ]
}

pub(super) fn expire(clinic: &mut Clinic) -> Result<(), ActionError> {
    actions::expire_due::expire_due(&mut clinic.db, clinic.dice.throw(), clinic.clock.now()).map(|_| ())
}
