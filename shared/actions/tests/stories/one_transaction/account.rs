//! Lines of texts as a method, and of step-up.

use super::*;

fn set_up(session: Token, code: String) -> impl FnMut(&mut Clinic) -> Result<(), ActionError> {
    move |clinic| {
        let (code, entropy, at) = (
            TypedCode::parse(&code).unwrap(),
            clinic.dice.throw(),
            clinic.clock.now(),
        );
        actions::enrol_sms::confirm_set_up(&mut clinic.db, &session, &code, &clinic.policy, entropy, at).map(|_| ())
    }
}

/// A session with a set-up code on its way to `number`.
fn in_set_up(person: &Person, number: &str) -> (Clinic, Token, String) {
    let (mut clinic, session) = signed_in(person);
    let (entropy, at) = (clinic.dice.throw(), clinic.clock.now());
    actions::enrol_sms::send_set_up_code(&mut clinic.db, &session, &mobile(number), &clinic.policy, entropy, at)
        .unwrap();
    let code = clinic.read_phone();
    (clinic, session, code)
}

pub(super) fn text_lines() -> Vec<Line> {
    let (asked, asks) = signed_in(&FAY);
    let (on, on_session, on_code) = in_set_up(&FAY, FAY.mobile);
    let (replaced, replaced_session, replaced_code) = in_set_up(&SAM, NEW_NUMBER);
    let (added, added_session, added_code) = in_set_up(&BO, BO.mobile);
    let (moved, moved_session, moved_code) = in_set_up(&BO, NEW_NUMBER);
    vec![
        line(
            "enrol_sms",
            "asked",
            asked,
            move |clinic| {
                let (entropy, at) = (clinic.dice.throw(), clinic.clock.now());
                let number = mobile(NEW_NUMBER);
                actions::enrol_sms::send_set_up_code(&mut clinic.db, &asks, &number, &clinic.policy, entropy, at)
                    .map(|_| ())
            },
            &["code.asked"],
            &[("code", NEW_NUMBER)],
        ),
        line(
            "enrol_sms",
            "on",
            on,
            set_up(on_session, on_code),
            &["two_step.on"],
            &[("two_step_on", FAY.email)],
        ),
        line(
            "enrol_sms",
            "replaced",
            replaced,
            set_up(replaced_session, replaced_code),
            &["method.replaced"],
            &[("number_changed", SAM.mobile), ("number_changed", SAM.email)],
        ),
        line(
            "enrol_sms",
            "beside the app",
            added,
            set_up(added_session, added_code),
            &["method.added"],
            &[("method_added", BO.email)],
        ),
        line(
            "enrol_sms",
            "beside the app, to another number",
            moved,
            set_up(moved_session, moved_code),
            &["method.added"],
            &[("number_changed", BO.mobile), ("method_added", BO.email)],
        ),
    ]
}

fn own_password(session: Token, password: &'static str) -> impl FnMut(&mut Clinic) -> Result<(), ActionError> {
    move |clinic| {
        let (entropy, at) = (clinic.dice.throw(), clinic.clock.now());
        actions::step_up::password(
            &mut clinic.db,
            &session,
            StepUpAct::TurnOff,
            &typed(password),
            &clinic.policy,
            entropy,
            at,
        )
        .map(|_| ())
    }
}

pub(super) fn step_up_lines() -> Vec<Line> {
    let (wrong, wrong_session) = signed_in(&SAM);
    let (mut third, third_session) = signed_in(&SAM);
    let again = third_session.clone();
    let mut fail = own_password(again, "wrong");
    (0..2).for_each(|_| fail(&mut third).unwrap());
    let (text, text_session) = signed_in(&SAM);
    let (mut code, code_session) = signed_in(&SAM);
    let (entropy, at) = (code.dice.throw(), code.clock.now());
    actions::step_up::text(&mut code.db, &code_session, &code.policy, entropy, at).unwrap();
    let six = TypedCode::parse(&code.read_phone()).unwrap();
    let (spare, spare_session) = signed_in(&SAM);
    vec![
        line(
            "step_up",
            "wrong password",
            wrong,
            own_password(wrong_session, "wrong"),
            &["step_up"],
            &[],
        ),
        line(
            "step_up",
            "third failure",
            third,
            own_password(third_session, "wrong"),
            &["step_up"],
            &[("step_up_failed", SAM.email)],
        ),
        line(
            "step_up",
            "text",
            text,
            move |clinic| {
                let (entropy, at) = (clinic.dice.throw(), clinic.clock.now());
                actions::step_up::text(&mut clinic.db, &text_session, &clinic.policy, entropy, at).map(|_| ())
            },
            &["code.asked"],
            &[("code", SAM.mobile)],
        ),
        line(
            "step_up",
            "code",
            code,
            move |clinic| {
                let (entropy, at) = (clinic.dice.throw(), clinic.clock.now());
                actions::step_up::code(
                    &mut clinic.db,
                    &code_session,
                    Method::Sms,
                    &six,
                    &clinic.policy,
                    entropy,
                    at,
                )
                .map(|_| ())
            },
            &["step_up"],
            &[],
        ),
        line(
            "step_up",
            "recovery code",
            spare,
            move |clinic| {
                let (entropy, at) = (clinic.dice.throw(), clinic.clock.now());
                let code = TypedRecoveryCode::parse(&clinic.sams_recovery_code).unwrap();
                actions::step_up::recovery_code(&mut clinic.db, &spare_session, &code, &clinic.policy, entropy, at)
                    .map(|_| ())
            },
            &["recovery_code.used", "step_up"],
            &[("recovery_used", SAM.email)],
        ),
    ]
}
