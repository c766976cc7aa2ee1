//! Lines of the sign-in: password, code, resend, recovery code.

use actions::resend_code::{Wanted, resend_code};

use super::*;

fn answer(pending: Token, code: String) -> impl FnMut(&mut Clinic) -> Result<(), ActionError> {
    move |clinic| clinic.try_answer(&pending, &elsewhere(), &code).map(|_| ())
}

pub(super) fn sign_in_lines() -> Vec<Line> {
    let begin = |name: &'static str, password: &'static str| {
        move |clinic: &mut Clinic| clinic.try_begin(name, password, &elsewhere()).map(|_| ())
    };
    let mut ninth = Clinic::new();
    (0..9).for_each(|_| drop(ninth.begin("sam", "wrong", &elsewhere())));
    let mut tenth = Clinic::new();
    (0..10).for_each(|_| drop(tenth.begin("sam", "wrong", &elsewhere())));
    let (right, pending, code) = at_second_step();
    let (wrong, wrong_pending, wrong_code) = at_second_step();
    let (mut third, third_pending, third_code) = at_second_step();
    third.wrong_codes(&SAM, &third_pending, &elsewhere(), 2);
    let (mut fifth, fifth_pending, fifth_code) = at_second_step();
    fifth.wrong_codes(&SAM, &fifth_pending, &elsewhere(), 4);
    let (mut sixth, sixth_pending, sixth_code) = at_second_step();
    sixth.wrong_codes(&SAM, &sixth_pending, &elsewhere(), 5);
    let (dead, dead_pending, dead_code) = at_second_step();
    dead.clock.plus(6 * MINUTE);
    let (resent, resent_pending, _) = at_second_step();
    resent.clock.plus(MINUTE);
    vec![
        line(
            "begin_sign_in",
            "2SV off",
            Clinic::new(),
            begin("jane", JANE.password),
            &["sign_in.done"],
            &[("new_browser", JANE.email)],
        ),
        line(
            "begin_sign_in",
            "2SV on",
            Clinic::new(),
            begin("sam", SAM.password),
            &["sign_in.password", "code.asked"],
            &[("code", SAM.mobile)],
        ),
        line(
            "begin_sign_in",
            "wrong",
            Clinic::new(),
            begin("sam", "wrong"),
            &["sign_in.password_wrong"],
            &[],
        ),
        line(
            "begin_sign_in",
            "unknown",
            Clinic::new(),
            begin("nobody", "wrong"),
            &["sign_in.password_wrong"],
            &[],
        ),
        line(
            "begin_sign_in",
            "tenth wrong",
            ninth,
            begin("sam", "wrong"),
            &["sign_in.password_wrong", "password_lockout.started"],
            &[],
        ),
        line(
            "begin_sign_in",
            "in a wait",
            tenth,
            begin("sam", "wrong"),
            &["sign_in.locked_out"],
            &[],
        ),
        line(
            "answer_code",
            "right",
            right,
            answer(pending, code),
            &["sign_in.done"],
            &[("new_browser", SAM.email)],
        ),
        line(
            "answer_code",
            "wrong",
            wrong,
            answer(wrong_pending, another_code(&wrong_code)),
            &["code.wrong"],
            &[],
        ),
        line(
            "answer_code",
            "third wrong",
            third,
            answer(third_pending, another_code(&third_code)),
            &["code.wrong"],
            &[("wrong_codes", SAM.email)],
        ),
        line(
            "answer_code",
            "fifth wrong",
            fifth,
            answer(fifth_pending, another_code(&fifth_code)),
            &["code.wrong", "lockout.started"],
            &[("lockout", SAM.email)],
        ),
        line(
            "answer_code",
            "in a wait",
            sixth,
            answer(sixth_pending, sixth_code),
            &["code.locked_out"],
            &[],
        ),
        line(
            "answer_code",
            "dead",
            dead,
            answer(dead_pending, dead_code),
            &["code.dead"],
            &[],
        ),
        line(
            "resend_code",
            "again",
            resent,
            move |clinic| {
                let seat = elsewhere();
                let command = second_step(&clinic.policy, &clinic.dice, &resent_pending, &Wanted::Another, &seat);
                resend_code(&mut clinic.db, &command, clinic.clock.now()).map(|_| ())
            },
            &["code.asked"],
            &[("code", SAM.mobile)],
        ),
    ]
}

fn recovery(pending: Token, code: String) -> impl FnMut(&mut Clinic) -> Result<(), ActionError> {
    move |clinic| {
        let (seat, code) = (elsewhere(), TypedRecoveryCode::parse(&code).unwrap());
        let command = second_step(&clinic.policy, &clinic.dice, &pending, &code, &seat);
        actions::use_recovery_code::use_recovery_code(&mut clinic.db, &command, clinic.clock.now()).map(|_| ())
    }
}

/// fay with texts on and the recovery code not kept yet.
fn before_keeping() -> (Clinic, Token) {
    let (mut clinic, session) = signed_in(&FAY);
    clinic.turn_texts_on(&session, FAY.mobile);
    clinic.deliver();
    (clinic, session)
}

pub(super) fn recovery_lines() -> Vec<Line> {
    let (used, pending, _) = at_second_step();
    let code = used.sams_recovery_code.clone();
    let (wrong, wrong_pending, _) = at_second_step();
    let (mut dead, dead_pending, _) = at_second_step();
    let dead_code = dead.sams_recovery_code.clone();
    dead.clock.plus(MINUTE);
    let session = dead.sign_in(&SAM, &desk());
    acts::renew_code(&mut dead, &session).unwrap();
    let (mut waiting, waiting_pending, _) = at_second_step();
    (0..5).for_each(|_| drop(waiting.recover(&waiting_pending, &elsewhere(), "AAAAAA")));
    let (shown, show_to) = before_keeping();
    let (mut saved, save_for) = before_keeping();
    let (entropy, at) = (saved.dice.throw(), saved.clock.now());
    let serial = show_recovery_code(&mut saved.db, &save_for, entropy, at)
        .unwrap()
        .serial;
    vec![
        line(
            "use_recovery_code",
            "right",
            used,
            recovery(pending, code),
            &["recovery_code.used", "sign_in.done"],
            &[("recovery_used", SAM.email)],
        ),
        line(
            "use_recovery_code",
            "wrong",
            wrong,
            recovery(wrong_pending, "AAAAAA".into()),
            &["recovery_code.wrong"],
            &[],
        ),
        line(
            "use_recovery_code",
            "replaced",
            dead,
            recovery(dead_pending, dead_code),
            &["recovery_code.dead"],
            &[],
        ),
        line(
            "use_recovery_code",
            "in a wait",
            waiting,
            recovery(waiting_pending, "AAAAAA".into()),
            &["recovery_code.locked_out"],
            &[],
        ),
        line(
            "save_recovery_code",
            "shown",
            shown,
            move |clinic| {
                show_recovery_code(&mut clinic.db, &show_to, clinic.dice.throw(), clinic.clock.now()).map(|_| ())
            },
            &["recovery_code.shown"],
            &[],
        ),
        line(
            "save_recovery_code",
            "kept",
            saved,
            move |clinic| {
                let (entropy, at) = (clinic.dice.throw(), clinic.clock.now());
                save_recovery_code(&mut clinic.db, &save_for, Kept::Copied, &serial, entropy, at)
            },
            &["recovery_code.saved"],
            &[],
        ),
    ]
}
