//! E04, E05, M10: *Automatic Sign Out*, the clinic's names and support contact, its holidays: managers alone, each change a
//! row with old and new value, and of two managers at once the second is told.

use actions::change_clinic::{ClinicChange, Edit};
use actions::look::{clinic_view, security_settings};
use actions::look_settings::clinic_settings;
use actions::set_enforcement::SettingChange;
use actions::{ActionError, Token};
use domain::policy::SignOutAfter;
use domain::time::{DAY, HOUR, MINUTE};
use fixtures::clinic::{Clinic, FAY, JANE, SAM, desk, elsewhere};

use crate::acts::{self, Done, add_holiday, dump, remove_holiday, rename, sign_out_after};

fn edit(seen: &str, new: &str) -> Option<Edit> {
    Some(Edit {
        seen: seen.into(),
        new: new.into(),
    })
}

fn named(seen: &str, new: &str) -> ClinicChange {
    ClinicChange {
        name: edit(seen, new),
        ..ClinicChange::default()
    }
}

fn refused<T: std::fmt::Debug>(done: Done<T>) -> String {
    match done {
        Err(ActionError::Refused(why)) => why,
        other => panic!("{other:?}"),
    }
}

/// Details of the rows about settings, each with its rule and actor.
fn changes(clinic: &mut Clinic) -> Vec<(String, String, String)> {
    let rows = clinic.record().into_iter();
    let settings = rows.filter(|row| row.kind == "setting.changed");
    settings.map(|row| (row.rule, row.actor, row.detail)).collect()
}

fn change(rule: &str, actor: &str, detail: &str) -> (String, String, String) {
    (rule.into(), actor.into(), detail.into())
}

#[test]
fn e04_a_new_clinic_signs_out_after_a_week_and_a_manager_chooses_any_of_the_nine() {
    let mut clinic = Clinic::new();
    let session = clinic.sign_in(&FAY, &desk());
    let mut seen = SignOutAfter::Week;
    let at = clinic.clock.now();
    let settings = security_settings(&mut clinic.db, &session, &clinic.policy, at).unwrap();
    assert_eq!(settings.rule.sign_out_after, seen);
    for after in SignOutAfter::ALL {
        let done = sign_out_after(&mut clinic, &session, seen, after).unwrap();
        assert_eq!(done, SettingChange::Changed, "{after:?}");
        assert_eq!(clinic_view(&mut clinic.db, at).unwrap().sign_out_after, after);
        seen = after;
    }
    let same = sign_out_after(&mut clinic, &session, seen, seen).unwrap();
    assert_eq!(same, SettingChange::Same);
    let rows = changes(&mut clinic);
    assert_eq!(rows.len(), SignOutAfter::ALL.len());
    assert_eq!(
        rows[0],
        change("E04", "fay", "automatic sign out: 1 week to 10 minutes")
    );
    assert_eq!(rows[3], change("E04", "fay", "automatic sign out: 1 hour to 2 hours"));
}

#[test]
fn e04_m10_it_asks_step_up_once_a_save() {
    let mut clinic = Clinic::new();
    let session = clinic.sign_in(&JANE, &desk());
    clinic.clock.plus(5 * MINUTE);
    let asked = sign_out_after(&mut clinic, &session, SignOutAfter::Week, SignOutAfter::Hour);
    assert_eq!(acts::missing(asked), (true, false));
    acts::own_password(&mut clinic, &session, JANE.password);
    sign_out_after(&mut clinic, &session, SignOutAfter::Week, SignOutAfter::Hour).unwrap();
}

#[test]
fn e04_of_two_managers_at_once_the_second_is_told() {
    let mut clinic = Clinic::new();
    let (jane, fay) = (clinic.sign_in(&JANE, &desk()), clinic.sign_in(&FAY, &elsewhere()));
    sign_out_after(&mut clinic, &jane, SignOutAfter::Week, SignOutAfter::Hour).unwrap();
    let why = refused(sign_out_after(&mut clinic, &fay, SignOutAfter::Week, SignOutAfter::Day));
    assert!(why.contains("set 1 hour meanwhile"), "{why}");
    let kept = clinic_view(&mut clinic.db, clinic.clock.now()).unwrap().sign_out_after;
    assert_eq!(kept, SignOutAfter::Hour);
    sign_out_after(&mut clinic, &fay, SignOutAfter::Hour, SignOutAfter::Day).unwrap();
}

#[test]
fn e05_names_and_contact_are_saved_where_touched_with_old_and_new_value_and_without_step_up() {
    let mut clinic = Clinic::new();
    let session = clinic.sign_in(&FAY, &desk());
    clinic.clock.plus(HOUR);
    let all = ClinicChange {
        name: edit("Maple Clinic", "Maple Street Clinic"),
        short_name: edit("Maple Clinic", "Maple St"),
        support_contact: edit("the front desk, 604 555 0199", ""),
    };
    assert_eq!(rename(&mut clinic, &session, &all).unwrap(), SettingChange::Changed);
    let view = clinic_view(&mut clinic.db, clinic.clock.now()).unwrap();
    assert_eq!(
        (view.name.as_str(), view.support_contact.as_str()),
        ("Maple Street Clinic", "")
    );
    assert_eq!(
        changes(&mut clinic),
        [
            change("E05", "fay", "name: “Maple Clinic” to “Maple Street Clinic”"),
            change("E05", "fay", "name in texts: “Maple Clinic” to “Maple St”"),
            change("E05", "fay", "support contact: “the front desk, 604 555 0199” to “”"),
        ]
    );
    assert_eq!(rename(&mut clinic, &session, &all).unwrap(), SettingChange::Same);
    let nothing = rename(&mut clinic, &session, &ClinicChange::default()).unwrap();
    assert_eq!(nothing, SettingChange::Same);
    assert_eq!(changes(&mut clinic).len(), 3);
}

#[test]
fn e05_x04_texts_and_mails_carry_the_new_names_at_once() {
    let mut clinic = Clinic::new();
    let session = clinic.sign_in(&JANE, &desk());
    clinic.deliver();
    // Owed under the old name, sent under the new one.
    clinic.pending(&SAM, &elsewhere());
    rename(&mut clinic, &session, &named("Maple Clinic", "Birch Clinic")).unwrap();
    let (entropy, at) = (clinic.dice.throw(), clinic.clock.now());
    let claimed = actions::claim_message::claim_message(&mut clinic.db, store::outbox::Channel::Text, entropy, at);
    let actions::claim_message::Claim::Send(message) = claimed.unwrap() else {
        panic!("no text is owed")
    };
    assert_eq!(message.clinic.name, "Birch Clinic");
}

#[test]
fn e05_of_two_managers_who_change_one_field_the_second_is_told_and_nothing_of_theirs_is_kept() {
    let mut clinic = Clinic::new();
    let (jane, fay) = (clinic.sign_in(&JANE, &desk()), clinic.sign_in(&FAY, &elsewhere()));
    rename(&mut clinic, &jane, &named("Maple Clinic", "Birch Clinic")).unwrap();
    let before = dump(&clinic);
    let both = ClinicChange {
        short_name: edit("Maple Clinic", "Elm"),
        ..named("Maple Clinic", "Elm Clinic")
    };
    let why = refused(rename(&mut clinic, &fay, &both));
    assert!(why.contains("changed the name meanwhile, to “Birch Clinic”"), "{why}");
    assert!(dump(&clinic) == before, "all of it or nothing");
    // Another field than hers is no quarrel.
    let contact = ClinicChange {
        support_contact: edit("the front desk, 604 555 0199", "Ann, ext. 5"),
        ..ClinicChange::default()
    };
    rename(&mut clinic, &fay, &contact).unwrap();
    let kept = clinic_view(&mut clinic.db, clinic.clock.now()).unwrap();
    assert_eq!(
        (kept.name.as_str(), kept.support_contact.as_str()),
        ("Birch Clinic", "Ann, ext. 5")
    );
}

#[test]
fn e05_o03_holidays_are_added_once_and_removed_as_they_were_seen() {
    let mut clinic = Clinic::new();
    let session = clinic.sign_in(&FAY, &desk());
    clinic.clock.plus(HOUR);
    add_holiday(&mut clinic, &session, "2026-12-28", "Boxing Day, observed").unwrap();
    add_holiday(&mut clinic, &session, "2026-12-25", "Christmas Day").unwrap();
    let why = refused(add_holiday(&mut clinic, &session, "2026-12-25", "Christmas"));
    assert!(why.starts_with("2026-12-25 is a holiday already."), "{why}");
    let seen = |clinic: &mut Clinic, session: &Token| {
        let at = clinic.clock.now();
        let settings = clinic_settings(&mut clinic.db, session, at).unwrap();
        let days: Vec<String> = settings.holidays.into_iter().map(|row| row.day).collect();
        (days, settings.over)
    };
    assert_eq!(
        seen(&mut clinic, &session),
        (vec!["2026-12-25".into(), "2026-12-28".into()], 0)
    );
    let why = refused(remove_holiday(&mut clinic, &session, "2026-12-25", "Christmas"));
    assert!(why.contains("another manager meanwhile"), "{why}");
    remove_holiday(&mut clinic, &session, "2026-12-25", "Christmas Day").unwrap();
    refused(remove_holiday(&mut clinic, &session, "2026-12-25", "Christmas Day"));
    assert_eq!(
        changes(&mut clinic),
        [
            change("E05", "fay", "holiday added: 2026-12-28, Boxing Day, observed"),
            change("E05", "fay", "holiday added: 2026-12-25, Christmas Day"),
            change("E05", "fay", "holiday removed: 2026-12-25, Christmas Day"),
        ]
    );
    clinic.clock.plus(40 * DAY);
    let session = clinic.sign_in(&FAY, &desk());
    assert_eq!(seen(&mut clinic, &session), (vec![], 1), "over");
}

#[test]
fn e05_staff_see_and_change_none_of_it() {
    let mut clinic = Clinic::new();
    let session = clinic.sign_in(&SAM, &desk());
    let before = dump(&clinic);
    let at = clinic.clock.now();
    let denied = [
        clinic_settings(&mut clinic.db, &session, at).map(|_| ()),
        sign_out_after(&mut clinic, &session, SignOutAfter::Week, SignOutAfter::Hour).map(|_| ()),
        rename(&mut clinic, &session, &named("Maple Clinic", "Sam's")).map(|_| ()),
        add_holiday(&mut clinic, &session, "2026-12-25", "Mine"),
        remove_holiday(&mut clinic, &session, "2026-12-25", "Mine"),
    ];
    for done in denied {
        assert!(matches!(done, Err(ActionError::Denied(_))), "{done:?}");
    }
    assert!(dump(&clinic) == before);
}

/// S16: a manager's session loses it with the access, at the next key.
#[test]
fn e05_somebody_who_is_no_manager_any_more_changes_nothing() {
    let mut clinic = Clinic::new();
    let session = clinic.sign_in(&FAY, &desk());
    let demoted = "UPDATE staff SET access = 'staff' WHERE username = 'fay'";
    clinic.foreign().execute_batch(demoted).unwrap();
    for done in [
        acts::require(&mut clinic, &session, true).map(|_| ()),
        sign_out_after(&mut clinic, &session, SignOutAfter::Week, SignOutAfter::Hour).map(|_| ()),
        rename(&mut clinic, &session, &named("Maple Clinic", "Fay's")).map(|_| ()),
        add_holiday(&mut clinic, &session, "2026-12-25", "Mine"),
    ] {
        assert!(matches!(done, Err(ActionError::Denied(_))), "{done:?}");
    }
}
