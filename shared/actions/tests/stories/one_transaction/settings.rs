//! Lines of the clinic's settings, and of set-ups that the rule asks for behind a password alone.

use actions::change_clinic::{ClinicChange, Edit};
use domain::policy::SignOutAfter;

use super::*;

/// A clinic that requires it, in which fay was let in by the password alone and has the code of her first method.
fn at_forced_set_up(before: bool) -> (Clinic, Token, String) {
    let mut clinic = Clinic::new();
    clinic.require();
    if before {
        let session = clinic.sign_in(&JANE, &desk());
        clinic.turn_texts_on(&session, JANE.mobile);
    }
    let session = clinic.sign_in(&FAY, &desk());
    acts::send(&mut clinic, &session, FAY.mobile).unwrap();
    let code = clinic.read_phone();
    (clinic, session, code)
}

pub(super) fn lines() -> Vec<Line> {
    let (clinic, first, first_code) = at_forced_set_up(false);
    let (later_clinic, later, later_code) = at_forced_set_up(true);
    let (mut telling, set_up, code) = at_forced_set_up(true);
    acts::confirm(&mut telling, &set_up, &code).unwrap();
    telling.deliver();
    telling.clock.plus(10 * MINUTE);
    telling.expire();
    telling.clock.plus(50 * MINUTE);
    let (required, require_in) = signed_in(&JANE);
    let (sign_out, sign_out_in) = signed_in(&FAY);
    let (renamed, rename_in) = signed_in(&FAY);
    let (added, add_in) = signed_in(&FAY);
    let (mut removed, remove_in) = signed_in(&FAY);
    acts::add_holiday(&mut removed, &remove_in, "2026-12-25", "Christmas Day").unwrap();
    let change = ClinicChange {
        name: Some(Edit {
            seen: "Maple Clinic".into(),
            new: "Maple Street Clinic".into(),
        }),
        short_name: Some(Edit {
            seen: "Maple Clinic".into(),
            new: "Maple".into(),
        }),
        support_contact: None,
    };
    vec![
        line(
            "enrol_sms",
            "the first behind a password alone",
            clinic,
            move |clinic| acts::confirm(clinic, &first, &first_code).map(|_| ()),
            &["two_step.on"],
            &[("two_step_on", FAY.email), ("set_up_by_password", JANE.email)],
        ),
        line(
            "enrol_sms",
            "one more within the hour",
            later_clinic,
            move |clinic| acts::confirm(clinic, &later, &later_code).map(|_| ()),
            &["two_step.on"],
            &[("two_step_on", FAY.email)],
        ),
        line(
            "expire_due",
            "the hour is over",
            telling,
            house::expire,
            &["managers.told"],
            &[("set_up_by_password", JANE.email)],
        ),
        line(
            "set_enforcement",
            "required",
            required,
            move |clinic| acts::require(clinic, &require_in, true).map(|_| ()),
            &["setting.changed"],
            &[],
        ),
        line(
            "set_sign_out",
            "two hours",
            sign_out,
            move |clinic| {
                acts::sign_out_after(clinic, &sign_out_in, SignOutAfter::Week, SignOutAfter::TwoHours).map(|_| ())
            },
            &["setting.changed"],
            &[],
        ),
        line(
            "change_clinic",
            "both names",
            renamed,
            move |clinic| acts::rename(clinic, &rename_in, &change).map(|_| ()),
            &["setting.changed", "setting.changed"],
            &[],
        ),
        line(
            "add_holiday",
            "added",
            added,
            move |clinic| acts::add_holiday(clinic, &add_in, "2026-12-25", "Christmas Day"),
            &["setting.changed"],
            &[],
        ),
        line(
            "remove_holiday",
            "removed",
            removed,
            move |clinic| acts::remove_holiday(clinic, &remove_in, "2026-12-25", "Christmas Day"),
            &["setting.changed"],
            &[],
        ),
    ]
}
