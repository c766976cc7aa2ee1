//! Lines of trusted browsers and of the clinic's switch for them.

use actions::answer_code::TypedAnswer;

use super::*;

/// A clinic that allows it, in which bo trusts this browser.
fn trusted(client: &actions::Client) -> (Clinic, Token) {
    let mut clinic = Clinic::with_apps();
    clinic.allow_trust();
    let session = clinic.sign_in_and_trust(&BO, client);
    clinic.deliver();
    (clinic, session)
}

pub(super) fn lines() -> Vec<Line> {
    let (skipped, _) = trusted(&desk());
    let (moved, _) = trusted(&token_file(5, "one", 1000));
    let (ended, end_in) = trusted(&desk());
    let (over, _) = trusted(&desk());
    over.clock.plus(30 * DAY);
    // The worker has not come by yet.
    let (mut again, _) = trusted(&desk());
    again.clock.plus(30 * DAY);
    let pending = again.pending(&BO, &desk());
    let typed = TypedAnswer {
        trust: true,
        ..by_app(&again.app_code(&BO))
    };
    let (allowed, allow_in) = signed_in(&JANE);
    let (mut forbidden, _) = trusted(&desk());
    let forbid_in = forbidden.sign_in(&JANE, &browser(90));
    vec![
        line(
            "begin_sign_in",
            "trusted",
            skipped,
            |clinic| clinic.try_begin("bo", BO.password, &desk()).map(|_| ()),
            &["sign_in.done"],
            &[],
        ),
        line(
            "begin_sign_in",
            "a copy of a trusted browser's file",
            moved,
            |clinic| clinic.try_begin("bo", "wrong", &token_file(5, "two", 1000)).map(|_| ()),
            &["trust.ended", "sign_in.password_wrong"],
            &[("trust_moved", BO.email)],
        ),
        line(
            "end_trust",
            "ended",
            ended,
            move |clinic| acts::end_trust(clinic, &end_in, None),
            &["trust.ended"],
            &[],
        ),
        line(
            "answer_code",
            "ticked again after 30 days",
            again,
            move |clinic| clinic.try_code(&pending, &desk(), &typed).map(|_| ()),
            &["trust.ended", "trust.began", "sign_in.done"],
            &[],
        ),
        line("expire_due", "30 days over", over, house::expire, &["trust.ended"], &[]),
        line(
            "set_enforcement",
            "allowed",
            allowed,
            move |clinic| acts::allow_trust(clinic, &allow_in, true).map(|_| ()),
            &["setting.changed"],
            &[],
        ),
        line(
            "set_enforcement",
            "not allowed any more",
            forbidden,
            move |clinic| acts::allow_trust(clinic, &forbid_in, false).map(|_| ()),
            &["setting.changed", "trust.ended"],
            &[],
        ),
    ]
}
