//! Lines of the authenticator app, of one of two methods, and of turning off.

use actions::answer_code::TypedAnswer;
use domain::totp::STEP_MS;

use super::*;

/// A session with an app being set up, and what its phone shows so much later.
fn in_app_set_up(
    person: &Person,
    after_ms: i64,
) -> (Clinic, impl FnMut(&mut Clinic) -> Result<(), ActionError> + use<>) {
    let (mut clinic, session) = signed_in(person);
    let set_up = acts::begin_app(&mut clinic, &session).unwrap();
    let code = code_at(set_up.secret(), clinic.clock.now().plus(after_ms));
    let act = move |clinic: &mut Clinic| acts::confirm_app(clinic, &session, &set_up, &code).map(|_| ());
    (clinic, act)
}

/// kim, who trusts this browser.
fn trusting_kim() -> (Clinic, Token) {
    let mut clinic = Clinic::with_apps();
    clinic.allow_trust();
    let session = clinic.sign_in_and_trust(&KIM, &desk());
    clinic.deliver();
    (clinic, session)
}

pub(super) fn lines() -> Vec<Line> {
    let mut all = app_lines();
    all.extend(one_of_two_lines());
    all
}

fn app_lines() -> Vec<Line> {
    let (on, turn_on) = in_app_set_up(&FAY, 0);
    let (mut first, turn_first) = in_app_set_up(&FAY, 0);
    first.sign_in(&FAY, &elsewhere());
    first.deliver();
    let (added, add) = in_app_set_up(&SAM, 0);
    let (replaced, replace) = in_app_set_up(&BO, 0);
    let (ahead, try_ahead) = in_app_set_up(&FAY, 10 * STEP_MS);
    let (mut wrong, session) = signed_in(&FAY);
    let set_up = acts::begin_app(&mut wrong, &session).unwrap();
    let code = wrong_code_of(set_up.secret(), wrong.clock.now());
    vec![
        line(
            "enrol_app",
            "on",
            on,
            turn_on,
            &["two_step.on"],
            &[("two_step_on", FAY.email)],
        ),
        line(
            "enrol_app",
            "on, with another session elsewhere",
            first,
            turn_first,
            &["session.ended", "two_step.on"],
            &[("two_step_on", FAY.email)],
        ),
        line(
            "enrol_app",
            "added",
            added,
            add,
            &["method.added"],
            &[("method_added", SAM.email)],
        ),
        line(
            "enrol_app",
            "a new phone",
            replaced,
            replace,
            &["method.replaced"],
            &[("method_replaced", BO.email)],
        ),
        line("enrol_app", "a wrong clock", ahead, try_ahead, &["code.dead"], &[]),
        line(
            "enrol_app",
            "wrong",
            wrong,
            move |clinic| acts::confirm_app(clinic, &session, &set_up, &code).map(|_| ()),
            &["code.wrong"],
            &[],
        ),
    ]
}

fn one_of_two_lines() -> Vec<Line> {
    let (removed, remove_from) = signed_in(&KIM);
    let (first, ask_in) = signed_in(&KIM);
    let (off, off_session) = trusting_kim();
    let mut right = Clinic::with_apps();
    let pending = right.pending(&BO, &elsewhere());
    let code = right.app_code(&BO);
    let mut ticked = Clinic::with_apps();
    ticked.allow_trust();
    let ticking = ticked.pending(&KIM, &desk());
    let texted = ticked.texted_code(&KIM);
    vec![
        line(
            "remove_method",
            "texts",
            removed,
            move |clinic| acts::remove(clinic, &remove_from, Method::Sms),
            &["method.removed"],
            &[("method_removed", KIM.email)],
        ),
        line(
            "change_default",
            "the app",
            first,
            move |clinic| acts::ask_first(clinic, &ask_in, Method::App),
            &["method.default_changed"],
            &[("default_changed", KIM.email)],
        ),
        line(
            "turn_off",
            "off",
            off,
            move |clinic| acts::off(clinic, &off_session),
            &["trust.ended", "two_step.off"],
            &[("two_step_off", KIM.email)],
        ),
        line(
            "answer_code",
            "right, of the app",
            right,
            move |clinic| clinic.try_code(&pending, &elsewhere(), &by_app(&code)).map(|_| ()),
            &["sign_in.done"],
            &[("new_browser", BO.email)],
        ),
        line(
            "answer_code",
            "with the box ticked",
            ticked,
            move |clinic| {
                let typed = TypedAnswer {
                    trust: true,
                    ..by_text(&texted)
                };
                clinic.try_code(&ticking, &desk(), &typed).map(|_| ())
            },
            &["trust.began", "sign_in.done"],
            &[],
        ),
    ]
}
