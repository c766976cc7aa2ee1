//! Settings > Security > **2-Step Verification Enforcement** (spec E01, E02, E05, M10; T68): both switches, the preview,
//! and who may see and switch them.

use actions::ActionError;
use actions::look::security_settings;
use actions::look_settings::preview_enforcement;
use actions::set_enforcement::{SettingChange, Switches};
use domain::policy::Readiness;
use domain::time::{DAY, MINUTE};
use fixtures::clinic::{BO, Clinic, FAY, JANE, KIM, SAM, desk, elsewhere};

use crate::acts::{self, allow_trust, dump, missing, own_password};
use crate::required::PAT;

#[test]
fn e01_it_is_off_in_a_new_clinic_and_any_manager_may_switch_it() {
    for manager in [&JANE, &FAY] {
        let mut clinic = Clinic::new();
        assert_eq!(clinic.number("SELECT trust_allowed FROM clinic"), 0);
        let session = clinic.sign_in(manager, &desk());
        for (allowed, change) in [
            (true, SettingChange::Changed),
            (true, SettingChange::Same),
            (false, SettingChange::Changed),
            (false, SettingChange::Same),
        ] {
            assert_eq!(allow_trust(&mut clinic, &session, allowed).unwrap(), change);
        }
    }
}

#[test]
fn e05_staff_neither_see_nor_switch_it_whatever_they_have_shown() {
    let mut clinic = Clinic::with_apps();
    for person in [&SAM, &BO, &KIM] {
        let session = clinic.sign_in(person, &desk());
        let at = clinic.clock.now();
        let before = dump(&clinic);
        let seen = security_settings(&mut clinic.db, &session, &clinic.policy, at);
        assert!(matches!(seen, Err(ActionError::Denied(_))), "{seen:?}");
        for allowed in [true, false] {
            let switched = allow_trust(&mut clinic, &session, allowed);
            assert!(matches!(switched, Err(ActionError::Denied(_))), "{switched:?}");
        }
        assert!(dump(&clinic) == before);
    }
}

/// S16: a manager's session loses it with the access, at the next key.
#[test]
fn e05_somebody_who_is_no_manager_any_more_does_not_switch_it() {
    let mut clinic = Clinic::new();
    let session = clinic.sign_in(&FAY, &desk());
    let demoted = "UPDATE staff SET access = 'staff' WHERE username = 'fay'";
    clinic.foreign().execute_batch(demoted).unwrap();
    assert!(matches!(
        allow_trust(&mut clinic, &session, true),
        Err(ActionError::Denied(_))
    ));
}

#[test]
fn e05_each_change_is_a_row_with_old_and_new_value_and_none_where_it_stood_so() {
    let mut clinic = Clinic::new();
    let session = clinic.sign_in(&JANE, &desk());
    let rows = clinic.record().len();
    for allowed in [true, true, false] {
        allow_trust(&mut clinic, &session, allowed).unwrap();
    }
    let new: Vec<_> = clinic.record().into_iter().skip(rows).collect();
    let seen: Vec<_> = new
        .iter()
        .map(|row| {
            (
                row.kind.as_str(),
                row.actor.as_str(),
                row.subject.as_str(),
                row.rule.as_str(),
            )
        })
        .collect();
    assert_eq!(seen, [("setting.changed", "jane", "", "E01"); 2]);
    let details: Vec<_> = new.iter().map(|row| row.detail.as_str()).collect();
    assert_eq!(
        details,
        ["allow trusted browsers: off to on", "allow trusted browsers: on to off"]
    );
}

#[test]
fn m10_each_save_asks_step_up_and_one_that_changes_nothing_does_not() {
    let mut clinic = Clinic::new();
    let session = clinic.sign_in(&JANE, &desk());
    clinic.clock.plus(5 * MINUTE);
    assert_eq!(missing(allow_trust(&mut clinic, &session, true)), (true, false));
    assert_eq!(allow_trust(&mut clinic, &session, false).unwrap(), SettingChange::Same);
    own_password(&mut clinic, &session, JANE.password);
    allow_trust(&mut clinic, &session, true).unwrap();
    clinic.clock.plus(5 * MINUTE);
    assert_eq!(missing(allow_trust(&mut clinic, &session, false)), (true, false));
}

#[test]
fn e05_managers_see_how_many_browsers_would_be_asked_again_and_what_the_file_says() {
    let mut clinic = Clinic::with_apps();
    clinic.allow_trust();
    clinic.sign_in_and_trust(&KIM, &desk());
    clinic.sign_in_and_trust(&BO, &desk());
    clinic.clock.plus(15 * DAY);
    clinic.sign_in_and_trust(&KIM, &elsewhere());
    let session = clinic.sign_in(&FAY, &desk());
    let seen = |clinic: &mut Clinic| {
        let at = clinic.clock.now();
        security_settings(&mut clinic.db, &session, &clinic.policy, at).unwrap()
    };
    let settings = seen(&mut clinic);
    assert_eq!((settings.rule.trust_allowed, settings.trusted_browsers), (true, 3));
    assert_eq!((settings.daily_cap, settings.countries.len()), (150, 2));
    clinic.clock.plus(15 * DAY);
    assert_eq!(seen(&mut clinic).trusted_browsers, 1, "two are over, worker or not");
    clinic.forbid_trust();
    let settings = seen(&mut clinic);
    assert_eq!((settings.rule.trust_allowed, settings.trusted_browsers), (false, 0));
}

#[test]
fn e02_the_preview_counts_everybody_with_access_and_lists_who_is_not_ready() {
    let mut clinic = Clinic::with_apps();
    clinic.add(&PAT);
    let numbers = "UPDATE staff SET mobile = NULL WHERE username IN ('bo', 'pat');
         UPDATE staff SET access = 'none' WHERE username = 'sam';
         UPDATE staff SET password_hash = NULL, password_kind = 'missing', password_wall = NULL,
             password_boot = NULL, password_boot_id = NULL WHERE username = 'fay'";
    clinic.foreign().execute_batch(numbers).unwrap();
    let session = clinic.sign_in(&JANE, &desk());
    let before = dump(&clinic);
    let at = clinic.clock.now();
    let preview = preview_enforcement(&mut clinic.db, &session, at).unwrap();
    assert_eq!((preview.people, preview.on, preview.without_method()), (5, 2, 3));
    assert_eq!((preview.without_number, preview.no_way_yet), (2, 1));
    assert!(preview.oneself && !preview.enforced);
    let lines: Vec<_> = preview
        .lines
        .iter()
        .map(|line| (line.username.as_str(), line.stands))
        .collect();
    let expected = [
        ("pat", Readiness::NoWayYet),
        ("fay", Readiness::NoPassword),
        ("jane", Readiness::SetsUp),
        ("bo", Readiness::OnWithoutNumber),
    ];
    assert_eq!(lines, expected);
    assert!(dump(&clinic) == before, "it only looks");
}

#[test]
fn e02_the_preview_holds_ten_thousand_people() {
    let mut clinic = Clinic::new();
    let many = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000)
         INSERT INTO staff (username, username_key, name, email, mobile, access, password_kind, added_at)
         SELECT 'p' || i, 'p' || i, 'Person ' || i, 'p' || i || '@x.example', NULL, 'staff', 'missing', 0 FROM n";
    clinic.foreign().execute_batch(many).unwrap();
    let session = clinic.sign_in(&JANE, &desk());
    let at = clinic.clock.now();
    let preview = preview_enforcement(&mut clinic.db, &session, at).unwrap();
    assert_eq!((preview.people, preview.on, preview.no_way_yet), (10_003, 1, 10_000));
    assert_eq!(preview.lines.len(), 10_002);
}

#[test]
fn e05_staff_see_no_preview_and_switch_nothing() {
    let mut clinic = Clinic::with_apps();
    let session = clinic.sign_in(&SAM, &desk());
    let before = dump(&clinic);
    let at = clinic.clock.now();
    let seen = preview_enforcement(&mut clinic.db, &session, at);
    assert!(matches!(seen, Err(ActionError::Denied(_))), "{seen:?}");
    for on in [true, false] {
        let switched = acts::require(&mut clinic, &session, on);
        assert!(matches!(switched, Err(ActionError::Denied(_))), "{switched:?}");
    }
    assert!(dump(&clinic) == before);
}

#[test]
fn e01_t68_each_switch_is_saved_only_if_it_was_touched_and_one_step_up_covers_both() {
    let mut clinic = Clinic::new();
    let session = clinic.sign_in(&JANE, &desk());
    let rows = clinic.record().len();
    let both = Switches {
        enforced: Some(true),
        trust_allowed: Some(true),
    };
    assert_eq!(
        acts::switch(&mut clinic, &session, both).unwrap(),
        SettingChange::Changed
    );
    assert_eq!(acts::switch(&mut clinic, &session, both).unwrap(), SettingChange::Same);
    assert_eq!(
        acts::require(&mut clinic, &session, false).unwrap(),
        SettingChange::Changed
    );
    assert_eq!(clinic.number("SELECT trust_allowed FROM clinic"), 1, "untouched");
    let details: Vec<String> = clinic.record().into_iter().skip(rows).map(|row| row.detail).collect();
    assert_eq!(
        details,
        [
            "require for all staff: off to on",
            "allow trusted browsers: off to on",
            "require for all staff: on to off",
        ]
    );
}
