//! What one person does for themselves, a line each: by the real action, with the clinic's dice, at its time. And what is
//! asked about it again and again.

use actions::change_clinic::ClinicChange;
use actions::change_mobile::{MobileChange, TurningOff, change_mobile};
use actions::change_profile::{ProfileChange, change_profile};
use actions::choose_password::{Chosen, choose_password};
use actions::enrol_app::{AppAnswer, AppSetUp, begin_app_set_up, confirm_app_set_up};
use actions::enrol_sms::{SetUp, confirm_set_up, send_set_up_code};
use actions::look::{self, Account};
use actions::look_settings::HolidayRow;
use actions::pick_up::{PickedUp, pick_up};
use actions::save_document::{Offer, offer_pickup};
use actions::set_enforcement::{SettingChange, Switches, set_enforcement};
use actions::step_up::{self, PasswordAnswer};
use actions::{ActionError, Client, Token};
use domain::code::TypedCode;
use domain::contact::{EmailAddress, PersonName};
use domain::holiday::{Holiday, day_of};
use domain::ids::{SessionId, TrustId};
use domain::person::Method;
use domain::policy::SignOutAfter;
use domain::recovery_code::{RecoveryCode, TypedRecoveryCode};
use domain::sign_in::Outcome;
use domain::step_up::{Act, Needs};
use domain::time::Now;
use fixtures::clinic::{Clinic, mobile, recovery_page, typed};
use rusqlite::types::Value;

pub(crate) type Done<T = ()> = Result<T, ActionError>;

fn next(clinic: &Clinic) -> ([u8; 16], Now) {
    (clinic.dice.throw(), clinic.clock.now())
}

pub(crate) fn send(clinic: &mut Clinic, session: &Token, number: &str) -> Done<Outcome> {
    let (entropy, at) = next(clinic);
    send_set_up_code(&mut clinic.db, session, &mobile(number), &clinic.policy, entropy, at)
}

pub(crate) fn confirm(clinic: &mut Clinic, session: &Token, code: &str) -> Done<SetUp> {
    let (entropy, at) = next(clinic);
    let code = TypedCode::parse(code).unwrap();
    confirm_set_up(&mut clinic.db, session, &code, &clinic.policy, entropy, at)
}

pub(crate) fn begin_app(clinic: &mut Clinic, session: &Token) -> Done<AppSetUp> {
    let (entropy, at) = next(clinic);
    begin_app_set_up(&mut clinic.db, session, entropy, at)
}

pub(crate) fn confirm_app(clinic: &mut Clinic, session: &Token, set_up: &AppSetUp, code: &str) -> Done<AppAnswer> {
    let (entropy, at) = next(clinic);
    let code = TypedCode::parse(code).unwrap();
    confirm_app_set_up(&mut clinic.db, session, set_up, &code, &clinic.policy, entropy, at)
}

pub(crate) fn remove(clinic: &mut Clinic, session: &Token, method: Method) -> Done {
    let (entropy, at) = next(clinic);
    actions::remove_method::remove_method(&mut clinic.db, session, method, entropy, at)
}

pub(crate) fn ask_first(clinic: &mut Clinic, session: &Token, method: Method) -> Done {
    let (entropy, at) = next(clinic);
    actions::change_default::change_default(&mut clinic.db, session, method, entropy, at)
}

pub(crate) fn off(clinic: &mut Clinic, session: &Token) -> Done {
    let (entropy, at) = next(clinic);
    actions::turn_off::turn_off(&mut clinic.db, session, entropy, at)
}

pub(crate) fn edit_mobile(clinic: &mut Clinic, session: &Token, number: Option<&str>) -> Done<MobileChange> {
    let (entropy, at) = next(clinic);
    let number = number.map(mobile);
    change_mobile(
        &mut clinic.db,
        session,
        number.as_ref(),
        TurningOff::Wanted,
        entropy,
        at,
    )
}

/// The same before anybody was asked whether 2-step verification may go off.
pub(crate) fn edit_mobile_unasked(clinic: &mut Clinic, session: &Token, number: Option<&str>) -> Done<MobileChange> {
    let (entropy, at) = next(clinic);
    let number = number.map(mobile);
    change_mobile(
        &mut clinic.db,
        session,
        number.as_ref(),
        TurningOff::Unasked,
        entropy,
        at,
    )
}

pub(crate) fn edit_profile(clinic: &mut Clinic, session: &Token, name: &str, email: &str) -> Done<ProfileChange> {
    let (entropy, at) = next(clinic);
    let (name, email) = (PersonName::parse(name).unwrap(), EmailAddress::parse(email).unwrap());
    change_profile(&mut clinic.db, session, Some(&name), Some(&email), entropy, at)
}

pub(crate) fn choose(clinic: &mut Clinic, session: &Token, new: &str) -> Done<Chosen> {
    let (entropy, at) = next(clinic);
    choose_password(&mut clinic.db, session, &typed(new), entropy, at)
}

pub(crate) fn view_code(clinic: &mut Clinic, session: &Token) -> Done<RecoveryCode> {
    let (entropy, at) = next(clinic);
    actions::view_recovery_code::view_recovery_code(&mut clinic.db, session, entropy, at)
}

pub(crate) fn renew_code(clinic: &mut Clinic, session: &Token) -> Done {
    let (entropy, at) = next(clinic);
    actions::renew_recovery_code::renew_recovery_code(&mut clinic.db, session, entropy, at)
}

pub(crate) fn offer(clinic: &mut Clinic, session: &Token) -> Done<Offer> {
    let (entropy, at) = next(clinic);
    offer_pickup(&mut clinic.db, session, &recovery_page(), entropy, at)
}

pub(crate) fn fetch(clinic: &mut Clinic, client: &Client, number: &str) -> PickedUp {
    let (entropy, at) = next(clinic);
    pick_up(&mut clinic.db, client, &typed(number), entropy, at).unwrap()
}

pub(crate) fn not_me(clinic: &mut Clinic, session: &Token) -> Done {
    let (entropy, at) = next(clinic);
    actions::report_not_me::report_not_me(&mut clinic.db, session, entropy, at)
}

pub(crate) fn end_trust(clinic: &mut Clinic, session: &Token, which: Option<TrustId>) -> Done {
    let (entropy, at) = next(clinic);
    actions::end_trust::end_own_trust(&mut clinic.db, session, which, entropy, at)
}

pub(crate) fn end_sessions(clinic: &mut Clinic, session: &Token, which: Option<SessionId>) -> Done {
    let (entropy, at) = next(clinic);
    actions::end_session::end_own_sessions(&mut clinic.db, session, which, entropy, at)
}

pub(crate) fn allow_trust(clinic: &mut Clinic, session: &Token, allowed: bool) -> Done<SettingChange> {
    let switches = Switches {
        enforced: None,
        trust_allowed: Some(allowed),
    };
    switch(clinic, session, switches)
}

pub(crate) fn require(clinic: &mut Clinic, session: &Token, enforced: bool) -> Done<SettingChange> {
    let switches = Switches {
        enforced: Some(enforced),
        trust_allowed: None,
    };
    switch(clinic, session, switches)
}

pub(crate) fn switch(clinic: &mut Clinic, session: &Token, switches: Switches) -> Done<SettingChange> {
    let (entropy, at) = next(clinic);
    set_enforcement(&mut clinic.db, session, switches, entropy, at)
}

pub(crate) fn sign_out_after(
    clinic: &mut Clinic,
    session: &Token,
    seen: SignOutAfter,
    after: SignOutAfter,
) -> Done<SettingChange> {
    let (entropy, at) = next(clinic);
    actions::set_sign_out::set_sign_out(&mut clinic.db, session, seen, after, entropy, at)
}

pub(crate) fn rename(clinic: &mut Clinic, session: &Token, change: &ClinicChange) -> Done<SettingChange> {
    let (entropy, at) = next(clinic);
    actions::change_clinic::change_clinic(&mut clinic.db, session, change, entropy, at)
}

pub(crate) fn add_holiday(clinic: &mut Clinic, session: &Token, day: &str, name: &str) -> Done {
    let (entropy, at) = next(clinic);
    let holiday = Holiday::parse(day, name, day_of("2026-01-01").unwrap()).unwrap();
    actions::add_holiday::add_holiday(&mut clinic.db, session, &holiday, entropy, at)
}

pub(crate) fn remove_holiday(clinic: &mut Clinic, session: &Token, day: &str, name: &str) -> Done {
    let (entropy, at) = next(clinic);
    let seen = HolidayRow {
        day: day.into(),
        name: name.into(),
    };
    actions::remove_holiday::remove_holiday(&mut clinic.db, session, &seen, entropy, at)
}

pub(crate) fn own_password(clinic: &mut Clinic, session: &Token, password: &str) -> PasswordAnswer {
    own_password_for(clinic, session, Act::TurnOff, password)
}

pub(crate) fn own_password_for(clinic: &mut Clinic, session: &Token, act: Act, password: &str) -> PasswordAnswer {
    let (entropy, at) = next(clinic);
    step_up::password(
        &mut clinic.db,
        session,
        act,
        &typed(password),
        &clinic.policy,
        entropy,
        at,
    )
    .unwrap()
}

pub(crate) fn step_up_text(clinic: &mut Clinic, session: &Token) -> Outcome {
    let (entropy, at) = next(clinic);
    step_up::text(&mut clinic.db, session, &clinic.policy, entropy, at).unwrap()
}

pub(crate) fn step_up_recovery(clinic: &mut Clinic, session: &Token, code: &str) -> Outcome {
    let (entropy, at) = next(clinic);
    let code = TypedRecoveryCode::parse(code).unwrap();
    step_up::recovery_code(&mut clinic.db, session, &code, &clinic.policy, entropy, at).unwrap()
}

pub(crate) fn account(clinic: &mut Clinic, session: &Token) -> Account {
    look::account(&mut clinic.db, session, clinic.clock.now()).unwrap()
}

/// Why a session has ended, if it has.
pub(crate) fn ended(clinic: &mut Clinic, session: &Token) -> Option<String> {
    match look::still_running(&mut clinic.db, session, clinic.clock.now()) {
        Ok(()) => None,
        Err(ActionError::SessionEnded { why }) => Some(why),
        Err(other) => panic!("{other}"),
    }
}

/// What step-up is missing, as `(password, code)`.
pub(crate) fn missing<T>(done: Done<T>) -> (bool, bool) {
    match done.map(|_| ()) {
        Err(ActionError::StepUp(Needs { password, code })) => (password, code),
        other => panic!("step-up is not asked: {other:?}"),
    }
}

/// Every row of every table.
pub(crate) fn dump(clinic: &Clinic) -> Vec<(String, Vec<Vec<Value>>)> {
    let foreign = clinic.foreign();
    let mut names = foreign
        .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
        .unwrap();
    let names: Vec<String> = names
        .query_map([], |row| row.get(0))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    let rows_of = |name: &str| {
        let mut statement = foreign.prepare(&format!("SELECT * FROM {name}")).unwrap();
        let columns = statement.column_count();
        let rows = statement.query_map([], |row| (0..columns).map(|at| row.get(at)).collect());
        rows.unwrap().map(Result::unwrap).collect()
    };
    names.iter().map(|name| (name.clone(), rows_of(name))).collect()
}

/// Kinds of the rows the record gained since it had `rows`, each with its rule.
pub(crate) fn recorded_since(clinic: &mut Clinic, rows: usize) -> Vec<(String, String)> {
    let new = clinic.record().into_iter().skip(rows);
    new.map(|row| (row.kind, row.rule)).collect()
}
