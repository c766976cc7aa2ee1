//! Setting up *Text Message (SMS)*, or replacing its number (spec M01 to M03, R02): a text to the number, its code, and
//! then method, number, recovery code, mail and record in one transaction. Leaving before changes nothing.

use domain::challenge::Purpose;
use domain::change::Change;
use domain::code::TypedCode;
use domain::contact::MobileNumber;
use domain::effect::Effect;
use domain::enrolment::{self, Confirmed};
use domain::ids::ChallengeId;
use domain::message::TextKind;
use domain::policy::is_set_up_by_password;
use domain::sign_in::Outcome;
use domain::step_up::Act;
use domain::time::Now;
use domain::verification::Door;
use store::{Db, StoreError, WriteTx, challenges, clinic, methods, recovery, sessions};

use crate::apply::{apply, plain_text};
use crate::code_screen::{CodeScreen, for_number, masked};
use crate::session::Running;
use crate::set_ups::tell_managers;
use crate::standing::Loaded;
use crate::{ActionError, Policy, Token};

/// Sends a set-up code to `number`, which was checked at the edge (spec M03).
///
/// # Errors
/// [`ActionError::StepUp`] where step-up is not complete; the session's and the database's.
pub fn send_set_up_code(
    db: &mut Db,
    token: &Token,
    number: &MobileNumber,
    policy: &Policy,
    entropy: [u8; 16],
    at: Now,
) -> Result<Outcome, ActionError> {
    db.write(at, entropy, |tx| {
        let running = Running::load_for_set_up(tx, token)?;
        let loaded = running.load_facts(tx, policy)?;
        ask_unless_under_way(tx, &running, &loaded, Some(number.as_str()))?;
        let fresh = ChallengeId(tx.random16());
        let step = enrolment::text(
            running.session.id,
            fresh,
            number.as_str(),
            &loaded.standing(tx),
            tx.at(),
        );
        apply(tx, &running.scene(tx), step.effects)?;
        Ok(step.outcome)
    })
}

/// The set-up code's screen.
///
/// # Errors
/// [`ActionError`] of the session and the database.
pub fn set_up_screen(
    db: &mut Db,
    token: &Token,
    number: &MobileNumber,
    policy: &Policy,
    at: Now,
) -> Result<CodeScreen, ActionError> {
    db.read(at, |tx| {
        let running = Running::load_for_set_up(tx, token)?;
        let loaded = running.load_facts(tx, policy)?;
        Ok(for_number(tx, &loaded, door(&running), number.as_str())?)
    })
}

fn ask_unless_under_way(
    tx: &WriteTx<'_>,
    running: &Running,
    loaded: &Loaded,
    number: Option<&str>,
) -> Result<(), ActionError> {
    let (session, standing) = (&running.session, loaded.standing(tx));
    if enrolment::is_under_way(session.id, number, session.stamps, &standing, tx.at()) {
        return Ok(());
    }
    running.ask_step_up(Act::SetUpSms, tx.at())
}

fn door(running: &Running) -> Door {
    Door {
        purpose: Purpose::SetUp,
        browser: running.browser(),
        session: Some(running.session.id),
    }
}

/// What became of a set-up code.
#[derive(Debug)]
pub enum SetUp {
    /// The method is on; where it is the first one a recovery code has to be kept next.
    On,
    /// Not accepted.
    Refused(Outcome),
}

/// Judges a set-up code; when right, the method is on, mailed and recorded when this returns.
///
/// # Errors
/// [`ActionError::StepUp`] where no set-up is under way and step-up is not complete; the session's and the database's.
pub fn confirm_set_up(
    db: &mut Db,
    token: &Token,
    typed: &TypedCode,
    policy: &Policy,
    entropy: [u8; 16],
    at: Now,
) -> Result<SetUp, ActionError> {
    db.write(at, entropy, |tx| {
        let running = Running::load_for_set_up(tx, token)?;
        let loaded = running.load_facts(tx, policy)?;
        ask_unless_under_way(tx, &running, &loaded, None)?;
        let step = enrolment::code(running.session.id, typed, &loaded.standing(tx), tx.at());
        apply(tx, &running.scene(tx), step.effects)?;
        match step.result {
            Ok(confirmed) => turn_on(tx, &running, &confirmed).map(|()| SetUp::On),
            Err(outcome) => Ok(SetUp::Refused(outcome)),
        }
    })
}

fn turn_on(tx: &WriteTx<'_>, running: &Running, confirmed: &Confirmed) -> Result<(), ActionError> {
    let row = &running.staff;
    let (id, number) = (row.id, confirmed.number.as_str());
    methods::turn_sms_on(tx, id, number)?;
    code_step_passed(tx, running)?;
    let before = running.person().two_step;
    if before.is_on() {
        // Codes to a number before die.
        challenges::void_open(tx, id, |open| open.to != number)?;
    }
    let old = row.mobile.as_deref().filter(|old| *old != number);
    let change = Change::of_texts_set_up(&before, masked(number), old.map(masked));
    // The number becomes the profile's: the one before is told, and trust ends (spec M03, T05).
    if let Some(old) = old {
        running.end_trust(tx, "the mobile number was changed")?;
        plain_text(tx, TextKind::NumberChanged, id, old)?;
    }
    if !before.is_on() {
        return first_method(tx, running, change);
    }
    Ok(running.announce(tx, &change)?)
}

/// 2-step verification goes on: a recovery code is made, and whoever else is signed in by the password alone is not any
/// more (T47). Where the clinic requires it and nothing but the password opened this session, that is said (spec E03).
pub(crate) fn first_method(tx: &WriteTx<'_>, running: &Running, change: Change) -> Result<(), ActionError> {
    recovery::make(tx, running.staff.id)?;
    running.end_others(tx, "2-Step Verification was turned on")?;
    sessions::has_set_up(tx, running.session.id)?;
    let enforced = clinic::rule(tx)?.enforced;
    if !is_set_up_by_password(enforced, running.session.how, &running.staff.two_step) {
        return Ok(running.announce(tx, &change)?);
    }
    running.announce(tx, &change.behind_the_password())?;
    Ok(tell_managers(tx, running)?)
}

/// A set-up code is a code step, and it makes the browser recognised.
pub(crate) fn code_step_passed(tx: &WriteTx<'_>, running: &Running) -> Result<(), StoreError> {
    let stamps = vec![
        Effect::StampCodeStep(running.session.id),
        Effect::MarkFamiliar { second_step: true },
    ];
    apply(tx, &running.scene(tx), stamps).map(|_| ())
}
