//! M10, T45: the table of acts of `domain::step_up`, walked: everything that stands behind an act is refused while
//! password or code is stale, with nothing changed at all, and goes when both are fresh.

use std::collections::BTreeSet;

use actions::accept_ownership::accept_ownership;
use actions::first_passwords::{Handing, Made, give_first_passwords};
use actions::help_person::Help;
use actions::{ActionError, By, Token};
use domain::ids::OfferId;
use domain::person::{Access, Method};
use domain::policy::SignOutAfter;
use domain::step_up::{Act, TABLE, rule};
use domain::time::MINUTE;
use fixtures::clinic::{Clinic, FAY, JANE, SAM, desk, elsewhere, recovery_page};

use crate::acts::{self, Done, dump, missing, own_password_for, step_up_recovery, step_up_text};
use crate::for_others;
use crate::let_in;
use crate::managing;

/// What stands behind an act.
struct Door {
    act: Act,
    what: &'static str,
    open: fn(&mut Clinic, &Token) -> Done,
}

const fn door(act: Act, what: &'static str, open: fn(&mut Clinic, &Token) -> Done) -> Door {
    Door { act, what, open }
}

const DOORS: &[Door] = &[
    door(Act::SetUpSms, "another number for texts", |clinic, session| {
        acts::send(clinic, session, "+16045550177").map(|_| ())
    }),
    door(Act::SetUpApp, "another phone for the app", |clinic, session| {
        acts::begin_app(clinic, session).map(|_| ())
    }),
    door(Act::RemoveMethod, "texts removed", |clinic, session| {
        acts::remove(clinic, session, Method::Sms)
    }),
    door(Act::RemoveMethod, "the app removed", |clinic, session| {
        acts::remove(clinic, session, Method::App)
    }),
    door(Act::TurnOff, "turned off", acts::off),
    door(Act::ChangeDefault, "the app first", |clinic, session| {
        acts::ask_first(clinic, session, Method::App)
    }),
    door(Act::ChangeMobile, "another number", |clinic, session| {
        acts::edit_mobile(clinic, session, Some("+16045550177")).map(|_| ())
    }),
    door(Act::ChangeMobile, "no number", |clinic, session| {
        acts::edit_mobile(clinic, session, None).map(|_| ())
    }),
    door(Act::ChangeEmail, "another address and name", |clinic, session| {
        acts::edit_profile(clinic, session, "Fay Other", "other@maple.example").map(|_| ())
    }),
    door(Act::ChangePassword, "another password", |clinic, session| {
        acts::choose(clinic, session, "nettle orbit 58 window").map(|_| ())
    }),
    door(Act::ViewRecovery, "the recovery code", |clinic, session| {
        acts::view_code(clinic, session).map(|_| ())
    }),
    door(Act::ViewRecovery, "its page to be fetched", |clinic, session| {
        acts::offer(clinic, session).map(|_| ())
    }),
    door(Act::ViewRecovery, "its page as a file", |clinic, session| {
        let (entropy, at) = (clinic.dice.throw(), clinic.clock.now());
        actions::save_document::begin_file(&mut clinic.db, session, &recovery_page(), "recovery.pdf", entropy, at)
            .map(|_| ())
    }),
    door(Act::RenewRecovery, "a new recovery code", acts::renew_code),
    door(Act::Enforcement, "trusted browsers allowed", |clinic, session| {
        acts::allow_trust(clinic, session, true).map(|_| ())
    }),
    door(Act::Enforcement, "required for all staff", |clinic, session| {
        acts::require(clinic, session, true).map(|_| ())
    }),
    door(Act::Enforcement, "signed out after an hour", |clinic, session| {
        acts::sign_out_after(clinic, session, SignOutAfter::Week, SignOutAfter::Hour).map(|_| ())
    }),
    door(Act::Pause, "sam paused", for_others::pause_sam),
    door(Act::Remove, "sam's second step removed", for_others::remove_sam),
    door(Act::ResetPassword, "sam's password reset", for_others::reset_sam),
    door(Act::FirstPasswords, "jane's first password", |clinic, session| {
        let jane = clinic.staff(&JANE).id;
        let mut made = Made::default();
        made.make(jane, clinic.dice.throw(), [9; 16])?;
        let (entropy, at) = (clinic.dice.throw(), clinic.clock.now());
        give_first_passwords(&mut clinic.db, session, &made, Handing::Pickup, entropy, at).map(|_| ())
    }),
    door(Act::HelpOther, "sam's sessions ended", |clinic, session| {
        for_others::help_sam(clinic, session, Help::EndSessions)
    }),
    door(Act::TransferOwnership, "the ownership accepted", |clinic, session| {
        let offer = OfferId(clinic.number("SELECT max(id) FROM ownership_offers"));
        let (entropy, at) = (clinic.dice.throw(), clinic.clock.now());
        accept_ownership(&mut clinic.db, session, offer, entropy, at)
    }),
    door(Act::ChangeNumberOf, "sam's number", |clinic, session| {
        let edits = managing::another_number(Some("+16045550177"));
        managing::edit(clinic, By::Session(session), &SAM, &edits).map(|_| ())
    }),
    door(Act::EditOther, "sam's address", |clinic, session| {
        let edits = managing::another_address("other@maple.example");
        managing::edit(clinic, By::Session(session), &SAM, &edits).map(|_| ())
    }),
    door(Act::EditOther, "sam's access", |clinic, session| {
        let edits = managing::another_access(Access::Full);
        managing::edit(clinic, By::Session(session), &SAM, &edits).map(|_| ())
    }),
];

impl Door {
    /// Whether a password typed a moment ago does not count, but one for this very act alone.
    fn asks_each_time(&self) -> bool {
        !rule(self.act).recent_password_counts
    }
}

/// fay, who has everything an act could be about: texts (asked first), the app, a recovery code, the clinic's settings.
fn fays() -> Clinic {
    let mut clinic = Clinic::new();
    let session = clinic.sign_in(&FAY, &desk());
    clinic.turn_texts_on(&session, FAY.mobile);
    clinic.keep_recovery_code(&session);
    clinic.set_up_app(&session);
    clinic.sign_out(&session);
    clinic.sign_in(&SAM, &elsewhere());
    let (jane, fay) = (clinic.staff(&JANE).id, clinic.staff(&FAY).id);
    clinic.write(|tx| store::ownership::offer(tx, jane, fay)).unwrap();
    clinic.deliver();
    clinic.clock.plus(60 * MINUTE);
    clinic
}

fn refused(clinic: &mut Clinic, session: &Token, door: &Door, wanted: (bool, bool)) {
    let before = dump(clinic);
    let done = (door.open)(clinic, session);
    assert_eq!(missing(done), wanted, "{}", door.what);
    assert!(dump(clinic) == before, "{}: something was changed", door.what);
}

#[test]
fn m10_every_act_has_its_row_in_the_table_and_something_behind_it() {
    let behind: BTreeSet<&str> = DOORS.iter().map(|door| door.act.as_str()).collect();
    let rows: Vec<&str> = TABLE.iter().map(|rule| rule.act.as_str()).collect();
    let all: BTreeSet<&str> = Act::ALL.iter().map(|act| act.as_str()).collect();
    assert_eq!(behind, all);
    assert_eq!(rows.len(), all.len(), "one row an act");
    assert_eq!(rows.into_iter().collect::<BTreeSet<_>>(), all);
}

#[test]
fn m10_behind_every_act_nothing_goes_with_a_stale_password_or_a_stale_code() {
    for door in DOORS {
        let mut clinic = fays();
        let session = clinic.sign_in(&FAY, &desk());
        clinic.clock.plus(5 * MINUTE);
        refused(&mut clinic, &session, door, (true, false));
        clinic.clock.plus(10 * MINUTE);
        refused(&mut clinic, &session, door, (true, true));
        own_password_for(&mut clinic, &session, door.act, FAY.password);
        refused(&mut clinic, &session, door, (false, true));
        let code = clinic.next_app_code(&FAY);
        clinic.step_up_code(&session, Method::App, &code);
        let before = dump(&clinic);
        (door.open)(&mut clinic, &session).unwrap_or_else(|error| panic!("{}: {error}", door.what));
        // The secret of an app that is being set up stands nowhere before its first code (M02).
        assert_eq!(dump(&clinic) == before, door.act == Act::SetUpApp, "{}", door.what);
    }
}

#[test]
fn m10_a_texted_code_and_the_recovery_code_open_every_act_as_the_app_does() {
    for door in DOORS {
        let mut clinic = fays();
        let session = clinic.sign_in(&FAY, &desk());
        clinic.clock.plus(20 * MINUTE);
        own_password_for(&mut clinic, &session, door.act, FAY.password);
        step_up_text(&mut clinic, &session);
        let code = clinic.texted_code(&FAY);
        clinic.step_up_code(&session, Method::Sms, &code);
        (door.open)(&mut clinic, &session).unwrap_or_else(|error| panic!("{} by text: {error}", door.what));

        let mut clinic = fays();
        let session = clinic.sign_in(&FAY, &desk());
        clinic.clock.plus(20 * MINUTE);
        own_password_for(&mut clinic, &session, door.act, FAY.password);
        let code = clinic.recovery_code(&FAY);
        step_up_recovery(&mut clinic, &session, &code);
        clinic.keep_recovery_code(&session);
        (door.open)(&mut clinic, &session).unwrap_or_else(|error| panic!("{} by recovery code: {error}", door.what));
    }
}

#[test]
fn m10_a_sign_in_by_recovery_code_or_app_is_a_code_step_for_every_act() {
    for door in DOORS {
        let mut clinic = fays();
        let pending = clinic.pending(&FAY, &desk());
        let code = clinic.recovery_code(&FAY);
        let session = let_in(clinic.recover(&pending, &desk(), &code));
        let before = dump(&clinic);
        let gated = (door.open)(&mut clinic, &session);
        let page = matches!(door.what, "its page to be fetched" | "its page as a file");
        if page {
            gated.expect("it is one way to keep the fresh code");
            continue;
        }
        assert!(
            matches!(gated, Err(ActionError::RecoveryFirst)),
            "R02: the fresh code comes first: {}",
            door.what
        );
        assert!(dump(&clinic) == before);
        clinic.keep_recovery_code(&session);
        if door.asks_each_time() {
            refused(&mut clinic, &session, door, (true, false));
            own_password_for(&mut clinic, &session, door.act, FAY.password);
        }
        (door.open)(&mut clinic, &session).unwrap_or_else(|error| panic!("{}: {error}", door.what));
    }
}

/// A03, A07, Transfer: whatever was typed before, and once for one act.
#[test]
fn m10_what_asks_each_time_takes_no_other_password_and_none_twice() {
    for door in DOORS.iter().filter(|door| door.asks_each_time()) {
        let mut clinic = fays();
        let session = clinic.sign_in(&FAY, &desk());
        refused(&mut clinic, &session, door, (true, false));
        own_password_for(&mut clinic, &session, Act::TurnOff, FAY.password);
        refused(&mut clinic, &session, door, (true, false));
        own_password_for(&mut clinic, &session, door.act, FAY.password);
        (door.open)(&mut clinic, &session).unwrap_or_else(|error| panic!("{}: {error}", door.what));
        let spent = clinic.number("SELECT count(*) FROM sessions WHERE password_act IS NOT NULL");
        assert_eq!(spent, 0, "{}", door.what);
    }
}

/// T45: a weaker session does not touch the stronger method.
#[test]
fn m10_trust_is_no_code_step_for_any_act() {
    for door in DOORS {
        let mut clinic = fays();
        clinic.allow_trust();
        clinic.sign_in_and_trust(&FAY, &desk());
        clinic.clock.plus(60 * MINUTE);
        let session = clinic.sign_in(&FAY, &desk());
        assert_eq!(clinic.number("SELECT count(*) FROM sessions WHERE how = 'trust'"), 1);
        if door.what == "trusted browsers allowed" {
            let off = acts::allow_trust(&mut clinic, &session, false);
            assert_eq!(missing(off), (false, true));
            continue;
        }
        refused(&mut clinic, &session, door, (door.asks_each_time(), true));
    }
}

/// T43.
#[test]
fn s09_a_pending_sign_in_opens_nothing_that_stands_behind_an_act() {
    for door in DOORS {
        let mut clinic = fays();
        let pending = clinic.pending(&FAY, &desk());
        let before = dump(&clinic);
        let done = (door.open)(&mut clinic, &pending);
        assert!(
            matches!(done, Err(ActionError::SessionEnded { .. })),
            "{}: {done:?}",
            door.what
        );
        assert!(dump(&clinic) == before, "{}", door.what);
    }
}

/// T47.
#[test]
fn s16_an_ended_session_opens_nothing_that_stands_behind_an_act() {
    for door in DOORS {
        let mut clinic = fays();
        let session = clinic.sign_in(&FAY, &desk());
        clinic.sign_out(&session);
        let before = dump(&clinic);
        let done = (door.open)(&mut clinic, &session);
        assert!(matches!(done, Err(ActionError::SessionEnded { .. })), "{}", door.what);
        assert!(dump(&clinic) == before, "{}", door.what);
    }
}
