//! T41: what ends every trust of a person, or of the clinic (spec T05), each in a line; and what does not.

use actions::Token;
use actions::begin_sign_in::Begun;
use domain::person::Method;
use domain::time::{HOUR, MINUTE};
use fixtures::clinic::{Clinic, KIM, OPERATOR, desk, elsewhere, typed};

use crate::acts;
use crate::let_in;

const NEW_PASSWORD: &str = "nettle orbit 58 window";

/// kim at the desk, who trusts the desk and elsewhere.
fn two_trusts() -> (Clinic, Token) {
    let mut clinic = Clinic::with_apps();
    clinic.allow_trust();
    clinic.sign_in_and_trust(&KIM, &elsewhere());
    clinic.clock.plus(MINUTE);
    let session = clinic.sign_in_and_trust(&KIM, &desk());
    clinic.deliver();
    (clinic, session)
}

struct Change {
    what: &'static str,
    act: fn(&mut Clinic, &Token),
    /// kim's password afterwards.
    password: &'static str,
}

const fn change(what: &'static str, act: fn(&mut Clinic, &Token)) -> Change {
    Change {
        what,
        act,
        password: KIM.password,
    }
}

fn reset(clinic: &mut Clinic, _: &Token) {
    let (entropy, at) = (clinic.dice.throw(), clinic.clock.now());
    let temporary = NEW_PASSWORD.into();
    actions::reset_password::reset_password(&mut clinic.db, "kim", &temporary, OPERATOR, entropy, at).unwrap();
}

fn recover_elsewhere(clinic: &mut Clinic, _: &Token) {
    let there = fixtures::clinic::browser(50);
    let pending = clinic.pending(&KIM, &there);
    let code = clinic.recovery_code(&KIM);
    let session = let_in(clinic.recover(&pending, &there, &code));
    clinic.keep_recovery_code(&session);
}

const ENDS_ALL: &[Change] = &[
    Change {
        what: "password changed",
        act: |clinic, session| drop(acts::choose(clinic, session, NEW_PASSWORD).unwrap()),
        password: NEW_PASSWORD,
    },
    Change {
        what: "password reset",
        act: reset,
        password: NEW_PASSWORD,
    },
    change("2SV turned off and on again", |clinic, session| {
        acts::off(clinic, session).unwrap();
        clinic.set_up_app(session);
        clinic.keep_recovery_code(session);
    }),
    change("number changed, and 2SV on again", |clinic, session| {
        acts::edit_mobile(clinic, session, Some("+16045550177")).unwrap();
        clinic.set_up_app(session);
        clinic.keep_recovery_code(session);
    }),
    change("number of the texts replaced", |clinic, session| {
        clinic.turn_texts_on(session, "+16045550177");
    }),
    change("signed in by recovery code", recover_elsewhere),
    change("stepped up by recovery code", |clinic, session| {
        let code = clinic.recovery_code(&KIM);
        acts::step_up_recovery(clinic, session, &code);
        clinic.keep_recovery_code(session);
    }),
    Change {
        what: "This wasn't me",
        act: |clinic, session| {
            acts::not_me(clinic, session).unwrap();
            acts::choose(clinic, session, NEW_PASSWORD).unwrap();
        },
        password: NEW_PASSWORD,
    },
    change("the clinic turned trust off", |clinic, _| clinic.forbid_trust()),
    change("the clinic turned trust off and on again", |clinic, _| {
        clinic.forbid_trust();
        clinic.allow_trust();
    }),
    change("ended by the person", |clinic, session| {
        acts::end_trust(clinic, session, None).unwrap();
    }),
];

/// Nothing that was ticked before skips anything after, in no browser, and each end is in the record.
#[test]
fn t05_each_of_these_ends_every_trust_of_the_person() {
    for change in ENDS_ALL {
        let (mut clinic, session) = two_trusts();
        let rows = clinic.record().len();
        (change.act)(&mut clinic, &session);
        let ended = clinic
            .record()
            .into_iter()
            .skip(rows)
            .filter(|row| row.kind == "trust.ended");
        assert_eq!(ended.count(), 2, "{}", change.what);
        assert_eq!(
            clinic.number("SELECT count(*) FROM trusted_browsers WHERE ended_at IS NULL"),
            0,
            "{}",
            change.what
        );
        for there in [desk(), elsewhere()] {
            clinic.clock.plus(HOUR);
            let begun = clinic.begin("kim", change.password, &there);
            assert!(matches!(begun, Begun::SecondStep { .. }), "{}: {begun:?}", change.what);
        }
    }
}

/// What the spec does not name leaves it: a thief could else end what he cannot use.
#[test]
fn t05_these_leave_trust_as_it_is() {
    let leaves = [
        change("the app put on a new phone", |clinic, session| {
            clinic.set_up_app(session);
        }),
        change("one of two methods removed", |clinic, session| {
            acts::remove(clinic, session, Method::Sms).unwrap();
        }),
        change("the default changed", |clinic, session| {
            acts::ask_first(clinic, session, Method::App).unwrap();
        }),
        change("the same number proved again", |clinic, session| {
            clinic.turn_texts_on(session, KIM.mobile);
        }),
        change("the recovery code renewed", |clinic, session| {
            acts::renew_code(clinic, session).unwrap();
            clinic.keep_recovery_code(session);
        }),
        change("name and address changed", |clinic, session| {
            acts::edit_profile(clinic, session, "Kim Other", "other@maple.example").unwrap();
        }),
        change("wrong codes and their wait", |clinic, _| {
            let there = fixtures::clinic::browser(50);
            let pending = clinic.pending(&KIM, &there);
            clinic.wrong_codes(&KIM, &pending, &there, 5);
        }),
        change("signed out", |clinic, session| clinic.sign_out(session)),
        change("wrong passwords", |clinic, _| {
            (0..3).for_each(|_| drop(clinic.begin("kim", "not the password", &elsewhere())));
        }),
        change("a weak new password, refused", |clinic, session| {
            let at = clinic.clock.now();
            actions::choose_password::choose_password(&mut clinic.db, session, &typed("password1"), [7; 16], at)
                .unwrap();
        }),
    ];
    for change in leaves {
        let (mut clinic, session) = two_trusts();
        (change.act)(&mut clinic, &session);
        for there in [desk(), elsewhere()] {
            let begun = clinic.begin("kim", KIM.password, &there);
            assert!(matches!(begun, Begun::SignedIn { .. }), "{}: {begun:?}", change.what);
        }
    }
}

/// S14: an end between the look and the sign-in counts: the trust's own row decides.
#[test]
fn t05_a_trust_ended_in_another_terminal_skips_nothing_in_the_next_sign_in() {
    let (mut clinic, session) = two_trusts();
    let mut other = clinic.another_db();
    let (entropy, at) = (clinic.dice.throw(), clinic.clock.now());
    actions::end_trust::end_own_trust(&mut other, &session, None, entropy, at).unwrap();
    let begun = clinic.begin("kim", KIM.password, &desk());
    assert!(matches!(begun, Begun::SecondStep { .. }), "{begun:?}");
}
