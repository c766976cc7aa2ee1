//! Lines of profile, number, password and **This wasn't me**.

use super::*;

/// A session with another one elsewhere, and a trust there.
fn with_another_elsewhere(person: &Person) -> (Clinic, Token) {
    let mut clinic = Clinic::with_apps();
    clinic.allow_trust();
    clinic.sign_in_and_trust(person, &elsewhere());
    clinic.clock.plus(MINUTE);
    let session = clinic.sign_in(person, &desk());
    clinic.deliver();
    (clinic, session)
}

fn profile(
    session: Token,
    name: &'static str,
    email: &'static str,
) -> impl FnMut(&mut Clinic) -> Result<(), ActionError> {
    move |clinic| acts::edit_profile(clinic, &session, name, email).map(|_| ())
}

pub(super) fn lines() -> Vec<Line> {
    let mut all = profile_lines();
    all.extend(password_lines());
    all
}

fn profile_lines() -> Vec<Line> {
    let (name, name_in) = signed_in(&SAM);
    let (email, email_in) = signed_in(&SAM);
    let (both, both_in) = signed_in(&SAM);
    let (number, number_in) = with_another_elsewhere(&KIM);
    let (deleted, delete_in) = signed_in(&JANE);
    vec![
        line(
            "change_profile",
            "the name",
            name,
            profile(name_in, "Sam Other", SAM.email),
            &["profile.name_changed"],
            &[],
        ),
        line(
            "change_profile",
            "the address",
            email,
            profile(email_in, SAM.name, "other@maple.example"),
            &["profile.email_changed"],
            &[("email_changed", SAM.email), ("email_changed", "other@maple.example")],
        ),
        line(
            "change_profile",
            "both",
            both,
            profile(both_in, "Sam Other", "other@maple.example"),
            &["profile.name_changed", "profile.email_changed"],
            &[("email_changed", SAM.email), ("email_changed", "other@maple.example")],
        ),
        line(
            "change_mobile",
            "with 2SV on",
            number,
            move |clinic| acts::edit_mobile(clinic, &number_in, Some(NEW_NUMBER)).map(|_| ()),
            &["session.ended", "trust.ended", "profile.mobile_changed", "two_step.off"],
            &[("number_changed", KIM.mobile), ("two_step_off", KIM.email)],
        ),
        line(
            "change_mobile",
            "deleted, 2SV off",
            deleted,
            move |clinic| acts::edit_mobile(clinic, &delete_in, None).map(|_| ()),
            &["profile.mobile_changed"],
            &[("number_changed", JANE.mobile), ("mobile_changed", JANE.email)],
        ),
    ]
}

fn password_lines() -> Vec<Line> {
    let (password, password_in) = with_another_elsewhere(&BO);
    let (report, report_in) = with_another_elsewhere(&SAM);
    let (own_report, own_report_in) = signed_in(&FAY);
    let (end, end_in) = with_another_elsewhere(&SAM);
    vec![
        line(
            "choose_password",
            "in My Account",
            password,
            move |clinic| acts::choose(clinic, &password_in, "nettle orbit 58 window").map(|_| ()),
            &["session.ended", "trust.ended", "password.changed"],
            &[("password_changed", BO.email)],
        ),
        line(
            "report_not_me",
            "by staff",
            report,
            move |clinic| acts::not_me(clinic, &report_in),
            &["session.ended", "trust.ended", "not_me.reported"],
            &[
                ("not_me", SAM.email),
                ("not_me_reported", FAY.email),
                ("not_me_reported", JANE.email),
            ],
        ),
        line(
            "report_not_me",
            "by a manager",
            own_report,
            move |clinic| acts::not_me(clinic, &own_report_in),
            &["not_me.reported"],
            &[("not_me", FAY.email), ("not_me_reported", JANE.email)],
        ),
        line(
            "end_session",
            "another of one's own",
            end,
            move |clinic| acts::end_sessions(clinic, &end_in, None),
            &["session.ended"],
            &[],
        ),
    ]
}
